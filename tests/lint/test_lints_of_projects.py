"""What a project says itself, its rows and what it declares, is looked at by lints as a set's is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import scoring
from scoring.assessor.loaded_project import OF_CHOOSING
from tests.running import run

RULES = """\
format = 1
[rulebook]
name = "book"
weights_off_total = "finding"
[fact]
a = { kind = "number" }
[rule.rows]
by   = "actual"
rows = [[">= 95%", 12], ["else", 0]]
[rule.low]
by   = "actual"
rows = [[">= 95%", 8], ["else", 0]]
[rule.falls]
by   = "actual"
rows = [[">= 95%", "100%"], [">= 90%", "60%"], [">= 80%", "80%"], ["else", 0]]
[rule.whole]
by   = "actual"
rows = [[">= 95%", "100%"], ["else", 0]]
"""
HEAD = 'format = 1\nproject = "p"\nperiod = 2024\nrules = "rules/book/"\n'
FACTS = "[facts]\na = 1\n"
ROW = 'X = {{ in = "过程", label = "甲", weight = 10, rule = "{}", target = ">= 95%", actual = "96%"{} }}\n'


def told(folder: Path, project: str, rules: str = RULES) -> list[str]:
    """What `scoring check` tells of a project, as `file:line [code]`; the library tells the same."""
    book = folder / "rules" / "book" / "book.toml"
    book.parent.mkdir(parents=True, exist_ok=True)
    book.write_text(rules, encoding="utf-8")
    (folder / "p.toml").write_text(project, encoding="utf-8")
    problems = json.loads(run("check", folder / "p.toml", "--format", "json").out)["problems"]
    if all(problem["severity"] != "error" for problem in problems):
        chosen = folder / "set.toml"
        report = scoring.load(book, indicators=chosen if chosen.exists() else None).check(folder / "p.toml")
        assert [problem["code"] for problem in problems if problem["code"] not in OF_CHOOSING] == [
            problem.code for problem in report if problem.code != "other-rules"
        ]
    return [f"{problem['file']}:{problem['line']} {problem['code']}" for problem in problems]


@pytest.mark.parametrize(
    ("rule", "code"),
    [("rows", "weight-exceeded"), ("low", "weight-out-of-reach"), ("falls", "points-fall"), ("whole", None)],
)
def test_a_row_of_the_projects_own_is_looked_at(rule: str, code: str | None, tmp_path: Path) -> None:
    project = HEAD + "[indicator]\n" + ROW.format(rule, "")
    assert told(tmp_path, project) == ([f"p.toml:6 {code}"] if code else [])
    if code:
        allowed = HEAD + "[indicator]\n" + ROW.format(rule, f', allow = {{ "{code}" = "as it was agreed" }}')
        assert told(tmp_path, allowed) == []
        assert "reason-missing" in "".join(told(tmp_path, allowed.replace("as it was agreed", " ")))


def test_a_row_of_the_set_that_the_project_scores_by_another_rule_is_its_own(tmp_path: Path) -> None:
    (tmp_path / "set.toml").write_text(
        'format = 1\n[indicator_set]\nname = "s"\nrules = "book"\n[indicator]\nX = { in = "过程", weight = 10 }\n'
        'Y = { in = "过程", weight = 10, rule = "rows" }\n', encoding="utf-8")  # fmt: skip
    project = HEAD.replace("rules =", 'indicators = "set.toml"\nrules =') + (
        '[indicator]\nX = { rule = "rows", target = ">= 95%", actual = "96%" }\nY = { target = ">= 95%", actual = "96%" }\n'
    )
    assert told(tmp_path, project)[:1] == ["p.toml:7 weight-exceeded"]
    assert len(told(tmp_path, project)) == 1


@pytest.mark.parametrize(
    ("sections", "told_of"),
    [
        ('[rule.own]\nby = "actual"\nrows = [[">= 95%", "100%"]]\n', "row-gap"),
        ('[rule.own]\nby = "actual"\nrows = [[">= 95%", "100%"], [">= 97%", "90%"], ["else", 0]]\n', "row-shadowed"),
        ('[rule.own]\nby = "actual"\nrows = [[">= 95%", 12], ["else", 0]]\n', "weight-exceeded"),
        ('[rule.own]\nby = "actual"\nrows = [[">= 95%", "100%"], ["else", 0]]\n[rule.other]\nkind = "proportional"\n', "unused-rule"),
        ('[rule.own]\nby = "actual"\nrows = [[">= 95%", "100%"], ["else", 0]]\n[value.v]\nis = "a + 1"\n', "unused-value"),
        ('[rule.own]\nby = "actual"\nrows = [[">= 95%", "100%"], ["else", 0]]\n[fact.b]\nunit = "元"\n', "unused-fact"),
        ('[rule.own]\nby = "actual"\nrows = [[">= 95%", "100%"], ["else", 0]]\n[group."过程"]\n', "group-not-declared"),
        ('[rule.own]\nby = "actual"\nrows = [[">= 95%", "100%"], ["else", 0]]\n', None),
    ],
)  # fmt: skip
def test_what_a_project_declares_is_looked_at(sections: str, told_of: str | None, tmp_path: Path) -> None:
    project = (
        HEAD
        + sections
        + FACTS
        + "[indicator]\n"
        + ROW.format("own", "")
        + ROW.format("whole", "").replace("X = ", "Y = ").replace("过程", "过成")
    )
    assert [line.split()[-1] for line in told(tmp_path, project)] == ([told_of] if told_of else [])


def test_what_is_wrong_with_the_rulebook_is_told_of_the_rulebook_alone(tmp_path: Path) -> None:
    rules = RULES + '[rule.gap]\nby = "actual"\nrows = [[">= 95%", "100%"]]\n'
    assert told(tmp_path, HEAD + "[indicator]\n" + ROW.format("whole", ""), rules) == []
    assert told(tmp_path, HEAD + "[indicator]\n" + ROW.format("whole", ', allow = { "row-gap" = "no" }'), rules) == [
        "p.toml:6 silences-nothing"
    ]


def test_a_rulebook_sets_how_grave_a_lint_of_a_project_is(tmp_path: Path) -> None:
    project = HEAD + "[indicator]\n" + ROW.format("rows", "")
    for severity, status in (("error", 1), ("off", 0)):
        told(
            tmp_path,
            project,
            RULES.replace('name = "book"', f'name = "book"\nlint = {{ "weight-exceeded" = "{severity}" }}'),
        )
        assert run("check", tmp_path / "p.toml").status == status
