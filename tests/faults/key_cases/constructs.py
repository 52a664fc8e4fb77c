"""Texts in which the keys of values, results and grades act."""

from __future__ import annotations

from collections.abc import Mapping

from tests.faults.key_cases.texts import GRADE, POINTS, REPORTED

TABLE = 'by = "a"\nrows = [["> 3", 1], ["> 7", 2]]\n'
CONSTRUCT = {
    "label": '⟦label = "said"⟧\nis = "a"',
    "is": 'is = "⟦a|b⟧"',
    "by": 'by = "⟦a|b⟧"\nrows = [["> 7", 1], ["else", 2]]',
    "rows": 'by = "a"\nrows = [["> ⟦7|12⟧", 1], ["else", 2]]',
    "hit": TABLE + '⟦hit = "sum"⟧',
    "otherwise": 'by = "a"\nrows = [["> 20", 1]]\notherwise = ⟦3|4⟧',
    "lines": 'by = "a"\nlines = [[0, 20, 0, ⟦4|2⟧]]',
    "of": 'of = ["a", "⟦a|b⟧"]',
    "across": 'by = ["yes", "a"]\nacross = ["<= ⟦7|12⟧", "-"]\nrows = [[true, 1, 2]]',
    "each": 'of = ["a", "b"]\neach = "it ⟦*|+⟧ 2"',
    "combine": 'of = ["a", "b"]\ncombine = "⟦min|max⟧"',
    "gives": TABLE + 'otherwise = 0\ngives = "⟦share|number⟧"',
    "unit": 'is = "money"\nunit = "⟦元|万元⟧"',
    "missing": 'is = "gone"\n⟦missing = { value = 2 }⟧',
    "round": 'is = "a / 3"\n⟦round = { decimals = 1 }⟧',
    "when": 'is = "a"\n⟦when = "no"⟧',
    "between": 'is = "a"\n⟦between = [0, 3]⟧',
    "basis": 'is = "a"\n⟦basis = "law"⟧\n[basis.law]\ntitle = "Law"',
    "note": 'is = "a"\n⟦note = "remarkable"⟧',
    "allow": 'by = "a"\nrows = [["> 12", 1], ["<= 11", 2]]\n⟦allow = { "row-gap" = "for a reason" }⟧',
}
OF_SECTION = {
    "ValueModel": '[value.v]\n{}\n[result.r]\nis = "v"\n',
    "ResultModel": "[result.r]\n{}\n",
    "ColumnModel": '[fact.c]\nlist = {{ x = {{ kind = "number" }} }}\n[column.c.v]\n{}\n[result.r]\nis = "sum(c, v)"\n',
    "RuleModel": "[rule.r]\n{}\n",
    "PartModel": '[[rule.r.part]]\n{}\n[[rule.r.part]]\ngives = "points"\nis = "b"\n',
}
OF_POINTS = ("RuleModel", "PartModel")
"""Sections whose constructs say whether they give shares or points, where they say it at all."""
SCALED = '§name = "one"\ntotal = 20\n' + POINTS
NAMED = '[fact.c]\nkey = "x"\nlist = { x = { kind = "text" }, y = { kind = "number" }, z = { kind = "number" } }\n'
RANK = '[result.r]\nrank = [{ lost = "a", code = "A" }, { lost = "b - 6", code = "B" }, { lost = "b", code = "C" }]\n'

CASES: Mapping[str, tuple[str, ...]] = {
    "ValueModel.with": ('[value.f]\nwith = ["x", "⟦y|z⟧"]\nis = "x + ⟦y|z⟧"\n[result.r]\nis = "f(a, ⟦b|a⟧)"\n',),
    "ValueModel.result": ('[value.v]\n⟦result = true⟧\nis = "a"\n[result.r]\nis = "b"\n',),
    "ResultModel.show": ('[result.r]\nis = "a"\nround = { decimals = 2 }\n⟦show = "fixed"⟧\n',),
    "ResultModel.total": ('[result.r]\nis = "a"\n⟦total = true⟧\n',),
    "ResultModel.grade": ('[result.r]\nis = "a"\n⟦grade = "g"⟧\n[grade.g]\nrows = [["> 3", "x"], ["else", "y"]]\n',),
    "ResultModel.optional": ('[result.r]\nis = "gone"\n⟦optional = true⟧\n',),
    "ResultModel.rank": ('[result.r]\nrank = [{ lost = "a", code = "A" }⟦, { lost = "b", code = "B" }⟧]\n',),
    "ResultModel.keep": (RANK + '⟦keep = "lost > 6"⟧\n',),
    "ResultModel.for_each": (NAMED + NAMED.replace(".c]", ".d]") + '[result.r]\nfor_each = "⟦c|d⟧"\ncolumns = ["y"]\n',
                             REPORTED + 'c = [{ x = "A", y = 1 }]\nd = []\n'),
    "ResultModel.columns": (NAMED + '[result.r]\nfor_each = "c"\ncolumns = ["y"⟦, "z"⟧]\n', REPORTED + 'c = [{ x = "A", y = 1 }]\n'),
    "ResultModel.at_most": (RANK + "⟦at_most = 1⟧\n",),
    "RoundingModel.decimals": ('[result.r]\nis = "a / 3"\nround = { decimals = ⟦1|2⟧ }\n',),
    "RoundingModel.step": ('[result.r]\nis = "a / 3"\nround = { step = "⟦0.5|0.8⟧" }\n',),
    "RoundingModel.significant": ('[result.r]\nis = "a / 3"\nround = { significant = ⟦1|2⟧ }\n',),
    "RoundingModel.mode": ('[result.r]\nis = "a / 3"\nround = { decimals = 1⟦, mode = "up"⟧ }\n',),
    "RankModel.lost": ('[result.r]\nrank = [{ lost = "⟦a|0 * a⟧", code = "A" }]\n',),
    "RankModel.code": ('[result.r]\nrank = [{ lost = "a", code = "⟦A|B⟧" }]\n',),
    "RankModel.label": ('[result.r]\nrank = [{ lost = "a", code = "A"⟦, label = "said"⟧ }]\n',),
    "GradeModel.rows": (SCALED + '[grade]\nrows = [[">= ⟦15|5⟧", "high"], ["else", "low"]]\n',),
    "GradeModel.by": (SCALED + '[grade]\n⟦by = "total + 9"⟧\nrows = [[">= 15", "high"], ["else", "low"]]\n',),
    "GradeModel.hit": (SCALED + '[grade]\n⟦hit = "unique"⟧\nrows = [[">= 5", "high"], [">= 3", "middle"], ["else", "low"]]\n',),
    "GradeModel.otherwise": (SCALED + '[grade]\nrows = [[">= 15", "high"]]\n⟦otherwise = "low"⟧\n',),
    "GradeModel.label": (SCALED + GRADE + '⟦label = "said"⟧\n',),
    "GradeModel.note": (POINTS + GRADE + '⟦note = "remarkable"⟧\n',),
    "GradeModel.allow": (SCALED + '[grade]\nrows = [[">= 15", "high"], ["<= 14", "low"]]\n'
                         '⟦allow = { "row-gap" = "for a reason" }⟧\n',),
    "GradeModel.basis": (POINTS + GRADE + '⟦basis = "law"⟧\n[basis.law]\ntitle = "Law"\n',),
    "PeersModel.note": ('[peers]\n⟦note = "remarkable"⟧\n[value.v]\nplace = "a"\nof = "peers"\n[result.r]\nis = "a"\n',),
}  # fmt: skip
