"""Why a goal is not reached, and why nothing wins points back, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scoring.problems import Text
from scoring.scorecard.scorecard import IndicatorScore, LimitScore, Scorecard
from scoring.tuning.reach.lever import Lever
from scoring.values.number import show_number

MOST_NAMED = 6


def because(card: Scorecard) -> Iterator[Text]:
    """What stands between a project and the goal before any point: limits that bite, and what is missing."""
    for limit in card.limits:
        if limit.bites != "no" and limit.effect is not None:
            yield _limit(limit)
    missing = tuple(dict.fromkeys(name for one in card.indicators for name in one.missing))
    if missing and card.total.lowest is not None and card.total.highest is not None:
        low, high = (show_number(end, card.decimals) for end in (card.total.lowest, card.total.highest))
        facts = "1 fact is" if len(missing) == 1 else f"{len(missing)} facts are"
        yield Text(f"{facts} not reported, so that only the lowest total counts: {low} of up to {high}",
                   f"有 {len(missing)} 项数据未填报，只能按最低总分计：{low}（最高可达 {high}）")  # fmt: skip


def _limit(limit: LimitScore) -> Text:
    label, effect = limit.label, limit.effect
    assert effect is not None
    if limit.bites == "unknown":
        return Text(f"it may be that {label.en} acts: {effect.en}", f"可能触发“{label.zh}”：{effect.zh}")
    return Text(f"{label.en}: {effect.en}", f"已触发“{label.zh}”：{effect.zh}")


def why_nothing_wins(one: IndicatorScore, levers: Sequence[Lever]) -> Text:
    """Why no change of one fact wins any point of an indicator."""
    if one.missing:
        named = list(one.missing[:MOST_NAMED])
        more = len(one.missing) - len(named)
        en = ", ".join(named) + (f" and {more} more" if more else "")
        zh = "、".join(named) + (f" 等 {len(one.missing)} 项" if more else "")
        return Text(f"not reported: {en}", f"未填报：{zh}")
    if one.outcome == "not_applicable":
        return Text("it does not apply", "该指标不适用")
    if not levers:
        return Text("no fact that can be moved goes into it", "没有可改动的数据参与该指标")
    named = [lever.fact for lever in levers[:MOST_NAMED]]
    return Text(f"no other value of {', '.join(named)} alone wins any", f"单独改 {'、'.join(named)} 都无法挽回")
