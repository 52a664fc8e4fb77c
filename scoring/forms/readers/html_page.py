"""HTML pages, also those that are named `.xls`: every table as a grid, what stands outside of tables before and after.

Nothing is fetched and nothing run. Blanks are those that a browser shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from scoring.forms.grid import Cell, Grid
from scoring.forms.readers.allowance import COLUMNS, MOST_ELEMENTS, Allowance
from scoring.forms.readers.number_format import number_of, plain, same_number
from scoring.forms.readers.plain_text import decoded
from scoring.forms.readers.sheet_cells import Found, SheetCells, blank
from scoring.forms.readers.xml_pieces import SAVE_ANEW
from scoring.problems import Problem, Text

LARGEST_PAGE = 20 << 20
WIDEST = 1_000
DEEPEST = 150
PASSED = ("script", "style", "template", "noscript", "head", "title", "object", "iframe", "svg", "math")
BLOCKS = {
    *(
        "p",
        "div",
        "li",
        "ul",
        "ol",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
        "article",
        "header",
        "footer",
        "form",
    ),
    *(
        "center",
        "pre",
        "blockquote",
        "dl",
        "dt",
        "dd",
        "address",
        "hr",
        "body",
        "main",
        "caption",
        "fieldset",
        "legend",
    ),
}
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_UNSEEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)


def read_html(data: bytes, allowance: Allowance) -> tuple[list[Grid], list[Problem]]:
    """Its tables in their order, nested ones behind the one that they stand in; of no table one grid without cells."""
    if len(data) > LARGEST_PAGE:
        megabytes = LARGEST_PAGE >> 20
        raise allowance.too_large(f"an HTML page of more than {megabytes} MB", f"网页超过 {megabytes} MB")
    if data.count(b"<") > MOST_ELEMENTS // 2:
        raise allowance.too_large(f"more than {MOST_ELEMENTS // 2} elements", f"元素超过 {MOST_ELEMENTS // 2} 个")
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False, encoding="utf-8")
    try:
        root = etree.fromstring(_text(data, allowance).encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        message = Text(f"the document is broken: {error}", f"文件已损坏：{error}")
        raise allowance.refused("broken-document", message, SAVE_ANEW) from None
    reader = _Reader(allowance)
    if root is not None:
        if _depth(root) > DEEPEST:
            raise allowance.too_large("elements in elements without end", "元素嵌套过深")
        reader.outside(root)
        reader.end()
    return reader.grids(), []


def _text(data: bytes, allowance: Allowance) -> str:
    """By its mark, as UTF-8, or as the encoding that the page names; GB2312 and GBK are parts of GB18030."""
    named = _CHARSET.search(data[:4096])
    name = named[1].decode("ascii", "replace").lower() if named is not None else ""
    if name in ("big5", "big5-hkscs", "windows-1252", "iso-8859-1", "shift_jis"):
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            pass
    return decoded(data, allowance)


@dataclass
class _Reader:
    """The blocks of text outside of tables, and the tables, in their order."""

    allowance: Allowance
    blocks: int = 0
    words: list[str] = field(default_factory=list)
    waiting: list[Cell] = field(default_factory=list)
    tables: list[tuple[list[Cell], SheetCells]] = field(default_factory=list)
    outer: int = 0

    def outside(self, piece: etree._Element) -> None:
        """What an element outside of tables says."""
        self.words.append(piece.text or "")
        for child in piece:
            name = _name(child)
            if name == "table":
                self._block()
                self.outer += 1
                self._table(child, f"T{self.outer}")
            elif name in BLOCKS or name == "br":
                self._block()
                self.outside(child)
                self._block()
            elif name not in PASSED:
                self.words.append(_entered(child))
                self.outside(child)
            self.words.append(child.tail or "")

    def end(self) -> None:
        """Behind the last element."""
        self._block()

    def _block(self) -> None:
        text = _as_shown("".join(self.words))
        self.words = []
        if not blank(text):
            self.blocks += 1
            self.allowance.take_cells()
            self.allowance.take_text(text)
            self.waiting.append(Cell(f"P{self.blocks}", self.blocks, 1, text))

    def _table(self, piece: etree._Element, name: str) -> None:
        sheet = SheetCells(None, self.allowance, hidden=_unseen(piece), table=name)
        self.tables.append((self.waiting, sheet))
        self.waiting = []
        rows = list(_rows(piece))
        taken: dict[tuple[int, int], None] = {}
        for number, row in enumerate(rows, start=1):
            if _unseen(row):
                sheet.hidden_rows.append((number, number))
            column = 1
            for cell in row:
                if _name(cell) not in ("td", "th"):
                    continue
                while (number, column) in taken:
                    column += 1
                height = min(_span(cell, "rowspan") or len(rows), len(rows) - number + 1)
                width = min(max(1, _span(cell, "colspan")), WIDEST)
                self._cell(sheet, cell, number, column)
                sheet.merge(number, column, height, width)
                self._cover(taken, number, column, height, width)
                column += width

    def _cover(self, taken: dict[tuple[int, int], None], row: int, column: int, height: int, width: int) -> None:
        """Keeps the places below a cell free of others."""
        if column + width > COLUMNS:
            raise self.allowance.too_large(f"more than {COLUMNS} columns", f"超过 {COLUMNS} 列")
        self.allowance.take_elements(height * width)
        for below in range(row + 1, row + height):
            for beside in range(column, column + width):
                taken[below, beside] = None

    def _cell(self, sheet: SheetCells, cell: etree._Element, row: int, column: int) -> None:
        text = _as_shown("".join(_said(cell)))
        held = number_of(cell.get("x:num") or cell.get("sdval") or "")  # of Excel, of LibreOffice
        stored = None if held is None or same_number(text, held) else plain(held)
        formula = cell.get("x:fmla", "").removeprefix("=") or None
        sheet.add(row, column, Found(text, stored, formula))
        if _unseen(cell):
            sheet.hidden_cells.add((row, column))
        for number, inner in enumerate(_inner_tables(cell), start=1):
            self._table(inner, f"{sheet.place(row, column)}T{number}")

    def grids(self) -> list[Grid]:
        if not self.tables:
            return [Grid(None, (), before=tuple(self.waiting))]
        last = len(self.tables) - 1
        return [
            sheet.grid(before, self.waiting if at == last else ()) for at, (before, sheet) in enumerate(self.tables)
        ]


def _depth(root: etree._Element) -> int:
    deepest = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _name(piece: etree._Element) -> str:
    return piece.tag.lower() if isinstance(piece.tag, str) else "script"  # comments and the like say nothing


def _unseen(piece: etree._Element) -> bool:
    return piece.get("hidden") is not None or _UNSEEN.search(piece.get("style", "")) is not None


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if _name(child) == "tr":
            yield child
        elif _name(child) in ("thead", "tbody", "tfoot"):
            yield from (row for row in child if _name(row) == "tr")


def _inner_tables(piece: etree._Element) -> Iterator[etree._Element]:
    for child in piece:
        if _name(child) == "table":
            yield child
        elif _name(child) not in PASSED:
            yield from _inner_tables(child)


def _span(cell: etree._Element, name: str) -> int:
    written = cell.get(name, "1").strip()
    return int(written) if written.isascii() and written.isdigit() and len(written) < 7 else 1


def _said(piece: etree._Element) -> Iterator[str]:
    """What a cell says outside of tables in it."""
    yield piece.text or ""
    for child in piece:
        name = _name(child)
        if name == "br":
            yield "\v"
        elif name not in PASSED and name != "table":
            edge = "\v" if name in BLOCKS else ""
            yield edge + _entered(child)
            yield from _said(child)
            yield edge
        yield child.tail or ""


def _entered(piece: etree._Element) -> str:
    """What somebody entered into a field of a form."""
    if _name(piece) != "input":
        return ""
    kind = piece.get("type", "text").lower()
    if kind in ("checkbox", "radio"):
        return "☑" if piece.get("checked") is not None else "□"
    return piece.get("value", "") if kind != "hidden" else ""


def _as_shown(text: str) -> str:
    """Blanks as a browser shows them: several as one, those that may not break as any other; lines as they are told."""
    lines = [_BLANKS.sub(" ", line).strip(" ").replace("\u00a0", " ") for line in text.split("\v")]
    return "\n".join(line for line in lines if line.strip())
