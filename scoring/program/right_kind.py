"""Whether what a formula gives is of the kind that belongs where it stands: a number, or what the other rows give."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.formula.kind_rules import describe
from scoring.nodes.kind import ANY, NUMBER, Kind
from scoring.nodes.node import Clause, Constant, Node, Several
from scoring.problems import Place, Text
from scoring.program.scope import Scope


def is_number(node: Node, scope: Scope, at: Place) -> bool:
    """Whether it is a number of whatever unit; that it is none is told."""
    return is_of(node, NUMBER, scope, at, units=False)


def of_one_kind(clauses: Sequence[Clause], kind: Kind, outputs: Sequence[tuple[str, Kind]], scope: Scope) -> None:
    """Tells results of rows that are not of the kind that a table gives, or where it does not say, that its first row gives."""
    if outputs:
        for clause in clauses:
            nodes = dict(clause.then.outputs) if isinstance(clause.then, Several) else {}
            for name, wanted in outputs:
                if name in nodes:
                    is_of(nodes[name], wanted, scope, clause.place)
        return
    if kind is ANY:
        kind = next(
            (clause.then.kind for clause in clauses if clause.then.kind.name != "any" and not _zero(clause.then)), ANY
        )
    for clause in clauses:
        is_of(clause.then, kind, scope, clause.place)


def is_of(node: Node, wanted: Kind, scope: Scope, at: Place, units: bool = True) -> bool:
    """Whether it is of this kind, and of its unit; that it is not is told."""
    found = node.kind
    if "any" in (found.name, wanted.name) or (isinstance(node, Constant) and node.value is None):
        return True
    if found.name == wanted.name and (not units or found.dimension == wanted.dimension or _zero(node)):
        return True
    belongs, comes = (describe(wanted), describe(found)) if units else (Text("a number", "数"), describe(found))
    scope.problem(
        "wrong-kind",
        Text(f"{belongs.en} belongs here, this is {comes.en}", f"这里应为{belongs.zh}，此处是{comes.zh}"),
        at,
        Text(f"write {belongs.en}", f"请写{belongs.zh}"),
    )
    return False


def _zero(node: Node) -> bool:
    """Nothing, which is so in every unit."""
    return isinstance(node, Constant) and node.value == 0 and not isinstance(node.value, bool)
