"""The cells of a form that hold what was scored: points, differences from what is claimed, notes, total and grade."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from scoring.forms.writing.cells import CellOut, Content, SheetOut
from scoring.forms.writing.formulas.calculation import Formula, quoted
from scoring.forms.writing.formulas.points import Points
from scoring.forms.writing.formulas.project import ProjectFormulas
from scoring.forms.writing.remarks import Remarks
from scoring.problems import Language, Text
from scoring.scorecard.scorecard import IndicatorScore, Scorecard
from scoring.values.number import ends_as_decimal, show_number

HEADS = (Text("by rule", "复核得分"), Text("difference", "差异"), Text("by which rule, and findings", "复核说明"))


@dataclass(frozen=True, slots=True)
class Columns:
    """Where points, differences and notes stand."""

    points: int
    difference: int
    note: int


class PointCells:
    """`claimed` of a row is the cell of what is claimed there, such as `$I$13`. `beside`: they stand beside rows that keep
    their height, so that notes are one line.
    """

    def __init__(self, card: Scorecard, formulas: ProjectFormulas, calculation: SheetOut, columns: Columns, language: Language, beside: bool = False) -> None:  # fmt: skip
        self.card, self.formulas, self.calculation, self.columns = card, formulas, calculation, columns
        self.language, self.remarks, self.beside = language, Remarks(card, language), beside

    def heads(self, row: int, remark: str | None = None) -> Iterator[CellOut]:
        """What the columns are called; the first with a remark."""
        columns = (self.columns.points, self.columns.difference, self.columns.note)
        for column, head in zip(columns, HEADS, strict=True):
            yield CellOut(
                row, column, head.in_language(self.language), "head", remark if column == self.columns.points else None
            )

    def of_row(self, one: IndicatorScore, row: int, claimed: str | None) -> Iterator[CellOut]:
        """Points, difference and note of one indicator."""
        found = self.formulas.indicators.get(one.id)
        remark = self.remarks.of_points(one, found)
        if found is None:
            away = Text("n/a", "不适用").in_language(self.language) if one.outcome == "not_applicable" else ""
            yield CellOut(row, self.columns.points, away, "open", remark)
            yield CellOut(row, self.columns.difference, "", "difference")
        else:
            yield self._points(found, row, remark)
            yield self._difference(found, row, one.claimed.get("self"), claimed)
        note = self.remarks.note(one)
        if self.beside:
            yield CellOut(row, self.columns.note, note.replace("\n", "；"), "aside")
        else:
            yield CellOut(row, self.columns.note, note, "why")

    def of_total(self, row: int, claimed_points: Fraction | None, claimed: str | None) -> Iterator[CellOut]:
        """The total, or from where to where it may be."""
        total, remark = self.formulas.total, self.remarks.of_total(self.formulas)
        if len(total) == 1:
            yield self._points(total[0], row, remark)
            yield self._difference(total[0], row, claimed_points, claimed)
            return
        if total:
            yield CellOut(row, self.columns.points, self._range(*total), "open", remark)
        else:
            look = "open" if self.card.total.points is None else "value"
            yield CellOut(row, self.columns.points, self._total_value(), look, remark)
        yield CellOut(row, self.columns.difference, "", "difference")

    def grade(self) -> tuple[Content, str]:
        """The grade and its look: by a formula over the total, or as it was given."""
        grade, total = self.formulas.grade, self.formulas.total
        before = self.calculation.named("")
        if grade is None or self.card.grade != grade.now or len(total) != 1:
            said = self.card.grade or " / ".join(self.card.grades_possible)
            if not said or not total or any(one.exact is None for one in total):
                return said, "open"
            same = [f"{before}{one.cell}={one.number.now}" for one in total]
            whether = same[0] if len(same) == 1 else f"AND({','.join(same)})"
            return Formula(f'IF(ISERROR({whether}),"",IF({whether},{quoted(said)},""))', said), "open"
        text = re.sub(r"\$[A-Z]+\$[0-9]+", lambda found: before + found.group(), grade.text)
        return Formula(f'IF(ISNUMBER({before}{total[0].cell}),{text},"")', grade.now), "points"

    def _points(self, found: Points, row: int, remark: str) -> CellOut:
        place = self.calculation.named(found.cell)
        if found.typed is not None:
            stands = Formula(f'IF(ISNUMBER({place}),"{found.typed}","")', found.typed)
            typed = stands if found.number.constant is None else found.typed
            return CellOut(row, self.columns.points, typed, "value", remark)
        by = place if found.parts == 1 else f"{place}/{found.parts}"
        content = Formula(f'IF(ISNUMBER({place}),{by},"")', decimal_of(found.exact))
        look = "points" if found.is_formula else "value"
        return CellOut(row, self.columns.points, content, look, remark, decimals=found.decimals)

    def _difference(self, found: Points, row: int, points: Fraction | None, claimed: str | None) -> CellOut:
        """By rule less what is claimed."""
        column = self.columns.difference
        if points is None or claimed is None or found.exact is None:
            return CellOut(row, column, "", "difference")
        decimals = max(found.decimals, places_of(points) or 0)
        ours = CellOut(row, self.columns.points).place
        text = f'IF(AND(ISNUMBER({ours}),ISNUMBER({claimed})),ROUND({ours}-{claimed},{decimals}),"")'
        return CellOut(row, column, Formula(text, decimal_of(found.exact - points)), "difference", decimals=decimals)

    def _range(self, low: Points, high: Points) -> Formula:
        """From where to where the total may be; one number where both are the same."""
        digits = "0." + "0" * low.decimals if low.decimals else "0"
        places = [self.calculation.named(one.cell) for one in (low, high)]
        ends = [f"{place}/{one.parts}" for place, one in zip(places, (low, high), strict=True)]
        same = (
            f"{places[0]}={places[1]}" if low.parts == high.parts else f"ROUND({ends[0]}-{ends[1]},{high.decimals})=0"
        )
        shown = '&"–"&'.join(f'TEXT({end},"{digits}")' for end in ends)
        checked = ",".join(f"ISNUMBER({place})" for place in places)
        text = f'IF(AND({checked}),IF({same},{ends[0]},{shown}),"")'
        if low.exact == high.exact:
            return Formula(text, decimal_of(low.exact))
        return Formula(
            text, "–".join(show_number(one.exact, low.decimals) for one in (low, high) if one.exact is not None)
        )

    def _total_value(self) -> Content:
        total, decimals = self.card.total, self.card.decimals
        if total.points is not None:
            return decimal_of(total.points) or show_number(total.points)
        if total.lowest is None or total.highest is None:
            return Text("no total", "无总分").in_language(self.language)
        return f"{show_number(total.lowest, decimals)}–{show_number(total.highest, decimals)}"


def decimal_of(value: Fraction | None) -> Decimal | None:
    """A number as a decimal; None where none is exact."""
    return Decimal(show_number(value)) if value is not None and ends_as_decimal(value) else None


def places_of(value: Fraction | None) -> int | None:
    """How many decimals a number has."""
    if value is None or not ends_as_decimal(value):
        return None
    return len(show_number(value).partition(".")[2])
