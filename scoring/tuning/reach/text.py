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
from scoring.tuning.reach.answer import Answer, Change, Lost, Reach, Way
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
MOST_TOLD = 10
"""Efforts of which nobody asks whether a pair costs as much."""


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
        goal = self.goal()
        match self.of.answer:
            case Answer.REACHED:
                return self.say(f"{goal} is reached already", f"已达到 {goal}")
            case Answer.POSSIBLE:
                return self.say(f"what would reach {goal}", f"达到 {goal} 所需")
            case Answer.IMPOSSIBLE:
                return self.say(f"no one or two facts reach {goal}", f"一项或两项数据都不足以达到 {goal}")
            case Answer.NOT_FOUND:
                return self.say(f"of the changes of one or two facts that were looked at none reaches {goal}; not all were",
                                f"在已查看的一项或两项改动中，没有能达到 {goal} 的；并未全部查看")  # fmt: skip

    def about(self) -> list[tuple[str, str]]:
        card = self.of.before
        return [
            (self.say("project", "项目"), harmless(card.project)),
            (self.say("total", "总分"), self.between(card.total.lowest, card.total.highest)),
            (self.say("grade", "等级"), self.grades(card.grades_possible)),
        ]

    def sections(self) -> Iterator[Section]:
        if self.of.ways:
            title = self.say("one fact alone, the least effort first", "只改一项，按相对幅度从小到大")
            yield Section("ways", title, self._heads(together=False), tuple(self._alone(self.of.ways)), left=(0, 3, 4))
        if self.of.pairs:
            title = self.say("two facts together, the cheapest pairs", "两项同时改，合计幅度最小的组合")
            yield Section("pairs", title, self._heads(together=True), tuple(self._pairs(self.of.pairs)), left=(0, 4, 5))
        if some := [one for one in self.of.too_little if one.at is not None]:
            heads = (self.say("fact", "数据"), self.say("even at", "即使为"), self.say("the total is", "总分也只有"))
            lines = tuple(
                Line(
                    (
                        self.fact(one.fact, one.label) + self.mark(one.proved),
                        self.written(one.at),
                        self.points(one.total),
                    )
                )
                for one in some
            )
            yield Section("too_little", self.say("not enough alone", "单独改不够"), heads, lines, left=(0, 1))
        if self.of.lost:
            of_lost = (self.say("indicator", "指标"), self.say("lost", "失分"), self.say("next step", "下一步"),
                       self.say("wins", "可挽回"))  # fmt: skip
            lines = tuple(self._lost(one) for one in self.of.lost)
            yield Section("lost", self.say("where points were lost", "失分之处"), of_lost, lines, left=(0, 2))

    def _lost(self, one: Lost) -> Line:
        step = self.change(one.next) if one.next is not None else ""
        if one.why is not None:
            step = self.text(one.why)
        return Line((self.fact(one.id, one.label), self.points(one.lost), step + self.mark(one.proved),
                     self.points(one.wins)))  # fmt: skip

    def _heads(self, together: bool) -> tuple[str, ...]:
        sums = (self.say("together", "合计"),) if together else ()
        return (self.say("change", "修改"), self.say("effort", "幅度"), *sums, self.say("total", "总分"),
                self.say("grade", "等级"), self.say("new findings", "新增提示"))  # fmt: skip

    def _alone(self, ways: Sequence[Way]) -> Iterator[Line]:
        for way in ways:
            (change,) = way.changes
            yield Line((self.change(change) + self.mark(way.proved), self.effort(change), *self._came(way)))

    def _pairs(self, ways: Sequence[Way]) -> Iterator[Line]:
        for way in ways:
            first, second = way.changes
            yield Line((self.change(first), self.effort(first), "", "", "", ""))
            yield Line((f"+ {self.change(second)}", self.effort(second), self.sum(way), *self._came(way)))

    def _came(self, way: Way) -> tuple[str, str, str]:
        codes = ", ".join(dict.fromkeys(one.code for one in way.findings))
        return self.between(*way.ends), self.grades(way.grades), codes or NOTHING

    def sum(self, way: Way) -> str:
        """The efforts of a pair together; what has to be reported first stands for itself."""
        open_, effort = way.effort
        parts = [self.say(f"{open_} to report", f"补报 {open_} 项")] if open_ else []
        if open_ < len(way.changes):
            parts.append(_percent(effort))
        return " + ".join(parts)

    def between(self, low: Fraction | None, high: Fraction | None) -> str:
        """A total, or between what it lies."""
        ends = self.points(low), self.points(high)
        return ends[0] if ends[0] == ends[1] else " – ".join(ends)

    def grades(self, names: Sequence[str]) -> str:
        return harmless(self.say(" or ", " 或 ").join(names) or NOTHING)

    def points(self, value: Fraction | None) -> str:
        return NOTHING if value is None else show_number(value, self.of.before.decimals)

    def mark(self, proved: bool) -> str:
        return "" if proved else " *"

    def notes(self) -> Iterator[str]:
        """What stands below: why, what brings nothing, what was not looked at, how effort is counted."""
        of = self.of
        for reason in of.because:
            yield self.text(reason)
        idle = [self.fact(one.fact, one.label) for one in of.too_little if one.at is None and one.proved]
        if idle:
            yield self.say(
                "no other value of these alone raises the total: ", "单独改以下数据都不能提高总分："
            ) + self.several(idle)
        full = of.before.total.possible
        if of.goal.points is not None and full is not None and of.goal.points > full:
            yield self.say(f"full points are {show_number(full)}", f"满分为 {show_number(full)} 分")
        if of.kept:
            yield self.say("left as they are: ", "保持不变：") + self.several([harmless(name) for name in of.kept])
        if of.unpaired:
            named = self.several([harmless(name) for name in of.unpaired])
            yield self.say(f"tried value by value, and not in pairs: {named}", f"以下数据只逐值试算，未组合：{named}")
        if of.pairs_beyond is not None and (of.pairs_beyond < MOST_TOLD or of.answer is Answer.NOT_FOUND):
            upto = _percent(of.pairs_beyond)
            yield self.say(
                f"pairs of an effort of {upto} and more were not all looked at",
                f"合计幅度 {upto} 及以上的组合未全部查看",
            )
        marked = [*(one.proved for one in of.ways), *(one.proved for one in of.lost),
                  *(one.proved for one in of.too_little if one.at is not None)]  # fmt: skip
        if not all(marked):
            yield self.say(
                "* the smallest that was found; a smaller one is not ruled out",
                "* 为已找到的最小改动，不排除还有更小的",
            )
        unsure = [self.fact(one.fact, one.label) for one in of.too_little if one.at is None and not one.proved]
        if unsure:
            yield self.say("not decided for these alone: ", "以下数据单独能否达到未能判定：") + self.several(unsure)
        if any(way.effort[0] > 1 for way in of.pairs):
            yield self.say(
                "of two facts that are not reported one pair of values is told; others may do as well",
                "两项均未填报的，只列出一组取值，其他取值也可能达到",
            )
        changes = [change for way in (*of.ways, *of.pairs) for change in way.changes]
        changes += [one.next for one in of.lost if one.next is not None]
        if any(change.over for change in changes):
            yield self.say("! more than 100%, which may not be possible", "! 超过 100%，可能无法实现")
        if of.ways or of.pairs:
            yield self.say("effort: by how much of itself a number moves; of a date days out of 365; of a choice steps",
                           "幅度：数值相对自身改动的比例；日期按天数占 365 天计；选项按级数计")  # fmt: skip

    def several(self, names: Sequence[str]) -> str:
        return self.say(", ", "、").join(names)

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
        after = self.written(one.after) + (" !" if one.over else "")
        if one.until is not None:
            after += self._until(one, *one.until)
        return f"{self.fact(one.fact, one.label)}: {self.written(one.before)} → {after}"

    def _until(self, one: Change, low: str | None, high: str | None) -> str:
        """All values that do as well."""
        if low == high == one.after:
            return ""
        if low is None and high is None:
            return self.say(" (or any other)", "（任何值均可）")
        if high is None:
            return (
                self.say(" or more", " 及以上")
                if low == one.after
                else self.say(f" ({low} or more)", f"（{low} 及以上）")
            )
        if low is None:
            return (
                self.say(" or less", " 及以下")
                if high == one.after
                else self.say(f" ({high} or less)", f"（{high} 及以下）")
            )
        return self.say(f" ({low} to {high})", f"（{low} 至 {high}）")

    def effort(self, one: Change) -> str:
        if one.effort is None:
            return self.say("report it", "补报")
        if one.steps and one.effort.denominator == 1:
            return self.say(f"{one.effort} step" + ("" if one.effort == 1 else "s"), f"{one.effort} 级")
        return _percent(one.effort)


