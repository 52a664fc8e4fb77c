"""A CSV staged: any delimiter of the usual three, quoted newlines, UTF-8 or GB18030, of any size in little memory.

Every record is looked at once, line by line, and written as plain UTF-8 with its number before it, so that what DuckDB
reads then leaves nothing to guess. Lines without a quote go over as they are; others are read by Python's `csv`.

A row with more cells than the table has heads, with quotes that do not close, with a NUL byte, or with bytes that are
not of the file's encoding is unreadable, and the rows after it are not. In a row with fewer cells the last ones are
missing. But a lone row that was cut in two by a line break, and a last line that ends amid its cells, are unreadable.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from scoring.batch.inputs.input_table import (
    BLANKS,
    InputTable,
    TooManyUnreadable,
    Unreadable,
    faults_of_heads,
    kept,
    no_rows,
    too_many_unreadable,
)
from scoring.batch.inputs.lines import LONGEST_LINE, TOO_LONG, Broken, Lines, TooLong
from scoring.batch.inputs.staging_file import StagingFile
from scoring.engines.columnar.duck import Connection
from scoring.problems import InputRefused, Place, Problem, Text
from scoring.values.number import cut

DELIMITERS = {",": Text("comma", "逗号"), "\t": Text("tab", "制表符"), ";": Text("semicolon", "分号")}
MOST_LINES_OF_A_RECORD = 1_000

NUL = Text("the row has a NUL byte", "行内有 NUL 字节")
QUOTES = Text("a quote opens in this row and does not close as it should", "行内的引号没有正确配对")
IN_TWO = Text("a line break outside of quotes seems to cut one row in two", "引号外的换行似乎把一行断成了两行")
CUT_OFF = Text("the file ends amid this row", "文件在这一行中间结束")
CARRIAGE = Text("the row has a carriage return outside of quotes", "引号外有回车符")


def stage_csv(
    connection: Connection,
    path: Path,
    file: str,
    parquet: Path,
    ignored: Collection[str] = (),
    sheet: str | None = None,
) -> tuple[InputTable | None, list[Problem]]:
    """The table staged into `parquet`, or what is wrong with the whole of it."""
    unreadable = Unreadable()
    try:
        lines = Lines(path, file)
        head = _head(lines, file)
        if head is None:
            return None, [no_rows(file)]
        problems = faults_of_heads(head.cells, file, head.line, ignored)
        if problems:
            return None, problems
        used = kept(head.cells, ignored)
        with StagingFile(parquet, head.delimiter) as plain:
            records = _Records(lines, head, plain, unreadable)
            records.copy()
            staged = plain.staged(connection, file, head.cells, used, head.line, unreadable)
    except TooManyUnreadable:
        return None, [too_many_unreadable(file, unreadable)]
    except InputRefused as refused:
        return None, list(refused.problems)
    return replace(staged, rows=records.rows, told=tuple(_told(records, file))), []


@dataclass(frozen=True, slots=True)
class _Head:
    cells: tuple[str, ...]  # without blank ones at the end
    delimiter: str
    line: int


def _head(lines: Lines, file: str) -> _Head | None:
    """The first row that is not blank."""
    line = 0
    while (raw := lines.next()) is not None:
        line += 1
        if not raw.strip(b",;" + BLANKS.encode()):
            continue
        if isinstance(raw, Broken | TooLong) or b"\0" in raw:
            raise InputRefused([_bad_head(raw, Place(file, line))])
        delimiter = _delimiter(raw.decode())
        record = _quoted_record(raw, lines, delimiter)
        if isinstance(record, Text):
            message = Text(f"the heads cannot be read: {record.en}", f"无法读取表头：{record.zh}")
            raise InputRefused([Problem("bad-table", message, Place(file, line), Text("correct it", "请更正"))])
        cells = [cell.strip(BLANKS) for cell in record]
        while cells and not cells[-1]:
            cells.pop()
        return _Head(tuple(cells), delimiter, line)
    return None


def _bad_head(raw: bytes, at: Place) -> Problem:
    if b"\0" in raw:
        message = Text("the table has NUL bytes: it is no text", "表格含 NUL 字节，不是文本")
        return Problem("bad-table", message, at, Text("save it as CSV in UTF-8", "另存为 UTF-8 编码的 CSV"))
    if isinstance(raw, TooLong):
        message = Text("the first line is no row of heads: it has no end", "首行不是表头：没有换行")
        return Problem("bad-table", message, at, Text("save it as CSV in UTF-8", "另存为 UTF-8 编码的 CSV"))
    message = Text("the heads are in no known encoding", "表头的编码无法识别")
    return Problem("encoding", message, at, Text("save it as UTF-8", "另存为 UTF-8"))


def _delimiter(line: str) -> str:
    """The one of the three that is there most often outside of quotes."""
    outside = "".join(line.split('"')[::2])
    return max(DELIMITERS, key=outside.count)


def _quoted_record(first: bytes, lines: Lines, delimiter: str) -> list[str] | Text:
    """The cells of a record that begins with this line and may go on over others; or why it is none."""
    used, broken, size = 0, False, len(first)

    def texts() -> Iterator[str]:
        nonlocal used, broken, size
        yield first.decode(errors="replace") + "\n"
        while used < MOST_LINES_OF_A_RECORD and (raw := lines.peek(used)) is not None:
            size += len(raw)
            if size > LONGEST_LINE or isinstance(raw, TooLong):
                return
            used += 1
            broken = broken or isinstance(raw, Broken)
            yield raw.decode(errors="replace") + "\n"

    broken = isinstance(first, Broken)
    csv.field_size_limit(2 * LONGEST_LINE)
    try:
        cells = next(csv.reader(texts(), delimiter=delimiter, strict=True))
    except csv.Error as error:
        # the row where it began is lost, the rows after it are not
        return CARRIAGE if "new-line character" in str(error) else QUOTES
    if not broken and any("\0" in cell for cell in cells):
        broken_by: Text | None = NUL
    else:
        broken_by = _not_encoded(lines) if broken else None
    for _ in range(used):
        lines.next()
    return broken_by or cells


def _not_encoded(lines: Lines) -> Text:
    name = lines.encoding_name
    return Text(f"the row is not in {name} like the rows before it", f"这一行不是 {name} 编码，与其他行不同")


class _Records:
    """The records of a file written plainly, each with its number; what is no record is put aside."""

    def __init__(self, lines: Lines, head: _Head, plain: StagingFile, unreadable: Unreadable) -> None:
        self.lines, self.head, self.plain, self.unreadable = lines, head, plain, unreadable
        self.width = len(head.cells)
        self.delimiter = head.delimiter.encode()
        self.nothing = self.delimiter + BLANKS.encode()
        self.rows = 0  # without blank ones
        self.short = 0
        self._before_was_short = False
        self._rest_follows = False  # the next record is the rest of a row that a line break cut in two

    def copy(self) -> None:
        """Every record to the plain file or to the unreadable rows; most go over as their line stands."""
        commas, delimiter, nothing = self.width - 1, self.delimiter, self.nothing
        lines, write, well_quoted, number = self.lines, self.plain.write_line, self._well_quoted(), 0
        while (line := lines.next()) is not None:
            number += 1
            if not line.strip(nothing):
                continue
            self.rows += 1
            if type(line) is bytes and b"\0" not in line:
                whole = line.removesuffix(b"\r")
                if b'"' in whole:
                    as_it_stands = well_quoted(whole) is not None and whole.strip(nothing + b'"') != b""
                else:
                    as_it_stands = whole.count(delimiter) == commas and b"\r" not in whole
                if as_it_stands:
                    write(b"%d%b%b\n" % (number, delimiter, whole))
                    self._before_was_short = False
                    continue
            self._one(number, line)

    def _well_quoted(self) -> Callable[[bytes], object]:
        """Whether a line is a whole row with quotes around whole cells and nowhere else."""
        delimiter = re.escape(self.delimiter)
        cell = b'(?:"[^"\r]*"|[^"\r' + delimiter + b"]*)"
        return re.compile(cell + b"(?:" + delimiter + cell + b"){%d}" % (self.width - 1)).fullmatch

    def _one(self, number: int, line: bytes) -> None:
        """A record that is not as plain as most."""
        short_before, self._before_was_short = self._before_was_short, False
        reason: Text | None = None
        cells: list[str] = []
        has_quotes = b'"' in line
        if isinstance(line, TooLong):
            reason = TOO_LONG
        elif isinstance(line, Broken) and not has_quotes:
            reason = _not_encoded(self.lines)
        else:
            record = _quoted_record(line, self.lines, self.head.delimiter)
            if isinstance(record, Text):
                reason = record
            else:
                cells = record
                reason = self._fault(cells, line, short_before)
        if reason is not None:
            parts = cells or _shown(line).split(self.head.delimiter)[: self.width]
            self.unreadable.add(number, _shown(line), reason, cells=parts)
            return
        if not any(cell.strip(BLANKS) for cell in cells):
            self.rows -= 1
            return
        self.plain.write(number, [*cells[: self.width], *[""] * (self.width - len(cells))])

    def _fault(self, cells: list[str], line: bytes, short_before: bool) -> Text | None:
        """Why a record is no row of this table."""
        if any(cell.strip(BLANKS) for cell in cells[self.width :]):
            return Text(f"{len(cells)} cells in a table of {self.width} columns",
                        f"表有 {self.width} 列，这一行有 {len(cells)} 格")  # fmt: skip
        if any("\0" in cell for cell in cells):
            return NUL
        if len(cells) >= self.width:
            return None
        if any('"' in cell for cell in cells):
            return QUOTES
        following = self.lines.peek()
        if following is None and not self.lines.last_is_whole:
            return CUT_OFF
        if self._rest_follows:
            self._rest_follows = False
            return IN_TWO
        self._before_was_short = True
        if not short_before and following is not None and self._completes(cells, following):
            self._rest_follows = True
            return IN_TWO
        self.short += 1
        return None

    def _completes(self, cells: list[str], following: bytes) -> bool:
        """Whether the next line has just the cells that a lone short row lacks, and the one after it is whole again."""
        rest = following.count(self.delimiter)
        if len(cells) + rest != self.width or rest >= self.width - 1 or not following.strip(self.nothing):
            return False
        after = self.lines.peek(1)
        return after is None or after.count(self.delimiter) >= self.width - 1


def _shown(line: bytes) -> str:
    return line.decode(errors="replace").replace("\0", "␀")


def _told(records: _Records, file: str) -> Iterator[Text]:
    name, delimiter = records.lines.encoding_name, DELIMITERS[records.head.delimiter]
    yield Text(f"{cut(file, 60)}: {name}, cells apart by {delimiter.en}",
               f"{cut(file, 60)}：{name} 编码，以{delimiter.zh}分隔")  # fmt: skip
    if records.short:
        yield Text(f"{cut(file, 60)}: {records.short} rows have fewer cells than heads; the last ones count as missing",
                   f"{cut(file, 60)}：{records.short} 行的单元格少于列数，缺少的按未填处理")  # fmt: skip
