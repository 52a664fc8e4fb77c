"""Which nodes read alike, and how deep they are."""

from __future__ import annotations

from collections.abc import Hashable
from fractions import Fraction

from scoring.nodes.node import (
    Arithmetic,
    Choose,
    Column,
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

ALIKE = (Name, Evidenced, Constant, Arithmetic, Compare, Logic, Known, Item, Column, Pick, Round)


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
        waiting = [node]
        while waiting:  # children first, without recursion
            at = waiting[-1]
            below = [] if at.number in self._of or self._is_itself(at) else list(children(at))
            open_ = [child for child in below if child.number not in self._of]
            if open_:
                waiting.extend(open_)
                continue
            waiting.pop()
            if at.number not in self._of:
                shape = self._shape(at, tuple(self._of[child.number] for child in below))
                self._of[at.number] = self._numbers.setdefault(shape, len(self._numbers))
        return self._of[node.number]

    def levels(self, node: Node) -> int:
        """How many nodes lie below each other."""
        waiting = [node]
        while waiting:
            at = waiting[-1]
            below = [] if at.number in self._levels else list(children(at))
            open_ = [child for child in below if child.number not in self._levels]
            if open_:
                waiting.extend(open_)
                continue
            waiting.pop()
            if at.number not in self._levels:
                self._levels[at.number] = 1 + max([self._levels[child.number] for child in below], default=0)
        return self._levels[node.number]

    def _is_itself(self, node: Node) -> bool:
        """Whether a node reads like no other: a table, an aggregate, a record."""
        if isinstance(node, Choose):
            return not (node.quiet and self._exactly and node.clauses[0].policy is None)
        return not isinstance(node, ALIKE) or (isinstance(node, Pick | Round) and not self._exactly)

    def _shape(self, node: Node, below: tuple[int, ...]) -> Hashable:
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
            case _ if self._is_itself(node):
                return "itself", node.number
            case Item():
                return "Item", node.name, node.scope, node.out, kind
            case Column():
                return "Column", node.definition, node.scope, node.out, kind
            case Pick():
                return "Pick", node.output, below
            case Round():
                return "Round", node.rounding, below
            case Choose():
                whens = tuple(clause.when is None for clause in node.clauses)
                return "Choose", node.hit, whens, node.otherwise is None, node.name, below
        return "itself", node.number
