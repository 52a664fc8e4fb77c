"""From indicators' points to the total: redistribution, group limits, rounding, limits of the total, the grade.

The order is the law's: spread the weight of what does not apply, exactly; floors, then caps of groups, inner groups
first; add; round once; floors, then caps of the total; the grade. Everything is a `Range` of what is possible.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import product

from scoring.engines.exact.evaluation import Evaluation
from scoring.nodes.walk import names_in
from scoring.problems import Text
from scoring.program.limits import COUNTED
from scoring.program.program import Grade, Limit, Program
from scoring.scorecard.outcome import ScoredIndicator
from scoring.scorecard.ranges import ZERO, Range, hull
from scoring.scorecard.scorecard import Bites, Outcome
from scoring.scorecard.subtotals import NOTHING, Counting, Limiting, Shares, Spreading, Subtotal, add_up, share_out
from scoring.values.number import show_number
from scoring.values.value import NotApplicable, Unknown, Value

NO_TOTAL = NotApplicable(Text("there is no total", "没有总分"))
NOTHING_WEIGHS = NotApplicable(
    Text("there is no total: nothing that has a weight applies", "没有总分：没有适用且有权重的指标")
)
MOST_OPEN = 8  # conditions that leave open whether an indicator applies, every combination of which is added up


@dataclass(frozen=True, slots=True)
class GroupTotal:
    """A group's points: as its members earned them, redistributed (what conditions read), and after limits."""

    outcome: Outcome
    earned: Range
    before: Range
    counted: Range
    weight: Fraction
    applies: Fraction  # the weight of what applies in it
    sure: bool = True  # whether it is known to apply
    degrees: tuple[tuple[Fraction, Fraction], ...] = ()
    weights: tuple[Fraction, ...] = ()  # of the degrees


@dataclass
class Totals:
    """All of a project's points, from indicators up."""

    scored: Sequence[ScoredIndicator]
    groups: Mapping[str, GroupTotal] = field(default_factory=dict)
    earned: Range | None = None  # redistributed and rounded, before limits
    total: Range | None = None
    possible: Fraction | None = None
    applies: Fraction | None = None  # the weight of what applies
    bites: dict[str, Bites] = field(default_factory=dict)
    grades: tuple[str, ...] = ()  # possible ones, lowest first
    no_total: bool = False
    no_grade: Text | None = None  # why a grade table gives none
    idle: dict[str, Text] = field(default_factory=dict)  # why limits do not act, though their condition is not false
    way: Way | None = None  # where nobody doubts what applies: how everything was added up


@dataclass(frozen=True, slots=True)
class Way:
    """One completion of what may apply: who counts with which points, and what becomes of the weights."""

    counting: tuple[Counting, ...]
    shares: Shares
    earned: Mapping[str, Subtotal]  # nothing spread
    before: Mapping[str, Subtotal]  # redistributed
    whole: Range
    counted: Mapping[str, Subtotal]  # limited as well
    whole_counted: Range

    def limited(self, program: Program, limiting: Limiting) -> Way:
        counted, whole = add_up(self.counting, program, self.shares, limiting)
        return replace(self, counted=counted, whole_counted=whole)


def totals_of(scored: Sequence[ScoredIndicator], at: Evaluation) -> Totals:
    """Groups, total, limits and grade of scored indicators; tells the evaluation what limits and grades read."""
    program = at.program
    result = Totals(scored)
    result.no_total = any(one.policy and one.indicator.criterion.missing.policy == "no_total" for one in scored)
    open_ = tuple(dict.fromkeys(_open_condition(one) for one in scored if one.may_apply))
    widest = _widest(scored, program) if len(open_) > MOST_OPEN else None
    ways = _ways(scored, open_, program)
    result.possible = ways[0].shares.weight[""] if all(one.indicator.weighed for one in scored) else None
    result.applies = max(way.shares.applies[""] for way in ways)
    result.earned = _together(ways, [way.whole for way in ways], widest, result, program)
    result.groups = {group.path: _group(group.path, ways, widest) for group in program.groups}
    _tell(result, _as_total(result.earned, ways), at)
    _bite(program.limits, at, result)
    if any(limit.groups for limit in program.limits):
        limiting = _limiting(program.limits, result)
        ways = [way.limited(program, limiting) for way in ways]
        result.groups = {path: _group(path, ways, widest) for path in result.groups}
    result.way = ways[0] if len(ways) == 1 else None
    for path, group in result.groups.items():
        at.given[f"{COUNTED}subtotal.{path}"] = _of_group(path, group, group.counted)
    total = _together(ways, [way.whole_counted for way in ways], widest, result, program)
    if total is not None:
        _close(total, program.grade, at, result)
    at.given[f"{COUNTED}total"] = _as_total(result.total, ways)
    return result


