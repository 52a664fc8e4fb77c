"""A page of every lint: what its module says, a rulebook that has the mistake, what is told, and one without it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from docs.making.shown import ROOT, fenced
from scoring.lint.analysis import LINTS

GOLDEN = ROOT / "tests" / "golden" / "lints"


def lints() -> str:
    return "\n\n".join([index(), *(part for module in LINTS for part in _of(module))])


def index() -> str:
    """Which lints there are, by the first line of what they say."""
    lines = ["| lint | finds |", "|---|---|"]
    for module in LINTS:
        codes = ", ".join(f"[`{code}`](#{code})" for code in module.CODES)
        lines.append(f"| {codes} | {_said(module).split(chr(10) * 2)[0].replace(chr(10), ' ')} |")
    return "\n".join(lines)


def _said(module: object) -> str:
    return (module.__doc__ or "").strip()


def _of(module: object) -> Iterator[str]:
    codes: tuple[str, ...] = module.CODES  # type: ignore[attr-defined]
    for number, code in enumerate(codes):
        yield f"## `{code}`"
        yield _said(module) if number == 0 else f"As [`{codes[0]}`](#{codes[0]}), found by the same look."
        folder = GOLDEN / code
        if (folder / "mistake.toml").is_file():
            yield fenced(_body(folder / "mistake.toml"))
        yield "is told as"
        yield fenced((folder / "en.txt").read_text(encoding="utf-8"), "text")
        yield fenced((folder / "zh.txt").read_text(encoding="utf-8"), "text")
        if (folder / "near.toml").is_file():
            yield "and this is not:"
            yield fenced(_body(folder / "near.toml"))


def _body(file: Path) -> str:
    return file.read_text(encoding="utf-8")
