"""How grades and ranks react when weights and thresholds move a little, and whose grade hangs on very little."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from scoring.problems import Text
from scoring.tuning.editions.side import Side
from scoring.tuning.reactions.variation import Variation


@dataclass(frozen=True, slots=True)
class Reaction:
    """What one variation does: whose grade becomes better or worse, whose total moves, the largest move, rank correlation.

    `refused` says why the rulebook cannot be moved so; nothing else is then known.
    """

    variation: Variation
    better: int = 0
    worse: int = 0
    other: int = 0  # a grade where there was none, or none where there was one
    moved: int = 0
    largest: Fraction = Fraction(0)
    tau: Fraction | None = None
    refused: Text | None = None

    @property
    def flips(self) -> int:
        return self.better + self.worse + self.other


@dataclass(frozen=True, slots=True)
class Edge:
    """A threshold of the grade: how many projects stand exactly at the end from which it holds, and one step before it.

    None where there is no such total: of totals that are not rounded there is no last one before a threshold.
    """

    grade: str
    at: Fraction
    just_in: int | None
    just_out: int | None


@dataclass(frozen=True, slots=True)
class Hanging:
    """A project whose grade becomes another when one reported number is one unit of its last digit larger or smaller."""

    id: str
    project: str
    total: Fraction
    grade: str
    column: str
    before: str
    after: str
    then: str  # the grade that it would have


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """All reactions, those with most flips first; `not_moved` says which weights and thresholds were not tried, and why."""

    side: Side
    data: tuple[str, ...]
    projects: int  # scored by the rulebook as it is
    graded: int
    rejected: int
    decimals: int | None  # of totals; None where they are not rounded
    reactions: tuple[Reaction, ...]
    edges: tuple[Edge, ...]
    tried_near: int
    hanging: tuple[Hanging, ...]
    notes: tuple[Text, ...] = ()
