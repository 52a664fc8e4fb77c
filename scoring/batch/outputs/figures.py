"""The figures of a run, counted by DuckDB over the staged table of scores: in bounded memory, exactly, in one order.

Each query reads the columns that it needs and no others, so that all of them together read the table about once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from scoring.engines.columnar.duck import Connection, literal, quoted, within_memory
from scoring.problems import Text
from scoring.values.number import show_number
from scoring.views.run_figures import (
    Bin,
    ClaimFigures,
    Edge,
    Figures,
    Listed,
    Lost,
    NamedFigure,
    Refusal,
    Rows,
    Scale,
    Totals,
    between,
    bin_ends,
)

NAMED = 10
"""Projects named at most for an edge, or for a role's claims."""
AT_ONCE = 50
"""Indicators of one query."""
MOST_NAMES = 100
"""Limits and findings at most; a rulebook has fewer."""
LONGEST_NAME = 120
PLACES = 18  # as many as a total has at most
AT = "file_row_number"
QUARTERS = (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4))


@within_memory()
def figures_of(
    connection: Connection,
    result: Path,
    scale: Scale,
    *,
    came: int,
    rejected: int,
    slow: int,
    compared: int = 0,
    rejects: Path | None = None,
    projects: Path | None = None,
) -> Figures:
    """The figures of the staged scores `result`; `rejects`, staged too, tells which columns were refused.

    `projects`: the same with each project once, where several rows are of one.
    """
    table = _Table(connection, projects or result)
    grades, without = _grades(table, scale)
    return Figures(
        scale=scale,
        rows=_rows(_Table(connection, result), came, rejected, slow, compared),
        grades=grades,
        without_grade=without,
        totals=_totals(table, scale),
        lost=tuple(_lost(table, scale)),
        limits=_limits(table),
        findings=_findings(table),
        claims=tuple(_claimed(table, role) for role in table.roles()),
        edges=tuple(_edge(table, at, grade, scale.step) for at, grade in scale.edges if table.has("total")),
        refusals=tuple(_refusals(connection, rejects)) if rejects is not None else (),
    )


def _measures(name: str) -> bool:
    return name in ("total", "lowest", "highest") or name.endswith(".points") or name.startswith("claim.")


class _Table:
    """The staged scores: their columns, and questions to them."""

    def __init__(self, connection: Connection, result: Path) -> None:
        self.connection = connection
        self.scan = f"read_parquet({literal(str(result))}, {AT} = true)"
        described = self.ask(f"DESCRIBE SELECT * FROM {self.scan}")
        # what has no fixed decimals, such as a mean that is not rounded, is written out as a text: no figure is made of it
        self.columns = [str(name) for name, kind, *_ in described if kind != "VARCHAR" or not _measures(str(name))]

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(query).fetchall()

    def one(self, query: str) -> tuple[Any, ...]:
        return self.ask(query)[0]

    def has(self, name: str) -> bool:
        return name in self.columns

    def indicators(self) -> list[str]:
        ids = [name.removesuffix(".outcome") for name in self.columns if name.endswith(".outcome")]
        return [id_ for id_ in ids if self.has(f"{id_}.points")]

    def roles(self) -> list[str]:
        """Those who claimed: of `claim.self`, `claim.self.lowest` and `claim.self.highest`."""
        return [
            name.removeprefix("claim.")
            for name in self.columns
            if name.startswith("claim.") and self.has(f"{name}.lowest") and self.has(f"{name}.highest")
        ]


def _rows(table: _Table, came: int, rejected: int, slow: int, compared: int) -> Rows:
    scored, complete = table.one(f"SELECT count(*), count(*) FILTER (status = 'complete') FROM {table.scan}")
    return Rows(came, rejected, slow, scored, complete, scored - complete, compared)


