"""Points as a whole number of parts in a cell of the calculation; or as a value, with the reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from scoring.forms.writing.formulas import cases
from scoring.forms.writing.formulas.calculation import Calculation, Formula, Line
from scoring.forms.writing.formulas.quantities import Pieces, Quantity, Ratio, constant
from scoring.forms.writing.formulas.wholes import LIMIT, NOTHING, NotSayable, Whole, plus, times, whole
from scoring.problems import Text
from scoring.values.number import show_number
from scoring.values.rounding import Rounding

MOST_PARTS = 10**10
LONGEST = 1000
NOT_THE_SAME = "what the formula gives is not what scoring gives"


@dataclass(frozen=True, slots=True)
class Points:
    """Points in a cell of the calculation, `now` of so many `parts` of a point.

    Of a value that no formula gives, `because` says why; `typed` is one that no cell of whole numbers holds: it stands as long
    as there is a number in the cell. `frozen` names
    what a formula rests on that scoring computed.
    """

    number: Whole
    parts: int
    is_formula: bool = True
    frozen: tuple[str, ...] = ()
    because: str | None = None
    typed: str | None = None

    @property
    def cell(self) -> str:
        return self.number.text

    @property
    def exact(self) -> Fraction | None:
        return None if self.number.now is None or self.typed is not None else Fraction(self.number.now, self.parts)

    @property
    def decimals(self) -> int:
        return len(str(self.parts)) - 1

    @property
    def ratio(self) -> Ratio:
        return Ratio(Fraction(1, self.parts), (self.number,))


def points_in_cell(
    sheet: Calculation, value: Quantity, what: Text, rounding: Rounding | None, held: Iterable[str] = ()
) -> Points:
    """A number of finite decimals as a whole number of parts, in a cell of its own; nothing where what is `held` changes."""
    pieces = value.pieces if isinstance(value, Pieces) else ((None, value),)
    numbers = [leaf for _, leaf in pieces if isinstance(leaf, Ratio)]
    if not numbers or any(leaf.below for leaf in numbers):
        raise NotSayable("points that are not rounded")
    decimals = max(_decimals(leaf.factor) for leaf in numbers)
    parts = 10 ** max(decimals, (rounding.decimals or 0) if rounding is not None else 0)
    if parts > MOST_PARTS:
        raise NotSayable("points that are not rounded")
    found = cases.cases(
        [
            (when, times(whole(int(leaf.factor * parts)), *leaf.above) if isinstance(leaf, Ratio) else NOTHING)
            for when, leaf in pieces
        ]
    )
    found = cases.if_whole(sheet.unchanged(held), found, NOTHING)
    if len(found.text) > LONGEST:
        raise NotSayable("a long formula")
    return Points(sheet.step(found, in_parts(what, parts), always=True), parts)


def value_in_cell(sheet: Calculation, points: Fraction, because: str, today: Whole) -> tuple[Points, Ratio]:
    """Points that scoring computed, in a cell for the total to add up, and what the total adds. They hold as long as `today`
    is 0; then it is nothing.
    """
    shown = show_number(points)
    parts = 10 ** len(shown.partition(".")[2])
    if "/" in shown or parts > MOST_PARTS or abs(points) * parts > LIMIT:
        return Points(today, 1, False, (), because, shown), constant(points)
    number = int(points * parts)
    line = Line(in_parts(COMPUTED, parts), step=Formula(plus(whole(number), today).text, number), frozen=True)
    cell = sheet.typed(line, number, number, number + (today.constant is None))  # else sums would leave the cell out
    made = Points(cell, parts, False, (), because)
    return made, made.ratio


COMPUTED = Text("points, computed by scoring and no formula", "复核得分（由 scoring 计算，非公式）")


def in_parts(what: Text, parts: int) -> Text:
    return what if parts == 1 else Text(f"{what.en} × {parts}", f"{what.zh} × {parts}")


def _decimals(factor: Fraction) -> int:
    shown = show_number(factor)
    if "/" in shown:
        raise NotSayable("points that are not rounded")
    return len(shown.partition(".")[2])
