"""How grades react to small changes: against scoring by rules that were changed by hand, whose grade hangs on a unit, ranks."""

from __future__ import annotations

import csv
import json
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.engines.columnar.duck import connect
from scoring.tuning.reactions.correlation import pairs_of
from tests.forms.filling import run

BOOK = """format = 1
[rulebook]
name  = "t"
total = 100
[rule.reach]
by   = "actual"
rows = [[">= 90%", "100%"], [">= 50%", "actual"], ["else", "0%"]]
[grade]
by   = "total"
rows = [[">= 90", "优"], [">= 60", "中"], ["else", "差"]]
"""
SET = """format = 1
[indicator_set]
name  = "s"
rules = "t"
[fact.visits]
unit = "次"
[indicator]
N1 = { in = "一", weight = 60, rule = "reach", actual = "= visits / 200 次", label = "走访" }
N2 = { in = "二", weight = 40, rule = "reach", actual = "= done", label = "完成" }
[fact.done]
unit = "%"
"""
ROWS = [(f"p{n}", str(100 + 7 * n % 101), f"{40 + 13 * n % 61}%") for n in range(24)]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    for name, text in (("rules", BOOK), ("set", SET)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.toml").write_text(text, encoding="utf-8")
    return tmp_path


def table(folder: Path, rows: list[tuple[str, str, str]]) -> Path:
    file = folder / "t.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([("项目", "visits", "done"), *rows])
    return file


def reacts(book: Path, rows: list[tuple[str, str, str]], *more: str) -> dict[str, Any]:
    printed, said, status = run(
        "sensitivity",
        table(book, rows),
        "--rules",
        book / "rules",
        "--indicators",
        book / "set",
        "--format",
        "json",
        "--lang",
        "en",
        *more,
    )
    assert status == 0, said
    found: dict[str, Any] = json.loads(printed)
    return found


def scores(book: Path, rows: list[tuple[str, str, str]]) -> list[dict[str, str]]:
    out = book / "out.csv"
    _, said, status = run(
        "batch", table(book, rows), "-o", out, "--rules", book / "rules", "--indicators", book / "set"
    )
    assert status == 0, said
    with out.open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def test_each_change_does_what_the_changed_files_do(book: Path) -> None:
    found = reacts(book, ROWS)
    before = scores(book, ROWS)
    by_change = {one["change"]: one for one in found["reactions"]}
    assert set(by_change) == {
        "weight of N1 60 → 62, the others in proportion", "weight of N1 60 → 58, the others in proportion",
        "weight of N2 40 → 42, the others in proportion", "weight of N2 40 → 38, the others in proportion",
        "reach, row 1: >= 90% → >= 94.5%", "reach, row 1: >= 90% → >= 85.5%",
        "reach, row 2: >= 50% → >= 52.5%", "reach, row 2: >= 50% → >= 47.5%",
        "grade, row 1: >= 90 → >= 94.5", "grade, row 1: >= 90 → >= 85.5",
        "grade, row 2: >= 60 → >= 63", "grade, row 2: >= 60 → >= 57",
    }  # fmt: skip
    for change, file, old, new in (
        ("weight of N1 60 → 62, the others in proportion", "set", "weight = 60", "weight = 62"),
        ("reach, row 1: >= 90% → >= 85.5%", "rules", ">= 90%", ">= 85.5%"),
        ("reach, row 2: >= 50% → >= 52.5%", "rules", ">= 50%", ">= 52.5%"),
        ("grade, row 2: >= 60 → >= 63", "rules", ">= 60", ">= 63"),
    ):
        path = book / file / "x.toml"
        text = path.read_text(encoding="utf-8")
        path.write_text(
            text.replace(old, new).replace("weight = 40", "weight = 38" if file == "set" else "weight = 40"),
            encoding="utf-8",
        )
        after = scores(book, ROWS)
        path.write_text(text, encoding="utf-8")
        order = ["差", "中", "优"]
        grades = [(order.index(a["grade"]), order.index(b["grade"])) for a, b in zip(before, after, strict=True)]
        moves = [abs(Fraction(b["total"]) - Fraction(a["total"])) for a, b in zip(before, after, strict=True)]
        one = by_change[change]
        assert one["better"] == sum(b > a for a, b in grades), change
        assert one["worse"] == sum(b < a for a, b in grades), change
        assert (one["moved"], Fraction(one["largest"])) == (sum(move > 0 for move in moves), max(moves)), change


def test_its_settings_are_what_whatif_takes(book: Path) -> None:
    found = reacts(book, ROWS[:3], "--thresholds", "0")
    assert found["reactions"][0]["settings"][0].startswith("weights.")
    up = next(one for one in found["reactions"] if one["name"] == "N1" and one["up"])
    assert up["settings"] == ['weights.N1="62"', 'weights.N2="38"']


def test_who_stands_at_the_edge_is_counted(book: Path) -> None:
    rows = [("a", "200", "75%"), ("b", "200", "74.975%"), ("c", "100", "75%")]  # 90.00, 89.99 and 60.00
    found = reacts(book, rows, "--weights", "0", "--thresholds", "0")
    assert [(one["grade"], one["just_in"], one["just_out"]) for one in found["edges"]] == [("优", 1, 1), ("中", 1, 0)]


def test_a_grade_that_hangs_on_one_unit_of_one_number_is_told_with_it(book: Path) -> None:
    rows = [("a", "200", "75%"), ("b", "120", "80%")]
    found = reacts(book, rows, "--weights", "0", "--thresholds", "0")
    assert [(one["project"], one["column"], one["before"], one["after"], one["then"]) for one in found["hanging"]] == [
        ("a", "done", "75%", "74%", "中")]  # fmt: skip
    assert found["tried_near"] == 2


def test_a_grade_that_begins_beyond_a_total_has_its_edge_one_step_further(book: Path) -> None:
    (book / "rules" / "x.toml").write_text(BOOK.replace('>= 90"', '> 90"').replace('>= 60"', '> 60"'), encoding="utf-8")
    rows = [
        ("a", "200", "75%"),
        ("b", "200", "75.025%"),
        ("c", "200", "75.025%"),
        ("d", "100", "75%"),
    ]  # 90.00, 90.01 twice, 60.00
    found = reacts(book, rows, "--weights", "0", "--thresholds", "0")
    assert [(one["grade"], one["just_in"], one["just_out"]) for one in found["edges"]] == [("优", 2, 1), ("中", 0, 1)]


def test_a_number_of_one_unit_may_hang_on_being_none(book: Path) -> None:
    rules = BOOK.replace('[">= 90%", "100%"], [">= 50%", "actual"]', '[">= 1%", "100%"]')
    (book / "rules" / "x.toml").write_text(rules, encoding="utf-8")
    found = reacts(book, [("a", "200", "1%"), ("b", "200", "0%")], "--weights", "0", "--thresholds", "0")
    assert [(one["project"], one["before"], one["after"], one["then"]) for one in found["hanging"]] == [
        ("a", "1%", "0%", "中"), ("b", "0%", "1%", "优")]  # fmt: skip


def test_conditions_that_are_formulas_are_told_not_to_be_moved(book: Path) -> None:
    path = book / "rules" / "x.toml"
    path.write_text(BOOK + '[rule.other]\nrows = [["actual >= 50%", "100%"], ["else", "0%"]]\n', encoding="utf-8")
    found = reacts(book, ROWS[:2], "--weights", "0")
    assert {one["name"] for one in found["reactions"]} == {"reach", "grade"}
    assert found["notes"] == ["not moved: formulas with a number compared 1"]


EVERY_KIND = """format = 1
[rulebook]
name  = "t"
total = 100
[fact]
size  = { options = ["s", "l"] }
late  = "天"
ended = { kind = "date" }
[rule.matrix]
gives  = "share"
by     = ["size", "actual"]
across = ["< 5 天", ["5 天", "6 天"], "> 6 天 and <= 10 天", "> 10 天"]
rows   = [["s", "20%", "60%", "70%", "100%"], ["l", "10%", "50%", "60%", "90%"]]
[value.split]
by    = ["size", "late"]
gives = { rate = "share", word = "text" }
rows  = [["s", ">= 8 天", "60%", "much"], ["-", "-", "40%", "little"]]
[rule.line]
by    = "late / 10 天"
lines = [["0%", "60%", "0%", "50%"], ["60%", "100%", "50%", "100%"]]
otherwise = "0%"
[rule.prop]
kind = "proportional"
nothing_below = "40%"
over = { beyond = "150%" }
[rule.less]
kind   = "deduction"
deduct = [{ each = "late / 1 天", points = 2, at_most = 6 }]
[rule.day]
by   = "ended"
rows = [["<= 2024-06-30", "100%"], ["else", "0%"]]
[rule.seen]
kind   = "judged"
levels = [["good", ">= 80%"], ["poor", ">= 0%"]]
[rule.given]
kind   = "judged"
full   = 20
levels = [["good", 10, 20], ["poor", 0, 10]]
[rule.parts]
[[rule.parts.part]]
by   = "late"
rows = [["<= 3 天", 5], ["else", 0]]
[limit.slow]
when  = "late > 90 天"
total = { at_most = 74 }
group = { "一" = { at_most = 20 } }
[grade]
by   = "total"
rows = [[">= 90", "优"], ["else", "差"]]
"""


def test_each_bound_is_moved_and_nothing_else_and_what_is_not_is_counted(tmp_path: Path) -> None:
    """Of matrices, of tables with several results, of lines, limits and grades: never what a row or column earns."""
    (tmp_path / "rules.toml").write_text(EVERY_KIND, encoding="utf-8")
    (tmp_path / "set.toml").write_text(
        'format = 1\n[indicator_set]\nname = "s"\nrules = "rules.toml"\n[indicator]\n'
        'N1 = { in = "一", weight = 60, rule = "matrix", label = "甲" }\n'
        'N2 = { in = "二", weight = 40, rule = "prop", target = ">= 20 人", label = "乙" }\n',
        encoding="utf-8",
    )
    data = tmp_path / "t.csv"
    data.write_text("项目,size,late,N1.actual,N2.actual\na,s,3 天,7 天,21 人\n", encoding="utf-8")
    for language in ("en", "zh"):
        printed, said, status = run("sensitivity", data, "--indicators", tmp_path / "set.toml", "--format", "json", "--lang", language,
                                    "--weights", "0", "--thresholds", "10%")  # fmt: skip
        assert status == 0, said
        found = json.loads(printed)
        assert [one["change"] for one in found["reactions"] if one["refused"] is not None] == []
        assert {one["change"] for one in found["reactions"] if one["up"]} == MOVED[language]
        assert found["notes"] == NOT_MOVED[language]


MOVED = {"en": {
    "matrix, column 1: < 5 天 → < 5.5 天", "matrix, column 3, bound 1: > 6 天 and <= 10 天 → > 6.6 天 and <= 10 天",
    "matrix, column 3, bound 2: > 6 天 and <= 10 天 → > 6 天 and <= 11 天", "matrix, column 4: > 10 天 → > 11 天",
    "split, row 1, condition 2: >= 8 天 → >= 8.8 天", "line, edge 2 of the lines: 60% → 66%", "line, edge 3 of the lines: 100% → 110%",
    "seen, level 1: >= 80% → >= 88%", "prop, nothing_below: 40% → 44%", "prop, over.beyond: 150% → 165%", "less, deduction 1, at most: 6 → 6.6",
    "parts, part 1, row 1: <= 3 天 → <= 3.3 天", "slow, total at most: 74 → 81.4", "slow, 一 at most: 20 → 22",
    "grade, row 1: >= 90 → >= 99", "N2, target: >= 20 人 → >= 22 人",
}, "zh": {
    "matrix，第 1 列：< 5 天 → < 5.5 天", "matrix，第 3 列，界限 1：> 6 天 and <= 10 天 → > 6.6 天 and <= 10 天",
    "matrix，第 3 列，界限 2：> 6 天 and <= 10 天 → > 6 天 and <= 11 天", "matrix，第 4 列：> 10 天 → > 11 天",
    "split，第 1 行，条件 2：>= 8 天 → >= 8.8 天", "line，折线第 2 个端点：60% → 66%", "line，折线第 3 个端点：100% → 110%",
    "seen，档次 1：>= 80% → >= 88%", "prop，低于则不得分：40% → 44%", "prop，超额界限：150% → 165%", "less，扣分项 1 上限：6 → 6.6",
    "parts，第 1 部分，第 1 行：<= 3 天 → <= 3.3 天", "slow，总分不超过：74 → 81.4", "slow，一不超过：20 → 22",
    "等级，第 1 行：>= 90 → >= 99", "N2，指标值：>= 20 人 → >= 22 人",
}}  # fmt: skip
NOT_MOVED = {
    "en": ["not moved: formulas with a number compared 1, conditions that are one number 2, thresholds of zero 2, dates 1, "
           "what levels, items and deductions earn or cost 5"],
    "zh": ["没有移动：含有比较数的公式 1 个，只等于一个数的条件 2 个，为零的界限 2 个，日期 1 个，档次、检查项、扣分项的得分或扣分 5 个"],
}  # fmt: skip


def test_one_unit_of_a_date_is_a_day_and_of_a_month_a_month(book: Path) -> None:
    (book / "rules" / "x.toml").write_text(BOOK.replace('by   = "actual"', 'by   = "ended"', 1).replace(
        'rows = [[">= 90%", "100%"], [">= 50%", "actual"], ["else", "0%"]]', 'rows = [["<= 2024-02-29", "100%"], ["else", "0%"]]'), encoding="utf-8")  # fmt: skip
    (book / "set" / "x.toml").write_text(
        'format = 1\n[indicator_set]\nname = "s"\nrules = "t"\n[fact]\nended = { kind = "date" }\nvisits = "次"\ndone = "%"\n'
        '[indicator]\nN1 = { in = "一", weight = 100, rule = "reach", label = "完成" }\n',
        encoding="utf-8",
    )
    file = book / "t.csv"
    file.write_text(
        "项目,ended\na,2024-02-29\nb,2024年3月1日\nc,2024-12-03\nd,2024-02\ne,2024年3月\n", encoding="utf-8"
    )
    printed, said, status = run("sensitivity", file, "--rules", book / "rules", "--indicators", book / "set", "--format", "json",
                                "--weights", "0", "--thresholds", "0")  # fmt: skip
    assert status == 0, said
    assert [(one["project"], one["before"], one["after"]) for one in json.loads(printed)["hanging"]] == [
        ("a", "2024-02-29", "2024-03-01"), ("b", "2024年3月1日", "2024年2月29日"), ("d", "2024-02", "2024-03"), ("e", "2024年3月", "2024年2月")]  # fmt: skip


def test_every_grade_that_flips_stands_in_one_of_the_columns(book: Path) -> None:
    """Better, worse, and from or to no grade: of an incomplete project whose grade is sure, or no longer."""
    printed, said, status = run("sensitivity", table(book, [("a", "200", ""), ("b", "199", "90%")]), "--rules", book / "rules", "--indicators",
                                book / "set", "--lang", "en", "--weights", "30")  # fmt: skip
    assert status == 0, said
    columns = ("grades that flip", "better", "worse", "from or to none")
    heads = next(line for line in printed.splitlines() if "grades that flip" in line)
    rows = [line for line in printed.splitlines() if "→" in line and ":" not in line[:4]]
    ends = [heads.index(one) + len(one) for one in columns]
    counted = [[int(line[:end].split()[-1]) for end in ends] for line in rows if len(line) > ends[-1]]
    assert counted and all(flips == better + worse + other for flips, better, worse, other in counted)


def test_a_table_of_one_grade_has_no_flips_and_its_order_stays(book: Path) -> None:
    found = reacts(book, [("a", "200", "100%"), ("b", "199", "99%")], "--thresholds", "0")
    assert all(one["flips"] == 0 for one in found["reactions"])


@pytest.mark.parametrize("value", ["5", "-5%", "x"])
def test_a_share_that_is_none_is_wrong_usage(book: Path, value: str) -> None:
    _, said, status = run("sensitivity", table(book, ROWS), "--rules", book / "rules", "--thresholds", value)
    assert status == 2 and "--thresholds" in said


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 12), st.none() | st.integers(0, 8)), max_size=25))
def test_pairs_are_those_of_looking_at_every_two(rows: list[tuple[int, int | None]]) -> None:
    connection = connect("200MB", None, Path("/tmp"))
    connection.execute("CREATE TABLE t (a INTEGER, b INTEGER)")
    if rows:
        connection.executemany("INSERT INTO t VALUES (?, ?)", [list(row) for row in rows])
    found = pairs_of(connection, "t", "a", "b")
    connection.close()
    pairs = list(combinations([(a, b) for a, b in rows if b is not None], 2))
    assert (found.all, found.opposite, found.first, found.second, found.both) == (
        len(pairs), sum((x[0] - y[0]) * (x[1] - y[1]) < 0 for x, y in pairs), sum(x[0] == y[0] for x, y in pairs),
        sum(x[1] == y[1] for x, y in pairs), sum(x == y for x, y in pairs))  # fmt: skip


