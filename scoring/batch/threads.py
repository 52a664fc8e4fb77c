"""How many threads may score a table at once within the memory that DuckDB was allowed.

Rows come out in the order in which they came in: what a thread has made of a later part of the table waits in memory for
the parts before it. A part is a row group of the Parquet file, which may have a million rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scoring.engines.columnar.duck import Connection, faults, literal

BYTES_OF_A_CELL = 10
SHARE = 0.5
"""Of the memory, what may wait."""


def threads_for(connection: Connection, parquet: Path | None, columns: int) -> int:
    """Threads for a query that gives so many columns; at least one, at most as many as there are."""
    most, allowed = _one(
        connection, "SELECT current_setting('threads'), parse_formatted_bytes(current_setting('memory_limit'))"
    )
    rows = _largest_group(connection, parquet) if parquet is not None else None
    if rows is None:
        return int(most)
    waiting = rows * columns * BYTES_OF_A_CELL
    return max(1, min(int(most), int(allowed * SHARE) // max(waiting, 1)))


def _largest_group(connection: Connection, parquet: Path) -> int | None:
    try:
        (rows,) = _one(connection, f"SELECT max(row_group_num_rows) FROM parquet_metadata({literal(str(parquet))})")
    except faults():
        return None
    return int(rows) if rows is not None else None


def _one(connection: Connection, query: str) -> tuple[int, ...]:
    found = connection.execute(query).fetchone()
    assert found is not None
    return tuple(found)


@contextmanager
def with_threads(connection: Connection, threads: int) -> Iterator[None]:
    """So many threads for what is done inside."""
    (before,) = _one(connection, "SELECT current_setting('threads')")
    connection.execute(f"SET threads = {threads}")
    try:
        yield
    finally:
        connection.execute(f"SET threads = {before}")
