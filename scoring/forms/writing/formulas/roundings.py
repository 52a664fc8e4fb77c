"""Rounding in formulas, exactly: by one division where the numbers allow it, else by long division as by hand."""

from __future__ import annotations

from fractions import Fraction
from math import prod

from scoring.forms.writing.formulas.cases import Settle, if_whole
from scoring.forms.writing.formulas.quantities import (
    Ratio,
    Truth,
)
from scoring.forms.writing.formulas.ratios import magnitude_of
from scoring.forms.writing.formulas.truths import both, either, wholes_compared
from scoring.forms.writing.formulas.wholes import (
    LIMIT,
    NOTHING,
    PRODUCT,
    SUM,
    NotSayable,
    Whole,
    floor_of,
    minus,
    plus,
    sign_of,
    times,
    whole,
)
from scoring.values.rounding import Rounding


def rounded(value: Ratio, rounding: Rounding, settle: Settle, by_hand: bool = True) -> Ratio:
    """Rounded exactly; `settle` gives a step of the way a cell of its own."""
    if value.constant is not None:
        return Ratio(rounding.apply(value.constant))
    if rounding.significant is not None:
        raise NotSayable("significant digits")
    step = rounding.unit_of(Fraction(0))
    in_steps = Ratio(value.factor / step, value.above, value.below)
    if not in_steps.below and in_steps.factor.denominator == 1:
        return value
    if not in_steps.never_negative:
        if rounding.mode in ("floor", "ceiling"):
            return Ratio(step, (_floor_or_ceiling(in_steps, rounding.mode == "ceiling"),))
        size = _nearest(magnitude_of(in_steps), rounding.mode, settle, by_hand)
        signs = [sign_of(one) for one in in_steps.above if one.low < 0]
        return Ratio(step * (-1 if in_steps.factor < 0 else 1), (times(*signs, size),))
    return Ratio(step, (_nearest(in_steps, rounding.mode, settle, by_hand),))


def _floor_or_ceiling(value: Ratio, ceiling: bool) -> Whole:
    above, below = _quotient(value)
    if not ceiling:
        return floor_of(above, below)
    return minus(whole(0), floor_of(minus(whole(0), above), below))


def _quotient(value: Ratio) -> tuple[Whole, Whole]:
    return times(whole(value.factor.numerator), *value.above), times(whole(value.factor.denominator), *value.below)


def _nearest(value: Ratio, mode: str, settle: Settle, by_hand: bool) -> Whole:
    """A whole number next to a quotient that is never negative."""
    try:
        above, below = _quotient(value)
        match mode:
            case "half_up" | "half_down":
                return _nearer(value, below, mode == "half_up")
            case "down" | "floor":
                return floor_of(above, below)
            case "up" | "ceiling":
                return floor_of(minus(plus(above, below), whole(1)), below)
    except NotSayable:
        if not by_hand:
            raise
    whole_part, rest, below = _long_division(value, settle)
    return plus(whole_part, _away(whole_part, rest, below, mode))


def _nearer(value: Ratio, below: Whole, half_up: bool) -> Whole:
    """(2a + b) ÷ 2b, cut; halves go away from zero, or towards it."""
    above = times(whole(value.factor.numerator), *value.above)
    if half_up and below.constant is not None and below.constant % 2 == 0:
        return floor_of(plus(above, whole(below.constant // 2)), below)
    twice = times(whole(2 * value.factor.numerator), *value.above)
    doubled = times(whole(2 * value.factor.denominator), *value.below)
    summed = plus(twice, below)
    return floor_of(summed if half_up else minus(summed, whole(1)), doubled)


def _away(whole_part: Whole, rest: Whole, below: Whole, mode: str) -> Whole:
    """1 where the number further from zero is the nearer one."""
    twice = times(whole(2), rest)
    match mode:
        case "half_up":
            away = wholes_compared(">=", twice, below)
        case "half_down":
            away = wholes_compared(">", twice, below)
        case "half_even":
            odd = Truth(f"MOD({whole_part.text},2)=1", None if whole_part.now is None else whole_part.now % 2 == 1)
            tie = both([wholes_compared("==", twice, below), odd])
            away = either([wholes_compared(">", twice, below), tie])
        case "up" | "ceiling":
            away = wholes_compared(">", rest, whole(0))
        case "down" | "floor":
            return whole(0)
        case "05up":
            fifth = Truth(f"MOD({whole_part.text},5)=0", None if whole_part.now is None else whole_part.now % 5 == 0)
            away = both([wholes_compared(">", rest, whole(0)), fifth])
        case _:
            raise NotSayable(f"rounding {mode}")
    return if_whole(away, whole(1), whole(0))


def _long_division(value: Ratio, settle: Settle) -> tuple[Whole, Whole, Whole]:
    """The whole part, the rest and the divisor, one factor of the dividend after the other as by hand."""
    below = times(whole(value.factor.denominator), *value.below)
    below = settle(below, "divisor") if below.constant is None else below
    factors = sorted(value.above, key=lambda one: -one.size)
    factors += [whole(one) for one in _small_factors(value.factor.numerator)]
    whole_part, rest = whole(0), whole(1)
    for number, factor in enumerate(factors):
        if factor.low < 0:
            raise NotSayable("a number that may be below zero")
        dividend = times(rest, factor)
        more = settle(floor_of(dividend, below), "quotient")
        whole_part = plus(times(whole_part, factor), more)
        whole_part = _at_most(whole_part, LIMIT // (2 * prod(one.size for one in factors[number + 1 :])))
        whole_part = settle(whole_part, "whole part") if whole_part.constant is None else whole_part
        rest = settle(_rest(dividend, more, below), "rest")
    return whole_part, rest, below


def _rest(dividend: Whole, quotient: Whole, below: Whole) -> Whole:
    """What a division leaves; quotient × divisor is never above the dividend, whatever their ends are."""
    there = None not in (dividend.now, quotient.now, below.now)
    now = (dividend.now or 0) - (quotient.now or 0) * (below.now or 0) if there else None
    text = f"{dividend.within(SUM)}-{quotient.within(PRODUCT)}*{below.within(PRODUCT)}"
    return Whole(text, now, 0, min(below.high - 1, dividend.high), SUM)


def _at_most(number: Whole, most: int) -> Whole:
    """The number where it is not above what the next factors leave room for; otherwise nothing."""
    if number.high <= most:
        return number
    if most < 1:
        raise NotSayable("beyond fourteen digits")
    kept = if_whole(wholes_compared(">", number, whole(most)), NOTHING, number)
    return Whole(kept.text, kept.now, max(number.low, 0), most)


def _small_factors(number: int) -> list[int]:
    """A number as factors that are as small as its primes allow, those of two figures at most put together."""
    found, rest, divisor = [], number, 2
    while rest > 1 and divisor < 1000:
        while rest % divisor == 0:
            found.append(divisor)
            rest //= divisor
        divisor += 1
    if rest > 1:
        found.append(rest)
    made: list[int] = []
    for one in found:
        if made and made[-1] * one <= 10:
            made[-1] *= one
        else:
            made.append(one)
    return made
