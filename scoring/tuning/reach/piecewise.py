"""Terms that feel the numbers which are moved through one number alone, such as a rate of two of them: piece by piece over that number.

A table of rows over a rate is at most its best row, whatever the rate: this is seen only where the rows are looked at together.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import inf

from scoring.tuning.algebra.pieces import Curve, Pieces, TooCurved, pieces_by_term, value_at
from scoring.tuning.algebra.terms import Plain, Term, Terms, Valuation, below
from scoring.tuning.reach.ends import ANY, EITHER, NO, YES, Arithmetic, Ends

CORE = "core"


@dataclass(frozen=True, slots=True)
class Piecewise:
    """A term of one number, its core: straight lines, or one straight line over another, between ends; and what it is at these."""

    core: Term
    pieces: Pieces
    at_ends: tuple[Plain, ...]

    def constant(self, ends: Ends) -> Fraction | None:
        """The number that it is wherever the core lies between two numbers; None where it is not one and the same."""
        low, high = ends
        cuts = self.pieces.ends
        place = bisect_right(cuts, low)
        if (place and cuts[place - 1] == low) or (place < len(cuts) and cuts[place] <= high):
            return None
        curve = self.pieces.values[place]
        if isinstance(curve, bool) or len(curve[0]) > 1 or len(curve[1]) > 1:
            return None
        return value_at(curve[0], Fraction(0)) / curve[1][0]

    def within(self, ends: Ends, by: Arithmetic) -> Ends:
        """What it may be where the core lies between two numbers."""
        low, high = (None if abs(end) == inf else Fraction(end) for end in ends)
        cuts = self.pieces.ends
        touched: list[Curve | bool] = []
        found: list[Plain] = [
            value for end, value in zip(cuts, self.at_ends, strict=True)
            if (low is None or low <= end) and (high is None or end <= high)
        ]  # fmt: skip
        for number, value in enumerate(self.pieces.values):
            left = cuts[number - 1] if number else None
            right = cuts[number] if number < len(cuts) else None
            if (left is not None and high is not None and high <= left) or (
                right is not None and low is not None and low >= right
            ):
                continue
            touched.append(value)
            if not isinstance(value, bool):
                inside = _between(value, _later(low, left), _sooner(high, right))
                if inside is None:
                    return ANY
                found += inside
        if touched and isinstance(touched[0], bool):
            truths = {*found, *touched}
            return EITHER if len(truths) > 1 else YES if True in truths else NO
        if found and isinstance(found[0], bool):
            return EITHER if len(set(found)) > 1 else YES if found[0] else NO
        numbers = [one for one in found if isinstance(one, Fraction)]
        return by.ends_of(min(numbers))[0], by.ends_of(max(numbers))[1]


def _later(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return other if one is None else one if other is None else max(one, other)


def _sooner(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return other if one is None else one if other is None else min(one, other)


def _between(curve: Curve, low: Fraction | None, high: Fraction | None) -> list[Fraction] | None:
    """The ends of a piece between two numbers; None where it has none."""
    above, under = curve
    if len(above) <= 1 and len(under) == 1:
        return [value_at(above, Fraction(0)) / under[0]]
    if low is None or high is None:
        return None
    if len(under) == 2 and low <= -under[0] / under[1] <= high:
        return None
    return [value_at(above, at) / value_at(under, at) for at in (low, high)]


KnownPieces = dict[tuple[int, int], Piecewise | None]


def piecewise(of: Term, sides: frozenset[str], terms: Terms, kept: KnownPieces) -> dict[int, Piecewise]:
    """By their numbers the terms that can be enclosed so, the largest of each core; `kept`: what is known of others already."""
    cores = _cores(of, sides)
    found: dict[int, Piecewise] = {}
    waiting, seen = [of], set[int]()
    while waiting:
        at = waiting.pop()
        if at.number in seen:
            continue
        seen.add(at.number)
        core = cores.get(at.number)
        made = None
        if core is not None and core is not at and at.args:
            key = at.number, core.number
            if key not in kept:
                kept[key] = _made(at, core, terms)
            made = kept[key]
        if made is not None:
            found[at.number] = made
            waiting.append(made.core)
        else:
            waiting += at.args
    return found


def _cores(of: Term, sides: frozenset[str]) -> Mapping[int, Term | None]:
    """The one number through which a term feels what is moved; itself, where there is none such; None where it feels nothing."""
    found: dict[int, Term | None] = {}
    mixed: set[int] = set()  # truths of several numbers
    for at in below(of):
        if at.op == "var":
            found[at.number] = at if at.name in sides else None
            continue
        args = [arg for arg in at.args if found[arg.number] is not None]
        cores = {core.number: core for arg in args if (core := found[arg.number]) is not None}
        if not cores:
            found[at.number] = None
        elif at.op == "floor" or len(cores) > 1 or any(arg.number in mixed for arg in args):
            found[at.number] = at
            if at.sort == "truth":
                mixed.add(at.number)
        else:
            (found[at.number],) = cores.values()
    return found


def _made(at: Term, core: Term, terms: Terms) -> Piecewise | None:
    known: dict[int, Term] = {core.number: terms.var(CORE, "number")}
    for one in below(at, known=known):
        known[one.number] = terms.remade(one, [known[arg.number] for arg in one.args]) if one.args else one
    of = known[at.number]
    if any(one.op == "var" and one.name != CORE for one in below(of)):
        return None
    try:
        pieces, ends = pieces_by_term(of, straight=True)
    except TooCurved:
        return None
    own = pieces[of.number]
    everywhere = tuple(sorted({*own.ends, *ends}))
    whole = _cut(own, everywhere)
    return Piecewise(core, whole, tuple(Valuation({CORE: end}).of(of) for end in everywhere))


def _cut(own: Pieces, ends: tuple[Fraction, ...]) -> Pieces:
    """The same pieces, cut at more ends."""
    values: list[Curve | bool] = []
    place = 0
    for number in range(len(ends) + 1):
        values.append(own.values[place])
        if number < len(ends) and place < len(own.ends) and own.ends[place] == ends[number]:
            place += 1
    return Pieces(ends, tuple(values))
