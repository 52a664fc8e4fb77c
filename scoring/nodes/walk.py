"""Walking through nodes: what is right below, which names are read, which tables are in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from scoring.nodes.node import (
    Arithmetic,
    Choose,
    Column,
    Combine,
    Compare,
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
        case Each() | Selection() | Places():
            yield node.records
            yield from of_each_record(node)
            yield from beside_records(node)
        case Several():
            for _, output in node.outputs:
                yield output
        case _:
            return


def of_each_record(node: Each | Selection | Places) -> Iterator[Node]:
    """The nodes that are looked at for each record of a list, under the scope."""
    found: tuple[Node | None, ...]
    match node:
        case Each():
            found = (node.body, node.where, node.weight, node.distinct)
        case Selection():
            ratio = (node.ratio.of, node.ratio.to) if node.ratio is not None else ()
            found = (node.where, *(key.node for key in node.order), node.never, *ratio)
        case Places():
            found = (*(key.node for key in node.keys), node.within, node.among)
    yield from (one for one in found if one is not None)


def beside_records(node: Each | Selection | Places) -> Iterator[Node]:
    """What a node that looks at records is made of besides, once for all of them: numbers, what comes of none."""
    found: list[Node | None] = []
    if not isinstance(node, Places) and node.cut is not None:
        found += [node.cut.first, node.cut.last]
    if isinstance(node, Each):
        found += [node.nth, node.otherwise]
    if isinstance(node, Selection) and node.fill is not None:
        found += [node.fill.to, *(value for _, value in node.fill.fields)]
    yield from (one for one in found if one is not None)


def outside_of_records(node: Node) -> Iterator[Node]:
    """What is right below and has one value, whatever record is looked at: of an aggregate the list, not its body."""
    if not isinstance(node, Each | Selection | Places):
        yield from children(node)
        return
    yield node.records
    yield from beside_records(node)


def free_scopes(node: Node, known: dict[int, frozenset[int]]) -> frozenset[int]:
    """The scopes whose record a node's value depends on; those below are added to what is `known`, by number."""
    waiting = [node]
    while waiting:  # children first, without recursion
        at = waiting[-1]
        open_ = [] if at.number in known else [child for child in children(at) if child.number not in known]
        if open_:
            waiting.extend(open_)
            continue
        waiting.pop()
        if at.number not in known:
            known[at.number] = _free(at, known)
    return known[node.number]


NO_SCOPES: frozenset[int] = frozenset()


def _free(node: Node, known: dict[int, frozenset[int]]) -> frozenset[int]:
    if isinstance(node, Item | Column):
        return frozenset({node.scope})
    found = NO_SCOPES.union(*(known[child.number] for child in children(node)))
    if isinstance(node, Each | Selection | Places):
        bound = NO_SCOPES.union(*(known[child.number] for child in of_each_record(node))) - {node.scope}
        found = bound.union(*(known[child.number] for child in outside_of_records(node)))
    return found or NO_SCOPES


def each_once(node: Node, below: Callable[[Node], Iterable[Node]] = children) -> Iterator[Node]:
    """A node and all that is reached from it, in the order in which it is written; what is shared comes once, where it comes first."""
    seen: set[int] = set()
    waiting = [node]
    while waiting:  # without recursion: an author's formula may be deep
        at = waiting.pop()
        if at.number not in seen:
            seen.add(at.number)
            yield at
            waiting.extend(reversed(list(below(at))))


def names_in(node: Node) -> tuple[str, ...]:
    """Every fact and value that a node reads, each once, in the order in which they are written."""
    found: dict[str, None] = {}
    for at in each_once(node):
        if isinstance(at, Name | Evidenced):
            found[at.name] = None
        elif isinstance(at, Column):
            found[at.definition] = None
    return tuple(found)


def choices_in(node: Node) -> tuple[Choose, ...]:
    """Every `Choose` below and including a node, outermost first."""
    return tuple(at for at in each_once(node) if isinstance(at, Choose))


def main_choice(node: Node) -> Choose | None:
    """The table that a criterion's points come from: the outermost that is somebody's rule, and no record's alone."""
    nodes = each_once(node, outside_of_records)
    return next((at for at in nodes if isinstance(at, Choose) and not at.quiet), None)
