"""A rulebook, a set and a project's rows to a `Program`: names resolved, everything lowered, nothing run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from typing import Any

from scoring.formula.functions import apply
from scoring.nodes.kind import NUMBER, Kind
from scoring.nodes.node import Arithmetic, Constant, Name
from scoring.nodes.walk import each_once
from scoring.problems import Problem, Text
from scoring.program.bases import basis_of, unknown_bases
from scoring.program.checks import lower_checks
from scoring.program.criteria import lower_criterion
from scoring.program.criterion_input import Extra, input_of_nothing
from scoring.program.definitions import lower_definition
from scoring.program.groups import lower_groups
from scoring.program.indicators import lower_indicator, ranges, unknown_rule
from scoring.program.limits import by_share, lower_grade, lower_limits
from scoring.program.lowered import Lowered
from scoring.program.missing import missing_of
from scoring.program.peers import lower_peers
from scoring.program.program import Criterion, Indicator, Program
from scoring.program.reserved import reserved_names
from scoring.program.results import lower_result, values_as_results
from scoring.program.rounding import rounding_of
from scoring.program.scope import CompileState, Scope, lower_all
from scoring.project.fact_kind import kind_of_fact
from scoring.project.rows import Row, share_or_points
from scoring.rulebook import model
from scoring.rulebook.rulebook import Entry, Rulebook, Sections, text_of
from scoring.values.irrational import TooLarge, Undefined
from scoring.values.rounding import Rounding
from scoring.values.units import Units
from scoring.values.value import Value

DEFAULT_ROUNDING = Rounding("half_up", 2)

Alone = tuple[tuple[Entry[model.RuleModel], Criterion], ...]
"""Every rule with its criterion, without any indicator."""


def open_scope(rulebook: Rulebook, sections: Sections, units: Units) -> Scope:
    """A scope over all sections, every value lowered; problems are in `scope.state.problems`."""
    problems: list[Problem] = [*reserved_names(sections)]
    kinds: dict[str, Kind] = {}
    for name, entry in sections.facts.items():
        kind, found = kind_of_fact(entry, units)
        kinds[name] = kind
        problems += found
    scope = Scope(CompileState(sections, units, kinds, lower_definition, problems=problems))
    written = rulebook.header.model.values
    scope.state.rounding = rounding_of(written, rulebook.header.at("values"), scope) if written is not None else None
    lower_all(scope)
    return scope


def lower(
    rulebook: Rulebook, sections: Sections, scope: Scope, rows: Sequence[Row] | None, criteria: Alone = ()
) -> Program:
    """The program for these rows; its problems are added to the scope's. `criteria`: every rule by itself.

    None: no rows are known, as of a rulebook that is looked at by itself; what only rows tell may be read all the same.
    """
    alone = rows is None and not any(entry.model.total for entry in rulebook.results.values())
    scope = scope.awaiting_rows() if alone else scope
    at = Lowered(scope, rulebook, sections)
    _one_total(rulebook, scope)
    extra = Extra([], ranges(at))
    indicators = tuple(lower_indicator(row, at, extra) for row in rows or ())
    groups, weight = lower_groups(indicators, at)
    checks = (*lower_checks(at, tuple(zip(rows or (), indicators, strict=True))), *extra.checks)
    grade = lower_grade(rulebook.grades.get(""), at, Name(NUMBER, "total"), weight if indicators else None)
    header = rulebook.header.model
    rounding = DEFAULT_ROUNDING
    if header.points is not None:
        rounding = rounding_of(header.points, rulebook.header.at("points"), scope) or DEFAULT_ROUNDING
    limits = lower_limits(at, groups, grade, indicators)
    results = (
        *values_as_results(at),
        *(lower_result(entry, at, groups, indicators) for entry in rulebook.results.values()),
    )
    peers = lower_peers(
        at, scope.state.definitions.values(), groups, indicators, limits, results, _unused(criteria, rows)
    )
    return Program(
        definitions=tuple(scope.state.definitions.values()),
        indicators=indicators,
        groups=groups,
        limits=limits,
        checks=checks,
        requirements=tuple(extra.requirements),
        results=results,
        grade=grade,
        possible=Fraction(header.total) if header.total is not None else None,
        weight=weight,
        constants=_constants(indicators),
        rounding=rounding,
        not_applicable=header.not_applicable,
        units={name: unit for name in scope.units.names if (unit := scope.units.get(name)) is not None},
        labels=_labels(at),
        calls=tuple(scope.state.called),
        peers=peers,
    )


def _unused(criteria: Alone, rows: Sequence[Row] | None) -> Mapping[str, Criterion]:
    """Rules that indicators may yet be scored by, where none are known."""
    return {entry.name: criterion for entry, criterion in criteria} if rows is None else {}


def _one_total(rulebook: Rulebook, scope: Scope) -> None:
    """A second result that would be the total has a name that is taken."""
    totals = [entry for entry in rulebook.results.values() if entry.model.total]
    for entry in totals[1:]:
        total = totals[0]
        scope.problem(
            "name-twice",
            Text(
                f"`{entry.name}` is a second total; the other is at {total.place}",
                f"总分有两个，另一个在 {total.place}",
            ),
            entry.at("total"),
            Text("let one result be the total", "只让一个结果作为总分"),
        )


def _constants(indicators: Iterable[Indicator]) -> dict[int, Value]:
    """Products of constants, such as a clause's share of the weight: computed once for all projects."""
    found: dict[int, Value] = {}
    for node in (node for indicator in indicators for node in each_once(indicator.criterion.points)):
        if isinstance(node, Arithmetic) and all(isinstance(arg, Constant) for arg in node.args):
            with suppress(Undefined, TooLarge):
                found[node.number] = apply(node.op, [arg.value for arg in node.args if isinstance(arg, Constant)])
    return found


