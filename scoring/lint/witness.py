"""Facts that give a computed key a wanted value: found by turning the formula round for one fact, then tried."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import islice

from scoring.engines.exact.evaluation import Evaluation
from scoring.lint.guards import Guard
from scoring.lint.keys import Key
from scoring.nodes.kind import Kind
from scoring.nodes.node import Arithmetic, Choose, Constant, Name, Node
from scoring.nodes.walk import names_in
from scoring.program.program import Program
from scoring.project.fact_sheet import FactSheet
from scoring.values.number import show_number
from scoring.values.value import Fault, Unknown, Value

MOST_TRIES = 12
ANY_NUMBERS = (Fraction(100), Fraction(90), Fraction(1))
"""For facts that may be anything."""
MOST_DEEP = 40
Facts = dict[str, Value]


def facts_refused(
    choose: Choose,
    values: Iterable[tuple[Key, Value]],
    program: Program,
    kinds: Mapping[str, Kind],
    guard: Guard = (),
) -> Facts | None:
    """Facts under which the exact engine refuses a table that it looks up, where its keys are to have these values.

    None if none is found.
    """
    nodes = {definition.name: definition.node for definition in program.definitions}
    wanted = list(values)
    tried = (
        facts for any_ in ANY_NUMBERS for facts in islice(_solved(wanted, {}, nodes, program, kinds, any_), MOST_TRIES)
    )
    found = [facts for facts in tried if _is_refused(choose, facts, program, guard)]
    return next((facts for facts in found if _is_written(facts)), found[0] if found else None)


def _is_written(facts: Facts) -> bool:
    """Whether every number has decimals that end."""
    return not any(isinstance(value, Fraction) and "/" in show_number(value) for value in facts.values())


def _is_refused(choose: Choose, facts: Facts, program: Program, guard: Guard) -> bool:
    at = Evaluation(program, FactSheet({}))
    at.named.update(facts)
    if any(at.condition(one.that) is False for one in program.requirements if one.fact in facts):
        return False
    if any(at.condition(node) is not holds for node, holds in guard):
        return False
    return isinstance(at.value(choose), Fault)


def _solved(
    left: list[tuple[Key, Value]],
    facts: Facts,
    nodes: Mapping[str, Node],
    program: Program,
    kinds: Mapping[str, Kind],
    any_number: Fraction,
) -> Iterator[Facts]:
    """Facts that give each key its value, those of earlier keys kept."""
    if not left:
        yield facts
        return
    (key, value), rest = left[0], left[1:]
    for names in _leaves(key.node, nodes):
        own = {name: facts.get(name, _plain(kinds.get(name), any_number)) for name in names}
        for name in names:
            if name in facts:
                continue
            at = Evaluation(program, FactSheet({}))
            at.named.update({other: given for other, given in own.items() if other != name})
            found = _turned_round(key.node, value, name, at, nodes, MOST_DEEP)
            if found is not None:
                yield from _solved(rest, {**facts, **own, name: found}, nodes, program, kinds, any_number)


def _leaves(node: Node, nodes: Mapping[str, Node]) -> Iterator[tuple[str, ...]]:
    """The facts that a formula rests on, through the values that it reads."""
    found: dict[str, None] = {}
    waiting = list(names_in(node))
    seen: set[str] = set()
    while waiting:
        name = waiting.pop(0)
        if name in seen:
            continue
        seen.add(name)
        if name in nodes:
            waiting.extend(names_in(nodes[name]))
        else:
            found[name] = None
    if len(found) <= MOST_TRIES:
        yield tuple(found)


def _plain(kind: Kind | None, any_number: Fraction) -> Value:
    """A fact's value where any will do."""
    if kind is None or kind.name in ("number", "any"):
        return any_number
    if kind.name == "yes_no":
        return True
    if kind.name == "text":
        return kind.options[0] if kind.options else "其他"
    return Unknown()


def _turned_round(
    node: Node, wanted: Value, name: str, at: Evaluation, nodes: Mapping[str, Node], deep: int
) -> Value | None:
    """What the fact of that name must be for the node to have the wanted value; None where that cannot be said."""
    if isinstance(node, Name):
        if node.name == name:
            return wanted
        below = nodes.get(node.name)
        return None if below is None or deep == 0 else _turned_round(below, wanted, name, at, nodes, deep - 1)
    if not isinstance(node, Arithmetic) or not isinstance(wanted, Fraction) or deep == 0:
        return None
    if node.op == "negate":
        return _turned_round(node.args[0], -wanted, name, at, nodes, deep - 1)
    if len(node.args) != 2 or node.op not in "+-*/":
        return None
    for number, arg in enumerate(node.args):
        if not _rests_on(arg, name, nodes):
            continue
        other = at.value(node.args[1 - number])
        needed = _needed(node.op, number, other, wanted)
        if needed is not None:
            return _turned_round(arg, needed, name, at, nodes, deep - 1)
    return None


def _needed(op: str, number: int, other: Value, wanted: Fraction) -> Fraction | None:
    """What the argument of that number must be."""
    if not isinstance(other, Fraction):
        return None
    match op, number:
        case "+", _:
            return wanted - other
        case "-", 0:
            return wanted + other
        case "-", _:
            return other - wanted
        case "*", _:
            return wanted / other if other else None
        case "/", 0:
            return wanted * other
        case _:
            return other / wanted if wanted else None


def _rests_on(node: Node, name: str, nodes: Mapping[str, Node]) -> bool:
    return not isinstance(node, Constant) and any(name in names for names in _leaves(node, nodes))
