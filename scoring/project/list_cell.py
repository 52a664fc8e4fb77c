"""A list in one cell of a table: `[{"bidder": "A", "price": "100 元"}]` as JSON or TOML, or `8 | 9 | 7` of one field.

A blank part of `8 | | 7` is a record whose value is missing; `[]` is a list of no records, and a blank cell is no list at all.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from scoring.documents.document import Document, parse_json, parse_toml
from scoring.nodes.kind import Kind
from scoring.problems import Place, Problem, Text
from scoring.project.heads import YES, with_unit
from scoring.values.number import cut

OF_JSON = re.compile(r'\[\s*(?:\[\s*)*\{\s*"(?:[^"\\]|\\.)*"\s*:|.*\bnull\b', re.DOTALL)
HEADS = {True: '{"list": ', False: "list = "}
PARTS = "|"
Span = tuple[int, int]
"""From which character of a cell, and how many."""
Field = tuple[str, Kind]


@dataclass(frozen=True, slots=True)
class ListCell:
    """The records that a cell holds, as data that facts are read from; `problems` stand in the cell, from its first character."""

    records: list[Any] = field(default_factory=list)
    problems: tuple[tuple[Problem, Span], ...] = ()
    document: Document | None = None
    before: int = 0  # characters of the document before the cell
    parts: tuple[Span, ...] = ()

    def span(self, path: Sequence[str | int], of_key: bool = False) -> Span:
        """Where what stands at that path below the list is written, or its key."""
        if self.document is not None:
            find = self.document.key_place if of_key else self.document.value_place
            place = find(("list", *path))
            return max(0, place.column - 1 - self.before), place.length
        return self.parts[int(path[0])] if path and self.parts else (0, 1)


def of_cells(kind: Kind) -> Kind:
    """What the unit of a head is of: the values of a list whose records have one field, otherwise the fact itself."""
    return kind.fields[0][1] if kind.name == "list" and len(kind.fields) == 1 else kind


def read_list_cell(cell: str, kind: Kind, unit: str | None = None) -> ListCell:
    """A cell of a list, in the unit of its head where its records have one field; or what is wrong with it."""
    only = kind.fields[0] if len(kind.fields) == 1 else None
    if not cell.startswith("["):
        return _parts(cell, only, unit) if only is not None else ListCell(problems=(_no_list(cell, kind),))
    is_json = OF_JSON.match(cell) is not None
    head = HEADS[is_json]
    text = f"{head}{cell}}}" if is_json else head + cell
    document, problems = (parse_json if is_json else parse_toml)(text.encode(), "")
    if document is not None and (set(document.data) != {"list"} or not isinstance(document.data["list"], list)):
        return ListCell(problems=(_no_list(cell, kind),))
    found = tuple((one, _span(one, len(head), len(cell))) for one in problems)
    if document is None:
        return ListCell(problems=found)
    records = [_record(one, only, unit) for one in document.data["list"]]
    return ListCell(records, found, document, len(head))


def in_json(written: Any) -> Any:
    """Records as JSON has them: a number that it would round stands as a text, and so does a day."""
    if isinstance(written, dict):
        return {key: in_json(each) for key, each in written.items()}
    if isinstance(written, list):
        return [in_json(each) for each in written]
    if isinstance(written, Decimal):
        return float(written) if Decimal(repr(float(written))) == written else str(written)
    return written.isoformat() if isinstance(written, datetime.date) else written


def _span(problem: Problem, before: int, length: int) -> Span:
    """A problem's own place in a cell; of a list that is not closed, its end."""
    return min(max(0, problem.place.column - 1 - before), length - 1), problem.place.length


def _record(written: Any, only: Field | None, unit: str | None) -> Any:
    """A record of one field may be its value alone."""
    if only is None or isinstance(written, dict | list):
        return written
    if unit is not None and isinstance(written, str | int | Decimal) and not isinstance(written, bool):
        written = with_unit(str(written), unit)
    return {only[0]: written}


def _parts(cell: str, only: Field, unit: str | None) -> ListCell:
    records: list[Any] = []
    spans: list[Span] = []
    at = 0
    for part in cell.split(PARTS):
        value = part.strip()
        spans.append((at + len(part) - len(part.lstrip()), max(1, len(value))))
        records.append({only[0]: _value(value, only[1], unit)} if value else {})
        at += len(part) + len(PARTS)
    return ListCell(records, parts=tuple(spans))


def _value(part: str, kind: Kind, unit: str | None) -> Any:
    if kind.name == "yes_no":
        return YES.get(part.lower(), part)
    return with_unit(part, unit) if unit is not None else part


def _no_list(cell: str, kind: Kind) -> tuple[Problem, Span]:
    keys = ", ".join(f'"{name}": …' for name, _ in kind.fields[:3])
    message = Text(f"`{cut(cell, 60)}` is no list of records", f"{cut(cell, 60)} 不是记录列表")
    fix = Text(f"write [{{{keys}}}]", f"写成 [{{{keys}}}]")
    return Problem("wrong-kind", message, Place(""), fix), (0, len(cell))
