"""`scoring batch` as tests run it: a small shelf of rules and a set, tables in, and what came of them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scoring.__main__ import _command_line

main = _command_line().main

RULES = """
format = 1
[rulebook]
name = "ours"
total = 100
[fact]
spent = { kind = "number", unit = "万元", label = "支出" }
people = { kind = "number", unit = "人" }
code = { kind = "text" }
since = { kind = "date" }
[rule.ratio]
kind = "proportional"
[rule.view]
kind = "judged"
levels = [["好", ">= 80%"], ["差", ">= 0%"]]
[rule.kept]
rows = [["missing", 0], ["007", 10], ["else", 5]]
by = "code"
[grade]
by = "total"
rows = [[">= 60", "合格"], ["else", "不合格"]]
"""
SET = """
format = 1
[indicator_set]
name = "ours"
rules = "ours"
[indicator]
N1 = { in = "产出", label = "甲", weight = 60, rule = "ratio", target = ">= 10 人" }
A1 = { in = "效益", label = "乙", weight = 30, rule = "view" }
K1 = { in = "效益", label = "丙", weight = 10, rule = "kept" }
"""


@dataclass(frozen=True)
class Came:
    """What came of a run."""

    rows: list[dict[str, str]]
    rejects: list[dict[str, str]]
    status: int
    said: str


def shelf(folder: Path, rules: str = RULES, indicators: str = SET) -> list[str]:
    """A rulebook and a set on disk, as options."""
    for name, text in (("rules/ours", rules), ("indicators/ours", indicators)):
        (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / name / "all.toml").write_text(text, encoding="utf-8")
    return ["--rules", str(folder / "rules/ours"), "--indicators", str(folder / "indicators/ours")]


def read(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines())) if file.is_file() else []


def batch(folder: Path, capsys: Any, inputs: Sequence[Path | str], *options: str) -> Came:
    """A run into `out.csv` and `rejects.csv`."""
    out, rejects = folder / "out.csv", folder / "rejects.csv"
    for file in (out, rejects):
        file.unlink(missing_ok=True)
    capsys.readouterr()
    status = main(["batch", *map(str, inputs), "-o", str(out), "--rejects", str(rejects), "--lang", "en", *options])
    said = capsys.readouterr().err
    if status > 128:  # whoever ends the tests with a signal ends this run first; that is no result
        raise KeyboardInterrupt
    assert status != 70, said
    return Came(read(out), read(rejects), status, said)


def csv_of(folder: Path, heads: Sequence[str], *rows: Sequence[str], name: str = "in.csv") -> Path:
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heads, *rows])
    return folder / name


def xlsx_of(folder: Path, heads: Sequence[str], *rows: Sequence[Any], name: str = "in.xlsx") -> Path:
    """A workbook; a cell may be `(value, number format)`."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for at, row in enumerate([heads, *rows], start=1):
        for column, cell in enumerate(row, start=1):
            value, shown = cell if isinstance(cell, tuple) else (cell, "General")
            made = sheet.cell(at, column, value)
            made.number_format = shown
    book.save(folder / name)
    return folder / name


def parquet_of(folder: Path, select: str, name: str = "in.parquet") -> Path:
    """A Parquet file of what a query of DuckDB gives."""
    import duckdb

    with duckdb.connect() as connection:
        connection.execute(f"COPY ({select}) TO '{folder / name}' (FORMAT parquet)")
    return folder / name