def check_rules(rulebook: Rulebook, sections: Sections, scope: Scope) -> Alone:
    """Every rule lowered by itself, so that one that no indicator uses yet is checked as well; weights are points."""
    weighed: list[Entry[Any]] = [*rulebook.frames.values(), *sections.groups.values()]
    for group in weighed:
        read = share_or_points(group.model.weight) if group.model.weight is not None else ("points", Fraction(0))
        if read is None or read[0] != "points" or read[1] < 0:
            scope.problem("wrong-kind", Text("a weight is a number of points, not negative", "权重应为非负的分值"),
                          group.at("weight"), Text("such as 20", "例如 20"))  # fmt: skip
    scope.state.problems.extend(unknown_bases(rulebook, sections))
    at = Lowered(scope, rulebook, sections)
    _check_scale(rulebook, sections, scope)
    alone = criteria_alone(at)
    for sign, rule in (rulebook.header.model.rule_for or {}).items():
        if rule not in sections.rules:
            unknown_rule(rule, rulebook.header.at("rule_for", sign), at)
    return alone


def _check_scale(rulebook: Rulebook, sections: Sections, scope: Scope) -> None:
    """Grades by points are written for a total, which the rulebook has to name."""
    grade = rulebook.grades.get("")
    totals = any(entry.model.total for entry in rulebook.results.values())
    if grade is None or totals or not sections.rules or rulebook.header.model.total is not None or by_share(grade):
        return
    scope.state.problems.append(
        Problem(
            "grade-without-total",
            Text("grades by points are given only where the rulebook has a `total`", "按分值定等级，规则集须写明 total"),
            grade.place,
            Text("add total = 100 in [rulebook], or grade by shares: [\">= 90%\", …]",
                 "在 [rulebook] 中写 total = 100，或按比例定等级：[\">= 90%\", …]"),
            "warning",
        )
    )  # fmt: skip


def criteria_alone(at: Lowered) -> Alone:
    """Every rule lowered by itself, without any indicator."""
    found = []
    for entry in at.sections.rules.values():
        missing = missing_of(entry.model.missing, None, entry, at)
        given = input_of_nothing(at.scope)
        found.append((entry, lower_criterion(entry, given, Extra([], []), basis_of(entry, at.sections.bases), missing)))
    return tuple(found)


def _labels(at: Lowered) -> dict[str, Text]:
    labels = {name: text_of(entry.model.label, name) for name, entry in at.sections.facts.items()}
    for entries in (at.sections.values, at.sections.lists, at.sections.columns):
        labels |= {name: text_of(entry.model.label, name) for name, entry in entries.items()}
    return labels
