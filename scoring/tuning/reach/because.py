"""Why a goal is not reached, and why nothing wins points back, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scoring.problems import Text
from scoring.program.program import Program
from scoring.scorecard.figures import INPUTS, naming
from scoring.scorecard.scorecard import IndicatorScore, LimitScore, Scorecard
from scoring.values.number import show_number

MOST_NAMED = 6


def because(card: Scorecard) -> Iterator[Text]:
    """What stands between a project and the goal before any point: limits that bite, and what is missing."""
    for limit in card.limits:
        if limit.bites != "no" and limit.effect is not None:
            yield _limit(limit)
    missing = {_whose(one, name) for one in card.indicators for name in one.missing}
    if missing and card.total.lowest is not None and card.total.highest is not None:
        low, high = (show_number(end, card.decimals) for end in (card.total.lowest, card.total.highest))
        facts = "1 value is" if len(missing) == 1 else f"{len(missing)} values are"
        yield Text(f"{facts} not reported, so that only the lowest total counts: {low} of up to {high}",
                   f"有 {len(missing)} 项未填报，只能按最低总分计：{low}（最高可达 {high}）")  # fmt: skip


def _whose(one: IndicatorScore, name: str) -> tuple[str, str]:
    """What an indicator says itself is its own; a fact may be missing for several."""
    return (one.id if name in INPUTS else "", name)


def _limit(limit: LimitScore) -> Text:
    label, effect = limit.label, limit.effect
    assert effect is not None
    if limit.bites == "unknown":
        return Text(f"it may be that {label.en} acts: {effect.en}", f"可能触发“{label.zh}”：{effect.zh}")
    return Text(f"{label.en}: {effect.en}", f"已触发“{label.zh}”：{effect.zh}")


def why_nothing_wins(one: IndicatorScore, facts: Sequence[str], unmoved: Sequence[str], program: Program) -> Text:
    """Why no change of one fact wins any point of an indicator; `facts`: those that can be moved; `unmoved`: lists and free texts."""
    if one.missing:
        said = _several(one.missing, one.id, program)
        return Text(f"not reported: {said.en}", f"未填报：{said.zh}")
    if one.outcome == "not_applicable":
        return Text("it does not apply", "该指标不适用")
    why = Text("no fact that can be moved goes into it", "没有可改动的数据参与该指标")
    if facts:
        said = _several([f"{fact}.level" if fact.endswith(".judged") else fact for fact in facts], one.id, program)
        why = Text(f"no other value of any of these alone wins any: {said.en}", f"单独改以下数据都无法挽回：{said.zh}")
    if not unmoved:
        return why
    said = _several(unmoved, one.id, program)
    return Text(
        f"{why.en}; not moved, being a list or free text: {said.en}", f"{why.zh}；以下为清单或文字，未改动：{said.zh}"
    )


def _several(names: Sequence[str], id_: str, program: Program) -> Text:
    said = [naming(name, f"{id_}.", program) for name in names[:MOST_NAMED]]
    more = len(names) - len(said)
    return Text(", ".join(one.en for one in said) + (f" and {more} more" if more else ""),
                "、".join(one.zh for one in said) + (f" 等 {len(names)} 项" if more else ""))  # fmt: skip
