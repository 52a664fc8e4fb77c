"""One fact alone: the smallest change of it that reaches a goal, or the most that it brings."""

from __future__ import annotations

from dataclasses import replace

from scoring.tuning.reach.answer import TooLittle, Way
from scoring.tuning.reach.asked import BOXES, Asked, changes_of
from scoring.tuning.reach.by_scoring import nearest_by_scoring
from scoring.tuning.reach.cheapest import Budget, in_order
from scoring.tuning.reach.highest import highest
from scoring.tuning.reach.lever import Lever
from scoring.tuning.reach.ranges import stretched

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
        if way is not None and search.found:
            (change,) = way.changes
            told = stretched(
                asked.terms, change, lever, search.found[0], setting, every, lambda one: asked.reached_by([one])
            )
            return replace(way, changes=(told,))
        if way is not None:
            return way
        proved = False
    return replace(_most(asked, lever, proved), ruled_out=proved)


def _by_scoring(asked: Asked, lever: Lever) -> Way | TooLittle:
    reached, before = asked.goal.is_reached, asked.before.total.lowest
    looked = nearest_by_scoring(lever, asked.project, lambda came: reached(came.lowest, came.grades, asked.names))
    way = asked.confirmed([looked.nearest]) if looked.nearest is not None else None
    if way is not None:
        return replace(way, proved=looked.every, tried=looked.tried)
    more = looked.highest is not None and before is not None and looked.highest > before
    at, total = (looked.most.after, looked.highest) if more and looked.most is not None else (None, None)
    return TooLittle(lever.fact, lever.label, at, total, looked.every, looked.every, looked.tried)


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
