"""DuckDB in-process: a connection that touches nothing but the run's work folder, and names and texts for its SQL."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from scoring.problems import InputRefused, Place, Problem, Text

if TYPE_CHECKING:
    import duckdb

    Connection = duckdb.DuckDBPyConnection
else:
    Connection = Any


def connect(memory: str | None, threads: int | None, folder: Path) -> Connection:
    """A connection that spills into `folder`, keeps the order of rows and loads no extension."""
    try:
        import duckdb
    except ImportError:
        message = Text("tables are scored with DuckDB, which is not installed", "成批评分需要 DuckDB，尚未安装")
        fix = Text('run: pip install "scoring[batch]"', '运行：pip install "scoring[batch]"')
        raise InputRefused([Problem("not-installed", message, Place("<command line>"), fix)]) from None
    config: dict[str, str | bool | int | float | list[str]] = {
        "temp_directory": str(folder),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "preserve_insertion_order": True,
    }
    if memory is not None:
        config["memory_limit"] = memory
    if threads is not None:
        config["threads"] = threads
    connection = duckdb.connect(config=config)
    for counted in ("enable_progress_bar = true", "enable_progress_bar_print = false"):
        connection.execute(f"SET {counted}")  # so that `query_progress` tells; a bar is drawn by the command alone
    return connection


def quoted(name: str) -> str:
    """A name for SQL: `N1.actual` as "N1.actual"."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text for SQL, in its quotes."""
    return "'" + text.replace("'", "''") + "'"


def faults() -> type[Exception]:
    """What DuckDB raises: `except faults() as error`."""
    import duckdb

    return duckdb.Error
