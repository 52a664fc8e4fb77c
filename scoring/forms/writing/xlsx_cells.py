"""Cells as the XML of a sheet: put into one that is there already, or a sheet of their own.

A text is an inline string and never a formula; a formula has what it comes to beside it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from lxml import etree

from scoring.forms.writing.book import clean
from scoring.forms.writing.cells import CellOut, SheetOut, letters
from scoring.forms.writing.formulas.calculation import FIRST_DAY, Formula
from scoring.forms.writing.xlsx_styles import MAIN, Styles

NAMES: Any = {None: MAIN}
AFTER_COLUMNS = ("sheetPr", "dimension", "sheetViews", "sheetFormatPr")
BEFORE_LEGACY = (
    *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection"),
    *("protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells"),
    *("phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup"),
    *("headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing"),
)  # fmt: skip
"""What stands before the remarks of a sheet."""


def name(tag: str) -> str:
    return f"{{{MAIN}}}{tag}"


def element_of(cell: CellOut, styles: Styles, row: int | None = None, column: int | None = None) -> etree._Element:
    """A cell as it stands in its row; of merged ones any but the first is empty."""
    first = row is None and column is None
    at = f"{letters(cell.column if column is None else column)}{cell.row if row is None else row}"
    made = etree.Element(name("c"), {"r": at, "s": str(styles.number_of(cell.look, cell.decimals))})
    content = cell.content if first else None
    match content:
        case Formula(text=text, now=now):
            if isinstance(now, bool):
                made.set("t", "b")
            elif isinstance(now, str):
                made.set("t", "str")
            elif now is None:
                made.set("t", "e")
            etree.SubElement(made, name("f")).text = clean(text)
            etree.SubElement(made, name("v")).text = _shown(now)
        case str() if content:
            made.set("t", "inlineStr")
            inside = etree.SubElement(etree.SubElement(made, name("is")), name("t"))
            inside.text = clean(content)
            inside.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        case Decimal():
            etree.SubElement(made, name("v")).text = str(content)
        case datetime.date():
            etree.SubElement(made, name("v")).text = str((content - FIRST_DAY).days)
    return made


def _shown(now: object) -> str:
    if now is None:
        return "#N/A"
    if isinstance(now, bool):
        return "1" if now else "0"
    return clean(now) if isinstance(now, str) else str(now)


def put_cells(sheet: etree._Element, cells: Iterable[CellOut], styles: Styles) -> None:
    """Puts cells into the rows of a sheet, in their order; a row that is not there is begun."""
    data = sheet.find(name("sheetData"))
    assert data is not None
    rows = {int(row.get("r", "0")): row for row in data}
    for cell in cells:
        for row in range(cell.row, cell.row + cell.rows):
            for column in range(cell.column, cell.column + cell.columns):
                if row not in rows:
                    rows[row] = _begun(data, row)
                first = (row, column) == (cell.row, cell.column)
                made = element_of(cell, styles) if first else element_of(cell, styles, row, column)
                _put(rows[row], made, column)
                rows[row].attrib.pop("spans", "")


def _begun(data: etree._Element, number: int) -> etree._Element:
    made = etree.Element(name("row"), {"r": str(number)})
    before = sum(int(row.get("r", "0")) < number for row in data)
    data.insert(before, made)
    return made


def _put(row: etree._Element, made: etree._Element, column: int) -> None:
    """In the order of columns, in the place of an empty cell that stands there."""
    for place, other in enumerate(row):
        at = column_of(other.get("r", ""))
        if at == column:
            row.replace(other, made)
            return
        if at > column:
            row.insert(place, made)
            return
    row.append(made)


def column_of(place: str) -> int:
    """The column of `D13`, counted from 1."""
    number = 0
    for letter in place:
        if not letter.isalpha():
            break
        number = number * 26 + ord(letter.upper()) - 64
    return number


def widen(sheet: etree._Element, widths: Mapping[int, float]) -> None:
    """Gives columns their widths, where none is given for them."""
    listed = sheet.find(name("cols"))
    if listed is None:
        listed = etree.Element(name("cols"))
        before = [one for one in sheet if etree.QName(one).localname in AFTER_COLUMNS]
        sheet.insert(len(before), listed)
    taken = [(int(one.get("min", "0")), int(one.get("max", "0"))) for one in listed]
    for column, width in widths.items():
        if not any(first <= column <= last for first, last in taken):
            said = {"min": str(column), "max": str(column), "width": str(width), "customWidth": "1"}
            place = sum(int(one.get("min", "0")) < column for one in listed)
            listed.insert(place, etree.Element(name("col"), said))


def sheet_of(sheet: SheetOut, styles: Styles) -> etree._Element:
    """A sheet of its own."""
    made = etree.Element(name("worksheet"), nsmap=NAMES)
    properties = etree.SubElement(made, name("sheetPr"))
    etree.SubElement(properties, name("pageSetUpPr"), {"fitToPage": "1"})
    columns = etree.SubElement(made, name("cols"))
    for column, width in sorted(sheet.widths.items()):
        etree.SubElement(columns, name("col"),
                         {"min": str(column), "max": str(column), "width": str(width), "customWidth": "1"})  # fmt: skip
    etree.SubElement(made, name("sheetData"))
    put_cells(made, sheet.in_rows(), styles)
    for row in made.iter(name("row")):
        height = sheet.heights.get(int(row.get("r", "0")))
        if height is not None:
            row.set("ht", str(height))
            row.set("customHeight", "1")
    merged = [cell for cell in sheet.cells if cell.rows > 1 or cell.columns > 1]
    if merged:
        listed = etree.SubElement(made, name("mergeCells"), {"count": str(len(merged))})
        for cell in merged:
            etree.SubElement(listed, name("mergeCell"), {"ref": range_of(cell)})
    setup = {"paperSize": "9", "orientation": "landscape" if sheet.landscape else "portrait", "fitToHeight": "0"}
    etree.SubElement(made, name("pageSetup"), setup)
    return made


def range_of(cell: CellOut) -> str:
    last = f"{letters(cell.column + cell.columns - 1)}{cell.row + cell.rows - 1}"
    return f"{letters(cell.column)}{cell.row}:{last}"
