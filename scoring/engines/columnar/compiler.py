"""The nodes of one program on their way to SQL: each is written once, whoever reads it, and by a name where several do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from scoring.engines.columnar import approximate
from scoring.engines.columnar import sql_values as at
from scoring.engines.columnar.fragments import Layers, NotInSql, Truth
from scoring.engines.columnar.ratios import Ratio
from scoring.engines.columnar.sql_values import MISSING, Value
from scoring.nodes.node import Constant, Name, Node
from scoring.nodes.walk import children
from scoring.program.program import Program

Meaning = Mapping[type[Any], Callable[["Compiler", Any], Value]]


class Compiler:
    """The nodes of one program over given columns: `given` has what every name that is reported stands for.

    `meaning`: what each kind of node is in SQL (`meaning.MEANING`), which itself asks the compiler for the nodes below.
    """

    def __init__(self, program: Program, given: Mapping[str, Value], layers: Layers, meaning: Meaning) -> None:
        self.program, self.layers, self.meaning = program, layers, meaning
        self.definitions = {one.name: one.node for one in program.definitions}
        self.names: dict[str, Value] = dict(given)
        self.presumed = frozenset(self.definitions) & frozenset(given)  # reported or, where blank, by a formula
        self.faults = layers.exact  # where one holds, the row is for `exact`
        self.computed: dict[int, Value] = {}
        self.uses = _uses(program)

    def value(self, node: Node) -> Value:
        key = node.number
        if key not in self.computed:
            value = self.meaning[type(node)](self, node)
            if self.uses[key] > 1 and not isinstance(node, Constant | Name):
                value = at.settled(value, self.layers)
            self.computed[key] = value
        return self.computed[key]

    def name(self, name: str) -> Value:
        """A reported column, a value of the rulebook, or what the tally gave; missing where nobody reports it."""
        known = self.definitions.get(name)
        if known is not None and name in self.presumed:
            raise NotInSql("a fact that is presumed to be what a formula gives")
        if name not in self.names:
            self.names[name] = MISSING if known is None else at.settled(self.value(known), self.layers)
        return self.names[name]

    def number(self, node: Node) -> Ratio | None:
        return at.as_ratio(self.value(node), self.layers)

    def truth(self, node: Node) -> Truth:
        return at.as_truth(self.value(node), self.layers)

    def settle(self, decided: approximate.Decided) -> Truth | Ratio:
        """What was decided of numbers that are known only nearly; rows in which it is open are for `exact`."""
        self.faults.append(decided.open)
        return decided.value


def roots_of(program: Program) -> list[Node]:
    """Everything that a program computes."""
    roots: list[Node] = [one.node for one in program.definitions]
    for indicator in program.indicators:
        criterion = indicator.criterion
        roots += [
            criterion.points,
            *(node for node in (criterion.applies, criterion.missing.value) if node is not None),
        ]
    roots += [one.that for one in program.checks] + [one.that for one in program.requirements]
    roots += [limit.when for limit in program.limits]
    return roots + [result.node for result in program.results]


def _uses(program: Program) -> Counter[int]:
    """How often each node is read."""
    counted: Counter[int] = Counter()
    waiting = roots_of(program)
    while waiting:
        node = waiting.pop()
        counted[node.number] += 1
        if counted[node.number] == 1:
            waiting.extend(children(node))
    return counted
