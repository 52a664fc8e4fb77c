"""A sheet as spreadsheets open it: XLSX, numbers as numbers.

XlsxWriter makes the book with its head and formats; it takes 40 s for 100,000 rows of 60 cells, which DuckDB writes
in a few: so the rows below the head come from DuckDB and are put where the book's one sample row stands.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import IO

from scoring.engines.columnar.duck import Connection, literal

MOST_ROWS = 1_048_575  # below the head
MOST_COLUMNS = 16_384
AT_ONCE = 2_000
LARGE = 2**31 - 1  # a part of this size needs a newer kind of ZIP, about which Excel warns
FIRST_DAY = datetime(1980, 1, 1)  # a file says when it was made; the same scores give the same bytes
NUMBER = r"-?(0|[1-9][0-9]*)(\.[0-9]+)?"
DIGITS = 15  # that a spreadsheet keeps of a number
WIDTHS = {"project": 32, "value": 24, "reason": 60, "limits": 24, "findings": 32}
SHEET = "xl/worksheets/sheet1.xml"
SAMPLE = re.compile(r'<row r="2".*?</row>', re.DOTALL)
STYLE = re.compile(r'<c r="[A-Z]+2"(?: s="([0-9]+)")?')
DIMENSION = re.compile(r'<dimension ref="([^"]*?)2"/>')


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column that goes out: its DuckDB type, and its name in the staged table, which may be another.

    `free`: its texts are somebody else's; `counts`: they may be numbers, and are then written as such.
    """

    name: str
    type: str
    source: str
    free: bool = False
    counts: bool = False

    @property
    def decimals(self) -> int:
        return int(self.type.rstrip(")").split(",")[1]) if self.type.startswith("DECIMAL") else 0


def write_sheet(
    connection: Connection, query: str, rows: int, heads: Sequence[str], columns: Sequence[SheetColumn], file: Path
) -> None:
    """Writes what a query gives (columns c0, c1, …) into a book of one sheet.

    Texts are written as they come: whoever asks has made them harmless.
    """
    book = zipfile.ZipFile(_book(rows, heads, columns))
    above, styles, below = _around(book.read(SHEET).decode(), rows)
    cells = ", ".join(_cell(column, f"c{n}", styles[n]) for n, column in enumerate(columns))
    lines = f"SELECT concat('<row>', {cells}, '</row>') AS line FROM ({query})"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as made:
        for part in book.infolist():
            if part.filename != SHEET:
                made.writestr(part, book.read(part))
                continue
            with made.open(part, "w", force_zip64=_size(connection, lines) > LARGE) as sheet:
                sheet.write(above.encode())
                _write_lines(connection, lines, sheet)
                sheet.write(below.encode())


def _write_lines(connection: Connection, lines: str, sheet: IO[bytes]) -> None:
    given = connection.execute(lines)
    while some := given.fetchmany(AT_ONCE):
        sheet.write("".join(line for (line,) in some).encode())


def _size(connection: Connection, lines: str) -> int:
    (size,) = connection.execute(f"SELECT coalesce(sum(strlen(line)), 0) FROM ({lines})").fetchone() or (0,)
    return int(size)


# ---------------------------------------------------------------- the book


def _book(rows: int, heads: Sequence[str], columns: Sequence[SheetColumn]) -> BytesIO:
    """A book with the head, and one sample row that shows which style the cells of each column have."""
    import xlsxwriter

    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_urls": False}) as book:
        book.set_properties({"created": FIRST_DAY})
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, rows, len(heads) - 1)
        bold = book.add_format({"bold": True, "bottom": 1})
        shown = {
            n: book.add_format({"num_format": "0." + "0" * n}) for n in sorted({one.decimals for one in columns} - {0})
        }
        for number, (head, column) in enumerate(zip(heads, columns, strict=True)):
            sheet.set_column(number, number, WIDTHS.get(head, max(8, min(2 + len(head.encode("gb18030")), 40))))
            sheet.write_string(0, number, head, bold)
            sheet.write_number(1, number, 0, shown.get(column.decimals))
    made.seek(0)
    return made


def _around(sheet: str, rows: int) -> tuple[str, list[str], str]:
    """What stands above the rows, the style of each column's cells, and what stands below."""
    sample = SAMPLE.search(sheet)
    assert sample is not None
    styles = [f' s="{style}"' if style else "" for style in STYLE.findall(sample.group())]
    above = DIMENSION.sub(rf'<dimension ref="\g<1>{rows + 1}"/>', sheet[: sample.start()], count=1)
    return above, styles, sheet[sample.end() :]


# ---------------------------------------------------------------- cells, in SQL


def _cell(column: SheetColumn, name: str, style: str) -> str:
    """SQL for a cell as XML. A number of more digits than a spreadsheet keeps stays a text."""
    number = f"concat('<c{style}><v>', {name}, '</v></c>')"
    if column.type != "VARCHAR":
        beyond = 10 ** (DIGITS - column.decimals)
        fits = f"{name} > -{beyond} AND {name} < {beyond}"
    elif column.counts:
        fits = f"regexp_full_match({name}, {literal(NUMBER)}) AND length(translate({name}, '-.', '')) <= {DIGITS}"
    else:
        fits = ""
    kinds = f"WHEN {name} IS NULL THEN '<c/>'" + (f" WHEN {fits} THEN {number}" if fits else "")
    return f"CASE {kinds} ELSE {_text(name, column.free)} END"


def _text(name: str, free: bool) -> str:
    """Blanks at the ends of somebody else's text are kept; ours has none."""
    kept = ' xml:space="preserve"' if free else ""
    escaped = f"replace(replace(replace({name}::VARCHAR, '&', '&amp;'), '<', '&lt;'), '>', '&gt;')"
    return f"""concat('<c t="inlineStr"><is><t{kept}>', {escaped}, '</t></is></c>')"""
