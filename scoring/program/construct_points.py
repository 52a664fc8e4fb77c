"""Points of a criterion or part by is, rows, lines or of: its results are all shares, or all points."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from scoring.nodes.kind import NUMBER
from scoring.nodes.node import (
    Choose,
    Clause,
    Constant,
    Node,
)
from scoring.problems import Place, Text
from scoring.program.cells import NONE
from scoring.program.constructs import construct
from scoring.program.criterion_input import CriterionInput
from scoring.program.giving import Giving, giving_of
from scoring.program.keys import inside_of
from scoring.program.lines import lines
from scoring.program.policies import ONE_ROW
from scoring.program.right_kind import is_number
from scoring.program.tables import rows
from scoring.rulebook.rulebook import Entry


def points_of_construct(entry: Entry[Any], given: CriterionInput) -> Node | None:
    """A criterion by is, rows, lines or of: its results are all shares, or all points."""
    giving = giving_of(entry, given.scope)
    inside = inside_of(entry, given.scope)
    node: Node | None
    if inside == "rows":
        node = rows(entry, given.scope, giving)
    elif inside == "lines":
        node = lines(entry, given.scope, default_by=("actual",))
    elif inside is None:
        return None
    else:
        node = construct(entry, given.scope, giving)
    if node is None or not all(is_number(then, given.scope, at) for then, at in _placed(node, entry)):
        return None
    mode = _share_or_points(node, giving, entry, given)
    return _in_points(node, given, entry) if mode == "share" else node


def _share_or_points(node: Node, giving: Giving, entry: Entry[Any], given: CriterionInput) -> str:
    """Whether results are shares or points: as declared, else as the literal results are written."""
    if giving.declared in ("share", "points"):
        return giving.declared
    literals = [then for then in _results(node) if isinstance(then, Constant) and isinstance(then.value, Fraction)]
    kinds = {"share" if literal.kind.is_share else "points" for literal in literals if literal.value != 0 or
             literal.kind.is_share}  # fmt: skip
    if kinds == {"share", "points"}:
        given.scope.problem(
            "shares-and-points",
            Text(f"rule `{entry.name}` gives shares in some rows and points in others",
                 f"规则 {entry.name} 有的行给百分比，有的行给分值"),
            entry.place,
            Text('write all results as "80%" or all as points', '全部写成百分比，或全部写成分值'),
        )  # fmt: skip
        return "share"
    if kinds:
        return kinds.pop()
    if node.kind.is_share or any(then.kind.is_share for then in _results(node)):
        return "share"
    if giving.declared is None and not literals:
        given.scope.problem(
            "share-or-points",
            Text(f"rule `{entry.name}` does not say whether its formula gives a share or points",
                 f"规则 {entry.name} 没有写明公式给出的是比例还是分值"),
            entry.place,
            Text('add gives = "share" or gives = "points"', '补上 gives = "share" 或 gives = "points"'),
        )  # fmt: skip
    return "points"


def _results(node: Node) -> list[Node]:
    if isinstance(node, Choose):
        return [clause.then for clause in (*node.clauses, *((node.otherwise,) if node.otherwise else ()))]
    return [node]


def _placed(node: Node, entry: Entry[Any]) -> list[tuple[Node, Place]]:
    """Each result of a construct, and where it stands."""
    if isinstance(node, Choose) and node.hit in (*ONE_ROW, "sum", "min", "max"):
        clauses = (*node.clauses, *((node.otherwise,) if node.otherwise else ()))
        return [(clause.then, clause.place) for clause in clauses]
    return [(node, entry.at("is") if entry.model.is_ is not None else entry.place)]


def _in_points(node: Node, given: CriterionInput, entry: Entry[Any]) -> Node:
    """Shares to points, inside the clauses, so that each clause shows its own arithmetic."""
    if isinstance(node, Choose) and node.hit in ONE_ROW:

        def converted(clause: Clause) -> Clause:
            if clause.then is NONE:
                return clause
            return Clause(clause.id, clause.when, given.share(clause.then), clause.place, clause.label, clause.bounds,
                          clause.quote, clause.policy)  # fmt: skip

        otherwise = converted(node.otherwise) if node.otherwise is not None else None
        clauses = tuple(converted(clause) for clause in node.clauses)
        return Choose(NUMBER, clauses, node.hit, node.place, otherwise, node.name, node.quiet, node.order)
    return given.share(node)
