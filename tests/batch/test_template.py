"""`scoring batch --template`: the empty table asks for what the set needs, and comes in as it is when filled in."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from scoring.assessor.assessor import Assessor, score
from scoring.batch.columns.column_meanings import ColumnMeanings, Layout, known_to, read_heads
from scoring.batch.inputs.csv_table import stage_csv
from scoring.batch.inputs.input_table import InputTable, cells_of
from scoring.batch.inputs.xlsx_table import stage_xlsx
from scoring.batch.layouts.long import forms
from scoring.batch.layouts.project_from_cells import ProjectFromCells, fill_form
from scoring.batch.outputs.template import Template
from scoring.batch.outputs.template_file import write_template
from scoring.engines.columnar.duck import Connection
from scoring.problems import InputRefused, Language, Place, has_errors
from scoring.project.project import read_project
from scoring.rulebook.library import open_rulebook, open_set
from scoring.rulebook.rulebook import IndicatorSet, Rulebook
from scoring.scorecard.scorecard import Scorecard

ROOT = Path(__file__).resolve().parents[2]
HERE = Place("here")
Shelf = tuple[Rulebook, IndicatorSet]


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    of_set, _ = open_set("grassroots-2024", HERE)
    assert of_set is not None
    book, _ = open_rulebook(of_set.header.model.rules, HERE)
    assert book is not None
    return book, of_set


def staged_from(duck: Connection, path: Path, shelf: Shelf) -> tuple[InputTable, ColumnMeanings]:
    stage = stage_xlsx if path.suffix == ".xlsx" else stage_csv
    staged, problems = stage(duck, path, path.name, path.parent / "staged.parquet")
    assert staged is not None, problems
    heads, problems = read_heads(staged, known_to(*shelf))
    assert heads is not None, problems
    return staged, heads


def card(form: ProjectFromCells, shelf: Shelf) -> Scorecard:
    document, by_line, problems = form.document("table")
    assert document is not None, problems
    project, problems = read_project(document)
    assert project is not None, list(form.refused(problems, by_line))
    assert not has_errors(problems), list(form.refused(problems, by_line))
    prepared, problems = Assessor(*shelf).prepare(project)
    assert prepared is not None, list(form.refused(problems, by_line))
    return score(prepared, "exact")


def what_fits(field: Any) -> Any:
    """What somebody fills into a column, typed as a spreadsheet program would."""
    if field.options:
        return field.options[0]
    if field.head.endswith(".target"):
        return f">= 40 {field.unit or '人'}"
    if field.head.endswith((".actual", ".why", ".evidence", ".by")) and field.kind == "text":
        return "41 人" if field.head.endswith(".actual") else "附件1"
    return {"share": 0.95, "number": 28, "date": datetime.date(2024, 3, 1), "year": 2024, "text": "甲"}[field.kind]


def fill(path: Path, template: Template) -> None:
    """The first row filled in; a cell takes its column's number format, as spreadsheet programs have it."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for number, field in enumerate(template.fields, start=1):
        cell = sheet.cell(2, number)
        cell.value = what_fits(field)
        if field.head.startswith(("C31.", "D13.")) and field.head.endswith((".target", ".actual", ".points")):
            cell.value = {"target": "<= 2024-12-31", "actual": "2024-11-30", "points": 12}[field.head[4:]]
    book.save(path)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_filled_in_workbook_comes_in_as_it_is(duck: Connection, tmp_path: Path, shelf: Shelf, lang: Language) -> None:
    path = tmp_path / "table.xlsx"
    template = write_template(*shelf, path, lang)
    fill(path, template)
    staged, heads = staged_from(duck, path, shelf)
    assert staged.heads == tuple(field.head for field in template.fields)
    ((row, cells),) = cells_of(duck, staged)
    assert staged.unreadable == ()
    form = fill_form(row, cells, heads.columns, {"indicators": shelf[1].name}, staged.file)
    scored = card(form, shelf)
    open_ = [one.id for one in scored.indicators if one.outcome != "scored"]
    assert open_ == [], "whatever the set needs has its column"
    assert (scored.project, scored.period) == ("甲", "2024")


def test_a_template_says_of_each_column_what_belongs_there(
    tmp_path: Path, shelf: Shelf, golden: Callable[[str, str], None]
) -> None:
    path = tmp_path / "table.xlsx"
    write_template(*shelf, path, "zh")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["项目", "说明", "选项"]
    assert book["选项"].sheet_state == "hidden"
    lines = [
        "\t".join(str(value) if value is not None else "" for value in row).rstrip() for row in book["说明"].values
    ]
    golden("\n".join(lines) + "\n", "tests/golden/template.zh.txt")
    sheet = book["项目"]
    assert sheet.freeze_panes == "B2"
    assert all(cell.comment is not None for cell in sheet[1])
    lists = {choice.formula1: str(choice.sqref) for choice in sheet.data_validations.dataValidation}
    assert len(lists) >= 3, lists
    assert [cell.value for cell in book["选项"]["A"]][:2] == ["是", "否"]


def test_a_csv_has_its_heads_and_the_mark_by_which_excel_reads_them(
    duck: Connection, tmp_path: Path, shelf: Shelf
) -> None:
    path = tmp_path / "table.csv"
    template = write_template(*shelf, path, "zh")
    assert path.read_bytes().startswith("\ufeff项目名称,评价年度,".encode())
    staged, heads = staged_from(duck, path, shelf)
    assert (staged.rows, heads.layout) == (0, "wide")
    assert staged.heads == tuple(field.head for field in template.fields)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_long_template_has_the_sets_rows_to_go_on_with(
    duck: Connection, tmp_path: Path, shelf: Shelf, suffix: str, lang: Language
) -> None:
    path = tmp_path / f"table{suffix}"
    layout: Layout = "long"
    template = write_template(*shelf, path, lang, layout)
    if suffix == ".csv":
        lines = path.read_text(encoding="utf-8-sig").splitlines()
        path.write_text("\n".join([lines[0], *(f"甲,2024{line[1:]}" for line in lines[1:])]) + "\n", encoding="utf-8")
    else:
        book = openpyxl.load_workbook(path)
        for row in range(2, len(template.rows) + 2):
            book.worksheets[0].cell(row, 1).value = "甲"
        book.save(path)
    staged, heads = staged_from(duck, path, shelf)
    assert heads.layout == "long"
    (form,) = forms(
        duck,
        staged,
        heads.columns,
        {"indicators": shelf[1].name},
        lambda name: (shelf[1], shelf[0].sections.group_names),
    )
    assert form.rejects == []
    assert form.rows == len(shelf[1].indicators)
    assert [one.id for one in card(form, shelf).indicators] == list(shelf[1].indicators)


def test_a_rulebook_of_results_asks_for_its_facts(tmp_path: Path) -> None:
    book, _ = open_rulebook(str(ROOT / "examples/published/hdi"), HERE)
    assert book is not None
    write_template(book, None, tmp_path / "hdi.csv", "en")
    heads = (tmp_path / "hdi.csv").read_text(encoding="utf-8-sig").strip().split(",")
    assert heads[:4] == ["project", "period", "life expectancy at birth (年)", "expected years of schooling (年)"]


def test_another_kind_of_file_is_refused(tmp_path: Path, shelf: Shelf) -> None:
    with pytest.raises(InputRefused) as refused:
        write_template(*shelf, tmp_path / "table.ods", "en")
    assert [problem.message.en for problem in refused.value.problems] == ["a template is .csv or .xlsx, not `.ods`"]
    assert list(tmp_path.iterdir()) == []
