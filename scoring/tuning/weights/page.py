"""Weights as one HTML page: each with its bar, how they came about, and the judgements that contradict the others most."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from scoring.problems import Language, Text
from scoring.tuning.page import figures, page
from scoring.tuning.weights.text import HEADS, nearly, told_of
from scoring.tuning.weights.weights import Weights
from scoring.values.number import show_number
from scoring.views.batch_plots import bar, plain

INDENT = "&emsp;"  # of members below their group
STYLE = (
    ".weights td:last-child { width: 45%; min-width: 160px; } .group { font-weight: 600; } .whole { fill: #a0a8b4; }\n"
)


def as_page(found: Weights, language: Language) -> str:
    """The page; everything in it that somebody else wrote is text and nothing more."""
    title = Text("Weights", "权重").in_language(language)
    total = (Text("total", "合计").in_language(language), show_number(found.total, found.decimals))
    return page(language, title, [total], _body(found, language), STYLE)


def _body(found: Weights, language: Language) -> Iterator[str]:
    largest = max((one.exact for one in found.weights), default=Fraction(1))
    leaves = Text("weights that sum to it", "合计的权重个数").in_language(language)
    groups = Text("groups", "组").in_language(language)
    yield '<section class="wide first">'
    yield from figures([(leaves, str(len(found.leaves))), (groups, str(len(found.groups)))])
    yield '</section><section class="wide"><div class="scroll"><table class="weights"><thead><tr>'
    yield "".join(f"<th{' class=number' if n else ''}>{plain(head.in_language(language))}</th>" for n, head in enumerate(HEADS)) + "<th></th></tr></thead><tbody>"  # fmt: skip
    for one in found.weights:
        weight = show_number(one.weight, found.decimals)
        name = INDENT * one.depth + plain(one.name)
        shown = bar(one.exact / largest, "total" if one.leaf else "whole", f"{one.path} {weight}")
        tone = "" if one.leaf else ' class="group"'
        yield f"<tr><td{tone}><bdi>{name}</bdi></td><td class=number>{weight}</td><td class=number>{nearly(one.exact)}</td><td>{shown}</td></tr>"
    yield "</tbody></table></div></section>"
    yield f'<section class="wide"><h2>{plain(Text("How they came about", "权重的来历").in_language(language))}</h2>'
    for line in told_of(found):
        yield f'<p class="note">{plain(line.in_language(language))}</p>'
    yield "</section>"
