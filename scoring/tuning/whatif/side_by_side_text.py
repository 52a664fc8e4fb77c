"""Two scorecards of one project as one table: what was, what is, what moved and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scoring.documents.spelling import width
from scoring.problems import Language, Text
from scoring.problems.shown import harmless
from scoring.tuning.whatif.side_by_side import Ends, IndicatorPair, ResultPair, SideBySide
from scoring.values.number import show_number
from scoring.views.terminal import BOLD, DIM, GREEN, RED, columns, painted, wrapped
from scoring.views.words import BITES, NOTHING, OUTCOMES, STATUS, Words

LEAST_REASON = 24


def signed(ends: Ends | None) -> str:
    """A difference, or from the lowest to the highest that it may be."""
    if ends is None:
        return NOTHING
    shown = [("+" if end > 0 else "") + show_number(end).replace("-", "−") for end in dict.fromkeys(ends)]
    return " … ".join(shown)


class CardWords:
    """Two scorecards in one language."""

    def __init__(self, cards: SideBySide, language: Language) -> None:
        self.before, self.after = Words(cards.before, language), Words(cards.after, language)
        self.cards = SideBySide(self.before.card, self.after.card)  # nothing in them acts where it is printed
        self.language = language

    def say(self, en: str, zh: str) -> str:
        return zh if self.language == "zh" else en

    def of(self, text: Text) -> str:
        return harmless(text.in_language(self.language))

    def rows(self, all_: bool = False) -> Iterator[tuple[list[str], IndicatorPair | None]]:
        """Indicators that changed, or all of them; then the total, the grade and the status."""
        for pair in self.cards.indicators:
            if pair.changed or all_:
                name = f"{pair.id} {self.of(pair.some.label)}".strip()
                yield [name, self.points(pair, False), self.points(pair, True), signed(pair.difference), self.why(pair)], pair  # fmt: skip
        for result in self.cards.results:
            if result.changed or all_:
                yield [self.of(result.after.label if result.after else result.before.label if result.before else Text("", "")),
                       self.result(result, False), self.result(result, True), "", ""], None  # fmt: skip
        total = self.cards.difference
        if total is not None:
            yield [self.say("total", "总分"), self.before.total(), self.after.total(), signed(total), ""], None
        if self.cards.before.grades_possible or self.cards.after.grades_possible:
            yield [self.say("grade", "等级"), self.before.grade(), self.after.grade(), "", ""], None
        status = [self.of(STATUS[one.status]) for one in (self.cards.before, self.cards.after)]
        if status[0] != status[1]:
            yield [self.say("status", "状态"), *status, "", ""], None

    def points(self, pair: IndicatorPair, after: bool) -> str:
        one, words = (pair.after, self.after) if after else (pair.before, self.before)
        if one is None:
            return NOTHING
        if one.outcome == "not_applicable":
            return self.of(OUTCOMES["not_applicable"])
        return words.range(one.points, one.lowest, one.highest)

    def result(self, pair: ResultPair, after: bool) -> str:
        one, words = (pair.after, self.after) if after else (pair.before, self.before)
        if one is None:
            return NOTHING
        said = words.result(one)
        return f"{said} {harmless(one.grade)}" if one.grade else said

    def why(self, pair: IndicatorPair) -> str:
        """What is said of it now, and what was where that is another."""
        before = self.before.reason(pair.before) if pair.before is not None else ""
        after = self.after.reason(pair.after) if pair.after is not None else ""
        return after if before == after or not before else f"{before} → {after}"

    def beside(self) -> Iterator[str]:
        """Limits, findings: what is otherwise beside the points."""
        for name, label, before, after in self.cards.limits:
            named = self.of(label) if label.en == name else f"{name} {self.of(label)}"
            ends = [self.of(BITES[one]) if one in BITES else NOTHING for one in (before, after)]
            yield self.say(f"limit {named}: {ends[0]} → {ends[1]}", f"限制 {named}：{ends[0]} → {ends[1]}")  # fmt: skip
        yield from (f"{self.say('new', '新增')}  {self.of(one.message)}  [{one.code}]" for one in self.cards.new)
        yield from (f"{self.say('gone', '消除')}  {self.of(one.message)}  [{one.code}]" for one in self.cards.gone)


def table(words: CardWords, color: bool = False, size: int = 100, all_: bool = False) -> Iterator[str]:
    """The lines of the table; the last column is wrapped."""
    heads = [words.say("", ""), words.say("before", "修改前"), words.say("after", "修改后"), words.say("difference", "差值"),
             words.say("why", "说明")]  # fmt: skip
    rows = list(words.rows(all_))
    taken = sum(max(width(row[n]) for row in [heads, *(cells for cells, _ in rows)]) + 2 for n in range(4))
    room = max(LEAST_REASON, size - taken)
    lines: list[Sequence[str]] = [heads]
    paints = [DIM]
    for cells, pair in rows:
        difference = pair.difference if pair is not None else words.cards.difference if cells[3] else None
        paint = (
            ""
            if difference is None or not any(difference)
            else GREEN
            if difference[0] >= 0 and difference[1] >= 0
            else RED
        )
        parts = wrapped(cells[4], room) or [""]
        lines += [[*cells[:4], parts[0]], *(["", "", "", "", part] for part in parts[1:])]
        paints += [paint] * len(parts)
    yield from (
        painted(line.rstrip(), paint, color) for line, paint in zip(columns(lines, (1, 2, 3)), paints, strict=True)
    )


def title(words: CardWords, color: bool = False) -> str:
    card = words.cards.after
    return painted(card.project + (f"  {card.period}" if card.period else ""), BOLD, color)
