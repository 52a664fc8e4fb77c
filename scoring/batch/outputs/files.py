"""The table of scores and the table of rejects as files: Parquet, CSV, XLSX or JSON lines by their names.

A text that a spreadsheet would run as a formula gets an apostrophe before it in CSV and XLSX; numbers stay numbers.
CSV is UTF-8 with a byte order mark, without which Excel shows Chinese as something else.

Another format is a function that writes a staged table into a file, and its line in `FORMATS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from scoring.batch.inputs.sources import PROJECTS
from scoring.batch.outputs.atomic_output import cannot_write, of_system, placed, refused, whole
from scoring.batch.outputs.cells_out import ColumnOut, plain_query, safe_heads, safe_query, scan
from scoring.batch.outputs.sheet import write_xlsx
from scoring.engines.columnar.duck import Connection, faults, literal, quoted, within_memory
from scoring.problems import InputRefused, Language, Place, Problem, Text

BYTE_ORDER_MARK = "\ufeff"
OURS = {"status", "limits", "findings", "rulebook"}
"""Text columns with words of ours and names alone, as those of outcomes: no formula in them, and no number."""

Write = Callable[[Connection, Path, Sequence[ColumnOut], Path, str], None]
"""Writes a staged table's columns into a new file, which will have the name that is given last."""


def _write_parquet(connection: Connection, source: Path, columns: Sequence[ColumnOut], part: Path, named: str) -> None:
    _copy(connection, plain_query(source, columns), [one.name for one in columns], "parquet", part)


def _write_csv(connection: Connection, source: Path, columns: Sequence[ColumnOut], part: Path, named: str) -> None:
    """The byte order mark stands before the first head."""
    first, *others = safe_heads(connection, columns)
    _copy(connection, safe_query(source, columns), [BYTE_ORDER_MARK + first, *others], "csv, HEADER true", part)


def _copy(connection: Connection, query: str, heads: Sequence[str], how: str, part: Path) -> None:
    """By DuckDB itself."""
    named = ", ".join(f"c{n} AS {quoted(head)}" for n, head in enumerate(heads))
    to = f"{literal(str(part))} (FORMAT {how}, USE_TMP_FILE false)"
    connection.execute(f"COPY (SELECT {named} FROM ({query})) TO {to}")


def _write_jsonl(connection: Connection, source: Path, columns: Sequence[ColumnOut], part: Path, named: str) -> None:
    """An object a line; numbers keep the decimals of their column."""
    _copy(connection, plain_query(source, columns), [one.name for one in columns], "json", part)


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file that scores and rejects are written as."""

    write: Write
    library: tuple[str, str] | None = None  # the module that it is written with, and its name for people
    staged_so: bool = False  # the staged table itself is such a file


FORMATS: Mapping[str, Format] = {
    ".parquet": Format(_write_parquet, staged_so=True),
    ".csv": Format(_write_csv),
    ".xlsx": Format(write_xlsx, ("xlsxwriter", "XlsxWriter")),
    ".jsonl": Format(_write_jsonl),
}


@within_memory()
def write_output(connection: Connection, result: Path, output: Path) -> None:
    """The scores of a run from their staged table, whole or not at all; Parquet is the staged table itself.

    Reports `unknown-format`, `too-many-rows`, `too-many-columns`, `cannot-write`.
    """
    if _format(output).staged_so:
        placed(result, output)
        return
    described = connection.execute(f"DESCRIBE SELECT * FROM {scan(result)}").fetchall()
    _write(connection, result, [_of_scores(name, type_) for name, type_, *_ in described], output)


@within_memory()
def write_rejects(connection: Connection, rejects: Path, path: Path, lang: Language) -> None:
    """What could not be scored, from its staged table (file, row, project, column, value, reason_zh, reason_en, fix_zh, fix_en), in its order.

    The columns are row, project, column, value, reason, fix, file. Reports what `write_output` does.
    """
    sources = {"project": "project", "column": "column", "value": "value", "reason": f"reason_{lang}", "fix": f"fix_{lang}",
               "file": "file"}  # fmt: skip
    texts = [ColumnOut(name, "VARCHAR", source, free=True) for name, source in sources.items()]
    _write(connection, rejects, [ColumnOut("row", "BIGINT", "row"), *texts], path)


def unwritable(tables: Sequence[Path], others: Sequence[Path], inputs: Sequence[Path]) -> list[Problem]:
    """Every reason known before the work begins why these tables, and other files such as a summary, cannot be written.

    `inputs`: every file that is named to be read. What these name in turn is TOML or JSON, which is never written here.
    """
    problems = [problem for file in tables for problem in _wrong_format(file)]
    problems += [_of_authors(file) for file in others if _target(file).suffix.lower() in PROJECTS]
    problems += [
        _of_authors(file)
        for file in tables
        if file.suffix.lower() in FORMATS and _target(file).suffix.lower() in PROJECTS
    ]
    return problems + refused([*tables, *others], inputs)


def _target(file: Path) -> Path:
    try:
        return file.resolve()
    except (OSError, ValueError, RuntimeError):
        return file


def _of_authors(file: Path) -> Problem:
    name = file.name[:100]
    message = Text(f"`{name}` has the name of a file that rules or a project are written in",
                   f"{name} 是规则或项目文件的名称")  # fmt: skip
    return Problem(
        "unknown-format", message, Place(file.name), Text("name a .txt or .html file", "改用 .txt 或 .html 文件名")
    )


def _wrong_format(file: Path) -> list[Problem]:
    """A name that says no format that is written, or one whose library is not there."""
    found = FORMATS.get(file.suffix.lower())
    if found is None:
        message = Text(f"`{file.name[:100]}` says no format of a table", f"{file.name[:100]} 看不出是哪种表格格式")
        fix = Text(f"let its name end in {', '.join(FORMATS)}", f"文件名以 {'、'.join(FORMATS)} 结尾")
        return [Problem("unknown-format", message, Place(file.name), fix)]
    if found.library is not None and find_spec(found.library[0]) is None:
        name = found.library[1]
        message = Text(f"sheets are written with {name}, which is not installed", f"写工作表需要 {name}，尚未安装")
        fix = Text('run: pip install "scoring[batch]"', '运行：pip install "scoring[batch]"')
        return [Problem("not-installed", message, Place(file.name), fix)]
    return []


def _format(file: Path) -> Format:
    if problems := _wrong_format(file):
        raise InputRefused(problems)
    return FORMATS[file.suffix.lower()]


def _write(connection: Connection, source: Path, columns: Sequence[ColumnOut], file: Path) -> None:
    kind = _format(file)
    with whole(file) as part:
        try:
            kind.write(connection, source, columns, part, file.name)
        except faults() as error:
            if not of_system(error):
                raise
            raise InputRefused([cannot_write(file.name, error)]) from None


def _of_scores(name: str, type_: str) -> ColumnOut:
    """Results may be numbers or texts; the name of a project or a grade is a text, and may be a formula."""
    free = type_ == "VARCHAR" and name not in OURS and not name.endswith(".outcome")
    return ColumnOut(name, type_, name, free, counts=free and name not in ("project", "grade"))
