"""A rulebook, a set and a project's rows to a `Program`: names resolved, everything lowered, nothing run."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from typing import Any

from scoring.formula.cells import parse_test
from scoring.nodes.kind import NUMBER, Kind
from scoring.nodes.node import Arithmetic, Constant, Name, Node
from scoring.nodes.walk import children
from scoring.problems import Place, Problem, Text
from scoring.program import criteria, tables
from scoring.program.checks import lower_checks
from scoring.program.groups import lower_groups, missing_of_group
from scoring.program.limits import lower_grade, lower_limits
from scoring.program.lowered import Lowered
from scoring.program.program import Criterion, Definition, Indicator, Missing, Program, Requirement
from scoring.program.results import lower_result
from scoring.program.scope import CompileState, Scope, lower_all_values
from scoring.project.facts import kind_of_fact
from scoring.project.rows import QUALITATIVE, Row, share_or_points
from scoring.rulebook import model
from scoring.rulebook.rulebook import Entry, Rulebook, Sections, text_of
from scoring.values.amount import read_amount
from scoring.values.amount_diagnosis import AmountFault
from scoring.values.arithmetic import apply
from scoring.values.irrational import TooLarge, Undefined
from scoring.values.number import show_number
from scoring.values.rounding import Rounding
from scoring.values.units import Unit, Units
from scoring.values.value import Value

DEFAULT_ROUNDING = Rounding("half_up", 2)
Alone = tuple[tuple[Entry[model.RuleModel], Criterion], ...]
"""Every rule with its criterion, without any indicator."""


def declared_units(sections: Sections) -> tuple[Units, list[Problem]]:
    """The shipped units and those that `[unit.*]` sections declare, in whatever order they rest on each other."""
    units, problems = Units.standard(), []
    waiting = dict(sections.units)
    while waiting:
        ready = {name: entry for name, entry in waiting.items() if _can_read(entry, units)}
        for name, entry in ready.items() or waiting.items():
            units, found = _declare(name, entry, units)
            problems += found
        waiting = {name: entry for name, entry in waiting.items() if name not in ready} if ready else {}
    return units, problems


def _can_read(entry: Entry[model.UnitModel], units: Units) -> bool:
    return entry.model.is_ is None or hasattr(read_amount(entry.model.is_, units), "value")


def _declare(name: str, entry: Entry[model.UnitModel], units: Units) -> tuple[Units, list[Problem]]:
    if entry.model.is_ is None:
        return units.with_unit(name, Unit(name, ((name, 1),), Fraction(1))), []
    amount = read_amount(entry.model.is_, units)
    if isinstance(amount, AmountFault):
        return units, [
            Problem(amount.code, amount.message, entry.at("is").inside(amount.offset, amount.length), amount.fix)
        ]
    unit = Unit(name, amount.unit.dimension if amount.unit else (), amount.value)
    known = units.get(name)
    if known is not None and known != unit and (known.dimension, known.factor) != (unit.dimension, unit.factor):
        message = Text(f"unit `{name}` is shipped with another meaning", f"单位 {name} 已有自带的含义，与此不同")
        return units, [Problem("name-twice", message, entry.place, Text("choose another name", "换一个名称"))]
    return units.with_unit(name, unit), []


def open_scope(sections: Sections, units: Units) -> Scope:
    """A scope over all sections, every value lowered; problems are in `scope.state.problems`."""
    problems: list[Problem] = []
    kinds: dict[str, Kind] = {}
    for name, entry in sections.facts.items():
        kind, found = kind_of_fact(entry, units)
        kinds[name] = kind
        problems += found
    scope = Scope(CompileState(sections, units, kinds, tables.lower_value, problems=problems))
    lower_all_values(scope)
    return scope


def lower(rulebook: Rulebook, sections: Sections, scope: Scope, rows: Sequence[Row]) -> Program:
    """The program for these rows; its problems are added to the scope's."""
    at = Lowered(scope, rulebook, sections)
    extra = criteria.Extra([], _ranges(at))
    indicators = tuple(_indicator(row, at, extra) for row in rows)
    groups, weight = lower_groups(indicators, at)
    checks = (*lower_checks(at), *extra.checks)
    grade = lower_grade(rulebook.grades.get(""), at, Name(NUMBER, "total"))
    header = rulebook.header.model
    rounding = DEFAULT_ROUNDING
    if header.points is not None:
        rounding = tables.rounding_of(header.points, rulebook.header.at("points"), scope) or DEFAULT_ROUNDING
    return Program(
        definitions=tuple(scope.state.definitions.values()),
        indicators=indicators,
        groups=groups,
        limits=lower_limits(at, groups, grade, indicators),
        checks=checks,
        requirements=tuple(extra.requirements),
        results=tuple(lower_result(entry, at, groups, indicators) for entry in rulebook.results.values()),
        grade=grade,
        possible=Fraction(header.total) if header.total is not None else None,
        weight=weight,
        constants=_constants(indicators),
        rounding=rounding,
        not_applicable=header.not_applicable,
        units={name: unit for name in scope.units.names if (unit := scope.units.get(name)) is not None},
        labels=_labels(at),
    )


