"""Dates in SQL: the days between two, a year, a month; unknown where the precision of a date does not tell."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from scoring.engines.columnar import ratios
from scoring.engines.columnar import sql_values as at
from scoring.engines.columnar.compiler import Compiler
from scoring.engines.columnar.fragments import Moment, strict
from scoring.engines.columnar.ratios import Ratio
from scoring.engines.columnar.sql_values import MISSING, Value


def of_dates(sql: Compiler, op: str, args: Sequence[Value]) -> Value:
    moments = [at.as_moment(arg, sql.layers) for arg in args]
    dates = [moment for moment in moments if moment is not None]
    if len(dates) < len(moments):
        return MISSING
    if op == "days":
        return _days(*dates)
    part = op.upper()
    (one,) = dates
    text = f"CAST({part}({one.first.sql}) AS BIGINT)"
    nulls = one.first.nulls
    if op == "month" and one.first != one.last:  # of a year, no month is known
        text = f"CASE WHEN {one.first.sql} + INTERVAL 31 DAY > {one.last.sql} THEN {text} END"
        nulls = None
    low, high = (1, 12) if op == "month" else (0, 9999)
    return Ratio(Fraction(1), ratios.whole(text, low, high, (one.first, one.last), nulls))


def _days(a: Moment, b: Moment) -> Ratio:
    """Days between two full dates; unknown where only the month is known."""
    text, nulls = f"CAST(DATE_DIFF('day', {a.first.sql}, {b.first.sql}) AS BIGINT)", strict((a.first, b.first))
    exact = [f"{one.first.sql} = {one.last.sql}" for one in (a, b) if one.first != one.last]
    if exact:
        text, nulls = f"CASE WHEN {' AND '.join(exact)} THEN {text} END", None
    return Ratio(Fraction(1), ratios.whole(text, -3_700_000, 3_700_000, (a.first, a.last, b.first, b.last), nulls))