def total_of_result(value: Value, grade: Grade | None, at: Evaluation) -> Totals:
    """The total of a rulebook without indicators: a result's value, limited and graded like any other total."""
    result = Totals(())
    at.given["total.earned"] = NO_TOTAL if value is None else value
    _bite(at.program.limits, at, result)
    if isinstance(value, Fraction):
        result.earned = Range(value, value)
        _close(result.earned, grade, at, result)
    return result


# ---------------------------------------------------------------------- what may apply


def _open_condition(one: ScoredIndicator) -> tuple[str, ...]:
    """What two indicators share that apply together or not at all: the same condition, of facts that are not their own."""
    criterion = one.indicator.criterion
    own = (
        one.apart
        or criterion.applies is None
        or any(name.startswith(f"{one.indicator.id}.") for name in names_in(criterion.applies))
    )
    weight = show_number(one.indicator.weight) if "weight" in criterion.applies_written else ""
    return (criterion.applies_written, weight, one.indicator.id if own else "")


def _ways(scored: Sequence[ScoredIndicator], open_: Sequence[tuple[str, ...]], program: Program) -> list[Way]:
    """Every completion of what may apply; of too many conditions only the ends, which `_widest` makes up for."""
    choices: Iterable[tuple[bool, ...]] = product((True, False), repeat=len(open_))
    if len(open_) > MOST_OPEN:
        choices = [(True,) * len(open_), (False,) * len(open_)]
    found = []
    for choice in choices:
        applies = dict(zip(open_, choice, strict=True))
        counting = tuple(_counting(one, program, applies) for one in scored)
        shares = share_out(counting, program, _spreading(program))
        before, whole = add_up(counting, program, shares)
        earned = before
        if any(spread != 1 for spread in shares.spread.values()):
            earned, _ = add_up(counting, program, share_out(counting, program, "nothing"))
        found.append(Way(counting, shares, earned, before, whole, before, whole))
    return found


def _spreading(program: Program) -> Spreading:
    return "siblings" if program.not_applicable == "siblings" else "all"


def _counting(one: ScoredIndicator, program: Program, applies: Mapping[tuple[str, ...], bool]) -> Counting:
    """An indicator's points in one completion; full ones where the rulebook gives them to what does not apply."""
    weight = one.indicator.weight
    points = one.range
    out = one.outcome == "not_applicable" or (one.may_apply and not applies[_open_condition(one)])
    if out:
        points = Range(weight, weight) if program.not_applicable == "full" else None
    return Counting(one.indicator.group, weight, points)


def _widest(scored: Sequence[ScoredIndicator], program: Program) -> Range:
    """A range that holds every completion: what could be earned or lost, multiplied by all that spreading may do."""
    weights = [one.indicator.weight for one in scored if one.indicator.weight > 0]
    most = max([sum(weights, ZERO), *(group.weight for group in program.groups)])
    depth = 1 + max((len(one.indicator.path) for one in scored), default=0) if _spreading(program) == "siblings" else 1
    factor = (most / min(weights)) ** depth if weights else Fraction(1)
    full = ZERO if program.not_applicable != "full" else sum(weights, ZERO)
    low = sum((min(ZERO, one.range.low) for one in scored if one.range is not None), ZERO)
    high = sum((max(ZERO, one.range.high) for one in scored if one.range is not None), full)
    return Range(low * factor, high * factor)


# ---------------------------------------------------------------------- groups, limits, total


def _together(
    ways: Sequence[Way], wholes: Sequence[Range], widest: Range | None, result: Totals, program: Program
) -> Range | None:
    """The total over all completions, rounded once; None where nothing applies, or no total is to be given."""
    ends = [whole.rounded(program.rounding) for way, whole in zip(ways, wholes, strict=True) if way.shares.applies[""]]
    if not ends or result.no_total:
        return None
    return hull([*ends, *([widest] if widest is not None else [])])


def _group(path: str, ways: Sequence[Way], widest: Range | None) -> GroupTotal:
    """One group over all completions in which it applies."""
    there = [way for way in ways if way.shares.there[path]]
    weight = ways[0].shares.weight[path]
    if not there:
        return GroupTotal("not_applicable", NOTHING, NOTHING, NOTHING, weight, ZERO)
    wider = [] if widest is None else [widest]
    earned, before, counted = (
        hull([*(subtotals[path].points for subtotals in each), *wider])
        for each in ([way.earned for way in there], [way.before for way in there], [way.counted for way in there])
    )
    sure = len(there) == len(ways)
    outcome: Outcome = "scored" if sure and counted.points is not None and before.points is not None else "not_scorable"
    applies = max(way.shares.applies[path] for way in there)
    first = there[0].counted[path]
    return GroupTotal(outcome, earned, before, counted, weight, applies, sure, first.degrees, first.weights)


