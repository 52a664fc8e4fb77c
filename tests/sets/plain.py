"""What the independent implementations share: exact decimals, rounding by hand, facts as TOML, a case.

Nothing here or in the modules beside it imports `scoring`: they say again, in plain Python, what the rulebooks say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

CASES = 200
NOT_APPLICABLE = "not_applicable"
UNKNOWN = "not_scorable"


@dataclass(frozen=True)
class Case:
    """The facts of one project as TOML gives them, and what its results must be, by name."""

    name: str
    facts: Mapping[str, Any]
    expected: Mapping[str, Any]
    completed: bool = False
    """What is expected is what all completions of a missing mark have in common: a rulebook may know less, never more."""


def half_up(number: Fraction, decimals: int) -> Fraction:
    """Rounded to so many decimals, a half away from zero."""
    scaled = abs(number) * 10**decimals
    whole = scaled.numerator // scaled.denominator
    if scaled - whole >= Fraction(1, 2):
        whole += 1
    return Fraction(whole if number >= 0 else -whole, 10**decimals)


def decimal(number: Fraction) -> str:
    """Written out; every number that is reported has few decimals."""
    scaled = number * 10**6
    assert scaled.denominator == 1, number
    sign, digits = ("-" if number < 0 else ""), f"{abs(scaled.numerator):07d}"
    return (sign + digits[:-6] + "." + digits[-6:]).rstrip("0").rstrip(".")


def grid(rng: Random, low: int, high: int, step: str = "1") -> Fraction:
    """A number on a coarse grid, so that two are often the same."""
    return Fraction(step) * rng.randint(int(low / Fraction(step)), int(high / Fraction(step)))


def mean(numbers: Sequence[Fraction]) -> Fraction:
    return sum(numbers, Fraction(0)) / len(numbers)


def trimmed(numbers: Iterable[Fraction], least: int) -> list[Fraction]:
    """Without one highest and one lowest where there are at least so many."""
    ordered = sorted(numbers)
    return ordered[1:-1] if len(ordered) >= least else ordered


def written(value: Any) -> str:
    """A value of a project's facts as TOML has it."""
    if value is True or value is False:
        return str(value).lower()
    if isinstance(value, Fraction):
        return decimal(value)
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {written(item)}" for key, item in value.items() if item is not None) + " }"
    if isinstance(value, Sequence):
        return "[" + ", ".join(written(item) for item in value) + "]"
    return str(value)


def facts(case: Case) -> str:
    """The `[facts]` of a case; what is missing is not written."""
    lines = [f"{name} = {written(value)}" for name, value in case.facts.items() if value is not None]
    return "\n".join(["[facts]", *lines, ""])
