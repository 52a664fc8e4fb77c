"""Which project a row of a wide table is about: no two rows may be about the same, and a row of totals is about none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from scoring.batch.columns.column_meanings import ColumnMeaning, ColumnMeanings
from scoring.batch.inputs.input_table import InputTable
from scoring.batch.reject import Reject
from scoring.engines.columnar.duck import Connection, literal, quoted
from scoring.problems import InputRefused, Problem, Text
from scoring.values.number import cut

TOTALS = ("合计", "总计", "小计", "共计", "总分", "total", "totals", "subtotal", "sum")
LISTED = 5
MOST = 10_000
"""Rows that are told one by one; a table of more has another fault."""
OF_TOTALS = Text("this is a row of totals, and no project", "这是合计行，不是项目")
WITHOUT = Text("delete the row", "删去这一行")
ONCE = Text("keep one of them, or name them apart", "只保留一行，或用名称区分")


def not_a_project(
    connection: Connection, table: InputTable, keys: Mapping[str, ColumnMeaning]
) -> tuple[list[Reject], str]:
    """Rows of totals, and every row of a project that stands twice; and SQL that holds for all other rows.

    `keys`: the columns that say which project it is, `project` among them; without that nothing can be told.
    """
    if "project" not in keys:
        return [], "TRUE"
    head = keys["project"].head
    rejects = [*_totals(connection, table, head), *_twice(connection, table, head, keys)]
    if not rejects:
        return [], "TRUE"
    if len(rejects) > MOST:
        raise InputRefused([_too_many(table, head, len(rejects))])
    listed = ", ".join(str(reject.row) for reject in rejects)
    return rejects, f'"row" NOT IN ({listed})'


def _totals(connection: Connection, table: InputTable, head: str) -> list[Reject]:
    name = f"lower(regexp_replace(CAST({quoted(head)} AS VARCHAR), '[\\s\u3000:：]', '', 'g'))"
    query = f'SELECT "row", CAST({quoted(head)} AS VARCHAR) FROM {table.scan} WHERE {name} IN ({", ".join(map(literal, TOTALS))}) ORDER BY "row" LIMIT {MOST + 1}'
    found = connection.execute(query).fetchall()
    return [Reject(row, head, said, OF_TOTALS, WITHOUT, said) for row, said in found]


def _twice(connection: Connection, table: InputTable, head: str, keys: Mapping[str, ColumnMeaning]) -> list[Reject]:
    listed = ", ".join(f"CAST({quoted(column.head)} AS VARCHAR)" for column in keys.values())
    query = (f'SELECT list("row" ORDER BY "row"), any_value(CAST({quoted(head)} AS VARCHAR)) FROM {table.scan} '
             f'WHERE {quoted(head)} IS NOT NULL GROUP BY {listed} HAVING count(*) > 1 ORDER BY min("row") LIMIT {MOST + 1}')  # fmt: skip
    rejects = []
    for rows, said in connection.execute(query).fetchall():
        if lower_name(said) in TOTALS:
            continue
        *others, last = map(str, rows[:LISTED])
        more = " and others" if len(rows) > LISTED else ""
        reason = Text(f"rows {', '.join(others)} and {last}{more} are the same project and period",
                      f"第 {'、'.join([*others, last])} 行{'等' if more else ''}是同一项目、同一期间")  # fmt: skip
        rejects += [Reject(row, head, said, reason, ONCE, said) for row in rows]
    return rejects


def _too_many(table: InputTable, head: str, rows: int) -> Problem:
    message = Text(f"{rows:,} rows or more are the same projects and periods as others, or rows of totals",
                   f"至少 {rows:,} 行与其他行是同一项目、同一期间，或是合计行")  # fmt: skip
    fix = Text(f"look at column `{cut(head, 60)}`", f"检查列 {cut(head, 60)}")
    return Problem("name-twice", message, table.place(table.heads.index(head)), fix)


def lower_name(said: str) -> str:
    """A name as it is compared with those of rows of totals."""
    return "".join(said.replace(":", "").replace("：", "").split()).lower()


def named(rejects: Iterable[Reject], table: InputTable, heads: ColumnMeanings) -> Iterator[Reject]:
    """Rejects of rows that cannot be read, with the name of their project as far as it can be made out."""
    at = next((at for at, column in enumerate(heads.columns) if column.path == ("project",)), None)
    for one in rejects:
        cells = table.remains.get(one.row, ())
        yield replace(one, project=cells[at]) if at is not None and at < len(cells) else one
