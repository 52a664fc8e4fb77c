"""The smallest change of one fact that no terms tell: the project is scored with one value after the other, the nearest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from scoring.tuning.reach.answer import Change, Tried
from scoring.tuning.reach.changed_project import Came, ChangedProject
from scoring.tuning.reach.lever import Lever, Setting

MOST_SCORED = 40
"""Values of one fact that are tried."""


@dataclass
class Looked:
    """The nearest that was seen to do (None: none), the change that brought the highest total, and all that was tried."""

    nearest: Change | None = None
    came: Came | None = None
    most: Change | None = None
    highest: Fraction | None = None
    count: int = 0
    refused: int = 0
    every: bool = True  # nothing was left out
    ends: list[tuple[Fraction, str]] = field(default_factory=list)

    @property
    def tried(self) -> Tried:
        least, most = (min(self.ends)[1], max(self.ends)[1]) if self.ends else (None, None)
        return Tried(self.count, self.refused, least, most, self.every)

    def saw(self, change: Change, place: Fraction, came: Came | None) -> None:
        self.count += 1
        self.refused += came is None
        self.ends.append((place, change.after))
        total = came.lowest if came is not None else None
        if total is not None and (self.highest is None or total > self.highest):
            self.most, self.highest = change, total


def nearest_by_scoring(lever: Lever, project: ChangedProject, does: Callable[[Came], bool]) -> Looked:
    """The smallest change of the lever with which what comes of it does."""
    found = Looked()
    for number, setting in enumerate(lever.settings):
        for count, complete in _counts(setting):
            change = lever.change(setting, count)
            if found.nearest is not None and (change.effort or 0) >= (found.nearest.effort or 0):
                break
            if found.count == MOST_SCORED:
                found.every = False
                return found
            found.every = found.every and complete
            came = project.came([change])
            axis = setting.axis
            found.saw(change, Fraction(number) if axis is None or count is None else axis.step * count, came)
            if came is not None and does(came):
                found.nearest, found.came = change, came
                break
    return found


def _counts(setting: Setting) -> Iterator[tuple[int | None, bool]]:
    """Counts outwards from what is now: each of them as long as they are few, then ever farther apart; and whether none was left out."""
    axis = setting.axis
    if axis is None:
        yield None, True
        return
    few = axis.high - axis.low <= MOST_SCORED
    here = axis.nearest(axis.low, axis.high)
    away, by = 0, 1
    while here - away >= axis.low or here + away <= axis.high:
        for count in dict.fromkeys((here + away, here - away)):
            if axis.low <= count <= axis.high and not (away == 0 and axis.now is not None):
                yield count, few or by == 1
        if not few and away >= 16 * by:
            by *= 2
        away += by
