"""A fault (no row, two rows, division by zero) counts only where a taken branch needs it, whatever the order of operands."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.writing import indicator, scored

TABLE = """
[fact]
n = { kind = "number" }
[value.cell]
with = ["k"]
by = "k"
rows = [["0", 1], ["1", 3], ["2", 10]]
"""

TAB = """
[fact]
a = { kind = "number" }
gone = { kind = "number" }
[value.tab]
with = ["x"]
by = "x"
rows = [["> 0", "x * 2"]]
"""


def result(rules: str, facts: str) -> object:
    """What `[result.r]` gives, or its outcome where there is no value."""
    card = scored(rules, f"[facts]\n{facts}")
    (one,) = [each for each in card.results if each.name == "r"]
    return one.value if one.outcome == "scored" else one.outcome


@pytest.mark.parametrize(
    "formula",
    [
        "cell(0) + (if n < 2 then cell(n + 1) else 0)",
        "(if n < 2 then cell(n + 1) else 0) + cell(0)",
        "sum(0, if n < 2 then cell(n + 1) else 0, cell(0))",
        "if n >= 2 then cell(0) else cell(n + 1)",
    ],
)
def test_a_lookup_in_a_branch_that_is_not_taken_refuses_nobody_in_whatever_order_a_sum_is_written(
    formula: str,
) -> None:
    assert result(f'{TABLE}[result.r]\nis = "{formula}"', "n = 2") == 1


@pytest.mark.parametrize(
    ("construct", "expected"),
    [
        ('is = "if a > 0 then tab(a) else 5"', 5),
        ('is = "if a > 0 and tab(a) > 1 then 1 else 5"', 5),
        ('is = "if tab(a) > 1 and a > 0 then 1 else 5"', 5),
        ('is = "if a <= 0 or tab(a) > 1 then 5 else 1"', 5),
        ('is = "if tab(a) > 1 or a <= 0 then 5 else 1"', 5),
        ('is = "if not (a > 0 and tab(a) > 1) then 5 else 1"', 5),
        ('rows = [["a > 0", "tab(a)"], ["else", 5]]', 5),
        ('rows = [["a > 0 and tab(a) > 1", 7], ["else", 5]]', 5),
        ('rows = [["tab(a) > 1 and a > 0", 7], ["else", 5]]', 5),
        ('is = "if a > 0 then 1 / a else 5"', 5),
        ('is = "if 1 / a > 0 and a > 0 then 1 else 5"', 5),
    ],
)
def test_if_and_or_and_rows_guard_a_lookup(construct: str, expected: int) -> None:
    assert result(f"{TAB}[result.r]\n{construct}", "a = 0") == expected


def test_a_guard_guards_inside_a_value_inside_a_value_with_parameters_and_in_a_result_alike() -> None:
    body = "if a > 0 then tab(a) else 5"
    assert result(f'{TAB}[value.v]\nis = "{body}"\n[result.r]\nis = "v"', "a = 0") == 5
    assert (
        result(f'{TAB}[value.v]\nwith = ["y"]\nis = "if y > 0 then tab(y) else 5"\n[result.r]\nis = "v(a)"', "a = 0")
        == 5
    )
    assert result(f'{TAB}[result.r]\nis = "{body}"', "a = 0") == 5


def test_a_value_that_nobody_needs_refuses_nobody() -> None:
    assert result(f'{TAB}[value.v]\nis = "tab(a)"\n[result.r]\nis = "7"', "a = 0") == 7


def test_a_rule_whose_when_is_false_refuses_nobody() -> None:
    rule = f"""{TAB}
