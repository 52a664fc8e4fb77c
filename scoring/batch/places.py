"""Places of the rows of a table among each other: rows that SQL scored and rows that `exact` scored, in one order, exactly.

What rows are compared by is staged as fractions. They become whole numbers in the same order, by which DuckDB ranks; where
128 bits do not hold these, `exact` ranks.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import get_args

from scoring.batch.cohort import WHICH, PlaceTable
from scoring.batch.inputs.input_table import staged_as
from scoring.batch.one_by_one import Compared
from scoring.engines.columnar.duck import Connection, literal
from scoring.engines.columnar.ratios import LARGEST_WIDE
from scoring.engines.columnar.standing import KeyColumns, StandingColumns
from scoring.engines.exact.peers import Key, Peer, Placed, Whether, places_among
from scoring.program.program import PeerOrder, PeerPlace
from scoring.scorecard.standing import given
from scoring.values.value import Value

Counts = Counter[tuple[str, Whether]]
"""How many are counted for each place, how many take no part, and how many are left out."""
RANKED = {"shared": "rank() OVER w", "dense": "dense_rank() OVER w", "last": "count(*) OVER w"}
"""`count` over all rows up to those alike is the last of their places."""


class TooWide(Exception):
    """What rows are compared by are fractions whose order 128 bits do not hold."""

    def __str__(self) -> str:
        return "places by numbers beyond 128 bits"


# ---------------------------------------------------------------- one by one


def given_to(compared: Sequence[Compared], counts: Counts) -> dict[int, dict[str, Value]]:
    """The places of projects among those under the same rules, by row: what each is given; `counts` who counts."""
    by_place: dict[tuple[tuple[str, ...], str], tuple[PeerOrder, dict[int, Peer]]] = {}
    for one in compared:
        for name, (order, standing) in one.standings.items():
            by_place.setdefault((one.under, name), (order, {}))[1][one.row] = standing
    found: dict[int, dict[str, Value]] = {one.row: {} for one in compared}
    for (_, name), (order, standings) in by_place.items():
        places = places_among(standings, order)
        for row, standing in standings.items():
            found[row][name] = given(places.get(row), standing.whether)
            counts[name, standing.whether] += 1
    return found


# ---------------------------------------------------------------- columns


@dataclass(frozen=True)
class StagedStandings:
    """What the rows of a table are compared by: those that SQL tells, and those that `exact` tells, apart."""

    connection: Connection
    work: Path
    name: str
    counts: Counts = field(default_factory=Counter)

    def path(self, what: str) -> Path:
        return self.work / f"{what}{self.name}.parquet"

    def columns(self, standings: Sequence[StandingColumns], slow: str) -> list[tuple[str, str]]:
        """What a query tells of each row, with the names in the staged table."""
        found = [('"row"', '"row"'), ("slow", f"({slow}) IS TRUE" if slow != "FALSE" else "FALSE")]
        for number, one in enumerate(standings):
            found.append((f"w{number}", one.whether))
            found += [(f"g{number}_{at}", text) for at, text in enumerate(one.group)]
            for at, key in enumerate(one.keys):
                found.append((f"n{number}_{at}", key.above))
                found += [(f"d{number}_{at}", key.below)] if key.below is not None else []
        return found

    def places(
        self, asked: Sequence[PeerPlace], standings: Sequence[StandingColumns], compared: Sequence[Compared]
    ) -> list[PlaceTable]:
        """The place of every row that was not refused; raises `TooWide`."""
        return [
            self._places(number, one, columns, [each.standings[one.given][1] for each in compared], compared)
            for number, (one, columns) in enumerate(zip(asked, standings, strict=True))
        ]

    def _places(
        self,
        number: int,
        one: PeerPlace,
        columns: StandingColumns,
        told: Sequence[Peer],
        compared: Sequence[Compared],
    ) -> PlaceTable:
        """One place of all rows."""
        names = [f"w{number} AS w", *(f"g{number}_{at} AS g{at}" for at in range(len(one.within)))]
        for at, key in enumerate(columns.keys):
            names += [f"n{number}_{at} AS n{at}", *([f"d{number}_{at} AS d{at}"] if key.below is not None else [])]
        rows = (
            f'SELECT "row", {", ".join(names)} FROM read_parquet({literal(str(self.path("standings")))}) WHERE NOT slow'
        )
        steps = [
            _step(key, [standing.keys[at] for standing in told if standing.keys]) for at, key in enumerate(columns.keys)
        ]
        if compared:
            lines = [_line(each.row, standing, steps) for each, standing in zip(compared, told, strict=True)]
            rows = f"{rows} UNION ALL {self._of_exact(number, columns, lines)}"
        keys = []
        for at, (key, step) in enumerate(zip(columns.keys, steps, strict=True)):
            code = f"n{at}" if key.below is None or step is not None else self._code(at, rows)
            keys.append(f"{code} DESC" if one.keys[at].largest_first else code)
        group = [f"g{at}" for at in range(len(one.within))]
        apart = [*group, "w"] if one.counts_all else group
        window = f"{_partition(apart)}ORDER BY {', '.join(keys)}"
        if one.ties == "last":
            window += " RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW"
        columns_of = ", ".join(
            f"{text} AS {name}" for text, name in zip(self._ranked(one, group, rows), WHICH, strict=True)
        )
        counted_too = "w = 'counted'" if not one.counts_all else "w IN ('counted', 'open')"
        nothing = ", NULL" * (len(WHICH) - 1)
        ranked = (
            f'SELECT "row", {columns_of} FROM ({rows}) WHERE {counted_too} WINDOW w AS ({window}) '
            f'UNION ALL SELECT "row", w{nothing} FROM ({rows}) WHERE NOT {counted_too}'
        )
        path = self.path(f"places{number}-")
        self.connection.execute(f"COPY ({ranked}) TO {literal(str(path))} {staged_as(len(WHICH) + 1)}")
        query = f"SELECT {WHICH[0]}, count(*) FROM read_parquet({literal(str(path))}) GROUP BY ALL"
        found = dict(self.connection.execute(query).fetchall())
        self.counts.update({(one.given, each): count for each, count in found.items()})
        return PlaceTable(one.given, path, sum(found.values()), one.counts_all)

    def _ranked(self, one: PeerPlace, group: Sequence[str], rows: str) -> Iterator[str]:
        """What a row is given, of which only those that count have a place."""
        all_ = f"OVER ({_partition(group)})"
        yield "w"
        if not one.counts_all:
            yield from (RANKED[one.ties], f"count(*) {all_}", "0", "0")
            return
        yield f"CASE WHEN w = 'counted' THEN {RANKED[one.ties]} END"
        yield f"count(*) FILTER (w = 'counted') {all_}"
        yield f"count(*) FILTER (w = 'open') {all_}"
        yield f"(SELECT count(*) FROM ({rows}) WHERE w = 'maybe')"

    def _of_exact(self, number: int, columns: StandingColumns, lines: Sequence[Mapping[str, object]]) -> str:
        """SQL that reads what `exact` tells of its rows."""
        path = self.work / f"standings{self.name}-{number}.ndjson"
        with path.open("w", encoding="utf-8") as out:
            out.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        groups = [f"g{at}" for at in range(len(columns.group))]
        types = {"row": "BIGINT", **dict.fromkeys(["w", *groups], "VARCHAR")}
        cells = ['"row"', "w", *groups]
        for at, key in enumerate(columns.keys):
            names = [f"n{at}"] if key.below is None else [f"n{at}", f"d{at}"]
            types |= dict.fromkeys(names, "VARCHAR")
            cells += names if key.below is None else [f"CAST({name} AS HUGEINT) AS {name}" for name in names]
        listed = ", ".join(f"{name}: '{type_}'" for name, type_ in types.items())
        return (f"SELECT {', '.join(cells)} FROM read_json({literal(str(path))}, format = 'newline_delimited', "
                f"columns = {{{listed}}})")  # fmt: skip

    def _code(self, at: int, rows: str) -> str:
        """Whole numbers in the order of a key's fractions, alike where these are.

        Where every denominator divides the largest, that is what all are counted in. Otherwise: two fractions that are not
        the same, whose denominators are at most D, are at least 1 ÷ D² apart, so that times D² they differ before the point.
        """
        whole = f"(SELECT CAST(n{at} AS HUGEINT) AS n, CAST(d{at} AS HUGEINT) AS d FROM ({rows}) WHERE w = 'counted')"
        above, below = self._numbers(f"SELECT max(abs(n)), max(d) FROM {whole}")
        (others,) = self._numbers(f"SELECT count(*) FILTER ({below} % d <> 0) FROM {whole}")
        step = below * below if others else below
        if above * step > LARGEST_WIDE:
            raise TooWide
        return f"(CAST(n{at} AS HUGEINT) * CAST({step} AS HUGEINT) // CAST(d{at} AS HUGEINT))"

    def _numbers(self, query: str) -> list[int]:
        found = self.connection.execute(query).fetchone()
        assert found is not None
        return [int(each) if each is not None else 1 for each in found]


def _partition(by: Sequence[str]) -> str:
    return f"PARTITION BY {', '.join(by)} " if by else ""


def _step(key: KeyColumns, others: Iterable[Key]) -> int | None:
    """The parts of 1 that a key is counted in, in every row; None where that differs."""
    if key.below is None or not key.below.isdigit():
        return None
    step = int(key.below)
    whole = all(isinstance(other, Fraction) and (other * step).denominator == 1 for other in others)
    return step if whole else None


def _line(row: int, standing: Peer, steps: Sequence[int | None]) -> Mapping[str, object]:
    said: dict[str, object] = {"row": row, "w": standing.whether}
    said |= {f"g{at}": text for at, text in enumerate(standing.group)}
    for at, (key, step) in enumerate(zip(standing.keys, steps, strict=False)):
        if isinstance(key, str):
            said[f"n{at}"] = key
            continue
        above, below = key.numerator, key.denominator
        if step is not None:
            above, below = above * (step // below), step
        if max(abs(above), below) > LARGEST_WIDE:
            raise TooWide
        said |= {f"n{at}": str(above), f"d{at}": str(below)}
    return said


def given_by_cells(names: Sequence[str], cells: Sequence[object]) -> dict[str, Value]:
    """What a row is given, of the columns of its places."""
    found: dict[str, Value] = {}
    for at, name in enumerate(names):
        whether, place, *others = cells[len(WHICH) * at : len(WHICH) * (at + 1)]
        placed = Placed(int(str(place)), *(int(str(other)) for other in others)) if place is not None else None
        found[name] = given(placed, _whether(whether))
    return found


def _whether(written: object) -> Whether:
    return next(each for each in get_args(Whether) if each == written)
