"""A Parquet file scanned where it lies: nothing is copied, typed cells keep their types."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import closing
from pathlib import Path

from scoring.batch.inputs.input_table import InputTable, faults_of_heads, kept, passed_over, trimmed
from scoring.documents.files import open_regular
from scoring.engines.columnar.duck import Connection, connect, faults, literal, quoted
from scoring.problems import Place, Problem, Text
from scoring.values.number import cut

MAGIC = b"PAR1"
MOST_DIGITS = 38
"""Of a decimal; DuckDB makes a float of one that has more."""


def stage_parquet(
    connection: Connection,
    path: Path,
    file: str,
    staged: Path | None = None,
    ignored: Collection[str] = (),
    sheet: str | None = None,
) -> tuple[InputTable | None, list[Problem]]:
    """The table as it can be scanned, or what is wrong with the whole of it.

    Text cells are trimmed in the scan as those of a CSV. Columns of nested types, of moments and of bytes are there
    with their types; whether they matter is said when heads are read.
    """
    opened = open_regular(path, file)
    if isinstance(opened, Problem):
        return None, [opened]
    with opened as source:
        if source.read(4) != MAGIC:
            return None, [_no_parquet(file, "it does not begin as one")]
    read = f"read_parquet({literal(str(path.absolute()))}, file_row_number=true)"
    try:
        described = connection.execute(f"DESCRIBE SELECT * EXCLUDE (file_row_number) FROM {read}").fetchall()
        named = [row[0] for row in connection.execute(
            f"SELECT name FROM parquet_schema({literal(str(path.absolute()))}) WHERE name IS NOT NULL").fetchall()]  # fmt: skip
        counted = connection.execute(f"SELECT count(*) FROM {read}").fetchone()
    except (faults(), UnicodeError) as error:
        return None, [_no_parquet(file, str(error).splitlines()[0].replace(str(path.absolute()), file))]
    heads = [column[0] for column in described]
    problems = faults_of_heads([_written(head, named) for head in heads], file, 1, ignored)
    if problems:
        return None, problems
    used = kept([head.strip() for head in heads], ignored)
    too_long = _too_long(connection, path)
    problems = [_loses_digits(heads[index], too_long[heads[index]], file) for index in used if heads[index] in too_long]
    if problems:
        return None, problems
    empty = _empty(connection, path)
    types = ["VARCHAR" if head in empty else "DOUBLE" if kind == "FLOAT" else str(kind) for head, kind, *_ in described]
    cells = "".join(
        f", {_cell(heads[i], described[i][1], heads[i] in empty)} AS {quoted(heads[i].strip())}" for i in used
    )
    return InputTable(
        file,
        f'(SELECT file_row_number + 1 AS "row"{cells} FROM {read})',
        tuple(heads[index].strip() for index in used),
        tuple(types[index] for index in used),
        counted[0] if counted else 0,
        columns=tuple(index + 1 for index in used),
        parquet=path.absolute(),
        ignored=passed_over([head.strip() for head in heads], used),
    ), []


def _written(head: str, named: list[str]) -> str:
    """A head as the file has it: DuckDB gives `a_1` for the second of `A` and `a`."""
    original, _, number = head.rpartition("_")
    renamed = head not in named and number.isdigit()
    return original.strip() if renamed else head.strip()


def _cell(head: str, kind: str, empty: bool) -> str:
    """A cell as it is scanned: of a column without any, a text that nobody wrote; of short floats, the decimal that each is."""
    if empty:
        return "CAST(NULL AS VARCHAR)"
    column = quoted(head)
    if kind == "FLOAT":
        return f"CAST(CAST({column} AS VARCHAR) AS DOUBLE)"
    return trimmed(column) if kind == "VARCHAR" else column


def _empty(connection: Connection, path: Path) -> set[str]:
    """Columns without a single value, as far as the file says so: whatever type they have, nobody reported anything."""
    query = (f"SELECT path_in_schema FROM parquet_metadata({literal(str(path.absolute()))}) GROUP BY 1 "
             "HAVING sum(stats_null_count) = sum(num_values) AND count(stats_null_count) = count(*)")  # fmt: skip
    try:
        return {str(name) for (name,) in connection.execute(query).fetchall()}
    except (faults(), UnicodeError):
        return set()


def _too_long(connection: Connection, path: Path) -> dict[str, int]:
    """Columns whose decimals have more digits than are read exactly, with how many."""
    query = (
        f"SELECT name, precision FROM parquet_schema({literal(str(path.absolute()))}) WHERE precision > {MOST_DIGITS}"
    )
    return {str(name): int(digits) for name, digits in connection.execute(query).fetchall()}


def _loses_digits(head: str, digits: int, file: str) -> Problem:
    message = Text(f"column `{head.strip()}` has decimals of {digits} digits; up to {MOST_DIGITS} are read exactly",
                   f"{head.strip()} 列是 {digits} 位的小数类型，最多准确读取 {MOST_DIGITS} 位")  # fmt: skip
    fix = Text(f"cast it to DECIMAL({MOST_DIGITS}, …), or to a text", f"转换为 DECIMAL({MOST_DIGITS}, …) 或文本")
    return Problem("number-too-long", message, Place(file), fix)


def _no_parquet(file: str, why: str) -> Problem:
    message = Text(f"this is no Parquet file that can be read: {cut(why, 120)}", "无法作为 Parquet 文件读取")
    return Problem("bad-table", message, Place(file), Text("write it anew", "请重新生成"))


def damaged(file: str, parquet: Path, error: Exception) -> Problem | None:
    """What a scan that failed says of its file, which is read where it lies, and whose data nobody looked at before.

    None where the file can be read to its end, so that something else is to blame.
    """
    if "Invalid string encoding" in str(error):
        message = Text("a text in the Parquet file is not UTF-8", "Parquet 文件中有的文本不是 UTF-8 编码")
    elif not _reads_to_its_end(parquet):
        message = Text("the Parquet file is damaged: its data cannot be read", "Parquet 文件已损坏，数据无法读取")
    else:
        return None
    return Problem("bad-table", message, Place(file), Text("write it anew", "请重新生成"))


def _reads_to_its_end(parquet: Path) -> bool:
    """Whether a scan that asks for nothing but all of its cells goes through."""
    with closing(connect(None, 1, parquet.parent)) as connection:
        try:
            connection.execute(
                f"SELECT bit_xor(hash(cells)) FROM read_parquet({literal(str(parquet))}) cells"
            ).fetchone()
        except (faults(), UnicodeError):
            return False
    return True
