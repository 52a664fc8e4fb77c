"""The official form filled from a scored project: a workbook's bytes."""

from __future__ import annotations

from scoring.assessor.assessor import Prepared
from scoring.documents.document import Document
from scoring.forms.declarations import declarations
from scoring.forms.writing.book import book_of
from scoring.forms.writing.official_form import NO_WORDS, OfficialForm, Words
from scoring.forms.writing.scored_project import scored_project
from scoring.problems import InputRefused, Language, Place, Problem, Text, nearest


def form_filled(raw: bytes, file: str, prepared: Prepared, document: Document, language: Language) -> bytes:
    """The workbook `raw`, which people know as `file`, with what was scored put beside what stands there.

    Reports `not-a-workbook`, `form-of-another-project`, and what reading it reports.
    """
    from scoring.forms.writing.handed_in import filled

    return filled(raw, file, scored_project(prepared, document), language)


def form_out(prepared: Prepared, document: Document, language: Language, form: str | None = None) -> bytes:
    """The form of one project as XLSX, in the words of the declared `form`; `document` is the project's file.

    Reports `unknown-form`.
    """
    words = _words_of(form) if form is not None else NO_WORDS
    return book_of(OfficialForm(scored_project(prepared, document), language, words=words).sheets())


def _words_of(form: str) -> Words:
    """What a declared form calls its columns and fields: the first word of each."""
    known = {one.name: one.model for one in declarations()[0]}
    model = known.get(form)
    if model is None:
        near = nearest(form, list(known))
        message = Text(f"there is no form `{form}`", f"没有名为 {form} 的表式")
        fix = (
            Text(f"did you mean `{near}`?", f"是否指 {near}？")
            if near
            else Text(f"one of {', '.join(known)}", f"可用：{'、'.join(known)}")
        )
        raise InputRefused([Problem("unknown-form", message, Place("<command line>"), fix)])
    listed = {f"columns.{key}": words for key, words in model.columns.items()}
    listed |= {f"head.{key}": words for key, words in model.head.items()}
    if model.funds is not None:
        listed |= {f"funds.{key}": words for key, words in model.funds.columns.items()}
    if model.goals is not None:
        listed |= {"goals.expected": model.goals.expected, "goals.reached": model.goals.reached}
    if model.total is not None:
        listed["total"] = model.total.rows
    return {key: words[0] for key, words in listed.items() if words}
