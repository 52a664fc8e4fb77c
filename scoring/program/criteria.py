"""Criteria: a rule lowered for one indicator."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from scoring.nodes.kind import ANY, NUMBER
from scoring.nodes.node import (
    Arithmetic,
    Choose,
    Constant,
    Node,
    Round,
)
from scoring.nodes.walk import main_choice
from scoring.problems import Text
from scoring.program.bounds import bounds, surely_within
from scoring.program.construct_points import ONE_ROW, points_of_construct
from scoring.program.criterion_input import CriterionInput, Extra, RuleEntry, number_node
from scoring.program.formulas import condition
from scoring.program.keys import check_keys
from scoring.program.kinds import KINDS
from scoring.program.parts import points_of_parts
from scoring.program.policies import row_named
from scoring.program.program import Criterion, Missing
from scoring.program.rounding import rounded
from scoring.rulebook.rulebook import text_of
from scoring.values.number import show_number

NOT_OF_KINDS = ("gives", "unit")  # of which short forms know nothing


def lower_criterion(
    entry: RuleEntry, given: CriterionInput, extra: Extra, basis: Text | None, missing: Missing
) -> Criterion:
    """An indicator's criterion. A rule that cannot be lowered gives points that are unknown, with its problems."""
    points = _points(entry, given, extra)
    low, high = bounds(entry, given)
    if points is None:
        points = Constant(ANY, None)
    elif not surely_within(points, low, high):
        points = Arithmetic(NUMBER, "clamp", (points, number_node(low), number_node(high)))
    points = rounded(points, entry, given.scope)
    missing = _resolved(missing, points, low, high, entry, given)
    applies = condition(entry.model.when, given.scope, entry.at("when")) if entry.model.when else None
    return Criterion(
        rule=entry.name,
        label=text_of(entry.model.label) if entry.model.label else None,
        points=points,
        lowest=low,
        highest=high,
        place=entry.place,
        basis=basis,
        missing=missing,
        applies=applies,
        applies_written=entry.model.when or "",
        choice=main_choice(points),
    )


def _resolved(
    missing: Missing, points: Node, low: Fraction, high: Fraction, entry: RuleEntry, given: CriterionInput
) -> Missing:
    """A missing policy with its points: of the row that it names, or within the bounds of the criterion."""
    place = missing.place or entry.place
    if missing.policy == "row":
        choose = main_choice(points)
        clause = row_named(missing.row, choose, given.scope, place)
        if clause is None or choose is None:
            return Missing()
        gives = clause.then if choose.hit in ONE_ROW else _in_place_of(choose, clause.then, points)
        return replace(missing, value=gives, place=clause.place)
    value = missing.value.value if isinstance(missing.value, Constant) else None
    if isinstance(value, Fraction) and not low <= value <= high and given.weight is not None:
        shown, lowest, highest = (show_number(number) for number in (value, low, high))
        given.scope.problem(
            "points-beyond-weight",
            Text(f"missing gives {shown} points, outside {lowest} to {highest}",
                 f"缺失时给 {shown} 分，超出 {lowest} 至 {highest} 的范围"),
            place,
            Text('write a share of the weight, such as "60%"', '写权重的百分比，例如 "60%"'),
        )  # fmt: skip
    return missing


def _in_place_of(choose: Choose, then: Node, node: Node) -> Node:
    """What a table of which several rows count gives where one of them is all: a share of the weight is taken outside of it."""
    if node is choose:
        return then
    if isinstance(node, Arithmetic):
        return replace(node, args=tuple(_in_place_of(choose, then, arg) for arg in node.args))
    return replace(node, arg=_in_place_of(choose, then, node.arg)) if isinstance(node, Round) else node


def _points(entry: RuleEntry, given: CriterionInput, extra: Extra) -> Node | None:
    """The points that a rule gives: by its short form, by its parts, or by its own inside."""
    if entry.model.kind is not None:
        kind = KINDS[entry.model.kind]
        check_keys(entry, kind.name, kind.keys, given.scope, NOT_OF_KINDS)
        return kind.lower(entry, given, extra)
    if entry.model.part:
        check_keys(entry, "part", ("part",), given.scope, NOT_OF_KINDS)
        return points_of_parts(entry, given)
    return points_of_construct(entry, given)
