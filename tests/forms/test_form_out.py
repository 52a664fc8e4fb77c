"""The official form written from a scored project: its points are formulas that come to what scoring gives."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from scoring.assessor.assessor import score
from scoring.assessor.loaded_project import open_project
from scoring.forms.writing.book import book_of
from scoring.forms.writing.official_form import OfficialForm
from scoring.forms.writing.scored_project import scored_project
from tests.forms.recalculated import SOFFICE, recalculated
from tests.forms.scored_forms import Written, alike, made_up, unlike_cached, written, written_example
from tests.forms.spreadsheet import Spreadsheet
from tests.writing import prepared

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = (
    "self-evaluation/form",
    "grassroots-2024/as-reported",
    "grassroots-2024/completed",
    "editions/project",
    "forms/waterworks",
)
REACH = """
[rule.reach]
kind = "proportional"
label = { zh = "达到指标值得满分，未达到按完成比例", en = "in proportion" }
"""
ROW = 'N1 = {{ in = "产出/数量", label = "培训", weight = 10, rule = "reach", target = "{target}", actual = "{actual}"{more} }}'


def one_row(target: str, actual: str, more: str = "") -> Written:
    return written(REACH, "[indicator]\n" + ROW.format(target=target, actual=actual, more=more))


def points_of(target: str, actual: str) -> float | None:
    ready, _ = prepared(REACH, "[indicator]\n" + ROW.format(target=target, actual=actual, more=""))
    assert ready is not None
    found = score(ready, "exact").indicators[0].points
    return None if found is None else float(found)


# ---------------------------------------------------------------- the same points


@pytest.mark.parametrize("name", EXAMPLES)
def test_all_points_of_the_examples_are_formulas_that_come_to_what_scoring_gives(name: str) -> None:
    one = written_example(ROOT / "examples" / f"{name}.toml")
    counts = alike(one, Spreadsheet(one.raw).value)
    assert (counts["values"], counts["partly"], counts["totals as values"]) == (0, 0, 0)
    assert unlike_cached(one.raw) == []


def test_points_of_made_up_projects_are_what_scoring_gives_whether_formulas_or_values() -> None:
    counts: Counter[str] = Counter()
    for one in made_up(0, 14):
        raw = one.raw
        counts += alike(one, Spreadsheet(raw).value)
        assert unlike_cached(raw) == []
    assert counts["formulas"] > 2 * counts["values"] > 0


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed here")
def test_libreoffice_recalculates_the_same_points_of_examples_and_of_made_up_projects(tmp_path: Path) -> None:
    listed = [written_example(ROOT / "examples" / f"{name}.toml", f"e{n}") for n, name in enumerate(EXAMPLES)]
    listed += made_up(7000, 6, numbered=True)
    book = book_of([sheet for one in listed for sheet in one.sheets])
    shown = recalculated({"all": book}, tmp_path)["all"]
    for one in listed:
        alike(one, lambda sheet, place: shown[sheet, place])
    ours = Spreadsheet(book)
    differing = []
    for sheet, place, text in ours.formulas():
        theirs, here = shown[sheet, place], ours.value(sheet, place)
        if theirs != here and not (theirs in (None, "") and here in (None, "")) and not hasattr(theirs, "year"):
            differing.append((sheet, place, text, theirs, here))
    assert differing == []


# ---------------------------------------------------------------- other numbers typed


@pytest.mark.parametrize("target, actual, typed", [
    (">= 120 人次", "111 人次", "96人次"),
    (">= 120 人次", "111 人次", "120人次"),
    (">= 120 人次", "111 人次", "119.99人次"),
    (">= 120 人次", "111 人次", "0人次"),
    ("<= 2.40 万元", "2.50 万元", "3.1万元"),
    ("<= 2.40 万元", "2.50 万元", "2.4万元"),
    ("= 4 次", "4 次", "5次"),
    (">= 8 个", "1 个", "0.06个"),
])  # fmt: skip
def test_what_somebody_types_is_scored_as_scoring_would(target: str, actual: str, typed: str) -> None:
    one = one_row(target, actual)
    book = Spreadsheet(one.raw)
    book.set("自评表", one.place("N1", 6), typed)
    assert book.value("自评表", one.place("N1")) == points_of(target, typed)


def test_another_weight_scales_the_points() -> None:
    one = one_row(">= 3 个", "2 个")
    book = Spreadsheet(one.raw)
    book.set("自评表", one.place("N1", 8), 20)
    assert book.value("自评表", one.place("N1")) == 13.33


@pytest.mark.parametrize("typed", ["", "/", "近百人次", "-3人次", "99999999999999人次", "1.23456人次"])
def test_what_cannot_be_scored_from_the_cell_gives_no_points_and_no_total(typed: str) -> None:
    one = one_row(">= 120 人次", "111 人次")
    book = Spreadsheet(one.raw)
    book.set("自评表", one.place("N1", 6), typed)
    assert book.value("自评表", one.place("N1")) == ""
    assert book.value("自评表", f"J{one.total_row()}") == ""


def test_a_tie_between_amounts_of_twelve_digits_is_rounded_as_ours_is() -> None:
    one = one_row(">= 800000000000 元", "640100000000 元")
    assert one.form.formulas.indicators["N1"].is_formula
    alike(one, Spreadsheet(one.raw).value)
    tie = one_row(">= 400000000000 元", "123400000000 元")  # 3.085
    assert Spreadsheet(tie.raw).value("自评表", tie.place("N1")) == 3.09


# ---------------------------------------------------------------- what is missing, and what is no formula


def test_what_is_not_scorable_stays_empty_and_the_total_is_a_range() -> None:
    rows = (
        ROW.format(target=">= 4 个", actual="4 个", more="")
        + '\nN2 = { in = "产出", label = "乙", weight = 30, rule = "reach", target = ">= 3 个" }'
    )
    one = written(REACH, "[indicator]\n" + rows)
    book = Spreadsheet(one.raw)
    assert book.value("自评表", one.place("N2")) in ("", None)
    assert book.value("自评表", f"J{one.total_row()}") == "10.00–40.00"
    cell = next(cell for cell in one.form.sheet.cells if cell.row == one.form.rows["N2"] and cell.column == 10)
    assert cell.remark is not None and "得分在 0.00–30.00 之间" in cell.remark


def test_points_that_no_decimal_says_are_values_that_say_so() -> None:
    rules = '[rulebook.points]\ndecimals = 2\n[rule.r]\nis = "actual / target"\ngives = "share"\nround = { significant = 3 }\n'
    one = written(
        rules,
        '[indicator]\nN1 = { in = "产出", label = "甲", weight = 7, rule = "r", target = ">= 3 个", actual = "2 个" }',
    )
    found = one.form.formulas.indicators["N1"]
    assert not found.is_formula and found.because == "significant digits"
    remark = next(cell.remark for cell in one.form.sheet.cells if cell.row == one.form.rows["N1"] and cell.column == 10)
    assert remark is not None and "数值，非公式" in remark
    alike(one, Spreadsheet(one.raw).value)


def test_a_yes_decides_beside_what_nobody_knows_and_a_no_beside_a_division_by_zero() -> None:
    rules = """
