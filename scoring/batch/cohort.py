"""A cohort: the rows of a table that share a rulebook, an indicator set and a period, made ready for the columnar engine.

Rows of one cohort may still differ in how an indicator is written: the sign of its target, whether it is judged, whether it has
a reason. Each way that the table shows is a variant, lowered as such a project would be.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from scoring.assessor.assessor import Assessor
from scoring.assessor.standing import standing_findings, standing_problems
from scoring.batch.columns.column_meanings import ColumnMeaning
from scoring.batch.columns.column_sampling import ColumnSample, has_amounts, look
from scoring.batch.inputs.input_table import InputTable
from scoring.batch.inputs.statistics import Statistics, statistics
from scoring.batch.outputs.outline import LEAST_OF_CLAIMS, outline
from scoring.batch.outputs.outline import ScoreColumn as Outcome
from scoring.documents.document import parse_json
from scoring.engines.columnar import sql_values
from scoring.engines.columnar.cells import Cells
from scoring.engines.columnar.duck import Connection, literal, quoted
from scoring.engines.columnar.fragments import NotInSql
from scoring.engines.columnar.query import Query, compiled
from scoring.engines.columnar.sql_inputs import InputColumns, Judged, PlaceColumns, Variant
from scoring.nodes.kind import ANY, NUMBER, SHARE, TEXT, Kind
from scoring.problems import has_errors
from scoring.program.constructs import lower_value
from scoring.program.levels import read_levels
from scoring.program.program import Program
from scoring.program.scope import CompileState, Scope
from scoring.project.heads import PLAIN
from scoring.project.presumption import with_presumed
from scoring.project.project import Project, read_project
from scoring.project.rows import Row, share_or_points
from scoring.project.targets import QUALITATIVE, SIGNS
from scoring.rulebook.rulebook import IndicatorSet, Rulebook
from scoring.values.characters import SPELT
from scoring.values.day import Day
from scoring.values.units import Unit, Units
from scoring.values.value import Value as Exact

MOST_VARIANTS = 12
DATE = re.compile(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?$")


WHICH = ("whether", "place", "peers", "open", "maybe")
"""The columns of a table of places: whether a row counts, its place, of how many, and how many may stand anywhere or join."""


def place_heads(number: int) -> list[str]:
    return [quoted(f"{name}~{number}") for name in WHICH]


@dataclass(frozen=True)
class PlaceTable:
    """A staged table with the place of every row that could be compared; `name` is what the program calls it."""

    name: str
    path: Path
    rows: int
    counts_all: bool = False

    @property
    def scan(self) -> str:
        return f"read_parquet({literal(str(self.path))})"


@dataclass
class Cohort:
    """Rows of one table with what they share; `head` is what their project documents say alike, `where` which rows they are."""

    rulebook: Rulebook
    indicator_set: IndicatorSet | None
    head: Mapping[str, Any]
    columns: Sequence[ColumnMeaning]
    staged: InputTable
    where: str = "TRUE"  # SQL over the heads of the table
    trusting: bool = True  # whether the limits that the file itself says of its numbers are taken for true
    places: Sequence[PlaceTable] = ()  # of every row among the others, as far as they are counted

    def __post_init__(self) -> None:
        self.assessor = Assessor(self.rulebook, self.indicator_set)

    @property
    def scan(self) -> str:
        """What stands after FROM for these rows alone; of those that are compared, for those that could be."""
        rows = self.staged.scan if self.where == "TRUE" else f"(SELECT * FROM {self.staged.scan} WHERE {self.where})"
        for number, one in enumerate(self.places):
            listed = ", ".join(f"p.{name} AS {head}" for name, head in zip(WHICH, place_heads(number), strict=True))
            rows = f'(SELECT t.*, {listed} FROM {rows} t JOIN {one.scan} p ON t."row" = p."row")'
        return rows

    @property
    def place_heads(self) -> list[str]:
        """The columns of places, in SQL."""
        return [head for number in range(len(self.places)) for head in place_heads(number)]

    @property
    def roles(self) -> list[str]:
        """Who claims points in this table."""
        found: dict[str, None] = {}
        for column in self.columns:
            if column.path[0] == "claim":
                found[str(column.path[1])] = None
            elif column.path[0] == "indicator" and column.path[2] == "claimed":
                found[str(column.path[3])] = None
        return list(found)

    def outline(self, program: Program, connection: Connection) -> list[Outcome]:
        """The columns that come out; claims have as many decimals as the table has anywhere."""
        totals = [column.head for column in self.columns if column.path[0] == "claim"]
        return outline(
            program, self.roles, max((self._decimals(head, connection) for head in totals), default=LEAST_OF_CLAIMS)
        )

    def _decimals(self, head: str, connection: Connection) -> int:
        cell = f"CAST({quoted(head)} AS VARCHAR)"
        query = f"SELECT max(length(rtrim(regexp_extract({cell}, '[.]([0-9]+)', 1), '0'))) FROM {self.scan}"
        found = connection.execute(query).fetchone()
        return max(int(found[0]) if found is not None and found[0] is not None else 0, LEAST_OF_CLAIMS)


@dataclass(frozen=True)
class CompiledCohort:
    """A cohort's query with the columns that come out; `source` is what it selects from."""

    query: Query | None
    outline: Sequence[Outcome]
    source: str
    program: Program
    refused: str = ""  # why there is no query


