"""Checks of rows: one statement for every row that it is for, such as all rates, each as a check of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase

from scoring.nodes.kind import NUMBER, TEXT, YES_NO
from scoring.nodes.node import Constant, Node
from scoring.problems import Text
from scoring.program.bases import basis_of
from scoring.program.criterion_input import input_of
from scoring.program.lowered import Lowered
from scoring.program.program import Check, Indicator
from scoring.program.reserved import OF_A_ROW
from scoring.program.statement import statement
from scoring.project.fact_kind import unknown_unit
from scoring.project.rows import Row
from scoring.rulebook import model
from scoring.rulebook.frame import canonical
from scoring.rulebook.rulebook import Entry, text_of
from scoring.values.units import Unit


def lower_row_checks(
    name: str, entry: Entry[model.CheckModel], rows: Sequence[tuple[Row, Indicator]], at: Lowered
) -> Iterator[Check]:
    """The check for each of its rows; one that needs something unknown says nothing, since the row says it already."""
    each = entry.model.each
    assert each is not None
    for unit in dict.fromkeys(filter(None, (each.unit, entry.model.unit))):
        if at.scope.units.get(unit) is None:
            at.scope.state.problems.append(unknown_unit(unit, at.scope.units, entry.at("unit")))
            return
    for row, indicator in rows:
        if not _is_for(each, row, indicator, at):
            continue
        for that, of_amounts in _statements(entry, row, indicator, at):
            yield Check(name, text_of(entry.model.label, name), that, row.place, entry.model.severity,
                        entry.model.broken == "stop", _message(entry, row), silent_when_unknown=True, basis=basis_of(entry, at.sections.bases), row=row.id,
                        of_amounts=of_amounts or each.unit is not None)  # fmt: skip


def _is_for(each: model.EachModel, row: Row, indicator: Indicator, at: Lowered) -> bool:
    paths = [canonical(path, at.sections.group_names) for path in _listed(each.in_)]
    if paths and not any(f"{indicator.group}/".startswith(f"{path}/") for path in paths):
        return False
    if each.rule is not None and indicator.criterion.rule not in _listed(each.rule):
        return False
    labels = (row.label.zh, row.label.en)
    if each.label is not None and not any(fnmatchcase(text, form) for form in _listed(each.label) for text in labels):
        return False
    return each.unit is None or _measures(row, at.scope.units.get(each.unit))


def _statements(
    entry: Entry[model.CheckModel], row: Row, indicator: Indicator, at: Lowered
) -> Iterator[tuple[Node, bool]]:
    """What has to hold of a row, and whether it is of the unit of its amounts."""
    unit = entry.model.unit
    reports = f"{row.id}.target" in row.inputs or f"{row.id}.actual" in row.inputs
    if unit is not None and reports and row.kind.name == "number" and not _measures(row, at.scope.units.get(unit)):
        yield Constant(YES_NO, False, "false"), True
    if entry.model.that is None or indicator.actual is None:
        return
    scope = input_of(row, indicator.actual, at.scope).scope
    why = f"{row.id}.why" if row.why or row.judged is None else f"{row.id}.judged.why"
    scope = scope.with_({"claimed": scope.node(f"{row.id}.claimed", NUMBER), "why": scope.node(why, TEXT)})
    that, _ = statement(entry, scope)
    if that is not None:
        yield that, False


def _measures(row: Row, unit: Unit | None) -> bool:
    """Whether the row's amounts convert to a unit; a plain number is no share."""
    if unit is None or row.kind.name != "number" or row.kind.dimension != unit.dimension:
        return False
    return bool(unit.dimension) or row.kind.unit is not None


def _listed(written: str | list[str] | None) -> list[str]:
    return [] if written is None else [written] if isinstance(written, str) else written


def _of(row: Row, text: Text) -> Text:
    return Text(f"{row.id} {row.label.en}: {text.en}", f"{row.id} {row.label.zh}：{text.zh}")


def _message(entry: Entry[model.CheckModel], row: Row) -> Text:
    """The author's message for this row: `{actual}` is the row's own."""
    text = text_of(entry.model.message or entry.model.label, entry.name)
    for name in OF_A_ROW:
        text = Text(*(each.replace(f"{{{name}}}", f"{{{row.id}.{name}}}") for each in (text.en, text.zh)))
    return _of(row, text)
