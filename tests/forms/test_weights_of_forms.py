"""Where the points of rows come from that have none in their form: the group's head, what was approved, an even split; never the claims."""

from __future__ import annotations

import json
import tomllib
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.forms.filling import run

HEAD = """项目支出绩效自评表,,,,,
（2024年度）,,,,,
项目名称,村道硬化,,项目编码,P-001,
主管部门,甲县交通运输局,,实施单位,上湾镇人民政府,
项目资金（万元）,,年初预算数,全年预算数,全年执行数,{points}
,年度资金总额,50,50,48,{rate}
一级指标,二级指标,三级指标,年度指标值,实际完成值,得分
"""
ROWS = """{output},数量指标,硬化村道长度,≥12公里,12公里,{claimed}
,质量指标,验收合格率,≥100%,100%,{claimed}
,时效指标,按期完工率,≥95%,96%,{claimed}
效益指标,社会效益指标,受益村民,≥900人,915人,30
满意度指标,服务对象满意度指标,村民满意度,≥90%,93%,10
"""
APPROVED = """项目支出绩效目标申报表,,,,,
（2024年度）,,,,,
项目名称,村道硬化,,项目编码,P-001,
主管部门,甲县交通运输局,,实施单位,上湾镇人民政府,
一级指标,二级指标,三级指标,指标值,分值,备注
产出指标,数量指标,硬化村道长度,≥12公里,25,
产出指标,质量指标,验收合格率,≥100%,15,
产出指标,时效指标,按期完工率,≥95%,10,
效益指标,社会效益指标,受益村民,≥900人,30,
满意度指标,服务对象满意度指标,村民满意度,≥90%,10,
"""
DECLARED = 'format = 1\n[form.ours]\nuse = "ministry-2020"\nmarks = ["项目支出绩效自评表"]\n{}\n'
GROUPS = ("产出指标（50分）", "效益指标（30分）", "满意度指标（10分）")


def form(output: str = "产出指标", claimed: str = "10", rate: str = "10,10") -> str:
    """A form whose rows have claims and no points; the table of funds has 10, unless it has none either."""
    text = HEAD.format(points="分值,得分" if rate else "", rate=rate) + ROWS.format(output=output, claimed=claimed)
    return text.replace("效益指标,", "效益指标（30分）,", 1).replace("满意度指标,服务", "满意度指标（10分）,服务", 1) if "（" in output else text  # fmt: skip


def read(home: Path, text: str, weights: str, *more: object) -> dict[str, Any]:
    """The project's data as the form gives it by a declaration of weights."""
    (home / "form.csv").write_text(text, encoding="utf-8")
    (home / "ours.toml").write_text(DECLARED.format(weights), encoding="utf-8")
    asked = ("read", home / "form.csv", "-o", home / "out", "--forms", home / "ours.toml", "--form", "ours", "--lang", "en")  # fmt: skip
    _, said, status = run(*asked, *more)
    assert (status, said) == (0, "")
    return tomllib.loads((home / "out" / "P-001.toml").read_text(encoding="utf-8"))


def weights(project: dict[str, Any]) -> dict[str, Any]:
    return {id_: row["weight"] for id_, row in project["indicator"].items()}


def card(home: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("score", home / "out" / "P-001.toml", "--format", "json", "--lang", "en")[0])
    return found


def test_an_even_split_is_of_the_groups_share_of_the_frame_in_exact_thirds(tmp_path: Path) -> None:
    made = read(tmp_path, form(), 'weights = "even"')
    assert weights(made) == {"EXE": 10, "N1": "50/3", "Q1": "50/3", "T1": "50/3", "E1": 30, "S1": 10}
    assert sum(Fraction(str(one)) for one in weights(made).values()) == 100
    scored = card(tmp_path)
    assert [one["points"] for one in scored["indicators"][1:4]] == [
        "50/3",
        "50/3",
        "50/3",
    ]  # a weight is never exceeded by rounding
    assert scored["total"]["possible"] == "100"
    told = [one["message"] for one in scored["findings"] if one["code"] == "assumed"]
    assert told[0] == ("A8 `产出指标` is taken for `3 × 50/3`: rows have no points; the 50 points of `产出` are split evenly over its 3 rows")  # fmt: skip


def test_points_of_a_groups_head_are_split_over_its_rows(tmp_path: Path) -> None:
    made = read(tmp_path, form("产出指标（40分）"), 'weights = "group head"')
    assert weights(made) == {"EXE": 10, "N1": "40/3", "Q1": "40/3", "T1": "40/3", "E1": 30, "S1": 10}


def test_rows_may_weigh_what_was_approved(tmp_path: Path) -> None:
    (tmp_path / "approved").mkdir()
    (tmp_path / "approved" / "a.csv").write_text(APPROVED, encoding="utf-8")
    made = read(tmp_path, form(), 'weights = "approved"', "--against", tmp_path / "approved")
    assert weights(made) == {"EXE": 10, "N1": 25, "Q1": 15, "T1": 10, "E1": 30, "S1": 10}


