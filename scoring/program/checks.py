"""Checks: statements that facts should satisfy."""

from __future__ import annotations

from collections.abc import Iterable

from scoring.nodes.kind import YES_NO
from scoring.nodes.node import Arithmetic, Compare, Node
from scoring.problems import Place, Text
from scoring.program.bases import basis_of
from scoring.program.formulas import condition, formula
from scoring.program.lowered import Lowered
from scoring.program.program import Check
from scoring.rulebook import model
from scoring.rulebook.rulebook import Entry, text_of


def lower_checks(at: Lowered) -> Iterable[Check]:
    for name, entry in at.sections.checks.items():
        that = condition(entry.model.that, at.scope, entry.at("that"))
        if that is None:
            continue
        sides: tuple[Node, ...] = ()
        if isinstance(that, Compare):
            sides = (that.left, that.right)
            if entry.model.within is not None:
                that = _tolerant(that, entry, at)
        elif entry.model.within is not None:
            at.scope.problem("wrong-kind", *_only_equal(entry))
        yield Check(
            name,
            text_of(entry.model.label, name),
            that,
            entry.at("that"),
            entry.model.severity,
            entry.model.broken == "stop",
            text_of(entry.model.message) if entry.model.message else None,
            sides,
            basis=basis_of(entry, at.sections.bases),
            silent_for=frozenset(name for name, fact in at.sections.facts.items() if fact.model.may_be_missing),
        )


def _only_equal(entry: Entry[model.CheckModel]) -> tuple[Text, Place, Text]:
    message = Text("`within` is for a check by ==", "within 只用于 == 的检查")
    return (
        message,
        entry.at("within"),
        Text("write `==` in `that`, or delete `within`", "在 that 中用 ==，或删去 within"),
    )


def _tolerant(that: Compare, entry: Entry[model.CheckModel], at: Lowered) -> Node:
    tolerance = formula(entry.model.within, at.scope, entry.at("within"))
    if that.op != "==":
        at.scope.problem("wrong-kind", *_only_equal(entry))
    if tolerance is None or that.op != "==":
        return that
    if tolerance.kind.dimension != that.left.kind.dimension and tolerance.kind.name != "any":
        at.scope.problem(
            "unit-does-not-fit",
            Text(
                "`within` is in a unit that does not convert to that of the check", "within 的单位不能换算为检查的单位"
            ),
            entry.at("within"),
            Text('write it with the unit of the check, such as "50 元"', '用与检查相同的单位书写，例如 "50 元"'),
        )
        return that
    apart = Arithmetic(that.left.kind, "abs", (Arithmetic(that.left.kind, "-", (that.left, that.right)),))
    return Compare(YES_NO, "<=", apart, tolerance)
