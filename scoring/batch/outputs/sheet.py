"""A sheet as spreadsheets open it: XLSX, numbers as numbers.

XlsxWriter makes the book with its head and formats; it takes 40 s for 100,000 rows of 60 cells, which DuckDB writes
in a few: so the rows below the head come from DuckDB and are put where the book's one sample row stands.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import IO

from scoring.batch.outputs.cells_out import ColumnOut, safe_heads, safe_query, scan
from scoring.engines.columnar.duck import Connection, literal
from scoring.problems import InputRefused, Place, Problem, Text

MOST_ROWS = 1_048_575  # below the head
MOST_COLUMNS = 16_384
AT_ONCE = 2_000
LARGE = 2**31 - 1  # a part of this size needs a newer kind of ZIP, about which Excel warns
FIRST_DAY = datetime(1980, 1, 1)  # a file says when it was made; the same scores give the same bytes
NUMBER = r"-?(0|[1-9][0-9]*)(\.[0-9]+)?"
DIGITS = 15  # that a spreadsheet keeps of a number
WIDTHS = {"project": 32, "value": 24, "reason": 60, "fix": 40, "limits": 24, "findings": 32}
SHEET = "xl/worksheets/sheet1.xml"
SAMPLE = re.compile(r'<row r="2".*?</row>', re.DOTALL)
STYLE = re.compile(r'<c r="[A-Z]+2"(?: s="([0-9]+)")?')
DIMENSION = re.compile(r'<dimension ref="([^"]*?)2"/>')


def write_xlsx(connection: Connection, source: Path, columns: Sequence[ColumnOut], part: Path, named: str) -> None:
    """A staged table as a book of one sheet. Reports `too-many-rows` and `too-many-columns`."""
    rows = _fitting(connection, source, columns, named)
    heads = safe_heads(connection, columns)
    write_sheet(connection, safe_query(source, columns, for_sheet=True), rows, heads, columns, part)


def _fitting(connection: Connection, source: Path, columns: Sequence[ColumnOut], named: str) -> int:
    """How many rows there are, where a sheet holds as many."""
    counted = connection.execute(f"SELECT count(*) FROM {scan(source)}").fetchone()
    rows = int(counted[0]) if counted is not None else 0
    fix = Text("name a .csv or .parquet file", "改用 .csv 或 .parquet 文件名")
    for count, most, code, en, zh in (
        (rows, MOST_ROWS, "too-many-rows", "rows", "行"),
        (len(columns), MOST_COLUMNS, "too-many-columns", "columns", "列"),
    ):
        if count > most:
            message = Text(f"{count:,} {en} do not fit in a sheet, which takes {most:,} at most",
                           f"共 {count:,} {zh}，工作表最多容纳 {most:,} {zh}")  # fmt: skip
            raise InputRefused([Problem(code, message, Place(named), fix)])
    return rows


def write_sheet(
    connection: Connection, query: str, rows: int, heads: Sequence[str], columns: Sequence[ColumnOut], file: Path
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


def _book(rows: int, heads: Sequence[str], columns: Sequence[ColumnOut]) -> BytesIO:
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


def _cell(column: ColumnOut, name: str, style: str) -> str:
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
