"""Indicators: each with its criterion, its actual, and what its facts must fulfil."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from scoring.formula.cells import parse_test
from scoring.nodes.kind import NUMBER, YES_NO
from scoring.nodes.node import Arithmetic, Compare, Constant, Logic, Name, Node
from scoring.problems import Place, Text, nearest
from scoring.program.bases import basis_of
from scoring.program.criteria import lower_criterion
from scoring.program.criterion_input import Extra, input_of
from scoring.program.formulas import formula
from scoring.program.lowered import Lowered
from scoring.program.missing import missing_of
from scoring.program.program import Criterion, Definition, Indicator, Missing, Requirement
from scoring.project.rows import Row
from scoring.project.targets import QUALITATIVE
from scoring.rulebook import model
from scoring.rulebook.rulebook import Entry, text_of
from scoring.values.number import show_number


def lower_indicator(row: Row, at: Lowered, extra: Extra) -> Indicator:
    actual = _actual(row, at)
    entry = _rule_of(row, at)
    given = input_of(row, actual, at.scope)
    if entry is None:
        nothing = Constant(NUMBER, None)
        criterion = Criterion(row.rule or "", None, nothing, Fraction(0), row.weight, row.place, None, Missing())
    elif not row.weighed:
        criterion = _unweighed(row, entry)
    else:
        missing = missing_of(row.missing if row.missing is not None else entry.model.missing, row, entry, at)
        criterion = lower_criterion(entry, given, extra, basis_of(entry, at.sections.bases), missing)
    return Indicator(
        id=row.id,
        path=row.path,
        label=row.label,
        weight=row.weight,
        group="/".join(row.path),
        criterion=criterion,
        place=row.place,
        sign=row.sign,
        actual=actual,
        weighed=row.weighed,
    )


def _unweighed(row: Row, entry: Entry[model.RuleModel]) -> Criterion:
    """Of a row without a weight nothing can be said but that: there is no number of points, and no total."""
    unknown = Name(NUMBER, f"{row.id}.weight")
    policy = Missing("no_total", written="no_total")
    label = text_of(entry.model.label) if entry.model.label is not None else None
    return Criterion(entry.name, label, unknown, Fraction(0), Fraction(0), entry.place, None, policy)


def _actual(row: Row, at: Lowered) -> Node:
    """The reported actual, or the formula that gives it, as a definition of its own."""
    name = f"{row.id}.actual"
    if row.formula is None:
        return at.scope.node(name, row.kind)
    text, place = row.formula
    node = formula(text, at.scope, place)
    if node is None:
        return Name(row.kind, name)
    kind = node.kind
    if row.kind.name == "number" and f"{row.id}.target" in row.inputs:
        if kind.name == "number" and kind.dimension != row.kind.dimension:
            at.scope.problem(
                "unit-does-not-fit",
                Text(f"actual and target of `{row.id}` are in units that do not convert",
                     f"{row.id} 的实际值与目标值单位不能换算"),
                place,
                Text("correct the formula, or the target's unit", "改正公式或目标的单位"),
            )  # fmt: skip
        elif kind.unit is None or row.kind.is_share:
            kind = row.kind
    label = Text(f"actual of {row.label.en}", f"{row.label.zh}实际值")
    at.scope.state.definitions[name] = Definition(name, label, node, kind, place)
    return at.scope.node(name, kind)


def _rule_of(row: Row, at: Lowered) -> Entry[model.RuleModel] | None:
    """The row's own rule, or the rulebook's for its target's sign."""
    name = row.rule
    place = row.rule_by.at("rule") if row.rule_by is not None else row.place
    if name is None:
        by_sign = at.rulebook.header.model.rule_for or {}
        sign = row.sign or (QUALITATIVE if row.judged is not None or row.stale is not None else ">=")
        name = next((rule for one, rule in by_sign.items() if one == sign), None)
        if name is None:
            at.scope.problem(
                "missing-key",
                Text(f"indicator `{row.id}` has no rule", f"指标 {row.id} 没有写明规则"),
                row.place,
                Text('add rule = "…"', '补上 rule = "…"'),
            )
            return None
    if name not in at.sections.rules:
        unknown_rule(name, place, at)
        return None
    return at.sections.rules[name]


def unknown_rule(name: str, place: Place, at: Lowered) -> None:
    near = nearest(name, list(at.sections.rules))
    at.scope.problem(
        "unknown-rule",
        Text(f"there is no rule `{name}`", f"没有规则 {name}"),
        place,
        Text(f"did you mean `{near}`?", f"是否指 {near}？")
        if near
        else Text(f"add [rule.{name}]", f"补上 [rule.{name}]"),
    )


def ranges(at: Lowered) -> list[Requirement]:
    """A fact outside its declared range, or none of its numbers, stops the project."""
    found: list[Requirement] = []
    for name, entry in at.sections.facts.items():
        found += _numbers(name, entry, at)
        if entry.model.range is None:
            continue
        node = at.scope.node(name, at.scope.state.fact_kinds[name])
        that, problems = parse_test(entry.model.range, node, at.scope, at.scope.units, entry.at("range"))
        at.scope.state.problems.extend(problems)
        if that is not None:
            label = text_of(entry.model.label, name)
            message = Text(
                f"`{name}` ({label.en}) must be {entry.model.range}", f"{name}（{label.zh}）应满足 {entry.model.range}"
            )
            fix = Text(
                f"correct the value, or the range at {entry.at('range')}", f"改正数值，或改 {entry.at('range')} 的范围"
            )
            found.append(Requirement(name, that, message, fix, "out-of-range"))
    return found


def _numbers(name: str, entry: Entry[model.FactModel], at: Lowered) -> Iterator[Requirement]:
    """What a fact demands that is a whole number, or one of some numbers."""
    kind = at.scope.state.fact_kinds[name]
    if kind.name != "number":
        return
    node, label = at.scope.node(name, kind), text_of(entry.model.label, name)
    fix = Text("correct the value", "改正数值")
    if entry.model.kind == "whole":
        whole = Compare(YES_NO, "==", node, Arithmetic(kind, "floor", (node,)))
        message = Text(f"`{name}` ({label.en}) must be a whole number", f"{name}（{label.zh}）应为整数")
        yield Requirement(name, whole, message, fix, "not-whole")
    numbers = [Fraction(option) for option in entry.model.options or () if not isinstance(option, str)]
    if numbers:
        tests = tuple(Compare(YES_NO, "==", node, Constant(kind, one, show_number(one))) for one in numbers)
        shown = [show_number(one) for one in numbers]
        message = Text(
            f"`{name}` ({label.en}) is none of {', '.join(shown)}", f"{name}（{label.zh}）不在 {'、'.join(shown)} 之中"
        )
        yield Requirement(name, Logic(YES_NO, "or", tests), message, fix, "unknown-option")
