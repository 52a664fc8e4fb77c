"""Walking through nodes: what is right below, which names are read, which tables are in it."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.nodes.node import (
    Arithmetic,
    Choose,
    Combine,
    Compare,
    Each,
    Evidenced,
    Known,
    Logic,
    Name,
    Node,
    Pick,
    Round,
    Several,
)


def children(node: Node) -> Iterator[Node]:
    """The nodes right below, in the order in which they are written."""
    match node:
        case Arithmetic() | Logic():
            yield from node.args
        case Compare():
            yield node.left
            yield node.right
        case Known() | Pick() | Round():
            yield node.arg
        case Choose():
            for clause in (*node.clauses, *((node.otherwise,) if node.otherwise else ())):
                if clause.when is not None:
                    yield clause.when
                yield clause.then
        case Combine():
            for member in node.members:
                yield member.node
                if member.weigh is not None:
                    yield member.weigh
        case Each():
            yield node.records
            yield node.body
        case Several():
            for _, output in node.outputs:
                yield output
        case _:
            return


def names_in(node: Node) -> tuple[str, ...]:
    """Every fact and value that a node reads, each once, in the order in which they are written."""
    found: dict[str, None] = {}
    seen: set[int] = set()
    waiting = [node]
    while waiting:
        at = waiting.pop()
        if at.number in seen:
            continue
        seen.add(at.number)
        if isinstance(at, Name | Evidenced):
            found[at.name] = None
        waiting.extend(reversed(list(children(at))))
    return tuple(found)


def choices_in(node: Node) -> tuple[Choose, ...]:
    """Every `Choose` below and including a node, outermost first."""
    return tuple(_choices(node))


def _choices(node: Node) -> Iterator[Choose]:
    seen: set[int] = set()
    waiting = [node]
    while waiting:
        at = waiting.pop()
        if at.number in seen:
            continue
        seen.add(at.number)
        if isinstance(at, Choose):
            yield at
        waiting.extend(reversed(list(children(at))))


def main_choice(node: Node) -> Choose | None:
    """The table that a criterion's points come from: the outermost that is somebody's rule."""
    return next((choose for choose in _choices(node) if not choose.quiet), None)
