"""`scoring test --accept` of published cases: what came out written into the cells that differ; every other byte stays."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from scoring.examples.case_columns import ExpectedColumn
from scoring.examples.case_table import cell_span
from scoring.examples.cases import Cases, Difference, TriedCase
from scoring.problems import Place
from scoring.values.amount import Amount, read_amount
from scoring.values.number import show_number
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
    columns = {one.name: one for one in cases.columns.expected}
    for case in tried:
        text = case.row.text
        for one in sorted(case.differences, key=lambda each: columns[each.name].index, reverse=True):
            written = _written(one, cases, columns[one.name])
            if written is not None:
                start, end = cell_span(text, table.delimiter, columns[one.name].index)
                text = text[:start] + _quoted(written, table.delimiter) + text[end:]
                changed.append((one.place, one.expected, written))
        if text != case.row.text:
            first, count = case.row.line - 1, case.row.text.count("\n") or 1
            lines[first : first + count] = [text, *[""] * (count - 1)]
    changed.sort(key=lambda each: (each[0].line, each[0].column))
    return "".join(lines).encode(table.encoding) if changed else cases.raw, changed


def _written(one: Difference, cases: Cases, column: ExpectedColumn) -> str | None:
    """What came out as its cell says it; None where none can."""
    if one.outcome == "none":
        return cases.cases.model.none
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