def _as_total(total: Range | None, ways: Sequence[Way]) -> Value:
    """A total as it is read: it does not apply where nothing that has a weight does, and is unknown where only that is."""
    weighing = [way.shares.applies[""] > 0 for way in ways]
    if not any(weighing):
        return NOTHING_WEIGHS
    return total.value if total is not None and all(weighing) else Unknown(("total",))


def _tell(result: Totals, total: Value, at: Evaluation) -> None:
    """What conditions read, all of it before any limit: the rounded total, redistributed subtotals, points."""
    at.given["total.earned"] = total
    for path, group in result.groups.items():
        at.given[f"subtotal.{path}"] = _of_group(path, group, group.before)
    full = at.program.not_applicable == "full"
    for one in result.scored:
        points, id_ = one.range, one.indicator.id
        if one.outcome == "not_applicable" and full:
            points = Range(one.indicator.weight, one.indicator.weight)
        at.given[f"{id_}.points"] = _amount(id_, points, points is None, one.may_apply)


def _of_group(path: str, group: GroupTotal, points: Range) -> Value:
    return _amount(path, points, group.outcome == "not_applicable", not group.sure)


def _amount(name: str, points: Range | None, out: bool, open_: bool) -> Value:
    if out or points is None:
        return NotApplicable(Text(f"`{name}` does not apply", f"{name} 不适用"))
    return Unknown((name,)) if open_ else points.value


def _bite(limits: Sequence[Limit], at: Evaluation, result: Totals) -> None:
    """Which limits bite; their order means nothing, since all read amounts before any limit."""
    for limit in limits:
        value = at.needed(limit.when)
        result.bites[limit.name] = "unknown" if isinstance(value, Unknown) else "yes" if value is True else "no"
        if isinstance(value, NotApplicable):
            result.idle[limit.name] = value.because
        at.given[f"limit.{limit.name}"] = value


def _limiting(limits: Sequence[Limit], result: Totals) -> Limiting:
    """What limits that bite make of a subtotal."""

    def limiting(path: str, points: Range) -> Range:
        ends = [(limit.groups[path], result.bites[limit.name]) for limit in limits if path in limit.groups]
        return points.limited(ends) if ends else points

    return limiting


def _close(total: Range, grade: Grade | None, at: Evaluation, result: Totals) -> None:
    """The total after limits, and its grade."""
    limits = at.program.limits
    result.total = total.limited([(limit.total, result.bites[limit.name]) for limit in limits])
    at.given["total"] = result.total.value
    if grade is None:
        return
    result.no_grade = _no_grade(grade, result, at.program)
    if result.no_grade is None:
        result.grades = _grades(grade, limits, at, result)


def _no_grade(grade: Grade, result: Totals, program: Program) -> Text | None:
    """Why a grade by points has no meaning: it is written for a scale, and these points are on another."""
    if not program.indicators or not grade.by_points:
        return None
    if program.possible is None:
        return Text("no grade: the rulebook does not say for which total its grades are written",
                    "无等级：规则集没有写明等级所对应的总分")  # fmt: skip
    if result.possible == program.possible:
        return None
    possible, total = show_number(result.possible or ZERO), show_number(program.possible)
    return Text(f"no grade: the grades are written for {total} points, {possible} are possible",
                f"无等级：等级按总分 {total} 分划分，而满分为 {possible} 分")  # fmt: skip


# ---------------------------------------------------------------------- grades


def _grades(grade: Grade, limits: Sequence[Limit], at: Evaluation, result: Totals) -> tuple[str, ...]:
    """Every grade that is possible, lowest first; one where the whole range has the same."""
    ends = {(0, len(grade.names) - 1)}  # lowest and best place that limits leave
    for limit in limits:
        bites = result.bites[limit.name]
        if (limit.grade, limit.least_grade) == (None, None) or bites not in ("yes", "unknown"):
            continue
        acting = {_tightened(limit, grade.names, *end) for end in ends}
        ends = acting if bites == "yes" else ends | acting
    possible = {
        grade.names[min(max(grade.names.index(name), least), best)]
        for name in grades_of(grade, at)
        for least, best in ends
    }
    return tuple(name for name in grade.names if name in possible)


def _tightened(limit: Limit, names: Sequence[str], least: int, best: int) -> tuple[int, int]:
    """The highest floor and the lowest cap, with one limit more."""
    if limit.least_grade is not None:
        least = max(least, names.index(limit.least_grade))
    if limit.grade is not None:
        best = min(best, names.index(limit.grade))
    return least, best


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
