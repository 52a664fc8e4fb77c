"""Projects scored one by one by `exact`: rows of a table, forms put together from several rows, files of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from scoring.assessor.assessor import Assessor, Prepared
from scoring.assessor.loaded_project import Opened, Openings, open_project
from scoring.batch.cohorts import Choice, Library, fingerprints
from scoring.batch.columns.column_meanings import ColumnMeaning
from scoring.batch.inputs.forms_in import SHIPPED, FormWords, refusal
from scoring.batch.layouts.project_from_cells import Cell, ProjectFromCells, fill_form
from scoring.batch.outputs.outline import ScoreColumn as Outcome
from scoring.batch.outputs.outline import decimals_of, misfit, outline
from scoring.batch.outputs.records import Record, heads_of_records, of_records, record, results_of_records
from scoring.batch.reject import Reject
from scoring.engines.exact.evaluation import Evaluation
from scoring.engines.exact.peers import Peer
from scoring.forms.endings import is_document
from scoring.problems import InputRefused, Problem, Text, has_errors
from scoring.program.program import PeerOrder
from scoring.project.project import read_project
from scoring.rulebook.rulebook import IndicatorSet, Rulebook
from scoring.scorecard.assessment import Assessment, Context, assess
from scoring.scorecard.standing import standings
from scoring.values.number import show_number
from scoring.values.value import Value


@dataclass(frozen=True)
class ScoredProject:
    """What comes out for one project, with the columns that its program has."""

    row: int
    record: Record
    columns: tuple[Outcome, ...]


@dataclass(frozen=True)
class Compared:
    """What a project brings to be compared with those under the same rules, by the name of each place."""

    row: int
    project: str
    under: tuple[str, ...]  # rulebook, indicator set, period
    standings: Mapping[str, tuple[PeerOrder, Peer]]


@dataclass(frozen=True)
class ScoredSet:
    """What comes out for a project that several rows are records of: for each of these rows, or why each is rejected."""

    scored: tuple[ScoredProject, ...] = ()
    rejects: tuple[tuple[Reject, ...], ...] = ()


@dataclass(frozen=True)
class SetOfRows:
    """The rows that are the records of a project's list."""

    list: str
    rows: tuple[int, ...]


Answer = ScoredProject | ScoredSet | Compared | list[Reject]
Given = Mapping[str, Value]
"""A project's places among others, as far as they are known."""
NOTHING: Given = {}


class Scorer:
    """Projects of one table under one rulebook and set; `head` is what their documents say alike."""

    def __init__(
        self,
        rulebook: Rulebook,
        indicator_set: IndicatorSet | None,
        columns: Sequence[ColumnMeaning],
        file: str,
        head: Mapping[str, Any],
        outcomes: Sequence[Outcome] | None = None,
        level: int | None = None,
    ) -> None:
        """`outcomes`: the columns that come out for all; None where each project has its own.

        `level`: that of the places for which projects tell what they are compared by; None: each is scored alone.
        """
        self.level = level
        self.assessor = Assessor(rulebook, indicator_set)
        self.columns, self.file, self.head = columns, file, dict(head)
        self.outcomes = tuple(outcomes) if outcomes is not None else None

    def row(self, number: int, cells: Sequence[str | None], given: Given = NOTHING) -> Answer:
        """A row of a wide table."""
        return self.project(fill_form(number, cells, self.columns, self.head, self.file), given)

    def project(self, made: ProjectFromCells, given: Given = NOTHING) -> Answer:
        """A project as its table tells it: what comes out, or everything that keeps it from being scored."""
        answer = made.rejects or self._at_once(made, given) or self._told(made, given)
        return of_each_row(answer, made) if made.records and isinstance(answer, list) else answer

    def _at_once(self, made: ProjectFromCells, given: Given) -> Answer | None:
        """What comes out for a project that there is nothing to tell about; None for any other."""
        document = made.unplaced(self.file)
        project, problems = read_project(document) if document is not None else (None, [])
        if project is None or has_errors(problems):
            return None
        prepared, problems = self.assessor.prepare(project)
        if prepared is None or has_errors(problems):
            return None
        try:
            return self._scored(made, prepared, given)
        except InputRefused:
            return None

    def _told(self, made: ProjectFromCells, given: Given) -> Answer:
        """The same with the place of everything."""
        document, by_line, problems = made.document(self.file)
        project = None
        if document is not None:
            project, found = read_project(document)
            problems = [*problems, *found]
        if project is None or has_errors(problems):
            return _refused(made, problems, by_line)
        prepared, found = self.assessor.prepare(project)
        if prepared is None or has_errors(found):
            return _refused(made, found, by_line)
        try:
            return self._scored(made, prepared, given)
        except InputRefused as refused:
            return _refused(made, refused.problems, by_line)

    def _scored(self, made: ProjectFromCells, prepared: Prepared, given: Given) -> Answer:
        of = SetOfRows(self._fact(made.records_of), made.records) if made.records else None
        return came_out(made.row, prepared, given, self.level, self.outcomes, of)

    def _fact(self, list_: str) -> str:
        """The list that the data calls so."""
        facts = self.assessor.declared.sections.facts
        return next((name for name, entry in facts.items() if (entry.model.from_ or name) == list_), list_)


