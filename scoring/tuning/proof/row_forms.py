"""What projects write of the rows that a set leaves open: a target with its sign, of a number or a day.

A program is lowered for rows as they are written, so that a proof looks at each way of writing them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scoring.assessor.assessor import Assessor
from scoring.assessor.compiled import Compiled
from scoring.documents.plain_data import document_of_data
from scoring.nodes.walk import names_in
from scoring.problems import has_errors
from scoring.project.project import Project, read_project

SIGNS = (">=", "<=", "=", ">", "<")
TARGETS = ("100", "2024-12-31", "100%")
"""One of each kind; the first that a row's rule can do with."""
HEAD: dict[str, Any] = {"project": "反例", "period": 2024}
Rows = dict[str, dict[str, Any]]


def row_forms(one: Assessor, other: Assessor) -> Iterator[Rows]:
    """Every way in which a project may write the targets that are open, the same for both books."""
    open_ = [id_ for id_ in _open(one) if id_ in _open(other)]
    if not open_:
        yield {}
        return
    amounts: dict[str, str] = {}
    known: dict[object, str | None] = {}
    like = {row.id: (row.rule, row.formula[0] if row.formula else "") for row in one.compiled().rows}
    for id_ in open_:
        if like[id_] not in known:
            fits = (
                amount
                for amount in (*_of_actual(one, id_), *TARGETS)
                if all(_fits(book, {id_: {"target": f">= {amount}"}}) for book in (one, other))
            )
            known[like[id_]] = next(fits, None)
        amount = known[like[id_]]
        if amount is not None:
            amounts[id_] = amount
    for sign in SIGNS:
        yield {id_: {"target": f"{sign} {amount}"} for id_, amount in amounts.items()}


def _open(book: Assessor) -> list[str]:
    """The rows whose rule asks for a target that the set does not give."""
    compiled = book.compiled()
    rows = {row.id: row for row in compiled.rows}
    return [
        one.id
        for one in compiled.program.indicators
        if rows[one.id].target_written is None and f"{one.id}.target" in names_in(one.criterion.points)
    ]


def project_of(rows: Rows) -> Project:
    data: dict[str, Any] = {"format": 1, **HEAD, **({"indicator": rows} if rows else {})}
    document, _ = document_of_data(data, "反例.toml")
    assert document is not None
    project, _ = read_project(document)
    assert project is not None
    return project


def compiled_for(book: Assessor, rows: Rows) -> Compiled:
    return book.compiled(project_of(rows) if rows else None)


def _of_actual(book: Assessor, id_: str) -> list[str]:
    """An amount in the unit of an actual that is computed."""
    made = next((one for one in book.compiled().program.definitions if one.name == f"{id_}.actual"), None)
    unit = made.kind.unit if made is not None and made.kind.name == "number" else None
    return [] if unit is None else ["100%"] if unit == "%" else [f"100 {unit}"]


def _fits(book: Assessor, rows: Rows) -> bool:
    """Whether a rule can do with a target of that kind."""
    known = {(one.code, one.message) for one in book.compiled().problems}
    return not has_errors([one for one in compiled_for(book, rows).problems if (one.code, one.message) not in known])
