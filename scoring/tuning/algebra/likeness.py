"""Which nodes of two programs mean the same: the same number for nodes that are made alike of alike, names of values looked through."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from fractions import Fraction

from scoring.nodes.node import (
    Arithmetic,
    Choose,
    Clause,
    Column,
    Combine,
    Compare,
    Constant,
    Cut,
    Each,
    Evidenced,
    Item,
    Known,
    Logic,
    Name,
    Node,
    Pick,
    Places,
    Round,
    Selection,
    Several,
)
from scoring.nodes.walk import children
from scoring.program.program import Program
from scoring.values.day import Day
from scoring.values.value import NotApplicable


class Likeness:
    """Numbers of meanings, shared by all programs that are looked at: equal numbers, equal values for the same facts.

    Unequal numbers say nothing: two formulas may be written differently and mean the same.
    """

    def __init__(self) -> None:
        self._numbers: dict[Hashable, int] = {}

    def number(self, meaning: Hashable) -> int:
        return self._numbers.setdefault(meaning, len(self._numbers))


class Meanings:
    """The numbers of one program's nodes. `given`: what names stand for that no project reports; `facts`: names that one may."""

    def __init__(
        self,
        program: Program,
        likeness: Likeness,
        given: Mapping[str, Hashable] | None = None,
        facts: Collection[str] = (),
    ) -> None:
        self.program, self.likeness = program, likeness
        self.given, self.facts = given or {}, facts
        self.definitions = {definition.name: definition for definition in program.definitions}
        self._of: dict[int, int] = {}
        self._scopes: dict[int, Hashable] = {}
        self._roots = 0
        for definition in sorted(program.definitions, key=lambda one: one.name):
            self._name_scopes(definition.node, definition.name)
        for indicator in program.indicators:
            self._name_scopes(indicator.criterion.points, f"{indicator.id}.points")
            if indicator.criterion.applies is not None:
                self._name_scopes(indicator.criterion.applies, f"{indicator.id}.applies")
        others: list[tuple[str, Node]] = [(f"limit {one.name}", one.when) for one in program.limits]
        others += [(f"result {one.name}", one.node) for one in program.results]
        others += [(f"check {number}", one.that) for number, one in enumerate(program.checks)]
        for root, node in others:
            self._name_scopes(node, root)

    def _name_scopes(self, node: Node, root: str) -> None:
        """Scopes are called by whose they are and which in order: no two of a program alike."""
        count, seen, waiting = 0, set[int](), [node]
        while waiting:
            at = waiting.pop()
            if at.number in seen:
                continue
            seen.add(at.number)
            if isinstance(at, Each | Selection | Places) and at.scope not in self._scopes:
                self._scopes[at.scope] = root, count
                count += 1
            waiting.extend(reversed(list(children(at))))

    def of(self, node: Node) -> int:
        waiting = [node]
        while waiting:  # parts first, without recursion
            at = waiting[-1]
            open_ = [one for one in self._parts(at) if one.number not in self._of]
            if open_ and at.number not in self._of:
                waiting.extend(open_)
                continue
            waiting.pop()
            if at.number not in self._of:
                self._of[at.number] = self.likeness.number(self._meaning(at))
        return self._of[node.number]

    def _parts(self, node: Node) -> Iterator[Node]:
        yield from children(node)
        if isinstance(node, Name) and node.name in self.definitions:
            yield self.definitions[node.name].node
        if isinstance(node, Column) and node.definition in self.definitions:
            yield self.definitions[node.definition].node

    def _several(self, nodes: Sequence[Node | None]) -> Hashable:
        return tuple(None if node is None else self._of[node.number] for node in nodes)

    def _meaning(self, node: Node) -> Hashable:
        of, several = self._of, self._several
        match node:
            case Constant():
                given = self.given.get(node.stands_for)
                return ("constant", constant(node)) if given is None else ("given", given)
            case Name():
                made = self.definitions.get(node.name)
                if node.name in self.given:
                    return "given", self.given[node.name]
                if made is None:
                    return "name", node.name, node.kind.name
                return "value", of[made.node.number], node.name if node.name in self.facts else ""
            case Item():
                return "item", node.name, self._scopes.get(node.scope, ("free", node.scope)), node.out
            case Arithmetic() | Logic():
                return type(node).__name__, node.op, several(node.args)
            case Compare():
                return "compare", node.op, of[node.left.number], of[node.right.number]
            case Known():
                return "known", of[node.arg.number]
            case Evidenced():
                return "evidenced", node.name
            case Choose():
                clauses = tuple(self._clause(clause) for clause in node.clauses)
                otherwise = self._clause(node.otherwise) if node.otherwise is not None else None
                return "choose", node.hit, clauses, otherwise, node.order, node.most, node.acting
            case Combine():
                members = tuple((of[one.node.number], one.weight, several([one.weigh])) for one in node.members)
                return "combine", node.how, members, node.missing
            case Pick():
                return "pick", of[node.arg.number], node.output
            case Several():
                return "several", tuple((name, of[output.number]) for name, output in node.outputs)
            case Round():
                return "round", of[node.arg.number], node.rounding
            case Column():
                made = self.definitions.get(node.definition)
                scope = self._scopes.get(node.scope, ("free", node.scope))
                return "column", scope, node.out, node.definition, of[made.node.number] if made is not None else None
            case Each():
                looked = several(
                    (node.records, node.body, node.where, node.weight, node.distinct, node.otherwise, node.nth)
                )
                return "each", node.how, self._scopes.get(node.scope), looked, self._cut(node.cut)
            case Places():
                keys = tuple((of[key.node.number], key.largest_first) for key in node.keys)
                looked = several((node.records, node.within, node.among))
                return "places", self._scopes.get(node.scope), looked, keys, node.ties
            case Selection():
                keys = tuple((of[key.node.number], key.largest_first) for key in node.order)
                ratio = several((node.ratio.of, node.ratio.to)) if node.ratio is not None else None
                fill = node.fill
                filled = (
                    (of[fill.to.number], tuple((name, of[one.number]) for name, one in fill.fields)) if fill else None
                )
                looked = several((node.records, node.where, node.never))
                return "list", self._scopes.get(node.scope), looked, keys, ratio, filled, self._cut(node.cut), node.ties
        return "itself", node.number

    def _clause(self, clause: Clause) -> Hashable:
        return self._several([clause.when, clause.then]), clause.bounds

    def _cut(self, cut: Cut | None) -> Hashable:
        return None if cut is None else (cut.keep, self._several((cut.first, cut.last)))


def constant(node: Constant) -> Hashable:
    """What a constant is, whatever its author wrote."""
    value = node.value
    if isinstance(value, NotApplicable):
        return "outside"
    if isinstance(value, Fraction | bool | str | Day) or value is None:
        return type(value).__name__, value
    return "itself", node.number
