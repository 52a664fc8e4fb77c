"""A review's workbook as it was filled in: each row with what identifies it, and every cell that a judge wrote into."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path, PurePosixPath

from scoring.forms.grid import Cell, Document, Grid
from scoring.forms.readers import read_document
from scoring.forms.review.columns import BY_HEAD, COLUMNS, FILLED_IN, KEYS, NEEDED, SCHEMA
from scoring.problems import InputRefused, Place, Problem, Text
from scoring.values.day import Day

LARGEST, LARGEST_PART = 30_000_000, 1_000_000
NAMED = re.compile(rb"name\s*=\s*[\"']" + KEYS.encode() + rb"[\"']")
DAY = re.compile(r"(\d{4})\s*[./年-]\s*(\d{1,2})\s*[./月-]\s*(\d{1,2})\s*日?")
KEPT = ("by", "on", "confirmed_by", "confirmed_on")
"""What is filled in beforehand, and judges nothing by itself."""
TAKE_ANEW = Text("take a new workbook: scoring review", "请用 scoring review 重新导出")


@dataclass(frozen=True, slots=True)
class FilledCell:
    """What a judge wrote, and where; `without_value` where it is a formula that came to nothing."""

    text: str
    place: Place
    without_value: bool = False


@dataclass(frozen=True, slots=True)
class FilledRow:
    """A row as it came back: the project and the indicator that it was of, what stood there then, and what was filled in."""

    number: str
    file: str
    indicator: str
    fingerprint: str
    decided: str
    cells: Mapping[str, FilledCell]

    def said(self, key: str) -> str:
        return self.cells[key].text

    def place(self, key: str) -> Place:
        return self.cells[key].place

    @property
    def is_empty(self) -> bool:
        return not any(cell.text or cell.without_value for key, cell in self.cells.items() if key not in KEPT) and not (
            self.said("confirmed_by") or self.said("confirmed_on")
        )


def is_review(path: Path) -> bool:
    """Whether a file is a workbook of a review, by the hidden sheet that says which row is which; little of it is read."""
    if path.suffix.lower() not in (".xlsx", ".xlsm"):
        return False
    try:
        if not path.is_file() or path.stat().st_size > LARGEST:
            return False
        with zipfile.ZipFile(path) as archive, archive.open("xl/workbook.xml") as part:
            return NAMED.search(part.read(LARGEST_PART)) is not None
    except (
        zipfile.BadZipFile,
        OSError,
        KeyError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        EOFError,
        zipfile.LargeZipFile,
    ):
        return False


def filled_rows(path: Path) -> tuple[list[FilledRow], list[Problem]]:
    """Every row of a review's workbook, in its order, with every problem of the workbook itself."""
    try:
        document = read_document(path)
    except InputRefused as refused:
        return [], list(refused.problems)
    return _Filled(document).rows()


def day_of(text: str) -> Day | None:
    """A day as people write it: 2025-03-14, 2025/3/14, 2025.3.14, 2025年3月14日."""
    found = DAY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return Day.parse(f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}") if found is not None else None


