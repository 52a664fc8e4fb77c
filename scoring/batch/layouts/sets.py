"""Sets: rows that share a column are one project, and each row is a record of its list.

A set's rows may stand anywhere. What is said of the project as a whole may stand on any of them, and must not contradict
itself. One bad row keeps its whole set from being scored: a place among a part of the records would be nobody's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from scoring.batch.columns.column_meanings import ColumnMeaning, Path
from scoring.batch.inputs.input_table import BLANKS, InputTable, cell_text
from scoring.batch.layouts.long import rows_of_projects, spoilt_in
from scoring.batch.layouts.project_from_cells import Cell, ProjectFromCells, value_of, write_all
from scoring.batch.reject import Reject
from scoring.engines.columnar.duck import Connection
from scoring.problems import Text
from scoring.project.records import MAX_RECORDS
from scoring.values.number import cut


def sets_of_rows(
    connection: Connection,
    staged: InputTable,
    columns: Sequence[ColumnMeaning],
    beforehand: Mapping[str, Any],
    list_: str,
) -> Iterator[ProjectFromCells]:
    """Every project of the table, in the order of first appearance; `list_` is the fact whose records the rows are."""
    spoilt = spoilt_in(staged, columns)
    for (_, lost), rows in groupby(rows_of_projects(connection, staged, columns), key=lambda row: row[:2]):
        one = _Set(columns, list_)
        for _, _, number, *cells in rows:
            one.row(number, [cell_text(cell) for cell in cells], bool(lost))
        yield one.project(staged.file, beforehand, spoilt)


class _Set:
    """The rows of one project, one after the other."""

    def __init__(self, columns: Sequence[ColumnMeaning], list_: str) -> None:
        self.columns, self.list = columns, list_
        self.numbers: list[int] = []
        self.records: list[dict[str, Any]] = []
        self.cells: dict[Path, Cell] = {}
        self.whole: dict[Path, tuple[Any, Cell]] = {}
        self.rejects: list[Reject] = []

    @property
    def name(self) -> str:
        named = self.whole.get(("project",))
        return named[1].value if named is not None else ""

    def row(self, number: int, cells: Sequence[str | None], lost: bool) -> None:
        self.numbers.append(number)
        if len(self.numbers) > MAX_RECORDS:
            return
        at, record = len(self.records), dict[str, Any]()
        for column, cell in zip(self.columns, cells, strict=True):
            text = cell.strip(BLANKS) if cell is not None else ""
            if not text:
                continue
            if column.path[0] == "record":
                record[str(column.path[1])] = value_of(text, column)
                self.cells["facts", self.list, at, str(column.path[1])] = Cell(number, column.head, text)
            else:
                self._of_the_whole(number, column, text)
        if lost:
            whose = next(column.head for column in self.columns if column.path == ("project",))
            blank = ("project",) not in self.whole
            self._reject(number, whose, "", Text("the row says of no set that it is one of it", "这一行没有写明属于哪一组") if blank
                         else Text("the row leaves open which of its set's periods it belongs to", "这一行没有写明属于该组的哪个年度"))  # fmt: skip
        self.cells["facts", self.list, at] = Cell(number, "", "")
        self.records.append(record)

    def _of_the_whole(self, number: int, column: ColumnMeaning, text: str) -> None:
        value = value_of(text, column)
        before, said = self.whole.setdefault(column.path, (value, Cell(number, column.head, text)))
        if before != value:
            reason = Text(
                f"row {said.row} of the same set says `{cut(said.value)}`",
                f"同组第 {said.row} 行写的是 {cut(said.value)}",
            )
            self._reject(number, column.head, text, reason)

    def _reject(self, row: int, column: str, value: str, reason: Text) -> None:
        self.rejects.append(Reject(row, column, value, reason, None, self.name))

    def project(self, file: str, beforehand: Mapping[str, Any], spoilt: Mapping[str | None, int]) -> ProjectFromCells:
        """The project, with every reason for which it cannot be scored already."""
        made = ProjectFromCells(
            self.numbers[0], len(self.numbers), {"format": 1, "project": self.name or file, **beforehand},
            records=tuple(self.numbers), records_of=self.list,
        )  # fmt: skip
        if len(self.numbers) > MAX_RECORDS:
            self._reject(self.numbers[MAX_RECORDS], "", "", Text(f"the set has more than {MAX_RECORDS:,} rows", f"该组超过 {MAX_RECORDS:,} 行"))  # fmt: skip
        if (lost := spoilt.get(self.name or None)) is not None:
            self._reject(self.numbers[0], "", "", Text(f"row {lost} of this set cannot be read", f"该组的第 {lost} 行无法读取"))  # fmt: skip
        written = {path: value for path, (value, _) in self.whole.items()}
        made.cells = {path: cell for path, (_, cell) in self.whole.items()}
        write_all(made, written)
        made.data.setdefault("facts", {})[self.list] = self.records
        made.cells |= self.cells
        made.rejects = self.rejects
        return made
