"""Tables whose keys are constants, such as those of a call with texts: whether any row can match."""

from __future__ import annotations

from scoring.nodes.node import Compare, Constant, Logic, Node
from scoring.nodes.walk import main_choice

NEEDS_A_ROW = ("first", "unique", "any", "priority", "sum", "min", "max")


def matches_nothing(node: Node) -> bool:
    """Whether a table surely has no row for its keys, and nothing stands otherwise."""
    choose = main_choice(node)
    if choose is None or choose.otherwise is not None or choose.hit not in NEEDS_A_ROW or not choose.clauses:
        return False
    return all(clause.when is not None and _never(clause.when) for clause in choose.clauses)


def _never(node: Node) -> bool:
    """Whether a condition of constants is false whatever is reported."""
    match node:
        case Compare(op="==", left=Constant() as left, right=Constant() as right):
            return left.value != right.value and type(left.value) is type(right.value)
        case Logic(op="and"):
            return any(_never(arg) for arg in node.args)
        case Logic(op="or"):
            return all(_never(arg) for arg in node.args)
    return False
