"""A document's cells below each other: every sheet, or all tables of a document with the paragraphs between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from scoring.forms.grid import Cell, Grid

_SHEET_PLACE = re.compile(r"([A-Z]{1,3})([0-9]+)")
_TABLE_PLACE = re.compile(r"(T[0-9]+R)([0-9]+)(C)([0-9]+)")


@dataclass(frozen=True)
class Sheet:
    """Cells by row and column, wherever they came from; a paragraph is a row of its own over the whole width."""

    name: str | None
    grid: Grid

    @property
    def cells(self) -> tuple[Cell, ...]:
        return self.grid.cells

    @cached_property
    def rows(self) -> list[int]:
        """The rows in which a cell begins."""
        return [row for row, _ in self.grid.rows()]

    @cached_property
    def width(self) -> int:
        return max((cell.column + cell.columns - 1 for cell in self.cells), default=1)

    def at(self, row: int, column: int) -> Cell | None:
        return self.grid.at(row, column)

    def row(self, row: int) -> list[Cell]:
        return self.grid.row(row)

    def covering(self, row: int) -> list[Cell]:
        """The cells of a row from left to right, also those that begin above."""
        found: list[Cell] = []
        for column in range(1, self.width + 1):
            cell = self.at(row, column)
            if cell is not None and (not found or found[-1] is not cell):
                found.append(cell)
        return found

    def right_of(self, cell: Cell) -> Iterator[Cell]:
        """The cells of its first row behind it."""
        seen: Cell = cell
        for column in range(cell.column + cell.columns, self.width + 1):
            other = self.at(cell.row, column)
            if other is not None and other is not seen:
                seen = other
                yield other

    def left_of(self, cell: Cell) -> Cell | None:
        """The nearest cell of its first row before it."""
        for column in range(cell.column - 1, 0, -1):
            if (other := self.at(cell.row, column)) is not None:
                return other
        return None

    def below(self, cell: Cell) -> Cell | None:
        """The cell right below it that begins in its column."""
        other = self.at(cell.row + cell.rows, cell.column)
        return other if other is not None and (other.row, other.column) == (cell.row + cell.rows, cell.column) else None

    def part(self, first: int, last: int) -> Sheet:
        """The rows from the first to the last, as a sheet."""
        return Sheet(self.name, Grid(self.name, tuple(cell for cell in self.cells if first <= cell.row <= last)))

    def is_empty(self, column: int) -> bool:
        """Whether nothing stands in a column."""
        return all(self.at(row, column) is None for row in range(1, max(self.rows, default=0) + 1))

    def columns(self, first: int, last: int) -> Sheet:
        """The columns from the first to the last, as a sheet."""
        return Sheet(self.name, Grid(self.name, tuple(cell for cell in self.cells if first <= cell.column <= last)))

    def place(self, row: int, column: int) -> str:
        """How a place is called where no cell is."""
        for near in (*self.row(row), *self.cells[:1]):
            if (named := _place_near(near, row, column)) is not None:
                return named
            return near.place
        return ""


def _place_near(cell: Cell, row: int, column: int) -> str | None:
    if (found := _SHEET_PLACE.fullmatch(cell.place)) is not None:
        return f"{_letters(_number(found[1]) + column - cell.column)}{int(found[2]) + row - cell.row}"
    if (found := _TABLE_PLACE.fullmatch(cell.place)) is not None:
        return f"{found[1]}{int(found[2]) + row - cell.row}{found[3]}{int(found[4]) + column - cell.column}"
    return None


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _letters(number: int) -> str:
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def sheets_of(grids: Sequence[Grid]) -> list[Sheet]:
    """Named sheets each for itself; tables of a document without names below each other, with their paragraphs."""
    sheets: list[Sheet] = []
    unnamed = [grid for grid in grids if grid.name is None]
    for grid in grids:
        if grid.name is not None:
            sheets.append(_stacked(grid.name, [grid]))
        elif grid is unnamed[0]:
            sheets.append(_stacked(None, unnamed))
    return sheets


def _stacked(name: str | None, grids: Sequence[Grid]) -> Sheet:
    width = max((cell.column + cell.columns - 1 for grid in grids for cell in grid.cells), default=1)
    cells: list[Cell] = []
    below = 0
    told: set[str] = set()
    for grid in grids:
        for cell in grid.before:
            if cell.place not in told or not cell.place.startswith("P"):
                told.add(cell.place)
                below += 1
                cells.append(replace(cell, row=below, column=1, rows=1, columns=width))
        first = min((cell.row for cell in grid.cells), default=1)
        moved = below - (first - 1 if grids[1:] or grid.before else 0)
        cells += [replace(cell, row=cell.row + moved) for cell in grid.cells]
        below = max((cell.row + cell.rows - 1 for cell in cells), default=below)
        for cell in grid.after:
            if cell.place not in told or not cell.place.startswith("P"):
                told.add(cell.place)
                below += 1
                cells.append(replace(cell, row=below, column=1, rows=1, columns=width))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Sheet(name, Grid(name, tuple(cells)))
