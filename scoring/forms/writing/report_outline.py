"""The outline of an evaluation report by 财预〔2020〕10号. What the data can say is filled; the rest is a marked place."""

from __future__ import annotations

from scoring.forms.writing.outline import (
    Block,
    Each,
    Fields,
    Heading,
    Mark,
    Outline,
    Sentence,
    Table,
    When,
    column,
)
from scoring.problems import Text


def _chapter(en: str, zh: str, *blocks: Block) -> tuple[Block, ...]:
    return Heading(1, Text(en, zh)), *blocks


def _part(en: str, zh: str, *blocks: Block) -> tuple[Block, ...]:
    return Heading(2, Text(en, zh)), *blocks


def _mark(en: str, zh: str) -> Mark:
    return Mark(Text(en, zh))


SCORES = (
    column("indicator", "指标", "{one.id} {one.label}", 20),
    column("target", "指标值", "target", 14),
    column("actual", "完成值", "actual", 17),
    column("weight", "分值", "weight", 10, right=True),
    column("points", "得分", "points", 11, right=True),
    column("lost", "失分", "lost", 8, right=True),
    column("reason", "说明", "reason", 24),
)

HEAD: Outline = (
    Heading(0, Text("Performance evaluation report of project expenditure", "项目支出绩效评价报告")),
    Sentence(Text("{project}", "{project}"), "center"),
    Fields((
        (Text("project", "项目名称"), "project"),
        (Text("period", "评价年度"), "period"),
        (Text("department in charge", "主管部门"), "department"),
        (Text("unit", "实施单位"), "unit"),
        (Text("total", "总分"), "total"),
        (Text("of", "满分"), "possible"),
        (Text("grade", "等级"), "grade"),
        (Text("status", "状态"), "status"),
    )),
)  # fmt: skip

PROJECT = _chapter(
    "1. The project", "一、项目概况",
    *_part("1.1 Background, content and carrying out", "（一）项目背景、主要内容及实施情况",
           _mark("why the project was set up, what it does, how it was carried out", "立项背景、主要内容及实施情况")),
    *_part("1.2 Money and other figures reported", "（二）资金投入和使用等上报数据",
           When("facts", (Table("facts", (
               column("figure", "数据", "label", 28),
               column("value", "值", "value", 28),
               column("source", "来源", "source", 32))),),
               (_mark("money planned, arrived and spent", "资金预算、到位和支出情况"),))),
    *_part("1.3 Performance goals", "（三）项目绩效目标",
           When(
            "goal",
            (Sentence(Text("Overall goal: {goal}", "年度总体目标：{goal}")),),
            (_mark("the overall goal and the goals of the year", "总体目标和年度目标"),),
        ),
        When("reached", (Sentence(Text("How far it was reached: {reached}", "目标完成情况：{reached}")),)),
           When("indicators", (
               Sentence(Text("Targets of the indicators:", "各项指标值：")),
               Table("indicators", (
                   column("group", "分组", "group", 22),
                   column("indicator", "指标", "{one.id} {one.label}", 28),
                   column("target", "指标值", "target", 22),
                   column("weight", "分值", "weight", 10, right=True)))))),
)  # fmt: skip

