"""From points to the total in SQL: outcomes, groups, rescaling, limits, the grade. Mirrors `outcome`, `subtotals` and `tally`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from scoring.engines.columnar import pieces as at
from scoring.engines.columnar import ratios
from scoring.engines.columnar.compiling import Compiler, beyond, lesser, on_numbers, rounded
from scoring.engines.columnar.fragments import (
    FALSE,
    NEVER,
    TRUE,
    NotInSql,
    Truth,
    Word,
    both,
    either,
    layer_of,
    opposite,
    surely,
    surely_not,
    unknown,
)
from scoring.engines.columnar.grades import limited_grades, only_grade
from scoring.engines.columnar.pieces import MISSING, Pieces, Span, Value
from scoring.engines.columnar.ratios import Ratio, comparison
from scoring.program import Criterion, Grade, Group, Indicator, Limit, Program, Result

ZERO = ratios.constant(0)
Ends = tuple[Fraction | None, Fraction | None]


@dataclass(frozen=True, slots=True)
class Earned:
    """One indicator: points (NULL where there are none), what they may be, and which outcome it is."""

    indicator: Indicator
    points: Ratio | None
    span: Span  # 0 where nothing is counted
    counts: Truth  # whether its weight is in the denominator
    scored: Truth
    not_applicable: Truth
    policy: Truth = FALSE  # whether the policy no_total acted


@dataclass(frozen=True, slots=True)
class Subtotal:
    """Points of a group or indicator, the weight of what applies in it, and its whole weight.

    `there`: whether it applies, of what applies with all of its weight or not at all.
    """

    span: Span
    applies: Ratio
    weight: Fraction
    there: Truth | None = None


@dataclass
class Counted:
    """All that SQL says of a row's points."""

    earned: Sequence[Earned]
    groups: Mapping[str, Subtotal] = field(default_factory=dict)
    total: Span | None = None
    has_total: Truth = TRUE
    bites: dict[str, Truth] = field(default_factory=dict)
    grades: Ratio | None = None  # the possible ones as bits, the lowest grade the first
    grade: Word | None = None  # where it is one in every row
    names: tuple[str, ...] = ()


def certain(low: Ratio) -> Span:
    """What is one number."""
    return Span(low, low, TRUE)


def pick(sql: Compiler, when: Truth, yes: Ratio, no: Ratio) -> Ratio:
    """`yes` where it holds, otherwise `no`; the condition is never unknown."""
    if when.constant is not None:
        return yes if when.constant else no
    if yes == no:
        return yes
    found = at.as_ratio(Pieces(((when, yes), (None, no))), sql.layers)
    assert found is not None
    return found


# ---------------------------------------------------------------- indicators


def earned(indicator: Indicator, declared: Truth, sql: Compiler) -> Earned:
    """Scored, not applicable, or not scorable; or what the missing policy makes of it."""
    criterion = indicator.criterion
    applies = TRUE if criterion.applies is None else sql.layers.short(sql.truth(criterion.applies))
    excluded = sql.layers.short(either(declared, surely_not(applies)))
    open_ = both(opposite(excluded), unknown(applies))  # whether it applies is unknown
    value = sql.value(criterion.points)
    if sql.program.rounding is not None:
        value = rounded(sql, value, sql.program.rounding)
    found = at.as_ratio(value, sql.layers, _step(sql.program))
    points = None if found is None else at.named(found, sql.layers)
    has = at.known(points, sql.layers) if points is not None else FALSE
    by_policy = _by_policy(indicator, sql)
    lost = both(opposite(excluded), opposite(open_), opposite(has))
    missing = criterion.missing.policy
    left_out = sql.layers.short(lost) if missing == "leave_out" else FALSE
    scored = both(opposite(excluded), opposite(open_), has)
    if by_policy is not None:
        there = at.known(by_policy, sql.layers)
        scored = both(opposite(excluded), opposite(open_), either(has, there))
        points = by_policy if points is None else pick(sql, has, points, by_policy)
        points = at.named(points, sql.layers)
    scored = sql.layers.short(scored)
    if points is not None and (excluded.constant is not False or open_.constant is not False):
        points = _only(sql, both(opposite(excluded), opposite(open_)), points)
    counts = opposite(either(excluded, left_out))
    span = _span(criterion, points, scored, excluded, left_out, open_, sql)
    no_total = lost if missing == "no_total" else FALSE
    return Earned(indicator, points, span, counts, scored, excluded, no_total)