def test_tau_is_one_where_orders_agree_and_takes_ties_as_kendall_does(tmp_path: Path) -> None:
    connection = connect("200MB", None, tmp_path)
    connection.execute("CREATE TABLE t (a INTEGER, b INTEGER, c INTEGER, d INTEGER)")
    connection.executemany(
        "INSERT INTO t VALUES (?, ?, ?, ?)", [[1, 1, 4, 1], [2, 2, 3, 1], [3, 4, 2, 2], [4, 3, 1, 2]]
    )
    assert [pairs_of(connection, "t", "a", other).tau for other in "abc"] == [1, Fraction(2, 3), -1]
    tied = pairs_of(connection, "t", "a", "d").tau  # 4 pairs in order, none against, 2 tied: 4 ÷ √(6 × 4)
    assert tied is not None and round(float(tied), 4) == 0.8165
    connection.close()


def test_one_project_and_projects_all_alike_have_no_rank_correlation(book: Path) -> None:
    for rows in ([ROWS[0]], [(f"p{n}", *ROWS[0][1:]) for n in range(4)]):
        assert {one["tau"] for one in reacts(book, rows)["reactions"]} == {None}


def test_weights_that_cannot_be_moved_so_far_are_told(book: Path) -> None:
    notes = reacts(book, ROWS, "--weights", "50", "--thresholds", "0")["notes"]
    assert "weights that would become nothing or everything were not moved so far: 2" in notes


