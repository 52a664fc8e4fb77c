"""One indicator's outcome: scored, not applicable, or not scorable; and what a missing policy makes of that."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from scoring.engines.exact.evaluation import Evaluation
from scoring.problems import Text
from scoring.program.program import Indicator, Program
from scoring.scorecard.ranges import ZERO, Range
from scoring.scorecard.scorecard import Outcome
from scoring.values.value import NotApplicable, Unknown


@dataclass(frozen=True, slots=True)
class ScoredIndicator:
    """One indicator's outcome: its range in points, and what the missing policy did."""

    indicator: Indicator
    outcome: Outcome
    range: Range | None  # None: not applicable, or left out
    unknown: Unknown | None = None
    policy: str | None = None
    left_out: bool = False  # its weight leaves the denominator
    because: Text | None = None  # why it does not apply, where the rules say so


def score_indicator(indicator: Indicator, at: Evaluation, declared: bool) -> ScoredIndicator:
    """Scored, not applicable, or not scorable with what is missing; or what the missing policy makes of it."""
    if declared:
        return ScoredIndicator(indicator, "not_applicable", None, left_out=True)
    criterion = indicator.criterion
    if criterion.applies is not None:
        applies = at.needed(criterion.applies)
        if applies is False or isinstance(applies, NotApplicable):
            because = applies.because if isinstance(applies, NotApplicable) else None
            return ScoredIndicator(indicator, "not_applicable", None, left_out=True, because=because)
        if isinstance(applies, Unknown):
            return ScoredIndicator(indicator, "not_scorable", Range(ZERO, criterion.highest, False), applies)
    value = at.needed(criterion.points)
    if isinstance(value, NotApplicable):
        return ScoredIndicator(indicator, "not_applicable", None, left_out=True, because=value.because)
    if isinstance(value, Fraction):
        points = rounded(value, at.program)
        return ScoredIndicator(indicator, "scored", Range(points, points))
    unknown = value if isinstance(value, Unknown) else Unknown()
    return _by_policy(indicator, unknown, at)


def _by_policy(indicator: Indicator, unknown: Unknown, at: Evaluation) -> ScoredIndicator:
    missing = indicator.criterion.missing
    points: Fraction | None = None
    match missing.policy:
        case "zero":
            points = ZERO
        case "full":
            points = indicator.weight
        case "value" | "row" if missing.value is not None:
            value = at.needed(missing.value)
            points = rounded(value, at.program) if isinstance(value, Fraction) else None
        case "leave_out":
            return ScoredIndicator(indicator, "not_scorable", None, unknown, missing.written, left_out=True)
    if points is not None:
        return ScoredIndicator(indicator, "scored", Range(points, points), unknown, missing.written)
    low, high = _open_bounds(indicator, at)
    low, high = rounded(low, at.program), rounded(high, at.program)
    policy = missing.written if missing.policy == "no_total" else None
    return ScoredIndicator(indicator, "not_scorable", Range(low, high, False), unknown, policy)


def _open_bounds(indicator: Indicator, at: Evaluation) -> tuple[Fraction, Fraction]:
    """A clause that was taken but whose result is unknown may bound the points; else the static bounds hold."""
    criterion = indicator.criterion
    choose = criterion.choice
    decision = at.decided.get(choose.number) if choose is not None else None
    if decision is not None and decision.taken and decision.taken[0].bounds is not None:
        low, high = decision.taken[0].bounds
        return max(low, criterion.lowest), min(high, criterion.highest)
    return criterion.lowest, criterion.highest


def rounded(points: Fraction, program: Program) -> Fraction:
    """Points as the rulebook rounds those of every indicator."""
    return program.rounding.apply(points) if program.rounding is not None else points