def _grades(table: _Table, scale: Scale) -> tuple[tuple[tuple[str, int], ...], int]:
    """Rows by grade in the scale's order, then grades that it does not know; and how many have none."""
    counted = dict(table.ask(f"SELECT grade, count(*) FROM {table.scan} GROUP BY grade"))
    without = counted.pop(None, 0)
    others = sorted(counted.keys() - set(scale.grades))
    return tuple((grade, counted.get(grade, 0)) for grade in (*scale.grades, *others)), without


# ---------------------------------------------------------------- totals


def _totals(table: _Table, scale: Scale) -> Totals | None:
    """From how often each total occurs: there are far fewer totals than rows, and DuckDB keeps what is much on disk."""
    if not table.has("total"):
        return None
    table.ask(
        "CREATE OR REPLACE TEMP TABLE totals AS SELECT total, n, sum(n) OVER (ORDER BY total) AS until FROM "
        f"(SELECT total, count(*) AS n FROM {table.scan} WHERE total IS NOT NULL GROUP BY total)"
    )
    count, low, high, sum_ = table.one(
        "SELECT sum(n), min(total), max(total), sum(total * n::DECIMAL(19, 0)) FROM totals"
    )
    if count is None:
        return None
    count, lowest, highest = int(count), Fraction(low), Fraction(high)
    quartiles = [_at(table, (count - 1) * quarter) for quarter in QUARTERS]
    bins = tuple(_bins(table, *bin_ends(lowest, highest, scale.possible)))
    mean = Fraction(sum_) / count
    table.ask("DROP TABLE totals")
    return Totals(count, lowest, (quartiles[0], quartiles[1], quartiles[2]), highest, mean, bins)


