"""Heads of a table: one row of labels or several below each other, and which columns each role has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from scoring.forms.grid import Cell
from scoring.forms.reading_cell import cell_value
from scoring.forms.sheet import Sheet
from scoring.forms.words import Words

MOST_HEAD_ROWS = 4
ROWS_LOOKED_AT = 6


@dataclass(frozen=True)
class Header:
    """The rows of a table's head and, by role, the first and last of its columns."""

    first: int
    last: int
    columns: Mapping[str, tuple[int, int]]
    cells: Mapping[str, Cell]
    again: Mapping[str, tuple[tuple[tuple[int, int], Cell], ...]] = field(default_factory=dict)
    """Further columns that have a role's label too."""

    def value(self, sheet: Sheet, row: int, role: str) -> Cell | None:
        """The cell of a role in a row: one that begins in its columns, in this row or merged from above."""
        span = self.columns.get(role)
        if span is None:
            return None
        return next((cell for cell in self.values(sheet, row, span) if cell.column >= span[0]), None)

    def values(self, sheet: Sheet, row: int, span: tuple[int, int]) -> Iterator[Cell]:
        """All cells of a row that cover any of these columns."""
        seen: Cell | None = None
        for column in range(span[0], span[1] + 1):
            cell = sheet.at(row, column)
            if cell is not None and cell is not seen and cell.row > self.last:
                seen = cell
                yield cell

    @property
    def first_column(self) -> int:
        return min(first for first, _ in self.columns.values())

    @property
    def last_column(self) -> int:
        return max(last for _, last in self.columns.values())


def headers_in(
    sheet: Sheet, words: Words, is_head: Callable[[Mapping[str, tuple[int, int]]], bool], knows: Callable[[str], bool]
) -> list[Header]:
    """Every head on the sheet, from top to bottom; `is_head` says whether the roles that were found make one."""
    found: list[Header] = []
    rows = sheet.rows
    number = 0
    while number < len(rows):
        header = _header_at(sheet, rows[number:], words, is_head, knows)
        if header is None:
            number += 1
            continue
        found.append(header)
        while number < len(rows) and rows[number] <= header.last:
            number += 1
    return found


def _header_at(
    sheet: Sheet,
    rows: list[int],
    words: Words,
    is_head: Callable[[Mapping[str, tuple[int, int]]], bool],
    knows: Callable[[str], bool],
) -> Header | None:
    """The head that begins in the first of these rows, with as many rows below it as are heads too."""
    if not _is_head_row(sheet, rows[0], words, knows, least=2):
        return None
    best: Header | None = None
    last = rows[0]
    for row in rows[:MOST_HEAD_ROWS]:
        if row > last + 1 or (row != rows[0] and not _is_head_row(sheet, row, words, knows, least=1)):
            break
        last = row
        below = max((cell.row + cell.rows - 1 for cell in sheet.row(row) if words.names_of(cell.text)), default=row)
        header = _roles(sheet, rows[0], row, words)
        if is_head(header.columns) and (best is None or len(header.columns) >= len(best.columns)):
            best = header
        last = max(last, min(below, row))
    return best


def _is_head_row(sheet: Sheet, row: int, words: Words, knows: Callable[[str], bool], least: int) -> bool:
    """Labels alone: at least so many of the table's own, no number, and no more that nobody knows."""
    cells = sheet.row(row)
    own = sum(bool(words.names_of(cell.text)) for cell in cells)
    if own < least:
        return False
    strange = [cell for cell in cells if not knows(cell.text)]
    return len(strange) <= own and not any(cell_value(cell.text).is_number for cell in strange)


def _roles(sheet: Sheet, first: int, last: int, words: Words) -> Header:
    """Of each column the lowest label that is known, also as `upper/lower`."""
    found: dict[str, list[tuple[tuple[int, int], Cell]]] = {}
    for column in range(1, sheet.width + 1):
        stack: list[Cell] = []
        for row in range(first, last + 1):
            cell = sheet.at(row, column)
            if cell is not None and cell.row >= first and (not stack or stack[-1] is not cell):
                stack.append(cell)
        role, head = _role_of(stack, words)
        if role is None or head is None:
            continue
        spans = found.setdefault(role, [])
        if spans and spans[-1][1] is head and spans[-1][0][1] == column - 1:
            spans[-1] = ((spans[-1][0][0], column), head)
        else:
            spans.append(((column, column), head))
    for spans in found.values():  # what stands lower is more particular; a heading beside the rows has nothing below it
        lowest = max(cell.row for _, cell in spans)
        if len(spans) > 1:
            spans.sort(key=lambda one: (one[1].row < lowest, -_filled_below(sheet, last, one[0]), one[0]))
    return Header(
        first,
        last,
        {role: spans[0][0] for role, spans in found.items()},
        {role: spans[0][1] for role, spans in found.items()},
        {role: tuple(spans[1:]) for role, spans in found.items() if spans[1:]},
    )


def _filled_below(sheet: Sheet, last: int, span: tuple[int, int]) -> int:
    """How many of the next rows have something in these columns."""
    rows = range(last + 1, last + 1 + ROWS_LOOKED_AT)
    return sum(
        any((cell := sheet.at(row, column)) is not None and cell.row > last for column in range(span[0], span[1] + 1))
        for row in rows
    )


def _role_of(stack: list[Cell], words: Words) -> tuple[str | None, Cell | None]:
    for upper, lower in zip(stack[-2::-1], stack[:0:-1], strict=False):
        if names := words.names_of(f"{upper.text}/{lower.text}"):
            return names[0], lower
    for cell in reversed(stack):
        if names := words.names_of(cell.text):
            return names[0], cell
    return None, None
