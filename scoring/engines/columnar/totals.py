"""From subtotals to the total in SQL: rescaling, limits, the grade, results. Mirrors `totals`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from scoring.engines.columnar import ratios
from scoring.engines.columnar import sql_values as at
from scoring.engines.columnar.compiler import Compiler
from scoring.engines.columnar.earning import ZERO, Earned
from scoring.engines.columnar.fragments import TRUE, Truth, Word, both, either, opposite, surely, unknown
from scoring.engines.columnar.grades import limited_grades, only_grade
from scoring.engines.columnar.operations import lesser, rounded
from scoring.engines.columnar.ratios import Ratio, comparison
from scoring.engines.columnar.sql_format import by_default
from scoring.engines.columnar.sql_values import INAPPLICABLE, Pieces, Span, Value
from scoring.engines.columnar.subtotals import SubtotalSql, add_up, named_span
from scoring.program.limits import COUNTED
from scoring.program.program import Grade, Group, Limit, Result
from scoring.values.rounding import Rounding

Ends = tuple[Fraction | None, Fraction | None]


@dataclass
class TotalSql:
    """All that SQL says of a row's points."""

    earned: Sequence[Earned]
    groups: dict[str, SubtotalSql] = field(default_factory=dict)
    total: Span | None = None
    has_total: Truth = TRUE
    bites: dict[str, Truth] = field(default_factory=dict)
    grades: Ratio | None = None  # the possible ones as bits, the lowest grade the first
    grade: Word | None = None  # where it is one in every row
    names: tuple[str, ...] = ()
    possible: Fraction | None = None
    no_grade: bool = False  # whether the grades are written for another scale


def count(all_: Sequence[Earned], sql: Compiler) -> TotalSql:
    """Groups, total, limits and grade; names what limits, grades and results read, all of it before any limit."""
    program = sql.program
    result = TotalSql(all_)
    subtotals, added = add_up(all_, sql)
    result.possible = added.weight
    applicable = at.named(added.applies, sql.layers)
    no_total = either(*(one.no_total for one in all_))
    weighs = sql.layers.short(comparison("!=", applicable, ZERO))
    result.has_total = sql.layers.short(both(weighs, opposite(no_total)))
    all_apply = sql.layers.short(both(*(one.counts for one in all_)))
    if program.not_applicable == "siblings" or any(limit.groups for limit in program.limits):
        sql.faults.append(opposite(all_apply))
        all_apply = TRUE
    spread = _spread(added, applicable, all_apply, sql)
    whole = named_span(_rounded(_scaled(added.span, spread, all_apply, sql), program.rounding, sql), sql)
    before = _where(sql, result.has_total, whole)
    sql.names["total.earned"] = _where_it_applies(before, weighs)
    for path, subtotal in subtotals.items():
        redistributed = named_span(_scaled(subtotal.span, spread, all_apply, sql), sql)
        result.groups[path] = replace(subtotal, span=redistributed)
        sql.names[f"subtotal.{path}"] = _where_it_applies(redistributed, subtotal.there)
    for one in all_:
        there = opposite(one.left_out) if program.not_applicable == "full" else one.there
        sql.names[f"{one.indicator.id}.points"] = _where_it_applies(one.span, there)
    bite(program.limits, sql, result)
    total = before
    if any(limit.groups for limit in program.limits):
        result.groups, limited_ = add_up(all_, sql, lambda path, span: _limited_group(path, span, sql, result))
        total = _where(sql, result.has_total, named_span(_rounded(limited_.span, program.rounding, sql), sql))
    close(total, program.grade, sql, result)
    assert result.total is not None
    sql.names[f"{COUNTED}total"] = _where_it_applies(result.total, weighs)
    for path, subtotal in result.groups.items():
        sql.names[f"{COUNTED}subtotal.{path}"] = _where_it_applies(subtotal.span, subtotal.there)
    return result


def _spread(added: SubtotalSql, applicable: Ratio, all_apply: Truth, sql: Compiler) -> Ratio:
    """By what points are multiplied: the whole weight ÷ the weight of what applies."""
    if all_apply.constant is True:
        return ratios.constant(1)
    found = ratios.division(ratios.constant(added.weight), applicable, sql.layers)
    return ratios.constant(1) if found is None else found


def _scaled(span: Span, spread: Ratio, all_apply: Truth, sql: Compiler) -> Span:
    """Redistributed points; as they are where everything applies."""
    if spread.constant == 1:
        return span

    def scaled(end: Ratio) -> Ratio:
        if end.constant == 0:
            return end
        return at.named(at.pick(all_apply, end, ratios.product(end, spread), sql.layers), sql.layers)

    low = scaled(span.low)
    return Span(low, low if span.low == span.high else scaled(span.high))


