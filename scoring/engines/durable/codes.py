"""Keys: what clauses test, and the whole numbers that stand for it in the engine.

Every test of a key is a set of its codes. A number's code is exact: `2 × floor(value × scale)`, plus one
where something is left, with a scale that makes every threshold whole; beyond the outermost thresholds all
numbers are alike and get the same code. A text's is its place among the texts that clauses name.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from fractions import Fraction
from math import lcm
from typing import Protocol

from scoring.nodes.node import Node
from scoring.values.value import Value

Codes = tuple[tuple[int, int], ...]
"""A set of whole numbers as ranges, both ends included: in order, apart from each other."""

LARGEST = 2**62  # of a threshold's code: well inside 64 bits, with room for its neighbours


# ---------------------------------------------------------------------- sets of codes


def union(a: Codes, b: Codes) -> Codes:
    joined: list[tuple[int, int]] = []
    for low, high in sorted((*a, *b)):
        if joined and low <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(high, joined[-1][1]))
        else:
            joined.append((low, high))
    return tuple(joined)


def common(a: Codes, b: Codes) -> Codes:
    both, i, j = [], 0, 0
    while i < len(a) and j < len(b):
        low, high = max(a[i][0], b[j][0]), min(a[i][1], b[j][1])
        if low <= high:
            both.append((low, high))
        if a[i][1] < b[j][1]:
            i += 1
        else:
            j += 1
    return tuple(both)


class Remaining:
    """The codes that no clause has taken yet. Taking some costs what lies there, not all that is left."""

    def __init__(self, codes: Codes) -> None:
        self._lows = [low for low, _ in codes]
        self._highs = [high for _, high in codes]

    def take(self, codes: Codes) -> Codes:
        """Which of these codes are left; they are no longer."""
        return tuple(taken for low, high in codes for taken in self._take(low, high))

    def _take(self, low: int, high: int) -> list[tuple[int, int]]:
        first = bisect_left(self._highs, low)
        last = bisect_right(self._lows, high)
        if first >= last:
            return []
        there = list(zip(self._lows[first:last], self._highs[first:last], strict=True))
        before = [(there[0][0], low - 1)] if there[0][0] < low else []
        after = [(high + 1, there[-1][1])] if there[-1][1] > high else []
        self._lows[first:last] = [each for each, _ in before + after]
        self._highs[first:last] = [each for _, each in before + after]
        return [(max(low, begins), min(high, ends)) for begins, ends in there]


# ---------------------------------------------------------------------- keys


class KeyCodes(Protocol):
    """Something that clauses test. `lowest` and `highest` code; `nodes`: what it is computed from."""

    @property
    def nodes(self) -> tuple[Node, ...]: ...

    @property
    def lowest(self) -> int: ...

    @property
    def highest(self) -> int: ...

    def codes(self, op: str, constant: Value) -> Codes:
        """The codes of the values `v` with `v op constant`."""

    def code(self, value: Callable[[Node], Value]) -> int | None:
        """The code of the key's value in one project; None when it is not known for sure."""


class YesNoCodes:
    """1 or 0 for a node that is yes or no."""

    lowest, highest = 0, 1

    def __init__(self, node: Node) -> None:
        self.nodes: tuple[Node, ...] = (node,)
        self._node = node

    def codes(self, op: str, constant: Value) -> Codes:
        return ((1, 1),) if (constant is True) is (op == "==") else ((0, 0),)

    def code(self, value: Callable[[Node], Value]) -> int | None:
        answer = value(self._node)
        return 1 if answer is True else 0 if answer is False else None


class DifferenceCodes:
    """The sign of the exact difference of two numbers."""

    lowest, highest = -1, 1

    def __init__(self, left: Node, right: Node) -> None:
        self.nodes: tuple[Node, ...] = (left, right)

    def codes(self, op: str, constant: Value) -> Codes:
        return _ordered(op, 0, -1, 1)

    def code(self, value: Callable[[Node], Value]) -> int | None:
        left, right = (value(node) for node in self.nodes)
        if not isinstance(left, Fraction) or not isinstance(right, Fraction):
            return None
        return (left > right) - (left < right)


class NumberCodes:
    """A number that is compared with constants."""

    def __init__(self, node: Node) -> None:
        self.nodes: tuple[Node, ...] = (node,)
        self._node = node
        self._scale = 1
        self._ends: tuple[int, int] | None = None  # the codes of the outermost thresholds
        self.lowest, self.highest = -1, 1

    def meets(self, threshold: Fraction) -> bool:
        """Takes one more threshold; False when there is no room for it beside the others in 64 bits."""
        scale = lcm(self._scale, threshold.denominator)
        code = 2 * threshold.numerator * (scale // threshold.denominator)
        low, high = (code, code) if self._ends is None else self._ends
        low, high = min(low * (scale // self._scale), code), max(high * (scale // self._scale), code)
        if max(-low, high) > LARGEST:
            return False
        self._scale, self._ends = scale, (low, high)
        self.lowest, self.highest = low - 1, high + 1
        return True

    def codes(self, op: str, constant: Value) -> Codes:
        assert isinstance(constant, Fraction)
        code = 2 * constant.numerator * (self._scale // constant.denominator)
        return _ordered(op, code, self.lowest, self.highest)

    def code(self, value: Callable[[Node], Value]) -> int | None:
        number = value(self._node)
        if type(number) is not Fraction:
            return None
        numerator, denominator = number.as_integer_ratio()
        whole, rest = divmod(numerator * self._scale, denominator)
        code = 2 * whole + 1 if rest else 2 * whole
        return self.lowest if code < self.lowest else self.highest if code > self.highest else code


class TextCodes:
    """A text that is compared with constants; every text that no clause names has the highest code."""

    lowest = 0

    def __init__(self, node: Node) -> None:
        self.nodes: tuple[Node, ...] = (node,)
        self._node = node
        self._places: dict[str, int] = {}

    @property
    def highest(self) -> int:
        return len(self._places)

    def meets(self, text: str) -> None:
        self._places.setdefault(text, len(self._places))

    def codes(self, op: str, constant: Value) -> Codes:
        assert isinstance(constant, str)
        return _ordered(op, self._places[constant], self.lowest, self.highest)

    def code(self, value: Callable[[Node], Value]) -> int | None:
        text = value(self._node)
        return self._places.get(text, len(self._places)) if isinstance(text, str) else None


class DerivedCodes:
    """1 once a rule has derived it: a part of a condition that is too large for one rule."""

    lowest, highest = 0, 1
    nodes: tuple[Node, ...] = ()

    def codes(self, op: str, constant: Value) -> Codes:
        return ((1, 1),)

    def code(self, value: Callable[[Node], Value]) -> int | None:
        return None


def _ordered(op: str, code: int, lowest: int, highest: int) -> Codes:
    match op:
        case "<":
            ranges: Codes = ((lowest, code - 1),)
        case "<=":
            ranges = ((lowest, code),)
        case ">":
            ranges = ((code + 1, highest),)
        case ">=":
            ranges = ((code, highest),)
        case "==":
            ranges = ((code, code),)
        case "!=":
            ranges = ((lowest, code - 1), (code + 1, highest))
        case _:
            raise ValueError(op)
    return tuple((low, high) for low, high in ranges if low <= high)
