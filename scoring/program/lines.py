"""Straight lines between points."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from scoring.formula.cells import parse_literal
from scoring.nodes.kind import ANY, NUMBER, YES_NO
from scoring.nodes.node import (
    Arithmetic,
    Choose,
    Clause,
    Compare,
    Constant,
    Logic,
    Node,
)
from scoring.nodes.shapes import Shapes
from scoring.problems import Place, Text
from scoring.program.cells import otherwise_clause, result_cell
from scoring.program.giving import Giving, common_kind
from scoring.program.right_kind import is_number, of_one_kind
from scoring.program.scope import Scope
from scoring.program.tables import keys_of
from scoring.rulebook.rulebook import Entry


def lines(entry: Entry[Any], scope: Scope, default_by: Sequence[str] = ()) -> Node | None:
    """Straight lines between points; at a shared edge the first line wins."""
    keys = keys_of(entry, scope, default_by)
    if keys is None:
        return None
    if len(keys) != 1:
        scope.problem("row-width", Text("lines need one key in `by`", "lines 需要在 by 中写一个键"), entry.place)
        return None
    key = keys[0]
    if key.kind.name not in ("number", "any"):
        scope.problem("wrong-kind", Text("lines are drawn over a number", "折线的横轴应为数字"), entry.at("by"),
                      Text("name a number; of dates `days(from, to)`", "写一个数字；日期用 days(from, to)"))  # fmt: skip
        return None
    inner = scope.with_({"it": key})
    clauses = []
    for number, line in enumerate(entry.model.lines):
        if len(line) != 4:
            scope.problem(
                "row-width",
                Text("a line is [from x, to x, from y, to y]", "一段折线为 [起点 x, 终点 x, 起点 y, 终点 y]"),
                entry.at("lines", number),
            )
            continue
        ends = [_end(raw, key, inner, entry.at("lines", number, i), i < 2) for i, raw in enumerate(line)]
        if any(end is None for end in ends):
            continue
        if not _goes_right(ends, entry.at("lines", number), scope):
            continue
        clauses.append(_line(key, [end for end in ends if end is not None], entry, number, line))
    otherwise = otherwise_clause(entry, inner, Giving())
    for clause in [*clauses, *([otherwise] if otherwise else [])]:
        is_number(clause.then, scope, clause.place)
    of_one_kind([*clauses, *([otherwise] if otherwise else [])], ANY, (), scope)
    kind = common_kind([clause.then.kind for clause in clauses])
    return Choose(kind, tuple(clauses), "first", entry.place, otherwise, entry.name)


def _goes_right(ends: Sequence[Node | None], at: Place, scope: Scope) -> bool:
    """Whether a line goes from a lower to a higher value of its key, or is a point."""
    low, high = (one.value if isinstance(one, Constant) else None for one in ends[:2])
    if not isinstance(low, Fraction) or not isinstance(high, Fraction) or low < high:
        return True
    if low == high and _same(*ends[2:]):
        return True
    scope.problem("empty-bound", Text("this line does not go from a lower to a higher value", "折线的起点应小于终点"), at,
                  Text("write a step as two lines", "跳跃处写成两段"))  # fmt: skip
    return False


def _end(raw: Any, key: Node, scope: Scope, at: Place, of_key: bool) -> Node | None:
    if of_key:
        node, problems = parse_literal(str(raw), key.kind, scope.units, at)
        scope.state.problems.extend(problems)
        return node
    return result_cell(raw, scope, Giving(), at)


def _line(key: Node, ends: list[Node], entry: Entry[Any], number: int, line: list[Any]) -> Clause:
    """`y0 + (x - x0) * (y1 - y0) / (x1 - x0)` where x lies between x0 and x1, ends included."""
    low, high, start, end = ends
    at = entry.at("lines", number)
    inside = Logic(YES_NO, "and", (Compare(YES_NO, ">=", key, low), Compare(YES_NO, "<=", key, high)))
    kind = start.kind
    if _same(start, end):
        then: Node = start
    else:
        run = Arithmetic(key.kind, "-", (high, low))
        rise = Arithmetic(kind, "-", (end, start))
        way = Arithmetic(NUMBER, "/", (Arithmetic(key.kind, "-", (key, low)), run))
        then = Arithmetic(kind, "+", (start, Arithmetic(kind, "*", (way, rise))))
    quote = f"{line[0]} … {line[1]}"
    return Clause(quote, inside, then, at, quote=quote)


def _same(first: Node | None, second: Node | None) -> bool:
    """Whether two ends read alike."""
    if isinstance(first, Constant) and isinstance(second, Constant):
        return first.value == second.value
    shapes = Shapes()
    return first is not None and second is not None and shapes.of(first) == shapes.of(second)
