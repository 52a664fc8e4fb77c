"""A project as it was scored, with what it says of itself beside the points: all that a document is written from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scoring.assessor.assessor import Prepared
from scoring.documents.document import Document
from scoring.forms.writing.official_form import AMOUNTS, COMPONENTS, FIELDS
from scoring.problems import Text
from scoring.project.fact_sheet import Reported
from scoring.scorecard.scorecard import Scorecard

HEAD = ("unit", "department", "code")
"""What a project says of whose it is."""


OF_FUNDS = {f"{COMPONENTS}.{FIELDS[role]}": label for role, label in AMOUNTS.values()}
"""Fields of the components of the money, which a list declares without labels."""


@dataclass(frozen=True, slots=True)
class RecordSaid:
    """What a record of a list says of itself beside its fields."""

    label: str | None = None
    source: str | None = None
    at: str | None = None


@dataclass(frozen=True, slots=True)
class AssessedProject:
    """`facts` are the project's own, by name; `inputs` those of its rows (`N1.actual`, `N1.why`); `labels` what people read.

    `records` are what the records of lists say of themselves, in their order.
    """

    card: Scorecard
    file: str
    head: Mapping[str, str]
    facts: Mapping[str, Reported]
    inputs: Mapping[str, Reported]
    labels: Mapping[str, Text]
    records: Mapping[str, tuple[RecordSaid, ...]]


def assessed_project(card: Scorecard, prepared: Prepared, document: Document) -> AssessedProject:
    """All that is known of one project, from what it was scored with."""
    rows = {one.id for one in card.indicators}
    facts, inputs = {}, {}
    for name, reported in prepared.sheet.reported.items():
        if name.partition(".")[0] in rows and "." in name:
            inputs[name] = reported
        elif name != "period":
            facts[name] = reported
    form = card.filled_form
    said = {key: form.head[key].value for key in HEAD if key in form.head} if form is not None else {}
    written = document.data.get("facts")
    records = {
        name: tuple(_record(one) for one in raw)
        for name, raw in (written.items() if isinstance(written, dict) else ())
        if isinstance(raw, list)
    }
    labels = {**OF_FUNDS, **prepared.program.labels}
    return AssessedProject(card, document.file, said, facts, inputs, labels, records)


def _record(raw: object) -> RecordSaid:
    if not isinstance(raw, dict):
        return RecordSaid()
    return RecordSaid(*(str(raw[key]) if raw.get(key) is not None else None for key in ("label", "source", "at")))
