"""From subtotals to the total in SQL: rescaling, limits, the grade, results. Mirrors `tally`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from scoring.engines.columnar import ratios
from scoring.engines.columnar import sql_values as at
from scoring.engines.columnar.compiler import Compiler
from scoring.engines.columnar.earning import ZERO, Earned
from scoring.engines.columnar.fragments import TRUE, Truth, Word, both, either, layer_of, opposite, surely, unknown
from scoring.engines.columnar.grades import limited_grades, only_grade
from scoring.engines.columnar.operations import lesser, rounded
from scoring.engines.columnar.ratios import Ratio, comparison
from scoring.engines.columnar.sql_values import Span, Value
from scoring.engines.columnar.subtotals import SubtotalSql, add_up, certain, named_span
from scoring.program.program import Grade, Limit, Program, Result

Ends = tuple[Fraction | None, Fraction | None]


@dataclass
class TotalSql:
    """All that SQL says of a row's points."""

    earned: Sequence[Earned]
    groups: Mapping[str, SubtotalSql] = field(default_factory=dict)
    total: Span | None = None
    has_total: Truth = TRUE
    bites: dict[str, Truth] = field(default_factory=dict)
    grades: Ratio | None = None  # the possible ones as bits, the lowest grade the first
    grade: Word | None = None  # where it is one in every row
    names: tuple[str, ...] = ()


def count(all_: Sequence[Earned], sql: Compiler) -> TotalSql:
    """Groups, total, limits and grade; names what limits, grades and results read."""
    program = sql.program
    result = TotalSql(all_)
    subtotals, added = add_up(all_, sql)
    added = replace(added, span=named_span(added.span, sql))
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
    low = at.only(when, span.low, sql.layers)
    return Span(low, low if one else at.only(when, span.high, sql.layers), span.known)


def _rescaled(all_: Sequence[Earned], added: SubtotalSql, applicable: Ratio, all_apply: Truth, sql: Compiler) -> Span:
    """What becomes of the weight of indicators that do not apply; rounded once."""
    program = sql.program
    if program.not_applicable == "siblings":
        _, spread = add_up(all_, sql, among_siblings=True)
        pairs = [(added.span.low, spread.span.low), (added.span.high, spread.span.high)]
        low, high = (
            at.named(at.pick(all_apply, end, _rounded(other, program, sql), sql.layers), sql.layers)
            for end, other in pairs
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
        ends.append(at.pick(all_apply, end, other, sql.layers))
    return Span(at.named(ends[0], sql.layers), at.named(ends[1], sql.layers), added.span.known)


def bite(limits: Sequence[Limit], sql: Compiler, result: TotalSql) -> None:
    for limit in limits:
        bites = sql.layers.short(sql.truth(limit.when))
        result.bites[limit.name] = bites
        sql.names[f"limit.{limit.name}"] = bites


def _limited_group(path: str, span: Span, sql: Compiler, result: TotalSql) -> Span:
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
        return certain(at.named(at.pick(yes, low, span.low, sql.layers), sql.layers))
    least = at.pick(maybe, _lower(sql, span.low, low), at.pick(yes, low, span.low, sql.layers), sql.layers)
    most = at.pick(maybe, _upper(sql, span.high, high), at.pick(yes, high, span.high, sql.layers), sql.layers)
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
    after = named_span(after, sql)
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
            changed = at.pick(all_apply, changed, scaled, sql.layers)
        ends.append((total, changed))
    differs = Truth(f"({before.known.sql} <> {after.known.sql})", layer_of((before.known, after.known)))
    acts = sql.layers.short(either(surely(moved[0]), surely(moved[1]), differs))
    low, high = (at.named(at.pick(acts, changed, total, sql.layers), sql.layers) for total, changed in ends)
    sure = either(both(acts, after.known), both(opposite(acts), earned_.known))
    return Span(low, high, sql.layers.short(sure))


def close(total: Span, grade: Grade | None, sql: Compiler, result: TotalSql) -> None:
    """The total after limits, and its grades."""
    for limit in sql.program.limits:
        total = limited(total, limit.total, result.bites[limit.name], sql)
    result.total = named_span(total, sql)
    sql.names["total"] = _as_value(result.total)
    if grade is not None:
        result.names = grade.names
        if not any(limit.grade or limit.least_grade for limit in sql.program.limits):
            result.grade = only_grade(grade.choose, sql)
            if result.grade is not None:
                return
        result.grades = limited_grades(grade, sql.program.limits, result.bites, sql)


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