def came_out(
    row: int,
    prepared: Prepared,
    given: Given,
    level: int | None,
    outcomes: tuple[Outcome, ...] | None = None,
    of: SetOfRows | None = None,
) -> Answer:
    """What comes out for a project, unless a number does not fit into its column; raises `InputRefused`.

    Where the program has places of this level, what comes out is what they are counted by. `of`: the rows that are the
    records of one of its lists.
    """
    program, context = prepared.program, prepared.context
    at = Evaluation(program, prepared.sheet.among_others(given))
    assessment = assess(at, context)
    asked = [one for one in program.peers if one.level == level]
    if asked:
        found = standings(at, assessment, asked)
        return Compared(row, context.project, _under(context), {one.given: (one.order, each) for one, each in zip(asked, found, strict=True)})  # fmt: skip
    made = record(assessment, context, program)
    columns = outcomes if outcomes is not None else _outcomes(prepared)
    for column in columns:
        value = made.get(column.name)
        reason = misfit(column, value) if isinstance(value, Fraction) else None
        if reason is not None and isinstance(value, Fraction):
            return [Reject(row, column.name, show_number(value), reason, None, context.project)]
    if of is not None:
        return ScoredSet(tuple(_each_record(of, made, columns, assessment, at)))
    return ScoredProject(row, made, columns)


def _each_record(
    of: SetOfRows, made: Record, columns: Sequence[Outcome], assessment: Assessment, at: Evaluation
) -> Iterator[ScoredProject]:
    """What comes out for each row of a set: what its project has, and what results have for its record."""
    results = results_of_records(at.program, of.list)
    names = [name for name in heads_of_records(results) if name not in made]
    whole = {one.head for one in results}
    head, *others = (one for one in columns if one.name not in whole)
    listed = (head, *(Outcome(name) for name in names), *others)
    found = of_records(results, assessment, at)
    for position, row in enumerate(of.rows):
        mine = found.get(position, {})
        yield ScoredProject(row, {**made, **{name: mine.get(name) for name in names}}, listed)


def of_each_row(rejects: Sequence[Reject], made: ProjectFromCells) -> ScoredSet:
    """Why each row of a set is rejected: what is wrong with it, or with another."""
    first = rejects[0].row
    elsewhere = Text(f"row {first} of the same set is rejected", f"同组的第 {first} 行被拒收")
    found = []
    for number in made.records:
        mine = tuple(one for one in rejects if one.row == number)
        found.append(mine or (Reject(number, "", "", elsewhere, None, made.project),))
    return ScoredSet(rejects=tuple(found))


