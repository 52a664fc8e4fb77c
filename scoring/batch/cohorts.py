"""Which rows of a table share a rulebook, an indicator set and a period: each group of them is a cohort."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scoring.batch.cohort import Cohort
from scoring.batch.columns.column_meanings import HEADS, ColumnMeaning, ColumnMeanings, KnownNames, Naming, known_to
from scoring.batch.columns.identity import not_a_project
from scoring.batch.inputs.input_table import InputTable
from scoring.batch.reject import Reject
from scoring.documents.document import parse_json
from scoring.engines.columnar.duck import Connection, literal, quoted
from scoring.problems import InputRefused, Place, Problem, Text, has_errors
from scoring.project.project import read_project
from scoring.rulebook.library import Lookup, open_rulebook, open_rules_of, open_set
from scoring.rulebook.rulebook import IndicatorSet, Rulebook
from scoring.values.number import cut

MOST_COHORTS = 200
KEYS = ("period", "indicators", "rules")


@dataclass(frozen=True)
class _Way:
    """One combination of what the columns period, indicators and rules say."""

    said: Mapping[str, str | None]
    where: str


def cohorts_of(
    connection: Connection, staged: InputTable, heads: ColumnMeanings, library: Library
) -> tuple[list[Cohort], list[Reject]]:
    """The cohorts of a table; rows that name a set or rulebook that there is not are rejected.

    Reports `too-large` where a table has too many.
    """
    keys = {str(column.path[0]): column for column in heads.columns if column.path[0] in KEYS}
    cohorts: list[Cohort] = []
    names = {str(column.path[0]): column for column in heads.columns if column.path[0] == "project"}
    rejects, projects = not_a_project(connection, staged, names | keys)
    for way in _ways(connection, staged, {key: column.head for key, column in keys.items()}, projects):
        period = way.said.get("period")
        if period is not None and (problems := _faults_of_period(period, staged.file)):
            rejects += _rejected(connection, staged, way, keys["period"], names, problems)
            continue
        found, problems = library.opened(way.said)
        if found is None:
            key = next((key for key in ("indicators", "rules") if way.said.get(key)), next(iter(keys)))
            rejects += _rejected(connection, staged, way, keys[key], names, problems)
            continue
        book, chosen = found
        head: dict[str, Any] = {"indicators": chosen.name} if chosen is not None else {"rules": book.name}
        if period is not None:
            head["period"] = period
        columns = [column for column in heads.columns if column not in keys.values()]
        cohorts.append(Cohort(book, chosen, head, columns, staged, way.where))
    return cohorts, rejects


def known_in(
    connection: Connection, staged: InputTable, naming: Naming, library: Library
) -> tuple[KnownNames | None, list[Problem]]:
    """What heads may name: of what the command line names, and of all sets and editions that the rows of the table name."""
    named = {HEADS.get(naming.names.get(head, head)): head for head in staged.heads}
    keys = {key: named[key] for key in KEYS if key in named}
    choice = library.choice
    known = known_to(choice.rulebook, choice.indicator_set) if choice.rulebook is not None else None
    if known is not None and not keys.keys() & {"indicators", "rules"}:
        return known, []
    first: list[Problem] = []
    seen: set[tuple[str, str]] = set()
    for way in _ways(connection, staged, keys):
        found, problems = library.opened(way.said)
        if found is None:
            first = first or problems
        elif (prints := fingerprints(found)) not in seen:
            seen.add(prints)
            known = known_to(*found) if known is None else known.and_also(known_to(*found))
    return known, [] if known is not None else first


def _ways(connection: Connection, staged: InputTable, keys: Mapping[str, str], where: str = "TRUE") -> list[_Way]:
    """Every combination in the rows for which `where` holds, in the order of first appearance; `keys`: the head of each."""
    if not keys:
        return [_Way({}, where)]
    types = dict(zip(staged.heads, staged.types, strict=True))
    texts = [_text(quoted(head), types[head]) for head in keys.values()]
    listed = ", ".join(texts)
    query = f'SELECT {listed} FROM {staged.scan} WHERE {where} GROUP BY {listed} ORDER BY MIN("row") LIMIT {MOST_COHORTS + 1}'
    found = connection.execute(query).fetchall()
    if len(found) > MOST_COHORTS:
        raise InputRefused([_too_many(staged, list(keys.values()))])
    ways = []
    for cells in found:
        tests = [f"{text} IS NULL" if cell is None else f"{text} = {literal(cell)}"
                 for text, cell in zip(texts, cells, strict=True)]  # fmt: skip
        ways.append(
            _Way(dict(zip(keys, cells, strict=True)), " AND ".join([*tests, *([where] if where != "TRUE" else [])]))
        )
    return ways


def _text(column: str, kind: str) -> str:
    """SQL of a cell as a text; a year is 2024 whatever the type of its column."""
    if kind in ("DOUBLE", "FLOAT") or kind.startswith("DECIMAL"):
        return f"CASE WHEN {column} = floor({column}) THEN CAST(TRY_CAST({column} AS BIGINT) AS VARCHAR) ELSE CAST({column} AS VARCHAR) END"
    return f"CAST({column} AS VARCHAR)"


def _too_many(staged: InputTable, heads: list[str]) -> Problem:
    message = Text(f"more than {MOST_COHORTS} different {', '.join(heads)} in one table",
                   f"一张表里不同的{'、'.join(heads)}超过 {MOST_COHORTS} 种")  # fmt: skip
    fix = Text("split the table, or look at that column", "拆分表格，或检查该列")
    return Problem("too-large", message, staged.place(staged.heads.index(heads[0])), fix)


Opened = tuple[Rulebook, IndicatorSet | None]


def fingerprints(found: Opened) -> tuple[str, str]:
    """What tells two rulebooks with their sets apart."""
    return found[0].fingerprint, found[1].fingerprint if found[1] is not None else ""


@dataclass(frozen=True)
class Choice:
    """What the command line names; `editions` is a rulebook that has several, with how it is looked up."""

    rulebook: Rulebook | None = None
    indicator_set: IndicatorSet | None = None
    editions: tuple[str, Lookup] | None = None
    by_name: bool = False  # whether the rulebook itself was named, which then scores whatever set a row names


class Library:
    """Rulebooks and sets that a table names beside those of the command line: by name, never a path."""

    def __init__(self, choice: Choice, file: str) -> None:
        self.choice, self.place, self.lookup = choice, Place(file), Lookup(Path())
        self.found: dict[tuple[str | None, ...], tuple[Opened | None, list[Problem]]] = {}

    def opened(self, said: Mapping[str, str | None]) -> tuple[Opened | None, list[Problem]]:
        """What `period`, `indicators` and `rules` of a row or form stand for."""
        key = tuple(said.get(name) for name in KEYS)
        if key not in self.found:
            self.found[key] = self._open(*key)
        return self.found[key]

    def set_named(self, name: str | None) -> tuple[IndicatorSet | None, Mapping[str, str]]:
        """The set of that name, or the one of the command line, and what its groups are called as well; None where there is none."""
        chosen, problems = self._set(name)
        opened, _ = self.opened({"indicators": name})
        names = opened[0].sections.group_names if opened is not None else {}
        return None if has_errors(problems) else chosen, names

    def _set(self, name: str | None) -> tuple[IndicatorSet | None, list[Problem]]:
        chosen = self.choice.indicator_set
        if name is None or (chosen is not None and name == chosen.name):
            return chosen, []
        return (None, [_path(name, self.place)]) if _is_path(name) else open_set(name, self.place, self.lookup)

    def _open(
        self, period: str | None, indicators: str | None, rules: str | None
    ) -> tuple[Opened | None, list[Problem]]:
        chosen, problems = self._set(indicators)
        if has_errors(problems):
            return None, problems
        rulebook, editions = self.choice.rulebook, self.choice.editions
        if chosen is not None and chosen is not self.choice.indicator_set and not self.choice.by_name:
            rulebook, found = open_rules_of(chosen, self.lookup, period, self.place)
            problems = [*problems, *found]
        elif editions is not None:
            rulebook, problems = open_rulebook(editions[0], self.place, editions[1], period)
        if rules is not None and (rulebook is None or rules != rulebook.name):
            if _is_path(rules):
                return None, [_path(rules, self.place)]
            rulebook, problems = open_rulebook(rules, self.place, self.lookup, period)
        if rulebook is None or has_errors(problems):
            return None, problems or [_no_rules(self.place)]
        return (rulebook, chosen), problems


def _no_rules(place: Place) -> Problem:
    message = Text("neither a rulebook nor an indicator set is named", "没有写明规则集或指标集")
    return Problem("no-rules", message, place, Text("add --rules or --indicators", "加 --rules 或 --indicators"))


def _is_path(name: str) -> bool:
    return any(part in name for part in ("/", "\\", "..", "\0"))


def _path(name: str, place: Place) -> Problem:
    message = Text(
        f"`{cut(name)}` is a path; a table may only name a rulebook or set", f"{cut(name)} 是路径，表格里只能写名称"
    )
    return Problem("path-in-file", message, place)


def _faults_of_period(period: str, file: str) -> list[Problem]:
    """What is wrong with a period, as a project's file would be told."""
    data = {"format": 1, "project": "—", "period": period}
    document, problems = parse_json(json.dumps(data).encode(), file)
    return problems if document is None else [*problems, *read_project(document)[1]]


def _rejected(
    connection: Connection,
    staged: InputTable,
    way: _Way,
    column: ColumnMeaning,
    names: Mapping[str, ColumnMeaning],
    problems: Sequence[Problem],
) -> Iterator[Reject]:
    """Every row that is written so."""
    found = next((problem for problem in problems if problem.severity == "error"), None)
    reason, fix = (found.message, found.fix) if found is not None else (Text("unknown", "未知"), None)
    name = f"CAST({quoted(names['project'].head)} AS VARCHAR)" if names else "NULL"
    query = f'SELECT "row", {name} FROM {staged.scan} WHERE {way.where} ORDER BY "row"'
    value = way.said.get(str(column.path[0])) or ""
    for number, project in connection.execute(query).fetchall():
        yield Reject(number, column.head, value, reason, fix, project or "")
