"""Between which numbers a term lies where it is known of its parts between which they lie: one step for each kind of term."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from math import floor, inf, isfinite
from typing import Any

from scoring.tuning.algebra.terms import Term, Terms
from scoring.tuning.reach.ends import ANY, NO, YES, Arithmetic, Ends, Side

Known = Sequence[Ends] | Mapping[int, Ends]
Step = Callable[[Known, Sequence[Side], Sequence[Ends]], Ends]
"""From what is known of all terms by their places, the box, and its sides as ends."""


def step_of(at: Term, args: Sequence[int], terms: Terms, by: Arithmetic) -> Step:
    """The step of a term that is no variable, whose parts stand at these places."""
    beyond = by.beyond
    match at.op:
        case "number":
            assert isinstance(at.value, Fraction)
            known = by.ends_of(at.value)
            return lambda found, box, rough: known
        case "truth":
            truth = YES if at.value else NO
            return lambda found, box, rough: truth
        case "and":
            return lambda found, box, rough: (min(found[n][0] for n in args), min(found[n][1] for n in args))
        case "not":
            (one,) = args
            return lambda found, box, rough: (1 - found[one][1], 1 - found[one][0])
        case "if":
            return _if(at, args, terms)
        case "below":
            (one,) = args
            return lambda found, box, rough: (
                1.0 if found[one][1] < 0 else 0.0,
                1.0 if found[one][0] < 0 else 0.0,
            )
        case "zero":
            (one,) = args
            return lambda found, box, rough: (
                1.0 if found[one] == (0, 0) else 0.0,
                1.0 if found[one][0] <= 0 <= found[one][1] else 0.0,
            )
        case "floor":
            (one,) = args
            return lambda found, box, rough: (_floor(found[one][0]), _floor(found[one][1]))
        case "sum":
            return _sum(at, args, by)
        case "product":
            return lambda found, box, rough: _product([found[n] for n in args], beyond)
        case "quotient":
            one, other = args
            return lambda found, box, rough: _quotient(found[one], found[other], beyond)
    raise AssertionError(at.op)


def _if(at: Term, places: Sequence[int], terms: Terms) -> Step:
    when, then, otherwise = places
    condition, one, other = at.args
    smaller = larger = False
    if one.sort != "truth":
        smaller = condition is terms.less(one, other)
        larger = condition is terms.less(other, one)

    def step(found: Known, box: Sequence[Side], rough: Sequence[Ends]) -> Ends:
        may = found[when]
        if may == YES:
            return found[then]
        if may == NO:
            return found[otherwise]
        low: Any
        high: Any
        (low, high), (low_, high_) = found[then], found[otherwise]
        if smaller:
            return min(low, low_), min(high, high_)
        if larger:
            return max(low, low_), max(high, high_)
        return min(low, low_), max(high, high_)

    return step


def _floor(end: Any) -> Any:
    return type(end)(floor(end)) if isfinite(end) else end


def _sum(at: Term, args: Sequence[int], by: Arithmetic) -> Step:
    assert isinstance(at.value, Fraction)
    start = by.ends_of(at.value)
    parts = [(n, by.ends_of(factor)) for n, factor in zip(args, at.factors, strict=True)]
    return lambda found, box, rough: sum_of(start, ((found[n], factor) for n, factor in parts), by)


def sum_of(start: Ends, parts: Iterable[tuple[Ends, Ends]], by: Arithmetic) -> Ends:
    """The ends of a sum of numbers, each with its factor."""
    beyond = by.beyond
    low: Any
    high: Any
    low, high = start
    for ends, (least, most) in parts:
        a: Any
        b: Any
        a, b = ends
        if a == -inf or b == inf:
            return ANY
        if least < 0:
            a, b = b, a
        low = beyond(low + beyond(min(a * least, a * most), -inf), -inf)
        high = beyond(high + beyond(max(b * least, b * most), inf), inf)
    return low, high


def _product(several: Sequence[Any], beyond: Callable[[Any, float], Any]) -> Ends:
    low, high = several[0]
    for a, b in several[1:]:
        if -inf in (low, a) or inf in (high, b):
            return ANY
        corners = (low * a, low * b, high * a, high * b)
        low, high = beyond(min(corners), -inf), beyond(max(corners), inf)
    return low, high


def _quotient(one: Any, other: Any, beyond: Callable[[Any, float], Any]) -> Ends:
    (low, high), (a, b) = one, other
    if a <= 0 <= b or -inf in (low, a) or inf in (high, b):
        return ANY
    corners = (low / a, low / b, high / a, high / b)
    return beyond(min(corners), -inf), beyond(max(corners), inf)
