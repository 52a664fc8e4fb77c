"""Two scorecards of one project, side by side: what was before, what is after, and what moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from scoring.problems import Text
from scoring.scorecard.scorecard import Finding, IndicatorScore, ResultScore, Scorecard

Ends = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class IndicatorPair:
    """An indicator before and after; None where a side has none of that id."""

    id: str
    before: IndicatorScore | None
    after: IndicatorScore | None

    @property
    def some(self) -> IndicatorScore:
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def difference(self) -> Ends | None:
        """After less before, at the lowest and the highest end; what does not apply counts nothing."""
        ends = [_ends(one) for one in (self.before, self.after)]
        if ends[0] is None or ends[1] is None:
            return None
        return ends[1][0] - ends[0][0], ends[1][1] - ends[0][1]

    @property
    def changed(self) -> bool:
        """Whether anything that people read of it is another: points, outcome, weight, clause, target or actual."""
        return _said(self.before) != _said(self.after)


@dataclass(frozen=True, slots=True)
class ResultPair:
    """A result before and after."""

    name: str
    before: ResultScore | None
    after: ResultScore | None

    @property
    def changed(self) -> bool:
        a, b = self.before, self.after
        if a is None or b is None:
            return a is not b
        return (a.outcome, a.plain, a.grade) != (b.outcome, b.plain, b.grade)


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Both scorecards."""

    before: Scorecard
    after: Scorecard

    @property
    def indicators(self) -> tuple[IndicatorPair, ...]:
        """Every indicator of either, in the order of the first, then of the second."""
        a = {one.id: one for one in self.before.indicators}
        b = {one.id: one for one in self.after.indicators}
        return tuple(IndicatorPair(id_, a.get(id_), b.get(id_)) for id_ in dict.fromkeys([*a, *b]))

    @property
    def results(self) -> tuple[ResultPair, ...]:
        a = {one.name: one for one in self.before.results}
        b = {one.name: one for one in self.after.results}
        return tuple(ResultPair(name, a.get(name), b.get(name)) for name in dict.fromkeys([*a, *b]))

    @property
    def difference(self) -> Ends | None:
        """Of the totals, at the lowest and the highest end; None where a side has none."""
        a, b = self.before.total, self.after.total
        if a.lowest is None or a.highest is None or b.lowest is None or b.highest is None:
            return None
        return b.lowest - a.lowest, b.highest - a.highest

    @property
    def limits(self) -> Iterator[tuple[str, Text, str | None, str | None]]:
        """Limits that bite otherwise: name, label, before and after."""
        a = {one.name: one for one in self.before.limits}
        b = {one.name: one for one in self.after.limits}
        for name in dict.fromkeys([*a, *b]):
            ends = [one.bites if (one := side.get(name)) is not None else None for side in (a, b)]
            if ends[0] != ends[1]:
                yield name, (b.get(name) or a[name]).label, ends[0], ends[1]

    @property
    def gone(self) -> tuple[Finding, ...]:
        """Findings that are no more."""
        return _without(self.before, self.after)

    @property
    def new(self) -> tuple[Finding, ...]:
        return _without(self.after, self.before)

    @property
    def nothing_moves(self) -> bool:
        """Whether people would read the same."""
        return not (
            any(pair.changed for pair in self.indicators)
            or any(result.changed for result in self.results)
            or _standing(self.before) != _standing(self.after)
            or any(self.limits) or self.gone or self.new
        )  # fmt: skip


def _standing(card: Scorecard) -> object:
    return card.status, card.grade, card.grades_possible, card.total.points, card.total.lowest, card.total.highest


def _without(some: Scorecard, other: Scorecard) -> tuple[Finding, ...]:
    known = {(one.code, one.message) for one in other.findings}
    return tuple(one for one in some.findings if (one.code, one.message) not in known)


def _ends(one: IndicatorScore | None) -> Ends | None:
    if one is None or one.outcome == "not_applicable":
        return Fraction(0), Fraction(0)
    if one.lowest is None or one.highest is None:
        return None
    return one.lowest, one.highest


def _said(one: IndicatorScore | None) -> object:
    if one is None:
        return None
    return one.outcome, one.points, one.lowest, one.highest, one.weight, one.clause, one.target, one.actual, one.rule
