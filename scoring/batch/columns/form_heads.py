"""The columns of the form 项目支出绩效自评表, in the words of forms in use and in English, and what each gives a row."""

from __future__ import annotations

import re
from collections.abc import Mapping

from scoring.project.heads import head_name

FORM: Mapping[str, tuple[str, ...]] = {
    "in1": ("一级指标", "level1"),
    "in2": ("二级指标", "level2"),
    "in3": ("三级指标", "level3"),
    "in": ("in", "group", "指标类别"),
    "id": ("id", "indicator", "指标编号", "编号", "指标代码"),
    "label": ("label", "指标名称", "指标", "绩效指标", "name"),
    "target": ("target", "年度指标值", "指标目标值", "目标值"),
    "sign": ("sign", "指标性质"),
    "amount": ("amount", "指标值"),
    "unit": ("unit", "度量单位", "计量单位"),
    "actual": ("actual", "实际完成值", "实际完成情况", "完成值", "实际值"),
    "weight": ("weight", "分值", "权重"),
    "claimed": ("claimed", "claim", "claim.self", "得分", "自评得分", "自评分"),
    "why": ("why", "偏差原因", "偏差原因分析及改进措施", "未完成原因分析", "偏差原因分析"),
    "rule": ("rule", "规则"),
    "level": ("level", "评判等级", "等级"),
    "share": ("share", "评判比例"),
    "points": ("points", "评判分值"),
    "by": ("by", "评判人"),
    "on": ("on", "评判日期"),
    "evidence": ("evidence", "佐证材料", "佐证"),
    "not_applicable": ("not_applicable", "不适用原因", "不适用"),
}
KEYS = tuple(name for names in FORM.values() for name in names)

_BY_NAME = {name: key for key, names in FORM.items() for name in names}
_ROLE = re.compile(r"claim\.([^\W\d]\w*)")


def form_key(head: str) -> str | None:
    """What a head of the form gives a row: `target` of 年度指标值（A）; None if it is none of the form's."""
    name = head_name(head)
    if name in _BY_NAME:
        return _BY_NAME[name]
    role = _ROLE.fullmatch(name)
    return f"claimed.{role.group(1)}" if role is not None and role.group(1) != "self" else None
