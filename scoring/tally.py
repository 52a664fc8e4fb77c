"""From indicators' points to the total: outcomes and missing policies, groups, rescaling, limits, the grade.

Everything is a `Range` of what is possible: lowest and highest are equal where all is known. An unknown
limit both bites and does not. Nothing here rounds but what the rulebook declares.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from scoring.core import Unknown, Value
from scoring.engines.exact import Evaluation
from scoring.program import Grade, Indicator, Limit, Program
from scoring.quantity import Bound, show_number
from scoring.scorecard import Bites, Outcome

ZERO = Fraction(0)
Ends = tuple[Fraction | None, Fraction | None]


@dataclass(frozen=True, slots=True)
class Range:
    """What points may be; one number where lowest equals highest and nothing is open."""

    low: Fraction
    high: Fraction
    known: bool = True  # whether all of it is scored: a range of one number may still rest on something missing

    @property
    def points(self) -> Fraction | None:
        return self.low if self.known and self.low == self.high else None

    @property
    def value(self) -> Value:
        """As the rules see it: a number, or a bound."""
        return self.low if self.points is not None else Bound(self.low, self.high)

    def __add__(self, other: Range) -> Range:
        if self.low is self.high and other.low is other.high:
            points = self.low + other.low
            return Range(points, points, self.known and other.known)
        return Range(self.low + other.low, self.high + other.high, self.known and other.known)

    def scaled(self, factor: Fraction) -> Range:
        return Range(self.low * factor, self.high * factor, self.known)

    def limited(self, ends: Ends, bites: Bites) -> Range:
        """Kept between a limit's ends if it bites; both, if that is unknown. A cap goes before a floor."""
        if bites == "no":
            return self
        low, high = _between(self.low, ends), _between(self.high, ends)
        if bites == "yes":
            return Range(low, high, self.known or low == high)
        both = Range(min(self.low, low), max(self.high, high), self.known)
        return both if both.low == both.high else Range(both.low, both.high, False)


def _between(value: Fraction, ends: Ends) -> Fraction:
    at_least, at_most = ends
    if at_least is not None:
        value = max(value, at_least)
    return value if at_most is None else min(value, at_most)


@dataclass(frozen=True, slots=True)
class Scored:
    """One indicator's outcome: its range in points, and what the missing policy did."""

    indicator: Indicator
    outcome: Outcome
    range: Range | None  # None: not applicable, or left out
    unknown: Unknown | None = None
    policy: str | None = None
    left_out: bool = False  # its weight leaves the denominator


@dataclass
class Tally:
    """All of a project's points, from indicators up."""

    scored: Sequence[Scored]
    groups: Mapping[str, Range] = field(default_factory=dict)
    earned: Range | None = None
    total: Range | None = None
    possible: Fraction | None = None
    rescaled: str | None = None
    bites: dict[str, Bites] = field(default_factory=dict)
    grades: tuple[str, ...] = ()  # possible ones, lowest first
    no_total: bool = False


def score_indicator(indicator: Indicator, at: Evaluation, declared: bool) -> Scored:
    """Scored, not applicable, or not scorable with what is missing; or what the missing policy makes of it."""
    if declared:
        return Scored(indicator, "not_applicable", None, left_out=True)
    criterion = indicator.criterion
    if criterion.applies is not None:
        applies = at.condition(criterion.applies)
        if applies is False:
            return Scored(indicator, "not_applicable", None, left_out=True)
        if isinstance(applies, Unknown):
            return Scored(indicator, "not_scorable", Range(ZERO, criterion.highest, False), applies)
    value = at.value(criterion.points)
    if isinstance(value, Fraction):
        points = _rounded(value, at.program)
        return Scored(indicator, "scored", Range(points, points))
    unknown = value if isinstance(value, Unknown) else Unknown()
    return _by_policy(indicator, unknown, at)


