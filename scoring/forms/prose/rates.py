"""Published rates, computed again from the figures of the report that they rest on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from scoring.forms.prose.doubt import Doubt, Recomputed
from scoring.forms.prose.names import bare
from scoring.forms.prose.quantities import decimal, quantity_of, shown
from scoring.forms.prose.told import Told
from scoring.problems import Text
from scoring.values.units import Units

MOST_TOTALS = 20  # amounts of one role
MOST_PLANS = 300  # figures that a rate is tried against
FARTHEST = 40  # figures before a rate among which its own are looked for
_RATE = re.compile(r"([一-鿿]{2,})(?:率|度|比例|比率)$")
_FELL = re.compile(r"(?:下降|减少|降低|缩短|降幅|下滑|压减)[^，。；0-9]{0,4}$")
_ROSE = re.compile(r"(?:增长|上升|提高|提升|增加|增幅|增速)[^，。；0-9]{0,4}$")
_COMPLETED = re.compile(
    r"完成(?:率|比例|年?度?计划的?|年?度?目标(?:任务|值)?的?|任务的?)|占(?:年?度?计划|目标)[^，。]{0,4}的?|计划(?:完成率|的)"
)
_GRADED = re.compile("(?:基本|比较|非常|较|部分)..?$")
_PART_OF = re.compile(r"占(?:比|[^，。；]{0,10}的?)$")
_ROLES = {
    "arrived": re.compile(r"到位(?!率|及时)"),
    "spent": re.compile(r"支出(?!率)|支付|使用(?!率)|执行(?:数|金额)?$|拨付|完成投资"),
    "budget": re.compile(r"预算(?!执行|支出)|安排|总投资|下达|批复|计划投资|资金总额|项目资金|核定"),
}


@dataclass(frozen=True, slots=True)
class _Rests:
    """What a rate rests on: its part and its whole, or the number before and after; `change` for a rise or fall."""

    part: Told
    whole: Told
    change: int = 0  # 1 for a rise, -1 for a fall
    sure: bool = True  # whether nothing else can be meant, so that a difference is one
    also: tuple[Told, ...] = ()  # other parts that count with the first: 非常满意 and 满意

    def value(self, units: Units) -> Fraction | None:
        part, whole = quantity_of(self.part.figure, units), quantity_of(self.whole.figure, units)
        others = [quantity_of(one.figure, units) for one in self.also]
        if part is None or whole is None or not part.exact or part.measure != whole.measure:
            return None
        if any(other is None or not other.exact for other in others):
            return None
        added = part.low + sum((other.low for other in others if other is not None), Fraction(0))
        planned = self.whole.standing == "planned"  # what at least was planned is what the rate is taken of
        if not (whole.exact or planned) or not whole.low:
            return None
        share = added / whole.low
        return (share - 1) * self.change if self.change else share

    def said(self) -> str:
        one, other = (each.figure.value + (each.figure.unit or "") for each in (self.part, self.whole))
        if self.also:
            one = " + ".join((one, *(each.figure.value + (each.figure.unit or "") for each in self.also)))
            one = f"({one})"
        if not self.change:
            return f"{one} ÷ {other}"
        return f"({one} − {other}) ÷ {other}" if self.change > 0 else f"({other} − {one}) ÷ {other}"


def rates_checked(text: str, told: Sequence[Told], units: Units) -> tuple[list[Recomputed], list[Doubt]]:
    """Every rate whose figures the report gives, computed again; those that none of the possible figures bear out."""
    recomputed: list[Recomputed] = []
    doubts: list[Doubt] = []
    planned = [one for one in told if one.standing == "planned"][:MOST_PLANS]
    for place, rate in enumerate(told):
        if rate.figure.kind != "share" or rate.figure.number is None or rate.standing not in ("reached", "planned"):
            continue
        rests = list(_rests_on(text, told, place, planned, units))
        tried = [(one, value) for one in rests if (value := one.value(units)) is not None]
        if tried:
            agreeing = next(((one, value) for one, value in tried if _agrees(rate, value)), None)
            differing = next(((one, value) for one, value in tried if one.sure), None)
            if agreeing is None and differing is None:
                continue
            best, value = agreeing or differing or tried[0]
            passages = (rate.passage, best.part.passage, best.whole.passage)
            recomputed.append(Recomputed(f"{best.said()} = {decimal(value * 100, 2)}%", agreeing is not None, passages))
            if agreeing is None:
                doubts.append(_differs(rate, best, value))
        elif (implied := _implied(text, told, place, units)) is not None:
            if isinstance(implied, Doubt):
                doubts.append(implied)
            else:
                recomputed.append(implied)
    return recomputed, doubts


def _agrees(rate: Told, value: Fraction) -> bool:
    """Whether a published rate is the computed one, rounded or cut at its own decimals; a bound only has to hold."""
    published = rate.figure.number
    assert published is not None
    if "/" in rate.figure.value:
        return published == value
    last = Fraction(1, 10**rate.figure.decimals * 100)
    match rate.figure.bound:
        case "at_least":
            return value >= published
        case "at_most":
            return value <= published
        case "about":
            return abs(value - published) <= published / 10
    return abs(value - published) <= last / 2 or 0 <= value - published < last


def _differs(rate: Told, rests: _Rests, value: Fraction) -> Doubt:
    name = rate.name or "比率"
    again = f"{decimal(value * 100, 2)}%"
    return Doubt(
        "rate-differs",
        "contradiction",
        Text(f"`{name}` is given as {shown(rate.figure)}; {rests.said()} is {again}",
             f"{name} 写为 {shown(rate.figure)}，按 {rests.said()} 应为 {again}"),
        Text("correct the rate, or the figures it rests on", "改正比率，或其所依据的数"),
        (rate.passage, rests.part.passage, rests.whole.passage),
    )  # fmt: skip


# ---------------------------------------------------------------- what a rate rests on


def _rests_on(text: str, told: Sequence[Told], place: int, planned: Sequence[Told], units: Units) -> Iterator[_Rests]:
    rate = told[place]
    words = text[max(rate.clause, rate.start - 20) : rate.start].strip()
    words = re.sub(r"(?:为|达到?|是|约|到|：|了| )+$", "", words)
    if re.search("及时率", words):
        return
    if re.search("到位率$", words):
        yield from _of_money(told, "arrived", ("budget",), units)
    elif re.search(r"(?:执行率|支出率|资金使用率|支付率|拨付率|占(?:总|项目)?预算的?)$", words):
        yield from _of_money(told, "spent", ("budget", "arrived"), units)
    elif (fell := _FELL.search(words)) or _ROSE.search(words):
        yield from _of_change(told, place, -1 if fell else 1)
    elif _COMPLETED.search(words):
        yield from _of_plan(told, place, planned, units)
    elif _PART_OF.search(words):
        yield from _of_whole(told, place, units)
    elif (stem := _RATE.search(words)) is not None:
        yield from _of_stem(told, place, stem[1][-2:], units)


def _of_money(told: Sequence[Told], part: str, wholes: Sequence[str], units: Units) -> Iterator[_Rests]:
    money = [one for one in told if one.figure.money and one.standing != "coming" and one.figure.bound == "exact"][
        :MOST_PLANS
    ]
    parts = [one for one in money if _ROLES[part].search(one.name) and not one.among]
    bases = [one for role in wholes for one in money
             if _ROLES[role].search(one.name) and not one.among and (role != "arrived" or _is_total(one, money, units))]  # fmt: skip
    if part == "arrived":
        parts = [one for one in parts if _is_total(one, money, units)]
    for one in parts[:MOST_TOTALS]:
        for base in bases[:MOST_TOTALS]:
            if one is not base:  # an estimate of several years is no budget of one
                yield _Rests(one, base, sure=not re.search("概算|总投资|估算", base.name))


def _is_total(one: Told, money: Sequence[Told], units: Units) -> bool:
    """Whether an amount is not one of several instalments: none of its name in its sentence is larger."""
    own = quantity_of(one.figure, units)
    alike = [
        quantity_of(other.figure, units)
        for other in money
        if other.sentence == one.sentence and other.essence == one.essence
    ]
    return own is not None and all(other is None or other.low <= own.low for other in alike)


def _before(told: Sequence[Told], place: int, sentences: int = 1) -> Iterator[Told]:
    """Figures before a rate, nearest first, in its sentence, or also in the one before."""
    rate = told[place]
    begin = rate.sentence[0]
    for earlier in range(place - 1, max(-1, place - FARTHEST), -1):
        one = told[earlier]
        if one.sentence[1] <= begin:
            sentences -= 1
            begin = one.sentence[0]
        if sentences <= 0:
            return
        if one.figure.kind in ("count", "amount", "number"):
            yield one


def _of_change(told: Sequence[Told], place: int, change: int) -> Iterator[_Rests]:
    """The number of the year before may stand behind the rate: 同比增长6.3%（上年26.7万人次）."""
    near = list(_before(told, place, 2))
    behind = [
        one for one in told[place + 1 : place + 3] if one.sentence == told[place].sentence and one.standing == "before"
    ]
    for now in near:
        if now.standing != "reached":
            continue
        for then in (*behind, *near):
            if then.standing == "before" and then.figure.unit == now.figure.unit:
                yield _Rests(now, then, change)
        return


def _of_plan(told: Sequence[Told], place: int, planned: Sequence[Told], units: Units) -> Iterator[_Rests]:
    """What was reached over what was planned: of what stands nearest, or of anything else in the sentence."""
    near = list(_before(told, place))
    reached = sorted((one for one in near if one.standing == "reached"), key=lambda one: one.figure.kind == "amount")
    beside = [one for one in near if one.standing == "planned"]
    for actual in reached:
        own = quantity_of(actual.figure, units)
        for plan in beside or (one for one in planned if _same_plan(one, actual)):
            other = quantity_of(plan.figure, units)
            if own is not None and other is not None and own.measure == other.measure:
                yield _Rests(actual, plan)


def _same_plan(plan: Told, actual: Told) -> bool:
    names = plan.essence, _planned(plan.essence), bare(_planned(plan.essence))
    return any(
        name.endswith(actual.essence) or actual.essence.endswith(name) or name == bare(actual.name) for name in names
    )


def _planned(name: str) -> str:
    return re.sub(r"^.*?(?:计划|目标|拟|应|预计)(?:建成|完成|新建|建设|举办|开展|发放|培训)?", "", name) or name


def _of_whole(told: Sequence[Told], place: int, units: Units) -> Iterator[_Rests]:
    near = list(_before(told, place))
    if len(near) < 2:
        return
    part = quantity_of(near[0].figure, units)
    for whole in near[1:]:
        other = quantity_of(whole.figure, units)
        if (
            part is not None
            and other is not None
            and other.measure == part.measure
            and other.low >= part.low
            and not whole.among
        ):
            yield _Rests(near[0], whole)
            return


def _of_stem(told: Sequence[Told], place: int, stem: str, units: Units) -> Iterator[_Rests]:
    """合格率 rests on what is 合格 and on what was counted before it: 抽检96份，合格94份. 接种率 on 应种 and 实种."""
    near = list(_before(told, place))
    parts = [one for one in near if (stem in one.name or stem[::-1] in one.name) and one.figure.kind != "amount"
             and not re.search(f"[不未非]{stem}|{stem}率", one.name)]  # fmt: skip
    parts = parts or [one for one in near if re.search(f"实[际有]?{stem[-1]}", one.name)]
    parts.sort(key=lambda one: bool(_GRADED.search(one.name)))
    for part in parts:
        own = quantity_of(part.figure, units)
        wholes = [(other.low, whole) for whole in near if whole.start < part.start or whole.name.startswith("应")
                  if own is not None and (other := quantity_of(whole.figure, units)) is not None and whole is not part
                  and other.measure == own.measure and other.low >= own.low]  # fmt: skip
        alone = len(parts) == 1
        for _, whole in sorted(wholes, key=lambda each: -each[0]):
            yield _Rests(part, whole, sure=alone)
            others = [
                one for one in parts if one is not part and one.figure.unit == part.figure.unit and one is not whole
            ][:3]
            for count in range(1, len(others) + 1):
                yield from (_Rests(part, whole, sure=False, also=also) for also in combinations(others, count))


# ---------------------------------------------------------------- a base that is not there


def _of_kind(told: Sequence[Told], near: Told) -> Iterator[Told]:
    """Other figures that a rate may be measured against, each value once."""
    seen: set[tuple[str, str | None]] = set()
    for other in told:
        said = other.figure.value, other.figure.unit
        if other is not near and other.figure.kind == near.figure.kind and said not in seen and len(seen) < MOST_PLANS:
            seen.add(said)
            yield other


def _implied(text: str, told: Sequence[Told], place: int, units: Units) -> Doubt | Recomputed | None:
    """A rate of completion or change whose base stands elsewhere in the report, or nowhere: the base that it implies."""
    rate = told[place]
    if rate.figure.bound != "exact" or not rate.figure.number or "/" in rate.figure.value:
        return None
    words = text[max(rate.clause, rate.start - 20) : rate.start]
    near = next(_before(told, place), None)
    if near is None or not near.figure.number or near.figure.bound != "exact" or near.figure.kind == "amount":
        return None
    if near.sentence != rate.sentence or rate.start - near.figure.end > 30:
        return None
    if _COMPLETED.search(words):
        change, base, what = 0, near.figure.number / rate.figure.number, Text("what was planned", "计划数")
    elif re.search("同比|(?:较|比|与)(?:上年|去年)", words) and (_FELL.search(words) or _ROSE.search(words)):
        change = -1 if _FELL.search(words) else 1
        grown = 1 + change * rate.figure.number
        if grown <= 0:
            return None
        base, what = near.figure.number / grown, Text("the number of the year before", "上年数")
    else:
        return None
    for other in _of_kind(told, near):
        rests = _Rests(near, other, change)
        value = rests.value(units)
        if value is not None and _agrees(rate, value):
            passages = (rate.passage, near.passage, other.passage)
            return Recomputed(f"{rests.said()} = {decimal(value * 100, 2)}%", True, passages)
    in_its_unit = base * Fraction(near.figure.value) / near.figure.number
    nearly = f"{round(in_its_unit) if near.figure.decimals == 0 else decimal(in_its_unit, near.figure.decimals).rstrip('…')}{near.figure.unit or ''}"
    return Doubt(
        "base-not-stated",
        "question",
        Text(f"{shown(near.figure)} at {shown(rate.figure)} needs {nearly} as {what.en}, which is nowhere stated",
             f"{near.name} {shown(near.figure)} 与 {shown(rate.figure)} 推得{what.zh}约 {nearly}，报告未写明"),
        Text("state the number that the rate is measured against", "写明计算该比率所用的基数"),
        (near.passage, rate.passage),
    )  # fmt: skip
