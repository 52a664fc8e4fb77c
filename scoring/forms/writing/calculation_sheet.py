"""The sheet of the calculation: its rows as cells."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal

from scoring.forms.writing.cells import CellOut, SheetOut
from scoring.forms.writing.formulas.calculation import FIRST_ROW, Calculation, Formula, Line
from scoring.forms.writing.widths import height_of
from scoring.problems import Language, Text

HEADS = (
    (Text("what", "项目"), 44), (Text("value", "数值"), 16), (Text("unit", "单位"), 8), (Text("parts", "倍数"), 9),
    (Text("whole number", "整数"), 18), (Text("remark", "说明"), 40),
)  # fmt: skip
ONE_LINE = 20  # points
TITLE = Text("calculation in whole numbers", "以整数计算")
HOW = Text(
    "value × parts; quotients are rounded as the rulebook says, exactly",
    "数值 × 倍数；相除后按规则取整，结果精确，不受浮点误差影响",
)


def fill_calculation(sheet: SheetOut, calculation: Calculation, language: Language) -> None:
    """Puts the rows on the sheet, below title and heads."""
    sheet.put(CellOut(1, 1, TITLE.in_language(language), "note"))
    sheet.put(CellOut(1, 2, HOW.in_language(language), "note", columns=len(HEADS) - 1))
    for column, (head, width) in enumerate(HEADS, start=1):
        sheet.put(CellOut(2, column, head.in_language(language), "head"))
        sheet.widths[column] = width
    sheet.repeated, sheet.frozen = (2, 2), (2, 0)
    for row, line in enumerate(calculation.lines, start=FIRST_ROW):
        for cell in _line(row, line, language):
            sheet.put(cell)
        wide = sum(width for _, width in HEADS) if line.head else HEADS[0][1]
        said = ((line.what, wide), (line.remark, HEADS[-1][1]))
        heights = [height_of(text.in_language(language), width, 12.5) for text, width in said if text is not None]
        if max(heights) > ONE_LINE:
            sheet.heights[row] = max(heights)


def _line(row: int, line: Line, language: Language) -> Iterator[CellOut]:
    what = line.what.in_language(language)
    if line.head:
        yield CellOut(row, 1, what, "block", columns=len(HEADS))
        return
    is_day = isinstance(line.value, datetime.date) or (isinstance(line.value, Formula) and line.parts is None)
    given = "date" if is_day else "frozen" if line.frozen else "input" if line.value is not None else "step"
    yield CellOut(row, 1, what, "text")
    yield CellOut(row, 2, line.value, given)
    yield CellOut(row, 3, line.unit, "center")
    yield CellOut(row, 4, Decimal(line.parts) if line.parts else None, "step")
    yield CellOut(row, 5, line.step, "frozen" if line.frozen else "step")
    yield CellOut(row, 6, line.remark.in_language(language) if line.remark is not None else "", "why")
