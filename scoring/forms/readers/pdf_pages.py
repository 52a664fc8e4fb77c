"""The pages of a PDF as cells and lines, told as JSON: a program of its own, since a PDF may ask for any time and memory.

Run as `python -m scoring.forms.readers.pdf_pages` with the file on standard input; `pdf` runs it. It ends itself when it has
used more processor time or memory than a form needs.
"""

from __future__ import annotations

import bisect
import io
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any, TypedDict

from scoring.forms.readers.allowance import MOST_CELLS, MOST_COVERED, MOST_PAGES

SECONDS = 60
MEMORY = 3 << 29
MOST_CHARACTERS = 400_000
MOST_EDGES = 10_000
APART = 2.0  # points between drawn lines that are two
SAME_LINE = 3  # points between words of one line


class PageCell(TypedDict):
    row: int
    column: int
    rows: int
    columns: int
    text: str


class PageLine(TypedDict):
    row: int  # the drawn row that it stands in, or after which it stands; 0 above all
    text: str


class Page(TypedDict):
    cells: list[PageCell]
    before: list[PageLine]
    after: list[PageLine]
    pictures: int


class Told(TypedDict):
    """What came of it: the pages, or why there are none."""

    refused: str
    pages: list[Page]


class Refused(Exception):
    """Says why: `pages`, `work`, `password`."""


def told(data: bytes) -> Told:
    """Every page of a PDF, or a word for why it is refused."""
    try:
        return {"refused": "", "pages": list(_pages(data))}
    except Refused as refused:
        return {"refused": str(refused), "pages": []}
    except MemoryError:
        return {"refused": "work", "pages": []}
    except Exception as error:  # whatever a broken file makes the library stumble over
        names = {name for each in (error, error.__cause__, *error.args) for name in [type(each).__name__]}
        locked = any("Password" in name or "Encryption" in name for name in names)
        return {"refused": "password" if locked else "broken", "pages": []}


def _pages(data: bytes) -> Iterator[Page]:
    import pdfplumber

    characters = cells = 0
    with pdfplumber.open(io.BytesIO(data)) as opened:
        for number, page in enumerate(_bounded(opened)):
            if number >= MOST_PAGES:
                raise Refused("pages")
            characters += len(page.chars)
            if characters > MOST_CHARACTERS or len(page.edges) > MOST_EDGES:
                raise Refused("work")
            found = _page(page.dedupe_chars())
            cells += len(found["cells"]) + len(found["before"]) + len(found["after"])
            if cells > MOST_CELLS or sum(cell["rows"] * cell["columns"] for cell in found["cells"]) > MOST_COVERED:
                raise Refused("work")
            yield found
            page.close()


def _bounded(opened: Any) -> Iterator[Any]:
    """Its pages one by one: a list of all would be made of as many as the file says there are."""
    from pdfminer.pdfpage import PDFPage
    from pdfplumber.page import Page as Opened

    height = 0.0
    for number, page in enumerate(PDFPage.create_pages(opened.doc), start=1):
        one = Opened(opened, page, page_number=number, initial_doctop=height)
        height += one.height
        yield one


def _page(page: Any) -> Page:
    boxes = [box for table in page.find_tables() for box in table.cells]
    across, down = _edges(boxes, 0), _edges(boxes, 1)
    cells: dict[tuple[int, int], PageCell] = {}
    covered: dict[tuple[int, int], tuple[int, int]] = {}
    for left, top, right, bottom in sorted(boxes, key=lambda box: (box[1], box[0])):
        row, column = _at(down, top), _at(across, left)
        rows, columns = max(1, _at(down, bottom) - row), max(1, _at(across, right) - column)
        if rows * columns > MOST_COVERED:
            raise Refused("work")
        cells[row, column] = {"row": row, "column": column, "rows": rows, "columns": columns, "text": ""}
        for below in range(row, row + rows):
            for beside in range(column, column + columns):
                covered.setdefault((below, beside), (row, column))
    within: dict[tuple[int, int], list[Any]] = {}
    outside: list[Any] = []
    for char in page.chars:
        middle = (_between(down, (char["top"] + char["bottom"]) / 2), _between(across, (char["x0"] + char["x1"]) / 2))
        place = covered.get(middle)
        (outside if place is None else within.setdefault(place, [])).append(char)
    for place, chars in within.items():
        cells[place]["text"] = "\n".join(text for _, text in _lines(chars))
    end = max(down, default=0.0)
    lines: list[tuple[float, PageLine]] = [
        (middle, {"row": _between(down, middle), "text": text}) for middle, text in _lines(outside)
    ]
    return {
        "cells": [cell for cell in cells.values() if cell["text"].strip()],
        "before": [line for middle, line in lines if middle < end or not boxes],
        "after": [line for middle, line in lines if middle >= end and boxes],
        "pictures": len(page.images),
    }


def _lines(chars: Sequence[Any]) -> list[tuple[float, str]]:
    """The lines of some characters from top to bottom: where the middle of each is, and its text."""
    from pdfplumber.utils.clustering import cluster_objects
    from pdfplumber.utils.text import extract_words

    lines = cluster_objects(extract_words(list(chars)), "top", SAME_LINE)
    return [
        ((line[0]["top"] + line[0]["bottom"]) / 2, _whole(" ".join(word["text"] for word in line))) for line in lines
    ]


def _whole(text: str) -> str:
    """Without halves of letters and signs that command machines, which a font may claim to have."""
    return "".join(letter if letter >= " " else "\ufffd" for letter in text).encode("utf-8", "replace").decode("utf-8")


def _edges(boxes: Sequence[tuple[float, float, float, float]], side: int) -> list[float]:
    """Where rows or columns begin and end; edges that nearly meet are one."""
    edges: list[float] = []
    for edge in sorted(position for box in boxes for position in (box[side], box[side + 2])):
        if not edges or edge - edges[-1] > APART:
            edges.append(edge)
    return edges


def _at(edges: Sequence[float], position: float) -> int:
    """The row or column, from 1, that begins at an edge."""
    return bisect.bisect_right(edges, position + 0.01)


def _between(edges: Sequence[float], position: float) -> int:
    """The row or column that a position is in; 0 and one more than there are, if in none."""
    return bisect.bisect_right(edges, position)


def _limit() -> None:
    """Ends this process when it asks for more; where the system knows no limits, the caller's patience is one."""
    try:
        import resource
    except ImportError:
        return
    for what, soft, hard in ((resource.RLIMIT_CPU, SECONDS, SECONDS + 1), (resource.RLIMIT_AS, MEMORY, MEMORY)):
        with suppress(OSError, ValueError):  # a system that does not let itself be limited so
            resource.setrlimit(what, (soft, hard))


def main() -> None:
    _limit()
    json.dump(told(sys.stdin.buffer.read()), sys.stdout)


if __name__ == "__main__":
    main()
