"""Comparisons in SQL: of numbers, ranges, dates, texts; unknown where a part is, or where a range leaves it open."""

from __future__ import annotations

from scoring.engines.columnar import approximate
from scoring.engines.columnar import sql_values as at
from scoring.engines.columnar.approximate import Near
from scoring.engines.columnar.compiler import Compiler
from scoring.engines.columnar.fragments import (
    FALSE,
    TRUE,
    Layers,
    Moment,
    NotInSql,
    Truth,
    Word,
    both,
    either,
    layer_of,
    opposite,
    strict,
)
from scoring.engines.columnar.ratios import Ratio, comparison
from scoring.engines.columnar.sql_values import (
    INAPPLICABLE,
    MISSING,
    UNKNOWN,
    Inapplicable,
    Leaf,
    MissingValue,
    Nothing,
    Pieces,
    Span,
    Value,
)


def compared(sql: Compiler, op: str, left: Value, right: Value) -> Value:
    """A comparison; of a table with a plain value, row by row."""
    if isinstance(left, Inapplicable) or isinstance(right, Inapplicable):
        return INAPPLICABLE
    if isinstance(left, Pieces):
        if isinstance(right, Pieces):
            return compared(sql, op, at.settled(in_one(left, sql.layers), sql.layers), right)
        plain = at.settled(right, sql.layers)
        return at.mapped(left, lambda leaf: _compared(sql, op, leaf, plain))
    if isinstance(right, Pieces):
        plain = at.settled(left, sql.layers)
        return at.mapped(right, lambda leaf: _compared(sql, op, plain, leaf))
    return _compared(sql, op, left, right)


def in_one(table: Pieces, layers: Layers) -> Value:
    """A table in one column, of whatever it gives."""
    found = at.applying(table, layers)
    assert isinstance(found, Pieces)
    table = found
    leaves = [leaf for _, leaf in table.pieces if not isinstance(leaf, MissingValue)]
    for kind, column in ((Ratio, at.as_ratio), (Word, at.as_word), (Moment, at.as_moment), (Truth, at.as_truth)):
        if leaves and all(isinstance(leaf, kind) for leaf in leaves):
            one: Value | None = column(table, layers)
            return MISSING if one is None else one
    if not leaves:
        return MISSING
    raise NotInSql("a table that sometimes gives nothing, compared with another")


def in_one_leaf(table: Pieces, layers: Layers) -> Leaf:
    value = in_one(table, layers)
    assert not isinstance(value, Pieces)
    return value


def _compared(sql: Compiler, op: str, left: Leaf, right: Leaf) -> Truth | Inapplicable:
    if isinstance(left, Inapplicable) or isinstance(right, Inapplicable):
        return INAPPLICABLE
    if isinstance(left, MissingValue) or isinstance(right, MissingValue):
        return UNKNOWN
    if isinstance(left, Nothing) or isinstance(right, Nothing):
        if op not in ("==", "!="):
            return UNKNOWN
        equal = isinstance(left, Nothing) and isinstance(right, Nothing)
        known = [at.known(one, sql.layers) for one in (left, right) if not isinstance(one, Nothing)]
        answer = TRUE if equal == (op == "==") else FALSE
        return both(answer, either(known[0], UNKNOWN)) if known and known[0].constant is not True else answer
    match left, right:
        case (Near() as a, (Ratio() | Near()) as b) | (Ratio() as a, Near() as b):
            decided = sql.settle(approximate.compared(op, a, b, sql.layers))
            assert isinstance(decided, Truth)
            return decided
        case (Span() | Ratio(), Span() | Ratio()):
            if isinstance(left, Ratio) and isinstance(right, Ratio):
                return comparison(op, left, right)
            return _of_spans(op, left, right)
        case Moment(), Moment():
            return _of_moments(op, left, right)
        case Word(), Word():
            return _equal(op, left, right)
        case Truth(), Truth():
            return _equal(op, left, right)
    return UNKNOWN


