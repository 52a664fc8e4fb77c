"""From points to the total: ranges, not applicable, limits, grades, claims."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.writing import RULEBOOK, scored

RULES = """
[fact]
diverted = { kind = "yes_no" }
[rule.reach]
kind = "proportional"
[rule.kept]
kind = "proportional"
missing = "zero"
[rule.left]
kind = "proportional"
missing = "leave_out"
[grade]
by = "total"
rows = [[">= 90", "优"], [">= 80", "良"], [">= 60", "中"], ["else", "差"]]
"""
HEAD = RULEBOOK + "total = 100\n"
FULL = 'target = ">= 1 件", actual = "1 件"'
HALF = 'target = ">= 2 件", actual = "1 件"'


def rows(*given: tuple[int, str, str]) -> str:
    lines = [
        f'X{n} = {{ in = "{group}", weight = {weight}, rule = "reach", {row} }}'
        for n, (weight, group, row) in enumerate(given)
    ]
    return "[indicator]\n" + "\n".join(lines) + "\n"


def test_everything_scored_gives_one_total_and_one_grade() -> None:
    card = scored(RULES, rows((60, "产出", FULL), (40, "效益", HALF)), HEAD)
    assert (card.status, card.total.points, card.grade) == ("complete", 80, "良")
    assert [(group.path, group.points) for group in card.groups] == [("产出", 60), ("效益", 20)]


def test_a_missing_target_leaves_a_range_and_every_grade_in_it() -> None:
    card = scored(RULES, rows((60, "产出", FULL), (40, "效益", 'actual = "1 件"')), HEAD)
    assert (card.status, card.total.points, card.total.lowest, card.total.highest) == ("incomplete", None, 60, 100)
    assert (card.grade, card.grades_possible) == (None, ("中", "良", "优"))


def test_a_grade_is_given_when_the_whole_range_has_it() -> None:
    card = scored(RULES, rows((92, "产出", FULL), (8, "效益", 'actual = "1 件"')), HEAD)
    assert (card.status, card.grade) == ("incomplete", "优")


def test_not_applicable_is_left_out_and_the_rest_rescaled_once() -> None:
    declared = '[not_applicable]\nX1 = { why = "不涉及" }\n'
    card = scored(RULES, rows((70, "产出", HALF), (10, "效益", FULL), (20, "效益", FULL)) + declared, HEAD)
    assert card.total.points == Fraction("61.11")  # 55 × 100 ÷ 90
    assert card.total.arithmetic is not None
    assert card.total.arithmetic.en == "55 × 100 ÷ 90 ≈ 61.111111 → 61.11"
    assert [one.outcome for one in card.indicators] == ["scored", "not_applicable", "scored"]


def test_nothing_applicable_gives_no_total() -> None:
    card = scored(RULES, rows((100, "产出", FULL)) + '[not_applicable]\nX0 = { why = "不涉及" }', HEAD)
    assert (card.total.points, card.total.lowest, card.grade) == (None, None, None)


def test_a_weight_may_go_to_siblings_instead() -> None:
    head = HEAD + 'not_applicable = "siblings"\n'
    declared = '[not_applicable]\nX1 = { why = "不涉及" }\n'
    card = scored(
        RULES, rows((50, "产出/数量", FULL), (20, "产出/质量", FULL), (30, "产出/质量", HALF)) + declared, head
    )
    assert card.total.points == 75  # quality's 20 goes to its sibling: 50 × 1/2


@pytest.mark.parametrize(
    ("rule", "outcome", "total", "policy"), [("kept", "scored", 60, "zero"), ("left", "not_scorable", 100, "leave_out")]
)
def test_another_missing_policy_acts_and_says_so(rule: str, outcome: str, total: int, policy: str) -> None:
    project = rows((60, "产出", FULL)) + f'X9 = {{ in = "效益", weight = 40, rule = "{rule}" }}\n'
    card = scored(RULES, project, HEAD)
    found = card.indicators[1]
    assert (found.outcome, found.policy, card.total.points, card.status) == (outcome, policy, total, "complete")


LIMITS = (
    RULES
    + """
[limit.veto]
when = "diverted"
grade = "差"
[limit.cap]
when = "limit.veto"
total = { at_most = 59 }
"""
)


def test_limits_chain_and_hide_nothing() -> None:
    project = "[facts]\ndiverted = true\n" + rows((100, "产出", FULL))
    card = scored(LIMITS, project, HEAD)
    assert (card.total.earned, card.total.points, card.grade) == (100, 59, "差")
    assert [(limit.name, limit.bites) for limit in card.limits] == [("veto", "yes"), ("cap", "yes")]


def test_an_unknown_limit_both_bites_and_does_not() -> None:
    card = scored(LIMITS, rows((100, "产出", FULL)), HEAD)
    assert (card.total.points, card.total.lowest, card.total.highest) == (None, 59, 100)
    assert (card.status, card.grades_possible) == ("incomplete", ("差", "中", "良", "优"))


def test_a_limit_on_a_group_lowers_its_subtotal_and_the_total() -> None:
    rules = RULES + '[limit.low]\nwhen = "diverted"\ngroup = { "产出" = { at_most = 20 } }\n'
    card = scored(rules, "[facts]\ndiverted = true\n" + rows((60, "产出", FULL), (40, "效益", FULL)), HEAD)
    assert (card.groups[0].points, card.total.earned, card.total.points) == (20, 100, 60)


def test_a_limit_may_look_at_the_points_earned() -> None:
    rules = RULES + '[limit.low]\nwhen = "subtotal.产出 < 40"\ntotal = { at_most = 59 }\n'
    card = scored(rules, rows((60, "产出", HALF), (40, "效益", FULL)), HEAD)
    assert (card.total.earned, card.total.points) == (70, 59)


@pytest.mark.parametrize(
    ("claimed", "row", "supported"),
    [(80, HALF, True), (100, HALF, False), (90, 'actual = "1 件"', None), (50, 'actual = "1 件"', False)],
)
def test_a_claim_is_supported_only_by_one_total_that_equals_it(claimed: int, row: str, supported: bool | None) -> None:
    project = rows((60, "产出", FULL), (40, "效益", row)) + f"[claim.self]\ntotal = {claimed}\n"
    card = scored(RULES, project, HEAD)
    assert card.claims[0].supported is supported
    assert ("claim-not-supported" in {finding.code for finding in card.findings}) is (supported is False)


def test_weights_off_the_total_are_a_finding_and_change_what_is_possible() -> None:
    card = scored(RULES, rows((60, "产出", FULL), (50, "效益", FULL)), HEAD)
    assert card.total.possible == 110
    assert [finding.code for finding in card.findings] == ["weights-off-total", "no-grade"]
