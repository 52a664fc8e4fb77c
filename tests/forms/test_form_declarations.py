"""A form is declared in TOML alone: each key acts, what is wrong is told with its place, and a layout never seen is read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from scoring.forms.declarations import declarations, faults_at
from scoring.forms.filled_form import FilledForm
from scoring.forms.grid import Cell, Grid
from scoring.forms.intake.names_of_rules import faults_of_names
from scoring.forms.layout.recognition import Recognized, recognize
from scoring.problems import Problem
from scoring.rulebook import shipped
from tests.running import run

HEAD = "format = 1\n[form.ours]\n"
USE = HEAD + 'use = "ministry-2020"\n'


def grid(text: str, name: str | None = "表") -> Grid:
    """A sheet, a row a line, cells between `|`; `a` in the third cell of the second line stands in C2."""
    cells = []
    for row, line in enumerate(text.strip().split("\n"), 1):
        for column, cell in enumerate(line.split("|"), 1):
            if cell.strip():
                cells.append(Cell(f"{chr(64 + column)}{row}", row, column, cell.strip()))
    return Grid(name, tuple(cells))


def read(declared: str, sheet: str, folder: Path, only: str | None = "ours") -> Recognized:
    (folder / "ours.toml").write_text(declared, encoding="utf-8")
    forms, problems = declarations([folder / "ours.toml"])
    assert not problems, [problem.message.en for problem in problems]
    return recognize([grid(sheet)], "x.xlsx", forms, only)


def form(declared: str, sheet: str, folder: Path) -> FilledForm:
    found = read(declared, sheet, folder)
    assert len(found.forms) == 1, [problem.message.en for problem in found.problems]
    return found.forms[0]


NEVER_SEEN = """
乡镇工程实施卡（2024年）
工程：东渠加固|||承办：甲镇水利站
钱|计划|拨到|花掉
全部|30|30|28.5
县里给的|20|20|19
自己凑的|10|10|9.5
类|做什么|应做到|做到了|几分|自己打|没做到的话为什么
干了多少|加固渠道|不少于3公里|3公里|40|40|
干得怎样|一次验收合格|≥100%|96%|40|38|有一段返工
大家说好|受益户满意|≥90%|95%|20|20|
加起来||||100|98|
写的人：示例甲
"""

CARD = """
format = 1

[form.card]
label  = { zh = "乡镇工程实施卡", en = "card of a township's works" }
titles = ["工程实施卡"]
weights = "column"

[form.card.head]
project = ["工程"]
unit    = ["承办"]
"signed.filled_by" = ["写的人"]

[form.card.funds]
headings = ["钱"]
total    = ["全部"]
money    = "万元"
columns  = { part = ["钱"], budget_adjusted = ["计划"], arrived = ["拨到"], executed = ["花掉"] }

[form.card.columns]
level1  = ["类"]
label   = ["做什么"]
target  = ["应做到"]
actual  = ["做到了"]
weight  = ["几分"]
claimed = ["自己打"]
why     = ["没做到的话为什么"]

