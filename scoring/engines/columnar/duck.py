"""DuckDB, opened so that it stays inside its memory and its folder and fetches nothing."""

from __future__ import annotations

from pathlib import Path

import duckdb

Connection = duckdb.DuckDBPyConnection
Failed = duckdb.Error


def connect(memory: str | None, threads: int | None, folder: Path) -> Connection:
    """A database in memory; what does not fit goes to files in `folder`, the run's own."""
    wanted: dict[str, str | bool | int | float | list[str]] = {
        "temp_directory": str(folder),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "preserve_insertion_order": True,
    }
    if memory is not None:
        wanted["memory_limit"] = memory
    if threads is not None:
        wanted["threads"] = threads
    connection = duckdb.connect(config=wanted)
    for counted in ("enable_progress_bar = true", "enable_progress_bar_print = false"):  # told, but drawn by us alone
        connection.execute(f"SET {counted}")
    return connection


def quoted(name: str) -> str:
    """A name as SQL writes it: `"N1.points"`."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as SQL writes it: `'甲'`."""
    return "'" + text.replace("'", "''") + "'"
