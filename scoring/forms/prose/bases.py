"""The figures of a report that a published rate can be meant to be computed from."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, permutations

from scoring.forms.prose.base import Base
from scoring.forms.prose.english import is_english
from scoring.forms.prose.figures import FigureKind
from scoring.forms.prose.names import bare
from scoring.forms.prose.quantities import Quantity, quantity_of
from scoring.forms.prose.told import ROLES, Role, Told
from scoring.values.units import Units

MOST_TOTALS = 20  # amounts of one role
MOST_PLANS = 300  # figures that a rate is tried against
FARTHEST = 40  # figures before a rate among which its own are looked for
_RATE = re.compile(r"([一-鿿]{2,})(?:率|度|比例|比率)$")
FELL = re.compile(r"(?:下降|减少|降低|缩短|降幅|下滑|压减)[^，。；0-9]{0,4}$")
ROSE = re.compile(r"(?:增长|上升|提高|提升|增加|增幅|增速)[^，。；0-9]{0,4}$")
COMPLETED = re.compile(
    r"完成(?:率|比例|年?度?计划的?|年?度?目标(?:任务|值)?的?|任务的?)|占(?:年?度?计划|目标)[^，。]{0,4}的?|计划(?:完成率|的)"
)
_GRADED = re.compile("(?:基本|比较|非常|较|部分)..?$")
_PART_OF = re.compile(r"占(?P<of>[^，。；0-9]{0,10}?)(?:比|比重|比例|的)?$")
_WHOLE_BETWEEN = re.compile(r"占[^，。；]{0,14}的$")
_ESTIMATE = re.compile("概算|总投资|估算")
_MONEY_ALONE = re.compile(
    r"支出|支付|使用|执行|拨付|到位|安排|下达|批复|核定|概算|投资|预算|资金|经费|项目|专项|财政|年度|全年|年初|本年|当年|当期|实际|累计|合计|总额|总|共|调整后|追加|可用|落实|金额|[年月日]|数|额|率|已|的|为|县级?|市级?|区级?|分项看|其中|我|局|元|至|截"
)
_RATE_OF_ROW = re.compile("完成率|完成比例|执行率|支出率|进度")
_REACHED_IN_ROW = re.compile("实际|完成(?![率比])|支出(?!率)|执行(?!率)|使用")
_PLANNED_IN_ROW = re.compile("目标|计划|预算(?!执行)|指标值|任务|下达|安排")
_CHANGED = re.compile(r"\b(?:up|down|rose|fell|grew|increase[ds]?|decrease[ds]?|by)\b[^，。；]{0,12}$")
_RATE_OF_MONEY = re.compile(
    r"\b(?:execution|spending|disbursement|utili[sz]ation|absorption|expenditure) rate\b[^，。；]{0,12}$", re.I
)
_NAMED_RATE = re.compile(
    r"\b(?:satisfaction|response|completion|coverage|pass|attendance|repair|collection) rate\b[^，。；]{0,12}$", re.I
)
_SURVEY = re.compile("问卷|调查|样本|回访|随访|访问|抽样|满意")
_ASKED = ("份", "户", "人次")
MOST_SPENT = Fraction(6, 5)
"""More than this of a budget is not spent: the two amounts do not belong together."""
_ANYBODY = re.compile(
    "群众|对象|公众|居民|农户|学生|家长|老人|职工|企业|用户|读者|患者|综合|总体|平均|社会|受益|调查|抽查|项目"
)


def words_before(text: str, rate: Told) -> str:
    """The words right before a rate."""
    return text[max(rate.clause, rate.start - 20) : rate.start].strip()


class Bases:
    """Finds what rates rest on, in one report; `period` is the year that is meant where none is named."""

    def __init__(self, text: str, told: Sequence[Told], units: Units, period: str | None) -> None:
        self.text = text
        self.told = told
        self.starts = [one.start for one in told]
        self.units = units
        self.period = period
        self.english = is_english(text)
        self._values: dict[FigureKind, list[Told]] = {}
        self._quantities: dict[int, Quantity | None] = {}
        self.planned = [one for one in told if one.standing == "planned"][:MOST_PLANS]
        money = [one for one in told if one.figure.money and one.standing != "coming" and one.figure.bound == "exact"]
        self.money = money[:MOST_PLANS]

    def of(self, place: int) -> Iterator[Base]:
        """What the rate at this place may rest on, most likely first."""
        if self.told[place].cell is not None:
            yield from self._of_row(place)
            return
        if self.english:
            yield from self._in_english(place)
            return
        words = re.sub(r"(?:为|达到?|是|约|到|：|了| )+$", "", words_before(self.text, self.told[place]))
        if re.search("及时率", words):
            return
        if re.search("到位率$", words):
            yield from self._of_money(place, "arrived", ("budget",))
        elif re.search(r"(?:执行率|支出率|资金使用率|支付率|拨付率|占(?:总|项目|年度)?预算的?)$", words):
            yield from self._of_money(place, "spent", ("budget", "arrived"))
        elif (fell := FELL.search(words)) or ROSE.search(words):
            yield from self._of_change(place, -1 if fell else 1)
        elif COMPLETED.search(words):
            yield from self._of_plan(place)
        elif (of := _PART_OF.search(words)) is not None or _WHOLE_BETWEEN.search(
            self.text[self.told[place].sentence[0] : self.told[place].start]
        ):
            yield from self._of_whole(place, of["of"] if of is not None else "")
        elif (stem := _RATE.search(words)) is not None:
            yield from self._of_stem(place, stem[1])

    def quantity(self, one: Told) -> Quantity | None:
        """What a figure of the report measures."""
        if one.start not in self._quantities:
            quantity = quantity_of(one.figure, self.units)
            if quantity is not None and quantity.measure in _ASKED and _SURVEY.search(self.text, *one.sentence):
                quantity = replace(quantity, measure="人")  # who fills in a form is one person
            elif quantity is not None and quantity.measure == "" and self.english:
                counted = next(self._counted_before(one), None)
                quantity = replace(quantity, measure=counted) if counted is not None else quantity
            self._quantities[one.start] = quantity
        return self._quantities[one.start]

    def _counted_before(self, one: Told) -> Iterator[str]:
        """What the figures right before one count: 457 of 460 samples."""
        for earlier in range(bisect_left(self.starts, one.start) - 1, -1, -1)[:3]:
            quantity = quantity_of(self.told[earlier].figure, self.units)
            if quantity is not None and self.told[earlier].figure.kind == "count":
                yield quantity.measure

    def each_value(self, kind: FigureKind) -> list[Told]:
        """Figures of a kind that a rate may be measured against, each value once."""
        if kind not in self._values:
            once: dict[tuple[str, str | None], Told] = {}
            for one in self.told:
                if one.figure.kind == kind and len(once) < MOST_PLANS:
                    once.setdefault((one.figure.value, one.figure.unit), one)
            self._values[kind] = list(once.values())
        return self._values[kind]

    def before(self, place: int, sentences: int = 1) -> Iterator[Told]:
        """Figures before a rate, nearest first, in its sentence, or also in the one before."""
        begin = self.told[place].sentence[0]
        for earlier in range(place - 1, max(-1, place - FARTHEST), -1):
            one = self.told[earlier]
            if one.sentence[1] <= begin:
                sentences -= 1
                begin = one.sentence[0]
            if sentences <= 0:
                return
            if one.figure.kind in ("count", "amount", "number"):
                yield one

    # ------------------------------------------------------------ English

    def _in_english(self, place: int) -> Iterator[Base]:
        """A named rate of money; else any two figures right before a rate, which may bear it out and prove nothing."""
        before = self.text[max(self.told[place].sentence[0], self.told[place].start - 40) : self.told[place].start]
        if _CHANGED.search(before):
            return
        if _RATE_OF_MONEY.search(before):
            yield from self._of_money(place, "spent", ("budget", "arrived"))
        near = list(self.before(place, 2))[:6]
        own = [one for one in near if one.sentence == self.told[place].sentence]
        if _NAMED_RATE.search(before) and len(own) == 2:
            less, more = sorted(own, key=lambda one: one.figure.number or 0)
            yield Base(less, more)
        yield from (Base(one, other, sure=False) for one, other in permutations(near, 2))

    # ------------------------------------------------------------ tables

    def _of_row(self, place: int) -> Iterator[Base]:
        """In a table what was reached or spent over what was planned, of its own row."""
        rate = self.told[place].cell
        if rate is None or not _RATE_OF_ROW.search(rate.head):
            return
        row = [one for one in self.told[max(0, place - FARTHEST) : place + FARTHEST]
               if one.cell is not None and (one.cell.table, one.cell.row) == (rate.table, rate.row) and one.figure.kind != "share"]  # fmt: skip
        parts = [one for one in row if one.cell is not None and _REACHED_IN_ROW.search(one.cell.head)]
        wholes = [one for one in row if one.cell is not None and _PLANNED_IN_ROW.search(one.cell.head)]
        for part in parts:
            for whole in wholes:
                yield Base(part, whole, sure=len(parts) == len(wholes) == 1)

    # ------------------------------------------------------------ money

    def _of_money(self, place: int, role: Role, wholes: Sequence[Role]) -> Iterator[Base]:
        """What was spent stands in the sentence of its rate, or is all that was; its budget is the one of the same thing and year."""
        rate = self.told[place]
        parts = [one for one in self.money if self._plays(one, role) and one.standing == "reached"]
        beside = [one for one in parts if one.sentence == rate.sentence]
        beside = beside or [one for one in parts if self._all_of(rate, one)]
        if role == "arrived":
            beside = [one for one in beside if self._is_total(one)]
        beside.sort(key=lambda one: (one.start > rate.start, abs(one.start - rate.start)))
        for number, part in enumerate(beside[:MOST_TOTALS]):
            about = self._about(part)
            own = [one for one in self.money if about and (self._about(one) in about or about in self._about(one)) and self._about(one)
                   and not self._plays(one, "spent") and one.sentence != part.sentence]  # fmt: skip
            bases = [one for one in self.money if one is not part and any(self._plays(one, each) for each in wholes)]
            for base in (own or bases)[:MOST_TOTALS]:
                if self._plays(base, "arrived") and not self._is_total(base):
                    continue
                sure = number == 0 and (bool(own) or not (about or base.among)) and not _ESTIMATE.search(base.name)
                yield Base(part, base, sure=sure and self._together(part, base))

    def _all_of(self, rate: Told, one: Told) -> bool:
        """Whether an amount may be all that a rate of no sentence with money tells of."""
        of_its_year = one.scope.year is not None and one.scope.year == rate.scope.year
        return (
            (of_its_year or not one.among)
            and one.scope.whole
            and rate.scope.whole
            and self._about(one) == self._about(rate)
            and one.scope.same_year(rate.scope, self.period)
        )

    def _together(self, part: Told, base: Told) -> bool:
        """Whether an amount can be part of a budget: of its place and year, and not more than it."""
        one, other = self.quantity(part), self.quantity(base)
        return (
            one is not None
            and other is not None
            and one.low <= other.low * MOST_SPENT
            and part.scope.same_year(base.scope, self.period)
            and part.scope.same_place(base.scope)
            and not part.scope.cumulated > base.scope.cumulated
        )

    def _plays(self, one: Told, role: Role) -> bool:
        return one.role == role if self.english else ROLES[role].search(one.name) is not None

    def _about(self, one: Told) -> str:
        """What money is for, as its name says it; empty of all of it."""
        return "" if self.english else _MONEY_ALONE.sub("", re.sub("[0-9]+", "", one.name))

    def _is_total(self, one: Told) -> bool:
        """Whether an amount is not one of several instalments: none of its name in its sentence is larger."""
        own = self.quantity(one)
        alike = [
            self.quantity(other)
            for other in self.money
            if other.sentence == one.sentence and other.essence == one.essence
        ]
        return own is not None and all(other is None or other.low <= own.low for other in alike)

    # ------------------------------------------------------------ change

    def _of_change(self, place: int, change: int) -> Iterator[Base]:
        """The number of the year before may stand behind the rate: 同比增长6.3%（上年26.7万人次）."""
        near = list(self.before(place, 2))
        behind = [one for one in self.told[place + 1 : place + 3]
                  if one.sentence == self.told[place].sentence and one.standing == "before"]  # fmt: skip
        thens = [*behind, *(one for one in near if one.standing == "before")]
        own = [one for one in near if one.sentence == self.told[place].sentence and one.standing == "reached"]
        nows = [
            one
            for one in own or near
            if one.standing == "reached"
            and not one.among
            and any(one.figure.unit == then.figure.unit for then in thens)
        ]
        alone = len(nows) == 1 == len(thens) and "分别" not in words_before(self.text, self.told[place])
        for now in nows:
            for then in thens:
                if then.figure.unit == now.figure.unit:
                    yield Base(now, then, change, sure=alone)

    # ------------------------------------------------------------ plans

    def _of_plan(self, place: int) -> Iterator[Base]:
        """What was reached over what was planned: of what stands nearest, or of anything else in the sentence."""
        near = list(self.before(place))
        reached = sorted(
            (one for one in near if one.standing == "reached"), key=lambda one: one.figure.kind == "amount"
        )
        beside = [one for one in near if one.standing == "planned"]
        for actual in reached:
            own = self.quantity(actual)
            plans = [plan for plan in beside or self.planned if (other := self.quantity(plan)) is not None
                     and own is not None and own.measure == other.measure and (beside or _same_plan(plan, actual))]  # fmt: skip
            for plan in plans:
                yield Base(actual, plan, sure=len(reached) == 1 and len({one.figure.number for one in plans}) == 1)

    # ------------------------------------------------------------ shares

    def _of_whole(self, place: int, of: str) -> Iterator[Base]:
        """占: what stands before it, of the whole that stands between (占总人口36.2万人的), or of what it is one of (其中)."""
        rate = self.told[place]
        near = list(self.before(place))
        if len(near) < 2:
            return
        between = self.text.rfind("占", rate.sentence[0], rate.start)
        if near[0].start > between >= 0 and self.text[between : near[0].start].count("，") == 0:
            yield Base(near[1], near[0])
            return
        part = self.quantity(near[0])
        for whole in near[1:]:
            other = self.quantity(whole)
            if (
                part is not None
                and other is not None
                and other.measure == part.measure
                and other.low >= part.low
                and not whole.among
            ):
                named = len(of) < 2 or _overlap(of, whole.name)
                yield Base(
                    near[0],
                    whole,
                    sure=named and (near[0].among or "（" in self.text[whole.figure.end : near[0].start]),
                )
                return

    def _of_stem(self, place: int, words: str) -> Iterator[Base]:
        """合格率 rests on what is 合格 and on what was counted before it: 抽检96份，合格94份. 接种率 on 应种 and 实种."""
        rate, near, stem = self.told[place], list(self.before(place)), words[-2:]
        parts = [one for one in near if _is_told_by(one.name, stem) and one.figure.kind != "amount"]
        parts = parts or [one for one in near if re.search(f"实[际有]?{stem[-1]}", one.name)]
        parts.sort(key=lambda one: bool(_GRADED.search(one.name)))
        about = words[:-2]
        said = self.text[rate.sentence[0] : rate.clause]
        meant = len(about) < 2 or _ANYBODY.search(about) is not None or _overlap(about, said)
        for part in parts:
            own = self.quantity(part)
            wholes = [(other.low, whole) for whole in near if whole.start < part.start or whole.name.startswith("应")
                      if own is not None and (other := self.quantity(whole)) is not None and whole is not part
                      and other.measure == own.measure and other.low >= own.low]  # fmt: skip
            for _, whole in sorted(wholes, key=lambda each: -each[0]):
                yield Base(part, whole, sure=len(parts) == 1 and meant)
                others = [
                    one for one in parts if one is not part and one.figure.unit == part.figure.unit and one is not whole
                ][:3]
                for count in range(1, len(others) + 1):
                    yield from (Base(part, whole, sure=False, also=also) for also in combinations(others, count))


def _is_told_by(name: str, stem: str) -> bool:
    """Whether a name says that things are what a rate counts: 合格, 已验收, 办结工单 of 合格率, 验收率, 办结率; not 配送中心 of 配送率."""
    for word in (stem, stem[::-1]):
        if re.search(f"[不未非应]{word}|{word}率", name):
            return False
        if name.endswith(word) or re.match(
            f"(?:已经?|按[时期]|及时|实际|实)?{word}(?!中心|站|点|室|所|员|线|系统|平台)", name
        ):
            return True
    return False


def _overlap(one: str, other: str) -> bool:
    """Whether two names have two characters in a row in common."""
    return any(one[at : at + 2] in other for at in range(len(one) - 1))


def _same_plan(plan: Told, actual: Told) -> bool:
    names = plan.essence, _planned(plan.essence), bare(_planned(plan.essence))
    return any(
        name.endswith(actual.essence) or actual.essence.endswith(name) or name == bare(actual.name) for name in names
    )


def _planned(name: str) -> str:
    return re.sub(r"^.*?(?:计划|目标|拟|应|预计)(?:建成|完成|新建|建设|举办|开展|发放|培训)?", "", name) or name
