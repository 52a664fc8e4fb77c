"""The same tenders and appraisals as tables: bids in any order by `--set`, people as projects that are compared by `[peers]`."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

from tests.batches import batch
from tests.sets import appraisal, tenders
from tests.sets.plain import CASES, NOT_APPLICABLE, UNKNOWN, decimal

ROOT = Path(__file__).resolve().parents[2]
Row = dict[str, Any]


def table(file: Path, rows: list[Row]) -> Path:
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, dict.fromkeys(head for row in rows for head in row))
        writer.writeheader()
        writer.writerows(rows)
    return file


def cell(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else decimal(value) if isinstance(value, Fraction) else str(value)


def expected(value: Any) -> str:
    """What a cell holds: nothing where there is no one value."""
    return "" if value in (NOT_APPLICABLE, UNKNOWN) or isinstance(value, tuple) else cell(value)


def test_bids_of_all_tenders_in_one_table_are_scored_by_tender(tmp_path: Path, capsys: Any) -> None:
    rows: list[Row] = []
    wanted: dict[tuple[str, str], Any] = {}
    for number in range(CASES):
        tender = tenders.made_up(number)
        if any(None in bid.marks for bid in tender.bids):
            continue  # a mark among others that is missing has no cell
        facts = {name: value for name, value in tenders.facts_of(tender).items() if name != "bids"}
        for bid, columns in zip(tender.bids, tenders.expected(tender)["bidders"].values(), strict=True):
            wanted[f"T{number}", bid.bidder] = columns
            own = {"price (元)": bid.price, "responsive": bid.responsive, "small": bid.small, "business": bid.business}
            rows.append({"tender": f"T{number}", "period": "2024", "bidder": bid.bidder}
                        | {head: cell(value) for head, value in (own | facts).items()}
                        | {"marks": " | ".join(decimal(mark) for mark in bid.marks if mark is not None)})  # fmt: skip
    Random(0).shuffle(rows)
    file = table(tmp_path / "bids.csv", rows)
    rules = str(ROOT / "rules/tender-scoring")
    came = batch(tmp_path, capsys, [file], "--rules", rules, "--set", "bids", "--by", "tender")
    assert not came.rejects and len(came.rows) == len(wanted) > 500
    for row in came.rows:
        columns = wanted[row["project"], row["bidder"]]
        assert {name: row[f"bidders.{name}"] for name in columns} == {
            name: expected(value) for name, value in columns.items()
        }, row


def test_people_as_projects_are_graded_among_their_peers(tmp_path: Path, capsys: Any) -> None:
    """Without what departments leave: that takes places within two groups at once."""
    rows: list[Row] = []
    wanted: dict[str, tuple[str, str]] = {}
    for number in range(CASES):
        staff, _ = appraisal.made_up(number)
        if any(one.leader is None for one in staff):
            continue  # who has a mark missing is not counted among projects
        for one, rated in zip(staff, appraisal.rated(staff, 0).values(), strict=True):
            name = f"{number}/{one.name}"
            wanted[name] = expected(rated["grade"]), expected(rated["regular_grade"])
            own = {head: cell(value) for head, value in vars(one).items() if head != "name"}
            rows.append({"project": name, "period": "2024", "organ": str(number)} | own)
    Random(0).shuffle(rows)
    rules = Path(__file__).with_name("appraisal_of_peers.toml")
    came = batch(tmp_path, capsys, [table(tmp_path / "people.csv", rows)], "--rules", str(rules))
    assert not came.rejects and len(came.rows) == len(wanted) > 1000
    got = {row["project"]: (row["result.grade"], row["regular_grade"]) for row in came.rows}
    assert {name: pair for name, pair in got.items() if pair != wanted[name]} == {}
    assert {row["grade"] for row in came.rows} == {""}  # of a total, which there is not
