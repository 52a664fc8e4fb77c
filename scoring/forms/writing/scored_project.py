"""A project with all that the exact engine decided of it and the scorecard says: what forms are written from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scoring.assessor.assessor import Prepared
from scoring.documents.document import Document
from scoring.engines.exact.evaluation import Evaluation
from scoring.project.fact_sheet import Reported
from scoring.scorecard.assessment import Assessment, assess
from scoring.scorecard.build_scorecard import in_words
from scoring.scorecard.scorecard import Scorecard


@dataclass(frozen=True)
class ScoredProject:
    """`document` is the project's file."""

    prepared: Prepared
    document: Document
    at: Evaluation
    assessment: Assessment
    card: Scorecard

    @property
    def reported(self) -> Mapping[str, Reported]:
        return self.prepared.sheet.reported

    def said(self, section: str, key: str) -> str:
        """What the project says of its form beside facts and rows: `head`, `goals`; empty where it says nothing."""
        form = self.document.data.get("filled_form")
        of_form = form.get(section) if isinstance(form, dict) else None
        said: Any = of_form.get(key) if isinstance(of_form, dict) else None
        if said is None and section == "head":
            said = self.document.data.get(key)
        said = said.get("value") if isinstance(said, dict) else said
        return said if isinstance(said, str) else ""

    def not_understood(self, indicator: str, key: str) -> str:
        """What stood in a row's place in the form, where nobody could read it; else nothing."""
        rows, listed = self.document.data.get("indicator"), self.document.data.get("not_understood")
        row = rows.get(indicator) if isinstance(rows, dict) else None
        at = row.get("at") if isinstance(row, dict) else None
        cell = at.get(key) if isinstance(at, dict) else None
        if cell is None or not isinstance(listed, list):
            return ""
        found = (one.get("text") for one in listed if isinstance(one, dict) and one.get("at") == cell)
        return next((text for text in found if isinstance(text, str)), "")

    def labels_of_records(self, fact: str) -> list[str]:
        """What each record of a list is called in the project's file."""
        facts = self.document.data.get("facts")
        listed = facts.get(fact) if isinstance(facts, dict) else None
        if not isinstance(listed, list):
            return []
        return [str(one.get("label", "")) if isinstance(one, dict) else "" for one in listed]


def scored_project(prepared: Prepared, document: Document) -> ScoredProject:
    """Scores by the exact engine, and keeps what it knows."""
    at = Evaluation(prepared.program, prepared.sheet)
    assessment = assess(at, prepared.context)
    return ScoredProject(prepared, document, at, assessment, in_words(assessment, at, prepared.context))
