"""Values at run time, and the third truth.

A number is a `Fraction` in the base unit of its dimension (元, not 万元; 0.95, not 95), yes/no a `bool`, text a `str`, a date a
`Day`, a list a tuple, a record or a table's several results a dict; `Bound` is a number of which only limits are known;
`Unknown` is the third truth.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Union

from scoring.problems import Text
from scoring.values.bound import Bound
from scoring.values.day import Day


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that cannot be computed.

    `missing` names what would have to be known, in order; `because` says why where nothing is missing
    but there is no result, as in a division by zero.
    """

    missing: tuple[str, ...] = ()
    because: Text | None = None

    def and_also(self, other: Unknown) -> Unknown:
        return Unknown(tuple(dict.fromkeys(self.missing + other.missing)), self.because or other.because)


Value = Union[Fraction, bool, str, Day, Bound, Unknown, tuple["Value", ...], dict[str, "Value"], None]  # noqa: UP007


"""`None` is "no result": a table that matched nothing and says so may happen."""
