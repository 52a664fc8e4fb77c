"""`scoring test`: what the examples reach, and `--accept`, which writes a computed result and changes nothing else."""

from pathlib import Path

import pytest

from tests.running import run_in

ROOT = Path(__file__).resolve().parents[2]

RULEBOOK = """\
# A pilot; this comment stays.
format = 1

[rulebook]
name = "pilot"

[fact]
rate = "%"
diverted = { kind = "yes_no" }

[value.band]
by    = "rate"
gives = ["high", "low"]
rows  = [[">= 60%", "high"], ["else", "low"]]

[rule.execution]
by   = "actual"
rows = [[">= 95%", "100%"], ["else", "0%"]]   # two rows

[limit.diverted]
when  = "diverted"
total = { at_most = 59 }

[[example]]
rule  = "execution"
given = { actual = "95%", weight = 10 }
earns = 9        # wrong

[[example]]
value = "band"
given = { rate = "60%" }
gives = "low"    # wrong

[[example]]
limit = "diverted"
given = { diverted = true }
bites = "no"     # wrong

[[example]]
rule    = "execution"
given   = { weight = 10 }
missing = ["actual"]
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    file = tmp_path / "pilot.toml"
    file.write_text(RULEBOOK, encoding="utf-8")
    return file


def run(*arguments: str) -> tuple[str, int]:
    ran = run_in(ROOT, "test", *arguments)
    return ran.said, ran.status


def test_coverage_names_the_rows_items_levels_and_limits_that_no_example_reaches(book: Path) -> None:
    told, status = run(str(book), "--coverage")
    assert status == 1  # three examples are wrong
    assert "pilot.toml:18:29: no example reaches row `else` of execution" in told
    assert "no example reaches row `else` of band" in told
    assert "no example reaches limit `bites: no` of diverted" in told
    assert "they reach 3 of 6 rows, items, levels and limits" in told
    assert "row `>= 95%`" not in told


def test_accept_writes_what_came_out_and_changes_nothing_else(book: Path) -> None:
    told, status = run(str(book), "--accept")
    assert status == 0, told
    assert "9 → 10" in told
    assert "4 of 4 examples hold" in told
    expected = RULEBOOK.replace("earns = 9 ", "earns = 10 ").replace('gives = "low" ', 'gives = "high" ')
    assert book.read_text(encoding="utf-8") == expected.replace('bites = "no" ', 'bites = "yes" ')
    assert run(str(book))[1] == 0


def test_only_the_examples_that_are_named_are_tried_and_accepted(book: Path) -> None:
    told, status = run(str(book), "--accept", "--only", "band")
    assert (status, told.splitlines()[1:]) == (0, ["1 of 1 examples hold"])
    assert book.read_text(encoding="utf-8") == RULEBOOK.replace('gives = "low" ', 'gives = "high" ')
    told, status = run(str(book), "--only", "pilot.toml:24")
    assert status == 1
    assert "expected 9, got 10" in told
    assert run(str(book), "--only", "nothing")[1] == 2


def test_accept_leaves_an_example_that_is_missing_something_as_it_is(book: Path) -> None:
    text = RULEBOOK.replace('given = { actual = "95%", weight = 10 }', "given = { weight = 10 }")
    book.write_text(text, encoding="utf-8")
    told, status = run(str(book), "--accept")
    assert status == 1
    assert "3 of 4 examples hold" in told
    assert "earns = 9        # wrong" in book.read_text(encoding="utf-8")


def test_shipped_files_are_not_written() -> None:
    told, status = run("--accept")
    assert status == 2
    assert "needs a PATH" in told


OF_RECORDS = """\
format = 1
[rulebook]
name = "tender"
[fact]
bids = { key = "bidder", list = { bidder = { kind = "text" }, price = { unit = "元" } } }
[column.bids.points]
by   = "price"
rows = [["<= 90 元", 10], ["<= 100 元", 8], ["else", 0]]
[result.bids]
for_each = "bids"
[[scorecard]]
[scorecard.facts]
bids = [{ bidder = "A", price = "95 元" }, { bidder = "B", price = "80 元" }]
[scorecard.expect.results]
bids = { A = { points = 8 }, B = { points = 10 } }
"""


def test_rows_of_a_column_are_reached_by_the_records_of_whole_scorecards(tmp_path: Path) -> None:
    file = tmp_path / "tender.toml"
    file.write_text(OF_RECORDS, encoding="utf-8")
    told, status = run(str(file), "--coverage")
    assert status == 0, told
    assert "2 of 3" in told and "bids.points" in told and "else" in told
