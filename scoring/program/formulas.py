"""Formulas and conditions as nodes; what is wrong with them goes to the scope."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from scoring.formula.parser import parse
from scoring.nodes.kind import NUMBER, YES_NO
from scoring.nodes.node import (
    Constant,
    Node,
)
from scoring.problems import Place, Text
from scoring.program.scope import Scope


def formula(text: Any, scope: Scope, at: Place) -> Node | None:
    """A formula's node; its problems go to the scope."""
    if isinstance(text, bool):
        return Constant(YES_NO, text, str(text).lower())
    if isinstance(text, int | Decimal):
        return Constant(NUMBER, Fraction(text), str(text))
    if not isinstance(text, str):
        scope.problem("wrong-kind", Text("a formula belongs here, in quotes", "这里应为带引号的公式"), at,
                      Text('such as "spent / budget"', '例如 "spent / budget"'))  # fmt: skip
        return None
    node, problems = parse(text, scope, scope.units, at)
    scope.state.problems.extend(problems)
    return node


def condition(text: Any, scope: Scope, at: Place) -> Node | None:
    """A formula that is yes or no."""
    node = formula(text, scope, at)
    if node is not None and node.kind.name not in ("yes_no", "any"):
        scope.problem(
            "not-a-condition",
            Text(f"`{text}` is no condition: it is neither yes nor no", f"{text} 不是条件，得不出是或否"),
            at,
            Text("compare it with something, such as `> 0`", "拿它与某数比较，例如 > 0"),
        )
        return None
    return node
