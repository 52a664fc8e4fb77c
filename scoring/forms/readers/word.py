"""DOCX documents: every table as a grid, the paragraphs outside of tables before it, and behind the last one after it.

Of tracked changes the accepted text is read: what was put in, not what was taken out. Boxes that are ticked are ☑, others □.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from scoring.forms.grid import Cell, Grid
from scoring.forms.readers.allowance import COLUMNS, Allowance
from scoring.forms.readers.archive import Archive, resolved
from scoring.forms.readers.sheet_cells import Found, SheetCells, blank
from scoring.forms.readers.xml_pieces import SAVE_ANEW, pieces
from scoring.problems import Problem, Text

CHANGES = ("w:tcPrChange", "w:trPrChange", "w:tblPrChange", "w:pPrChange", "w:rPrChange", "w:tblGridChange")
PASSED = (*CHANGES, "w:rPr", "w:sectPr", "w:instrText", "w:delText", "mc:Fallback")
TAKEN_OUT = ("w:del", "w:moveFrom")
SIGNS = {"w:tab": "\t", "w:ptab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-"}
PICTURED = {
    "Wingdings": {0xFE: "☑", 0xFD: "☒", 0xA8: "□", 0x6F: "□", 0x71: "□", 0xFC: "✓", 0xFB: "✗"},
    "Wingdings 2": {0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□", 0x50: "✓", 0x4F: "✗", 0x2A: "□", 0x30: "□"},
}
"""Boxes and ticks in fonts of pictures, by their place in the font."""
UNREAD = (
    ("word/header", Text("page headers are not read", "页眉不读")),
    ("word/footer", Text("page footers are not read", "页脚不读")),
    ("word/footnotes", Text("footnotes are not read", "脚注不读")),
    ("word/endnotes", Text("endnotes are not read", "尾注不读")),
    ("word/comments.", Text("remarks are not read", "批注不读")),
)


def read_docx(data: bytes, allowance: Allowance) -> tuple[list[Grid], list[Problem]]:
    """Its tables in their order, nested ones behind the one that they stand in; of no table one grid without cells."""
    archive = Archive(data, allowance)
    part = _main_part(archive, allowance)
    if part not in archive:
        message = Text("the document has no text that can be found", "文档中找不到正文")
        raise allowance.refused("broken-document", message, SAVE_ANEW)
    reader = _Reader(allowance)
    for piece in pieces(archive.chunks(part), allowance, whole=["w:p", "w:tbl"], without=PASSED):
        reader.take(piece)
    return reader.grids(), list(_notes(archive, allowance))


def _main_part(archive: Archive, allowance: Allowance) -> str:
    for relation in pieces(archive.chunks("_rels/.rels"), allowance, begun=["Relationship"]):
        if relation.get("Type", "").endswith("/officeDocument"):
            return resolved("", relation.get("Target", ""))
    return "word/document.xml"


def _notes(archive: Archive, allowance: Allowance) -> Iterator[Problem]:
    if any(name.endswith("vbaproject.bin") for name in archive.names):
        yield allowance.note("macros-ignored", Text("the document has macros; they are neither run nor read",
                                                    "文档带有宏，不运行也不读取"))  # fmt: skip
    for beginning, message in UNREAD:
        parts = [name for name in archive.names if name.startswith(beginning) and name.endswith(".xml")]
        if any(_says_something(archive, part, allowance) for part in parts):
            yield allowance.note("not-read", message)


def _says_something(archive: Archive, part: str, allowance: Allowance) -> bool:
    return any(not blank(piece.text or "") for piece in pieces(archive.chunks(part), allowance, whole=["w:t"]))


@dataclass
class _Reader:
    """Paragraphs and tables in their order."""

    allowance: Allowance
    paragraphs: int = 0
    waiting: list[Cell] = field(default_factory=list)
    tables: list[tuple[list[Cell], SheetCells]] = field(default_factory=list)
    outer: int = 0

    def take(self, piece: Element) -> None:
        if piece.tag == "w:p":
            self.paragraphs += 1
            text = _text_of(piece)
            if not blank(text):
                self.allowance.take_cells()
                self.allowance.take_text(text)
                self.waiting.append(Cell(f"P{self.paragraphs}", self.paragraphs, 1, text))
            for table in _inner_tables(piece):  # of a text box
                self._outer_table(table)
        else:
            self._outer_table(piece)

    def _outer_table(self, piece: Element) -> None:
        self.outer += 1
        self._table(piece, f"T{self.outer}")

    def _table(self, piece: Element, name: str) -> None:
        sheet = SheetCells(None, self.allowance, table=name)
        self.tables.append((self.waiting, sheet))
        self.waiting = []
        table = _Table(sheet)
        for row in _children(piece, "w:tr"):
            table.take(row)
        table.finish()
        for name_of_inner, inner in table.inner:
            self._table(inner, name_of_inner)

    def grids(self) -> list[Grid]:
        if not self.tables:
            return [Grid(None, (), before=tuple(self.waiting))]
        last = len(self.tables) - 1
        return [
            sheet.grid(before, self.waiting if at == last else ()) for at, (before, sheet) in enumerate(self.tables)
        ]


@dataclass
class _Table:
    """A table's rows in their order; `open` are cells that may go on below, by column."""

    sheet: SheetCells
    row: int = 0
    open: dict[int, tuple[int, int]] = field(default_factory=dict)  # the row where it begins, and how many columns
    inner: list[tuple[str, Element]] = field(default_factory=list)

    def take(self, piece: Element) -> None:
        properties = piece.find("w:trPr")
        if properties is not None and properties.find("w:del") is not None:
            return
        self.row += 1
        column = 1 + (_value(properties.find("w:gridBefore"), 0) if properties is not None else 0)
        cells = list(_children(piece, "w:tc"))
        for at, cell in enumerate(cells):
            own = cell.find("w:tcPr")
            columns = max(1, min(_value(own.find("w:gridSpan"), 1), COLUMNS)) if own is not None else 1
            ahead = at + 1
            while ahead < len(cells) and _merge(cells[ahead], "w:hMerge") == "continue":
                columns += 1
                ahead += 1
            if _merge(cell, "w:hMerge") != "continue":
                self._cell(cell, column, columns)
                column += columns
        for start in [start for start, (_, width) in self.open.items() if start + width > column]:
            self._close(start, self.row - 1)

    def _cell(self, piece: Element, column: int, columns: int) -> None:
        text = "\n".join(_text_of(part) for part in _children(piece, "w:p")).strip("\n")
        goes_on = _merge(piece, "w:vMerge") == "continue" and column in self.open
        if goes_on:
            if not blank(text):  # below a merged cell, where nobody sees it
                self.sheet.hidden_cells.add((self.row, column))
        else:
            for start in [start for start in self.open if column <= start < column + columns]:
                self._close(start, self.row - 1)
            self.open[column] = self.row, columns
        self.sheet.add(self.row, column, Found(text))
        for number, inner in enumerate(_children(piece, "w:tbl"), start=1):
            self.inner.append((f"{self.sheet.place(self.row, column)}T{number}", inner))

    def _close(self, column: int, last: int) -> None:
        first, columns = self.open.pop(column)
        if last > first or columns > 1:
            self.sheet.merge(first, column, last - first + 1, columns)

    def finish(self) -> None:
        for column in list(self.open):
            self._close(column, self.row)


