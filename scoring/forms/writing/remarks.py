"""What is said beside points: by which rule they came about and what was found, as a note and as a remark on the cell."""

from __future__ import annotations

from scoring.forms.writing.formulas.points import Points
from scoring.forms.writing.formulas.project import ProjectFormulas
from scoring.problems import Language, Text
from scoring.scorecard.scorecard import Finding, IndicatorScore, Scorecard
from scoring.values.number import show_number

OF_CLAIMS = ("claimed-points-differ", "judged-differently", "claim-not-supported")
"""Findings that the column of differences says as well."""
REASONS = {
    "beyond fourteen digits": "数位超过十四位",
    "points that are not rounded": "分值不取整，小数无尽",
    "a date without its day": "日期不到日",
    "records of a list": "涉及清单汇总",
    "what the formula gives is not what scoring gives": "公式结果与评分不一致",
    "whether an indicator applies is not known": "不知是否适用",
}


class Remarks:
    """In one language."""

    def __init__(self, card: Scorecard, language: Language) -> None:
        self.card, self.language = card, language

    def _(self, text: Text | None) -> str:
        return text.in_language(self.language) if text is not None else ""

    def note(self, one: IndicatorScore) -> str:
        """Why an indicator has its points, and what was found of it."""
        said = self._(one.arithmetic) if one.outcome == "scored" and one.policy is None else self._(one.reason)
        if one.outcome == "not_scorable":
            said = self._(Text("not scorable: ", "不可评分：")) + said
        elif one.outcome == "not_applicable":
            said = self._(Text("not applicable: ", "不适用：")) + said
        found = [self._(finding.message) for finding in self.card.findings if is_of(finding, one.id)]
        return "\n".join(dict.fromkeys(part for part in (said, *found) if part))

    def of_points(self, one: IndicatorScore, found: Points | None) -> str:
        """The rule's words and place, the sum, the basis; of a value why it is no formula, of none its range."""
        card = self.card
        lines = [f"{one.rule}：{self._(one.rule_label)}" if one.rule_label is not None else one.rule, str(one.where)]
        lines.append(self._(one.basis))
        if one.outcome == "scored":
            lines.append(self._(one.arithmetic))
        lines.append(self._(one.reason))
        if one.outcome == "not_scorable" and one.lowest is not None and one.highest is not None:
            ends = f"{show_number(one.lowest, card.decimals)}–{show_number(one.highest, card.decimals)}"
            lines.append(self._(Text(f"between {ends} points", f"得分在 {ends} 之间")))
        if one.judgement is not None:
            said = [one.judgement.level, one.judgement.share, one.judgement.by, one.judgement.on, one.judgement.why]
            lines.append(self._(Text("judged: ", "评判：")) + " ".join(part for part in said if part))
        if found is not None and found.frozen:
            names = "、".join(found.frozen)
            lines.append(
                self._(Text(f"computed by scoring, no formula: {names}", f"其中由 scoring 计算、非公式：{names}"))
            )
        if found is not None and not found.is_formula:
            lines.append(self._value(found.because))
        return "\n".join(dict.fromkeys(line for line in lines if line))

    def of_total(self, formulas: ProjectFormulas) -> str:
        lines = [self._(self.card.total.arithmetic)]
        lines += [f"{self._(one.label)}：{self._(one.effect)}" for one in self.card.limits if one.bites != "no"]
        if formulas.total_because is not None:
            lines.append(self._value(formulas.total_because))
        if self.card.total.points is None and self.card.total.lowest is not None:
            lines.append(self._(Text("a range: something cannot be scored, and what is missing is no zero",
                                     "有指标不可评分，总分为区间；缺失不当零分")))  # fmt: skip
        return "\n".join(dict.fromkeys(line for line in lines if line))

    def _value(self, because: str | None) -> str:
        why = because or ""
        return self._(Text(f"a value, no formula ({why})", f"数值，非公式（{REASONS.get(why, why)}）"))

    def general(self) -> list[str]:
        """What was found of the project as a whole, each once."""
        ids = {one.id for one in self.card.indicators}
        found = [
            one for one in self.card.findings if one.code not in OF_CLAIMS and not any(is_of(one, id_) for id_ in ids)
        ]
        return list(dict.fromkeys(self._(one.message) for one in found))


def is_of(finding: Finding, indicator: str) -> bool:
    """Whether a finding is about this indicator."""
    return any(name == indicator or name.startswith(f"{indicator}.") for name in finding.facts)
