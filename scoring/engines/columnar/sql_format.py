"""Exact numbers as columns show them: decimals of a fixed width, or the texts that `show_number` gives.

A number that its column does not hold leaves the row to `exact`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.engines.columnar import ratios
from scoring.engines.columnar import sql_values as at
from scoring.engines.columnar.compiler import Compiler
from scoring.engines.columnar.fragments import BeyondWidth, NotInSql, Truth, surely
from scoring.engines.columnar.ratios import Ratio, WholeNumber
from scoring.values.number import ends_as_decimal
from scoring.values.rounding import Rounding

NARROW, WIDE = 18, 38
"""Digits of a DECIMAL that 64 bits hold, and 128."""
ENDING = 18  # decimals up to which it is looked whether they end
MOST_DECIMALS = 12
SIX_DECIMALS = Rounding("half_up", 6)


def decimal(ratio: Ratio, decimals: int, sql: Compiler, width: int = NARROW) -> str:
    """A number as a DECIMAL of that width and so many decimals."""
    scaled = ratio.factor * 10**decimals
    if scaled.denominator != 1 or ratio.below is not None:
        raise NotInSql(f"a number of more than {decimals} decimals")
    whole = sql.layers.short(ratios.scaled(scaled.numerator, ratio.above))
    digits = len(str(max(abs(whole.low), abs(whole.high), 1)))
    most = width - decimals - (decimals > 0)
    cast = "CAST"
    if digits > most:
        digits, cast = most, "TRY_CAST"
        sql.faults.append(
            Truth(f"COALESCE({whole.sql} NOT BETWEEN {1 - 10**most} AND {10**most - 1}, FALSE)", whole.layer)
        )
    if decimals == 0:
        return f"{cast}({whole.sql} AS DECIMAL({width if cast == 'CAST' else digits},0))"
    step = f"CAST({Fraction(1, 10**decimals).__float__():.{decimals}f} AS DECIMAL({decimals},{decimals}))"
    return f"CAST({cast}({whole.sql} AS DECIMAL({digits},0)) * {step} AS DECIMAL({width},{decimals}))"


def number_text(ratio: Ratio, sql: Compiler) -> str:
    """The shortest exact decimal, or `p/q` where no decimal is exact, as `show_number` gives it."""
    if ratio.below is None:
        for decimals in range(MOST_DECIMALS + 1):
            if (ratio.factor * 10**decimals).denominator == 1:
                text = f"CAST({decimal(ratio, decimals, sql, WIDE)} AS VARCHAR)"
                return f"RTRIM(RTRIM({text}, '0'), '.')" if decimals else text
    return _quotient_text(ratio, sql)


@dataclass(frozen=True, slots=True)
class _Reduced:
    """A number as p/q in lowest terms; rows in which it ends, but late, are for `exact`."""

    p: WholeNumber
    q: WholeNumber
    ends: Truth


def _reduced(ratio: Ratio, sql: Compiler) -> _Reduced:
    above = sql.layers.let(ratios.scaled(ratio.factor.numerator, ratio.above), "p")
    below = sql.layers.short(ratios.scaled(ratio.factor.denominator, ratio.below))
    divisor = sql.layers.let(
        WholeNumber(f"GREATEST_COMMON_DIVISOR({above.sql}, {below.sql})", *_of((above, below)), 1), "g"
    )
    p = sql.layers.let(
        WholeNumber(f"({above.sql} // {divisor.sql})", *_of((above, divisor)), above.low, above.high), "p"
    )
    q = sql.layers.let(WholeNumber(f"({below.sql} // {divisor.sql})", *_of((below, divisor)), 1, below.high), "q")
    if max(abs(above.low), abs(above.high)) * 10**ENDING > ratios.LARGEST_WIDE:
        raise BeyondWidth
    ends = f"{10**ENDING} % {q.sql} = 0"
    rest = sql.layers.let(
        WholeNumber(f"({q.sql} // GREATEST_COMMON_DIVISOR({q.sql}, {2**62}))", q.layer, None, 1, q.high), "r"
    )
    odd = sql.layers.let(
        WholeNumber(f"({rest.sql} // GREATEST_COMMON_DIVISOR({rest.sql}, {5**27}))", rest.layer, None, 1, q.high), "r"
    )
    late = (
        f"(NOT ({ends}) AND ({odd.sql} = 1 OR {odd.sql} % 2 = 0 OR {odd.sql} % 5 = 0))"  # decimals that end much later
    )
    sql.faults.append(Truth(f"COALESCE({late}, FALSE)", max(q.layer, odd.layer)))
    return _Reduced(p, q, Truth(f"({ends})", q.layer, None))


def by_default(ratio: Ratio, unit: Fraction, sql: Compiler) -> Ratio:
    """A number as a result without a rounding of its own comes out: to six decimals of its unit where it has no end."""
    if ratio.constant is not None:
        if ends_as_decimal(ratio.constant):
            return ratio
    elif ratio.below is None and ends_as_decimal(ratio.factor):
        return ratio
    rounded = ratios.rounded(ratios.product(ratio, ratios.constant(1 / unit)), SIX_DECIMALS, sql.layers)
    rounded = ratios.product(rounded, ratios.constant(unit))
    if ratio.constant is not None:
        return rounded
    return at.named(at.pick(sql.layers.let(surely(_reduced(ratio, sql).ends)), ratio, rounded, sql.layers), sql.layers)


def _quotient_text(ratio: Ratio, sql: Compiler) -> str:
    found = _reduced(ratio, sql)
    p, q, ends = found.p, found.q, found.ends.sql
    size = f"(CAST(ABS({p.sql}) AS HUGEINT) * ({10**ENDING} // {q.sql}))"
    sign = f"CASE WHEN {p.sql} < 0 THEN '-' ELSE '' END"
    after = f"RTRIM(LPAD(CAST({size} % {10**ENDING} AS VARCHAR), {ENDING}, '0'), '0')"
    return (
        f"CASE WHEN {q.sql} = 1 THEN CAST({p.sql} AS VARCHAR) "
        f"WHEN {ends} THEN {sign} || CAST({size} // {10**ENDING} AS VARCHAR) || '.' || {after} "
        f"ELSE CAST({p.sql} AS VARCHAR) || '/' || CAST({q.sql} AS VARCHAR) END"
    )


def _of(parts: Sequence[WholeNumber]) -> tuple[int, None]:
    return max(part.layer for part in parts), None
