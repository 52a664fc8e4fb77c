"""Forms laid out as those of other places, which nobody declared: read by the words that all forms share."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.forms.declarations import declarations
from scoring.forms.filled_form import FilledForm
from scoring.forms.layout.recognition import recognize
from tests.forms.test_form_declarations import grid

BY_NATURE = """
附件4
2023年度湘示例县项目支出绩效自评表
项目支出名称|乡村道路建设
主管部门|交通局||||实施单位|公路站
项目资金（万元）||年初预算数|全年预算数|全年执行数|分值|执行率|得分
|年度资金总额|300|320|310.4|10|97%|9.7
|按收入性质分：|||||按支出性质分：
|其中：一般公共预算|300|320|310.4||其中：基本支出|
|政府性基金拨款|0|0|0||项目支出|310.4
年度总体目标|预期目标||||实际完成情况
|建设道路30公里||||建成30公里
绩效指标|一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施
|产出指标（50分）|数量指标|指标1：道路|30公里|30公里|20|20|
|||指标2：||||||
||质量指标|指标1：合格率|≥98%|97.5 %|15|14|返工
||时效指标|指标1：完工|12月31日前|2023-12-20|15|15|
|效益指标（30分）|经济效益指标|指标1：带动投资|≥1000万元|1,050万元|10|10|
||社会效益指标|指标1：受益人口|2-3万人|2.5万人|10|10|
||生态效益指标|指标1：|/|/|||
||可持续影响指标|指标1：使用年限|10年以上|10年|10|10|
|满意度指标（10分）|服务对象满意度指标|指标1：群众满意度|≥ 90%|92.3|10|10|
总分||||||100|98.7|
填表人：示例|||填报日期：2024.1.15|||联系电话：0731-0000|单位负责人签字：
"""

ENGLISH = """
Self-evaluation form
Fiscal year 2024
Project name|Rural clinics||Project code|RC-7
Responsible department|Health office||Implementing unit|Clinic board
Currency unit: 万元
Funds|Source|Initial budget|Budget|Spent|Execution rate|Weight|Score
|Total funds|100|100|95|95%|10|9.5
|of which: state|80|80|75|93.75%||
|own funds|20|20|20|100%||
Overall goal|Expected goal|||Reached
|Serve ten villages|||Ten villages served
Level 1|Level 2|Level 3|Target|Actual|Weight|Claimed|Reason for deviation
Output|Quantity|Clinics|>= 10 个|10 个|40|40|
|Quality|Share in order|>= 95%|90%|20|18.9|two roofs leak
Benefit|Social|Patients|at least 5,000 人次|5,210 人次|20|20|
Satisfaction|Patients|Satisfaction|>= 90%|0.93|10|10|
Total|||||100|98.4|
Filled in by: A. Example
"""

GROUPS_IN_ROWS = """
单位自评情况表
年度：2022|项目名称：防汛|实施单位：水利站|金额单位：元
年初预算数|500000|全年预算数|480000|全年执行数|450,000.00|预算执行率|93.75%
指标名称|目标值|完成值|得分
产出指标（60分）
堤防加固|5公里|5.2公里|30
物资储备|10万条|12万条|30
效益指标（30分）
受益人口|1.2万人|约1.3万人|30
总分|||90
"""

NUMBERED = """
项目绩效自评表
项目名称：道路养护|||实施单位：交通局|||年度：2022
一、资金情况
资金来源|预算数（万元）|实际支出（万元）|执行率%
财政资金|200.00|180.00|90
自筹|50|50|100
合计|250.00|230.00|92
二、指标完成情况
序号|指标|权重|目标值|实际值|自评分|评分依据
1|养护里程（公里）|30|100|95|28.5|验收单
2|路况良好率（%）|30|90|92|30|检测报告
3|安全事故（起）|20|0|0|20|
4|群众满意度（%）|20|85|88|20|问卷300份
合计||100|||98.5|
填表人：甲  审核人：乙  日期：2023-01-10
"""

TARGETS = """
项目支出绩效目标申报表
（2024年度）
项目名称|森林防火
主管部门及代码|丙市林业局[123]||实施单位|丙市林业站
项目属性|新增项目||项目期|1年
项目资金（万元）|年度资金总额：|100||
|其中：财政拨款|80||
|其他资金|20||
总体目标|年度目标|||
|建成防火带30公里。|||
绩效指标|一级指标|二级指标|三级指标|指标值|权重
|产出指标|数量指标|防火带长度|≥30公里|20
||质量指标|合格率|≥95%|20
|效益指标|社会效益指标|火灾次数|≤2次|30
|满意度指标|服务对象满意度指标|群众满意度|≥90%|20
批复日期：2024年1月15日
"""


def read(sheet: str) -> FilledForm:
    found = recognize([grid(sheet)], "form.xlsx", declarations()[0])
    assert len(found.forms) == 1 and not found.problems
    return found.forms[0]


def rows(form: FilledForm) -> Iterator[tuple[str | None, ...]]:
    """Group, name, sign, number of target and actual, weight and claim of each row."""
    for row in form.rows:
        numbers = (row.target, row.actual, row.weight, row.claimed)
        yield (
            row.level1 and row.level1.name,
            row.label.name,
            row.sign,
            *(one.number if one is not None else None for one in numbers),
        )


def funds(form: FilledForm) -> dict[tuple[str, str], str | None]:
    return {(line.part, role): amount.number for line in form.funds for role, amount in line.amounts.items()}


def test_lines_of_funds_are_divided_by_labels_and_what_stands_beside_them_is_listed() -> None:
    form = read(BY_NATURE)
    found = funds(form)
    assert found["一般公共预算", "executed"] == "310.4" and found["政府性基金拨款", "budget_initial"] == "0"
    assert {"G9", "H9"} <= {one.cell for one in form.not_understood}
    assert list(rows(form))[3:7] == [
        ("效益指标", "带动投资", ">=", "1000", "1050", "10", "10"),
        ("效益指标", "受益人口", None, None, "2.5", "10", "10"),
        ("效益指标", "", None, None, None, None, None),
        ("效益指标", "使用年限", ">=", "10", "10", "10", "10"),
    ]
    assert form.rows[5].not_applicable and form.rows[0].level1_weight is not None


def test_an_english_form_is_read() -> None:
    form = read(ENGLISH)
    assert (form.head["project"].text, form.head["period"].number, form.money) == ("Rural clinics", "2024", "万元")
    assert [line.part for line in form.funds] == ["total", "state", "own funds"]
    assert list(rows(form))[1:] == [
        ("Output", "Share in order", ">=", "95", "90", "20", "18.9"),
        ("Benefit", "Patients", ">=", "5000", "5210", "20", "20"),
        ("Satisfaction", "Satisfaction", ">=", "90", None, "10", "10"),
    ]
    assert [one.cell for one in form.not_understood] == ["E16"]


def test_groups_may_stand_in_rows_of_their_own_and_funds_beside_their_labels() -> None:
    form = read(GROUPS_IN_ROWS)
    assert funds(form) == {
        ("total", "budget_initial"): "500000", ("total", "budget_adjusted"): "480000",
        ("total", "executed"): "450000.00", ("total", "rate"): "93.75",
    }  # fmt: skip
    assert list(rows(form)) == [
        ("产出指标", "堤防加固", None, "5", "5.2", None, "30"),
        ("产出指标", "物资储备", None, "10", "12", None, "30"),
        ("效益指标", "受益人口", None, "1.2", None, None, "30"),
    ]
    assert [row.level1_weight.number for row in form.rows if row.level1_weight is not None] == ["60", "60", "30"]


def test_the_unit_in_the_brackets_of_a_name_is_that_of_its_target() -> None:
    form = read(NUMBERED)
    assert [(row.unit, row.unit_cell) for row in form.rows] == [
        ("公里", "B10"),
        ("%", "B11"),
        ("起", "B12"),
        ("%", "B13"),
    ]
    assert funds(form)["total", "executed"] == "230.00" and form.head["unit"].text == "交通局"


def test_approved_targets_are_read_with_the_day_since_when_they_hold() -> None:
    form = read(TARGETS)
    assert (form.form, form.head["set_on"].text, form.goals["expected"].text) == (
        "targets",
        "2024年1月15日",
        "建成防火带30公里。",
    )
    assert funds(form) == {
        ("total", "budget_initial"): "100",
        ("财政拨款", "budget_initial"): "80",
        ("其他资金", "budget_initial"): "20",
    }
    assert [row.weight and row.weight.number for row in form.rows] == ["20", "20", "30", "20"]
    assert not form.not_understood


SOURCES_IN_COLUMNS = """
项目支出绩效自评表
2024年度
项目名称|供水管网
{funds}
一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因
产出指标|数量指标|管道|≥18公里|17.2公里|60|60|
效益指标|社会效益指标|用户|≥900户|950户|40|40|
总分||||||100|100
"""


def test_sources_of_funds_may_be_columns_whatever_they_are_called() -> None:
    form = read(
        SOURCES_IN_COLUMNS.format(
            funds="资金来源|中央补助|市级配套|合计|单位：万元\n全年预算数|300|150|450|\n全年执行数|288.5|110|398.5|"
        )
    )
    assert funds(form) == {
        ("中央补助", "budget_adjusted"): "300", ("市级配套", "budget_adjusted"): "150", ("total", "budget_adjusted"): "450",
        ("中央补助", "executed"): "288.5", ("市级配套", "executed"): "110", ("total", "executed"): "398.5",
    }  # fmt: skip


def test_of_several_amounts_that_no_head_tells_apart_none_is_the_total() -> None:
    form = read(SOURCES_IN_COLUMNS.format(funds="全年预算数|300|150|\n全年执行数|288.5|110|"))
    assert not funds(form)
    assert {one.text for one in form.not_understood} >= {"300", "150", "288.5", "110"}
