"""Staged tables of what came out: written by the columnar engine, by `exact`, and put together in the order of the input."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Protocol

from scoring.batch.inputs.input_table import staged_as
from scoring.batch.outputs.outline import ScoreColumn, merged
from scoring.batch.reject import Reject
from scoring.engines.columnar.duck import Connection, literal, quoted
from scoring.values.number import show_number

LONGEST_LINE = 50_000_000
MOST_REASONS = 20  # that are told where nothing is scored


class Scored(Protocol):
    """Scores over which SQL is written: `scan` has the column `row`, and each of `columns`."""

    @property
    def columns(self) -> Sequence[ScoreColumn]: ...

    @property
    def scan(self) -> str: ...


@dataclass(frozen=True)
class ResultPart:
    """A staged table of rows of one input; `columns` without the column `row`, which is the first."""

    path: Path
    columns: Sequence[ScoreColumn]
    file: int

    @property
    def scan(self) -> str:
        return f"read_parquet({literal(str(self.path))})"


def type_of(column: ScoreColumn) -> str:
    return "VARCHAR" if column.decimals is None else f"DECIMAL(18,{column.decimals})"


class RecordFile:
    """Records of `exact`, line by line on disk until DuckDB reads them."""

    def __init__(self, path: Path, file: int) -> None:
        self.path, self.file = path, file
        self.columns: list[ScoreColumn] = []
        self.outlines: dict[tuple[ScoreColumn, ...], None] = {}
        self.count = 0
        self.ordered, self._last = True, 0  # whether they came in the order of rows
        self._out = path.open("w", encoding="utf-8")

    def add(self, row: int, record: Mapping[str, Fraction | str | None], columns: tuple[ScoreColumn, ...]) -> None:
        if columns not in self.outlines:
            self.outlines[columns] = None
            self.columns = merged([self.columns, columns])
        cells = {name: _written(value) for name, value in record.items() if value is not None}
        self._out.write(json.dumps({"row": row, "cells": cells}, ensure_ascii=False) + "\n")
        self.count += 1
        self.ordered, self._last = self.ordered and row > self._last, row

    def close(self) -> None:
        self._out.close()

    def part(self, connection: Connection, path: Path, columns: Sequence[ScoreColumn] | None = None) -> ResultPart:
        """All records as a staged table, in the order of rows."""
        self.close()
        listed = list(columns if columns is not None else self.columns)
        cells = [
            f"CAST(map_extract_value(cells, {literal(one.name)}) AS {type_of(one)}) AS {quoted(one.name)}"
            for one in listed
        ]
        read = _read_lines(self.path, "row: 'BIGINT', cells: 'MAP(VARCHAR, VARCHAR)'")
        self._nothing_is_cut_off(connection, read, listed)
        select = ", ".join(['"row"', *cells])
        order = "" if self.ordered else ' ORDER BY "row"'
        connection.execute(
            f"COPY (SELECT {select} FROM {read}{order}) TO {literal(str(path))} {staged_as(len(listed))}"
        )
        return ResultPart(path, listed, self.file)

    def _nothing_is_cut_off(self, connection: Connection, read: str, columns: Sequence[ScoreColumn]) -> None:
        """A number with more decimals than its column would be rounded without a word: our mistake, not the table's."""
        longer = [f"length(regexp_extract(map_extract_value(cells, {literal(one.name)}), '[.]([0-9]+)$', 1)) > {one.decimals}"
                  for one in columns if one.decimals is not None]  # fmt: skip
        if longer and counted(connection, read, " OR ".join(longer)):
            raise AssertionError("a number with more decimals than its column")


def _read_lines(path: Path, columns: str) -> str:
    """SQL that reads a file of JSON, an object a line."""
    return (f"read_json({literal(str(path))}, format = 'newline_delimited', maximum_object_size = {LONGEST_LINE}, "
            f"columns = {{{columns}}})")  # fmt: skip


def _written(value: Fraction | str | None) -> str | None:
    return show_number(value) if isinstance(value, Fraction) else value


@dataclass
class Reasons:
    """Rows that were rejected for one reason: the first of them, and how many."""

    file: str
    first: Reject
    rows: int = 1


