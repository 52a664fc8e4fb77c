"""Whole numbers as formulas: the text, what it comes to today, and between which ends it stays whatever is typed.

Spreadsheets compute in doubles and some round to fifteen digits on the way, also before they cut decimals off. Whole
numbers of at most fourteen digits stay themselves in all of that: `INT(a/b)` is then our division, ties included, since
a quotient that is no whole number is further from the next one than a fifteenth digit. Whatever might be larger is not
said as a formula.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import lcm

LIMIT = 10**14
ATOM, PRODUCT, SUM, COMPARISON = 4, 3, 2, 1
NO_NUMBER = "NA()"


class NotSayable(Exception):
    """What cannot be said as a formula, and why in a word or two."""


class NoFormula(NotSayable):
    """What no spreadsheet has a formula for, whatever the numbers: its value may stand in a cell instead."""


@dataclass(frozen=True, slots=True)
class Whole:
    """`now` is None where it has no value today (`#N/A`), which is then that of everything that rests on it."""

    text: str
    now: int | None
    low: int
    high: int
    binding: int = ATOM
    is_cell: bool = False

    @property
    def constant(self) -> int | None:
        return self.low if self.low == self.high and self.text != NO_NUMBER and not self.is_cell else None

    def within(self, binding: int) -> str:
        """The text where something binds as tightly as that."""
        return self.text if self.binding >= binding else f"({self.text})"

    @property
    def size(self) -> int:
        return max(abs(self.low), abs(self.high))


def whole(number: int) -> Whole:
    return _made(str(number), number, number, number, ATOM if number >= 0 else SUM)


NOTHING = Whole(NO_NUMBER, None, 0, 0)


def _made(text: str, now: int | None, low: int, high: int, binding: int = ATOM) -> Whole:
    if max(abs(low), abs(high)) > LIMIT:
        raise NotSayable("beyond fourteen digits")
    return Whole(text, now, low, high, binding)


def plus(*terms: Whole) -> Whole:
    """The sum; constants are added up, and nothing is added where that is 0."""
    known = sum(term.constant or 0 for term in terms)
    open_ = [term for term in terms if term.constant is None]
    if not open_:
        return whole(known)
    listed = [*open_, *([whole(known)] if known else [])]
    text = listed[0].within(SUM)
    for term in listed[1:]:
        negative = term.constant is not None and term.constant < 0
        text += f"-{-term.low}" if negative else f"+{term.within(PRODUCT)}"
    now = None if any(term.now is None for term in listed) else sum(term.now or 0 for term in listed)
    binding = listed[0].binding if len(listed) == 1 else SUM
    return _made(text, now, sum(term.low for term in listed), sum(term.high for term in listed), binding)


def minus(a: Whole, b: Whole) -> Whole:
    if b.constant is not None:
        return plus(a, whole(-b.constant))
    text = f"{a.within(SUM)}-{b.within(PRODUCT)}" if a.constant != 0 else f"-{b.within(PRODUCT)}"
    now = None if a.now is None or b.now is None else a.now - b.now
    return _made(text, now, a.low - b.high, a.high - b.low, SUM)


def times(*factors: Whole) -> Whole:
    """The product, with one constant before it."""
    known = 1
    for factor in factors:
        known *= factor.constant if factor.constant is not None else 1
    open_ = [factor for factor in factors if factor.constant is None]
    if not open_ or known == 0:
        return whole(known)
    listed = [*([whole(known)] if known != 1 else []), *open_]
    if len(listed) == 1:
        return listed[0]
    low, high, now = 1, 1, 1
    there = all(factor.now is not None for factor in listed)
    for factor in listed:
        ends = (low * factor.low, low * factor.high, high * factor.low, high * factor.high)
        low, high, now = min(ends), max(ends), now * (factor.now or 0)
    text = "*".join(factor.within(PRODUCT) for factor in listed)
    return _made(text, now if there else None, low, high, PRODUCT)


def floor_of(a: Whole, b: Whole) -> Whole:
    """The greatest whole number that is not above a ÷ b; b is above zero, or there is no number."""
    if b.low < 0 or b.constant == 0:
        raise NotSayable("a division by less than zero")
    if b.constant == 1:
        return a
    if a.constant is not None and b.constant is not None:
        return whole(a.constant // b.constant)
    if a.size + b.high > LIMIT:
        raise NotSayable("beyond fourteen digits")
    least = max(b.low, 1)
    ends = [a.low // least, a.low // b.high, a.high // least, a.high // b.high]
    now = None if a.now is None or not b.now else a.now // b.now
    return _made(f"INT({a.within(PRODUCT)}/{b.within(ATOM)})", now, min(ends), max(ends))


def absolute(a: Whole) -> Whole:
    if a.low >= 0:
        return a
    if a.constant is not None:
        return whole(abs(a.constant))
    return _made(f"ABS({a.text})", None if a.now is None else abs(a.now), max(0, a.low, -a.high), a.size)


def sign_of(a: Whole) -> Whole:
    return _made(f"SIGN({a.text})", None if a.now is None else (a.now > 0) - (a.now < 0), -1, 1)


def extreme(numbers: Sequence[Whole], greatest: bool) -> Whole:
    """The smallest or the greatest."""
    known = [one.constant for one in numbers if one.constant is not None]
    choose = max if greatest else min
    listed = list(dict.fromkeys(one for one in numbers if one.constant is None))
    if known:
        listed.append(whole(choose(known)))
    if len(listed) == 1:
        return listed[0]
    there = [one.now for one in listed if one.now is not None]
    text = f"{'MAX' if greatest else 'MIN'}({','.join(one.text for one in listed)})"
    now = choose(there) if len(there) == len(listed) else None
    return _made(text, now, choose(one.low for one in listed), choose(one.high for one in listed))


def common(denominators: Sequence[int]) -> int:
    made = lcm(*denominators)
    if made > LIMIT:
        raise NotSayable("beyond fourteen digits")
    return made