[form.card.total]
rows = ["加起来"]
"""


def test_a_layout_never_seen_is_read_by_a_declaration_alone(tmp_path: Path) -> None:
    found = form(CARD.replace("card", "ours"), NEVER_SEEN, tmp_path)
    assert {name: written.text for name, written in found.head.items()} == {
        "project": "东渠加固", "unit": "甲镇水利站", "period": "乡镇工程实施卡（2024年）", "signed.filled_by": "示例甲",
    }  # fmt: skip
    assert found.head["period"].number == "2024"
    assert [(line.part, {role: each.number for role, each in line.amounts.items()}) for line in found.funds] == [
        ("total", {"budget_adjusted": "30", "arrived": "30", "executed": "28.5"}),
        ("县里给的", {"budget_adjusted": "20", "arrived": "20", "executed": "19"}),
        ("自己凑的", {"budget_adjusted": "10", "arrived": "10", "executed": "9.5"}),
    ]
    assert [
        (row.level1 and row.level1.text, row.label.text, row.sign, row.target and row.target.number, row.unit,
         row.actual and row.actual.number, row.weight and row.weight.number, row.claimed and row.claimed.number, row.why and row.why.text)
        for row in found.rows
    ] == [
        ("干了多少", "加固渠道", ">=", "3", "公里", "3", "40", "40", None),
        ("干得怎样", "一次验收合格", ">=", "100", "%", "96", "40", "38", "有一段返工"),
        ("大家说好", "受益户满意", ">=", "90", "%", "95", "20", "20", None),
    ]  # fmt: skip
    assert (found.total["weight"].number, found.total["claimed"].number) == ("100", "98")
    assert not found.not_understood
    assert found.money == "万元"


def test_without_a_declaration_it_is_told_which_form_comes_closest(tmp_path: Path) -> None:
    found = recognize([grid(NEVER_SEEN.replace("做什么", "三级指标"))], "card.xlsx", declarations()[0])
    assert not found.forms
    (problem,) = found.problems
    assert problem.code == "no-form"
    assert "comes closest" in problem.message.en and "`实际完成值`" in problem.message.en
    assert sum(map(len, found.outside.values())) == len(grid(NEVER_SEEN).cells)


# ---------------------------------------------------------------- each key acts

SHEET = """
绩效自评表
项目名称|甲项目|主管部门（备查）|甲局|||
来文|甲文〔2024〕1号|||||
项目资金|年初预算数|全年预算数|全年执行数|下达数||
年度资金总额|10|10|9|8||
全部的钱|1|2|3|||
目标|建成|结果|已建成|||
|怎样管|哪里不好||||
资金分配|按规定|无|||
三级指标|年度指标值|实际完成值|分值|得分|佐证|权数
道路|≥3公里|3公里|50|50|照片|7
空行……||||||
总分|||100|98||
良莠|良|||||
结语|可以|||||
提示：填数|||||||
旁注：见附件|||||||
请照此填||||||
"""

KEYS = {
    "head": ('head = { number = ["来文"] }', lambda one: "number" in one.head),
    "same": ('same = { unit = "department" }', lambda one: "unit" in one.head),
    "funds.columns": ('[form.ours.funds.columns]\narrived = ["下达数"]', lambda one: "arrived" in one.funds[0].amounts),
    "funds.headings": ('[form.ours.funds]\nheadings = ["请照此填"]', lambda one: "A18" not in {each.cell for each in one.not_understood}),
    "funds.total": ('[form.ours.funds]\ntotal = ["全部的钱"]', lambda one: len(one.funds) == 1),
    "funds.money": ('[form.ours.funds]\nmoney = "千元"', lambda one: one.money == "千元"),
    "goals.expected": ('[form.ours.goals]\nexpected = ["目标"]', lambda one: "expected" in one.goals),
    "goals.reached": ('[form.ours.goals]\nreached = ["结果"]', lambda one: "reached" in one.goals),
    "goals.initial": ('[form.ours.goals]\ninitial = ["目标"]', lambda one: "initial" in one.goals),
    "goals.rate": ('[form.ours.goals]\nrate = ["结果"]', lambda one: "rate" in one.goals),
    "management": ('[form.ours.management]\ntext = ["怎样管"]\nproblem = ["哪里不好"]', lambda one: [each.name for each in one.management] == ["资金分配"]),
    "columns": ('[form.ours.columns]\nlevel1_weight = ["权数"]', lambda one: one.rows[0].level1_weight is not None),
    "more": ('more = { factor = ["权数"] }', lambda one: "factor" in one.rows[0].more),
    "total.grade": ('[form.ours.total]\ngrade = ["良莠"]', lambda one: "grade" in one.total),
    "texts": ('texts = { closing = ["结语"] }', lambda one: [each.name for each in one.texts] == ["closing"]),
    "notes": ('notes = ["旁注"]', lambda one: [note.cell for note in one.notes] == ["A17"]),
    "labels": ('labels = ["请照此填"]', lambda one: one.account["A18"] == "label"),
    "asides": ('asides = ["备查"]', lambda one: one.account["C2"] == "label"),
    "templates": ('templates = ["空行"]', lambda one: one.account["A12"] == "label"),
    "instructions": ('notes = ["旁注"]\ntexts = { closing = ["结语"] }\ninstructions = ["可以"]', lambda one: [each.text for each in one.texts] == [None]),
    "titles": ('titles = ["可以"]', lambda one: one.account["B15"] == "taken"),
}  # fmt: skip


SAID: dict[str, tuple[str, Callable[[FilledForm], object]]] = {
    "head": ('head = { number = ["甲文〔…"] }', lambda one: one.head["number"].text == "2024〕1号"),
    "head of the period": ('head = { period = ["甲文〔…〕1号"] }', lambda one: one.head["period"].number == "2024"),
    "goals": ('[form.ours.goals]\nreached = ["已…"]', lambda one: one.goals["reached"].text == "建成"),
    "texts": ('texts = { closing = ["旁注：…"] }', lambda one: [each.text.text for each in one.texts] == ["见附件"]),
    "total.grade": ('[form.ours.total]\ngrade = ["旁注：见附…"]', lambda one: one.total["grade"].text == "件"),
    "labels": ('labels = ["请…填"]', lambda one: [(each.word, each.text.text) for each in one.kept] == [("请…填", "照此")]),
    "columns": ('[form.ours.columns]\nlevel1_weight = ["权…"]', lambda one: [(each.word, each.text.text) for each in one.kept] == [("权…", "数")]),
    "more": ('more = { factor = ["权…"] }', lambda one: [(each.word, each.text.text) for each in one.kept] == [("权…", "数")] and "factor" in one.rows[0].more),
    "funds.columns": ('[form.ours.funds.columns]\narrived = ["拨…数"]', lambda one: one.kept[0].text.text == "来" and "arrived" in one.funds[0].amounts),
    "titles": ('titles = ["提…数"]', lambda one: [each.text for each in one.notes] == ["提示：填数"]),
}  # fmt: skip


@pytest.mark.parametrize("key", SAID)
def test_what_an_ellipsis_stands_for_is_a_value_or_kept(key: str, tmp_path: Path) -> None:
    said, acts = SAID[key]
    assert acts(form(USE + said + "\n", SHEET.replace("下达数", "拨来数"), tmp_path))


def test_what_a_label_has_in_brackets_is_listed_unless_it_is_declared(tmp_path: Path) -> None:
    listed = form(USE, SHEET, tmp_path).not_understood
    assert ("C2", "备查") in [(one.cell, one.text) for one in listed]
    assert not [one for one in form(USE + 'asides = ["备查"]\n', SHEET, tmp_path).not_understood if one.cell == "C2"]
    assert not [one for one in form(USE + 'head.department = ["主管部门（备查）"]\n', SHEET, tmp_path).not_understood if one.cell == "C2"]  # fmt: skip


def test_the_row_of_the_total_is_known_by_its_label(tmp_path: Path) -> None:
    sheet = SHEET.replace("总分", "终分")
    known = form(USE + '[form.ours.total]\nrows = ["终分"]\n', sheet, tmp_path)
    assert (len(known.rows), known.total["claimed"].number) == (1, "98")


@pytest.mark.parametrize("key", KEYS)
def test_a_key_of_a_form_acts(key: str, tmp_path: Path) -> None:
    said, acts = KEYS[key]
    assert acts(form(USE + said + "\n", SHEET, tmp_path))
    assert not acts(form(USE, SHEET, tmp_path))


def test_the_marks_of_a_form_tell_it_from_the_one_that_it_uses(tmp_path: Path) -> None:
    sheet = "\n".join(
        line for line in SHEET.strip().split("\n") if line.startswith(("绩效", "项目", "来文", "三级", "道路", "总分"))
    )
    marked = read(USE + 'marks = ["佐证", "来文"]\n', sheet, tmp_path, only=None)
    unmarked = read(USE + 'marks = ["无此标签"]\n', sheet, tmp_path, only=None)
    assert [one.form for one in (*marked.forms, *unmarked.forms)] == ["ours", "ministry-2020"]


def test_forms_that_fit_alike_are_told(tmp_path: Path) -> None:
    sheet = SHEET.split("目标|")[0] + SHEET[SHEET.index("三级指标") : SHEET.index("空行")]
    own = USE.replace("ours", "first") + USE.partition("\n")[2].replace("ours", "second")
    same = own.replace('use = "ministry-2020"', 'use = "ministry-2020"\nlabels = ["来文"]')
    found = read(same, sheet, tmp_path, only=None)
    assert [problem.code for problem in found.problems] == ["forms-alike"]
    assert "`second`" in found.problems[0].message.en


def test_approved_targets_have_no_actuals(tmp_path: Path) -> None:
    assert read(USE, SHEET, tmp_path).forms
    assert not read(USE + 'kind = "targets"\n', SHEET, tmp_path).forms


# ---------------------------------------------------------------- what is wrong with a declaration


OWN = HEAD + 'columns = { label = ["甲"], target = ["乙"] }\n'


def faults(text: str, folder: Path) -> list[Problem]:
    (folder / "forms.toml").write_text(text, encoding="utf-8")
    return faults_at(folder / "forms.toml")


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ('[form.ours.facts]\nexecuted = "spend"\n', 5, "unknown-fact"),
        ('[form.ours.components]\nlist = "moneys"\n', 5, "unknown-list"),
        ('[form.ours.components]\nlist = "money"\nfields = { executed = "spend" }\n', 6, "unknown-field"),
        ('[form.ours.rule_for]\n"甲" = "satisfied"\n', 5, "unknown-rule"),
        ('[form.ours.execution]\nin = "预算执行"\nlabel = "x"\nactual = "= execution_rate"\ntarget = ">= 1"\nrule = "rech"\n', 9, "unknown-rule"),
        ('[form.ours.groups]\n"甲" = "出产/数量"\n', 5, "unknown-group"),
        ('rules = "nowhere"\n', 4, "not-found"),
    ],
)  # fmt: skip
def test_names_that_the_rulebook_does_not_have_are_told(text: str, line: int, code: str, tmp_path: Path) -> None:
    (tmp_path / "forms.toml").write_text(USE + text, encoding="utf-8")
    found = faults_of_names(tmp_path / "forms.toml")
    assert [(problem.code, problem.place.line) for problem in found] == [(code, line)]
    assert all(problem.fix is not None for problem in found)


def test_names_that_the_rulebook_has_are_no_fault(tmp_path: Path) -> None:
    said = '[form.ours.groups]\n"甲" = "产出/数量"\n"乙" = "满意度指标"\n[form.ours.rule_for]\n"甲/某项" = "satisfaction"\n'
    (tmp_path / "forms.toml").write_text(USE + said, encoding="utf-8")
    assert faults_of_names(tmp_path / "forms.toml") == []


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        (HEAD + 'use = "elsewhere"\n', 3, "unknown-form"),
        (HEAD, 2, "form-without-columns"),
        (USE + '[form.ours.columns]\nlabel = ["a"]\nactual = ["b", "Ａ："]\n', 6, "label-twice"),
        (USE + '[form.ours.funds.columns]\npart = ["a"]\nexecuted = ["a"]\n', 6, "label-twice"),
        (USE + '[form.ours.goals]\nexpected = ["a"]\nreached = ["a"]\n', 6, "label-twice"),
        (USE + 'same = { unit = "owner" }\n', 4, "unknown-field"),
        (USE + 'labels = [1]\n', 4, "wrong-kind"),
        (USE + 'colums = {}\n', 4, "unknown-key"),
        (USE + '[form.ours.columns]\nlabels = ["a"]\n', 5, "unknown-option"),
        (HEAD + 'use = "ours"\n', 3, "circle"),
        ("[form.ours]\nuse = \"ministry-2020\"\n", 1, "missing-key"),
        (USE + 'labels = ["来文", "…"]\n', 4, "never-acts"),
        (USE + 'labels = [""]\n', 4, "never-acts"),
        (USE + 'notes = ["旁注…"]\n', 4, "never-acts"),
        (USE + 'instructions = ["请…填"]\n', 4, "never-acts"),
        (USE + f'labels = ["{"长" * 61}"]\n', 4, "never-acts"),
        (USE + f'titles = ["{"长" * 81}"]\n', 4, "never-acts"),
        (OWN + '[form.ours.management]\ntext = ["怎样管"]\n', 4, "never-acts"),
        (OWN + '[form.ours.funds.columns]\nrate = ["比例"]\n', 4, "never-acts"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_declaration_is_told_where_it_stands(
    text: str, line: int, code: str, tmp_path: Path
) -> None:
    found = faults(text, tmp_path)
    assert (code, line) in [(problem.code, problem.place.line) for problem in found], found
    assert all(problem.fix is not None for problem in found)


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    found = faults(HEAD + 'use = "elsewhere"\ncolums = 1\nsame = { unit = "owner" }\n', tmp_path)
    assert {problem.code for problem in found} >= {"unknown-form", "unknown-key", "unknown-field"}


def test_a_form_may_use_another_of_its_folder(tmp_path: Path) -> None:
    (tmp_path / "base.toml").write_text(USE.replace("ours", "base"), encoding="utf-8")
    assert faults(HEAD + 'use = "base"\n', tmp_path) == []


def test_shipped_forms_are_sound() -> None:
    for name in shipped.names("forms"):
        ran = run("check", name)
        assert (ran.status, ran.said) == (0, "1 checked, no problems\n")


def test_forms_may_lie_among_the_files_of_a_rulebook(tmp_path: Path) -> None:
    (tmp_path / "rulebook.toml").write_text('format = 1\n[rulebook]\nname = "ours"\n', encoding="utf-8")
    (tmp_path / "form.toml").write_text(USE, encoding="utf-8")
    assert run("check", tmp_path).status == 0
    (tmp_path / "form.toml").write_text(USE + "colums = 1\n", encoding="utf-8")
    assert run("check", tmp_path).codes == ["unknown-key"]