def source_of(cohort: Cohort, aliases: Mapping[str, str]) -> str:
    """What the query of a cohort selects from: its columns by short names, and its places."""
    listed = "".join(f", {quoted(head)} AS {alias}" for head, alias in aliases.items())
    listed += "".join(f", {head}" for head in cohort.place_heads)
    return f'(SELECT "row"{listed} FROM {cohort.scan})'


def compile_cohort(cohort: Cohort, connection: Connection, one_by_one: bool = False, level: int = 0) -> CompiledCohort:
    """The query of a cohort, or why all of its rows are for `exact`; `one_by_one` where that was asked for.

    `level`: that of the places that the query tells what they are counted by.
    """
    aliases = {column.head: f'"c{number}"' for number, column in enumerate(cohort.columns)}
    source = source_of(cohort, aliases)
    of_lot = cohort.assessor.compiled(_project(cohort, {}))
    plain, scope = of_lot.program, of_lot.declared.scope
    columns = cohort.outline(plain, connection)
    if one_by_one:
        return CompiledCohort(None, columns, source, plain)
    try:
        query = _Compiling(cohort, aliases, connection, source, scope.units).query(columns, level)
    except NotInSql as refused:
        return CompiledCohort(None, columns, source, plain, str(refused))
    return CompiledCohort(query, columns, source, plain)


