"""A sheet as spreadsheets open it: XLSX, a row at a time, numbers as numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

MOST_ROWS = 1_048_575  # below the head
MOST_COLUMNS = 16_384
AT_ONCE = 2_000
FIRST_DAY = datetime(1980, 1, 1)  # a file says when it was made; the same scores give the same bytes
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
DIGITS = 15  # that a spreadsheet keeps of a number
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
WIDTHS = {"project": 32, "value": 24, "reason": 60, "limits": 24, "findings": 32}


@dataclass(frozen=True, slots=True)
class Column:
    """A column that goes out: its DuckDB type, and its name in the staged table, which may be another.

    `free`: its texts are somebody else's; `counts`: they may be numbers, and are then written as such.
    """

    name: str
    type: str
    source: str
    free: bool = False
    counts: bool = False


class Rows(Protocol):
    """What a query gives, so many rows at a time."""

    def fetchmany(self, size: int) -> list[Any]: ...


def write_sheet(rows: Rows, heads: Sequence[str], columns: Sequence[Column], file: Path, folder: Path) -> None:
    """Writes rows into a workbook of one sheet; what is not yet in it waits in `folder`.

    Texts are written as they come: whoever asks has made them harmless.
    """
    import xlsxwriter

    book = xlsxwriter.Workbook(str(file), {**OPTIONS, "tmpdir": str(folder)})
    book.set_properties({"created": FIRST_DAY})
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    bold = book.add_format({"bold": True, "bottom": 1})
    for number, head in enumerate(heads):
        sheet.set_column(number, number, WIDTHS.get(head, max(8, min(2 + len(head.encode("gb18030")), 40))))
        sheet.write_string(0, number, head, bold)
    cells = [_cell(sheet, book, column) for column in columns]
    row = 0
    while chunk := rows.fetchmany(AT_ONCE):
        for values in chunk:
            row += 1
            for number, value in enumerate(values):
                if value is not None:
                    cells[number](row, number, value)
    sheet.autofilter(0, 0, row, len(heads) - 1)
    book.close()


def _cell(sheet: Any, book: Any, column: Column) -> Callable[[int, int, Any], Any]:
    """How a column's cells are written. A number of more digits than a spreadsheet keeps stays a text."""

    def number(row: int, at: int, value: Any) -> None:
        if -beyond < value < beyond:
            sheet.write_number(row, at, value, shown)
        else:
            sheet.write_string(row, at, str(value))

    def number_or_text(row: int, at: int, value: str) -> None:
        if NUMBER.fullmatch(value) and len(value.lstrip("-").replace(".", "")) <= DIGITS:
            sheet.write_number(row, at, float(value))
        else:
            sheet.write_string(row, at, value)

    if column.type == "VARCHAR":
        return number_or_text if column.counts else sheet.write_string
    scale = int(column.type.rstrip(")").split(",")[1]) if column.type.startswith("DECIMAL") else 0
    beyond = Decimal(10) ** (DIGITS - scale)
    shown = book.add_format({"num_format": "0." + "0" * scale}) if scale else None
    return number
