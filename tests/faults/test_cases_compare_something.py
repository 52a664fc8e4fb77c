"""Published cases prove what they say: every column is read, every row compares something, and all that differs is told."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.running import Ran, run

BOOK = """\
format = 1

[rulebook]
name = "athletics"

[fact]
long_jump = { unit = "米", label = { zh = "跳远", en = "long jump" }, if_missing = "6 米" }
wind      = { from = "Wind m/s", kind = "number", if_missing = 0 }
veteran   = { kind = "yes_no", if_missing = false }
club      = { kind = "text", if_missing = "none" }
attempts  = { list = { length = { unit = "米" } }, may_be_missing = true }

[value.points]
by   = "long_jump"
rows = [[">= 8 米", 20], [">= 7 米", 14], ["else", 0]]

[value.bonus]
by   = "wind"
rows = [["> 2", 0], ["else", 1]]

[result.score]
is = "points + bonus"
[result.old]
is = "veteran"
[result.of_club]
is = "club"
[result.longest]
is = "max(attempts, length)"
[result.medal]
by        = "points"
gives     = "text"
rows      = [[">= 20", "gold"]]
otherwise = { none = true }
"""


def book(folder: Path, table: str | bytes, cases: str = 'expect = { score = "P" }', rules: str = BOOK) -> Path:
    """A rulebook with one table of cases beside it."""
    (folder / "rules.toml").write_text(f'{rules}\n[[cases]]\nfile = "cases.csv"\n{cases}\n', encoding="utf-8")
    (folder / "cases.csv").write_bytes(table if isinstance(table, bytes) else table.encode())
    return folder


def compared(folder: Path, table: str | bytes, cases: str = 'expect = { score = "P" }', *more: str) -> Ran:
    return run("test", book(folder, table, cases), *more)


# ---------------------------------------------------------------- columns


def test_a_misspelt_column_is_a_problem_and_not_a_fact_that_is_presumed(tmp_path: Path) -> None:
    ran = compared(tmp_path, "longjump,P\n7 米,1\n")
    assert ran.status == 1
    assert ran.codes == ["unknown-column"]
    assert "cases.csv:1:1: column `longjump`" in ran.said
    assert "did you mean `long_jump`?" in ran.said


def test_every_unknown_column_is_told_at_once_at_its_own_place(tmp_path: Path) -> None:
    ran = compared(tmp_path, 'longjump,"remark, of the jury",P\n7 米,,1\n')
    assert ran.codes == ["unknown-column", "unknown-column"]
    assert "cases.csv:1:1: " in ran.said
    assert "cases.csv:1:10: " in ran.said


def test_a_column_that_is_not_read_is_declared_as_ignored(tmp_path: Path) -> None:
    ran = compared(tmp_path, "long_jump,remark,P\n7 米,good,15\n", 'expect = { score = "P" }\nignore = ["remark"]')
    assert (ran.codes, ran.status) == ([], 0)


def test_an_ignored_column_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    ran = compared(tmp_path, "long_jump,P\n7 米,15\n", 'expect = { score = "P" }\nignore = ["remark"]')
    assert ran.codes == ["unknown-column"]


@pytest.mark.parametrize(
    "head",
    ["long_jump (米)", "long_jump（米）", "跳远 (米)", "long jump (米)", "跳远（厘米）"],
)
def test_a_head_may_be_a_label_and_have_the_unit_of_its_cells_as_in_batch(tmp_path: Path, head: str) -> None:
    cell = "700" if "厘米" in head else "7"
    assert compared(tmp_path, f"{head},P\n{cell},15\n").status == 0
    assert "expected 16, got 15" in compared(tmp_path, f"{head},P\n{cell},16\n").said


def test_a_head_may_be_the_name_in_the_data(tmp_path: Path) -> None:
    ran = compared(tmp_path, "long_jump (米),Wind m/s,P\n7,2.1,15\n")
    assert "expected 15, got 14" in ran.said


def test_a_unit_in_a_head_that_does_not_fit_is_a_problem(tmp_path: Path) -> None:
    assert compared(tmp_path, "long_jump (kilo),P\n7,15\n").codes == ["unknown-unit"]
    assert compared(tmp_path, "long_jump (元),P\n7,15\n").codes == ["unit-does-not-fit"]


def test_two_columns_of_one_fact_are_a_problem(tmp_path: Path) -> None:
    assert compared(tmp_path, "long_jump,long_jump,P\n7 米,8 米,21\n").codes == ["name-twice"]
    assert compared(tmp_path, "long_jump,跳远,P\n7 米,8 米,21\n").codes == ["name-twice"]


def test_two_columns_of_one_name_that_is_expected_are_a_problem(tmp_path: Path) -> None:
    assert compared(tmp_path, "long_jump,P,P\n7 米,15,99\n").codes == ["name-twice"]


def test_a_column_without_a_head_is_a_problem(tmp_path: Path) -> None:
    assert compared(tmp_path, "long_jump,,P\n7 米,8 米,15\n").codes == ["no-head"]


# ---------------------------------------------------------------- lists in cells

LONGEST = 'expect = { longest = "L" }'
BIDS = """
[fact]
bids = { list = { bidder = { kind = "text" }, price = { unit = "元" }, marks = { list = { mark = { kind = "number" } } } } }

