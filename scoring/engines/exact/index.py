"""Records found without going through all of them: sorted or grouped once, for conditions that compare something of each
record with something that is none of its own, such as `price < own.price` and `lot == own.lot`.

What comes of it is what going through them would give; where a value is missing, or is no exact one, they are gone through.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from scoring.engines.exact.frames import Looking
from scoring.nodes.kind import Kind
from scoring.nodes.node import Compare, Constant, Each, Logic, Node
from scoring.nodes.walk import free_scopes
from scoring.values.value import Record, Value

MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
FEWEST = 8
"""Fewer records are gone through as quickly."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A condition as `of the record · op · of others`; `values` is what the records have, one after the other."""

    values: Each
    op: str
    other: Node


class Sorted:
    """The values of all records of a list in order, and the records by value."""

    def __init__(self, listed: tuple[Record, ...], values: tuple[Any, ...]) -> None:
        self.order = sorted(values)
        self.by_value: dict[Any, list[Record]] = defaultdict(list)
        for record, value in zip(listed, values, strict=True):
            self.by_value[value].append(record)

    def count(self, op: str, other: Any) -> int:
        below, upto, all_ = bisect_left(self.order, other), bisect_right(self.order, other), len(self.order)
        return {
            "<": below,
            "<=": upto,
            ">": all_ - upto,
            ">=": all_ - below,
            "==": upto - below,
            "!=": all_ - upto + below,
        }[op]


def count_of(at: Looking, node: Each, listed: tuple[Record, ...]) -> Value:
    """How many records compare so; None where that is not all there is to the count, or cannot be told by order."""
    if len(listed) < FEWEST or any((node.weight, node.distinct, node.otherwise, node.cut)):
        return None
    condition = node.body if node.where is None else node.where
    if node.where is not None and not (isinstance(node.body, Constant) and node.body.value is True):
        return None
    found = next(_compared(at, node, condition), None) if isinstance(condition, Compare) else None
    if found is None:
        return None
    ordered, other = _sorted(at, found, listed), at.value(found.other)
    if ordered is None or not isinstance(other, type(ordered.order[0])):
        return None
    return Fraction(ordered.count(found.op, other))


def narrowed(at: Looking, node: Each, listed: tuple[Record, ...]) -> tuple[Record, ...]:
    """The records for which `where` may hold at all, by what has to be the same for that."""
    if len(listed) < FEWEST or node.where is None:
        return listed
    for found in _compared(at, node, node.where):
        if found.op == "==":
            ordered, other = _sorted(at, found, listed), at.value(found.other)
            if ordered is not None and isinstance(other, type(ordered.order[0])):
                return tuple(ordered.by_value.get(other, ()))
    return listed


def _compared(at: Looking, node: Each, condition: Node) -> Iterator[Compared]:
    """The comparisons that all have to hold, as far as they are of the record on one side alone."""
    known = at.indexes.get(node.number)
    if known is None:
        parts = condition.args if isinstance(condition, Logic) and condition.op == "and" else (condition,)
        known = at.indexes[node.number] = tuple(
            found for part in parts if (found := _of_the_record(at, node, part)) is not None
        )
    yield from known


def _of_the_record(at: Looking, node: Each, part: Node) -> Compared | None:
    if not isinstance(part, Compare) or part.op not in MIRRORED:
        return None
    for own, op, other in ((part.left, part.op, part.right), (part.right, MIRRORED[part.op], part.left)):
        needed = free_scopes(other, at.scopes)
        if free_scopes(own, at.scopes) == {node.scope} and needed and node.scope not in needed:
            values = Each(Kind("list", fields=(("it", own.kind),)), "list", node.records, own, node.scope)
            return Compared(values, op, other)
    return None


def _sorted(at: Looking, found: Compared, listed: tuple[Record, ...]) -> Sorted | None:
    """The values in order, found out once; None where one is missing, or they are not all numbers or all texts."""
    values = at.value(found.values)
    known: dict[int, Sorted | None] = at.orders_at(found.values)
    if found.values.number not in known:
        assert isinstance(values, tuple)
        kinds = {type(value) for value in values}
        plain = kinds == {Fraction} or kinds == {str}
        known[found.values.number] = Sorted(listed, values) if plain else None
    return known[found.values.number]
