"""Whose grade hangs on one rounding step of the total, or on one unit in the last digit of a reported number."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.batch.columns.column_meanings import HEADS
from scoring.batch.inputs.input_table import InputTable, cells_of
from scoring.engines.columnar.duck import literal
from scoring.nodes.node import Compare, Constant, Name, Node
from scoring.problems import InputRefused
from scoring.program.program import Program
from scoring.tuning.comparison.pairing import about
from scoring.tuning.editions.scored import Data, ScoreTable
from scoring.tuning.reactions.reaction import Edge, Hanging
from scoring.values.characters import plain
from scoring.values.day import Day, is_date
from scoring.values.number import show_number

NUMBER = re.compile(r"(\s*-?)(\d+(?:\.\d+)?)(\s*[^\d\s.,/:~～—–-].*|\s*)", re.DOTALL)
FIXED = (
    "target",
    "weight",
    "claim",
    "self",
    "share",
    "points",
    "level",
    "on",
    "by",
    "why",
    "at",
    "evidence",
    "not_applicable",
)
"""Last parts of heads whose cells nobody reports as an amount."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """A grade that holds from a total on, itself included unless `beyond`."""

    grade: str
    at: Fraction
    beyond: bool


def thresholds_of(program: Program) -> tuple[Threshold, ...] | None:
    """The totals at which the grade becomes another; None where it is not by a number compared with the total alone."""
    grade = program.grade
    if grade is None:
        return None
    found = []
    for clause in grade.choose.clauses:
        at = _of_total(clause.when)
        if at is None or not isinstance(clause.then, Constant):
            return None
        found.append(Threshold(str(clause.then.value), *at))
    return tuple(found)


def _of_total(when: Node | None) -> tuple[Fraction, bool] | None:
    """The number that the total is compared with, and whether it has to be beyond it."""
    if not isinstance(when, Compare) or when.op not in (">=", ">"):
        return None
    left, right = when.left, when.right
    if not isinstance(left, Name) or left.name != "total" or not isinstance(right, Constant):
        return None
    return (right.value, when.op == ">") if isinstance(right.value, Fraction) else None


def edges_of(scored: ScoreTable, thresholds: Sequence[Threshold], step: Fraction | None, data: Data) -> Iterator[Edge]:
    """How many projects stand at each threshold, and one step before it; without a step totals are not rounded."""

    def standing(at: Fraction) -> int:
        total = literal(show_number(at)) if step is None else show_number(at)
        found = data.connection.execute(f"SELECT count(*) FROM {scored.scan} WHERE total = {total}").fetchone()
        return int(found[0]) if found is not None else 0

    for one in thresholds:
        if step is None:
            exactly = standing(one.at)
            yield Edge(one.grade, one.at, *((None, exactly) if one.beyond else (exactly, None)))
        else:
            first = one.at + step if one.beyond else one.at
            yield Edge(one.grade, one.at, standing(first), standing(first - step))


def hanging_of(scored: ScoreTable, thresholds: Sequence[Threshold], data: Data, most: int) -> tuple[int, list[Hanging]]:
    """Those of the `most` projects of a table nearest to a threshold whose grade one unit of one number decides.

    Each of their cells is tried one unit larger and one smaller, as rows of a table of its own. Also how many were tried.
    """
    tables = [source for source in data.sources or () if isinstance(source, InputTable)]
    if len(tables) != 1 or scored.several or not thresholds or scored.side is None:
        return 0, []
    table = tables[0]
    cell = "total" if scored.columns["total"].decimals is not None else about("total")
    nearest = ", ".join(f"abs({cell} - {show_number(one.at)})" for one in thresholds)
    found = data.connection.execute(
        f'SELECT "row", project, total, grade FROM {scored.scan} WHERE total IS NOT NULL AND grade IS NOT NULL '
        f'ORDER BY least({nearest}), "row" LIMIT {most}'
    ).fetchall()
    known = {row: (project, Fraction(total), grade) for row, project, total, grade in found}
    variants = list(_variants(table, dict(cells_of(data.connection, table, sorted(known))))) if known else []
    if not variants:
        return len(known), []
    try:
        again = data.of_rows(table.heads, [one.cells for one in variants]).scored(scored.side)
    except InputRefused:
        return len(known), []
    grades = dict(data.connection.execute(f'SELECT "row", grade FROM {again.scan}').fetchall())
    hanging = []
    for number, one in enumerate(variants, start=1):
        project, total, grade = known[one.row]
        then = grades.get(number)
        if then is not None and then != grade:
            hanging.append(
                Hanging(data.id_of(None, one.row), project, total, grade, one.head, one.before, one.after, then)
            )
    return len(known), hanging


@dataclass(frozen=True, slots=True)
class _Variant:
    row: int
    head: str
    before: str
    after: str
    cells: list[str]


def _variants(table: InputTable, rows: dict[int, list[str | None]]) -> Iterator[_Variant]:
    names = [at for at, head in enumerate(table.heads) if HEADS.get(head) == "project"]
    number = 0
    for row, cells in rows.items():
        for at, cell in enumerate(cells):
            head = table.heads[at]
            if cell is None or head in HEADS or head.rpartition(".")[2] in FIXED:
                continue
            for after in _one_unit(cell):
                number += 1
                changed = [each or "" for each in cells]
                changed[at] = after
                for name in names:  # a project may stand in one row only
                    changed[name] = f"{changed[name]} #{number}"
                yield _Variant(row, head, cell, after, changed)


def _one_unit(cell: str) -> Iterator[str]:
    """A plain number, perhaps with its unit, one unit of its last digit larger and smaller, never below zero; a date a day, or a month
    where no day is given, later and earlier."""
    day = Day.read(cell) if is_date(plain(cell).strip()) else None
    if day is not None:
        yield from (_as_written(each, cell) for each in _beside(day))
        return
    found = NUMBER.fullmatch(cell)
    if found is None:
        return
    sign, digits, unit = found.groups()
    decimals = len(digits.partition(".")[2])
    value, step = Fraction(f"{sign.strip()}{digits}"), Fraction(1, 10**decimals)
    for after in (value + step, value - step):
        if after >= 0 or value < 0:
            yield f"{show_number(after, decimals)}{unit}"


def _beside(day: Day) -> Iterator[Day]:
    """The date of the next day and of the one before; of a month the months."""
    step = datetime.timedelta(days=1)
    for ends, last in ((day.last(), datetime.date.max), (day.first(), datetime.date.min)):
        if ends != last:
            then = ends + step if last == datetime.date.max else ends - step
            yield Day(then.year, then.month, then.day if day.is_exact else None)


def _as_written(day: Day, like: str) -> str:
    """A date in the manner of another: `2024-03-01` or `2024年3月1日`."""
    if "年" not in like:
        return str(day)
    return f"{day.year}年{day.month}月" + (f"{day.day}日" if day.is_exact else "")
