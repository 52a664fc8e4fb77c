"""The cheapest pairs of facts that reach a goal together, where neither of them does for as little alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, product

from scoring.tuning.algebra.terms import Term
from scoring.tuning.reach.answer import Way
from scoring.tuning.reach.asked import Asked, changes_of
from scoring.tuning.reach.cheapest import Budget, Search, in_order
from scoring.tuning.reach.lever import Lever, Setting
from scoring.tuning.reach.moved import Moved, MovedAnyhow
from scoring.tuning.reach.ranges import PairRanges
from scoring.tuning.reach.together import Together

BOXES_OF_PAIRS = 2_500
MOST_PAIRS = 8

Two = tuple[Lever, Lever]


def pairs(asked: Asked, ways: Sequence[Way]) -> tuple[list[Way], Fraction | None]:
    """The cheapest pairs, and the effort from which on pairs were not looked at any more; `ways`: of one fact each."""
    if asked.wanted is None:
        return [], None
    goal = asked.terms.and_(asked.wanted, asked.accepted)
    alone = {way.changes[0].fact: way.effort for way in ways}
    known: list[tuple[Two, tuple[Setting, ...]]] = []
    searches: list[Search] = []
    for levers, settings in _that_may(asked, goal):
        search = asked.search(goal, levers, settings)
        if search.goal is not asked.terms.no:
            search.below = min((alone[one.fact] for one in levers if one.fact in alone), default=None)
            search.number = len(known)
            known.append((levers, settings))
            searches.append(search)
    found: dict[tuple[str, str], Way] = {}
    beyond: Fraction | None = None
    for at, stopped_at in _one_after_the_other(searches):
        if at is None:
            beyond = stopped_at if beyond is None or stopped_at is None else min(beyond, stopped_at)
            continue
        levers, settings = known[at.number]
        key = levers[0].fact, levers[1].fact
        if key in found:
            continue
        way = asked.confirmed(list(changes_of(levers, settings, at)))
        if way is not None:
            assert at.found is not None
            counts = iter(at.found)
            free = tuple(next(counts) if one.axis is not None else None for one in settings)
            found[key] = PairRanges(asked, goal, levers, settings, free).told(way)
        elif beyond is None or (at.key is not None and at.key[1] < beyond):
            beyond = at.key[1] if at.key is not None else None
        if len(found) == MOST_PAIRS:
            break
    return list(found.values()), beyond


def _that_may(asked: Asked, goal: Term) -> Iterator[tuple[Two, tuple[Setting, ...]]]:
    """The pairs of facts that may reach it, each with how they are set; those are left out that bring too little together."""
    together = Together(goal, asked.at)
    plain = [moved for moved in asked.moved.values() if moved.ways and moved.lever.fact in together.resting]
    plain = [moved for moved in plain if moved.lever.fact not in asked.hidden]
    for one, other in combinations(plain, 2):
        if not together.may_hold(one, other):
            continue
        several = len(one.ways) * len(other.ways) > 1
        for way, more in product(one.ways, other.ways):
            if not several or together.may_hold(way, more):
                yield (one.lever, other.lever), (way.setting, more.setting)


def below_zero(asked: Asked) -> tuple[str, ...]:
    """Numbers that are not moved below zero, and that might reach the goal there, alone or with another fact."""
    if asked.wanted is None:
        return ()
    goal = asked.terms.and_(asked.wanted, asked.accepted)
    together = Together(goal, asked.at)
    every = {fact: moved for fact, moved in asked.moved.items() if moved.ways and fact in together.resting}
    lower = {fact: _lowered(asked, moved) for fact, moved in every.items() if moved.lever.from_zero}
    return tuple(
        fact
        for fact, moved in lower.items()
        if moved.may(goal)
        or any(together.may_hold(moved, lower.get(name, other)) for name, other in every.items() if name != fact)
    )


def _lowered(asked: Asked, moved: MovedAnyhow) -> MovedAnyhow:
    """The same fact where it may be below zero."""
    ways = []
    for one in moved.ways:
        axis = one.setting.axis
        lower = replace(axis, low=-axis.high) if axis is not None else None
        ways.append(Moved(moved.lever, replace(one.setting, axis=lower), asked.at, asked.kept))
    return MovedAnyhow(moved.lever, ways)


def _one_after_the_other(searches: Sequence[Search]) -> Iterator[tuple[Search | None, Fraction | None]]:
    """The searches that find something, first of what is all reported, then of one and of two facts that are not: each has its own boxes."""
    for opens in sorted({one.opens for one in searches}):
        budget = Budget(BOXES_OF_PAIRS)
        for at in in_order([one for one in searches if one.opens == opens], budget):
            yield at, budget.stopped_at
