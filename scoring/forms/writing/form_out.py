"""The official form filled from a scored project: a workbook's bytes."""

from __future__ import annotations

from scoring.assessor.assessor import Prepared
from scoring.documents.document import Document
from scoring.forms.writing.book import book_of
from scoring.forms.writing.official_form import OfficialForm
from scoring.forms.writing.scored_project import scored_project
from scoring.problems import Language


def form_out(prepared: Prepared, document: Document, language: Language) -> bytes:
    """The form of one project as XLSX; `document` is the project's file."""
    return book_of(OfficialForm(scored_project(prepared, document), language).sheets())
