"""What a cell of a workbook says is what a person sees, and what is stored stands beside it where that is something else."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine
import xlsxwriter
from openpyxl.comments import Comment

from scoring.forms.grid import Cell, Document
from scoring.forms.readers import document_of, read_document
from tests.forms.packed import MAIN, packed, sheet, workbook

GIVEN = Path(__file__).parent / "given"


def written(cells: Mapping[str, Any], formats: Mapping[str, str] = {}) -> Document:
    """A workbook of one sheet that openpyxl wrote, read."""
    book = openpyxl.Workbook()
    for place, value in cells.items():
        book.active[place] = value
        if place in formats:
            book.active[place].number_format = formats[place]
    return document_of(saved(book), "form.xlsx")


def saved(book: openpyxl.Workbook) -> bytes:
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def cell(document: Document, place: str, grid: int = 0) -> Cell:
    return next(cell for cell in document.grids[grid].cells if cell.place == place)


SHOWN = [
    # number as the file has it, its format, what is shown, what is stored where that differs
    ("0.9457", "0.00%", "94.57%", "0.9457"),
    ("0.945652173913043", "0.00%", "94.57%", "0.945652173913043"),
    ("1", "0%", "100%", "1"),
    ("1200", "#,##0.00", "1,200.00", None),
    ("1234567.891", "#,##0", "1,234,568", "1234567.891"),
    ("10", "0.00", "10.00", None),
    ("2.675", "0.00", "2.68", "2.675"),
    ("1.005", "0.00", "1.01", "1.005"),
    ("0.5", "0", "1", "0.5"),
    ("-0.5", "0.0", "-0.5", None),
    ("0.30000000000000004", "General", "0.3", None),
    ("89.974000000000004", "General", "89.974", None),
    ("8.9974000000000007E1", "General", "89.974", None),
    ("1E-3", "General", "0.001", None),
    ("330102198001010012", "General", "330102198001010012", None),
    ("28", '0.00"万元"', "28.00万元", "28"),
    ("28", 'General"元"', "28元", "28"),
    ("1234567", '0!.0,"万元"', "123.5万元", "1234567"),
    ("1234567", "0.0,", "1234.6", "1234567"),
    ("1200", "¥#,##0.00", "¥1,200.00", "1200"),
    ("1200", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "1,200.00", None),
    ("0", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-", "0"),
    ("-3.5", "0.00_);(0.00)", "(3.50)", "-3.5"),
    ("-3.5", "0.00;[Red]-0.00", "-3.50", None),
    ("7", "000", "007", None),
    ("150", '[>=100]0"多";0"少"', "150多", "150"),
    ("50", '[>=100]0"多";0"少"', "50少", "50"),
    ("45553", "yyyy-mm-dd", "2024-09-18", "45553"),
    ("45553", 'yyyy"年"m"月"d"日"', "2024-09-18", "45553"),
    ("45553", 'yyyy"年"m"月"', "2024-09", "45553"),
    ("45553.354166666664", "yyyy/m/d h:mm", "2024-09-18 08:30", "45553.3541666667"),
    ("60", "yyyy-mm-dd", "1900-02-29", "60"),
    ("1.5", "[h]:mm", "36:00:00", "1.5"),
    ("0", ";;;", "0", None),
    ("1E+300", "0.00", "1E+300", None),
    ("1E+99999999", "0.00", "1E+99999999", None),
]


@pytest.mark.parametrize(("number", "number_format", "shown", "stored"), SHOWN)
def test_a_number_is_read_as_it_is_shown(number: str, number_format: str, shown: str, stored: str | None) -> None:
    document = document_of(sheet(f'<row r="1"><c r="A1" s="1"><v>{number}</v></c></row>', number_format), "form.xlsx")
    read = cell(document, "A1")
    assert (read.text, read.stored) == (shown, stored)


def test_no_digit_passes_through_a_binary_number() -> None:
    numbers = [
        f"{whole}.{part:06}" for whole in (0, 17, 387664, 99999999) for part in (1, 10, 62, 330000, 700077, 999999)
    ]
    rows = "".join(
        f'<row r="{at}"><c r="A{at}"><v>{number}</v></c></row>' for at, number in enumerate(numbers, start=1)
    )
    read = [cell.text for cell in document_of(sheet(rows), "form.xlsx").grids[0].cells]
    assert read == [number.rstrip("0").rstrip(".") for number in numbers]


def test_a_text_is_read_with_its_breaks_and_runs_and_without_how_it_is_pronounced() -> None:
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><r><t>项目</t></r><r><t>资金</t></r><rPh sb="0" eb="2"><t>xiang</t></rPh></is></c>'
        '<c r="B1" t="inlineStr"><is><t>一_x000D_&#10;二</t></is></c><c r="C1" t="str"><v>≥95%</v></c>'
        '<c r="D1" t="b"><v>1</v></c><c r="E1" t="e"><v>#DIV/0!</v></c><c r="F1" t="inlineStr"><is><t> 　</t></is></c></row>'
    )
    grid = document_of(sheet(rows), "form.xlsx").grids[0]
    assert [(cell.place, cell.text) for cell in grid.cells] == [
        ("A1", "项目资金"), ("B1", "一\n二"), ("C1", "≥95%"), ("D1", "TRUE"), ("E1", "#DIV/0!"),
    ]  # fmt: skip


def test_cells_and_rows_without_a_place_follow_the_ones_before() -> None:
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row><row/><row><c><v>3</v></c></row>"
    grid = document_of(sheet(rows), "form.xlsx").grids[0]
    assert [(cell.place, cell.text) for cell in grid.cells] == [("A1", "1"), ("B1", "2"), ("A3", "3")]


def test_a_formula_is_kept_beside_its_stored_result() -> None:
    rows = '<row r="1"><c r="A1" s="1"><f>G6/F6</f><v>0.9457</v></c><c r="B1" t="str"><f>IF(A1&lt;1,"","好")</f><v></v></c></row>'
    document = document_of(sheet(rows, "0.00%"), "form.xlsx")
    assert (cell(document, "A1").text, cell(document, "A1").formula) == ("94.57%", "G6/F6")
    shows_nothing = cell(document, "B1")
    assert (shows_nothing.text, shows_nothing.stored, shows_nothing.computed) == ("", "", None)


def test_formulas_that_share_one_each_have_their_own() -> None:
    rows = (
        '<row r="1"><c r="C1"><f t="shared" ref="C1:C3" si="0">A1*$B$1+"A1"</f><v>1</v></c></row>'
        '<row r="3"><c r="C3"><f t="shared" si="0"/><v>3</v></c></row>'
    )
    assert cell(document_of(sheet(rows), "form.xlsx"), "C3").formula == 'A3*$B$1+"A1"'


COMPUTED = [
    ("=A1/A2", "0.5"),
    ("=SUM(A1:A3)", "6.5"),
    ("=SUM(A1:A3)+A1*2", "8.5"),
    ("=ROUND(A1/A3,2)", "0.29"),
    ("=ROUND(-A1/A3,2)", "-0.29"),
    ("=ROUND(2.675,2)", "2.68"),
    ("=ROUNDDOWN(A1/A3,2)", "0.28"),
    ("=ROUNDUP(A1/A3,3)", "0.286"),
    ("=IF(A2=0,0,A1/A2)", "0.5"),
    ("=IF(A9=0,0,A1/A9)", "0"),
    ('=IF(A9="","",A1/A9)', ""),
    ('=IF(A4="≥95%","好","差")', "好"),
    ("=MIN(A1:A3,0.5)*MAX(A1:A3)", "1.75"),
    ("=AVERAGE(A1,A2)", "1.5"),
    ("=PRODUCT(A1:A3)", "7"),
    ("=ABS(A1-A3)", "2.5"),
    ("=-A1^2+50%", "1.5"),
    ("=(A1+A2)*A3", "10.5"),
    ("=C2+1", "3.5"),
    ("=1/3", "0.333333333333333"),
    ("=A1/0", None),
    ("=A1+A4", None),
    ("=VLOOKUP(A1,A1:A3,1)", None),
    ("=Other!A1", None),
    ("=B9", None),
    ("=TODAY()", None),
    ("=SUM(A:A)", None),
    ("=9^64^64^64", None),
    ("=" + "(" * 100 + "1" + ")" * 100, None),
    ("=A1+", None),
]


@pytest.mark.parametrize(("formula", "result"), COMPUTED)
def test_what_a_formula_without_a_stored_result_ought_to_give_is_told_beside_it(
    formula: str, result: str | None
) -> None:
    cells = {"A1": 1, "A2": 2, "A3": 3.5, "A4": "≥95%", "C2": "=A1+1.5", "C1": 1, "B9": formula}
    read = cell(written(cells), "B9")
    assert (read.text, read.computed) == ("", result)
    assert read.formula == formula[1:]


def test_what_is_computed_is_told_as_its_format_shows_it() -> None:
    assert cell(written({"A1": 2, "A2": 3, "A3": "=A1/A2"}, {"A3": "0.00%"}), "A3").computed == "66.67%"


def test_formulas_in_a_circle_or_of_endless_size_have_no_result() -> None:
    circle = written({"A1": "=A2+1", "A2": "=A1+1"})
    assert [cell.computed for cell in circle.grids[0].cells] == [None, None]
    nested = {f"A{row}": "=" + "(" * 30 + f"A{row + 1}+1" + ")" * 30 for row in range(1, 60)}
    assert written({**nested, "A60": 1}).grids[0].cells[0].computed is None
    below = written({"A1": 1, **{f"A{row}": f"=A{row - 1}+1" for row in range(2, 500)}})
    assert below.grids[0].cells[-1].computed == "499"
    squares = written({"A1": 3, **{f"A{row}": f"=A{row - 1}*A{row - 1}" for row in range(2, 60)}})
    assert squares.grids[0].cells[-1].computed is None


def test_a_merged_range_is_one_cell_that_covers_all_of_it() -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A3"], book.active["C3"] = "产出指标（50分）", "下", "右"
    book.active.merge_cells("A1:B2")
    grid = document_of(saved(book), "form.xlsx").grids[0]
    covering = grid.at(2, 2)
    assert covering is not None and (covering.place, covering.rows, covering.columns) == ("A1", 2, 2)
    assert grid.at(3, 2) is None


def test_what_lies_below_a_merged_cell_is_kept_and_never_seen_in_its_stead() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
    grid = document_of(sheet(rows, merged=["A1:C1"]), "form.xlsx").grids[0]
    assert [(cell.place, cell.text) for cell in grid.cells] == [("A1", "1"), ("B1", "2")]
    covering = grid.at(1, 2)
    assert covering is not None and covering.place == "A1"


def test_hidden_rows_columns_and_sheets_are_read_and_marked() -> None:
    book = openpyxl.Workbook()
    shown = book.active
    shown["A1"], shown["A2"], shown["C1"] = "一", "二", "三"
    shown.row_dimensions[2].hidden = True
    shown.column_dimensions["C"].hidden = True
    hidden = book.create_sheet("代码")
    hidden["A1"] = "四"
    hidden.sheet_state = "veryHidden"
    document = document_of(saved(book), "form.xlsx")
    assert {cell.text: cell.hidden for grid in document.grids for cell in grid.cells} == {
        "一": False, "二": True, "三": True, "四": True,
    }  # fmt: skip
    assert [grid.name for grid in document.grids] == ["Sheet", "代码"]


def test_hidden_ranges_may_lie_over_one_another() -> None:
    columns = "".join(
        f'<col min="{first}" max="{last}" hidden="1"/>' for first, last in ((3, 9), (2, 4), (12, 12), (2, 2))
    )
    cells = "<c><v>1</v></c>" * 13
    content = f'<worksheet xmlns="{MAIN}"><cols>{columns}</cols><sheetData><row>{cells}</row></sheetData></worksheet>'
    grid = document_of(workbook({"表": content}), "form.xlsx").grids[0]
    assert [cell.column for cell in grid.cells if not cell.hidden] == [1, 10, 11, 13]


def test_what_is_not_read_of_a_workbook_is_told() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = 1
    book.active["A1"].comment = Comment("为什么", "某")
    document = document_of(saved(book), "form.xlsx")
    assert [note.code for note in document.notes] == ["not-read"]
    assert "批注" in document.notes[0].message.zh
    macros = packed({**_parts(saved(openpyxl.load_workbook(io.BytesIO(saved(book))))), "xl/vbaProject.bin": b"macro"})
    assert "macros-ignored" in [note.code for note in document_of(macros, "form.xlsm").notes]


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_days_count_from_1904_where_the_workbook_says_so() -> None:
    into = io.BytesIO()
    book = xlsxwriter.Workbook(into, {"date_1904": True})
    page = book.add_worksheet()
    page.write_number(0, 0, 44091, book.add_format({"num_format": "yyyy-mm-dd"}))
    book.close()
    assert cell(document_of(into.getvalue(), "form.xlsx"), "A1").text == "2024-09-18"


@pytest.mark.parametrize(
    "name", sorted(path.name for path in GIVEN.iterdir() if path.suffix in (".xlsx", ".xls", ".ods"))
)
def test_as_many_cells_are_read_as_another_reader_finds(name: str) -> None:
    book = python_calamine.CalamineWorkbook.from_path(str(GIVEN / name))
    others = [
        sum(1 for row in book.get_sheet_by_name(each).to_python() for value in row if str(value).strip() != "")
        for each in book.sheet_names
    ]
    read = read_document(GIVEN / name)
    # calamine knows no cell of a formula without a result
    assert [sum(1 for cell in grid.cells if cell.text) for grid in read.grids] == others


def test_an_ods_repeats_cells_and_rows_and_shows_what_it_says() -> None:
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
        '<office:body><office:spreadsheet><table:table table:name="表"><table:table-column table:visibility="collapse"/>'
        '<table:table-row table:number-rows-repeated="2"><table:table-cell/><table:table-cell table:number-columns-repeated="2" '
        'office:value-type="percentage" office:value="0.8632"><text:p>86.3%</text:p></table:table-cell></table:table-row>'
        '<table:table-row table:visibility="filter"><table:table-cell table:number-rows-spanned="2" table:number-columns-spanned="3">'
        "<text:p>一<text:s text:c=\"2\"/>二<text:line-break/>三</text:p><text:p>四</text:p><office:annotation "
        '><text:p>批注</text:p></office:annotation></table:table-cell><table:covered-table-cell table:number-columns-repeated="2"/>'
        '<table:table-cell table:formula="of:=ROUND([.B1]*[.$C$2];2)+SUM([.A1:.A2])" office:value-type="float" office:value="1.5">'
        '<text:p>1.50</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell/><table:table-cell '
        '><text:p>后</text:p></table:table-cell></table:table-row><table:table-row table:number-rows-repeated="1048570">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )  # fmt: skip
    grid = document_of(packed({"mimetype": b"x", "content.xml": content.encode()}), "form.ods").grids[0]
    assert [(cell.place, cell.text, cell.stored, cell.hidden) for cell in grid.cells] == [
        ("B1", "86.3%", "0.8632", False), ("C1", "86.3%", "0.8632", False),
        ("B2", "86.3%", "0.8632", False), ("C2", "86.3%", "0.8632", False),
        ("A3", "一  二\n三\n四", None, True), ("D3", "1.50", None, True), ("B4", "后", None, False),
    ]  # fmt: skip
    assert grid.cells[-2].formula == "ROUND(B1*$C$2,2)+SUM(A1:A2)"
    assert (grid.cells[-3].rows, grid.cells[-3].columns) == (2, 3)
