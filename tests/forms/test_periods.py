"""A form says its period in the title, in a cell of its own or in a field; in digits or in Chinese numerals, as a year, as months or as several years."""

from __future__ import annotations

from typing import Any

import pytest

from scoring.forms.intake.form_reader import FormReader
from scoring.forms.layout.recognition import recognize
from scoring.forms.period import period_alone, period_in
from tests.forms.test_form_declarations import grid

ONE_YEAR = (
    "2024", "2024年", "2024年度", "２０２４年度", "2024 年 度", "（2024年度）", "[2024年]", "二〇二四年度", "二零二四年", "二○二四", "（二〇二四年度）",
    "2024年1月至12月", "2024年1月—2024年12月", "2024.1-2024.12", "2024年1-12月", "2024年1月1日至2024年12月31日", "二〇二四年一月至十二月",
    "FY2024", "Fiscal year 2024", "预算年度：2024年",
)  # fmt: skip
SEVERAL = (
    "2024—2025年度",
    "2024-2025",
    "2024—25年度",
    "2024/2025学年度",
    "二〇二四年至二〇二五年",
    "2024年7月至2025年6月",
)
PART = ("2024年上半年", "2024年第一季度", "2024年1月至6月", "二〇二四年七月至十二月")
NONE = (
    "财预〔2020〕10号", "2025年1月20日", "2024-09-08", "2024年10月", "二〇二四年十月", "20241231", "12024", "2025.1.20", "",
)  # fmt: skip
PLACES = {
    "in the title": "{}项目支出绩效自评表\n项目名称|甲项目",
    "behind the title": "项目支出绩效自评表（{}）\n项目名称|甲项目",
    "in a cell of its own": "项目支出绩效自评表\n{}\n项目名称|甲项目",
    "in a cell beside the head": "项目支出绩效自评表\n项目名称|甲项目||{}",
    "beside a label": "项目支出绩效自评表\n项目名称|甲项目|评价年度|{}",
    "behind a label": "项目支出绩效自评表\n项目名称：甲项目|评价年度：{}",
    "below a label": "项目支出绩效自评表\n项目名称|评价年度\n甲项目|{}",
}
TABLE = "\n三级指标|年度指标值|实际完成值|分值|得分\n道路|≥3公里|3公里|50|50\n"


READER = FormReader.of()


def read(head: str) -> dict[str, Any]:
    """The project of a form with that head."""
    found = recognize([grid(head + TABLE)], "x.xlsx", READER.declared.values())
    assert len(found.forms) == 1, found.problems
    return READER.project_of(found.forms[0]).data


@pytest.mark.parametrize("text", ONE_YEAR)
@pytest.mark.parametrize("place", PLACES)
def test_a_year_is_the_period_wherever_and_however_it_is_written(place: str, text: str) -> None:
    project = read(PLACES[place].format(text))
    assert project["period"] == 2024
    assert "not_understood" not in project and "assumed" not in project


@pytest.mark.parametrize("text", SEVERAL)
@pytest.mark.parametrize("place", PLACES)
def test_several_years_are_kept_and_nobody_chooses_one(place: str, text: str) -> None:
    project = read(PLACES[place].format(text))
    assert "period" not in project
    (asked,) = project["not_understood"]
    assert text in asked["text"] and "period = …" in asked["fix"]["en"]


@pytest.mark.parametrize("text", PART)
@pytest.mark.parametrize("place", PLACES)
def test_a_part_of_a_year_is_told(place: str, text: str) -> None:
    project = read(PLACES[place].format(text))
    assert project["period"] == 2024
    (assumed,) = project["assumed"]
    assert assumed["is"] == "2024" and text in assumed["text"]


@pytest.mark.parametrize("text", NONE)
def test_dates_and_numbers_of_papers_are_no_periods(text: str) -> None:
    assert period_in(text) is None and period_alone(text) is None


def test_a_year_in_the_number_of_a_paper_is_not_the_period_of_a_form() -> None:
    project = read("项目支出绩效自评表（财预〔2020〕10号式样）\n项目名称|甲项目")
    assert "period" not in project


def test_two_periods_that_differ_are_a_question() -> None:
    project = read("2023年度项目支出绩效自评表\n（2024年度）\n项目名称|甲项目")
    (asked,) = project["not_understood"]
    assert (project["period"], asked["at"], asked["text"]) == (2024, "A1", "2023年度项目支出绩效自评表")


def test_what_a_period_was_read_from_is_kept_with_its_cell() -> None:
    project = read("项目支出绩效自评表\n（二〇二四年度）\n项目名称|甲项目")
    assert project["filled_form"]["head"]["period"] == {"value": "（二〇二四年度）", "at": "A2"}
