"""Every key of the language acts: with it, or with another value of it, something else comes out.

Each key of each section has a text with the key between ⟦ and ⟧, or two values of it between ⟦, | and ⟧, which is read
and scored in both ways. A key that is added to a model without such a text fails here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from scoring.assessor.assessor import Assessor, score
from scoring.examples.example import try_examples
from scoring.examples.scorecards import try_scorecards
from scoring.lint.checking import checked
from scoring.problems import Problem, has_errors
from scoring.project.project import read_project
from scoring.rulebook import model
from scoring.rulebook.authored import Authored
from scoring.rulebook.rulebook import put_set_together, put_together
from scoring.views import as_json, sheet
from tests.writing import document

HEAD = "format = 1\n"
RULEBOOK = '[rulebook]\nname = "test"\n'
FACTS = """
[fact]
a = { kind = "number" }
b = { kind = "number" }
yes = { kind = "yes_no" }
no = { kind = "yes_no" }
day = { kind = "date" }
word = { kind = "text" }
money = { unit = "元" }
gone = { kind = "number" }
"""
REPORTED = '[facts]\na = 10\nb = 5\nyes = true\nno = false\nday = 2024-05-06\nword = "x"\nmoney = "3 万元"\n'
ROW = '[indicator]\nX = { in = "g/h", weight = 20, rule = "r" }\n'
PROJECT = 'project = "test"\nperiod = 2024\nrules = "test"\n'
POINTS = '[rule.r]\ngives = "points"\nis = "a"\n'

REVISION = '[[revision]]\non = 2024-01-01\nby = "panel"\nwhy = "seen"\n'

REMARKS = {"label", "note", "title", "number", "at", "from", "edition", "sha256", "basis"}
"""Keys that are for readers: they may act on the printed rulebook alone."""
ELSEWHERE = {
    "FactModel.from": "tests/engines/test_columnar.py",
    "CasesModel.file": "tests/examples/test_published.py",
    "CasesModel.expect": "tests/examples/test_published.py",
    "CasesModel.given": "tests/examples/test_published.py",
    "CasesModel.within": "tests/examples/test_published.py",
    "CasesModel.none": "tests/examples/test_published.py",
    "CasesModel.id": "tests/faults/test_cases_compare_something.py",
    "CasesModel.ignore": "tests/faults/test_cases_compare_something.py",
    "FactModel.also": "tests/faults/test_forms_as_written.py",
    "CasesModel.label": "tests/examples/test_published.py",
    "ColumnsFile.format": "tests/batch/test_heads.py",
    "ColumnsFile.layout": "tests/batch/test_heads.py",
    "ColumnsFile.columns": "tests/batch/test_heads.py",
    "ColumnsFile.unit": "tests/batch/test_heads.py",
    "ColumnsFile.ignore": "tests/batch/test_heads.py",
    "RulebookFile.use": "tests/rulebook/test_changes.py",
    "RulebookFile.change": "tests/rulebook/test_changes.py",
    "ChangeModel.set": "tests/rulebook/test_changes.py",
    "ChangeModel.why": "tests/rulebook/test_changes.py",
    "ChangeModel.basis": "tests/rulebook/test_changes.py",
    "RulebookFile.cases": "tests/examples/test_published.py",
    "SetFile.cases": "tests/examples/test_published.py",
    "ProjectFile.rules": "tests/commands/test_command_line.py",
    "ProjectFile.indicators": "tests/commands/test_command_line.py",
    "SetHeader.rules": "tests/commands/test_command_line.py",
    "RulebookFile.peers": "tests/batch/test_peers.py",
    **dict.fromkeys(
        ("ReadModel.find", "ReadModel.says", "RulebookFile.read", "SetFile.read"), "tests/forms/test_wordings.py"
    ),
    "PeersModel.within": "tests/batch/test_peers.py",
    "PeersModel.counts": "tests/batch/test_peers.py",
    "ValueModel.place": "tests/batch/test_peers.py",
    "ValueModel.among": "tests/batch/test_peers.py",
    "ValueModel.ties": "tests/batch/test_peers.py",
    "FormsFile.format": "tests/forms/test_form_declarations.py",
    "FormsFile.form": "tests/forms/test_form_declarations.py",
    **{
        f"{shape.__name__}.{key.alias or name}": "tests/forms/test_form_declarations.py"
        for shape in (
            model.FormModel,
            model.FormFundsModel,
            model.FormGoalsModel,
            model.FormManagementModel,
            model.FormTotalModel,
        )
        for name, key in shape.model_fields.items()
    },
    **{
        f"{shape.__name__}.{key.alias or name}": "tests/forms/test_projects_of_forms.py"
        for shape in (model.FormComponentsModel, model.FormExecutionModel)
        for name, key in shape.model_fields.items()
    },
}
"""Keys that need files beside, with the tests that hold them."""

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

PROPORTIONAL = '[rule.r]\nkind = "proportional"\n'
TARGET = '[indicator]\nX = { in = "g/h", weight = 20, rule = "r", target = ">= 10 个", actual = "8 个" }\n'
BEYOND = TARGET.replace("8 个", "18 个")
CHECKLIST = '[rule.r]\nkind = "checklist"\nitems = '
DEDUCTION = '[rule.r]\nkind = "deduction"\ndeduct = '
JUDGED = '[rule.r]\nkind = "judged"\nlevels = [["good", ">= 80%"], ["poor", "else"]]\n'
BY_POINTS = '[rule.r]\nkind = "judged"\nfull = 10\nlevels = [["good", 6, 10], ["poor", 0, 5]]\n'
JUDGEMENT = '[indicator]\nX = {{ in = "g/h", weight = 20, rule = "r", judged = {{ level = "good", {} }} }}\n'
A_JUDGED = '{ by = "A", level = "good", share = "99%" }'
SEVERAL = ('[indicator]\nX = {{ in = "g/h", weight = 20, rule = "r", judged = {{ each = [{}, {{ by = "B", level = "good", share = "81%" }}, '
           '{{ by = "C", level = "good", share = "80%" }}] }} }}\n')  # fmt: skip
ADOPTED = '[indicator]\nX = {{ in = "g/h", weight = 20, rule = "r", claimed = 18, judged = {{ adopted = "{}", by = "A", on = 2024-01-02 }} }}\n'
SCALED = '§name = "one"\ntotal = 20\n' + POINTS
FORM = '[filled_form]\nform = "f"\n'
OF_FORM = {
    "source": '⟦source = "s"⟧\n', "sheet": 'sheet = "⟦one|two⟧"\n', "title": 'title = "⟦S|T⟧"\n', "head": 'head = { unit = "⟦S|T⟧" }\n',
    "goals": 'goals = { expected = "⟦S|T⟧" }\n', "total": 'total = { weight = "⟦100|99⟧" }\n', "notes": 'notes = ["⟦S|T⟧"]\n',
    "more": 'more = { phone = "⟦1|2⟧" }\n',
}  # fmt: skip
LEFT = '[[not_understood]]\ntext = "约 5"\nwhy = "about"\n'
TAKEN = '[[assumed]]\ntext = "6 个"\nis = ">= 6 个"\nwhy = "declared"\n'
GRADE = '[grade]\nrows = [[">= 15", "high"], ["else", "low"]]\n'
RANK = '[result.r]\nrank = [{ lost = "a", code = "A" }, { lost = "b - 6", code = "B" }, { lost = "b", code = "C" }]\n'
NAMED = '[fact.c]\nkey = "x"\nlist = { x = { kind = "text" }, y = { kind = "number" }, z = { kind = "number" } }\n'
LIMIT = '[limit.l]\nwhen = "a > 5"\ntotal = { at_most = 3 }\n'
NEVER = '[limit.l]\nwhen = "a < 5 and a > 6"\ntotal = { at_most = 3 }\n'
CHECK = '[check.c]\nthat = "a == b"\n'
RECORDS = '[fact.c]\nlist = { x = { kind = "number" }, y = { kind = "number" }, z = { kind = "yes_no" } }\n'
GIVEN = REPORTED + "c = [{ x = 1, y = 5, z = true }, { x = 2, y = 4, z = false }, { x = 2, y = 3, z = true }]\n"
OF_LIST = '\n[result.r]\nis = "sum(l, x * y)"\n'
LISTED = RECORDS + '[list.l]\nfrom = "c"\norder = ["x"]\nleave_out = { first = 2 }\n'
OF_PLACE = '\n[result.r]\nis = "sum(c, rank.place * y)"\n'
PLACED = RECORDS + '[column.c.rank]\nplace = "x"\n'
BY_RATIO = RECORDS + '[list.l]\nfrom = "c"\nratio = { of = "§", to = "§" }\nleave_out = 1\n'
FILLED = RECORDS + '[list.l]\nfrom = "c"\nfill = { to = §, with = { x = 3, y = § } }\n'
SET = '[indicator_set]\nname = "set"\nrules = "test"\n'


def filled(text: str, *parts: str) -> str:
    for part in parts:
        text = text.replace("§", part, 1)
    return text


CASES: Mapping[str, tuple[str, ...]] = {
    # a rule's text, the project's text where it is not the usual one, the set's text where there is one
    "RoundingModel.decimals": ('[result.r]\nis = "a / 3"\nround = { decimals = ⟦1|2⟧ }\n',),
    "RoundingModel.step": ('[result.r]\nis = "a / 3"\nround = { step = "⟦0.5|0.8⟧" }\n',),
    "RoundingModel.significant": ('[result.r]\nis = "a / 3"\nround = { significant = ⟦1|2⟧ }\n',),
    "RoundingModel.mode": ('[result.r]\nis = "a / 3"\nround = { decimals = 1⟦, mode = "up"⟧ }\n',),
    "ValueModel.with": ('[value.f]\nwith = ["x", "⟦y|z⟧"]\nis = "x + ⟦y|z⟧"\n[result.r]\nis = "f(a, ⟦b|a⟧)"\n',),
    "RulebookHeader.values": ('§name = "one"\n⟦values = { decimals = 1 }⟧\n[value.v]\nis = "a / 3"\n[result.r]\nis = "v"\n',),
    "PeersModel.note": ('[peers]\n⟦note = "remarkable"⟧\n[value.v]\nplace = "a"\nof = "peers"\n[result.r]\nis = "a"\n',),
    "ResultModel.show": ('[result.r]\nis = "a"\nround = { decimals = 2 }\n⟦show = "fixed"⟧\n',),
    "ValueModel.result": ('[value.v]\n⟦result = true⟧\nis = "a"\n[result.r]\nis = "b"\n',),
    "PartModel.id": ('[[rule.r.part]]\n⟦id = "first"⟧\ngives = "points"\nis = "a"\n[[rule.r.part]]\ngives = "points"\nis = "b"\n',),
    "RuleModel.kind": ('[rule.r]\nkind = "⟦proportional|judged⟧"\n', TARGET),
    "RuleModel.nothing_below": (PROPORTIONAL + '⟦nothing_below = "90%"⟧', TARGET),
    "RuleModel.over": (PROPORTIONAL + '⟦over = { beyond = "130%" }⟧', BEYOND),
    "RuleModel.deduct": (DEDUCTION + '[{ each = "b", points = ⟦1|2⟧ }]',),
    "RuleModel.items": (CHECKLIST + '[{ when = "yes" }⟦, { when = "no" }⟧]',),
    "RuleModel.levels": ('[rule.r]\nkind = "judged"\nlevels = [["good", ">= ⟦80|60⟧%"], ["poor", "else"]]\n',
                         JUDGEMENT.format('share = "70%"')),
    "RuleModel.full": ('[rule.r]\nkind = "judged"\n⟦full = 10⟧\nlevels = [["good", 6, 10], ["poor", 0, 5]]\n',
                       JUDGEMENT.format("points = 7")),
    "RuleModel.step": (BY_POINTS + "⟦step = 2⟧", JUDGEMENT.format("points = 7")),
    "RuleModel.panel": (JUDGED + 'panel = "⟦mean|median⟧"\n', SEVERAL.format(A_JUDGED)),
    "RuleModel.adopts": (JUDGED + "⟦adopts = true⟧\n", ADOPTED.format("self")),
    "RuleModel.words": (JUDGED + '⟦words = { poor = ["bad"] }⟧\n', '[indicator]\nX = { in = "g/h", weight = 20, rule = "r", '
                        'target = "定性", actual = "bad", judged = { level = "good", share = "90%" } }\n'),
    "RuleModel.part": ('[[rule.r.part]]\ngives = "points"\nis = "⟦a|b⟧"\n',),
    "OverModel.beyond": (PROPORTIONAL + 'over = { beyond = "⟦130|190⟧%" }', BEYOND),
    "OverModel.then": (PROPORTIONAL + 'over = { beyond = "130%"⟦, then = "50%"⟧ }', BEYOND),
    "OverModel.unless": (PROPORTIONAL + 'over = { beyond = "130%"⟦, unless = "why"⟧ }', BEYOND.replace(" }", ', why = "w" }')),
    "DeductionModel.each": (DEDUCTION + '[{ each = "⟦a|b⟧", points = 1 }]',),
    "DeductionModel.when": (DEDUCTION + '[{ when = "⟦yes|no⟧", points = 1 }]',),
    "DeductionModel.points": (DEDUCTION + '[{ when = "yes", points = ⟦1|2⟧ }]',),
    "DeductionModel.all": (DEDUCTION + '[{ when = "yes", ⟦all = true|points = 1⟧ }]',),
    "DeductionModel.at_most": (DEDUCTION + '[{ each = "a", points = 1⟦, at_most = 3⟧ }]',),
    "DeductionModel.label": (DEDUCTION + '[{ when = "yes", points = 1⟦, label = "said"⟧ }]',),
    "DeductionModel.id": (DEDUCTION + '[{ when = "yes", points = 1⟦, id = "named"⟧ }]',),
    "ItemModel.when": (CHECKLIST + '[{ when = "⟦yes|no⟧" }]',),
    "ItemModel.id": (CHECKLIST + '[{ when = "yes"⟦, id = "named"⟧ }]',),
    "ItemModel.label": (CHECKLIST + '[{ when = "yes"⟦, label = "said"⟧ }]',),
    "ItemModel.evidence": (CHECKLIST + '[{ when = "yes"⟦, evidence = "required"⟧ }]',),
    "ItemModel.needs": (CHECKLIST + '[{ id = "n", when = "no" }, { when = "yes"⟦, needs = "n"⟧ }]',),
    "ItemModel.earns": (CHECKLIST + '[{ when = "yes"⟦, earns = 3⟧ }, { when = "no" }]',),
    "FactModel.kind": ('[fact.c]\nkind = "⟦number|text⟧"\n' + POINTS, REPORTED + "c = 1\n" + ROW),
    "FactModel.unit": ('[fact.c]\nunit = "⟦元|人⟧"\n' + POINTS, REPORTED + 'c = "1 元"\n' + ROW),
    "FactModel.label": ('[fact.c]\nkind = "number"\n⟦label = "said"⟧\n[rule.r]\ngives = "points"\nis = "c"\n',),
    "FactModel.range": ('[fact.c]\nkind = "number"\n⟦range = "> 3"⟧\n' + POINTS, REPORTED + "c = 1\n" + ROW),
    "FactModel.options": ('[fact.c]\noptions = ["x"⟦, "y"⟧]\n' + POINTS, REPORTED + 'c = "y"\n' + ROW),
    "FactModel.if_missing": ('[fact.c]\nkind = "number"\n⟦if_missing = 3⟧\n[result.r]\nis = "c"\n',),
    "FactModel.may_be_missing": ('[fact.c]\nkind = "number"\n⟦may_be_missing = true⟧\n[result.r]\nis = "a"\n[check.x]\nthat = "c > 1"\n',),
    "FactModel.list": ('[fact.c]\nlist = { x = { kind = "⟦number|text⟧" } }\n' + POINTS, REPORTED + "c = [{ x = 1 }]\n" + ROW),
    "FactModel.note": ('[fact.c]\nkind = "number"\n⟦note = "remarkable"⟧\n' + POINTS,),
    "FactModel.allow": ('[fact.c]\nkind = "number"\n⟦allow = { "unused-fact" = "for a reason" }⟧\n' + POINTS,),
    "FieldModel.kind": ('[fact.c]\nlist = { x = { kind = "⟦number|text⟧" } }\n' + POINTS, REPORTED + "c = [{ x = 1 }]\n" + ROW),
    "FieldModel.unit": ('[fact.c]\nlist = { x = { unit = "⟦元|人⟧" } }\n' + POINTS, REPORTED + 'c = [{ x = "1 元" }]\n' + ROW),
    "FieldModel.options": ('[fact.c]\nlist = { x = { options = ["x"⟦, "y"⟧] } }\n' + POINTS,
                           REPORTED + 'c = [{ x = "y" }]\n' + ROW),
    "FieldModel.list": ('[fact.c]\nlist = { x = { list = { y = { kind = "⟦number|text⟧" } } } }\n' + POINTS,
                        REPORTED + "c = [{ x = [{ y = 1 }] }]\n" + ROW),
    "FactModel.key": (RECORDS + '⟦key = "x"⟧\n' + POINTS, GIVEN + ROW),
    "ListModel.label": (LISTED + '⟦label = "said"⟧' + OF_LIST, GIVEN),
    "ListModel.from": (RECORDS + RECORDS.replace(".c]", ".d]") + '[list.l]\nfrom = "⟦c|d⟧"' + OF_LIST, GIVEN + "d = []\n"),
    "ListModel.where": (RECORDS + '[list.l]\nfrom = "c"\n⟦where = "z"⟧' + OF_LIST, GIVEN),
    "ListModel.order": (LISTED.replace('"x"', '"⟦x|y⟧"') + OF_LIST, GIVEN),
    "ListModel.leave_out": (RECORDS + '[list.l]\nfrom = "c"\norder = "y"\n⟦leave_out = { last = 1 }⟧' + OF_LIST, GIVEN),
    "ListModel.keep": (RECORDS + '[list.l]\nfrom = "c"\norder = "y"\n⟦keep = { last = 1 }⟧' + OF_LIST, GIVEN),
    "ListModel.never": (LISTED + '⟦never = "z"⟧' + OF_LIST, GIVEN),
    "ListModel.ratio": (RECORDS + '[list.l]\nfrom = "c"\n⟦ratio = { of = "x", to = "y" }|order = "-x"⟧\nleave_out = ⟦1|{ first = 1 }⟧' + OF_LIST, GIVEN),
    "ListModel.fill": (RECORDS + '[list.l]\nfrom = "c"\n⟦fill = { to = 5, with = { x = 3, y = 3 } }⟧' + OF_LIST, GIVEN),
    "ListModel.ties": (LISTED + '⟦ties = "told"⟧' + OF_LIST, GIVEN),
    "ListModel.basis": (LISTED + '⟦basis = "law"⟧' + OF_LIST + '[basis.law]\ntitle = "Law"\n', GIVEN),
    "ListModel.note": (LISTED + '⟦note = "remarkable"⟧' + OF_LIST, GIVEN),
    "ListModel.allow": (LISTED + '⟦allow = { "listed-order" = "for a reason" }⟧' + OF_LIST, GIVEN),
    "CutModel.first": (RECORDS + '[list.l]\nfrom = "c"\norder = "y"\nkeep = { first = ⟦1|2⟧ }' + OF_LIST, GIVEN),
    "CutModel.last": (RECORDS + '[list.l]\nfrom = "c"\norder = "y"\nkeep = { last = ⟦1|2⟧ }' + OF_LIST, GIVEN),
    "RatioModel.of": (filled(BY_RATIO, "⟦x|y⟧", "x") + OF_LIST, GIVEN),
    "RatioModel.to": (filled(BY_RATIO, "y", "⟦y|x⟧") + OF_LIST, GIVEN),
    "FillModel.to": (filled(FILLED, "⟦4|5⟧", "3") + OF_LIST, GIVEN),
    "FillModel.with": (filled(FILLED, "5", "⟦3|4⟧") + OF_LIST, GIVEN),
    "ColumnModel.place": (RECORDS + '[column.c.rank]\nplace = "⟦x|y⟧"' + OF_PLACE, GIVEN),
    "ColumnModel.within": (PLACED + '⟦within = "z"⟧' + OF_PLACE, GIVEN),
    "ColumnModel.among": (PLACED + '⟦among = "z"⟧' + OF_PLACE, GIVEN),
    "ColumnModel.ties": (PLACED + '⟦ties = "last"⟧' + OF_PLACE, GIVEN),
    "BasisModel.title": (POINTS + 'basis = "law"\n[basis.law]\ntitle = "⟦Law|Act⟧"\n',),
    "BasisModel.number": (POINTS + 'basis = "law"\n[basis.law]\ntitle = "Law"\n⟦number = "12"⟧\n',),
    "BasisModel.at": (POINTS + 'basis = "law"\n[basis.law]\ntitle = "Law"\n⟦at = "art. 1"⟧\n',),
    "BasisModel.from": (POINTS + 'basis = "law"\n[basis.law]\ntitle = "Law"\n⟦from = 2020-01-01⟧\n',),
    "BasisModel.note": (POINTS + 'basis = "law"\n[basis.law]\ntitle = "Law"\n⟦note = "remarkable"⟧\n',),
    "UnitModel.is": (POINTS + '[unit."盒"]\n⟦is = "3 元"⟧\n[fact.c]\nunit = "元"\n', REPORTED + 'c = "1 盒"\n' + ROW),
    "UnitModel.label": (POINTS + '[unit."盒"]\n⟦label = "box"⟧\n',),
    "LimitEffect.at_most": (POINTS + '[limit.l]\nwhen = "yes"\ntotal = { at_most = ⟦3|4⟧ }\n',),
    "LimitEffect.at_least": (POINTS + '[limit.l]\nwhen = "yes"\ntotal = { at_least = ⟦13|14⟧ }\n',),
    "LimitModel.when": (POINTS + '[limit.l]\nwhen = "⟦yes|no⟧"\ntotal = { at_most = 3 }\n',),
    "LimitModel.label": (POINTS + LIMIT + '⟦label = "said"⟧\n',),
    "LimitModel.grade": (POINTS + GRADE + '[limit.l]\nwhen = "yes"\ngrade = ⟦{ at_least = "high" }|"high"⟧\n',),
    "LimitModel.total": (POINTS + '[limit.l]\nwhen = "yes"\ngroup = { g = { at_most = 9 } }\n⟦total = { at_most = 3 }⟧\n',),
    "LimitModel.group": (POINTS + '[limit.l]\nwhen = "yes"\ntotal = { at_most = 9 }\n⟦group = { g = { at_most = 3 } }⟧\n',),
    "LimitModel.basis": (POINTS + LIMIT + '⟦basis = "law"⟧\n[basis.law]\ntitle = "Law"\n',),
    "LimitModel.allow": (POINTS + NEVER + '⟦allow = { "limit-never-bites" = "for a reason" }⟧\n',),
    "CheckModel.that": (POINTS + '[check.c]\nthat = "a ⟦>|<⟧ b"\n',),
    "CheckModel.each": (
        PROPORTIONAL + '[check.c]\n⟦each = { in = "g/h" }⟧\nthat = "actual >= target"\n', TARGET),
    "CheckModel.unit": (PROPORTIONAL + '[check.c]\neach = { in = "g/h" }\nthat = "actual >= 9 ⟦个|天⟧"\nunit = "⟦个|天⟧"\n', TARGET),
    "EachModel.in": (PROPORTIONAL + '[check.c]\neach = { in = "⟦g|k⟧" }\nthat = "actual >= target"\n', TARGET),
    "EachModel.rule": (PROPORTIONAL + '[check.c]\neach = { rule = "⟦r|s⟧" }\nthat = "actual >= target"\n' + POINTS.replace(".r]", ".s]"), TARGET),
    "EachModel.label": (PROPORTIONAL + '[check.c]\neach = { label = "⟦X|Y⟧" }\nthat = "actual >= target"\n', TARGET),
    "EachModel.unit": (PROPORTIONAL + '[check.c]\neach = { unit = "⟦个|天⟧" }\nthat = "actual >= target"\n', TARGET),
    "CheckModel.label": (POINTS + CHECK + '⟦label = "said"⟧\n',),
    "CheckModel.within": (POINTS + CHECK + "⟦within = 5⟧\n",),
    "CheckModel.broken": (POINTS + CHECK + '⟦broken = "stop"⟧\n',),
    "CheckModel.severity": (POINTS + CHECK + '⟦severity = "note"⟧\n',),
    "CheckModel.message": (POINTS + CHECK + '⟦message = "{a} is not {b}"⟧\n',),
    "CheckModel.basis": (POINTS + CHECK + '⟦basis = "law"⟧\n[basis.law]\ntitle = "Law"\n',),
    "CheckModel.allow": (POINTS + CHECK + '⟦allow = { "without-example" = "for a reason" }⟧\n',),
    "RankModel.lost": ('[result.r]\nrank = [{ lost = "⟦a|0 * a⟧", code = "A" }]\n',),
    "RankModel.code": ('[result.r]\nrank = [{ lost = "a", code = "⟦A|B⟧" }]\n',),
    "RankModel.label": ('[result.r]\nrank = [{ lost = "a", code = "A"⟦, label = "said"⟧ }]\n',),
    "ResultModel.total": ('[result.r]\nis = "a"\n⟦total = true⟧\n',),
    "ResultModel.grade": ('[result.r]\nis = "a"\n⟦grade = "g"⟧\n[grade.g]\nrows = [["> 3", "x"], ["else", "y"]]\n',),
    "ResultModel.optional": ('[result.r]\nis = "gone"\n⟦optional = true⟧\n',),
    "ResultModel.rank": ('[result.r]\nrank = [{ lost = "a", code = "A" }⟦, { lost = "b", code = "B" }⟧]\n',),
    "ResultModel.keep": (RANK + '⟦keep = "lost > 6"⟧\n',),
    "ResultModel.for_each": (NAMED + NAMED.replace(".c]", ".d]") + '[result.r]\nfor_each = "⟦c|d⟧"\ncolumns = ["y"]\n',
                             REPORTED + 'c = [{ x = "A", y = 1 }]\nd = []\n'),
    "ResultModel.columns": (NAMED + '[result.r]\nfor_each = "c"\ncolumns = ["y"⟦, "z"⟧]\n', REPORTED + 'c = [{ x = "A", y = 1 }]\n'),
    "ResultModel.at_most": (RANK + "⟦at_most = 1⟧\n",),
    "GradeModel.rows": (SCALED + '[grade]\nrows = [[">= ⟦15|5⟧", "high"], ["else", "low"]]\n',),
    "GradeModel.by": (SCALED + '[grade]\n⟦by = "total + 9"⟧\nrows = [[">= 15", "high"], ["else", "low"]]\n',),
    "GradeModel.hit": (SCALED + '[grade]\n⟦hit = "unique"⟧\nrows = [[">= 5", "high"], [">= 3", "middle"], ["else", "low"]]\n',),
    "GradeModel.otherwise": (SCALED + '[grade]\nrows = [[">= 15", "high"]]\n⟦otherwise = "low"⟧\n',),
    "GradeModel.label": (SCALED + GRADE + '⟦label = "said"⟧\n',),
    "GradeModel.note": (POINTS + GRADE + '⟦note = "remarkable"⟧\n',),
    "GradeModel.allow": (SCALED + '[grade]\nrows = [[">= 15", "high"], ["<= 14", "low"]]\n'
                         '⟦allow = { "row-gap" = "for a reason" }⟧\n',),
    "GradeModel.basis": (POINTS + GRADE + '⟦basis = "law"⟧\n[basis.law]\ntitle = "Law"\n',),
    "GroupModel.weight": (POINTS + '[group.g]\ncombine = "mean"\n⟦weight = 30⟧\n',),
    "GroupModel.label": (POINTS + '[group.g]\n⟦label = "said"⟧\n',),
    "GroupModel.combine": (POINTS + '[rule.s]\ngives = "points"\nis = "b"\n[group.g]\nweight = 40\ncombine = "⟦min|max⟧"\n',
                           REPORTED + ROW + 'Y = { in = "g", weight = 20, rule = "s" }\n'),
    "GroupModel.round": ('[rule.r]\ngives = "points"\nis = "a / 3"\n[group.g]\n⟦round = { decimals = 0 }⟧\n',),
    "GroupModel.missing": ('[rule.r]\ngives = "points"\nis = "gone"\n[group.g]\n⟦missing = "zero"⟧\n',),
    "FrameModel.weight": (POINTS + "[frame.g]\nweight = ⟦20|30⟧\n",),
    "FrameModel.also": (
        POINTS + '[frame.g]\nweight = 20\n⟦also = ["k"]⟧\n',
        REPORTED + '[indicator]\nX = { in = "k/h", weight = 20, rule = "r" }\n',
    ),
    "FrameModel.allow": (POINTS + '[frame.g]\nweight = 30\n⟦allow = { "weights-off-frame" = "for a reason" }⟧\n',),
    "RevisionModel.on": (POINTS + '[[revision]]\non = 2024-0⟦1|2⟧-01\nby = "panel"\nwhy = "seen"\n',),
    "RevisionModel.by": (POINTS + '[[revision]]\non = 2024-01-01\nby = "⟦panel|board⟧"\nwhy = "seen"\n',),
    "RevisionModel.why": (POINTS + '[[revision]]\non = 2024-01-01\nby = "panel"\nwhy = "⟦seen|heard⟧"\n',),
    "RevisionModel.changed": (POINTS + REVISION + '⟦changed = ["rule r"]⟧\n',),
    "RevisionModel.moved": (POINTS + REVISION + '⟦moved = "nobody"⟧\n',),
    "RulebookFile.revision": (POINTS + "⟦" + REVISION + "⟧",),
    "SetFile.revision": (POINTS, REPORTED, SET + ROW + "⟦" + REVISION + "⟧"),
    "Effective.from": (POINTS + "[rulebook.effective]\nfrom = ⟦2020|2025⟧-01-01\n",),
    "Effective.to": (POINTS + "[rulebook.effective]\nto = ⟦2020|2025⟧-01-01\n",),
    "RulebookHeader.name": ("§name = \"⟦one|two⟧\"\n" + POINTS,),
    "RulebookHeader.edition": ("§name = \"one\"\n⟦edition = \"2020\"⟧\n" + POINTS,),
    "RulebookHeader.label": ("§name = \"one\"\n⟦label = \"said\"⟧\n" + POINTS,),
    "RulebookHeader.effective": ("§name = \"one\"\n⟦effective = { from = 2025-01-01 }⟧\n" + POINTS,),
    "RulebookHeader.total": ("§name = \"one\"\n⟦total = 30⟧\n" + POINTS,),
    "RulebookHeader.points": ("§name = \"one\"\n⟦points = { decimals = 0 }⟧\n[rule.r]\ngives = \"points\"\nis = \"a / 3\"\n",),
    "RulebookHeader.missing": ("§name = \"one\"\n⟦missing = \"zero\"⟧\n[rule.r]\ngives = \"points\"\nis = \"gone\"\n",),
    "RulebookHeader.not_applicable": ("§name = \"one\"\n⟦not_applicable = \"full\"⟧\n" + POINTS + "when = \"no\"\n"
                                      "[rule.s]\ngives = \"points\"\nis = \"b\"\n",
                                      REPORTED + ROW + 'Y = { in = "g", weight = 20, rule = "s" }\n'),
    "RulebookHeader.weights_off_total": ("§name = \"one\"\ntotal = 30\n⟦weights_off_total = \"finding\"⟧\n" + POINTS,),
    "RulebookHeader.rule_for": ("§name = \"one\"\n⟦rule_for = { \">=\" = \"r\" }⟧\n" + PROPORTIONAL,
                                TARGET.replace(', rule = "r"', "")),
    "RulebookHeader.basis": ("§name = \"one\"\n⟦basis = \"law\"⟧\n" + POINTS + "[basis.law]\ntitle = \"Law\"\n",),
    "RulebookHeader.note": ("§name = \"one\"\n⟦note = \"remarkable\"⟧\n" + POINTS,),
    "RulebookHeader.lint": ("§name = \"one\"\n⟦lint = { \"limit-never-bites\" = \"off\" }⟧\n" + POINTS + NEVER,),
    "SetHeader.name": (POINTS, REPORTED, '[indicator_set]\nname = "⟦one|two⟧"\nrules = "test"\n' + ROW),
    "SetHeader.label": (POINTS, REPORTED, SET + '⟦label = "said"⟧\n' + ROW),
    "SetHeader.edition": (POINTS, REPORTED, SET + '⟦edition = "2020"⟧\n' + ROW),
    "SetHeader.departs": (POINTS + "[frame.g]\nweight = 30\n", REPORTED, SET + '⟦departs = "small"⟧\n' + ROW),
    "SetHeader.note": (POINTS, REPORTED, SET + '⟦note = "remarkable"⟧\n' + ROW),
    "SetHeader.allow": (POINTS + "[frame.g]\nweight = 30\n", REPORTED,
                        SET + '⟦allow = { "weights-off-frame" = "for a reason" }⟧\n' + ROW),
    "JudgedModel.level": (JUDGED, '[indicator]\nX = { in = "g", weight = 20, rule = "r", '
                          'judged = { level = "⟦good|poor⟧" } }\n'),
    "JudgedModel.share": (JUDGED, JUDGEMENT.format('share = "⟦80|90⟧%"')),
    "JudgedModel.points": (BY_POINTS, JUDGEMENT.format("points = ⟦7|8⟧")),
    "JudgedModel.by": (JUDGED, JUDGEMENT.format('share = "80%"⟦, by = "panel"⟧')),
    "JudgedModel.on": (JUDGED, JUDGEMENT.format('share = "80%"⟦, on = 2024-01-02⟧')),
    "JudgedModel.why": (JUDGED, JUDGEMENT.format('share = "80%"⟦, why = "seen"⟧')),
    "JudgedModel.source": (JUDGED, '[source.s]\ntitle = "S"\n' + JUDGEMENT.format('share = "80%"⟦, source = "s"⟧')),
    "JudgedModel.each": (JUDGED + 'panel = "mean"\n', SEVERAL.format('{ by = "A", level = "good", share = "⟦80|99⟧%" }')),
    "JudgedModel.adopted": (JUDGED + "adopts = true\n", ADOPTED.format("⟦self|other⟧")),
    "JudgedModel.confirmed": (JUDGED, JUDGEMENT.format('share = "80%"⟦, confirmed = { by = "B" }⟧')),
    "OneJudgementModel.level": (JUDGED + 'panel = "mean"\n', SEVERAL.format('{ by = "A", level = "⟦good|poor⟧", share = "80%" }')),
    "OneJudgementModel.share": (JUDGED + 'panel = "mean"\n', SEVERAL.format('{ by = "A", level = "good", share = "⟦80|99⟧%" }')),
    "OneJudgementModel.points": (BY_POINTS + 'panel = "mean"\n', '[indicator]\nX = { in = "g/h", weight = 20, rule = "r", '
                                 'judged = { each = [{ by = "A", level = "good", points = ⟦7|9⟧ }] } }\n'),
    "OneJudgementModel.by": (JUDGED + 'panel = "mean"\n', SEVERAL.format('{ by = "⟦A|Z⟧", level = "good", share = "80%" }')),
    "OneJudgementModel.on": (JUDGED + 'panel = "mean"\n', SEVERAL.format('{ by = "A"⟦, on = 2024-01-02⟧, level = "good", share = "80%" }')),
    "OneJudgementModel.why": (JUDGED + 'panel = "mean"\n', SEVERAL.format('{ by = "A"⟦, why = "seen"⟧, level = "good", share = "80%" }')),
    "ConfirmedModel.by": (JUDGED, JUDGEMENT.format('share = "80%", confirmed = { by = "⟦B|C⟧" }')),
    "ConfirmedModel.on": (JUDGED, JUDGEMENT.format('share = "80%", confirmed = { by = "B"⟦, on = 2024-01-02⟧ }')),
    "JudgedModel.stale": (JUDGED, JUDGEMENT.format('share = "80%"⟦, stale = "F20: 8 → 9"⟧')),
    "JudgedModel.at": (JUDGED, JUDGEMENT.format('share = "80%"⟦, at = "p. 3"⟧')),
    "IndicatorModel.in": (POINTS, REPORTED + '[indicator]\nX = { in = "⟦g|h⟧", weight = 20, rule = "r" }\n'),
    "IndicatorModel.label": (POINTS, REPORTED + '[indicator]\nX = { in = "g", weight = 20, rule = "r"⟦, label = "said"⟧ }\n'),
    "IndicatorModel.weight": (POINTS, REPORTED + '[indicator]\nX = { in = "g", weight = ⟦20|30⟧, rule = "r" }\n'),
    "IndicatorModel.rule": (POINTS + '[rule.s]\ngives = "points"\nis = "b"\n',
                            REPORTED + '[indicator]\nX = { in = "g", weight = 20, rule = "⟦r|s⟧" }\n'),
    "IndicatorModel.target": (PROPORTIONAL, TARGET.replace("10 个", "⟦10|16⟧ 个")),
    "IndicatorModel.actual": (PROPORTIONAL, TARGET.replace("8 个", "⟦8|4⟧ 个")),
    "IndicatorModel.judged": (JUDGED, '[indicator]\nX = { in = "g", weight = 20, rule = "r"'
                              '⟦, judged = { level = "good", share = "90%" }⟧ }\n'),
    "IndicatorModel.claimed": (POINTS, REPORTED + '[indicator]\nX = { in = "g", weight = 20, rule = "r"⟦, claimed = 3⟧ }\n'),
    "IndicatorModel.why": (PROPORTIONAL + 'over = { beyond = "130%", unless = "why" }', BEYOND.replace(" }", '⟦, why = "w"⟧ }')),
    "IndicatorModel.missing": ('[rule.r]\ngives = "points"\nis = "gone"\n',
                               REPORTED + '[indicator]\nX = { in = "g", weight = 20, rule = "r"⟦, missing = "zero"⟧ }\n'),
    "IndicatorModel.note": (POINTS, REPORTED, SET + '[indicator]\nX = { in = "g", weight = 20, rule = "r"⟦, note = "remarkable"⟧ }\n'),
    "IndicatorModel.allow": ('[rule.r]\nby = "a"\nrows = [["> 3", 30], ["else", 0]]\n', REPORTED,
                             SET + '[indicator]\nX = { in = "g", weight = 20, rule = "r"'
                             '⟦, allow = { "weight-exceeded" = "for a reason" }⟧ }\n'),
    "IndicatorModel.source": (POINTS, '[source.s]\ntitle = "S"\n' + REPORTED +
                              '[indicator]\nX = { in = "g", weight = 20, rule = "r"⟦, source = "s"⟧ }\n'),
    "IndicatorModel.at": (POINTS, REPORTED + '[indicator]\nX = { in = "g", weight = 20, rule = "r"⟦, at = { label = "D13" }⟧ }\n'),
    **{f"FilledFormModel.{key}": (POINTS, '[source.s]\ntitle = "S"\n' + REPORTED + ROW + FORM + said) for key, said in OF_FORM.items()},
    "FilledFormModel.form": (POINTS, REPORTED + ROW + FORM.replace("\"f\"", "\"⟦f|g⟧\"")),
    "SaidModel.value": (POINTS, REPORTED + ROW + FORM + 'title = { value = "⟦S|T⟧" }\n'),
    "SaidModel.at": (POINTS, REPORTED + ROW + FORM + 'title = { value = "T"⟦, at = "A1"⟧ }\n'),
    "NotUnderstoodModel.text": (POINTS, REPORTED + ROW + '[[not_understood]]\ntext = "⟦约 5|约 6⟧"\nwhy = "about"\n'),
    **{f"{shape}.{key}": (POINTS, REPORTED + ROW + f"{head}⟦{key} = {said}⟧\n")
       for shape, head in (("NotUnderstoodModel", LEFT), ("AssumedModel", TAKEN))
       for key, said in {"at": '"D13"', "row": '"X"', "fix": '"ask"'}.items() if (shape, key) != ("AssumedModel", "fix")},
    "NotUnderstoodModel.why": (POINTS, REPORTED + ROW + LEFT.replace("about", "⟦about|perhaps⟧")),
    "AdjustedModel.what": (POINTS, REPORTED + ROW + '[[adjusted]]\nwhat = "⟦target|weight⟧"\n'),
    **{f"AdjustedModel.{key}": (POINTS, REPORTED + ROW + f'[[adjusted]]\nwhat = "target"\n⟦{key} = "X"⟧\n')
       for key in ("row", "approved", "reported", "at", "approved_at")},
    "AssumedModel.text": (POINTS, REPORTED + ROW + TAKEN.replace("6 个", "⟦6 个|7 个⟧", 1)),
    "AssumedModel.is": (POINTS, REPORTED + ROW + TAKEN.replace(">=", "⟦>=|<=⟧")),
    "AssumedModel.why": (POINTS, REPORTED + ROW + TAKEN.replace("declared", "⟦declared|said⟧")),
    "SourceModel.title": (POINTS, '[source.s]\ntitle = "⟦S|T⟧"\n' + REPORTED + ROW),
    "SourceModel.sha256": (POINTS, '[source.s]\ntitle = "S"\n⟦sha256 = "0f"⟧\n' + REPORTED + ROW),
    "SourceModel.on": (POINTS, '[source.s]\ntitle = "S"\n⟦on = 2024-01-02⟧\n' + REPORTED + ROW),
    "SourceModel.by": (POINTS, '[source.s]\ntitle = "S"\n⟦by = "bureau"⟧\n' + REPORTED + ROW),
    "SourceModel.note": (POINTS, '[source.s]\ntitle = "S"\n⟦note = "remarkable"⟧\n' + REPORTED + ROW),
    "NotApplicableModel.why": (POINTS, REPORTED + ROW + '[not_applicable]\nX = { why = "⟦none|never⟧" }\n'),
    "NotApplicableModel.by": (POINTS, REPORTED + ROW + '[not_applicable]\nX = { why = "none"⟦, by = "panel"⟧ }\n'),
    "NotApplicableModel.on": (POINTS, REPORTED + ROW + '[not_applicable]\nX = { why = "none"⟦, on = 2024-01-02⟧ }\n'),
    "ClaimModel.total": (POINTS, REPORTED + ROW + "[claim.self]\n⟦total = 3⟧\n"),
    "ClaimModel.points": (POINTS, REPORTED + ROW + "[claim.self]\n⟦points = { X = 3 }⟧\n"),
    "OverrideModel.is": (POINTS + GRADE, REPORTED + ROW + '[override.grade]\nis = "⟦high|low⟧"\nwhy = "w"\n'),
    "OverrideModel.why": (POINTS + GRADE, REPORTED + ROW + '[override.grade]\nis = "high"\nwhy = "⟦w|v⟧"\n'),
    "OverrideModel.by": (POINTS + GRADE, REPORTED + ROW + '[override.grade]\nis = "high"\nwhy = "w"\n⟦by = "panel"⟧\n'),
    "OverrideModel.on": (POINTS + GRADE, REPORTED + ROW + '[override.grade]\nis = "high"\nwhy = "w"\n⟦on = 2024-01-02⟧\n'),
    "ExampleModel.rule": (POINTS + '[rule.s]\ngives = "points"\nis = "2 * a"\n[[example]]\nrule = "⟦r|s⟧"\ngiven = { a = 1 }\nearns = 1\n',),
    "ExampleModel.value": ('[value.v]\nis = "a"\n[value.w]\nis = "2 * a"\n' + POINTS +
                           '[[example]]\nvalue = "⟦v|w⟧"\ngiven = { a = 1 }\ngives = 1\n',),
    "ExampleModel.column": (RECORDS + '[column.c.v]\nis = "x"\n[column.c.w]\nis = "2 * x"\n' + POINTS +
                            '[[example]]\ncolumn = "c.⟦v|w⟧"\ngiven = { x = 1 }\ngives = 1\n',),
    "ExampleModel.limit": (POINTS + LIMIT + LIMIT.replace(".l", ".m").replace(">", "<") +
                           '[[example]]\nlimit = "⟦l|m⟧"\ngiven = { a = 1 }\nbites = "no"\n',),
    "ExampleModel.check": (POINTS + CHECK + CHECK.replace(".c", ".d").replace("==", ">") +
                           '[[example]]\ncheck = "⟦c|d⟧"\ngiven = { a = 2, b = 1 }\nbroken = true\n',),
    "ExampleModel.result": ('[result.r]\nis = "a"\n[result.s]\nis = "2 * a"\n'
                            '[[example]]\nresult = "⟦r|s⟧"\ngiven = { a = 1 }\ngives = 1\n',),
    "ExampleModel.label": (POINTS + '[[example]]\n⟦label = "said"⟧\nrule = "r"\ngiven = { a = 1 }\nearns = 1\n',),
    "ExampleModel.given": (POINTS + '[[example]]\nrule = "r"\ngiven = { a = ⟦1|2⟧ }\nearns = 1\n',),
    "ExampleModel.earns": (POINTS + '[[example]]\nrule = "r"\ngiven = { a = 1 }\nearns = ⟦1|2⟧\n',),
    "ExampleModel.gives": ('[result.r]\nis = "a"\n[[example]]\nresult = "r"\ngiven = { a = 1 }\ngives = ⟦1|2⟧\n',),
    "ExampleModel.missing": (POINTS + '[[example]]\nrule = "r"\ngiven = { b = 1 }\nmissing = ["⟦a|b⟧"]\n',),
    "ExampleModel.bites": (POINTS + LIMIT + '[[example]]\nlimit = "l"\ngiven = { a = 1 }\nbites = "⟦yes|no⟧"\n',),
    "ExampleModel.broken": (POINTS + CHECK + '[[example]]\ncheck = "c"\ngiven = { a = 1, b = 1 }\nbroken = ⟦true|false⟧\n',),
    "ExpectedModel.total": (POINTS + "[[scorecard]]\n" + REPORTED.replace("[", "[scorecard.") + ROW.replace("[", "[scorecard.")
                            + "[scorecard.expect]\ntotal = ⟦10|11⟧\n",),
    "RulebookFile.rulebook": ("§name = \"⟦one|two⟧\"\n" + POINTS,),
    "RulebookFile.frame": (POINTS + "⟦[frame.g]\nweight = 30\n⟧",),
    "RulebookFile.grade": (POINTS + "⟦" + GRADE + "⟧",),
    "RulebookFile.limit": (POINTS + "⟦" + LIMIT + "⟧",),
    "RulebookFile.result": (POINTS + '⟦[result.x]\nis = "a"\n⟧',),
    "RulebookFile.scorecard": (POINTS + "⟦[[scorecard]]\n" + (REPORTED + ROW).replace("[", "[scorecard.") + "[scorecard.expect]\ntotal = 1\n⟧",),
    "SetFile.indicator_set": (POINTS, REPORTED, '[indicator_set]\nname = "⟦one|two⟧"\nrules = "test"\n' + ROW),
    "SetFile.indicator": (POINTS, REPORTED, SET + ROW + '⟦Y = { in = "g", weight = 3, rule = "r" }\n⟧'),
    "SetFile.scorecard": (POINTS, REPORTED, SET + ROW + "⟦[[scorecard]]\n" + REPORTED.replace("[", "[scorecard.") + "[scorecard.expect]\ntotal = 1\n⟧"),
    "ProjectFile.project": (POINTS, '§project = "⟦one|two⟧"\n' + REPORTED + ROW),
}  # fmt: skip

OF_EVERY_FILE = {
    "fact": '⟦[fact.other]\nkind = "number"\n⟧[check.z]\nthat = "other > 1"\n',
    "value": '⟦[value.other]\nis = "1"\n⟧[check.z]\nthat = "other > 1"\n',
    "list": '⟦[list.other]\nfrom = "nothing"\n⟧',
    "column": '⟦[column.nothing.other]\nis = "1"\n⟧',
    "rule": '⟦[rule.other]\ngives = "points"\nis = "nothing"\n⟧',
    "check": '⟦[check.other]\nthat = "1 > 2"\n⟧',
    "unit": '⟦[unit."匣"]\nis = "many"\n⟧',
    "group": '⟦[group.g]\nlabel = "said"\n⟧',
    "basis": '⟦[basis.law]\ntitle = "Law"\n⟧[check.z]\nthat = "a < b"\nbasis = "law"\n',
    "format": "§format = ⟦1|2⟧\n",
    "example": '⟦[[example]]\nrule = "r"\ngiven = { a = 1 }\nearns = 1\n⟧',
}
OF_PROJECTS = {
    "filled_form": "⟦" + FORM + "⟧",
    "not_understood": "⟦" + LEFT + "⟧",
    "assumed": "⟦" + TAKEN + "⟧",
    "adjusted": '⟦[[adjusted]]\nwhat = "added"\n⟧',
    "period": "period = ⟦2024|2023⟧\n",
    "departs": '⟦departs = "small"⟧\n',
    "source": '⟦[source.s]\ntitle = "S"\n⟧',
    "facts": "[facts]\na = ⟦10|11⟧\n",
    "indicator": '[indicator]\nX = { in = "g", weight = ⟦20|30⟧, rule = "r" }\n',
    "not_applicable": '⟦[not_applicable]\nX = { why = "none" }\n⟧',
    "claim": "⟦[claim.self]\ntotal = 3\n⟧",
    "override": '⟦[override.grade]\nis = "high"\nwhy = "w"\n⟧',
}
EXPECTED = {
    "total": "⟦10|11⟧", "grade": '"⟦low|high⟧"', "status": '"⟦complete|incomplete⟧"', "points": "{ X = ⟦10|11⟧ }",
    "groups": "{ g = ⟦10|11⟧ }", "results": "{ y = ⟦10|11⟧ }", "missing": "{ X = [⟦|\"a\"⟧] }", "bites": "[⟦|\"l\"⟧]",
    "findings": '[⟦|"other"⟧]',
}  # fmt: skip


def models(shape: type[BaseModel], seen: dict[str, type[BaseModel]]) -> dict[str, type[BaseModel]]:
    """Every model that a file of this shape may hold, by name."""
    if shape.__name__ not in seen:
        seen[shape.__name__] = shape
        for field in shape.model_fields.values():
            for inner in _models_in(field.annotation):
                models(inner, seen)
    return seen


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, Authored):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)


FILES = (
    model.RulebookFile,
    model.GradeModel,
    model.FieldModel,
    model.SetFile,
    model.ProjectFile,
    model.ColumnsFile,
    model.FormsFile,
)
MODELS = {name: shape for file in FILES for name, shape in models(file, {}).items()}
KEYS = [f"{name}.{field.alias or key}" for name, shape in MODELS.items() for key, field in shape.model_fields.items()]
REFUSED = {
    "FactModel.kind", "FactModel.unit", "FactModel.range", "FactModel.options", "FieldModel.kind", "FieldModel.unit",
    "FieldModel.options", "FieldModel.list", "CheckModel.broken", "CheckModel.each", "CheckModel.unit", "GradeModel.otherwise", "UnitModel.is", "GradeModel.hit", "RulebookHeader.total",
    "RulebookHeader.weights_off_total", "RulebookHeader.rule_for", "RuleModel.kind", "RuleModel.levels", "RuleModel.step",
    "RuleModel.adopts", "JudgedModel.adopted", "OneJudgementModel.level",
    "FactModel.list", "FactModel.key", "ListModel.ties",
    *(f"{file}.{key}" for file in ("RulebookFile", "SetFile", "ProjectFile", "ScorecardModel")
      for key in ("fact", "value", "list", "column", "rule", "unit", "basis", "format")),
}  # fmt: skip
"""Keys one value of which refuses the project of their text: that is what they are for."""


def texts_of(key: str) -> tuple[str, str | None, str | None]:
    """The texts of rulebook, project and set in which a key acts."""
    name, _, written = key.partition(".")
    if key in CASES:
        return (*CASES[key], None, None)[:3]
    if name in OF_SECTION and written in CONSTRUCT:
        inside = CONSTRUCT[written]
        if name in OF_POINTS and written != "gives":
            inside = f'gives = "points"\n{inside}'
        project = REPORTED + "c = [{ x = 1 }, { x = 2 }]\n" if name == "ColumnModel" else None
        return OF_SECTION[name].format(inside), project, None
    if name == "ExpectedModel" and written in EXPECTED:
        expected = _in_scorecard(REPORTED + ROW) + f"[scorecard.expect]\n{written} = {EXPECTED[written]}\n"
        return POINTS + GRADE + '[result.y]\nis = "a"\n[[scorecard]]\n' + expected, None, None
    if name == "ScorecardModel":
        end = "[scorecard.expect]\ntotal = 10\n"
        if written == "label":
            return POINTS + '[[scorecard]]\n⟦label = "said"⟧\n' + _in_scorecard(REPORTED + ROW) + end, None, None
        if written == "expect":
            return POINTS + "[[scorecard]]\n" + _in_scorecard(REPORTED + ROW) + end.replace("10", "⟦10|11⟧"), None, None
        return POINTS + GRADE + "[[scorecard]]\n" + _in_scorecard(_of_project(written)) + end, None, None
    if written in OF_EVERY_FILE and name == "RulebookFile":
        return POINTS + OF_EVERY_FILE[written], None, None
    if written in OF_EVERY_FILE and name == "SetFile":
        return POINTS, REPORTED, SET + ROW + OF_EVERY_FILE[written]
    if name == "ProjectFile":
        return POINTS + GRADE, _of_project(written), None
    pytest.fail(f"no text says how {key} acts: give one here, or refuse the key")


def _of_project(written: str) -> str:
    if written in OF_EVERY_FILE:
        return REPORTED + ROW + OF_EVERY_FILE[written]
    own = OF_PROJECTS[written]
    rest = REPORTED + ROW
    if written == "facts":
        rest = ROW
    elif written == "indicator":
        rest = REPORTED
    return own + rest if not own.startswith(("[", "⟦[")) else rest + own


def _in_scorecard(text: str) -> str:
    return re.sub(r"(?m)^([⟦⟧]*)\[([^\[])", r"\1[scorecard.\2", re.sub(r"(?m)^([⟦⟧]*)\[\[", r"\1[[scorecard.", text))


def both_ways(text: str) -> tuple[str, str]:
    """A text with what its brackets hold, and without; or with the one and the other."""

    def one(found: re.Match[str]) -> str:
        return found.group(1).partition("|")[0] if "|" in found.group(1) else found.group(1)

    def other(found: re.Match[str]) -> str:
        return found.group(1).partition("|")[2]

    return re.sub(r"⟦([^⟧]*)⟧", one, text), re.sub(r"⟦([^⟧]*)⟧", other, text)


def come_out(rules: str, project: str | None, of_set: str | None) -> tuple[str, str, bool]:
    """What is told, scored and traced of these texts; the printed rulebook; whether anything was refused."""
    problems: list[Problem] = []
    cards: list[Any] = []
    printed = ""
    book, found = put_together([document(_file(rules, RULEBOOK, FACTS), "rules/test/test.toml")])
    problems += found
    chosen = None
    if of_set is not None:
        chosen, found = put_set_together([document(_file(of_set, "", ""), "indicators/set/set.toml")])
        problems += found
    if project is None:
        project = REPORTED + (ROW if "rule.r" in rules and of_set is None else "")
    form, found = read_project(document(_file(project, PROJECT, ""), "project.toml"))
    problems += found
    if book is not None:
        problems += checked(book, chosen).problems
        printed = sheet.render_rulebook(book, "en")
        if chosen is not None:
            printed += sheet.render_set(chosen, book, "en")
    if book is not None and form is not None and not has_errors(problems):
        ready, found = Assessor(book, chosen).prepare(form)
        problems += found
        if ready is not None:
            cards += _scored(ready, problems)
    if book is not None and form is not None and not has_errors(problems):
        layers = [book.sections, *([chosen.sections] if chosen is not None else []), form.sections]
        cards += [
            [str(one.example.model.label), one.expected, one.got, one.passed]
            for one in try_examples(book, layers, "exact")
        ]
        examples = [example for layer in layers for example in layer.scorecards]
        for tried in try_scorecards(book, chosen, examples, "exact"):
            cards += [
                [tried.label.en, [[part.name, str(part.expected), str(part.got), part.equal] for part in tried.parts]]
            ]
            cards += [as_json.data(tried.scorecard, "en")] if tried.scorecard is not None else []
            problems += tried.problems
    told = [[one.code, one.severity, one.message.en] for one in problems]
    return _apart(json.dumps([told, cards], default=str)), _apart(printed), has_errors(problems)


def _scored(ready: Any, problems: list[Problem]) -> list[Any]:
    from scoring.problems import InputRefused

    try:
        return [as_json.data(score(ready, "exact"), "en")]
    except InputRefused as refused:
        problems += refused.problems
        return []


def _file(text: str, head: str, then: str) -> str:
    """A file of its own lines (§) or the usual ones, and what stands below them."""
    first = text.partition("\n")[0]
    if first.startswith("§format") or "\n§format" in text:
        found = re.search(r"§(format.*)\n", text)
        assert found is not None
        return f"{found.group(1)}\n{head}{then}{text.replace(found.group(0), '')}"
    if first.startswith("§name"):
        own, _, below = text[1:].partition("\n[")
        return f"{HEAD}[rulebook]\n{own}\n{then}[{below}"
    if first.startswith("§project"):
        return f"{HEAD}{PROJECT.replace(PROJECT.partition(chr(10))[0], first[1:])}{text.partition(chr(10))[2]}"
    if first.startswith("period"):
        head = head.replace("period = 2024\n", "")
    return f"{HEAD}{head}{then}{text}"


def _apart(text: str) -> str:
    """Without places and fingerprints, which change whatever is written."""
    return re.sub(r"sha256:\w+|[0-9a-f]{12,64}", "", re.sub(r"[\w/-]+\.toml(:\d+)*", "", text))


@pytest.mark.parametrize("key", [key for key in KEYS if key not in ELSEWHERE])
def test_a_key_acts(key: str) -> None:
    ways = [both_ways(text) if text is not None else (None, None) for text in texts_of(key)]
    with_, without = (come_out(str(ways[0][way]), ways[1][way], ways[2][way]) for way in (0, 1))
    acts = with_[0] != without[0] or (key.partition(".")[2] in REMARKS and with_[1] != without[1])
    assert acts, f"{key} is accepted and nothing comes of it"
    assert not (with_[2] or without[2]) or key in REFUSED, f"the text of {key} is refused: {with_[0][:600]}"


@pytest.mark.parametrize("test", sorted(set(ELSEWHERE.values())))
def test_the_tests_that_hold_other_keys_are_there(test: str) -> None:
    assert (Path(__file__).resolve().parents[2] / test).is_file()


def test_what_is_said_of_keys_is_said_of_keys_that_there_are() -> None:
    assert set(CASES) | set(ELSEWHERE) | REFUSED - {"ScorecardModel.format"} <= set(KEYS)
