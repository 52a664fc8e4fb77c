"""Sets as they were broken by hand: names of records and of columns that are nobody's."""

from __future__ import annotations

from pathlib import Path

import pytest
from writing import refused

from tests.running import run

FILLED = """
[fact]
works = { key = "name", list = { name = { kind = "text" }, mark = { kind = "number" } } }
[list.some]
from = "works"
[list.four]
from = "some"
fill = { to = 4, with = { mark = 0, name = "a" } }
[result.r]
for_each = "four"
columns = ["mark"]
"""


def test_records_that_are_added_are_not_all_called_by_one_name() -> None:
    """Three records `a`: an expectation, and an explanation of `r.a`, would be of any of them."""
    told = refused(FILLED, '[facts]\nworks = [{ name = "a", mark = 1 }, { name = "b", mark = 2 }]\n')
    assert told == ["rules/test/test.toml:13:37 record-twice: every record that is added would have the name `a`"]


RULES = """
format = 1
[rulebook]
name = "t"
[fact]
bids = { key = "bidder", list = { bidder = { kind = "text" }, price = { unit = "元" } } }
[column.bids.rank]
place = "price"
[result.bidders]
for_each = "bids"
columns = ["price", "rank"]
[[cases]]
file = "cases.csv"
expect = { bidders = "all" }
"""
BIDS = '"[{""bidder"": ""A"", ""price"": ""9 元""}]"'


@pytest.mark.parametrize("command", ["check", "test"])
@pytest.mark.parametrize(
    ("expected", "told"),
    [
        ('{""A"": {""rank"": 1}}', "`bidders` has no column `rank`"),
        ('{""A"": {""rank.place"": 1, ""prise"": ""not_applicable""}}', "`bidders` has no column `prise`"),
        ("{ A = { rank.of = 1 } }", "`bidders` has no column `rank.of`"),
        ('{""A"": {""rank.place"": 1}}', ""),
        ("{ A = { rank.place = 1 } }", ""),
    ],
)
def test_a_cell_of_a_case_names_columns_that_the_result_has(
    tmp_path: Path, command: str, expected: str, told: str
) -> None:
    """The record is there: what is not is the column."""
    (tmp_path / "t.toml").write_text(RULES, encoding="utf-8")
    (tmp_path / "cases.csv").write_text(f'case,bids,all\n1,{BIDS},"{expected}"\n', encoding="utf-8")
    ran = run(command, tmp_path / "t.toml")
    assert ran.status == (1 if told else 0), ran.said
    assert told in ran.said and "no such record" not in ran.said
    assert not told or "its columns are price, rank.place" in ran.said
