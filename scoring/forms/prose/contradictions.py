"""One thing told twice with two values; points that do not go with what is told; money and times outside of the project."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import combinations

from scoring.forms.prose.doubt import Doubt
from scoring.forms.prose.names import bare
from scoring.forms.prose.quantities import Quantity, quantity_of, shown
from scoring.forms.prose.told import Told
from scoring.problems import Text
from scoring.values.day import Day
from scoring.values.units import Units

MOST_OF_A_NAME = 30
MOST_SUMMED_UP = 200
_TOO_GENERAL = re.compile(
    r"^(?:计划|目标|满分|其余|剩余|其他|合计|共计|总计|小计|到位|拨付|人员|使用|合格|满意|比例|完成|增加|减少|新增|提高|下降|同比下降|同比增长|增长|降低|以上.{0,3}|占|占比|比重|完成比例|完成率|乡镇|村|社区|县|单位|企业|农户|群众|第.*|问卷|项目|工程|资金|经费|金额|投资|个|次|会议|培训|检查|活动|)$"
)
_SATISFIED = re.compile(r"满意[度率]$")
_SPENT = re.compile(r"^(?:(?:资金|项目|经费|预算|财政|实际|本年|当年|全年|总|累计|专项)*)支出$")
_PERIOD = re.compile("以来|近.+年")
_MONEY_WORDS = re.compile("经费|资金|支出|补助|专款|拨款")
_PAID = re.compile("下拨|拨付|发放|支出|投入|使用|安排|支付")
_HAPPENED = re.compile("到位|拨付|支付|下达|下拨|支出|完工|竣工|验收|开工|兑付|发放到|拨入|入账")
_BEFOREHAND = re.compile("提前|立项|批复|印发|出台|成立|自评|评价|审计|公示|编制|报告|招标|中标|签订|可研|设计")


def contradictions(text: str, told: Sequence[Told], units: Units, period: Day | None) -> list[Doubt]:
    """What in a report cannot be right together, and what nothing bears out, in the order of the text."""
    missed = list(_plan_missed(told, units))
    twice = {two.passages: two for two in (*_summed_up(told, units), *_two_values(told, units))}
    found = [
        *missed,
        *(two for two in twice.values() if not any(set(two.passages) <= set(one.passages) for one in missed)),
        *_full_points(told, units),
        *_beyond_the_money(text, told, units),
        *_planned_among_results(text, told),
        *(_outside(text, told, period) if period is not None else ()),
        *(_since_before(text, told, period) if period is not None else ()),
        *_full_score(told),
    ]
    return sorted(
        found,
        key=lambda doubt: (
            doubt.passages[0].page or 0,
            doubt.passages[0].line or 0,
            doubt.passages[0].offset,
            doubt.code,
        ),
    )


# ---------------------------------------------------------------- two values


def _two_values(told: Sequence[Told], units: Units) -> Iterator[Doubt]:
    groups: dict[tuple[str, str], list[tuple[Told, Quantity]]] = {}
    for one in told:
        quantity = quantity_of(one.figure, units)
        if quantity is None or one.standing != "reached" or one.figure.kind == "score":
            continue
        for name in _called(one):
            if name and not _TOO_GENERAL.match(name) and len(name) >= 2:
                groups.setdefault((name, quantity.measure), []).append((one, quantity))
    seen: set[tuple[int, int]] = set()
    for (name, _), members in groups.items():
        if len({each.figure.value for each, _ in members}) > 3:
            continue  # a series, not a contradiction
        for (one, a), (other, b) in combinations(members[:MOST_OF_A_NAME], 2):
            if (one.start, other.start) in seen or _apart(one, other) or not _disjoint(a, b):
                continue
            seen.add((one.start, other.start))
            yield _two(name, one, other)


def _summed_up(told: Sequence[Told], units: Units) -> Iterator[Doubt]:
    """What a conclusion tells again in fewer words: 培训 of 补贴性培训, where the report has one such number alone."""
    reached = [
        one for one in told if one.standing == "reached" and not one.among and one.figure.kind in ("count", "amount")
    ]
    named = [(bare(one.name), one) for one in reached if one.part in ("results", "other")]
    for last in [one for one in reached if one.part == "conclusion"][:MOST_SUMMED_UP]:
        name, quantity = bare(last.name), quantity_of(last.figure, units)
        if quantity is None or len(name) < 2:
            continue
        before = [(one, each) for other, one in named if other.endswith(name)
                  and (each := quantity_of(one.figure, units)) is not None and each.measure == quantity.measure]  # fmt: skip
        if len(before) == 1 and not _apart_in_place(before[0][0], last) and _disjoint(before[0][1], quantity):
            yield _two(name, before[0][0], last)


def _called(one: Told) -> set[str]:
    """The names under which a figure may be told again."""
    if one.figure.kind == "share" and _SATISFIED.search(one.essence):
        return {"满意度"}
    if one.figure.kind == "amount" and _SPENT.match(one.essence):
        return {"实际支出"}
    names = {one.essence}
    if one.figure.kind == "count" and len(bare(one.name)) >= 3:
        names.add(bare(one.name) + "*")  # what a conclusion may call it
    return names


def _apart(one: Told, other: Told) -> bool:
    """Whether two figures of a name may well be two things: of one sentence, parts, of two places or two times."""
    if one.sentence == other.sentence or one.among != other.among:
        return True
    satisfied = _SATISFIED.search(one.essence) and _SATISFIED.search(other.essence)
    in_other_words = one.essence != other.essence and not satisfied and one.figure.kind != "amount"
    if in_other_words and "conclusion" not in (one.part, other.part):
        return True  # told in other words counts only where one of the two sums up
    if _SATISFIED.search(one.essence) and one.essence != other.essence:
        kinds = {re.sub("满意[度率]$", "", each.essence) for each in (one, other)}
        if "" not in kinds and not any(a in b or b in a for a, b in combinations(sorted(kinds), 2)):
            return True
    if (
        one.figure.kind == "share"
        and not satisfied
        and (one.passage.line == other.passage.line or _of_others(one, other))
    ):
        return True
    return _apart_in_place(one, other)


def _of_others(one: Told, other: Told) -> bool:
    """Whether two rates of one name are of different things, which stand before them: 高血压患者…，规范管理率76.3%."""
    mine, its = one.subject, other.subject
    return bool(mine and its) and mine != its


def _apart_in_place(one: Told, other: Told) -> bool:
    mine, its = ({word for word in each.scope if not _PERIOD.search(word)} for each in (one, other))
    return mine != its


def _disjoint(a: Quantity, b: Quantity) -> bool:
    return (a.high is not None and a.high < b.low) or (b.high is not None and b.high < a.low)


def _two(name: str, one: Told, other: Told) -> Doubt:
    first, second = shown(one.figure), shown(other.figure)
    named = name.rstrip("*")
    return Doubt(
        "two-values",
        "contradiction",
        Text(f"`{named}` is {first} at {one.passage.name} and {second} at {other.passage.name}",
             f"{named} 前后不一：{place(one)} 为 {first}，{place(other)} 为 {second}"),
        Text("find out which one holds, and correct the other", "核实以哪一处为准，改正另一处"),
        (one.passage, other.passage),
    )  # fmt: skip


def place(one: Told) -> str:
    """A place in Chinese: 第14行."""
    passage = one.passage
    return passage.cell or (f"第{passage.page}页" if passage.page is not None else f"第{passage.line}行")


# ---------------------------------------------------------------- plans and points


def claimed_total(told: Sequence[Told]) -> Told | None:
    """The total that the report gives itself."""
    totals = [
        one
        for one in told
        if one.figure.kind == "score"
        and one.standing != "full"
        and re.search("总分|总得分|自评|综合得分|合计|最终得分|评价得分|得分", one.name)
    ]
    best = [one for one in totals if re.search("总分|总得分|自评|综合|最终|评价", one.name)]
    return (best or totals or [None])[-1]  # type: ignore[list-item]


def _plan_missed(told: Sequence[Told], units: Units) -> Iterator[Doubt]:
    """A plan that was missed by a tenth or more; where the report gives itself nearly full points, that cannot be."""
    total = claimed_total(told)
    if total is None or total.figure.number is None:
        return
    plans: dict[tuple[str, str], tuple[Told, Quantity]] = {}
    for one in told:
        quantity = quantity_of(one.figure, units)
        if quantity is None or not quantity.exact or one.figure.kind != "count":
            continue
        name = bare(re.sub("^(?:年初)?计划", "", one.name))
        if one.standing == "planned" or one.part == "overview":  # what a project is about is what it plans
            plans.setdefault((name, quantity.measure), (one, quantity))
            continue
        plan, planned = plans.get((name, quantity.measure), (None, None))
        if plan is None or planned is None or _TOO_GENERAL.match(name) or one.among or one.standing != "reached":
            continue
        if quantity.low < planned.low * 9 / 10:
            yield _missed(name, plan, one, total, int(quantity.low / planned.low * 100))


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


def _full_points(told: Sequence[Told], units: Units) -> Iterator[Doubt]:
    """Full points for the execution of the budget, at less than all of it."""
    rate = next(
        (
            one
            for one in told
            if one.figure.kind == "share" and one.name.endswith("执行率") and one.figure.bound == "exact"
        ),
        None,
    )
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
    if total is not None and total.figure.number == 100 and not others and total.figure.bound == "exact":
        yield Doubt(
            "full-score-unsupported",
            "question",
            Text("100 points are claimed, and the report gives no indicator, weight or standard for them",
                 "自评 100 分，报告没有写明指标、分值和评分标准"),
            Text("give the points of each indicator", "列出各项指标的分值和得分"),
            (total.passage,),
        )  # fmt: skip


# ---------------------------------------------------------------- money, plans, times


def _beyond_the_money(text: str, told: Sequence[Told], units: Units) -> Iterator[Doubt]:
    """Money spent among the results that is more than the whole project has."""
    budget = [(quantity, one) for one in told if one.figure.money and one.part in ("money", "overview") and one.standing == "reached"
              and re.search("预算|安排|投资|资金|经费", one.name) and (quantity := quantity_of(one.figure, units)) is not None and quantity.exact]  # fmt: skip
    if not budget:
        return
    most, whole = max(budget, key=lambda each: each[0].low)
    for one in told:
        quantity = quantity_of(one.figure, units)
        if (
            not one.figure.money
            or quantity is None
            or one.part != "results"
            or one.standing != "reached"
            or quantity.low <= most.low
            or not most.low
        ):
            continue
        words = text[one.clause : one.figure.start]
        if _MONEY_WORDS.search(words) and _PAID.search(words):
            times = quantity.low / most.low
            yield Doubt(
                "beyond-the-money",
                "question",
                Text(f"{shown(one.figure)} for `{one.name}` is {float(times):.1f} times the whole project ({shown(whole.figure)}): not this project’s money",
                     f"{one.name} {shown(one.figure)} 是项目全部资金（{shown(whole.figure)}）的 {float(times):.1f} 倍，不是本项目资金"),
                Text("leave it out of this project, or say where the money came from", "不计入本项目，或写明资金来源"),
                (whole.passage, one.passage),
            )  # fmt: skip


def _planned_among_results(text: str, told: Sequence[Told]) -> Iterator[Doubt]:
    for one in told:
        if (
            one.standing == "planned"
            and one.part == "results"
            and re.search("(?<![模虚])拟(?!定|真|合)", text[one.clause : one.start])
            and not one.among
        ):
            if any(
                other.sentence == one.sentence and other.standing == "reached" and other.essence == one.essence
                for other in told
            ):
                continue
            yield Doubt(
                "planned-among-results",
                "question",
                Text(f"{shown(one.figure)} for `{one.name}` is planned, and told among the results",
                     f"{one.name} {shown(one.figure)} 是计划数，却写在完成情况里"),
                Text("give the number that was reached", "写明实际完成数"),
                (one.passage,),
            )  # fmt: skip


def _outside(text: str, told: Sequence[Told], period: Day) -> Iterator[Doubt]:
    """Money that came, or work that was done, before the period or after it."""
    first, last = _widened(told, period)
    for one in told:
        day = one.figure.day
        if (
            day is None
            or one.part == "title"
            or (one.part == "problems" and one.figure.deadline)
            or one.standing in ("coming", "planned")
        ):
            continue
        begin, end = max(one.sentence[0], one.clause - 12), min(one.sentence[1], one.figure.end + 16)
        words = text[one.clause : one.start] + re.split("[，。；]", text[one.figure.end : end])[0]
        if not _HAPPENED.search(words) or _BEFOREHAND.search(words) or begin > one.start:
            continue
        if day.last() < first or day.first() > last:
            early = day.last() < first
            yield Doubt(
                "outside-the-period",
                "contradiction",
                Text(f"{day} is {'before' if early else 'after'} the period {period}: {one.passage.quote}",
                     f"{one.passage.quote}（{day}）在评价年度 {period} {'之前' if early else '之后'}"),
                Text("correct the date, or say why it lies outside", "改正日期，或说明原因"),
                (one.passage,),
            )  # fmt: skip


def _widened(told: Sequence[Told], period: Day) -> tuple[date, date]:
    """The period, or the time that the report says the project takes, where that is longer."""
    first, last = period.first(), period.last()
    for one in told:
        if one.figure.day is not None and re.search("实施期|建设期|项目期|执行期|建设周期|实施周期|起止", one.name):
            first, last = min(first, one.figure.day.first()), max(last, one.figure.day.last())
    return first, last


def _since_before(text: str, told: Sequence[Told], period: Day) -> Iterator[Doubt]:
    """Results that are counted since before the period."""
    seen: set[tuple[int, int]] = set()
    for one in told:
        if one.part not in ("results", "conclusion") or one.figure.kind == "date" or one.sentence in seen:
            continue
        begin = max(one.sentence[0], one.start - 200)
        found = re.search(r"(?:去年|上年|前年)以来|((?:19|20)[0-9]{2})年[^，。；]{0,6}以来", text[begin : one.start])
        if found is None or (found[1] is not None and int(found[1]) >= period.year):
            continue
        seen.add(one.sentence)
        yield Doubt(
            "since-before-the-period",
            "question",
            Text(f"these figures are counted since before the period {period}: `{found.group()}`",
                 f"{found.group()}：所列数据自评价年度 {period} 之前起算"),
            Text("give the figures of the period alone", "只写评价年度内的数据"),
            (one.passage,),
        )  # fmt: skip