[rule.r]
when = "a > 0"
gives = "points"
is = "tab(a)"
"""
    assert indicator(rule, "", "a = 0").outcome == "not_applicable"


def test_unknown_with_a_fault_is_unknown_in_either_order() -> None:
    for formula in ("gone + tab(a)", "tab(a) + gone"):
        assert result(f'{TAB}[result.r]\nis = "{formula}"', "a = 0") == "not_scorable", formula
    for formula in ("gone > 1 and tab(a) > 1", "tab(a) > 1 and gone > 1"):
        assert result(f'{TAB}[result.r]\nis = "if {formula} then 1 else 0"', "a = 0") == "not_scorable", formula


def test_a_fault_that_the_outcome_rests_on_refuses_the_project_once() -> None:
    rules = f'{TAB}[result.r]\nis = "tab(a) + tab(a)"\n[result.s]\nis = "tab(a)"'
    told = refused_when_scored(rules, "a = 0")
    assert [problem.code for problem in told] == ["no-row-matches"]


def test_all_faults_that_outcomes_rest_on_are_told_at_once() -> None:
    rules = f"""{TAB}
[value.other]
by = "a"
rows = [["> 5", 1]]
[result.r]
is = "tab(a)"
[result.s]
is = "other"
"""
    told = refused_when_scored(rules, "a = 0")
    assert [problem.code for problem in told] == ["no-row-matches", "no-row-matches"]
    assert "`tab`" in told[0].message.en and "`other`" in told[1].message.en


@pytest.mark.parametrize("order", ['["> 0", 1], ["> 5", 2]', '["> 5", 2], ["> 0", 1]'])
def test_two_rows_of_a_unique_table_that_match_are_a_fault_only_where_the_table_is_needed(order: str) -> None:
    table = f'[fact]\na = {{ kind = "number" }}\n[value.u]\nby = "a"\nhit = "unique"\nrows = [{order}]\n'
    assert result(f'{table}[result.r]\nis = "if a < 5 then u else 9"', "a = 6") == 9
    told = refused_when_scored(f'{table}[result.r]\nis = "u"', "a = 6")
    assert [problem.code for problem in told] == ["several-rows-match"]


def test_a_limit_and_a_check_that_do_not_need_the_lookup_stand() -> None:
    card = scored(
        f"""{TAB}
[rule.r]
gives = "points"
is = "5"
[limit.l]
when = "a > 0 and tab(a) > 1"
total = {{ at_most = 1 }}
[check.c]
that = "a <= 0 or tab(a) > 1"
""",
        '[facts]\na = 0\n[indicator]\nX = { in = "产出", label = "甲", weight = 10, rule = "r" }',
    )
    assert card.total.points == 5
    assert [limit.bites for limit in card.limits] == ["no"]


def refused_when_scored(rules: str, facts: str) -> list:
    from scoring.problems import InputRefused

    with pytest.raises(InputRefused) as told:
        scored(rules, f"[facts]\n{facts}")
    return told.value.problems


def test_the_fault_of_a_member_that_does_not_count_refuses_nobody() -> None:
    rules = f"""{TAB}
[value.v]
when = "a > 0"
is = "tab(a)"
[value.all]
of = ["a", "v"]
combine = "sum"
[result.r]
is = "all"
"""
    assert result(rules, "a = 0") == Fraction(0)


def test_a_fact_that_is_0_and_a_denominator_leaves_no_number_and_is_not_called_missing() -> None:
    rules = """
[fact]
budget = "元"
[rule.r]
gives = "share"
by = "1 元 / budget"
rows = [[">= 1", "100%"], ["else", "0%"]]
[check.c]
that = "1 元 / budget < 1"
[result.x]
is = "2 元 / budget"
"""
    row = '[indicator]\nX = { in = "产出", label = "甲", weight = 10, rule = "r" }'
    card = scored(rules, f'[facts]\nbudget = "0 元"\n{row}')
    (one,) = card.indicators
    assert (one.outcome, one.missing) == ("not_scorable", ())
    assert one.reason is not None and one.reason.en == "division by zero: budget"
    assert [each.because.en for each in one.not_taken if "undecided" in each.because.en] == [
        "undecided: division by zero: budget"
    ]
    assert [finding.message.en for finding in card.findings if finding.code == "check-undecided"] == [
        "c: not checked, division by zero: budget"
    ]
    (result,) = card.results
    assert (result.outcome, result.missing) == ("not_scorable", ())
    assert "missing" in str(scored(rules, row).indicators[0].reason)