def _merge(cell: Element, name: str) -> str | None:
    """`restart`, `continue`, or None where the cell is of no merged range."""
    own = cell.find("w:tcPr")
    found = own.find(name) if own is not None else None
    return found.get("w:val", "continue") if found is not None else None


def _value(piece: Element | None, otherwise: int) -> int:
    written = piece.get("w:val", "") if piece is not None else ""
    return min(int(written), COLUMNS) if written.isascii() and written.isdigit() and len(written) < 10 else otherwise


def _children(piece: Element, tag: str) -> Iterator[Element]:
    """Those of that kind, also in frames around them (controls, changes that put something in)."""
    for child in piece:
        if child.tag == tag:
            yield child
        elif child.tag in ("w:sdt", "w:sdtContent", "w:ins", "w:moveTo", "w:smartTag", "w:customXml"):
            yield from _children(child, tag)


def _inner_tables(piece: Element) -> Iterator[Element]:
    for box in piece.iter("w:txbxContent"):
        yield from _children(box, "w:tbl")


def _text_of(piece: Element) -> str:
    return "".join(_said(piece))


def _said(piece: Element) -> Iterator[str]:
    for part in piece:
        if part.tag == "w:t":
            yield part.text or ""
        elif part.tag in SIGNS:
            yield SIGNS[part.tag]
        elif part.tag == "w:sym":
            yield _pictured(part)
        elif part.tag == "w:checkBox":
            ticked = part.find("w:checked")
            ticked = ticked if ticked is not None else part.find("w:default")
            yield "☑" if ticked is not None and ticked.get("w:val", "1") in ("1", "true", "on") else "□"
        elif part.tag == "w:txbxContent":
            yield "\n" + "\n".join(_text_of(each) for each in _children(part, "w:p")) + "\n"
        elif part.tag not in TAKEN_OUT:
            yield from _said(part)


def _pictured(piece: Element) -> str:
    """A sign of a font of pictures."""
    written = piece.get("w:char", "")
    try:
        code = int(written, 16)
    except ValueError:
        return ""
    known = PICTURED.get(piece.get("w:font", ""), {}).get(code & 0xFF)
    return known or (chr(code) if 0x20 <= code < 0xD800 else "�")
