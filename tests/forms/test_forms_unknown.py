"""A layout that nobody declared is refused with what it lacks, and no form in use is: title or name, the head of indicators, more labels than cells unknown."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from scoring.forms.declarations import declarations
from scoring.forms.grid import Cell, Grid
from scoring.forms.layout.recognition import Recognized, recognize
from scoring.forms.layout.segments import is_title
from tests.forms.made_up import made_up
from tests.forms.test_form_declarations import NEVER_SEEN, grid
from tests.forms.test_layouts_made_up import BASE, DECLARED

RURAL = """
农村人居环境整治任务完成登记卡
（二〇二四年度）
任务名称|示例镇户厕改造任务||牵头科室|示例县环境整治科
承担单位|示例镇人民政府||登记日期|2025年1月20日
经费（单位：万元）
经费来源|年初安排|调整后安排|已支付|支付比例
县级补助|60|58|55.1|95%
镇级配套|20|20|18|90%
小计|80|78|73.1|93.72%
任务指标
类别|序号|指标内容|计划数|完成数|满分|自评|未完成说明
数量|1|改造户厕|≥320座|316座|20|19.75|4户外出未改
|2|培训管护员|≥12人|12人|10|10
质量|3|验收合格率|≥95%|97.5%|20|20
时效|4|完工时间|2024年11月30日前|2024年11月18日|10|10
成本|5|每座补助|≤2300元|2310元|10|10|材料上涨
成效|6|农户满意率|≥90%|93%|20|20
|7|村容改善|明显改善|改善明显|10|9
合计|||||100|98.75
填表人：张三|||审核：李四
"""
COUNTED = """
项目评审意见汇总
项目名称|东渠|评审组|第一组|组长|示例甲
专家姓名|专家单位|专家职称|联系方式（内线）|到会|签到时间
示例乙|甲大学|教授|1234|是|9:00
示例丙|乙大学|教授|1235|是|9:05
评审议题|渠道防渗|决议|同意|票数|5比0
指标|目标值|完成值
长度|3公里|3公里
"""


def reading(sheet: str) -> Recognized:
    return recognize([grid(sheet)], "card.xlsx", DECLARED)


@pytest.mark.parametrize(
    "sheet", [RURAL, NEVER_SEEN, COUNTED, RURAL.replace("任务名称", "项目名称"), RURAL.replace("登记卡", "自评表")]
)
def test_a_card_that_nobody_declared_is_refused_with_how_to_declare_it(sheet: str) -> None:
    found = reading(sheet)
    assert not found.forms
    (problem,) = found.problems
    assert problem.code == "no-form" and problem.fix is not None and "[form." in problem.fix.en
    assert sum(map(len, found.outside.values())) == len(grid(sheet).cells)


def test_it_is_said_what_a_card_lacks() -> None:
    assert "label of the project's name (`项目名称`)" in reading(RURAL).problems[0].message.en
    assert "cells are unknown to it" in reading(RURAL.replace("任务名称", "项目名称")).problems[0].message.en


def test_a_form_that_was_named_is_read_by_it_all_the_same() -> None:
    (form,) = recognize([grid(RURAL)], "card.xlsx", DECLARED, "ministry-2020").forms
    assert len(form.rows) == 7


@pytest.mark.parametrize("seed", range(25))
def test_a_form_in_use_without_title_and_name_is_refused(seed: int) -> None:
    grids, _ = made_up(seed, BASE)

    def strange(cell: Cell) -> Cell:
        head, _, value = cell.text.partition("：")
        if BASE.head.name_of(head) == "project" or BASE.head.name_of(cell.text) == "project":
            return replace(cell, text="任务" + ("：" + value if value else ""))
        return replace(cell, text="登记卡") if is_title(BASE, cell.text) else cell

    strangers = [
        Grid(one.name, tuple(map(strange, one.cells)), tuple(map(strange, one.before)), one.after) for one in grids
    ]
    assert not recognize(strangers, "card.xlsx", DECLARED).forms


@pytest.mark.parametrize("seed", range(25))
def test_a_form_in_use_whose_labels_are_mostly_others_is_refused(seed: int) -> None:
    grids, _ = made_up(seed, BASE)
    random = Random(seed)

    def strange(cell: Cell) -> Cell:
        known = BASE.knows(cell.text) or BASE.fund_total.names_of(cell.text)
        keep = BASE.columns.names_of(cell.text) or not known
        return cell if keep else replace(cell, text="".join(random.sample("癸壬辛庚己戊丁", 5)))

    strangers = [Grid(one.name, tuple(map(strange, one.cells)), one.before, one.after) for one in grids]
    found = recognize(strangers, "card.xlsx", declarations()[0])
    for form in found.forms:  # one that is taken all the same is understood for the most part
        unknown = sum("neither" in one.reason.en for one in form.not_understood)
        assert unknown <= sum(became == "label" for became in form.account.values())
