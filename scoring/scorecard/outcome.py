"""One indicator's outcome: scored, not applicable, or not scorable; and what a missing policy makes of that."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from scoring.engines.exact.evaluation import Evaluation
from scoring.problems import Text
from scoring.program.program import Criterion, Indicator, Program
from scoring.scorecard.may_apply import may_not_apply
from scoring.scorecard.ranges import ZERO, Range, between
from scoring.scorecard.scorecard import Outcome
from scoring.values.value import NotApplicable, Unknown

NO_RESULT = Unknown((), Text("its rule gives no result", "规则没有给出结果"))


@dataclass(frozen=True, slots=True)
class ScoredIndicator:
    """One indicator's outcome: its range in points, and what the missing policy did."""

    indicator: Indicator
    outcome: Outcome
    range: Range | None  # None: not applicable, or left out
    unknown: Unknown | None = None
    policy: str | None = None
    may_apply: bool = False  # nobody knows whether it applies at all
    apart: bool = False  # not only by its `when`, which others may have as well
    beyond: Fraction | None = None  # what the missing policy gave before the bound that it went beyond
    because: Text | None = None  # why it does not apply, where nobody declared it and its `when` is not false


def score_indicator(indicator: Indicator, at: Evaluation, declared: bool) -> ScoredIndicator:
    """Scored, not applicable, or not scorable with what is missing; or what the missing policy makes of it."""
    if declared:
        return ScoredIndicator(indicator, "not_applicable", None)
    criterion = indicator.criterion
    if criterion.applies is not None:
        applies = at.needed(criterion.applies)
        if applies is False:
            return ScoredIndicator(indicator, "not_applicable", None)
        if isinstance(applies, NotApplicable):
            return ScoredIndicator(indicator, "not_applicable", None, because=applies.because)
        if isinstance(applies, Unknown):
            points = at.value(criterion.points)
            if isinstance(points, NotApplicable):  # whether its `when` holds or not
                return ScoredIndicator(indicator, "not_applicable", None, because=points.because)
            range_ = _range(criterion.lowest, criterion.highest, criterion, at.program)
            apart = isinstance(points, Unknown) and bool(points.missing) and may_not_apply(criterion.points, at)
            return ScoredIndicator(indicator, "not_scorable", range_, applies, may_apply=True, apart=apart)
    value = at.needed(criterion.points)
    if isinstance(value, NotApplicable):
        return ScoredIndicator(indicator, "not_applicable", None, because=value.because)
    if isinstance(value, Fraction):
        earned = bounded(value, criterion, at.program)
        return ScoredIndicator(indicator, "scored", Range(earned, earned))
    unknown = value if isinstance(value, Unknown) else NO_RESULT
    return _by_policy(indicator, unknown, at)


def _by_policy(indicator: Indicator, unknown: Unknown, at: Evaluation) -> ScoredIndicator:
    criterion = indicator.criterion
    missing = criterion.missing
    points: Fraction | None = None
    match missing.policy:
        case "zero":
            points = ZERO
        case "full":
            points = indicator.weight
        case "value" | "row" if missing.value is not None:
            value = at.needed(missing.value)
            points = value if isinstance(value, Fraction) else None
        case "leave_out":
            return ScoredIndicator(indicator, "not_scorable", None, unknown, missing.written)
    if points is not None:
        kept = bounded(points, criterion, at.program)
        beyond = rounded(points, at.program)
        return ScoredIndicator(indicator, "scored", Range(kept, kept), unknown, missing.written,
                               beyond=beyond if beyond != kept else None)  # fmt: skip
    policy = missing.written if missing.policy == "no_total" else None
    range_ = _range(*_open_bounds(indicator, at), criterion, at.program)
    open_ = bool(unknown.missing) and may_not_apply(criterion.points, at)
    return ScoredIndicator(indicator, "not_scorable", range_, unknown, policy, open_, open_)


def _open_bounds(indicator: Indicator, at: Evaluation) -> tuple[Fraction, Fraction]:
    """A clause that was taken but whose result is unknown may bound the points; else the static bounds hold."""
    criterion = indicator.criterion
    choose = criterion.choice
    decision = at.decided.get(choose.number) if choose is not None else None
    if decision is not None and decision.taken and decision.taken[0].bounds is not None:
        low, high = decision.taken[0].bounds
        return max(low, criterion.lowest), min(high, criterion.highest)
    return criterion.lowest, criterion.highest


def _range(low: Fraction, high: Fraction, criterion: Criterion, program: Program) -> Range:
    return Range(bounded(low, criterion, program), bounded(high, criterion, program))


def bounded(points: Fraction, criterion: Criterion, program: Program) -> Fraction:
    """Points as every indicator's are rounded; a bound wins over rounding and over policies."""
    return between(rounded(points, program), (criterion.lowest, criterion.highest))


def rounded(points: Fraction, program: Program) -> Fraction:
    """Points as the rulebook rounds those of every indicator."""
    return program.rounding.apply(points) if program.rounding is not None else points