def _rounded(span: Span, rounding: Rounding | None, sql: Compiler) -> Span:
    if rounding is None:
        return span
    low = ratios.rounded(span.low, rounding, sql.layers)
    return Span(low, low if span.low == span.high else ratios.rounded(span.high, rounding, sql.layers))


def shown_group(group: Group, span: Span, sql: Compiler) -> Span:
    """A group's points as its column has them."""
    return _rounded(span, group.rounding or sql.program.rounding, sql)


def _as_value(span: Span) -> Value:
    return span.low if span.low == span.high else span


def _where_it_applies(span: Span, there: Truth) -> Value:
    value = _as_value(span)
    if there.constant is not None:
        return value if there.constant else INAPPLICABLE
    assert not isinstance(value, Pieces)
    return Pieces(((there, value), (None, INAPPLICABLE)))


def _where(sql: Compiler, when: Truth, span: Span) -> Span:
    """NULL where it does not hold."""
    if when.constant is True:
        return span
    one = span.low == span.high
    low = at.only(when, span.low, sql.layers)
    return Span(low, low if one else at.only(when, span.high, sql.layers))


def bite(limits: Sequence[Limit], sql: Compiler, result: TotalSql) -> None:
    for limit in limits:
        bites = sql.layers.short(sql.truth(limit.when))
        result.bites[limit.name] = bites
        sql.names[f"limit.{limit.name}"] = bites


def _limited_group(path: str, span: Span, sql: Compiler, result: TotalSql) -> Span:
    ends = [(limit.groups[path], result.bites[limit.name]) for limit in sql.program.limits if path in limit.groups]
    return limited(span, ends, sql)


def limited(span: Span, limits: Sequence[tuple[Ends, Truth]], sql: Compiler) -> Span:
    """As limits leave it: all floors first, then all caps. One that is undecided both acts and does not."""
    acting = [(ends, bites) for ends, bites in limits if ends != (None, None) and bites.constant is not False]
    if not acting:
        return span
    low, high = span.low, span.high
    for (floor, _), bites in acting:
        if floor is not None:
            low = _moved(low, floor, surely(bites), True, sql)
            high = _moved(high, floor, either(bites, unknown(bites)), True, sql)
    for (_, cap), bites in acting:
        if cap is not None:
            low = _moved(low, cap, either(bites, unknown(bites)), False, sql)
            high = _moved(high, cap, surely(bites), False, sql)
    return Span(low, high)


def _moved(value: Ratio, end: Fraction, acts: Truth, floor: bool, sql: Compiler) -> Ratio:
    """Not below a floor, or not above a cap, where it acts."""
    acts = sql.layers.short(surely(acts))
    return at.named(at.pick(acts, lesser(sql, value, ratios.constant(end), floor), value, sql.layers), sql.layers)


def close(total: Span, grade: Grade | None, sql: Compiler, result: TotalSql) -> None:
    """The total after limits, and its grades."""
    total = limited(total, [(limit.total, result.bites[limit.name]) for limit in sql.program.limits], sql)
    result.total = named_span(total, sql)
    sql.names["total"] = _as_value(result.total)
    if grade is None:
        return
    result.no_grade = sql.program.indicators != () and grade.by_points and result.possible != sql.program.possible
    if not result.no_grade:
        result.names = grade.names
        if not any(limit.grade or limit.least_grade for limit in sql.program.limits):
            grade_ = only_grade(grade.choose, sql)
            if grade_ is not None:
                result.grade = sql.layers.short(grade_)
                return
        result.grades = limited_grades(grade, sql.program.limits, result.bites, sql)


def result_value(result: Result, sql: Compiler) -> Value:
    """A result's value, rounded as it says; known to those that come after it."""
    value = sql.value(result.node)
    value = at.mapped(value, lambda leaf: at.pointed(leaf, sql.layers))
    if result.rounding is not None:
        value = rounded(sql, value, result.rounding)
    else:
        unit = sql.program.units.get(result.kind.unit) if result.kind.unit else None
        factor = unit.factor if unit is not None else Fraction(1)
        value = at.mapped(value, lambda leaf: by_default(leaf, factor, sql) if isinstance(leaf, Ratio) else leaf)
    value = at.settled(value, sql.layers)
    sql.names[f"result.{result.name}"] = value
    return value
