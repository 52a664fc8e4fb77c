"""ODS workbooks: every sheet as a grid, each cell as it is shown, which the file itself says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from scoring.forms.grid import Grid
from scoring.forms.readers.allowance import COLUMNS, MOST_SHEETS, ROWS, Allowance
from scoring.forms.readers.archive import Archive, locked
from scoring.forms.readers.number_format import number_of, plain, same_number
from scoring.forms.readers.sheet_cells import Found, SheetCells, blank
from scoring.forms.readers.xml_pieces import SAVE_ANEW, pieces
from scoring.problems import Problem, Text

PASSED = ("table:tracked-changes", "office:annotation", "table:shapes", "office:scripts", "text:ruby-text")
NUMBERS = ("float", "percentage", "currency")
UNSEEN = ("collapse", "filter")
_REFERENCE = re.compile(r"\[\.([^\]:.]+)(?::\.([^\]:.]+))?\]")


def read_ods(data: bytes, allowance: Allowance) -> tuple[list[Grid], list[Problem]]:
    """Its sheets in their order, hidden ones among them, and notes of what is not read."""
    archive = Archive(data, allowance)
    for piece in pieces(archive.chunks("META-INF/manifest.xml"), allowance, begun=["manifest:encryption-data"]):
        if piece.tag == "manifest:encryption-data":
            raise locked(allowance)
    reader = _Reader(allowance)
    content = pieces(
        archive.chunks("content.xml"),
        allowance,
        whole=["table:table-cell", "style:style"],
        begun=["table:table", "table:table-row", "table:table-column", "table:covered-table-cell"],
        without=PASSED,
    )
    for piece in content:
        reader.take(piece)
    if not reader.sheets:
        message = Text("the workbook has no sheets that can be found", "工作簿中找不到工作表")
        raise allowance.refused("broken-document", message, SAVE_ANEW)
    notes = []
    if any(name.startswith("basic/") for name in archive.names):
        message = Text("the workbook has macros; they are neither run nor read", "工作簿带有宏，不运行也不读取")
        notes.append(allowance.note("macros-ignored", message))
    return [sheet.grid() for sheet in reader.sheets], notes


@dataclass
class _Reader:
    """The pieces of the content in their order: styles, then of each sheet columns, and rows with their cells."""

    allowance: Allowance

    def __post_init__(self) -> None:
        self.sheets: list[SheetCells] = []
        self.unseen_styles: set[str] = set()
        self.row = self.column = self.repeated = 0
        self.columns = 0

    def take(self, piece: Element) -> None:
        if piece.tag == "style:style":
            if any(part.get("table:display") == "false" for part in piece):
                self.unseen_styles.add(piece.get("style:name", ""))
        elif piece.tag == "table:table":
            hidden = piece.get("table:style-name") in self.unseen_styles
            self.sheets.append(SheetCells(piece.get("table:name", ""), self.allowance, hidden))
            if len(self.sheets) > MOST_SHEETS:
                raise self.allowance.too_large(f"more than {MOST_SHEETS} sheets", f"工作表超过 {MOST_SHEETS} 个")
            self.row, self.repeated, self.columns = 0, 1, 0
        elif self.sheets:
            self._within(piece, self.sheets[-1])

    def _within(self, piece: Element, sheet: SheetCells) -> None:
        if piece.tag == "table:table-column":
            count = _count(piece, "table:number-columns-repeated", COLUMNS)
            if piece.get("table:visibility") in UNSEEN:
                sheet.hidden_columns.append((self.columns + 1, self.columns + count))
            self.columns += count
        elif piece.tag == "table:table-row":
            self.row += self.repeated
            self.column = 0
            self.repeated = _count(piece, "table:number-rows-repeated", ROWS)
            if piece.get("table:visibility") in UNSEEN:
                sheet.hidden_rows.append((self.row, self.row + self.repeated - 1))
        else:
            count = _count(piece, "table:number-columns-repeated", COLUMNS)
            if piece.tag == "table:table-cell":
                self._cell(piece, sheet, count)
            self.column += count

    def _cell(self, piece: Element, sheet: SheetCells, count: int) -> None:
        found = _found(piece)
        if found.formula is None and blank(found.text):
            return
        rows = _count(piece, "table:number-rows-spanned", ROWS)
        columns = _count(piece, "table:number-columns-spanned", COLUMNS)
        for row in range(self.row, self.row + self.repeated):
            for column in range(self.column + 1, self.column + count + 1):
                sheet.add(row, column, found)
                if rows > 1 or columns > 1:
                    sheet.merge(row, column, rows, columns)


def _found(piece: Element) -> Found:
    """A cell's text, and what is stored where that says something else."""
    text = "\n".join(_paragraph(part) for part in piece if part.tag in ("text:p", "text:h"))
    formula = piece.get("table:formula")
    said = _formula(formula) if formula is not None else None
    kind = piece.get("office:value-type")
    number = number_of(piece.get("office:value", "")) if kind in NUMBERS else None
    if number is not None:
        shown = text if not blank(text) else plain(number)
        return Found(shown, None if same_number(shown, number) else plain(number), said)
    stored = piece.get("office:date-value") or piece.get("office:string-value") or piece.get("office:boolean-value")
    if kind == "date" and stored is not None:  # a day as 2024-09-18, however it is shown
        return Found(*_moment(stored, text), said)
    if blank(text) and stored:
        return Found(stored, None, said)
    return Found(
        text, "" if said is not None and kind == "string" and not text else None, said, is_text=kind == "string"
    )


def _moment(stored: str, text: str) -> tuple[str, str | None]:
    """A day as 2024-09-18, a month as 2024-09 where no day is shown, with its time of day where that is shown."""
    day, _, time = stored.partition("T")
    if ":" in text and time:
        return f"{day} {time.removesuffix(':00')}", None
    if re.fullmatch(rf"{re.escape(day[:4])}\D+\d{{1,2}}\D*", text):
        return day[:7], day
    return day, None


def _paragraph(piece: Element) -> str:
    """Its text, with what stands for several blanks, tabs and line breaks."""
    said = piece.text or ""
    for part in piece:
        if part.tag == "text:s":
            said += " " * _count(part, "text:c", 64)
        elif part.tag == "text:tab":
            said += "\t"
        elif part.tag == "text:line-break":
            said += "\n"
        elif part.tag != "text:note":
            said += _paragraph(part)
        said += part.tail or ""
    return said


def _formula(written: str) -> str:
    """`ROUND(G6/F6,2)` of `of:=ROUND([.G6]/[.F6];2)`; references to other sheets stay as they are written."""
    body = written.partition("=")[2] if "=" in written else written
    parts = re.split(r'("(?:[^"]|"")*")', body)
    parts[::2] = [
        _REFERENCE.sub(lambda found: found[1] + (f":{found[2]}" if found[2] else ""), part.replace(";", ","))
        for part in parts[::2]
    ]
    return "".join(parts)


def _count(piece: Element, name: str, most: int) -> int:
    """How often, or how far; at least 1."""
    written = piece.get(name, "1")
    return (
        min(int(written), most)
        if written.isascii() and written.isdigit() and 0 < len(written) < 10 and int(written)
        else 1
    )
