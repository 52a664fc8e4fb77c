"""The rows of cohorts scored: as columns those that SQL can say, one by one the others, and some by both to compare."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from scoring.batch.cohort import Cohort, CompiledCohort, PlaceTable, compile_cohort
from scoring.batch.comparison import compare, sample
from scoring.batch.inputs.input_table import cell_text, staged_as
from scoring.batch.one_by_one import Compared, RowTask
from scoring.batch.outputs.result_parts import (
    RecordFile,
    RejectFile,
    ResultPart,
    Scored,
    counted,
    filled_in,
    type_of,
)
from scoring.batch.places import Counts, StagedStandings, TooWide, given_by_cells
from scoring.batch.reject import Reject
from scoring.batch.request import RunRequest, RunWatcher
from scoring.batch.row_by_row import RowByRow, Waiting
from scoring.batch.threads import threads_for, with_threads
from scoring.engines.columnar.duck import Connection, literal, quoted
from scoring.engines.exact.peers import Whether
from scoring.problems import Text
from scoring.program.program import PeerPlace

Rejected = list[Reject]

Keep = Mapping[str, Collection[str]]
"""The columns that are wanted of each cohort; all of one that is not named."""


@dataclass
class CohortScores:
    """Scores cohorts in a run's work folder; `refused` why rows were scored one by one, `compared` how many by both engines."""

    asked: RunRequest
    connection: Connection
    work: Path
    watch: RunWatcher
    rejects: RejectFile
    row_by_row: RowByRow
    keep: Keep = field(default_factory=dict)
    refused: list[Text] = field(default_factory=list)
    compared: int = 0

    def scored(self, number: int, name: str, cohort: Cohort, compiled: CompiledCohort) -> ResultPart:
        """All rows of a cohort of the input of that number; rejects go to their file."""
        if name in self.keep:
            outline = [one for one in compiled.outline if one.name in self.keep[name]]
            compiled = replace(compiled, outline=outline)
        refused: list[Rejected] = []
        if compiled.program.peers and compiled.query is not None:
            cohort, compiled, refused = self._placed(name, cohort, compiled)
        part = self._by_columns(number, name, cohort, compiled) if compiled.query is not None else None
        for rejects in refused:
            self.rejects.add(number, cohort.staged.file, rejects)
        if part is None:
            self._told_why(cohort, compiled)
        rows = f'SELECT "row" FROM {part.scan} WHERE status IS NULL' if part else f'SELECT "row" FROM {cohort.scan}'
        waiting = counted(self.connection, f"({rows})")
        work = work_of(cohort, compiled)
        if part is not None:
            self._compare(work, cohort, part)
            if waiting == 0:
                return part
        with closing(RecordFile(self.work / f"records{name}.ndjson", number)) as records:
            self.row_by_row.score(work, lambda: self.cells(cohort, rows), waiting, records, number, cohort.staged.file)
        made = records.part(self.connection, self.work / f"records{name}.parquet", compiled.outline)
        if part is not None:
            made = filled_in(self.connection, part, made, self.work / f"filled{name}.parquet")
        return made

    def _told_why(self, cohort: Cohort, compiled: CompiledCohort) -> None:
        if compiled.refused:
            said = Text(f"{cohort.staged.file}: scored row by row, since SQL cannot say: {compiled.refused}",
                        f"{cohort.staged.file}：逐行评分，因为 SQL 无法表达：{compiled.refused}")  # fmt: skip
            self.refused.append(said)

    def _placed(
        self, name: str, cohort: Cohort, compiled: CompiledCohort
    ) -> tuple[Cohort, CompiledCohort, list[Rejected]]:
        """The cohort with the place of every row among the others, and the rows that are refused before there are any.

        Rows that SQL does not score take part with what `exact` says of them.
        """
        alone, all_ = (cohort, compiled), Counter[tuple[str, Whether]]()
        refused: list[Rejected] = []
        for level in range(1 + max(one.level for one in compiled.program.peers)):
            asked = [one for one in compiled.program.peers if one.level == level]
            try:
                tables, found, counts = self._level(f"{name}-{level}", cohort, compiled, asked)
            except TooWide as error:
                return alone[0], replace(alone[1], query=None, refused=str(error)), []
            refused, all_ = refused + found, all_ + counts
            cohort = replace(cohort, places=(*cohort.places, *tables))
            compiled = compile_cohort(cohort, self.connection, level=level + 1)
            if compiled.query is None:
                return alone[0], replace(alone[1], query=None, refused=compiled.refused), []
        self.row_by_row.counts += all_
        return cohort, compiled, refused

    def _level(
        self, name: str, cohort: Cohort, compiled: CompiledCohort, asked: Sequence[PeerPlace]
    ) -> tuple[list[PlaceTable], list[Rejected], Counts]:
        """Places that rest on no others but those before them."""
        query = compiled.query
        assert query is not None
        staged = StagedStandings(self.connection, self.work, name)
        columns = [(head, text) for head, text in staged.columns(query.standings, query.slow)]
        sql = query.select(compiled.source, columns)
        label = Text(f"comparing {cohort.staged.file}", f"比较 {cohort.staged.file}")
        path = staged.path("standings")
        with self.watch.query(self.connection, label):
            self.connection.execute(f"COPY ({sql}) TO {literal(str(path))} {staged_as(len(columns))}")
        slow = f'SELECT "row" FROM read_parquet({literal(str(path))}) WHERE slow'
        waiting = counted(self.connection, f"({slow})")
        cells = self.cells(cohort, slow) if waiting else iter(())
        answers = list(self.row_by_row.answers(work_of(cohort, compiled), cells, waiting, label))
        compared = [one for one in answers if isinstance(one, Compared)]
        refused = [one for one in answers if isinstance(one, list)]
        tables = staged.places(asked, query.standings, compared)
        return tables, refused, staged.counts

    def _by_columns(self, number: int, name: str, cohort: Cohort, compiled: CompiledCohort) -> ResultPart:
        """All rows of a cohort in one query; a row that is for `exact` has no status."""
        query = compiled.query
        assert query is not None
        texts = {one.name: one.sql for one in query.outputs}
        texts["rulebook"] = literal(cohort.rulebook.fingerprint)
        unnamed = f'{literal(cohort.staged.file + ":")} || CAST("row" AS VARCHAR)'
        texts["project"] = f"COALESCE({texts['project']}, {unnamed})" if "project" in texts else unnamed
        texts["status"] = (
            texts["status"] if query.slow == "FALSE" else f"CASE WHEN {query.slow} THEN NULL ELSE {texts['status']} END"
        )
        columns = [(quoted("row"), '"row"')]
        for one in compiled.outline:
            text = texts.get(one.name, "NULL")
            columns.append((quoted(one.name), text if text != "NULL" else f"CAST(NULL AS {type_of(one)})"))
        # a join keeps no order, and the narrow table before is sorted more cheaply than the wide one after
        source = f'(SELECT * FROM {compiled.source} ORDER BY "row")' if cohort.places else compiled.source
        sql = query.select(source, columns)
        path = self.work / f"part{name}.parquet"
        threads = threads_for(self.connection, cohort.staged.parquet, len(columns))
        with (
            self.watch.query(self.connection, Text(f"scoring {cohort.staged.file}", f"评分 {cohort.staged.file}")),
            with_threads(self.connection, threads),
        ):
            self.connection.execute(f"COPY ({sql}) TO {literal(str(path))} {staged_as(len(columns))}")
        return ResultPart(path, compiled.outline, number)

    def _compare(self, work: RowTask, cohort: Cohort, part: ResultPart) -> None:
        """Rows that SQL scored, or a sample of them, by `exact` as well. Raises `ColumnsDiffer`."""
        rows = sample(self.connection, part, self.asked.sampled)
        self.compare(work, part, rows, self.cells(cohort, rows))

    def compare(self, work: RowTask, part: Scored, rows: str, cells: Iterable[Waiting]) -> None:
        """These rows of a part by `exact` as well. Raises `ColumnsDiffer`."""
        score = work.start()
        answers = [(one[0][0], score(one)) for one in cells]
        compare(self.connection, part, rows, answers)
        self.compared += len(answers)

    def cells(self, cohort: Cohort, rows: str) -> Iterator[Waiting]:
        """The cells of those rows as texts, as columns of the cohort have them; with the places that are known."""
        names = [one.name for one in cohort.places]
        listed = "".join(
            f", {head}" for head in (*(quoted(column.head) for column in cohort.columns), *cohort.place_heads)
        )
        width = len(cohort.columns)
        query = f'SELECT "row"{listed} FROM {cohort.scan} WHERE "row" IN ({rows}) ORDER BY "row"'
        found = self.connection.cursor().execute(query)
        while batch := found.fetchmany(1_000):
            for number, *cells in batch:
                yield (number, [cell_text(cell) for cell in cells[:width]]), given_by_cells(names, cells[width:])


def work_of(cohort: Cohort, compiled: CompiledCohort) -> RowTask:
    """Rows of a cohort one by one, as far as their places are known: what they are compared by next, or what comes out."""
    given = {one.name for one in cohort.places}
    levels = {one.level for one in compiled.program.peers if one.given in given}
    return RowTask(cohort.rulebook, cohort.indicator_set, tuple(cohort.columns), cohort.staged.file, cohort.head,
                   tuple(compiled.outline), len(levels))  # fmt: skip
