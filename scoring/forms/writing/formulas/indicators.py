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
from scoring.forms.writing.formulas.wholes import NotSayable, Whole, whole
from scoring.nodes.node import Arithmetic
from scoring.problems import Text
from scoring.program.program import Criterion, Indicator, Program
from scoring.scorecard.outcome import ScoredIndicator
from scoring.scorecard.ranges import Range
from scoring.values.value import NotApplicable

ROOMS = (
    *(Room(1000, 2), Room(100, 2), Room(10, 2), Room(10, 1), Room(10, 0)),
    *(Room(100, 2, True), Room(10, 1, True), Room(10, 0, True), Room(1, 0, True)),
)
"""Tried one after the other: other numbers than today's may be typed as far as whole numbers stay exact."""
Ends = tuple[Ratio, Ratio]
OWN = ("target", "actual", "weight")
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
            self._left_open(one, one.range)
        else:
            found = self._said(one, one.range.low)
            self.ends[indicator.id] = found, found
            self.compiler.names[f"{indicator.id}.points"] = found

    def _left_open(self, one: ScoredIndicator, ends: Range) -> None:
        """All that its criterion may give, whatever it weighs; or what is left of that today."""
        indicator, criterion = one.indicator, one.indicator.criterion
        if (ends.low, ends.high) == (criterion.lowest, criterion.highest):
            self.ends[indicator.id] = constant(ends.low), self._most(indicator, ends.high)
        else:
            self.ends[indicator.id] = constant(ends.low), constant(ends.high)
            self.only_today([weight_of(indicator)])
        self.only_today(self._read_by(indicator))

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
        own = [f"{indicator.id}.{key}" for key in OWN]
        return [one for one in (*own, *self.compiler.read_by(nodes)) if one not in self.compiler.linked]

    def _unread(self, indicator: Indicator) -> list[str]:
        """What its row on the form has beside what was reported: a weight that is no other, an actual that is computed."""
        reported, linked = self.compiler.at.sheet, self.compiler.linked
        own = (f"{indicator.id}.{key}" for key in OWN)
        return [name for name in own if name not in linked and reported.get(name) is None]

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
        if not ratio.above:
            self.hold(today)
        return ratio

    def _points(self, one: ScoredIndicator) -> Points:
        criterion, program = one.indicator.criterion, self.program
        low, high = constant(criterion.lowest), self._most(one.indicator, criterion.highest)
        value = self._unrounded(criterion, low, high)
        if program.rounding is not None:
            value = rounded(self.compiler, value, program.rounding)
        value = cases.mapped(value, lambda leaf: _between(leaf, low, high))
        if criterion.applies is not None:
            outside = Lacking(NotApplicable(Text("it does not apply", "不适用")))
            value = cases.joined([(truths.opposite(self._applies(criterion)), outside), (None, value)])
        return points_in_cell(self.sheet, value, POINTS, program.rounding, self._unread(one.indicator))

    def _applies(self, criterion: Criterion) -> Truth:
        assert criterion.applies is not None
        found = self.compiler.truth(criterion.applies)
        if isinstance(found, Lacking):
            raise NotSayable("whether it applies is not known")
        return found

    def _unrounded(self, criterion: Criterion, low: Ratio, high: Ratio) -> Quantity:
        """The points, kept within their bounds only where that makes a difference before they are rounded."""
        node, rounding = criterion.points, self.program.rounding
        is_clamp = isinstance(node, Arithmetic) and node.op == "clamp"
        if rounding is None or not (is_clamp or high.above):
            return self.compiler.value(node)
        value = self.compiler.value(node.args[0] if isinstance(node, Arithmetic) and is_clamp else node)
        if all(
            rounding.apply(end.factor) == end.factor for end in (low, high)
        ):  # of a weight in a cell, its last digit
            return value
        return cases.mapped(value, lambda leaf: _between(leaf, low, high))

    def _stays_away(self, criterion: Criterion) -> None:
        """What does not apply stays away: where other numbers make it apply, there is no total until it is scored again."""
        if criterion.applies is None:
            return
        before = self.compiler.mark()
        try:
            applies = self._applies(criterion)
            if applies.constant is None and applies.now is False:
                self.hold(self.sheet.only_where(truths.opposite(applies), whole(0)))
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