@pytest.mark.parametrize("declared", ["", 'weights = "approved"'])
def test_without_a_word_of_where_they_come_from_rows_are_kept_and_not_scorable(tmp_path: Path, declared: str) -> None:
    made = read(tmp_path, form(), declared)
    assert {one for id_, one in weights(made).items() if id_ != "EXE" and not isinstance(one, dict)} == set()
    scored = card(tmp_path)
    assert {(one["outcome"], *one["missing"]) for one in scored["indicators"][1:]} == {("not_scorable", "weight")}
    assert "weights-missing" in {one["code"] for one in scored["findings"]}
    assert [one["claimed"] for one in scored["indicators"][1:3]] == [{"self": "10"}, {"self": "10"}]


@pytest.mark.parametrize("declared", ["even", "group head"])
def test_claims_never_become_weights(tmp_path: Path, declared: str) -> None:
    output = "产出指标（50分）" if declared == "group head" else "产出指标"
    made = [weights(read(tmp_path, form(output, claimed), f'weights = "{declared}"')) for claimed in ("10", "3")]
    assert made[0] == made[1]


def test_a_form_that_weighs_nothing_has_the_execution_rate_as_the_frame_weighs_it(tmp_path: Path) -> None:
    made = read(tmp_path, form(rate=""), 'weights = "even"')
    assert weights(made)["EXE"] == 10 and made["indicator"]["EXE"]["actual"] == "= execution_rate"
    assert card(tmp_path)["total"]["points"] == "99.60"


def with_points(text: str, *own: str) -> str:
    """The form with a column of points, of which these are given from the first row on."""
    lines = text.splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("一级"))
    lines[first] += ",分值"
    return "\n".join(f"{line},{own[number - first - 1]}" if first < number <= first + len(own) else line
                     for number, line in enumerate(lines))  # fmt: skip


def test_rows_that_have_points_keep_them_and_the_others_share_the_rest(tmp_path: Path) -> None:
    made = read(tmp_path, with_points(form("产出指标（50分）"), "20"), 'weights = "group head"')
    assert (weights(made)["N1"], weights(made)["Q1"], weights(made)["T1"]) == (20, 15, 15)
    told = next(one for one in made["assumed"] if one["at"] == "A8")
    assert told["is"] == "2 × 15" and "50 − 20" in told["why"]["en"]


def test_where_nothing_is_left_to_split_it_is_told(tmp_path: Path) -> None:
    made = read(tmp_path, with_points(form(), "50"), 'weights = "even"')
    assert (weights(made)["N1"], weights(made)["Q1"]) == (50, {"none": True})
    assert "nothing is left of the 50 points" in next(one["why"]["en"] for one in made["not_understood"] if one["at"] == "A8")  # fmt: skip


def test_a_row_in_which_nothing_is_measured_takes_no_share(tmp_path: Path) -> None:
    text = form().replace("效益指标,", ",成本指标,/,/,/,\n效益指标,", 1)
    assert weights(read(tmp_path, text, 'weights = "even"'))["N1"] == "50/3"


RULES = """format = 1
[rulebook]
name = "ours"
{total}
weights_off_total = "finding"
rule_for = {{ ">=" = "reach" }}
[fact]
budget = {{ unit = "元" }}
spent = {{ unit = "元" }}
[rule.reach]
kind = "proportional"
{more}
"""


def test_without_a_frame_the_total_is_split_over_all_rows(tmp_path: Path) -> None:
    (tmp_path / "ours-rules.toml").write_text(RULES.format(total="total = 100", more=""), encoding="utf-8")
    made = read(tmp_path, form(rate=""), 'weights = "even"', "--rules", tmp_path / "ours-rules.toml")
    assert set(weights(made).values()) == {20}


def test_without_a_frame_and_a_total_there_is_nothing_to_split(tmp_path: Path) -> None:
    (tmp_path / "ours-rules.toml").write_text(RULES.format(total="", more=""), encoding="utf-8")
    made = read(tmp_path, form(rate=""), 'weights = "even"', "--rules", tmp_path / "ours-rules.toml")
    assert [one for one in weights(made).values() if one != {"none": True}] == []
    assert "gives their group none that could be split" in made["not_understood"][0]["why"]["en"]


def test_groups_within_groups_have_their_own_shares(tmp_path: Path) -> None:
    frame = '[frame."产出指标"]\nweight = 60\n[frame."产出指标/数量指标"]\nweight = 40\n[frame."效益指标"]\nweight = 30\n[frame."满意度指标"]\nweight = 10\n'
    (tmp_path / "ours-rules.toml").write_text(RULES.format(total="total = 100", more=frame), encoding="utf-8")
    made = read(tmp_path, form(rate=""), 'weights = "even"', "--rules", tmp_path / "ours-rules.toml")
    assert list(weights(made).values()) == [40, 10, 10, 30, 10]
