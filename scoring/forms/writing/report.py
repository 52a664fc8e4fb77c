"""An evaluation report of one project: from a Word template, as a page, as text."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from scoring.forms.writing.assessed import AssessedProject
from scoring.forms.writing.installed import installed
from scoring.forms.writing.outline_page import page
from scoring.forms.writing.outline_text import markdown
from scoring.forms.writing.reading_outline import read
from scoring.forms.writing.report_names import REPORT
from scoring.forms.writing.report_outline import REPORT_OUTLINE
from scoring.forms.writing.report_words import report_words
from scoring.problems import Language

if TYPE_CHECKING:
    from scoring.forms.writing.word_template import WordTemplate


def opened_template(language: Language, raw: bytes | None = None, shown: str = "") -> WordTemplate:
    """A template of one's own or ours, made ready for reports. Reports what `WordTemplate` does."""
    with installed("report.docx"):
        from scoring.forms.writing.word_template import WordTemplate

    return WordTemplate(raw if raw is not None else report_template(language), shown or "report.docx", REPORT)


def report_docx(of: AssessedProject, language: Language, template: WordTemplate) -> bytes:
    """The report as a Word document. Reports what filling the template does."""
    return template.filled(report_words(of, language))


def report_page(of: AssessedProject, language: Language) -> str:
    """The report as one HTML page."""
    words = report_words(of, language)
    return page(words["project"], read(REPORT_OUTLINE, words, language), language)


def report_text(of: AssessedProject, language: Language) -> str:
    """The report as Markdown."""
    return markdown(read(REPORT_OUTLINE, report_words(of, language), language))


@cache
def report_template(language: Language) -> bytes:
    """Our template of a report, to be edited in Word."""
    with installed("report.docx"):
        from scoring.forms.writing.word_outline import word_template

    return word_template(REPORT_OUTLINE, REPORT, language)