[fact]
met  = { kind = "yes_no" }
held = { unit = "次" }
per  = { kind = "number" }
[rule.either]
rows = [{ row = ["met or held >= 5 次", "100%"] }, { row = ["else", "0%"] }]
[rule.both]
rows = [{ row = ["not met and 1 / per > 3", "0%"] }, { row = ["else", "100%"] }]
"""
    facts = '[facts]\nmet = {met}\nheld = {{ at_least = "3 次" }}\nper = 0\n[indicator]\n'
    rows = 'A = { in = "产出", label = "甲", weight = 4, rule = "either" }\nB = { in = "产出", label = "乙", weight = 6, rule = "both" }'
    one = written(rules, facts.format(met="true") + rows)
    assert [one.form.formulas.indicators[id_].is_formula for id_ in "AB"] == [True, True]
    book = Spreadsheet(one.raw)
    assert [book.value("自评表", one.place(id_)) for id_ in "AB"] == [4, 6]
    place = next(place for sheet, place, text in book.formulas() if sheet == "计算" and "是" in text)
    book.set("计算", place.replace("E", "B"), "否")  # now neither is known
    assert [book.value("自评表", one.place(id_)) for id_ in "AB"] == ["", ""]


def test_the_difference_has_its_sign() -> None:
    one = one_row(">= 120 人次", "111 人次", ", claimed = 10")
    assert Spreadsheet(one.raw).value("自评表", one.place("N1", 11)) == -0.75
    form = openpyxl.load_workbook(BytesIO(one.raw))["自评表"][one.place("N1", 11)].number_format
    assert form == "[Blue]+0.00;[Red]-0.00;0.00"


# ---------------------------------------------------------------- safe, the same, printable


HARMFUL = ('=HYPERLINK("http://x","y")', "+1+1", "-2+3", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1")


@pytest.mark.parametrize("text", HARMFUL)
def test_texts_of_a_project_are_never_formulas(text: str) -> None:
    quoted = text.replace('"', '\\"').replace("\t", "\\t")
    one = written(REACH, f"""
