"""The nodes of one project on their way to formulas: each is said once, in a cell of its own where several read it.

What is missing for this project stays missing: formulas are made of what it reports, and a cell that is emptied gives no
points. What no spreadsheet has a formula for is a value that scoring computed, in a cell that says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from scoring.engines.exact.evaluation import Evaluation
from scoring.forms.writing.formulas import cases
from scoring.forms.writing.formulas.calculation import Calculation, Line
from scoring.forms.writing.formulas.quantities import (
    DayNumber,
    Lacking,
    Leaf,
    Named,
    Pieces,
    Quantity,
    Ratio,
    Truth,
    Word,
)
from scoring.forms.writing.formulas.wholes import NoFormula, NotSayable, Whole
from scoring.formula.function import PRECISION
from scoring.nodes.node import (
    Choose,
    Constant,
    Evidenced,
    Name,
    Node,
)
from scoring.nodes.printing import written
from scoring.nodes.walk import children, free_scopes
from scoring.problems import Text
from scoring.values.value import ABSENT, of_all

COMPUTED = Text("computed by scoring: no formula says it", "由 scoring 计算所得：无法写成公式，不随表重算")


Meaning = Mapping[type[Any], Callable[["Compiler", Any], Quantity]]


class Compiler:
    """The nodes of one project's program; `frozen` names what had to be a value."""

    def __init__(self, at: Evaluation, sheet: Calculation, meaning: Meaning) -> None:
        self.at, self.sheet, self.meaning = at, sheet, meaning
        self.definitions = at.definitions
        self.names: dict[str, Quantity] = {}
        self.known: dict[int, Quantity] = {}
        self.uses: Counter[int] = Counter()
        self.frozen: dict[str, None] = {}
        self.weights: dict[str, Ratio] = {}
        self.linked: frozenset[str] = frozenset()  # weights that may be other ones

    def counted(self, root: Node) -> None:
        """Counts how often each node below a root is read."""
        waiting = [root]
        while waiting:
            node = waiting.pop()
            self.uses[node.number] += 1
            if self.uses[node.number] == 1:
                waiting.extend(children(node))
                if isinstance(node, Name) and node.name in self.definitions:
                    waiting.append(self.definitions[node.name])

    # ------------------------------------------------------------------ values

    def value(self, node: Node) -> Quantity:
        key = node.number
        if key not in self.known:
            meaning = self.meaning.get(type(node))
            before = self.mark()
            try:
                if meaning is None:
                    raise NoFormula("records of a list")
                made = meaning(self, node)
            except NoFormula:
                self.back_to(before)
                if not _is_of_one_project(node):
                    raise
                made = self.computed(node)
            if self.uses[key] > 1 and not isinstance(node, Constant | Name):
                made = self.settled(made, said_of(node))
            self.known[key] = made
        return self.known[key]

    def mark(self) -> tuple[int, ...]:
        """How far everything is, to come back to where a way leads nowhere."""
        return tuple(len(one) for one in self._grown())

    def back_to(self, mark: tuple[int, ...]) -> None:
        """Without all that was begun since, rows of the sheet included."""
        del self.sheet.lines[mark[0] :]
        for grown, length in zip(self._grown()[1:], mark[1:], strict=True):
            assert isinstance(grown, dict)
            for key in list(grown)[length:]:
                del grown[key]

    def frozen_since(self, mark: tuple[int, ...]) -> tuple[str, ...]:
        """What scoring computed since then, by what it is called."""
        return tuple(list(self.frozen)[mark[3] :])

    def _grown(self) -> tuple[list[Line] | dict[Any, Any], ...]:
        return self.sheet.lines, self.names, self.known, self.frozen, self.weights

    def computed(self, node: Node, said: Text | None = None) -> Quantity:
        """A number that scoring computed, in a cell that says so."""
        value = self.at.value(node)
        if isinstance(value, ABSENT):
            return Lacking(value)
        if not isinstance(value, Fraction):
            raise NoFormula("no number")
        said = said or said_of(node)
        self.frozen[said.en] = None
        unit = Fraction(1, 100) if node.kind.is_share else Fraction(1)
        made = self.sheet.number(value, unit, "%" if node.kind.is_share else "", said, COMPUTED, None, frozen=True)
        return replace(made, above=tuple(self.sheet.only_today(self.read_by([node]), one) for one in made.above))

    def weight(self, name: str, value: Fraction) -> Ratio:
        """A weight by its name, such as `N1.weight`: from its cell where it may be another one, else as it is."""
        if name not in self.weights:
            cell = self.sheet.cells.get(name) if name in self.linked else None
            self.weights[name] = (
                Ratio(value)
                if cell is None
                else self.sheet.number(value, Fraction(1), "分", OF_ROWS["weight"], None, cell, small=True)
            )
        return self.weights[name]

    def read_by(self, nodes: Iterable[Node]) -> list[str]:
        """Facts, inputs of rows and weights that nodes rest on, by name."""
        found: dict[str, None] = {}
        waiting, seen = list(nodes), set[int]()
        while waiting:
            node = waiting.pop()
            if node.number in seen:
                continue
            seen.add(node.number)
            if isinstance(node, Name | Evidenced):
                found[node.name] = None
                if node.name in self.definitions:
                    waiting.append(self.definitions[node.name])
            if isinstance(node, Constant) and node.stands_for:
                found[node.stands_for] = None
            waiting.extend(children(node))
        return list(found)

    def settled(self, value: Quantity, what: Text) -> Quantity:
        """The same in cells of its own."""
        if isinstance(value, Pieces):
            if all(isinstance(leaf, Truth | Lacking) for _, leaf in value.pieces):
                found_ = self.truth_of(value)
                return found_ if isinstance(found_, Lacking) else self.sheet.truth(found_, what)
            if all(isinstance(leaf, Word | Lacking) for _, leaf in value.pieces) or any(
                isinstance(leaf, Named | DayNumber | Word) for _, leaf in value.pieces
            ):
                return value
            found = cases.as_ratio(value, self.settle)
            return value if found is None else found
        return cases.mapped(value, lambda leaf: self.settled_leaf(leaf, what))

    def settled_leaf(self, leaf: Leaf, what: Text) -> Leaf:
        if isinstance(leaf, Truth):
            return self.sheet.truth(leaf, what)
        if isinstance(leaf, DayNumber):
            return DayNumber(self.sheet.step(leaf.number, what))
        if not isinstance(leaf, Ratio):
            return leaf
        above = tuple(self.sheet.step(one, what) for one in leaf.above)
        below = tuple(self.sheet.step(one, what) for one in leaf.below)
        return Ratio(leaf.factor, above, below)

    def settle(self, number: Whole, what: str) -> Whole:
        return self.sheet.step(number, STEPS.get(what, Text(what, what)))

    def name(self, name: str) -> Quantity:
        if name not in self.names:
            self.names[name] = self._name(name)
        return self.names[name]

    def _name(self, name: str) -> Quantity:
        reported = self.at.sheet.get(name)
        said = self.called(name)
        if reported is None and name in self.definitions:
            node = self.definitions[name]
            before = self.mark()
            try:
                return self.settled(self.value(node), said)
            except NoFormula:
                self.back_to(before)
                return self.computed(node, said)
        value = self.at.name(name)
        if isinstance(value, ABSENT):
            return Lacking(value)
        if reported is None:
            if isinstance(value, Fraction):
                self.frozen[name] = None
                return self.sheet.number(value, Fraction(1), "", said, COMPUTED, None, frozen=True)
            raise NotSayable("given from outside")
        if name.endswith(PRECISION) and isinstance(value, Fraction):
            self.frozen[said.en] = None
            return self.sheet.number(value, Fraction(1), "", said, COMPUTED, None, frozen=True)
        return self.sheet.reported(reported, said, _source(reported))

    def called(self, name: str) -> Text:
        label = self.at.program.labels.get(name)
        if label is not None:
            return label
        _, _, key = name.partition(".")
        if key in OF_ROWS:
            return OF_ROWS[key]
        return Text(name, name)

    def number(self, node: Node) -> Ratio | Lacking | None:
        """A node as one quotient; what it lacks where it has no value; None where it is no number."""
        value = self.value(node)
        if isinstance(value, Lacking):
            return value
        return cases.as_ratio(value, self.settle)

    def truth(self, node: Node) -> Truth | Lacking:
        return self.truth_of(self.value(node))

    def truth_of(self, value: Quantity) -> Truth | Lacking:
        if isinstance(value, Truth | Lacking):
            return value
        if isinstance(value, Pieces):
            return cases.truth_by_cases(value)
        raise NotSayable("neither yes nor no")


