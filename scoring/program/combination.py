"""`of`: members with weights, combined."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from scoring.nodes.kind import NUMBER
from scoring.nodes.node import (
    Combine,
    Constant,
    Member,
    Node,
)
from scoring.problems import Place, Text
from scoring.program.formulas import condition, formula
from scoring.program.giving import common_kind
from scoring.program.scope import Scope
from scoring.project.rows import share_or_points
from scoring.rulebook.rulebook import Entry

UNWEIGHTED = ("min", "max", "median", "count")


def combination(entry: Entry[Any], scope: Scope) -> Node | None:
    """`of`: members with weights, combined."""
    members = []
    how = entry.model.combine or "mean"
    for number, written in enumerate(entry.model.of):
        weight: Any = 1
        if isinstance(written, list):
            if len(written) != 2:
                scope.problem(
                    "row-width",
                    Text("a member is [name, weight]", "成员写成 [名称, 权重]"),
                    entry.at("of", number),
                )
                continue
            if how in UNWEIGHTED:
                scope.problem(
                    "stray-key",
                    Text(f"a weight has no effect in a `{how}`", f"{how} 不计权重"),
                    entry.at("of", number, 1),
                    Text("write the name alone", "只写名称"),
                )
            written, weight = written
        at = entry.at("of", number) if not isinstance(entry.model.of[number], list) else entry.at("of", number, 0)
        node = formula(written, scope, at)
        amount = _weight(weight, scope, entry.at("of", number, 1))
        if node is not None and amount is not None:
            members.append(Member(node, amount, str(written), _applies(str(written), scope)))
    kinds = [member.node.kind for member in members]
    kind = NUMBER if how in ("count", "product") else common_kind(kinds)
    missing = entry.model.missing if isinstance(entry.model.missing, str) else "not_scorable"
    return Combine(kind, how, tuple(members), missing)


def _weight(written: Any, scope: Scope, at: Place) -> Fraction | None:
    """A member's weight: a number, or the name of a value that is one, such as the weight of a class of risk."""
    read = share_or_points(written)
    amount = read[1] if read is not None else None
    if read is None and isinstance(written, str) and written in scope.state.sections.values:
        scope.find(written, at)
        definition = scope.state.definitions.get(written)
        constant = definition.node if definition is not None else None
        if isinstance(constant, Constant) and isinstance(constant.value, Fraction):
            amount = constant.value
    if amount is not None and amount >= 0:
        return amount
    scope.problem(
        "wrong-kind",
        Text("a weight is a number, not negative, or the name of a value that is one",
             "权重应为非负的数，或者一个等于该数的值的名称"),
        at,
        Text("such as 2.5, or a value with is = 2.5", "例如 2.5，或写有 is = 2.5 的值"),
    )  # fmt: skip
    return None


def _applies(written: str, scope: Scope) -> Node | None:
    """A member's own `when`, when it is a value that has one."""
    entry = scope.state.sections.values.get(written)
    if entry is None or entry.model.when is None:
        return None
    return condition(entry.model.when, Scope(scope.state), entry.at("when"))
