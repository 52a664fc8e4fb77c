"""What is a text in no table (TXT) or in lines with separators (CSV), in whichever encoding Chinese offices save it."""

from __future__ import annotations

import csv
import io

from scoring.forms.grid import Cell, Grid
from scoring.forms.readers.allowance import COLUMNS, LONGEST_TEXT, MOST_CELLS, ROWS, Allowance
from scoring.forms.readers.sheet_cells import Found, SheetCells, blank
from scoring.problems import Problem, Text

MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
MOST_FIELDS = 5_000_000
SEPARATORS = (",", "\t", ";", "|", "，")


def decoded(data: bytes, allowance: Allowance) -> str:
    """The text of a file: UTF-8 (with a mark or not), UTF-16, else GB18030. Raises `InputRefused` where it is none."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _text(data[len(mark) :], encoding, allowance)
    if len(data) >= 4 and len(data) % 2 == 0 and b"\x00" in data[:400]:  # UTF-16 without a mark
        return _text(data, "utf-16-le" if data[1::2].count(0) >= data[::2].count(0) else "utf-16-be", allowance)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _text(data, "gb18030", allowance)


def _text(data: bytes, encoding: str, allowance: Allowance) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        message = Text("this is neither UTF-8 nor GB18030 text", "既不是 UTF-8 也不是 GB18030 文本")
        fix = Text("save it as XLSX, or as CSV in UTF-8", "另存为 XLSX，或 UTF-8 编码的 CSV")
        raise allowance.refused("unknown-encoding", message, fix) from None


def read_csv(text: str, allowance: Allowance) -> tuple[list[Grid], list[Problem]]:
    """One grid; the separator is the one that parts the most lines."""
    if text.startswith("sep=") and "\n" in text:
        text = text.partition("\n")[2]
    separator = _separator(text)
    if text.count(separator) > MOST_FIELDS:  # empty ones among them
        raise allowance.too_large(f"more than {MOST_FIELDS} fields", f"字段超过 {MOST_FIELDS} 个")
    csv.field_size_limit(LONGEST_TEXT)
    sheet = SheetCells(None, allowance)
    try:
        for row, fields in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), start=1):
            if row > ROWS or len(fields) > COLUMNS:
                raise allowance.too_large(
                    f"more than {ROWS} rows or {COLUMNS} columns", f"超过 {ROWS} 行或 {COLUMNS} 列"
                )
            for column, field in enumerate(fields, start=1):
                sheet.add(row, column, Found(field.replace("\r\n", "\n").replace("\r", "\n")))
    except csv.Error as error:
        message = Text(f"this cannot be read as CSV: {error}", "无法作为 CSV 读取")
        fix = Text("save it as XLSX, or as CSV in UTF-8", "另存为 XLSX，或 UTF-8 编码的 CSV")
        raise allowance.refused("broken-document", message, fix) from None
    return [sheet.grid()], []


def _separator(text: str) -> str:
    lines = text[:20_000].splitlines()[:50]
    return max(SEPARATORS, key=lambda mark: (sum(mark in line for line in lines), -SEPARATORS.index(mark)))


def read_txt(text: str, allowance: Allowance) -> tuple[list[Grid], list[Problem]]:
    """Its lines that are not blank, each with its number: `L12`."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) > MOST_CELLS:
        raise allowance.too_large(f"more than {MOST_CELLS} lines", f"超过 {MOST_CELLS} 行")
    said = tuple(Cell(f"L{number}", number, 1, line) for number, line in enumerate(lines, start=1) if not blank(line))
    return [Grid(None, (), before=said)], []