def _constants(indicators: Iterable[Indicator]) -> dict[int, Value]:
    """Products of constants, such as a clause's share of the weight: computed once for all projects."""
    found: dict[int, Value] = {}
    waiting: list[Node] = [indicator.criterion.points for indicator in indicators]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Arithmetic) and all(isinstance(arg, Constant) for arg in node.args):
            with suppress(Undefined, TooLarge):
                found[id(node)] = apply(node.op, [arg.value for arg in node.args if isinstance(arg, Constant)])
        waiting.extend(children(node))
    return found


def check_bases(rulebook: Rulebook, sections: Sections, scope: Scope) -> None:
    """A basis that is not declared is a problem wherever it is named."""
    at = Lowered(scope, rulebook, sections)
    named: list[Mapping[str, Entry[Any]]] = [sections.values, sections.checks, rulebook.limits, rulebook.results]
    for entries in named:
        for entry in entries.values():
            _basis(entry, at)
    _basis(rulebook.header, at)


def check_rules(rulebook: Rulebook, sections: Sections, scope: Scope) -> Alone:
    """Every rule lowered by itself, so that one that no indicator uses yet is checked as well; weights are points."""
    weighed: list[Entry[Any]] = [*rulebook.frames.values(), *sections.groups.values()]
    for group in weighed:
        if group.model.weight is not None and (share_or_points(group.model.weight) or ("", 0))[0] != "points":
            scope.problem("wrong-kind", Text("a weight is a number of points", "权重应为分值"), group.at("weight"),
                          Text("such as 20", "例如 20"))  # fmt: skip
    check_bases(rulebook, sections, scope)
    at = Lowered(scope, rulebook, sections)
    alone = criteria_alone(at)
    for sign, rule in (rulebook.header.model.rule_for or {}).items():
        if rule not in sections.rules:
            _unknown_rule(rule, rulebook.header.at("rule_for", sign), at)
    return alone


def criteria_alone(at: Lowered) -> Alone:
    """Every rule lowered by itself, without any indicator."""
    found = []
    for entry in at.sections.rules.values():
        missing = _missing(entry.model.missing, None, entry, at)
        given = criteria.input_of_nothing(at.scope)
        found.append(
            (entry, criteria.lower_criterion(entry, given, criteria.Extra([], []), _basis(entry, at), missing))
        )
    return tuple(found)


def _labels(at: Lowered) -> dict[str, Text]:
    labels = {name: text_of(entry.model.label, name) for name, entry in at.sections.facts.items()}
    return labels | {name: text_of(entry.model.label, name) for name, entry in at.sections.values.items()}


def _ranges(at: Lowered) -> list[Requirement]:
    """A fact outside its declared range stops the project."""
    found = []
    for name, entry in at.sections.facts.items():
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


def _indicator(row: Row, at: Lowered, extra: criteria.Extra) -> Indicator:
    actual = _actual(row, at)
    entry = _rule_of(row, at)
    given = criteria.input_of(row, actual, at.scope)
    if entry is None:
        nothing = Constant(NUMBER, None)
        criterion = Criterion(row.rule or "", None, nothing, Fraction(0), row.weight, row.place, None, Missing())
    else:
        missing = _missing(row.missing if row.missing is not None else entry.model.missing, row, entry, at)
        criterion = criteria.lower_criterion(entry, given, extra, _basis(entry, at), missing)
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
    )


