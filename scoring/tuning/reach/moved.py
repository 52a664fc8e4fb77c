"""Between what ends one fact brings what rests on it, wherever it is moved to, all else as reported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import Protocol

from scoring.tuning.algebra.terms import Term
from scoring.tuning.reach.as_reported import AsReported
from scoring.tuning.reach.cheapest import Axis
from scoring.tuning.reach.enclosure import Kept, enclosure_of
from scoring.tuning.reach.ends import FLOATS, NO, YES, Ends
from scoring.tuning.reach.lever import Lever, Setting

MOST_PARTS = 40
"""Parts of an axis, between the places where something turns, that are enclosed for themselves."""


class AnyMove(Protocol):
    """A fact that is moved."""

    @property
    def lever(self) -> Lever: ...

    def ends(self, term: Term) -> Ends:
        """Between what a term lies, wherever the fact is."""
        ...


@dataclass
class Moved:
    """A fact set in one way."""

    lever: Lever
    setting: Setting
    at: AsReported
    kept: Kept
    known: dict[int, Term] = field(default_factory=dict)
    found: dict[int, Ends] = field(default_factory=dict)

    def alone(self, term: Term) -> Term:
        """The term of this fact alone."""
        axis = self.setting.axis
        free = axis.names if axis is not None else ()
        return self.at.alone(term, [self.lever.fact], self.setting.values, free, self.known)

    def ends(self, term: Term) -> Ends:
        if term.number not in self.found:
            self.found[term.number] = self._ends(self.alone(term))
        return self.found[term.number]

    def _ends(self, own: Term) -> Ends:
        if own.op == "truth":
            return YES if own.value else NO
        if own.op == "number":
            assert isinstance(own.value, Fraction)
            return FLOATS.ends_of(own.value)
        axis = self.setting.axis
        assert axis is not None
        enclosure = enclosure_of(own, [axis.names], self.at.terms, self.kept)
        return hull([enclosure.within([axis.ends(low, high)]) for low, high in _parts(axis, enclosure.marks[0])])


def _parts(axis: Axis, marks: Sequence[Fraction]) -> list[tuple[int, int]]:
    """The axis cut at the places where something turns, each of them apart; whole where these are too many."""
    cuts = {axis.low - 1, axis.high}
    for mark in marks:
        count = mark / axis.step
        cuts |= {at for at in (count.__ceil__() - 1, count.__floor__()) if axis.low <= at < axis.high}
    if len(cuts) > MOST_PARTS:
        cuts = {axis.low - 1, axis.high}
    return [(low + 1, high) for low, high in pairwise(sorted(cuts))]


@dataclass
class MovedAnyhow:
    """A fact set in any of its ways."""

    lever: Lever
    ways: Sequence[Moved]
    found: dict[int, Ends] = field(default_factory=dict)

    def ends(self, term: Term) -> Ends:
        if term.number not in self.found:
            self.found[term.number] = hull([one.ends(term) for one in self.ways])
        return self.found[term.number]

    def may(self, condition: Term) -> bool:
        """Whether a condition can hold, wherever the fact is moved to alone."""
        return any(one.ends(condition)[1] > 0 for one in self.ways)


def hull(several: Sequence[Ends]) -> Ends:
    return min(low for low, _ in several), max(high for _, high in several)
