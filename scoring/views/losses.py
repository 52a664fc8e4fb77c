"""Where points were lost, and which are still open: the most points first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scoring.problems import Language
from scoring.scorecard.scorecard import IndicatorScore, LimitScore, Scorecard
from scoring.views.explain import told
from scoring.views.terminal import BOLD, DIM, YELLOW, columns, painted
from scoring.views.words import Words


def render_losses(scorecard: Scorecard, language: Language, color: bool) -> str:
    """Every indicator that lost points or could not be scored, the most points first."""
    return told(_Losses(Words(scorecard, language), color).lines())


class _Losses:
    def __init__(self, words: Words, color: bool) -> None:
        self.words, self.card, self.color = words, words.card, color

    def title(self, en: str, zh: str, paint: str = BOLD) -> str:
        return painted(self.words.say(en, zh), paint, self.color)

    def lines(self) -> Iterator[str]:
        card = self.card
        lost = sorted((one for one in card.indicators if one.lost), key=lambda one: -(one.lost or 0))
        open_ = sorted(
            (one for one in card.indicators if one.outcome == "not_scorable"),
            key=lambda one: (one.lowest or 0) - (one.highest or 0),
        )
        biting = [limit for limit in card.limits if limit.bites != "no"]
        yield painted(card.project, BOLD, self.color) + f"  {self.words.say('total', '总分')} {self.words.total()}"
        yield from self.lost(lost)
        yield from self.still_open(open_)
        yield from self.limits(biting)
        yield from self.results()
        if lost or open_:
            first = (lost or open_)[0].id
            how = f"one of them in full: scoring explain FACTS {first}", f"查看某项详情：scoring explain FACTS {first}"
            yield from ("", self.title(*how, DIM))
        elif not biting and card.indicators:
            yield from ("", self.words.say("no points were lost", "没有失分"))

    def lost(self, indicators: Sequence[IndicatorScore]) -> Iterator[str]:
        if not indicators:
            return
        words, say = self.words, self.words.say
        yield from ("", self.title("points lost", "失分"))
        head = [say("lost", "失分"), say("weight", "权重"), say("indicator", "指标"), say("why", "原因")]
        rows = [
            [words.lost(one), words.weight(one), f"{one.id} {words.of(one.label)}", self.why(one)] for one in indicators
        ]
        yield from columns([head, *rows], right=(0, 1), indent="  ")

    def still_open(self, indicators: Sequence[IndicatorScore]) -> Iterator[str]:
        if not indicators:
            return
        words = self.words
        yield from ("", self.title("not scorable: points that are still open", "无法评分：尚不能确定的分值", YELLOW))
        rows = [[words.range(None, one.lowest, one.highest), f"{one.id} {words.of(one.label)}", words.of(one.reason)]
                for one in indicators]  # fmt: skip
        yield from columns(rows, right=(0,), indent="  ")

    def limits(self, biting: Sequence[LimitScore]) -> Iterator[str]:
        if not biting:
            return
        words, colon = self.words, self.words.say(": ", "：")
        yield from ("", self.title("limits", "限制"))
        yield from (f"  {words.of(limit.label)}{colon}{words.limit(limit)}  {limit.where}" for limit in biting)

    def results(self) -> Iterator[str]:
        if not self.card.results:
            return
        words = self.words
        yield from ("", self.title("results", "结果"))
        rows = [[one.name, words.result(one), words.of(one.arithmetic)] for one in self.card.results]
        yield from columns(rows, indent="  ")

    def why(self, one: IndicatorScore) -> str:
        said = (self.words.of(one.reason), self.words.of(one.arithmetic))
        return self.words.say("; ", "；").join(filter(None, said))
