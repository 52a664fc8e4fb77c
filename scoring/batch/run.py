"""A run: inputs scored together, every row to the table that comes out or to the rejects."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from scoring.assessor.assessor import Assessor
from scoring.batch.cohort import Cohort, CompiledCohort, compile_cohort
from scoring.batch.cohort_scores import CohortScores, Keep
from scoring.batch.cohorts import Library, cohorts_of, known_in
from scoring.batch.columns.column_meanings import ColumnMeanings, KnownNames, read_heads
from scoring.batch.columns.identity import named
from scoring.batch.columns.texts import texts_from_texts
from scoring.batch.faults import reading
from scoring.batch.inputs.forms_in import SHIPPED
from scoring.batch.inputs.input_table import InputTable
from scoring.batch.inputs.sources import Input, ProjectFiles, stage
from scoring.batch.layouts.long import forms
from scoring.batch.layouts.sets import sets_of_rows
from scoring.batch.one_by_one import (
    NOTHING,
    FileTask,
    FormTask,
    Work,
)
from scoring.batch.outputs.figures import figures_of
from scoring.batch.outputs.result_parts import (
    Reasons,
    RecordFile,
    RejectFile,
    ResultPart,
    counted,
    each_project_once,
    together,
)
from scoring.batch.outputs.scale import scale_of
from scoring.batch.request import RunRequest, RunWatcher, Tell
from scoring.batch.row_by_row import RowByRow, Waiting
from scoring.batch.workers import Workers
from scoring.engines.columnar.duck import Connection, allow, beyond_limits
from scoring.forms.endings import is_document
from scoring.problems import InputRefused, Place, Problem, Text, has_errors
from scoring.program.program import Program
from scoring.views.run_figures import Figures, PlaceFigures, Scale

Compiling = tuple[str, Cohort, CompiledCohort]
"""A cohort by the name that it has in its run."""


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
        self.row_by_row = RowByRow(self.workers, watch, self.rejects)
        self.cohort_scores = CohortScores(asked, connection, work, watch, self.rejects, self.row_by_row)
        self.parts: list[ResultPart] = []
        self.shown: dict[int, str] = {}
        self.programs: list[Program] = []
        self.came = 0

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
        self.cohort_scores.keep = keep or {}
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
                             slow=self.row_by_row.slow, compared=self.cohort_scores.compared, rejects=rejects if self.rejects.rows else None,
                             projects=once)  # fmt: skip
        figures = replace(figures, places=self._places())
        if not figures.rows.add_up:
            raise AssertionError(f"{self.came} rows in, {figures.rows.scored} scored, {self.rejects.rows} rejected")
        return RunOutcome(whole.path, rejects, figures, self.rejects.rows, self.cohort_scores.refused)

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
            found, problems = stage(
                self.asked.inputs,
                self.connection,
                self.work,
                self.asked.naming.ignored,
                self.asked.words,
            )
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
                part = self.cohort_scores.scored(number, name, cohort, compiled)
            except beyond_limits():  # a file that says less of its numbers than it has
                cohort = replace(cohort, trusting=False)
                part = self.cohort_scores.scored(number, name, cohort, compile_cohort(cohort, self.connection))
            self.parts.append(part)

    # ------------------------------------------------------------------ one by one

    def _files(self, number: int, source: ProjectFiles) -> None:
        """Projects in files of their own."""
        self.came += source.rows
        asked, documents = self.asked, any(is_document(path) for path, _ in source.projects)
        words = asked.words if documents else SHIPPED  # goes to each worker, with its rulebook
        work = FileTask(asked.rules, asked.indicators, opened=asked.opened, words=words)
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
            came = self.row_by_row.score(work, listed, total, records, number, shown)
        self.parts.append(records.part(self.connection, self.work / f"records{number}.parquet"))
        return came

    # ------------------------------------------------------------------ what is told

    def _scale(self) -> Scale:
        """Of the programs of all cohorts; a run without any is measured on what the command line names."""
        choice = self.asked.choice
        if not self.programs and choice.rulebook is not None:
            return scale_of([Assessor(choice.rulebook, choice.indicator_set).sound().program])
        return scale_of(self.programs)

    def _places(self) -> tuple[PlaceFigures, ...]:
        found, counts = [], self.row_by_row.counts
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
