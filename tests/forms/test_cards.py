"""Cards of wholly other layouts are read by a declaration alone, as a careful person reads them: pairs of labels and values with
several tables, and an indicator a block of rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import openpyxl

from scoring.forms.declarations import faults_at
from scoring.forms.filled_form import FilledForm
from scoring.forms.intake.form_reader import FormReader, OneForm

LANE = """
format = 1

[form.lane]
use    = "ministry-2020"
titles = ["任务完成情况卡"]
notes  = ["一、", "二、"]

[form.lane.head]
project    = ["改造任务"]
code       = ["任务编号"]
department = ["责任科室"]
unit       = ["承办社区"]
total      = ["合计得分"]
"signed.filled_by" = ["经办"]

[form.lane.funds.columns]
budget_initial  = ["年初安排"]
budget_adjusted = ["实际安排"]
executed        = ["已经支付"]

[form.lane.columns]
label   = ["事项", "效果"]
target  = ["应做", "预期"]
actual  = ["已做", "达到"]
weight  = ["满分"]
claimed = ["自评"]
why     = ["说明"]

[form.lane.groups]
"更换楼道灯具" = "产出/数量"
"更换线路"     = "产出/数量"
"夜间照明投诉" = "效益/社会效益"
"居民满意率"   = "满意度"
"""
LANE_HEAD = (
    ("改造任务", "甲社区楼道照明改造"), ("任务编号", "WG-2024-07"), ("责任科室", "示例街道城建科"), ("承办社区", "甲社区居委会"),
    ("年初安排", "30万元"), ("实际安排", "28万元"), ("已经支付", "26.6万元"), ("经办（签字）", "示例甲"),
)  # fmt: skip
LANE_DONE = (
    ("事项", "应做", "已做", "满分", "自评", "说明"),
    ("更换楼道灯具", "≥120盏", "124盏", "30", "30", ""),
    ("更换线路", "≥900米", "870米", "30", "29", "两栋楼缓建"),
)
LANE_EFFECT = (
    ("效果", "预期", "达到", "满分", "自评", "说明"),
    ("夜间照明投诉", "≤5件", "3件", "20", "20", ""),
    ("居民满意率", "≥90%", "93%", "20", "20", "问卷200份"),
)

WELL = """
format = 1

[form.well]
use    = "ministry-2020"
titles = ["机井管护成效单"]

[form.well.head]
project    = ["管护对象"]
department = ["主管"]
unit       = ["管护人"]
period     = ["管护年度"]

[form.well.funds]
money   = "元"
columns = { budget_adjusted = ["安排经费"], executed = ["用去经费"] }

[form.well.columns]
level1  = ["大类"]
label   = ["管护内容"]
target  = ["标准"]
actual  = ["结果"]
weight  = ["占分"]
claimed = ["自打"]
why     = ["缘由"]

[form.well.total]
rows = ["总共"]