def _at(table: _Table, position: Fraction) -> Fraction:
    """The total at a position in order, counted from 0."""
    low, high = (
        Fraction(table.one(f"SELECT min(total) FROM totals WHERE until > {place}")[0] or 0)
        for place in (position // 1, -(-position // 1))
    )
    return between(low, high, position)


def _bins(table: _Table, first: Fraction, width: Fraction, count: int) -> Iterator[Bin]:
    """How many totals lie in each bin, by comparing them with its ends."""
    ends = [first + width * number for number in range(count + 1)]
    below = [f"sum(n) FILTER (total < {_number(end)})" for end in ends[:-1]]
    found = [int(each or 0) for each in table.one(f"SELECT {', '.join([*below, 'sum(n)'])} FROM totals")]
    for number in range(count):
        yield Bin(ends[number], ends[number + 1], found[number + 1] - found[number])


def _number(value: Fraction) -> str:
    """A decimal as SQL writes it; of one that does not end, a decimal on the same side of every total."""
    if "/" not in (written := show_number(value)):
        return written
    return show_number(value * 10**PLACES // 1 / Fraction(10) ** PLACES) + "5"


# ---------------------------------------------------------------- indicators, limits, findings


def _lost(table: _Table, scale: Scale) -> Iterator[Lost]:
    """Indicators by lost points, most first; where as many were lost, in the order of the columns."""
    ids, weights = table.indicators(), scale.weights or {}
    if not ids:
        return
    found = []
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        answers = iter(table.one(f"SELECT {', '.join(_of_indicator(id_) for id_ in some)} FROM {table.scan}"))
        for id_ in some:
            earned, scored, not_applicable, not_scorable = (next(answers) for _ in range(4))
            weight = weights.get(id_)
            lost = weight * scored - Fraction(earned or 0) if weight is not None else Fraction(0)
            found.append(Lost(id_, weight, lost, scored, not_applicable, not_scorable))
    yield from sorted(found, key=lambda one: -one.points)


def _of_indicator(id_: str) -> str:
    """CASE, not FILTER: for each FILTER, DuckDB copies all columns of the query."""
    points, outcome = quoted(f"{id_}.points"), quoted(f"{id_}.outcome")
    counts = (
        f"count(CASE WHEN {outcome} = '{each}' THEN 1 END)" for each in ("scored", "not_applicable", "not_scorable")
    )
    return ", ".join([f"sum(CASE WHEN {outcome} = 'scored' THEN {points} END)", *counts])


def _limits(table: _Table) -> tuple[NamedFigure, ...]:
    """Limits that bit, and those (`name?`) of which that is not known, most first."""
    counted = _words(table, "limits")
    names = dict.fromkeys(name.removesuffix("?") for name in counted)
    found = [NamedFigure(name, counted.get(name, 0), counted.get(f"{name}?", 0)) for name in names]
    return tuple(sorted(found, key=lambda one: (-one.count, -one.undecided, one.name))[:MOST_NAMES])


def _findings(table: _Table) -> tuple[NamedFigure, ...]:
    return tuple(NamedFigure(name, count) for name, count in _words(table, "findings").items())[:MOST_NAMES]


def _words(table: _Table, column: str) -> dict[str, int]:
    """Rows by each of the blank-separated words of a column; few combinations occur, so they are counted first."""
    if not table.has(column):
        return {}
    return dict(
        table.ask(
            f"SELECT word, sum(n)::BIGINT AS rows FROM (SELECT unnest(string_split(c, ' ')) AS word, n FROM "
            f"(SELECT {column} AS c, count(*) AS n FROM {table.scan} GROUP BY {column})) "
            f"WHERE word <> '' GROUP BY word ORDER BY rows DESC, word LIMIT {2 * MOST_NAMES}"
        )
    )


# ---------------------------------------------------------------- claims, edges, rejects


def _claimed(table: _Table, role: str) -> ClaimFigures:
    claim, low, high = (quoted(f"claim.{role}{end}") for end in ("", ".lowest", ".highest"))
    made = f"FROM {table.scan} WHERE {claim} IS NOT NULL"
    equal, above, below, closed, sum_, all_ = table.one(
        f"SELECT count(*) FILTER ({low} = 0 AND {high} = 0), count(*) FILTER ({low} > 0), count(*) FILTER ({high} < 0), "
        f"count(*) FILTER ({low} = {high}), sum({low}) FILTER ({low} = {high}), count(*) {made}"
    )
    certain = f"CASE WHEN {low} > 0 THEN {low} WHEN {high} < 0 THEN {high} END"
    largest = _listed(table, certain, f"{made} AND ({low} > 0 OR {high} < 0)", f"abs({certain}) DESC")
    mean = Fraction(sum_) / closed if closed else None
    return ClaimFigures(role, equal, above, below, all_ - equal - above - below, mean, largest)


def _edge(table: _Table, at: Fraction, grade: str, step: Fraction) -> Edge:
    edge = _number(at)
    near = f"FROM {table.scan} WHERE total BETWEEN {_number(at - step)} AND {_number(at + step)}"
    below, on, above = table.one(
        f"SELECT count(*) FILTER (total < {edge}), count(*) FILTER (total = {edge}), count(*) FILTER (total > {edge}) {near}"
    )
    return Edge(at, grade, below, on, above, _listed(table, "total", near, "total"))


def _listed(table: _Table, value: str, among: str, order: str) -> tuple[Listed, ...]:
    """A few rows with their projects; where the order leaves it open, the first of the table go first."""
    rows = table.ask(
        f"SELECT \"row\", left(coalesce(project, ''), {LONGEST_NAME}), {value} {among} ORDER BY {order}, {AT} LIMIT {NAMED}"
    )
    return tuple(Listed(row, project, Fraction(number)) for row, project, number in rows)


def _refusals(connection: Connection, rejects: Path) -> Iterator[Refusal]:
    """Columns by how many of their cells were rejected, with the first reason."""
    rows: Sequence[tuple[Any, ...]] = connection.execute(
        f"SELECT c, count(*) AS cells, arg_min(reason_en, {AT}), arg_min(reason_zh, {AT}) FROM "
        f"(SELECT coalesce(\"column\", '') AS c, reason_en, reason_zh, {AT} FROM read_parquet({literal(str(rejects))}, {AT} = true)) "
        f"GROUP BY c ORDER BY cells DESC, min({AT}) LIMIT {NAMED}"
    ).fetchall()
    for column, count, english, chinese in rows:
        yield Refusal(column, count, Text(english or "", chinese or ""))
