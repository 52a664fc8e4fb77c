"""Plain numbers: read strictly from text and files, shown exactly."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

LONGEST_NUMBER = 100
"""Digits of a number that somebody writes."""
LARGEST_EXPONENT = 50
MOST_DECIMALS_SHOWN = 400

NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")


def read_number(text: str) -> Fraction | None:
    """The number written as a plain decimal (`12.5`, `-3`, `2e-9`); None for everything else.

    No separators of thousands, at most 100 digits, exponents up to ±50.
    """
    if len(text) > LONGEST_NUMBER + 10 or not NUMBER.fullmatch(text):
        return None
    digits, _, exponent = text.lower().partition("e")
    if sum(character.isdigit() for character in digits) > LONGEST_NUMBER:
        return None
    if exponent and (len(exponent) > 4 or abs(int(exponent)) > LARGEST_EXPONENT):
        return None
    return Fraction(text)


def exact(value: int | Decimal) -> Fraction | None:
    """A number as a TOML or JSON file gives it, exactly; None for NaN, infinities and monstrous exponents."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return Fraction(value) if value.bit_length() <= 4 * LONGEST_NUMBER else None
    if not value.is_finite():
        return None
    _, digits, exponent = value.as_tuple()
    if len(digits) > LONGEST_NUMBER or not isinstance(exponent, int) or abs(exponent) > LONGEST_NUMBER:
        return None
    return Fraction(value)


def show_number(value: Fraction, decimals: int | None = None) -> str:
    """The exact decimal, or `p/q` where no decimal is exact; with `decimals`, zeros are added up to as many.

    Never shows a digit that is not there: a number that needs more than `decimals` is shown with all of them.
    """
    places = _places(value.denominator)
    if places is None:
        return f"{value.numerator}/{value.denominator}"
    places = max(places, decimals or 0)
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    sign = "-" if value.numerator < 0 else ""
    return f"{sign}{digits[: len(digits) - places]}.{digits[len(digits) - places :]}" if places else sign + digits


def ends_as_decimal(value: Fraction) -> bool:
    """Whether a number can be written out as a decimal."""
    return _places(value.denominator) is not None


@lru_cache(4096)
def decimals_of(value: Fraction) -> int:
    """How many decimals a number has, without zeros at the end; 0 where they do not end."""
    return _places(value.denominator) or 0


def _places(denominator: int) -> int | None:
    """How many decimals a fraction with this denominator has; None when they do not end, or not soon."""
    twos = (denominator & -denominator).bit_length() - 1
    if twos > MOST_DECIMALS_SHOWN:
        return None
    rest, fives = denominator >> twos, 0
    while rest % 5 == 0 and fives <= MOST_DECIMALS_SHOWN:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None


def magnitude(value: Fraction) -> int:
    """The power of ten of the first digit: 0 for 9.5, 1 for 10, -3 for 0.00123; 0 for zero."""
    if value == 0:
        return 0
    value = abs(value)
    # log10(2) is a hair above 0.30102; the guess is off by one or two at most for numbers of any size
    guess = (value.numerator.bit_length() - value.denominator.bit_length()) * 30103 // 100000
    while Fraction(10) ** guess > value:
        guess -= 1
    while Fraction(10) ** (guess + 1) <= value:
        guess += 1
    return guess


def cut(text: str, longest: int = 40) -> str:
    """A text short enough to be quoted in a message, on one line."""
    shown = " ".join(text[: longest + 1].split())
    return shown if len(text) <= longest else shown[: longest - 1] + "…"
