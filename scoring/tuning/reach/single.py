"""One fact alone: the smallest change of it that reaches a goal, or the most that it brings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scoring.tuning.reach.answer import Change, TooLittle, Way
from scoring.tuning.reach.asked import BOXES, Asked, changes_of
from scoring.tuning.reach.by_scoring import nearest_by_scoring
from scoring.tuning.reach.cheapest import Budget, Search, in_order
from scoring.tuning.reach.highest import highest
from scoring.tuning.reach.lever import Lever, Setting

BOXES_OF_THE_MOST = 300


def single(asked: Asked, lever: Lever) -> Way | TooLittle:
    """The smallest change of a fact that reaches the goal; where none does, the most that it brings."""
    if lever.fact in asked.hidden:
        return _by_scoring(asked, lever)
    assert asked.wanted is not None
    every = list(asked.searches_of(asked.terms.and_(asked.wanted, asked.accepted), lever))
    proved = True
    for search in in_order([one for one, _ in every], Budget(BOXES)):
        if search is None:
            proved = False
            break
        setting = next(setting for one, setting in every if one is search)
        way = asked.confirmed(list(changes_of([lever], [setting], search)))
        if way is not None:
            return replace(way, changes=(_stretched(asked, way.changes[0], lever, setting, search, every),))
        proved = False
    return replace(_most(asked, lever, proved), ruled_out=proved)


def _by_scoring(asked: Asked, lever: Lever) -> Way | TooLittle:
    reached = asked.goal.is_reached
    tried = nearest_by_scoring(lever, asked.project, lambda came: reached(came.lowest, came.grades, asked.names))
    way = asked.confirmed([tried.change]) if tried.change is not None else None
    if way is not None:
        return replace(way, proved=tried.all_tried)
    return TooLittle(lever.fact, lever.label, None, None, tried.all_tried, tried.all_tried)


def _stretched(
    asked: Asked,
    change: Change,
    lever: Lever,
    setting: Setting,
    search: Search,
    every: Sequence[tuple[Search, Setting]],
) -> Change:
    """Of what is not reported yet all the numbers that do as well, without a gap; of levels also those beside."""
    if lever.known or setting.axis is None or search.found is None:
        return change
    ends: list[str | None] = []
    for outwards in (-1, 1):
        at, where, last = setting, search, search.found[0]
        while at.axis is not None:
            limit = at.axis.low if outwards < 0 else at.axis.high
            side = replace(at.axis, low=min(last, limit), high=max(last, limit), now=at.axis.step * last)
            fails = Search(asked.terms.not_(where.goal), [side], asked.terms)
            if next(in_order([fails], Budget(BOXES)), fails) is None:
                return change
            last = fails.found[0] - outwards if fails.found is not None else limit
            beside = _beside(last + outwards, every) if at.level else None
            if beside is None:
                break
            (where, at), last = beside, last + outwards
        ends.append(None if last == limit and not at.level else lever.said(at, last))
    return replace(change, until=(ends[0], ends[1]))


def _beside(count: int, every: Sequence[tuple[Search, Setting]]) -> tuple[Search, Setting] | None:
    """The level whose share may be so many steps, and does with that."""
    within = (one for one in every if one[1].axis is not None and one[1].axis.low <= count <= one[1].axis.high)
    return next((one for one in within if one[0].holds((count,))), None)


def _most(asked: Asked, lever: Lever, proved: bool) -> TooLittle:
    """The most that a fact brings alone, at the change that is smallest of those that bring it."""
    before = asked.before.total.lowest
    nothing = TooLittle(lever.fact, lever.label, None, None, proved)
    if asked.total is None or before is None:
        return nothing
    terms, low = asked.terms, asked.total.ends[0]
    fits = terms.and_(asked.accepted, asked.total.there)
    if not asked.moved[lever.fact].may(terms.and_(fits, terms.less(terms.number(before), low))):
        return nothing
    best = before
    for moved in asked.moved[lever.fact].ways:
        search = asked.search_of(fits, moved)
        most = highest(moved.alone(low), search, Budget(BOXES_OF_THE_MOST))
        proved = proved and most.proved
        if most.value is not None and most.value > best:
            best = most.value
    if best == before:
        return replace(nothing, proved=proved)
    every = list(asked.searches_of(terms.and_(fits, terms.at_most(terms.number(best), low)), lever))
    for nearest in in_order([one for one, _ in every], Budget(BOXES)):
        if nearest is None:
            break
        setting = next(setting for one, setting in every if one is nearest)
        (change,) = changes_of([lever], [setting], nearest)
        came = asked.project.came([change])
        if came is not None and came.lowest == best:
            return TooLittle(lever.fact, lever.label, change.after, best, proved)
    return replace(nothing, proved=False)