def _step(program: Program) -> Fraction | None:
    """What points are multiples of."""
    rounding = program.rounding
    if rounding is None or rounding.significant is not None:
        return None
    return rounding.step if rounding.step is not None else Fraction(10) ** -(rounding.decimals or 0)


def _only(sql: Compiler, when: Truth, points: Ratio) -> Ratio:
    """NULL where it does not hold."""
    found = at.as_ratio(Pieces(((when, points), (None, MISSING))), sql.layers)
    assert found is not None
    return at.named(found, sql.layers)


def _by_policy(indicator: Indicator, sql: Compiler) -> Ratio | None:
    missing = indicator.criterion.missing
    match missing.policy:
        case "zero":
            return ZERO
        case "full":
            return ratios.constant(indicator.weight)
        case "value" | "row" if missing.value is not None:
            value = sql.value(missing.value)
            if sql.program.rounding is not None:
                value = rounded(sql, value, sql.program.rounding)
            return at.as_ratio(value, sql.layers)
    return None


def _span(
    criterion: Criterion,
    points: Ratio | None,
    scored: Truth,
    excluded: Truth,
    left_out: Truth,
    open_: Truth,
    sql: Compiler,
) -> Span:
    """What the points may be; nothing where the indicator is left out of the sum."""
    low, high = _open_bounds(criterion, sql)
    if open_.constant is not True and open_ != FALSE:
        low, high = pick(sql, open_, ZERO, low), pick(sql, open_, ratios.constant(criterion.highest), high)
    if points is not None:
        low, high = (_points_or(sql, scored, points, end) for end in (low, high))
    outside = either(excluded, left_out)
    low, high = pick(sql, outside, ZERO, low), pick(sql, outside, ZERO, high)
    exact = pick(sql, outside, ZERO, points) if points is not None else None
    return Span(low, high, either(scored, outside), exact)


def _points_or(sql: Compiler, scored: Truth, points: Ratio, end: Ratio) -> Ratio:
    if scored.constant is True:
        return points
    if (
        points.above is not None
        and points.below is None
        and end.constant is not None
        and scored == at.known(points, sql.layers)
    ):
        unit = ratios.common_unit((points.factor, end.factor))
        above = ratios.scaled(int(points.factor / unit), points.above)
        other = int(end.factor / unit)
        text = f"COALESCE({above.sql}, {other})"
        return Ratio(
            unit, ratios.whole(text, min(above.low, other), max(above.high, other), (above,), NEVER, above.wide)
        )
    return pick(sql, scored, points, end)


def _open_bounds(criterion: Criterion, sql: Compiler) -> tuple[Ratio, Ratio]:
    """Static bounds; of a judged level whose share nobody gave, the level's."""

    def end(points: Fraction) -> Ratio:
        points = min(max(points, criterion.lowest), criterion.highest)
        return ratios.constant(sql.program.rounding.apply(points) if sql.program.rounding is not None else points)

    low, high = end(criterion.lowest), end(criterion.highest)
    choose = criterion.choice
    if choose is None or choose.hit != "first" or not any(clause.bounds for clause in choose.clauses):
        return low, high
    lows: list[tuple[Truth | None, Ratio]] = []
    highs: list[tuple[Truth | None, Ratio]] = []
    for clause in choose.clauses:
        if clause.when is None or clause.bounds is None:
            raise NotInSql("levels with a condition of another kind")
        holds = surely(sql.layers.short(sql.truth(clause.when)))
        lows.append((holds, end(max(clause.bounds[0], criterion.lowest))))
        highs.append((holds, end(min(clause.bounds[1], criterion.highest))))
    ends = [at.as_ratio(Pieces((*rows, (None, static))), sql.layers) for rows, static in ((lows, low), (highs, high))]
    assert ends[0] is not None and ends[1] is not None
    return ends[0], ends[1]


