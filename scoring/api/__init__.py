"""The library that `import scoring` gives: load, read, score, check, batch, and what they raise. Imports `batch` and below.

What stands in `__all__` is promised; `docs/en/library.md` says all of it.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False

if TYPE_CHECKING:
    from scoring.api.batch import Batch, Cancelled, Row
    from scoring.api.book import Book, load, read, score
    from scoring.api.card import Card, Line, UnknownName
    from scoring.api.comparison import Compared, ComparedUsers, compare, compare_users
    from scoring.api.documents import (
        write_findings,
        write_form,
        write_letters,
        write_report,
        write_reports,
        write_template,
    )
    from scoring.api.forms import Form, read_forms
    from scoring.api.projects import score_all
    from scoring.api.proving import Proved, prove
    from scoring.api.ranking import Ranked, rank
    from scoring.api.reaching import Reached, reach
    from scoring.api.reactions import Reactions, sensitivity
    from scoring.api.report import Report
    from scoring.api.trial import Tried, whatif
    from scoring.api.weighing import Weighed, weights
    from scoring.assessor.assessor import EnginesDiffer
    from scoring.batch.reject import Reject
    from scoring.engines.durable.ruleset import EngineMissing
    from scoring.forms.writing.letter_words import NotScored
    from scoring.problems import InputRefused, Place, Position, Problem, Text
    from scoring.project.project import Project
    from scoring.scorecard.scorecard import Finding, GroupScore, IndicatorScore, ResultScore, Total

__all__ = [
    "Batch",
    "Book",
    "Cancelled",
    "Card",
    "Compared",
    "ComparedUsers",
    "EngineMissing",
    "EnginesDiffer",
    "Finding",
    "Form",
    "GroupScore",
    "IndicatorScore",
    "InputRefused",
    "Line",
    "NotScored",
    "Place",
    "Position",
    "Problem",
    "Project",
    "Proved",
    "Ranked",
    "Reached",
    "Reactions",
    "Reject",
    "Report",
    "ResultScore",
    "Row",
    "Text",
    "Total",
    "Tried",
    "UnknownName",
    "Weighed",
    "compare",
    "compare_users",
    "load",
    "prove",
    "rank",
    "reach",
    "read",
    "read_forms",
    "score",
    "score_all",
    "sensitivity",
    "weights",
    "whatif",
    "write_findings",
    "write_form",
    "write_letters",
    "write_report",
    "write_reports",
    "write_template",
]

HOMES = {
    "Batch": "scoring.api.batch",
    "Cancelled": "scoring.api.batch",
    "Row": "scoring.api.batch",
    "Book": "scoring.api.book",
    "load": "scoring.api.book",
    "read": "scoring.api.book",
    "score": "scoring.api.book",
    "Card": "scoring.api.card",
    "Line": "scoring.api.card",
    "UnknownName": "scoring.api.card",
    "write_form": "scoring.api.documents",
    "NotScored": "scoring.forms.writing.letter_words",
    "Form": "scoring.api.forms",
    "read_forms": "scoring.api.forms",
    "score_all": "scoring.api.projects",
    "write_findings": "scoring.api.documents",
    "write_letters": "scoring.api.documents",
    "write_report": "scoring.api.documents",
    "write_reports": "scoring.api.documents",
    "write_template": "scoring.api.documents",
    "Report": "scoring.api.report",
    "Proved": "scoring.api.proving",
    "Reached": "scoring.api.reaching",
    "reach": "scoring.api.reaching",
    "prove": "scoring.api.proving",
    "Compared": "scoring.api.comparison",
    "ComparedUsers": "scoring.api.comparison",
    "compare_users": "scoring.api.comparison",
    "compare": "scoring.api.comparison",
    "Ranked": "scoring.api.ranking",
    "rank": "scoring.api.ranking",
    "Reactions": "scoring.api.reactions",
    "sensitivity": "scoring.api.reactions",
    "Tried": "scoring.api.trial",
    "whatif": "scoring.api.trial",
    "Weighed": "scoring.api.weighing",
    "weights": "scoring.api.weighing",
    "EnginesDiffer": "scoring.assessor.assessor",
    "Reject": "scoring.batch.reject",
    "EngineMissing": "scoring.engines.durable.ruleset",
    "InputRefused": "scoring.problems",
    "Place": "scoring.problems",
    "Position": "scoring.problems",
    "Problem": "scoring.problems",
    "Text": "scoring.problems",
    "Project": "scoring.project.project",
    "Finding": "scoring.scorecard.scorecard",
    "GroupScore": "scoring.scorecard.scorecard",
    "IndicatorScore": "scoring.scorecard.scorecard",
    "ResultScore": "scoring.scorecard.scorecard",
    "Total": "scoring.scorecard.scorecard",
}
"""Where each of them lives: imported when it is first asked for, so that one command pays for what it uses."""


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        if name not in HOMES:
            raise AttributeError(f"module 'scoring.api' has no attribute '{name}'")
        return globals().setdefault(name, getattr(import_module(HOMES[name]), name))
