"""The form that was handed in, with the points by rule put beside it: that very file, nothing of it written over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scoring.forms.declarations import declarations
from scoring.forms.filled_form import FilledForm, FormRow, FundLine, Role, Written
from scoring.forms.grid import Document as Workbook
from scoring.forms.grid import Grid
from scoring.forms.layout.recognition import recognize
from scoring.forms.readers.document import document_of
from scoring.forms.writing.calculation_sheet import fill_calculation
from scoring.forms.writing.cells import CellOut, SheetOut
from scoring.forms.writing.formulas.calculation import NO, YES, FormCell
from scoring.forms.writing.formulas.project import formulas_of
from scoring.forms.writing.official_form import CALCULATION, FACTS, by_which_rules
from scoring.forms.writing.point_cells import Columns, PointCells
from scoring.forms.writing.scored_project import ScoredProject
from scoring.forms.writing.xlsx_file import XlsxFile, unpacked
from scoring.problems import InputRefused, Language, Place, Problem, Text
from scoring.scorecard.scorecard import IndicatorScore
from scoring.values.units import Unit

LARGEST = 200_000_000  # bytes, unpacked
WIDTHS = (10.0, 9.0, 36.0)
PLACE = re.compile(r"([A-Z]+)([0-9]+)")


@dataclass(frozen=True)
class HandedIn:
    """The form of a project in a workbook, and which of its rows is which indicator's."""

    workbook: Workbook
    grid: Grid
    form: FilledForm
    rows: Mapping[str, FormRow]  # by indicator


def filled(raw: bytes, file: str, scored: ScoredProject, language: Language) -> bytes:
    """The workbook with what was scored put to the right of its table, and the calculation on a sheet of its own.

    Reports `not-a-workbook`, `form-of-another-project`, and what reading it reports.
    """
    found = handed_in(raw, file, scored)
    if unpacked(raw) > LARGEST:
        raise InputRefused([_too_large(file)])
    book = XlsxFile(raw)
    calculation = SheetOut(_free(CALCULATION.in_language(language), book.sheet_names), landscape=False)
    first = _first_free(found.grid)
    columns = Columns(first, first + 1, first + 2)
    cells = _cells_of(found, scored, book)
    yes, no = YES.in_language(language), NO.in_language(language)
    formulas = formulas_of(scored, calculation.name, cells, yes, no)
    points = PointCells(scored.card, formulas, calculation, columns, language, beside=True)
    rules = by_which_rules(scored, calculation.name).in_language(language)
    made = list(_filled(found, scored, points, rules))
    fill_calculation(calculation, formulas.calculation, language)
    book.add(calculation)
    book.fill(found.grid.name, made, {first + number: width for number, width in enumerate(WIDTHS)})
    return book.packed()


def handed_in(raw: bytes, file: str, scored: ScoredProject) -> HandedIn:
    """The project's form in a workbook."""
    workbook = document_of(raw, file)
    if workbook.kind != "xlsx" or not raw.startswith(b"PK"):
        raise InputRefused([_no_workbook(file)])
    forms = recognize(workbook.grids, file, declarations()[0]).forms
    best = max(forms, key=lambda form: (len(_matched(form, scored)), _is_named(form, scored)), default=None)
    rows = _matched(best, scored) if best is not None else {}
    if best is None or not rows:
        raise InputRefused([_of_another(file, scored.card.project)])
    grid = next(grid for grid in workbook.grids if grid.name == best.sheet)
    return HandedIn(workbook, grid, best, rows)


def _matched(form: FilledForm, scored: ScoredProject) -> dict[str, FormRow]:
    """Rows of the form by indicator: by the cell that the project says its label stands in, or by a label that is there once."""
    raw = scored.document.data.get("indicator")
    said: Mapping[str, Any] = raw if isinstance(raw, dict) else {}
    sheet = scored.document.data.get("filled_form", {})
    of_this = not isinstance(sheet, dict) or sheet.get("sheet") in (None, form.sheet)
    by_cell = {row.label.cell: row for row in form.rows}
    found: dict[str, FormRow] = {}
    for one in scored.card.indicators:
        own = said.get(one.id)
        at = own.get("at") if isinstance(own, dict) else None
        cell = at.get("label") if isinstance(at, dict) else None
        if of_this and isinstance(cell, str) and cell in by_cell and _same_label(by_cell[cell], one):
            found[one.id] = by_cell[cell]
            continue
        named = [row for row in form.rows if _same_label(row, one)]
        if len(named) == 1:
            found[one.id] = named[0]
    return found


def _same_label(row: FormRow, one: IndicatorScore) -> bool:
    return _bare(row.label.name) == _bare(one.label.zh) or _bare(row.label.text) == _bare(one.label.zh)


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _is_named(form: FilledForm, scored: ScoredProject) -> bool:
    name = form.head.get("project")
    return name is not None and _bare(name.text) == _bare(scored.card.project)


# ---------------------------------------------------------------- what stands there


