"""What a check states: a condition, or two sides that may be a distance apart."""

from __future__ import annotations

from scoring.nodes.kind import YES_NO
from scoring.nodes.node import Arithmetic, Compare, Node
from scoring.problems import Place, Text
from scoring.program.formulas import condition, formula
from scoring.program.right_kind import is_number
from scoring.program.scope import Scope
from scoring.rulebook import model
from scoring.rulebook.rulebook import Entry


def statement(entry: Entry[model.CheckModel], scope: Scope) -> tuple[Node | None, tuple[Node, ...]]:
    """The check's condition, and the sides of a comparison, to be shown; none where it cannot be read."""
    that = condition(entry.model.that, scope, entry.at("that")) if entry.model.that is not None else None
    if not isinstance(that, Compare):
        if that is not None and entry.model.within is not None:
            scope.problem("wrong-kind", *_only_equal(entry))
        return that, ()
    sides = (that.left, that.right)
    return _tolerant(that, entry, scope) if entry.model.within is not None else that, sides


def _only_equal(entry: Entry[model.CheckModel]) -> tuple[Text, Place, Text]:
    message = Text("`within` is for a check by ==", "within 只用于 == 的检查")
    return (
        message,
        entry.at("within"),
        Text("write `==` in `that`, or delete `within`", "在 that 中用 ==，或删去 within"),
    )


def _tolerant(that: Compare, entry: Entry[model.CheckModel], scope: Scope) -> Node:
    tolerance = formula(entry.model.within, scope, entry.at("within"))
    if that.op != "==":
        scope.problem("wrong-kind", *_only_equal(entry))
    if tolerance is None or that.op != "==":
        return that
    if not all(is_number(node, scope, entry.at("within")) for node in (that.left, that.right, tolerance)):
        return that
    if tolerance.kind.dimension != that.left.kind.dimension and tolerance.kind.name != "any":
        scope.problem(
            "unit-does-not-fit",
            Text(
                "`within` is in a unit that does not convert to that of the check", "within 的单位不能换算为检查的单位"
            ),
            entry.at("within"),
            Text('write it with the unit of the check, such as "50 元"', '用与检查相同的单位书写，例如 "50 元"'),
        )
        return that
    apart = Arithmetic(that.left.kind, "abs", (Arithmetic(that.left.kind, "-", (that.left, that.right)),))
    return Compare(YES_NO, "<=", apart, tolerance)
