"""The findings of all projects are one table, which runs nothing; what was not scored stands on a sheet of its own."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from scoring.forms.writing.findings_table import BYTE_ORDER_MARK, _plain
from tests.forms.hostile import hostile_form
from tests.forms.units import folder_of
from tests.running import run

HEADS = ["项目", "实施单位", "指标", "问题", "代码", "类别", "自评", "按规则", "差异", "处理", "位置", "表", "文件"]


def written(folder: Path, file: Path, status: int = 0) -> Path:
    done = run("write", folder, "--findings", "--lang", "zh", "-o", file)
    assert done.status == status, done.err
    return file


def test_every_finding_of_every_project_is_a_row(tmp_path: Path) -> None:
    file = written(folder_of(tmp_path, ["甲乡", "乙乡"]), tmp_path / "findings.csv")
    heads, *rows = csv.reader(io.StringIO(file.read_bytes().decode().removeprefix(BYTE_ORDER_MARK)))
    assert heads == HEADS
    assert [row[:2] for row in rows] == [["项目01", "甲乡"]] * 3 + [["项目02", "乙乡"]] * 3
    assert rows[1][2:] == ["EXE 预算执行率", "EXE 预算执行率：自评 10 分，按规则为 9.00 分", "claimed-points-differ", "应更正",
                           "10", "9.00", "+1.00", "将自评得分更正为 9.00 分", "自评表!K6", "项目支出绩效自评表（01.xlsx）", "01.toml"]  # fmt: skip
    assert rows[2][4:6] == ["judged-differently", "评判不同"]


def test_a_workbook_has_numbers_as_numbers_a_filter_and_prints_on_a4(tmp_path: Path) -> None:
    book = load_workbook(written(folder_of(tmp_path, ["甲乡"]), tmp_path / "findings.xlsx"))
    sheet = book["问题"]
    assert [cell.value for cell in sheet[1]] == HEADS
    assert [cell.value for cell in sheet[3]][6:9] == [10, 9, 1]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:M4")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (
        "landscape",
        9,
        0,
    )
    assert book.sheetnames == ["问题", "未评分"]


def test_what_was_not_scored_stands_on_a_sheet_of_its_own_with_the_fix(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, ["甲乡", "乙乡"])
    broken = folder / "02.toml"
    broken.write_text(broken.read_text(encoding="utf-8").replace('"90 万元"', '"约90万元"'), encoding="utf-8")
    (folder / "03.toml").write_text("format = 1\nproject = ", encoding="utf-8")
    sheet = load_workbook(written(folder, tmp_path / "findings.xlsx", status=4))["未评分"]
    rows = [[cell.value or "" for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [row[:3] for row in rows] == [["项目02", "乙乡", "02.toml"], ["", "", "03.toml"]]
    assert all(row[4] and row[5] for row in rows) and rows[0][6]


@pytest.mark.parametrize(
    ("text", "shown"),
    [("=1+1", "'=1+1"), ("+1+1", "'+1+1"), ("-x", "'-x"), ("@SUM(A1)", "'@SUM(A1)"), (" =1", "' =1"), ("\u3000＝1", "'\u3000＝1"),
     ("\t=1", "'\t=1"), ("\r=1", "'\r=1"), ("\u200b=1", "'\u200b=1"), ("-1.5", "-1.5"), ("+4.55", "+4.55"), ("95%", "95%"), ("a=b", "a=b"), ("", "")],
)  # fmt: skip
def test_no_text_is_taken_for_a_formula(text: str, shown: str) -> None:
    assert _plain(text) == shown


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_hostile_project_is_only_text(tmp_path: Path, ending: str) -> None:
    folder = tmp_path / "projects"
    folder.mkdir()
    hostile_form(folder)
    file = written(folder, tmp_path / f"findings.{ending}")
    if ending == "csv":
        cells = [cell for row in csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"))) for cell in row]
        assert not [cell for cell in cells if cell[:1] in ("=", "@") or cell.startswith(("+1+", "-1+"))]
    else:
        cells = [cell for row in load_workbook(file)["问题"].iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n"}
        assert max(len(str(cell.value)) for cell in cells) <= 16_001


def test_the_same_projects_give_the_same_bytes(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, ["甲乡", "乙乡"])
    for ending in ("csv", "xlsx"):
        one, other = (written(folder, tmp_path / f"{name}.{ending}").read_bytes() for name in ("one", "other"))
        assert one == other


def test_in_english_it_is_english(tmp_path: Path) -> None:
    done = run("write", folder_of(tmp_path, ["甲乡"]), "--findings", "-o", tmp_path / "findings.csv")
    text = (tmp_path / "findings.csv").read_text(encoding="utf-8-sig")
    assert text.startswith(
        "project,unit,indicator,finding,code,kind,claimed,by rule,difference,how to mend,place,form,file"
    )
    assert "correct the points claimed to 9.00" in text and "1 file written of 1 project, 0 not scored" in done.err


def test_a_table_has_a_format_that_is_known(tmp_path: Path) -> None:
    assert run("write", folder_of(tmp_path, ["甲乡"]), "--findings", "-o", tmp_path / "findings.pdf").codes == [
        "unknown-format"
    ]
