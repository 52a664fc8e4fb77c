"""What a report claims for itself, against what it tells: plans that were missed, points that are full, points that rest on nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from scoring.forms.prose.doubt import Doubt
from scoring.forms.prose.names import bare, too_general
from scoring.forms.prose.quantities import Quantity, quantity_of, shown
from scoring.forms.prose.told import Told
from scoring.problems import Text
from scoring.values.units import Units

_TOTAL = re.compile(
    "总分|总得分|自评|综合得分|合计|最终得分|评价得分|得分|total|overall|self-score|gives itself|project"
)
_BEST = re.compile("总分|总得分|自评|综合|最终|评价|total|overall|self|project")
ALL_POINTS = Fraction(100)


def claimed_total(told: Sequence[Told]) -> Told | None:
    """The total that the report gives itself."""
    totals = [
        one for one in told if one.figure.kind == "score" and one.standing != "full" and _TOTAL.search(one.name) and not one.among
    ]  # fmt: skip
    best = [one for one in totals if _BEST.search(one.name)]
    return next(reversed(best or totals), None)


def unborne_claims(told: Sequence[Told], units: Units, period: str | None) -> list[Doubt]:
    """Claims that do not go with what the report tells."""
    return [*_plan_missed(told, units, period), *_full_points(told), *_full_score(told)]


# ---------------------------------------------------------------- plans


def _plan_missed(told: Sequence[Told], units: Units, period: str | None) -> Iterator[Doubt]:
    """A plan that was missed by a tenth or more; where the report gives itself nearly full points, that cannot be."""
    total = claimed_total(told)
    if total is None or total.figure.number is None:
        return
    plans: dict[tuple[str, str], tuple[Told, Quantity]] = {}
    reached: dict[tuple[str, str], tuple[Told, Quantity]] = {}
    for one in told:
        quantity = quantity_of(one.figure, units)
        if quantity is None or not quantity.exact or one.figure.kind != "count" or one.standing == "before":
            continue
        name = bare(re.sub("^(?:年初)?计划", "", one.name))
        key = name, quantity.measure
        if too_general(name) or one.among or not one.scope.whole:
            continue
        if one.standing == "planned" or (one.part == "overview" and one.standing == "reached"):
            plans.setdefault(key, (one, quantity))  # what a project is about is what it plans
        elif one.standing == "reached" and (key not in reached or reached[key][1].low < quantity.low):
            reached[key] = one, quantity  # of several parts of it the largest
    for key, (one, quantity) in reached.items():
        plan, planned = plans.get(key, (None, None))
        if plan is None or planned is None or plan.start > one.start or not plan.scope.same_year(one.scope, period):
            continue
        if quantity.low < planned.low * 9 / 10:
            yield _missed(key[0], plan, one, total, int(quantity.low / planned.low * 100))


def _missed(name: str, plan: Told, reached: Told, total: Told, percent: int) -> Doubt:
    nearly_full = total.figure.number is not None and total.figure.number >= 95
    return Doubt(
        "plan-missed",
        "contradiction" if nearly_full else "question",
        Text(f"`{name}`: {shown(plan.figure)} planned, {shown(reached.figure)} reached ({percent}%), "
             f"and {shown(total.figure)} claimed in all",
             f"{name}：计划 {shown(plan.figure)}，实际 {shown(reached.figure)}（{percent}%），自评总分{'却' if nearly_full else ''}为 {shown(total.figure)}"),
        Text("take points off for what was not reached, or say why not", "按未完成部分扣分，或说明不扣的理由"),
        (plan.passage, reached.passage, total.passage),
    )  # fmt: skip


# ---------------------------------------------------------------- points


def _full_points(told: Sequence[Told]) -> Iterator[Doubt]:
    """Full points for the execution of the budget, at less than all of it."""
    rate = next(
        (one for one in told if one.figure.kind == "share" and one.figure.bound == "exact" and one.scope.whole
         and re.fullmatch(r"(?:预算|资金|项目|全年|年度|总体|总)*(?:执行率|(?:支出|支付|拨付|执行)进度)", one.essence)),
        None,
    )  # fmt: skip
    if rate is None or rate.figure.number is None or rate.figure.number >= 1:
        return
    for at, points in enumerate(told):
        if points.figure.kind != "score" or "执行" not in points.name or points.standing == "full":
            continue
        full = next((one for one in told[at + 1 : at + 2] if one.standing == "full"), None)
        most = full.figure.number if full is not None and full.figure.number else Fraction(10)
        if points.figure.number == most and rate.figure.number <= 1 - 1 / (2 * most * 10):
            yield Doubt(
                "full-points-below-full",
                "contradiction",
                Text(f"full points for execution ({shown(points.figure)}) at a rate of {shown(rate.figure)}",
                     f"执行率为 {shown(rate.figure)}，执行得分却为满分 {shown(points.figure)}"),
                Text("give points in proportion to the rate", "按执行率计分"),
                (rate.passage, points.passage),
            )  # fmt: skip
            return


def _full_score(told: Sequence[Told]) -> Iterator[Doubt]:
    total = claimed_total(told)
    others = [one for one in told if one.figure.kind == "score" and one is not total]
    if total is not None and total.figure.number == ALL_POINTS and not others and total.figure.bound == "exact":
        yield Doubt(
            "full-score-unsupported",
            "question",
            Text("100 points are claimed, and the report gives no indicator, weight or standard for them",
                 "自评 100 分，报告没有写明指标、分值和评分标准"),
            Text("give the points of each indicator", "列出各项指标的分值和得分"),
            (total.passage,),
        )  # fmt: skip
