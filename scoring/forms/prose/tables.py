"""Tables in a report, as cells of a document or typed with blanks: what row and column say of the numbers in them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scoring.forms.prose.lines import Prose

FEWEST_ROWS = 2
MOST_CELLS = 20_000
_PLACE = re.compile(r"T([0-9]{1,4})R([0-9]{1,5})C([0-9]{1,4})")
_NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?(?:%|‰)?")
_WORDS = re.compile(r"[^0-9，。；][^，。；]{0,29}")
_COLUMNS = re.compile(r"\S+(?: \S+)*")
_TOKENS = re.compile(r"\S+")
_UNIT = re.compile(r"（([^（）0-9]{1,8})）$")
_CAPTION = re.compile(r"单位[：] ?（?([^\s，。；（）0-9]{1,6})）?")
_ORDER = re.compile("序号|编号|序|号|No")
_UNITS = re.compile("(?:计量|度量|指标)?单位")
_INSTITUTION = re.compile(".+(?:镇|乡|村|局|院|校|县|区|中心|所|公司|办|站|馆)")
_SAYS_NOTHING = re.compile(
    "(?:年度|全年|实际|本年|年初|计划|指标|预期)*(?:目标|目标值|指标值|完成|完成值|完成数|完成情况|实际值|计划数|数量|金额|数值|值|数|计划|实际)"
)


@dataclass(frozen=True, slots=True)
class Cell:
    """Where in which table a number stands; what its row is called, what its column is, and the unit that either gives."""

    table: int
    row: int
    column: int
    label: str
    head: str
    unit: str | None

    @property
    def name(self) -> str:
        """What the number is of: the row, and the column where that says more than plan or result."""
        return self.label if not self.head or _SAYS_NOTHING.fullmatch(self.head) else self.label + self.head

    @property
    def is_order(self) -> bool:
        """Whether it only counts the rows."""
        return _ORDER.fullmatch(self.head) is not None


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    text: str
    column: int

    @property
    def is_number(self) -> bool:
        return _NUMBER.fullmatch(self.text) is not None


class Tables:
    """The cells of a report's tables, by where they begin in its text."""

    def __init__(self, prose: Prose) -> None:
        self._cells: list[tuple[int, int, Cell]] = []  # from, to
        for number, (caption, rows) in enumerate((*_of_document(prose), *_of_lines(prose.text))):
            for piece, cell in _named(number, caption, rows):
                self._cells.append((piece.start, piece.start + len(piece.text), cell))
        self._cells.sort(key=lambda each: each[0])
        self._starts = [start for start, _, _ in self._cells]

    def at(self, start: int) -> Cell | None:
        """The cell in which a character stands, if it is one of a table with a head."""
        found = bisect_right(self._starts, start) - 1
        if found < 0 or start >= self._cells[found][1]:
            return None
        return self._cells[found][2]


Rows = Sequence[Sequence[_Piece]]


def _of_document(prose: Prose) -> Iterator[tuple[str, Rows]]:
    """Tables of a document, cell by cell, each with the paragraph before it."""
    tables: dict[str, dict[int, list[_Piece]]] = {}
    captions: dict[str, str] = {}
    last = ""
    for start, line, text in prose.pieces():
        place = _PLACE.fullmatch(line.cell or "")
        if place is None:
            last = prose.text[prose.text.rfind("\n", 0, start) + 1 : start + len(text)]  # a caption may be folded
            continue
        captions.setdefault(place[1], last)
        row = tables.setdefault(place[1], {}).setdefault(int(place[2]), [])
        row.append(_Piece(start, text.strip(), int(place[3])))
    for table, rows in tables.items():
        yield captions[table], list(rows.values())


def _of_lines(text: str) -> Iterator[tuple[str, Rows]]:
    """Lines of as many columns as the line of words above them, two of them at least."""
    head: list[_Piece] = []
    rows: list[list[_Piece]] = []
    caption = last = ""
    start = 0
    for line in (*text.split("\n"), ""):
        row = _columns(line, start, len(head))
        if head and len(row) == len(head) and any(piece.is_number for piece in row):
            rows.append(row)
        else:
            if len(rows) >= FEWEST_ROWS:
                yield caption, [head, *rows]
            rows, caption = [], last
            head = row if all(_WORDS.fullmatch(piece.text) for piece in row) else []
        last = line
        start += len(line) + 1


def _columns(line: str, start: int, wanted: int) -> list[_Piece]:
    """The columns of a line, parted by two blanks or more; by one, where these are as many as wanted, or none is parted by more."""
    if not 3 <= len(line) <= 300:
        return []
    for pattern in (_COLUMNS, _TOKENS):
        found = [_Piece(start + each.start(), each.group(), at) for at, each in enumerate(pattern.finditer(line))]
        if len(found) >= 2 and wanted in (0, len(found)) and (pattern is _COLUMNS or len(found) >= 3):
            return found
    return []


def _named(table: int, caption: str, rows: Rows) -> Iterator[tuple[_Piece, Cell]]:
    """The cells below the first rows that have no number in them."""
    first = next((at for at, row in enumerate(rows) if any(piece.is_number for piece in row)), 0)
    if first == 0:
        return
    said = _CAPTION.search(caption)
    of_units = _column_of_units(rows, first)
    for number, row in enumerate(rows[first:]):
        named = next((piece.text for piece in row if piece.column == of_units), None)
        for piece in row[: MOST_CELLS // max(1, len(rows))]:
            head = _over(rows[first - 1], piece.column)
            before = (each for each in row if each.column < piece.column and each.column != of_units)
            label = "".join(each.text for each in before if not _is_value(each, rows[first - 1]))
            label, of_row = _without_unit(label)
            head, of_column = _without_unit(head)
            yield (
                piece,
                Cell(
                    table,
                    number,
                    piece.column,
                    label,
                    head,
                    named or of_column or of_row or (said[1] if said else None),
                ),
            )


def _is_value(piece: _Piece, heads: Sequence[_Piece]) -> bool:
    """Whether a cell measures something and names nothing: a number, or one with its unit below 目标值 or the like."""
    return piece.is_number or (
        piece.text[0].isdigit() and _SAYS_NOTHING.fullmatch(_over(heads, piece.column)) is not None
    )


def _column_of_units(rows: Rows, first: int) -> int | None:
    """The column that says in which unit each row is measured, and not which institution it is of."""
    column = next((piece.column for piece in rows[first - 1] if _UNITS.fullmatch(piece.text)), None)
    cells = [piece.text for row in rows[first:] for piece in row if piece.column == column]
    return None if any(_INSTITUTION.fullmatch(text) for text in cells) else column


def _over(heads: Sequence[_Piece], column: int) -> str:
    """The head of a column; a merged one is over those to its right as well."""
    return next((piece.text for piece in reversed(heads) if piece.column <= column), "")


def _without_unit(words: str) -> tuple[str, str | None]:
    found = _UNIT.search(words)
    return (words[: found.start()], found[1]) if found is not None else (words, None)
