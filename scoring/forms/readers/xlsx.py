"""XLSX workbooks: every sheet as a grid, each cell as it is shown, its formula kept.

The sheets' XML itself is read, since numbers are then the digits that stand in the file and never binary ones, and since
nothing is unpacked that is not counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from scoring.forms.grid import Grid
from scoring.forms.readers.allowance import COLUMNS, MOST_SHEETS, ROWS, Allowance
from scoring.forms.readers.archive import Archive, resolved
from scoring.forms.readers.formula_value import Known, Sheet, computed, moved
from scoring.forms.readers.number_format import BUILT_IN, number_of, plain, same_number, shown_number, shown_text
from scoring.forms.readers.sheet_cells import Found, SheetCells, column_of
from scoring.forms.readers.xml_pieces import SAVE_ANEW, pieces
from scoring.problems import Problem, Text

_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
LONGEST_FORMULA = 8_192  # Excel's own
TRUE = ("1", "true")
UNREAD = (
    ("xl/drawings/", Text("pictures, charts and text boxes are not read", "图片、图表和文本框不读")),
    ("xl/comments", Text("remarks on cells are not read", "单元格批注不读")),
    ("xl/externallinks/", Text("other workbooks that formulas refer to are not opened", "公式引用的外部工作簿不打开")),
)


def read_xlsx(data: bytes, allowance: Allowance) -> tuple[list[Grid], list[Problem]]:
    """Its sheets in their order, hidden ones among them, and notes of what is not read."""
    return _Book(Archive(data, allowance), allowance).read()


@dataclass(frozen=True, slots=True)
class _Listed:
    name: str
    part: str
    hidden: bool


class _Book:
    def __init__(self, archive: Archive, allowance: Allowance) -> None:
        self.archive, self.allowance = archive, allowance
        self.part = self._main_part()
        self.since_1904 = False
        self.texts: list[str] = []
        self.formats: list[str] = []

    def read(self) -> tuple[list[Grid], list[Problem]]:
        sheets = self._sheets()
        related = self._related(self.part)
        strings = next((part for kind, part in related.values() if kind == "sharedStrings"), "xl/sharedStrings.xml")
        styles = next((part for kind, part in related.values() if kind == "styles"), "xl/styles.xml")
        self.texts = [
            _text_of(piece) for piece in pieces(self.archive.chunks(strings), self.allowance, ["si"], without=["rPh"])
        ]
        self.formats = self._formats(styles)
        grids = [self._grid(sheet) for sheet in sheets]
        return grids, list(self._notes())

    def _main_part(self) -> str:
        for kind, part in self._related("").values():
            if kind == "officeDocument":
                return part
        return "xl/workbook.xml"

    def _related(self, part: str) -> dict[str, tuple[str, str]]:
        """Parts that a part refers to, by the reference: their kind and name. What lies outside is never opened."""
        folder, _, name = part.rpartition("/")
        rels = f"{folder}/_rels/{name}.rels".lstrip("/")
        return {
            relation.get("Id", ""): (relation.get("Type", "").rpartition("/")[2], resolved(part, relation.get("Target", "")))
            for relation in pieces(self.archive.chunks(rels), self.allowance, begun=["Relationship"])
            if relation.get("TargetMode") != "External"
        }  # fmt: skip

    def _sheets(self) -> list[_Listed]:
        related = self._related(self.part)
        listed = []
        for piece in pieces(self.archive.chunks(self.part), self.allowance, begun=["sheet", "workbookPr"]):
            if piece.tag == "workbookPr":
                self.since_1904 = piece.get("date1904") in TRUE
                continue
            kind, part = related.get(piece.get("r:id", ""), ("", ""))
            if kind == "worksheet" and part in self.archive:
                hidden = piece.get("state", "visible") != "visible"
                listed.append(_Listed(piece.get("name", ""), part, hidden))
        if len(listed) > MOST_SHEETS:
            raise self.allowance.too_large(f"more than {MOST_SHEETS} sheets", f"工作表超过 {MOST_SHEETS} 个")
        if not listed:
            message = Text("the workbook has no sheets that can be found", "工作簿中找不到工作表")
            raise self.allowance.refused("broken-document", message, SAVE_ANEW)
        return listed

    def _formats(self, part: str) -> list[str]:
        """The number format of each style of a cell."""
        own: dict[int, str] = {}
        formats: list[str] = []
        for piece in pieces(self.archive.chunks(part), self.allowance, ["cellXfs"], ["numFmt"]):
            if piece.tag == "numFmt":
                own[_whole(piece.get("numFmtId"))] = piece.get("formatCode", "General")
            else:
                ids = [_whole(style.get("numFmtId")) for style in piece if style.tag == "xf"]
                formats = [own.get(each) or BUILT_IN.get(each, "General") for each in ids]
        return formats

    def _grid(self, listed: _Listed) -> Grid:
        sheet = SheetCells(listed.name, self.allowance, listed.hidden)
        reader = _SheetReader(self, sheet)
        chunks = self.archive.chunks(listed.part)
        for piece in pieces(chunks, self.allowance, ["c"], ["sheetFormatPr", "col", "row", "mergeCell"], ["rPh"]):
            reader.take(piece)
        reader.compute()
        return sheet.grid()

    def _notes(self) -> Iterator[Problem]:
        names = self.archive.names
        if any(name.endswith("vbaproject.bin") for name in names):
            message = Text("the workbook has macros; they are neither run nor read", "工作簿带有宏，不运行也不读取")
            yield self.allowance.note("macros-ignored", message)
        for beginning, message in UNREAD:
            if any(name.startswith(beginning) and name.endswith(".xml") for name in names):
                yield self.allowance.note("not-read", message)


class _SheetReader:
    """The pieces of a sheet in their order: columns, rows with their cells, merged ranges."""

    def __init__(self, book: _Book, sheet: SheetCells) -> None:
        self.book, self.sheet = book, sheet
        self.row = self.column = 0
        self.rows_are_hidden = False
        self.known: dict[tuple[int, int], Known] = {}
        self.open: dict[tuple[int, int], tuple[str, str]] = {}  # formulas without a result, and their formats
        self.shared: dict[str, tuple[int, int, str]] = {}

    def take(self, piece: Element) -> None:
        if piece.tag == "c":
            self._cell(piece)
        elif piece.tag == "row":
            self.row = _whole(piece.get("r")) or self.row + 1
            self.column = 0
            if piece.get("hidden") in TRUE or (self.rows_are_hidden and piece.get("hidden") is None):
                self.sheet.hidden_rows.append((self.row, self.row))
        elif piece.tag == "col":
            if piece.get("hidden") in TRUE:
                self.sheet.hidden_columns.append((_whole(piece.get("min")), _whole(piece.get("max"))))
        elif piece.tag == "mergeCell":
            self._merged(piece.get("ref", ""))
        else:
            self.rows_are_hidden = piece.get("zeroHeight") in TRUE

    def _merged(self, written: str) -> None:
        first, _, last = written.partition(":")
        one, other = _PLACE.fullmatch(first), _PLACE.fullmatch(last)
        if one is None or other is None:
            return
        top, left, bottom, right = int(one[2]), column_of(one[1]), int(other[2]), column_of(other[1])
        self.sheet.merge(top, left, min(bottom, ROWS) - top + 1, min(right, COLUMNS) - left + 1)

    def _cell(self, piece: Element) -> None:
        place = _PLACE.fullmatch(piece.get("r", ""))
        if place is not None:
            self.row, self.column = int(place[2]), column_of(place[1])
        else:
            self.column += 1
        if len(piece) == 0:  # a border, a colour
            return
        here = self.row, self.column
        value = piece.find("v")
        written = value.text or "" if value is not None else None
        formats, style = self.book.formats, _whole(piece.get("s"))
        number_format = formats[style] if style < len(formats) else "General"
        kind = piece.get("t", "n")
        formula = self._formula(piece.find("f"), here)
        if formula is not None and not written and kind in ("n", "e", "b"):
            self.open[here] = formula, number_format
            found = Found("", formula=formula)
        else:
            found = self._found(piece, kind, written or "", number_format, here)
            if formula is not None:
                found = replace(found, formula=formula, stored=found.stored if found.text else "")
        self.sheet.add(self.row, self.column, found)

    def _found(self, piece: Element, kind: str, written: str, number_format: str, here: tuple[int, int]) -> Found:
        """A cell's text, and what is stored where that says something else."""
        if kind == "s":
            at = _whole(written, -1)
            texts = self.book.texts
            return self._words(texts[at] if 0 <= at < len(texts) else "", number_format, here)
        if kind == "inlineStr":
            inline = piece.find("is")
            return self._words(_text_of(inline) if inline is not None else "", number_format, here)
        if kind == "str":
            return self._words(_unescaped(written), number_format, here)
        if kind == "b":
            self.known[here] = written in TRUE
            return Found("TRUE" if written in TRUE else "FALSE")
        number = number_of(written) if kind == "n" else None
        if number is None:  # an error, a date written out, or a number of a size that nobody shows
            self.known[here] = None if kind == "e" else written
            return Found(written.removesuffix("T00:00:00"))
        self.known[here] = number
        text = shown_number(number, number_format, self.book.since_1904)
        return Found(text or plain(number), None if same_number(text, number) else plain(number))

    def _words(self, text: str, number_format: str, here: tuple[int, int]) -> Found:
        self.known[here] = text
        shown = shown_text(text, number_format)
        return Found(shown, None if shown == text else text, is_text=True)

    def _formula(self, piece: Element | None, here: tuple[int, int]) -> str | None:
        """A cell's formula; one that it shares with others is written down for the first of them alone."""
        if piece is None:
            return None
        written = _unescaped(piece.text or "")
        if len(written) > LONGEST_FORMULA:
            raise self.book.allowance.too_large("a formula without end", "有一个公式过长")
        if piece.get("t") != "shared":
            return written
        index = piece.get("si", "")
        if written:
            self.shared[index] = (*here, written)
            return written
        if index not in self.shared:
            return ""
        row, column, first = self.shared[index]
        self.book.allowance.take_elements(len(first) // 2)  # to move it takes as long
        return moved(first, here[0] - row, here[1] - column)

    def compute(self) -> None:
        """Gives formulas without a result the one that they ought to have, where it is plain arithmetic."""
        if not self.open:
            return
        sheet = Sheet(self.known, {place: formula for place, (formula, _) in self.open.items()})
        for place, (_, number_format) in self.open.items():
            number = computed(place, sheet)
            if number is not None and place in self.sheet.found:
                self.sheet.found[place] = replace(self.sheet.found[place], computed=shown_result(number, number_format))


def shown_result(number: Known, number_format: str) -> str | None:
    if isinstance(number, bool):
        return "TRUE" if number else "FALSE"
    if isinstance(number, str) or number is None:
        return number
    return shown_number(number, number_format) or plain(number)


def _whole(written: str | None, otherwise: int = 0) -> int:
    return (
        int(written)
        if written is not None and written.isascii() and written.isdigit() and len(written) < 10
        else otherwise
    )


def _text_of(piece: Element) -> str:
    """The text of a shared or inline string, all its runs together; how it is pronounced is no part of it."""
    return _unescaped("".join(part.text or "" for part in piece.iter("t")))


def _unescaped(text: str) -> str:
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: _letter(int(found[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _letter(code: int) -> str:
    """Of halves of letters and of signs that command machines none is kept."""
    return chr(code) if (code >= 0x20 or code in (0x09, 0x0A, 0x0D)) and not 0xD800 <= code < 0xE000 else "\ufffd"
