"""Cells of a sheet as they are found, put together into a grid: merged ranges, what is hidden, and how much there may be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from scoring.forms.grid import Cell, Grid
from scoring.forms.readers.allowance import COLUMNS, MOST_COVERED, MOST_MERGED, ROWS, Allowance

BLANKS = " \t\r\n\v\f\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u202f\u3000\ufeff"


def blank(text: str) -> bool:
    """Whether a person sees nothing."""
    return not text.strip(BLANKS)


def letters(column: int) -> str:
    """`D` of 4."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_of(name: str) -> int:
    """4 of `D`."""
    column = 0
    for letter in name:
        column = column * 26 + ord(letter) - 64
    return column


@dataclass(frozen=True, slots=True)
class Found:
    """What a cell says, before it is known what covers it."""

    text: str
    stored: str | None = None
    formula: str | None = None
    computed: str | None = None
    is_text: bool = False


@dataclass
class SheetCells:
    """A sheet that is being read, or a table `T1` of a document. Rows and columns count from 1; ends are in a range."""

    name: str | None
    allowance: Allowance
    hidden: bool = False
    table: str | None = None
    hidden_cells: set[tuple[int, int]] = field(default_factory=set)
    found: dict[tuple[int, int], Found] = field(default_factory=dict)
    spans: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: int = 0

    def add(self, row: int, column: int, found: Found) -> None:
        """A cell; blank ones without a formula are none."""
        if found.formula is None and blank(found.text):
            return
        if not (1 <= row <= ROWS and 1 <= column <= COLUMNS):
            raise self.allowance.too_large("a cell beyond the last row or column", "单元格超出最大行列")
        self.allowance.take_cells()
        self.allowance.take_text(found.text, found.stored, found.formula)
        self.found[row, column] = found

    def merge(self, row: int, column: int, rows: int, columns: int) -> None:
        """A range that is shown as one cell."""
        self.merged += 1
        if self.merged > MOST_MERGED:
            raise self.allowance.too_large(f"more than {MOST_MERGED} merged ranges", f"合并区域超过 {MOST_MERGED} 个")
        if rows > 1 or columns > 1:
            self.spans[row, column] = (max(1, rows), max(1, columns))

    def place(self, row: int, column: int) -> str:
        """What a person finds a cell by: `D13`, in a table of a document `T1R13C4`."""
        return f"{letters(column)}{row}" if self.table is None else f"{self.table}R{row}C{column}"

    def grid(self, before: Sequence[Cell] = (), after: Sequence[Cell] = ()) -> Grid:
        """All cells by row, then column. Ranges that reach far beyond the last cell end with it."""
        spans = {place: span for place, span in self.spans.items() if place in self.found}
        if sum(rows * columns for rows, columns in spans.values()) > MOST_COVERED:
            spans = self._within(spans)
        return Grid(self.name, tuple(self._cells(spans)), tuple(before), tuple(after))

    def _within(self, spans: dict[tuple[int, int], tuple[int, int]]) -> dict[tuple[int, int], tuple[int, int]]:
        bottom, right = max(row for row, _ in self.found), max(column for _, column in self.found)
        cut = {
            (row, column): (min(rows, bottom - row + 1), min(columns, right - column + 1))
            for (row, column), (rows, columns) in spans.items()
        }
        if sum(rows * columns for rows, columns in cut.values()) > MOST_COVERED:
            raise self.allowance.too_large(f"merged ranges that cover more than {MOST_COVERED} cells",
                                           f"合并区域覆盖的单元格超过 {MOST_COVERED} 个")  # fmt: skip
        return cut

    def _cells(self, spans: dict[tuple[int, int], tuple[int, int]]) -> Iterable[Cell]:
        rows_unseen = _inside(self.hidden_rows, {row for row, _ in self.found})
        columns_unseen = _inside(self.hidden_columns, {column for _, column in self.found})
        for (row, column), found in sorted(self.found.items(), key=lambda item: item[0]):
            rows, columns = spans.get((row, column), (1, 1))
            unseen = row in rows_unseen or column in columns_unseen or (row, column) in self.hidden_cells
            hidden = self.hidden or unseen
            yield Cell(
                place=self.place(row, column),
                row=row,
                column=column,
                text=found.text,
                stored=found.stored,
                formula=found.formula,
                computed=found.computed,
                rows=rows,
                columns=columns,
                hidden=hidden,
                is_text=found.is_text,
            )


def _inside(ranges: Sequence[tuple[int, int]], positions: set[int]) -> set[int]:
    """Those of the positions that any of the ranges covers, of which there may be very many, over one another."""
    inside: set[int] = set()
    waiting = sorted(positions, reverse=True)
    for first, last in sorted(ranges):
        while waiting and waiting[-1] < first:
            waiting.pop()
        while waiting and waiting[-1] <= last:
            inside.add(waiting.pop())
    return inside