class _Filled:
    def __init__(self, document: Document) -> None:
        self.document, self.file = document, document.file
        self.problems: list[Problem] = []

    def rows(self) -> tuple[list[FilledRow], list[Problem]]:
        keys = self._keys()
        if keys is None:
            return [], self.problems
        found = next((one for one in map(self._head, self.document.grids) if one is not None), None)
        if found is None:
            self._tell(
                "review-without-head",
                Text("the head of the judgements is not there", "找不到评判表的表头"),
                Place(self.file),
                TAKE_ANEW,
            )
            return [], self.problems
        grid, at, columns = found
        missing = [column.head for column in COLUMNS if column.key in NEEDED and column.key not in columns]
        if missing:
            self._tell("review-without-column", Text(f"there is no column {', '.join(f'`{one.en}`' for one in missing)}", f"缺少列：{'、'.join(one.zh for one in missing)}"),
                       self._place(grid, at, 1), TAKE_ANEW)  # fmt: skip
            return [], self.problems
        return list(self._of_sheet(grid, at, columns, keys)), self.problems

    def _keys(self) -> Mapping[str, tuple[str, str, str, str]] | None:
        """What each number stands for: file, indicator, what stood there, what was decided."""
        grid = next((one for one in self.document.grids if one.name == KEYS), None)
        schema = grid.at(1, 1) if grid is not None else None
        if grid is None or schema is None or schema.text != SCHEMA:
            said = schema.text if schema is not None else ""
            self._tell(
                "not-a-review",
                Text(f"this is no `{SCHEMA}` workbook, but `{said}`", f"不是 {SCHEMA} 的评判表，而是“{said}”"),
                Place(self.file),
                TAKE_ANEW,
            )
            return None
        keys = {}
        for row, _ in grid.rows():
            number, file, *rest = (
                cell.text if (cell := grid.at(row, column)) is not None else "" for column in range(1, 6)
            )
            if row > 1:
                path = PurePosixPath(file)
                if (
                    path.is_absolute()
                    or ".." in path.parts
                    or "\\" in file
                    or ":" in file
                    or not file.endswith(".toml")
                ):
                    self._tell(
                        "not-a-review",
                        Text(f"`{file[:60]}` is no project's file of a folder", f"{file[:60]} 不是文件夹内的项目文件"),
                        Place(self.file),
                        TAKE_ANEW,
                    )
                    return None
                keys[number] = (file, rest[0], rest[1], rest[2])
        return keys

    def _head(self, grid: Grid) -> tuple[Grid, int, dict[str, int]] | None:
        if grid.name == KEYS:
            return None
        for row, cells in grid.rows():
            columns = {
                BY_HEAD[cell.text.strip()]: cell.column for cell in reversed(cells) if cell.text.strip() in BY_HEAD
            }
            if "number" in columns and len(columns) > 2:
                return grid, row, columns
        return None

    def _of_sheet(
        self, grid: Grid, head: int, columns: Mapping[str, int], keys: Mapping[str, tuple[str, str, str, str]]
    ) -> Iterator[FilledRow]:
        seen: set[str] = set()
        for at, _ in grid.rows():
            if at <= head:
                continue
            cells = {key: self._cell(grid, at, columns[key]) for key in FILLED_IN}
            number = cell.text.strip() if (cell := grid.at(at, columns["number"])) is not None else ""
            place = self._place(grid, at, columns["number"])
            if number in keys and number not in seen:
                seen.add(number)
                yield FilledRow(number, *keys[number], cells)
            elif number in seen:
                self._tell(
                    "name-twice",
                    Text(f"row {number} is there twice", f"序号 {number} 重复"),
                    place,
                    Text("keep one of the two", "只保留一行"),
                )
            elif number or any(one.text for one in cells.values()):
                message = Text(f"no row has the number `{number[:20]}`", f"没有序号为“{number[:20]}”的行")
                self._tell(
                    "unknown-row",
                    message,
                    place,
                    Text("rows of one's own cannot be added; delete it", "评判表不能自行加行，请删去"),
                )

    def _cell(self, grid: Grid, row: int, column: int) -> FilledCell:
        cell, place = grid.at(row, column), self._place(grid, row, column)
        if cell is None:
            return FilledCell("", place)
        text = _text(cell)
        return FilledCell(text, place, without_value=not text and cell.formula is not None)

    def _place(self, grid: Grid, row: int, column: int) -> Place:
        return Place(f"{self.file}#{grid.name or ''}", row, column)

    def _tell(self, code: str, message: Text, place: Place, fix: Text) -> None:
        self.problems.append(Problem(code, message, place, fix))


def _text(cell: Cell) -> str:
    """What was written, a number with all its digits: a share that is shown as 86% may be 85.5%."""
    shown = (cell.text or cell.computed or "").strip()
    if cell.stored is None or not re.fullmatch(r"-?\d+(\.\d+)?", cell.stored):
        return shown
    if shown.endswith("%"):
        return f"{_moved(cell.stored)}%"
    return shown if DAY.match(shown) else cell.stored


def _moved(number: str) -> str:
    """A number of hundredths: `0.855` is `85.5`."""
    moved = f"{Decimal(number).scaleb(2):f}"
    return moved.rstrip("0").rstrip(".") if "." in moved else moved
