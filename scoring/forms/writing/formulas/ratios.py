"""Quotients of whole numbers in formulas: compared by products across, multiplied and added over one divisor."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import gcd

from scoring.forms.writing.formulas.quantities import (
    FALSE,
    TRUE,
    Ends,
    Ratio,
    Truth,
)
from scoring.forms.writing.formulas.truths import either, wholes_compared
from scoring.forms.writing.formulas.wholes import (
    NotSayable,
    Whole,
    absolute,
    common,
    plus,
    times,
    whole,
)


def compared(op: str, a: Ratio, b: Ratio) -> Truth:
    """Two quotients, by the products across; nothing where a divisor is zero."""
    if a.above == b.below and a.below == b.above and a.factor * b.factor == 1 and a.never_negative:
        # a number and its inverse: above one is the one whose dividend is above its divisor
        a, b = Ratio(a.factor, a.above), Ratio(Fraction(1), a.below)
    same = [one for one in a.above if one in b.above and one.low > 0]
    if a.factor and b.factor:
        for one in same:  # what both are multiplied by changes nothing
            a = Ratio(a.factor, _without(a.above, one), a.below)
            b = Ratio(b.factor, _without(b.above, one), b.below)
    divisors = list(dict.fromkeys((*a.below, *b.below)))
    if any(one.low < 0 for one in divisors):
        raise NotSayable("a divisor that may be below zero")
    for one in [one for one in a.below if one in b.below]:
        a = Ratio(a.factor, a.above, _without(a.below, one))
        b = Ratio(b.factor, b.above, _without(b.below, one))
    left, right = a.factor, b.factor
    unit = common([left.denominator, right.denominator])
    first, second = int(left * unit), int(right * unit)
    shared = gcd(first, second) or 1
    made = wholes_compared(op, times(whole(first // shared), *a.above, *b.below),
                           times(whole(second // shared), *b.above, *a.below))  # fmt: skip
    open_ = [one for one in divisors if one.low <= 0]
    if not open_:
        return made
    none = either([wholes_compared("==", one, whole(0)) for one in open_])
    now = None if none.now is not False else made.now
    return Truth(f"IF({none.text},NA(),{made.text})", now, open=True)


def ends_compared(op: str, a: Ends, b: Ends) -> Truth:
    """Whether it holds whatever the numbers are; neither where that depends on them."""
    match op:
        case "<":
            return _certain(_less("<", a.at_most, b.at_least), _less(">=", a.at_least, b.at_most))
        case "<=":
            return _certain(_less("<=", a.at_most, b.at_least), _less(">", a.at_least, b.at_most))
        case ">" | ">=":
            return ends_compared({">": "<", ">=": "<="}[op], b, a)
        case "==" | "!=":
            apart = either([_less("<", a.at_most, b.at_least), _less("<", b.at_most, a.at_least)])
            return _certain(FALSE, apart) if op == "==" else _certain(apart, FALSE)
    raise NotSayable("a comparison of another kind")


def _less(op: str, one: Ratio | None, other: Ratio | None) -> Truth:
    return FALSE if one is None or other is None else compared(op, one, other)


def _certain(yes: Truth, no: Truth) -> Truth:
    if yes.constant is True:
        return TRUE
    otherwise = "FALSE" if no.constant is True else "NA()" if no.constant is False else f"IF({no.text},FALSE,NA())"
    if yes.constant is False:
        return FALSE if no.constant is True else Truth(otherwise, False if no.now else None, open=True)
    now = None if yes.now is None else True if yes.now else False if no.now else None
    return Truth(f"IF({yes.text},TRUE,{otherwise})", now, open="NA()" in otherwise)


def _without(listed: tuple[Whole, ...], one: Whole) -> tuple[Whole, ...]:
    place = listed.index(one)
    return (*listed[:place], *listed[place + 1 :])


def product(a: Ratio, b: Ratio) -> Ratio:
    above, below = list(a.above + b.above), list(a.below + b.below)
    for one in [one for one in above if one in below and one.low > 0]:
        if one in below and one in above:
            above.remove(one)
            below.remove(one)
    factor = a.factor * b.factor
    return Ratio(factor, tuple(above), tuple(below)) if factor else _zero(below)


def _zero(below: list[Whole]) -> Ratio:
    """Zero over something is zero only where that is not zero itself."""
    return Ratio(Fraction(0), (), tuple(one for one in below if one.low <= 0))


def quotient(a: Ratio, b: Ratio) -> Ratio:
    if b.constant == 0:
        raise NotSayable("a division by zero")
    factor, above = b.factor, b.above
    for one in above:
        if one.low < 0:
            raise NotSayable("a divisor that may be below zero")
    return product(a, Ratio(1 / factor, b.below, above))


def total(terms: Sequence[Ratio]) -> Ratio:
    """The sum, over one divisor."""
    terms = [term for term in terms if term.constant != 0]
    if not terms:
        return Ratio(Fraction(0))
    if all(term.constant is not None for term in terms):
        return Ratio(sum((term.factor for term in terms), Fraction(0)))
    if len(terms) == 1:
        return terms[0]
    below: list[Whole] = []
    for term in terms:
        left = list(below)
        for one in term.below:
            if one in left:
                left.remove(one)
            else:
                below.append(one)
    unit = Fraction(1, common([term.factor.denominator for term in terms]))
    summed = []
    for term in terms:
        others = list(below)
        for one in term.below:
            others.remove(one)
        summed.append(times(whole(int(term.factor / unit)), *term.above, *others))
    return Ratio(unit, (plus(*summed),), tuple(below))


def negative(a: Ratio) -> Ratio:
    return Ratio(-a.factor, a.above, a.below)


def over_one(ratios: Sequence[Ratio]) -> tuple[Fraction, list[Whole]] | None:
    """The numbers as whole multiples of one unit; None where they are quotients."""
    if any(ratio.below for ratio in ratios):
        return None
    unit = Fraction(1, common([ratio.factor.denominator for ratio in ratios]))
    return unit, [times(whole(int(ratio.factor / unit)), *ratio.above) for ratio in ratios]


def median(ratios: Sequence[Ratio]) -> Ratio:
    """The middle one, of an even number the mean of the two: as a whole number of halves."""
    plain = over_one(ratios)
    if plain is None:
        raise NotSayable("a median of quotients")
    unit, numbers = plain
    there = sorted(one.now for one in numbers if one.now is not None)
    half = len(there) // 2
    now = None if len(there) < len(numbers) else 2 * there[half] if len(there) % 2 else there[half - 1] + there[half]
    low, high = min(one.low for one in numbers), max(one.high for one in numbers)
    text = f"2*MEDIAN({','.join(one.text for one in numbers)})"
    return Ratio(unit / 2, (Whole(text, now, 2 * low, 2 * high, 3),))


def magnitude_of(a: Ratio) -> Ratio:
    if a.never_negative:
        return a
    return Ratio(abs(a.factor), tuple(absolute(one) for one in a.above), a.below)
