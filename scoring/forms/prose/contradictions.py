"""One thing told twice with two values; points that do not go with what is told; money and times outside of the project."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from scoring.forms.prose.claims import unborne_claims
from scoring.forms.prose.doubt import Doubt
from scoring.forms.prose.quantities import quantity_of, shown
from scoring.forms.prose.restatements import restatements
from scoring.forms.prose.told import Told
from scoring.problems import Text
from scoring.values.day import Day
from scoring.values.units import Units

LONGEST_TITLE = 300
_YEARS = re.compile("(?P<from>(?:19|20)[0-9]{2}) ?年?度? ?[-~至到] ?(?P<to>(?:19|20)[0-9]{2}) ?年")
_YEARS_OF_WORK = re.compile(rf"(?:实施期|建设期|项目期|执行期|周期|起止|工期)[^。；\n]{{0,16}}?{_YEARS.pattern}")
_MONEY_WORDS = re.compile("经费|资金|支出|补助|专款|拨款")
_PAID = re.compile("下拨|拨付|发放|支出|投入|使用|安排|支付")
_HAPPENED = re.compile(
    "到位|拨付|支付|下达|下拨|支出|完工|竣工|验收|开工|兑付|发放到|拨入|入账|\\b(?:paid|disbursed|arrived|completed|finished|delivered|opened|handed over)\\b"
)
_BEFOREHAND = re.compile(
    "提前|立项|批复|印发|出台|成立|自评|评价|审计|公示|编制|报告|招标|中标|签订|可研|设计|\\b(?:approved|signed|issued|evaluat|audit|report|planned|in advance)"
)


def contradictions(text: str, told: Sequence[Told], units: Units, period: Day | None) -> list[Doubt]:
    """What in a report cannot be right together, and what nothing bears out, in the order of the text."""
    year = str(period.year) if period is not None else None
    claims = unborne_claims(told, units, year)
    found = [
        *claims,
        *(
            two
            for two in restatements(told, units, year)
            if not any(set(two.passages) <= set(one.passages) for one in claims)
        ),
        *_beyond_the_money(text, told, units),
        *_planned_among_results(text, told),
        *(_outside(text, told, period) if period is not None else ()),
        *(_since_before(text, told, period) if period is not None else ()),
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
    first, last = _widened(text, told, period)
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


def _widened(text: str, told: Sequence[Told], period: Day) -> tuple[date, date]:
    """The period, or the time that the report says the project takes, where that is longer."""
    first, last = period.first(), period.last()
    for found in (_YEARS.search(text[:LONGEST_TITLE]), _YEARS_OF_WORK.search(text)):
        if found is not None and found["from"] <= str(period.year) <= found["to"]:
            first, last = min(first, date(int(found["from"]), 1, 1)), max(last, date(int(found["to"]), 12, 31))
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