def _percent(effort: Fraction) -> str:
    shown = PERCENT.apply(effort * 100)
    return f"< {show_number(Fraction(1, 10))}%" if effort and not shown else f"{show_number(shown)}%"


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
    if notes := list(words.notes()):
        yield ""
        yield from notes


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
    if notes := list(words.notes()):
        yield '<section class="wide"><ul>'
        yield from (f"<li>{plain(note)}</li>" for note in notes)
        yield "</ul></section>"


def as_data(found: Reach, language: Language) -> str:
    """The same as JSON, `reach/1`."""

    def number(value: Fraction | None) -> str | None:
        return None if value is None else show_number(value)

    def change(one: Change) -> dict[str, Any]:
        return {"fact": one.fact, "label": one.label.in_language(language), "before": one.before, "after": one.after,
                "effort": number(one.effort), "steps": one.steps, "over": one.over,
                "until": list(one.until) if one.until is not None else None}  # fmt: skip

    def way(one: Way) -> dict[str, Any]:
        open_, effort = one.effort
        return {"changes": [change(each) for each in one.changes], "to_report": open_, "effort": number(effort),
                "total": number(one.total), "lowest": number(one.ends[0]), "highest": number(one.ends[1]),
                "grade": one.grade, "grades": list(one.grades), "findings": [each.code for each in one.findings],
                "proved": one.proved}  # fmt: skip

    def lost(one: Lost) -> dict[str, Any]:
        return {"indicator": one.id, "lost": number(one.lost), "next": change(one.next) if one.next else None,
                "wins": number(one.wins), "why": one.why.in_language(language) if one.why else None,
                "proved": one.proved}  # fmt: skip

    total = found.before.total
    made = {
        "schema": SCHEMA,
        "goal": {"grade": found.goal.grade, "points": number(found.goal.points)},
        "project": found.before.project,
        "before": {"lowest": number(total.lowest), "highest": number(total.highest), "grades": list(found.before.grades_possible)},
        "answer": found.answer.value,
        "reached": found.reached,
        "because": [one.in_language(language) for one in found.because],
        "ways": [way(one) for one in found.ways],
        "pairs": [way(one) for one in found.pairs],
        "pairs_beyond": number(found.pairs_beyond),
        "too_little": [{"fact": one.fact, "at": one.at, "total": number(one.total), "proved": one.proved}
                       for one in found.too_little],
        "lost": [lost(one) for one in found.lost],
        "kept": list(found.kept),
        "unpaired": list(found.unpaired),
    }  # fmt: skip
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"
