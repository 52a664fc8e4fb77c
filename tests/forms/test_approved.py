"""A report against what was approved: every target, weight or row that it changed, added or dropped is told; a declaration says which counts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.forms.filling import run

REPORT = """项目支出绩效自评表,,,,,,,
（2024年度）,,,,,,,
项目名称,村道硬化,,项目编码,P-001,,,
主管部门,甲县交通运输局,,实施单位,上湾镇人民政府,,,
项目资金（万元）,,年初预算数,全年预算数,全年执行数,分值,执行率,得分
,年度资金总额,50,50,50,10,100%,10
一级指标,二级指标,三级指标,年度指标值,实际完成值,分值,得分,偏差原因分析及改进措施
产出指标,数量指标,硬化村道长度,≥10公里,10公里,40,40,
产出指标,质量指标,验收合格率,≥100%,100%,10,10,
效益指标,社会效益指标,受益村民,≥900人,915人,30,30,
满意度指标,服务对象满意度指标,村民满意度,≥90%,93%,10,10,
总分,,,,,100,100,
"""
APPROVED = """项目支出绩效目标申报表,,,,,
（2024年度）,,,,,
项目名称,村道硬化,,项目编码,P-001,
主管部门,甲县交通运输局,,实施单位,上湾镇人民政府,
批复日期,2024-02-20,,批复单位,甲县财政局,
一级指标,二级指标,三级指标,指标值,分值,备注
产出指标,数量指标,硬化村道长度,≥12公里,30,
产出指标,质量指标,验收合格率,＝100%,10,
产出指标,时效指标,按期完工率,≥95%,10,
满意度指标,服务对象满意度指标,村民满意度,≥ 90 %,10,
"""
COUNTS = 'format = 1\n[form.ours]\nuse = "ministry-2020"\nmarks = ["项目支出绩效自评表"]\ncounts = "approved"\n'


@pytest.fixture
def home(tmp_path: Path) -> Path:
    for folder, name, text in (("forms", "a.csv", REPORT), ("approved", "a.csv", APPROVED)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text(text, encoding="utf-8")
    return tmp_path


def card(home: Path, *more: str) -> dict[str, Any]:
    printed, said, status = run(
        "read", str(home / "forms"), "-o", str(home / "out"), "--against", str(home / "approved"), *more
    )
    assert (status, said) == (0, ""), printed
    found: dict[str, Any] = json.loads(
        run("score", str(home / "out" / "P-001.toml"), "--format", "json", "--lang", "en")[0]
    )
    return found


def told(found: dict[str, Any]) -> list[str]:
    return [one["message"] for one in found["findings"] if one["code"] == "adjusted"]


def test_what_the_report_changed_added_or_dropped_is_a_finding(home: Path) -> None:
    found = card(home)
    assert told(found) == [
        "N1 (D8) the target was approved as `≥12公里` (D7) and is reported as `≥10公里`; what is reported counts",
        "N1 (F8) the weight was approved as 30 (E7) and is reported as 40; what is reported counts",
        "Q1 (D9) the target was approved as `＝100%` (D8) and is reported as `≥100%`; what is reported counts",
        "E1 (C10) this row was not approved",
        "the approved row `按期完工率` (C9) is not reported; what is reported counts",
    ]
    assert found["total"]["points"] == "100.00"
    source = next(one for one in found["sources"] if one["name"] == "approved")
    assert (source["on"], source["by"]) == ("2024-02-20", "甲县财政局")


def test_a_declaration_says_that_what_was_approved_counts(home: Path) -> None:
    (home / "ours.toml").write_text(COUNTS, encoding="utf-8")
    found = card(home, "--forms", str(home / "ours.toml"), "--form", "ours")
    points = {one["id"]: (one["weight"], one["target"], one["points"], one["outcome"]) for one in found["indicators"]}
    assert points["N1"] == ("30", ">= 12公里", "25.00", "scored")
    assert points["T1"][3] == "not_scorable"
    assert len(told(found)) == 5


def test_rows_without_points_may_weigh_what_was_approved(home: Path) -> None:
    bare = "\n".join(",".join(cell for number, cell in enumerate(line.split(",")) if number not in (5, 6)) if line.startswith(("一级", "产出", "效益", "满意度")) else line
                     for line in REPORT.splitlines())  # fmt: skip
    (home / "forms" / "a.csv").write_text(bare, encoding="utf-8")
    (home / "ours.toml").write_text(COUNTS.replace('counts = "approved"', 'weights = "approved"'), encoding="utf-8")
    found = card(home, "--forms", str(home / "ours.toml"), "--form", "ours")
    assert {one["id"]: one["weight"] for one in found["indicators"]} == {
        "EXE": "10",
        "N1": "30",
        "Q1": "10",
        "E1": None,
        "S1": "10",
    }


def test_another_projects_targets_are_not_taken(home: Path) -> None:
    text = APPROVED.replace("P-001", "P-002")
    (home / "approved" / "a.csv").write_text(text, encoding="utf-8")
    printed, said, _ = run("read", home / "forms", "-o", home / "out", "--against", home / "approved", "--lang", "en")
    assert "nothing was approved for `村道硬化`, by its code `P-001`" in printed
    assert said == "approved, and not reported: a.csv 村道硬化\n"
    assert "[[adjusted]]" not in (home / "out" / "P-001.toml").read_text(encoding="utf-8")


# ---------------------------------------------------------------- a rulebook says which counts

RULES = """format = 1
[rulebook]
name = "ours"
{}
weights_off_total = "finding"
rule_for = {{ ">=" = "reach", "=" = "reach" }}
[fact]
budget = {{ unit = "元" }}
spent = {{ unit = "元" }}
[value.execution_rate]
is = "spent / budget"
[rule.reach]
kind = "proportional"
"""


def by_rules(home: Path, counts: str, *more: object) -> str:
    """What reading printed for a rulebook that says so."""
    (home / "ours-rules.toml").write_text(RULES.format(counts), encoding="utf-8")
    printed, _, status = run("read", home / "forms", "-o", home / "out", "--against", home / "approved", "--rules", home / "ours-rules.toml", "--lang", "en", *more)  # fmt: skip
    assert status == 0
    return printed


def explained(home: Path) -> str:
    return run("explain", home / "out" / "P-001.toml", "N1", "--rules", home / "ours-rules.toml", "--lang", "en")[0]


def test_a_rulebook_says_which_counts_and_the_trace_names_the_document(home: Path) -> None:
    by_rules(home, 'counts = "approved"')
    assert "points      25.00 of 30" in explained(home)
    assert "target >= 12公里 approved D7" in " ".join(explained(home).split())
    (home / "out" / "P-001.toml").unlink()
    (home / "out" / ".read" / "P-001.toml").unlink()
    by_rules(home, 'counts = "reported"')
    assert "points      40.00 of 40" in explained(home)
    assert "target >= 10公里 form D8" in " ".join(explained(home).split())


@pytest.mark.parametrize(("rulebook", "form", "points"), [("approved", "reported", "25.00"), ("reported", "approved", "40.00")])  # fmt: skip
def test_the_rulebook_goes_before_the_forms_declaration_and_the_contradiction_is_told(home: Path, rulebook: str, form: str, points: str) -> None:  # fmt: skip
    (home / "ours.toml").write_text(COUNTS.replace("approved", form), encoding="utf-8")
    printed = by_rules(home, f'counts = "{rulebook}"', "--forms", home / "ours.toml", "--form", "ours")
    assert f"form `ours` says that {form} targets count, the rulebook `ours` that {rulebook} targets do: the rulebook is followed" in printed  # fmt: skip
    assert f"points      {points}" in explained(home)


def test_where_the_rulebook_says_nothing_the_declaration_does_and_nothing_is_told(home: Path) -> None:
    (home / "ours.toml").write_text(COUNTS, encoding="utf-8")
    printed = by_rules(home, "", "--forms", home / "ours.toml", "--form", "ours")
    assert "points      25.00" in explained(home) and "counted-otherwise" not in printed


def test_a_project_in_which_the_other_target_stands_is_refused(home: Path) -> None:
    by_rules(home, 'counts = "reported"')
    (home / "ours-rules.toml").write_text(RULES.format('counts = "approved"'), encoding="utf-8")
    _, said, status = run("score", home / "out" / "P-001.toml", "--rules", home / "ours-rules.toml", "--lang", "en")
    assert status == 1
    assert "by the rulebook what was approved counts; in this project what is reported does" in said
    by_rules(home, 'counts = "approved"')  # read again it follows
    assert "points      25.00 of 30" in explained(home)


def test_a_form_without_anything_approved_says_so_where_that_counts(home: Path) -> None:
    (home / "ours-rules.toml").write_text(RULES.format('counts = "approved"'), encoding="utf-8")
    run("read", home / "forms", "-o", home / "out", "--rules", home / "ours-rules.toml")
    scored = run("score", home / "out" / "P-001.toml", "--rules", home / "ours-rules.toml", "--format", "json", "--lang", "en")[0]  # fmt: skip
    assert "nothing-approved" in {one["code"] for one in json.loads(scored)["findings"]}


def test_a_weight_that_was_approved_has_no_place_in_the_form(home: Path) -> None:
    by_rules(home, 'counts = "approved"')
    row = next(one for one in json.loads(run("score", home / "out" / "P-001.toml", "--rules", home / "ours-rules.toml", "--format", "json")[0])["indicators"] if one["id"] == "N1")  # fmt: skip
    assert (row["weight"], "weight" in row["at"]) == ("30", False)


def test_two_approvals_of_one_project_are_told_and_neither_counts(home: Path) -> None:
    (home / "approved" / "b.csv").write_text(APPROVED, encoding="utf-8")
    _, said, _ = run(
        "read", str(home / "forms"), "-o", str(home / "out"), "--against", str(home / "approved"), "--lang", "en"
    )
    assert said == "approved twice, so that neither counts: p-001\n"
