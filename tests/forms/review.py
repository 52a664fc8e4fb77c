"""A folder of projects that await a judge, and workbooks filled in as people fill them in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.forms.filling import run

HEADS = {
    "number": "序号", "level": "等级", "measure": "比例或分值", "by": "评判人", "on": "评判日期", "reason": "评判理由",
    "confirmed_by": "复核人", "confirmed_on": "复核日期",
}  # fmt: skip
RULES = """
format = 1
[rulebook]
name = "judged"
[rule.effect]
kind = "judged"
levels = [["达成", ">= 80%"], ["部分达成", ">= 60%"], ["未达成", "else"]]
adopts = true
[rule.panel]
kind = "judged"
levels = [["好", 6, 10], ["差", 0, 5]]
step = 1
panel = "mean"
[rule.counted]
is = "min(1, actual / target)"
gives = "share"
"""
PROJECT = """# 请勿删除本行
format = 1
project = "{name}"
period = 2024

[filled_form]
form = "ministry-2020"
head = {{ unit = "{name}站" }}

[indicator.N1]  # 数量
in = "产出"
label = "井"
weight = 10
rule = "counted"
target = ">= 10 口"
actual = "9 口"

[indicator.E1]
in = "效益"
label = "受益群众{name}"
weight = 10
rule = "effect"
target = "定性：明显改善"
actual = "{actual}"
claimed = 9

[indicator]
E2 = {{ in = "效益", label = "管护", weight = 10, rule = "panel", target = "定性", claimed = 10 }} # 管护
"""
GIVEN = {"level": "达成", "measure": 0.9, "by": "李", "on": "2025-03-14", "reason": "现场看过"}
PANEL = {"level": "好", "measure": 8, "by": "李", "on": "2025-03-14", "reason": "制度齐全"}
ROWS = {"a E1": 1, "a E2": 2, "b E1": 3, "b E2": 4}
"""The numbers of the rows of two projects."""


def projects(folder: Path, names: Mapping[str, str] | None = None, rules: str = RULES) -> Path:
    """A folder `projects` with two projects, each with two rows that a person judges."""
    into = folder / "projects"
    into.mkdir()
    (folder / "rules.toml").write_text(rules, encoding="utf-8")
    for file, actual in (names or {"a": "已改善", "b": "有所改善"}).items():
        (into / f"{file}.toml").write_text(PROJECT.format(name=file, actual=actual), encoding="utf-8")
    return into


def reviewed(folder: Path, *more: object) -> tuple[str, str, int]:
    """What `scoring review` prints and tells of the folder, and its status."""
    return run("review", folder, "--rules", folder.parent / "rules.toml", *more)


def read_back(folder: Path, *books: Path) -> tuple[str, str, int]:
    """What comes of reading workbooks into the projects of the folder."""
    return run("read", *books, "-o", folder, "--rules", folder.parent / "rules.toml")


def review(folder: Path, *more: object) -> Path:
    """The workbook of these projects."""
    book = folder.parent / "review.xlsx"
    _, told, status = reviewed(folder, "-o", book, *more)
    assert status == 0, told
    return book


def columns(sheet: Worksheet) -> dict[str, int]:
    """Where each column stands, by what it is called above."""
    named = {str(cell.value): cell.column for cell in sheet[3] if cell.value}
    return {key: named[head] for key, head in HEADS.items() if head in named}


def fill(book: Path, rows: Mapping[int, Mapping[str, Any]], to: Path | None = None) -> Path:
    """Writes into the rows with these numbers, as a person would."""
    opened = load_workbook(book)
    sheet = opened.worksheets[0]
    at = columns(sheet)
    for row in range(4, sheet.max_row + 1):
        for key, value in rows.get(int(sheet.cell(row, at["number"]).value), {}).items():
            sheet.cell(row, at[key]).value = value
            if key == "level":  # chosen from the list, whatever it begins with
                sheet.cell(row, at[key]).data_type = "s"
    opened.save(to or book)
    return to or book


def shown(book: Path) -> Iterator[list[Any]]:
    """What stands in the rows to be judged."""
    sheet = load_workbook(book).worksheets[0]
    yield from ([cell.value for cell in row] for row in sheet.iter_rows(min_row=4))
