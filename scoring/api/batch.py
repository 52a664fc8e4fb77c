"""A table of projects, scored: its rows one after the other, or as a data frame."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from scoring.assessor.assessor import Assessor
from scoring.batch.reject import Reject
from scoring.problems import InputRefused, Language, Text, has_errors, language_of

if TYPE_CHECKING:
    from scoring.batch.run import RunOutcome
    from scoring.engines.columnar.duck import Connection

OFTEN = 0.05
"""Seconds between two looks at `cancel` while a query runs."""
MEMORY = "600MB"
AT_ONCE = 1_000


class Cancelled(Exception):
    """A run was stopped because `cancel` said so; nothing of it is left."""

    def __str__(self) -> str:
        return "cancelled, as `cancel` said"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: what came out of it, or why it was rejected. `row["total"]` is a column of the scores."""

    number: int
    project: str | None
    status: Literal["complete", "incomplete", "rejected"]
    rejects: tuple[Reject, ...] = ()
    values: Mapping[str, Decimal | str | None] = field(default_factory=dict)

    def __getitem__(self, column: str) -> Decimal | str | None:
        """None where the row has no such value, as of a row that was rejected; raises `KeyError` where no row has it."""
        return self.values[column]


class Batch:
    """The rows of a table, scored when they are first asked for; each row comes once, in the table's order."""

    def __init__(
        self,
        assessor: Assessor,
        table: str | os.PathLike[str],
        columns: str | os.PathLike[str] | None = None,
        engine: str = "columnar",
        processes: int = 1,
        progress: Callable[[int, int], object] | None = None,
        cancel: Callable[[], bool] | None = None,
    ) -> None:
        self._assessor, self._table, self._columns = assessor, os.fspath(table), columns
        self._engine, self._processes = engine, processes
        self._watch = _Watch(progress, cancel)
        self._lock = threading.Lock()
        self._ran: tuple[RunOutcome, Connection] | None = None
        self._end: Callable[[], object] = _nothing

    def __iter__(self) -> Iterator[Row]:
        """Every row; raises `InputRefused` where the table itself is at fault, and `Cancelled`."""
        ran, connection = self._run()
        rejected = _grouped(_read(connection, ran.rejects)) if ran.rejected else iter(())
        names = [name for name in _names(connection, ran.result) if name != "row"]
        nothing = dict.fromkeys(names)
        waiting = next(rejected, None)
        for number, *cells in _read(connection, ran.result):
            while waiting is not None and waiting[0] < number:
                yield _rejected(*waiting, nothing)
                waiting = next(rejected, None)
            values = dict(zip(names, cells, strict=True))
            yield Row(number, values["project"], values["status"], (), values)
        while waiting is not None:
            yield _rejected(*waiting, nothing)
            waiting = next(rejected, None)

    @property
    def rejects(self) -> list[Reject]:
        """Every cell, or whole row, that could not be scored."""
        ran, connection = self._run()
        if not ran.rejected:
            return []
        return [reject for _, rejects in _grouped(_read(connection, ran.rejects)) for reject in rejects]

    def summary(self, language: Language = "en") -> str:
        """How many rows were scored and rejected, grades, totals, where points were lost."""
        from scoring.views import batch_text

        ran, _ = self._run()
        about = [(Text("input", "输入"), Path(self._table).name)]
        return batch_text.render(ran.figures, about, language_of(language)).rstrip("\n")

    def to_polars(self) -> Any:
        """The rows that were scored as a Polars data frame; a column of points is a decimal."""
        import polars

        return polars.DataFrame(self)

    def to_pandas(self) -> Any:
        """The rows that were scored as a pandas data frame, through pyarrow."""
        import pyarrow

        return pyarrow.table(self).to_pandas()

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The rows that were scored as an Arrow stream, which data frame libraries take without a copy of ours."""
        from scoring.engines.columnar.duck import literal

        ran, connection = self._run()
        relation = connection.cursor().sql(f"SELECT * FROM read_parquet({literal(str(ran.result))})")
        return relation.__arrow_c_stream__(requested_schema)

    def close(self) -> None:
        """Removes what the run staged on disk; otherwise that goes with the object."""
        with self._lock:
            self._end()
            self._ran, self._end = None, _nothing

    def __enter__(self) -> Batch:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ------------------------------------------------------------------ the run

    def _run(self) -> tuple[RunOutcome, Connection]:
        with self._lock:
            if self._ran is None:
                self._ran = self._scored()
            return self._ran

    def _scored(self) -> tuple[RunOutcome, Connection]:
        from scoring.batch.cohorts import Choice
        from scoring.batch.faults import told
        from scoring.batch.request import RunRequest
        from scoring.batch.run import Run
        from scoring.engines.columnar.duck import connect

        self._watch.look()
        asked = RunRequest(
            [self._table],
            Choice(self._assessor.rulebook, self._assessor.indicator_set, by_name=True),
            engine="exact" if self._engine == "exact" else "columnar",
            column_map=column_map(self._columns),
            processes=self._processes,
            by_width=True,
        )
        work = Path(tempfile.mkdtemp(prefix="scoring-"))
        connection = connect(MEMORY, None, work)
        end = weakref.finalize(self, _removed, connection, work)
        try:
            with told(work / "scores", work, [Path(self._table)]):
                ran = Run(asked, connection, work, lambda _: None, self._watch).run()
        except BaseException as error:
            end()
            if self._watch.stopped and not isinstance(error, Cancelled):
                raise Cancelled from None
            raise
        self._end = end
        self._watch.done(ran.figures.rows.came)
        return ran, connection


def _removed(connection: Connection, work: Path) -> None:
    connection.close()
    shutil.rmtree(work, ignore_errors=True)


def _nothing() -> None:
    """There is nothing to remove."""


class _Watch:
    """Tells how far the run is, and asks whether to stop."""

    def __init__(self, progress: Callable[[int, int], object] | None, cancel: Callable[[], bool] | None) -> None:
        self.progress, self.cancel, self.stopped = progress, cancel, False

    def look(self) -> None:
        if self.stopped or (self.cancel is not None and self.cancel()):
            self.stopped = True
            raise Cancelled

    def done(self, rows: int) -> None:
        if self.progress is not None:
            self.progress(rows, rows)

    @contextmanager
    def query(self, connection: Connection, label: Text) -> Iterator[None]:
        self.look()
        if self.cancel is None:
            yield
            return
        over = threading.Event()
        asking = threading.Thread(target=self._ask, args=(connection, over), daemon=True)
        asking.start()
        try:
            yield
        finally:
            over.set()
            asking.join()
        self.look()

    @contextmanager
    def rows(self, total: int, label: Text) -> Iterator[Callable[[int], None]]:
        came = 0

        def advance(more: int) -> None:
            nonlocal came
            came += more
            if self.progress is not None:
                self.progress(came, total)
            self.look()

        self.look()
        yield advance

    def _ask(self, connection: Connection, over: threading.Event) -> None:
        while not over.wait(OFTEN):
            with suppress(Cancelled):
                self.look()
            if self.stopped:
                connection.interrupt()
                return


def column_map(columns: str | os.PathLike[str] | None) -> Any:
    """What heads mean by a file of that name; raises `InputRefused`."""
    from scoring.batch.columns.column_map import read_column_map

    if columns is None:
        return None
    found, problems = read_column_map(Path(columns))
    if found is None or has_errors(problems):
        raise InputRefused(problems)
    return found


def _read(connection: Connection, path: Path) -> Iterator[Sequence[Any]]:
    """The rows of a staged table, in its order."""
    from scoring.engines.columnar.duck import literal

    query = connection.cursor().execute(f"SELECT * FROM read_parquet({literal(str(path))})")
    while some := query.fetchmany(AT_ONCE):
        yield from cast("list[Sequence[Any]]", some)


def _names(connection: Connection, path: Path) -> list[str]:
    from scoring.engines.columnar.duck import literal

    query = connection.cursor().execute(f"DESCRIBE SELECT * FROM read_parquet({literal(str(path))})")
    return [str(name) for name, *_ in query.fetchall()]


def _rejected(number: int, rejects: tuple[Reject, ...], nothing: Mapping[str, None]) -> Row:
    return Row(number, rejects[0].project or None, "rejected", rejects, nothing)


def _grouped(rejects: Iterator[Sequence[Any]]) -> Iterator[tuple[int, tuple[Reject, ...]]]:
    """Rejects by their row."""
    row: int | None = None
    found: list[Reject] = []
    for _, number, project, column, value, zh, en, fix_zh, fix_en in rejects:
        if row is not None and number != row:
            yield row, tuple(found)
            found = []
        row = int(number)
        fix = Text(fix_en, fix_zh) if fix_en else None
        found.append(Reject(row, column, value, Text(en, zh), fix, project or ""))
    if row is not None:
        yield row, tuple(found)
