"""A project that was read from a form, with the form's own cells as the places of all that it says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scoring.documents.document import Document, Path
from scoring.problems import Place

IN_A_SHEET = re.compile(r"([A-Z]{1,3})(\d{1,7})")
IN_A_TABLE = re.compile(r"(T\d+)R(\d+)C(\d+)")
FIRST = ("label", "target", "actual")
"""The cells of a row that stand for the whole row, the first that there is."""
TOTAL: Path = ("filled_form", "total", "claimed")
"""Where a form has what is claimed in all."""


@dataclass(frozen=True)
class CellPlace(Place):
    """A cell of a form: `line` is its row and `column` its column. What stands inside it has no place of its own."""

    def inside(self, offset: int, length: int = 1) -> Place:
        return self


@dataclass(frozen=True, eq=False)
class FormDocument(Document):
    """What a form says, as a project's file would say it: `file` names the form and its sheet."""

    def _place(self, path: Path, which: int) -> Place:
        cell = next(_cells(self.data, TOTAL if path[:1] == ("claim",) else path), None)
        return Place(self.file) if cell is None else _place_of(self.file, cell)


def form_document(document: Document) -> FormDocument:
    """The same document, placed by the cells that its `at` name."""
    return FormDocument(document.file, document.data, document.lines, document.raw, unread=document.unread)


def _cells(data: Any, path: Path) -> Iterator[str]:
    """The cells that stand for what is at a path, the nearest first."""
    along = [data]
    for key in path:
        below = along[-1]
        inside = isinstance(below, Mapping) and key in below
        inside = inside or (isinstance(below, list) and isinstance(key, int) and key < len(below))
        if not inside:
            break
        along.append(below[key])
    for depth in range(len(along) - 1, -1, -1):
        at = along[depth].get("at") if isinstance(along[depth], Mapping) else None
        if isinstance(at, Mapping):
            named = (path[depth],) if depth < len(path) else ()
            yield from (cell for key in (*named, *FIRST, *at) for cell in _names(at.get(key)))
        yield from _names(at)


def _names(at: Any) -> Iterator[str]:
    """The first of the cells that a text names (`E7 F7 G7`)."""
    if isinstance(at, str) and at.strip():
        yield at.split()[0]


def _place_of(file: str, cell: str) -> Place:
    if found := IN_A_SHEET.fullmatch(cell):
        column = 0
        for letter in found[1]:
            column = column * 26 + ord(letter) - ord("A") + 1
        return CellPlace(file, int(found[2]), column)
    if found := IN_A_TABLE.fullmatch(cell):
        return CellPlace(f"{file}#{found[1]}", int(found[2]), int(found[3]))
    return CellPlace(f"{file}#{cell}")
