"""Tables whose keys are constants, such as those of a call with texts: whether any row can match."""

from __future__ import annotations

from scoring.nodes.node import Compare, Constant, Logic, Node
from scoring.nodes.walk import each_once, main_choice
from scoring.values.arithmetic import compare

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
        case Compare(op=op, left=Constant() as left, right=Constant() as right):
            return type(left.value) is type(right.value) and compare(op, left.value, right.value) is False
        case Logic(op="and"):
            return any(_never(arg) for arg in node.args)
        case Logic(op="or"):
            return all(_never(arg) for arg in node.args)
    return False


def texts_beside(node: Node, arg: Constant) -> list[str]:
    """The texts that the rows of a table compare an argument with, in their order."""
    choose = main_choice(node)
    found: dict[str, None] = {}
    conditions = [clause.when for clause in choose.clauses if clause.when is not None] if choose is not None else []
    for at in (at for when in conditions for at in each_once(when)):
        if isinstance(at, Compare) and at.left is arg and isinstance(at.right, Constant):
            found[str(at.right.value)] = None
    return list(found)
