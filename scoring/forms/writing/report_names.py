"""What a template of a report may name."""

from __future__ import annotations

from scoring.forms.writing.names import Names, listed, text, whether

INDICATOR: Names = (
    text("id", "编号", "its id", "指标编号"),
    text("label", "名称", "its label", "指标名称"),
    text("group", "所属", "the groups that it stands in", "所在的各级分组"),
    text("target", "指标值", "the target as written", "指标值，按原文"),
    text("actual", "完成值", "the actual, as reported or computed", "实际完成值"),
    text("weight", "分值", "its full points", "分值"),
    text("points", "得分", "its points, or from where to where they may be", "得分；不能确定时为区间"),
    text("lost", "失分", "points below its weight", "失分"),
    text("outcome", "结果", "scored, not applicable or not scorable", "已评分、不适用或无法评分"),
    text("rule", "规则", "the rule in words", "评分规则"),
    text("clause", "条款", "the row, level or items that applied", "适用的条款"),
    text("reason", "说明", "why, in words", "得分说明"),
    text("arithmetic", "计算", "the sum written out", "计算过程"),
    text("basis", "依据", "the legal basis", "法规依据"),
    text("why", "偏差原因", "the project's own reason for a deviation", "项目自述的偏差原因"),
    text("missing", "缺少", "what is missing", "缺少的数据"),
    text("claimed", "自评得分", "the points that the project claims", "自评得分"),
    text("difference", "自评差异", "claimed less computed points", "自评得分减评价得分"),
    text("source", "来源", "the documents that its facts come from, with the place", "数据来源及位置"),
    text("judged_by", "评判人", "who judged, when it was a person", "评判人"),
    text("judged_on", "评判日期", "when", "评判日期"),
    text("judged_why", "评判理由", "why", "评判理由"),
    text("judged_level", "评判等级", "the level", "评判等级"),
    text("judged_share", "评判比例", "the share within it, or the points", "评判比例或分数"),
)  # fmt: skip

GROUP: Names = (
    text("label", "名称", "its label, indented by its depth", "分组名称，按层级缩进"),
    text("weight", "分值", "its full points", "分值"),
    text("points", "得分", "what its members earned", "得分"),
    text("lost", "失分", "points below its weight", "失分"),
    text("share", "得分率", "points out of full points, in per cent", "得分率"),
    text("note", "说明", "what became of its points, where they do not simply add up", "不是简单相加时的说明"),
)

REPORT: Names = (
    text("project", "项目名称", "the project's name", "项目名称"),
    text("period", "年度", "the period that is scored", "评价年度"),
    text("department", "主管部门", "the department in charge", "主管部门"),
    text("unit", "实施单位", "the unit that carries it out", "实施单位"),
    text("code", "项目编码", "the project's code", "项目编码"),
    text("goal", "年度总体目标", "the overall goal, as the form has it", "年度总体目标，按表中原文"),
    text("reached", "目标完成情况", "how far the overall goal was reached, as the form has it", "年度总体目标完成情况，按表中原文"),
    text("rulebook", "规则集", "the rulebook and its edition", "规则集及版本"),
    text("fingerprint", "规则集指纹", "the rulebook's fingerprint", "规则集指纹"),
    text("indicator_set", "指标集", "the indicator set; empty where the project has its own indicators", "指标集；项目自带指标时为空"),
    text("total", "总分", "the total, or from where to where it may be", "总分；不能确定时为区间"),
    text("possible", "满分", "full points", "满分"),
    text("earned", "限制前总分", "points before limits, where they differ", "与总分不同时：限制前总分"),
    text("total_arithmetic", "总分计算", "how the total came about, where points do not simply add up", "总分不是简单相加时的计算过程"),
    text("grade", "等级", "the grade, or those that are possible", "等级；不能确定时列出各种可能"),
    text("status", "状态", "complete or incomplete", "完整或不完整"),
    whether("complete", "完整", "nothing is missing", "没有缺少数据"),
    listed("groups", "分组", "subtotals, each group below the one that it belongs to", "各级分组的小计", GROUP),
    listed("indicators", "指标", "every indicator, in the order of the set", "全部指标", INDICATOR),
    listed("parts", "部分", "groups that have indicators of their own, with these", "直接含有指标的分组及其指标", (
        *GROUP, listed("indicators", "指标", "the indicators right in it", "其中的指标", INDICATOR))),
    listed("losses", "失分指标", "indicators that lost points, the most first", "失分的指标，多的在前", INDICATOR),
    listed("open", "未定指标", "indicators that cannot be scored", "无法评分的指标", INDICATOR),
    listed("left_out", "不适用指标", "indicators that do not apply, with the reason", "不适用的指标及原因", INDICATOR),
    listed("judged", "评判指标", "indicators that a person judged", "由人评判的指标", INDICATOR),
    listed("deviations", "有偏差原因的指标", "indicators for which the project gives a reason", "项目说明了偏差原因的指标", INDICATOR),
    listed("facts", "数据", "everything that the project reports beside its rows", "项目上报的数据（指标行之外）", (
        text("label", "名称", "what people read", "名称"),
        text("value", "值", "the value as reported, with its unit", "上报的值和单位"),
        text("source", "来源", "the document and the place in it", "来源文件及位置"))),
    listed("limits", "限制", "limits that act, or may", "触发或可能触发的限制", (
        text("label", "名称", "what people read", "名称"),
        text("acts", "触发", "whether it acts, and what it does", "是否触发及其作用"),
        text("arithmetic", "计算", "its condition written out", "条件的计算"),
        text("basis", "依据", "the legal basis", "法规依据"))),
    listed("results", "评价结果", "named results of the rulebook", "规则集的其他结果", (
        text("label", "名称", "what people read", "名称"),
        text("value", "值", "the value, or why there is none", "结果，或没有结果的原因"),
        text("grade", "等级", "its grade", "等级"))),
    listed("claims", "申报", "totals that others awarded", "自评及其他评价的总分", (
        text("by", "来源", "who", "评价主体"),
        text("total", "总分", "the total claimed", "其总分"),
        text("difference", "差异", "claimed less computed", "其总分减评价得分"),
        text("verdict", "结论", "whether the points bear it out", "是否成立"))),
    listed("findings", "发现", "what should be looked at", "需要注意的问题", (
        text("message", "内容", "what is the matter", "问题内容"),
        text("severity", "程度", "how grave it is", "严重程度"),
        text("code", "代码", "its kind", "问题代码"),
        text("fix", "处理", "how to mend it", "如何处理"),
        text("basis", "依据", "the legal basis", "法规依据"),
        text("place", "位置", "where it stands", "位置"))),
    listed("policies", "缺失处理", "what the rulebook made of what is missing", "规则集对缺失数据的处理", (
        text("of", "对象", "of what", "对象"),
        text("policy", "处理", "the policy that acted", "处理方式"),
        text("missing", "缺少", "what is missing", "缺少的数据"))),
    listed("basis", "法规依据", "every law and rule that the scorecard rests on", "评价所依据的法规", (
        text("text", "内容", "its number and title", "文号和名称"),)),
    listed("sources", "资料", "the documents that facts come from", "数据来源文件", (
        text("title", "名称", "its title", "名称"),
        text("by", "出具单位", "who issued it", "出具单位"),
        text("on", "日期", "its date", "日期"),
        text("sha256", "指纹", "the fingerprint of the file", "文件指纹"),
        text("note", "备注", "a remark", "备注"))),
)  # fmt: skip
