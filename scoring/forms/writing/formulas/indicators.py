"""Every indicator's points in formulas: by its criterion, rounded, within its bounds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from scoring.forms.writing.formulas import cases, truths
from scoring.forms.writing.formulas.calculation import Room
from scoring.forms.writing.formulas.compiler import Compiler
from scoring.forms.writing.formulas.meaning import rounded
from scoring.forms.writing.formulas.points import NOT_THE_SAME, Points, points_in_cell, value_in_cell
from scoring.forms.writing.formulas.quantities import Lacking, Leaf, Quantity, Ratio, Truth, constant
from scoring.forms.writing.formulas.weighing import Weighing
from scoring.forms.writing.formulas.wholes import NOTHING, NotSayable, Whole, whole
from scoring.nodes.node import Arithmetic, Node
from scoring.problems import Text
from scoring.program.program import Criterion, Indicator, Program
from scoring.scorecard.outcome import ScoredIndicator
from scoring.values.value import NotApplicable

ROOMS = (
    *(Room(1000, 2), Room(100, 2), Room(10, 2), Room(10, 1), Room(10, 0)),
    *(Room(100, 2, True), Room(10, 1, True), Room(10, 0, True), Room(1, 0, True)),
)
"""Tried one after the other: other numbers than today's may be typed as far as whole numbers stay exact."""
Ends = tuple[Ratio, Ratio]
AT_ONCE = 30  # cells that one formula looks at
POINTS = Text("points", "复核得分")


