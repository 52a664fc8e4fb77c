"""A table of cases as text: its heads, its rows, and where each cell stands. What is no row is a problem, and the next is read.

As in a batch, cells are apart by comma, tab or semicolon, in UTF-8 or GB18030. Unlike there, a row with fewer cells than
heads is refused: a cell that is cut off would be a fact that is presumed, or a result that nobody compares.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field

from scoring.documents.editing import BOM
from scoring.problems import Place, Problem, Text
from scoring.values.number import cut

DELIMITERS = {",": Text("comma", "逗号"), "\t": Text("tab", "制表符"), ";": Text("semicolon", "分号")}
MOST_CASES = 1_000_000
MOST_LINES_OF_A_ROW = 1_000
LONGEST_CELL = 1_000_000


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One row: its number from 1, the line where it begins, its cells without blanks around them, and its text."""

    number: int
    line: int
    cells: tuple[str, ...]
    text: str


@dataclass
class CaseTable:
    """The rows of a table below its heads; `problems` are of rows that could not be read so far."""

    file: str  # as people are shown it
    delimiter: str
    encoding: str
    heads: CaseRow
    lines: list[str]  # each with its end
    problems: list[Problem] = field(default_factory=list)

    def rows(self) -> Iterator[CaseRow]:
        """Every row that can be read; what cannot is added to `problems`."""
        at, number = self.heads.line - 1 + self.heads.text.count("\n"), 0
        while at < len(self.lines):
            if not self.lines[at].strip():
                at += 1
                continue
            row = _row(self.lines, at, self.delimiter, number + 1)
            if isinstance(row, Text):
                number, at = number + 1, at + 1
                self.problems.append(Problem("cells-differ", row, Place(self.file, at, 1, 1, self.lines[at - 1].rstrip("\r\n")),
                                             Text("correct the quotes", "更正引号")))  # fmt: skip
                continue
            at += row.text.count("\n") or 1
            if not any(row.cells):
                continue
            number += 1
            width, cells = len(self.heads.cells), row.cells
            if len(cells) < width or any(cells[width:]):
                self.problems.append(self._other_width(row))
            else:
                yield row

    def place(self, row: CaseRow, index: int) -> Place:
        """Where a cell stands: the line and column of its first character that is no blank."""
        start, end = cell_span(row.text, self.delimiter, index)
        written = row.text[start:end]
        start += len(written) - len(written.lstrip())
        before = row.text[:start]
        column = start - (before.rfind("\n") + 1)
        line = row.text.split("\n")[before.count("\n")].rstrip("\r")
        return Place(self.file, row.line + before.count("\n"), column + 1, max(1, len(written.strip())), line)

    def inside(self, row: CaseRow, index: int, offset: int, length: int) -> Place:
        """Where a part of a cell stands, counted in the cell as it is read: without its quotes, and each blank once."""
        start, end = cell_span(row.text, self.delimiter, index)
        at = [start + each for each in _characters(row.text[start:end], len(row.cells[index]))]
        first, last = (at[min(each, len(at) - 1)] for each in (offset, offset + max(1, length) - 1))
        before = row.text[:first]
        line = row.text.split("\n")[before.count("\n")].rstrip("\r")
        return Place(
            self.file, row.line + before.count("\n"), first - before.rfind("\n"), max(1, last - first + 1), line
        )

    def _other_width(self, row: CaseRow) -> Problem:
        have, wanted = len(row.cells), len(self.heads.cells)
        message = Text(f"this row has {have} cells, the table has {wanted} columns",
                       f"这一行有 {have} 格，表有 {wanted} 列")  # fmt: skip
        fix = Text("give each column a cell, blank where there is nothing", "每列都要有一格，没有内容则留空")
        return Problem("cells-differ", message, self.place(row, min(have, wanted) - 1), fix)


