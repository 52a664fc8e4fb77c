"""Texts are taken from cells of text: the number 7 is no code, whatever it looks like, unless its format shows it as 007."""

from __future__ import annotations

from dataclasses import replace

from scoring.batch.columns.column_meanings import ColumnMeanings
from scoring.batch.inputs.input_table import MARKS, InputTable
from scoring.batch.reject import Reject
from scoring.engines.columnar.duck import Connection, quoted
from scoring.problems import InputRefused, Problem, Text
from scoring.values.number import cut

MOST = 10_000
NO_TEXT = Text(
    "a text belongs here, and the cell is a number, a date or yes and no", "此处应为文本，而单元格是数字、日期或是与否"
)
FORMAT_IT = Text("format the cell as text and write it anew", "把单元格设为文本格式后重新填写")


def texts_from_texts(connection: Connection, table: InputTable, heads: ColumnMeanings) -> InputTable:
    """The table with the texts that its formats show, and without rows whose text is a cell of another kind."""
    texts = [(at, column) for at, column in enumerate(heads.columns)
             if column.path[0] == "facts" and len(column.path) == 2 and column.kind.name == "text"]  # fmt: skip
    if not table.marked or not texts:
        return table
    rejects: dict[int, Reject] = {}
    shown, listed = [], ", ".join(quoted(head) for head in table.heads)
    remains = dict(table.remains)
    for at, column in texts:
        name = quoted(column.head)
        mark = f"substr({quoted(MARKS)}, {table.columns[at]}, 1)"
        query = f'SELECT "row", {name}, {listed} FROM {table.scan} WHERE {mark} = \'A\' ORDER BY "row" LIMIT {MOST + 1}'
        for row, value, *cells in connection.execute(query).fetchall():
            rejects.setdefault(row, Reject(row, column.head, value, NO_TEXT, FORMAT_IT))
            remains[row] = tuple(cell or "" for cell in cells)
        digits = f"ascii({mark}) - {ord('A')}"
        padded = (
            f"CASE WHEN {mark} > 'A' AND length({name}) < {digits} THEN lpad({name}, {digits}, '0') ELSE {name} END"
        )
        shown.append(f"{padded} AS {name}")
    if len(rejects) > MOST:
        first = next(iter(rejects.values()))
        place = table.place(table.heads.index(first.column))
        message = Text(f"`{cut(first.column, 60)}` is a text, and its cells are numbers",
                       f"{cut(first.column, 60)} 应为文本，而单元格是数字")  # fmt: skip
        raise InputRefused([Problem("column-type", message, place, FORMAT_IT)])
    rows = ", ".join(map(str, rejects))
    where = f' WHERE "row" NOT IN ({rows})' if rejects else ""
    scan = f"(SELECT * REPLACE ({', '.join(shown)}) FROM {table.scan}{where})"
    return replace(table, scan=scan, unreadable=(*table.unreadable, *rejects.values()), remains=remains)