# ---------------------------------------------------------------- groups

Limiting = Callable[[str, Span], Span]


def add_up(
    all_: Sequence[Earned], sql: Compiler, limiting: Limiting | None = None, among_siblings: bool = False
) -> tuple[dict[str, Subtotal], Subtotal]:
    """Every group's subtotal by path, and all of them together.

    `among_siblings`: what does not apply is spread over the rest of its group, and one level up where nothing is left.
    """
    program = sql.program
    members: dict[str, list[Subtotal]] = {"": [], **{group.path: [] for group in program.groups}}
    for one in all_:
        members[one.indicator.group].append(_all_or_nothing(one.span, one.counts, one.indicator.weight, sql))
    subtotals: dict[str, Subtotal] = {}
    for group in reversed(program.groups):
        subtotal = _of_group(group, members[group.path], sql, among_siblings)
        if limiting is not None:
            subtotal = replace(subtotal, span=limiting(group.path, subtotal.span))
        subtotals[group.path] = subtotal
        members[group.path.rpartition("/")[0]].insert(0, subtotal)
    ordered = {group.path: subtotals[group.path] for group in program.groups}
    return ordered, _sum(members[""], sql, among_siblings)


def _all_or_nothing(span: Span, there: Truth, weight: Fraction, sql: Compiler) -> Subtotal:
    """What applies with all of its weight, or not at all."""
    return Subtotal(span, pick(sql, there, ratios.constant(weight), ZERO), weight, there)


def _of_group(group: Group, members: Sequence[Subtotal], sql: Compiler, among_siblings: bool) -> Subtotal:
    subtotal = _sum(members, sql, among_siblings) if group.how == "sum" else _of_degrees(group, members, sql)
    if group.rounding is not None:
        low, high = (ratios.rounded(end, group.rounding, sql.layers) for end in (subtotal.span.low, subtotal.span.high))
        subtotal = replace(subtotal, span=Span(low, high, subtotal.span.known))
    return replace(subtotal, span=_named(subtotal.span, sql))


def _of_degrees(group: Group, members: Sequence[Subtotal], sql: Compiler) -> Subtotal:
    """The group's weight × the degrees of those members combined that apply; nothing where none of them does."""
    if group.how not in ("mean", "min", "max", "product", "median") or any(member.weight == 0 for member in members):
        raise NotInSql(f'a group with combine = "{group.how}"')
    there = [sql.layers.short(_there(member)) for member in members]
    any_ = sql.layers.short(either(*there))
    if any_.constant is False:
        return _all_or_nothing(certain(ZERO), FALSE, group.weight, sql)
    ends = []
    for end in ("low", "high"):
        degrees = [_degree(getattr(member.span, end), member, sql) for member in members]
        combined = _combined(group.how, degrees, [member.weight for member in members], there, sql)
        combined = ratios.product(combined, ratios.constant(group.weight))
        ends.append(pick(sql, any_, combined, ZERO))
    known = both(*(either(opposite(yes), member.span.known) for yes, member in zip(there, members, strict=True)))
    return _all_or_nothing(Span(ends[0], ends[1], known), any_, group.weight, sql)


def _there(member: Subtotal) -> Truth:
    """Whether anything of a member applies."""
    return member.there if member.there is not None else comparison("!=", member.applies, ZERO)


