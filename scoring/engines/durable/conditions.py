"""Conditions of clauses as tests of keys: `not` is pushed down to the tests (not(x >= 3) is x < 3, in Kleene's logic too)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from scoring.engines.durable.codes import (
    Codes,
    DifferenceCodes,
    KeyCodes,
    NumberCodes,
    TextCodes,
    YesNoCodes,
    common,
    union,
)
from scoring.nodes.node import Arithmetic, Compare, Constant, Evidenced, Known, Logic, Name, Node
from scoring.values.arithmetic import compare
from scoring.values.day import Day
from scoring.values.irrational import Undefined
from scoring.values.value import Value

_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_MIRRORED = {"==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}


@dataclass(frozen=True, slots=True)
class KeyTest:
    """A key tested against a constant."""

    key: KeyCodes
    op: str
    constant: Value = True


@dataclass(frozen=True, slots=True)
class Both:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Either:
    parts: tuple[Condition, ...]


Condition = KeyTest | Both | Either
ALWAYS, NEVER = Both(()), Either(())


AnyKey = TypeVar("AnyKey", bound=KeyCodes)


def all_of(parts: Sequence[Condition]) -> Condition:
    """All of them: what constants have settled is left out, or settles the whole."""
    if NEVER in parts:
        return NEVER
    left = tuple(part for part in parts if part != ALWAYS)
    return left[0] if len(left) == 1 else Both(left)


def any_of(parts: Sequence[Condition]) -> Condition:
    if ALWAYS in parts:
        return ALWAYS
    left = tuple(part for part in parts if part != NEVER)
    return left[0] if len(left) == 1 else Either(left)


def _settled(node: Compare) -> bool | None:
    """What a comparison of two constants is, as in a table that is called with one; None where it is not one."""
    if not isinstance(node.left, Constant) or not isinstance(node.right, Constant):
        return None
    try:
        return compare(node.op, node.left.value, node.right.value)
    except Undefined:
        return None


def keys_of(condition: Condition) -> Iterator[KeyCodes]:
    if isinstance(condition, KeyTest):
        yield condition.key
    else:
        for part in condition.parts:
            yield from keys_of(part)


def codes_of(condition: Condition) -> Codes:
    """The codes of the one key that the condition tests."""
    if isinstance(condition, KeyTest):
        return condition.key.codes(condition.op, condition.constant)
    if condition == NEVER:
        return ()
    codes = codes_of(condition.parts[0])
    for part in condition.parts[1:]:
        codes = (common if isinstance(condition, Both) else union)(codes, codes_of(part))
    return codes


class Catalogue:
    """The keys of a level: one for everything that is tested, however often."""

    def __init__(self) -> None:
        self._numbers: dict[object, NumberCodes] = {}
        self._texts: dict[object, TextCodes] = {}
        self._others: dict[object, KeyCodes] = {}
        self._identities: dict[object, int] = {}
        self._of_nodes: dict[int, int] = {}

    def condition(self, node: Node, wanted: bool) -> Condition:
        """The condition that the node is `wanted`, without a `not`."""
        if isinstance(node, Logic) and node.args:
            if node.op == "not":
                return self.condition(node.args[0], not wanted)
            parts = [self.condition(arg, wanted) for arg in node.args]
            return all_of(parts) if (node.op == "and") is wanted else any_of(parts)
        if isinstance(node, Compare) and node.op in _OPPOSITE:
            settled = _settled(node)
            if settled is not None:
                return ALWAYS if settled is wanted else NEVER
            test = self._comparison(node)
            if test is not None:
                return test if wanted else KeyTest(test.key, _OPPOSITE[test.op], test.constant)
        return self.whole(node, wanted)

    def of_clause(self, when: Node) -> Condition:
        """A clause's condition; one that constants settle as true is matched as one yes."""
        condition = self.condition(when, True)
        return self.whole(when) if condition == ALWAYS else condition

    def whole(self, node: Node, wanted: bool = True) -> KeyTest:
        """The node computed in Python, its outcome tested."""
        return KeyTest(self._yes_no(node), "==", wanted)

    def _comparison(self, node: Compare) -> KeyTest | None:
        """None where the comparison is Python's: dates, and numbers that do not fit."""
        left, op, right = node.left, node.op, node.right
        if isinstance(left, Constant):
            left, op, right = right, _MIRRORED[op], left
        constant = right.value if isinstance(right, Constant) else None
        if isinstance(left, Constant):
            return None
        if isinstance(constant, bool) and op in ("==", "!=") and left.kind.name == "yes_no":
            return KeyTest(self._yes_no(left), op, constant)
        if isinstance(constant, str) and op in ("==", "!=") and left.kind.name == "text":
            text = self._kept(self._texts, left, TextCodes(left))
            text.meets(constant)
            return KeyTest(text, op, constant)
        if isinstance(constant, Fraction) and left.kind.name == "number":
            number = self._kept(self._numbers, left, NumberCodes(left))
            return KeyTest(number, op, constant) if number.meets(constant) else None
        if isinstance(right, Constant) or not left.kind.name == right.kind.name == "number":
            return None
        return KeyTest(self._difference(left, right), op, None)

    def _yes_no(self, node: Node) -> KeyCodes:
        return self._kept(self._others, node, YesNoCodes(node))

    def _difference(self, left: Node, right: Node) -> KeyCodes:
        pair = (self._identity(left), self._identity(right))
        return self._others.setdefault(pair, DifferenceCodes(left, right))

    def _kept(self, kept: dict[object, AnyKey], node: Node, new: AnyKey) -> AnyKey:
        return kept.setdefault(self._identity(node), new)

    def _identity(self, node: Node) -> int:
        """The same number for nodes that are sure to have the same value: names, and arithmetic on them."""
        if node.number not in self._of_nodes:
            self._of_nodes[node.number] = self._identities.setdefault(self._shape(node), len(self._identities))
        return self._of_nodes[node.number]

    def _shape(self, node: Node) -> object:
        match node:
            case Name() | Evidenced():
                return type(node), node.name
            case Known():
                return Known, self._identity(node.arg)
            case Arithmetic():
                return Arithmetic, node.op, tuple(self._identity(arg) for arg in node.args)
            case Constant(value=Fraction() | bool() | str() | Day()):
                return Constant, type(node.value), node.value
        return node.number
