"""A page of figures as one HTML file: opens without a network, runs nothing, prints well, light and dark."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

from scoring.problems import Language
from scoring.views.batch_plots import plain
from scoring.views.batch_style import STYLE

END = "</main></body></html>"


def page(language: Language, title: str, about: Iterable[tuple[str, str]], body: Iterable[str], style: str = "") -> str:
    """The page with its head: what it is about, in pairs; `body` is HTML, everything else is text and nothing more."""
    return "\n".join([*head(language, title, about, style), *body, END]) + "\n"


def head(language: Language, title: str, about: Iterable[tuple[str, str]], style: str = "") -> Iterator[str]:
    """A page up to where its sections begin; `style` comes beside what all pages have."""
    style = STYLE + style
    allowed = b64encode(sha256(style.encode()).digest()).decode()
    yield "<!DOCTYPE html>"
    yield f'<html lang="{"zh-CN" if language == "zh" else "en"}">'
    yield '<head><meta charset="utf-8">'
    yield f"""<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-{allowed}'; base-uri 'none'; form-action 'none'">"""
    yield '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">'
    yield f"<title>{plain(title)}</title>"
    yield f"<style>{style}</style></head>"
    yield f"<body><main><header><h1>{plain(title)}</h1><dl>"
    yield from (f"<div><dt>{plain(what)}</dt><dd><bdi>{plain(said)}</bdi></dd></div>" for what, said in about)
    yield "</dl></header>"


def figures(shown: Sequence[tuple[str, str]]) -> Iterator[str]:
    """The few numbers to see first, each with what it counts."""
    yield '<div class="figures">'
    yield from (f'<div class="figure"><b>{plain(number)}</b><span>{plain(what)}</span></div>' for what, number in shown)
    yield "</div>"