def _equal(op: str, left: Word | Truth, right: Word | Truth) -> Truth:
    """Texts and yes/no are equal or not, and have no order."""
    if op not in ("==", "!="):
        return UNKNOWN
    if left.constant is not None and right.constant is not None:
        return TRUE if (left.constant == right.constant) == (op == "==") else FALSE
    return Truth(
        f"({left.sql} {'=' if op == '==' else '<>'} {right.sql})", layer_of((left, right)), strict((left, right))
    )


def _of_spans(op: str, left: Span | Ratio, right: Span | Ratio) -> Truth:
    """Yes or no only where it is so for the whole range."""
    (a_low, a_high), (b_low, b_high) = _ends(left), _ends(right)
    match op:
        case "<":
            return _less(a_low, a_high, b_low, b_high)
        case ">":
            return _less(b_low, b_high, a_low, a_high)
        case "<=":
            return _not_less(b_low, b_high, a_low, a_high)
        case ">=":
            return _not_less(a_low, a_high, b_low, b_high)
    one, other = _less(a_low, a_high, b_low, b_high), _less(b_low, b_high, a_low, a_high)
    same = both(comparison("==", a_low, a_high), comparison("==", b_low, b_high), comparison("==", a_low, b_low))
    text = f"CASE WHEN {one.sql} OR {other.sql} THEN FALSE WHEN {same.sql} THEN TRUE END"
    equal = Truth(f"({text})", layer_of((one, other, same)), None)
    return equal if op == "==" else opposite(equal)


def _ends(value: Span | Ratio) -> tuple[Ratio, Ratio]:
    return (value.low, value.high) if isinstance(value, Span) else (value, value)


def _less(a_low: Ratio, a_high: Ratio, b_low: Ratio, b_high: Ratio) -> Truth:
    sure, never = comparison("<", a_high, b_low), comparison(">=", a_low, b_high)
    if a_low == a_high and b_low == b_high:
        return sure
    return Truth(f"(CASE WHEN {sure.sql} THEN TRUE WHEN {never.sql} THEN FALSE END)", layer_of((sure, never)), None)


def _not_less(a_low: Ratio, a_high: Ratio, b_low: Ratio, b_high: Ratio) -> Truth:
    sure, never = comparison(">=", a_low, b_high), comparison("<", a_high, b_low)
    if a_low == a_high and b_low == b_high:
        return sure
    return Truth(f"(CASE WHEN {sure.sql} THEN TRUE WHEN {never.sql} THEN FALSE END)", layer_of((sure, never)), None)


def _of_moments(op: str, left: Moment, right: Moment) -> Truth:
    match op:
        case "<":
            return _earlier(left, right)
        case ">":
            return _earlier(right, left)
        case "<=":
            return opposite(_earlier(right, left))
        case ">=":
            return opposite(_earlier(left, right))
        case "within":
            inside = f"{right.first.sql} <= {left.first.sql} AND {left.last.sql} <= {right.last.sql}"
            outside = f"{left.last.sql} < {right.first.sql} OR {right.last.sql} < {left.first.sql}"
            return Truth(f"(CASE WHEN {inside} THEN TRUE WHEN {outside} THEN FALSE END)", _layer(left, right), None)
    exact = f"{left.first.sql} = {left.last.sql} AND {right.first.sql} = {right.last.sql}"
    apart = f"{left.last.sql} < {right.first.sql} OR {right.last.sql} < {left.first.sql}"
    text = f"(CASE WHEN {exact} THEN {left.first.sql} = {right.first.sql} WHEN {apart} THEN FALSE END)"
    same = Truth(text, _layer(left, right), None)
    return same if op == "==" else opposite(same)


def _earlier(a: Moment, b: Moment) -> Truth:
    if a.first == a.last and b.first == b.last:
        return Truth(f"({a.first.sql} < {b.first.sql})", _layer(a, b), strict((a.first, b.first)))
    text = f"(CASE WHEN {a.last.sql} < {b.first.sql} THEN TRUE WHEN {a.first.sql} >= {b.last.sql} THEN FALSE END)"
    return Truth(text, _layer(a, b), None)


def _layer(*moments: Moment) -> int:
    return layer_of([part for moment in moments for part in (moment.first, moment.last)])
