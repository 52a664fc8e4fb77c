"""Mistakes in how forms and reports are read."""

from __future__ import annotations

from tests.faults.fix_cases.case import RULES, Case

WORDINGS = (
    RULES + '[read]\nbudget = { find = ["安排⟦{amont}⟧⟦{amount}⟧"] }\n',
    RULES + '[read]\nbudget = { find = ["安排⟦{x}⟧⟦slots are {amount}⟧⟦{amount}⟧"] }\n',
    RULES + '[read]\nbudget = { find = ["⟦…经费⟧⟦安排…经费⟧{amount}"] }\n',
    RULES + '[read]\nscope = { find = ["全县"]⟦ ⟧⟦says = "…"⟧⟦, says = "county"⟧ }\n',
)
OWN = 'format = 1\n[form.ours]\nuse = "ministry-2020"\n'
FORMS = [
    Case({"forms/ours.toml": text}, ("check", "forms/", "--format", "json"))
    for text in (
        'format = 1\n[form.ours]\n⟦⟧⟦use = "ministry-2020"⟧⟦use = "ministry-2020"\n⟧titles = ["表"]\n',
        'format = 1\n[form.ours]\nuse = "⟦ministry2020⟧⟦did you mean `ministry-2020`?⟧⟦ministry-2020⟧"\n',
        OWN + '⟦title⟧⟦did you mean `titles`?⟧⟦titles⟧ = ["表"]\n',
        OWN + 'same = { department = "⟦units⟧⟦did you mean `unit`?⟧⟦unit⟧" }\n',
        OWN + 'weights = "⟦colum⟧⟦did you mean `column`?⟧⟦column⟧"\n',
        OWN + '[form.ours.columns]\nlabel = ["措施"]\n⟦actual = ["措施"]⟧⟦delete it from one of them⟧⟦⟧\n',
        OWN + '[form.ours.columns]\nlabel = ["措施"⟦, ""⟧⟦delete it⟧⟦⟧]\n',
        'format = 1\n[form.a]\nuse = "b"\n[form.a.columns]\nlabel = ["措施"]\ntarget = ["目标"]\n'
        '[form.b]\nuse = "⟦a⟧⟦delete one `use`⟧⟦ministry-2020⟧"\n',
    )
]
FORMS.append(
    Case(
        {
            "forms/a.toml": OWN,
            "forms/b.toml": 'format = 1\n[form.⟦ours⟧⟦rename one of the two⟧⟦theirs⟧]\nuse = "ministry-2020"\n',
        },
        ("check", "forms/", "--format", "json"),
    )
)
HANDED_IN = """\
工程实施卡
项目名称,东渠,年度,2024
一级指标,二级指标,三级指标,年度指标值,实际完成值,分值,得分
产出指标,数量指标,加固渠道,≥3公里,3公里,100,100
总分,,,,,100,100
"""
FORMS.append(
    Case(
        {
            "f.csv": HANDED_IN,
            "own/own.toml": RULES + OWN.partition("\n")[2] + 'titles = ["工程实施卡"]\n'
            '⟦⟧⟦write rules = "self-evaluation" into [form.ours]⟧⟦rules = "self-evaluation"\n⟧',
        },
        ("score", "f.csv", "--forms", "own/", "--format", "json"),
    )
)
