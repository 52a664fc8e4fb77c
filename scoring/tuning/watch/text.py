"""What is said after a look: problems, a first score, or the new one beside the old."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.problems import Language, Text
from scoring.problems.shown import harmless
from scoring.tuning.comparison import text as comparison_text
from scoring.tuning.watch.watch import Seen
from scoring.tuning.whatif.side_by_side_text import CardWords, table, title
from scoring.views import problems
from scoring.views.terminal import BOLD, DIM, GREEN, RED, painted
from scoring.views.words import Words


def render(seen: Seen, language: Language, color: bool = False, size: int = 100) -> str:
    """One or more lines, ending in a newline."""
    return "\n".join(_lines(seen, language, color, size)).rstrip("\n") + "\n"


def _lines(seen: Seen, language: Language, color: bool, size: int) -> Iterator[str]:
    name = harmless(seen.name)

    def say(en: str, zh: str) -> str:
        return Text(en, zh).in_language(language)

    if seen.gone:
        yield painted(say(f"{name}: gone", f"{name}：已删除"), DIM, color)
    elif seen.problems:
        yield painted(say(f"{name}: cannot be scored", f"{name}：无法评分"), RED, color)
        yield problems.as_text(seen.problems, language, color=color).rstrip("\n")
    elif seen.card is not None:
        words = Words(seen.card, language)
        yield f"{painted(name, BOLD, color)}  {words.total()}  {words.grade() if seen.card.grades_possible else ''}".rstrip()
    elif seen.cards is not None:
        of = CardWords(seen.cards, language)
        if seen.cards.nothing_moves:
            yield painted(say(f"{name}: scored again, as before", f"{name}：可以评分，结果与之前相同"), GREEN, color)
            return
        yield painted(f"{name}  ", DIM, color) + title(of, color)
        yield from table(of, color, size)
        yield from of.beside()
    elif seen.comparison is not None:
        yield comparison_text.render(seen.comparison, language, color).rstrip("\n")
    elif seen.table is not None:
        part = seen.table.part
        yield (
            say(f"{name}: scored; save to see what moves", f"{name}：已评分，保存后显示变化")
            if part is not None
            else say(f"{name}: no row could be scored", f"{name}：没有一行可以评分")
        )
