"""Which nodes read alike, and how deep they are."""

from __future__ import annotations

from collections.abc import Hashable
from fractions import Fraction

from scoring.nodes.node import (
    Arithmetic,
    Choose,
    Compare,
    Constant,
    Evidenced,
    Item,
    Known,
    Logic,
    Name,
    Node,
    Pick,
    Round,
)
from scoring.nodes.walk import children
from scoring.values.day import Day


class Shapes:
    """Nodes that read alike have the same number, whether or not they are one node.

    `exactly`: constants must be written alike as well, so that a trace of one is a trace of the other.
    """

    def __init__(self, exactly: bool = False) -> None:
        self._exactly = exactly
        self._numbers: dict[Hashable, int] = {}
        self._of: dict[int, int] = {}
        self._levels: dict[int, int] = {}

    def of(self, node: Node) -> int:
        self._look_at(node)
        return self._of[node.number]

    def levels(self, node: Node) -> int:
        """How many nodes lie below each other."""
        self._look_at(node)
        return self._levels[node.number]

    def _look_at(self, node: Node) -> None:
        waiting = [node]
        while waiting:  # children first, without recursion
            at = waiting[-1]
            below = [child for child in children(at) if child.number not in self._of]
            if at.number not in self._of and below:
                waiting.extend(below)
                continue
            waiting.pop()
            if at.number not in self._of:
                self._of[at.number] = self._numbers.setdefault(self._shape(at), len(self._numbers))
                self._levels[at.number] = 1 + max((self._levels[child.number] for child in children(at)), default=0)

    def _shape(self, node: Node) -> Hashable:
        below = tuple(self._of[child.number] for child in children(node))
        kind = node.kind if self._exactly else None
        match node:
            case Name() | Evidenced():
                return type(node).__name__, node.name, kind
            case Constant(value=value) if isinstance(value, Fraction | str | bool | Day):
                return "Constant", type(value).__name__, value, (node.written if self._exactly else None), kind
            case Arithmetic() | Compare() | Logic():
                return type(node).__name__, node.op, below
            case Known():
                return "Known", below
            case Item() if self._exactly:
                return "Item", node.name, kind
            case Pick() if self._exactly:
                return "Pick", node.output, below
            case Round() if self._exactly:
                return "Round", node.rounding, below
            case Choose(quiet=True) if self._exactly and node.clauses[0].policy is None:
                whens = tuple(clause.when is None for clause in node.clauses)
                return "Choose", node.hit, whens, node.otherwise is None, node.name, below
        return "itself", node.number
