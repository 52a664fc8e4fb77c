"""DATA scored by one side after the other, over one reading of it: a staged table of scores for each."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from scoring.assessor.loaded_project import Opened
from scoring.batch.cohort_scores import Keep
from scoring.batch.cohorts import Choice
from scoring.batch.columns.column_map import ColumnMap
from scoring.batch.columns.column_meanings import KnownNames, known_to, named
from scoring.batch.inputs.input_table import InputTable
from scoring.batch.inputs.sources import Input, ProjectFiles
from scoring.batch.joint import JointPart, Wanted, joint_parts
from scoring.batch.outputs.outline import ScoreColumn
from scoring.batch.outputs.result_parts import ResultPart
from scoring.batch.request import Engine, RunRequest, RunWatcher, Tell
from scoring.batch.run import Run
from scoring.engines.columnar.duck import Connection, literal
from scoring.problems import InputRefused, Place, Problem, Text
from scoring.program.program import Program
from scoring.project.heads import name_and_unit
from scoring.tuning.editions.side import Side

TOTALS = frozenset(("project", "status", "total", "lowest", "highest", "grade"))
"""The columns that every table of scores has."""


SAMPLED, BESIDE = 20, 5
"""Rows that each of two sides has scored by `exact` as well, and each of many that are tried beside them; `scoring batch` does more of them."""


class Unwatched:
    """Nobody looks how long it takes."""

    def query(self, connection: Connection, label: Text) -> nullcontext[None]:
        return nullcontext()

    def rows(self, total: int, label: Text) -> nullcontext[Any]:
        return nullcontext(lambda _: None)


@dataclass(frozen=True)
class ScoreTable:
    """What a side gives every project of DATA: a table of scores, and those that it rejects."""

    side: Side | None
    part: ResultPart | JointPart | None  # None where nothing could be scored
    rejects: Path
    programs: tuple[Program, ...]
    several: bool = False  # whether rows are told apart by their file as well

    @property
    def columns(self) -> dict[str, ScoreColumn]:
        return {one.name: one for one in self.part.columns} if self.part is not None else {}

    @property
    def scan(self) -> str:
        """What stands after FROM: every row that was scored, with the column `file`."""
        if self.part is None:
            return '(SELECT NULL::VARCHAR AS file, NULL::BIGINT AS "row", NULL::VARCHAR AS project WHERE FALSE)'
        if isinstance(self.part, JointPart):
            return self.part.scan
        own = "*" if self.several else "NULL::VARCHAR AS file, *"
        return f"(SELECT {own} FROM {self.part.scan})"

    def count(self, connection: Connection) -> int:
        """How many projects were scored."""
        found = connection.execute(f"SELECT count(*) FROM {self.scan}").fetchone()
        return int(found[0]) if found is not None else 0

    @property
    def rejected(self) -> str:
        """What stands after FROM: every row that was rejected, once."""
        file = "file" if self.several else "NULL::VARCHAR AS file"
        read = f"read_parquet({literal(str(self.rejects))}, file_row_number = true)"
        first = [f"arg_min({text}, file_row_number) AS {name}"  # of several reasons the first, however many threads read them
                 for text, name in (("nullif(project, '')", "project"), ("reason_zh", "zh"), ("reason_en", "en"))]  # fmt: skip
        return f'(SELECT {file}, "row", {", ".join(first)} FROM {read} GROUP BY ALL)'


@dataclass(frozen=True)
class Aside:
    """Heads of a table that may mean nothing to a side: of columns that projects are grouped by, and those that another side knows."""

    heads: tuple[str, ...] = ()
    others: tuple[KnownNames, ...] = ()

    def __contains__(self, head: object) -> bool:
        return isinstance(head, str) and (head in self.heads or any(knows(head, one) for one in self.others))


def knows(head: str, known: KnownNames) -> bool:
    """Whether a head, with its unit, is a column of either layout for those who know these names."""
    return named(head, known) or named(name_and_unit(head)[0], known)


@dataclass
class Data:
    """The projects that are compared, read once; what is asked of them is scored in the work folder."""

    inputs: Sequence[str]
    connection: Connection
    work: Path
    engine: Engine = "columnar"
    column_map: ColumnMap | None = None
    processes: int = 1
    tell: Tell = lambda _: None
    watch: RunWatcher = field(default_factory=Unwatched)
    aside: tuple[str, ...] = ()  # heads of columns that projects are grouped by
    sources: Sequence[Input] | None = None
    same: Mapping[str, str] = field(default_factory=dict)  # indicators by what a later side calls them
    known: tuple[KnownNames, ...] = ()  # what the sides that are compared know, the first and the second
    _runs: int = 0

    def scored(self, side: Side | None, totals_only: bool = False) -> ScoreTable:
        """All of it scored by a side, or each project by what it names itself. Raises `InputRefused` where the whole input is at fault.

        `totals_only`: without what indicators, groups and results have.
        """
        run = self._begun(side)
        return self._staged(run, side, dict.fromkeys(run.scored_by_columns(), TOTALS) if totals_only else None)

    def scored_both(self, before: Side, after: Side) -> tuple[ScoreTable, ScoreTable]:
        """All of it scored by two sides; columns that both compute alike in every row are left out.

        Heads that only one of them knows mean nothing to the other, nor to a mixture of both that knows them not.
        """
        self.known = (known_to(before.rulebook, before.indicator_set), known_to(after.rulebook, after.indicator_set))
        first, second = self._together((before, after), _differing)
        return first, second

    @contextmanager
    def scored_beside(self, first: Side, others: Sequence[Side], whole: bool = False) -> Iterator[list[ScoreTable]]:
        """All of it scored by a side and by others, totals only unless `whole`; the tables last as long as they are looked at."""
        tables = self._together(
            (first, *others), lambda texts: [frozenset(one) | TOTALS if whole else TOTALS for one in texts], BESIDE
        )
        try:
            yield tables
        finally:
            made = {name: None for one in tables if isinstance(one.part, JointPart) for name in one.part.tables}
            for name in made:
                self.connection.execute(f"DROP TABLE {name}")

    def _together(self, sides: Sequence[Side], wanted: Wanted, sampled: int = SAMPLED) -> list[ScoreTable]:
        """Every side in one query, or one after the other where that cannot be."""
        with ExitStack() as stack:
            runs: list[Run] = []
            for side in sides:
                runs.append(self._begun(side, sampled))
                stack.callback(runs[-1].rejects.close)
            parts = joint_parts(runs, wanted)
            if parts is None:
                return [self._staged(run, side, None) for run, side in zip(runs, sides, strict=True)]
            return [self._table(run, side, part, run.rejects.staged(self.connection, run.work / "rejects.parquet"))
                    for run, side, part in zip(runs, sides, parts, strict=True)]  # fmt: skip

    def _begun(self, side: Side | None, sampled: int = SAMPLED) -> Run:
        folder = self.work / f"side-{self._runs}"
        folder.mkdir()
        asked = RunRequest(
            self.inputs,
            Choice(side.rulebook, side.indicator_set, by_name=True) if side is not None else Choice(),
            engine=self.engine,
            column_map=self.column_map,
            processes=self.processes,
            opened=Opened(side.rulebook, side.indicator_set) if side is not None else None,
            aside=Aside(self.aside, self.known),
            renamed=self._renamed(side),
            sampled=sampled,
            by_width=True,
        )
        run = Run(asked, self.connection, folder, self.tell if not self._runs else _quiet, self.watch)
        self._runs += 1
        self.sources = run.begun(self.sources).sources
        return run

    def _renamed(self, side: Side | None) -> Mapping[str, str]:
        """Indicators of a side that heads call as the first one does."""
        ids = side.indicator_set.indicators if side is not None and side.indicator_set is not None else {}
        return {old: new for old, new in self.same.items() if new in ids and old not in ids}

    def known_to_one(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Heads that only the first of two sides knows, and those that only the second does."""
        if len(self.known) != 2:
            return (), ()
        heads = dict.fromkeys(head for one in self.sources or () if isinstance(one, InputTable) for head in one.heads)
        other = [one for one in heads if one.partition(".")[0] not in self.same]
        first, second = ({head for head in other if knows(head, one)} for one in self.known)
        return tuple(one for one in other if one in first - second), tuple(
            one for one in other if one in second - first
        )

    def _staged(self, run: Run, side: Side | None, keep: Keep | None) -> ScoreTable:
        return self._table(run, side, *run.staged(keep))

    def _table(self, run: Run, side: Side | None, part: ResultPart | JointPart | None, rejects: Path) -> ScoreTable:
        return ScoreTable(side, part, rejects, tuple(run.programs), len(run.sources) > 1)

    def id_of(self, file: str | None, row: int) -> str:
        """How people find a project: its own file, or its row."""
        for source in self.sources or ():
            if isinstance(source, ProjectFiles) and (file is None or source.file == file):
                return source.projects[row - 1][1]
        return f"{file}:{row}" if file else f"{row}"

    def of_rows(self, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Data:
        """Other projects, a row each, as a table with these heads."""
        made = self.again([])
        file = made.work / "rows.csv"
        write_rows(file, heads, rows)
        made.inputs = [str(file)]
        return made

    def of_files(self, projects: Iterable[bytes]) -> Data:
        """Other projects, each as the TOML of its file, in this order."""
        made = self.again([])
        folder = made.work / "projects"
        folder.mkdir()
        for number, written in enumerate(projects):
            (folder / f"{number:06}.toml").write_bytes(written)
        made.inputs = [str(folder)]
        return made

    def again(self, inputs: Sequence[str]) -> Data:
        """Other projects, over the same connection."""
        self._runs += 1
        folder = self.work / f"data-{self._runs}"
        folder.mkdir()
        return replace(self, inputs=inputs, work=folder, sources=None, _runs=0)


def nothing_scored(data: Data, table: ScoreTable, said: Text | None = None) -> None:
    """Raises `InputRefused` where a table of scores has no project, with the reason that comes most often; `said` says so instead."""
    if table.count(data.connection):
        return
    query = f"SELECT any_value(zh), any_value(en), count(*) FROM {table.rejected} GROUP BY zh, en ORDER BY 3 DESC, 2 LIMIT 1"
    found = data.connection.execute(query).fetchone()
    place = Place(data.inputs[0])
    if found is None:
        fix = Text("name projects or a table with rows", "写明项目或有内容的表格")
        raise InputRefused([Problem("empty-table", Text("no projects to score", "没有可评分的项目"), place, fix)])
    zh, en, count = found
    said = said or Text("no project can be scored", "没有能评分的项目")
    message = Text(f"{said.en}; {count:,} are rejected since {en}", f"{said.zh}；{count:,} 个被拒收：{zh}")
    fix = Text("run `scoring batch` to see every reason", "用 scoring batch 查看全部原因")
    raise InputRefused([Problem("all-rejected", message, place, fix)])


def write_rows(file: Path, heads: Sequence[str], rows: Iterable[Iterable[str]]) -> None:
    """Rows that were computed, staged as a table of texts."""
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(heads)
        writer.writerows(rows)


def _differing(texts: Sequence[Mapping[str, str]]) -> list[frozenset[str]]:
    """The columns that two sides compute otherwise, or one of them alone; and the totals."""
    said, says = texts
    names = TOTALS | {name for name in {*said, *says} if said.get(name) != says.get(name)}
    return [names, names]


def _quiet(said: Text) -> None:
    """What is told of the input is told once."""
