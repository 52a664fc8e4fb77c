"""`deduction`: full points less what each reason costs."""

from __future__ import annotations

from fractions import Fraction

from scoring.nodes.kind import NUMBER, YES_NO
from scoring.nodes.node import (
    Arithmetic,
    Choose,
    Clause,
    Compare,
    Constant,
    Name,
    Node,
)
from scoring.problems import Text
from scoring.program.criterion_input import CriterionInput, Extra, RuleEntry, amount_of_points
from scoring.program.formulas import condition, formula
from scoring.program.keys import stray
from scoring.program.kinds.criterion_kind import CriterionKind
from scoring.program.named_once import named_once
from scoring.program.program import Requirement
from scoring.program.right_kind import is_number
from scoring.rulebook import model
from scoring.rulebook.rulebook import text_of


def lower(entry: RuleEntry, given: CriterionInput, extra: Extra) -> Node | None:
    """Full points less what each reason costs, never below nothing."""
    clauses: list[Clause] = []
    named_once(
        ((one.id, entry.at("deduct", number, "id")) for number, one in enumerate(entry.model.deduct or ())), given.scope
    )
    for number, deduct in enumerate(entry.model.deduct or ()):
        clause = _one_deduction(entry, number, deduct, given, extra)
        if clause is not None:
            clauses.append(clause)
    if not clauses:
        given.scope.problem(
            "missing-key",
            Text(f"rule `{entry.name}` deducts nothing", f"规则 {entry.name} 没有写扣分项"),
            entry.place,
            Text("add deduct = [ { each = …, points = … } ]", "补上 deduct = [ { each = …, points = … } ]"),
        )
        return None
    none = Clause(
        "none", None, Constant(NUMBER, Fraction(0), "0"), entry.place, Text("nothing to deduct", "无扣分事项")
    )
    lost = Choose(NUMBER, tuple(clauses), "sum", entry.place, none, entry.name, acting=True)
    left = Arithmetic(NUMBER, "-", (given.weight_node, lost))
    return Arithmetic(NUMBER, "max", (Constant(NUMBER, Fraction(0), "0"), left))


def _one_deduction(
    entry: RuleEntry, number: int, deduct: model.DeductionModel, given: CriterionInput, extra: Extra
) -> Clause | None:
    at = entry.at("deduct", number)
    scope = given.scope
    label = text_of(deduct.label) if deduct.label else None
    if (deduct.each is None) == (deduct.when is None) or (deduct.points is None) == (not deduct.all_):
        scope.problem(
            "one-inside",
            Text("a deduction has `each` or `when`, and `points` or `all = true`",
                 "每个扣分项写 each 或 when 之一，以及 points 或 all = true 之一"),
            at,
            Text("such as { each = \"late_days\", points = 2 }", "例如 { each = \"late_days\", points = 2 }"),
        )  # fmt: skip
        return None
    if deduct.when is not None and deduct.at_most is not None:
        stray(entry, "at_most", scope, Text("what is lost once", "一次性扣分"), "deduct", number)
    cost = (
        given.weight_node
        if deduct.all_
        else amount_of_points(deduct.points, given, entry.at("deduct", number, "points"))
    )
    if cost is None:
        return None
    if deduct.when is not None:
        when = condition(deduct.when, scope, entry.at("deduct", number, "when"))
        return None if when is None else Clause(deduct.id or deduct.when, when, cost, at, label)
    place = entry.at("deduct", number, "each")
    count = formula(deduct.each, scope, place)
    if count is None or not is_number(count, scope, place):
        return None
    if count.kind.dimension and scope.units.converts(count.kind.dimension):
        scope.problem(
            "unit-does-not-fit",
            Text(f"`{deduct.each}` is an amount, not a count", f"{deduct.each} 是金额一类的量，不是次数"),
            place,
            Text(f"divide it by an amount, such as `{deduct.each} / 1 {count.kind.unit or '万元'}`",
                 f"除以一个量，例如 {deduct.each} / 1 {count.kind.unit or '万元'}"),
        )  # fmt: skip
        return None
    zero = Constant(count.kind, Fraction(0), "0")
    if isinstance(count, Name):
        extra.requirements.append(
            Requirement(
                count.name,
                Compare(YES_NO, ">=", count, zero),
                Text(f"`{count.name}` counts something and cannot be negative", f"{count.name} 是次数，不能为负"),
                None,
                "negative",
            )
        )
    then: Node = Arithmetic(NUMBER, "*", (count, cost))
    if deduct.at_most is not None:
        most = amount_of_points(deduct.at_most, given, entry.at("deduct", number, "at_most"))
        if most is None:
            return None
        then = Arithmetic(NUMBER, "min", (then, most))
    return Clause(deduct.id or str(deduct.each), Compare(YES_NO, ">", count, zero), then, at, label)


KIND = CriterionKind(
    "deduction",
    frozenset({"deduct"}),
    lower,
    Text("deduction", "扣分项"),
    "full points less `points` for `each` of a count, or once `when` a condition holds; `at_most` caps one reason, `all = true` takes all",
)
