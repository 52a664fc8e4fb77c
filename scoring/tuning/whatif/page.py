"""What would be if, as one HTML page: opens without a network, runs nothing, prints well, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from scoring.problems import Language
from scoring.tuning.comparison.page import head
from scoring.tuning.whatif.side_by_side_text import CardWords, signed
from scoring.tuning.whatif.whatif import WhatIf
from scoring.views.batch_page import table_of
from scoring.views.batch_plots import plain
from scoring.views.batch_words import Line, Section

STYLE = "td:first-child { min-width: 130px; } .bars { width: 22%; }\n"


def render(tried: WhatIf, language: Language) -> str:
    """The page; everything in it that somebody else wrote is text and nothing more."""
    return "\n".join(_lines(tried, CardWords(tried.cards, language))) + "\n"


def _lines(tried: WhatIf, words: CardWords) -> Iterator[str]:
    card = words.cards.after
    about = [(words.say("rules", "规则集"), f"{card.rulebook.name} {card.rulebook.edition or ''}".strip())]
    yield from head(words.language, f"{card.project} {card.period or ''}".strip(), about, STYLE)
    yield '<section class="wide first"><div class="figures">'
    difference = words.cards.difference
    shown = [(words.say("before", "修改前"), words.before.total()), (words.say("after", "修改后"), words.after.total()),
             (words.say("difference", "差值"), signed(difference))]  # fmt: skip
    if words.cards.before.grades_possible:
        shown += [
            (words.say("grade before", "原等级"), words.before.grade()),
            (words.say("grade after", "新等级"), words.after.grade()),
        ]
    yield from (f'<div class="figure"><b>{plain(number)}</b><span>{plain(what)}</span></div>' for what, number in shown)
    yield "</div></section>"
    for section in _sections(tried, words):
        yield f'<section class="wide"><h2>{plain(section.title)}</h2>'
        yield from table_of(section)
        yield from (f'<p class="note">{plain(note)}</p>' for note in section.notes)
        yield "</section>"
    yield "</main></body></html>"


def _sections(tried: WhatIf, words: CardWords) -> Iterator[Section]:
    several = len(tried.settings) > 1
    lines = [
        Line((words.of(one.said), f"{one.place.file}:{one.place.line}", signed(share)))
        for one, share in zip(tried.settings, tried.shares, strict=True)
    ]
    if several:
        lines.append(Line((words.say("the rest, only together", "其余，仅共同生效时"), "", signed(tried.together))))
    heads = (words.say("what was set", "修改内容"), words.say("where", "位置"), words.say("alone", "单独影响"))
    yield Section("settings", words.say("Settings", "修改"), heads, tuple(lines), (), (0, 1))
    rows = []
    sizes = [max(abs(end) for end in pair.difference) for pair in words.cards.indicators if pair.difference is not None]
    most = max(sizes, default=Fraction(0)) or Fraction(1)
    for cells, pair in words.rows(all_=True):
        size = max(abs(end) for end in pair.difference) if pair is not None and pair.difference is not None else None
        tone = "gain" if pair is not None and pair.difference is not None and pair.difference[1] > 0 else "loss"
        rows.append(Line(tuple(cells), size / most if size else None, tone))
    columns = (words.say("indicator", "指标"), words.say("before", "修改前"), words.say("after", "修改后"),
             words.say("difference", "差值"), words.say("why", "说明"))  # fmt: skip
    yield Section("points", words.say("Side by side", "前后对比"), columns, tuple(rows), tuple(words.beside()), (0, 4))
