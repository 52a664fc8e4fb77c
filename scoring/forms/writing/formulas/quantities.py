"""What a node is in formulas: a number as a quotient of whole numbers, a truth, a text, a day; or one of several by conditions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Union

from scoring.forms.writing.formulas.wholes import (
    ATOM,
    Whole,
)
from scoring.values.value import Absent


@dataclass(frozen=True, slots=True)
class Ratio:
    """`factor` × above ÷ below."""

    factor: Fraction
    above: tuple[Whole, ...] = ()
    below: tuple[Whole, ...] = ()

    @property
    def constant(self) -> Fraction | None:
        return self.factor if not self.above and not self.below else None

    @property
    def now(self) -> Fraction | None:
        value = self.factor
        for one in self.above:
            if one.now is None:
                return None
            value *= one.now
        for one in self.below:
            if not one.now:
                return None
            value /= one.now
        return value

    @property
    def never_negative(self) -> bool:
        return self.factor >= 0 and all(one.low >= 0 for one in (*self.above, *self.below))

    @property
    def never_zero(self) -> bool:
        return self.factor != 0 and all(one.low > 0 or one.high < 0 for one in self.above)


@dataclass(frozen=True, slots=True)
class Truth:
    """Yes or no; `now` None where it is neither today."""

    text: str
    now: bool | None
    constant: bool | None = None
    binding: int = ATOM
    of: tuple[str, str] | None = None  # the operands of an `AND` or an `OR`
    open: bool = False  # whether it may be neither, whatever numbers are there

    @property
    def operands(self) -> Mapping[str, str]:
        return dict((self.of,)) if self.of is not None else {}


@dataclass(frozen=True, slots=True)
class Ends:
    """A number of which only limits are known."""

    at_least: Ratio | None
    at_most: Ratio | None


@dataclass(frozen=True, slots=True)
class Word:
    """A text: `text` is the formula of it."""

    text: str
    now: str | None
    constant: str | None = None


@dataclass(frozen=True, slots=True)
class DayNumber:
    """A day, as spreadsheets count days."""

    number: Whole


@dataclass(frozen=True, slots=True)
class Named:
    """Several results at once."""

    outputs: Mapping[str, Quantity]


@dataclass(frozen=True, slots=True)
class Nothing:
    """No result."""


@dataclass(frozen=True, slots=True)
class Lacking:
    """What has no value, and why: it is missing, does not apply, or is a fault."""

    why: Absent


@dataclass(frozen=True, slots=True)
class Pieces:
    """The first whose condition holds; the last has none."""

    pieces: tuple[tuple[Truth | None, Leaf], ...]


Leaf = Union[Ratio, Ends, Truth, Word, DayNumber, Named, Nothing, Lacking]  # noqa: UP007


Quantity = Union[Leaf, Pieces]  # noqa: UP007


TRUE, FALSE = Truth("TRUE", True, True), Truth("FALSE", False, False)


def constant(value: Fraction) -> Ratio:
    return Ratio(value)