def _degree(points: Ratio, member: Subtotal, sql: Compiler) -> Ratio:
    """Points over what is possible; of a member that does not apply it does not matter."""
    if member.there is not None or member.applies.constant is not None:
        return ratios.product(points, ratios.constant(1 / member.weight))
    share = ratios.division(points, at.named(member.applies, sql.layers), sql.layers)
    assert share is not None
    return at.named(share, sql.layers)


def _combined(
    how: str, degrees: Sequence[Ratio], weights: Sequence[Fraction], there: Sequence[Truth], sql: Compiler
) -> Ratio:
    if how == "mean":
        weighed = [pick(sql, yes, ratios.product(one, ratios.constant(weight)), ZERO)
                   for one, weight, yes in zip(degrees, weights, there, strict=True)]  # fmt: skip
        whole = ratios.addition([pick(sql, yes, ratios.constant(weight), ZERO)
                                 for weight, yes in zip(weights, there, strict=True)])  # fmt: skip
        mean = ratios.division(ratios.addition(weighed), at.named(whole, sql.layers), sql.layers)
        assert mean is not None
        return mean
    if how == "median":
        sql.faults += [opposite(yes) for yes in there if yes.constant is None]
    else:
        degrees = [pick(sql, yes, one, beyond(how, degrees)) for one, yes in zip(degrees, there, strict=True)]
    found = at.as_ratio(on_numbers(sql, how, degrees), sql.layers)
    assert found is not None
    return found


def _named(span: Span, sql: Compiler) -> Span:
    exact = at.named(span.exact, sql.layers) if span.exact is not None else None
    return Span(at.named(span.low, sql.layers), at.named(span.high, sql.layers), sql.layers.short(span.known), exact)


def _sum(members: Sequence[Subtotal], sql: Compiler, among_siblings: bool = False) -> Subtotal:
    ends = [ratios.addition([getattr(member.span, end) for member in members] or [ZERO]) for end in ("low", "high")]
    known = both(*(member.span.known for member in members))
    weight = sum((member.weight for member in members), Fraction(0))
    if not among_siblings:
        applies = ratios.addition([member.applies for member in members] or [ZERO])
        parts = [member.span.exact for member in members if member.span.exact is not None]
        exact = ratios.addition(parts) if parts and len(parts) == len(members) else None
        return Subtotal(Span(ends[0], ends[1], known, exact), applies, weight)
    there = [sql.layers.short(_there(member)) for member in members]
    left = ratios.addition([pick(sql, yes, ratios.constant(member.weight), ZERO)
                            for yes, member in zip(there, members, strict=True)] or [ZERO])  # fmt: skip
    any_ = sql.layers.short(comparison("!=", left, ZERO))
    spread = [_spread(end, weight, at.named(left, sql.layers), any_, sql) for end in ends]
    return _all_or_nothing(Span(spread[0], spread[1], known), any_, weight, sql)


def _spread(points: Ratio, weight: Fraction, left: Ratio, any_: Truth, sql: Compiler) -> Ratio:
    """Points × the whole weight ÷ the weight that is left; as they are where nothing is."""
    if left.constant == weight:
        return points
    share = ratios.division(ratios.product(points, ratios.constant(weight)), left, sql.layers)
    return points if share is None else at.named(pick(sql, any_, share, points), sql.layers)


# ---------------------------------------------------------------- the total


