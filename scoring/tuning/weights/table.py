"""A table whose columns weigh by what tells its rows apart: a spreadsheet's first sheet, or a CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from scoring.batch.columns.identity import OF_TOTALS, TOTALS, WITHOUT, lower_name
from scoring.forms.grid import Cell, Grid
from scoring.forms.readers.document import read_document
from scoring.problems import InputRefused, Place, Problem, Text, nearest
from scoring.tuning.weights.entropy import entropies, shares_of_entropies
from scoring.tuning.weights.weights import TOP, Group, Weights, alone, weights_of_groups
from scoring.values.characters import plain
from scoring.values.number import cut, read_number

LEAST_ROWS = 2


@dataclass(frozen=True, slots=True)
class WeighedColumn:
    """A column of numbers: its head, the values of all rows."""

    head: str
    values: tuple[Fraction, ...]
    smaller_is_better: bool


def weights_of_table(file: Path, name: str | None, smaller: Sequence[str], total: Fraction, decimals: int) -> Weights:
    """The entropy weights of a table's columns; `name` is the column that is not weighed, of `smaller` ones less is better.

    Raises `InputRefused` with all problems: heads that are none, missing cells (missing is not zero), cells that are no number.
    """
    document = read_document(file)
    grid = next((one for one in document.grids if one.cells), None)
    if grid is None:
        raise InputRefused(
            [Problem("empty-table", Text("the table has no rows", "表格没有任何行"), Place(document.file))]
        )
    columns, problems = _columns(grid, document.file, name, smaller)
    if problems:
        raise InputRefused(problems)
    found = entropies([one.values for one in columns], [one.smaller_is_better for one in columns])
    shares = shares_of_entropies(found)
    if shares is None:
        message = Text("every column has equal values only: nothing tells the rows apart", "每列的值都相同，无法区分")
        raise InputRefused([Problem("no-difference", message, Place(document.file), Text("judge the weights instead", "改用判断确定权重"))])  # fmt: skip
    rows = len(columns[0].values)
    how = Text(f"entropy of {rows} rows", f"{rows} 行的信息熵")
    equal = [Text(f"all values of `{cut(one.head)}` are equal: it weighs nothing", f"{cut(one.head)} 的值都相同，权重为 0")
             for one, each in zip(columns, found, strict=True) if each == 1]  # fmt: skip
    equal += [Text(f"in a path `{cut(one.head)}` is written `{cut(alone(one.head))}`", f"路径中 {cut(one.head)} 写作 {cut(alone(one.head))}")
              for one in columns if "/" in one.head]  # fmt: skip
    return weights_of_groups(
        [Group(TOP, tuple(one.head for one in columns), tuple(shares), how)], total, decimals, equal
    )


def _columns(
    grid: Grid, file: str, name: str | None, smaller: Sequence[str]
) -> tuple[list[WeighedColumn], list[Problem]]:
    rows = [number for number, _ in grid.rows()]
    heads = {cell.column: cell for cell in grid.row(rows[0])}
    problems = list(_unknown_heads([cell.text for cell in heads.values()], name, smaller, file))
    if len(rows) <= LEAST_ROWS:
        problems.append(Problem("empty-table", Text("two rows at least are needed to tell them apart", "至少要有两行才能区分"), Place(file)))  # fmt: skip
    problems += _totals(grid, rows[1:], next((at for at, head in heads.items() if head.text == name), None), file)
    found = []
    for at, head in heads.items():
        if head.text == name:
            continue
        cells = [(row, grid.at(row, at)) for row in rows[1:]]
        values = [_number(cell) for _, cell in cells]
        shares = [cell is not None and cell.text.strip().endswith(("%", "％")) for _, cell in cells]
        for (row, cell), value, share in zip(cells, values, shares, strict=True):
            place = Place(file, row, at, len(cell.text) if cell else 1)
            if isinstance(value, Text):
                problems.append(Problem("no-number", value, place, FILL_IN))
            elif any(shares) and not share and cell is not None:
                message = Text(
                    f"`{cut(cell.text)}` is no share, and others of its column are",
                    f"{cut(cell.text)} 不是百分数，而同列其他是",
                )
                problems.append(
                    Problem(
                        "unit-does-not-fit",
                        message,
                        place,
                        Text(
                            f"such as {cut(cell.text)}%, if that is what is meant",
                            f"如确为百分数，写 {cut(cell.text)}%",
                        ),
                    )
                )
        found.append(
            WeighedColumn(head.text, tuple(one for one in values if isinstance(one, Fraction)), head.text in smaller)
        )
    return found, problems


def _totals(grid: Grid, rows: Sequence[int], at: int | None, file: str) -> Iterator[Problem]:
    """Rows that add up the others, by what stands in the column of names."""
    if at is None:
        return
    for row in rows:
        cell = grid.at(row, at)
        if cell is not None and lower_name(cell.text) in TOTALS:
            yield Problem("no-number", OF_TOTALS, Place(file, row, at, len(cell.text)), WITHOUT)


FILL_IN = Text(
    "fill it in, leave the row out, or name the column of names with --name", "补上，或去掉该行；名称列用 --name 指明"
)


def _unknown_heads(heads: Sequence[str], name: str | None, smaller: Sequence[str], file: str) -> Iterator[Problem]:
    for asked in [*([name] if name is not None else []), *smaller]:
        if asked not in heads:
            near = nearest(asked[:60], heads)
            fix = Text(f"did you mean `{near}`?", f"是否指 {near}？") if near else None
            yield Problem("unknown-column", Text(f"no column is called `{cut(asked)}`", f"没有名为 {cut(asked)} 的列"), Place(file), fix)  # fmt: skip
    for head in sorted({head for head in heads if heads.count(head) > 1}):
        yield Problem("name-twice", Text(f"two columns are `{cut(head)}`", f"有两列都是 {cut(head)}"), Place(file))


def _number(cell: Cell | None) -> Fraction | Text:
    if cell is None or not cell.text.strip():
        return Text("the cell is empty", "单元格为空")
    text = plain(cell.text).strip()
    percent = text.endswith("%")
    value = read_number(text.removesuffix("%").strip())
    if value is None:
        return Text(f"`{cut(cell.text)}` is no number", f"{cut(cell.text)} 不是数")
    return value / 100 if percent else value
