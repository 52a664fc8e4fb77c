"""What it would take as tables: one fact alone, pairs, what is not enough, and where points were lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from scoring.scorecard.scorecard import Finding
from scoring.tuning.reach.answer import Lost, Way
from scoring.tuning.reach.words import NOTHING, ReachWords
from scoring.views.batch_words import Line, Section


@dataclass
class ReachTables:
    """The tables in one language; findings stand below them, by number."""

    words: ReachWords
    findings: list[Finding] = field(default_factory=list)

    def sections(self) -> Iterator[Section]:
        words, of = self.words, self.words.of
        if of.ways:
            title = words.say("one fact alone, the least effort first", "只改一项，按相对幅度从小到大")
            yield Section("ways", title, self._heads(together=False), tuple(self._alone(of.ways)), left=(0, 3, 4))
        if of.pairs:
            title = words.say("two facts together, the cheapest pairs", "两项同时改，合计幅度最小的组合")
            yield Section("pairs", title, self._heads(together=True), tuple(self._pairs(of.pairs)), left=(0, 4, 5))
        if any(way.needed for way in of.pairs):
            title = words.say("of two facts that are not reported, what each must be", "两项均未填报的，各自须达到")
            heads = (
                words.say("fact", "数据"),
                words.say("must be", "须为"),
                words.say("and then the other", "此时另一项"),
            )
            yield Section("needed", title, heads, tuple(self._needed(of.pairs)), left=(0, 1, 2))
        if some := [one for one in of.too_little if one.at is not None]:
            heads = (
                words.say("fact", "数据"),
                words.say("even at", "即使为"),
                words.say("the total is", "总分也只有"),
            )
            lines = tuple(
                Line((words.fact(one.fact) + words.mark(one.proved), words.written(one.at), words.points(one.total)))
                for one in some
            )
            yield Section("too_little", words.say("not enough alone", "单独改不够"), heads, lines, left=(0, 1))
        if of.lost:
            of_lost = (words.say("indicator", "指标"), words.say("lost", "失分"), words.say("wins", "可挽回"),
                       words.say("next step", "下一步"))  # fmt: skip
            lines = tuple(self._lost(one) for one in of.lost)
            yield Section("lost", words.say("where points were lost", "失分之处"), of_lost, lines, left=(0, 3))

    def _lost(self, one: Lost) -> Line:
        words = self.words
        step = words.change(one.next, within=one.id) if one.next is not None else ""
        if one.why is not None:
            step = words.text(one.why)
        return Line((words.fact(one.id), words.points(one.lost), words.points(one.wins), step + words.mark(one.proved)))

    def _heads(self, together: bool) -> tuple[str, ...]:
        say = self.words.say
        sums = (say("together", "合计"),) if together else ()
        return (say("change", "修改"), say("effort", "幅度"), *sums, say("total", "总分"), say("grade", "等级"),
                say("new findings", "新增提示"))  # fmt: skip

    def _alone(self, ways: Sequence[Way]) -> Iterator[Line]:
        words = self.words
        for way in ways:
            (change,) = way.changes
            yield Line((words.change(change) + words.mark(way.proved), words.effort(change), *self._came(way)))

    def _pairs(self, ways: Sequence[Way]) -> Iterator[Line]:
        words = self.words
        for way in ways:
            first, second = way.changes
            yield Line((words.change(first), words.effort(first), "", "", "", ""))
            yield Line((f"+ {words.change(second)}", words.effort(second), words.sum(way), *self._came(way)))

    def _needed(self, ways: Sequence[Way]) -> Iterator[Line]:
        words = self.words
        for way in ways:
            for number, one in enumerate(way.needed):
                then = (
                    words.fact(one.then.fact) + words.say(": ", "：") + words.after(one.then)
                    if one.then is not None
                    else ""
                )
                yield Line((("+ " if number else "") + words.fact(one.fact), words.needed(one), then))

    def _came(self, way: Way) -> tuple[str, str, str]:
        numbers = ", ".join(dict.fromkeys(self._number(one) for one in way.findings))
        return self.words.between(*way.ends), self.words.grades(way.grades), numbers or NOTHING

    def _number(self, finding: Finding) -> str:
        """By which the finding stands below."""
        for n, one in enumerate(self.findings):
            if (one.code, one.message) == (finding.code, finding.message):
                return f"[{n + 1}]"
        self.findings.append(finding)
        return f"[{len(self.findings)}]"
