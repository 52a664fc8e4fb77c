"""Of what nobody has reported yet not one value alone: all that do as well, and between what it has to lie, whatever another is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from scoring.tuning.algebra.terms import Term, Terms
from scoring.tuning.reach.answer import Change, Needed, Way
from scoring.tuning.reach.asked import BOXES, Asked, changes_of
from scoring.tuning.reach.cheapest import Budget, Search, in_order
from scoring.tuning.reach.lever import Lever, Setting

BOXES_OF_AN_END = 600
Every = Sequence[tuple[Search, Setting]]


def stretched(
    terms: Terms,
    change: Change,
    lever: Lever,
    count: int,
    setting: Setting,
    every: Every,
    reaches: Callable[[Change], bool],
) -> Change:
    """With all the numbers that do as well, without a gap; of levels also those beside.

    `every`: what is looked for with each setting; `reaches`: whether a change does when it is scored.
    """
    if lever.known or setting.axis is None:
        return change
    ends: list[str | None] = []
    for outwards in (-1, 1):
        at, last, limit = setting, count, count
        while at.axis is not None:
            limit = at.axis.low if outwards < 0 else at.axis.high
            side = replace(at.axis, low=min(last, limit), high=max(last, limit), now=at.axis.step * last)
            goal = next(search.goal for search, own in every if own is at)
            fails = Search(terms.not_(goal), [side], terms)
            if next(in_order([fails], Budget(BOXES)), fails) is None:
                return change
            last = fails.found[0] - outwards if fails.found is not None else limit
            beside = _beside(last + outwards, every) if at.level else None
            if beside is None:
                break
            at, last = beside, last + outwards
        if not reaches(lever.change(at, last)):
            return change
        ends.append(None if last == limit and not at.level else lever.said(at, last))
    return replace(change, until=(ends[0], ends[1]))


def _beside(count: int, every: Every) -> Setting | None:
    """The level whose share may be so many steps, and does with that."""
    within = (one for one in every if one[1].axis is not None and one[1].axis.low <= count <= one[1].axis.high)
    return next((setting for search, setting in within if search.holds((count,))), None)


@dataclass(frozen=True)
class PairRanges:
    """A pair of facts that was found: what each of them may be that is not reported yet."""

    asked: Asked
    goal: Term
    levers: tuple[Lever, Lever]
    settings: tuple[Setting, ...]
    counts: tuple[int | None, ...]  # None: where nothing is free

    def told(self, way: Way) -> Way:
        """The pair with its ranges, each of them scored."""
        changes = tuple(self._with_the_other(number, way.changes) for number in (0, 1))
        if any(lever.known for lever in self.levers):
            return replace(way, changes=changes)
        return replace(way, changes=changes, needed=tuple(self._needed()))

    def _with_the_other(self, number: int, changes: Sequence[Change]) -> Change:
        """All that does while the other stays as it is told."""
        lever, count, other = self.levers[number], self.counts[number], self.counts[1 - number]
        if lever.known or count is None:
            return changes[number]
        axis = self.settings[1 - number].axis
        fixed = dict.fromkeys(axis.names, axis.step * other) if axis is not None and other is not None else {}
        terms, every = self.asked.terms, list[tuple[Search, Setting]]()
        for setting in lever.settings:
            if setting.there and setting.axis is not None:
                goal = terms.with_values(self._search(self._put(number, setting)).goal, fixed)
                every.append((Search(goal, [setting.axis], terms), setting))

        def reaches(change: Change) -> bool:
            both = [change, changes[1]] if number == 0 else [changes[0], change]
            return self.asked.reached_by(both)

        return stretched(terms, changes[number], lever, count, self.settings[number], every, reaches)

    def _put(self, number: int, setting: Setting) -> tuple[Setting, ...]:
        return (setting, self.settings[1]) if number == 0 else (self.settings[0], setting)

    def _search(self, settings: Sequence[Setting]) -> Search:
        return self.asked.search(self.goal, self.levers, settings)

    # ------------------------------------------------------------------ whatever the other is

    def _needed(self) -> Iterator[Needed]:
        for number in (0, 1):
            own = self.levers[number].settings
            found = self._options(number) if any(one.axis is None for one in own) else self._ends(number)
            if found is not None:
                yield found

    def _options(self, number: int) -> Needed | None:
        """Which options do with some value of the other."""
        lever, does, then = self.levers[number], list[str](), list[Change]()
        for setting in lever.settings:
            ways = [self._search(settings) for settings in self._both(number, [setting])]
            best = next(in_order(ways, Budget(BOXES_OF_AN_END)), None)
            if best is None or best.found is None:
                continue
            changes = self._changes(number, best, setting, ways.index(best))
            if self.asked.reached_by(changes):
                does.append(changes[number].after)
                then.append(changes[1 - number])
        if not does or len(does) == len(lever.settings):
            return None
        return Needed(lever.fact, lever.label, None, None, tuple(does), then[0])

    def _both(self, number: int, own: Sequence[Setting]) -> list[tuple[Setting, ...]]:
        others = [one for one in self.levers[1 - number].settings if one.there]
        return [(one, other) if number == 0 else (other, one) for one in own for other in others]

    def _changes(self, number: int, found: Search, setting: Setting, place: int) -> list[Change]:
        settings = self._both(number, [setting])[place]
        return list(changes_of(self.levers, settings, found))

    def _ends(self, number: int) -> Needed | None:
        """The least and the most, each with what the other then is."""
        lever = self.levers[number]
        own = [one for one in lever.settings if one.there]
        low = min(one.axis.low for one in own if one.axis is not None)
        high = max(one.axis.high for one in own if one.axis is not None)
        ends: list[tuple[Change, Change] | None] = []
        for start in (low, high):
            settings = self._both(number, own)
            searches = [self._from(number, two, start) for two in settings]
            for place, search in enumerate(searches):
                search.number = place
            best = next(in_order(searches, Budget(BOXES_OF_AN_END)), None)
            if best is None or best.found is None:
                return None
            changes = list(changes_of(self.levers, settings[best.number], best))
            if not self.asked.reached_by(changes):
                return None
            count = best.found[0] if number == 0 or len(best.found) == 1 else best.found[1]
            ends.append(None if count == start else (changes[number], changes[1 - number]))
        least, most = ends
        if least is None and most is None:
            return None
        then = least[1] if least is not None else most[1] if most is not None else None
        return Needed(lever.fact, lever.label, least[0].after if least is not None else None,
                      most[0].after if most is not None else None, (), then)  # fmt: skip

    def _from(self, number: int, settings: Sequence[Setting], start: int) -> Search:
        """What is looked for from that count of the fact on, whatever the other is."""
        search = self._search(settings)
        axes = list(search.axes)
        own = settings[number].axis
        place = axes.index(own) if own is not None else 0
        axes[place] = replace(axes[place], now=axes[place].step * start, whole=axes[place].step)
        search.axes = axes
        return search
