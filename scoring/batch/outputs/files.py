"""The table of scores and the table of rejects as files: Parquet, CSV or XLSX by their names.

A text that a spreadsheet would run as a formula gets an apostrophe before it in CSV and XLSX; numbers stay numbers.
CSV is UTF-8 with a byte order mark, without which Excel shows Chinese as something else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path

from scoring.batch.outputs.atomic_output import cannot_write, of_system, placed, refused, whole
from scoring.batch.outputs.sheet import MOST_COLUMNS, MOST_ROWS, SheetColumn, write_sheet
from scoring.engines.columnar.duck import Connection, faults, literal, quoted, within_memory
from scoring.problems import InputRefused, Language, Place, Problem, Text

FORMATS = (".parquet", ".csv", ".xlsx")
BYTE_ORDER_MARK = "\ufeff"
OURS = {"status", "limits", "findings", "rulebook"}
"""Text columns with words of ours and names alone, as those of outcomes: no formula in them, and no number."""

# Spreadsheets look past blanks and marks that nobody sees, and some take the full-width signs.
LIKE_FORMULA = r"^[\t\r\n]|^[\x00-\x20\p{Z}\p{Cf}]*[=+\-@＝＋－＠]"
NUMBER = r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?%?"
NOT_IN_XML = r"[\x00-\x08\x0B\x0C\x0E-\x1F\x{FFFE}\x{FFFF}]"
LIKE_ESCAPE = r"_(x[0-9A-Fa-f]{4}_)"  # a sheet reads `_x0041_` as the letter A
ESCAPED = r"_x005F_\1"
UNREADABLE = "\ufffd"
LONGEST_IN_SHEET = 16_000  # characters; a cell holds 32,767 halves of them


@within_memory()
def write_output(connection: Connection, result: Path, output: Path) -> None:
    """The scores of a run from their staged table, whole or not at all; Parquet is the staged table itself.

    Reports `unknown-format`, `too-many-rows`, `too-many-columns`, `cannot-write`.
    """
    described = connection.execute(f"DESCRIBE SELECT * FROM {_scan(result)}").fetchall()
    columns = [_of_scores(name, type_) for name, type_, *_ in described]
    if _format(output) == ".parquet":
        placed(result, output)
    else:
        _write(connection, result, columns, output)


@within_memory()
def write_rejects(connection: Connection, rejects: Path, path: Path, lang: Language) -> None:
    """What could not be scored, from its staged table (file, row, column, value, reason_zh, reason_en), in its order.

    The columns are row, column, value, reason, file. Reports what `write_output` does.
    """
    sources = {"column": "column", "value": "value", "reason": f"reason_{lang}", "file": "file"}
    texts = [SheetColumn(name, "VARCHAR", source, free=True) for name, source in sources.items()]
    _write(connection, rejects, [SheetColumn("row", "BIGINT", "row"), *texts], path)


def unwritable(tables: Sequence[Path], others: Sequence[Path], inputs: Sequence[Path]) -> list[Problem]:
    """Every reason known before the work begins why these tables, and other files such as a summary, cannot be written."""
    problems = [problem for file in tables for problem in _wrong_format(file)]
    return problems + refused([*tables, *others], inputs)


def _wrong_format(file: Path) -> list[Problem]:
    """A name that says no format that is written, or one whose library is not there."""
    if file.suffix.lower() not in FORMATS:
        message = Text(f"`{file.name[:100]}` says no format of a table", f"{file.name[:100]} 看不出是哪种表格格式")
        fix = Text(f"let its name end in {', '.join(FORMATS)}", f"文件名以 {'、'.join(FORMATS)} 结尾")
        return [Problem("unknown-format", message, Place(file.name), fix)]
    if file.suffix.lower() == ".xlsx" and find_spec("xlsxwriter") is None:
        message = Text(
            "sheets are written with XlsxWriter, which is not installed", "写工作表需要 XlsxWriter，尚未安装"
        )
        fix = Text('run: pip install "scoring[batch]"', '运行：pip install "scoring[batch]"')
        return [Problem("not-installed", message, Place(file.name), fix)]
    return []


# ---------------------------------------------------------------- into a file


def _write(connection: Connection, source: Path, columns: Sequence[SheetColumn], file: Path) -> None:
    kind = _format(file)
    rows = _fitting(connection, source, columns, file) if kind == ".xlsx" else 0
    heads = [one.name for one in columns] if kind == ".parquet" else _heads(connection, columns)
    query = _query(source, columns, kind)
    with whole(file) as part:
        try:
            if kind == ".xlsx":
                write_sheet(connection, query, rows, heads, columns, part)
            else:
                _copy(connection, query, heads, kind, part)
        except faults() as error:
            if not of_system(error):
                raise
            raise InputRefused([cannot_write(file.name, error)]) from None


def _copy(connection: Connection, query: str, heads: Sequence[str], kind: str, part: Path) -> None:
    """By DuckDB itself. The byte order mark stands before the first head."""
    mark, how = (BYTE_ORDER_MARK, "csv, HEADER true") if kind == ".csv" else ("", "parquet")
    named = ", ".join(f"c{n} AS {quoted(head if n else mark + head)}" for n, head in enumerate(heads))
    to = f"{literal(str(part))} (FORMAT {how}, USE_TMP_FILE false)"
    connection.execute(f"COPY (SELECT {named} FROM ({query})) TO {to}")


def _format(file: Path) -> str:
    if problems := _wrong_format(file):
        raise InputRefused(problems)
    return file.suffix.lower()


def _scan(table: Path) -> str:
    return f"read_parquet({literal(str(table))})"


def _of_scores(name: str, type_: str) -> SheetColumn:
    """Results may be numbers or texts; the name of a project or a grade is a text, and may be a formula."""
    free = type_ == "VARCHAR" and name not in OURS and not name.endswith(".outcome")
    return SheetColumn(name, type_, name, free, counts=free and name not in ("project", "grade"))


def _fitting(connection: Connection, source: Path, columns: Sequence[SheetColumn], file: Path) -> int:
    """How many rows there are, where a sheet holds as many."""
    counted = connection.execute(f"SELECT count(*) FROM {_scan(source)}").fetchone()
    rows = int(counted[0]) if counted is not None else 0
    fix = Text("name a .csv or .parquet file", "改用 .csv 或 .parquet 文件名")
    for count, most, code, en, zh in (
        (rows, MOST_ROWS, "too-many-rows", "rows", "行"),
        (len(columns), MOST_COLUMNS, "too-many-columns", "columns", "列"),
    ):
        if count > most:
            message = Text(f"{count:,} {en} do not fit in a sheet, which takes {most:,} at most",
                           f"共 {count:,} {zh}，工作表最多容纳 {most:,} {zh}")  # fmt: skip
            raise InputRefused([Problem(code, message, Place(file.name), fix)])
    return rows


# ---------------------------------------------------------------- cells, in SQL


def _heads(connection: Connection, columns: Sequence[SheetColumn]) -> list[str]:
    """The heads, harmless too: a group's name may begin with an equals sign."""
    query = f"SELECT {_harmless('head')} FROM (SELECT unnest($1) AS head)"
    return [str(head) for (head,) in connection.execute(query, [[one.name for one in columns]]).fetchall()]


