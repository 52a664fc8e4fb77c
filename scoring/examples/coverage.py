"""Which rows, items, gates, levels, parts, grades and limits of a rulebook the examples beside it reach, and which none does."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scoring.engines.exact.evaluation import Evaluation
from scoring.lint.analysis_model import AnalysisModel
from scoring.nodes.node import Choose, Clause, Logic, Node
from scoring.nodes.walk import choices_in, names_in
from scoring.problems import Place, Text
from scoring.program.kinds import KINDS
from scoring.program.program import Program
from scoring.rulebook.rulebook import Entry
from scoring.scorecard.scorecard import Scorecard

Reached = tuple[str, str]
"""A place and a clause of that name there; of a limit its place and whether it bit."""

WORDS = {
    **{name: kind.clause for name, kind in KINDS.items()},
    "lines": Text("line", "线段"),
    "grade": Text("grade", "等级"),
    "gate": Text("gate", "前提"),
    "rank": Text("reason", "原因"),
    "": Text("row", "行"),
    "limit": Text("limit", "限制"),
}


@dataclass(frozen=True, slots=True)
class Reachable:
    """Something that an example could reach."""

    key: Reached
    kind: Text
    of: str  # the rule, value or limit that it belongs to
    name: str
    place: Place


def reachable(book: AnalysisModel) -> Iterator[Reachable]:
    """Every row, item, level and line of rules, values, results and grades; gates shut, each limit biting and not."""
    program = book.program
    for entry, criterion in book.criteria:
        kind = WORDS.get(entry.model.kind or "", WORDS[""])
        for choose in _tables(criterion.points):
            yield from _clauses(choose, kind if entry.model.lines is None else WORDS["lines"], entry.name)
        yield from _gates(entry)
    for definition in program.definitions:
        written = book.sections.values.get(definition.name) or book.sections.columns.get(definition.name)
        lines = written is not None and written.model.lines is not None
        for choose in _tables(definition.node):
            yield from _clauses(choose, WORDS["lines" if lines else ""], definition.name)
    for result in program.results:
        for choose in _tables(result.node):
            yield from _clauses(choose, WORDS["rank" if choose.hit == "ranked" else ""], result.name)
    for grade, of in ((program.grade, "total"), *((result.grade, result.name) for result in program.results)):
        if grade is not None:
            yield from _clauses(grade.choose, WORDS["grade"], of)
    for limit in program.limits:
        for bites in ("yes", "no"):
            key = (str(limit.place), bites)
            yield Reachable(key, WORDS["limit"], limit.name, f"bites: {bites}", limit.place)


def reached_by(at: Evaluation, rules: Mapping[str, Entry[Any]]) -> frozenset[Reached]:
    """What an evaluation reached: the clauses that counted, and gates that were shut before something that held."""
    found = {(str(clause.place), clause.id) for clause in at.reached}
    for indicator in at.program.indicators:
        entry = rules.get(indicator.criterion.rule)
        if entry is None or entry.model.kind != "checklist":
            continue
        clauses = {
            str(clause.place): clause for choose in _tables(indicator.criterion.points) for clause in choose.clauses
        }
        for number, gate in _gated(entry):
            clause = clauses.get(str(entry.at("items", number)))
            if clause is not None and _shut(clause, at):
                found.add(gate.key)
    return frozenset(found)


def compared_by(program: Program, names: Collection[str], rules: Mapping[str, Entry[Any]]) -> frozenset[Reached] | None:
    """What the results, points and grades of these names rest on, so that an example that states them tries it; None for all."""
    if not {"total", "grade"}.isdisjoint(names):
        return None
    nodes: list[Node] = []
    found: set[Reached] = set()
    for result in program.results:
        if any(name.split(".")[0] == result.name for name in names):
            nodes.append(result.node)
        if f"{result.name}.grade" in names and result.grade is not None:
            nodes.append(result.grade.choose)
    for indicator in program.indicators:
        if indicator.id in names:
            nodes.append(indicator.criterion.points)
            entry = rules.get(indicator.criterion.rule)
            found |= {gate.key for gate in _gates(entry)} if entry is not None else set()
    found |= {one.key for node in _read_by(nodes, program) for choose in _tables(node)
              for one in _clauses(choose, WORDS[""], "")}  # fmt: skip
    return frozenset(found)


def _read_by(nodes: Sequence[Node], program: Program) -> Iterator[Node]:
    """These nodes, and those of every value that they read, through others as well."""
    definitions = {definition.name: definition.node for definition in program.definitions}
    waiting, seen = list(nodes), set[str]()
    while waiting:
        node = waiting.pop()
        yield node
        for name in names_in(node):
            if name in definitions and name not in seen:
                seen.add(name)
                waiting.append(definitions[name])


def limits_of(card: Scorecard, program: Program) -> set[Reached]:
    """Of each limit, whether it bit."""
    places = {limit.name: str(limit.place) for limit in program.limits}
    return {(places[limit.name], limit.bites) for limit in card.limits}


def _tables(node: Node | None) -> Iterator[Choose]:
    if node is not None:
        yield from (choose for choose in choices_in(node) if not choose.quiet)


def _clauses(choose: Choose, kind: Text, of: str) -> Iterator[Reachable]:
    for clause in (*choose.clauses, *((choose.otherwise,) if choose.otherwise is not None else ())):
        yield Reachable((str(clause.place), clause.id), kind, of, clause.id, clause.place)


def _gates(entry: Entry[Any]) -> Iterator[Reachable]:
    return (gate for _, gate in _gated(entry))


def _gated(entry: Entry[Any]) -> Iterator[tuple[int, Reachable]]:
    """Items of a checklist that need others: a gate is reached where it is shut and the item itself would hold."""
    for number, item in enumerate(getattr(entry.model, "items", None) or ()):
        if item.needs:
            place = entry.at("items", number, "needs")
            name = item.needs if isinstance(item.needs, str) else ", ".join(item.needs)
            gate = Reachable((str(place), "needs"), WORDS["gate"], f"{entry.name} {item.id or item.when}", name, place)
            yield number, gate


def _shut(clause: Clause, at: Evaluation) -> bool:
    """Whether the item's own condition holds while one that it needs does not."""
    if not isinstance(clause.when, Logic):
        return False
    *gates, own = clause.when.args
    return at.condition(own) is True and any(at.condition(gate) is False for gate in gates)