class Indicators:
    """Points by indicator; `ends` are the lowest and the highest that count, None of what does not."""

    def __init__(self, compiler: Compiler, program: Program, weighing: Weighing) -> None:
        self.compiler, self.program, self.sheet, self.weighing = compiler, program, compiler.sheet, weighing
        self.points: dict[str, Points] = {}
        self.ends: dict[str, Ends | None] = {}
        self.away: list[Whole] = []  # nothing where the form says what only scoring again can tell

    def write(self, one: ScoredIndicator) -> None:
        indicator = one.indicator
        label = indicator.label
        self.sheet.begin(Text(f"{indicator.id} {label.en}", f"{indicator.id} {label.zh}"))
        if one.outcome == "not_applicable":
            full = self.program.not_applicable == "full"
            self.ends[indicator.id] = (self.weight(indicator),) * 2 if full else None
            self._stays_away(indicator.criterion)
        elif one.range is None:  # left out
            self.ends[indicator.id] = None
            self.only_today(self._read_by(indicator))
        elif one.outcome == "not_scorable":
            self.ends[indicator.id] = constant(one.range.low), self._most(indicator, one.range.high)
            self.only_today(self._read_by(indicator))
        else:
            found = self._said(one, one.range.low)
            self.ends[indicator.id] = found, found
            self.compiler.names[f"{indicator.id}.points"] = found

    def weight(self, indicator: Indicator) -> Ratio:
        return self.compiler.weight(weight_of(indicator), indicator.weight)

    def only_today(self, names: Iterable[str]) -> None:
        """Nothing adds up any more as soon as the form says anything else there."""
        listed = list(names)
        for first in range(0, len(listed), AT_ONCE):
            self.hold(self.sheet.only_today(listed[first : first + AT_ONCE], whole(0)))

    def hold(self, guard: Whole) -> None:
        """Nothing adds up where this is nothing."""
        if guard.constant is None:
            self.away.append(guard)

    def _most(self, indicator: Indicator, points: Fraction) -> Ratio:
        """As many points as there are: the weight, whatever it is, where that is what they are."""
        name = weight_of(indicator)
        if points == indicator.weight and name in self.weighing.full & self.compiler.linked:
            return self.weight(indicator)
        return constant(points)

    def _read_by(self, indicator: Indicator) -> list[str]:
        """What stands on the form that its points rest on: its own row, but for a weight that is read, and what its rule reads."""
        criterion = indicator.criterion
        nodes = [criterion.points] if criterion.applies is None else [criterion.points, criterion.applies]
        own = [f"{indicator.id}.{key}" for key in ("target", "actual", "weight")]
        return [one for one in (*own, *self.compiler.read_by(nodes)) if one not in self.compiler.linked]

    def _said(self, one: ScoredIndicator, points: Fraction) -> Ratio:
        """As a formula with as much room as there is, or else as a value that says why."""
        before, linked, name = self.compiler.mark(), self.compiler.linked, weight_of(one.indicator)
        because = f"missing = {one.policy}"
        ways = [(linked, room) for room in ROOMS]
        if name in linked:
            ways += [(linked - {name}, room) for room in ROOMS]
        for weights, room in ways if one.policy is None else ():
            self.compiler.linked, self.sheet.room = weights, room
            try:
                found = self._points(one)
            except NotSayable as why:
                because = str(why)
            else:
                if found.exact == points:
                    self.points[one.indicator.id] = replace(found, frozen=self.compiler.frozen_since(before))
                    return found.ratio
                because = NOT_THE_SAME
            self.compiler.back_to(before)
        self.compiler.linked = linked - {name}
        today = self.sheet.only_today(self._read_by(one.indicator), whole(0))
        self.points[one.indicator.id], ratio = value_in_cell(self.sheet, points, because, today)
        return ratio

    def _points(self, one: ScoredIndicator) -> Points:
        criterion, program = one.indicator.criterion, self.program
        value = self.compiler.value(self._without_clamp(criterion))
        if program.rounding is not None:
            value = rounded(self.compiler, value, program.rounding)
        low, high = constant(criterion.lowest), self._most(one.indicator, criterion.highest)
        value = cases.mapped(value, lambda leaf: _between(leaf, low, high))
        if criterion.applies is not None:
            outside = Lacking(NotApplicable(Text("it does not apply", "不适用")))
            value = cases.joined([(truths.opposite(self._applies(criterion)), outside), (None, value)])
        name = weight_of(one.indicator)
        held = () if name in self.compiler.linked else (name,)
        return points_in_cell(self.sheet, value, POINTS, program.rounding, held)

    def _applies(self, criterion: Criterion) -> Truth:
        assert criterion.applies is not None
        found = self.compiler.truth(criterion.applies)
        if isinstance(found, Lacking):
            raise NotSayable("whether it applies is not known")
        return found

    def _without_clamp(self, criterion: Criterion) -> Node:
        """The points before their clamp where rounding leaves the bounds as they are: then it may as well come after."""
        node, rounding = criterion.points, self.program.rounding
        if not isinstance(node, Arithmetic) or node.op != "clamp" or rounding is None:
            return node
        ends = (criterion.lowest, criterion.highest)
        return node.args[0] if all(rounding.apply(end) == end for end in ends) else node

    def _stays_away(self, criterion: Criterion) -> None:
        """What does not apply stays away: where other numbers make it apply, there is no total until it is scored again."""
        if criterion.applies is None:
            return
        before = self.compiler.mark()
        try:
            applies = self._applies(criterion)
            if applies.constant is None and applies.now is False:
                guard = cases.if_whole(applies, NOTHING, whole(0))
                said = Text("it does not apply: otherwise score again", "不适用；条件变化时须重新评分")
                self.away.append(self.sheet.step(guard, said, always=True))
                return
            if applies.constant is not None:
                return
        except NotSayable:
            pass
        self.compiler.back_to(before)
        self.only_today(self.compiler.read_by([criterion.applies]))


def weight_of(indicator: Indicator) -> str:
    return f"{indicator.id}.weight"


def _between(leaf: Leaf, low: Ratio, high: Ratio) -> Quantity:
    """Points kept between the bounds of their criterion, where they might leave them."""
    if not isinstance(leaf, Ratio) or leaf == high:
        return leaf
    value: Quantity = leaf
    if not (low.constant == 0 and leaf.never_negative):
        value = cases.least_or_most([leaf, low], True)
    return cases.mapped(value, lambda one: cases.least_or_most([one, high], False) if isinstance(one, Ratio) else one)
