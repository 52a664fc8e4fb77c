"""Remarks on the cells of a sheet, beside those that it has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lxml import etree

from scoring.forms.writing.book import LONGEST_REMARK, clean
from scoring.forms.writing.cells import CellOut, letters
from scoring.forms.writing.xlsx_styles import MAIN

V, OFFICE, EXCEL = (
    "urn:schemas-microsoft-com:vml",
    "urn:schemas-microsoft-com:office:office",
    "urn:schemas-microsoft-com:office:excel",
)
NAMES: Any = {None: MAIN}
AUTHOR = "scoring"
BOX = "position:absolute;margin-left:60pt;margin-top:1pt;width:240pt;height:120pt;z-index:1;visibility:hidden"


def comments_with(root: etree._Element | None, cells: Sequence[CellOut]) -> etree._Element:
    """The remarks of a sheet with those of these cells; a cell that has one already keeps it."""
    made = etree.Element(_name("comments"), nsmap=NAMES) if root is None else root
    authors, listed = made.find(_name("authors")), made.find(_name("commentList"))
    if authors is None:
        authors = etree.Element(_name("authors"))
        made.insert(0, authors)
    if listed is None:
        listed = etree.SubElement(made, _name("commentList"))
    etree.SubElement(authors, _name("author")).text = AUTHOR
    there = {one.get("ref") for one in listed}
    for cell in cells:
        ref = f"{letters(cell.column)}{cell.row}"
        if ref in there or not cell.remark:
            continue
        one = etree.SubElement(listed, _name("comment"), {"ref": ref, "authorId": str(len(authors) - 1)})
        run = etree.SubElement(etree.SubElement(one, _name("text")), _name("r"))
        properties = etree.SubElement(run, _name("rPr"))
        etree.SubElement(properties, _name("sz"), {"val": "9"})
        inside = etree.SubElement(run, _name("t"))
        inside.text = clean(cell.remark)[:LONGEST_REMARK]
        inside.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def boxes_with(root: etree._Element | None, cells: Sequence[CellOut]) -> etree._Element:
    """The drawing that remarks are shown with: a box for each, hidden until somebody points at its cell."""
    made = _drawing() if root is None else root
    for number, cell in enumerate(cells, start=1):
        if not cell.remark:
            continue
        said = {"id": f"_scoring_{number}", "type": "#_x0000_t202", "style": BOX, "fillcolor": "#ffffe1",
                f"{{{OFFICE}}}insetmode": "auto"}  # fmt: skip
        shape = etree.SubElement(made, f"{{{V}}}shape", said)
        etree.SubElement(shape, f"{{{V}}}fill", {"color2": "#ffffe1"})
        etree.SubElement(shape, f"{{{V}}}textbox", {"style": "mso-direction-alt:auto"})
        data = etree.SubElement(shape, f"{{{EXCEL}}}ClientData", {"ObjectType": "Note"})
        etree.SubElement(data, f"{{{EXCEL}}}MoveWithCells")
        etree.SubElement(data, f"{{{EXCEL}}}SizeWithCells")
        anchor = (cell.column, 15, cell.row - 1, 2, cell.column + 4, 31, cell.row + 6, 9)
        etree.SubElement(data, f"{{{EXCEL}}}Anchor").text = ", ".join(str(one) for one in anchor)
        etree.SubElement(data, f"{{{EXCEL}}}AutoFill").text = "False"
        etree.SubElement(data, f"{{{EXCEL}}}Row").text = str(cell.row - 1)
        etree.SubElement(data, f"{{{EXCEL}}}Column").text = str(cell.column - 1)
    return made


def _drawing() -> etree._Element:
    made = etree.Element("xml", nsmap={"v": V, "o": OFFICE, "x": EXCEL})
    layout = etree.SubElement(made, f"{{{OFFICE}}}shapelayout", {f"{{{V}}}ext": "edit"})
    etree.SubElement(layout, f"{{{OFFICE}}}idmap", {f"{{{V}}}ext": "edit", "data": "1"})
    kind = etree.SubElement(made, f"{{{V}}}shapetype",
                            {"id": "_x0000_t202", "coordsize": "21600,21600", f"{{{OFFICE}}}spt": "202",
                             "path": "m,l,21600r21600,l21600,xe"})  # fmt: skip
    etree.SubElement(kind, f"{{{V}}}stroke", {"joinstyle": "miter"})
    etree.SubElement(kind, f"{{{V}}}path", {"gradientshapeok": "t", f"{{{OFFICE}}}connecttype": "rect"})
    return made


def _name(tag: str) -> str:
    return f"{{{MAIN}}}{tag}"
