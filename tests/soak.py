"""Very many made-up projects through all engines: `make soak`.

    python tests/soak.py --projects 1000000 --processes 2        until so many projects
    python tests/soak.py --seconds 3600 --seed 1000              for so long, from this rulebook on

A made-up rulebook with its set has a table of projects. Each row is scored by `exact`, by durable-rules and, where SQL takes
it, in columns: what comes out has to be the same. Some rows are written as project files as well: `batch` and `score` give
the same. Some further projects say what no table can (limits of numbers, lists, rows of their own): two engines, whole
scorecards and every table's decision. What refuses a project before it is scored and stands in the rules is told by `check`.

Everything is made from its numbers alone: the same seed tries the same, whatever the number of processes. Every difference
is printed with the numbers that make it again, and the exit status is then 1; the last line says where to go on.
"""

from __future__ import annotations

import argparse
import gc
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing import Pool
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scoring.assessor.assessor import Assessor, Prepared
from scoring.batch.inputs.input_table import InputTable
from scoring.batch.layouts.project_from_cells import ProjectFromCells
from scoring.batch.one_by_one import Answer, Given, ScoredProject, Scorer
from scoring.batch.outputs.records import Record, record
from scoring.engines.columnar.duck import Connection, connect
from scoring.engines.durable.evaluation import evaluate
from scoring.engines.exact.evaluation import Evaluation
from scoring.lint.checking import checked_by
from scoring.problems import InputRefused, Problem, has_errors
from scoring.rulebook.rulebook import IndicatorSet, Rulebook
from scoring.scorecard.assessment import assess
from tests.agreement import compared, prepared, project_of, rulebook_of, set_of
from tests.columns import PlainReporter, agreement, closed, opened, parquet, staged, tellable, texts, wide
from tests.filled_tables import filled
from tests.generators import Data, Generated, generated, project, toml
from tests.generators.reach import FILES, everything, reached

ROWS = 300  # of each table
FURTHER = 10  # projects that say what no table can
AS_FILES = 5  # rows of the table that are written as files as well
WRITTEN = 2  # beside one of so many a rulebook and table as people write them, nearly all of which is for SQL
CHECKED = 4  # one rulebook of so many is looked at by `check`, which takes as long as hundreds of projects


@dataclass
class Came:
    """What came of one rulebook's projects: counts by kind of comparison, and every difference."""

    counted: Counter[str] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)
    reached: set[str] = field(default_factory=set)

    def add(self, other: Came) -> None:
        self.counted += other.counted
        self.differences += other.differences
        self.reached |= other.reached


class BothEngines(Scorer):
    """Scores rows by `exact`, and each by durable-rules as well."""

    came: Came
    first: dict[int, Record]

    def row(self, number: int, cells: Sequence[str | None], *others: object) -> Answer:
        answer = super().row(number, cells, *others)  # type: ignore[arg-type]
        self.came.counted["rows rejected" if isinstance(answer, list) else "rows scored"] += 1
        return answer

    def _scored(self, made: ProjectFromCells, prepared: Prepared, given: Given) -> Answer:
        row = made.row
        refused: list[Problem] | None = None
        answer: Answer | None = None
        try:
            answer = super()._scored(made, prepared, given)
        except InputRefused as error:
            refused = list(error.problems)
        self.came.counted["by exact and durable-rules"] += 1
        other = _by_durable(prepared)
        mine = refused if answer is None else answer.record if isinstance(answer, ScoredProject) else None
        if mine is not None and mine != other:
            self.came.differences.append(f"row {row}: exact {mine}\nrow {row}: durable-rules {other}")
        if isinstance(answer, ScoredProject) and row <= AS_FILES:
            self.first[row] = answer.record
        if answer is None:
            raise InputRefused(refused or [])
        return answer


def _by_durable(prepared: Prepared) -> Record | list[Problem]:
    with evaluate(prepared.program, prepared.sheet) as rules:
        try:
            return record(assess(rules, prepared.context), prepared.context, prepared.program)
        except InputRefused as error:
            return list(error.problems)


# ---------------------------------------------------------------- one rulebook


def of_rulebook(seed: int) -> Came:
    """Everything about the made-up rulebook of this number."""
    came = Came()
    try:
        book = generated(seed)
        came.reached.update(reached(FILES["rulebook"], book.rulebook), reached(FILES["set"], book.indicator_set))
        came.counted["rulebooks"] += 1
        _table(closed(book), came)
        _further(book, came)
        if seed % WRITTEN == 0:
            _as_people_write(seed, came)
        if seed % CHECKED == 0:
            _checked(book, came)
    except Exception:
        came.differences.append(traceback.format_exc())
    finally:
        gc.collect()
    came.differences = [f"seed {seed}: {one}" for one in came.differences]
    return came


def _table(book: Generated, came: Came) -> None:
    """A table of projects in columns, by `exact` and by durable-rules."""
    told = [tellable(PlainReporter(book, number).everything()) for number in range(ROWS)]
    rows = [wide(one, f"项目{number}") for number, one in enumerate(told)]
    rulebook, indicator_set = rulebook_of(book), set_of(book) if book.rows else None

    first = _by_all(rulebook, indicator_set, staged(_connection(), rows), came)
    assessor = Assessor(rulebook, indicator_set)
    for number, mine in first.items():
        _as_file(assessor, told[number - 1], mine, number, came)


def _as_people_write(seed: int, came: Came) -> None:
    """A rulebook that keeps to what evaluators write every day, with its table of texts or of typed columns."""
    typed = seed % (2 * WRITTEN) == 0
    book = filled(seed, typed, ROWS)
    rulebook, indicator_set = opened(book)
    folder = Path(tempfile.mkdtemp(prefix="soak-"))
    table = parquet(_connection(), book.columns, folder) if typed else texts(_connection(), book.columns)
    _by_all(rulebook, indicator_set, table, came)
    shutil.rmtree(folder)


