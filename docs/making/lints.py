"""A page of every lint: what its module says, and what is told of a rulebook that has the mistake, in both languages."""

from __future__ import annotations

from docs.making.shown import ROOT, fenced
from scoring.lint.analysis import MODULES

GOLDEN = ROOT / "tests" / "golden" / "lints"


def lints() -> str:
    return "\n\n".join([index(), *(_page(module.CODE, _said(module)) for module in MODULES)])


def index() -> str:
    """Which lints there are, by the first line of what they say."""
    lines = ["| lint | finds |", "|---|---|"]
    for module in MODULES:
        first = _said(module).split("\n\n")[0].replace("\n", " ").removesuffix(":")
        lines.append(f"| [`{module.CODE}`](#{module.CODE}) | {first} |")
    return "\n".join(lines)


def _said(module: object) -> str:
    """A module's docstring, which is the lint's page."""
    return (module.__doc__ or "").strip()


def _page(code: str, said: str) -> str:
    told = [(GOLDEN / code / f"{language}.txt").read_text(encoding="utf-8") for language in ("en", "zh")]
    shown = (fenced(each.rsplit("\n\n", 1)[0], "text") for each in told)
    return "\n\n".join([f"## `{code}`", said, "It is told as", *shown])
