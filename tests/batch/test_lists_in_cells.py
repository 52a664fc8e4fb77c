"""A cell of a table holds a list, and a result for each record comes out as JSON in one column."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.batches import batch, csv_of

RULES = """
format = 1
[rulebook]
name = "tender"
[fact]
ceiling = { unit = "元" }
marks = { list = { mark = { unit = "分" } } }
bids = { key = "bidder", list = { bidder = { kind = "text" }, price = { unit = "元" }, sound = { kind = "yes_no" } } }
[column.bids.points]
is = "100 * min(bids, price) / price"
when = "sound"
[column.bids.rank]
place = ["-points"]
among = "sound"
[result.bidders]
for_each = "bids"
columns = ["price", "points", "rank"]
[result.best]
is = "max(marks, mark)"
[unit."分"]
"""
SETS = """
format = 1
[rulebook]
name = "panel"
[fact]
bids = { key = "bidder", list = { bidder = { kind = "text" }, marks = { list = { mark = { kind = "number" } } } } }
[column.bids.quality]
is = "mean(marks, mark, drop_lowest = 1, drop_highest = 1)"
[result.bidders]
for_each = "bids"
"""
TWO = '[{"bidder": "A", "price": "1 万元", "sound": true}, {"bidder": "B", "price": "1.5 万元", "sound": true}, {"bidder": "C", "price": "3 元", "sound": false}]'


def rules(folder: Path, text: str = RULES) -> list[str]:
    (folder / "tender.toml").write_text(text, encoding="utf-8")
    return ["--rules", str(folder / "tender.toml")]


def test_lists_are_read_from_cells_and_results_for_each_record_are_json(tmp_path: Path, capsys: Any) -> None:
    heads = ["project", "bids", "marks (分)"]
    rows = [["甲", TWO, "7 | 9 | 8"], ["乙", '[{ bidder = "A", price = "2 元" }]', "[1, 2]"], ["丙", "", "5"]]
    ran = batch(tmp_path, capsys, [csv_of(tmp_path, heads, *rows)], *rules(tmp_path))
    assert ran.rejects == [], ran
    assert [row["best (分)"] for row in ran.rows] == ["9", "2", "5"]
    assert json.loads(ran.rows[0]["bidders"]) == [
        {"bidder": "A", "price": "10000", "points": "0.03", "rank.place": "1"},
        {"bidder": "B", "price": "15000", "points": "0.02", "rank.place": "2"},
        {"bidder": "C", "price": "3", "points": None, "rank.place": None},
    ]
    assert json.loads(ran.rows[1]["bidders"]) == [{"bidder": "A", "price": "2", "points": None, "rank.place": None}]
    assert (ran.rows[1]["status"], ran.rows[2]["bidders"]) == ("incomplete", "")


def test_what_is_wrong_in_a_list_is_rejected_with_its_row_column_and_cell(tmp_path: Path, capsys: Any) -> None:
    bad = TWO.replace("1.5 万元", "约1.5万元")
    rows = [
        ["甲", bad],
        ["乙", TWO],
        ["丙", "A, B"],
        ["丁", TWO.replace('"price"', '"prize"', 1)],
        ["戊", TWO.replace('"B"', '"A"')],
    ]
    ran = batch(tmp_path, capsys, [csv_of(tmp_path, ["project", "bids"], *rows)], *rules(tmp_path))
    assert [row["project"] for row in ran.rows] == ["乙"]
    told = [(one["row"], one["project"], one["column"], one["reason"]) for one in ran.rejects]
    assert [one[:3] for one in told] == [
        ("1", "甲", "bids"),
        ("3", "丙", "bids"),
        ("4", "丁", "bids"),
        ("5", "戊", "bids"),
    ]
    assert "is a bound" in told[0][3]
    assert told[1][3] == "a list of records belongs here, not `A, B`"
    assert told[2][3] == "the records have no `prize`"
    assert told[3][3].startswith("two records have the bidder `A`")


def test_a_unit_in_the_head_of_records_with_several_fields_is_told(tmp_path: Path, capsys: Any) -> None:
    ran = batch(tmp_path, capsys, [csv_of(tmp_path, ["project", "bids (元)"], ["甲", TWO])], *rules(tmp_path))
    assert ran.status == 1
    assert "which one unit cannot be meant for" in ran.said


def test_rows_that_are_records_have_lists_in_their_cells(tmp_path: Path, capsys: Any) -> None:
    rows = [
        ["T1", "A", "60 | 70 | 80 | 10"],
        ["T1", "B", "[50, 60.5, 70]"],
        ["T2", "C", "[{ mark = 0.1234567890123456789 }, { mark = 1 }, { mark = 0 }]"],
    ]
    table = csv_of(tmp_path, ["tender", "bidder", "marks"], *rows)
    ran = batch(tmp_path, capsys, [table], *rules(tmp_path, SETS), "--set", "bids", "--by", "tender")
    assert ran.rejects == [], ran
    assert [row["bidders.quality"] for row in ran.rows] == ["65", "60.5", "0.1234567890123456789"]
