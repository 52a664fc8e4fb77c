"""Sound rows on their way into a staged table: plain UTF-8 that leaves a reader nothing to guess."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from scoring.batch.inputs.input_table import MARKS, InputTable, Unreadable, passed_over, scan_of, staged_as, trimmed
from scoring.batch.inputs.lines import LONGEST_LINE
from scoring.batch.inputs.xlsx_cell import NoText
from scoring.engines.columnar.duck import Connection, literal, quoted


class RowTooLong(Exception):
    """A row of more bytes than any row has."""


class StagingFile:
    """A file of rows with their numbers before them, which is gone when the table is staged."""

    def __init__(self, parquet: Path, delimiter: str = ",", marked: bool = False) -> None:
        """`marked`: whether each row says which of its cells are no texts, in a column of its own (`MARKS`)."""
        self.parquet, self.delimiter, self.marked = parquet, delimiter, marked
        self.path = parquet.with_suffix(".csv")
        self.several_lines = False
        self._out = self.path.open("wb")
        self.write_line = self._out.write

    def __enter__(self) -> StagingFile:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._out.close()
        self.path.unlink(missing_ok=True)

    def write(self, number: int, cells: Sequence[str | None]) -> None:
        """One row; raises `UnicodeEncodeError` for half a character, `RowTooLong` for more than a row may have."""
        if any(cell is not None and ("\n" in cell or "\r" in cell) for cell in cells):
            self.several_lines, number = True, -number
            cells = [None if cell is None else _on_one_line(cell) for cell in cells]
        text = io.StringIO()
        marks = ["".join(map(_mark, cells))] if self.marked else []
        csv.writer(text, delimiter=self.delimiter, lineterminator="\n").writerow([number, *marks, *cells])
        line = text.getvalue().encode()
        if len(line) > LONGEST_LINE:
            raise RowTooLong
        self.write_line(line)

    def staged(
        self, connection: Connection, file: str, heads: Sequence[str], used: Sequence[int], line: int, lost: Unreadable
    ) -> InputTable:
        """The table of those columns of the rows, with all that was unreadable; how many rows came in is not known here.

        `line`: where the heads stand in the file.
        """
        return InputTable(
            file,
            self._scan(connection, heads, used),
            tuple(heads[index] for index in used),
            ("VARCHAR",) * len(used),
            rows=0,
            unreadable=tuple(lost.rejects),
            head_line=line,
            columns=tuple(index + 1 for index in used),
            remains=lost.remains(used),
            ignored=passed_over(heads, used),
            marked=self.marked,
        )

    def _scan(self, connection: Connection, heads: Sequence[str], used: Sequence[int]) -> str:
        self._out.close()
        listed = "".join(f", 'c{index}': 'VARCHAR'" for index in range(len(heads)))
        marks, mark = (", 'm': 'VARCHAR'", f", m AS {quoted(MARKS)}") if self.marked else ("", "")
        cells = mark + "".join(f", {trimmed(self._cell(f'c{index}'))} AS {quoted(heads[index])}" for index in used)
        connection.execute(
            f'COPY (SELECT abs("row") AS "row"{cells} FROM read_csv({literal(str(self.path))}, auto_detect=false, '
            f"header=false, delim={literal(self.delimiter)}, quote='\"', escape='\"', new_line='\\n', "
            f"strict_mode=true, nullstr='', max_line_size={2 * LONGEST_LINE + 100_000}, "
            f"columns={{'row': 'BIGINT'{marks}{listed}}})) TO {literal(str(self.parquet))} {staged_as(len(used), 'snappy')}"
        )
        return scan_of(self.parquet)

    def _cell(self, column: str) -> str:
        return _as_it_was(column) if self.several_lines else column


def _mark(cell: str | None) -> str:
    """A letter for a cell that is no text, from `A` on by how many digits of it are always shown."""
    return chr(ord("A") + cell.zeros) if isinstance(cell, NoText) else "."


# A row whose cells have line breaks has a negative number and \x01 before a, b, c instead of \x01, LF and CR: no
# line break is left inside of quotes, where parallel readers go wrong.


def _on_one_line(cell: str) -> str:
    return cell.replace("\x01", "\x01a").replace("\n", "\x01b").replace("\r", "\x01c")


def _as_it_was(column: str) -> str:
    """SQL that undoes it."""
    made = column
    for mark, character in (("b", 10), ("c", 13), ("a", 1)):
        made = f"replace({made}, chr(1) || '{mark}', chr({character}))"
    return f'CASE WHEN "row" < 0 THEN {made} ELSE {column} END'
