"""A sensitivity in words and tables, in one language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from scoring.problems import Language
from scoring.tuning.reactions.reaction import Reaction, Sensitivity
from scoring.values.number import show_number
from scoring.values.rounding import Rounding
from scoring.views.batch_words import Line, Section
from scoring.views.words import NOTHING


@dataclass(frozen=True, slots=True)
class SensitivityWords:
    """What is said of how grades and ranks react."""

    of: Sensitivity
    language: Language

    def say(self, en: str, zh: str) -> str:
        return zh if self.language == "zh" else en

    def title(self) -> str:
        return self.say(f"What grades hang on: {self.of.side.shown}", f"等级取决于什么：{self.of.side.shown}")

    def about(self) -> list[tuple[str, str]]:
        return [(self.say("data", "数据"), ", ".join(self.of.data[:5]))]

    def counts(self) -> list[tuple[str, str]]:
        shown = [(self.say("projects scored", "已评分项目"), self.of.projects), (self.say("with a grade", "有等级"), self.of.graded),
                 (self.say("rejected", "未接受"), self.of.rejected), (self.say("changes tried", "试过的改动"), len(self.of.reactions))]  # fmt: skip
        return [(what, f"{number:,}") for what, number in shown]

    def sections(self) -> Iterator[Section]:
        tried = [one for one in self.of.reactions if one.refused is None]
        for kind, title in (("weight", self.say("Weights", "权重")), ("threshold", self.say("Thresholds", "阈值"))):
            listed = [one for one in tried if one.variation.kind == kind]
            if listed:
                yield self.reactions(kind, title, listed)
        if refused := [one for one in self.of.reactions if one.refused is not None]:
            yield self.refused(refused)
        if self.of.edges:
            yield self.edges()
        if self.of.tried_near:
            yield self.hanging()

    def reactions(self, name: str, title: str, listed: list[Reaction]) -> Section:
        heads = (self.say("change", "改动"), self.say("grades that flip", "等级变化"), self.say("better", "升"), self.say("worse", "降"), self.say("from or to none", "由无或变无"),
                 self.say("totals that move", "总分变化"), self.say("at most", "最大变动"), self.say("rank correlation τ", "秩相关 τ"))  # fmt: skip
        most = max((one.flips for one in listed), default=0)
        lines = tuple(self.reaction(one, most) for one in listed)
        return Section(name, title, heads, lines)

    def reaction(self, one: Reaction, most: int) -> Line:
        tau = "" if one.tau is None else show_number(Rounding(decimals=4).apply(one.tau), 4)
        cells = (one.variation.said.in_language(self.language), f"{one.flips:,}", f"{one.better:,}", f"{one.worse:,}", f"{one.other:,}", f"{one.moved:,}",
                 show_number(one.largest, self.of.decimals), tau)  # fmt: skip
        return Line(cells, Fraction(one.flips, most) if most else None, "lost")

    def refused(self, listed: list[Reaction]) -> Section:
        heads = (self.say("change", "改动"), self.say("why it cannot be tried", "为何不能试"))
        lines = tuple(Line((one.variation.said.in_language(self.language), one.refused.in_language(self.language)))
                      for one in listed if one.refused is not None)  # fmt: skip
        return Section("refused", self.say("Not tried", "未试"), heads, lines, left=(0, 1))

    def edges(self) -> Section:
        heads = (self.say("grade", "等级"), self.say("from", "起点"), self.say("projects just in", "恰好达到"), self.say("one rounding step short", "只差一个取整步长"))  # fmt: skip
        lines = tuple(
            Line((one.grade, show_number(one.at), _count(one.just_in), _count(one.just_out))) for one in self.of.edges
        )
        return Section("edges", self.say("At the edge of a grade", "等级边缘"), heads, lines)

    def hanging(self) -> Section:
        heads = (self.say("project", "项目"), self.say("row", "行"), self.say("total", "总分"), self.say("grade", "等级"), self.say("number", "数据"),
                 self.say("reported", "填报"), self.say("one unit off", "差一个单位"), self.say("then", "则为"))  # fmt: skip
        lines = tuple(Line((one.project, one.id, show_number(one.total, self.of.decimals), one.grade, one.column, one.before, one.after, one.then))
                      for one in self.of.hanging)  # fmt: skip
        note = self.say(
            f"the {self.of.tried_near} projects nearest to the edge of a grade were tried, each number one unit of its last digit larger and smaller, each date a day later and earlier",
            f"试了离等级边缘最近的 {self.of.tried_near} 个项目，每个数按其最末一位加减一个单位，每个日期前后移一天",
        )
        none = (
            ()
            if lines
            else (self.say("no grade hangs on one unit of one number", "没有项目的等级取决于一个数的一个单位"),)
        )
        return Section(
            "hanging",
            self.say("Grades that hang on one reported unit", "取决于一个填报单位的等级"),
            heads,
            lines,
            (*none, note),
            (0, 1, 3, 4, 7),
        )


def _count(number: int | None) -> str:
    return NOTHING if number is None else f"{number:,}"
