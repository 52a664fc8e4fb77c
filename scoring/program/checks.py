"""Checks: statements that facts should satisfy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scoring.problems import Place, Text
from scoring.program.bases import basis_of
from scoring.program.lowered import Lowered
from scoring.program.program import Check, Indicator
from scoring.program.row_checks import lower_row_checks
from scoring.program.statement import statement
from scoring.project.rows import Row
from scoring.rulebook import model
from scoring.rulebook.rulebook import Entry, text_of


def lower_checks(at: Lowered, rows: Sequence[tuple[Row, Indicator]]) -> Iterable[Check]:
    for name, entry in at.sections.checks.items():
        if entry.model.each is not None:
            yield from lower_row_checks(name, entry, rows, at)
            continue
        if entry.model.that is None or entry.model.unit is not None:
            at.scope.problem("missing-key", *_what_holds(name, entry))
            continue
        that, sides = statement(entry, at.scope)
        if that is None:
            continue
        yield Check(
            name,
            text_of(entry.model.label, name),
            that,
            entry.at("that"),
            entry.model.severity,
            entry.model.broken == "stop",
            text_of(entry.model.message) if entry.model.message else None,
            sides,
            basis=basis_of(entry, at.sections.bases),
            silent_for=frozenset(name for name, fact in at.sections.facts.items() if fact.model.may_be_missing),
        )


def _what_holds(name: str, entry: Entry[model.CheckModel]) -> tuple[Text, Place, Text]:
    if entry.model.that is None:
        message = Text(f"check `{name}` does not say what should hold", f"检查 {name} 没有写明应当成立什么")
        return message, entry.place, Text('add that = "a <= b"', '补上 that = "a <= b"')
    message = Text("`unit` is for a check of rows, by `each`", "unit 只用于逐行检查（each）")
    return message, entry.at("unit"), Text("delete it, or add each = { … }", "删去，或补上 each = { … }")
