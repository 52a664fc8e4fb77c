"""A document as cells in rows and columns, each as it is shown, whatever kind of file it came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from scoring.problems import Problem

Kind = Literal["xlsx", "xls", "ods", "docx", "html", "csv", "pdf", "txt"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that is not empty; of merged cells the top left one, which covers `rows` × `columns`.

    `place` is what a person finds it by: `D13` in a spreadsheet, `T1R9C4` in a table of a document (table, row and column
    counted from 1, a merged cell by its first column), `p1` (page) in a PDF. `text` is as shown (`95.50%`, `1,200.00`),
    `stored` what the file holds where that says something else (`0.955`), `formula` without its equals sign. A formula
    without a stored result has an empty text and `computed`, the result that it ought to have, where it is plain
    arithmetic; one whose result is an empty text has `stored` empty. `is_text`: a spreadsheet holds it as a text, whatever it looks like.
    """

    place: str
    row: int
    column: int
    text: str
    stored: str | None = None
    formula: str | None = None
    computed: str | None = None
    rows: int = 1
    columns: int = 1
    hidden: bool = False
    is_text: bool = False


@dataclass(frozen=True)
class Grid:
    """One sheet, or one table of a document: its cells by row, then column, both counted from 1.

    `before` and `after` are the paragraphs outside of the tables of a document that stand next to this one: title, unit,
    date, signatures; each a cell of its own with a place as `P3`. `name` is the sheet's; None where there are none.
    """

    name: str | None
    cells: tuple[Cell, ...]
    before: tuple[Cell, ...] = ()
    after: tuple[Cell, ...] = ()

    @cached_property
    def _covered(self) -> dict[tuple[int, int], Cell]:
        covered: dict[tuple[int, int], Cell] = {}
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.rows):
                for column in range(cell.column, cell.column + cell.columns):
                    covered.setdefault((row, column), cell)  # what lies below a merged cell is not seen
        return covered

    def at(self, row: int, column: int) -> Cell | None:
        """The cell that covers this row and column; None where it is empty."""
        return self._covered.get((row, column))

    def row(self, row: int) -> list[Cell]:
        """The cells that begin in a row, from left to right."""
        return self._by_row.get(row, [])

    @cached_property
    def _by_row(self) -> dict[int, list[Cell]]:
        found: dict[int, list[Cell]] = {}
        for cell in self.cells:
            found.setdefault(cell.row, []).append(cell)
        return found

    def rows(self) -> Iterator[tuple[int, list[Cell]]]:
        """Every row in which a cell begins, from top to bottom."""
        yield from sorted(self._by_row.items())


@dataclass(frozen=True)
class Document:
    """A file as it was handed in: its grids in their order, and `notes` of what was passed over (macros, pictures).

    `file` is what people are shown, `kind` what it is by its content, whatever its name ends with; `sha256` is of its bytes.
    A text without tables is one grid of no cells, its paragraphs (lines of a TXT: `L12`) in `before`.
    """

    file: str
    kind: Kind
    sha256: str
    grids: tuple[Grid, ...]
    notes: tuple[Problem, ...] = ()
