"""Rounding as a term, by the modes of `values.rounding`: what is next below, and whether it goes up from there."""

from __future__ import annotations

from fractions import Fraction

from scoring.tuning.algebra.terms import Term, Terms
from scoring.values.rounding import Rounding

HALF = Fraction(1, 2)


def rounded(rounding: Rounding, value: Term, terms: Terms, not_negative: bool = False) -> Term | None:
    """The value rounded to a multiple of a step or to decimals; None of significant digits. `not_negative`: it never is."""
    if rounding.significant is not None:
        return None
    step = rounding.unit_of(Fraction(0))
    scaled = terms.times(value, 1 / step)
    mode = rounding.mode
    if mode in ("floor", "ceiling"):
        whole = (
            terms.floor(scaled)
            if mode == "floor"
            else terms.times(terms.floor(terms.times(scaled, Fraction(-1))), Fraction(-1))
        )
        return terms.times(whole, step)
    above = _size(mode, scaled, terms)
    if not_negative:
        return terms.times(above, step)
    mirrored = terms.times(_size(mode, terms.times(scaled, Fraction(-1)), terms), Fraction(-1))
    return terms.times(terms.if_(terms.less(scaled, terms.nothing), mirrored, above), step)


def _size(mode: str, scaled: Term, terms: Terms) -> Term:
    """The whole number that a number of at least zero is rounded to."""
    half = terms.number(HALF)
    up = terms.times(terms.floor(terms.times(scaled, Fraction(-1))), Fraction(-1))
    match mode:
        case "half_up":
            return terms.floor(terms.add(scaled, half))
        case "half_down":
            return terms.times(terms.floor(terms.minus(half, scaled)), Fraction(-1))
        case "up":
            return up
        case "down":
            return terms.floor(scaled)
        case "05up":
            down = terms.floor(scaled)
            fifth = terms.floor(terms.times(down, Fraction(1, 5)))
            return terms.if_(terms.equal(down, terms.times(fifth, Fraction(5))), up, down)
    near = terms.floor(terms.add(scaled, half))  # half even: at one half the even one of the two
    odd = terms.equal(
        terms.minus(near, terms.times(terms.floor(terms.times(near, HALF)), Fraction(2))), terms.number(1)
    )
    tie = terms.equal(terms.add(scaled, half), near)
    return terms.if_(terms.and_(tie, odd), terms.minus(near, terms.number(1)), near)
