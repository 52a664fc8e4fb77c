"""Self-evaluation forms in the words and signs in which they are really filled in."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.forms.filling import batch, card, findings, one, run, told
from tests.writing import indicator

JUDGED = 'judged = { level = "达成", share = "90%", by = "评价组", on = 2025-01-15, why = "示例" }'


def row(target: str, actual: str, more: str = "") -> str:
    """A form of one row of 100 points."""
    return f'[indicator]\nN1 = {{ in = "产出/数量", label = "甲", weight = 100, target = "{target}", actual = {actual}{more} }}\n'


def target_of(indicator: dict[str, Any]) -> str:
    target = indicator["facts"]["target"]
    return f"{target['value']} {target['unit']}"


def codes(problems: list[dict[str, object]]) -> list[object]:
    return [problem["code"] for problem in problems]


# ---------------------------------------------------------------- groups in the form's words

GROUPS = """
[indicator]
EXE = {{ in = "{0}", label = "预算执行率", weight = 10, target = ">= 100%", actual = "100%" }}
N1  = {{ in = "{1}", label = "数量", weight = 50, target = ">= 5 个", actual = "5 个" }}
E1  = {{ in = "{2}", label = "效益", weight = 30, target = ">= 5 个", actual = "5 个" }}
S1  = {{ in = "{3}", label = "满意度", weight = 10, rule = "satisfaction", target = ">= 95%", actual = "96%" }}
"""


@pytest.mark.parametrize(
    "words",
    [
        ("预算执行", "产出/数量", "效益/社会效益", "满意度"),
        ("预算执行率", "产出指标/数量指标", "效益指标/社会效益指标", "满意度指标/服务对象满意度指标"),
        ("预算执行率", "产出/数量指标", "效果指标/社会效益指标", "满意度指标/服务对象满意度"),
        ("预算执行情况", "产出指标/产出数量", "效果/社会效益", "满意度/满意度指标"),
    ],
)
def test_groups_may_have_any_name_that_the_rulebook_knows_for_them(words: tuple[str, ...]) -> None:
    scored = card(GROUPS.format(*words))
    assert "weights-off-frame" not in findings(scored)
    assert [group["path"] for group in scored["groups"]][:3] == ["预算执行", "产出", "产出/数量"]


def test_the_scorecard_says_group_names_of_a_form_in_the_words_of_the_rulebook() -> None:
    assert (
        one(card(GROUPS.format("预算执行率", "产出指标/数量指标", "效果/社会效益", "满意度指标")), "E1")["path"]
        == "效益/社会效益"
    )


def test_a_group_that_the_rulebook_does_not_know_is_off_its_frame() -> None:
    scored = card(GROUPS.format("预算执行率", "产出指标", "影响力", "满意度指标"))
    assert "weights-off-frame" in findings(scored)


# ---------------------------------------------------------------- signs, digits, units

SIGNS = [">=95%", "≥95%", "≥95％", "＞=95%", "＞＝95%", ">＝ 95 %", "⩾95%", "≧９５％", "≥ 95百分比", "≥95%（百分比）"]


@pytest.mark.parametrize("target", SIGNS)
def test_a_sign_is_the_same_in_whatever_width_it_is_written(target: str) -> None:
    scored = one(card(row(target, '"９５．０％"')), "N1")
    assert (scored["points"], target_of(scored)) == ("100.00", ">= 95 %")


@pytest.mark.parametrize(
    ("target", "sign"),
    [("≤ 5 天", "<="), ("＜5天", "<"), ("＞5 天", ">"), ("＝5天", "="), ("﹦5 天", "="), ("﹤ 5 天", "<")],
)
def test_every_sign_of_a_form_has_its_meaning(target: str, sign: str) -> None:
    assert target_of(one(card(row(target, '"5 天"')), "N1")) == f"{sign} 5 天"


@pytest.mark.parametrize(
    ("written", "read"),
    [("３０ 人", "30 人"), ("－3 ℃", "-3 ℃"), ("−3℃", "-3 ℃"), ("１２．５　万元", "12.5 万元"), ("＋3 人", "+3 人")],
)
def test_wide_characters_of_an_amount_are_the_same_as_narrow_ones(written: str, read: str) -> None:
    target = "<= 40 ℃" if "℃" in written else "<= 400 万元" if "元" in written else "<= 40 人"
    problems = [problem for problem in told(row(target, f'"{written}"')) if problem["code"] != "negative"]
    assert not [problem for problem in problems if problem["severity"] == "error"]


@pytest.mark.parametrize(
    "unit",
    [
        "种",
        "级",
        "km",
        "m",
        "cm",
        "mm",
        "㎡",
        "m²",
        "m2",
        "平方千米",
        "m³",
        "m3",
        "TB",
        "GB",
        "MB",
        "kg",
        "t",
        "g",
        "h",
        "小时",
        "kW",
        "kWh",
        "千瓦",
        "千瓦时",
        "万千瓦时",
        "℃",
        "°C",
        "度",
        "万人次",
        "万份",
        "万人",
        "万亩",
        "万次",
        "万粒",
        "万立方米",
        "台套",
        "台班",
        "台次",
        "个百分点",
        "元/台",
        "元/粒",
        "元/人",
        "元/平方米",
        "万元/公里",
        "元/㎡",
        "元/人·月",
        "元/人·年",
        "元/人/月",
        "季度",
        "周",
        "颗",
        "粒",
        "尾",
        "具",
        "艘",
        "架",
        "道",
        "口",
        "樘",
        "方",
        "立方",
        "吨",
        "万吨",
        "公里",
        "里",
        "km²",
        "倍",
        "项次",
        "企业",
        "学校",
        "社区",
        "村（社区）",
        "人/次",
        "百分点",
    ],
)
def test_the_units_of_real_forms_are_known(unit: str) -> None:
    problems = told(row(f">= 3 {unit}", f'"3{unit}"'))
    assert "unknown-unit" not in codes(problems), problems


def test_units_of_one_kind_convert() -> None:
    assert one(card(row(">= 1.5 km", '"1500 米"')), "N1")["points"] == "100.00"
    assert one(card(row(">= 20 ㎡", '"20 平方米"')), "N1")["points"] == "100.00"
    assert one(card(row(">= 2.3 万人次", '"23000 人次"')), "N1")["points"] == "100.00"
    assert one(card(row("<= 1 元/台", '"2 元/台"')), "N1")["points"] == "50.00"


def test_percentage_points_are_no_percent() -> None:
    assert "unit-does-not-fit" in codes(told(row(">= 3 个百分点", '"3%"')))


@pytest.mark.parametrize(
    ("target", "actual", "points"),
    [
        ("<= 2024年11月30日", '"2024年11月30日"', "100.00"),
        ("≤２０２４年１１月３０日", '"2024年12月1日"', "0.00"),
        ("<= 2024年10月", '"2024年9月8日"', "100.00"),
        ("<= 2024-11-30", '"2024年9月"', "100.00"),
    ],
)
def test_a_date_may_be_written_with_its_characters(target: str, actual: str, points: str) -> None:
    assert one(card(row(target, actual, ', rule = "by_date"')), "N1")["points"] == points


@pytest.mark.parametrize(
    ("target", "fix"),
    [
        ("2024年12月底前", "<= 2024-12-31"),
        ("2024年9月底前", "<= 2024-09-30"),
        ("2024年11月30日前", "<= 2024-11-30"),
        ("95%以上", ">= 95%"),
        ("不低于95%", ">= 95%"),
        ("不超过3天", "<= 3天"),
        ("≤约26万元", None),
        ("合格率≥95%", ">= 95%"),
        ("100%覆盖", None),
        ("有效", "定性：有效"),
        ("显著提升", "定性：显著提升"),
    ],
)
def test_a_target_in_words_is_told_with_a_fix_that_mends(target: str, fix: str | None) -> None:
    problems = told(row(target, '"3 天"'))
    assert problems[0]["severity"] == "error"
    for offered in re.findall('"([^"]+)"', problems[0]["fix"]):
        assert problems[0]["code"] not in codes(told(row(offered, '"3 天"'))), offered
    if fix is not None:
        assert f'"{fix}"' in problems[0]["fix"], problems[0]
        assert problems[0]["code"] not in codes(told(row(fix, '"3 天"')))


def test_a_bound_is_written_alike_in_a_file_and_in_a_cell() -> None:
    table = (
        '项目名称,二级指标,三级指标,年度指标值,实际完成值,分值\n甲,产出,长度,≥266米,"{ at_least = ""266 米"" }",100\n'
    )
    scores, rejects, said = batch(table)
    assert (rejects, [row["total"] for row in scores]) == ([], ["100.00"]), said
    assert one(card(row(">= 266 米", '{ at_least = "266 米" }')), "N1")["points"] == "100.00"


def test_a_range_in_a_cell_is_told_with_a_fix_that_the_cell_takes() -> None:
    table = "项目名称,二级指标,三级指标,年度指标值,实际完成值,分值\n甲,产出,人数,≥10人,{},100\n乙,产出,人数,≥10人,12 人,100\n"
    _, rejects, _ = batch(table.format("9-11 人"))
    assert rejects
    scores, rejects, _ = batch(table.format('"{ at_least = ""9 人"", at_most = ""11 人"" }"'))
    assert rejects == []
    assert (scores[0]["status"], scores[0]["highest"]) == ("incomplete", "100.00")


# ---------------------------------------------------------------- heads

LONG = (
    "项目名称,一级指标,二级指标,三级指标,年度指标值,实际完成值,分值,得分,偏差原因分析及改进措施,{heads}\n"
    "甲,产出指标,数量指标,维修水库,≥12座,12座,100,100,,{cells}\n"
)


@pytest.mark.parametrize(
    "heads",
    [
        ("年初预算数（万元）", "全年预算数（万元）", "全年执行数（万元）"),
        ("年初预算数(万元)", "全年预算数（A）（万元）", "全年执行数（B）（万元）"),
        ("年初预算（万元）", "调整后预算数（万元）", "预算执行数（万元）"),
        ("年初预算数（万元）", "预算数（A）（万元）", "执行数（B）（万元）"),
        ("年初预算数（万元）", "全年预算数\n（A）（万元）", "全年执行数\n（B）（万元）"),
    ],
)
def test_the_heads_of_the_money_are_those_of_the_forms(heads: tuple[str, str, str]) -> None:
    quoted = ",".join(f'"{head}"' for head in heads)
    scores, rejects, said = batch(LONG.format(heads=quoted, cells="120,128.5,130"))
    assert (len(scores), rejects) == (1, []), said
    assert "spent-beyond-budget" in scores[0]["findings"]


@pytest.mark.parametrize("head", ["全年到位数", "预算数合计", "上年预算数", "年初执行数"])
def test_no_fix_suggests_a_column_of_another_meaning(head: str) -> None:
    _, _, said = batch(LONG.format(heads=head, cells="128.5 万元"))
    assert "unknown-column" in said
    assert "是否指" not in said, said


def test_a_misspelt_head_is_still_recognised() -> None:
    _, _, said = batch(LONG.format(heads="survey_answer", cells="30 份"))
    assert "survey_answers" in said


# ---------------------------------------------------------------- satisfaction, rates, money


def satisfaction(target: str, actual: str) -> str | None:
    form = f'[indicator]\nS1 = {{ in = "满意度", label = "满意度", weight = 10, rule = "satisfaction", target = "{target}", actual = "{actual}" }}'
    return str(one(card(form), "S1")["points"])


def test_satisfaction_is_measured_by_the_target_of_the_form() -> None:
    assert satisfaction(">= 95%", "95%") == "10.00"
    assert satisfaction(">= 95%", "91%") == "9.58"
    assert satisfaction(">= 85%", "86%") == "10.00"
    assert satisfaction(">= 95%", "60%") == "6.32"
    assert satisfaction(">= 95%", "59.9%") == "0.00"


def test_a_form_is_not_asked_for_what_it_has_no_field_for() -> None:
    assert "no-satisfaction-survey" not in findings(card(row(">= 5 个", '"5 个"')))


def money(published: str, budget: str = "60 万元", spent: str = "51.89 万元") -> list[str]:
    return findings(
        card(
            f'[facts]\nbudget = "{budget}"\nspent = "{spent}"\npublished_execution_rate = "{published}"\n'
            + row(">= 5 个", '"5 个"')
        )
    )


@pytest.mark.parametrize("published", ["86.48%", "86.5%", "86%", "86.4833%"])
def test_a_published_rate_is_compared_at_its_own_decimals(published: str) -> None:
    assert "execution-rate-differs" not in money(published)


@pytest.mark.parametrize("published", ["86.50%", "86.4%", "87%", "86.49%", "86.0%"])
def test_a_published_rate_that_differs_at_its_own_decimals_is_found(published: str) -> None:
    assert "execution-rate-differs" in money(published)


# ---------------------------------------------------------------- judgements


def qualitative(actual: str, judged: str = JUDGED, target: str = "定性") -> list[str]:
    return findings(card(row(target, f'"{actual}"', f", {judged}")))


def test_words_that_contradict_the_level_are_found() -> None:
    assert "judgement-contradicted" in qualitative("未达成")
    assert "judgement-contradicted" in qualitative("部分达成")


def test_words_that_no_level_knows_are_left_to_the_reader_who_is_told() -> None:
    assert "judgement-in-other-words" in qualitative("一塌糊涂")


@pytest.mark.parametrize("words", ["达成", "达成预期指标", "已完成", "有效"])
def test_words_that_bear_the_level_out_are_not_told(words: str) -> None:
    target = "定性：有效" if words == "有效" else "定性"
    assert not [code for code in qualitative(words, target=target) if code.startswith("judgement")]


def test_a_judgement_without_who_when_and_why_is_found() -> None:
    assert "judgement-unexplained" in qualitative("达成", 'judged = { level = "达成", share = "90%" }')
    assert "judgement-unexplained" in qualitative(
        "达成", 'judged = { level = "达成", share = "90%", by = "评价组", why = "示例" }'
    )
    assert "judgement-unexplained" not in qualitative("达成")


# ---------------------------------------------------------------- what no reader would let pass


def test_satisfaction_above_100_percent_is_found() -> None:
    form = '[indicator]\nS1 = { in = "满意度", label = "满意度", weight = 100, rule = "satisfaction", target = ">= 95%", actual = "105%" }'
    assert "share-beyond-100" in findings(card(form))


def test_two_identical_rows_are_found() -> None:
    twice = (
        row(">= 5 个", '"5 个"')
        + 'N2 = { in = "产出/数量", label = "甲", weight = 100, target = ">= 5 个", actual = "5 个" }\n'
    )
    assert "row-twice" in findings(card(twice))
    other = (
        row(">= 5 个", '"5 个"')
        + 'N2 = { in = "产出/数量", label = "乙", weight = 100, target = ">= 5 个", actual = "5 个" }\n'
    )
    assert "row-twice" not in findings(card(other))


def test_a_date_of_another_year_in_a_row_is_found() -> None:
    assert "date-outside-year" in findings(card(row("<= 2024-11-30", '"2023-11-02"', ', rule = "by_date"')))
    assert "date-outside-year" in findings(card(row("<= 2023-11-30", '"2024-11-02"', ', rule = "by_date"')))
    assert "date-outside-year" not in findings(card(row("<= 2024-11-30", '"2024-11-02"', ', rule = "by_date"')))


@pytest.mark.parametrize("label", ["参保率", "群众满意度", "设备完好率", "资金拨付及时率"])
def test_a_rate_given_in_persons_is_found(label: str) -> None:
    form = row(">= 95 人", '"96 人"').replace('label = "甲"', f'label = "{label}"')
    assert "rate-in-another-unit" in findings(card(form))
    form = row(">= 95%", '"96%"').replace('label = "甲"', f'label = "{label}"')
    assert "rate-in-another-unit" not in findings(card(form))


def cost(target: str, actual: str) -> list[str]:
    facts = '[facts]\nbudget = "90 万元"\nspent = "89.974 万元"\n'
    return findings(card(facts + row(target, f'"{actual}"').replace("产出/数量", "产出指标/成本指标")))


def test_a_cost_row_that_differs_from_what_was_spent_is_found() -> None:
    assert "cost-off-spent" in cost("<= 90 万元", "90 万元")
    assert "cost-off-spent" not in cost("<= 90 万元", "89.97 万元")  # to the decimals of the form
    assert "cost-off-spent" not in cost("<= 5 万元", "4 万元")  # a part of the cost
    assert "cost-off-spent" not in cost("<= 3 天", "2 天")


@pytest.mark.parametrize(("target", "actual"), [("> 100 人", "100 人"), ("< 3 天", "3 天")])
def test_a_strict_target_that_is_just_missed_is_told(target: str, actual: str) -> None:
    scored = card(row(target, f'"{actual}"'))
    assert one(scored, "N1")["points"] == "100.00"
    assert "target-just-missed" in findings(scored)
    assert "target-just-missed" not in findings(card(row(target.replace(" ", "= ", 1), f'"{actual}"')))


def test_points_taken_off_without_a_reason_are_found() -> None:
    assert "points-off-without-reason" in findings(card(row(">= 5 个", '"4 个"', ", claimed = 80")))
    assert "points-off-without-reason" not in findings(card(row(">= 5 个", '"4 个"', ', claimed = 80, why = "洪水"')))
    assert "points-off-without-reason" not in findings(card(row(">= 5 个", '"5 个"', ", claimed = 100")))


# ---------------------------------------------------------------- fixes that mend


def test_the_fix_for_words_where_a_number_belongs_speaks_of_the_unit_that_belongs_there() -> None:
    problem = told('[facts]\nsurvey_answers = "forty"\n' + row(">= 5 个", '"5 个"'))[0]
    assert "份" in problem["fix"]
    assert "万元" not in problem["fix"]


def test_the_shipped_rulebooks_have_no_mistake() -> None:
    printed, said, status = run("check")
    assert (status, said.count("warning"), said.count("警告")) == (0, 0, 0), printed + said


def test_a_check_of_rows_takes_the_names_of_a_row_for_itself() -> None:
    book = 'format = 1\n[rulebook]\nname = "r"\n[fact]\n{} = "天"\n[rule.r]\nkind = "proportional"\n{}'
    check = '[check.c]\neach = {{ label = "*率" }}\nthat = "{} == weight"\n'
    assert "reserved-name" in codes(told(book.format("claimed", check.format("claimed")), ""))
    assert "reserved-name" not in codes(told(book.format("claimed", ""), ""))


def test_a_name_that_two_groups_of_the_frame_have_is_refused() -> None:
    book = 'format = 1\n[rulebook]\nname = "r"\ntotal = 100\n[rule.r]\nkind = "proportional"\n'
    frames = '[frame."产出"]\nweight = 50\nalso = ["指标"]\n[frame."效益"]\nweight = 50\nalso = ["{}"]\n'
    assert "name-twice" in codes(told(book + frames.format("指标"), ""))
    assert "name-twice" in codes(told(book + frames.format("产出"), ""))
    assert "name-twice" not in codes(told(book + frames.format("效果"), ""))


def test_a_qualitative_row_under_a_proportional_rule_is_not_scorable_and_refuses_nothing() -> None:
    for actual in ("10 件", "达成预期指标"):
        one_row = indicator('[rule.r]\nkind = "proportional"', f'target = "定性", actual = "{actual}"')
        assert (one_row.outcome, one_row.missing) == ("not_scorable", ("target",)), actual
