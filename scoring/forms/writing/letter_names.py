"""What a template of a letter may name."""

from __future__ import annotations

from scoring.forms.writing.names import Names, listed, text, whether

REMARK: Names = (
    text("number", "序号", "counted through the letter", "序号，全文连续"),
    text("indicator", "指标", "the indicator, 总分 of the total; empty where it is about none", "指标；总分；与指标无关时为空"),
    text("message", "问题", "what is the matter", "问题"),
    text("claimed", "自评得分", "the points claimed", "自评得分"),
    text("by_rule", "按规则得分", "the points by the rule", "按规则计算的得分"),
    text("difference", "差异", "claimed less computed points", "自评得分减按规则得分"),
    text("fix", "处理", "how to mend it", "如何处理"),
    text("place", "位置", "where it stands in the form", "在表中的位置"),
    text("code", "代码", "its kind", "问题代码"),
    text("judgement", "评判", "who judged, when, what and why, where a person did", "评判人、时间、等级和理由"),
)  # fmt: skip

PROJECT: Names = (
    text("number", "序号", "counted through the letter", "序号"),
    text("project", "项目名称", "the project's name", "项目名称"),
    text("code", "项目编码", "the project's code", "项目编码"),
    text("period", "年度", "the period", "年度"),
    text("form", "表", "the form that was handed in", "报送的表"),
    text("total", "总分", "the total, or from where to where it may be", "总分；不能确定时为区间"),
    text("possible", "满分", "full points", "满分"),
    text("grade", "等级", "the grade, or those that are possible", "等级"),
    text("status", "状态", "complete or incomplete", "完整或不完整"),
    text("claimed", "自评总分", "the total claimed", "自评总分"),
    text("difference", "差异", "claimed less computed", "自评总分减评价总分"),
    text("verdict", "结论", "whether the claim is borne out", "自评总分是否成立"),
    listed("corrections", "应更正", "what has to be corrected", "应予更正的内容", REMARK),
    listed("judged", "评判不同", "what was judged differently", "评判不同的内容", REMARK),
    listed("notes", "请核实", "what should be looked at", "请核实或补充的内容", REMARK),
    listed("indicators", "指标", "every indicator with its points", "全部指标的得分", (
        text("label", "名称", "its id and label", "编号和名称"),
        text("weight", "分值", "its full points", "分值"),
        text("claimed", "自评得分", "the points claimed", "自评得分"),
        text("points", "得分", "its points", "得分"),
        text("difference", "差异", "claimed less computed points", "自评得分减评价得分"),
        text("reason", "说明", "why, in words", "得分说明"))),
)  # fmt: skip

LETTER: Names = (
    text("unit", "实施单位", "the unit that it goes to", "收件单位"),
    text("department", "主管部门", "its department in charge", "主管部门"),
    text("number", "文号", "the letter's number, as it was given", "文号"),
    text("on", "日期", "its date, as it was given", "发文日期"),
    text("due", "期限", "by when it is to be answered, as it was given", "反馈期限"),
    text("count", "项目数", "how many projects it is about", "项目数"),
    text("to_correct", "更正数", "how many things have to be corrected", "应更正的条数"),
    whether("nothing", "没有问题", "nothing is remarked about any of them", "各项目均没有问题"),
    listed("projects", "项目", "the unit's projects", "该单位的全部项目", PROJECT),
    listed("remarks", "全部问题", "what is remarked about all of them, for the answer", "全部问题，供反馈", (
        *REMARK, text("project", "项目名称", "the project's name", "项目名称"))),
    listed("rejects", "未能评分", "what was handed in and could not be scored", "报送后未能评分的材料", (
        text("project", "项目名称", "the project's name, as far as it can be read", "项目名称"),
        text("file", "文件", "the file", "文件"),
        text("message", "问题", "why", "原因"),
        text("fix", "处理", "how to mend it", "如何处理"))),
)  # fmt: skip
