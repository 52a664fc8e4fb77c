"""Whether the columnar engine gives what `exact` gives: made-up tables, row by row, every column."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from scoring.batch.heads import known_to, read_heads
from scoring.batch.lot import Lot, compile_lot
from scoring.batch.rows import Scorer
from scoring.batch.staged import Staged, cells_of
from scoring.engines.columnar.duck import Connection, quoted
from scoring.rulebook import IndicatorSet, Rulebook
from tests.generated import Data, Generated, _Reporter

Row = dict[str, str]


class PlainReporter(_Reporter):
    """A project as a table can tell it: no bounds, and seldom numbers of more digits than a table has."""

    def __init__(self, book: Generated, number: int) -> None:
        super().__init__(book, number)
        self.bounds = 0.0

    def near(self, measure: str, thresholds: Sequence[Fraction]) -> Fraction:
        found = super().near(measure, thresholds)
        while (abs(found) > 10**9 or (found * 10**8).denominator != 1) and not self.chance(0.02):
            found = super().near(measure, thresholds)
        return found


def closed(book: Generated) -> Generated:
    """The same book with a set that leaves open only what a table has columns for."""
    made = deepcopy(book.indicator_set)
    for row in book.rows:
        made["indicator"][row.id].update(
            {key: row.written[key] for key in ("in", "weight", "label", "rule") if key in row.written}
        )
    return Generated(book.seed, book.kleene, book.rulebook, made, book.facts, book.rows, book.thresholds)


def wide(data: Data, name: str) -> Row:
    """A project as a row of a wide table, as far as one can say it there."""
    row: Row = {"project": name}
    for fact, value in data["facts"].items():
        if not fact.startswith("own_"):
            _put(row, fact, value)
            if isinstance(value, dict) and "evidence" in value:
                row[f"{fact}.evidence"] = value["evidence"]
    for id_, entry in data["indicator"].items():
        if id_.startswith("own"):
            continue
        for key in ("target", "actual", "why"):
            if key in entry:
                _put(row, f"{id_}.{key}", entry[key])
        for key, value in entry.get("judged", {}).items():
            _put(row, f"{id_}.{key}", value)
        claimed = entry.get("claimed", {})
        for role, points in (claimed if isinstance(claimed, dict) else {"self": claimed}).items():
            row[f"{id_}.claim.{role}"] = str(points)
    for id_, declared in data["not_applicable"].items():
        row[f"{id_}.not_applicable"] = declared["why"]
    for role, claim in data.get("claim", {}).items():
        row[f"claim.{role}"] = str(claim["total"])
    return row


def _put(row: Row, head: str, value: Any) -> None:
    if isinstance(value, dict):
        value = value.get("value")
    if value is not None and not isinstance(value, list | dict):
        row[head] = str(value).lower() if isinstance(value, bool) else str(value)


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
    names = [
        ("row", '"row"'),
        ("slow", compiled.query.slow),
        *((f"o{number}", one.sql) for number, one in enumerate(compiled.query.outputs)),
    ]
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
            if (isinstance(expected, Fraction) and value is not None and not isinstance(value, str)) or (
                isinstance(expected, Fraction) and isinstance(value, str)
            ):
                value = Fraction(value)
            if value != expected:
                made.differences.append(f"row {number}: {name}: exact {expected!s}, columnar {value!s}; cells {cells}")
    return made
