"""The form that was handed in is filled as it is: points to the right of its table, nothing of it changed."""

from __future__ import annotations

import shutil
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from scoring.assessor.loaded_project import LoadedProject, open_project
from scoring.documents.document import parse_toml
from scoring.forms.declarations import declarations
from scoring.forms.filled_form import FilledForm
from scoring.forms.layout.recognition import recognize
from scoring.forms.readers.document import document_of
from scoring.forms.writing.form_out import form_filled, form_out
from scoring.problems import InputRefused
from tests.forms.recalculated import SOFFICE, recalculated
from tests.forms.spreadsheet import Spreadsheet
from tests.running import run

ROOT = Path(__file__).resolve().parents[2]
GIVEN = ROOT / "tests" / "forms" / "given"
WATERWORKS = GIVEN / "g01-国家式样.xlsx"


def project(name: str = "forms/waterworks") -> LoadedProject:
    return open_project(str(ROOT / "examples" / f"{name}.toml"))


def filled(raw: bytes, loaded: LoadedProject | None = None) -> bytes:
    one = loaded or project()
    return form_filled(raw, "form.xlsx", one.prepared, one.project.document, "zh")


def cells_of(raw: bytes, sheet: str) -> dict[str, Any]:
    book = openpyxl.load_workbook(BytesIO(raw))
    return {cell.coordinate: cell.value for row in book[sheet].iter_rows() for cell in row if cell.value is not None}


@pytest.fixture(scope="module")
def raw() -> bytes:
    return WATERWORKS.read_bytes()


@pytest.fixture(scope="module")
def reviewed(raw: bytes) -> bytes:
    return filled(raw)


def test_points_stand_to_the_right_of_the_table_as_formulas_over_its_own_cells(reviewed: bytes) -> None:
    book = Spreadsheet(reviewed)
    shown = [book.value("自评表", f"L{row}") for row in (6, *range(13, 22))]
    assert shown == [9.46, 10, 10, 10, 9.68, 10, 10, None, None, 10]
    assert book.value("自评表", "L22") == "79.14–99.14"
    assert book.value("自评表", "M16") == 0
    book.set("自评表", "G16", "88%")
    assert book.value("自评表", "L16") == 9.26
    assert book.value("自评表", "M16") == -0.42
    book.set("自评表", "G6", 100)  # spent, of 118.5
    assert book.value("自评表", "L6") == 8.44


def test_nothing_of_the_form_is_written_over(raw: bytes, reviewed: bytes) -> None:
    before, after = cells_of(raw, "自评表"), cells_of(reviewed, "自评表")
    assert {place: value for place, value in after.items() if place in before} == before
    added = {place for place in after if place not in before}
    assert {place.rstrip("0123456789") for place in added} == {"L", "M", "N"}


def test_every_part_that_is_not_touched_stays_as_it_is_byte_for_byte(raw: bytes, reviewed: bytes) -> None:
    old, new = zipfile.ZipFile(BytesIO(raw)), zipfile.ZipFile(BytesIO(reviewed))
    changed = {part for part in old.namelist() if old.read(part) != new.read(part)}
    assert changed == {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
                       "xl/worksheets/sheet1.xml"}  # fmt: skip
    assert [part for part in new.namelist() if part in old.namelist()] == old.namelist()


def test_merged_cells_widths_and_formats_of_the_form_stay(raw: bytes, reviewed: bytes) -> None:
    old, new = (openpyxl.load_workbook(BytesIO(one))["自评表"] for one in (raw, reviewed))
    assert sorted(map(str, old.merged_cells.ranges)) == sorted(map(str, new.merged_cells.ranges))
    for row in old.iter_rows():
        for cell in row:
            other = new[cell.coordinate]
            assert (other.number_format, other.font.b, other.font.sz, other.fill.fgColor.rgb) == (
                cell.number_format, cell.font.b, cell.font.sz, cell.fill.fgColor.rgb)  # fmt: skip
    assert all(new.column_dimensions[name].width == one.width for name, one in old.column_dimensions.items())
    assert all(new.row_dimensions[number].height == one.height for number, one in old.row_dimensions.items())


