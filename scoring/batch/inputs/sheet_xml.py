"""What a sheet's XML says beside its cells, found in one pass over its bytes: merged areas, what is hidden, formulas."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

CHUNK = 1 << 20
OVERLAP = 400  # longer than any tag that is looked for
MOST_AREAS = 200_000

_TAG = re.compile(rb"<(?:\w+:)?(mergeCell|col|row|f)(?:\s([^<>]{0,380}))?/?>")
_REF = re.compile(rb'\bref="\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})"')
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_COLUMNS = re.compile(rb'\bmin="(\d{1,5})"[^>]*\bmax="(\d{1,5})"')


@dataclass(frozen=True, slots=True)
class Area:
    """Merged cells, rows and columns from 1, both ends in it."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class SheetFacts:
    merged: list[Area] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)
    hidden_rows: int = 0
    has_formulas: bool = False
    has_doctype: bool = False


def sheet_facts(source: IO[bytes]) -> SheetFacts:
    """All of it, for a sheet of any size."""
    found = SheetFacts()
    for tag, attributes in _tags(source, found):
        if tag == b"f":
            found.has_formulas = True
        elif tag == b"mergeCell":
            area = _REF.search(attributes)
            if area is not None and len(found.merged) < MOST_AREAS:
                left, top, right, bottom = area.groups()
                found.merged.append(Area(int(top), _number(left), int(bottom), _number(right)))
        elif _HIDDEN.search(attributes):
            if tag == b"row":
                found.hidden_rows += 1
            elif (ends := _COLUMNS.search(attributes)) is not None:
                found.hidden_columns |= set(range(int(ends[1]), min(int(ends[2]), 16_384) + 1))
    return found


def _tags(source: IO[bytes], found: SheetFacts) -> Iterator[tuple[bytes, bytes]]:
    rest = b""
    while chunk := source.read(CHUNK):
        text = rest + chunk
        found.has_doctype = found.has_doctype or b"<!DOCTYPE" in text
        last = 0
        for match in _TAG.finditer(text):
            yield match[1], match[2] or b""
            last = match.end()
        keep = max(last, len(text) - OVERLAP)
        rest = text[keep:]


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
