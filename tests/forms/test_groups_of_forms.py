"""A declaration gives the groups of a form, or single indicators, their place in the rulebook's frame, and their criteria."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scoring.forms.intake.form_reader import FormReader
from scoring.forms.layout.recognition import recognize
from tests.forms.test_form_declarations import USE, grid

SHEET = """
绩效自评表（2024年度）
项目名称|甲项目|||
{heads}
类|数量指标|道路|≥3公里|3公里|50|50
||桥梁|≥1座|1座|20|20
别|质量指标|合格率|≥90%|95%|20|20
|成效|群众满意|≥90%|95%|10|10
总分||||||100
"""
HEADS = "一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分"


def project(said: str, folder: Path) -> dict[str, Any]:
    (folder / "ours.toml").write_text(USE + said, encoding="utf-8")
    reader = FormReader.of("ours", [folder / "ours.toml"])
    (form,) = recognize([grid(SHEET.format(heads=HEADS))], "x.xlsx", reader.declared.values(), "ours").forms
    return reader.project_of(form).data


def places(said: str, folder: Path) -> list[str]:
    return [row["in"] for row in project(said, folder)["indicator"].values()]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("", ["类/数量指标", "类/数量指标", "别/质量指标", "别/成效"]),
        ('groups = { "类" = "产出" }', ["产出/数量指标", "产出/数量指标", "别/质量指标", "别/成效"]),
        ('groups = { "数量指标" = "产出/数量" }', ["产出/数量", "产出/数量", "别/质量指标", "别/成效"]),
        ('groups = { "别" = "效益", "别/成效" = "满意度" }', ["类/数量指标", "类/数量指标", "效益/质量指标", "满意度"]),
        ('groups = { "类" = "效益", "数量指标" = "产出/数量" }', ["产出/数量", "产出/数量", "别/质量指标", "别/成效"]),
        (
            'groups = { "数量指标/桥梁" = "产出/质量", "群众满意" = "满意度" }',
            ["类/数量指标", "产出/质量", "别/质量指标", "满意度"],
        ),
        (
            'groups = { "类/数量指标/桥梁" = "产出/质量", "桥梁" = "效益" }',
            ["类/数量指标", "产出/质量", "别/质量指标", "别/成效"],
        ),
    ],
)
def test_the_longest_and_innermost_words_say_where_a_row_stands(said: str, expected: list[str], tmp_path: Path) -> None:
    assert places(said + "\n", tmp_path) == expected


def test_each_group_that_is_given_a_place_is_told_with_its_cell(tmp_path: Path) -> None:
    found = project('groups = { "数量指标" = "产出/数量", "成效" = "满意度" }\n', tmp_path)
    assert [(one["text"], one["is"], one["at"]) for one in found["assumed"]] == [
        ("数量指标", "产出/数量", "B4"), ("成效", "满意度", "B7"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "rows"),
    [("成效", ["S1"]), ("别/成效", ["S1"]), ("群众满意", ["S1"]), ("成效/群众满意", ["S1"]), ("满意度", ["S1"]), ("满意度/群众满意", ["S1"]),
     ("产出", ["N1", "N2"]), ("产出/数量", ["N1", "N2"]), ("产出/数量/桥梁", ["N2"]), ("桥梁", ["N2"])],
)  # fmt: skip
def test_a_criterion_is_given_by_group_by_path_or_by_indicator_in_either_words(
    key: str, rows: list[str], tmp_path: Path
) -> None:
    said = f'groups = {{ "数量指标" = "产出/数量", "成效" = "满意度" }}\n[form.ours.rule_for]\n"{key}" = "by_date"\n'
    found = project(said, tmp_path)["indicator"]
    assert [id_ for id_, row in found.items() if row.get("rule") == "by_date"] == rows


def test_a_sign_is_given_the_same_way(tmp_path: Path) -> None:
    text = SHEET.format(heads=HEADS).replace("≥1座", "1座")
    (tmp_path / "ours.toml").write_text(USE + 'signs = { "数量指标/桥梁" = "<=" }\n', encoding="utf-8")
    reader = FormReader.of("ours", [tmp_path / "ours.toml"])
    (form,) = recognize([grid(text)], "x.xlsx", reader.declared.values(), "ours").forms
    assert reader.project_of(form).data["indicator"]["N2"]["target"]["is"].startswith("<=")