[indicator]
N1 = {{ in = "{quoted.replace("/", "／")}", label = "{quoted}", weight = 10, rule = "reach", target = ">= 4 个", actual = "3 个", why = "{quoted}" }}
""")  # fmt: skip
    book = openpyxl.load_workbook(BytesIO(one.raw))
    ours = re.compile(r"=(IF|INT|MIN|MAX|ROUND|VALUE|\$[EH]|[0-9(])")
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f" or ours.match(str(cell.value)), (cell.coordinate, cell.value)
    parts = zipfile.ZipFile(BytesIO(one.raw)).namelist()
    assert not [part for part in parts if "external" in part.lower() or "vba" in part.lower()]
    assert b"http" not in zipfile.ZipFile(BytesIO(one.raw)).read("xl/worksheets/sheet1.xml").replace(
        b"http://schemas", b""
    )


def test_formulas_use_only_functions_that_every_spreadsheet_has() -> None:
    known = {"IF", "AND", "OR", "NOT", "ISNUMBER", "ISERROR", "INT", "ABS", "SIGN", "MOD", "ROUND", "MIN", "MAX", "MEDIAN", "VALUE", "SUBSTITUTE",
             "MID", "LEFT", "RIGHT", "LEN", "EXACT", "TEXT", "DATE", "YEAR", "MONTH", "CHOOSE", "NA"}  # fmt: skip
    used: set[str] = set()
    for one in made_up(300, 4):
        for _, _, text in Spreadsheet(one.raw).formulas():
            used |= set(re.findall(r"([A-Z]+)\(", re.sub(r'"[^"]*"', "", text)))
    assert used <= known


def test_the_same_project_gives_the_same_bytes() -> None:
    first, second = (written_example(ROOT / "examples" / "self-evaluation" / "form.toml").raw for _ in range(2))
    assert first == second


def test_it_prints_on_a4_in_its_width_with_its_head_on_every_page() -> None:
    one = written_example(ROOT / "examples" / "self-evaluation" / "form.toml")
    sheet = openpyxl.load_workbook(BytesIO(one.raw))["自评表"]
    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (9, 1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows is not None


def test_groups_are_called_in_the_reader_s_language() -> None:
    file = ROOT / "examples" / "grassroots-2024" / "completed.toml"
    loaded = open_project(str(file))
    said = {}
    for language in ("en", "zh"):
        form = OfficialForm(scored_project(loaded.prepared, loaded.project.document), language)
        form.sheets()
        said[language] = {cell.content for cell in form.sheet.cells if cell.column in (2, 3) and cell.rows > 1}
    assert {"process", "output", "quantity"} <= said["en"] and {"过程", "产出", "数量"} <= said["zh"]


def test_every_row_is_as_high_as_its_longest_text() -> None:
    long = "某县农村基层公共服务设施运行维护经费" * 12
    one = written(REACH, f"""
[source.form]
title = "表"
[filled_form]
form = "ministry-2020"
source = "form"
[filled_form.head]
unit = {{ value = "{long}", at = "B2" }}
[indicator]
N1 = {{ in = "产出", label = "{long}", weight = 10, rule = "reach", target = ">= 4 个", actual = "3 个", why = "{long}" }}
""")  # fmt: skip
    for sheet in one.sheets:
        for cell in sheet.cells:
            if isinstance(cell.content, str) and cell.rows == 1 and len(cell.content) > 100:
                width = sum(sheet.widths[cell.column + number] for number in range(cell.columns))
                assert sheet.heights[cell.row] >= 2 * len(cell.content) / width * 12, (sheet.name, cell)


def test_in_english_heads_and_notes_are_english() -> None:
    one = written(REACH, "[indicator]\n" + ROW.format(target=">= 4 个", actual="3 个", more=""), "en")
    book = openpyxl.load_workbook(BytesIO(one.raw))
    assert book.sheetnames == ["form", "calculation"]
    heads = {cell.content for cell in one.form.sheet.cells if cell.look == "head"}
    assert {"level 3", "actual", "by rule", "difference"} <= heads
