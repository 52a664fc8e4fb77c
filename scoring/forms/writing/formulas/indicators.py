"""Every indicator's points in formulas: by its criterion, rounded, within its bounds."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from scoring.forms.writing.formulas import cases, truths
from scoring.forms.writing.formulas.calculation import Room
from scoring.forms.writing.formulas.compiler import Compiler
from scoring.forms.writing.formulas.meaning import rounded
from scoring.forms.writing.formulas.points import NOT_THE_SAME, Points, points_in_cell, value_in_cell
from scoring.forms.writing.formulas.quantities import Lacking, Leaf, Quantity, Ratio, Truth, constant
from scoring.forms.writing.formulas.wholes import NOTHING, NotSayable, Whole, whole
from scoring.nodes.node import Arithmetic, Node
from scoring.problems import Text
from scoring.program.program import Criterion, Program
from scoring.scorecard.outcome import ScoredIndicator
from scoring.values.value import NotApplicable

ROOMS = (
    *(Room(1000, 2), Room(100, 2), Room(10, 2), Room(10, 1), Room(10, 0)),
    *(Room(100, 2, True), Room(10, 1, True), Room(10, 0, True), Room(1, 0, True)),
)
"""Tried one after the other: other numbers than today's may be typed as far as whole numbers stay exact."""
Ends = tuple[Ratio, Ratio]
POINTS = Text("points", "复核得分")


class Indicators:
    """Points by indicator; `ends` are the lowest and the highest that count, None of what does not."""

    def __init__(self, compiler: Compiler, program: Program) -> None:
        self.compiler, self.program, self.sheet = compiler, program, compiler.sheet
        self.points: dict[str, Points] = {}
        self.ends: dict[str, Ends | None] = {}
        self.away: list[Whole] = []  # nothing where what does not apply today would apply

    def write(self, one: ScoredIndicator) -> None:
        indicator = one.indicator
        label = indicator.label
        self.sheet.begin(Text(f"{indicator.id} {label.en}", f"{indicator.id} {label.zh}"))
        if one.outcome == "not_applicable":
            full = self.program.not_applicable == "full"
            self.ends[indicator.id] = (constant(indicator.weight),) * 2 if full else None
            self._stays_away(indicator.criterion)
        elif one.range is None:  # left out
            self.ends[indicator.id] = None
        elif one.outcome == "not_scorable":
            self.ends[indicator.id] = constant(one.range.low), constant(one.range.high)
        else:
            found = self._said(one, one.range.low)
            self.ends[indicator.id] = found, found
            self.compiler.names[f"{indicator.id}.points"] = found

    def _said(self, one: ScoredIndicator, points: Fraction) -> Ratio:
        """As a formula with as much room as there is, or else as a value that says why."""
        before = self.compiler.mark()
        because = f"missing = {one.policy}"
        for room in ROOMS if one.policy is None else ():
            self.sheet.room = room
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
        self.points[one.indicator.id], ratio = value_in_cell(self.sheet, points, because)
        return ratio

    def _points(self, one: ScoredIndicator) -> Points:
        criterion, program = one.indicator.criterion, self.program
        value = self.compiler.value(self._without_clamp(criterion))
        if program.rounding is not None:
            value = rounded(self.compiler, value, program.rounding)
        low, high = constant(criterion.lowest), constant(criterion.highest)
        if criterion.highest == one.indicator.weight:
            linked = self.compiler.weights.get(f"{one.indicator.id}.weight")
            high = linked if isinstance(linked, Ratio) else high
        value = cases.mapped(value, lambda leaf: _between(leaf, low, high))
        if criterion.applies is not None:
            outside = Lacking(NotApplicable(Text("it does not apply", "不适用")))
            value = cases.joined([(truths.opposite(self._applies(criterion)), outside), (None, value)])
        return points_in_cell(self.sheet, value, POINTS, program.rounding)

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
        except NotSayable:
            pass
        self.compiler.back_to(before)


def _between(leaf: Leaf, low: Ratio, high: Ratio) -> Quantity:
    """Points kept between the bounds of their criterion, where they might leave them."""
    if not isinstance(leaf, Ratio) or leaf == high:
        return leaf
    value: Quantity = leaf
    if not (low.constant == 0 and leaf.never_negative):
        value = cases.least_or_most([leaf, low], True)
    return cases.mapped(value, lambda one: cases.least_or_most([one, high], False) if isinstance(one, Ratio) else one)
