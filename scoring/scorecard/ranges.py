"""What points may be: a range, which is one number where all is known."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from scoring.scorecard.scorecard import Bites
from scoring.values.bound import Bound
from scoring.values.value import Value

ZERO = Fraction(0)
Ends = tuple[Fraction | None, Fraction | None]


@dataclass(frozen=True, slots=True)
class Range:
    """What points may be; one number where lowest equals highest and nothing is open."""

    low: Fraction
    high: Fraction
    known: bool = True  # whether all of it is scored: a range of one number may still rest on something missing

    @property
    def points(self) -> Fraction | None:
        return self.low if self.known and self.low == self.high else None

    @property
    def value(self) -> Value:
        """As the rules see it: a number, or a bound."""
        return self.low if self.points is not None else Bound(self.low, self.high)

    def __add__(self, other: Range) -> Range:
        if self.low is self.high and other.low is other.high:
            points = self.low + other.low
            return Range(points, points, self.known and other.known)
        return Range(self.low + other.low, self.high + other.high, self.known and other.known)

    def scaled(self, factor: Fraction) -> Range:
        return Range(self.low * factor, self.high * factor, self.known)

    def limited(self, ends: Ends, bites: Bites) -> Range:
        """Kept between a limit's ends if it bites; both, if that is unknown. A cap goes before a floor."""
        if bites == "no":
            return self
        low, high = _between(self.low, ends), _between(self.high, ends)
        if bites == "yes":
            return Range(low, high, self.known or low == high)
        both = Range(min(self.low, low), max(self.high, high), self.known)
        return both if both.low == both.high else Range(both.low, both.high, False)


def _between(value: Fraction, ends: Ends) -> Fraction:
    at_least, at_most = ends
    if at_least is not None:
        value = max(value, at_least)
    return value if at_most is None else min(value, at_most)
