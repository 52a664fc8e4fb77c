"""Exact numbers, percentages, units and their conversion, rounding. (signatures first)"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Dimension = tuple[tuple[str, int], ...]
"""Base units with exponents, sorted by name: 万元/人 is (("人", -1), ("元", 1)). Shares and bare numbers: ()."""

DIMENSIONLESS: Dimension = ()

Mode = Literal["half_up", "half_even", "half_down", "up", "down", "ceiling", "floor", "05up"]


@dataclass(frozen=True, slots=True)
class Bound:
    """A number of which only limits are known: `{ at_least = "266 米" }`, or a total's range."""

    at_least: Fraction | None = None
    at_most: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Rounding:
    """Exactly one of decimals, step and significant is set."""

    mode: Mode = "half_up"
    decimals: int | None = None
    step: Fraction | None = None
    significant: int | None = None
