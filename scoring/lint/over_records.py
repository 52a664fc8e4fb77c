"""What looks at the records of a list: aggregates, lists made from others and places, where they stand and what goes before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from scoring.lint.analysis_model import AnalysisModel
from scoring.nodes.node import Choose, Each, Known, Node, Places, Selection
from scoring.nodes.walk import children, each_once
from scoring.problems import Place


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A node of some rulebook's formula, the place of what it is written in, the conditions that go before it, and the
    lists of which a record is at hand there.
    """

    node: Node
    place: Place
    before: tuple[Node, ...] = ()
    within: tuple[str, ...] = ()

    def is_behind_count_of(self, of: str) -> bool:
        """Whether a condition before it asks how many records of a list there are, or whether this is known at all."""
        return any(
            (isinstance(one, Each) and one.how in ("count", "any") and one.records.kind.of == of)
            or (isinstance(one, Known) and any(below.number == self.node.number for below in each_once(one)))
            for condition in self.before
            for one in each_once(condition)
        )


def occurrences(book: AnalysisModel) -> Iterator[Occurrence]:
    """Every node of what is computed, each once."""
    seen: set[int] = set()
    waiting = [Occurrence(node, place) for node, place in _roots(book)][::-1]
    while waiting:
        at = waiting.pop()
        if at.node.number in seen:
            continue
        seen.add(at.node.number)
        yield at
        waiting.extend(reversed(list(_below(at))))


def made_by(book: AnalysisModel, of: str) -> Selection | None:
    """How a list is made from another; None for one that is reported."""
    node = next((one.node for one in book.program.definitions if one.name == of), None)
    return node if isinstance(node, Selection) else None


def sources(book: AnalysisModel, of: str) -> Iterator[str]:
    """A list, the one that it is made from, and so on to the one that is reported."""
    made: Selection | None
    seen: set[str] = set()
    while of and of not in seen:
        seen.add(of)
        yield of
        made = made_by(book, of)
        of = made.records.kind.of if made is not None else ""


OfRecords = Each | Selection | Places


def _roots(book: AnalysisModel) -> Iterator[tuple[Node, Place]]:
    program = book.program
    yield from ((one.node, one.place) for one in program.definitions)
    yield from ((criterion.points, entry.place) for entry, criterion in book.criteria)
    yield from ((one.node, one.place) for one in program.results)
    yield from ((one.when, one.place) for one in program.limits)
    yield from ((one.that, one.place) for one in program.checks)


def _below(at: Occurrence) -> Iterator[Occurrence]:
    if isinstance(at.node, OfRecords):
        inside = replace(at, within=(*at.within, at.node.records.kind.of))
        yield replace(at, node=at.node.records)
        yield from (replace(inside, node=child) for child in children(at.node) if child is not at.node.records)
        return
    if not isinstance(at.node, Choose):
        yield from (replace(at, node=child) for child in children(at.node))
        return
    before = at.before
    for clause in (*at.node.clauses, *((at.node.otherwise,) if at.node.otherwise is not None else ())):
        if clause.when is not None:
            yield replace(at, node=clause.when, before=before)
            before = (*before, clause.when)
        yield replace(at, node=clause.then, before=before)
