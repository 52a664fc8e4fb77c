"""A page of figures as one HTML file: opens without a network, runs nothing, prints well, light and dark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from scoring.problems import Language
from scoring.views.batch_plots import plain
from scoring.views.batch_style import STYLE
from scoring.views.page_head import END, page_head


def page(language: Language, title: str, about: Iterable[tuple[str, str]], body: Iterable[str], style: str = "") -> str:
    """The page with its head: what it is about, in pairs; `body` is HTML, everything else is text and nothing more."""
    return "\n".join([*head(language, title, about, style), *body, END]) + "\n"


def head(language: Language, title: str, about: Iterable[tuple[str, str]], style: str = "") -> Iterator[str]:
    """A page up to where its sections begin; `style` comes beside what all pages have."""
    yield from page_head(plain(title), language, STYLE + style)
    yield f"<header><h1>{plain(title)}</h1><dl>"
    yield from (f"<div><dt>{plain(what)}</dt><dd><bdi>{plain(said)}</bdi></dd></div>" for what, said in about)
    yield "</dl></header>"


def figures(shown: Sequence[tuple[str, str]]) -> Iterator[str]:
    """The few numbers to see first, each with what it counts."""
    yield '<div class="figures">'
    yield from (f'<div class="figure"><b>{plain(number)}</b><span>{plain(what)}</span></div>' for what, number in shown)
    yield "</div>"
