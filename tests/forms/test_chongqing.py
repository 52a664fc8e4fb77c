"""A form of Chongqing: initial and adjusted targets side by side, weights of the rate and of indicators, kinds of targets in words."""

from __future__ import annotations

from scoring.forms.filled_form import FilledForm
from scoring.forms.intake.form_reader import FormReader
from scoring.forms.layout.recognition import recognize
from tests.forms.test_form_declarations import grid

FORM = """
附件2
2023年度项目绩效目标自评表
项目名称|示例镇山坪塘整治||项目编码|50011823T000000001234|自评总分（分）|97.52
主管部门|示例区水利局||财政归口科室|农业科|填报单位|示例区水利工程站
资金（万元）|年初预算数|全年（调整）预算数|全年执行数|执行率（%）|执行率权重|执行率得分
年度总金额|120.00|100.00|98.00|98.00|10|9.80
其中：市级支出|80.00|60.00|58.00|96.67||
区级支出|40.00|40.00|40.00|100.00||
当年绩效目标|年初绩效目标||全年（调整）绩效目标||全年目标实际完成情况|
|整治山坪塘12口||整治山坪塘10口||整治10口并通过验收|
绩效指标|指标名称|计量单位|指标性质|年初指标值|调整指标值|全年完成值|得分系数（%）|指标权重|指标得分|说明
|整治山坪塘数量|口|≥|12|10|10|100|20|20|
|新增蓄水量|万立方米|≥|6|5|4.8|96|20|19.2|两口塘清淤量偏少
|工程验收合格率|%|=|100|100|100|100|15|15|
|完工时间|年月|定性|2023年11月前|2023年11月前|2023年11月完工|100|10|10|
|亩均整治成本|元|≤|3000|2800|2872|97.49|10|9.75|人工费上涨
|灌溉条件改善程度|无|定性|明显改善|明显改善|明显改善|90|15|13.5|
|受益群众满意度|%|≥|90|90|92|100|10|10|
说明|资金于第三季度调减20万元
填报人：示例甲|||联系电话：023-0000
"""
NO_ADJUSTMENT = """
2024年度重庆市某区部门项目自评表
项目名称|社区书屋|自评总分|99
主管部门|文旅委|归口科室|教科文科
年度总金额（万元）|年初预算数|全年（调整）预算数|全年执行数|执行率（%）|执行率权重|执行率得分
|30|30|30|100|10|10
指标名称|指标性质|指标值|计量单位|全年完成值|指标权重|指标得分|未完成绩效目标或偏离较多的原因、改进措施及其他说明
新增图书|≥|500|册|500|45|45|
读者满意率|≥|95|%|93|45|44|周末座位不足
"""


def read(sheet: str) -> FilledForm:
    found = recognize([grid(sheet)], "重庆.xlsx", FormReader.of().declared.values())
    assert not found.problems, [problem.message.en for problem in found.problems]
    (form,) = found.forms
    return form


def test_it_is_known_by_its_marks() -> None:
    assert [read(sheet).form for sheet in (FORM, NO_ADJUSTMENT)] == ["chongqing", "chongqing"]


def test_its_head_and_funds_are_read() -> None:
    form = read(FORM)
    assert {name: said.text for name, said in form.head.items() if name != "period"} == {
        "project": "示例镇山坪塘整治", "code": "50011823T000000001234", "department": "示例区水利局", "finance_section": "农业科",
        "unit": "示例区水利工程站", "signed.filled_by": "示例甲", "phone": "023-0000",
    }  # fmt: skip
    assert (form.head["period"].number, form.money, form.total["claimed"].number) == ("2023", "万元", "97.52")
    funds = {(line.part, role): said.number for line in form.funds for role, said in line.amounts.items()}
    assert funds == {
        ("total", "budget_initial"): "120.00", ("total", "budget_adjusted"): "100.00", ("total", "executed"): "98.00",
        ("total", "rate"): "98.00", ("total", "rate_weight"): "10", ("total", "rate_claimed"): "9.80",
        ("市级支出", "budget_initial"): "80.00", ("市级支出", "budget_adjusted"): "60.00", ("市级支出", "executed"): "58.00", ("市级支出", "rate"): "96.67",
        ("区级支出", "budget_initial"): "40.00", ("区级支出", "budget_adjusted"): "40.00", ("区级支出", "executed"): "40.00", ("区级支出", "rate"): "100.00",
    }  # fmt: skip
    assert {name: said.text for name, said in form.goals.items()} == {
        "initial": "整治山坪塘12口", "expected": "整治山坪塘10口", "reached": "整治10口并通过验收",
    }  # fmt: skip


def test_the_adjusted_target_counts_and_the_initial_one_is_kept() -> None:
    form = read(FORM)
    rows = [
        (row.label.text, row.sign, row.target and row.target.text, row.more["target_initial"].text, row.actual and row.actual.text,
         row.weight and row.weight.number, row.claimed and row.claimed.number, row.more["factor"].text)
        for row in form.rows
    ]  # fmt: skip
    assert rows == [
        ("整治山坪塘数量", ">=", "10", "12", "10", "20", "20", "100"),
        ("新增蓄水量", ">=", "5", "6", "4.8", "20", "19.2", "96"),
        ("工程验收合格率", "=", "100", "100", "100", "15", "15", "100"),
        ("完工时间", "定性", "2023年11月前", "2023年11月前", "2023年11月完工", "10", "10", "100"),
        ("亩均整治成本", "<=", "2800", "3000", "2872", "10", "9.75", "97.49"),
        ("灌溉条件改善程度", "定性", "明显改善", "明显改善", "明显改善", "15", "13.5", "90"),
        ("受益群众满意度", ">=", "90", "90", "92", "10", "10", "100"),
    ]
    assert [row.why and row.why.text for row in form.rows][1] == "两口塘清淤量偏少"
    assert [text.text and text.text.text for text in form.texts] == ["资金于第三季度调减20万元"]
    assert not form.not_understood


def test_a_form_without_adjusted_targets_is_read_by_the_same_words() -> None:
    form = read(NO_ADJUSTMENT)
    assert [(row.target and row.target.number, row.actual and row.actual.number, row.why and row.why.text) for row in form.rows] == [
        ("500", "500", None), ("95", "93", "周末座位不足"),
    ]  # fmt: skip
    assert (form.head["finance_section"].text, form.funds[0].amounts["executed"].number) == ("教科文科", "30")
    assert not form.not_understood