class RejectFile:
    """Rejects, line by line on disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rows = 0  # rows, each of which may have several reasons
        self.reasons: dict[tuple[str, str], Reasons] = {}
        self._out = path.open("w", encoding="utf-8")

    def add(self, file: int, shown: str, rejects: Sequence[Reject]) -> None:
        """Everything against one row."""
        self.rows += 1
        for one in rejects:
            key = one.column, one.reason.en
            if key in self.reasons:
                self.reasons[key].rows += 1
            elif len(self.reasons) < MOST_REASONS:
                self.reasons[key] = Reasons(shown, one)
            data = {"number": file, "file": shown, "row": one.row, "column": one.column, "value": one.value,
                    "reason_zh": one.reason.zh, "reason_en": one.reason.en, "project": one.project,
                    "fix_zh": one.fix.zh if one.fix else "", "fix_en": one.fix.en if one.fix else ""}  # fmt: skip
            self._out.write(json.dumps(data, ensure_ascii=False).encode("utf-8", "replace").decode() + "\n")

    def close(self) -> None:
        self._out.close()

    def staged(self, connection: Connection, path: Path) -> Path:
        """All of them as a table, in the order of files and rows."""
        self.close()
        columns = {"number": "BIGINT", "file": "VARCHAR", "row": "BIGINT", "column": "VARCHAR", "value": "VARCHAR",
                   "reason_zh": "VARCHAR", "reason_en": "VARCHAR", "project": "VARCHAR", "fix_zh": "VARCHAR",
                   "fix_en": "VARCHAR"}  # fmt: skip
        read = _read_lines(self.path, ", ".join(f"{quoted(name)}: '{kind}'" for name, kind in columns.items()))
        ordered = f'SELECT file, "row", project, "column", "value", reason_zh, reason_en, fix_zh, fix_en FROM (SELECT *, row_number() OVER () AS n FROM {read}) ORDER BY number, "row", n'
        connection.execute(f"COPY ({ordered}) TO {literal(str(path))} {staged_as(len(columns))}")
        return path


# ---------------------------------------------------------------- together


def filled_in(connection: Connection, part: ResultPart, records: ResultPart, path: Path) -> ResultPart:
    """A part whose rows without a status are those of `exact`, or vanish where it rejected them."""
    cells = [f"CASE WHEN p.status IS NULL THEN CAST(r.{quoted(one.name)} AS {type_of(one)}) ELSE p.{quoted(one.name)} END AS {quoted(one.name)}"
             for one in part.columns]  # fmt: skip
    joined = (f'SELECT p."row", {", ".join(cells)} FROM {part.scan} p LEFT JOIN {records.scan} r ON p."row" = r."row" '
              'WHERE p.status IS NOT NULL OR r."row" IS NOT NULL')  # fmt: skip
    to = f"TO {literal(str(path))} {staged_as(len(part.columns))}"
    connection.execute(f"COPY ({joined}) {to}")
    if not _in_order(
        connection, path
    ):  # a join keeps the order of its left side, unless DuckDB finds that side the smaller one
        connection.execute(f'COPY ({joined} ORDER BY p."row") {to}')
    return ResultPart(path, part.columns, part.file)


def _in_order(connection: Connection, path: Path) -> bool:
    """Whether rows ascend, as they stand."""
    scan = f"read_parquet({literal(str(path))}, file_row_number = true)"
    query = f'SELECT count(*) FROM (SELECT "row" - lag("row") OVER (ORDER BY file_row_number) AS step FROM {scan}) WHERE step <= 0'
    found = connection.execute(query).fetchone()
    return found is not None and found[0] == 0


def together(connection: Connection, parts: Sequence[ResultPart], path: Path, shown: Mapping[int, str]) -> ResultPart:
    """Parts as one table in the order of files and rows; which file a row came from is told where there are several."""
    if len(parts) == 1 and len(shown) == 1:
        return parts[0]
    columns = merged(part.columns for part in parts)
    selects = []
    for part in parts:
        own = {one.name for one in part.columns}
        cells = [f"CAST({quoted(one.name)} AS {type_of(one)}) AS {quoted(one.name)}" if one.name in own
                 else f"CAST(NULL AS {type_of(one)}) AS {quoted(one.name)}" for one in columns]  # fmt: skip
        selects.append(f'SELECT {part.file} AS file, "row", {", ".join(cells)} FROM {part.scan}')
    everything = " UNION ALL ".join(selects)
    told = ['"row"']
    if len(shown) > 1:
        cases = " ".join(f"WHEN {number} THEN {literal(name)}" for number, name in shown.items())
        told = [f'CASE file {cases} END AS "file"', '"row"']
    listed = ", ".join([*told, *(quoted(one.name) for one in columns)])
    order = 'ORDER BY u.file, u."row"'
    connection.execute(
        f"COPY (SELECT {listed} FROM ({everything}) u {order}) TO {literal(str(path))} {staged_as(len(columns))}"
    )
    return ResultPart(path, columns, 0)


def each_project_once(connection: Connection, whole: ResultPart, path: Path) -> Path:
    """The first row of every project of a table in which several rows are of one."""
    query = (
        f'SELECT * FROM {whole.scan} QUALIFY row_number() OVER (PARTITION BY project ORDER BY "row") = 1 ORDER BY "row"'
    )
    connection.execute(f"COPY ({query}) TO {literal(str(path))} {staged_as(len(whole.columns))}")
    return path


def counted(connection: Connection, scan: str, where: str = "TRUE") -> int:
    found = connection.execute(f"SELECT count(*) FROM {scan} WHERE {where}").fetchone()
    return int(found[0]) if found is not None else 0
