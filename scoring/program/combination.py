"""`of`: members with weights, combined."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from scoring.nodes.kind import NUMBER
from scoring.nodes.node import (
    Combine,
    Constant,
    Member,
    Name,
    Node,
)
from scoring.problems import Place, Text
from scoring.program.formulas import formula
from scoring.program.giving import common_kind
from scoring.program.right_kind import is_number
from scoring.program.scope import Scope
from scoring.project.rows import share_or_points
from scoring.rulebook.rulebook import Entry

UNWEIGHTED = ("min", "max", "median", "count")


def combination(entry: Entry[Any], scope: Scope) -> Node | None:
    """`of`: members with weights, combined."""
    if isinstance(entry.model.of, str):
        scope.problem(
            "missing-key",
            Text("among peers there are only places", "与其他项目相比只能得出排名"),
            entry.at("of"),
            Text(
                'add [value.rank] with place = ["-total"] and of = "peers"',
                '另写 [value.rank]，含 place = ["-total"]、of = "peers"',
            ),
        )
        return None
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
        if node is not None and entry.model.each is not None:
            at = entry.at("each")
            node = formula(entry.model.each, scope.with_({"it": node}), at)
            if node is None:
                break
        if node is not None and not is_number(node, scope, at):
            continue
        amount = _weight(weight, scope, entry.at("of", number, 1))
        if node is not None and amount is not None:
            members.append(
                Member(
                    node,
                    amount if isinstance(amount, Fraction) else Fraction(1),
                    str(written),
                    weigh=None if isinstance(amount, Fraction) else amount,
                )
            )
    kinds = [member.node.kind for member in members]
    kind = NUMBER if how in ("count", "product") else common_kind(kinds)
    missing = entry.model.missing if isinstance(entry.model.missing, str) else "not_scorable"
    return Combine(kind, how, tuple(members), missing)


def _weight(written: Any, scope: Scope, at: Place) -> Fraction | Node | None:
    """A member's weight: a number of either sign, or a formula of one, such as a table of weights by class of risk."""
    read = share_or_points(written)
    if read is not None:
        return read[1]
    node = formula(written, scope, at)
    if node is None:
        return None
    if node.kind.name not in ("number", "any") or node.kind.dimension:
        scope.problem(
            "wrong-kind",
            Text("a weight is a number without a unit", "权重应为无单位的数"),
            at,
            Text("such as 2.5, or a value that is one", "例如 2.5，或等于该数的值"),
        )
        return None
    definition = scope.state.definitions.get(node.name) if isinstance(node, Name) else None
    constant = definition.node if definition is not None else node
    return constant.value if isinstance(constant, Constant) and isinstance(constant.value, Fraction) else node
