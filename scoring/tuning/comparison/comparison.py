"""What comes of comparing two sides: edits, grades before and after, differences, and what moved each project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from scoring.problems import Text
from scoring.tuning.editions.edits import Edit
from scoring.tuning.editions.side import Side
from scoring.tuning.trials.revision import Reason, write
from scoring.tuning.trials.settings import Setting
from scoring.tuning.trials.trial import Texts

Ends = tuple[Fraction, Fraction]
"""Points from the lowest to the highest that they may be; twice the same where they are known."""
Key = tuple[str | None, int]
REJECTED = "rejected"
NO_GRADE = ""


@dataclass(frozen=True, slots=True)
class EditGroup:
    """Edits that are tried together: one, or several that make sense only together."""

    edits: tuple[Edit, ...]
    why: Text | None = None  # why they go together

    @property
    def said(self) -> Text:
        return Text("; ".join(one.said.en for one in self.edits), "；".join(one.said.zh for one in self.edits))


@dataclass(frozen=True, slots=True)
class Share:
    """What one group of edits alone does to a project; None at both ends where it cannot be told by itself."""

    group: int
    lowest: Fraction | None
    highest: Fraction | None


@dataclass(frozen=True, slots=True)
class Standing:
    """What a side gives a project."""

    outcome: str  # complete, incomplete, rejected
    points: Ends | None = None
    grade: str | None = None
    reason: Text | None = None  # why it is rejected

    @property
    def total(self) -> Fraction | None:
        """The total where it is one number."""
        return self.points[0] if self.points is not None and self.points[0] == self.points[1] else None


@dataclass(frozen=True, slots=True)
class Change:
    """A column beside the total that a project has anew: an indicator's points or outcome, a result, limits, findings."""

    column: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Move:
    """A project that the second side gives something else."""

    id: str
    project: str
    before: Standing
    after: Standing
    changes: tuple[Change, ...] = ()
    shares: tuple[Share, ...] = ()
    key: Key = (None, 0)  # its file, where there are several, and row

    @property
    def difference(self) -> Ends | None:
        """After less before, at the lowest and the highest end; None where a side gives no points."""
        if self.before.points is None or self.after.points is None:
            return None
        return self.after.points[0] - self.before.points[0], self.after.points[1] - self.before.points[1]

    @property
    def together(self) -> Ends | None:
        """What remains of the difference when the share of each edit alone is taken off."""
        whole = self.difference
        if whole is None:
            return None
        low, high = whole
        for share in self.shares:
            low -= share.lowest or 0
            high -= share.highest or 0
        return low, high


@dataclass(frozen=True, slots=True)
class Spread:
    """Differences of the totals of projects that have one on both sides: how often each comes, smallest first."""

    counts: tuple[tuple[Fraction, int], ...]

    @property
    def count(self) -> int:
        return sum(count for _, count in self.counts)

    @property
    def up(self) -> int:
        return sum(count for one, count in self.counts if one > 0)

    @property
    def down(self) -> int:
        return sum(count for one, count in self.counts if one < 0)

    @property
    def same(self) -> int:
        return sum(count for one, count in self.counts if one == 0)

    @property
    def sum(self) -> Fraction:
        return sum((one * count for one, count in self.counts), Fraction(0))

    def quantile(self, share: Fraction) -> Fraction | None:
        """The smallest difference that at least this share of projects does not exceed; None where there is none."""
        needed, reached = share * self.count, 0
        for one, count in self.counts:
            reached += count
            if reached >= needed:
                return one
        return None


@dataclass(frozen=True, slots=True)
class Effect:
    """What a group of edits alone does to all projects."""

    spread: Spread
    regraded: Mapping[tuple[str, str], int]  # grades before and after, where they differ
    rejected: int = 0  # projects that it alone rejects
    changed: int = 0  # in total, grade or status; of a rulebook without a total, in anything
    gain: int = 0  # as in `Counts`
    lose: int = 0
    open: int = 0


@dataclass(frozen=True, slots=True)
class Counts:
    """How many projects changed, in what."""

    projects: int
    changed: int
    moved: int  # in points
    regraded: int
    settled: int  # from a range to a total
    opened: int  # from a total to a range
    gain: int  # in points, at both ends where they are a range on both sides
    lose: int
    open: int  # other ranges that move: they may gain or lose
    others: int  # total unchanged, something else changed: grade, status, points of rows, findings or outcomes
    rejected_before: int
    rejected_after: int
    rejected_both: int
    only_before: int = 0  # projects that one side's data alone has
    only_after: int = 0


@dataclass(frozen=True, slots=True)
class ColumnChange:
    """How many projects changed in a column beside the total, and of numbers by how much in all."""

    column: str
    count: int
    sum: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sides compared over the same projects."""

    before: Side
    after: Side
    data: tuple[str, ...]
    edits: tuple[Edit, ...]
    groups: tuple[EditGroup, ...]  # those that may move a score
    counts: Counts
    grades: tuple[str, ...]  # the best first
    matrix: Mapping[tuple[str, str], int]
    spread: Spread
    columns: tuple[ColumnChange, ...]
    moves: tuple[Move, ...]  # those that move most, the most first
    effects: tuple[Effect, ...] | None = None  # of each group; None where they were not asked for
    settings: tuple[Setting, ...] = ()  # what was set otherwise in the second side's files
    texts: Texts = field(default_factory=dict)
    then: tuple[str, ...] = ()  # what the second side scored instead of the data
    heads: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())  # columns of the data that one side alone knows

    @property
    def moved(self) -> Text:
        """Whose scores moved, in words."""
        counts = self.counts
        if self.nothing_moves:
            return Text(f"none of {counts.projects:,} projects", f"{counts.projects:,} 个项目均无变化")
        return Text(
            f"{counts.changed:,} of {counts.projects:,} project{'' if counts.projects == 1 else 's'}: {counts.gain:,} gain, {counts.lose:,} lose, {counts.regraded:,} change grade",
            f"{counts.projects:,} 个项目中 {counts.changed:,} 个变化：{counts.gain:,} 个加分，{counts.lose:,} 个减分，{counts.regraded:,} 个等级变化",
        )

    def write(self, reason: Reason) -> list[Path]:
        """Writes the settings into the second side's files; gives back which. Raises `InputRefused`, and then nothing is written."""
        return write(self.texts, self.settings, None, reason, self.moved)

    @property
    def nothing_moves(self) -> bool:
        """Whether no project has anything else than before."""
        return not self.counts.changed