@pytest.mark.parametrize("points", ["{ decimals = 15 }", "{ significant = 5 }"])
def test_of_totals_that_are_not_rounded_everything_is_said_as_exactly(book: Path, points: str) -> None:
    """The largest move, τ and who stands at an edge, against scoring by changed files and looking at every two projects."""
    for name in ("rules", "set"):
        path = book / name / "x.toml"
        path.write_text(path.read_text(encoding="utf-8").replace("total = 100", f"total = 100\npoints = {points}").replace("200 次", "210 次"), encoding="utf-8")  # fmt: skip
    rows = [*ROWS, ("edge", "210", "75%"), ("past", "105", "99.99%")]
    found = reacts(book, rows)
    before = [Fraction(one["total"]) for one in scores(book, rows)]
    path = book / "set" / "x.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("weight = 60", "weight = 62").replace("weight = 40", "weight = 38"), encoding="utf-8")
    after = [Fraction(one["total"]) for one in scores(book, rows)]
    one = next(one for one in found["reactions"] if one["change"].startswith("weight of N1 60 → 62"))
    assert Fraction(one["largest"]) == max(abs(b - a) for a, b in zip(before, after, strict=True))
    pairs = list(combinations(zip(before, after, strict=True), 2))
    signs = [(x[0] - y[0]) * (x[1] - y[1]) for x, y in pairs]
    untied = [sum(x[at] != y[at] for x, y in pairs) for at in (0, 1)]
    tau = (sum(sign > 0 for sign in signs) - sum(sign < 0 for sign in signs)) / (untied[0] * untied[1]) ** 0.5
    assert float(one["tau"]) == pytest.approx(tau, abs=1e-9)
    assert [(edge["just_in"], edge["just_out"]) for edge in found["edges"]] == [(before.count(Fraction(90)), None), (before.count(Fraction(60)), None)]  # fmt: skip
    assert before.count(Fraction(90)) == 1


