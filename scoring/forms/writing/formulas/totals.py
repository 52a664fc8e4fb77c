"""The total and the grade in formulas: added up as the scorecard does, with what limits make of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from scoring.forms.writing.formulas import cases, ratios, roundings, truths
from scoring.forms.writing.formulas.calculation import Formula
from scoring.forms.writing.formulas.compiler import Compiler
from scoring.forms.writing.formulas.indicators import Indicators
from scoring.forms.writing.formulas.operations import on_numbers
from scoring.forms.writing.formulas.points import NOT_THE_SAME, Points, points_in_cell
from scoring.forms.writing.formulas.quantities import (  # fmt: skip
    FALSE,
    TRUE,
    Lacking,
    Leaf,
    Pieces,
    Quantity,
    Ratio,
    Truth,
    Word,
    constant,
)
from scoring.forms.writing.formulas.wholes import NOTHING, NotSayable, whole
from scoring.problems import Text
from scoring.program.program import Grade, Group, Limit
from scoring.scorecard.assessment import Assessment

End = Literal["low", "high"]
Acts = Truth | Literal["unknown"]
Limits = Sequence[tuple[tuple[Fraction | None, Fraction | None], Acts]]
TOTAL = Text("total", "总分")
ENDS: Mapping[End, Text] = {"low": Text("lowest total", "总分下限"), "high": Text("highest total", "总分上限")}
GRADE = Text("grade, counted from 0", "等级序号（从 0 起）")


@dataclass(frozen=True, slots=True)
class TotalPoints:
    """The total in one cell, or its lowest and highest in two; the grade as a formula of the calculation."""

    ends: tuple[Points, ...]
    grade: Formula | None = None
    grade_because: str | None = None


class Totals:
    """Adds up what indicators earn; see `scorecard.totals` and `scorecard.subtotals`, which it has to equal."""

    def __init__(self, indicators: Indicators, assessment: Assessment) -> None:
        self.indicators, self.assessment = indicators, assessment
        self.compiler: Compiler = indicators.compiler
        self.program, self.sheet = indicators.program, indicators.sheet
        self.acts: dict[str, Acts] = {}

    def write(self) -> TotalPoints:
        """Raises `NotSayable` where it is no formula."""
        totals = self.assessment.totals
        if totals.way is None or totals.total is None:
            raise NotSayable("whether an indicator applies is not known")
        known = all(ends is None or ends[0] == ends[1] for ends in self.indicators.ends.values())
        ends: tuple[End, ...] = ("low",) if known else ("low", "high")
        earned = {end: self._added(end, limited=False) for end in ends}
        if known:
            self.compiler.names["total.earned"] = self._rounded(earned["low"][1])
            self.compiler.names |= {f"subtotal.{path}": ratio for path, ratio in earned["low"][0].items()}
        self.acts = {limit.name: self._act(limit) for limit in self.program.limits}
        of_groups = any(limit.groups for limit in self.program.limits)
        made = tuple(
            self._end(end, self._added(end, limited=True)[1] if of_groups else earned[end][1], known) for end in ends
        )
        if {one.exact for one in made} != {totals.total.low, totals.total.high}:
            raise NotSayable(NOT_THE_SAME)
        if len(made) > 1 or self.program.grade is None or len(totals.grades) != 1:
            return TotalPoints(made)
        self.compiler.names["total"] = made[0].ratio
        before = self.compiler.mark()
        try:
            return TotalPoints(made, self._grade(self.program.grade, totals.grades[0]))
        except NotSayable as why:
            self.compiler.back_to(before)
            return TotalPoints(made, None, str(why))

    def _end(self, end: End, points: Ratio, known: bool) -> Points:
        limits = [(limit.total, self.acts[limit.name]) for limit in self.program.limits]
        limited = self._limited(self._rounded(points), limits, end)
        return points_in_cell(self.sheet, limited, TOTAL if known else ENDS[end], self.program.rounding)

    def _rounded(self, number: Ratio) -> Ratio:
        rounding = self.program.rounding
        return number if rounding is None else roundings.rounded(number, rounding, self.compiler.settle)

    # ------------------------------------------------------------------ groups

    def _added(self, end: End, limited: bool) -> tuple[dict[str, Ratio], Ratio]:
        """Every group's redistributed points, and all together."""
        way = self.assessment.totals.way
        assert way is not None
        shares = way.shares
        members: dict[str, list[tuple[Ratio, Fraction]]] = {"": [], **{one.path: [] for one in self.program.groups}}
        for one in self.assessment.scored:
            ends = self.indicators.ends[one.indicator.id]
            if ends is not None:
                members[one.indicator.group].append((ends[end == "high"], one.indicator.weight))
        found: dict[str, Ratio] = {}
        for group in reversed(self.program.groups):
            path, outer = group.path, shares.outer[group.path]
            if not shares.there[path]:
                found[path] = constant(Fraction(0))
                continue
            within = self._within(group, members[path], shares.spread[path])
            found[path] = ratios.product(within, constant(outer))
            limits = [one for one in self.program.limits if limited and path in one.groups]
            if limits:
                acting = [(one.groups[path], self.acts[one.name]) for one in limits]
                found[path] = self._number(self._limited(found[path], acting, end))
                within = ratios.product(found[path], constant(1 / outer))
            members[path.rpartition("/")[0]].insert(0, (within, shares.applies[path]))
        guards = [Ratio(Fraction(1), (guard,)) for guard in self.indicators.away]
        summed = ratios.total([*(points for points, _ in members[""]), *guards])
        return found, ratios.product(summed, constant(shares.spread[""]))

    def _within(self, group: Group, members: Sequence[tuple[Ratio, Fraction]], spread: Fraction) -> Ratio:
        """A group's points within itself, before they are redistributed further out."""
        if group.how == "sum":
            return ratios.product(
                self._as_group_says(group, ratios.total([one for one, _ in members])), constant(spread)
            )
        weighing = [(points, applies) for points, applies in members if applies]
        if not weighing:
            return constant(Fraction(0))
        degrees = [ratios.product(points, constant(1 / applies)) for points, applies in weighing]
        match group.how:
            case "mean":
                summed = ratios.total(
                    [ratios.product(one, constant(by)) for one, (_, by) in zip(degrees, weighing, strict=True)]
                )
                made: Quantity = ratios.product(summed, constant(1 / sum((by for _, by in weighing), Fraction(0))))
            case "min" | "max" | "product" | "median":
                made = on_numbers(self.compiler, group.how, degrees)
            case _:
                raise NotSayable(f"a group combined by {group.how}")
        return self._as_group_says(group, ratios.product(self._number(made), constant(group.weight)))

    def _as_group_says(self, group: Group, number: Ratio) -> Ratio:
        if group.rounding is None:
            return number
        return roundings.rounded(number, group.rounding, self.compiler.settle)

    def _number(self, value: Quantity) -> Ratio:
        found = cases.as_ratio(value, self.compiler.settle)
        if found is None:
            raise NotSayable("a subtotal without a number")
        return found

    # ------------------------------------------------------------------ limits

    def _act(self, limit: Limit) -> Acts:
        """Whether a limit acts: by a formula where there is one, else as it is today."""
        bites = self.assessment.totals.bites[limit.name]
        if bites == "unknown":
            return "unknown"
        before = self.compiler.mark()
        try:
            found = self.compiler.truth(limit.when)
            if isinstance(found, Truth) and found.now is (bites == "yes"):
                return self.sheet.truth(found, Text(f"limit: {limit.label.en}", f"限制条件：{limit.label.zh}"))
        except NotSayable:
            pass
        self.compiler.back_to(before)
        return TRUE if bites == "yes" else FALSE

    def _limited(self, points: Ratio, limits: Limits, end: End) -> Quantity:
        """All floors first, then all caps; one that is undecided acts where that leaves the end further out."""
        value: Quantity = points
        for is_cap in (False, True):
            for ends, acts in limits:
                limit = ends[is_cap]
                if limit is None:
                    continue
                sure = acts if isinstance(acts, Truth) else TRUE if is_cap is (end == "low") else FALSE
                value = _moved(value, constant(limit), sure, ">" if is_cap else "<")
        return value

    # ------------------------------------------------------------------ the grade

    def _grade(self, grade: Grade, expected: str) -> Formula:
        self.compiler.counted(grade.choose)
        value = self.compiler.value(grade.choose)
        pieces = value.pieces if isinstance(value, Pieces) else ((None, value),)
        names = {leaf.constant for _, leaf in pieces if isinstance(leaf, Word)}
        if None in names or not all(isinstance(leaf, Word | Lacking) for _, leaf in pieces):
            raise NotSayable("a grade that is computed")
        limits = [one for one in self.program.limits if (one.grade, one.least_grade) != (None, None)]
        made = self._limited_grade(grade, pieces, limits) if limits else _named_grade(pieces)
        if made.now != expected:
            raise NotSayable(NOT_THE_SAME)
        return made

    def _limited_grade(
        self, grade: Grade, pieces: Sequence[tuple[Truth | None, Leaf]], limits: Sequence[Limit]
    ) -> Formula:
        names = grade.names
        place = cases.cases(
            [
                (when, whole(names.index(str(leaf.constant))) if isinstance(leaf, Word) else NOTHING)
                for when, leaf in pieces
            ]
        )
        for is_cap in (False, True):
            for limit in limits:
                name, acts = (limit.grade if is_cap else limit.least_grade), self.acts[limit.name]
                if name is None:
                    continue
                if not isinstance(acts, Truth):
                    raise NotSayable("a limit that may act")
                place, end = self.sheet.step(place, GRADE), whole(names.index(name))
                beyond = truths.wholes_compared(">" if is_cap else "<", place, end)
                place = cases.if_whole(truths.both([acts, beyond]), end, place)
        place = self.sheet.step(place, GRADE, always=True)
        listed = ",".join(f'"{name}"' for name in names)
        return Formula(f"CHOOSE({place.text}+1,{listed})", None if place.now is None else names[place.now])


def _named_grade(pieces: Sequence[tuple[Truth | None, Leaf]]) -> Formula:
    """The grade's name by conditions."""
    made = Formula("NA()", None)
    for when, leaf in reversed(pieces):
        said = Formula(leaf.text, leaf.now) if isinstance(leaf, Word) else Formula("NA()", None)
        if when is None:
            made = said
            continue
        now = None if when.now is None else said.now if when.now else made.now
        made = Formula(f"IF({when.text},{said.text},{made.text})", now)
    return made


def _moved(value: Quantity, limit: Ratio, acts: Truth, beyond: str) -> Quantity:
    """What a floor or a cap makes of points where it acts."""

    def each(leaf: Leaf) -> Quantity:
        if not isinstance(leaf, Ratio):
            return leaf
        return cases.joined([(truths.both([acts, ratios.compared(beyond, leaf, limit)]), limit), (None, leaf)])

    return cases.mapped(value, each)
