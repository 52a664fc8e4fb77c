"""What tests are written in: TOML in, scorecards and messages out, nothing on disk."""

from __future__ import annotations

from fractions import Fraction

from scoring.assessor.assessor import Assessor, Prepared, score
from scoring.documents.document import Document, parse_toml
from scoring.problems import Problem, has_errors
from scoring.project.project import read_project
from scoring.rulebook.rulebook import Rulebook, put_together
from scoring.scorecard.scorecard import IndicatorScore, Scorecard

RULEBOOK = """
format = 1
[rulebook]
name = "test"
weights_off_total = "finding"
"""

PROJECT = """
format = 1
project = "test"
period = 2024
rules = "test"
"""


def document(text: str, file: str) -> Document:
    found, problems = parse_toml(text.encode(), file)
    assert found is not None, [problem.message.en for problem in problems]
    return found


def rulebook(text: str, head: str = RULEBOOK) -> tuple[Rulebook | None, list[Problem]]:
    return put_together([document(head + text, "rules/test/test.toml")])


def prepared(rules: str, project: str, head: str = RULEBOOK) -> tuple[Prepared | None, list[Problem]]:
    """A project made ready, with every problem of rules and project."""
    book, problems = rulebook(rules, head)
    form, found = read_project(document(PROJECT + project, "project.toml"))
    problems += found
    if book is None or form is None:
        return None, problems
    ready, found = Assessor(book, None).prepare(form)
    return ready, problems + found


def scored(rules: str, project: str, head: str = RULEBOOK) -> Scorecard:
    """The scorecard of a project on the rules engine, which must agree with the exact one."""
    ready, problems = prepared(rules, project, head)
    assert ready is not None and not has_errors(problems), messages(problems)
    return score(ready)


def indicator(rule: str, row: str, facts: str = "") -> IndicatorScore:
    """How one indicator X of weight 10 fares under `[rule.r]`."""
    facts_section = f"[facts]\n{facts}\n" if facts else ""
    given = f", {row}" if row else ""
    card = scored(
        rule, f'{facts_section}[indicator]\nX = {{ in = "产出", label = "甲", weight = 10, rule = "r"{given} }}'
    )
    return card.indicators[0]


def points(rule: str, row: str, facts: str = "") -> Fraction | None:
    return indicator(rule, row, facts).points


def refused(rules: str, project: str, head: str = RULEBOOK) -> list[str]:
    """The problems of rules and project: `file:line:column code message`, in order of appearance."""
    _ready, problems = prepared(rules, project, head)
    assert has_errors(problems), "nothing was refused"
    return messages(problems)


def messages(problems: list[Problem]) -> list[str]:
    return [f"{problem.place} {problem.code}: {problem.message.en}" for problem in problems]
