"""A run: inputs scored together, every row to the table that comes out or to the rejects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from scoring.assessor.assessor import Assessor
from scoring.batch.cohort import Cohort, CompiledCohort, PlaceTable, compile_cohort
from scoring.batch.cohorts import Library, cohorts_of, known_in
from scoring.batch.columns.column_meanings import ColumnMeanings, KnownNames, read_heads
from scoring.batch.columns.identity import named
from scoring.batch.columns.texts import texts_from_texts
from scoring.batch.comparison import compare, sample
from scoring.batch.faults import reading
from scoring.batch.inputs.input_table import InputTable, cell_text, staged_as
from scoring.batch.inputs.sources import Input, ProjectFiles, stage
from scoring.batch.layouts.long import forms
from scoring.batch.layouts.sets import sets_of_rows
from scoring.batch.one_by_one import (
    NOTHING,
    Answer,
    Compared,
    FileTask,
    FormTask,
    Given,
    RowTask,
    ScoredProject,
    ScoredSet,
    Work,
)
from scoring.batch.outputs.figures import figures_of
from scoring.batch.outputs.result_parts import (
    Reasons,
    RecordFile,
    RejectFile,
    ResultPart,
    Scored,
    counted,
    each_project_once,
    filled_in,
    together,
    type_of,
)
from scoring.batch.outputs.scale import scale_of
from scoring.batch.places import Counts, StagedStandings, TooWide, given_by_cells, given_to
from scoring.batch.reject import Reject
from scoring.batch.request import RunRequest, RunWatcher, Tell
from scoring.batch.threads import threads_for, with_threads
from scoring.batch.workers import Workers
from scoring.engines.columnar.duck import Connection, allow, beyond_limits, literal, quoted
from scoring.engines.exact.peers import Whether
from scoring.problems import InputRefused, Place, Problem, Text, has_errors
from scoring.program.program import PeerPlace, Program
from scoring.values.value import Value
from scoring.views.run_figures import Figures, PlaceFigures, Scale

Rejected = list[Reject]
Waiting = tuple[Any, Given]
"""What is scored one by one: a row with its cells, a form or a file; and its places among others that are known."""

Compiling = tuple[str, Cohort, CompiledCohort]
"""A cohort by the name that it has in its run."""
Keep = Mapping[str, Collection[str]]
"""The columns that are wanted of each cohort; all of one that is not named."""


@dataclass(frozen=True)
class ScoredTable:
    """A table that came in, with what its columns mean and the sets that its rows may name."""

    staged: InputTable
    heads: ColumnMeanings
    library: Library


@dataclass
class RunOutcome:
    """What came of a run: its staged tables and figures."""

    result: Path
    rejects: Path
    figures: Figures
    rejected: int
    refused: list[Text] = field(default_factory=list)  # why rows were scored one by one


class NothingScored(InputRefused):
    """Every row was rejected: why, and all rejects as a staged table."""

    def __init__(self, problems: list[Problem], rejects: Path) -> None:
        super().__init__(problems)
        self.rejects = rejects


class Run:
    """One run in its work folder."""

    def __init__(self, asked: RunRequest, connection: Connection, work: Path, tell: Tell, watch: RunWatcher) -> None:
        self.asked, self.connection, self.work = asked, connection, work
        self.tell, self.watch = tell, watch
        self.rejects = RejectFile(work / "rejects.ndjson")
        self.workers = Workers(asked.processes)
        self.sources: Sequence[Input] = ()
        self.tables: Mapping[int, ScoredTable] = {}
        self.cohorts: dict[int, list[Compiling]] = {}
        self.keep: Keep | None = None
        self.parts: list[ResultPart] = []
        self.shown: dict[int, str] = {}
        self.programs: list[Program] = []
        self.came = self.slow = self.compared = 0
        self.refused: list[Text] = []
        self.counts: Counts = Counter()

    def run(self) -> RunOutcome:
        """Everything scored, staged and counted. Raises `InputRefused` where the whole input is at fault."""
        with closing(self.rejects), self.workers:
            return self._ran()

    def begun(self, sources: Sequence[Input] | None = None) -> Run:
        """Everything read and compiled, nothing scored yet; `sources`: inputs that another run of the same request has read."""
        try:
            self.sources = self._inputs() if sources is None else sources
            self.tables = self._tables(self.sources)
            for number, table in self.tables.items():
                if table.heads.layout == "wide":
                    self.cohorts[number] = self._cohorts(number, table)
        except BaseException:
            self.rejects.close()
            raise
        return self

    def staged(self, keep: Keep | None = None) -> tuple[ResultPart | None, Path]:
        """The table of scores of what was begun, None where every row was rejected, and that of rejects; without figures."""
        with closing(self.rejects), self.workers:
            return self._staged(keep)

    def _staged(self, keep: Keep | None = None) -> tuple[ResultPart | None, Path]:
        self.keep = keep
        self._each(self.sources, self.tables)
        scored = self.parts and not (self.came and not sum(counted(self.connection, part.scan) for part in self.parts))
        whole = together(self.connection, self.parts, self.work / "result.parquet", self.shown) if scored else None
        return whole, self.rejects.staged(self.connection, self.work / "rejects.parquet")

    def scored_by_columns(self) -> list[str]:
        """The names of cohorts that SQL scores by itself."""
        listed = (one for several in self.cohorts.values() for one in several)
        return [name for name, _, one in listed if one.query is not None and not one.program.peers]

    def _ran(self) -> RunOutcome:
        whole, rejects = self.begun()._staged()
        if whole is None:
            raise NothingScored(self._nothing(), rejects)
        sets = self.asked.sets is not None
        once = each_project_once(self.connection, whole, self.work / "projects.parquet") if sets else None
        figures = figures_of(self.connection, whole.path, self._scale(), came=self.came, rejected=self.rejects.rows,
                             slow=self.slow, compared=self.compared, rejects=rejects if self.rejects.rows else None,
                             projects=once)  # fmt: skip
        figures = replace(figures, places=self._places())
        if not figures.rows.add_up:
            raise AssertionError(f"{self.came} rows in, {figures.rows.scored} scored, {self.rejects.rows} rejected")
        return RunOutcome(whole.path, rejects, figures, self.rejects.rows, self.refused)

    def _each(self, sources: Sequence[Input], tables: Mapping[int, ScoredTable]) -> None:
        """Every input, one after the other."""
        for number, source in enumerate(sources):
            self.shown[number] = source.file
            if isinstance(source, ProjectFiles):
                self._files(number, source)
                continue
            with reading(source):
                layouts = {"wide": self._table, "long": self._forms, "sets": self._sets}
                layouts[tables[number].heads.layout](number, tables[number])

    # ------------------------------------------------------------------ what comes in

    def _inputs(self) -> list[Input]:
        with self.watch.query(self.connection, Text("reading", "读取")):
            found, problems = stage(self.asked.inputs, self.connection, self.work, self.asked.naming.ignored)
        if has_errors(problems):
            raise InputRefused(problems)
        for source in found:
            for said in source.told if isinstance(source, InputTable) else ():
                self.tell(said)
        return found

    def _tables(self, sources: Sequence[Input]) -> dict[int, ScoredTable]:
        """The tables by number, with what their columns mean; all problems of all of them."""
        naming = self.asked.naming
        tables: dict[int, ScoredTable] = {}
        problems: list[Problem] = []
        everything: KnownNames | None = None
        staged = {number: source for number, source in enumerate(sources) if isinstance(source, InputTable)}
        for number, source in staged.items():
            library = Library(self.asked.choice, source.file)
            with reading(source):
                known, found = known_in(self.connection, source, naming, library)
            problems += found
            if known is None:
                continue
            everything = known if everything is None else everything.and_also(known)
            heads, found = read_heads(source, known, naming)
            problems += found
            if heads is not None:
                tables[number] = ScoredTable(texts_from_texts(self.connection, source, heads), heads, library)
        if self.asked.column_map is not None and everything is not None:
            heads_of_all = [head for source in staged.values() for head in (*source.heads, *source.ignored)]
            problems = [*self.asked.column_map.faults(everything, heads_of_all), *problems]
        if has_errors(problems):
            raise InputRefused(problems)
        for said in (said for table in tables.values() for said in table.heads.told):
            self.tell(said)
        return tables

    # ------------------------------------------------------------------ tables

    def _cohorts(self, number: int, table: ScoredTable) -> list[Compiling]:
        """The cohorts of a table with a row a project, compiled."""
        source = table.staged
        with reading(source):
            cohorts, rejected = cohorts_of(self.connection, source, table.heads, table.library)
            for reject in (*named(source.unreadable, source, table.heads), *rejected):
                self.rejects.add(number, source.file, [reject])
            made = []
            for place, cohort in enumerate(cohorts):
                compiled = compile_cohort(cohort, self.connection, self.asked.engine == "exact")
                made.append((f"{number}-{place}", cohort, compiled))
                self.programs.append(compiled.program)
        return made

    def _table(self, number: int, table: ScoredTable) -> None:
        """A table with a row a project."""
        self.came += table.staged.rows
        for name, cohort, compiled in self.cohorts[number]:
            if self.asked.by_width:
                allow(self.connection, len(cohort.columns) + len(compiled.outline))
            try:
                self._cohort(number, name, cohort, compiled)
            except beyond_limits():  # a file that says less of its numbers than it has
                cohort = replace(cohort, trusting=False)
                self._cohort(number, name, cohort, compile_cohort(cohort, self.connection))

    def _cohort(self, number: int, name: str, cohort: Cohort, compiled: CompiledCohort) -> None:
        """The rows of a cohort: those that SQL scores, and the others."""
        if self.keep is not None and name in self.keep:
            kept = self.keep[name]
            compiled = replace(compiled, outline=[one for one in compiled.outline if one.name in kept])
        refused: list[Rejected] = []
        if compiled.program.peers and compiled.query is not None:
            cohort, compiled, refused = self._placed(name, cohort, compiled)
        part = self._by_columns(number, name, cohort, compiled) if compiled.query is not None else None
        for rejects in refused:
            self.rejects.add(number, cohort.staged.file, rejects)
        if part is None:
            if compiled.refused:
                said = Text(f"{cohort.staged.file}: scored row by row, since SQL cannot say: {compiled.refused}",
                            f"{cohort.staged.file}：逐行评分，因为 SQL 无法表达：{compiled.refused}")  # fmt: skip
                self.refused.append(said)
            rows = f'SELECT "row" FROM {cohort.scan}'
        else:
            rows = f'SELECT "row" FROM {part.scan} WHERE status IS NULL'
        waiting = counted(self.connection, f"({rows})")
        work = work_of(cohort, compiled)
        if part is not None:
            self._compare(work, cohort, part)
            if waiting == 0:
                self.parts.append(part)
                return
        with closing(RecordFile(self.work / f"records{name}.ndjson", number)) as records:
            self._score(work, lambda: self.cells(cohort, rows), waiting, records, number, cohort.staged.file)
        made = records.part(self.connection, self.work / f"records{name}.parquet", compiled.outline)
        if part is not None:
            made = filled_in(self.connection, part, made, self.work / f"filled{name}.parquet")
        self.parts.append(made)

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
        self.counts += all_
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
        answers = list(self._answers(work_of(cohort, compiled), cells, waiting, label))
        compared = [one for one in answers if isinstance(one, Compared)]
        refused = [one for one in answers if isinstance(one, list)]
        tables = staged.places(asked, query.standings, compared)
        return tables, refused, staged.counts

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

    # ------------------------------------------------------------------ one by one

    def _files(self, number: int, source: ProjectFiles) -> None:
        """Projects in files of their own."""
        self.came += source.rows
        work = FileTask(self.asked.rules, self.asked.indicators, opened=self.asked.opened)
        listed = [((row, str(path), shown), NOTHING) for row, (path, shown) in enumerate(source.projects, start=1)]
        self._projects(work, lambda: iter(listed), source.rows, number, source.file)

    def _forms(self, number: int, table: ScoredTable) -> None:
        """A table with a row an indicator."""
        source, choice, head = table.staged, self.asked.choice, self._head()
        for reject in named(source.unreadable, source, table.heads):
            self.came += 1
            self.rejects.add(number, source.file, [reject])

        def listed() -> Iterator[Waiting]:
            made = forms(self.connection, source, table.heads.columns, head, table.library.set_named)
            return ((one, NOTHING) for one in made)

        self.came += self._projects(FormTask(choice, source.file), listed, source.rows, number, source.file)

    def _sets(self, number: int, table: ScoredTable) -> None:
        """A table whose rows are records of projects."""
        source, head = table.staged, self._head()
        self.came += source.rows
        for reject in named(source.unreadable, source, table.heads):
            self.rejects.add(number, source.file, [reject])

        def listed() -> Iterator[Waiting]:
            made = sets_of_rows(self.connection, source, table.heads.columns, head, table.heads.list)
            return ((one, NOTHING) for one in made)

        self._projects(FormTask(self.asked.choice, source.file), listed, source.rows, number, source.file)

    def _head(self) -> dict[str, str]:
        """What all projects of a table say alike."""
        choice = self.asked.choice
        if choice.indicator_set is not None:
            return {"indicators": choice.indicator_set.name}
        return {"rules": choice.rulebook.name} if choice.rulebook is not None else {}

    def _projects(
        self, work: Work, listed: Callable[[], Iterator[Waiting]], total: int, number: int, shown: str
    ) -> int:
        """Projects that are no rows of a table, all of them one by one; how many there were."""
        with closing(RecordFile(self.work / f"records{number}.ndjson", number)) as records:
            came = self._score(work, listed, total, records, number, shown)
        self.parts.append(records.part(self.connection, self.work / f"records{number}.parquet"))
        return came

    def _score(
        self,
        work: Work,
        listed: Callable[[], Iterator[Waiting]],
        total: int,
        records: RecordFile,
        number: int,
        shown: str,
    ) -> int:
        """Projects one by one, to the records or to the rejects; how many there were.

        Those that are compared come again, with their places, until no place is left that rests on others.
        """
        label = Text(f"row by row, {shown}", f"逐行评分 {shown}")
        count, waiting = 0, listed()
        known: dict[int, dict[str, Value]] = {}
        while True:
            compared: list[Compared] = []
            for answer in self._answers(work, waiting, total, label):
                count += not known
                if isinstance(answer, Compared):
                    compared.append(answer)
                else:
                    self._take(answer, records, number, shown)
            if not compared:
                return count
            for row, places in given_to(compared, self.counts).items():
                known.setdefault(row, {}).update(places)
            work, total = replace(work, level=work.level + 1), len(compared)
            left = {one.row for one in compared}
            waiting = ((one, {**given, **known[row]}) for one, given in listed() if (row := row_of(one)) in left)

    def _answers(self, work: Work, waiting: Iterator[Waiting], total: int, label: Text) -> Iterator[Answer]:
        with self.watch.rows(total, label) as advance:
            for answer in self.workers.answers(work, waiting):
                yield answer
                advance(1)

    def _take(self, answer: Answer, records: RecordFile, number: int, shown: str) -> None:
        if isinstance(answer, ScoredProject):
            self.slow += 1
            records.add(answer.row, answer.record, answer.columns)
        elif isinstance(answer, ScoredSet):
            for one in answer.scored:
                self._take(one, records, number, shown)
            for rejects in answer.rejects:
                self.rejects.add(number, shown, rejects)
        elif isinstance(answer, list):
            self.rejects.add(number, shown, answer or [Reject(0, "", "", Text("refused", "未被接受"))])

    # ------------------------------------------------------------------ what is told

    def _scale(self) -> Scale:
        """Of the programs of all cohorts; a run without any is measured on what the command line names."""
        choice = self.asked.choice
        if not self.programs and choice.rulebook is not None:
            return scale_of([Assessor(choice.rulebook, choice.indicator_set).sound().program])
        return scale_of(self.programs)

    def _places(self) -> tuple[PlaceFigures, ...]:
        found, counts = [], self.counts
        for name in dict.fromkeys(name for name, _ in counts):
            open_ = counts[name, "open"] + counts[name, "maybe"]
            by_whether = counts[name, "counted"], counts[name, "not_applicable"], counts[name, "left_out"]
            found.append(PlaceFigures(name.removeprefix("peers."), *by_whether, open_))
        return tuple(found)

    def _nothing(self) -> list[Problem]:
        """No row was scored: something is wrong with the whole. Every reason, those of most rows first."""
        if not self.rejects.reasons:
            return [Problem("empty-table", Text("no rows to score", "没有可评分的行"), Place(self.shown.get(0, "")))]
        return [_all_rejected(one) for one in sorted(self.rejects.reasons.values(), key=lambda one: -one.rows)]


def work_of(cohort: Cohort, compiled: CompiledCohort) -> RowTask:
    """Rows of a cohort one by one, as far as their places are known: what they are compared by next, or what comes out."""
    given = {one.name for one in cohort.places}
    levels = {one.level for one in compiled.program.peers if one.given in given}
    return RowTask(cohort.rulebook, cohort.indicator_set, tuple(cohort.columns), cohort.staged.file, cohort.head,
                   tuple(compiled.outline), len(levels))  # fmt: skip


def row_of(waiting: Any) -> int:
    """The number of a row, of a file, or of the first row of a form."""
    found: int = waiting[0] if isinstance(waiting, tuple) else waiting.row
    return found


def _all_rejected(reasons: Reasons) -> Problem:
    first = reasons.first
    at = f", column `{first.column}`" if first.column else ""
    zh = f"，列 {first.column}" if first.column else ""
    rows = f"in {reasons.rows:,} rows; the first, row" if reasons.rows > 1 else "row"
    rows_zh = f"共 {reasons.rows:,} 行；第一处在第" if reasons.rows > 1 else "第"
    message = Text(f"no row could be scored; {rows} {first.row}{at}: {first.reason.en}",
                   f"没有一行可以评分；{rows_zh} {first.row} 行{zh}：{first.reason.zh}")  # fmt: skip
    fix = first.fix or Text("look at the columns and their units", "检查列名和单位")
    return Problem("all-rejected", message, Place(reasons.file), fix)