def count(all_: Sequence[Earned], sql: Compiler) -> Counted:
    """Groups, total, limits and grade; names what limits, grades and results read."""
    program = sql.program
    result = Counted(all_)
    subtotals, added = add_up(all_, sql)
    added = replace(added, span=_named(added.span, sql))
    weights = added.weight
    applicable = at.named(added.applies, sql.layers)
    no_total = either(*(one.policy for one in all_))
    result.has_total = sql.layers.short(both(comparison("!=", applicable, ZERO), opposite(no_total)))
    all_apply = comparison("==", applicable, ratios.constant(weights))
    before = added.span
    if all_apply.constant is not True:
        before = _rescaled(all_, added, applicable, all_apply, sql)
    before = _where(sql, result.has_total, before)
    sql.names["total.earned"] = _as_value(before)
    for path, subtotal in subtotals.items():
        sql.names[f"subtotal.{path}"] = _as_value(subtotal.span)
    for one in all_:
        sql.names[f"{one.indicator.id}.points"] = _as_value(_where(sql, one.counts, one.span))
    bite(program.limits, sql, result)
    result.groups, total = subtotals, before
    if any(limit.groups for limit in program.limits):
        result.groups, limited = add_up(all_, sql, lambda path, span: _limited_group(path, span, sql, result))
        total = _after_group_limits(before, added.span, limited.span, all_apply, applicable, weights, sql)
    close(total, program.grade, sql, result)
    return result


def _rounded(number: Ratio, program: Program, sql: Compiler) -> Ratio:
    """As the rulebook rounds points."""
    return number if program.rounding is None else ratios.rounded(number, program.rounding, sql.layers)


def _as_value(span: Span) -> Value:
    if span.low == span.high and span.known.constant is True:
        return span.low
    return span


def _where(sql: Compiler, when: Truth, span: Span) -> Span:
    """NULL where it does not hold."""
    if when.constant is True:
        return span
    one = span.low == span.high
    low = _only(sql, when, span.low)
    return Span(low, low if one else _only(sql, when, span.high), span.known)


def _rescaled(all_: Sequence[Earned], added: Subtotal, applicable: Ratio, all_apply: Truth, sql: Compiler) -> Span:
    """What becomes of the weight of indicators that do not apply; rounded once."""
    program = sql.program
    if program.not_applicable == "siblings":
        _, spread = add_up(all_, sql, among_siblings=True)
        pairs = [(added.span.low, spread.span.low), (added.span.high, spread.span.high)]
        low, high = (
            at.named(pick(sql, all_apply, end, _rounded(other, program, sql)), sql.layers) for end, other in pairs
        )
        return Span(low, high, added.span.known)
    ends = []
    for end in (added.span.low, added.span.high):
        if program.not_applicable == "full":
            given = ratios.addition([ratios.constant(added.weight), ratios.negative(applicable)])
            other = ratios.addition([end, given])
        else:
            share = ratios.division(ratios.product(end, ratios.constant(added.weight)), applicable, sql.layers)
            if share is None:  # nothing can apply: there is no total
                return added.span
            other = _rounded(share, program, sql)
        ends.append(pick(sql, all_apply, end, other))
    return Span(at.named(ends[0], sql.layers), at.named(ends[1], sql.layers), added.span.known)


def bite(limits: Sequence[Limit], sql: Compiler, result: Counted) -> None:
    for limit in limits:
        bites = sql.layers.short(sql.truth(limit.when))
        result.bites[limit.name] = bites
        sql.names[f"limit.{limit.name}"] = bites


def _limited_group(path: str, span: Span, sql: Compiler, result: Counted) -> Span:
    for limit in sql.program.limits:
        if path in limit.groups:
            span = limited(span, limit.groups[path], result.bites[limit.name], sql)
    return span


