"""Reports as lines, whatever file they come in: text, Word documents, web pages, PDFs that have text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from scoring.forms.grid import Cell, Document, Grid
from scoring.forms.prose.lines import LONGEST_REPORT, Line
from scoring.forms.readers import read_document
from scoring.problems import InputRefused, Place, Problem, Text

KINDS = ("txt", "docx", "html", "pdf")
_PAGE_NUMBER = re.compile(
    r"\s*(?:[-—–]?\s*[0-9]{1,3}\s*[-—–]?|第\s*[0-9]{1,3}\s*页(?:\s*[,，/]?\s*共\s*[0-9]{1,3}\s*页)?)\s*"
)


def read_lines(path: Path, shown: str) -> tuple[list[Line], list[Problem]]:
    """The lines of a report, or why there are none: a file of another kind, one that is damaged, too large or a picture."""
    try:
        document = read_document(path, shown)
    except InputRefused as refused:
        return [], list(refused.problems)
    if document.kind not in KINDS:
        return [], [_refused("not-a-report", shown, Text("this is no report that can be read", "不是可以读取的报告"),
                             Text("hand in a .txt, .docx or .pdf file", "请提供 .txt、.docx 或 .pdf 文件"))]  # fmt: skip
    lines = list(_of_pages(document) if document.kind == "pdf" else _of_paragraphs(document))
    if sum(len(line.text) for line in lines) > LONGEST_REPORT:
        return [], [_refused("report-too-long", shown,
                             Text(f"this has more than {LONGEST_REPORT} characters", f"超过 {LONGEST_REPORT} 个字符"),
                             Text("hand in the report alone, without tables of data", "只提供报告正文，不带数据表"))]  # fmt: skip
    if not any(line.text.strip() for line in lines):
        return [], [_refused("report-without-text", shown, Text("there is no text in it", "其中没有文字"),
                             Text("attach a scan by its hash, or hand in the document it was printed from",
                                  "扫描件请作为附件登记其哈希值，或提供打印前的文档"))]  # fmt: skip
    return lines, []


def _refused(code: str, shown: str, message: Text, fix: Text) -> Problem:
    return Problem(code, message, Place(shown), fix)


def _of_paragraphs(document: Document) -> Iterator[Line]:
    """Paragraphs in their order, empty ones counted; tables between them by cell."""
    number = 0
    for grid in document.grids:
        for paragraph in grid.before:
            yield from (Line("", empty) for empty in range(number + 1, paragraph.row))
            number = paragraph.row
            yield Line(_joined(paragraph.text), number)
        yield from (Line(_joined(cell.text), number, cell=cell.place) for cell in grid.cells)
        for paragraph in grid.after:
            yield from (Line("", empty) for empty in range(number + 1, paragraph.row))
            number = paragraph.row
            yield Line(_joined(paragraph.text), number)


def _of_pages(document: Document) -> Iterator[Line]:
    """The lines of each page from top to bottom, without its number; what lines are drawn around by cell, where it is a table."""
    table = 0
    for page, grid in enumerate(document.grids, start=1):
        places: dict[tuple[int, int], str] = {}
        for drawn in _drawn(grid):
            table += 1
            top = drawn[0].row - 1
            places |= {(cell.row, cell.column): f"T{table}R{cell.row - top}C{cell.column}" for cell in drawn}
        every: list[tuple[int, str, str | None]] = [(line.row, line.text, None) for line in grid.before]
        every += [(cell.row, cell.text, places.get((cell.row, cell.column))) for cell in grid.cells]
        every += [(line.row, line.text, None) for line in grid.after]
        written = [(_joined(text), place) for _, text, place in sorted(every, key=lambda each: each[0])]
        while written and written[-1][1] is None and _PAGE_NUMBER.fullmatch(written[-1][0]):
            written.pop()
        yield from (Line(text, number, page, place) for number, (text, place) in enumerate(written, start=1))


def _drawn(grid: Grid) -> Iterator[list[Cell]]:
    """The tables of a page: cells in rows that follow each other; one row or one column is a frame around a text."""
    found: list[list[Cell]] = []
    last = -1
    for cell in grid.cells:
        if cell.row > last + 1:
            found.append([])
        found[-1].append(cell)
        last = max(last, cell.row + cell.rows - 1)
    for cells in found:
        if len({cell.row for cell in cells}) > 1 and len({cell.column for cell in cells}) > 1:
            yield cells


def _joined(text: str) -> str:
    """A paragraph or cell as one line: it was broken to fit."""
    return text.replace("\n", "")
