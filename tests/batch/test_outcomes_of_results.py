"""An empty cell of a result says by its outcome what it means: no result, not applicable, or something missing."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import openpyxl
import pytest

from tests.running import run

RULES = """\
format = 1
[rulebook]
name = "book"
[fact]
a    = { kind = "number" }
fat  = { kind = "yes_no" }
word = ["high", "low", "none"]
[value.part]
when = "fat"
is = "a * 2"
[result.rows]
by   = "a"
rows = [["> 5", 1], ["> 3", { none = true }], ["else", 0]]
[result.part]
is = "part + 1"
[result.maybe]
is = "a / 4"
optional = true
[result.text]
by   = "a"
gives = "text"
rows = [["> 5", "'none'"], ["else", { none = true }]]
[result.plain]
is = "a + 1"
[result.said]
is = "known(part)"
"""
TABLE = "project,a,fat,word\nA,7,yes,none\nB,4,no,high\nC,,yes,high\nD,2,,low\nE,4,yes,\n"
OUTCOMES = {
    "rows": ["scored", "none", "not_scorable", "scored", "none"],
    "part": ["scored", "not_applicable", "not_scorable", "not_scorable", "scored"],
    "maybe": ["scored", "scored", "none", "scored", "scored"],
    "text": ["scored", "none", "not_scorable", "none", "none"],
}


def scored(folder: Path, rules: str, table: str, engine: str, suffix: str = ".csv") -> list[dict[str, str | None]]:
    (folder / "book.toml").write_text(rules, encoding="utf-8")
    (folder / "t.csv").write_text(table, encoding="utf-8")
    out = folder / f"o{suffix}"
    ran = run("batch", folder / "t.csv", "--rules", folder / "book.toml", "-o", out, "--engine", engine)
    assert ran.status == 0, ran.said
    assert engine == "exact" or "one by one" not in ran.said, ran.said
    if suffix == ".csv":
        return list(csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines()))
    if suffix == ".xlsx":
        heads, *cells = openpyxl.load_workbook(out).active.iter_rows(values_only=True)  # type: ignore[union-attr]
        return [dict(zip(heads, row, strict=True)) for row in cells]  # type: ignore[arg-type]
    read = duckdb.sql(f"SELECT * FROM '{out}'")
    return [dict(zip(read.columns, row, strict=True)) for row in read.fetchall()]


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".xlsx"])
@pytest.mark.parametrize("engine", ["columnar", "exact"])
def test_an_empty_cell_of_a_result_says_what_it_means(engine: str, suffix: str, tmp_path: Path) -> None:
    rows = scored(tmp_path, RULES, TABLE, engine, suffix)
    for name, outcomes in OUTCOMES.items():
        assert [row[f"{name}.outcome"] for row in rows] == outcomes, name
        assert [row[name] not in (None, "") for row in rows] == [each == "scored" for each in outcomes], name
    assert {name for name in rows[0] if name.endswith(".outcome")} == {f"{name}.outcome" for name in OUTCOMES}


POINTS = """\
format = 1
[rulebook]
name = "book"
weights_off_total = "finding"
[fact]
a = { kind = "number" }
[rule.r]
gives = "points"
is = "a"
[result.twice]
is = "N1.points * 2"
[result.group]
is = "subtotal.x"
[result.whole]
is = "total"
[result.N2]
is = "N1.points"
[result.plain]
is = "a"
"""
SET = """\
format = 1
[indicator_set]
name = "s"
rules = "book"
[indicator]
N1 = { in = "x", weight = 10, rule = "r" }
N2 = { in = "y", weight = 10, rule = "r" }
"""


@pytest.mark.parametrize("engine", ["columnar", "exact"])
def test_a_result_that_reads_points_says_whether_they_apply(engine: str, tmp_path: Path) -> None:
    (tmp_path / "rules/book").mkdir(parents=True)
    (tmp_path / "rules/book/book.toml").write_text(POINTS, encoding="utf-8")
    (tmp_path / "set.toml").write_text(SET, encoding="utf-8")
    (tmp_path / "t.csv").write_text(
        "project,a,N1.not_applicable,N2.not_applicable\nA,5,,\nB,5,none here,\nC,,,\nD,5,no,no\n"
    )
    ran = run(
        "batch", tmp_path / "t.csv", "--indicators", tmp_path / "set.toml", "-o", tmp_path / "o.csv", "--engine", engine
    )
    assert ran.status == 0, ran.said
    rows = list(csv.DictReader((tmp_path / "o.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [row["twice.outcome"] for row in rows] == ["scored", "not_applicable", "not_scorable", "not_applicable"]
    assert [row["group.outcome"] for row in rows] == ["scored", "not_applicable", "not_scorable", "not_applicable"]
    assert [row["whole.outcome"] for row in rows[:3]] == ["scored", "scored", "not_scorable"]
    assert [row["N2.outcome"] for row in rows] == [
        "scored",
        "scored",
        "not_scorable",
        "not_applicable",
    ]  # of the indicator
    assert "plain.outcome" not in rows[0]
