"""The least effort with which a condition holds, of one or two numbers that are moved: looked for box by box, the nearest first.

A box of numbers is left out only where the condition cannot hold anywhere in it, so that what is found is proved the least, and
what is not found is proved not to be there. The search is bounded by a count of boxes; what is beyond that is said.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import isqrt

from scoring.tuning.algebra.terms import Plain, Term, Terms, Valuation
from scoring.tuning.reach.enclosure import Enclosure, Kept, enclosure_of
from scoring.tuning.reach.ends import EXACT, Side

Key = tuple[int, Fraction, tuple[Fraction, ...], tuple[Fraction, ...]]
"""How many are not reported yet; effort; how far each number moves; the numbers themselves, the larger first."""
Box = tuple[tuple[int, int], ...]
ZERO, ONE = Fraction(0), Fraction(1)
MANY = 60
FIRST_FOR_MORE = 16
MOST_SMALLER = 40


@dataclass(frozen=True)
class Axis:
    """A number that can be moved, counted in its step: between which counts, and where it is now (None: nowhere)."""

    names: tuple[str, ...]  # the variables that have this number
    step: Fraction
    low: int
    high: int
    now: Fraction | None
    whole: Fraction | None = None  # a move of so much is an effort of one; None: by how much of what it is now
    near: Fraction = ZERO  # of what is nowhere now: which value is told where several do

    @property
    def start(self) -> Fraction:
        return self.near if self.now is None else self.now

    def nearest(self, low: int, high: int) -> int:
        """Of the counts between two the one nearest to what it is now, of two as near the larger."""
        here = self.start / self.step
        if here <= low:
            return low
        if here >= high:
            return high
        down = here.__floor__()
        return down + 1 if down + 1 - here <= here - down and down + 1 <= high else down

    def distance(self, count: int) -> Fraction:
        return abs(self.step * count - self.start)

    def effort(self, count: int) -> Fraction:
        """How much of itself it is moved by; of what is nothing now, or not there, one and none for all alike."""
        if self.now is None:
            return ZERO
        away = self.distance(count)
        whole = self.whole or abs(self.now)
        return away / whole if whole else ONE if away else ZERO

    def ends(self, low: int, high: int) -> Side:
        return self.step * low, self.step * high


@dataclass(order=True)
class _Waiting:
    key: Key
    number: int
    search: Search = field(compare=False)
    box: Box = field(compare=False)
    within: Enclosure | None = field(compare=False)


@dataclass
class Search:
    """One question: a condition over the numbers of some axes.

    `opens`, `extra`: facts that are not reported yet, and effort that comes with whatever is found; only what costs less than
    `below` is looked for.
    """

    goal: Term
    axes: Sequence[Axis]
    terms: Terms
    opens: int = 0
    extra: Fraction = ZERO
    below: tuple[int, Fraction] | None = None
    number: int = 0  # by which whoever asks knows it
    found: tuple[int, ...] | None = None
    key: Key | None = None
    tried: dict[tuple[int, ...], bool] = field(default_factory=dict)
    marks: list[list[int]] = field(default_factory=list)
    kept: Kept = field(default_factory=Kept)  # shared by searches over the same terms
    whole: Enclosure | None = None
    exact: dict[int, Enclosure] = field(default_factory=dict)
    smaller: dict[object, Enclosure] = field(default_factory=dict)  # where some comparisons are decided
    asked: int = 0

    def root(self) -> Box:
        return tuple((axis.low, axis.high) for axis in self.axes)

    def nearest(self, box: Box) -> tuple[int, ...]:
        return tuple(axis.nearest(*ends) for axis, ends in zip(self.axes, box, strict=True))

    def key_of(self, point: tuple[int, ...]) -> Key:
        """What a point costs; of the nearest of a box what nothing in the box goes below."""
        moved = list(zip(self.axes, point, strict=True))
        effort = sum((axis.effort(count) for axis, count in moved), self.extra)
        return (
            self.opens,
            effort,
            tuple(axis.distance(n) for axis, n in moved),
            tuple(-axis.step * n for axis, n in moved),
        )

    def values(self, point: Sequence[int]) -> dict[str, Plain]:
        return {name: axis.step * count for axis, count in zip(self.axes, point, strict=True) for name in axis.names}

    def holds(self, point: tuple[int, ...]) -> bool:
        if point not in self.tried:
            self.tried[point] = Valuation(self.values(point)).truth(self.goal)
        return self.tried[point]

    def may_hold(self, box: Box, known: Enclosure | None = None) -> Enclosure | None:
        """Where the condition can hold in a box what encloses it there; None where it cannot.

        `known`: what encloses it in a larger box. Of many boxes it is asked exactly, since they lie close.
        """
        sides = [axis.ends(*ends) for axis, ends in zip(self.axes, box, strict=True)]
        self.asked += 1
        within = known if known is not None else self._whole()
        found = within.every(sides)
        if found[-1][1] <= 0:
            return None
        if self.asked > MANY and self._exact(within).within(sides)[1] <= 0:
            return None
        decided = within.decided(found)
        key = within.of.number, frozenset((number, truth.number) for number, truth in decided.items())
        if decided and key not in self.smaller and len(self.smaller) < MOST_SMALLER:
            self.smaller[key] = within.where(decided)
        within = self.smaller.get(key, within)
        return within if within.of is not self.terms.no else None

    def _whole(self) -> Enclosure:
        if self.whole is None:
            self.whole = enclosure_of(self.goal, [axis.names for axis in self.axes], self.terms, self.kept)
            self.marks = [
                sorted({count for mark in marks for count in _beside(mark / axis.step)})
                for axis, marks in zip(self.axes, self.whole.marks, strict=True)
            ]
        return self.whole

    def _exact(self, within: Enclosure) -> Enclosure:
        if within.of.number not in self.exact:
            self.exact[within.of.number] = Enclosure(within.of, within.variables, self.terms, EXACT, self.kept)
        return self.exact[within.of.number]

    def narrowed(self, box: Box, within: Enclosure) -> Box:
        """The box where of a number that nothing there rests on any more only the nearest is left."""
        near = self.nearest(box)
        return tuple(ends if n in within.moving else (near[n], near[n]) for n, ends in enumerate(box))

    def parts(self, box: Box) -> Iterator[Box]:
        """The box in two, across the side along which the effort differs most; of what has none the one that is widest for what it is."""
        widths = [self._width(n, *ends) for n, ends in enumerate(box)]
        side = max(range(len(box)), key=lambda n: widths[n])
        low, high = box[side]
        for part in self._cut(side, low, high):
            yield (*box[:side], part, *box[side + 1 :])

    def _width(self, side: int, low: int, high: int) -> tuple[bool, Fraction, Fraction]:
        """The first side counts for more: by how far it is moved a point is before others."""
        axis = self.axes[side]
        near = axis.nearest(low, high)
        far = low if abs(low - near) > abs(high - near) else high
        width = max(axis.effort(far) - axis.effort(near), ZERO) if axis.now or axis.whole else ZERO
        here = (axis.start / axis.step).__floor__()
        relative = Fraction(high - low, abs(near - here) + 1)
        return high > low, width, relative if side else relative * FIRST_FOR_MORE

    def _cut(self, side: int, low: int, high: int) -> tuple[tuple[int, int], tuple[int, int]]:
        """At what it is now; at a place where something turns; or in the middle, of what reaches far in the middle of its digits."""
        axis = self.axes[side]
        here = (axis.start / axis.step).__floor__()
        if low < here < high:
            middle = here
        else:
            near, far = (low - here, high - here) if low >= here else (here - high, here - low)
            away = isqrt(max(near, 1) * far) if far > 8 * max(near, 1) else (near + far) // 2
            middle = here + away if low >= here else here - away
        inside = [mark for mark in self.marks[side] if low <= mark < high]
        if inside and high - low > 2:
            middle = min(inside, key=lambda mark: abs(mark - middle))
        middle = min(max(middle, low), high - 1)
        return (low, middle), (middle + 1, high)


def _beside(count: Fraction) -> tuple[int, int]:
    """The last whole counts before a place and up to it, so that the place itself lies apart."""
    return count.__ceil__() - 1, count.__floor__()


@dataclass
class Budget:
    """Boxes that may still be looked at."""

    left: int
    stopped_at: Fraction | None = None  # the effort at which it was used up


def in_order(searches: Sequence[Search], budget: Budget) -> Iterator[Search | None]:
    """The searches that find something, the least effort first, each once; None as the last where the budget was used up."""
    waiting: list[_Waiting] = []

    def wait(search: Search, box: Box, within: Enclosure | None) -> None:
        key = search.key_of(search.nearest(box))
        heapq.heappush(waiting, _Waiting(key, next(numbers), search, box, within))

    numbers = itertools.count()
    for search in searches:
        if all(axis.low <= axis.high for axis in search.axes):
            wait(search, search.root(), None)
    while waiting:
        at = heapq.heappop(waiting)
        search, point = at.search, at.search.nearest(at.box)
        if search.found is not None or (search.below is not None and at.key[:2] >= search.below):
            continue
        budget.left -= 1
        if budget.left < 0:
            budget.stopped_at = at.key[1]
            yield None
            return
        if search.holds(point):
            search.found, search.key = point, at.key
            yield search
        elif any(low < high for low, high in at.box):
            within = search.may_hold(at.box, at.within)
            box = search.narrowed(at.box, within) if within is not None else ()
            for part in search.parts(box) if any(low < high for low, high in box) else ():
                wait(search, part, within)