def read_cases(raw: bytes, file: str) -> tuple[CaseTable | None, list[Problem]]:
    """The table, or why there is none."""
    text, encoding = _decoded(raw)
    if text is None or "\0" in text:
        message = Text("the table is neither in UTF-8 nor in GB18030", "表格既非 UTF-8 也非 GB18030 编码")
        return None, [
            Problem("encoding", message, Place(file), Text("save it as CSV in UTF-8", "另存为 UTF-8 编码的 CSV"))
        ]
    lines = text.split("\n")
    lines = [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])
    first = next((number for number, line in enumerate(lines) if line.strip(" \t\r\n,;")), None)
    if first is None:
        return None, [_no_rows(file)]
    outside = "".join(lines[first].split('"')[::2])
    delimiter = max(DELIMITERS, key=outside.count)
    heads = _row(lines, first, delimiter, 0)
    if isinstance(heads, Text):
        return None, [Problem("cells-differ", heads, Place(file, first + 1), Text("correct the quotes", "更正引号"))]
    cells = list(heads.cells)
    while cells and not cells[-1]:
        cells.pop()
    table = CaseTable(file, delimiter, encoding, CaseRow(0, heads.line, tuple(cells), heads.text), lines)
    if not any(line.strip(" \t\r\n,;") for line in lines[first + heads.text.count("\n") or 1 :]):
        return None, [_no_rows(file)]
    return table, []


def cell_span(text: str, delimiter: str, index: int) -> tuple[int, int]:
    """From where to where the cell of that number reaches in a row, quotes and blanks included."""
    start = 0
    for _ in range(index):
        start = _end_of_cell(text, start, delimiter) + 1
    return start, _end_of_cell(text, start, delimiter)


def _characters(written: str, count: int) -> list[int]:
    """Where each character of a cell is written: two quotes are one, several blanks are one."""
    quoted = written.lstrip(" ").startswith('"')
    at = len(written) - len(written.lstrip()) + quoted
    found: list[int] = []
    while len(found) < count and at < len(written):
        found.append(at)
        at += 2 if quoted and written.startswith('""', at) else 1
        if written[found[-1]].isspace():
            while at < len(written) and written[at].isspace():
                at += 1
    return found or [0]


def _end_of_cell(text: str, start: int, delimiter: str) -> int:
    at = start
    if text[at : at + 1] == '"':
        at += 1
        while at < len(text):
            if text[at] == '"' and text[at + 1 : at + 2] != '"':
                break
            at += 2 if text[at] == '"' else 1
    found = text.find(delimiter, at)
    if found < 0:
        found = len(text.rstrip("\r\n")) if text.endswith("\n") else len(text)
    return max(found, start)


def _row(lines: list[str], at: int, delimiter: str, number: int) -> CaseRow | Text:
    """The row that begins in that line; or why there is none."""
    if '"' not in lines[at]:
        text = lines[at]
        return CaseRow(number, at + 1, tuple(cell.strip() for cell in text.rstrip("\r\n").split(delimiter)), text)
    used = 0

    def following() -> Iterator[str]:
        nonlocal used
        for line in lines[at : at + MOST_LINES_OF_A_ROW]:
            used += 1
            yield line

    csv.field_size_limit(LONGEST_CELL)
    try:
        cells = next(csv.reader(following(), delimiter=delimiter, strict=True))
    except csv.Error:
        return Text("a quote opens in this row and does not close as it should", "行内的引号没有正确配对")
    text = "".join(lines[at : at + used])
    return CaseRow(number, at + 1, tuple(" ".join(cell.split()) for cell in cells), text)


def _decoded(raw: bytes) -> tuple[str | None, str]:
    for encoding in ("utf-8-sig" if raw.startswith(BOM) else "utf-8", "gb18030"):
        try:
            return raw.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return None, ""


def _no_rows(file: str) -> Problem:
    message = Text(f"`{cut(file, 60)}` has no cases", f"{cut(file, 60)} 中没有案例")
    return Problem("no-rows", message, Place(file), Text("write a row of heads, and a row for each case", "首行写列名，每个案例一行"))  # fmt: skip
