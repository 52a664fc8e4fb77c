"""What a fault of DuckDB means for whoever started the run: a problem of theirs, or an error of ours without their paths."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from scoring.batch.inputs.input_table import InputTable
from scoring.batch.inputs.parquet_table import damaged
from scoring.batch.outputs.atomic_output import cannot_write, of_system
from scoring.engines.columnar.duck import faults, within_memory
from scoring.problems import InputRefused


class QueryFailed(Exception):
    """A query of ours failed: our mistake."""


@contextmanager
def reading(table: InputTable) -> Iterator[None]:
    """Reports `bad-table` where a scan stumbles over what its file holds, and `out-of-memory`."""
    try:
        with within_memory():
            yield
    except (faults(), UnicodeError) as error:
        problem = damaged(table.file, table.parquet, error) if table.parquet is not None else None
        if problem is None:
            raise
        raise InputRefused([problem]) from None


@contextmanager
def told(output: Path, work: Path, inputs: Sequence[Path]) -> Iterator[None]:
    """Reports `out-of-memory`, and `cannot-write` where the disk takes no more; any other fault is `QueryFailed`."""
    try:
        with within_memory():
            yield
    except faults() as error:
        if of_system(error):
            raise InputRefused([cannot_write(output.name, error)]) from None
        said = str(error)
        for path in (work, *inputs):
            said = said.replace(str(path.absolute()), path.name)
        raise QueryFailed(f"{type(error).__name__}: {said}") from None
