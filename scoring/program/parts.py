"""Parts, each with its own floor, cap and rounding, added up."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import Any

from scoring.nodes.kind import NUMBER
from scoring.nodes.node import (
    Arithmetic,
    Choose,
    Clause,
    Combine,
    Constant,
    Member,
    Node,
)
from scoring.program.bounds import bounds, check_written, surely_within
from scoring.program.construct_points import points_of_construct
from scoring.program.criterion_input import CriterionInput, RuleEntry, number_node
from scoring.program.formulas import condition
from scoring.program.named_once import named_once
from scoring.program.policies import with_policy
from scoring.program.rounding import rounded
from scoring.rulebook.rulebook import Entry, text_of


def points_of_parts(entry: RuleEntry, given: CriterionInput) -> Node | None:
    """Parts, each with its own floor, cap and rounding, added up."""
    members = []
    parts = entry.model.part or ()
    named_once(((part.id, entry.at("part", number, "id")) for number, part in enumerate(parts)), given.scope)
    for number, part in enumerate(parts):
        below = Entry(part.id or f"part {number + 1}", part, entry.document, (*entry.path, "part", number))
        node = points_of_construct(below, given)
        if node is None:
            continue
        node = rounded(with_policy(node, below, given.scope, partial(_in_points, part, given)), below, given.scope)
        low, high = bounds(below, given)
        if isinstance(part.missing, dict):
            check_written(part.missing.get("value"), (low, high), below, given, below.at("missing", "value"))
        if given.weight is None and part.between is None:
            node = Arithmetic(NUMBER, "clamp", (node, number_node(low), given.weight_node))
        elif not surely_within(node, low, high):
            most = given.weight_node if high is given.weight else number_node(high)
            node = Arithmetic(NUMBER, "clamp", (node, number_node(low), most))
        applies = condition(part.when, given.scope, below.at("when")) if part.when is not None else None
        if applies is not None:
            node = _only_when(applies, node, below)
        named = text_of(part.label, part.id or "") if part.label is not None or part.id is not None else None
        members.append(Member(node, Fraction(1), below.name, named=named))
    return Combine(NUMBER, "sum", tuple(members)) if members else None


def _in_points(part: Any, given: CriterionInput, value: Node) -> Node:
    """What a part's missing policy writes, in points: a share is of the weight."""
    plain = isinstance(value, Constant) and not value.kind.is_share
    return given.share(value) if value.kind.is_share or (part.gives == "share" and not plain) else value


def _only_when(applies: Node, node: Node, part: Entry[Any]) -> Node:
    """A part outside whose condition nothing is earned or lost."""
    inside = Clause("when", applies, node, part.at("when"))
    outside = Clause("else", None, number_node(Fraction(0)), part.at("when"))
    return Choose(NUMBER, (inside,), "first", part.place, outside, part.name, quiet=True)
