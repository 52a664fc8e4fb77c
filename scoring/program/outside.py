"""Where values do not apply: the conditions outside of which they are none, as far as a formula rests on them."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.nodes.node import Choose, Constant, Name, Node
from scoring.nodes.walk import children, each_once
from scoring.program.program import Program
from scoring.values.value import NotApplicable


def is_outside(node: Node) -> bool:
    """Whether it is what stands for a value outside its `when`."""
    return isinstance(node, Constant) and isinstance(node.value, NotApplicable)


def conditions(node: Node, program: Program) -> tuple[Node, ...]:
    """Every `when` of a value that a node rests on, through all values between; each once."""
    memory = program.memory
    key = ("outside", node.number)
    if key not in memory:
        memory[key] = tuple(_conditions(node, program))
    found: tuple[Node, ...] = memory[key]
    return found


def _conditions(node: Node, program: Program) -> Iterator[Node]:
    definitions = {one.name: one.node for one in program.definitions}

    def below(at: Node) -> Iterator[Node]:
        yield from children(at)
        if isinstance(at, Name) and at.name in definitions:
            yield definitions[at.name]

    for at in each_once(node, below):
        if isinstance(at, Choose) and at.otherwise is not None and is_outside(at.otherwise.then):
            yield from (clause.when for clause in at.clauses if clause.when is not None)