def _query(source: Path, columns: Sequence[SheetColumn], kind: str) -> str:
    """SQL for what goes out, as columns c0, c1, …"""
    if kind == ".parquet":
        return f"SELECT {_listed(quoted(one.source) for one in columns)} FROM {_scan(source)}"
    within = _listed(_for_sheet(one) if kind == ".xlsx" else quoted(one.source) for one in columns)
    return f"SELECT {_listed(_shown(one, f'c{n}') for n, one in enumerate(columns))} FROM (SELECT {within} FROM {_scan(source)})"


def _listed(expressions: Iterable[str]) -> str:
    return ", ".join(f"{each} AS c{number}" for number, each in enumerate(expressions))


def _shown(column: SheetColumn, name: str) -> str:
    """Nothing and an empty text look the same: an empty cell."""
    if column.type != "VARCHAR":
        return name
    return f"nullif({_harmless(name) if column.free else name}, '')"


def _harmless(text: str) -> str:
    """SQL for a text that no spreadsheet takes for a formula."""
    looks = f"regexp_matches({text}, {literal(LIKE_FORMULA)}) AND NOT regexp_full_match({text}, {literal(NUMBER)})"
    return f"CASE WHEN {looks} THEN '''' || {text} ELSE {text} END"


def _for_sheet(column: SheetColumn) -> str:
    """What XML cannot hold is shown as the mark for an unreadable character; a text too long for a cell ends in `…`."""
    name = quoted(column.source)
    if not column.free:
        return name
    short = (
        f"CASE WHEN length({name}) > {LONGEST_IN_SHEET} THEN left({name}, {LONGEST_IN_SHEET}) || '…' ELSE {name} END"
    )
    clean = f"regexp_replace({short}, {literal(NOT_IN_XML)}, {literal(UNREADABLE)}, 'g')"
    return f"regexp_replace({clean}, {literal(LIKE_ESCAPE)}, {literal(ESCAPED)}, 'g')"
