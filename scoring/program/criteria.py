"""Criteria: a rule lowered for one indicator."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from scoring.nodes.kind import ANY, NUMBER
from scoring.nodes.node import (
    Arithmetic,
    Constant,
    Node,
)
from scoring.nodes.walk import main_choice
from scoring.problems import Text
from scoring.program.bounds import bounds, check_written, surely_within
from scoring.program.construct_points import points_of_construct
from scoring.program.criterion_input import CriterionInput, Extra, RuleEntry, number_node
from scoring.program.formulas import condition
from scoring.program.keys import check_keys
from scoring.program.kinds import KINDS
from scoring.program.parts import points_of_parts
from scoring.program.policies import of_row, row_named
from scoring.program.program import Criterion, Missing
from scoring.program.rounding import rounded
from scoring.rulebook.rulebook import text_of

NOT_OF_KINDS = ("gives", "unit")  # of which short forms know nothing


def lower_criterion(
    entry: RuleEntry, given: CriterionInput, extra: Extra, basis: Text | None, missing: Missing
) -> Criterion:
    """An indicator's criterion. A rule that cannot be lowered gives points that are unknown, with its problems."""
    points = _points(entry, given, extra)
    low, high = bounds(entry, given)
    if points is None:
        points = Constant(ANY, None)
    else:
        points = rounded(points, entry, given.scope)
        if not surely_within(points, low, high):
            most = given.weight_node if high is given.weight else number_node(high)
            points = Arithmetic(NUMBER, "clamp", (points, number_node(low), most))
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
        clause = row_named(missing.asked, choose, given.scope, place)
        if clause is None or choose is None:
            return Missing()
        return replace(missing, value=of_row(clause, choose, points), place=clause.place)
    if missing.policy == "value" and not (entry.model.part and given.weight is None):
        rule = Text(f"rule `{entry.name}`", f"规则 {entry.name}")
        check_written(missing.asked, (low, high), entry, given, place, rule)
    return missing


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
