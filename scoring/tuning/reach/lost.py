"""Where points were lost, and the smallest change that would win some of them back."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from scoring.scorecard.scorecard import IndicatorScore
from scoring.tuning.reach.answer import Lost
from scoring.tuning.reach.asked import BOXES, Asked, changes_of
from scoring.tuning.reach.because import why_nothing_wins
from scoring.tuning.reach.by_scoring import nearest_by_scoring
from scoring.tuning.reach.changed_project import Came
from scoring.tuning.reach.cheapest import Budget, in_order


def lost(asked: Asked) -> Iterator[Lost]:
    """Indicators with less than their weight."""
    for one in asked.before.indicators:
        if one.lowest is not None and one.weight is not None and one.weight > one.lowest:
            yield _next_step(asked, one, one.lowest, one.weight - one.lowest)


def _next_step(asked: Asked, one: IndicatorScore, points: Fraction, gone: Fraction) -> Lost:
    terms, low = asked.terms, asked.book.indicators[one.id].low
    goal = terms.and_(terms.less(terms.number(points), low), asked.accepted)
    read = asked.at.facts(low)
    unseen = asked.rests_unseen(low)
    mine = [lever for lever in asked.levers if lever.fact in read | unseen]
    every = [(lever, search, setting) for lever in mine if lever.fact not in unseen
             for search, setting in asked.searches_of(goal, lever)]  # fmt: skip
    for number, (_, search, _) in enumerate(every):
        search.number = number
    proved = True
    for nearest in in_order([search for _, search, _ in every], Budget(BOXES)):
        if nearest is None:
            proved = False
            break
        lever, _, setting = every[nearest.number]
        (change,) = changes_of([lever], [setting], nearest)
        after = _lowest(asked.project.came([change]), one.id)
        if after is not None and after > points:
            return Lost(one.id, one.label, gone, change, after - points)
    hidden = [lever for lever in mine if lever.fact in unseen]
    for lever in hidden:
        tried = nearest_by_scoring(lever, asked.project, lambda came: (_lowest(came, one.id) or points) > points)
        if tried.nearest is not None:
            after = _lowest(tried.came, one.id)
            return Lost(one.id, one.label, gone, tried.nearest, (after or points) - points, proved=False)
        proved = proved and tried.every
    why = why_nothing_wins(one, [lever.fact for lever in mine], asked.not_levers(read | unseen), asked.book.program)
    return Lost(one.id, one.label, gone, None, None, why, proved)


def _lowest(came: Came | None, id_: str) -> Fraction | None:
    return came.points.get(id_) if came is not None else None
