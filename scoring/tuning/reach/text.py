"""What it would take, as text, as a page and as data."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from scoring.documents.spelling import width
from scoring.problems import Language, Text
from scoring.problems.shown import harmless
from scoring.tuning.page import figures, page
from scoring.tuning.reach.reach import Change, Reach, Way
from scoring.values.number import show_number
from scoring.values.rounding import Rounding
from scoring.views import batch_page
from scoring.views.batch_plots import plain
from scoring.views.batch_text import table_of
from scoring.views.batch_words import Line, Section
from scoring.views.terminal import BOLD, DIM, padded, painted

SCHEMA = "reach/1"
PERCENT = Rounding("half_up", 1)
NOTHING = "—"


@dataclass(frozen=True, slots=True)
class ReachWords:
    """What it would take, in one language."""

    of: Reach
    language: Language

    def say(self, en: str, zh: str) -> str:
        return zh if self.language == "zh" else en

    def text(self, said: Text) -> str:
        return harmless(said.in_language(self.language))

    def goal(self) -> str:
        goal = self.of.goal
        if goal.points is not None:
            return self.say(f"{show_number(goal.points)} points", f"{show_number(goal.points)} 分")
        return harmless(goal.grade or "")

    def title(self) -> str:
        if self.of.reached:
            return self.say(f"{self.goal()} is reached already", f"已达到 {self.goal()}")
        if not self.of.ways and not self.of.pairs:
            return self.say(f"no one or two facts reach {self.goal()}", f"一项或两项数据都不足以达到 {self.goal()}")
        return self.say(f"what would reach {self.goal()}", f"达到 {self.goal()} 所需")

    def about(self) -> list[tuple[str, str]]:
        card = self.of.before
        total = card.total
        ends = [NOTHING if end is None else show_number(end) for end in (total.lowest, total.highest)]
        now = ends[0] if ends[0] == ends[1] else " – ".join(ends)
        grade = self.say(" or ", " 或 ").join(card.grades_possible) or NOTHING
        return [
            (self.say("project", "项目"), harmless(card.project)),
            (self.say("total", "总分"), now),
            (self.say("grade", "等级"), harmless(grade)),
        ]

    def sections(self) -> Iterator[Section]:
        if self.of.ways:
            yield self._ways(
                "ways", self.say("one fact alone, the least effort first", "只改一项，按相对幅度从小到大"), self.of.ways
            )
        if self.of.pairs:
            yield self._ways("pairs", self.say("two facts together", "两项同时改"), self.of.pairs)
        if self.of.too_little and not self.of.reached:
            heads = (self.say("fact", "数据"), self.say("even at", "即使为"), self.say("the total is", "总分也只有"))
            lines = tuple(
                Line(
                    (
                        self.fact(one.fact, one.label),
                        self.written(one.at),
                        NOTHING if one.total is None else show_number(one.total),
                    )
                )
                for one in self.of.too_little
            )
            yield Section("too_little", self.say("not enough alone", "单独改不够"), heads, lines, left=(0, 1))
        if self.of.lost:
            of_lost = (
                self.say("indicator", "指标"),
                self.say("lost", "失分"),
                self.say("next step", "下一步"),
                self.say("wins", "可挽回"),
            )
            lines = tuple(
                Line((
                    self.fact(one.id, one.label), show_number(one.lost),
                    self.change(one.next) if one.next is not None else NOTHING,
                    show_number(one.wins) if one.wins is not None else NOTHING,
                ))
                for one in self.of.lost
            )  # fmt: skip
            yield Section("lost", self.say("where points were lost", "失分之处"), of_lost, lines, left=(0, 2))

    def _ways(self, name: str, title: str, ways: Sequence[Way]) -> Section:
        heads = (self.say("change", "修改"), self.say("effort", "幅度"), self.say("total", "总分"), self.say("grade", "等级"),
                 self.say("findings", "新增提示"))  # fmt: skip
        lines = tuple(
            Line((
                self.say("; ", "；").join(self.change(one) for one in way.changes),
                self.say("; ", "；").join(self.effort(one) for one in way.changes),
                NOTHING if way.total is None else show_number(way.total),
                harmless(way.grade or NOTHING),
                ", ".join(dict.fromkeys(one.code for one in way.findings)) or NOTHING,
            ))
            for way in ways
        )  # fmt: skip
        return Section(name, title, heads, lines, left=(0, 3, 4))

    def fact(self, name: str, label: Text) -> str:
        said = self.text(label)
        return harmless(name) if said == name else f"{harmless(name)} {said}"

    def written(self, said: str | None) -> str:
        words = {
            "true": self.say("yes", "是"),
            "false": self.say("no", "否"),
            "是": self.say("yes", "是"),
            "否": self.say("no", "否"),
        }
        return self.say("not reported", "未填报") if said is None else words.get(said, harmless(said))

    def change(self, one: Change) -> str:
        return f"{self.fact(one.fact, one.label)}: {self.written(one.before)} → {self.written(one.after)}"

    def effort(self, one: Change) -> str:
        if one.effort is None:
            return self.say("report it", "补报")
        if one.steps and one.effort.denominator == 1:
            return self.say(f"{one.effort} step" + ("" if one.effort == 1 else "s"), f"{one.effort} 级")
        return f"{show_number(PERCENT.apply(one.effort * 100))}%"


def render(found: Reach, language: Language, color: bool = False) -> str:
    """What it would take, as lines of text."""
    return "\n".join(line.rstrip() for line in _lines(ReachWords(found, language), color)) + "\n"


def _lines(words: ReachWords, color: bool) -> Iterator[str]:
    yield painted(words.title(), BOLD, color)
    named = words.about()
    size = max(width(what) for what, _ in named) + 2
    yield from (painted(padded(what, size) + said, DIM, color) for what, said in named)
    for section in words.sections():
        yield ""
        yield painted(section.title, BOLD, color)
        yield from table_of(section, color)


def as_page(found: Reach, language: Language) -> str:
    """The same as one HTML page."""
    words = ReachWords(found, language)
    return page(language, words.title(), words.about(), _body(words))


def _body(words: ReachWords) -> Iterator[str]:
    yield '<section class="wide first">'
    yield from figures([(words.say("goal", "目标"), words.goal()), words.about()[1]])
    yield "</section>"
    for section in words.sections():
        yield f'<section class="wide"><h2>{plain(section.title)}</h2>'
        yield from batch_page.table_of(section)
        yield "</section>"


def as_data(found: Reach, language: Language) -> str:
    """The same as JSON, `reach/1`."""

    def number(value: Fraction | None) -> str | None:
        return None if value is None else show_number(value)

    def change(one: Change) -> dict[str, Any]:
        return {"fact": one.fact, "label": one.label.in_language(language), "before": one.before, "after": one.after,
                "effort": number(one.effort), "steps": one.steps}  # fmt: skip

    def way(one: Way) -> dict[str, Any]:
        return {"changes": [change(each) for each in one.changes], "total": number(one.total), "grade": one.grade,
                "findings": [each.code for each in one.findings]}  # fmt: skip

    total = found.before.total
    made = {
        "schema": SCHEMA,
        "goal": {"grade": found.goal.grade, "points": number(found.goal.points)},
        "project": found.before.project,
        "before": {"lowest": number(total.lowest), "highest": number(total.highest), "grades": list(found.before.grades_possible)},
        "reached": found.reached,
        "ways": [way(one) for one in found.ways],
        "pairs": [way(one) for one in found.pairs],
        "too_little": [{"fact": one.fact, "at": one.at, "total": number(one.total)} for one in found.too_little],
        "lost": [{"indicator": one.id, "lost": number(one.lost), "next": change(one.next) if one.next else None,
                  "wins": number(one.wins)} for one in found.lost],
    }  # fmt: skip
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"
