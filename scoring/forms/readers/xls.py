"""XLS workbooks (BIFF): every sheet as a grid, each cell as it is shown.

Numbers are binary in the file; they are taken as the shortest decimal that is the same binary number, of at most 15 digits.
The file stores every formula's result; the formulas themselves are not read.
"""

from __future__ import annotations

import os
import struct
from decimal import Decimal
from typing import Any, TextIO

from scoring.forms.grid import Grid
from scoring.forms.readers.allowance import MOST_SHEETS, Allowance
from scoring.forms.readers.archive import locked
from scoring.forms.readers.kinds import OLE
from scoring.forms.readers.number_format import number_of, plain, same_number, shown_number, shown_text
from scoring.forms.readers.sheet_cells import Found, SheetCells
from scoring.forms.readers.xml_pieces import SAVE_ANEW
from scoring.problems import InputRefused, Problem, Text

MOST_RECORDS = 1_000_000
FORMULA = 0x0006
SEVERAL = {0x00BD: 6, 0x00BE: 2, 0x00E5: 8}
"""Records that hold several things, each of so many bytes: numbers in a row, blanks in a row, merged ranges."""


def read_xls(data: bytes, allowance: Allowance) -> tuple[list[Grid], list[Problem]]:
    """Its sheets in their order, hidden ones among them."""
    book, formulas = _opened(data, allowance)
    if book.nsheets > MOST_SHEETS:
        raise allowance.too_large(f"more than {MOST_SHEETS} sheets", f"工作表超过 {MOST_SHEETS} 个")
    try:
        grids = [_grid(book, book.sheet_by_index(at), allowance) for at in range(book.nsheets)]
    except InputRefused:
        raise
    except Exception as error:  # whatever a broken workbook makes the library stumble over
        raise _broken(error, allowance) from None
    notes = []
    if formulas:
        message = Text(
            "formulas of an old workbook are not read, only their results", "旧格式工作簿的公式不读，只读结果"
        )
        notes.append(allowance.note("not-read", message))
    if b"_\x00V\x00B\x00A\x00_\x00P\x00R\x00O\x00J\x00E\x00C\x00T\x00" in data:
        message = Text("the workbook has macros; they are neither run nor read", "工作簿带有宏，不运行也不读取")
        notes.append(allowance.note("macros-ignored", message))
    return grids, notes


def _opened(data: bytes, allowance: Allowance) -> tuple[Any, bool]:
    """The workbook, and whether it has formulas."""
    try:
        import xlrd
    except ImportError:
        raise allowance.not_installed("xlrd") from None
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # the library prints what it finds odd
        try:
            records, formulas = _records(data, nowhere)
            if records > MOST_RECORDS:
                raise allowance.too_large(f"more than {MOST_RECORDS} records", f"记录超过 {MOST_RECORDS} 条")
            book = xlrd.open_workbook(file_contents=data, formatting_info=True, ragged_rows=True, logfile=nowhere)
        except InputRefused:
            raise
        except Exception as error:
            if "encrypt" in str(error).lower():
                raise locked(allowance) from None
            raise _broken(error, allowance) from None
    return book, formulas


def _records(data: bytes, nowhere: TextIO) -> tuple[int, bool]:
    """How many cells and ranges the library would make, counted before it makes them; and whether there are formulas."""
    from xlrd.compdoc import CompDoc

    stream, at, length = data, 0, len(data)
    if data.startswith(OLE):
        compound = CompDoc(data, logfile=nowhere)
        found = [compound.locate_named_stream(name) for name in ("Workbook", "Book")]
        stream, at, length = next((each for each in found if each[0]), (b"", 0, 0))
    end, count, formulas = min(at + length, len(stream)), 0, False
    while at + 4 <= end and count <= MOST_RECORDS:
        kind, size = struct.unpack_from("<HH", stream, at)
        formulas = formulas or kind == FORMULA
        count += max(1, size // SEVERAL.get(kind, size + 1))
        at += 4 + size
    return count, formulas


def _broken(error: Exception, allowance: Allowance) -> InputRefused:
    message = Text(f"this cannot be read as an XLS workbook: {type(error).__name__} {error}", "无法作为 XLS 工作簿读取")
    return allowance.refused("broken-document", message, SAVE_ANEW)


def _grid(book: Any, read: Any, allowance: Allowance) -> Grid:
    sheet = SheetCells(read.name, allowance, read.visibility != 0)
    for row in range(read.nrows):
        for column, cell in enumerate(read.row(row)):
            found = _found(book, cell)
            if found is not None:
                sheet.add(row + 1, column + 1, found)
    for top, bottom, left, right in read.merged_cells:
        sheet.merge(top + 1, left + 1, bottom - top, right - left)
    sheet.hidden_rows += [(row + 1, row + 1) for row, info in read.rowinfo_map.items() if info.hidden]
    sheet.hidden_columns += [(column + 1, column + 1) for column, info in read.colinfo_map.items() if info.hidden]
    return sheet.grid()


def _found(book: Any, cell: Any) -> Found | None:
    import xlrd

    style = book.format_map.get(book.xf_list[cell.xf_index].format_key) if cell.xf_index is not None else None
    number_format = style.format_str if style is not None else "General"
    if cell.ctype == xlrd.XL_CELL_TEXT:
        shown = shown_text(cell.value, number_format)
        return Found(shown, None if shown == cell.value else cell.value, is_text=True)
    if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        number = number_of(repr(float(cell.value)))
        if number is None:
            return Found(str(Decimal(cell.value)))
        text = shown_number(number, number_format, book.datemode == 1)
        return Found(text or plain(number), None if same_number(text, number) else plain(number))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return Found("TRUE" if cell.value else "FALSE")
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return Found(xlrd.error_text_from_code.get(cell.value, "#ERROR!"))
    return None
