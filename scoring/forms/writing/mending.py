"""How to mend what a finding tells, by its kind."""

from __future__ import annotations

from scoring.problems import Text
from scoring.scorecard.scorecard import Finding

MENDING = {
    "claim-not-supported": Text("correct the total claimed, or say what it rests on", "更正自评总分，或说明其依据"),
    "claim-undecided": Text("supply what is missing, so that the total can be compared", "补齐缺少的数据后再核对自评总分"),
    "claim-does-not-add-up": Text("correct the total, or the points of the rows that it is the sum of", "更正总分，或更正各行得分"),
    "claimed-points-differ": Text("correct the points claimed to those by the rule", "将自评得分更正为按规则计算的得分"),
    "check-undecided": Text("supply what is missing", "补充缺少的数据"),
    "no-grade": Text("no grade is given: see the reason", "不评定等级，原因见内容"),
    "grade-overridden": Text("nothing to mend: a person decided", "无需处理：等级由人决定"),
    "row-twice": Text("leave one of the two rows out, or say how they differ", "删去其中一行，或写明两者的区别"),
    "weights-off-total": Text("correct the weights, or say why they differ", "更正权重，或说明原因"),
    "weights-off-frame": Text("correct the groups' weights, or say why they depart", "更正各组权重，或说明偏离的原因"),
    "over-fulfilled": Text("give the reason for exceeding the target, and correct a target set too low", "说明超额完成的原因；指标值偏低的应予更正"),
    "claim-unreviewed": Text("a reviewer has to judge it", "应由评价人员评判"),
    "judgement-stale": Text("a reviewer has to judge the row again", "应由评价人员重新评判该行"),
    "claim-adopted": Text("nothing to mend: it was adopted", "无需处理：已采用"),
    "draft-facts": Text("confirm them: scoring read --confirm", "请确认：scoring read --confirm"),
    "not-understood": Text("write what is meant, exactly", "写明确切内容后重报"),
    "assumed": Text("write it out, if something else was meant", "如与原意不符，请写明"),
}  # fmt: skip

TAKE_NOTE = Text(
    "take note: a person judged it; answer if you see it otherwise", "知悉：由评价人员评判，有异议请书面反馈"
)
"""Of what a person judged."""
OF_CHOOSING = ("chosen-on-command-line", "taken-nearby", "other-rules")
"""Which rules were taken: there is nothing to mend."""
OURS = (*OF_CHOOSING, "claim-unreviewed", "claim-adopted", "draft-facts", "judgement-stale")
"""What is for whoever reviews, and does not concern whoever handed it in."""
NOTHING = Text("nothing to mend", "无需处理")
OTHERS = Text(
    "check the figures against the documents; correct them, or give the reason", "对照资料核对数据，予以更正或说明原因"
)


def how_to_mend(finding: Finding, by_rule: str = "") -> Text:
    """What whoever handed it in can do; `by_rule` are the points that it comes to, where they are certain."""
    if finding.fix is not None:
        return finding.fix
    if finding.code == "claimed-points-differ" and by_rule:
        return Text(f"correct the points claimed to {by_rule}", f"将自评得分更正为 {by_rule} 分")
    return NOTHING if finding.code in OF_CHOOSING else MENDING.get(finding.code, OTHERS)
