"""The library that `import scoring` gives: load, read, score, check, batch, and what they raise. Imports `batch` and below.

What stands in `__all__` is promised; `docs/en/library.md` says all of it.
"""

from __future__ import annotations

from scoring.api.batch import Batch, Cancelled, Row
from scoring.api.book import Book, load, read, score
from scoring.api.card import Card, Line, UnknownName
from scoring.api.report import Report
from scoring.assessor.assessor import EnginesDiffer
from scoring.batch.reject import Reject
from scoring.engines.durable.ruleset import EngineMissing
from scoring.problems import InputRefused, Place, Position, Problem, Text
from scoring.project.project import Project
from scoring.scorecard.scorecard import Finding, GroupScore, IndicatorScore, ResultScore, Total

__all__ = [
    "Batch",
    "Book",
    "Cancelled",
    "Card",
    "EngineMissing",
    "EnginesDiffer",
    "Finding",
    "GroupScore",
    "IndicatorScore",
    "InputRefused",
    "Line",
    "Place",
    "Position",
    "Problem",
    "Project",
    "Reject",
    "Report",
    "ResultScore",
    "Row",
    "Text",
    "Total",
    "UnknownName",
    "load",
    "read",
    "score",
]