def _by_policy(indicator: Indicator, unknown: Unknown, at: Evaluation) -> Scored:
    missing = indicator.criterion.missing
    points: Fraction | None = None
    match missing.policy:
        case "zero":
            points = ZERO
        case "full":
            points = indicator.weight
        case "value" if missing.value is not None:
            value = at.value(missing.value)
            points = value if isinstance(value, Fraction) else None
        case "leave_out":
            return Scored(indicator, "not_scorable", None, unknown, missing.written, left_out=True)
    if points is not None:
        return Scored(indicator, "scored", Range(points, points), unknown, missing.written)
    low, high = _open_bounds(indicator, at)
    low, high = _rounded(low, at.program), _rounded(high, at.program)
    policy = missing.written if missing.policy == "no_total" else None
    return Scored(indicator, "not_scorable", Range(low, high, False), unknown, policy)


def _open_bounds(indicator: Indicator, at: Evaluation) -> tuple[Fraction, Fraction]:
    """A clause that was taken but whose result is unknown may bound the points; else the static bounds hold."""
    criterion = indicator.criterion
    choose = criterion.choice
    decision = at.decided.get(id(choose)) if choose is not None else None
    if decision is not None and decision.taken and decision.taken[0].bounds is not None:
        low, high = decision.taken[0].bounds
        return max(low, criterion.lowest), min(high, criterion.highest)
    return criterion.lowest, criterion.highest


def _rounded(points: Fraction, program: Program) -> Fraction:
    return program.rounding.apply(points) if program.rounding is not None else points


def tally(scored: Sequence[Scored], at: Evaluation) -> Tally:
    """Groups, total, limits and grade of scored indicators; tells the evaluation what limits and grades read."""
    program = at.program
    result = Tally(scored)
    result.no_total = any(one.indicator.criterion.missing.policy == "no_total" and one.policy for one in scored)
    weights = program.weight
    result.possible = weights if program.possible is None or weights != program.possible else program.possible
    subtotals = _subtotals(scored, program)
    left_out = [one.indicator.weight for one in scored if one.left_out]
    applicable = weights - sum(left_out, ZERO) if left_out else weights
    earned = _sum(scored)
    if applicable == 0 or result.no_total:
        result.groups = subtotals
        earned = None
    elif applicable != weights:
        earned, result.rescaled = _rescaled(scored, earned, applicable, result.possible, program)
    result.earned = earned
    at.given["total.earned"] = earned.value if earned is not None else Unknown(("total",))
    for path, subtotal in subtotals.items():
        at.given[f"subtotal.{path}"] = subtotal.value
    _bite(program.limits, at, result)
    result.groups, loss = _limited_groups(subtotals, result, program)
    if earned is None:
        return result
    total = earned + loss if not result.rescaled else _after_group_limits(earned, loss, applicable, result, program)
    for limit in program.limits:
        total = total.limited(limit.total, result.bites[limit.name])
    result.total = total
    at.given["total"] = total.value
    result.grades = _grades(program.grade, program.limits, at, result)
    return result


def _sum(scored: Sequence[Scored]) -> Range | None:
    total = Range(ZERO, ZERO)
    for one in scored:
        if one.range is not None:
            total = total + one.range
    return total


def _subtotals(scored: Sequence[Scored], program: Program) -> dict[str, Range]:
    """Each group's subtotal, as earned."""
    subtotals = {group.path: Range(ZERO, ZERO) for group in program.groups}
    for one in scored:
        if one.range is not None:
            path = one.indicator.group
            subtotals[path] = subtotals[path] + one.range
    for path in reversed(subtotals):  # members before the group above them
        above, _, name = path.rpartition("/")
        if name and above:
            subtotals[above] = subtotals[above] + subtotals[path]
    return subtotals


def _rescaled(
    scored: Sequence[Scored], earned: Range | None, applicable: Fraction, possible: Fraction, program: Program
) -> tuple[Range | None, str | None]:
    """What becomes of the weight of indicators that do not apply, as the rulebook says; rounded once."""
    assert earned is not None
    if program.not_applicable == "full":
        given = sum((one.indicator.weight for one in scored if one.left_out), ZERO)
        return earned + Range(given, given), f"+ {show_number(given)}"
    if program.not_applicable == "siblings":
        earned = _among_siblings(scored)
        low, high = _rounded(earned.low, program), _rounded(earned.high, program)
        return Range(low, high, earned.known), "siblings"
    factor = possible / applicable
    ends = [_rounded(end * factor, program) for end in (earned.low, earned.high)]
    shown = " – ".join(dict.fromkeys(show_number(end) for end in (earned.low, earned.high)))
    after = " – ".join(dict.fromkeys(show_number(end) for end in ends))
    shown = f"({shown})" if " – " in shown else shown
    how = f"{shown} × {show_number(possible)} ÷ {show_number(applicable)} = {after}"
    return Range(ends[0], ends[1], earned.known), how


