"""The rows of a small CSV, read at once, for the row-by-row reader."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scoring.batch.filled import filled
from scoring.batch.heads import Column, Known, Naming, _column, _unknown
from scoring.batch.reject import Reject
from scoring.core import ANY
from scoring.documents import Document
from scoring.problems import Place, Problem, Text
from scoring.quantity import Units

__all__ = ["Column", "Reject", "columns", "decoded", "project_of", "rows"]

LONGEST_ROW = 1_000_000


def decoded(raw: bytes, file: str) -> tuple[str | None, str, list[Problem]]:
    """The text of a table, and in which encoding it was read."""
    for encoding, name in (("utf-8-sig", "UTF-8"), ("gb18030", "GB18030")):
        try:
            return raw.decode(encoding), name, []
        except UnicodeDecodeError:
            continue
    message = Text("the table is neither UTF-8 nor GB18030", "表格既不是 UTF-8 也不是 GB18030 编码")
    return None, "", [Problem("encoding", message, Place(file), Text("save it as UTF-8", "另存为 UTF-8"))]


def columns(
    heads: Sequence[str], facts: Mapping[str, str], indicators: Sequence[str], file: str
) -> tuple[list[Column], list[Problem]]:
    """What each column is. `facts`: a fact's name by each of the heads that stand for it."""
    known = Known(facts, {}, dict.fromkeys(indicators, ANY), Units.standard())
    found: list[Column] = []
    problems: list[Problem] = []
    for number, head in enumerate(heads):
        column = _column(head.strip(), "wide", known, Naming())
        if column is None:
            problems.append(_unknown(head.strip(), "wide", known, Place(file, 1, number + 1)))
        elif any(column.path == other.path for other in found):
            message = Text(f"two columns are `{column.head}`", f"有两列都是 {column.head}")
            problems.append(Problem("name-twice", message, Place(file, 1, number + 1), Text("delete one", "删去其一")))
        else:
            found.append(column)
    return found, problems


def rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table with their numbers, the head as number 0; blank rows are passed over."""
    csv.field_size_limit(LONGEST_ROW)
    for number, cells in enumerate(csv.reader(text.splitlines(keepends=True))):
        if any(cell.strip() for cell in cells):
            yield number, cells


def project_of(
    cells: Sequence[str], listed: Sequence[Column], number: int, head: Mapping[str, Any], file: str
) -> tuple[Document | None, dict[int, tuple[Column, str]], list[Problem]]:
    """A row as a project's document; which column each of its lines came from, for problems."""
    by_head = {column.head: column for column in listed}
    document, by_line, problems = filled(number, cells, listed, head, file).document(file)
    return document, {line: (by_head[cell.column], cell.value) for line, cell in by_line.items()}, problems