class _Compiling:
    """One cohort on its way to a query."""

    def __init__(
        self, cohort: Cohort, aliases: Mapping[str, str], connection: Connection, source: str, units: Units
    ) -> None:
        self.cohort, self.aliases, self.units = cohort, aliases, units
        self.types = dict(zip(cohort.staged.heads, cohort.staged.types, strict=True))
        self.by_path = {column.path: column for column in cohort.columns}
        self.ids = list(
            dict.fromkeys(str(column.path[1]) for column in cohort.columns if column.path[0] == "indicator")
        )
        parquet = cohort.staged.parquet
        self.statistics = statistics(connection, parquet, self.types) if parquet is not None and cohort.trusting else {}
        # what is seen first must be the same however many threads there are, and a join with places keeps no order
        first = source_of(replace(cohort, places=()), aliases) if cohort.places else source
        looked_at = {column.head: aliases[column.head] for column in cohort.columns
                     if has_amounts(column) and self.types[column.head] not in ("BOOLEAN", "DATE")
                     and self.statistics.get(column.head, Statistics()).limits is None}  # fmt: skip
        self.looked = look(connection, first, looked_at)
        self.dates = self._dates(connection, first)

    def cells(self, column: ColumnMeaning) -> Cells:
        said = self.statistics.get(column.head, Statistics())
        return Cells(self.aliases[column.head], self.types[column.head], column.unit, said.limits, said.full,
                     self._looked(column).seen, years=column.path[0] == "facts")  # fmt: skip

    def _dates(self, connection: Connection, source: str) -> set[str]:
        """Heads of targets and actuals that are dates, written as texts or not: what the first of them is, all are."""
        found = {head for head, type_ in self.types.items() if type_ == "DATE"}
        for column in self.cohort.columns:
            if column.path[0] != "indicator" or column.path[2:] not in (("target",), ("actual",)):
                continue
            if self.types[column.head] == "VARCHAR" and column.unit is None and column.kind.name in ("any", "date"):
                name = self.aliases[column.head]
                first = f"SELECT {name} FROM {source} WHERE {name} IS NOT NULL LIMIT 1"
                written = connection.execute(first).fetchone()
                if written is not None and DATE.search(str(written[0])):
                    found.add(column.head)
        return found

    def _looked(self, column: ColumnMeaning) -> ColumnSample:
        return self.looked.get(column.head, ColumnSample())

    def has(self, *path: str) -> ColumnMeaning | None:
        return self.by_path.get(path)

    # ------------------------------------------------------------------ variants

    def query(self, columns: Sequence[Outcome], level: int) -> Query:
        """The query; raises `NotInSql`."""
        ways = {id_: list(self._ways(id_)) for id_ in self.ids}
        most = max((len(listed) for listed in ways.values()), default=1)
        if most > MOST_VARIANTS:
            raise NotInSql("rows written in too many ways")
        programs: list[Program] = []
        rows: dict[str, Row] = {}
        scope = None
        for number in range(max(most, 1)):
            entries = {id_: self._entry(id_, listed[min(number, len(listed) - 1)]) for id_, listed in ways.items()}
            project = _project(self.cohort, entries)
            made = self.cohort.assessor.compiled(project)
            program, found, scope = made.program, made.rows, made.declared.scope
            if has_errors(made.problems):
                first = next(problem for problem in made.problems if problem.severity == "error")
                raise NotInSql(f"rows with problems of their own: {first.message.en}")
            programs.append(program)
            rows = rows or {row.id: row for row in found}
        assert scope is not None
        variants = {id_: [Variant(number, *way) for number, way in enumerate(listed)]
                    for id_, listed in ways.items() if len(listed) > 1 or self.has("indicator", id_, "target")}  # fmt: skip
        table = self._table(scope, rows, programs[0], variants)
        asked = [one for one in programs[0].peers if one.level == level]
        return compiled(programs, table, {one.name: one.decimals for one in columns}, asked)

    def _ways(self, id_: str) -> Iterator[tuple[tuple[str | None, ...], bool | None, bool | None]]:
        """Signs, judged or not, with a reason or not: as the columns show them. No target goes with the sign `>=`."""
        target = self.has("indicator", id_, "target")
        signs: list[tuple[str | None, ...]] = [()]
        if target is not None:
            seen = {SPELT.get(sign, sign) for sign in self._looked(target).signs} | {">="}
            signs = [(sign, *(other for other, meant in SPELT.items() if meant == sign), *((None,) if sign == ">=" else ()))
                     for sign in (*SIGNS, QUALITATIVE) if sign in seen]  # fmt: skip
        judged = [True, False] if self.has("indicator", id_, "judged", "level") else [None]
        reasons = [True, False] if self.has("indicator", id_, "why") else [None]
        for sign in signs:
            for has_level in judged:
                for has_why in reasons:
                    yield sign, has_level, has_why

    def _entry(self, id_: str, way: tuple[tuple[str | None, ...], bool | None, bool | None]) -> dict[str, Any]:
        """A row of a project that is written in this way."""
        signs, judged, why = way
        entry: dict[str, Any] = {}
        if signs:
            entry["target"] = QUALITATIVE if signs[0] == QUALITATIVE else f"{signs[0]} {self._amount(id_, 'target')}"
        if self.has("indicator", id_, "actual") and signs[:1] != (QUALITATIVE,):
            entry["actual"] = self._amount(id_, "actual")
        if judged:
            entry["judged"] = {"level": "—"}
        if why:
            entry["why"] = "—"
        return entry

    def _amount(self, id_: str, key: str) -> Any:
        """An amount with the unit that the column has, the head's or that of its cells."""
        column = self.has("indicator", id_, key)
        assert column is not None
        if column.head in self.dates:
            return "2000-01-01"
        if column.unit == PLAIN:
            return "1%"
        unit = self._unit(id_, column)
        return "1" if unit is None else f"1{'' if unit.name in ('%', '‰') else ' '}{unit.name}"

    def _unit(self, id_: str, column: ColumnMeaning) -> Unit | None:
        """The unit of an amount: one that the target and the actual of its row have in common, as far as they show it."""
        wanted = column.kind.dimension if column.kind.name == "number" else None
        other = self.has("indicator", id_, "target" if column.path[2] == "actual" else "actual")
        beside = {unit.dimension for unit in self._known_units(other)} if other is not None else set()
        found = [unit for unit in self._known_units(column) if wanted is None or unit.dimension == wanted]
        return next((unit for unit in found if unit.dimension in beside), found[0] if found else None)

    def _known_units(self, column: ColumnMeaning) -> list[Unit]:
        found = [self.units.get(name) for name in self._written_units(column) if name]
        return [unit for unit in found if unit is not None]

    def _written_units(self, column: ColumnMeaning) -> tuple[str, ...]:
        """What the head says, or what the cells that were looked at end with."""
        return (column.unit,) if column.unit else self._looked(column).seen.units

    # ------------------------------------------------------------------ the table's columns

    def _table(
        self, scope: Scope, rows: Mapping[str, Row], program: Program, variants: Mapping[str, list[Variant]]
    ) -> InputColumns:
        declared = scope.state.sections.facts
        kinds = scope.state.fact_kinds
        table = InputColumns(variants=variants)
        presumed = {
            name: sql_values.of_exact(one.value)
            for name, one in with_presumed({}, declared, kinds, scope.units).items()
        }
        period = self.cohort.head.get("period")
        fixed: dict[str, Exact] = {name: one.value for row in rows.values() for name, one in row.inputs.items()
                                    if not self.has("indicator", row.id, name.rpartition(".")[2])}  # fmt: skip
        if period is not None:
            fixed["period"] = Day.parse(str(period))
        known_as = {entry.model.from_ or name: name for name, entry in declared.items()}
        reported: dict[str, tuple[Cells, Kind]] = {}
        targets: dict[str, tuple[Cells, Kind | None]] = {}
        reasons, levels, not_applicable, other, harmless = {}, {}, {}, [], []
        claims: dict[str, tuple[Cells | None, dict[str, Cells]]] = {}
        names = None
        for column in self.cohort.columns:
            cells, path = self.cells(column), column.path
            match path:
                case ("project",):
                    names = cells
                case ("period",) | ("indicators",) | ("rules",):
                    pass
                case ("facts", name) if str(name) in known_as:
                    fact = known_as[str(name)]
                    reported[fact] = (cells, kinds[fact])
                case ("facts", name, "evidence") if str(name) in known_as:
                    reported[f"{known_as[str(name)]}.evidence"] = (cells, TEXT)
                case ("indicator", id_, "target"):
                    targets[str(id_)] = (cells, self._target_kind(rows[str(id_)]))
                case ("indicator", id_, "actual"):
                    reported[f"{id_}.actual"] = (cells, rows[str(id_)].kind)
                case ("indicator", id_, "judged", "level"):
                    found = self._levels(str(id_), program, scope)
                    levels[str(id_)] = found
                    reported[f"{id_}.judged.level"] = (cells, Kind("text", options=tuple(one.name for one in found)))
                case ("indicator", id_, "judged", "share" | "points") if (
                    self.has("indicator", str(id_), "judged", "level") is None
                ):
                    other.append(cells)  # without any level they are a problem, which `exact` tells
                case ("indicator", id_, "judged", "share"):
                    reported[f"{id_}.judged.share"] = (cells, SHARE)
                case ("indicator", id_, "judged", "points"):
                    reported[f"{id_}.judged.points"] = (_bare(cells), NUMBER)
                case ("indicator", id_, "claimed", role):
                    claims.setdefault(str(role), (None, {}))[1][str(id_)] = _bare(cells)
                    if role == "self":
                        reported[f"{id_}.claimed"] = (_bare(cells), NUMBER)
                case ("claim", role, "total"):
                    claims[str(role)] = (_bare(cells), claims.get(str(role), (None, {}))[1])
                case ("not_applicable", id_, "why"):
                    not_applicable[str(id_)] = cells
                case ("indicator", id_, "why"):
                    reasons[str(id_)] = cells
                    harmless.append(cells)
                    reported[f"{id_}.why"] = (cells, TEXT)
                case ("indicator", id_, "judged", "by" | "on" | "why" as key):
                    harmless.append(cells)
                    reported[f"{id_}.judged.{key}"] = (cells, Kind("date") if cells.type == "DATE" else TEXT)
                    other.append(self._without_level(str(id_), cells))
                case _:
                    other.append(cells)
        table.fixed, table.presumed, table.reported, table.targets = fixed, presumed, reported, targets
        table.reasons, table.levels, table.declared = reasons, levels, not_applicable
        texts = [cells for cells in harmless if cells.type == "VARCHAR"]
        table.places = {one.name: _place_columns(number, one) for number, one in enumerate(self.cohort.places)}
        table.claimed, table.other, table.harmless, table.names = claims, other, texts, names
        circumstances = program, self.cohort.rulebook, self.cohort.indicator_set, _project(self.cohort, {})
        if standing_problems(*circumstances):
            raise NotInSql("weights that are off the total, which refuses every project")
        standing = standing_findings(*circumstances)
        table.findings = list(dict.fromkeys(finding.code for finding in standing))
        return table

    def _target_kind(self, row: Row) -> Kind | None:
        return row.kind if row.kind is not ANY and row.kind.name in ("number", "date") else None

    def _without_level(self, id_: str, cells: Cells) -> Cells:
        """Who judged, when and why where no level is named: that is a problem, which `exact` tells."""
        level = self.has("indicator", id_, "judged", "level")
        if level is None:
            return cells
        return replace(cells, column=f"CASE WHEN {self.aliases[level.head]} IS NULL THEN {cells.column} END")

    def _levels(self, id_: str, program: Program, scope: Scope) -> list[Judged]:
        indicator = next((one for one in program.indicators if one.id == id_), None)
        entry = scope.state.sections.rules.get(indicator.criterion.rule) if indicator is not None else None
        if entry is None or entry.model.kind != "judged":
            return []
        quiet = Scope(CompileState(scope.state.sections, scope.units, {}, lower_value))
        step = share_or_points(entry.model.step) if entry.model.step is not None else None
        return [Judged(one.name, one.low, one.high, one.high_included, one.in_points, step[1] if step else None)
                for one in read_levels(entry, quiet)]  # fmt: skip


def _place_columns(number: int, one: PlaceTable) -> PlaceColumns:
    whether, place, of, *others = place_heads(number)
    return PlaceColumns(whether, place, of, max(one.rows, 1), others if one.counts_all else ())


def _bare(cells: Cells) -> Cells:
    """Points are numbers alone: `99%` is for `exact`, which refuses it."""
    return replace(cells, seen=replace(cells.seen, units=("",)))


def _project(cohort: Cohort, entries: Mapping[str, Any]) -> Project:
    """A project of this cohort that reports nothing but rows written in these ways."""
    data = {"format": 1, "project": "—", **cohort.head, **({"indicator": entries} if entries else {})}
    document, problems = parse_json(json.dumps(data, ensure_ascii=False).encode(), cohort.staged.file)
    assert document is not None, problems
    project, found = read_project(document)
    if project is None or has_errors(found):
        raise NotInSql(f"rows with problems of their own: {found[0].message.en}")
    return project