def _by_all(rulebook: Rulebook, indicator_set: IndicatorSet | None, table: InputTable, came: Came) -> dict[int, Record]:
    """Every row of a table by all three engines; the records of its first rows."""

    class Scoring(BothEngines):
        pass

    Scoring.came, Scoring.first = came, {}
    try:
        found = agreement(_connection(), rulebook, indicator_set, table, 2024, Scoring, rest=True)
    except InputRefused as refused:
        came.counted["tables that no row is scored of"] += 1
        came.counted.update(f"  {one.code}" for one in refused.problems[:1])
        return {}
    came.counted["in columns as well"] += found.fast
    came.counted["left to exact by columns"] += found.slow
    if found.refused:
        came.counted[f"  no columns: {found.refused.partition(':')[0]}"] += 1
    came.differences += found.differences
    return Scoring.first


def _as_file(assessor: Assessor, data: Data, of_row: Record, number: int, came: Came) -> None:
    """`score` of the project's file gives what `batch` gives of its row."""
    data = {**data, "project": f"项目{number - 1}"}
    if assessor.indicator_set is None:
        data = {**{key: value for key, value in data.items() if key != "indicators"}, "rules": "generated"}
    ready, problems = assessor.prepare(project_of(data))
    if ready is None:
        came.differences.append(
            f"row {number} is scored, its file refused: {[one.message.en for one in problems]}\n{toml(data)}"
        )
        return
    came.counted["by batch and score"] += 1
    made = record(assess(Evaluation(ready.program, ready.sheet), ready.context), ready.context, ready.program)
    if made != of_row:
        names = [name for name in {**made, **of_row} if made.get(name) != of_row.get(name)]
        unlike = {name: (of_row.get(name), made.get(name)) for name in names}
        came.differences.append(f"row {number}: batch and score differ: {unlike}\n{toml(data)}")


def _further(book: Generated, came: Came) -> None:
    """Projects of everything that a file can say, their whole scorecards and every decision."""
    assessor = Assessor(rulebook_of(book), set_of(book))
    for number in range(FURTHER):
        data = project(book, number)
        came.reached.update(reached(FILES["project"], data))
        ready, _ = prepared(assessor, data)
        came.counted["files"] += 1
        if ready is None:
            came.counted["files refused"] += 1
            continue
        found = compared(ready)
        if found.difference is not None:
            came.differences.append(f"project {number}: {found.difference}")
            continue
        came.counted["files refused" if found.scorecard is None else "files compared whole"] += 1
        came.counted["clauses"] += found.clauses


def _checked(book: Generated, came: Came) -> None:
    """What keeps every project from being scored is told by `check`, and `check` never fails."""
    assessor = Assessor(rulebook_of(book), set_of(closed(book)) if book.rows else None)
    told = checked_by(assessor).problems
    came.counted["rulebooks checked"] += 1
    sound = not has_errors(told)
    came.counted["rulebooks that check accepts"] += sound
    known = {(str(one.place), one.code) for one in told}
    for number in range(3):
        _, problems = prepared(assessor, tellable(PlainReporter(book, number).everything()))
        for one in problems:
            of_rules = one.place.file.startswith(("rules/", "indicators/"))
            if (
                one.severity == "error"
                and of_rules
                and one.code not in OF_A_PROJECT
                and (str(one.place), one.code) not in known
            ):
                came.differences.append(f"check says nothing of {one.place} [{one.code}] {one.message.en}")


OF_A_PROJECT = {"weights-off-total"}
"""What stands in the rules and rests on which rows a project has."""

_open: list[Connection] = []


def _connection() -> Connection:
    """The database of this process."""
    if not _open:
        _open.append(connect("500MB", 1, Path(tempfile.mkdtemp(prefix="soak-"))))
    return _open[0]


# ---------------------------------------------------------------- many


def results(seeds: range, processes: int) -> Iterator[Came]:
    if processes == 1:
        yield from map(of_rulebook, seeds)
        return
    with Pool(processes, maxtasksperchild=100) as pool:
        yield from pool.imap(of_rulebook, seeds)


def told(came: Came, seconds: float) -> str:
    """All counts, and how much of the language was in it."""
    every = came.counted["rows scored"] + came.counted["rows rejected"] + came.counted["files"]
    lines = [f"{every} projects, {len(came.differences)} differences, {seconds:.0f} s"]
    lines += [f"  {name:<60}{count:>10}" for name, count in sorted(came.counted.items())]
    wanted = everything()
    return "\n".join([*lines, f"  {len(wanted & came.reached)} of {len(wanted)} keys and words of the models"])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--projects", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--processes", type=int, default=2)
    asked = parser.parse_args()
    least = asked.seed + (-(-asked.projects // (ROWS + FURTHER)) if asked.seconds == float("inf") else 10**9)
    came = Came()
    seed = asked.seed
    started = shown = time.monotonic()
    for found in results(range(asked.seed, least), asked.processes):
        seed += 1
        came.add(found)
        for difference in found.differences:
            print(difference, flush=True)
        passed = time.monotonic() - started
        if time.monotonic() - shown > 60:
            shown = time.monotonic()
            print(told(came, passed) + f"\n  go on with --seed {seed}", flush=True)
        if passed > asked.seconds:
            break
    print(told(came, time.monotonic() - started) + f"\ngo on with --seed {seed}")
    return 1 if came.differences else 0


if __name__ == "__main__":
    sys.exit(main())
