"""Sheets as a workbook's bytes: formulas with what they come to, remarks, and pages that fit on A4.

A text is never a formula, whatever it begins with. The same sheets give the same bytes.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

from scoring.forms.writing.cells import CellOut, SheetOut, letters
from scoring.forms.writing.formulas.calculation import Formula

FIRST_DAY = datetime.datetime(1980, 1, 1)  # a file says when it was made; the same scores give the same bytes
A4 = 9
FONT = "宋体"
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
LONGEST_TEXT, LONGEST_REMARK = 32_000, 4_000
THIN: Mapping[str, Any] = {"border": 1, "border_color": "#7F7F7F"}
LOOKS: Mapping[str, Mapping[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "align": "center", "font_name": "黑体"},
    "subtitle": {"align": "center"},
    "head": {**THIN, "bold": True, "align": "center", "bg_color": "#EDEDED"},
    "label": {**THIN, "align": "center"},
    "text": {**THIN, "align": "left"},
    "center": {**THIN, "align": "center"},
    "number": {**THIN, "align": "right"},
    "share": {**THIN, "align": "right", "num_format": "0.00%"},
    "claimed": {**THIN, "align": "right"},
    "points": {**THIN, "align": "right", "bold": True, "bg_color": "#E2EFDA"},
    "value": {**THIN, "align": "right", "bold": True, "bg_color": "#FFF2CC"},
    "open": {**THIN, "align": "center", "bg_color": "#FCE4D6"},
    "difference": {**THIN, "align": "right"},
    "why": {**THIN, "align": "left", "font_size": 9},
    "aside": {"align": "left", "font_size": 9, "valign": "top"},
    "note": {"align": "left", "font_size": 9},
    "sign": {"align": "left"},
    "block": {**THIN, "bold": True, "align": "left", "bg_color": "#DDEBF7"},
    "step": {**THIN, "align": "right"},
    "input": {**THIN, "align": "right", "font_color": "#1F4E9E"},
    "frozen": {**THIN, "align": "right", "bg_color": "#FFF2CC"},
    "date": {**THIN, "align": "right", "num_format": "yyyy-mm-dd", "font_color": "#1F4E9E"},
}


def book_of(sheets: Sequence[SheetOut]) -> bytes:
    """The workbook."""
    import xlsxwriter

    made = BytesIO()
    asked = {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(made, asked) as book:
        book.set_properties({"created": FIRST_DAY})
        formats = _Formats(book)
        for sheet in sheets:
            _write(book.add_worksheet(sheet.name), sheet, formats)
    return made.getvalue()


class _Formats:
    def __init__(self, book: Any) -> None:
        self.book = book
        self.made: dict[tuple[str, int | None], Any] = {}

    def of(self, look: str, decimals: int | None) -> Any:
        if (look, decimals) not in self.made:
            said = {"font_name": FONT, "font_size": 10, "valign": "vcenter", "text_wrap": True, **LOOKS[look]}
            if decimals is not None:
                said["num_format"] = number_format(look, decimals)
            self.made[look, decimals] = self.book.add_format(said)
        return self.made[look, decimals]


def number_format(look: str, decimals: int) -> str:
    """Decimals as they are shown; a difference with its sign, above zero blue and below it red."""
    digits = "0." + "0" * decimals if decimals else "0"
    return f"[Blue]+{digits};[Red]-{digits};{digits}" if look == "difference" else digits


def _write(into: Any, sheet: SheetOut, formats: _Formats) -> None:
    into.set_paper(A4)
    into.fit_to_pages(1, 0)
    into.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    into.set_footer("&C&P / &N")
    into.center_horizontally()
    if sheet.landscape:
        into.set_landscape()
    else:
        into.set_portrait()
    if sheet.repeated is not None:
        into.repeat_rows(sheet.repeated[0] - 1, sheet.repeated[1] - 1)
    if sheet.frozen is not None:
        into.freeze_panes(*sheet.frozen)
    for column, width in sheet.widths.items():
        into.set_column(column - 1, column - 1, width)
    for row, height in sheet.heights.items():
        into.set_row(row - 1, height)
    for cell in sheet.in_rows():
        _put(into, cell, formats)


def _put(into: Any, cell: CellOut, formats: _Formats) -> None:
    form = formats.of(cell.look, cell.decimals)
    row, column = cell.row - 1, cell.column - 1
    if cell.rows > 1 or cell.columns > 1:
        into.merge_range(row, column, row + cell.rows - 1, column + cell.columns - 1, "", form)
    content = cell.content
    match content:
        case None:
            into.write_blank(row, column, None, form)
        case Formula():
            into.write_formula(row, column, f"={clean(content.text)}", form, shown(content.now))
        case str():
            into.write_string(row, column, clean(content), form)
        case Decimal():
            into.write_number(row, column, content, form)
        case datetime.date():
            into.write_datetime(row, column, datetime.datetime(content.year, content.month, content.day), form)
    if cell.remark:
        into.write_comment(row, column, clean(cell.remark)[:LONGEST_REMARK], _size(cell.remark))


def shown(now: object) -> Any:
    """What a formula comes to, as the file has it."""
    if now is None:
        return "#N/A"
    if isinstance(now, str):
        return clean(now)
    return float(now) if isinstance(now, Decimal) else now


def clean(text: str) -> str:
    """A text without what no sheet can hold."""
    return CONTROL.sub("�", text)[:LONGEST_TEXT]


def _size(remark: str) -> dict[str, Any]:
    lines = sum(1 + len(line.encode("gb18030", "replace")) // 44 for line in remark.splitlines())
    return {"author": "scoring", "width": 300, "height": max(60, min(18 * lines + 12, 420)), "font_size": 9}


__all__ = ["book_of", "clean", "letters", "number_format"]
