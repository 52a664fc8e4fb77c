"""Named results: what came out, rounded, and its grade."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from scoring.engines.exact.evaluation import Evaluation
from scoring.engines.exact.open_values import left_open
from scoring.nodes.kind import Kind
from scoring.program.program import Members, Result
from scoring.scorecard.scorecard import OutcomeOfResult
from scoring.scorecard.totals import Totals, grades_of, total_of_result
from scoring.values.bound import Bound
from scoring.values.number import ends_as_decimal
from scoring.values.rounding import Rounding
from scoring.values.value import Fault, NotApplicable, Unknown, Value

ROUNDING = Rounding("half_up", 6)  # of a number without an end that does not declare its digits


@dataclass(frozen=True, slots=True)
class ScoredResult:
    """One result: its value, and the grades that it may be given, one where that is known."""

    result: Result
    value: Value
    grades: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        return self.result.name

    @property
    def grade(self) -> str | None:
        return next(iter(self.grades)) if len(self.grades) == 1 else None

    @property
    def open(self) -> bool:
        """Whether the scorecard waits for it; for the grade of the total it does so itself, after limits."""
        if self.result.optional:
            return False
        return self.outcome == "not_scorable" or (len(self.grades) > 1 and not self.result.is_total)

    @property
    def outcome(self) -> OutcomeOfResult:
        if self.result.members is not None and isinstance(self.value, tuple):
            open_ = any(outcome_in(one) == "not_scorable" for row in self.value for one in _cells(row))
            return "not_scorable" if open_ and not self.result.optional else "scored"
        match self.value:
            case NotApplicable():
                return "not_applicable"
            case Unknown() | Bound():  # of which only limits are known
                return "none" if self.result.optional else "not_scorable"
            case None:
                return "none"
        return "scored"


def outcome_in(value: Value) -> OutcomeOfResult:
    """What a value comes to that one record has in a column; a place that is a range is not known yet."""
    match value:
        case NotApplicable():
            return "not_applicable"
        case Unknown() | Bound():
            return "not_scorable"
        case None:
            return "none"
    return "scored"


def _cells(row: Value) -> Iterable[Value]:
    return row.values() if isinstance(row, dict) else ()


def results_of(at: Evaluation) -> tuple[ScoredResult, ...]:
    """Every result of a rulebook with indicators."""
    return tuple(_scored(one, value_of(one, at), at) for one in at.program.results)


def results_alone(at: Evaluation) -> tuple[Totals, tuple[ScoredResult, ...]]:
    """Results of a rulebook without indicators; the one that is the total comes last, limited and graded."""
    scored: dict[str, ScoredResult] = {}
    totals: Totals | None = None
    for one in sorted(at.program.results, key=lambda one: one.is_total):
        value = value_of(one, at)
        at.given[f"result.{one.name}"] = value
        if one.is_total:
            totals = total_of_result(value, one.grade or at.program.grade, at)
        scored[one.name] = _scored(one, value, at)
    totals = totals if totals is not None else total_of_result(None, None, at)
    return totals, tuple(scored[one.name] for one in at.program.results)


def value_of(result: Result, at: Evaluation) -> Value:
    """A result's value, rounded as it says; a number without an end to six decimals where it says nothing."""
    value = at.needed(result.node)
    if isinstance(value, Bound):
        return left_open(at, result.node)
    if result.members is not None and isinstance(value, tuple):
        return tuple(_of_member(row, result.members, at) for row in value)
    if not isinstance(value, Fraction):
        return value
    if result.rounding is not None:
        return result.rounding.apply(value)
    return value if ends_as_decimal(value) else in_unit(value, result.kind, at)


def _of_member(row: Value, members: Members, at: Evaluation) -> Value:
    """What each column has for one record, rounded as a result is; a fault of one is the project's."""
    assert isinstance(row, dict)
    named = row.get(members.key)
    made: dict[str, Value] = {members.key: named if isinstance(named, str | Fraction) else None}
    for column in members.columns:
        value = row[column.name]
        if isinstance(value, Fault):
            at.faults.update(dict.fromkeys(value.problems))
            value = Unknown()
        elif isinstance(value, Fraction) and not ends_as_decimal(value):
            value = in_unit(value, column.kind, at)
        made[column.name] = value
    return made


def in_unit(value: Fraction, kind: Kind, at: Evaluation) -> Fraction:
    """Rounded to six decimals of the unit that it is shown in."""
    unit = at.program.units.get(kind.unit) if kind.unit else None
    factor = unit.factor if unit is not None else Fraction(1)
    return ROUNDING.apply(value / factor) * factor


def _scored(result: Result, value: Value, at: Evaluation) -> ScoredResult:
    at.given[f"result.{result.name}"] = value
    if result.grade is None or not isinstance(value, Fraction | str):
        return ScoredResult(result, value)
    return ScoredResult(result, value, frozenset(grades_of(result.grade, at)))
