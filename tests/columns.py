"""Whether the columnar engine gives what `exact` gives: made-up tables, row by row, every column.

    python tests/columns.py --seeds 0 1000     rulebooks of everything the language has (`tests/generators/`)
    python tests/columns.py --texts 0 1000     rulebooks and tables as people write them (`tests/filled_tables.py`)
    python tests/columns.py --typed 0 1000     the same with typed columns, as in Parquet

Prints how many rows SQL scored, why it did not score others, and every difference; the exit status is 1 if there is one.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scoring.batch.cohort import Cohort, CompiledCohort, compile_cohort
from scoring.batch.columns.column_meanings import known_to, read_heads
from scoring.batch.inputs.input_table import InputTable, cells_of
from scoring.batch.inputs.parquet_table import stage_parquet
from scoring.batch.one_by_one import Scorer
from scoring.engines.columnar.duck import Connection, connect, faults, literal, quoted
from scoring.problems import InputRefused, has_errors
from scoring.rulebook.rulebook import IndicatorSet, Rulebook, put_set_together, put_together
from tests.agreement import document, rulebook_of, set_of
from tests.filled_tables import Column, Filled, filled
from tests.generators import Data, Generated, Reporter, generated, toml

Row = dict[str, str]


class PlainReporter(Reporter):
    """A project as a table can tell it: no bounds, and seldom numbers of more digits than a table has."""

    def __init__(self, book: Generated, number: int) -> None:
        super().__init__(book, number)
        self.bounds = 0.0

    def near(self, measure: str, thresholds: Sequence[Fraction]) -> Fraction:
        found = super().near(measure, thresholds)
        while (abs(found) > 10**7 or (found * 10**4).denominator != 1) and not self.chance(0.01):
            found = super().near(measure, thresholds)
        return found


JUDGED = ("level", "share", "points", "by", "on", "why")
"""What a wide table has columns for of a judgement."""


def closed(book: Generated) -> Generated:
    """The same book with a set that leaves open only what a table has columns for."""
    made = deepcopy(book.indicator_set)
    for row in book.rows:
        made["indicator"][row.id].update(
            {key: row.written[key] for key in ("in", "weight", "label", "rule") if key in row.written}
        )
    return Generated(book.seed, book.kleene, book.rulebook, made, book.facts, book.rows, book.thresholds)


def tellable(data: Data) -> Data:
    """Of a project what a wide table can say."""
    facts = {name: _told(value, "evidence") for name, value in data["facts"].items() if not name.startswith("own_")}
    rows: Data = {}
    for id_, row in data["indicator"].items():
        if id_.startswith("own"):
            continue
        told = {key: _told(row[key]) for key in ("target", "actual") if key in row} | {
            key: row[key] for key in ("why",) if key in row
        }
        judged = {key: value for key, value in row.get("judged", {}).items() if key in JUDGED}
        claimed = row.get("claimed", {})
        claimed = claimed if isinstance(claimed, dict) else {"self": claimed}
        told |= {key: value for key, value in (("judged", judged), ("claimed", claimed)) if value}
        rows[id_] = {key: value for key, value in told.items() if value is not None}
    return {
        "format": 1,
        "project": data["project"],
        "period": 2024,
        "indicators": "set",
        "facts": {name: value for name, value in facts.items() if value is not None},
        "indicator": {id_: row for id_, row in rows.items() if row},
        "not_applicable": {id_: {"why": declared["why"]} for id_, declared in data["not_applicable"].items()},
        "claim": {role: {"total": claim["total"]} for role, claim in data.get("claim", {}).items()},
    }


def _told(value: Any, *beside: str) -> Any:
    """A value without what a table has no column for; None where it has none for the value itself."""
    if isinstance(value, dict):
        kept = {key: value[key] for key in ("value", *beside) if key in value}
        if isinstance(kept.get("value", []), list):
            return None
        return kept if len(kept) > 1 else kept["value"]
    return None if isinstance(value, list) else value


def wide(data: Data, name: str) -> Row:
    """What a table can say of a project, as a row of one."""
    row: Row = {"project": name}
    for fact, value in data["facts"].items():
        _put(row, fact, value)
        if isinstance(value, dict) and "evidence" in value:
            row[f"{fact}.evidence"] = value["evidence"]
    for id_, entry in data["indicator"].items():
        for key in ("target", "actual", "why"):
            if key in entry:
                _put(row, f"{id_}.{key}", entry[key])
        for key, value in entry.get("judged", {}).items():
            _put(row, f"{id_}.{key}", value)
        for role, points in entry.get("claimed", {}).items():
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
    compiled: CompiledCohort | None = None
    scorer: Scorer | None = None


def staged(connection: Connection, rows: Sequence[Row], name: str = "made") -> InputTable:
    """Rows of texts as a table."""
    heads = tuple(dict.fromkeys(head for row in rows for head in row))
    columns = [[row.get(head) or None for row in rows] for head in heads]
    listed = "".join(f", unnest(?::VARCHAR[]) AS {quoted(head)}" for head in heads)
    numbers = list(range(1, len(rows) + 1))
    connection.execute(
        f'CREATE OR REPLACE TABLE {name} AS SELECT unnest(?::BIGINT[]) AS "row"{listed}', [numbers, *columns]
    )
    return InputTable("made.csv", name, heads, tuple("VARCHAR" for _ in heads), len(rows))


def parquet(connection: Connection, columns: Mapping[str, Column], folder: Path) -> InputTable:
    """Columns of cells as a Parquet file with their types and statistics."""
    listed = ", ".join(f"{quoted(head)} {column.type}" for head, column in columns.items())
    connection.execute(f"CREATE OR REPLACE TABLE written ({listed})")
    rows = list(zip(*(column.cells for column in columns.values()), strict=True))
    casts = ", ".join(f"CAST(? AS {column.type})" for column in columns.values())
    connection.executemany(f"INSERT INTO written VALUES ({casts})", [list(row) for row in rows])
    path = folder / "made.parquet"
    connection.execute(f"COPY written TO {literal(str(path))} (FORMAT parquet)")
    found, problems = stage_parquet(connection, path, "made.parquet")
    assert found is not None, [problem.message.en for problem in problems]
    return found


def texts(connection: Connection, columns: Mapping[str, Column]) -> InputTable:
    """Columns of cells as a table of texts."""
    rows = zip(*(column.cells for column in columns.values()), strict=True)
    return staged(connection, [{head: cell for head, cell in zip(columns, row, strict=True) if cell} for row in rows])


def agreement(
    connection: Connection,
    rulebook: Rulebook,
    indicator_set: IndicatorSet | None,
    table: InputTable,
    period: Any = None,
    scorer_of: type[Scorer] = Scorer,
    rest: bool = False,
) -> Agreement:
    """Both engines over a table of one cohort; `scorer_of` scores rows by `exact`, with `rest` those that SQL leaves to it too."""
    heads, problems = read_heads(table, known_to(rulebook, indicator_set))
    assert heads is not None, [problem.message.en for problem in problems]
    head: dict[str, Any] = {"indicators": indicator_set.name} if indicator_set is not None else {"rules": rulebook.name}
    cohort = Cohort(rulebook, indicator_set, head | ({"period": period} if period else {}), heads.columns, table)
    compiled = compile_cohort(cohort, connection)
    scorer = scorer_of(rulebook, indicator_set, heads.columns, table.file, cohort.head, compiled.outline)
    made = Agreement(rows=table.rows, refused=compiled.refused, compiled=compiled, scorer=scorer)
    if compiled.query is None:
        made.slow = table.rows
        for number, cells in cells_of(connection, table) if rest else ():
            scorer.row(number, cells)
        return made
    names = [
        ("row", '"row"'),
        ("slow", compiled.query.slow),
        *((f"o{number}", one.sql) for number, one in enumerate(compiled.query.outputs)),
    ]
    sql = compiled.query.select(compiled.source, [(quoted(name), text) for name, text in names])
    try:
        found = connection.execute(sql + ' ORDER BY "row"').fetchall()
    except faults() as error:
        made.differences.append(f"the query fails: {error}")
        return made
    for (number, cells), (row, slow, *values) in zip(cells_of(connection, table), found, strict=True):
        assert number == row
        if slow:
            made.slow += 1
            if rest:
                scorer.row(number, cells)
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


# ---------------------------------------------------------------- long runs

ROWS = 40


def of_everything(connection: Connection, seed: int) -> Agreement:
    """The made-up rulebook of this number with a table of texts."""
    book = closed(generated(seed))
    indicator_set = set_of(book) if book.rows else None
    rows = [wide(tellable(PlainReporter(book, number).everything()), f"项目{number}") for number in range(ROWS)]
    try:
        return agreement(connection, rulebook_of(book), indicator_set, staged(connection, rows), 2024)
    except InputRefused:
        return Agreement()  # a rulebook that can never be opened


def of_filled(connection: Connection, seed: int, typed: bool, folder: Path) -> Agreement:
    """The rulebook of this number as people write it, with a table of texts or of typed columns."""
    book = filled(seed, typed)
    rulebook, indicator_set = opened(book)
    table = parquet(connection, book.columns, folder) if typed else texts(connection, book.columns)
    return agreement(connection, rulebook, indicator_set, table, 2024)


def opened(book: Filled) -> tuple[Rulebook, IndicatorSet]:
    rulebook, problems = put_together([document(toml(book.rulebook), "rules/filled/rulebook.toml")])
    assert rulebook is not None and not has_errors(problems), [f"{one.place} {one.message.en}" for one in problems]
    chosen, problems = put_set_together([document(toml(book.indicator_set), "indicators/set/set.toml")])
    assert chosen is not None and not has_errors(problems), [f"{one.place} {one.message.en}" for one in problems]
    return rulebook, chosen


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for kind in ("seeds", "texts", "typed"):
        parser.add_argument(f"--{kind}", nargs=2, type=int, metavar=("FROM", "TO"))
    asked = parser.parse_args()
    came: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        connection = connect("1GB", 1, folder)
        runs: dict[str, Callable[[int], Agreement]] = {
            "seeds": lambda seed: of_everything(connection, seed),
            "texts": lambda seed: of_filled(connection, seed, False, folder),
            "typed": lambda seed: of_filled(connection, seed, True, folder),
        }
        for kind, run in runs.items():
            for seed in range(*(getattr(asked, kind) or (0, 0))):
                found = run(seed)
                came.update(rows=found.rows, fast=found.fast, slow=found.slow, differences=len(found.differences))
                refused.update([found.refused] if found.refused else [])
                for difference in found.differences[:3]:
                    print(f"{kind} {seed}: {difference}", flush=True)
    print(dict(came))
    for why, rulebooks in refused.most_common():
        print(f"{rulebooks:6} rulebooks: {why}")
    return 1 if came["differences"] else 0


if __name__ == "__main__":
    sys.exit(main())
