"""A sensitivity as text, as a page, and as plain data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scoring.documents.spelling import width
from scoring.problems import Language
from scoring.problems.shown import harmless
from scoring.tuning.page import figures, page
from scoring.tuning.reactions.reaction import Sensitivity
from scoring.tuning.reactions.words import SensitivityWords
from scoring.values.number import show_number
from scoring.values.rounding import Rounding
from scoring.views import batch_page
from scoring.views.batch_plots import plain
from scoring.views.batch_text import table_of
from scoring.views.terminal import BOLD, DIM, padded, painted

SCHEMA = "sensitivity/1"

STYLE = "td:first-child { min-width: 220px; } .bars { width: 22%; }\n"


def render(found: Sensitivity, language: Language, color: bool = False) -> str:
    """The reactions as lines of text."""
    return "\n".join(line.rstrip() for line in _lines(SensitivityWords(found, language), color)) + "\n"


def _lines(words: SensitivityWords, color: bool) -> Iterator[str]:
    yield painted(words.title(), BOLD, color)
    named = [*words.about(), *words.counts()]
    size = max(width(what) for what, _ in named) + 2
    yield from (painted(padded(what, size) + harmless(said), DIM, color) for what, said in named)
    for section in words.sections():
        yield ""
        yield painted(section.title, BOLD, color)
        yield from (table_of(section, color) if section.lines else ())
        yield from (f"  {note}" for note in section.notes)
    yield from (f"\n{note.in_language(words.language)}" for note in words.of.notes)


def as_page(found: Sensitivity, language: Language) -> str:
    """The reactions as one HTML page, each with a bar of the grades that flip."""
    words = SensitivityWords(found, language)
    return page(language, words.title(), words.about(), _body(words), STYLE)


def _body(words: SensitivityWords) -> Iterator[str]:
    yield '<section class="wide first">'
    yield from figures(words.counts())
    yield from (f'<p class="note">{plain(note.in_language(words.language))}</p>' for note in words.of.notes)
    yield "</section>"
    for section in words.sections():
        yield f'<section class="wide"><h2>{plain(section.title)}</h2>'
        if section.lines:
            yield from batch_page.table_of(section)
        yield from (f'<p class="note">{plain(note)}</p>' for note in section.notes)
        yield "</section>"


def as_data(found: Sensitivity, language: Language) -> dict[str, Any]:
    """The reactions as plain data, `sensitivity/1`; numbers of points are texts, τ has ten decimals."""
    reactions = [
        {"kind": one.variation.kind, "name": one.variation.name, "up": one.variation.up, "change": one.variation.said.in_language(language),
         "settings": list(one.variation.settings), "flips": one.flips, "better": one.better, "worse": one.worse, "other": one.other,
         "moved": one.moved, "largest": show_number(one.largest, found.decimals),
         "tau": None if one.tau is None else show_number(Rounding(decimals=10).apply(one.tau)),
         "refused": None if one.refused is None else one.refused.in_language(language)}
        for one in found.reactions
    ]  # fmt: skip
    edges = [{"grade": one.grade, "from": show_number(one.at), "just_in": one.just_in, "just_out": one.just_out} for one in found.edges]  # fmt: skip
    hanging = [
        {"id": one.id, "project": one.project, "total": show_number(one.total, found.decimals), "grade": one.grade, "column": one.column,
         "before": one.before, "after": one.after, "then": one.then} for one in found.hanging
    ]  # fmt: skip
    return {"schema": SCHEMA, "side": found.side.shown, "data": list(found.data), "projects": found.projects, "graded": found.graded,
            "rejected": found.rejected, "reactions": reactions, "edges": edges, "tried_near": found.tried_near, "hanging": hanging,
            "notes": [note.in_language(language) for note in found.notes]}  # fmt: skip