WORK = _chapter(
    "2. How it was evaluated", "二、绩效评价工作开展情况",
    *_part("2.1 Purpose, object and scope", "（一）绩效评价目的、对象和范围",
           _mark("purpose, object and scope of the evaluation", "评价目的、对象和范围")),
    *_part("2.2 Principles, indicators, method and standard", "（二）绩效评价原则、评价指标体系、评价方法、评价标准等",
           Sentence(Text("Scored by the rulebook {rulebook}.", "按规则集 {rulebook} 评分。")),
        Sentence(Text("{fingerprint}", "{fingerprint}"), "note"),
           When("indicator_set", (Sentence(Text("Indicator set: {indicator_set}.", "指标集：{indicator_set}。")),)),
           When("basis", (
               Sentence(Text("Legal basis:", "评价依据：")),
               Each("basis", "law", (Sentence(Text("{law.text}", "{law.text}"), "note"),)))),
           _mark("principles and method of the evaluation", "评价原则和评价方法")),
    *_part("2.3 How the evaluation went", "（三）绩效评价工作过程",
           When("judged", (
               Sentence(Text("Judged by people:", "由人评判的指标：")),
               Table("judged", (
                   column("indicator", "指标", "{one.id} {one.label}", 22),
                   column("level", "等级", "judged_level", 16),
                   column("share", "比例", "judged_share", 9, right=True),
                   column("by", "评判人", "judged_by", 12),
                   column("on", "日期", "judged_on", 15),
                   column("why", "理由", "judged_why", 23))))),
           When("sources", (
               Sentence(Text("Documents:", "资料：")),
               Table("sources", (
                   column("document", "资料名称", "title", 40),
                   column("issued by", "出具单位", "by", 20),
                   column("date", "日期", "on", 15),
                   column("remark", "备注", "note", 19))))),
           _mark("who evaluated, visits and interviews", "评价组成员、现场核查和访谈情况")),
)  # fmt: skip

CONCLUSION = _chapter(
    "3. Conclusion", "三、综合评价情况及评价结论",
    When("possible", (
        When("grade",
             (Sentence(Text("Total {total} of {possible}; grade {grade}; {status}.",
                            "总分 {total} 分，满分 {possible} 分；等级：{grade}；评分状态：{status}。")),),
             (Sentence(Text("Total {total} of {possible}; {status}.", "总分 {total} 分，满分 {possible} 分；评分状态：{status}。")),)),),
        (Sentence(Text("The evaluation is {status}.", "评分状态：{status}。")),)),
    When("total_arithmetic", (Sentence(Text("{total_arithmetic}", "{total_arithmetic}"), "note"),)),
    When("earned", (Sentence(Text("Before limits: {earned}.", "限制前总分：{earned}。")),)),
    When("groups", (Table("groups", (
        column("group", "分组", "label", 30),
        column("weight", "分值", "weight", 10, right=True),
        column("points", "得分", "points", 18, right=True),
        column("lost", "失分", "lost", 10, right=True),
        column("share", "得分率", "share", 13, right=True),
        column("note", "说明", "note", 19))),)),
    When("limits", (
        Sentence(Text("Limits:", "限制：")),
        Table("limits", (
            column("limit", "限制", "label", 40),
            column("effect", "触发情况", "acts", 26),
            column("basis", "依据", "basis", 26))))),
    When("results", (
        Sentence(Text("Results:", "其他结果：")),
        Table("results", (
            column("result", "结果", "label", 36),
            column("value", "值", "value", 36),
            column("grade", "等级", "grade", 14))))),
    When("claims", (
        Sentence(Text("Totals that others awarded:", "与自评等其他评价的比较：")),
        Table("claims", (
            column("by", "来源", "by", 20),
            column("total", "总分", "total", 16, right=True),
            column("difference", "差异", "difference", 20, right=True),
            column("verdict", "结论", "verdict", 24))))),
    _mark("the overall conclusion in words", "综合评价结论"),
)  # fmt: skip

