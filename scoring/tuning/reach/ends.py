"""Between which two numbers something lies: in floats, each rounded outwards, or in fractions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import inf, nextafter
from typing import Any

Ends = tuple[float | Fraction, float | Fraction]
"""Of a truth whether it can be no and yes: (0, 0) never, (0, 1) either, (1, 1) always."""
ANY: Ends = (-inf, inf)
NO, YES, EITHER = (0.0, 0.0), (1.0, 1.0), (0.0, 1.0)
Side = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """How a number is enclosed, and by what an end is moved outwards after it was computed."""

    ends_of: Callable[[Fraction], Ends]
    beyond: Callable[[Any, float], Any]


def _floats(value: Fraction) -> Ends:
    """A number between two floats."""
    try:
        near = float(value)
    except OverflowError:
        return ANY
    exact = Fraction(near)
    return (nextafter(near, -inf) if exact > value else near), (nextafter(near, inf) if exact < value else near)


FLOATS = Arithmetic(_floats, nextafter)
EXACT = Arithmetic(lambda value: (value, value), lambda value, _: value)
