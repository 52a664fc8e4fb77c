"""Where a condition of one number can change: at the ends of its pieces, and what lies beside and between them."""

from __future__ import annotations

import itertools
from fractions import Fraction

from scoring.tuning.algebra.pieces import TooCurved, pieces_of
from scoring.tuning.algebra.terms import Term

STEPS = tuple(sign * Fraction(1, 10**digits) for digits in (4, 2, 1) for sign in (1, -1))


def edges(term: Term, name: str) -> tuple[Fraction, ...]:
    """Numbers at, between and beside which the term may be another, the ends first."""
    try:
        _, ends = pieces_of(term, name)
    except TooCurved:
        return (Fraction(0),)
    if not ends:
        return (Fraction(0),)
    between = [plainly((one + other) / 2) for one, other in itertools.pairwise(ends)]
    beyond = [ends[0] - 1, ends[-1] * 2 + 1]
    beside = [end + step * max(Fraction(1), abs(end)) for step in STEPS for end in ends]
    return tuple(dict.fromkeys([*between, *ends, *beyond, *beside, Fraction(0)]))


def plainly(value: Fraction) -> Fraction:
    """A number near it, with few digits."""
    if value == 0:
        return value
    step = Fraction(10) ** (len(str(int(abs(value)))) - 3)
    return (value / step).__round__() * step