def test_remarks_say_by_which_rule(reviewed: bytes) -> None:
    sheet = openpyxl.load_workbook(BytesIO(reviewed))["自评表"]
    assert "未达到，按完成比例得分" in sheet["L16"].comment.text
    assert "规则集 self-evaluation 2020" in sheet["L12"].comment.text


def test_the_same_form_gives_the_same_bytes(raw: bytes, reviewed: bytes) -> None:
    assert filled(raw) == reviewed


def test_a_form_with_remarks_of_its_own_keeps_them(raw: bytes) -> None:
    from openpyxl.comments import Comment

    book = openpyxl.load_workbook(BytesIO(raw))
    book["自评表"]["G16"].comment = Comment("问过单位", "某人")
    made = BytesIO()
    book.save(made)
    sheet = openpyxl.load_workbook(BytesIO(filled(made.getvalue())))["自评表"]
    assert sheet["G16"].comment.text == "问过单位"
    assert "按完成比例得分" in sheet["L16"].comment.text


def test_a_sheet_named_like_the_calculation_stays(raw: bytes) -> None:
    book = openpyxl.load_workbook(BytesIO(raw))
    book.create_sheet("计算")["A1"] = "单位自己的底稿"
    made = BytesIO()
    book.save(made)
    result = openpyxl.load_workbook(BytesIO(filled(made.getvalue())))
    assert result.sheetnames == ["自评表", "计算", "计算2"]
    assert result["计算"]["A1"].value == "单位自己的底稿"


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed here")
def test_libreoffice_recalculates_the_filled_form_to_the_same(reviewed: bytes, tmp_path: Path) -> None:
    shown, ours = recalculated({"form": reviewed}, tmp_path)["form"], Spreadsheet(reviewed)
    places = [(sheet, place) for sheet, place, _ in ours.formulas() if sheet == "计算" or place[0] in "LMN"]
    assert [one for one in places if shown[one] not in (ours.value(*one), None)] == []
    assert shown["自评表", "L16"] == 9.68


def test_a_form_of_another_project_is_refused(raw: bytes) -> None:
    with pytest.raises(InputRefused) as refused:
        filled(raw, project("grassroots-2024/completed"))
    assert [one.code for one in refused.value.problems] == ["form-of-another-project"]


def test_only_xlsx_is_filled() -> None:
    for name in ("g04-云南式样.xls", "g05-湖北式样.docx"):
        with pytest.raises(InputRefused) as refused:
            filled((GIVEN / name).read_bytes())
        assert [one.code for one in refused.value.problems] == ["not-a-workbook"]


# ---------------------------------------------------------------- as a command, and read again


def test_what_was_read_from_a_form_is_written_into_that_form(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "form.xlsx").write_bytes(raw)
    assert run("read", tmp_path / "form.xlsx", "-o", tmp_path).status == 0
    (project_file,) = tmp_path.glob("*.toml")
    assert run("write", project_file, "-o", tmp_path / "reviewed.xlsx").status == 0
    assert openpyxl.load_workbook(tmp_path / "reviewed.xlsx")["自评表"]["C3"].value == "小型水库维修养护项目"
    assert run("write", project_file, "--form", "ministry-2020", "-o", tmp_path / "anew.xlsx").status == 0
    assert openpyxl.load_workbook(tmp_path / "anew.xlsx").sheetnames == ["form", "calculation"]
    (tmp_path / "form.xlsx").write_bytes(raw + b"changed since")
    shutil.rmtree(tmp_path / ".read", ignore_errors=True)  # where reading keeps what it read
    assert run("write", project_file, "-o", tmp_path / "then.xlsx").status == 0
    assert openpyxl.load_workbook(tmp_path / "then.xlsx").sheetnames == ["form", "calculation"]


def test_a_form_is_scored_and_filled_at_once(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "form.xlsx").write_bytes(raw)
    assert run("write", tmp_path / "form.xlsx", "-o", tmp_path / "reviewed.xlsx").status == 0
    assert Spreadsheet((tmp_path / "reviewed.xlsx").read_bytes()).value("自评表", "L16") == 9.68
    assert run("write", tmp_path / "form.xlsx", "-o", tmp_path / "form.xlsx").codes == ["output-is-input"]


