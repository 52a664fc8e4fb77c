"""Several rulebooks over the same tables in one query: tables are read once, and what rulebooks compute alike is computed once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from scoring.batch.cohort_scores import work_of
from scoring.batch.comparison import sample
from scoring.batch.outputs.outline import ScoreColumn, merged
from scoring.batch.outputs.result_parts import counted, type_of
from scoring.batch.run import Compiling, Run
from scoring.batch.threads import threads_for, with_threads
from scoring.engines.columnar.duck import allow, beyond_limits, literal, quoted
from scoring.engines.columnar.joint import joint
from scoring.problems import Text

Wanted = Callable[[Sequence[Mapping[str, str]]], Sequence[Collection[str]]]
"""Of each rulebook the columns that are wanted, by the SQL of its columns: alike where they are the same in every row."""


@dataclass(frozen=True)
class JointPart:
    """What one of several rulebooks gives every row: cells over rows that they share."""

    columns: Sequence[ScoreColumn]
    rows: str  # what stands after FROM, for all of them
    cells: Mapping[str, str]  # SQL by column, `file`, `row` and `project` among them
    tables: tuple[str, ...]  # that were made for them

    @property
    def scan(self) -> str:
        """What stands after FROM, for this one alone."""
        listed = ", ".join(f"{sql} AS {quoted(name)}" for name, sql in self.cells.items())
        return f"(SELECT {listed} FROM {self.rows})"


def joint_parts(runs: Sequence[Run], wanted: Wanted) -> list[JointPart] | None:
    """The scores of runs that are begun over the same tables; None where they cannot be had together: a row is for `exact`,
    a project is a file of its own, or places among others are asked for."""
    by_cohort = _cohorts(runs)
    if by_cohort is None:
        return None
    found: list[list[JointPart]] = []
    for several in by_cohort:
        parts = _scored(runs, several, wanted)
        if parts is None:
            return None
        found.append(parts)
    return found[0] if len(found) == 1 else _together(found)


def _cohorts(runs: Sequence[Run]) -> list[list[Compiling]] | None:
    """Each cohort as every run has it; None where one is not scored by SQL alone."""
    listed = [[one for several in run.cohorts.values() for one in several] for run in runs]
    if any(len(run.cohorts) < len(run.sources) for run in runs) or len({len(one) for one in listed}) > 1 or not listed[0]:  # fmt: skip
        return None
    found = [list(several) for several in zip(*listed, strict=True)]
    for several in found:
        if len({compiled.source for _, _, compiled in several}) > 1:
            return None
        if any(compiled.query is None or compiled.program.peers for _, _, compiled in several):
            return None
    return found


def _scored(runs: Sequence[Run], several: Sequence[Compiling], wanted: Wanted) -> list[JointPart] | None:
    """One cohort by all runs, each of them compared with `exact` on some rows; None where a row is not for SQL."""
    staged = _Staged(runs, several, wanted)
    if not staged.is_made():
        return None
    parts = staged.parts()
    rows = sample(runs[0].connection, parts[0], runs[0].asked.sampled)
    cells = list(runs[0].cohort_scores.cells(several[0][1], rows))
    for run, (_, cohort, compiled), part in zip(runs, several, parts, strict=True):
        run.cohort_scores.compare(work_of(cohort, compiled), part, rows, cells)
    return parts


class _Staged:
    """A table of one cohort with what each run asks of it, every SQL once."""

    def __init__(self, runs: Sequence[Run], several: Sequence[Compiling], wanted: Wanted) -> None:
        self.first, (name, self.cohort, self.compiled) = runs[0], several[0]
        self.table = quoted(f"{self.first.work} {name}")
        self.query = joint([one.query for _, _, one in several if one.query is not None])
        outlines = [compiled.outline for _, _, compiled in several]
        self.texts = [_texts(*one) for one in zip(self.query.outputs, outlines, strict=True)]
        kept = wanted(self.texts)
        self.columns = [[one for one in outline if one.name in names] for outline, names in zip(outlines, kept, strict=True)]  # fmt: skip
        listed = (texts[one.name] for texts, columns in zip(self.texts, self.columns, strict=True) for one in columns if one.name in texts)  # fmt: skip
        self.names = {text: quoted(f"s~{number}") for number, text in enumerate(dict.fromkeys(listed))}

    def is_made(self) -> bool:
        """Whether SQL could score every row."""
        query, connection = self.query, self.first.connection
        named = self.query.outputs[0].get("project")
        listed = [('"row"', '"row"'), *((name, text) for text, name in self.names.items())]
        listed += [("project", named)] if named is not None else []
        listed += [("slow", query.slow)] if query.slow != "FALSE" else []
        allow(connection, len(self.cohort.columns) + len(listed))
        threads = threads_for(connection, self.cohort.staged.parquet, len(listed))
        shown = self.cohort.staged.file
        try:
            with (
                self.first.watch.query(connection, Text(f"scoring {shown}", f"评分 {shown}")),
                with_threads(connection, threads),
            ):
                select = query.layers.select(self.compiled.source, listed)
                connection.execute(f"CREATE TABLE {self.table} AS {select}")
        except beyond_limits():  # a file that says less of its numbers than it has
            return False
        return query.slow == "FALSE" or not counted(connection, self.table, "slow")

    def parts(self) -> list[JointPart]:
        """What each run gives the rows."""
        shown = self.cohort.staged.file
        unnamed = f'{literal(shown + ":")} || CAST("row" AS VARCHAR)'
        keys = {
            "file": literal(shown) if len(self.first.sources) > 1 else "NULL::VARCHAR",
            "row": '"row"',
            "project": f"coalesce(project, {unnamed})" if "project" in self.query.outputs[0] else unnamed,
        }
        found = []
        for texts, columns in zip(self.texts, self.columns, strict=True):
            cells = {one.name: self.names[texts[one.name]] for one in columns if one.name in texts}
            found.append(JointPart(columns, self.table, keys | cells, (self.table,)))
        return found


def _texts(outputs: Mapping[str, str], outline: Sequence[ScoreColumn]) -> dict[str, str]:
    """The SQL of every column that comes out, beside the project and the rulebook, with its type."""
    found = {}
    for one in outline:
        if one.name not in ("project", "rulebook"):
            text = outputs.get(one.name, "NULL")
            found[one.name] = text if text != "NULL" else f"CAST(NULL AS {type_of(one)})"
    return found


def _together(cohorts: Sequence[Sequence[JointPart]]) -> list[JointPart]:
    """Several cohorts as one, in the order of their tables and rows; each with the parts of all runs."""
    by_run = [[parts[at] for parts in cohorts] for at in range(len(cohorts[0]))]
    outlines = [merged(part.columns for part in parts) for parts in by_run]
    own = ("file", "row", "project")
    selects = []
    for parts in cohorts:
        listed = [f"{parts[0].cells[name]} AS {quoted(name)}" for name in own]
        for at, (part, columns) in enumerate(zip(parts, outlines, strict=True)):
            listed += [f"CAST({part.cells.get(one.name, 'NULL')} AS {type_of(one)}) AS {_of_run(at, one)}" for one in columns]  # fmt: skip
        selects.append(f"SELECT {', '.join(listed)} FROM {parts[0].rows}")
    rows = f"({' UNION ALL '.join(selects)})"
    tables = tuple(table for parts in cohorts for table in parts[0].tables)
    cells = {name: quoted(name) for name in own}
    return [JointPart(columns, rows, cells | {one.name: _of_run(at, one) for one in columns}, tables)
            for at, columns in enumerate(outlines)]  # fmt: skip


def _of_run(at: int, column: ScoreColumn) -> str:
    return quoted(f"{at}.{column.name}")
