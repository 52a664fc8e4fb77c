"""The smallest change of one fact that no terms tell: the project is scored with one value after the other, the nearest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from scoring.tuning.reach.answer import Change
from scoring.tuning.reach.changed_project import Came, ChangedProject
from scoring.tuning.reach.lever import Lever, Setting

MOST_SCORED = 40
"""Values of one fact that are tried."""


@dataclass(frozen=True, slots=True)
class Tried:
    """The nearest that was seen to do (None: none), and whether every nearer one was tried."""

    change: Change | None
    came: Came | None
    all_tried: bool


def nearest_by_scoring(lever: Lever, project: ChangedProject, does: Callable[[Came], bool]) -> Tried:
    """The smallest change of the lever with which what comes of it does."""
    left, complete = MOST_SCORED, True
    best = Tried(None, None, True)
    for setting in lever.settings:
        for count, step in _counts(setting):
            change = lever.change(setting, count)
            if best.change is not None and (change.effort or 0) >= (best.change.effort or 0):
                break
            left -= 1
            if left < 0:
                return replace(best, all_tried=False)
            complete = complete and step
            came = project.came([change])
            if came is not None and does(came):
                best = Tried(change, came, True)
                break
    return replace(best, all_tried=complete)


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
