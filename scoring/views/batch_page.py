"""The summary of a run as one HTML page: opens without a network, runs nothing, prints well, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import groupby

from scoring.problems import Language
from scoring.views.batch_plots import bar, histogram, plain, stacked
from scoring.views.batch_style import STYLE
from scoring.views.batch_words import About, Line, Section, Sentences, bars
from scoring.views.page_head import END, page_head
from scoring.views.run_figures import Figures

WIDE = ("totals", "lost", "near")
"""Sections that take the whole width."""


def render(figures: Figures, about: About, language: Language) -> str:
    """The page; everything in it that somebody else wrote is text and nothing more."""
    return "\n".join(_lines(Sentences(figures, language), about)) + "\n"


def _lines(words: Sentences, about: About) -> Iterator[str]:
    yield from page_head(plain(words.title()), words.language, STYLE)
    yield from _head(words, about)
    yield from _figures(words)
    for section in words.sections():
        yield from _section(words, section)
    yield END


def _head(words: Sentences, about: About) -> Iterator[str]:
    yield f"<header><h1>{plain(words.title())}</h1>"
    yield "<dl>"
    yield from (
        f"<div><dt>{plain(what)}</dt><dd><bdi>{plain(said)}</bdi></dd></div>" for what, said in words.about(about)
    )
    yield "</dl></header>"


def _figures(words: Sentences) -> Iterator[str]:
    """The few numbers to see first, and what became of the rows that came."""
    rows, totals = words.figures.rows, words.figures.totals
    shown = [(words.say("rows", "行数"), f"{rows.came:,}", ""), (words.say("complete", "完整"), f"{rows.complete:,}", "complete"),
             (words.say("incomplete", "不完整"), f"{rows.incomplete:,}", "incomplete"),
             (words.say("rejected", "拒收"), f"{rows.rejected:,}", "rejected")]  # fmt: skip
    if totals is not None:
        shown.append((words.say("median total", "总分中位数"), words.points_or_mean(totals.quartiles[1]), ""))
        shown.append((words.say("mean total", "平均总分"), words.mean(totals.mean), ""))
    yield '<section class="wide first"><div class="figures">'
    for what, number, tone in shown:
        dot = f'<i class="dot {tone}"></i>' if tone else ""
        yield f'<div class="figure"><b>{plain(number)}</b><span>{dot}{plain(what)}</span></div>'
    yield "</div>"
    yield stacked([(f"{what} {number}", count, tone) for (what, number, tone), count in zip(
        shown[1:4], (rows.complete, rows.incomplete, rows.rejected), strict=True)])  # fmt: skip
    yield f'<p class="note">{plain(words.sum())}{words.say("; ", "；")}{plain(words.slow())}</p></section>'


def _section(words: Sentences, section: Section) -> Iterator[str]:
    wide = ' class="wide"' if section.name in WIDE else ""
    yield f"<section{wide}><h2>{plain(section.title)}</h2>"
    totals = words.figures.totals
    if section.name == "totals" and totals is not None:
        yield histogram(words, totals)
        yield from _notes(section)
        yield f"<details><summary>{plain(words.say('as a table', '以表格查看'))}</summary>"
        yield from table_of(section)
        yield "</details></section>"
        return
    if section.name == "claims":
        yield from _claims(words)
    yield from _beside(section) if section.name == "near" else table_of(section)
    yield from _notes(section)
    yield "</section>"


def _notes(section: Section) -> Iterator[str]:
    yield from (f'<p class="note">{plain(note)}</p>' for note in section.notes)


def _claims(words: Sentences) -> Iterator[str]:
    """For each role, how many claims are equal, above, below and open, as one bar."""
    for one in words.figures.claims:
        parts = [(words.say("equal", "相等"), one.equal, "equal"), (words.say("above", "偏高"), one.above, "above"),
                 (words.say("below", "偏低"), one.below, "below"), (words.say("open", "未定"), one.open, "open")]  # fmt: skip
        yield stacked([(f"{words.role(one)} {what} {count:,}", count, tone) for what, count, tone in parts])
        if one is words.figures.claims[0]:
            named = "".join(f'<span><i class="dot {tone}"></i>{plain(what)}</span>' for what, _, tone in parts)
            yield f'<p class="legend">{named}</p>'


def _beside(section: Section) -> Iterator[str]:
    """One table for each of what the first column names, beside one another."""
    yield '<div class="beside">'
    for name, lines in groupby(section.lines, key=lambda line: line.cells[0]):
        of_one = tuple(replace(line, cells=line.cells[1:]) for line in lines)
        left = tuple(number - 1 for number in section.left)
        yield f"<div><h3><bdi>{plain(name)}</bdi></h3>"
        yield from table_of(replace(section, heads=section.heads[1:], lines=of_one, left=left))
        yield "</div>"
    yield "</div>"


def table_of(section: Section) -> Iterator[str]:
    """A table of the page, with its bars."""
    with_bars = bars(section.lines)
    yield '<div class="scroll"><table><thead><tr>'
    yield from (f"<th{_side(section, number)}>{plain(head)}</th>" for number, head in enumerate(section.heads))
    yield ("<th></th>" if with_bars else "") + "</tr></thead><tbody>"
    yield from (_row(section, line, with_bars) for line in section.lines)
    yield "</tbody></table></div>"


def _row(section: Section, line: Line, with_bars: bool) -> str:
    cells = [f"<td{_side(section, number)}><bdi>{plain(cell)}</bdi></td>" for number, cell in enumerate(line.cells)]
    if with_bars:
        cells.append(f'<td class="bars">{bar(line.bar or Fraction(0), line.tone, " ".join(line.cells[:3]))}</td>')
    return f"<tr>{''.join(cells)}</tr>"


def _side(section: Section, number: int) -> str:
    return "" if number in section.left else ' class="number"'