def test_a_workbook_with_a_part_beyond_all_sense_is_refused(tmp_path: Path, raw: bytes) -> None:
    made = BytesIO(raw)
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/media/image9.png", bytes(210_000_000))
    with pytest.raises(InputRefused) as refused:
        filled(made.getvalue())
    assert [one.code for one in refused.value.problems] == ["too-large"]


def test_a_form_that_is_not_declared_is_told_with_the_nearest(tmp_path: Path) -> None:
    file = ROOT / "examples" / "forms" / "waterworks.toml"
    done = run("write", file, "--form", "ministry-2021", "-o", tmp_path / "form.xlsx")
    assert (done.status, done.codes) == (1, ["unknown-form"])
    assert "ministry-2020" in done.said


def said(form: FilledForm) -> list[tuple[str | None, ...]]:
    """What a form says of its rows, wherever it stands."""
    return [tuple(one.text if one is not None else None for one in (row.level1, row.level2, row.label, row.target, row.actual, row.weight, row.claimed, row.why)) for row in form.rows]  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
def test_read_back_a_written_form_is_the_same_project(tmp_path: Path, language: str) -> None:
    for name in ("forms/waterworks", "self-evaluation/form"):
        one = project(name)
        (tmp_path / "form.xlsx").write_bytes(form_out(one.prepared, one.project.document, language))  # type: ignore[arg-type]
        folder = tmp_path / name.replace("/", "-")
        assert run("read", tmp_path / "form.xlsx", "-o", folder).status == 0
        (file,) = folder.glob("*.toml")
        found = recognize(
            document_of((tmp_path / "form.xlsx").read_bytes(), "form.xlsx").grids, "form.xlsx", declarations()[0]
        )
        assert (found.outside, found.problems) == ({}, ())
        document, problems = parse_toml(file.read_bytes(), file.name)
        assert document is not None and not problems
        before, after = facts_of(one.project.document.data), facts_of(document.data)
        assert after == {key: value for key, value in before.items() if key in after}
        assert set(before) - set(after) <= {"survey_answers"}  # which no form has


def facts_of(data: Any) -> dict[str, Any]:
    """Amounts, targets, actuals, weights, claims and reasons of a project, without places and spaces; of what is judged no words."""
    found: dict[str, Any] = {}
    for name, fact in data["facts"].items():
        if isinstance(fact, list):
            found[name] = [[_plain(one[key]) for key in ("label", "initial", "revised", "executed")] for one in fact]
        else:
            found[name] = _plain(fact)
    for number, row in enumerate(data["indicator"].values()):
        for key in ("target", "weight", "claimed", "why"):
            found[f"{number}.{key}"] = _plain(row.get(key))
        if "定性" not in str(row.get("target")) and not str(row.get("actual", "")).startswith("="):
            found[f"{number}.actual"] = _plain(row.get("actual"))
    found["claim"] = _plain(data.get("claim", {}).get("self", {}).get("total"))
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        value = value.get("value", value.get("is"))
    text = str(value).replace(" ", "").replace(">=", "≥").replace("<=", "≤").removeprefix("=")
    number, _, rest = text.partition("万元")
    return (
        f"{float(number):g}万元{rest}" if rest == "" and "万元" in text and number.replace(".", "").isdigit() else text
    )


def test_columns_that_a_review_put_beside_a_form_are_no_data_of_it(raw: bytes, reviewed: bytes) -> None:
    declared = declarations()[0]
    (before,) = recognize(document_of(raw, "a.xlsx").grids, "a.xlsx", declared).forms
    again = recognize(document_of(reviewed, "a.xlsx").grids, "a.xlsx", declared)
    (after,) = again.forms
    assert said(after) == said(before)
    assert (after.not_understood, after.total, after.funds) == (before.not_understood, before.total, before.funds)
    assert (again.outside, again.problems) == ({}, ())
