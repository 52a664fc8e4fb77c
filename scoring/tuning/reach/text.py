"""What it would take, as text and as a page."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.documents.spelling import width
from scoring.problems import Language
from scoring.tuning.page import figures, page
from scoring.tuning.reach.answer import Reach
from scoring.tuning.reach.notes import notes
from scoring.tuning.reach.tables import ReachTables
from scoring.tuning.reach.words import ReachWords
from scoring.views import batch_page
from scoring.views.batch_plots import plain
from scoring.views.batch_text import table_of
from scoring.views.terminal import BOLD, DIM, padded, painted


def render(found: Reach, language: Language, color: bool = False) -> str:
    """What it would take, as lines of text."""
    return "\n".join(line.rstrip() for line in _lines(ReachWords(found, language), color)) + "\n"


def _lines(words: ReachWords, color: bool) -> Iterator[str]:
    tables = ReachTables(words)
    yield painted(words.title(), BOLD, color)
    named = words.about()
    size = max(width(what) for what, _ in named) + 2
    yield from (painted(padded(what, size) + said, DIM, color) for what, said in named)
    for section in tables.sections():
        yield ""
        yield painted(section.title, BOLD, color)
        yield from table_of(section, color)
    if below := list(notes(words, tables.findings)):
        yield ""
        yield from below


def as_page(found: Reach, language: Language) -> str:
    """The same as one HTML page."""
    words = ReachWords(found, language)
    return page(language, words.title(), words.about(), _body(words))


def _body(words: ReachWords) -> Iterator[str]:
    tables = ReachTables(words)
    yield '<section class="wide first">'
    yield from figures([(words.say("goal", "目标"), words.goal()), words.about()[1]])
    yield "</section>"
    for section in tables.sections():
        yield f'<section class="wide"><h2>{plain(section.title)}</h2>'
        yield from batch_page.table_of(section)
        yield "</section>"
    if below := list(notes(words, tables.findings)):
        yield '<section class="wide"><ul>'
        yield from (f"<li>{plain(note)}</li>" for note in below)
        yield "</ul></section>"
