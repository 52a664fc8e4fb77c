"""From indicators' points to the total: groups, rescaling, limits, the grade.

Everything is a `Range` of what is possible: lowest and highest are equal where all is known. An unknown
limit both bites and does not. Nothing here rounds but what the rulebook declares.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from scoring.engines.exact.evaluation import Evaluation
from scoring.program.program import Grade, Limit, Program
from scoring.scorecard.outcome import ScoredIndicator, rounded
from scoring.scorecard.ranges import Range
from scoring.scorecard.scorecard import Bites
from scoring.scorecard.subtotals import Limiting, Subtotal, add_up
from scoring.values.number import show_number
from scoring.values.value import Unknown, Value


@dataclass
class Totals:
    """All of a project's points, from indicators up."""

    scored: Sequence[ScoredIndicator]
    groups: Mapping[str, Subtotal] = field(default_factory=dict)
    earned: Range | None = None
    total: Range | None = None
    possible: Fraction | None = None
    rescaled: str | None = None
    bites: dict[str, Bites] = field(default_factory=dict)
    grades: tuple[str, ...] = ()  # possible ones, lowest first
    no_total: bool = False


def totals_of(scored: Sequence[ScoredIndicator], at: Evaluation) -> Totals:
    """Groups, total, limits and grade of scored indicators; tells the evaluation what limits and grades read."""
    program = at.program
    result = Totals(scored)
    result.no_total = any(one.indicator.criterion.missing.policy == "no_total" and one.policy for one in scored)
    subtotals, added = add_up(scored, program)
    weights, applicable = added.weight, added.applies
    result.possible = weights if program.possible is None or weights != program.possible else program.possible
    earned: Range | None = added.range
    if applicable == 0 or result.no_total:
        earned = None
    elif applicable != weights:
        earned, result.rescaled = _rescaled(scored, added, result.possible, program)
    result.earned = earned
    at.given["total.earned"] = earned.value if earned is not None else Unknown(("total",))
    for path, subtotal in subtotals.items():
        at.given[f"subtotal.{path}"] = subtotal.range.value
    for one in scored:
        points = one.range.value if one.range is not None else Unknown((one.indicator.id,))
        at.given[f"{one.indicator.id}.points"] = points
    _bite(program.limits, at, result)
    result.groups, limited = subtotals, added
    if any(limit.groups for limit in program.limits):
        result.groups, limited = add_up(scored, program, _limited(program.limits, result))
    if earned is None:
        return result
    _close(_after_group_limits(earned, added, limited, result, program), program.grade, at, result)
    return result


def total_of_result(value: Value, grade: Grade | None, at: Evaluation) -> Totals:
    """The total of a rulebook without indicators: a result's value, limited and graded like any other total."""
    result = Totals(())
    known = isinstance(value, Fraction)
    at.given["total.earned"] = value if known else Unknown(("total",))
    _bite(at.program.limits, at, result)
    if isinstance(value, Fraction):
        result.earned = Range(value, value)
        _close(result.earned, grade, at, result)
    return result


def _close(total: Range, grade: Grade | None, at: Evaluation, result: Totals) -> None:
    """The total after limits, and its grade."""
    for limit in at.program.limits:
        total = total.limited(limit.total, result.bites[limit.name])
    result.total = total
    at.given["total"] = total.value
    result.grades = _grades(grade, at.program.limits, at, result)


def _rescaled(
    scored: Sequence[ScoredIndicator], added: Subtotal, possible: Fraction, program: Program
) -> tuple[Range, str]:
    """What becomes of the weight of indicators that do not apply, as the rulebook says; rounded once."""
    earned, applicable = added.range, added.applies
    if program.not_applicable == "full":
        given = added.weight - applicable
        return earned + Range(given, given), f"+ {show_number(given)}"
    if program.not_applicable == "siblings":
        _, spread = add_up(scored, program, among_siblings=True)
        low, high = rounded(spread.range.low, program), rounded(spread.range.high, program)
        return Range(low, high, spread.range.known), "siblings"
    factor = possible / applicable
    ends = [rounded(end * factor, program) for end in (earned.low, earned.high)]
    shown = " – ".join(dict.fromkeys(show_number(end) for end in (earned.low, earned.high)))
    after = " – ".join(dict.fromkeys(show_number(end) for end in ends))
    shown = f"({shown})" if " – " in shown else shown
    how = f"{shown} × {show_number(possible)} ÷ {show_number(applicable)} = {after}"
    return Range(ends[0], ends[1], earned.known), how


def _bite(limits: Sequence[Limit], at: Evaluation, result: Totals) -> None:
    """Which limits bite; one that reads another comes after it."""
    for limit in limits:
        value = at.needed(limit.when)
        bites: Bites = "unknown" if isinstance(value, Unknown) else "yes" if value is True else "no"
        result.bites[limit.name] = bites
        at.given[f"limit.{limit.name}"] = value


def _limited(limits: Sequence[Limit], result: Totals) -> Limiting:
    """What limits that bite make of a subtotal."""

    def limiting(path: str, subtotal: Range) -> Range:
        for limit in limits:
            if path in limit.groups:
                subtotal = subtotal.limited(limit.groups[path], result.bites[limit.name])
        return subtotal

    return limiting


def _after_group_limits(earned: Range, before: Subtotal, after: Subtotal, result: Totals, program: Program) -> Range:
    """The total when limits have changed subtotals: what that takes away is rescaled as the rest was."""
    low, high = after.range.low - before.range.low, after.range.high - before.range.high
    if low == high == 0 and after.range.known == before.range.known:
        return earned
    if not result.rescaled or result.possible is None:
        return Range(earned.low + low, earned.high + high, after.range.known)
    factor = result.possible / before.applies if program.not_applicable == "rescale" else Fraction(1)
    low, high = rounded(earned.low + low * factor, program), rounded(earned.high + high * factor, program)
    return Range(low, high, after.range.known)


def _grades(grade: Grade | None, limits: Sequence[Limit], at: Evaluation, result: Totals) -> tuple[str, ...]:
    """Every grade that is possible, lowest first; one where the whole range has the same."""
    if grade is None:
        return ()
    possible = grades_of(grade, at)
    for limit in limits:
        if (limit.grade, limit.least_grade) == (None, None) or result.bites[limit.name] == "no":
            continue
        moved = {_between_grades(name, limit, grade.names) for name in possible}
        possible = moved if result.bites[limit.name] == "yes" else possible | moved
    return tuple(name for name in grade.names if name in possible)


def _between_grades(name: str, limit: Limit, names: Sequence[str]) -> str:
    """A grade as a limit leaves it."""
    place = names.index(name)
    if limit.grade is not None:
        place = min(place, names.index(limit.grade))
    if limit.least_grade is not None:
        place = max(place, names.index(limit.least_grade))
    return names[place]


def grades_of(grade: Grade, at: Evaluation) -> set[str]:
    """The grades that the table may give: of each row that may be the first to hold."""
    value = at.needed(grade.choose)
    if isinstance(value, str):
        return {value}
    possible: set[str] = set()
    for clause in grade.choose.clauses:
        truth = at.truth(clause)
        if truth is not False:
            possible.add(str(at.value(clause.then)))
        if truth is True:
            return possible
    if grade.choose.otherwise is not None:
        possible.add(str(at.value(grade.choose.otherwise.then)))
    return possible
