"""What is known in part: a number by its limits, a date by its month; and which facts that is of."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from scoring.engines.exact.frames import Frame, Looking
from scoring.nodes.node import Choose, Column, Item, Name, Node, Pick, Round, Several
from scoring.nodes.walk import names_in
from scoring.problems import Text
from scoring.values.bound import Bound
from scoring.values.day import Day
from scoring.values.number import show_number
from scoring.values.value import Unknown, Value

ONLY_LIMITS = Text("only limits of it are known", "只知道其范围")


def left_open(at: Looking, *nodes: Node) -> Unknown:
    """What becomes of an operation whose operands have values that are known in part alone: these are missing, and no others."""
    missing = dict.fromkeys(name for node in nodes if _is_open(at.value(node)) for name in _open_in(at, node))
    return Unknown(tuple(missing), ONLY_LIMITS)


def _is_open(value: Value) -> bool:
    return isinstance(value, Bound) or (isinstance(value, Day) and not value.is_exact)


def _open_in(at: Looking, node: Node) -> Iterator[str]:
    """The facts that an open value is of: it was handed on by all that lies between, of a table by the rows that were taken."""
    waiting: list[Node] = [node]
    while waiting:
        here = waiting.pop()
        below, names = _handed_on(at, here)
        waiting.extend(reversed(below))
        yield from names


def _handed_on(at: Looking, node: Node) -> tuple[list[Node], tuple[str, ...]]:
    """The nodes right below that an open value comes from, or what it is called where it begins here."""
    match node:
        case Name():
            defined = at.definitions.get(node.name) if at.sheet.get(node.name) is None else None
            return ([], (node.name,)) if defined is None else ([defined], ())
        case Item():
            return [], (_field(at, node),)
        case Column():
            return [], (node.definition,)
        case Round() | Pick():
            return [node.arg], ()
        case Choose():
            return [clause.then for clause in at.decision(node).taken], ()
        case Several():
            return [output for _, output in node.outputs], ()
    value = at.value(node)
    return [], names_in(node) or ((value.open_parts(),) if isinstance(value, Day) else ())


def _field(at: Looking, node: Item) -> str:
    """A field as it is named where it is missing: `price`, of a list with names `bids.C.price`."""
    frame: Frame | None = at.frame
    while frame is not None and frame.scope != node.scope:
        frame = frame.outer
    if frame is None or frame.record is None or frame.of is None:
        return node.name
    kind = frame.of.records.kind
    named = frame.record.get(kind.key) if kind.key else None
    if isinstance(named, Fraction):
        named = show_number(named)
    return f"{kind.of}.{named}.{node.name}" if isinstance(named, str) else node.name
