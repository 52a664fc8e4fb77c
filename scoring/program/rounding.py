"""Roundings as written, and what they are of."""

from __future__ import annotations

from typing import Any

from scoring.nodes.node import (
    Node,
    Round,
)
from scoring.problems import Place, Text
from scoring.program.keys import stray
from scoring.program.scope import Scope
from scoring.project.rows import share_or_points
from scoring.rulebook import model
from scoring.rulebook.rulebook import Entry
from scoring.values.rounding import Rounding


def rounded(node: Node, entry: Entry[Any], scope: Scope) -> Node:
    """The node rounded as its construct says; only numbers are."""
    rounding = rounding_of(entry.model.round, entry.at("round"), scope) if entry.model.round else None
    of_rulebook = isinstance(entry.model, model.ValueModel | model.ColumnModel)
    if of_rulebook and entry.model.round is None and getattr(entry.model, "with_", None) is None:
        rounding = scope.state.rounding if node.kind.name == "number" else None
    if rounding is not None and node.kind.name not in ("number", "any"):
        stray(entry, "round", scope, Text("what is no number", "非数值"))
        return node
    return node if rounding is None else Round(node.kind, node, rounding)


def rounding_of(written: model.RoundingModel, at: Place, scope: Scope) -> Rounding | None:
    """Exactly one of decimals, step, significant, with the mode."""
    given = [name for name in ("decimals", "step", "significant") if getattr(written, name) is not None]
    step = share_or_points(written.step) if written.step is not None else None
    if len(given) != 1 or (written.step is not None and (step is None or step[1] <= 0)):
        scope.problem(
            "rounding-unclear",
            Text(
                "a rounding needs one of decimals, step (above zero), significant",
                "取舍需写明 decimals、step（大于零）、significant 之一",
            ),
            at,
            Text('such as { decimals = 2, mode = "half_up" }', '例如 { decimals = 2, mode = "half_up" }'),
        )
        return None
    return Rounding(written.mode, written.decimals, step[1] if step else None, written.significant)
