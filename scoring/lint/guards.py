"""Under which conditions a table is looked up at all: those of the rows, branches and `and`s that it stands behind."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.nodes.kind import YES_NO
from scoring.nodes.node import Choose, Logic, Node
from scoring.nodes.shapes import Shapes
from scoring.nodes.walk import children, each_once

Guard = tuple[tuple[Node, bool], ...]
"""Conditions, and whether each must hold or must not."""


def guarded_tables(node: Node, shapes: Shapes) -> Iterator[tuple[Choose, Guard]]:
    """Every table below and including a node, outermost first, with what is known where it is looked up.

    A table that several ways lead to has what all of them have in common.
    """
    inside = _with_tables(node)
    guards: dict[int, Guard] = {}
    found: list[Choose] = []
    waiting: list[tuple[Node, Guard]] = [(node, ())]
    while waiting:
        at, guard = waiting.pop()
        before = guards.get(at.number)
        if before is not None:
            same = {(shapes.of(condition), holds) for condition, holds in guard}
            common = tuple(one for one in before if (shapes.of(one[0]), one[1]) in same)
            if common == before:
                continue
            guard = common
        elif isinstance(at, Choose):
            found.append(at)
        guards[at.number] = guard
        below = [(child, known) for child, known in _below(at, guard, inside) if child.number in inside]
        waiting.extend((child, _plain(known)) for child, known in reversed(below))
    yield from ((choose, guards[choose.number]) for choose in found)


def as_node(guard: Guard) -> Node | None:
    """One condition that holds where the table is not looked up; None where it always is."""
    unlike = tuple(Logic(YES_NO, "not", (node,)) if holds else node for node, holds in guard)
    return None if not unlike else unlike[0] if len(unlike) == 1 else Logic(YES_NO, "or", unlike)


def _plain(guard: Guard) -> Guard:
    """The same, with what an `and` that holds, an `or` and a `not` say of their parts, so that ways can be compared."""
    found: dict[tuple[int, bool], tuple[Node, bool]] = {}
    waiting = list(reversed(guard))
    while waiting:
        node, holds = waiting.pop()
        if isinstance(node, Logic) and (node.op == "not" or (node.op == "and") is holds):
            waiting.extend((arg, holds is not (node.op == "not")) for arg in reversed(node.args))
        else:
            found.setdefault((node.number, holds), (node, holds))
    return tuple(found.values())


def _with_tables(node: Node) -> set[int]:
    """The numbers of nodes that have a table in them: nothing else needs to be walked through."""
    order = list(each_once(node))
    found: set[int] = {at.number for at in order if isinstance(at, Choose)}
    before = -1
    while before != len(found):  # as many rounds as tables lie deep
        before = len(found)
        for at in reversed(order):
            if at.number not in found and any(child.number in found for child in children(at)):
                found.add(at.number)
    return found


def _below(node: Node, guard: Guard, inside: set[int]) -> Iterator[tuple[Node, Guard]]:
    """What is right below, each with what is known there."""
    if isinstance(node, Choose):
        yield from _of_table(node, guard, inside)
    elif isinstance(node, Logic) and node.op in ("and", "or"):
        for number, arg in enumerate(node.args):
            if arg.number in inside:
                others = (other for other in range(len(node.args)) if other != number)
                yield arg, (*guard, *((node.args[other], node.op == "and") for other in others))
    else:
        yield from ((child, guard) for child in children(node))


def _of_table(choose: Choose, guard: Guard, inside: set[int]) -> Iterator[tuple[Node, Guard]]:
    def not_taken(until: int) -> Guard:
        rows = choose.clauses[:until] if choose.hit == "first" else ()
        return tuple((clause.when, False) for clause in rows if clause.when is not None)

    for number, clause in enumerate(choose.clauses):
        if clause.when is not None and clause.when.number in inside:
            yield clause.when, (*guard, *not_taken(number))
        if clause.then.number in inside:
            own: Guard = ((clause.when, True),) if clause.when is not None else ()
            yield clause.then, (*guard, *not_taken(number), *own)
    if choose.otherwise is not None and choose.otherwise.then.number in inside:
        nothing = tuple((clause.when, False) for clause in choose.clauses if clause.when is not None)
        yield choose.otherwise.then, (*guard, *nothing)