def _under(context: Context) -> tuple[str, ...]:
    """What projects have alike that are compared with each other."""
    set_ = context.indicator_set.fingerprint if context.indicator_set is not None else ""
    return context.rulebook.fingerprint, set_, context.period or ""


def _outcomes(prepared: Prepared) -> tuple[Outcome, ...]:
    """The columns of a project by itself: of its program, and of those who claim points."""
    claims, memory = prepared.context.claims, prepared.program.memory
    key = tuple(claim.by for claim in claims), decimals_of(claim.total for claim in claims)
    if key not in memory:
        memory[key] = tuple(outline(prepared.program, *key))
    columns: tuple[Outcome, ...] = memory[key]
    return columns


def _refused(made: ProjectFromCells, problems: Sequence[Problem], by_line: Mapping[int, Cell]) -> list[Reject]:
    return list(made.refused(problems, by_line))


def score_file(
    row: int, path: str, shown: str, task: FileTask, given: Given = NOTHING, openings: Openings | None = None
) -> Answer:
    """A project's own file; `openings` are shared by the files of a run."""
    try:
        if is_document(path):
            raise refusal(path, task.words)
        prepared = open_project(path, task.rules, task.indicators, opened=task.opened, openings=openings).prepared
        return came_out(row, prepared, given, task.level)
    except InputRefused as refused:
        errors = [problem for problem in refused.problems if problem.severity == "error"] or list(refused.problems)
        return [
            Reject(row, shown, f"{problem.place.line}:{problem.place.column}", problem.message, problem.fix)
            for problem in errors
        ]


# ---------------------------------------------------------------- what is done with each of many

Task = Callable[[Any], Answer]


@dataclass(frozen=True)
class RowTask:
    """Rows of a wide table: `(number, cells)`, each with its places among others."""

    rulebook: Rulebook
    indicator_set: IndicatorSet | None
    columns: tuple[ColumnMeaning, ...]
    file: str
    head: Mapping[str, Any]
    outcomes: tuple[Outcome, ...]
    level: int = 0  # of the places that are asked for, as long as there are such

    def start(self) -> Task:
        scorer = Scorer(
            self.rulebook, self.indicator_set, self.columns, self.file, self.head, self.outcomes, self.level
        )

        def score(asked: tuple[tuple[int, Sequence[str | None]], Given]) -> Answer:
            (number, cells), given = asked
            return scorer.row(number, cells, given)

        return score


@dataclass(frozen=True)
class FormTask:
    """Projects put together from several rows, each under the set that it names or the one that was asked for."""

    choice: Choice
    file: str
    level: int = 0

    def start(self) -> Task:
        library = Library(self.choice, self.file)
        scorers: dict[tuple[str, str], Scorer] = {}

        def score(asked: tuple[ProjectFromCells, Given]) -> Answer:
            made, given = asked
            said: dict[str, str | None] = {
                key: str(made.data[key]) for key in ("period", "indicators", "rules") if key in made.data
            }
            found, problems = library.opened(said)
            if found is None:
                refused = _refused(made, problems, {})
                return of_each_row(refused, made) if made.records else refused
            key = fingerprints(found)
            if key not in scorers:
                scorers[key] = Scorer(*found, (), self.file, {}, level=self.level)
            return scorers[key].project(made, given)

        return score


@dataclass(frozen=True)
class FileTask:
    """Files of projects: `(number, path, as shown)`."""

    rules: str | None
    indicators: str | None
    level: int = 0
    opened: Opened | None = None
    words: FormWords = SHIPPED

    def start(self) -> Task:
        openings = Openings()

        def score(asked: tuple[tuple[int, str, str], Given]) -> Answer:
            (row, path, shown), given = asked
            return score_file(row, path, shown, self, given, openings)

        return score


Work = RowTask | FormTask | FileTask
