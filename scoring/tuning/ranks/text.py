"""A ranking as text, as a page, and as plain data."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from scoring.documents.spelling import width
from scoring.problems import Language
from scoring.problems.shown import harmless
from scoring.tuning.page import figures, page
from scoring.tuning.ranks.ranking import RankedGroup, Ranking
from scoring.tuning.ranks.words import RankingWords
from scoring.values.number import show_number
from scoring.views import batch_page
from scoring.views.batch_plots import plain
from scoring.views.batch_text import table_of
from scoring.views.terminal import BOLD, DIM, padded, painted

SCHEMA = "ranking/1"
WIDE, LINE, LEFT = 960, 30, 220
STYLE = ".spread { stroke: var(--total); stroke-width: 10; opacity: .25; } .half { stroke: var(--total); stroke-width: 10; }\n"


def render(ranking: Ranking, language: Language, color: bool = False) -> str:
    """The ranking as lines of text."""
    return "\n".join(line.rstrip() for line in _lines(RankingWords(ranking, language), color)) + "\n"


def _lines(words: RankingWords, color: bool) -> Iterator[str]:
    yield painted(words.title(), BOLD, color)
    named = [*words.about(), *words.counts()]
    size = max(width(what) for what, _ in named) + 2
    yield from (painted(padded(what, size) + harmless(said), DIM, color) for what, said in named)
    for section in words.sections():
        yield ""
        yield painted(section.title, BOLD, color)
        yield from (harmless(line) for line in table_of(section, color))
        yield from (f"  {note}" for note in section.notes)


def as_page(ranking: Ranking, language: Language) -> str:
    """The ranking as one HTML page, with a line a group from its lowest to its highest number."""
    words = RankingWords(ranking, language)
    return page(language, words.title(), words.about(), _body(words), STYLE)


def _body(words: RankingWords) -> Iterator[str]:
    yield '<section class="wide first">'
    yield from figures(words.counts())
    yield "</section>"
    for section in words.sections():
        yield f'<section class="wide"><h2>{plain(section.title)}</h2>'
        if section.name == "spread":
            yield _spread(words)
        yield from batch_page.table_of(section)
        yield from (f'<p class="note">{plain(note)}</p>' for note in section.notes)
        yield "</section>"


def _spread(words: RankingWords) -> str:
    """From the lowest to the highest of each group, the middle bands stronger."""
    groups = [one for one in words.of.groups if one.ends][:60]
    low, high = min(one.ends[0] for one in groups), max(one.ends[-1] for one in groups)
    drawn = [line for at, one in enumerate(groups) for line in _line(words, one, at, low, high)]
    tall = LINE * len(groups) + 10
    return "\n".join(
        [
            f'<svg class="plot" viewBox="0 0 {WIDE} {tall}" role="img" aria-label="{plain(words.say("spread", "分布"))}">',
            *drawn,
            "</svg>",
        ]
    )


def _line(words: RankingWords, group: RankedGroup, at: int, low: Fraction, high: Fraction) -> Iterator[str]:
    def x(value: Fraction) -> str:
        share = float((value - low) / (high - low)) if high > low else 0.5
        return f"{LEFT + share * (WIDE - LEFT - 20):.2f}"

    y = LINE * at + LINE // 2 + 5
    ends, quarter = group.ends, max(1, len(group.ends) // 4)
    said = f"{words.group(group.within)}: " + " · ".join(words.number(end) for end in ends)
    name = words.group(group.within)
    yield f'<text x="{LEFT - 12}" y="{y + 4}" text-anchor="end">{plain(name if width(name) <= 30 else name[:14] + "…")}</text>'
    yield f'<line class="spread" x1="{x(ends[0])}" x2="{x(ends[-1])}" y1="{y}" y2="{y}"><title>{plain(said)}</title></line>'
    yield f'<line class="half" x1="{x(ends[quarter])}" x2="{x(ends[-1 - quarter])}" y1="{y}" y2="{y}"><title>{plain(said)}</title></line>'


def as_data(ranking: Ranking) -> dict[str, Any]:
    """The ranking as plain data, `ranking/1`; numbers are texts."""

    def number(value: Fraction) -> str:
        return show_number(value, ranking.decimals)

    asked = ranking.asked
    return {
        "schema": SCHEMA,
        "data": list(ranking.data),
        "by": asked.by,
        "within": asked.within,
        "ties": asked.ties,
        "smallest_first": asked.smallest_first,
        "bands": asked.bands,
        "projects": ranking.projects,
        "without_number": ranking.no_number,
        "without_group": ranking.no_group,
        "rejected": ranking.rejected,
        "groups": [{"within": one.within, "projects": one.projects, "incomplete": one.incomplete, "ends": [number(end) for end in one.ends]}
                   for one in ranking.groups],
        "first": [{"id": one.id, "project": one.project, "within": one.within, "lowest": number(one.lowest), "highest": number(one.highest),
                   "place": one.place, "worst": one.worst, "of": one.of, "share": None if one.share is None else str(one.share),
                   "band": one.band, "grade": one.grade} for one in ranking.first],
    }  # fmt: skip
