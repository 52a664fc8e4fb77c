"""A table that came in, ready to be scanned: rows by their numbers, a column for each head, whatever file it was.

Rows in are rows staged and rows unreadable, always. Cells of CSV and XLSX are texts without blanks around them; an
empty one is nothing reported. Cells of Parquet keep their types and are read where they lie.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from scoring.batch.reject import Reject
from scoring.engines.columnar.duck import literal, quoted
from scoring.problems import Place, Problem, Text
from scoring.values.number import cut

BLANKS = " \t\r\n\v\f"
"""What is taken off both ends of a cell. Other blanks, such as U+3000, stay: whoever reads the cell tells of them."""
BLANKS_IN_SQL = "' ' || chr(9) || chr(10) || chr(11) || chr(12) || chr(13)"
MOST_COLUMNS = 5_000
MOST_UNREADABLE = 100_000
MARKS = "~marks"
CELLS_OF_GROUP = 2_500_000
LEAST_ROWS_OF_GROUP, MOST_ROWS_OF_GROUP = 2_048, 122_880


@dataclass(frozen=True)
class InputTable:
    """One table; `scan` is what stands after FROM, with the column `row` and one column for each head."""

    file: str  # as people know it, never an absolute path
    scan: str
    heads: tuple[str, ...]
    types: tuple[str, ...]  # of DuckDB: VARCHAR, BIGINT, DECIMAL(18,2), DOUBLE, BOOLEAN, DATE, …
    rows: int  # rows in, unreadable ones among them; blank rows are none
    unreadable: tuple[Reject, ...] = ()
    told: tuple[Text, ...] = ()
    head_line: int = 1  # where the heads stand in the file
    columns: tuple[int, ...] = field(default=())  # the heads' columns in the file, from 1
    remains: Mapping[int, tuple[str, ...]] = field(default_factory=dict)  # cells of unreadable rows, as far as they go
    parquet: Path | None = None  # the file that is scanned, for its statistics
    ignored: tuple[str, ...] = ()  # heads of columns that are not read
    marked: bool = False  # whether the column `MARKS` says of each row's cells which are no texts

    def place(self, head: int) -> Place:
        """Where a head stands, by its index in `heads`."""
        at = self.columns[head] if head < len(self.columns) else head + 1
        return Place(self.file, self.head_line, at, max(1, len(self.heads[head])))


class TooManyUnreadable(Exception):
    """So many rows that are no rows that the whole input must be something else."""


class Unreadable:
    """Rows that are no rows, gathered up to a bound."""

    def __init__(self) -> None:
        self.rejects: list[Reject] = []
        self.cells: dict[int, Sequence[str]] = {}

    def add(self, row: int, value: str, reason: Text, column: str = "", cells: Sequence[str] = ()) -> None:
        """One row, with its cells as far as they can be made out."""
        if len(self.rejects) >= MOST_UNREADABLE:
            raise TooManyUnreadable
        self.rejects.append(Reject(row, column, cut(value, 200), reason))
        self.cells[row] = cells

    def remains(self, used: Sequence[int]) -> dict[int, tuple[str, ...]]:
        """The cells of those columns."""
        return {
            row: tuple(cells[at].strip(BLANKS)[:200] if at < len(cells) else "" for at in used)
            for row, cells in self.cells.items()
        }


def too_many_unreadable(file: str, unreadable: Unreadable) -> Problem:
    first = unreadable.rejects[0]
    message = Text(f"more than {MOST_UNREADABLE} rows cannot be read; the first, row {first.row}: {first.reason.en}",
                   f"无法读取的行超过 {MOST_UNREADABLE} 行；第一处在第 {first.row} 行：{first.reason.zh}")  # fmt: skip
    fix = Text("look at its encoding and its delimiter", "检查编码和分隔符")
    return Problem("all-rejected", message, Place(file), fix)


def faults_of_heads(heads: Sequence[str], file: str, line: int, ignored: Collection[str] = ()) -> list[Problem]:
    """Heads by which no column could be named: none at all, empty ones, one name twice."""
    problems: list[Problem] = []
    if len(heads) > MOST_COLUMNS:
        message = Text(f"the table has {len(heads)} columns; at most {MOST_COLUMNS} are read",
                       f"表格有 {len(heads)} 列，最多读 {MOST_COLUMNS} 列")  # fmt: skip
        fix = Text("split it, or look at its delimiter", "拆分表格，或检查分隔符")
        return [Problem("too-large", message, Place(file, line), fix)]
    seen: dict[str, str] = {}
    for number, head in enumerate(heads):
        if head in ignored:
            continue
        at = Place(file, line, number + 1)
        if head == "":
            message = Text(f"column {number + 1} has cells but no head", f"第 {number + 1} 列有内容，却没有列名")
            problems.append(Problem("no-head", message, at, Text("name it or delete it", "写上列名，或删去该列")))
        elif head.lower() == "row":
            message = Text("a column `row` is none of a project's", "列 row 不是项目的内容")
            fix = Text("delete it; rows are numbered as they stand", "删去；行号按原表顺序")
            problems.append(Problem("unknown-column", message, at, fix))
        elif (before := seen.get(head.lower())) is not None:
            same = before == head
            message = (Text(f"two columns are `{cut(head, 60)}`", f"有两列都是 {cut(head, 60)}") if same else
                       Text(f"columns `{cut(before, 60)}` and `{cut(head, 60)}` differ in capitals alone",
                            f"列 {cut(before, 60)} 与 {cut(head, 60)} 只有大小写不同"))  # fmt: skip
            problems.append(Problem("name-twice", message, at, Text("delete one", "删去其一")))
        else:
            seen[head.lower()] = head
    return problems


def no_rows(file: str) -> Problem:
    return Problem("empty-table", Text("the table has no rows", "表格没有任何行"), Place(file),
                   Text("write the columns' names into its first row", "首行写列名"))  # fmt: skip


def passed_over(heads: Sequence[str], used: Sequence[int]) -> tuple[str, ...]:
    """The heads that are ignored."""
    return tuple(head for index, head in enumerate(heads) if index not in set(used))


def kept(heads: Sequence[str], ignored: Collection[str]) -> tuple[int, ...]:
    """The indices of the heads that are not ignored."""
    return tuple(index for index, head in enumerate(heads) if head not in ignored)


def trimmed(column: str) -> str:
    """SQL of a cell of text: without blanks around it, and NULL where nothing is left."""
    ends_blank = (
        f"ascii({column}) <= 32 OR ascii(right({column}, 1)) <= 32"  # trimming every cell takes three times as long
    )
    return f"CASE WHEN {ends_blank} THEN nullif(trim({column}, {BLANKS_IN_SQL}), '') ELSE {column} END"


def staged_as(columns: int, compression: str = "zstd") -> str:
    """How a staged table of so many columns is written: a group of rows is in memory as a whole, once for each thread."""
    rows = max(LEAST_ROWS_OF_GROUP, min(MOST_ROWS_OF_GROUP, CELLS_OF_GROUP // max(columns, 1)))
    return f"(FORMAT parquet, COMPRESSION {compression}, ROW_GROUP_SIZE {rows})"


def scan_of(parquet: Path) -> str:
    """What stands after FROM for a staged file."""
    return f"read_parquet({literal(str(parquet))})"


def cell_text(value: Any) -> str | None:
    """A typed cell as it would be written in a table of texts; None where nothing is reported.

    A double is the shortest decimal that reads back as it, without exponent; NaN and infinities are words that no
    reader takes for numbers.
    """
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        value = Decimal(repr(value))
    if isinstance(value, Decimal):
        return f"{value:f}" if value.is_finite() else str(value)
    return str(value)  # whole numbers, and dates as 2024-03-01


def is_day(value: Any) -> bool:
    return isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)


def cells_of(connection: Any, staged: InputTable, rows: Sequence[int] | None = None) -> Iterator[tuple[int, list[Any]]]:
    """The staged rows (those of these numbers, ascending) with their cells as texts, in order."""
    where = "" if rows is None else f' WHERE "row" IN ({", ".join(map(str, rows))})'
    listed = ", ".join(quoted(head) for head in staged.heads)
    found = connection.cursor().execute(f'SELECT "row", {listed} FROM {staged.scan}{where} ORDER BY "row"')
    while batch := found.fetchmany(1_000):
        for number, *cells in batch:
            yield number, [cell_text(cell) for cell in cells]
