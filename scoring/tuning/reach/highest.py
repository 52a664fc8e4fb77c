"""The most that a number comes to where a condition holds, of one number that is moved."""

from __future__ import annotations

import heapq
import itertools
from dataclasses import dataclass
from fractions import Fraction

from scoring.tuning.algebra.terms import Term, Valuation
from scoring.tuning.reach.cheapest import Box, Budget, Search
from scoring.tuning.reach.enclosure import Enclosure
from scoring.tuning.reach.ends import EXACT


@dataclass(frozen=True, slots=True)
class Highest:
    """The most that was seen (None: the condition was never seen to hold), and whether nothing is more."""

    value: Fraction | None
    proved: bool


def highest(of: Term, search: Search, budget: Budget) -> Highest:
    """The most that `of` comes to where the search's condition holds: the box that promises most first."""
    enclosure = Enclosure(of, [axis.names for axis in search.axes], search.terms, EXACT, search.kept)
    numbers = itertools.count()
    best: Fraction | None = None
    waiting: list[tuple[float | Fraction, int, Box]] = []

    def wait(box: Box) -> None:
        ends = enclosure.within([axis.ends(*ends) for axis, ends in zip(search.axes, box, strict=True)])
        top = ends[1]
        if (best is None or top > best) and search.may_hold(box) is not None:
            heapq.heappush(waiting, (-top, next(numbers), box))

    wait(search.root())
    while waiting:
        top, _, box = heapq.heappop(waiting)
        if best is not None and -top <= best:
            break
        budget.left -= 1
        if budget.left < 0:
            return Highest(best, False)
        for point in {tuple(ends[0] for ends in box), tuple(ends[1] for ends in box)}:
            if search.holds(point):
                value = Valuation(search.values(point)).number(of)
                best = value if best is None else max(best, value)
        if any(low < high for low, high in box):
            for part in search.parts(box):
                wait(part)
    return Highest(best, True)
