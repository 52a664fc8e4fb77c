"""What lints look at: a rulebook with its set, lowered, and what its tables' keys may be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, product
from typing import Any

from scoring.core import Choose, Compare, Constant, Known, Logic, Name, Node, Unknown, Value, choices_in
from scoring.day import Day
from scoring.engines.exact import Evaluation
from scoring.facts import FactSheet
from scoring.lowering.scope import Scope
from scoring.problems import Place, Problem, Severity, Text
from scoring.program import Criterion, Program
from scoring.quantity import show_number
from scoring.rulebook import Entry, IndicatorSet, Rulebook, Sections

MOST_COMBINATIONS = 20_000
"""Of one table's keys; a larger table is not decided, and gives no alarm."""
OTHER = "\u2026"  # a text that no clause names


@dataclass(frozen=True)
class Looked:
    """A rulebook (with a set) as lints see it."""

    rulebook: Rulebook
    indicator_set: IndicatorSet | None
    sections: Sections
    scope: Scope
    program: Program
    criteria: tuple[tuple[Entry[Any], Criterion], ...]  # every rule by itself

    def tables(self) -> Iterator[tuple[Entry[Any] | None, Choose]]:
        """Every table that an author wrote, with the value, rule or result that it belongs to."""
        for definition in self.program.definitions:
            for choose in _written(definition.node):
                yield self.sections.values.get(definition.name), choose
        for entry, criterion in self.criteria:
            if entry.model.kind is None:
                for choose in _written(criterion.points):
                    yield entry, choose
        for result in self.program.results:
            if result.node is not None:
                for choose in _written(result.node):
                    if choose.hit != "ranked":
                        yield self.rulebook.results.get(result.name), choose


def _written(node: Node) -> Iterator[Choose]:
    yield from (choose for choose in choices_in(node) if not choose.quiet)


def lint(
    code: str, message: Text, place: Place, fix: Text, severity: Severity = "warning", underline: Text | None = None
) -> Problem:
    return Problem(code, message, place, fix, severity, underline)


# ---------------------------------------------------------------- what keys may be


@dataclass(frozen=True)
class Case:
    """One combination of values of a table's keys, and which of its clauses hold there."""

    values: Mapping[str, Value]  # by name; of keys that are facts or inputs
    truths: tuple[Any, ...]
    independent: bool  # whether all keys are reported facts, so that every combination can happen

    def said(self) -> str:
        return ", ".join(f"{name} = {_shown(value)}" for name, value in self.values.items())


def cases(choose: Choose, looked: Looked) -> list[Case] | None:
    """Every combination that the clauses tell apart; None where they test something that cannot be listed."""
    keys: dict[Any, tuple[Node, list[Any]]] = {}
    for clause in choose.clauses:
        if clause.when is not None and not _collect(clause.when, keys):
            return None
    facts = looked.scope.shelf.fact_kinds
    listed: list[list[Value]] = []
    size = 1
    for node, constants in keys.values():
        values = _values(node, constants, looked)
        if values is None:
            return None
        size *= len(values)
        if size > MOST_COMBINATIONS:
            return None
        listed.append(values)
    nodes = [node for node, _ in keys.values()]
    independent = all(isinstance(node, Name) and (node.name in facts or node.name == "actual") for node in nodes)
    found = []
    for combination in product(*listed):
        at = Evaluation(looked.program, FactSheet({}))
        for node, value in zip(nodes, combination, strict=True):
            if isinstance(node, Name):
                at.named[node.name] = value
            else:
                at.computed[id(node)] = value
        truths = tuple(at.truth(clause) for clause in choose.clauses)
        named = {node.name: value for node, value in zip(nodes, combination, strict=True) if isinstance(node, Name)}
        found.append(Case(named, truths, independent))
    return found


def _collect(node: Node, keys: dict[Any, tuple[Node, list[Any]]]) -> bool:
    """The keys that a condition tests, with what it compares them to; whether it tests nothing else."""
    match node:
        case Logic():
            return all(_collect(arg, keys) for arg in node.args)
        case Compare(left=key, right=Constant() as constant) if node.op != "within":
            _key(key, keys).append(constant.value)
            return not isinstance(key, Constant)
        case Known():
            _key(node.arg, keys).append(Unknown)
            return True
        case Name() if node.kind.name == "yes_no":
            _key(node, keys)
            return True
    return False


def _key(node: Node, keys: dict[Any, tuple[Node, list[Any]]]) -> list[Any]:
    return keys.setdefault(node.name if isinstance(node, Name) else id(node), (node, []))[1]


def _values(node: Node, constants: list[Any], looked: Looked) -> list[Value] | None:
    """Values of a key that stand for all: each threshold, and one between any two and beyond."""
    missing: list[Value] = [Unknown((str(getattr(node, "name", "?")),))] if Unknown in constants else []
    named = [constant for constant in constants if constant is not Unknown]
    if node.kind.name == "yes_no":
        return [True, False, *missing]
    if all(isinstance(constant, str) for constant in named) and node.kind.name in ("text", "any"):
        options = node.kind.options or (*dict.fromkeys(named), OTHER)
        return [*options, *missing]
    if all(isinstance(constant, Fraction) for constant in named):
        return [*_numbers(node, sorted(set(named)), looked), *missing]
    if all(isinstance(constant, Day) and constant.is_exact for constant in named):
        return None
    return None


def _numbers(node: Node, edges: list[Fraction], looked: Looked) -> list[Value]:
    if not edges:
        return [Fraction(1)]
    if isinstance(node, Name):
        edges = sorted({*edges, *_edges_of_range(node.name, looked)})
    between = [(low + high) / 2 for low, high in pairwise(edges)]
    points = sorted([edges[0] - 1, *edges, *between, edges[-1] + 1])
    if isinstance(node, Name):
        if node.name == "actual" and edges[0] >= 0:
            points = sorted({max(point, Fraction(0)) for point in points})
        points = [point for point in points if _in_range(node.name, point, looked)]
    return list(points)


def _edges_of_range(name: str, looked: Looked) -> Iterator[Fraction]:
    """Where a fact's declared range begins and ends."""
    for requirement in looked.program.requirements:
        if requirement.fact == name:
            keys: dict[Any, tuple[Node, list[Any]]] = {}
            _collect(requirement.that, keys)
            for _, constants in keys.values():
                yield from (constant for constant in constants if isinstance(constant, Fraction))


def _in_range(name: str, value: Fraction, looked: Looked) -> bool:
    at = Evaluation(looked.program, FactSheet({}))
    at.named[name] = value
    wanted = [one for one in looked.program.requirements if one.fact == name]
    return all(at.condition(one.that) is not False for one in wanted)


def _shown(value: Value) -> str:
    if isinstance(value, Fraction):
        return show_number(value)
    if isinstance(value, Unknown):
        return "missing"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
