"""Values at run time, and what stands in the place of one.

A number is a `Fraction` in the base unit of its dimension (元, not 万元; 0.95, not 95), yes/no a `bool`, text a `str`, a date a
`Day`, a list a tuple of records, a record or a table's several results a dict; `Bound` is a number of which only limits are known;
`Unknown` is the third truth, `NotApplicable` the fourth.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from itertools import count
from typing import Union

from scoring.problems import Problem, Text
from scoring.values.bound import Bound
from scoring.values.day import Day

_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that cannot be computed.

    `missing` names what would have to be known, in order. Where nothing is missing and there is no number all the
    same, as in a division by zero, `because` says why and `about` what was divided.
    """

    missing: tuple[str, ...] = ()
    because: Text | None = None
    about: tuple[str, ...] = ()

    def and_also(self, other: Unknown) -> Unknown:
        missing = tuple(dict.fromkeys(self.missing + other.missing))
        about = tuple(dict.fromkeys(self.about + other.about))
        return Unknown(missing, self.because or other.because, about)


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """The fourth truth: what does not apply, and why. Neither zero nor missing."""

    because: Text


@dataclass(frozen=True, slots=True)
class Fault:
    """What the rulebook does not provide for, such as a table without a row for the facts.

    It is carried like any value and becomes a problem only where an outcome rests on it.
    """

    problems: tuple[Problem, ...]


Absent = Unknown | NotApplicable | Fault
"""In the place of a value."""
ABSENT = (Unknown, NotApplicable, Fault)


def of_all(absent: Iterable[Absent]) -> Absent | None:
    """What becomes of an operation that needs all its operands, given those that have no value: None where all have.

    What does not apply makes the whole not apply, whatever else becomes known; what is missing comes before what is at
    fault, since it may be reported yet. The order of operands changes nothing but the order of names.
    """
    return _first_of(tuple(absent), (NotApplicable, Unknown, Fault))


def undecided(absent: Iterable[Absent]) -> Absent | None:
    """What becomes of `and` and `or` that no operand decides: unknown as long as what is missing could still decide."""
    return _first_of(tuple(absent), (Unknown, NotApplicable, Fault))


def _first_of(absent: tuple[Absent, ...], order: tuple[type[Absent], ...]) -> Absent | None:
    if not absent:
        return None
    missing = [one for one in absent if isinstance(one, Unknown) and (one.missing or one.because is None)]
    without = [one for one in absent if isinstance(one, Unknown) and one not in missing]
    for kind in order:
        if kind is Unknown and missing:
            return reduce(Unknown.and_also, missing)
        if kind is not Unknown and (found := [one for one in absent if isinstance(one, kind)]):
            return (
                Fault(tuple(dict.fromkeys(p for one in found if isinstance(one, Fault) for p in one.problems)))
                if kind is Fault
                else found[0]
            )
    return reduce(Unknown.and_also, without) if without else None


class Record(dict[str, "Value"]):
    """One record of a list: its fields' values; `position` is its place in the list as it was reported, from 0.

    One that a list was filled up with has a place after the last of those reported. `number` is its own, which it keeps
    in every list that it is chosen for.
    """

    __slots__ = ("number", "position")

    def __init__(self, fields: Mapping[str, Value], position: int) -> None:
        super().__init__(fields)
        self.position = position
        self.number = next(_numbers)


Value = Union[  # noqa: UP007
    Fraction, bool, str, Day, Bound, Unknown, NotApplicable, Fault, tuple["Value", ...], dict[str, "Value"], None
]
"""`None` is "no result": a table that matched nothing and says so may happen."""
