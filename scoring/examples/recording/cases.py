"""`scoring test --accept` of published cases: what came out written into the cells that differ; every other byte stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from scoring.documents.spelling import number as spelled_number
from scoring.examples import members
from scoring.examples.case_columns import ExpectedColumn
from scoring.examples.case_table import cell_span
from scoring.examples.cases import Cases, Difference, TriedCase
from scoring.problems import Place
from scoring.values.amount import Amount, read_amount
from scoring.values.number import read_number, show_number
from scoring.values.value import Value

Accepted = tuple[Place, str, str]
"""Where an expectation stands, what it was, what it is now."""
SPELLINGS = (("true", "false"), ("是", "否"), ("1", "0"), ("yes", "no"))
"""Of yes and no: the last where the cell has none of them."""


def accept_cases(cases: Cases, tried: Sequence[TriedCase]) -> tuple[bytes, list[Accepted]]:
    """The table's bytes with what came out in place of what was expected, and what was changed so.

    A case that could not be scored stays as it is, and so does a number that no decimal equals, or no result where `[[cases]]`
    does not say how the table writes that (`none`).
    """
    table = cases.table
    if table is None:
        return cases.raw, []
    changed: list[Accepted] = []
    lines = list(table.lines)
    heads = {one.index: one for one in cases.columns.expected}
    for case in tried:
        text = case.row.text
        for index in sorted(heads, reverse=True):
            found = [one for one in case.differences if one.column == table.heads.cells[index]]
            cell = _cell(found, heads[index], case, cases) if found else None
            if cell is not None:
                start, end = cell_span(text, table.delimiter, index)
                text = text[:start] + _quoted(cell[1], table.delimiter) + text[end:]
                changed.append((found[0].place, *cell))
        if text != case.row.text:
            first, count = case.row.line - 1, case.row.text.count("\n") or 1
            lines[first : first + count] = [text, *[""] * (count - 1)]
    changed.sort(key=lambda each: (each[0].line, each[0].column))
    return "".join(lines).encode(table.encoding) if changed else cases.raw, changed


def _cell(found: Sequence[Difference], column: ExpectedColumn, case: TriedCase, cases: Cases) -> tuple[str, str] | None:
    """What a cell says and what it is to say; of a table of records all that can be written of it."""
    before = case.row.cells[column.index]
    if not any(one.path for one in found):
        written = _written(found[0], cases, column)
        return None if written is None else (before, written)
    table = members.read_table(before) or {}
    for one in found:
        written = _written(one, cases, replace(column, name=one.name))
        if written is not None and one.key is not None:
            at = table[one.key]
            for step in one.path[:-1]:
                at = at[step]
            at[one.path[-1]] = _as_data(written, at[one.path[-1]])
    after = members.written_like(before, table)
    return None if after == before else (before, after)


def _as_data(written: str, like: Any) -> Any:
    """A cell of its own as a value within a table."""
    if written in ("true", "false") and not isinstance(like, str):
        return written == "true"
    number = read_number(written)
    return spelled_number(number) if number is not None else written


def _written(one: Difference, cases: Cases, column: ExpectedColumn) -> str | None:
    """What came out as its cell says it; None where none can."""
    if one.outcome == "none":
        return cases.cases.model.none
    if one.outcome == "no_record":
        return None
    return _value(one.value, one.expected, cases, column) if one.outcome == "scored" else one.outcome


def _value(value: Value, like: str, cases: Cases, column: ExpectedColumn) -> str | None:
    if isinstance(value, bool):
        pair = next((pair for pair in SPELLINGS if like.lower() in pair), SPELLINGS[-1])
        return pair[0] if value else pair[1]
    if isinstance(value, Fraction):
        return _number(value, like, cases, column)
    if isinstance(value, tuple):
        parts = [_value(each, like, cases, column) for each in value]
        return None if None in parts else " | ".join(part or "" for part in parts)
    return value if isinstance(value, str) else None


def _number(value: Fraction, like: str, cases: Cases, column: ExpectedColumn) -> str | None:
    """A number in the unit that the cell has, or that its head or its result gives it."""
    read = read_amount(like, cases.scope.units)
    unit = read.unit if isinstance(read, Amount) else None
    in_head = cases.scope.units.get(column.unit) if column.unit is not None else cases.unit_of(column.name)
    factor = unit.factor if unit is not None else in_head.factor if in_head is not None else Fraction(1)
    shown = show_number(value / factor)
    if "/" in shown:
        return None
    return shown if unit is None else f"{shown}{'' if unit.name in ('%', '‰') else ' '}{unit.name}"


def _quoted(cell: str, delimiter: str) -> str:
    if any(sign in cell for sign in (delimiter, '"', "\n")):
        return '"' + cell.replace('"', '""') + '"'
    return cell
