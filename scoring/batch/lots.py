"""Which rows of a table share a rulebook, an indicator set and a period: each group of them is a lot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scoring.batch.heads import Column, Heads
from scoring.batch.lot import Lot
from scoring.batch.reject import Reject
from scoring.batch.staged import Staged, cell_text
from scoring.engines.columnar.duck import Connection, literal, quoted
from scoring.library import open_rulebook, open_set
from scoring.number import cut
from scoring.problems import Place, Problem, Text, has_errors
from scoring.rulebook import IndicatorSet, Rulebook

MOST_LOTS = 200
KEYS = ("period", "indicators", "rules")


@dataclass(frozen=True)
class _Way:
    """One combination of what the columns period, indicators and rules say."""

    said: tuple[str | None, ...]
    where: str


def lots_of(
    connection: Connection, staged: Staged, heads: Heads, rulebook: Rulebook | None, indicator_set: IndicatorSet | None
) -> tuple[list[Lot], list[Reject]]:
    """The lots of a table; rows that name a set or rulebook that there is not are rejected."""
    library = Library(rulebook, indicator_set, staged.file)
    keys = {str(column.path[0]): column for column in heads.columns if column.path[0] in KEYS}
    lots: list[Lot] = []
    rejects: list[Reject] = []
    for way in _ways(connection, staged, keys):
        said = dict(zip(keys, way.said, strict=True))
        found, problems = library.opened(said)
        if found is None:
            rejects += _rejected(connection, staged, way, keys, problems)
            continue
        book, chosen = found
        head: dict[str, Any] = {"indicators": chosen.name} if chosen is not None else {"rules": book.name}
        if said.get("period") is not None:
            head["period"] = _period(str(said["period"]))
        columns = [column for column in heads.columns if column not in keys.values()]
        lots.append(Lot(book, chosen, head, columns, staged, way.where))
    return lots, rejects


def _period(written: str) -> int | str:
    return int(written) if written.isdigit() and len(written) < 10 else written


def _ways(connection: Connection, staged: Staged, keys: dict[str, Column]) -> Iterator[_Way]:
    if not keys:
        yield _Way((), "TRUE")
        return
    names = [quoted(column.head) for column in keys.values()]
    listed = ", ".join(names)
    query = f'SELECT {listed} FROM {staged.scan} GROUP BY {listed} ORDER BY MIN("row") LIMIT {MOST_LOTS + 1}'
    found = connection.execute(query).fetchall()
    for cells in found[:MOST_LOTS]:
        tests = [f"{name} IS NULL" if cell is None else f"CAST({name} AS VARCHAR) = {literal(str(cell))}"
                 for name, cell in zip(names, cells, strict=True)]  # fmt: skip
        yield _Way(tuple(cell_text(cell) for cell in cells), " AND ".join(tests))


Opened = tuple[Rulebook, IndicatorSet | None]


class Library:
    """Rulebooks and sets that a table names beside those of the command line: shipped ones by name, never a path."""

    def __init__(self, rulebook: Rulebook | None, indicator_set: IndicatorSet | None, file: str) -> None:
        self.rulebook, self.indicator_set, self.place = rulebook, indicator_set, Place(file)
        self.found: dict[tuple[str | None, ...], tuple[Opened | None, list[Problem]]] = {}

    def opened(self, said: Mapping[str, str | None]) -> tuple[Opened | None, list[Problem]]:
        """What `period`, `indicators` and `rules` of a row or form stand for."""
        key = tuple(said.get(name) for name in KEYS)
        if key not in self.found:
            self.found[key] = self._open(*key)
        return self.found[key]

    def set_named(self, name: str | None) -> IndicatorSet | None:
        """The set of that name, or the one of the command line; None where there is none."""
        found, _ = self.opened({"indicators": name})
        return found[1] if found is not None else None

    def _open(
        self, period: str | None, indicators: str | None, rules: str | None
    ) -> tuple[Opened | None, list[Problem]]:
        rulebook, chosen = self.rulebook, self.indicator_set
        problems: list[Problem] = []
        if indicators is not None and (chosen is None or indicators != chosen.name):
            if _is_path(indicators):
                return None, [_path(indicators, self.place)]
            chosen, problems = open_set(indicators, self.place)
            if chosen is None or has_errors(problems):
                return None, problems
            rulebook, found = open_rulebook(chosen.header.model.rules, self.place, None, period)
            problems += found
        if rules is not None and (rulebook is None or rules != rulebook.name):
            if _is_path(rules):
                return None, [_path(rules, self.place)]
            rulebook, problems = open_rulebook(rules, self.place, None, period)
        if rulebook is None or has_errors(problems):
            return None, problems
        return (rulebook, chosen), problems


def _is_path(name: str) -> bool:
    return any(part in name for part in ("/", "\\", "..", "\0"))


def _path(name: str, place: Place) -> Problem:
    message = Text(
        f"`{cut(name)}` is a path; a table may only name a rulebook or set", f"{cut(name)} 是路径，表格里只能写名称"
    )
    return Problem("path-in-file", message, place)


def _rejected(
    connection: Connection, staged: Staged, way: _Way, keys: dict[str, Column], problems: list[Problem]
) -> Iterator[Reject]:
    reason = next((problem.message for problem in problems if problem.severity == "error"), Text("unknown", "未知"))
    at = next((index for index, key in enumerate(keys) if key in ("indicators", "rules") and way.said[index]), 0)
    column = list(keys.values())[at]
    for (number,) in connection.execute(f'SELECT "row" FROM {staged.scan} WHERE {way.where} ORDER BY "row"').fetchall():
        yield Reject(number, column.head, way.said[at] or "", reason)