[form.well.groups]
"管" = "产出/数量"
"效" = "效益/社会效益"
"效/用水户满意" = "满意度"
"""
WELL_SHEET = """
机井管护成效单
管护对象|示例村机井|管护年度|二〇二四年
主管|示例乡水管站|管护人|示例乙
安排经费|12000|用去经费|11400
大类|管
管护内容|巡查机井
标准|≥24次|结果|24次
占分|30|自打|30
管护内容|更换水泵
标准|≤2台|结果|3台
占分|30|自打|20
缘由|雷击损坏一台
大类|效
管护内容|灌溉保证率
标准|≥90%|结果|88.5%
占分|20|自打|19.67
缘由|八月停电
管护内容|用水户满意
标准|≥85%|结果|约90%
占分|20|自打|20
总共|99.67
"""


def lane(folder: Path) -> Path:
    document = docx.Document()
    for text in ("社区微改造任务完成情况卡", "（二〇二四年一月至十二月）"):
        document.add_paragraph(text)
    _table(document, LANE_HEAD)
    document.add_paragraph("一、做了什么")
    _table(document, LANE_DONE)
    document.add_paragraph("二、有什么效果")
    _table(document, LANE_EFFECT)
    document.add_paragraph("合计得分：99")
    document.save(str(folder / "lane.docx"))
    return folder / "lane.docx"


def _table(document: Any, rows: tuple[tuple[str, ...], ...]) -> None:
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for cells, row in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, row, strict=True):
            cell.text = text


def well(folder: Path) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    for line in WELL_SHEET.strip().split("\n"):
        book.active.append([float(cell) if cell.replace(".", "").isdigit() else cell for cell in line.split("|")])
    book.save(folder / "well.xlsx")
    return folder / "well.xlsx"


def read(declared: str, document: Path) -> OneForm:
    (document.parent / "forms.toml").write_text(declared, encoding="utf-8")
    assert faults_at(document.parent / "forms.toml") == []
    found = FormReader.of(paths=[document.parent / "forms.toml"]).read(document)
    assert not found.problems, [problem.message.en for problem in found.problems]
    (form,) = found.forms
    return form


def rows(form: FilledForm) -> list[tuple[str | None, ...]]:
    return [
        (row.label.text, row.sign, *(said and (said.number or said.text) for said in (row.target, row.actual, row.weight, row.claimed, row.why)))
        for row in form.rows
    ]  # fmt: skip


def test_pairs_and_two_tables_in_word(tmp_path: Path) -> None:
    form = read(LANE, lane(tmp_path))
    assert rows(form.filled) == [
        ("更换楼道灯具", ">=", "120", "124", "30", "30", None),
        ("更换线路", ">=", "900", "870", "30", "29", "两栋楼缓建"),
        ("夜间照明投诉", "<=", "5", "3", "20", "20", None),
        ("居民满意率", ">=", "90", "93", "20", "20", "问卷200份"),
    ]
    project = form.project.data
    assert (project["project"], project["period"], project["claim"]["self"]["total"]) == (
        "甲社区楼道照明改造",
        2024,
        99,
    )
    assert {name: fact["value"] for name, fact in project["facts"].items()} == {
        "budget_initial": "30 万元",
        "budget": "28 万元",
        "spent": "26.6 万元",
    }
    assert [row["in"] for row in project["indicator"].values()] == ["产出/数量", "产出/数量", "效益/社会效益", "满意度"]
    assert "not_understood" not in project


def test_an_indicator_a_block_of_rows(tmp_path: Path) -> None:
    form = read(WELL, well(tmp_path))
    assert rows(form.filled) == [
        ("巡查机井", ">=", "24", "24", "30", "30", None),
        ("更换水泵", "<=", "2", "3", "30", "20", "雷击损坏一台"),
        ("灌溉保证率", ">=", "90", "88.5", "20", "19.67", "八月停电"),
        ("用水户满意", ">=", "85", "约90%", "20", "20", None),
    ]
    project = form.project.data
    assert (project["project"], project["period"], str(project["claim"]["self"]["total"])) == (
        "示例村机井",
        2024,
        "99.67",
    )
    assert {name: fact["value"] for name, fact in project["facts"].items()} == {
        "budget": "12000 元",
        "spent": "11400 元",
    }
    assert [row["in"] for row in project["indicator"].values()] == ["产出/数量", "产出/数量", "效益/社会效益", "满意度"]
    assert [(one["at"], one["text"]) for one in project["not_understood"]] == [("D19", "约90%")]
    assert set(form.filled.account.values()) <= {"taken", "label", "listed"}


def test_blocks_are_no_form_where_there_is_one_alone(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for line in WELL_SHEET.strip().split("\n")[:8]:
        book.active.append(line.split("|"))
    book.save(tmp_path / "one.xlsx")
    (tmp_path / "forms.toml").write_text(WELL, encoding="utf-8")
    found = FormReader.of(paths=[tmp_path / "forms.toml"]).read(tmp_path / "one.xlsx")
    assert not found.forms and [problem.code for problem in found.problems] == ["no-form"]
