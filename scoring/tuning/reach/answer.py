"""What it would take: changes, each with its effort, and what is not to be had, with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from scoring.problems import Text
from scoring.scorecard.scorecard import Finding, Scorecard
from scoring.tuning.reach.goal import Goal


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that is otherwise: as it is written now (None: not reported) and then; how much of itself that is."""

    fact: str
    label: Text
    before: str | None
    after: str
    effort: Fraction | None  # None: nothing is reported yet
    steps: bool = False  # effort counts levels, or a yes for a no
    data: object = None  # what a project file has for it
    until: tuple[str | None, str | None] | None = None  # all from there to there do as well; None: without an end
    over: bool = False  # a share that was at most all of it, and would be more
    evidence: bool = False  # a yes that counts only with its evidence


@dataclass(frozen=True, slots=True)
class Tried:
    """Of a fact that no terms tell: how many values were scored, between which, how many of them refuse the project; whether all were."""

    count: int
    refused: int
    least: str | None
    most: str | None
    every: bool


@dataclass(frozen=True, slots=True)
class Needed:
    """Of two facts that are not reported what one has to be for the other to reach it at all: at least, at most, or one of some options.

    `then`: what the other is at the least, or at the first option.
    """

    fact: str
    label: Text
    least: str | None
    most: str | None
    options: tuple[str, ...]
    then: Change | None


@dataclass(frozen=True, slots=True)
class Way:
    """Changes that reach the goal, with what comes of them, scored."""

    changes: tuple[Change, ...]
    ends: tuple[Fraction | None, Fraction | None]  # of the total, which are one where nothing is missing
    grades: tuple[str, ...]  # that are possible
    findings: tuple[Finding, ...]  # that were not there before
    proved: bool = True  # that no smaller one does
    needed: tuple[Needed, ...] = ()  # of a pair that is not reported
    tried: Tried | None = None

    @property
    def total(self) -> Fraction | None:
        """None: between two ends."""
        return self.ends[0] if self.ends[0] == self.ends[1] else None

    @property
    def grade(self) -> str | None:
        return self.grades[0] if len(self.grades) == 1 else None

    @property
    def effort(self) -> tuple[int, Fraction]:
        """How many facts are not reported yet, and the sum of the others' efforts."""
        open_ = sum(one.effort is None for one in self.changes)
        return open_, sum((one.effort for one in self.changes if one.effort is not None), Fraction(0))


@dataclass(frozen=True, slots=True)
class TooLittle:
    """A fact that cannot bring the goal by itself, with the most that it brings (None: nothing)."""

    fact: str
    label: Text
    at: str | None
    total: Fraction | None
    proved: bool = True  # that nothing of it brings more
    ruled_out: bool = True  # that no value of it reaches the goal
    tried: Tried | None = None


@dataclass(frozen=True, slots=True)
class Lost:
    """What an indicator lost, and the smallest change that would win some of it back; where none does, why."""

    id: str
    label: Text
    lost: Fraction
    next: Change | None
    wins: Fraction | None
    why: Text | None = None
    proved: bool = True


class Answer(StrEnum):
    """Whether one or two facts reach a goal."""

    REACHED = "reached"  # already
    POSSIBLE = "possible"
    IMPOSSIBLE = "impossible"  # all were looked at
    NOT_FOUND = "not_found"  # none among those that were looked at


@dataclass(frozen=True, slots=True)
class Reach:
    """All that could be done for a goal."""

    goal: Goal
    before: Scorecard
    reached: bool
    ways: tuple[Way, ...]  # of one fact each, the least effort first
    pairs: tuple[Way, ...]  # of two facts, cheaper together than either alone
    too_little: tuple[TooLittle, ...]
    lost: tuple[Lost, ...]
    pairs_beyond: Fraction | None = None  # pairs of so much effort and more were not looked at; None: all were
    because: tuple[Text, ...] = ()  # why less than the goal is reached
    kept: tuple[str, ...] = ()  # facts that were to stay as they are
    unpaired: tuple[str, ...] = ()  # facts that were moved alone, and not together with others
    unmoved: tuple[str, ...] = ()  # lists and free texts that the goal rests on
    below_zero: tuple[str, ...] = ()  # numbers that were not moved below zero, and might reach it there
    labels: Mapping[str, Text] = field(default_factory=dict)  # of facts and indicators

    @property
    def tried(self) -> dict[str, Tried]:
        """By fact what was tried where no terms tell what it does."""
        told = [
            *((way.changes[0].fact, way.tried) for way in self.ways),
            *((one.fact, one.tried) for one in self.too_little),
        ]
        return {fact: one for fact, one in told if one is not None}

    @property
    def answer(self) -> Answer:
        if self.reached:
            return Answer.REACHED
        if self.ways or self.pairs:
            return Answer.POSSIBLE
        cut = self.pairs_beyond is not None or self.unpaired or self.unmoved or self.below_zero
        return Answer.NOT_FOUND if cut or not all(one.ruled_out for one in self.too_little) else Answer.IMPOSSIBLE
