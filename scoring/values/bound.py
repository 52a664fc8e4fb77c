"""A number of which only limits are known."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Bound:
    """A number of which only limits are known: `{ at_least = "266 米" }`, or a total's range."""

    at_least: Fraction | None = None
    at_most: Fraction | None = None


def between(low: Fraction, high: Fraction) -> Fraction | Bound:
    """What lies between two numbers: the number that they are, where they are one."""
    return low if low == high else Bound(low, high)
