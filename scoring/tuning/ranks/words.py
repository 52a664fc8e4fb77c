"""A ranking in words and tables, in one language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from scoring.problems import Language
from scoring.tuning.ranks.ranking import RankedProject, Ranking
from scoring.values.number import show_number
from scoring.values.rounding import Rounding
from scoring.views.batch_words import Line, Section

TIES = {
    "shared": ("those alike share a place: 1 2 2 4", "并列名次：1 2 2 4"),
    "dense": ("those alike share a place, the next is one further: 1 2 2 3", "并列名次，其后连续：1 2 2 3"),
    "last": ("those alike have the last of their places: 1 3 3 4", "并列取末位：1 3 3 4"),
}


@dataclass(frozen=True, slots=True)
class RankingWords:
    """What is said of a ranking."""

    of: Ranking
    language: Language

    def say(self, en: str, zh: str) -> str:
        return zh if self.language == "zh" else en

    def title(self) -> str:
        asked = self.of.asked
        by = self.say("total", "总分") if asked.by == "total" else asked.by
        return self.say(f"Places by {by}", f"按{by}排名")

    def about(self) -> list[tuple[str, str]]:
        asked = self.of.asked
        said = [
            (self.say("data", "数据"), ", ".join(self.of.data[:5])),
            (self.say("ties", "并列"), self.say(*TIES[asked.ties])),
        ]
        said += [(self.say("within", "范围"), asked.within)] if asked.within is not None else []
        said += [(self.say("first", "次序"), self.say("the smallest", "从小到大"))] if asked.smallest_first else []
        return said

    def counts(self) -> list[tuple[str, str]]:
        """What is counted, and how many."""
        of = self.of
        shown = [(self.say("projects with a place", "有名次的项目"), of.projects), (self.say("of them incomplete", "其中分数待定"), sum(one.incomplete for one in of.groups)),
                 (self.say("without a number", "没有分数"), of.no_number), (self.say(f"without {of.asked.within}", f"没有{of.asked.within}"), of.no_group),
                 (self.say("rejected", "未接受"), of.rejected)]  # fmt: skip
        return [(what, f"{number:,}") for at, (what, number) in enumerate(shown) if number or not at]

    def sections(self) -> Iterator[Section]:
        if any(one.ends for one in self.of.groups):
            yield self.spread()
        yield self.first()

    def spread(self) -> Section:
        """How the numbers of each group are spread."""
        bands = self.of.asked.bands
        ends = [
            self.say("lowest", "最低"),
            *(f"{step}/{bands}" for step in range(1, bands)),
            self.say("highest", "最高"),
        ]
        heads = (self.within_head(), self.say("projects", "项目"), self.say("incomplete", "待定"), *ends)
        lines = [Line((self.group(one.within), f"{one.projects:,}", f"{one.incomplete:,}", *(self.number(end) for end in one.ends)))
                 for one in self.of.groups if one.ends]  # fmt: skip
        return Section("spread", self.say("How they are spread", "分布"), heads, tuple(lines))

    def first(self) -> Section:
        """The first projects of each group."""
        grouped = self.of.asked.within is not None
        heads = (*((self.within_head(),) if grouped else ()), self.say("place", "名次"), self.say("of", "共"), self.say("share", "位次比"), self.say("project", "项目"),
                 self.title_of_number(), self.say("grade", "等级"), self.say("row", "行"))  # fmt: skip
        lines = tuple(Line(((self.group(one.within),) if grouped else ()) + self.cells(one)) for one in self.of.first)
        left = (0, 4, 6, 7) if grouped else (3, 5, 6)
        notes = () if len(self.of.first) == self.of.projects else (self.say(f"the first {self.of.asked.top} of each group; -o FILE writes all of them", f"每组前 {self.of.asked.top} 名；-o FILE 写出全部"),)  # fmt: skip
        return Section("first", self.say("Places", "名次"), heads, lines, notes, left)

    def cells(self, one: RankedProject) -> tuple[str, ...]:
        place = f"{one.place}" if one.place == one.worst else f"{one.place}–{one.worst}"
        share = "" if one.share is None else f"{show_number(Rounding(decimals=2).apply(100 * one.share), 2)}%"
        number = self.number(one.lowest) if one.lowest == one.highest else f"{self.number(one.lowest)}–{self.number(one.highest)}"  # fmt: skip
        return place, f"{one.of}", share, one.project, number, one.grade or "", one.id

    def number(self, value: Fraction) -> str:
        return show_number(value, self.of.decimals)

    def within_head(self) -> str:
        return self.of.asked.within or self.say("all", "范围")

    def group(self, within: str | None) -> str:
        return within if within is not None else self.say("all projects", "全部项目")

    def title_of_number(self) -> str:
        return self.say("total", "总分") if self.of.asked.by == "total" else self.of.asked.by
