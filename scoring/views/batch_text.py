"""The summary of a run as text: tables whose columns line up, with bars."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from scoring.documents.spelling import width
from scoring.problems import Language
from scoring.views.batch_words import About, Line, Section, Sentences, bars
from scoring.views.run_figures import Figures
from scoring.views.terminal import BOLD, DIM, columns, padded, painted

LONGEST_BAR = 30
EIGHTHS = " ▏▎▍▌▋▊▉"


def render(figures: Figures, about: About, language: Language, color: bool = False) -> str:
    """The summary as lines of text; `about` says what was scored by what, such as the rulebook and the inputs."""
    return "\n".join(_lines(Sentences(figures, language), about, color)) + "\n"


def _lines(words: Sentences, about: About, color: bool) -> Iterator[str]:
    yield painted(words.title(), BOLD, color)
    named = words.about(about)
    size = max((width(what) for what, _ in named), default=0) + 2
    yield from (painted(padded(what, size) + said, DIM, color) for what, said in named)
    yield ""
    yield words.sum()
    yield words.slow()
    for section in words.sections():
        yield ""
        yield painted(section.title, BOLD, color)
        yield from table_of(section, color)
        yield from (f"  {note}" for note in section.notes)


def table_of(section: Section, color: bool) -> Iterator[str]:
    """A table whose columns line up, with its bars."""
    right = [number for number in range(len(section.heads)) if number not in section.left]
    with_bars = bars(section.lines)
    rows = [_cells(section.heads, "", with_bars)]
    rows += [_cells(line.cells, _bar(line), with_bars) for line in section.lines]
    head, *rest = columns(rows, right, indent="  ")
    yield painted(head, DIM, color)
    yield from rest


def _cells(cells: Sequence[str], bar: str, with_bars: bool) -> list[str]:
    return [*cells, bar] if with_bars else list(cells)


def _bar(line: Line) -> str:
    """A bar in eighths of a character; something, however little, has a bar."""
    eighths = round((line.bar or Fraction(0)) * LONGEST_BAR * 8)
    if line.bar:
        eighths = max(1, eighths)
    return ("█" * (eighths // 8) + EIGHTHS[eighths % 8]).rstrip()