def limited(span: Span, ends: Ends, bites: Truth, sql: Compiler) -> Span:
    """Kept between a limit's ends where it bites; both, where that is unknown."""
    if bites.constant is False or (ends == (None, None) and span.known.constant is True):
        return span
    if ends == (None, None):  # a range of one number counts as known where a limit bites
        settles = both(surely(bites), surely(comparison("==", span.low, span.high)))
        return Span(span.low, span.high, sql.layers.short(either(span.known, settles)))
    low, high = (at.named(_between(end, ends, sql), sql.layers) for end in (span.low, span.high))
    yes, maybe = surely(bites), unknown(bites)
    if span.low == span.high and span.known.constant is True and maybe.constant is False:
        return certain(at.named(pick(sql, yes, low, span.low), sql.layers))
    least = pick(sql, maybe, _lower(sql, span.low, low), pick(sql, yes, low, span.low))
    most = pick(sql, maybe, _upper(sql, span.high, high), pick(sql, yes, high, span.high))
    least, most = at.named(least, sql.layers), at.named(most, sql.layers)
    same = comparison("==", least, most)
    on_maybe, on_yes = both(span.known, same), either(span.known, same)
    text = f"CASE WHEN {maybe.sql} THEN {on_maybe.sql} WHEN {yes.sql} THEN {on_yes.sql} ELSE {span.known.sql} END"
    settled = sql.layers.let(Truth(f"COALESCE({text}, FALSE)", layer_of((maybe, yes, on_maybe, on_yes, span.known))))
    return Span(least, most, settled)


def _lower(sql: Compiler, a: Ratio, b: Ratio) -> Ratio:
    return lesser(sql, a, b, False)


def _upper(sql: Compiler, a: Ratio, b: Ratio) -> Ratio:
    return lesser(sql, a, b, True)


def _between(value: Ratio, ends: Ends, sql: Compiler) -> Ratio:
    at_least, at_most = ends
    if at_least is not None:
        value = _upper(sql, value, ratios.constant(at_least))
    return value if at_most is None else _lower(sql, value, ratios.constant(at_most))


def _after_group_limits(
    earned_: Span, before: Span, after: Span, all_apply: Truth, applicable: Ratio, weights: Fraction, sql: Compiler
) -> Span:
    """The total when limits have changed subtotals: what that takes away is rescaled as the rest was."""
    program = sql.program
    after = _named(after, sql)
    ends = []
    moved = []
    for total, old, new in ((earned_.low, before.low, after.low), (earned_.high, before.high, after.high)):
        change = at.named(ratios.addition([new, ratios.negative(old)]), sql.layers)
        moved.append(comparison("!=", change, ZERO))
        changed = ratios.addition([total, change])
        if all_apply.constant is not True:
            factor = ratios.division(ratios.constant(weights), applicable, sql.layers)
            assert factor is not None
            if program.not_applicable != "rescale":
                factor = ratios.constant(1)
            scaled = _rounded(ratios.addition([total, ratios.product(change, factor)]), program, sql)
            changed = pick(sql, all_apply, changed, scaled)
        ends.append((total, changed))
    differs = Truth(f"({before.known.sql} <> {after.known.sql})", layer_of((before.known, after.known)))
    acts = sql.layers.short(either(surely(moved[0]), surely(moved[1]), differs))
    low, high = (at.named(pick(sql, acts, changed, total), sql.layers) for total, changed in ends)
    sure = either(both(acts, after.known), both(opposite(acts), earned_.known))
    return Span(low, high, sql.layers.short(sure))


def close(total: Span, grade: Grade | None, sql: Compiler, result: Counted) -> None:
    """The total after limits, and its grades."""
    for limit in sql.program.limits:
        total = limited(total, limit.total, result.bites[limit.name], sql)
    result.total = _named(total, sql)
    sql.names["total"] = _as_value(result.total)
    if grade is not None:
        result.names = grade.names
        if not any(limit.grade or limit.least_grade for limit in sql.program.limits):
            result.grade = only_grade(grade.choose, sql)
            if result.grade is not None:
                return
        result.grades = limited_grades(grade, sql.program.limits, result.bites, sql)


# ---------------------------------------------------------------- results


def result_value(result: Result, sql: Compiler) -> Value:
    """A result's value, rounded as it says; known to those that come after it."""
    value = sql.value(result.node)
    if isinstance(value, Span):
        value = at.point(value, sql.layers)
    if result.rounding is not None:
        value = rounded(sql, value, result.rounding)
    value = at.settled(value, sql.layers)
    sql.names[f"result.{result.name}"] = value
    return value
