"""Constructs with an inside of is, rows, lines or of: values, and what criteria and parts are made of."""

from __future__ import annotations

from typing import Any

from scoring.nodes.kind import ANY, Kind
from scoring.nodes.node import (
    Constant,
    Node,
)
from scoring.problems import Text
from scoring.program.combination import combination
from scoring.program.ends import bounded
from scoring.program.formulas import formula
from scoring.program.giving import Giving, declared_kind, giving_of
from scoring.program.keys import inside_of, stray
from scoring.program.lines import lines
from scoring.program.peer_value import lower_place, no_place
from scoring.program.policies import where_it_applies, with_policy
from scoring.program.rounding import rounded
from scoring.program.scope import Scope
from scoring.program.tables import rows
from scoring.rulebook import model
from scoring.rulebook.rulebook import Entry


def lower_value(entry: Entry[Any], scope: Scope) -> tuple[Node, Kind]:
    """A value's node and kind, or a column's for one record, converted to its declared unit's dimension and rounded as it says."""
    if isinstance(entry.model, model.ValueModel):
        if entry.model.place is not None:
            return lower_place(entry, scope)
        no_place(entry, scope)
    node = construct(entry, scope, giving_of(entry, scope))
    if node is None:
        return Constant(ANY, None), ANY
    node = bounded(rounded(with_policy(node, entry, scope), entry, scope), entry, scope)
    node = where_it_applies(node, entry, scope)
    return node, declared_kind(node.kind, entry, scope)


def construct(entry: Entry[Any], scope: Scope, giving: Giving) -> Node | None:
    """The node of whichever inside a construct has."""
    inside = inside_of(entry, scope)
    if (
        inside is not None
        and inside != "rows"
        and giving.declared not in ("share", "points")
        and entry.model.gives is not None
    ):
        stray(entry, "gives", scope, Text(f"this `{inside.rstrip('_')}`", inside.rstrip("_")))
    match inside:
        case "is_":
            return formula(entry.model.is_, scope, entry.at("is"))
        case "rows":
            return rows(entry, scope, giving)
        case "lines":
            return lines(entry, scope)
        case "of":
            return combination(entry, scope)
    return None
