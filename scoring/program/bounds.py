"""Lowest and highest points: 0 and the weight, unless `between` says otherwise."""

from __future__ import annotations

import operator
from fractions import Fraction
from typing import Any

from scoring.nodes.node import (
    Arithmetic,
    Choose,
    Constant,
    Name,
    Node,
)
from scoring.problems import Place, Text
from scoring.program.criterion_input import CriterionInput
from scoring.program.policies import beyond
from scoring.project.rows import share_or_points
from scoring.rulebook.rulebook import Entry
from scoring.values.number import show_number


def bounds(entry: Entry[Any], given: CriterionInput) -> tuple[Fraction, Fraction]:
    """Lowest and highest points: 0 and the weight, unless `between` says otherwise."""
    weight = given.weight if given.weight is not None else Fraction(100)
    if entry.model.between is None:
        parts = getattr(entry.model, "part", None)
        if parts:
            return _bounds_of_parts(entry, given, weight)
        return Fraction(0), weight
    ends = []
    for number, raw in enumerate(entry.model.between):
        read = share_or_points(raw)
        if read is None:
            given.scope.problem(
                "wrong-kind",
                Text("`between` takes points or shares of the weight", "between 应写分值或权重的百分比"),
                entry.at("between", number),
                Text('such as [-5, "120%"]', '例如 [-5, "120%"]'),
            )
            return Fraction(0), weight
        ends.append(read[1] * weight if read[0] == "share" else read[1])
    if ends[0] > ends[1]:
        given.scope.problem(
            "empty-bound",
            Text("`between` begins above its end", "between 的起点大于终点"),
            entry.at("between"),
            Text("write the lowest first", "先写最低，再写最高"),
        )
        return Fraction(0), weight
    return ends[0], ends[1]


def _bounds_of_parts(entry: Entry[Any], given: CriterionInput, weight: Fraction) -> tuple[Fraction, Fraction]:
    """Static bounds of parts are the parts' bounds added, then kept within 0 and the weight."""
    low = high = Fraction(0)
    for number, part in enumerate(entry.model.part):
        below = Entry(part.id or f"part {number + 1}", part, entry.document, (*entry.path, "part", number))
        ends = bounds(below, given)
        if part.when is not None:  # outside it the part is nothing
            ends = min(ends[0], Fraction(0)), max(ends[1], Fraction(0))
        low, high = low + ends[0], high + ends[1]
    return min(max(low, Fraction(0)), weight), min(max(high, Fraction(0)), weight)


def check_written(
    raw: Any,
    ends: tuple[Fraction, Fraction],
    entry: Entry[Any],
    given: CriterionInput,
    at: Place,
    of: Text | None = None,
) -> None:
    """Tells a missing policy's own value, as written, beyond the points between which its rule or part is kept.

    Shares are compared with shares and points with points, whatever the weight; one with the other where it is known.
    """
    value = share_or_points(raw)
    if value is None:
        return
    written = tuple(entry.model.between or (0, "100%"))
    for end, outside in zip(written, (operator.lt, operator.gt), strict=True):
        read = share_or_points(end)
        if read is not None and read[0] == value[0] and outside(value[1], read[1]):
            beyond(str(raw), (str(written[0]), str(written[1])), at, given.scope, of)
            return
    if given.weight is not None:
        points = value[1] * given.weight if value[0] == "share" else value[1]
        if not ends[0] <= points <= ends[1]:
            low, high = (show_number(end) for end in ends)
            beyond(f"{show_number(points)} points", (low, high), at, given.scope, of)


def surely_within(node: Node, low: Fraction, high: Fraction) -> bool:
    """Whether no clamp is needed: a table whose results are literal and within, or a share of at most the weight."""
    if isinstance(node, Choose) and node.hit in ("first", "unique", "any", "priority"):
        thens = [clause.then for clause in (*node.clauses, *((node.otherwise,) if node.otherwise else ()))]
        return all(surely_within(then, low, high) for then in thens)
    if isinstance(node, Constant):
        return isinstance(node.value, Fraction) and low <= node.value <= high
    if isinstance(node, Arithmetic) and node.op == "*" and len(node.args) == 2:
        left, right = node.args
        if isinstance(left, Constant) and isinstance(right, Constant):
            if isinstance(left.value, Fraction) and isinstance(right.value, Fraction):
                return low <= left.value * right.value <= high
            return False
        return isinstance(right, Name) and right.name.endswith((".judged.share", ".judged.points"))
    return False
