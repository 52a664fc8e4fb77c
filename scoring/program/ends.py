"""`between` of values, results and parts in their own unit: what goes beyond an end is the end."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from scoring.formula.cells import parse_literal
from scoring.nodes.node import Arithmetic, Choose, Constant, Node, Round
from scoring.problems import Text
from scoring.program.keys import stray
from scoring.program.policies import beyond
from scoring.program.rounding import rounding_of
from scoring.program.scope import Scope
from scoring.rulebook.rulebook import Entry


def bounded(node: Node, entry: Entry[Any], scope: Scope) -> Node:
    """The node kept between the ends that its construct states, which are amounts of its own kind."""
    if entry.model.between is None:
        return node
    if node.kind.name not in ("number", "any"):
        stray(entry, "between", scope, Text("what is no number", "非数值"))
        return node
    ends: list[Constant] = []
    for number, raw in enumerate(entry.model.between):
        end, problems = parse_literal(str(raw), node.kind, scope.units, entry.at("between", number))
        scope.state.problems.extend(problems)
        if end is not None and not isinstance(end.value, Fraction):
            scope.problem("wrong-kind", Text(f"`{raw}` is no number", f"{raw} 不是数"), entry.at("between", number),
                          Text("such as [0, 100]", "例如 [0, 100]"))  # fmt: skip
            end = None
        if end is not None:
            ends.append(end)
    if len(ends) < 2 or not (_ordered(ends, entry, scope) and _on_grid(ends, entry, scope)):
        return node
    _check_policy(node, ends, entry, scope)
    return Arithmetic(node.kind, "clamp", (node, *ends))


def _ordered(ends: list[Constant], entry: Entry[Any], scope: Scope) -> bool:
    low, high = (end.value for end in ends)
    assert isinstance(low, Fraction) and isinstance(high, Fraction)
    if low > high:
        scope.problem(
            "empty-bound",
            Text("`between` begins above its end", "between 的起点大于终点"),
            entry.at("between"),
            Text("write the lowest first", "先写最低，再写最高"),
        )
    return low <= high


def _check_policy(node: Node, ends: list[Constant], entry: Entry[Any], scope: Scope) -> None:
    """Tells a missing policy's own value beyond the ends."""
    written = entry.model.missing
    inner = node.arg if isinstance(node, Round) else node
    if not (isinstance(written, dict) and "value" in written and isinstance(inner, Choose) and inner.otherwise):
        return
    value = getattr(inner.otherwise.then, "value", None)
    low, high = (end.value for end in ends)
    assert isinstance(low, Fraction) and isinstance(high, Fraction)
    if isinstance(value, Fraction) and not low <= value <= high:
        beyond(str(written["value"]), (ends[0].written, ends[1].written), entry.at("missing", "value"), scope)


def _on_grid(ends: list[Constant], entry: Entry[Any], scope: Scope) -> bool:
    """Whether rounding leaves the ends as they are, so that what is rounded stays between them."""
    if entry.model.round is None:
        return True
    rounding = rounding_of(entry.model.round, entry.at("round"), scope)
    for number, end in enumerate(ends):
        assert isinstance(end.value, Fraction)
        if rounding is not None and rounding.apply(end.value) != end.value:
            scope.problem(
                "empty-bound",
                Text(f"`round` would move the end {end.written}", f"按 round 取整会改变端点 {end.written}"),
                entry.at("between", number),
                Text("let `between` end where `round` does", "让 between 的端点符合 round"),
            )
            return False
    return True
