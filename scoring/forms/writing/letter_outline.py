"""Our letter to a unit: what to correct in its forms, what was judged differently, the results, and a slip to answer on."""

from __future__ import annotations

from scoring.forms.writing.outline import (
    Each,
    Heading,
    Mark,
    Outline,
    PageBreak,
    Sentence,
    Table,
    When,
    column,
)
from scoring.problems import Text

CORRECT = (
    column("no.", "序号", "number", 7),
    column("place", "位置", "place", 15),
    column("what is the matter", "问题", "message", 30),
    column("claimed", "自评", "claimed", 13, right=True),
    column("by rule", "按规则", "by_rule", 13, right=True),
    column("differs by", "差异", "difference", 16, right=True),
    column("how to mend", "处理", "fix", 22),
)
JUDGED = (
    column("no.", "序号", "number", 7),
    column("place", "位置", "place", 15),
    column("indicator", "指标", "indicator", 20),
    column("claimed", "自评", "claimed", 13, right=True),
    column("judged", "评判", "by_rule", 13, right=True),
    column("differs by", "差异", "difference", 16, right=True),
    column("judgement", "评判人和理由", "judgement", 30),
)
NOTES = (
    column("no.", "序号", "number", 7),
    column("place", "位置", "place", 16),
    column("what", "内容", "message", 50),
    column("how to mend", "处理", "fix", 28),
)
RESULTS = (
    column("no.", "序号", "number", 9),
    column("project", "项目", "project", 28),
    column("claimed", "自评总分", "claimed", 15, right=True),
    column("total", "评价总分", "total", 18, right=True),
    column("differs by", "差异", "difference", 18, right=True),
    column("grade", "等级", "grade", 18),
    column("status", "状态", "status", 17),
)
INDICATORS = (
    column("indicator", "指标", "label", 33),
    column("weight", "分值", "weight", 12, right=True),
    column("claimed", "自评", "claimed", 14, right=True),
    column("points", "评价得分", "points", 17, right=True),
    column("differs by", "差异", "difference", 16, right=True),
    column("reason", "说明", "reason", 26),
)

LETTER_OUTLINE: Outline = (
    Heading(0, Text("Results of the review of your self-evaluation", "关于项目支出绩效自评复核情况的函")),
    When("number", (Sentence(Text("{number}", "{number}"), "center"),), (Mark(Text("number", "文号")),)),
    Sentence(Text("To {unit}:", "{unit}："), "bold"),
    Sentence(Text("We reviewed the self-evaluation of {count} of your projects. What has to be corrected, what was judged "
                  "differently and the results are below.",
                  "你单位报送的 {count} 个项目支出绩效自评材料已复核，现将应更正的内容、评判不同的内容和复核结果函告如下。")),
    When("due", (Sentence(Text("Please correct what is listed and answer by {due}.", "请对照更正，并于 {due} 前书面反馈。")),),
         (Mark(Text("by when to answer", "反馈期限")),)),
    When("nothing", (Sentence(Text("There is nothing to correct.", "各项目均没有需要更正的内容。")),)),
    Heading(1, Text("1. Results", "一、复核结果")),
    Table("projects", RESULTS),
    Heading(1, Text("2. Project by project", "二、各项目情况")),
    Each("projects", "project", (
        Heading(2, Text("{project.number}. {project.project}", "（{project.number}）{project.project}")),
        When("project.form", (Sentence(Text("Form: {project.form}", "报送的表：{project.form}"), "note"),)),
        When("project.corrections", (
            Sentence(Text("To be corrected:", "应更正的内容：")),
            Table("project.corrections", CORRECT))),
        When("project.judged", (
            Sentence(Text("Judged differently:", "评判不同的内容：")),
            Table("project.judged", JUDGED))),
        When("project.notes", (
            Sentence(Text("To be looked at:", "请核实或补充的内容：")),
            Table("project.notes", NOTES))),
        When("project.indicators", (
            Sentence(Text("Points:", "各项得分：")),
            Table("project.indicators", INDICATORS))),
    )),
    When("rejects", (
        Heading(1, Text("3. Not scored", "三、未能评分的材料")),
        Sentence(Text("What follows could not be scored; please mend it and hand it in again:", "下列材料未能评分，请更正后重新报送：")),
        Table("rejects", (
            column("project", "项目", "project", 24),
            column("file", "文件", "file", 18),
            column("why", "原因", "message", 36),
            column("how to mend", "处理", "fix", 24))))),
    Mark(Text("the office that sends it", "发文单位（盖章）")),
    When("on", (Sentence(Text("{on}", "{on}"), "right"),), (Mark(Text("date", "发文日期")),)),
    When("remarks", (
        PageBreak(),
        Heading(1, Text("Answer", "反馈表")),
        Sentence(Text("Unit: {unit}    to letter: {number}", "单位：{unit}    对应文号：{number}")),
        Table("remarks", (
            column("no.", "序号", "number", 7),
            column("project", "项目", "project", 22),
            column("place", "位置", "place", 14),
            column("what", "内容", "message", 34),
            column("your answer", "单位反馈", "", 34))),
        Sentence(Text("Filled in by:                    Date:", "填表人：                    日期：")),
    )),
)  # fmt: skip