STEPS = {
    "number": Text("number by case", "按条件取数"),
    "divisor": Text("divisor", "除数"),
    "quotient": Text("division, a step", "除法（逐位）"),
    "whole part": Text("division, whole part so far", "除法（整数部分）"),
    "rest": Text("division, rest", "除法（余数）"),
}


OF_ROWS = {
    "actual": Text("actual", "实际完成值"),
    "target": Text("target", "年度指标值"),
    "weight": Text("full points", "分值"),
    "judged.level": Text("judged level", "评判等级"),
    "judged.share": Text("judged share", "评判比例"),
    "judged.points": Text("judged points", "评判分值"),
    "claimed": Text("points claimed", "自评得分"),
    "why": Text("reason", "偏差原因"),
}


def said_of(node: Node) -> Text:
    if isinstance(node, Choose) and node.name:
        return Text(node.name, node.name)
    if isinstance(node, Choose):
        return Text("by case", "按条件")
    text = written(node)
    short = text if len(text) <= 60 else text[:57] + "…"
    return Text(short, short)


def _source(reported: Any) -> Text | None:
    parts = [part for part in (reported.about.source, reported.about.at, reported.about.by, reported.about.on,
                               reported.about.why, reported.about.evidence) if part]  # fmt: skip
    said = " ".join(dict.fromkeys(parts))
    return Text(said, said) if said else None


def _is_of_one_project(node: Node) -> bool:
    """Whether it has one value, whatever record is looked at, and is worth a cell."""

    return node.kind.name == "number" and not free_scopes(node, {})


def lacking_of(lacking: Sequence[Lacking]) -> Lacking:

    found = of_all(one.why for one in lacking)
    assert found is not None
    return Lacking(found)
