"""What points may be: a range, which is one number where all is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.scorecard.scorecard import Bites
from scoring.values.bound import Bound
from scoring.values.rounding import Rounding
from scoring.values.value import Value

ZERO = Fraction(0)
Ends = tuple[Fraction | None, Fraction | None]
"""At least, at most."""


@dataclass(frozen=True, slots=True)
class Range:
    """What points may be; one number where the lowest is the highest, whatever is still missing."""

    low: Fraction
    high: Fraction

    @property
    def points(self) -> Fraction | None:
        return self.low if self.low == self.high else None

    @property
    def value(self) -> Value:
        """As the rules see it: a number, or a bound."""
        return self.low if self.low == self.high else Bound(self.low, self.high)

    def __add__(self, other: Range) -> Range:
        if self.low is self.high and other.low is other.high:
            points = self.low + other.low
            return Range(points, points)
        return Range(self.low + other.low, self.high + other.high)

    def scaled(self, factor: Fraction) -> Range:
        return self if factor == 1 else Range(self.low * factor, self.high * factor)

    def rounded(self, rounding: Rounding | None) -> Range:
        """As both its ends are rounded."""
        return self if rounding is None else Range(rounding.apply(self.low), rounding.apply(self.high))

    def limited(self, limits: Sequence[tuple[Ends, Bites]]) -> Range:
        """As limits leave it: all floors first, then all caps. One that is undecided both acts and does not."""
        acting = [(ends, bites) for ends, bites in limits if bites in ("yes", "unknown") and ends != (None, None)]
        if not acting:
            return self
        sure = [ends for ends, bites in acting if bites == "yes"]
        either = [ends for ends, _ in acting]
        low = between(self.low, (_highest(sure), _lowest(either)))
        return Range(low, between(self.high, (_highest(either), _lowest(sure))))


def hull(ranges: Iterable[Range]) -> Range:
    """All that one of several ranges holds."""
    every = list(ranges)
    return Range(min(one.low for one in every), max(one.high for one in every))


def between(value: Fraction, ends: Ends) -> Fraction:
    """A number not below the first end, and not above the second: the cap counts where they contradict."""
    at_least, at_most = ends
    if at_least is not None:
        value = max(value, at_least)
    return value if at_most is None else min(value, at_most)


def _highest(limits: Sequence[Ends]) -> Fraction | None:
    return max((at_least for at_least, _ in limits if at_least is not None), default=None)


def _lowest(limits: Sequence[Ends]) -> Fraction | None:
    return min((at_most for _, at_most in limits if at_most is not None), default=None)
