"""A project with some facts otherwise, scored: every answer is told only after that."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from scoring.assessor.assessor import Prepared, score
from scoring.assessor.loaded_project import LoadedProject
from scoring.documents.plain_data import document_of_data
from scoring.engines.exact.evaluation import Evaluation
from scoring.problems import InputRefused, has_errors
from scoring.project.project import read_project
from scoring.rulebook import model
from scoring.rulebook.rulebook import Entry
from scoring.scorecard.assessment import assess
from scoring.scorecard.scorecard import Scorecard
from scoring.tuning.reach.answer import Change

BOUNDS = ("at_least", "at_most")
EVIDENCE = "—"
"""What stands for the evidence that somebody would have to name."""


@dataclass(frozen=True, slots=True)
class Came:
    """What a project comes to: its lowest total (None: there is none), the grades that are possible, the lowest points of indicators."""

    lowest: Fraction | None
    grades: tuple[str, ...]
    points: Mapping[str, Fraction]


@dataclass(frozen=True)
class ChangedProject:
    """A project that can be scored with changes."""

    loaded: LoadedProject
    facts: Mapping[str, Entry[model.FactModel]]

    def scored(self, changes: Sequence[Change]) -> Scorecard | None:
        """The scorecard with these changes; None where the project is refused with them."""
        ready = self._prepared(changes)
        if ready is None:
            return None
        try:
            return score(ready, "exact")
        except InputRefused:
            return None

    def came(self, changes: Sequence[Change]) -> Came | None:
        """What the scorecard would have, without its words; None where the project is refused."""
        ready = self._prepared(changes)
        if ready is None:
            return None
        try:
            found = assess(Evaluation(ready.program, ready.sheet), ready.context)
        except InputRefused:
            return None
        total = found.totals.total
        points = {one.indicator.id: one.range.low for one in found.scored
                  if one.range is not None and one.indicator.weighed}  # fmt: skip
        return Came(total.low if total is not None else None, found.totals.grades, points)

    def is_taken(self, changes: Sequence[Change]) -> bool:
        """Whether the rulebook takes what is reported then, whatever comes of it."""
        return self._prepared(changes) is not None

    def _prepared(self, changes: Sequence[Change]) -> Prepared | None:
        data = copy.deepcopy(dict(self.loaded.project.document.data))
        for change in changes:
            self._write(data, change)
        document, problems = document_of_data(data, "reach.toml")
        project, found = read_project(document) if document is not None else (None, [])
        if project is None or has_errors([*problems, *found]):
            return None
        ready, _ = self.loaded.assessor.prepare(project)
        return ready

    def _write(self, data: dict[str, Any], change: Change) -> None:
        row, _, part = change.fact.rpartition(".")
        if row and part == "judged":
            entry = data.setdefault("indicator", {}).setdefault(row, {})
            before = entry.get("judged")
            kept = {name: one for name, one in before.items() if name not in ("share", "points")} if isinstance(before, dict) else {}  # fmt: skip
            assert isinstance(change.data, dict)
            entry["judged"] = {**kept, **change.data}
            return
        if row and part == "actual":
            place, key = data.setdefault("indicator", {}).setdefault(row, {}), "actual"
        else:
            place, key = data.setdefault("facts", {}), self._key(data, change.fact)
        place[key] = _said(place.get(key), change.data)

    def _key(self, data: Mapping[str, Any], fact: str) -> str:
        """By which name the project reports it."""
        entry = self.facts.get(fact)
        other = entry.model.from_ if entry is not None else None
        return other if fact not in data["facts"] and other is not None and other in data["facts"] else fact


def _said(known: object, value: object) -> object:
    """The value with what is said of it besides: its source stays, evidence stands beside a yes."""
    if isinstance(known, dict) and ("value" in known or any(name in known for name in BOUNDS)):
        value = {**{name: one for name, one in known.items() if name not in BOUNDS}, "value": value}
    if value is True:
        return {"value": True, "evidence": EVIDENCE}
    if isinstance(value, dict) and value.get("value") is True:
        return {"evidence": EVIDENCE, **value}
    return value