def test_a_range_that_moves_moves_by_something(book: Path) -> None:
    found = reacts(book, [("a", "200", "")], "--thresholds", "0")
    assert [(one["moved"], one["largest"]) for one in found["reactions"]] == [(1, "2.00")] * 4


def test_grades_of_projects_in_files_hang_on_units_as_those_of_a_table_do(book: Path) -> None:
    (book / "projects").mkdir()
    rows = [("a", "200", "75%"), ("b", "120", "80%"), ("c", "100", "75%")]
    written = [
        ('visits = "200 次"', 'done = "75%"'),
        ("visits = 120", 'done = "80%"'),
        ('visits = { value = "100 次" }', 'done = "75%"'),
    ]
    for (name, _, _), facts in zip(rows, written, strict=True):
        (book / "projects" / f"{name}.toml").write_text(
            f'format = 1\nproject = "{name}"\n[facts]\n' + "\n".join(facts) + "\n", encoding="utf-8"
        )
    printed, said, status = run("sensitivity", book / "projects", "--rules", book / "rules", "--indicators", book / "set", "--format", "json",
                                "--lang", "en", "--weights", "0", "--thresholds", "0")  # fmt: skip
    assert status == 0, said
    found, beside = json.loads(printed), reacts(book, rows, "--weights", "0", "--thresholds", "0")
    assert found["tried_near"] == beside["tried_near"] == 3
    assert [(one["project"], one["column"], one["then"]) for one in found["hanging"]] == [
        (one["project"], one["column"], one["then"]) for one in beside["hanging"]]  # fmt: skip
    assert [(one["before"], one["after"]) for one in found["hanging"]][:1] == [("75%", "74%")] and len(
        found["hanging"]
    ) > 1


def test_of_several_tables_it_is_said_that_no_number_was_tried(book: Path) -> None:
    other = table(book, ROWS[:2]).rename(book / "other.csv")
    printed, said, status = run("sensitivity", table(book, ROWS[2:4]), other, "--rules", book / "rules", "--indicators", book / "set",
                                "--format", "json", "--lang", "en", "--weights", "0", "--thresholds", "0")  # fmt: skip
    assert status == 0, said
    assert any(note.startswith("numbers one unit off were not tried") for note in json.loads(printed)["notes"])
