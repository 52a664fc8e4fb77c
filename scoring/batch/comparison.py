"""Rows that SQL scored, scored by `exact` as well: every row of a small table, a sample of any other."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from scoring.batch.one_by_one import Answer, ScoredProject
from scoring.batch.outputs.result_parts import Scored, counted
from scoring.engines.columnar.duck import Connection, quoted
from scoring.values.number import show_number

SAMPLED = 100
"""About as many rows are compared; of up to twice as many every one."""


class ColumnsDiffer(Exception):
    """The columnar engine and `exact` give different results: our mistake. Says which row, and both."""


def sample(connection: Connection, part: Scored, sampled: int = SAMPLED) -> str:
    """The numbers of the rows that are compared, listed for SQL: of many about `sampled`."""
    rows = counted(connection, part.scan, "status IS NOT NULL")
    found = connection.execute(_sampled(part, rows, sampled)).fetchall()
    return ", ".join(str(row) for (row,) in found) or "NULL"


def _sampled(part: Scored, rows: int, sampled: int) -> str:
    scored = f'SELECT "row" FROM {part.scan} WHERE status IS NOT NULL'
    if rows <= 2 * sampled:
        return scored
    spread = f'"row" % {rows // sampled} = 1'
    return f"({scored} AND {spread} LIMIT {2 * sampled}) UNION ({scored} LIMIT 1)"


def compare(connection: Connection, part: Scored, rows: str, answers: Sequence[tuple[int, Answer]]) -> None:
    """Raises `ColumnsDiffer` where SQL gave a row something else than `exact`; `answers` by the number of the row."""
    listed = ", ".join(quoted(column.name) for column in part.columns)
    query = f'SELECT "row", {listed} FROM {part.scan} WHERE "row" IN ({rows}) ORDER BY "row"'
    by_row = dict(answers)
    for number, *values in connection.execute(query).fetchall():
        answer = by_row[number]
        if not isinstance(answer, ScoredProject):
            reasons = "; ".join(reject.reason.en for reject in answer) if isinstance(answer, list) else "nothing yet"
            raise ColumnsDiffer(f"row {number} is scored as columns, and by exact arithmetic rejected: {reasons}")
        for column, value in zip(part.columns, values, strict=True):
            expected = answer.record.get(column.name)
            if not _same(value, expected):
                raise ColumnsDiffer(
                    f"row {number}, column {column.name}: {_shown(value)} as columns, "
                    f"{_shown(expected)} by exact arithmetic"
                )


def _same(value: object, expected: Fraction | str | None) -> bool:
    if value is None or expected is None:
        return (value or None) == (expected or None)  # an empty text and nothing are one
    if isinstance(expected, Fraction):
        return Fraction(str(value)) == expected
    return value == expected


def _shown(value: object) -> str:
    return "nothing" if value in (None, "") else show_number(value) if isinstance(value, Fraction) else str(value)
