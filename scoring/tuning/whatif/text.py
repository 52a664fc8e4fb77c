"""What would be if: the settings, both scorecards side by side, and what each setting did."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.problems import Language
from scoring.tuning.whatif.side_by_side_text import CardWords, signed, table, title
from scoring.tuning.whatif.whatif import WhatIf
from scoring.views.terminal import DIM, columns, painted


def render(tried: WhatIf, language: Language, color: bool = False, size: int = 100, all_: bool = False) -> str:
    """As lines of text, `size` columns wide where the reasons allow it; `all_`: indicators that do not move as well."""
    return "\n".join(_lines(tried, CardWords(tried.cards, language), color, size, all_)) + "\n"


def _lines(tried: WhatIf, words: CardWords, color: bool, size: int, all_: bool) -> Iterator[str]:
    yield title(words, color)
    several = len(tried.settings) > 1
    rows = [
        [f"  {number}", words.of(one.said), f"{one.place.file}:{one.place.line}", signed(share) if several else ""]
        for number, (one, share) in enumerate(zip(tried.settings, tried.shares, strict=True), start=1)
    ]
    if several:
        rows.append(["", words.say("the rest, only together", "其余，仅共同生效时"), "", signed(tried.together)])
        rows.insert(0, ["", "", "", words.say("alone", "单独影响")])
    yield from (
        painted(line, DIM if several and not number else "", color) for number, line in enumerate(columns(rows, (3,)))
    )
    yield ""
    if words.cards.nothing_moves:
        yield words.say("nothing moves", "没有任何变化")
    yield from table(words, color, size, all_)
    if beside := list(words.beside()):
        yield ""
        yield from beside