[result.lowest]
is = "min(bids, price)"
[result.marks]
is = "sum(bids, sum(marks, mark))"
"""
HEAD = 'format = 1\n[rulebook]\nname = "tender"\n'


@pytest.mark.parametrize(
    "cell",
    ["7 米 | 8 米 | 7.5 米", '"[""7 米"", ""8 米""]"', '"[{""length"": ""7 米""}, {""length"": ""8 米""}]"',
     '"[{ length = ""7 米"" }, { length = ""8 米"" }]"', '"[\n  {""length"": ""8 米""}\n]"'],
    ids=["parts", "values", "json", "toml", "several lines"],
)  # fmt: skip
def test_a_cell_holds_a_list_as_json_as_toml_or_in_parts(tmp_path: Path, cell: str) -> None:
    ran = compared(tmp_path, f"attempts,L\n{cell},8 米\n", LONGEST)
    assert (ran.codes, ran.status) == ([], 0), ran.said
    assert "expected 9 米, got 8" in compared(tmp_path, f"attempts,L\n{cell},9 米\n", LONGEST).said


def test_a_lists_parts_have_the_unit_of_the_head(tmp_path: Path) -> None:
    assert compared(tmp_path, "attempts (厘米),L\n700 | 8 米 | 750,8 米\n", LONGEST).status == 0
    assert compared(tmp_path, 'attempts (厘米),L\n"[700, 800]",8 米\n', LONGEST).status == 0
    assert compared(tmp_path, "attempts (元),L\n700,8 米\n", LONGEST).codes == ["unit-does-not-fit"]


def test_a_blank_part_is_a_value_that_is_missing_and_a_list_may_be_empty(tmp_path: Path) -> None:
    assert "got not scorable (missing: length)" in compared(tmp_path, "attempts,L\n7 米 | | 8 米,8 米\n", LONGEST).said
    assert "got not scorable (missing: attempts)" in compared(tmp_path, "attempts,L\n,8 米\n", LONGEST).said
    count = BOOK + '[result.tries]\nis = "count(attempts)"\n'
    ran = run("test", book(tmp_path, "attempts,T\n[],0\n", 'expect = { tries = "T" }', count))
    assert ran.status == 0, ran.said


@pytest.mark.parametrize(
    ("cell", "code", "column"),
    [
        ("7 米 | eight | 8 米", "not-an-amount", 7),
        ('"[{""length"": ""7 米""}, {""length"": ""约8米""}]"', "amount-is-a-bound", 41),
        ('"[{ lenght = ""7 米"" }]"', "unknown-key", 5),
        ('"[{""length"": ""7 米""}"', "syntax", 23),
        ('"[{ length = ""7 米"" }, x]"', "syntax", 25),
        ('"[1], ""more"": [2]"', "syntax", 5),
        ("7", "bare-number", 1),
    ],
)
def test_what_is_wrong_in_a_list_is_told_at_its_own_place(tmp_path: Path, cell: str, code: str, column: int) -> None:
    ran = compared(tmp_path, f"attempts,L\n{cell},8 米\n", LONGEST)
    assert ran.codes == [code], ran.said
    assert f"cases.csv:2:{column}: " in ran.said


def test_lists_of_several_fields_and_lists_in_lists_stand_in_cells(tmp_path: Path) -> None:
    cell = '[{""bidder"": ""A"", ""price"": ""2 万元"", ""marks"": [{""mark"": 8}, {""mark"": 9}]}, {""bidder"": ""B"", ""price"": ""150 元""}]'
    expect = 'expect = { lowest = "low", marks = "marks" }'
    ran = run("test", book(tmp_path, f'bids,low,marks\n"{cell}",150,not_scorable\n', expect, HEAD + BIDS))
    assert ran.status == 0, ran.said
    ran = run("test", book(tmp_path, "bids,low\nA,150\n", 'expect = { lowest = "low" }', HEAD + BIDS))
    assert ran.codes == ["wrong-kind"]
    assert 'fix: write [{"bidder": …, "price": …, "marks": …}]' in ran.said
    ran = run("test", book(tmp_path, "bids (元),low\n[],none\n", 'expect = { lowest = "low" }', HEAD + BIDS))
    assert ran.codes == ["unit-does-not-fit"]


def test_a_column_that_is_expected_is_a_fact_as_well_only_where_that_is_said(tmp_path: Path) -> None:
    expect = 'expect = { score = "P", of_club = "club" }'
    assert "expected north, got none" in compared(tmp_path, "club,P\nnorth,1\n", expect).said
    ran = compared(tmp_path, "club,P\nnorth,1\n", expect + '\ngiven = { club = "club" }')
    assert (ran.codes, ran.status) == ([], 0)


# ---------------------------------------------------------------- rows


def test_a_row_that_expects_nothing_is_a_problem(tmp_path: Path) -> None:
    ran = compared(tmp_path, "long_jump,P\n7 米,\n8 米,\n")
    assert ran.status == 1
    assert ran.codes == ["nothing-compared", "nothing-compared"]
    assert "cases.csv:2:" in ran.said
    assert "2 of 2 cases are equal" not in ran.said


@pytest.mark.parametrize("row", ["7 米", "7 米,15,33", ""], ids=["short", "long", "two breaks"])
def test_rows_with_fewer_or_more_cells_than_heads(tmp_path: Path, row: str) -> None:
    ran = compared(tmp_path, f"long_jump,P\n{row}\n8 米,21\n")
    if row:
        assert ran.codes == ["cells-differ"]
        assert "cases.csv:2:" in ran.said
        assert "1 of 2 cases" in ran.said
    else:
        assert "1 of 1 case" in ran.said


@pytest.mark.parametrize("table", ["", "\n\n", "long_jump,P\n", "long_jump,P\n\n"])
def test_a_table_without_a_single_case_fails(tmp_path: Path, table: str) -> None:
    ran = compared(tmp_path, table)
    assert ran.status == 1
    assert ran.codes == ["no-rows"]


def test_a_table_that_expects_nothing_at_all_is_a_problem(tmp_path: Path) -> None:
    ran = compared(tmp_path, "long_jump\n7 米\n", "")
    assert ran.status == 1
    assert ran.codes == ["nothing-compared"]


@pytest.mark.parametrize(("delimiter", "name"), [(";", "semicolon"), ("\t", "tab")])
def test_cells_apart_by_something_else_than_a_comma_are_read_and_told(
    tmp_path: Path, delimiter: str, name: str
) -> None:
    ran = compared(tmp_path, f"long_jump{delimiter}P\n7 米{delimiter}15\n")
    assert ran.status == 0
    assert f"cells apart by {name}" in ran.said


def test_a_table_in_gb18030_is_read_as_in_batch(tmp_path: Path) -> None:
    ran = compared(tmp_path, "跳远,P\n7 米,15\n".encode("gb18030"))
    assert ran.status == 0, ran.said


def test_a_quote_that_does_not_close_is_a_problem(tmp_path: Path) -> None:
    ran = compared(tmp_path, 'long_jump,P\n7 米,"15\n8 米,21\n')
    assert ran.status == 1
    assert "cases.csv:2" in ran.said


# ---------------------------------------------------------------- what is told


def test_the_place_of_a_cell_has_its_column_and_the_case_its_id(tmp_path: Path) -> None:
    table = 'athlete,long_jump,P\n"Ann, B.",7 米,15\n"Li\nDan",seven,15\n'
    ran = compared(tmp_path, table, 'id = "athlete"\nexpect = { score = "P" }')
    assert "cases.csv:4:6: " in ran.said
    ran = compared(tmp_path, table.replace("seven", "7 米").replace('Dan",7 米,15', 'Dan",7 米,16'),
                 'id = "athlete"\nexpect = { score = "P" }')  # fmt: skip
    assert "case 2 (Li Dan)" in ran.said
    assert "expected 16, got 15" in ran.said
    assert "cases.csv:4:10" in ran.said


def test_how_many_values_were_compared_is_said(tmp_path: Path) -> None:
    table = "long_jump,P,club,C\n7 米,15,a,a\n8 米,21,b,\n"
    ran = compared(tmp_path, table, 'expect = { score = "P", of_club = "C" }')
    assert "2 of 2 cases are equal, 3 values compared" in ran.said


def test_all_cases_are_tried_however_many_cannot_be_scored(tmp_path: Path) -> None:
    table = "long_jump,P\n" + "x,15\n" * 30 + "7 米,15\n" * 70
    ran = compared(tmp_path, table)
    assert "70 of 100 cases are equal" in ran.said
    assert "30 errors" in ran.said or "and 10 more" in ran.said


TWO = "athlete,long_jump,P,C\na,7 米,16,none\nb,8 米,99,south\nc,8 米,21,none\n"
EXPECT = 'id = "athlete"\nexpect = { score = "P", of_club = "C" }'


def test_all_that_differs_is_told_on_request_with_its_trace(tmp_path: Path) -> None:
    first = compared(tmp_path, TWO, EXPECT).said
    assert "expected 16, got 15" in first
    assert "expected 99, got 21" not in first
    assert "2 more differ" in first
    ran = run("test", tmp_path, "--all")
    for told in ("expected 16, got 15", "expected 99, got 21", "expected south, got none"):
        assert told in ran.said
    assert "14 [points] + 1 [bonus] = 15" in ran.said
    assert "20 [points] + 1 [bonus] = 21" in ran.said
    assert ran.status == 1


def test_all_that_differs_is_given_as_json(tmp_path: Path) -> None:
    compared(tmp_path, TWO, EXPECT)
    ran = run("test", tmp_path, "--all", "--format", "json")
    (table,) = json.loads(ran.out)["cases"]
    assert (table["cases"], table["equal"], table["values"]) == (3, 1, 6)
    one = table["differing"][1]
    assert (one["case"], one["id"], one["column"], one["name"]) == (2, "b", "P", "score")
    assert (one["expected"], one["got"], one["line"]) == ("99", "21", 3)
    assert "20 [points] + 1 [bonus] = 21" in one["arithmetic"]
    assert ran.status == 1


def test_all_that_differs_is_given_as_csv(tmp_path: Path) -> None:
    compared(tmp_path, TWO, EXPECT)
    ran = run("test", tmp_path, "--all", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert [(row["case"], row["id"], row["column"], row["expected"], row["got"]) for row in rows] == [
        ("1", "a", "P", "16", "15"),
        ("2", "b", "P", "99", "21"),
        ("2", "b", "C", "south", "none"),
    ]


# ---------------------------------------------------------------- yes and no, none, not scorable


@pytest.mark.parametrize("yes", ["true", "yes", "1", "是", "TRUE", "Yes"])
@pytest.mark.parametrize("no", ["false", "no", "0", "否", "False"])
def test_yes_and_no_are_written_alike_in_facts_and_in_what_is_expected(tmp_path: Path, yes: str, no: str) -> None:
    table = f"veteran,V\n{yes},{yes}\n{no},{no}\n"
    assert compared(tmp_path, table, 'expect = { old = "V" }').status == 0
    assert compared(tmp_path, f"veteran,V\n{yes},{no}\n", 'expect = { old = "V" }').status == 1


def test_a_yes_or_no_that_cannot_be_read_is_a_problem_of_its_cell(tmp_path: Path) -> None:
    ran = compared(tmp_path, "veteran,V\nyes,maybe\n", 'expect = { old = "V" }')
    assert ran.status == 1
    assert "cases.csv:2:5" in ran.said


def test_a_number_that_cannot_be_read_is_a_problem_of_its_cell(tmp_path: Path) -> None:
    ran = compared(tmp_path, "long_jump,P\n7 米,fifteen\n")
    assert ran.status == 1
    assert "cases.csv:2:" in ran.said
    assert "`fifteen`" in ran.said


def test_none_expected_is_a_text_where_the_result_is_one(tmp_path: Path) -> None:
    assert compared(tmp_path, "club,C\nnone,none\n", 'expect = { of_club = "C" }').status == 0
    assert compared(tmp_path, "club,C\nnorth,none\n", 'expect = { of_club = "C" }').status == 1


def test_no_result_is_expected_as_the_table_writes_it(tmp_path: Path) -> None:
    medal = 'expect = { medal = "M" }\nnone = "-"'
    assert compared(tmp_path, "long_jump,M\n7 米,-\n8 米,gold\n", medal).status == 0
    assert compared(tmp_path, "long_jump,M\n8 米,-\n", medal).status == 1


def test_what_is_not_scorable_is_not_equal_to_no_result(tmp_path: Path) -> None:
    ran = compared(tmp_path, "long_jump,B\n7 米,none\n", 'expect = { longest = "B" }\nnone = "none"')
    assert ran.status == 1
    assert "expected none, got not scorable" in ran.said
    assert "missing: attempts" in ran.said
    assert compared(tmp_path, "long_jump,B\n7 米,not_scorable\n", 'expect = { longest = "B" }').status == 0


# ---------------------------------------------------------------- check, coverage, accept


def test_check_reads_the_tables_too(tmp_path: Path) -> None:
    book(tmp_path, "longjump,P\n7 米,15\n")
    assert run("check", tmp_path).codes == ["unknown-column"]
    book(tmp_path, "long_jump,P\nseven,15\n8 米,\n")
    assert run("check", tmp_path).codes == ["not-an-amount", "nothing-compared"]
    (tmp_path / "cases.csv").unlink()
    ran = run("check", tmp_path)
    assert ran.status == 1
    assert "`cases.csv`" in ran.said


def test_coverage_counts_what_is_compared_and_nothing_else(tmp_path: Path) -> None:
    table = "long_jump,Wind m/s,P,C\n7 米,3,14,none\n8 米,1,21,none\n3 米,1,1,none\n"
    reached = compared(tmp_path, table, 'expect = { score = "P", of_club = "C" }', "--coverage").said
    assert "no example reaches row `gold`" not in reached.replace(">= 20", "gold") or "of medal" in reached
    assert "of points" not in reached
    assert "of bonus" not in reached
    not_compared = compared(tmp_path, table, 'expect = { of_club = "C" }\nignore = ["P"]', "--coverage").said
    assert not_compared.count("of points") == 3
    assert not_compared.count("of bonus") == 2


def test_coverage_of_a_whole_scorecard_counts_what_it_states(tmp_path: Path) -> None:
    whole = '[[scorecard]]\n[scorecard.facts]\nlong_jump = "7 米"\nwind = 1\nclub = "north"\n[scorecard.expect]\n'
    states = {'results = { of_club = "north" }': (3, 2), "results = { score = 15 }": (2, 1)}
    for expect, (points, bonus) in states.items():
        (tmp_path / "rules.toml").write_text(f"{BOOK}{whole}{expect}\n", encoding="utf-8")
        told = run("test", tmp_path, "--coverage").said
        assert (told.count("of points\n"), told.count("of bonus\n")) == (points, bonus)


def test_accept_writes_what_came_out_into_the_table_and_nothing_else(tmp_path: Path) -> None:
    table = 'athlete;long_jump;P;C\r\n"a;b";7 米; 16 ;none\r\n\r\n"b";8 米;"99";"so""uth"\r\nc;8 米;21;\r\n'
    compared(tmp_path, table, EXPECT)
    ran = run("test", tmp_path, "--accept")
    assert ran.status == 0, ran.said
    after = 'athlete;long_jump;P;C\r\n"a;b";7 米;15;none\r\n\r\n"b";8 米;21;none\r\nc;8 米;21;\r\n'
    assert (tmp_path / "cases.csv").read_bytes().decode() == after
    assert "cases.csv:2:12: 16 → 15" in ran.said


def test_accept_leaves_a_case_that_cannot_be_read(tmp_path: Path) -> None:
    table = "athlete,long_jump,P,C\na,x,16,none\nb,8 米,99,none\n"
    compared(tmp_path, table, EXPECT)
    ran = run("test", tmp_path, "--accept")
    assert ran.status == 1
    assert (tmp_path / "cases.csv").read_text(encoding="utf-8") == table.replace("99", "21")


def test_a_period_has_its_own_column(tmp_path: Path) -> None:
    rules = BOOK + '[result.year]\nis = "year(period)"\n'
    book(tmp_path, "period,Y\n2023,2023\n2024,2024\n", 'expect = { year = "Y" }', rules)
    assert run("test", tmp_path).status == 0


def test_distances_that_cannot_be_read_are_problems(tmp_path: Path) -> None:
    ran = compared(tmp_path, "long_jump,P\n7 米,15\n", 'expect = { score = "P" }\nwithin = { score = "a bit" }')
    assert ran.status == 1
    assert "`a bit`" in ran.said
    ran = compared(tmp_path, "long_jump,P\n7 米,15\n", 'expect = { score = "P" }\nwithin = { scores = "1e-9" }')
    assert ran.status == 1
    assert "`scores`" in ran.said
