"""What it would take to reach a grade or a number of points: of each fact alone the smallest change, the cheapest pairs, and what could be won back.

Changes are looked for along the terms of the program, on the numbers that a fact can be written with, and always scored before
they are told.
"""

from __future__ import annotations

from collections.abc import Collection

from scoring.assessor.loaded_project import LoadedProject
from scoring.tuning.reach.answer import Reach, TooLittle, Way
from scoring.tuning.reach.asked import Asked
from scoring.tuning.reach.because import because
from scoring.tuning.reach.goal import Goal
from scoring.tuning.reach.lost import lost
from scoring.tuning.reach.pairs import below_zero, pairs
from scoring.tuning.reach.single import single


def reach(loaded: LoadedProject, goal: Goal, keep: Collection[str] = ()) -> Reach:
    """The smallest changes that reach the goal, of facts but those to `keep`; raises `InputRefused` for a goal or a fact that there is not."""
    return found(Asked(loaded, goal, keep))


def found(asked: Asked) -> Reach:
    """All that could be done for what is asked."""
    ways: list[Way] = []
    little: list[TooLittle] = []
    of_two, beyond = list[Way](), None
    if not asked.reached:
        of_total = asked.at.facts(asked.wanted) if asked.wanted is not None else frozenset[str]()
        for lever in asked.levers:
            if lever.fact in of_total | asked.hidden:
                one = single(asked, lever)
                if isinstance(one, Way):
                    ways.append(one)
                else:
                    little.append(one)
        ways.sort(key=lambda way: (way.effort, way.changes[0].fact))
        little.sort(key=lambda one: (one.total is None, -(one.total or 0), one.fact))
        of_two, beyond = pairs(asked, ways)
    won_back = sorted(lost(asked), key=lambda one: (-one.lost, one.id))
    return Reach(asked.goal, asked.before, asked.reached, tuple(ways), tuple(of_two), tuple(little), tuple(won_back), beyond,
                 () if asked.reached else tuple(because(asked.before)), tuple(sorted(asked.keep)),
                 tuple(one.fact for one in asked.levers if one.fact in asked.hidden), asked.unmoved,
                 below_zero(asked) if not (asked.reached or ways or of_two) else (), asked.labels)  # fmt: skip
