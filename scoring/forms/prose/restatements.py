"""One thing told twice with two values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from scoring.forms.prose.doubt import Doubt
from scoring.forms.prose.names import bare, essence, too_general
from scoring.forms.prose.quantities import Quantity, quantity_of, shown
from scoring.forms.prose.told import Told, place
from scoring.problems import Text
from scoring.values.units import Units

MOST_OF_A_NAME = 30
MOST_SUMMED_UP = 200
NEAR = 3
"""Two values of a thing that is told in other words lie not farther apart; more are two things."""
LONG_NAME = 4
"""Characters of a name that a conclusion may tell again with more words before it."""
_SATISFIED = re.compile(r"满意[度率]$")
_SPENT = re.compile(r"^(?:(?:资金|项目|经费|预算|财政|实际|本年|当年|全年|总|累计|专项)*)支出$")


def restatements(told: Sequence[Told], units: Units, period: str | None) -> list[Doubt]:
    """What is told twice with two values that cannot both hold; `period` is the year that is meant where none is named."""
    every = _Told(told, units, period)
    return list({two.passages: two for two in (*every.summed_up(), *every.named_alike())}.values())


class _Told:
    def __init__(self, told: Sequence[Told], units: Units, period: str | None) -> None:
        self.period = period
        self.reached = [(one, quantity) for one in told if one.standing == "reached" and one.figure.kind not in ("score", "date")
                        and (quantity := quantity_of(one.figure, units)) is not None]  # fmt: skip
        self.of_sentence: dict[tuple[tuple[int, int], str], list[Fraction]] = {}
        for one, quantity in self.reached:
            self.of_sentence.setdefault((one.sentence, quantity.measure), []).append(quantity.low)

    def named_alike(self) -> Iterator[Doubt]:
        groups: dict[tuple[str, str], list[tuple[Told, Quantity]]] = {}
        for one, quantity in self.reached:
            for name in _called(one):
                if len(name) >= 2 and not too_general(name.rstrip("*")):
                    groups.setdefault((name, quantity.measure), []).append((one, quantity))
        seen: set[tuple[int, int]] = set()
        for (name, _), members in groups.items():
            if len({each.figure.value for each, _ in members}) > 3:
                continue  # a series, not a contradiction
            for first, second in combinations(members[:MOST_OF_A_NAME], 2):
                pair = first[0].start, second[0].start
                if pair not in seen and self._contradict(first, second):
                    seen.add(pair)
                    yield _two(name.rstrip("*"), first, second)

    def summed_up(self) -> Iterator[Doubt]:
        """What a conclusion tells again in fewer words: 培训 of 补贴性培训, where the report has one such number alone."""
        whole = [each for each in self.reached if not each[0].among and each[0].figure.kind in ("count", "amount")]
        named = [(bare(one.name), one, quantity) for one, quantity in whole if one.part in ("results", "other")]
        for last in [each for each in whole if each[0].part == "conclusion"][:MOST_SUMMED_UP]:
            name = bare(last[0].name)
            if len(name) < 2:
                continue
            before = [(one, quantity) for other, one, quantity in named if quantity.measure == last[1].measure
                      and (other.endswith(name) or (len(one.essence) >= LONG_NAME and last[0].essence.endswith(one.essence)))]  # fmt: skip
            if len(before) == 1 and self._contradict(before[0], last):
                yield _two(name, before[0], last)

    def _contradict(self, one: tuple[Told, Quantity], other: tuple[Told, Quantity]) -> bool:
        (first, a), (second, b) = one, other
        return (
            _disjoint(a, b)
            and not self._apart(first, second)
            and (not _is_part(one, other) or first.scope.since is not second.scope.since)
            and (first.essence == second.essence or _near(a, b))
            and not self._explained(one, other)
        )

    def _apart(self, one: Told, other: Told) -> bool:
        """Whether two figures of a name may well be two things: of one sentence, parts, of two places, times or programmes."""
        if one.sentence == other.sentence or one.among != other.among:
            return True
        if one.role != other.role or (_is_plan(one) and other.part != "overview"):
            return True
        if one.passage.line == other.passage.line and one.part == other.part and one.scope.since is other.scope.since:
            return True  # one paragraph tells of one thing after the other
        if not one.scope.same_place(other.scope) or not one.scope.same_year(other.scope, self.period):
            return True
        satisfied = _SATISFIED.search(one.essence) and _SATISFIED.search(other.essence)
        in_other_words = one.essence != other.essence and not satisfied and one.figure.kind != "amount"
        summing_up = "conclusion" in (one.part, other.part)
        if (in_other_words or one.part == other.part) and one.section != other.section and not summing_up:
            return True  # told in other words counts only where one of the two sums up
        if _SATISFIED.search(one.essence) and one.essence != other.essence:
            kinds = {re.sub("满意[度率]$", "", each.essence) for each in (one, other)}
            if "" not in kinds and not any(a in b or b in a for a, b in combinations(sorted(kinds), 2)):
                return True
        return (
            one.figure.kind == "share"
            and not satisfied
            and (one.passage.line == other.passage.line or _of_others(one, other))
        )

    def _explained(self, one: tuple[Told, Quantity], other: tuple[Told, Quantity]) -> bool:
        """Whether the difference is told beside one of the two: 28 and 30, of which 2 came later."""
        difference = abs(one[1].low - other[1].low)
        return any(difference in self.of_sentence[each.sentence, quantity.measure] for each, quantity in (one, other))


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


def _is_plan(one: Told) -> bool:
    """Whether an overview tells what a project is to do (建设便民商店120个), and not what there is (学校46所)."""
    return one.part == "overview" and one.figure.kind == "count" and bare(one.name) != essence(one.name)


def _of_others(one: Told, other: Told) -> bool:
    """Whether two rates of one name are of different things, which stand before them: 高血压患者…，规范管理率76.3%."""
    mine, its = one.subject, other.subject
    return bool(mine and its) and mine != its


def _is_part(one: tuple[Told, Quantity], other: tuple[Told, Quantity]) -> bool:
    """Whether what is counted since some earlier day is more than what is counted of the year, as it has to be."""
    (first, a), (second, b) = one, other
    mine, its = (each.scope.cumulated or each.scope.since for each in (first, second))
    return mine is not its and (a.low > b.low if mine else b.low > a.low)


def _near(a: Quantity, b: Quantity) -> bool:
    less, more = sorted((a.low, b.low))
    return less > 0 and more <= NEAR * less


def _disjoint(a: Quantity, b: Quantity) -> bool:
    """Whether no number is both, rounded as they are: 3.8万 is 38,120."""
    slack = max(a.slack, b.slack) if a.slack != b.slack else Fraction(0)
    return (a.high is not None and a.high + slack < b.low) or (b.high is not None and b.high + slack < a.low)


def _two(name: str, first: tuple[Told, Quantity], second: tuple[Told, Quantity]) -> Doubt:
    """Two values; where one is counted since an earlier day and is the larger, that may be so."""
    one, other = first[0], second[0]
    may_be = _is_part(first, second)
    said, again = shown(one.figure), shown(other.figure)
    return Doubt(
        "two-values",
        "question" if may_be else "contradiction",
        Text(f"`{name}` is {said} at {one.passage.said.en} and {again} at {other.passage.said.en}",
             f"{name} 前后不一：{place(one)} 为 {said}，{place(other)} 为 {again}"),
        Text("find out which one holds, and correct the other", "核实以哪一处为准，改正另一处"),
        (one.passage, other.passage),
    )  # fmt: skip
