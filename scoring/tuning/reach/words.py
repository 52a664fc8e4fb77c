"""What it would take in the words of whoever asks: facts by their labels with their codes, changes, efforts, points."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.problems import Language, Text
from scoring.problems.shown import harmless
from scoring.tuning.reach.answer import Answer, Change, Needed, Reach, Way
from scoring.values.number import show_number
from scoring.values.rounding import Rounding

PERCENT = Rounding("half_up", 1)
NOTHING = "—"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
PARTS = {"actual": Text("actual", "实际值"), "judged": Text("judgement", "评判")}
"""What a row says that can be moved."""


@dataclass(frozen=True, slots=True)
class ReachWords:
    """What it would take, in one language."""

    of: Reach
    language: Language

    def say(self, en: str, zh: str) -> str:
        return zh if self.language == "zh" else en

    def text(self, said: Text) -> str:
        return harmless(said.in_language(self.language))

    def several(self, names: Sequence[str]) -> str:
        return self.say(", ", "、").join(names)

    # ------------------------------------------------------------------ the goal and the answer

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
                return self.say(f"what would reach {goal}", f"要达到 {goal}，可以这样改")
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

    # ------------------------------------------------------------------ facts

    def fact(self, name: str, within: str | None = None) -> str:
        """A fact by its code and label, such as `N1 硬化村道（实际值）`; `within` the lines of an indicator only what it says of it."""
        row, _, part = name.rpartition(".")
        if part in PARTS and row in self.of.labels:
            what = PARTS[part].in_language(self.language)
            if row == within:
                return what
            label = self.text(self.of.labels[row])
            said = self.say(f"{label} ({what})", f"{label}（{what}）")
            return f"{harmless(row)} {said}" if label != row else said
        label = self.text(self.of.labels[name]) if name in self.of.labels else name
        return harmless(name) if label == name else f"{harmless(name)} {label}"

    def written(self, said: str | None) -> str:
        words = {
            "true": self.say("yes", "是"),
            "false": self.say("no", "否"),
            "是": self.say("yes", "是"),
            "否": self.say("no", "否"),
        }
        return self.say("not reported", "未填报") if said is None else words.get(said, harmless(said))

    # ------------------------------------------------------------------ changes

    def change(self, one: Change, within: str | None = None) -> str:
        return self.fact(one.fact, within) + self.say(": ", "：") + f"{self.written(one.before)} → {self.after(one)}"

    def after(self, one: Change) -> str:
        said = self.written(one.after)
        if one.evidence:
            said += self.say(", with evidence", "（附佐证）")
        if one.over:
            said += " !"
        return said if one.until is None else said + self._until(one, *one.until)

    def _until(self, one: Change, low: str | None, high: str | None) -> str:
        """All values that do as well."""
        if low == high == one.after:
            return ""
        is_day = DAY.fullmatch(one.after) is not None
        if low is None and high is None:
            return self.say(" (or any other)", "（任何值均可）")
        if high is None:
            more = self.say(" or later", " 及以后") if is_day else self.say(" or more", " 及以上")
            return more if low == one.after else self.say(f" ({low}{more})", f"（{low}{more}）")
        if low is None:
            less = self.say(" or earlier", " 及以前") if is_day else self.say(" or less", " 及以下")
            return less if high == one.after else self.say(f" ({high}{less})", f"（{high}{less}）")
        return self.say(f" ({low} to {high})", f"（{low} 至 {high}）")

    def needed(self, one: Needed) -> str:
        """Between what a fact has to lie, whatever the other of its pair is."""
        if one.options:
            return self.say(" or ", " 或 ").join(map(self.written, one.options))
        if one.least is None:
            return self.say(f"{one.most} at most", f"至多 {one.most}")
        if one.most is None:
            return self.say(f"{one.least} at least", f"至少 {one.least}")
        return self.say(f"{one.least} to {one.most}", f"{one.least} 至 {one.most}")

    def effort(self, one: Change) -> str:
        if one.effort is None:
            return self.say("report it", "补报")
        if one.steps and one.effort.denominator == 1:
            return self.say(f"{one.effort} step" + ("" if one.effort == 1 else "s"), f"{one.effort} 级")
        return percent(one.effort)

    def sum(self, way: Way) -> str:
        """The efforts of a pair together; what has to be reported first stands for itself."""
        open_, effort = way.effort
        parts = [self.say(f"{open_} to report", f"补报 {open_} 项")] if open_ else []
        if open_ < len(way.changes):
            parts.append(percent(effort))
        return " + ".join(parts)

    # ------------------------------------------------------------------ points and grades

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


def percent(effort: Fraction) -> str:
    shown = PERCENT.apply(effort * 100)
    return f"< {show_number(Fraction(1, 10))}%" if effort and not shown else f"{show_number(shown)}%"
