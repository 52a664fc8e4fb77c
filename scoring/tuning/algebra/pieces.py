"""A term of one number, piece by piece: between which numbers it is which quotient of polynomials, or which truth.

Rounding is left out (`smooth`): a rounded number is taken as what is rounded, so that a piece is a curve and not a staircase.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from scoring.tuning.algebra.terms import Term, below

Polynomial = tuple[Fraction, ...]
"""Its coefficients, the constant first; the last is not zero."""
Curve = tuple[Polynomial, Polynomial]
"""One polynomial over another."""
ZERO, ONE = Fraction(0), Fraction(1)
HIGHEST = 8
MOST_PIECES = 400
FINE = Fraction(1, 10**15)
FAR = Fraction(10) ** 15
HALF = Fraction(1, 2)


class TooCurved(Exception):
    """A term has more pieces, or higher powers, than are looked at."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """`values[n]` lies between `ends[n - 1]` and `ends[n]`; at the ends themselves nothing is said."""

    ends: tuple[Fraction, ...]
    values: tuple[Curve | bool, ...]


def pieces_of(term: Term, name: str) -> tuple[Pieces, tuple[Fraction, ...]]:
    """The pieces of a term of that number alone, and every end of a piece of anything that it is made of."""
    known, ends = pieces_by_term(term)
    return known[term.number], ends


def pieces_by_term(term: Term, straight: bool = False) -> tuple[dict[int, Pieces], tuple[Fraction, ...]]:
    """The pieces of a term of one number and of all that it is made of, by their numbers; and every end of a piece.

    `straight`: of straight lines alone, and one over another, whose ends are exact; anything else is too curved.
    """
    known: dict[int, Pieces] = {}
    ends: set[Fraction] = set()
    for at in below(term):
        known[at.number] = made = _made(at, [known[arg.number] for arg in at.args])
        ends.update(made.ends)
        if len(ends) > MOST_PIECES or (straight and not all(map(_is_straight, made.values))):
            raise TooCurved
    return known, tuple(sorted(ends))


def _is_straight(value: Curve | bool) -> bool:
    return isinstance(value, bool) or (len(value[0]) <= 2 and len(value[1]) <= 2)


def _made(at: Term, args: Sequence[Pieces]) -> Pieces:
    match at.op:
        case "number":
            assert isinstance(at.value, Fraction)
            return Pieces((), (_constant(at.value),))
        case "truth":
            return Pieces((), (bool(at.value),))
        case "var":
            return Pieces((), (((ZERO, ONE), (ONE,)),))
        case "sum":
            assert isinstance(at.value, Fraction)
            start = _constant(at.value)
            return _together(args, lambda curves: _sum(start, curves, at.factors))
        case "product":
            return _together(args, _product)
        case "quotient":
            return _together(args, lambda curves: _quotient(curves[0], curves[1]))
        case "floor":
            return _together(args, lambda curves: _sum(_constant(-HALF), curves, (ONE,)))
        case "if":
            return _together(args, lambda values: values[1] if values[0] else values[2])
        case "and":
            return _together(args, all)
        case "not":
            return _together(args, lambda values: not values[0])
        case "below":
            return _signs(args[0], below_nothing=True)
    return _signs(args[0], below_nothing=False)


def _constant(value: Fraction) -> Curve:
    return ((value,) if value else ()), (ONE,)


def _together(args: Sequence[Pieces], made: Callable[..., Curve | bool]) -> Pieces:
    ends = tuple(sorted({end for arg in args for end in arg.ends}))
    places = [0] * len(args)
    values: list[Curve | bool] = []
    for number in range(len(ends) + 1):
        values.append(made([arg.values[place] for arg, place in zip(args, places, strict=True)]))
        if number < len(ends):
            for n, arg in enumerate(args):
                if places[n] < len(arg.ends) and arg.ends[places[n]] == ends[number]:
                    places[n] += 1
    return _joined(ends, values)


def _joined(ends: Sequence[Fraction], values: Sequence[Curve | bool]) -> Pieces:
    """Without ends at which nothing changes."""
    kept_ends: list[Fraction] = []
    kept = [values[0]]
    for end, value in zip(ends, values[1:], strict=True):
        if value != kept[-1]:
            kept_ends.append(end)
            kept.append(value)
    return Pieces(tuple(kept_ends), tuple(kept))


def _signs(arg: Pieces, below_nothing: bool) -> Pieces:
    """Where a number is less than nothing; or is nothing, which but for whole pieces it is at single points."""
    ends: list[Fraction] = []
    values: list[Curve | bool] = []
    low: Fraction | None = None
    for number, curve in enumerate(arg.values):
        high = arg.ends[number] if number < len(arg.ends) else None
        assert not isinstance(curve, bool)
        above, under = curve
        cuts = [root for poly in (above, under) for root in roots(poly, low, high)]
        edges = [low, *sorted(set(cuts)), high]
        for one, other in pairwise(edges):
            if not below_nothing:
                values.append(not above)
            else:
                at = between(one, other)
                values.append(value_at(above, at) * value_at(under, at) < 0)
            if other is not None:
                ends.append(other)
        low = high
    if below_nothing:
        return _joined(ends, values)
    return Pieces(tuple(ends), tuple(values))  # a single point is an end all the same


def between(low: Fraction | None, high: Fraction | None) -> Fraction:
    """A number between two, either of which may be none."""
    if low is None:
        return ZERO if high is None else high - 1
    return low + 1 if high is None else (low + high) / 2


# ---------------------------------------------------------------------- polynomials


def value_at(poly: Polynomial, x: Fraction) -> Fraction:
    value = ZERO
    for coefficient in reversed(poly):
        value = value * x + coefficient
    return value


def _sum(start: Curve, curves: Sequence[Curve], factors: Sequence[Fraction]) -> Curve:
    above, under = start
    for (top, bottom), factor in zip(curves, factors, strict=True):
        scaled = tuple(coefficient * factor for coefficient in top)
        if bottom == under:
            above = added(above, scaled)
        else:
            above, under = added(times(above, bottom), times(scaled, under)), times(under, bottom)
    return _plain(above, under)


def _product(curves: Sequence[Curve]) -> Curve:
    above, under = curves[0]
    for top, bottom in curves[1:]:
        above, under = times(above, top), times(under, bottom)
    return _plain(above, under)


def _quotient(one: Curve, other: Curve) -> Curve:
    if not other[0]:
        return (), (ONE,)
    return _plain(times(one[0], other[1]), times(one[1], other[0]))


def _plain(above: Polynomial, under: Polynomial) -> Curve:
    if len(above) > HIGHEST or len(under) > HIGHEST:
        raise TooCurved
    if not above:
        return (), (ONE,)
    while len(under) > 1 and above[0] == 0 and under[0] == 0:  # both times x
        above, under = above[1:], under[1:]
    if len(under) == len(above) and all(a * under[-1] == b * above[-1] for a, b in zip(above, under, strict=True)):
        return (above[-1] / under[-1],), (ONE,)
    lead = under[-1]
    return tuple(a / lead for a in above), tuple(b / lead for b in under)


def added(one: Polynomial, other: Polynomial) -> Polynomial:
    size = max(len(one), len(other))
    added = [(one[n] if n < len(one) else ZERO) + (other[n] if n < len(other) else ZERO) for n in range(size)]
    while added and not added[-1]:
        added.pop()
    return tuple(added)


def times(one: Polynomial, other: Polynomial) -> Polynomial:
    if not one or not other:
        return ()
    found = [ZERO] * (len(one) + len(other) - 1)
    for n, a in enumerate(one):
        for m, b in enumerate(other):
            found[n + m] += a * b
    return tuple(found)


def roots(poly: Polynomial, low: Fraction | None, high: Fraction | None) -> list[Fraction]:
    """Where a polynomial is nothing between two numbers: exact where it is linear, else to fifteen digits."""
    if len(poly) < 2:
        return []
    if len(poly) == 2:
        found = [-poly[0] / poly[1]]
    else:
        slope = tuple(n * coefficient for n, coefficient in enumerate(poly))[1:]
        turns = roots(slope, None, None)
        edges = [-FAR, *turns, FAR]
        found = [root for one, other in pairwise(edges) if (root := _root(poly, one, other)) is not None]
        found += [turn for turn in turns if value_at(poly, turn) == 0]
    return sorted({root for root in found if (low is None or root > low) and (high is None or root < high)})


def _root(poly: Polynomial, low: Fraction, high: Fraction) -> Fraction | None:
    """Where a polynomial that only rises or only falls changes its sign."""
    at_low = value_at(poly, low)
    if at_low * value_at(poly, high) >= 0:
        return None
    for _ in range(120):
        middle = ((low + high) / 2).limit_denominator(10**18)
        value = value_at(poly, middle)
        if value == 0 or high - low < FINE * max(ONE, abs(middle)):
            return middle
        if (value < 0) == (at_low < 0):
            low = middle
        else:
            high = middle
    return low
