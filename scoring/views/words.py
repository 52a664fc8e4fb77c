"""The words of a scorecard that all its views share, in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.problems import Language, Text
from scoring.scorecard.scorecard import (
    Claim,
    ColumnScore,
    GroupScore,
    IndicatorScore,
    LimitScore,
    PolicyUsed,
    ResultScore,
    Revision,
    Scorecard,
)
from scoring.values.number import show_number
from scoring.views.strangers import all_harmless

OF_A_HEAD = {
    "code": Text("code", "项目编码"),
    "department": Text("department", "主管部门"),
    "unit": Text("unit", "实施单位"),
}
"""What the head of a form says that every reader wants to see."""
OUTCOMES = {
    "scored": Text("scored", "已评分"),
    "not_applicable": Text("not applicable", "不适用"),
    "not_scorable": Text("not scorable", "无法评分"),
    "none": Text("none", "无"),
}
STATUS = {"complete": Text("complete", "完整"), "incomplete": Text("incomplete", "不完整")}
SEVERITIES = {"error": Text("error", "错误"), "warning": Text("warning", "警告"), "note": Text("note", "提示")}
BITES = {"yes": Text("bites", "触发"), "no": Text("does not bite", "未触发"), "unknown": Text("undecided", "不能确定")}
SUPPORTED = {
    True: Text("supported", "成立"),
    False: Text("not supported", "不成立"),
    None: Text("still open", "尚不能确定"),
}
ROLES = {
    "self": Text("self", "自评"),
    "finance": Text("finance", "财政评价"),
    "department": Text("department", "部门评价"),
    "review": Text("review", "复核"),
}
NOTHING = "—"


@dataclass(frozen=True, slots=True)
class Words:
    """A scorecard's numbers and sentences in one language; nothing in them acts where it is printed."""

    card: Scorecard
    language: Language

    def __post_init__(self) -> None:
        object.__setattr__(self, "card", all_harmless(self.card))

    def of(self, text: Text | None) -> str:
        return "" if text is None else text.in_language(self.language)

    def say(self, en: str, zh: str) -> str:
        return zh if self.language == "zh" else en

    def points(self, value: Fraction | None) -> str:
        return NOTHING if value is None else show_number(value, self.card.decimals)

    def weight(self, one: IndicatorScore) -> str:
        return NOTHING if one.weight is None else show_number(one.weight)

    def range(self, points: Fraction | None, lowest: Fraction | None, highest: Fraction | None) -> str:
        """Points, or from the lowest to the highest possible."""
        if points is not None:
            return self.points(points)
        if lowest is None or highest is None:
            return NOTHING
        if lowest == highest:
            return self.points(lowest)
        return f"{self.points(lowest)} – {self.points(highest)}"

    def lost(self, one: IndicatorScore | GroupScore) -> str:
        """Points below the weight of what applies; a dash where that is not known."""
        return NOTHING if one.lost is None else self.points(one.lost)

    def earned(self, one: GroupScore) -> str:
        """What a group's members earned, before anything was spread or limited; a dash where it does not apply."""
        return self.range(one.earned, one.lowest_earned, one.highest_earned)

    def group(self, one: GroupScore) -> str:
        """What became of a group's points, where they do not simply add up."""
        if one.outcome == "not_applicable":
            return self.of(OUTCOMES["not_applicable"])
        return "" if one.only_spread else self.of(one.arithmetic)

    def of_form(self) -> list[tuple[str, str]]:
        """What the head of the form says of who is scored: code, department, unit."""
        form = self.card.filled_form
        head = form.head if form is not None else {}
        return [(self.of(word), head[name].value) for name, word in OF_A_HEAD.items() if name in head]

    def role(self, by: str) -> str:
        return self.of(ROLES.get(by, Text(by, by)))

    def reason(self, one: IndicatorScore) -> str:
        """The reason in words; the arithmetic where a rule has no words for it."""
        said = self.of(one.reason)
        if one.outcome == "not_applicable" and one.declared is not None:
            said = self.sentence(said, *(each for each in (one.declared.by, one.declared.on) if each))
        return said or self.of(one.arithmetic)

    def sentence(self, said: str, *added: str) -> str:
        if not added:
            return said
        return f"{said}（{'，'.join(added)}）" if self.language == "zh" else f"{said} ({', '.join(added)})"

    def drafts(self) -> str:
        """How many facts nobody has confirmed."""
        count = len(self.card.drafts)
        return self.say(f"on {count} unconfirmed draft{'s' if count > 1 else ''}", f"其中未确认的数据 {count} 项")

    def total(self) -> str:
        """The total or its range, beside what is possible."""
        total = self.card.total
        shown = self.range(total.points, total.lowest, total.highest)
        if total.possible is None:
            return shown
        return shown + self.say(f" of {show_number(total.possible)}", f"（满分 {show_number(total.possible)}）")

    def grade(self) -> str:
        if self.card.grade is not None:
            return self.card.grade
        if not self.card.grades_possible:
            return self.say("no grade", "无等级")
        between = self.say(" or ", "、")
        return self.say("one of: ", "可能为：") + between.join(self.card.grades_possible)

    def difference(self, claim: Claim) -> str:
        """Claimed minus recomputed points."""
        if claim.difference is None:
            return NOTHING
        both = dict.fromkeys((claim.difference.lowest, claim.difference.highest))
        return " … ".join(self.signed(end) for end in both)

    def signed(self, points: Fraction) -> str:
        """Points more or less than others."""
        return ("+" if points > 0 else "") + self.points(points).replace("-", "−")

    def exactly(self, points: Fraction) -> str:
        """Points as somebody wrote them, with no more decimals than they have."""
        return show_number(points)

    def limit(self, limit: LimitScore) -> str:
        bites = self.of(BITES[limit.bites])
        effect = self.of(limit.effect) or self.of(limit.reason)
        return f"{bites}{self.say(': ', '：')}{effect}" if effect else bites

    def column(self, one: ColumnScore) -> str:
        """What a column has for a record as people read it: the value, or where a place may be, or why there is none."""
        if one.shown is not None:
            return self.of(one.shown)
        said = self.of(OUTCOMES[one.outcome])
        if one.outcome == "not_scorable" and one.missing:
            return said + self.say(": missing ", "：缺少 ") + ", ".join(one.missing)
        return said

    def result(self, result: ResultScore) -> str:
        """The value as people read it, or why there is none."""
        if result.members is not None:
            return self.of(result.shown)
        if result.outcome == "scored":
            return self.of(result.shown)
        said = self.of(OUTCOMES[result.outcome])
        if result.reason is not None:
            return said + self.say(": ", "：") + self.of(result.reason)
        if result.outcome == "not_scorable" and result.missing:
            return said + self.say(": missing ", "：缺少 ") + ", ".join(result.missing)
        return said

    def claim(self, claim: Claim) -> str:
        """Whether a claim is borne out."""
        nothing = claim.supported is None and claim.difference is None
        return self.say("not compared", "无法比较") if nothing else self.of(SUPPORTED[claim.supported])

    def policies(self, used: Sequence[PolicyUsed]) -> str:
        """Missing policies that acted on values."""
        said = [f"{one.of}: {one.policy} ({self.of(one.because) or ', '.join(one.missing)})" for one in used]
        return "; ".join(said)


def revised(one: Revision, words: Words) -> str:
    """A revision in one line: when, by whom and why."""
    return f"{one.on} {one.by}{words.say(': ', '：')}{one.why}"


def in_tree(card: Scorecard) -> Iterator[tuple[int, GroupScore | None, Sequence[IndicatorScore]]]:
    """Depth, group and the indicators right in it, each group below the one it belongs to; None for the root's own."""
    of_root = [one for one in card.indicators if not one.path]
    if of_root:
        yield 0, None, of_root
    yield from _below("", 0, card)


def _below(path: str, depth: int, card: Scorecard) -> Iterator[tuple[int, GroupScore, Sequence[IndicatorScore]]]:
    for group in card.groups:
        above, _, _ = group.path.rpartition("/")
        if above == path and group.path:
            yield depth, group, [one for one in card.indicators if one.path == group.path]
            yield from _below(group.path, depth + 1, card)
