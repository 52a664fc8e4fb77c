"""Grades and totals are on the scale that they were written for, and leave the program as decimals."""

from __future__ import annotations

from fractions import Fraction

import pytest

from scoring.views import as_json
from tests.writing import refused, scored

HEAD = 'format = 1\n[rulebook]\nname = "test"\nweights_off_total = "finding"\n'
RULES = """
[fact.a]
kind = "number"
[rule.r]
gives = "share"
is = "a"
[grade]
rows = [[">= 90", "excellent"], [">= 60", "fair"], ["else", "poor"]]
"""
ROWS = '[facts]\na = 1\n[indicator]\nX = {{ in = "g", weight = {}, rule = "r" }}\n'


def test_a_total_on_its_scale_has_its_grade() -> None:
    card = scored(RULES, ROWS.format(100), HEAD + "total = 100\n")
    assert (card.total.points, card.grade) == (100, "excellent")


def test_a_rescaled_total_is_on_its_scale() -> None:
    rows = ROWS.format(60) + 'Y = { in = "g", weight = 40, rule = "r" }\n[not_applicable]\nY = { why = "none here" }\n'
    card = scored(RULES, rows, HEAD + "total = 100\n")
    assert (card.total.points, card.grade) == (100, "excellent")


@pytest.mark.parametrize("weight", [30, 100, 110])
def test_a_grade_by_shares_needs_no_scale(weight: int) -> None:
    rules = RULES.replace('">= 90"', '">= 90%"').replace('">= 60"', '">= 60%"')
    card = scored(rules, ROWS.format(weight).replace("a = 1", "a = 0.7"), HEAD)
    assert (card.total.points, card.grade) == (weight * Fraction("0.7"), "fair")


def test_grades_are_by_points_or_by_shares() -> None:
    rules = RULES.replace('">= 90"', '">= 90%"')
    assert "shares-and-points:" in [line.split()[1] for line in refused(rules, ROWS.format(100), HEAD)]


def test_a_result_graded_alone_needs_no_scale() -> None:
    rules = '[fact.a]\nkind = "number"\n[result.r]\nis = "a"\ngrade = "g"\n[grade.g]\nrows = [[">= 5", "x"], ["else", "y"]]\n'
    assert scored(rules, "[facts]\na = 7\n", HEAD).results[0].grade == "x"


def test_a_project_without_anything_to_score_is_refused() -> None:
    lines = refused(RULES, "[facts]\na = 1\n", HEAD + "total = 100\n")
    assert [line.split()[1] for line in lines] == ["nothing-to-score:"]


@pytest.mark.parametrize(
    "row",
    [
        'X = { in = "g", weight = -100, rule = "r" }',
        'X = { in = "g", weight = true, rule = "r" }',
        'X = { in = "g", weight = "ten", rule = "r" }',
        'X = { weight = 100, rule = "r" }',
        'X = { in = "g", weight = 100, rule = "rr" }',
        'X = { in = "g", weight = 100, rule = "r", wieght = 1 }',
        "X = 5",
        'X = [["g", 3]]',
    ],
)
def test_a_row_with_a_problem_of_its_own_is_something_to_score(row: str) -> None:
    lines = refused(RULES, f"[facts]\na = 1\n[indicator]\n{row}\n", HEAD + "total = 100\n")
    assert [line for line in lines if "nothing-to-score" in line] == []
    assert len(lines) == 1


def test_a_result_with_a_problem_of_its_own_is_something_to_score() -> None:
    lines = refused(RULES + '[result.x]\nis = "aa"\n', "[facts]\na = 1\n", HEAD + "total = 100\n")
    assert [line.split()[1] for line in lines] == ["unknown-name:"]


# ---------------------------------------------------------------- decimals


def test_a_terminating_result_stays_as_it_is() -> None:
    rules = '[fact.a]\nkind = "number"\n[result.r]\nis = "a / 1024"\n'
    assert scored(rules, "[facts]\na = 1\n", HEAD).results[0].value == Fraction(1, 1024)


@pytest.mark.parametrize("weight", [30, 110])
def test_a_total_off_the_scale_of_the_grades_has_none(weight: int) -> None:
    card = scored(RULES, ROWS.format(weight), HEAD + "total = 100\n")
    assert (card.total.points, card.grade, card.grades_possible) == (weight, None, ())
    assert "no-grade" in [one.code for one in card.findings]


def test_a_grade_by_points_needs_the_total_that_it_was_written_for() -> None:
    card = scored(RULES, ROWS.format(30), HEAD)
    assert (card.total.points, card.grade) == (30, None)
    assert "no-grade" in [one.code for one in card.findings]


def test_a_total_leaves_as_a_decimal() -> None:
    rules = '[fact.a]\nkind = "number"\n[result.r]\nis = "a / 3"\ntotal = true\n'
    card = scored(rules, "[facts]\na = 10\n", HEAD)
    assert card.total.points == card.results[0].value == Fraction("3.333333")


def test_a_subtotal_leaves_as_a_decimal() -> None:
    rules = RULES + '[group.g]\ncombine = "mean"\nweight = 10\n'
    rows = '[facts]\na = 1\n[indicator]\n' + "".join(
        f'X{n} = {{ in = "g", weight = 1, rule = "r", missing = "zero" }}\n' for n in range(2)
    ) + 'Y = { in = "g", weight = 1, rule = "z" }\n'  # fmt: skip
    card = scored(rules + '[rule.z]\ngives = "share"\nis = "0 * a"\n', rows, HEAD)
    assert card.groups[0].points == card.total.points == Fraction("6.67")


def test_a_result_leaves_in_the_unit_that_it_states() -> None:
    rules = '[fact.spent]\nunit = "元"\n[result.x]\nis = "spent"\nunit = "万元"\n'
    card = scored(rules, '[facts]\nspent = "573000 元"\n', HEAD)
    found = as_json.data(card, "en")["results"][0]
    assert (found["value"], found["unit"]) == ("57.3", "万元")
