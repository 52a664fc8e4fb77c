"""The total and the grade in formulas: added up as the scorecard does, with what limits make of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from scoring.forms.writing.formulas import cases, ratios, roundings, truths
from scoring.forms.writing.formulas.calculation import Formula
from scoring.forms.writing.formulas.compiler import Compiler
from scoring.forms.writing.formulas.indicators import Indicators, weight_of
from scoring.forms.writing.formulas.operations import on_numbers
from scoring.forms.writing.formulas.points import NOT_THE_SAME, Points, points_in_cell, value_in_cell
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
from scoring.forms.writing.formulas.shares import Counting, Shares, share_out
from scoring.forms.writing.formulas.wholes import NOTHING, NotSayable, plus, whole
from scoring.problems import Text
from scoring.program.program import Grade, Group, Indicator, Limit
from scoring.scorecard.assessment import Assessment
from scoring.scorecard.totals import Way

End = Literal["low", "high"]
Acts = Truth | Literal["unknown"]
Limits = Sequence[tuple[tuple[Fraction | None, Fraction | None], Acts]]
TOTAL = Text("total", "总分")
ENDS: Mapping[End, Text] = {"low": Text("lowest total", "总分下限"), "high": Text("highest total", "总分上限")}
WEIGHS = Text("what applies weighs something", "适用的指标有分值")
GRADE = Text("grade, counted from 0", "等级序号（从 0 起）")


@dataclass(frozen=True, slots=True)
class TotalPoints:
    """The total in one cell, or its lowest and highest in two; the grade as a formula of the calculation. `because` says why
    they are values."""

    ends: tuple[Points, ...]
    because: str | None = None
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
        """As formulas over the weights of the form, or over those that it has today; or as values that say why."""
        before, held = self.compiler.mark(), len(self.indicators.away)
        because = ""
        ways = (True, False) if self.compiler.linked and self.indicators.weighing.limits else (False,)
        for links in ways:
            self.links = links
            try:
                return self._formulas()
            except NotSayable as why:
                because = str(why)
            self.compiler.back_to(before)
            del self.indicators.away[held:]
        return self._values(because)

    def _values(self, because: str) -> TotalPoints:
        """What scoring computed, as long as points and weights are what they are."""
        self._hold_points()
        self.indicators.only_today(self._weights)
        today = plus(*self.indicators.away) if self.indicators.away else whole(0)
        total = self.assessment.totals.total
        assert total is not None
        ends = dict.fromkeys((total.low, total.high))
        return TotalPoints(
            tuple(value_in_cell(self.sheet, one, because, today)[0] for one in ends), because, None, because
        )

    def _formulas(self) -> TotalPoints:
        totals = self.assessment.totals
        if totals.way is None or totals.total is None:
            raise NotSayable("whether an indicator applies is not known")
        self.shares = self._shared_out(totals.way)
        self.known = known = all(ends is None or ends[0] == ends[1] for ends in self.indicators.ends.values())
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
            return TotalPoints(made, None, self._grade(self.program.grade, totals.grades[0]))
        except NotSayable as why:
            self.compiler.back_to(before)
            return TotalPoints(made, None, None, str(why))

    def _end(self, end: End, points: Ratio, known: bool) -> Points:
        limits = [(limit.total, self.acts[limit.name]) for limit in self.program.limits]
        limited = self._limited(self._rounded(points), limits, end)
        return points_in_cell(self.sheet, limited, TOTAL if known else ENDS[end], self.program.rounding)

    def _rounded(self, number: Ratio) -> Ratio:
        rounding = self.program.rounding
        return number if rounding is None else roundings.rounded(number, rounding, self.compiler.settle)

    # ------------------------------------------------------------------ weights

    def _shared_out(self, way: Way) -> Shares:
        """What groups weigh: over the cells of weights, or as it is today."""
        siblings = self.program.not_applicable == "siblings"
        counting = [
            Counting(
                one.indicator.group, self._weight(one.indicator), self.indicators.ends[one.indicator.id] is not None
            )
            for one in self.assessment.scored
        ]
        declared = self.indicators.weighing.groups
        found = share_out(counting, self.program, "siblings" if siblings else "all", way.shares, declared)
        for ours, theirs in ((found.weight, way.shares.weight), (found.spread, way.shares.spread)):
            if {path: ratio.now for path, ratio in ours.items()} != theirs:
                raise NotSayable(NOT_THE_SAME)
        weighs = ratios.compared(">", found.applies[""], constant(Fraction(0)))
        self.indicators.hold(self.sheet.only_where(weighs, whole(0), WEIGHS))
        moves = any(one.constant is None for one in (*found.spread.values(), *found.outer.values()))
        if moves or any(
            group.how != "sum" for group in self.program.groups
        ):  # else a weight moves its own points alone
            self.indicators.only_today(
                name for name in self._weights if not self.links or name not in self.compiler.linked
            )
        return found

    @property
    def _weights(self) -> list[str]:
        return [weight_of(one) for one in self.program.indicators]

    def _weight(self, indicator: Indicator) -> Ratio:
        return self.indicators.weight(indicator) if self.links else constant(indicator.weight)

    def _hold_points(self) -> None:
        """Nothing adds up where points are other ones than today."""
        for found in self.indicators.points.values():
            if found.exact is None:
                self.indicators.hold(found.number)
                continue
            same = truths.wholes_compared("==", found.number, whole(int(found.exact * found.parts)))
            self.indicators.hold(self.sheet.only_where(same, whole(0)))

    # ------------------------------------------------------------------ groups

    def _added(self, end: End, limited: bool) -> tuple[dict[str, Ratio], Ratio]:
        """Every group's redistributed points, and all together."""
        way, shares = self.assessment.totals.way, self.shares
        assert way is not None
        members: dict[str, list[tuple[Ratio, Ratio]]] = {"": [], **{one.path: [] for one in self.program.groups}}
        for one in self.assessment.scored:
            ends = self.indicators.ends[one.indicator.id]
            if ends is not None:
                members[one.indicator.group].append((ends[end == "high"], self._weight(one.indicator)))
        found: dict[str, Ratio] = {}
        for group in reversed(self.program.groups):
            path, outer = group.path, shares.outer[group.path]
            if not way.shares.there[path]:
                found[path] = constant(Fraction(0))
                continue
            within = self._within(group, members[path])
            found[path] = ratios.product(within, outer)
            limits = [one for one in self.program.limits if limited and path in one.groups]
            if limits:
                acting = [(one.groups[path], self.acts[one.name]) for one in limits]
                found[path] = self._number(self._limited(found[path], acting, end))
                within = ratios.quotient(found[path], outer)
            members[path.rpartition("/")[0]].insert(0, (within, shares.applies[path]))
        guards = [Ratio(Fraction(1), (guard,)) for guard in self.indicators.away]
        summed = ratios.total([*(points for points, _ in members[""]), *guards])
        return found, ratios.product(summed, shares.spread[""])

    def _within(self, group: Group, members: Sequence[tuple[Ratio, Ratio]]) -> Ratio:
        """A group's points within itself, before they are redistributed further out."""
        if group.how == "sum":
            summed = self._as_group_says(group, ratios.total([one for one, _ in members]))
            return ratios.product(summed, self.shares.spread[group.path])
        weighing = [(points, applies) for points, applies in members if applies.now]
        if not weighing:
            return constant(Fraction(0))
        match group.how:
            case "mean":  # of degrees by weights: points over weights
                points, weights = (ratios.total(listed) for listed in zip(*weighing, strict=True))
                made: Quantity = ratios.quotient(points, weights)
            case "min" | "max" | "product" | "median":
                made = on_numbers(self.compiler, group.how, [ratios.quotient(*one) for one in weighing])
            case _:
                raise NotSayable(f"a group combined by {group.how}")
        return self._as_group_says(group, ratios.product(self._number(made), self.shares.weight[group.path]))

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
        bites, read = self.assessment.totals.bites[limit.name], self.compiler.read_by([limit.when])
        if bites != "unknown" and (self.known or not any(map(_is_amount, read))):
            before = self.compiler.mark()
            try:
                found = self.compiler.truth(limit.when)
                if isinstance(found, Truth) and found.now is (bites == "yes"):
                    return self.sheet.truth(found, Text(f"limit: {limit.label.en}", f"限制条件：{limit.label.zh}"))
            except NotSayable:
                pass
            self.compiler.back_to(before)
        self.indicators.only_today(read)
        if any(map(_is_amount, read)):
            self._hold_points()
            self.indicators.only_today(self._weights)
        return "unknown" if bites == "unknown" else TRUE if bites == "yes" else FALSE

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
        weighing, weight = self.indicators.weighing, self.shares.weight[""]
        moves = self.links and weight.constant is None
        if moves and not weighing.grade:
            raise NotSayable("a grade that rests on weights")
        for number in weighing.all_together:
            self.compiler.known[number] = weight
        self.compiler.counted(grade.choose)
        value = self.compiler.value(grade.choose)
        pieces = value.pieces if isinstance(value, Pieces) else ((None, value),)
        names = {leaf.constant for _, leaf in pieces if isinstance(leaf, Word)}
        if None in names or not all(isinstance(leaf, Word | Lacking) for _, leaf in pieces):
            raise NotSayable("a grade that is computed")
        limits = [one for one in self.program.limits if (one.grade, one.least_grade) != (None, None)]
        made = self._limited_grade(grade, pieces, limits) if limits else _named_grade(pieces)
        if moves and grade.by_points and self.program.possible is not None:  # on another scale there is no grade
            of_scale = ratios.compared("==", weight, constant(self.program.possible))
            scale = self.sheet.truth(
                of_scale, Text("points possible are those of the grades", "满分与等级所对应的总分一致")
            )
            made = Formula(f'IF({scale.text},{made.text},"")', made.now if scale.now else "")
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


def _is_amount(name: str) -> bool:
    """Whether a name is of points that are added up."""
    return name == "total" or name.startswith(("total.", "subtotal.")) or name.endswith(".points")


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