def _actual(row: Row, at: Lowered) -> Node:
    """The reported actual, or the formula that gives it, as a definition of its own."""
    name = f"{row.id}.actual"
    if row.formula is None:
        return at.scope.node(name, row.kind)
    text, place = row.formula
    node = tables.formula(text, at.scope, place)
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
    place = row.rule_place or row.place
    if name is None:
        by_sign = at.rulebook.header.model.rule_for or {}
        sign = row.sign or (QUALITATIVE if row.judged is not None else ">=")
        name = by_sign.get(sign)  # type: ignore[call-overload]
        if name is None:
            at.scope.problem(
                "missing-key",
                Text(f"indicator `{row.id}` has no rule", f"指标 {row.id} 没有写明规则"),
                row.place,
                Text('add rule = "…"', '补上 rule = "…"'),
            )
            return None
    if name not in at.sections.rules:
        _unknown_rule(name, place, at)
        return None
    return at.sections.rules[name]


def _unknown_rule(name: str, place: Place, at: Lowered) -> None:
    near = difflib.get_close_matches(name, list(at.sections.rules), 1)
    at.scope.problem(
        "unknown-rule",
        Text(f"there is no rule `{name}`", f"没有规则 {name}"),
        place,
        Text(f"did you mean `{near[0]}`?", f"是否指 {near[0]}？")
        if near
        else Text(f"add [rule.{name}]", f"补上 [rule.{name}]"),
    )


def _missing(written: Any, row: Row | None, entry: Entry[model.RuleModel], at: Lowered) -> Missing:
    """A missing policy: the row's, else the rule's, else that of the nearest group, else the rulebook's."""
    own = written is not None
    if written is None and row is not None:
        written = missing_of_group(row.path, at)
    if written is None:
        written = at.rulebook.header.model.missing
    if isinstance(written, str):
        return Missing(written, None, written)
    weight = row.weight if row is not None else Fraction(100)
    place = row.entry.at("missing") if row is not None and row.missing is not None else entry.at("missing")
    shown = ", ".join(f"{key} = {raw}" for key, raw in written.items())
    if set(written) == {"row"}:
        return Missing("row", None, shown, place, written["row"])
    if set(written) == {"value"}:
        read = share_or_points(written["value"])
        if read is not None:
            points = read[1] * weight if read[0] == "share" else read[1]
            return Missing("value", Constant(NUMBER, points, show_number(points)), shown, place)
    at.scope.problem("wrong-kind", Text(f"missing policy `{shown}` is not understood", f"缺失处理 {shown} 无法理解"),
                     place if own else at.rulebook.header.at("missing"),
                     Text('such as "zero", { value = "60%" } or { row = "else" }',
                          '例如 "zero"、{ value = "60%" } 或 { row = "else" }'))  # fmt: skip
    return Missing()


def _basis(entry: Entry[Any], at: Lowered) -> Text | None:
    """A basis in words: the law's number or title, and the place in it."""
    written = entry.model.basis
    if written is None:
        return None
    name, article = (written, None) if isinstance(written, str) else (written.get("law", ""), written.get("at"))
    law = at.sections.bases.get(name)
    if law is None:
        near = difflib.get_close_matches(name, list(at.sections.bases), 1)
        at.scope.problem(
            "unknown-basis",
            Text(f"no [basis.{name}] is declared", f"没有声明依据 {name}"),
            entry.at("basis") if isinstance(written, str) else entry.at("basis", "law"),
            Text(f"did you mean `{near[0]}`?", f"是否指 {near[0]}？")
            if near
            else Text(f"add [basis.{name}]", f"补上 [basis.{name}]"),
        )
        return None
    parts = [
        part
        for part in (law.model.number, f"《{law.model.title}》" if law.model.title else None, article or law.model.at)
        if part
    ]
    said = " ".join(parts)
    return Text(said, said)
