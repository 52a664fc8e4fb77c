"""What cells of a row say: numbers with 万 and 亿, bounds, and signs of targets that stand before no measured value."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from scoring.forms.reading_cell import cell_value
from scoring.values.units import Units
from tests.forms.filling import run

FORM = """项目支出绩效自评表,,,,,,,
（2024年度）,,,,,,,
项目名称,村道硬化,,项目编码,P-001,,,
主管部门,甲县交通运输局,,实施单位,上湾镇人民政府,,,
项目资金（{money}）,,年初预算数,全年预算数,全年执行数,分值,执行率,得分
,年度资金总额,{budget},{budget},{budget},10,100%,10
一级指标,二级指标,三级指标,年度指标值,度量单位,实际完成值,分值,得分
产出指标,数量指标,服务群众,{target},{unit},{actual},50,50
效益指标,社会效益指标,受益村民,≥900,人,915,30,30
满意度指标,服务对象满意度指标,村民满意度,≥90%,%,93%,10,10
总分,,,,,,100,100
"""


def read(home: Path, **said: str) -> tuple[dict[str, Any], dict[str, str]]:
    """The row N1 of a form, and what is listed of its cells."""
    cells = {"money": "万元", "budget": "50", "target": "≥100", "unit": "人次", "actual": "120", **said}
    (home / "form.csv").write_text(FORM.format(**cells), encoding="utf-8")
    _, told, status = run("read", home / "form.csv", "-o", home / "out", "--lang", "en")
    assert (status, told) == (0, "")
    made = tomllib.loads((home / "out" / "P-001.toml").read_text(encoding="utf-8"))
    return made["indicator"]["N1"] | {"facts": made["facts"]}, {
        one["at"]: one["why"]["en"] for one in made.get("not_understood", [])
    }


@pytest.mark.parametrize(
    ("target", "unit", "actual", "aimed", "reached"),
    [
        ("≥100万", "人次", "120万", ">= 100 万人次", "120 万人次"),
        ("≥1000000", "人次", "120万", ">= 1000000 人次", "120 万人次"),
        ("≥100万人次", "", "120万", "≥100万人次", None),  # the unit is said with its 万: 120 of them, or 120万?
        ("≥100万人次", "", "120万人次", "≥100万人次", "120万人次"),
        ("≥1亿元", "", "1.2亿元", "≥1亿元", "1.2亿元"),
        ("≥3千米", "", "3千米", "≥3千米", "3千米"),
        ("≥5百户", "", "5百户", "≥5百户", "5百户"),
        ("≥500", "户", "5百", ">= 500 户", "5 百户"),
        ("≥20万羽", "", "25万羽", "≥20万羽", "25万羽"),
        ("≥200000", "羽", "25万", ">= 200000 羽", "25 万羽"),
        ("≥100万", "", "120万", ">= 1000000", "1200000"),
    ],
)
def test_a_number_with_wan_has_the_unit_of_its_row(
    tmp_path: Path, target: str, unit: str, actual: str, aimed: str, reached: str | None
) -> None:
    row, listed = read(tmp_path, target=target, unit=unit, actual=actual)
    assert row["target"]["is"] == aimed
    assert row.get("actual", {}).get("value") == reached, listed
    scored, told, status = run("explain", tmp_path / "out" / "P-001.toml", "N1", "--lang", "en")
    assert (status, told) == (0, "") and ("points      50.00 of 50" in scored) is (reached is not None), scored


def test_what_is_counted_in_wan_by_cell_and_by_unit_is_asked(tmp_path: Path) -> None:
    _, listed = read(tmp_path, target="≥100", unit="万人次", actual="120万")
    assert listed == {"F8": "`万` stands in the cell and in the unit `万人次`: 120 万人次, or 万 times as many?"}


def test_money_with_wan_in_a_table_of_yuan_is_read_and_in_one_of_wan_yuan_asked(tmp_path: Path) -> None:
    row, _ = read(tmp_path, money="元", budget="50万")
    assert row["facts"]["spent"]["value"] == "500000 元"
    _, listed = read(tmp_path, money="万元", budget="50万")
    assert listed["E6"] == "`万` stands in the cell, and the unit of the table is `万元`"


@pytest.mark.parametrize(
    ("text", "number", "unit", "multiple"),
    [
        ("120万", "1200000", None, "万"),
        ("1.2亿", "120000000", None, "亿"),
        ("３ 万", "30000", None, "万"),
        ("2千", "2000", None, "千"),
        ("10万人", "10", "万人", ""),
        ("3千米", "3", "千米", ""),
        ("3千克", "3", "千克", ""),
        ("5百户", "5", "百户", ""),
        ("95百分", "95", "百分", ""),  # 95% that lost its last word is no 9500 points
    ],
)
def test_what_a_cell_with_wan_says(text: str, number: str, unit: str | None, multiple: str) -> None:
    found = cell_value(text)
    assert (found.kind, found.number, found.unit, found.multiple) == ("number", number, unit, multiple)
    assert unit == "百分" or unit is None or Units.standard().get(unit) is not None


@pytest.mark.parametrize("actual", ["≥100", "≥120人次", "＞１２０", ">=120", "≤120", "服务≥120人次"])
def test_a_sign_of_targets_before_an_actual_is_no_measured_value(tmp_path: Path, actual: str) -> None:
    row, listed = read(tmp_path, actual=actual)
    assert "actual" not in row and "carries a sign: a bound, not a measured value" in listed["F8"]
    assert "not scorable" in run("score", tmp_path / "out" / "P-001.toml", "--lang", "en")[0]


@pytest.mark.parametrize(
    ("actual", "bound"),
    [
        ("120人次以上", "at_least"), ("120余人次", "at_least"), ("超过120人次", "at_least"), ("不少于120人次", "at_least"),
        ("120人次以内", "at_most"), ("不超过120人次", "at_most"), ("12万以上", "at_least"),
    ],
)  # fmt: skip
def test_a_number_of_which_words_say_more_or_less_is_a_bound(tmp_path: Path, actual: str, bound: str) -> None:
    row, _ = read(tmp_path, actual=actual)
    assert list(row["actual"]) == [bound, "source", "at"]


@pytest.mark.parametrize(("target", "points"), [("≥100", "50.00 of 50"), ("≥130", "0.00 – 50.00 of 50")])
def test_a_bound_is_scored_where_it_decides_and_only_there(tmp_path: Path, target: str, points: str) -> None:
    read(tmp_path, target=target, actual="120人次以上")
    explained = run("explain", tmp_path / "out" / "P-001.toml", "N1", "--lang", "en")[0]
    assert f"points {points}" in " ".join(explained.split())
