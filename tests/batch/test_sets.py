"""Rows that share a column are one project, each a record of its list: `scoring batch --set LIST --by COLUMN`."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from tests.batches import batch, csv_of

RULES = """
format = 1
[rulebook]
name = "tender"
[fact]
ceiling = { unit = "元" }
bids = { key = "bidder", list = { bidder = { kind = "text" }, price = { unit = "元" }, quality = { kind = "number" } } }
[list.valid]
from = "bids"
where = "price <= ceiling"
[column.bids.points]
is = "40 * min(valid, price) / price + quality"
round = { decimals = 2 }
[column.valid.rank]
place = ["-points", "price"]
[result.bidders]
for_each = "bids"
columns = ["points", "price"]
[result.placed]
for_each = "valid"
columns = ["rank.place"]
[result.best]
is = "max(valid, points)"
total = true
round = { decimals = 2 }
[grade]
rows = [[">= 90", "strong"], ["else", "weak"]]
"""
HEADS = ["tender", "bidder", "price (万元)", "quality", "ceiling (万元)"]
ROWS = [
    ["T1", "A", "100", "50", "120"],
    ["T2", "X", "10", "20", ""],
    ["T1", "B", "80", "55", "120"],
    ["T1", "C", "130", "60", ""],
    ["T2", "Y", "12", "30", "11"],
]


def rules(folder: Path, text: str = RULES) -> list[str]:
    (folder / "tender.toml").write_text(text, encoding="utf-8")
    return ["--rules", str(folder / "tender.toml"), "--set", "bids", "--by", "tender"]


def test_each_record_of_a_set_has_a_row_with_what_results_have_for_it_and_what_its_project_has(
    tmp_path: Path, capsys: Any
) -> None:
    ran = batch(tmp_path, capsys, [csv_of(tmp_path, HEADS, *ROWS)], *rules(tmp_path))
    heads = ["row", "project", "bidder", "bidders.points", "bidders.price (元)", "placed.rank.place", "total", "grade"]
    assert [[row[head] for head in heads] for row in ran.rows] == [
        ["1", "T1", "A", "82", "1000000", "2", "95.00", "strong"],
        ["2", "T2", "X", "60", "100000", "1", "60.00", "weak"],
        ["3", "T1", "B", "95", "800000", "1", "95.00", "strong"],
        ["4", "T1", "C", "84.62", "1300000", "", "95.00", "strong"],
        ["5", "T2", "Y", "63.33", "120000", "", "60.00", "weak"],
    ]
    assert "bidders" not in ran.rows[0]
    said = ran.said.splitlines()
    assert "in.csv: rows of one `tender` are one project, each a record of `bids`" in said
    assert "5 rows: 5 scored (5 complete, 0 incomplete), 0 rejected" in said
    assert next(line for line in said if line.startswith("  strong")).split()[1] == "1"  # projects, not rows


def test_the_order_of_rows_changes_nothing(tmp_path: Path, capsys: Any) -> None:
    def by_bidder(rows: list[list[str]]) -> dict[str, dict[str, str]]:
        ran = batch(tmp_path, capsys, [csv_of(tmp_path, HEADS, *rows)], *rules(tmp_path))
        assert [int(row["row"]) for row in ran.rows] == sorted(int(row["row"]) for row in ran.rows)
        return {row["bidder"]: {**row, "row": ""} for row in ran.rows}

    shuffled = random.Random(3).sample(ROWS, len(ROWS))
    assert by_bidder(ROWS) == by_bidder(shuffled)


@pytest.mark.parametrize(
    ("rows", "rejects"),
    [
        ([["T1", "A", "1", "x", "9"], ["T1", "B", "1", "3", ""]],
         [("1", "quality", "`x` is no number with a unit"), ("2", "", "row 1 of the same set is rejected")]),
        ([["T1", "A", "1", "1", "9"], ["T1", "B", "1", "3", "8"]],
         [("1", "", "row 2 of the same set is rejected"), ("2", "ceiling (万元)", "row 1 of the same set says `9`")]),
        ([["", "A", "1", "1", "9"]], [("1", "tender", "the row says of no set that it is one of it")]),
        ([["T1", "A", "1", "1", "9"], ["T1", "A", "2", "3", ""]],
         [("1", "", "row 2 of the same set is rejected"), ("2", "bidder", "two records have the bidder `A`; the other is at row 1")]),
    ],
)  # fmt: skip
def test_one_bad_row_rejects_its_set_and_each_row_says_why(
    rows: list[list[str]], rejects: list[tuple[str, str, str]], tmp_path: Path, capsys: Any
) -> None:
    sound = [["T9", "A", "1", "1", "9"]]
    ran = batch(tmp_path, capsys, [csv_of(tmp_path, HEADS, *rows, *sound)], *rules(tmp_path))
    assert [row["project"] for row in ran.rows] == ["T9"]
    assert [(one["row"], one["column"], one["reason"]) for one in ran.rejects] == rejects


@pytest.mark.parametrize(
    ("options", "heads", "told"),
    [
        (["--set", "bid", "--by", "tender"], HEADS, "no fact `bid` is a list"),
        (["--set", "ceiling", "--by", "tender"], HEADS, "no fact `ceiling` is a list"),
        (["--set", "bids", "--by", "tenders"], HEADS, "no column is called `tenders`"),
        (["--set", "bids", "--by", "tender"], [*HEADS[:3], "qualty", HEADS[4]],
         "column `qualty` is neither a fact nor a field of the records"),
        (["--set", "bids"], HEADS, "--set LIST and --by COLUMN belong together"),
    ],
)  # fmt: skip
def test_a_list_or_a_column_that_there_is_not_is_told(
    options: list[str], heads: list[str], told: str, tmp_path: Path, capsys: Any
) -> None:
    ran = batch(tmp_path, capsys, [csv_of(tmp_path, heads, *ROWS)], *rules(tmp_path)[:2], *options)
    assert ran.status in (1, 2)
    assert told in ran.said


def test_sets_are_compared_with_each_other(tmp_path: Path, capsys: Any) -> None:
    peers = '[peers]\n[value.order]\nplace = "-total"\nof = "peers"\n[result.order]\nis = "order.place"\n'
    ran = batch(tmp_path, capsys, [csv_of(tmp_path, HEADS, *ROWS)], *rules(tmp_path, RULES + peers))
    assert [row["order"] for row in ran.rows] == ["1", "2", "1", "1", "2"]


def test_a_set_of_more_rows_than_a_list_may_have_records_is_rejected_as_such(tmp_path: Path, capsys: Any) -> None:
    rows = [["T1", f"b{number}", "100", "50", "120"] for number in range(10_001)]
    ran = batch(tmp_path, capsys, [csv_of(tmp_path, HEADS, *rows, ROWS[1], ROWS[4])], *rules(tmp_path))
    assert [row["bidder"] for row in ran.rows] == ["X", "Y"]
    assert len(ran.rejects) == 10_001
    assert ran.rejects[-1]["reason"] == "the set has more than 10,000 rows"
