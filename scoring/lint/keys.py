"""What the conditions of a table test: keys, and the values that stand for all that a key may be.

A key is a fact, the actual, the total, a value or a formula; two formulas that read alike are one key. On its scale each
edge that a condition names is a position, and so is what lies between two edges and beyond them: no condition tells
apart two values at the same position, so the positions together are all that can happen.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor
from typing import Any

from scoring.lint.spans import NOWHERE, Spans, common, outside, union
from scoring.nodes.kind import ANY
from scoring.nodes.node import Compare, Constant, Item, Known, Logic, Name, Node
from scoring.nodes.shapes import Shapes
from scoring.values.day import Day
from scoring.values.value import Unknown, Value

FLIPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!="}
OTHER = "其他"  # a text that no clause names
ANYTHING = ()  # of a key that is only asked whether it is known


@dataclass
class Key:
    """One thing that conditions test, with its scale."""

    node: Node
    constants: list[Any] = field(default_factory=list)  # in no order; of texts in the order written
    written_in: str | None = None  # the unit of a constant, for showing values
    may_be_missing: bool = False
    step: Fraction | None = None  # values are multiples of it, such as a total's two decimals
    ends: tuple[Fraction | None, Fraction | None] = (None, None)
    scale: tuple[Any, ...] = ()  # the edges in order; of text and yes/no the values themselves
    is_ordered: bool = False  # whether there is something between and beyond
    possible: Spans = NOWHERE
    below_zero: bool = False  # whether some condition speaks of numbers below zero

    @property
    def sure(self) -> Spans:
        """Positions that are told of when nothing takes them: not numbers below zero of which no condition speaks."""
        first = self.scale[0] if self.is_ordered and self.scale else None
        doubtful = isinstance(first, Fraction) and first == 0 and not self.below_zero
        return ((1, self.size),) if doubtful else ((0, self.size),)

    @property
    def name(self) -> str | None:
        return self.node.name if isinstance(self.node, Name) else self.field

    @property
    def field(self) -> str | None:
        """Of a field of the record that a column is made for its name; None of what is no field."""
        return self.node.name if isinstance(self.node, Item) else None

    @property
    def size(self) -> int:
        return (2 * len(self.scale) + 1 if self.is_ordered else len(self.scale)) + self.may_be_missing

    @property
    def unit(self) -> str | None:
        """The unit in which its values are written, as far as it is known."""
        return self.node.kind.unit or self.written_in

    def settle(self) -> bool:
        """Puts the scale up once all constants are known; False where they are of several kinds."""
        kind = self.node.kind
        known = list(dict.fromkeys(self.constants))
        if isinstance(self.node, Constant):
            known = [True]
            self.possible = ((0, 1),) if self.node.value is True else ((1, 2),)
        if kind.name == "yes_no" or (known and all(isinstance(one, bool) for one in known)):
            self.scale = (True, False)
        elif known and all(isinstance(one, Fraction) and not isinstance(one, bool) for one in known):
            self.scale, self.is_ordered = tuple(sorted(known)), True
        elif known and all(isinstance(one, Day) for one in known):
            self.scale, self.is_ordered = tuple(sorted(known, key=Day.first)), True
        elif known and not all(isinstance(one, str) for one in known):
            return False
        elif known or kind.options:
            options = kind.options or (*known, _other(known))
            self.scale = (*options, *(one for one in known if one not in options))
            self.possible = ((0, len(options)),)
        else:
            self.scale = (Fraction(1) if kind.name == "number" else ANYTHING,)
        self.possible = self._possible()
        return True

    def _possible(self) -> Spans:
        """Positions at which there is a value: between its ends, and none between two days in a row."""
        missing: Spans = ((self.size - 1, self.size),) if self.may_be_missing else NOWHERE
        found = union((self.possible or ((0, self.size),), missing))
        if self.is_ordered:
            nothing = [n for n in range(2 * len(self.scale) + 1) if self._is_none(n)]
            found = common(found, outside(union([((n, n + 1),) for n in nothing]), self.size))
            for op, end in zip((">=", "<="), self.ends, strict=True):
                found = common(found, self.where(op, end)[1]) if end is not None else found
        return found

    def _is_none(self, position: int) -> bool:
        """Whether there is no value at a position: between two days in a row, or off the steps that there are."""
        value = self.value(position)
        off = self.step is not None and isinstance(value, Fraction) and (value / self.step).denominator != 1
        return value is None or off

    def where(self, op: str, constant: Any) -> tuple[Spans, Spans]:
        """Positions where `key op constant` holds, and where it is not surely false (a missing value)."""
        at = self._index[constant]
        size = self.size - self.may_be_missing
        here = (at, at + 1)
        holds: Spans = {
            "==": (here,),
            "!=": outside((here,), size),
            "<": ((0, at),),
            "<=": ((0, at + 1),),
            ">": ((at + 1, size),),
            ">=": ((at, size),),
        }[op]
        return self._perhaps(tuple(run for run in holds if run[0] < run[1]))

    def yes(self) -> tuple[Spans, Spans]:
        return self._perhaps(((0, 1),))

    def known(self) -> tuple[Spans, Spans]:
        holds: Spans = ((0, self.size - self.may_be_missing),)
        return holds, holds

    def _perhaps(self, holds: Spans) -> tuple[Spans, Spans]:
        missing: Spans = ((self.size - 1, self.size),) if self.may_be_missing else NOWHERE
        return holds, union((holds, missing))

    @property
    def _index(self) -> Mapping[Any, int]:
        if not hasattr(self, "_places"):
            step = 2 if self.is_ordered else 1
            self._places = {one: step * n + (step - 1) for n, one in enumerate(self.scale)}
        return self._places

    def value(self, position: int) -> Value:
        """The value that stands for a position; None where there can be none, as between two days in a row."""
        if self.may_be_missing and position == self.size - 1:
            return Unknown((self.name or "?",))
        if not self.is_ordered:
            found: Value = self.scale[position]
            return found
        at, between = divmod(position, 2)
        if between:
            found = self.scale[at]
            return found
        low, high = (self.scale[at - 1] if at else None), (self.scale[at] if at < len(self.scale) else None)
        if isinstance(self.scale[0], Day):
            return _day_between(low, high)
        return self._number_between(low, high)

    def _number_between(self, low: Fraction | None, high: Fraction | None) -> Fraction | None:
        usual = Fraction(1, 100) if self.unit == "%" else Fraction(1)
        unit = max(usual, self.step or usual)
        if low is None:
            assert high is not None
            if high > 0:
                return Fraction(0)
            whole = self.step is None or (high / self.step).denominator == 1
            return high - unit if whole else (ceil(high / unit) - 1) * unit
        if high is None:
            return (floor(low / unit) + 1) * unit
        return simple_between(low, high, self.step)


def simple_between(low: Fraction, high: Fraction, step: Fraction | None = None) -> Fraction | None:
    """The number with the fewest decimals strictly between two; of several the one in the middle."""
    for decimals in range(31):
        grid = Fraction(1, 10**decimals)
        first, last = floor(low / grid) + 1, ceil(high / grid) - 1
        if first <= last:
            found = (first + last) // 2 * grid
            return found if step is None or (found / step).denominator == 1 else None
        if step is not None and grid < step:
            return None
    return None if step is not None else (low + high) / 2


def _day_between(low: Day | None, high: Day | None) -> Day | None:
    one = datetime.timedelta(days=1)
    try:
        start = low.first() if low is not None else high.first() - 2 * one if high is not None else None
        end = high.first() if high is not None else start + 2 * one if start is not None else None
    except OverflowError:
        return None
    if start is None or end is None or end - start <= one:
        return None
    found = start + (end - start) // 2
    return Day(found.year, found.month, found.day)


def _other(named: Iterable[str]) -> str:
    other, taken = OTHER, set(named)
    while other in taken:
        other += OTHER
    return other


# ---------------------------------------------------------------- what conditions test


@dataclass(frozen=True, slots=True)
class Atom:
    """One test of one key: an operator with a constant, `known`, or `yes`."""

    key: int
    op: str
    constant: Any = None


class Keys:
    """The keys of some conditions, in the order in which they are met."""

    def __init__(
        self, shapes: Shapes, prepare: Callable[[Key], None], constant: Callable[[Node], Node] = lambda node: node
    ) -> None:
        self.shapes = shapes
        self.constant = constant  # a condition that no fact changes, as what it is
        self.prepare = prepare  # what is known of a key from elsewhere: its range, its step
        self.all: list[Key] = []
        self.found: dict[tuple[str, int, bool], Any] = {}  # of nodes by number, so that a shared one is looked at once
        self._by_shape: dict[int, int] = {}
        self._atoms: dict[int, Atom] = {}

    def collect(self, node: Node) -> None:
        """Every test below a condition."""
        waiting = [node]
        seen: set[int] = set()
        while waiting:
            at = waiting.pop()
            if at.number in seen or at.number in self._atoms:
                continue
            seen.add(at.number)
            if isinstance(at, Logic):
                waiting.extend(reversed(at.args))
            else:
                self._atoms[at.number] = self._atom(at)

    def is_known(self, node: Node) -> bool:
        """Whether a condition tests nothing but keys that there are, each against a constant."""
        if isinstance(node, Logic):
            return all(self.is_known(arg) for arg in node.args)
        sides = (
            (node.left, node.right)
            if isinstance(node, Compare)
            else (node.arg,)
            if isinstance(node, Known)
            else (node,)
        )
        tested = [side for side in sides if not isinstance(side, Constant)]
        return len(tested) == 1 and self.shapes.of(tested[0]) in self._by_shape

    def atom(self, node: Node) -> Atom:
        return self._atoms[node.number]

    def number(self, node: Node) -> int:
        """The key that a node is."""
        shape = self.shapes.of(node)
        if shape not in self._by_shape:
            self._by_shape[shape] = len(self.all)
            key = Key(node)
            self.prepare(key)
            self.all.append(key)
        return self._by_shape[shape]

    def _atom(self, node: Node) -> Atom:
        fixed = self.constant(node)
        if isinstance(fixed, Constant):
            return Atom(self.number(fixed), "yes")
        if isinstance(node, Compare) and node.op in FLIPPED:
            left, right, op = node.left, node.right, node.op
            if isinstance(left, Constant):
                left, right, op = right, left, FLIPPED[op]
            if isinstance(right, Constant) and not isinstance(left, Constant) and _is_edge(right.value):
                number = self.number(left)
                self.all[number].constants.append(right.value)
                self.all[number].written_in = self.all[number].written_in or right.kind.unit
                self.all[number].below_zero |= op == "<" and right.value == 0
                return Atom(number, op, right.value)
        if isinstance(node, Known):
            number = self.number(node.arg)
            self.all[number].may_be_missing = True
            return Atom(number, "known")
        number = self.number(node)  # a fact that is yes or no, or a condition that is looked at as one
        return Atom(number, "yes")

    def settle(self) -> bool:
        """Whether every key has a scale."""
        opaque = {atom.key for atom in self._atoms.values() if atom.op == "yes"}
        for number, key in enumerate(self.all):
            if number in opaque and key.constants and not all(isinstance(one, bool) for one in key.constants):
                return False
            if number in opaque and key.node.kind is ANY and not key.constants:
                key.constants = [True, False]
            if number in opaque and not key.constants:
                key.constants = [True, False]
            if not key.settle():
                return False
        return True


def _is_edge(value: Value) -> bool:
    return isinstance(value, Fraction | str | bool) or (isinstance(value, Day) and value.is_exact)
