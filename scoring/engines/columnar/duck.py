"""DuckDB in-process: a connection that touches nothing but the run's work folder, and names and texts for its SQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
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


@contextmanager
def within_memory() -> Iterator[None]:
    """Reports `out-of-memory` where DuckDB cannot do with what it was given, even with what it keeps on disk."""
    import duckdb

    try:
        yield
    except duckdb.OutOfMemoryException:
        message = Text("the memory that was allowed is too little for this table", "允许使用的内存不足以处理这张表")
        fix = Text("allow more, such as --memory 4GB, or split the table", "放宽限制，例如 --memory 4GB，或把表拆开")
        raise InputRefused([Problem("out-of-memory", message, Place("<command line>"), fix)]) from None


def allow(connection: Connection, columns: int) -> None:
    """Lets DuckDB take what a query over so many columns was seen to need: 300 MB, and 1.5 MB more for each."""
    connection.execute(f"SET memory_limit = '{max(450, min(300 + columns * 3 // 2, 16_000))}MB'")


def beyond_limits() -> tuple[type[Exception], ...]:
    """What DuckDB raises where a number is larger than was expected of it."""
    import duckdb

    return duckdb.OutOfRangeException, duckdb.ConversionException