def _cells_of(found: HandedIn, scored: ScoredProject, book: XlsxFile) -> dict[str, FormCell]:
    """The cells of the form that values stand in, by the names of these."""
    at = _Cells(found.grid, book)
    made: dict[str, FormCell | None] = {}
    for id_, row in found.rows.items():
        made |= {
            f"{id_}.{key}": at.of(said)
            for key, said in (("target", row.target), ("actual", row.actual), ("weight", row.weight))
        }
    total = _total_of_funds(found)
    if total is not None:
        money = scored.prepared.program.units.get(found.form.money or "")
        for role in AMOUNTS:
            fact = next((name for name in FACTS[role] if name in scored.reported), None)
            if fact is not None:
                made[fact] = at.of(total.amounts.get(role), money)
        execution = _execution(scored)
        if execution is not None and execution.id not in found.rows:
            made[f"{execution.id}.weight"] = at.of(total.amounts.get("rate_weight"))
    return {name: cell for name, cell in made.items() if cell is not None}


AMOUNTS: tuple[Role, ...] = ("budget_initial", "budget_adjusted", "executed")


class _Cells:
    """Cells of a sheet as formulas read them."""

    def __init__(self, grid: Grid, book: XlsxFile) -> None:
        self.named, self.numbers, self.texts = sheet_in_formulas(grid), book.numbers(grid.name), book.texts(grid.name)

    def of(self, written: Written | None, unit: Unit | None = None) -> FormCell | None:
        """A number as one, of shares a hundred times as much; otherwise the text, with the number in it."""
        place = PLACE.fullmatch(written.cell) if written is not None else None
        if written is None or place is None:
            return None
        number = self.numbers.get(written.cell)
        times = 100 if number is not None and "%" in written.text else 1
        held = self.texts.get(written.cell)
        text = written.text if held is None else held
        return FormCell(f"{self.named}${place.group(1)}${place.group(2)}", text, number, unit, times, held)


def sheet_in_formulas(grid: Grid) -> str:
    escaped = (grid.name or "").replace("'", "''")
    return f"'{escaped}'!"


# ---------------------------------------------------------------- what is put there


def _filled(found: HandedIn, scored: ScoredProject, points: PointCells, rules: str) -> Iterator[CellOut]:
    """Points, differences and notes to the right of the table, row by row; the heads say by which rules."""
    taken = {_row_of(row.label): one for one, row in found.rows.items()}
    by_id = {one.id: one for one in scored.card.indicators}
    yield from points.heads(max(min(taken) - 1, 1), rules)
    for number, id_ in sorted(taken.items()):
        claimed = found.rows[id_].claimed
        yield from points.of_row(by_id[id_], number, _absolute(claimed))
    total, execution = _total_of_funds(found), _execution(scored)
    if total is not None and execution is not None and execution.id not in found.rows:
        row = _row_of(total.label)
        if row not in taken:
            yield from points.heads(row - 1, rules)
            yield from points.of_row(execution, row, _absolute(total.amounts.get("rate_claimed")))
    last = found.form.total.get("claimed") or found.form.total.get("weight")
    row = _row_of(last) if last is not None else max(taken) + 1
    claim = next((one for one in scored.card.claims if one.by == "self" and one.total is not None), None)
    claimed_at = _absolute(found.form.total.get("claimed"))
    yield from points.of_total(row, claim.total if claim is not None else None, claimed_at)
    content, look = points.grade()
    yield CellOut(row, points.columns.note, content, look)


def _execution(scored: ScoredProject) -> IndicatorScore | None:
    """The indicator that a form has in its table of funds."""
    found = [one for one in scored.card.indicators if "执行" in one.path.split("/")[0]]
    return found[0] if len(found) == 1 else None


def _total_of_funds(found: HandedIn) -> FundLine | None:
    return next((line for line in found.form.funds if line.part == "total"), None)


def _row_of(written: Written) -> int:
    place = PLACE.fullmatch(written.cell)
    if place is None:
        raise InputRefused([_no_workbook(written.cell)])
    return int(place.group(2))


def _absolute(written: Written | None) -> str | None:
    place = PLACE.fullmatch(written.cell) if written is not None else None
    return f"${place.group(1)}${place.group(2)}" if place is not None else None


def _first_free(grid: Grid) -> int:
    """The first column to the right of everything on the sheet."""
    return max(cell.column + cell.columns for cell in grid.cells)


def _free(name: str, taken: list[str]) -> str:
    """The name of a sheet that is not there yet."""
    there = {one.lower() for one in taken}
    if name.lower() not in there:
        return name
    return next(f"{name}{number}" for number in range(2, len(taken) + 3) if f"{name}{number}".lower() not in there)


def _no_workbook(file: str) -> Problem:
    message = Text(
        f"`{file}` is no XLSX workbook: only such a form is filled as it is",
        f"{file} 不是 XLSX 表格：只能在 XLSX 原表上填写",
    )
    fix = Text("save it as .xlsx, or write the form anew, without --fill", "请另存为 .xlsx，或不用 --fill，另写一张表")
    return Problem("not-a-workbook", message, Place(file), fix)


def _too_large(file: str) -> Problem:
    message = Text(
        f"`{file}` holds more than {LARGEST // 10**6} MB unpacked", f"{file} 解压后超过 {LARGEST // 10**6} MB"
    )
    return Problem(
        "too-large", message, Place(file), Text("take pictures and other sheets out", "去掉图片和其他工作表")
    )


def _of_another(file: str, project: str) -> Problem:
    message = Text(
        f"`{file}` has no form with the indicators of `{project}`", f"{file} 中没有含“{project}”各项指标的表"
    )
    fix = Text("name the form that the project was read from", "请写明读出该项目的那张表")
    return Problem("form-of-another-project", message, Place(file), fix)


__all__ = ["HandedIn", "filled", "handed_in"]
