"""Groups in SQL: every subtotal, and all of them together. Mirrors `subtotals`.

The weight of what does not apply is spread over everything that does. Rows in which it is to be spread among siblings, or in
which it meets limits of groups, are for `exact` (`totals`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from scoring.engines.columnar import ratios
from scoring.engines.columnar import sql_values as at
from scoring.engines.columnar.compiler import Compiler
from scoring.engines.columnar.earning import ZERO, Earned
from scoring.engines.columnar.fragments import FALSE, NotInSql, Truth, either, opposite
from scoring.engines.columnar.operations import beyond, on_numbers
from scoring.engines.columnar.ratios import Ratio, comparison
from scoring.engines.columnar.sql_values import Span
from scoring.program.program import Group

Limiting = Callable[[str, Span], Span]


@dataclass(frozen=True, slots=True)
class SubtotalSql:
    """Points of a group or indicator, the weight of what applies in it, its whole weight, and whether it applies at all.

    `weighs`: where its whole weight applies, of what applies with all of it or with none.
    """

    span: Span
    applies: Ratio
    weight: Fraction
    there: Truth
    weighs: Truth | None = None


def certain(low: Ratio) -> Span:
    """What is one number."""
    return Span(low, low)


def add_up(
    all_: Sequence[Earned], sql: Compiler, limiting: Limiting | None = None
) -> tuple[dict[str, SubtotalSql], SubtotalSql]:
    """Every group's subtotal by path, and all of them together, with nothing spread."""
    program = sql.program
    members: dict[str, list[SubtotalSql]] = {"": [], **{group.path: [] for group in program.groups}}
    for one in all_:
        members[one.indicator.group].append(_all_or_nothing(one.span, one.counts, one.indicator.weight, sql))
    subtotals: dict[str, SubtotalSql] = {}
    for group in reversed(program.groups):
        subtotal = _of_group(group, members[group.path], sql)
        if limiting is not None:
            subtotal = replace(subtotal, span=limiting(group.path, subtotal.span))
        subtotals[group.path] = subtotal
        members[group.path.rpartition("/")[0]].insert(0, subtotal)
    ordered = {group.path: subtotals[group.path] for group in program.groups}
    return ordered, _sum(members[""], sql)


def _all_or_nothing(span: Span, there: Truth, weight: Fraction, sql: Compiler) -> SubtotalSql:
    return SubtotalSql(span, at.pick(there, ratios.constant(weight), ZERO, sql.layers), weight, there, there)


def _of_group(group: Group, members: Sequence[SubtotalSql], sql: Compiler) -> SubtotalSql:
    subtotal = _sum(members, sql) if group.how == "sum" else _of_degrees(group, members, sql)
    if group.rounding is not None:
        low, high = (ratios.rounded(end, group.rounding, sql.layers) for end in (subtotal.span.low, subtotal.span.high))
        subtotal = replace(subtotal, span=Span(low, high))
    return replace(subtotal, span=named_span(subtotal.span, sql))


def _of_degrees(group: Group, members: Sequence[SubtotalSql], sql: Compiler) -> SubtotalSql:
    """The group's weight × the degrees of those members combined that apply; nothing where none of them does."""
    if group.how not in ("mean", "min", "max", "product", "median") or any(member.weight == 0 for member in members):
        raise NotInSql(f'a group with combine = "{group.how}"')
    there = [sql.layers.short(_weighs(member)) for member in members]
    any_ = sql.layers.short(either(*there))
    if any_.constant is False:
        return _all_or_nothing(certain(ZERO), FALSE, group.weight, sql)
    ends = []
    for end in ("low", "high"):
        points = [getattr(member.span, end) for member in members]
        combined = (
            _mean(points, members, there, sql)
            if group.how == "mean"
            else _combined(
                group.how, [_degree(one, member, sql) for one, member in zip(points, members, strict=True)], there, sql
            )
        )
        combined = ratios.product(combined, ratios.constant(group.weight))
        ends.append(at.pick(any_, combined, ZERO, sql.layers))
    made = _all_or_nothing(Span(ends[0], ends[1]), any_, group.weight, sql)
    return replace(made, there=sql.layers.short(either(*(member.there for member in members))))


def _weighs(member: SubtotalSql) -> Truth:
    """Whether anything of a member applies that has a weight."""
    return member.weighs if member.weighs is not None else comparison("!=", member.applies, ZERO)


def _degree(points: Ratio, member: SubtotalSql, sql: Compiler) -> Ratio:
    """Points over what is possible; of a member that does not apply it does not matter."""
    possible = member.weight if member.weighs is not None else member.applies.constant
    if possible:
        return ratios.product(points, ratios.constant(1 / possible))
    if possible is not None:
        return ZERO
    share = ratios.division(points, at.named(member.applies, sql.layers), sql.layers)
    assert share is not None
    return at.named(share, sql.layers)


def _mean(points: Sequence[Ratio], members: Sequence[SubtotalSql], there: Sequence[Truth], sql: Compiler) -> Ratio:
    """Each degree with the weight of what applies: all points over all of that weight."""
    earned = [at.pick(yes, one, ZERO, sql.layers) for one, yes in zip(points, there, strict=True)]
    applies = at.named(ratios.addition([member.applies for member in members]), sql.layers)
    mean = ratios.division(ratios.addition(earned), applies, sql.layers)
    assert mean is not None
    return mean


def _combined(how: str, degrees: Sequence[Ratio], there: Sequence[Truth], sql: Compiler) -> Ratio:
    if how == "median":
        sql.faults += [opposite(yes) for yes in there if yes.constant is None]
    else:
        degrees = [at.pick(yes, one, beyond(how, degrees), sql.layers) for one, yes in zip(degrees, there, strict=True)]
    found = at.as_ratio(on_numbers(sql, how, degrees), sql.layers)
    assert found is not None
    return found


def named_span(span: Span, sql: Compiler) -> Span:
    exact = at.named(span.exact, sql.layers) if span.exact is not None else None
    return Span(at.named(span.low, sql.layers), at.named(span.high, sql.layers), exact)


def _sum(members: Sequence[SubtotalSql], sql: Compiler) -> SubtotalSql:
    ends = [ratios.addition([getattr(member.span, end) for member in members] or [ZERO]) for end in ("low", "high")]
    weight = sum((member.weight for member in members), Fraction(0))
    applies = ratios.addition([member.applies for member in members] or [ZERO])
    parts = [member.span.exact for member in members if member.span.exact is not None]
    exact = ratios.addition(parts) if parts and len(parts) == len(members) else None
    there = sql.layers.short(either(*(member.there for member in members)))
    return SubtotalSql(Span(ends[0], ends[1], exact), applies, weight, there)
