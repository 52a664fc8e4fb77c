"""What an indicator earns in SQL: its points, what they may be, and which outcome it is. Mirrors `outcome`."""

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
from scoring.engines.columnar.operations import rounded
from scoring.engines.columnar.ratios import Ratio
from scoring.engines.columnar.sql_values import Pieces, Span
from scoring.program.program import Criterion, Indicator, Program

ZERO = ratios.constant(0)


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
        points = by_policy if points is None else at.pick(has, points, by_policy, sql.layers)
        points = at.named(points, sql.layers)
    scored = sql.layers.short(scored)
    if points is not None and (excluded.constant is not False or open_.constant is not False):
        points = at.only(both(opposite(excluded), opposite(open_)), points, sql.layers)
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
        low, high = (
            at.pick(open_, ZERO, low, sql.layers),
            at.pick(open_, ratios.constant(criterion.highest), high, sql.layers),
        )
    if points is not None:
        low, high = (_points_or(sql, scored, points, end) for end in (low, high))
    outside = either(excluded, left_out)
    low, high = at.pick(outside, ZERO, low, sql.layers), at.pick(outside, ZERO, high, sql.layers)
    exact = at.pick(outside, ZERO, points, sql.layers) if points is not None else None
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
    return at.pick(scored, points, end, sql.layers)


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
