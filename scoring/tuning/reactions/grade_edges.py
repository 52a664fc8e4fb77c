"""Whose grade hangs on one rounding step of the total, or on one unit in the last digit of a reported number."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.batch.columns.column_meanings import HEADS
from scoring.batch.inputs.input_table import InputTable, cells_of
from scoring.batch.inputs.sources import Input
from scoring.engines.columnar.duck import literal
from scoring.nodes.node import Compare, Constant, Name, Node
from scoring.problems import InputRefused, Text
from scoring.program.program import Program
from scoring.tuning.comparison.pairing import about
from scoring.tuning.editions.scored import Data, ScoreTable
from scoring.tuning.editions.side import Side
from scoring.tuning.reactions.one_unit import Variant, of_files, one_unit
from scoring.tuning.reactions.reaction import Edge, Hanging
from scoring.values.number import show_number

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


@dataclass(frozen=True, slots=True)
class Near:
    """How many projects next to a threshold were tried, those whose grade hangs on one unit, and what was not tried and why."""

    tried: int = 0
    hanging: tuple[Hanging, ...] = ()
    note: Text | None = None


def hanging_of(scored: ScoreTable, thresholds: Sequence[Threshold], data: Data, most: int) -> Near:
    """Those of the `most` projects nearest to a threshold whose grade one unit of one number decides.

    Each of their numbers is tried one unit larger and one smaller, as rows of a table or as project files of their own.
    """
    if not thresholds or not most or scored.side is None:
        return Near()
    sources = data.sources or ()
    if len(sources) != 1 or scored.several:
        return Near(note=Text("numbers one unit off were not tried: DATA is several tables; name one", "未试各数差一个单位：DATA 是多张表，请只写一张"))  # fmt: skip
    (source,) = sources
    known = _nearest(scored, thresholds, data, most)
    variants = list(
        _of_table(source, data, sorted(known)) if isinstance(source, InputTable) else of_files(source, sorted(known))
    )
    if not variants:
        return Near(len(known), note=_in_json(source, known))
    try:
        grades = _graded_rows(data, source, variants, scored.side) if isinstance(source, InputTable) else _graded_files(data, variants, scored.side)  # fmt: skip
    except InputRefused as refused:
        said = refused.problems[0].message
        return Near(
            note=Text(f"numbers one unit off could not be tried: {said.en}", f"未能试各数差一个单位：{said.zh}")
        )
    hanging = []
    for one, then in zip(variants, grades, strict=True):
        project, total, grade = known[one.row]
        if then is not None and then != grade:
            hanging.append(
                Hanging(data.id_of(None, one.row), project, total, grade, one.head, one.before, one.after, then)
            )
    return Near(len(known), tuple(hanging), _in_json(source, known))


def _in_json(source: Input, known: Collection[int]) -> Text | None:
    """That projects in JSON were left as they are."""
    if isinstance(source, InputTable):
        return None
    count = sum(source.projects[row - 1][0].suffix.lower() == ".json" for row in known)
    said = Text(
        f"projects in JSON of which no number was tried one unit off: {count}",
        f"JSON 项目未试各数差一个单位：{count} 个",
    )
    return said if count else None


def _nearest(scored: ScoreTable, thresholds: Sequence[Threshold], data: Data, most: int) -> dict[int, tuple[str, Fraction, str]]:  # fmt: skip
    """Project, total and grade of the rows nearest to a threshold."""
    cell = "total" if scored.columns["total"].decimals is not None else about("total")
    nearest = ", ".join(f"abs({cell} - {show_number(one.at)})" for one in thresholds)
    found = data.connection.execute(
        f'SELECT "row", project, total, grade FROM {scored.scan} WHERE total IS NOT NULL AND grade IS NOT NULL '
        f'ORDER BY least({nearest}), "row" LIMIT {most}'
    ).fetchall()
    return {row: (project, Fraction(total), grade) for row, project, total, grade in found}


def _of_table(table: InputTable, data: Data, rows: Sequence[int]) -> Iterator[Variant]:
    return _variants(table, dict(cells_of(data.connection, table, rows))) if rows else iter(())


def _graded_rows(data: Data, table: InputTable, variants: Sequence[Variant], side: Side) -> list[str | None]:
    again = data.of_rows(table.heads, [one.cells for one in variants]).scored(side)
    grades = dict(data.connection.execute(f'SELECT "row", grade FROM {again.scan}').fetchall())
    return [grades.get(number) for number in range(1, len(variants) + 1)]


def _graded_files(data: Data, variants: Sequence[Variant], side: Side) -> list[str | None]:
    again = data.of_files(one.written for one in variants).scored(side)
    grades = dict(data.connection.execute(f'SELECT "row", grade FROM {again.scan}').fetchall())
    return [grades.get(number) for number in range(1, len(variants) + 1)]


def _variants(table: InputTable, rows: dict[int, list[str | None]]) -> Iterator[Variant]:
    names = [at for at, head in enumerate(table.heads) if HEADS.get(head) == "project"]
    number = 0
    for row, cells in rows.items():
        for at, cell in enumerate(cells):
            head = table.heads[at]
            if cell is None or head in HEADS or head.rpartition(".")[2] in FIXED:
                continue
            for after in one_unit(cell):
                number += 1
                changed = [each or "" for each in cells]
                changed[at] = after
                for name in names:  # a project may stand in one row only
                    changed[name] = f"{changed[name]} #{number}"
                yield Variant(row, head, cell, after, changed)
