"""Which rows, items, levels and limits of a rulebook the examples beside it reach, and which none does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scoring.core import Choose, choices_in
from scoring.lint.looked import Looked
from scoring.problems import Place, Text

Reached = tuple[str, str]
"""A place and a clause of that name there; of a limit its name and whether it bit."""

WORDS = {
    "checklist": Text("item", "条目"),
    "judged": Text("level", "等级"),
    "deduction": Text("deduction", "扣分项"),
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


def reachable(looked: Looked) -> Iterator[Reachable]:
    """Every row, item and level of rules and values, and each limit both biting and not."""
    for entry, criterion in looked.criteria:
        kind = WORDS.get(entry.model.kind or "", WORDS[""])
        for choose in choices_in(criterion.points):
            if not choose.quiet:
                yield from _clauses(choose, kind, entry.name)
    for definition in looked.program.definitions:
        for choose in choices_in(definition.node):
            if not choose.quiet:
                yield from _clauses(choose, WORDS[""], definition.name)
    for limit in looked.program.limits:
        for bites in ("yes", "no"):
            yield Reachable((limit.name, bites), WORDS["limit"], limit.name, f"bites: {bites}", limit.place)


def _clauses(choose: Choose, kind: Text, of: str) -> Iterator[Reachable]:
    for clause in (*choose.clauses, *((choose.otherwise,) if choose.otherwise is not None else ())):
        yield Reachable((str(clause.place), clause.id), kind, of, clause.id, clause.place)
