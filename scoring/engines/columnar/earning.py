"""What an indicator earns in SQL: its points, what they may be, and which outcome it is. Mirrors `outcome`.

Rows in which nobody knows whether an indicator applies, by its own `when` or that of a value, are for `exact`.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from scoring.engines.columnar import ratios
from scoring.engines.columnar import sql_values as at
from scoring.engines.columnar.compiler import Compiler
from scoring.engines.columnar.fragments import (
    FALSE,
    NEVER,
    TRUE,
    NotInSql,
    Truth,
    both,
    either,
    opposite,
    surely,
    surely_not,
    unknown,
)
from scoring.engines.columnar.operations import lesser, rounded
from scoring.engines.columnar.ratios import Ratio
from scoring.engines.columnar.sql_values import Leaf, Pieces, Span, Value
from scoring.program.outside import conditions
from scoring.program.program import Criterion, Indicator, Program

ZERO = ratios.constant(0)


@dataclass(frozen=True, slots=True)
class Earned:
    """One indicator: points (NULL where there are none), what they may be, and which outcome it is."""

    indicator: Indicator
    points: Ratio | None
    span: Span  # 0 where nothing is counted; full points where what does not apply is given them
    counts: Truth  # whether its weight is in the denominator
    scored: Truth
    not_applicable: Truth
    left_out: Truth = FALSE  # by its missing policy
    no_total: Truth = FALSE  # whether that policy acted

    @property
    def there(self) -> Truth:
        """Whether it has points of its own, or a range of them."""
        return opposite(either(self.not_applicable, self.left_out))


def earned(indicator: Indicator, declared: Truth, sql: Compiler) -> Earned:
    """Scored, not applicable, or not scorable; or what the missing policy makes of it."""
    criterion, program = indicator.criterion, sql.program
    applies = TRUE if criterion.applies is None else sql.layers.short(sql.truth(criterion.applies))
    excluded = sql.layers.short(either(declared, surely_not(applies)))
    sql.faults.append(both(opposite(excluded), unknown(applies)))
    found = at.as_ratio(bounded(sql.value(criterion.points), criterion, sql), sql.layers, _step(program))
    points = None if found is None else at.named(found, sql.layers)
    has = at.known(points, sql.layers) if points is not None else FALSE
    by_policy = _by_policy(indicator, sql)
    lost = both(opposite(excluded), opposite(has))
    missing = criterion.missing.policy
    left_out = sql.layers.short(lost) if missing == "leave_out" else FALSE
    scored = both(opposite(excluded), has)
    if by_policy is not None:
        there = at.known(by_policy, sql.layers)
        scored = both(opposite(excluded), either(has, there))
        points = by_policy if points is None else at.pick(has, points, by_policy, sql.layers)
        points = at.named(points, sql.layers)
    scored = sql.layers.short(scored)
    doubts = [opposite(surely(sql.truth(when))) for when in conditions(criterion.points, program)]
    if doubts and missing != "leave_out":
        sql.faults.append(both(opposite(either(excluded, scored)), either(*doubts)))
    if points is not None and excluded.constant is not False:
        points = at.only(opposite(excluded), points, sql.layers)
    full = ratios.constant(indicator.weight) if program.not_applicable == "full" else None
    span = _span(criterion, points, scored, excluded, left_out, full, sql)
    counts = opposite(left_out if full is not None else either(excluded, left_out))
    no_total = lost if missing == "no_total" else FALSE
    return Earned(indicator, points, span, counts, scored, excluded, left_out, no_total)


def bounded(value: Value, criterion: Criterion, sql: Compiler) -> Value:
    """Points as every indicator's are rounded; a bound wins over rounding and over policies."""
    if sql.program.rounding is not None:
        value = rounded(sql, value, sql.program.rounding)
    low, high = ratios.constant(criterion.lowest), ratios.constant(criterion.highest)

    def within(leaf: Leaf) -> Leaf:
        if not isinstance(leaf, Ratio):
            return leaf
        return lesser(sql, lesser(sql, leaf, low, True), high, False)

    return at.mapped(value, within)


def _step(program: Program) -> Fraction | None:
    """What points are multiples of."""
    rounding = program.rounding
    if rounding is None or rounding.significant is not None:
        return None
    return rounding.step if rounding.step is not None else Fraction(10) ** -(rounding.decimals or 0)


def _by_policy(indicator: Indicator, sql: Compiler) -> Ratio | None:
    missing = indicator.criterion.missing
    value: Value | None = None
    match missing.policy:
        case "zero":
            value = ZERO
        case "full":
            value = ratios.constant(indicator.weight)
        case "value" | "row" if missing.value is not None:
            value = sql.value(missing.value)
    return None if value is None else at.as_ratio(bounded(value, indicator.criterion, sql), sql.layers)


def _span(
    criterion: Criterion,
    points: Ratio | None,
    scored: Truth,
    excluded: Truth,
    left_out: Truth,
    full: Ratio | None,
    sql: Compiler,
) -> Span:
    """What the points may be; nothing where the indicator is left out of the sum."""
    low, high = _open_bounds(criterion, sql)
    strict = low.constant is not None and high.constant is not None and low.constant < high.constant
    if points is not None:
        low, high = (_points_or(sql, scored, points, end) for end in (low, high))
    outside = either(excluded, left_out)
    instead = ZERO if full is None else at.pick(excluded, full, ZERO, sql.layers)
    low, high = at.pick(outside, instead, low, sql.layers), at.pick(outside, instead, high, sql.layers)
    exact = at.pick(outside, instead, points, sql.layers) if points is not None and strict else None
    return Span(low, high, exact)


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
    return at.pick(scored, points, end, sql.layers)


def _open_bounds(criterion: Criterion, sql: Compiler) -> tuple[Ratio, Ratio]:
    """Static bounds; of a judged level whose share nobody gave, the level's."""

    def end(points: Fraction) -> Ratio:
        rounding = sql.program.rounding
        made = rounding.apply(points) if rounding is not None else points
        return ratios.constant(min(max(made, criterion.lowest), criterion.highest))

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
