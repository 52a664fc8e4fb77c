"""A review's workbook: the rows to be judged, levels as drop-downs, and a hidden sheet that says which row is which."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from scoring.forms.review.columns import COLUMNS, FILLED_IN, KEYS, LEVELS, SCHEMA, SHEET
from scoring.forms.review.judged_row import JudgedRow
from scoring.forms.writing.archive import same_bytes
from scoring.forms.writing.book import A4, FIRST_DAY, FONT, clean
from scoring.forms.writing.cells import letters
from scoring.forms.writing.widths import height_of, width_of
from scoring.problems import Language, Text
from scoring.program.levels import Level
from scoring.project.rows import share_or_points
from scoring.values.day import Day
from scoring.values.number import show_number

TITLE, TOLD, HEAD = 0, 1, 2
"""Rows of the sheet, from 0; the rows to be judged come behind."""
SHOWN_COLUMNS = 5
"""Of those that stay in sight when one moves to the right."""
HIGHEST = 300.0
BORDER: Mapping[str, Any] = {"border": 1, "border_color": "#A6A6A6"}
GREY, YELLOW, BLUE = "#F2F2F2", "#FFF9DB", "#E3EFFA"
HOW = Text(
    "Fill in the yellow cells, and the blue ones where a second reviewer confirms. Levels come from the list; shares with "
    "a percent sign, points as numbers. A row left empty stays unjudged. Save as .xlsx.",
    "请填写黄色单元格；有第二人复核的填写蓝色单元格。等级从下拉列表选择；按比例评判的填百分数，按分值评判的填数字。空行视为未评判。请保存为 .xlsx。",
)


def review_book(
    rows: Sequence[JudgedRow], language: Language, expert: str | None = None, told: Text | None = None
) -> bytes:
    """The workbook; `expert` is filled in as who judges, `told` says how the rows were chosen. The same rows give the same bytes."""
    import xlsxwriter

    made = BytesIO()
    asked = {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(made, asked) as book:
        book.set_properties({"created": FIRST_DAY})
        _Review(book, rows, language, expert).write(told)
    return same_bytes(made.getvalue())


def range_of(level: Level) -> str:
    """The shares or points that a level takes: `80%–100%`, `60%–<80%`, `8–10`."""
    sign = "" if level.high_included else "<"
    if level.in_points:
        return f"{show_number(level.low)}–{sign}{show_number(level.high)}"
    return f"{show_number(level.low * 100)}%–{sign}{show_number(level.high * 100)}%"


class _Review:
    def __init__(self, book: Any, rows: Sequence[JudgedRow], language: Language, expert: str | None) -> None:
        self.book, self.rows, self.language, self.expert = book, rows, language, expert
        self.sheet = book.add_worksheet(self._(SHEET))
        self.keys, self.levels = book.add_worksheet(KEYS), book.add_worksheet(LEVELS)
        self.formats: dict[str, Any] = {}
        self.columns = [one for one in COLUMNS if one.key not in ("note", "why", "unit") or self._says_any(one.key)]
        self.lists: dict[tuple[str, ...], str] = {}

    def _(self, text: Text) -> str:
        return text.in_language(self.language)

    def _says_any(self, key: str) -> bool:
        return any(self._cells(number, row).get(key) for number, row in enumerate(self.rows, 1))

    def write(self, told: Text | None) -> None:
        self._page()
        self._head(told)
        widths = {column.key: self._width(column) for column in self.columns}
        for at, column in enumerate(self.columns):
            self.sheet.set_column(at, at, widths[column.key])
        for number, row in enumerate(self.rows, 1):
            self._row(HEAD + number, self._cells(number, row), row, widths)
        self._hidden()

    def _page(self) -> None:
        sheet, last = self.sheet, HEAD + len(self.rows)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.set_margins(0.4, 0.4, 0.5, 0.6)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEAD)
        sheet.set_footer("&C&P / &N")
        sheet.freeze_panes(HEAD + 1, min(SHOWN_COLUMNS, len(self.columns)))
        sheet.autofilter(HEAD, 0, last, len(self.columns) - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A1:{letters(len(self.columns))}{last + 1}"})
        sheet.protect(
            "", {"autofilter": True, "sort": True, "format_columns": True, "format_rows": True, "format_cells": True}
        )

    def _head(self, told: Text | None) -> None:
        self.sheet.write_string(
            TITLE, 0, self._(Text("Rows that a person judges", "人工评判表")), self._format("title")
        )
        self.sheet.set_row(TITLE, 24)
        said = " ".join(self._(one) for one in (HOW, told) if one is not None)
        self.sheet.merge_range(TOLD, 0, TOLD, len(self.columns) - 1, "", self._format("told"))
        self.sheet.write_string(TOLD, 0, said, self._format("told"))
        self.sheet.set_row(TOLD, 34)
        for at, column in enumerate(self.columns):
            look = "second head" if column.second else "fill head" if column.filled_in else "head"
            self.sheet.write_string(HEAD, at, self._(column.head), self._format(look))
        self.sheet.set_row(HEAD, 32)

    def _width(self, column: Any) -> float:
        said = [
            self._(column.head),
            *(self._cells(number, row).get(column.key, "") for number, row in enumerate(self.rows, 1)),
        ]
        return float(max(column.least, min(column.most, max(width_of(one) for one in said) + 2)))

    def _cells(self, number: int, of: JudgedRow) -> dict[str, str]:
        """What is shown of a row, and what is filled in already."""
        row = of.row
        shown = {
            "number": str(number), "project": of.project, "unit": of.unit, "id": of.id, "label": self._(row.label),
            "target": of.target, "actual": of.actual, "why": row.why or "", "weight": show_number(row.weight),
            "claimed": of.claimed, "levels": self._levels(of), "note": self._note(of),
        }  # fmt: skip
        filled = already(of, self.expert)
        if self.expert is not None and not filled.get("by"):
            filled["by"] = self.expert
        return {key: clean(text) for key, text in {**shown, **filled}.items()}

    def _levels(self, of: JudgedRow) -> str:
        colon = "：" if self.language == "zh" else ": "
        lines = [f"{level.name}{colon}{range_of(level)}" for level in of.levels]
        step = of.entry.model.step
        return "\n".join([*lines, self._(Text(f"in steps of {step}", f"步长 {step}"))] if step is not None else lines)

    def _note(self, of: JudgedRow) -> str:
        if of.row.stale is not None:
            return self._(Text(f"changed since it was judged: {of.row.stale}", f"评判之后有变化：{of.row.stale}"))
        if of.state == "adopted":
            return self._(Text("the claim was adopted unreviewed", "已采纳自评，未经复核"))
        each = (of.judged or {}).get("each")
        names = [str(one.get("by", "")) for one in each] if isinstance(each, list) else []
        return self._(Text(f"judged by {', '.join(names)}", f"已评判：{'、'.join(names)}")) if names else ""

    def _row(self, at: int, cells: Mapping[str, str], of: JudgedRow, widths: Mapping[str, float]) -> None:
        for number, column in enumerate(self.columns):
            text = cells.get(column.key, "")
            if column.key == "measure":
                self._measure(at, number, text, of)
            elif column.key in ("on", "confirmed_on"):
                self._day(at, number, text, "second day" if column.second else "day")
            else:
                look = (
                    "second" if column.second else "fill" if column.filled_in else "right" if column.right else "text"
                )
                self.sheet.write_string(at, number, text, self._format(look)) if text else self.sheet.write_blank(
                    at, number, None, self._format(look)
                )
            if column.key == "level":
                self._drop_down(at, number, of)
        tallest = max(height_of(cells.get(one.key, ""), widths[one.key]) for one in self.columns)
        self.sheet.set_row(at, min(max(tallest, 20.0), HIGHEST))

    def _measure(self, at: int, number: int, text: str, of: JudgedRow) -> None:
        look = self._format("points" if of.in_points else "share")
        read = share_or_points(text) if text else None
        exact = read is not None and (10**9 * read[1]).denominator == 1
        if read is None:
            self.sheet.write_blank(at, number, None, look)
        elif exact:
            self.sheet.write_number(at, number, float(read[1]), look)
        else:
            self.sheet.write_string(at, number, text, look)
        low, high = min(one.low for one in of.levels), max(one.high for one in of.levels)
        asks = Text("points within the level", "等级范围内的分值") if of.in_points else Text(
            "a share within the level, such as 85%", "等级范围内的比例，例如 85%")  # fmt: skip
        self.sheet.data_validation(at, number, at, number, {
            "validate": "decimal", "criteria": "between", "minimum": float(low), "maximum": float(high),
            "error_message": self._(asks), "input_message": self._(asks),
        })  # fmt: skip

    def _day(self, at: int, number: int, text: str, look: str) -> None:
        day = Day.parse(text) if text else None
        if day is not None and day.is_exact and day.year >= 1900:
            self.sheet.write_datetime(
                at, number, datetime.datetime(day.year, day.month or 1, day.day or 1), self._format(look)
            )
        elif text:
            self.sheet.write_string(at, number, text, self._format(look))
        else:
            self.sheet.write_blank(at, number, None, self._format(look))
        asks = Text("a day, such as 2025-03-14", "日期，例如 2025-03-14")
        self.sheet.data_validation(at, number, at, number, {
            "validate": "date", "criteria": ">=", "value": datetime.date(2000, 1, 1), "error_type": "warning",
            "error_message": self._(asks), "input_message": self._(asks),
        })  # fmt: skip

    def _drop_down(self, at: int, number: int, of: JudgedRow) -> None:
        names = tuple(clean(level.name) for level in of.levels)
        if names not in self.lists:
            line = len(self.lists)
            for column, name in enumerate(names):
                self.levels.write_string(line, column, name)
            self.lists[names] = f"={LEVELS}!$A${line + 1}:${letters(len(names))}${line + 1}"
        said = Text("choose one of the list", "请从列表中选择")
        asked = {"validate": "list", "source": self.lists[names], "error_message": self._(said)}
        self.sheet.data_validation(at, number, at, number, asked)

    def _hidden(self) -> None:
        self.keys.write_string(0, 0, SCHEMA)
        for number, row in enumerate(self.rows, 1):
            for column, said in enumerate((str(number), row.file, row.id, row.fingerprint, row.decided)):
                self.keys.write_string(number, column, said)
        for sheet in (self.keys, self.levels):
            sheet.protect("")
            sheet.very_hidden()
        self.sheet.activate()

    def _format(self, look: str) -> Any:
        if look not in self.formats:
            said = {"font_name": FONT, "font_size": 10, "valign": "vcenter", "text_wrap": True, **LOOKS[look]}
            self.formats[look] = self.book.add_format(said)
        return self.formats[look]


LOOKS: Mapping[str, Mapping[str, Any]] = {
    "title": {"bold": True, "font_size": 15, "text_wrap": False},
    "told": {"font_size": 9, "align": "left"},
    "head": {**BORDER, "bold": True, "align": "center", "bg_color": "#D9D9D9"},
    "fill head": {**BORDER, "bold": True, "align": "center", "bg_color": "#FFE699"},
    "second head": {**BORDER, "bold": True, "align": "center", "bg_color": "#BDD7EE"},
    "text": {**BORDER, "bg_color": GREY, "quote_prefix": True},
    "right": {**BORDER, "bg_color": GREY, "align": "right", "quote_prefix": True},
    "fill": {**BORDER, "bg_color": YELLOW, "locked": False},
    "share": {**BORDER, "bg_color": YELLOW, "locked": False, "align": "right", "num_format": "0.0%"},
    "points": {**BORDER, "bg_color": YELLOW, "locked": False, "align": "right"},
    "day": {**BORDER, "bg_color": YELLOW, "locked": False, "align": "center", "num_format": "yyyy-mm-dd"},
    "second": {**BORDER, "bg_color": BLUE, "locked": False},
    "second day": {**BORDER, "bg_color": BLUE, "locked": False, "align": "center", "num_format": "yyyy-mm-dd"},
}


def already(of: JudgedRow, expert: str | None) -> dict[str, str]:
    """What stands in the project of a judgement that still counts: of several that of the expert alone."""
    if of.judged is None or of.state != "judged":
        return {}
    each = of.judged.get("each")
    one: Any = of.judged
    if isinstance(each, list):
        one = next((one for one in each if one.get("by") == expert), {})
    elif expert is not None and of.judged.get("by") not in (None, expert) and of.entry.model.panel is not None:
        one = {}  # an opinion of one's own beside that of another
    filled = {"level": one.get("level"), "measure": one.get("points" if of.in_points else "share"), "by": one.get("by"),
              "on": one.get("on"), "reason": one.get("why")}  # fmt: skip
    confirmed = of.judged.get("confirmed")
    if isinstance(confirmed, Mapping):
        filled |= {"confirmed_by": confirmed.get("by"), "confirmed_on": confirmed.get("on")}
    return {key: str(said) for key, said in filled.items() if said is not None and key in FILLED_IN}