def _among_siblings(scored: Sequence[Scored]) -> Range:
    """A left-out indicator's weight goes pro rata to its siblings; to the group above where it has none."""

    def within(depth: int, members: Sequence[Scored]) -> tuple[Range, Fraction, Fraction]:
        """Points, weight that applies, and all weight of these members."""
        inner: dict[str, list[Scored]] = {}
        parts: list[tuple[Range, Fraction, Fraction]] = []
        for one in members:
            if len(one.indicator.path) > depth:
                inner.setdefault(one.indicator.path[depth], []).append(one)
            else:
                weight = one.indicator.weight
                parts.append((Range(ZERO, ZERO), ZERO, weight) if one.range is None else (one.range, weight, weight))
        parts += [within(depth + 1, group) for group in inner.values()]
        full = sum((weight for _, _, weight in parts), ZERO)
        applies = sum((weight for _, applicable, weight in parts if applicable), ZERO)
        points = Range(ZERO, ZERO)
        for part, applicable, _ in parts:
            if applicable:
                points = points + part
        return (points, ZERO, full) if not applies else (points.scaled(full / applies), full, full)

    return within(0, scored)[0]


def _bite(limits: Sequence[Limit], at: Evaluation, result: Tally) -> None:
    """Which limits bite; one that reads another comes after it."""
    for limit in limits:
        value = at.value(limit.when)
        bites: Bites = "unknown" if isinstance(value, Unknown) else "yes" if value is True else "no"
        result.bites[limit.name] = bites
        at.given[f"limit.{limit.name}"] = value


def _limited_groups(subtotals: Mapping[str, Range], result: Tally, program: Program) -> tuple[dict[str, Range], Range]:
    """Subtotals after limits, and by how much the total changes for it."""
    limited = dict(subtotals)
    change = Range(ZERO, ZERO)
    for path in sorted(subtotals, key=lambda path: -path.count("/")):
        before = after = limited[path]
        for limit in program.limits:
            if path in limit.groups:
                after = after.limited(limit.groups[path], result.bites[limit.name])
        if after is before:
            continue
        difference = Range(after.low - before.low, after.high - before.high, after.known)
        limited[path] = after
        change = change + difference
        parents = path.split("/")[:-1]
        for depth in range(1, len(parents) + 1):
            above = "/".join(parents[:depth])
            limited[above] = limited[above] + difference
    return limited, change


def _after_group_limits(earned: Range, loss: Range, applicable: Fraction, result: Tally, program: Program) -> Range:
    if loss.low == loss.high == 0 or result.possible is None:
        return earned
    factor = result.possible / applicable if program.not_applicable == "rescale" else Fraction(1)
    low, high = (_rounded(end, program) for end in (earned.low + loss.low * factor, earned.high + loss.high * factor))
    return Range(low, high, earned.known and loss.known)


def _grades(grade: Grade | None, limits: Sequence[Limit], at: Evaluation, result: Tally) -> tuple[str, ...]:
    """Every grade that is possible, lowest first; one where the whole range has the same."""
    if grade is None:
        return ()
    possible = grades_of(grade, at)
    for limit in limits:
        if limit.grade is None or result.bites[limit.name] == "no":
            continue
        best = grade.names.index(limit.grade)
        lowered = {name if grade.names.index(name) < best else limit.grade for name in possible}
        possible = lowered if result.bites[limit.name] == "yes" else possible | lowered
    return tuple(name for name in grade.names if name in possible)


def grades_of(grade: Grade, at: Evaluation) -> set[str]:
    """The grades that the table may give: of each row that may be the first to hold."""
    value = at.value(grade.choose)
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
