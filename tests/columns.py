"""Whether the columnar engine gives what `exact` gives: made-up tables, row by row, every column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from scoring.batch.heads import known_to, read_heads
from scoring.batch.lot import Lot, compile_lot
from scoring.batch.rows import Scorer
from scoring.batch.staged import Staged, cells_of
from scoring.engines.columnar.duck import Connection, literal, quoted
from scoring.problems import InputRefused
from scoring.rulebook import IndicatorSet, Rulebook

Row = dict[str, str]


@dataclass
class Agreement:
    """What came of a table on both engines."""

    rows: int = 0
    fast: int = 0
    slow: int = 0
    refused: str = ""  # why no row was for SQL
    differences: list[str] = field(default_factory=list)


def staged(connection: Connection, rows: Sequence[Row], name: str = "made") -> Staged:
    """Rows of texts as a table."""
    heads = tuple(dict.fromkeys(head for row in rows for head in row))
    listed = ", ".join(f"{quoted(head)} VARCHAR" for head in heads)
    connection.execute(f'CREATE OR REPLACE TABLE {name} ("row" BIGINT, {listed})')
    marks = ", ".join("?" for _ in range(len(heads) + 1))
    values = [[number + 1, *(row.get(head) or None for head in heads)] for number, row in enumerate(rows)]
    if values:
        connection.executemany(f"INSERT INTO {name} VALUES ({marks})", values)
    return Staged("made.csv", name, heads, tuple("VARCHAR" for _ in heads), len(rows))


def agreement(
    connection: Connection, rulebook: Rulebook, indicator_set: IndicatorSet | None, table: Staged, period: Any = None
) -> Agreement:
    """Both engines over a table of one lot."""
    heads, problems = read_heads(table, known_to(rulebook, indicator_set))
    assert heads is not None, [problem.message.en for problem in problems]
    head: dict[str, Any] = {"indicators": indicator_set.name} if indicator_set is not None else {"rules": rulebook.name}
    lot = Lot(rulebook, indicator_set, head | ({"period": period} if period else {}), heads.columns, table)
    scorer = Scorer(rulebook, indicator_set, heads.columns, table.file, lot.head, lot.roles)
    compiled = compile_lot(lot, connection)
    made = Agreement(rows=table.rows, refused=compiled.refused)
    if compiled.query is None:
        made.slow = table.rows
        return made
    names = [("row", '"row"'), ("slow", compiled.query.slow), *((f"o{number}", one.sql) for number, one in enumerate(compiled.query.outputs))]
    sql = compiled.query.select(compiled.source, [(quoted(name), text) for name, text in names])
    found = connection.execute(sql + ' ORDER BY "row"').fetchall()
    for (number, cells), (row, slow, *values) in zip(cells_of(connection, table), found, strict=True):
        assert number == row
        if slow:
            made.slow += 1
            continue
        made.fast += 1
        answer = scorer.row(number, cells)
        given = {one.name: value for one, value in zip(compiled.query.outputs, values, strict=True)}
        if isinstance(answer, list):
            made.differences.append(f"row {number}: exact rejects {[reject.reason.en for reject in answer]}")
            continue
        record = answer.record
        for name, value in given.items():
            expected = record.get(name)
            if isinstance(expected, Fraction) and value is not None and not isinstance(value, str):
                value = Fraction(value)
            elif isinstance(expected, Fraction) and isinstance(value, str):
                value = Fraction(value)
            if value != expected:
                made.differences.append(f"row {number}: {name}: exact {expected!s}, columnar {value!s}; cells {cells}")
    return made