ANALYSIS = _chapter(
    "4. The indicators", "四、绩效评价指标分析",
    Each("parts", "part", (
        When("part.label", (Heading(2, Text("{part.label} ({part.points} of {part.weight})", "{part.label}（得 {part.points} 分，满分 {part.weight} 分）")),)),
        Table("part.indicators", SCORES),
    )),
    When("losses", (
        Heading(2, Text("Points lost and why", "失分及原因")),
        Each("losses", "loss", (
            Sentence(Text("{loss.id} {loss.label}: {loss.lost} of {loss.weight} points lost",
                          "{loss.id} {loss.label}：失 {loss.lost} 分（满分 {loss.weight} 分）"), "bold"),
            When("loss.rule", (Sentence(Text("rule: {loss.rule}", "评分规则：{loss.rule}"), "note"),)),
            When("loss.arithmetic", (Sentence(Text("sum: {loss.arithmetic}", "计算：{loss.arithmetic}"), "note"),)),
            When("loss.reason", (Sentence(Text("reason: {loss.reason}", "得分说明：{loss.reason}"), "note"),)),
            When("loss.judged_by", (Sentence(Text("judged by {loss.judged_by}, {loss.judged_on}: {loss.judged_why}",
                                                  "{loss.judged_by}于 {loss.judged_on} 评判：{loss.judged_why}"), "note"),)),
            When("loss.why", (Sentence(Text("the project's reason: {loss.why}", "项目自述的偏差原因：{loss.why}"), "note"),)),
            When("loss.source", (Sentence(Text("facts from: {loss.source}", "数据来源：{loss.source}"), "note"),)),
            When("loss.basis", (Sentence(Text("basis: {loss.basis}", "依据：{loss.basis}"), "note"),)),
        )),
    )),
    When("open", (
        Heading(2, Text("Indicators that cannot be scored", "无法评分的指标")),
        Table("open", (
            column("indicator", "指标", "{one.id} {one.label}", 30),
            column("weight", "分值", "weight", 10, right=True),
            column("points possible", "可能得分", "points", 16, right=True),
            column("missing", "缺少", "reason", 36))))),
)  # fmt: skip

PROBLEMS = _chapter(
    "5. What was done well, problems and their causes", "五、主要经验及做法、存在的问题及原因分析",
    *_part("5.1 What was done well", "（一）主要经验及做法", _mark("what others can learn from", "可供借鉴的经验和做法")),
    *_part("5.2 Problems and causes", "（二）存在的问题及原因分析",
           When("findings", (
               Sentence(Text("Found when the figures were checked:", "核对数据时发现：")),
               Table("findings", (
                   column("how grave", "程度", "severity", 11),
                   column("what", "问题", "message", 49),
                   column("basis", "依据", "basis", 22))))),
           When("deviations", (
               Sentence(Text("Reasons that the project gives for deviations:", "项目自述的偏差原因：")),
               Table("deviations", (
                   column("indicator", "指标", "{one.id} {one.label}", 26),
                   column("lost", "失分", "lost", 8, right=True),
                   column("reason", "偏差原因", "why", 46))))),
           _mark("problems and their causes", "存在的问题及原因分析")),
)  # fmt: skip

ADVICE = _chapter(
    "6. Recommendations", "六、有关建议",
    When("findings", (
        Sentence(Text("To be mended in what was handed in:", "上报材料需要处理的内容：")),
        Table("findings", (
            column("what", "问题", "message", 44),
            column("how to mend", "处理建议", "fix", 36))))),
    _mark("recommendations to the department and the unit", "对主管部门和实施单位的建议"),
)  # fmt: skip

OTHER = _chapter(
    "7. Anything else", "七、其他需要说明的问题",
    When("left_out", (
        Sentence(Text("Indicators that do not apply:", "不适用的指标：")),
        Table("left_out", (
            column("indicator", "指标", "{one.id} {one.label}", 30),
            column("weight", "分值", "weight", 10, right=True),
            column("reason", "原因", "reason", 44))))),
    When("policies", (
        Sentence(Text("What the rulebook made of what is missing:", "规则集对缺失数据的处理：")),
        Table("policies", (
            column("of", "对象", "of", 34),
            column("made of it", "处理", "policy", 20),
            column("missing", "缺少", "missing", 30))))),
    _mark("anything else", "其他需要说明的问题"),
)  # fmt: skip

REPORT_OUTLINE: Outline = (*HEAD, *PROJECT, *WORK, *CONCLUSION, *ANALYSIS, *PROBLEMS, *ADVICE, *OTHER)
