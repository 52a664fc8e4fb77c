"""Exact numbers in SQL: a constant fraction × a whole number ÷ a positive whole number.

Every whole number knows the limits that it stays within, so it is known when the SQL is written whether 64 bits hold each
step, or 128, or whether the row is not for SQL (`NotInSql`). The one division is that of the rounding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import gcd, lcm
from typing import Self

from scoring.engines.columnar.fragments import (
    FALSE,
    NEVER,
    TRUE,
    BeyondWidth,
    Fragment,
    Layers,
    NotInSql,
    Nulls,
    Truth,
    joined,
    layer_of,
    strict,
)
from scoring.values.number import magnitude
from scoring.values.rounding import Mode, Rounding

LARGEST = 2**63 - 1
LARGEST_WIDE = 2**127 - 1
MOST_PLACES = 24
OPERATORS = {"==": "=", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
TURNED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True, slots=True)
class WholeNumber(Fragment):
    """A whole number between two limits; `wide` where it needs more than 64 bits."""

    low: int = 0
    high: int = 0
    wide: bool = False
    multiple: tuple[int, WholeNumber] | None = field(default=None, compare=False)  # of what it is a multiple

    def named(self, name: str, layer: int, nulls: Nulls) -> Self:
        return replace(self, sql=name, layer=layer, nulls=nulls, multiple=None)  # the column is no product any more


@dataclass(frozen=True, slots=True)
class Ratio:
    """`factor` × `above` ÷ `below`; None stands for 1. `below` is positive, or NULL where there is no result.

    `within`: limits that are known otherwise, as those of a share that is capped.
    """

    factor: Fraction
    above: WholeNumber | None = None
    below: WholeNumber | None = None
    within: tuple[Fraction, Fraction] | None = None

    @property
    def constant(self) -> Fraction | None:
        return self.factor if self.above is None and self.below is None else None

    @property
    def parts(self) -> list[WholeNumber]:
        return [part for part in (self.above, self.below) if part is not None]

    @property
    def nulls(self) -> Nulls:
        return strict(self.parts)

    @property
    def layer(self) -> int:
        return layer_of(self.parts)

    @property
    def limits(self) -> tuple[Fraction, Fraction]:
        """Lowest and highest; a quotient is at most its numerator, since what divides is at least 1."""
        if self.within is not None:
            return self.within
        if self.above is None:
            ends = [Fraction(1, self.below.high if self.below is not None else 1), Fraction(1)]
        else:
            lowest = Fraction(1, self.below.high) if self.below is not None else Fraction(1)
            shares = (lowest, Fraction(1))
            ends = [self.above.low * share for share in shares] + [self.above.high * share for share in shares]
        ends = [end * self.factor for end in ends]
        return min(ends), max(ends)

    @property
    def never_negative(self) -> bool:
        return self.limits[0] >= 0


def constant(value: Fraction | int) -> Ratio:
    return Ratio(Fraction(value))


# ---------------------------------------------------------------- whole numbers


def whole(
    sql: str, low: int, high: int, parts: Sequence[Fragment], nulls: Nulls = NEVER, wide: bool = False
) -> WholeNumber:
    size = max(abs(low), abs(high))
    if size > LARGEST_WIDE:
        raise BeyondWidth
    return WholeNumber(sql, layer_of(parts), nulls, low, high, wide or size > LARGEST)


def number(value: int) -> WholeNumber:
    return whole(str(value) if abs(value) <= LARGEST else f"CAST({value} AS HUGEINT)", value, value, ())


def times(*factors: WholeNumber | None) -> WholeNumber | None:
    """The product; steps that 64 bits do not hold are made in 128."""
    product: WholeNumber | None = None
    for one in factors:
        if one is None:
            continue
        product = one if product is None else _product(product, one)
    return product


def _product(a: WholeNumber, b: WholeNumber) -> WholeNumber:
    ends = [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high]
    low, high = min(ends), max(ends)
    if "1" in (a.sql, b.sql):
        return a if b.sql == "1" else b
    if low == high and a.nulls == b.nulls == NEVER:
        return number(low)
    wide = max(abs(low), abs(high)) > LARGEST and not (a.wide or b.wide)
    left = f"CAST({a.sql} AS HUGEINT)" if wide else a.sql
    return whole(f"({left} * {b.sql})", low, high, (a, b), strict((a, b)), a.wide or b.wide)


def scaled(factor: int, part: WholeNumber | None) -> WholeNumber:
    """A whole multiple."""
    if part is None:
        return number(factor)
    if factor == 1:
        return part
    if part.multiple is not None:
        return scaled(factor * part.multiple[0], part.multiple[1])
    return replace(_product(number(factor), part), multiple=(factor, part))


def plus(parts: Sequence[WholeNumber]) -> WholeNumber:
    """The sum."""
    fixed = sum(part.low for part in parts if part.low == part.high and part.nulls == NEVER)
    moving = [part for part in parts if not (part.low == part.high and part.nulls == NEVER)]
    if not moving:
        return number(fixed)
    if fixed:
        moving.append(number(fixed))
    low, high = sum(part.low for part in moving), sum(part.high for part in moving)
    # each step may be as large as all parts that have one sign together
    size = max(sum(max(part.high, 0) for part in moving), -sum(min(part.low, 0) for part in moving))
    texts = [part.sql for part in moving]
    if size > LARGEST and not moving[0].wide:
        texts[0] = f"CAST({texts[0]} AS HUGEINT)"
    if size > LARGEST_WIDE:
        raise BeyondWidth
    return whole(
        joined(" + ", texts), low, high, moving, strict(moving), size > LARGEST or any(part.wide for part in moving)
    )


def quotient(above: WholeNumber, below: WholeNumber) -> WholeNumber:
    """The whole part of a division of numbers that are not negative by a positive one."""
    return whole(f"({above.sql} // {below.sql})", above.low // max(below.high, 1), above.high // max(below.low, 1),
                 (above, below), strict((above, below)), above.wide or below.wide)  # fmt: skip


# ---------------------------------------------------------------- numbers


def product(a: Ratio, b: Ratio) -> Ratio:
    if a.factor == 0 or b.factor == 0:
        if a.nulls == b.nulls == NEVER:
            return constant(0)
        raise NotInSql("nothing times what may be missing")
    within = None
    for one, other in ((a, b), (b, a)):
        if one.constant is not None and other.within is not None:
            ends = [end * one.constant for end in other.within]
            within = (min(ends), max(ends))
    return Ratio(a.factor * b.factor, times(a.above, b.above), times(a.below, b.below), within)


def division(a: Ratio, b: Ratio, layers: Layers) -> Ratio | None:
    """a ÷ b, NULL where b is zero; None where b is always zero."""
    if b.factor == 0:
        return None
    if b.above is None:
        return Ratio(a.factor / b.factor, times(a.above, b.below), a.below)
    divisor = layers.short(b.above)
    above = times(a.above, b.below)
    if divisor.low < 0:
        divisor = layers.let(b.above)
        sign = WholeNumber(f"SIGN({divisor.sql})", divisor.layer, divisor.nulls, -1, 1)
        above = times(above, WholeNumber(f"CAST({sign.sql} AS BIGINT)", sign.layer, sign.nulls, -1, 1))
        size = max(-divisor.low, divisor.high)
        divisor = WholeNumber(f"ABS({divisor.sql})", divisor.layer, divisor.nulls, 0, size, divisor.wide)
    return Ratio(a.factor / b.factor, above, times(a.below, _not_zero(divisor, layers)))


def _not_zero(part: WholeNumber, layers: Layers) -> WholeNumber:
    """NULL where it is zero."""
    if part.low > 0:
        return part
    return layers.let(WholeNumber(f"NULLIF({part.sql}, 0)", part.layer, None, 1, max(part.high, 1), part.wide), "d")


def addition(parts: Sequence[Ratio]) -> Ratio:
    """The sum, over one denominator."""
    fixed = sum((part.factor for part in parts if part.constant is not None), Fraction(0))
    moving = [part for part in parts if part.constant is None]
    if not moving:
        return constant(fixed)
    if fixed:
        moving.append(constant(fixed))
    belows = {part.below.sql: part.below for part in moving if part.below is not None}
    unit = common_unit(part.factor for part in moving)
    terms = []
    for part in moving:
        others = [below for sql, below in belows.items() if part.below is None or sql != part.below.sql]
        terms.append(scaled(int(part.factor / unit), times(part.above, *others)))
    return Ratio(unit, plus(terms), times(*belows.values()))


def common_unit(factors: Iterable[Fraction]) -> Fraction:
    """The largest fraction of which all are whole multiples."""
    listed = [factor for factor in factors if factor]
    if not listed:
        return Fraction(1)
    return Fraction(gcd(*(one.numerator for one in listed)), lcm(*(one.denominator for one in listed)))


def negative(a: Ratio) -> Ratio:
    return Ratio(-a.factor, a.above, a.below)


def sides(a: Ratio, b: Ratio) -> tuple[WholeNumber, WholeNumber]:
    """Two whole numbers that compare as the two numbers do."""
    unit = common_unit((a.factor, b.factor))
    below_a, below_b = a.below, b.below
    if below_a is not None and below_b is not None and below_a.sql == below_b.sql and below_a.nulls == NEVER:
        below_a = below_b = None  # both are divided by the same
    return (
        scaled(int(a.factor / unit), times(a.above, below_b)),
        scaled(int(b.factor / unit), times(b.above, below_a)),
    )


def comparison(op: str, a: Ratio, b: Ratio) -> Truth:
    if a.constant is not None and b.constant is not None:
        return TRUE if _holds(op, a.constant, b.constant) else FALSE
    left, right = sides(a, b)
    nulls = strict([*a.parts, *b.parts])
    sure = _surely(op, left, right)
    if nulls == NEVER and sure is not None:
        return TRUE if sure else FALSE
    return Truth(f"({left.sql} {OPERATORS[op]} {right.sql})", layer_of((left, right)), nulls, sure=sure)


def _holds(op: str, a: Fraction, b: Fraction) -> bool:
    return {"==": a == b, "!=": a != b, "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[op]


def _surely(op: str, a: WholeNumber, b: WholeNumber) -> bool | None:
    match op:
        case ">=" | "<":
            always, never = a.low >= b.high, a.high < b.low
        case "<=" | ">":
            always, never = a.high <= b.low, a.low > b.high
        case _:
            return None
    if op in ("<", ">"):
        always, never = never, always
    return True if always else False if never else None


def capped(a: Ratio, b: Ratio) -> Ratio | None:
    """a ÷ b, but at most 1, for numbers that are not negative; None where b may be zero."""
    left, right = sides(a, b)
    if right.low <= 0 or left.low < 0:
        return None
    if left.nulls == right.nulls == NEVER:
        text = f"LEAST({left.sql}, {right.sql})"
    else:
        text = f"CASE WHEN {left.sql} >= {right.sql} THEN {right.sql} ELSE {left.sql} END"  # NULL where the left is
    above = whole(text, min(left.low, right.low), min(left.high, right.high), (left, right), strict((left, right)),
                  left.wide or right.wide)  # fmt: skip
    return Ratio(Fraction(1), above, right, (Fraction(0), Fraction(1)))


# ---------------------------------------------------------------- rounding

Rounder = Callable[[WholeNumber, WholeNumber, Layers], WholeNumber]


def rounded(a: Ratio, rounding: Rounding, layers: Layers) -> Ratio:
    """The number rounded; exactly, by one division of whole numbers."""
    if a.constant is not None:
        return constant(rounding.apply(a.constant))
    step = rounding.step
    if step is None:
        if rounding.significant is not None:
            return _significant(a, rounding.significant, rounding.mode, layers)
        step = Fraction(10) ** -(rounding.decimals or 0)
    within = a.within
    a = Ratio(a.factor / step, a.above, a.below)
    if a.below is None and a.factor.denominator == 1:
        return Ratio(a.factor * step, a.above)
    above = scaled(a.factor.numerator, a.above)
    below = scaled(a.factor.denominator, a.below)
    made = _rounded(above, below, rounding.mode, layers)
    if within is not None:
        low, high = (rounding.apply(end) / step for end in within)
        made = replace(made, low=max(made.low, int(low)), high=min(made.high, int(high)))
    return Ratio(step, made)


def _significant(a: Ratio, digits: int, mode: Mode, layers: Layers) -> Ratio:
    """Rounded by what its first digit stands for; which of all that are possible is a case each."""
    if a.factor == 0:
        return a  # zero, where it is known
    above, below = layers.let(a.above or number(1)), layers.short(a.below) if a.below is not None else None
    a = Ratio(a.factor, above, below)
    largest = max(abs(end) for end in a.limits)
    least = abs(a.factor) / (below.high if below is not None else 1)
    places = range(magnitude(least), magnitude(largest) + 1)
    if len(places) > MOST_PLACES:
        raise NotInSql("rounding to significant digits of numbers of any size")
    unit = Fraction(10) ** (places[0] - digits + 1)
    size = Ratio(abs(a.factor), WholeNumber(f"ABS({above.sql})", above.layer, above.nulls, 0, max(abs(above.low), above.high), above.wide), below)  # fmt: skip
    cases, found = [], []
    for place in reversed(places):
        step = Fraction(10) ** (place - digits + 1)
        one = rounded(a, Rounding(mode, step=step), layers)
        whole_ = scaled(int(one.factor / unit), one.above)
        reached = comparison(">=", size, constant(Fraction(10) ** place))
        cases.append(f"WHEN {reached.sql} THEN {whole_.sql}")
        found += [whole_, reached]
    wholes = [one for one in found if isinstance(one, WholeNumber)]
    # nothing is reached by zero, nor by what is unknown: above or below
    rest = (
        above.sql
        if below is None or below.nulls == NEVER
        else f"CASE WHEN {below.sql} IS NOT NULL THEN {above.sql} END"
    )
    text = f"CASE {' '.join(cases)} ELSE {rest} END"
    wide = any(one.wide for one in wholes)
    made = whole(f"CAST({text} AS {'HUGEINT' if wide else 'BIGINT'})", min(one.low for one in wholes),
                 max(one.high for one in wholes), [above, *found], None, wide)  # fmt: skip
    return Ratio(unit, made)


def _rounded(above: WholeNumber, below: WholeNumber, mode: str, layers: Layers) -> WholeNumber:
    below = layers.short(below)
    if above.low >= 0:
        return _ROUNDERS[mode](above, below, layers)
    above = layers.let(above)
    mirrored = {"ceiling": "floor", "floor": "ceiling"}.get(mode, mode)
    positive = WholeNumber(above.sql, above.layer, above.nulls, 0, max(above.high, 0), above.wide)
    mirror = WholeNumber(f"(-{above.sql})", above.layer, above.nulls, 0, max(-above.low, 0), above.wide)
    up, down = _ROUNDERS[mode](positive, below, layers), _ROUNDERS[mirrored](mirror, below, layers)
    text = f"CASE WHEN {above.sql} >= 0 THEN {up.sql} ELSE -{down.sql} END"
    return whole(text, -down.high, up.high, (above, up, down), strict((above, below)), up.wide or down.wide)


def _half_up(above: WholeNumber, below: WholeNumber, layers: Layers) -> WholeNumber:
    return quotient(plus([scaled(2, above), below]), scaled(2, below))


def _half_down(above: WholeNumber, below: WholeNumber, layers: Layers) -> WholeNumber:
    return quotient(plus([scaled(2, above), below, number(-1)]), scaled(2, below))


def _half_even(above: WholeNumber, below: WholeNumber, layers: Layers) -> WholeNumber:
    twice, two = layers.let(plus([scaled(2, above), below])), layers.short(scaled(2, below))
    up = layers.let(quotient(twice, two))
    text = f"({up.sql} - CASE WHEN {twice.sql} % {two.sql} = 0 AND {up.sql} % 2 = 1 THEN 1 ELSE 0 END)"
    return whole(text, max(up.low - 1, 0), up.high, (up, twice, two), up.nulls, up.wide)


def _down(above: WholeNumber, below: WholeNumber, layers: Layers) -> WholeNumber:
    return quotient(above, below)


def _up(above: WholeNumber, below: WholeNumber, layers: Layers) -> WholeNumber:
    return quotient(plus([above, below, number(-1)]), below)


def _05up(above: WholeNumber, below: WholeNumber, layers: Layers) -> WholeNumber:
    above = layers.let(above)
    down = layers.let(quotient(above, below))
    text = f"({down.sql} + CASE WHEN {above.sql} % {below.sql} <> 0 AND {down.sql} % 5 = 0 THEN 1 ELSE 0 END)"
    return whole(text, down.low, down.high + 1, (above, below, down), down.nulls, down.wide)


_ROUNDERS: dict[str, Rounder] = {
    "half_up": _half_up,
    "half_down": _half_down,
    "half_even": _half_even,
    "up": _up,
    "down": _down,
    "ceiling": _up,
    "floor": _down,
    "05up": _05up,
}
