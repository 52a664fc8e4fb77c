"""The figures of a run: what came of many projects at once, exactly counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from scoring.problems import Text

BINS = 20
"""About as many bars as a distribution has."""
ROUND_STEPS = (Fraction(1), Fraction(2), Fraction(5, 2), Fraction(5))


@dataclass(frozen=True, slots=True)
class Scale:
    """What a run's totals and points are measured on, as the rulebooks say."""

    grades: tuple[str, ...] = ()  # from the best to the lowest
    edges: tuple[tuple[Fraction, str], ...] = ()  # where a grade begins, and that grade
    step: Fraction = Fraction(1, 100)  # to which totals are rounded
    possible: Fraction | None = None
    weights: Mapping[str, Fraction] | None = None  # by indicator
    labels: Mapping[str, Text] | None = None  # of indicators, limits, and findings by code


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows in are rows scored and rows rejected; `slow` of the scored ones went row by row.

    `compared`: how many of those that were scored as columns were scored by exact arithmetic as well.
    """

    came: int
    rejected: int
    slow: int
    scored: int
    complete: int
    incomplete: int
    compared: int = 0

    @property
    def add_up(self) -> bool:
        return self.came == self.scored + self.rejected and self.scored == self.complete + self.incomplete


@dataclass(frozen=True, slots=True)
class Bin:
    """Totals from `low` on, below `high`; the last one's end is included."""

    low: Fraction
    high: Fraction
    count: int


@dataclass(frozen=True, slots=True)
class Totals:
    """How totals are spread. Quartiles lie between neighbours as a spreadsheet's QUARTILE does, exactly."""

    count: int
    lowest: Fraction
    quartiles: tuple[Fraction, Fraction, Fraction]
    highest: Fraction
    mean: Fraction
    bins: tuple[Bin, ...]


@dataclass(frozen=True, slots=True)
class Lost:
    """What projects lost on an indicator: weight less points, over those that were scored on it."""

    id: str
    weight: Fraction | None
    points: Fraction  # lost by all together
    scored: int
    not_applicable: int
    not_scorable: int

    @property
    def share(self) -> Fraction | None:
        """The mean share of the weight that was lost."""
        return self.points / (self.weight * self.scored) if self.weight and self.scored else None


@dataclass(frozen=True, slots=True)
class NamedFigure:
    """A name and how many rows have it, such as a limit that bit, or a finding; `undecided` of a limit that may."""

    name: str
    count: int
    undecided: int = 0


@dataclass(frozen=True, slots=True)
class Listed:
    """A project named in the figures, by its row: its total, or what it claimed too much or too little."""

    row: int
    project: str
    value: Fraction


@dataclass(frozen=True, slots=True)
class ClaimFigures:
    """A role's claimed totals against recomputed ones. Open: a range that holds the claim, or no total at all."""

    role: str
    equal: int
    above: int
    below: int
    open: int
    difference: Fraction | None  # mean of claimed less recomputed, where both are known
    largest: tuple[Listed, ...]  # by the part of the difference that is certain


@dataclass(frozen=True, slots=True)
class Edge:
    """Totals within one step of where a grade begins; those nearest by row are named."""

    at: Fraction
    grade: str
    below: int
    on: int
    above: int
    named: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A column whose cells were rejected, how often, and the first reason."""

    column: str  # empty: the whole row
    count: int
    reason: Text


@dataclass(frozen=True, slots=True)
class PlaceFigures:
    """A place among the projects of the tables: who was counted, who takes no part, and who was left out as incomplete."""

    name: str
    counted: int
    without: int
    left_out: int
    open: int = 0  # incomplete, and counted all the same: others' places are ranges for them


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that a summary of a run shows."""

    scale: Scale
    rows: Rows
    grades: tuple[tuple[str, int], ...]
    without_grade: int
    totals: Totals | None
    lost: tuple[Lost, ...]  # most first
    limits: tuple[NamedFigure, ...]
    findings: tuple[NamedFigure, ...]
    claims: tuple[ClaimFigures, ...]
    edges: tuple[Edge, ...]
    refusals: tuple[Refusal, ...]
    places: tuple[PlaceFigures, ...] = ()


def bin_ends(lowest: Fraction, highest: Fraction, possible: Fraction | None) -> tuple[Fraction, Fraction, int]:
    """Where the first bin begins, how wide each is, and how many there are: round numbers over all that is possible.

    From zero to what is possible, further where totals go further; where nothing says what is possible, around the totals.
    """
    low = min(Fraction(0), lowest) if possible is not None else lowest
    high = max(possible, highest) if possible is not None else highest
    if low == high:
        high = low + 1
    width = _round_step((high - low) / BINS)
    first = low // width * width
    return first, width, max(1, -((first - high) // width))


def _round_step(least: Fraction) -> Fraction:
    """The next 1, 2, 2.5 or 5 times a power of ten."""
    power = Fraction(1)
    while power > least:
        power /= 10
    while power * 10 <= least:
        power *= 10
    return next((power * step for step in ROUND_STEPS if power * step >= least), power * 10)


def between(low: Fraction, high: Fraction, position: Fraction) -> Fraction:
    """What lies at a position among ordered numbers, given its two neighbours."""
    return low + (high - low) * (position - position // 1)
