"""What a criterion knows of its indicator, and what it brings besides points."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from scoring.nodes.kind import ANY, NUMBER, SHARE, TEXT
from scoring.nodes.node import (
    Arithmetic,
    Constant,
    Name,
    Node,
)
from scoring.problems import Place, Text
from scoring.program.program import Check, Requirement
from scoring.program.scope import Scope
from scoring.project.rows import Row, share_or_points
from scoring.project.targets import QUALITATIVE
from scoring.rulebook import model
from scoring.rulebook.rulebook import Entry
from scoring.values.number import show_number

RuleEntry = Entry[model.RuleModel]


@dataclass
class Extra:
    """What a criterion brings besides points: checks such as over-fulfilment, demands on facts."""

    checks: list[Check]
    requirements: list[Requirement]


@dataclass(frozen=True)
class CriterionInput:
    """What a criterion knows of its indicator, as nodes."""

    id: str
    actual: Node
    target: Node
    weight: Fraction | None  # None: the rule is looked at by itself
    sign: str
    scope: Scope
    why: str | None
    row: Place | None = None  # where the indicator is written
    in_words: str | None = None  # what is hoped for, of a qualitative target whose actual is in words as well

    @property
    def weight_node(self) -> Node:
        if self.weight is None:
            return Name(NUMBER, "weight")
        return weight_of(self.id, self.weight)

    def share(self, share: Node) -> Node:
        """Points of a share: share × weight."""
        return Arithmetic(NUMBER, "*", (self.weight_node, share))


def input_of(row: Row, actual: Node, scope: Scope) -> CriterionInput:
    """The inputs of one row; its names `actual`, `target`, `weight` in a scope."""
    target = scope.node(f"{row.id}.target", row.kind)
    weight = weight_of(row.id, row.weight)
    sign = row.sign if row.sign in (">=", ">", "<=", "<", "=") else ">="
    inner = scope.with_({"actual": actual, "target": target, "weight": weight})
    in_words = row.hoped if row.sign == QUALITATIVE and row.kind == TEXT else None
    return CriterionInput(row.id, actual, target, row.weight, sign, inner, row.why, row.place, in_words)


def weight_of(id_: str, weight: Fraction) -> Constant:
    """An indicator's full points."""
    return Constant(NUMBER, weight, show_number(weight), f"{id_}.weight")


def input_of_nothing(scope: Scope) -> CriterionInput:
    """A rule by itself, to be checked without any indicator."""
    actual, target, weight = Name(ANY, "actual"), Name(ANY, "target"), Name(NUMBER, "weight")
    inner = scope.with_({"actual": actual, "target": target, "weight": weight})
    return CriterionInput("", actual, target, None, ">=", inner, None)


def amount_of_points(raw: Any, given: CriterionInput, at: Place) -> Node | None:
    """Points as written: a number, or a share of the weight."""
    read = share_or_points(raw)
    if read is None or read[1] < 0:
        given.scope.problem(
            "wrong-kind",
            Text("points or a share of the weight belong here", "这里应为分值或权重的百分比"),
            at,
            Text('such as 2 or "20%"', '例如 2 或 "20%"'),
        )
        return None
    literal = Constant(SHARE if read[0] == "share" else NUMBER, read[1], str(raw))
    return given.share(literal) if read[0] == "share" else literal


def number_node(value: Fraction) -> Constant:
    return Constant(NUMBER, value, show_number(value))
