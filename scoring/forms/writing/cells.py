"""What stands in the cells of a sheet that is written: texts, numbers and formulas, with their looks and remarks."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from scoring.forms.writing.formulas.calculation import Formula

Content = Formula | str | Decimal | datetime.date | None


@dataclass(frozen=True, slots=True)
class CellOut:
    """One cell, or several merged: rows and columns are counted from 1. `look` names a format; see `book`."""

    row: int
    column: int
    content: Content = None
    look: str = "text"
    remark: str | None = None
    rows: int = 1
    columns: int = 1
    decimals: int | None = None

    @property
    def place(self) -> str:
        return f"${letters(self.column)}${self.row}"


@dataclass
class SheetOut:
    """One sheet: its cells, and how it is printed."""

    name: str
    cells: list[CellOut] = field(default_factory=list)
    widths: dict[int, float] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    repeated: tuple[int, int] | None = None  # rows at the top of every page
    landscape: bool = True
    frozen: tuple[int, int] | None = None

    def put(self, cell: CellOut) -> None:
        self.cells.append(cell)

    def named(self, place: str) -> str:
        """A place on this sheet as other sheets call it."""
        escaped = self.name.replace("'", "''")
        return f"'{escaped}'!{place}"

    def in_rows(self) -> Iterator[CellOut]:
        yield from sorted(self.cells, key=lambda one: (one.row, one.column))


def letters(column: int) -> str:
    """A column's letters, counted from 1."""
    made = ""
    while column:
        column, rest = divmod(column - 1, 26)
        made = chr(65 + rest) + made
    return made
