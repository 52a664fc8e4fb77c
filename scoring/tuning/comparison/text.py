"""A comparison as text: tables whose columns line up, with bars."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.documents.spelling import width
from scoring.problems import Language
from scoring.tuning.comparison.comparison import Comparison
from scoring.tuning.comparison.words import ComparisonWords
from scoring.views.batch_text import table_of
from scoring.views.terminal import BOLD, DIM, padded, painted


def render(comparison: Comparison, language: Language, color: bool = False) -> str:
    """The comparison as lines of text."""
    return "\n".join(line.rstrip() for line in _lines(ComparisonWords(comparison, language), color)) + "\n"


def _lines(words: ComparisonWords, color: bool) -> Iterator[str]:
    yield painted(words.title(), BOLD, color)
    named = words.about()
    size = max(width(what) for what, _ in named) + 2
    yield from (painted(padded(what, size) + said, DIM, color) for what, said in named)
    yield ""
    yield from words.sum()
    for section in words.sections():
        yield ""
        yield painted(section.title, BOLD, color)
        if section.lines:
            yield from table_of(section, color)
        yield from (f"  {note}" for note in section.notes)
