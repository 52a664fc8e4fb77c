"""What the short forms and tables of criteria give, at their edges."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.writing import indicator, points, refused, scored

REACH = '[rule.r]\nkind = "proportional"\n'
REACH_60 = REACH + 'nothing_below = "60%"\n'


@pytest.mark.parametrize(
    ("target", "actual", "earned"),
    [
        (">= 100 人", "100 人", 10),
        (">= 100 人", "99 人", Fraction("9.90")),
        (">= 100 人", "250 人", 10),
        ("> 100 人", "100 人", 10),  # missed by a hair: completion is 100 %
        ("<= 10 天", "10 天", 10),
        ("<= 10 天", "20 天", 5),
        ("<= 0 次", "0 次", 10),
        ("<= 0 次", "3 次", 0),
        ("= 4 次", "4 次", 10),
        ("= 4 次", "5 次", 8),
        ("= 4 次", "3 次", Fraction("7.5")),
        ("= 4 次", "0 次", 0),
        (">= 88 人次", "66 人次", Fraction("7.5")),
        (">= 3 次", "1 次", Fraction("3.33")),
        (">= 3 次", "2 次", Fraction("6.67")),
        (">= 2 万元", "15000 元", Fraction("7.5")),
        (">= 95%", "90%", Fraction("9.47")),
    ],
)
def test_a_missed_target_earns_by_completion(target: str, actual: str, earned: object) -> None:
    assert points(REACH, f'target = "{target}", actual = "{actual}"') == earned


@pytest.mark.parametrize(
    ("actual", "earned"), [("60 人", 6), ("59 人", 0), ("61 人", Fraction("6.1")), ("100 人", 10), ("0 人", 0)]
)
def test_the_edge_of_nothing_below_earns(actual: str, earned: object) -> None:
    assert points(REACH_60, f'target = ">= 100 人", actual = "{actual}"') == earned


def test_rounding_happens_once_at_the_end() -> None:
    """50 × 66 / 88 is 37.5, whatever 66 / 88 would have been rounded to."""
    card = scored(
        REACH, '[indicator]\nX = { in = "产出", weight = 50, rule = "r", target = ">= 88 人", actual = "66 人" }'
    )
    assert card.indicators[0].points == Fraction("37.5")


def test_a_missing_target_makes_the_indicator_not_scorable() -> None:
    found = indicator(REACH, 'actual = "66 人次"')
    assert (found.outcome, found.points, found.lowest, found.highest, found.missing) == (
        "not_scorable", None, 0, 10, ("target",),
    )  # fmt: skip


def test_a_negative_amount_cannot_be_scored_in_proportion() -> None:
    row = '[indicator]\nX = { in = "产出", weight = 10, rule = "r", target = ">= 5 件", actual = "-3 件" }'
    from scoring.problems import InputRefused

    with pytest.raises(InputRefused) as caught:
        scored(REACH, row)
    assert [problem.code for problem in caught.value.problems] == ["negative"]


def test_far_beyond_a_target_is_a_finding_unless_the_row_says_why() -> None:
    rule = REACH + 'over = { beyond = "130%", then = "finding", unless = "why" }\n'
    row = '[indicator]\nX = { in = "产出", weight = 10, rule = "r", target = ">= 100 件", actual = "131 件"%s }'
    assert [finding.code for finding in scored(rule, row % "").findings] == ["over-fulfilled"]
    assert scored(rule, row % ', why = "需求增加"').findings == ()
    at_the_edge = row.replace("131", "130") % ""
    assert scored(rule, at_the_edge).findings == ()


def test_far_beyond_a_target_may_reduce_points_by_a_formula() -> None:
    rule = REACH + 'over = { beyond = "130%", then = "200% - it" }\n'
    assert points(rule, 'target = ">= 100 件", actual = "150 件"') == 5
    assert points(rule, 'target = ">= 100 件", actual = "130 件"') == 10


STEPS = """
[rule.r]
by   = "actual"
rows = [[">= 95%", "100%"], [">= 90%", "80%"], ["else", "60% * actual"]]
"""


@pytest.mark.parametrize(
    ("actual", "earned"),
    [("95%", 10), ("94.999999%", 8), ("90%", 8), ("89.9%", Fraction("5.39")), ("0%", 0), ("120%", 10)],
)
def test_rows_go_from_the_first_that_holds(actual: str, earned: object) -> None:
    assert points(STEPS, f'actual = "{actual}"') == earned


def test_a_share_written_without_percent_is_refused() -> None:
    rule = '[rule.r]\nby = "actual"\nrows = [[">= 0.95", "100%"], ["else", "0%"]]'
    row = '[indicator]\nX = { in = "产出", weight = 10, rule = "r", actual = "96%" }'
    assert any("share-without-percent" in message for message in refused(rule, row))


DISCIPLINE = """
[fact]
late = { unit = "天" }
diverted = { kind = "yes_no", if_missing = false }
[rule.r]
kind = "deduction"
deduct = [{ each = "late", points = 2, at_most = 6 }, { when = "diverted", all = true }]
"""


@pytest.mark.parametrize(
    ("facts", "earned"),
    [
        ('late = "0 天"', 10),
        ('late = "1 天"', 8),
        ('late = "3 天"', 4),
        ('late = "9 天"', 4),
        ('late = "1 天"\ndiverted = true', 0),
    ],
)
def test_deductions_add_up_to_their_caps_and_never_below_nothing(facts: str, earned: object) -> None:
    assert points(DISCIPLINE, "", facts) == earned


CHECKLIST = """
[fact]
a = { kind = "yes_no" }
b = { kind = "yes_no" }
c = { kind = "yes_no" }
[rule.r]
kind = "checklist"
items = [
  { id = "plan", when = "a", evidence = "required" },
  { when = "b", needs = "plan" },
  { when = "c" },
]
"""


@pytest.mark.parametrize(
    ("facts", "earned"),
    [
        ('a = { value = true, evidence = "制度" }\nb = true\nc = true', 10),
        ('a = { value = true, evidence = "制度" }\nb = true\nc = false', Fraction("6.67")),
        ("a = false\nb = true\nc = true", Fraction("3.33")),  # the gate is shut
        ("a = false\nb = false\nc = false", 0),
    ],
)
def test_items_earn_equal_shares_behind_their_gates(facts: str, earned: object) -> None:
    assert points(CHECKLIST, "", facts) == earned


def test_a_yes_without_evidence_is_missing_and_not_zero() -> None:
    found = indicator(CHECKLIST, "", "a = true\nb = true\nc = true")
    assert (found.outcome, found.missing) == ("not_scorable", ("a.evidence",))


JUDGED = """
[rule.r]
kind   = "judged"
levels = [["达成", ">= 80%"], ["部分达成", ">= 60%"], ["未达成", "else"]]
"""


@pytest.mark.parametrize(
    ("level", "share", "earned"), [("达成", "100%", 10), ("达成", "80%", 8), ("部分达成", "60%", 6)]
)
def test_a_judgement_within_its_level_earns_its_share(level: str, share: str, earned: object) -> None:
    assert points(JUDGED, f'target = "定性", judged = {{ level = "{level}", share = "{share}" }}') == earned


@pytest.mark.parametrize(
    ("level", "share"), [("达成", "79.9%"), ("部分达成", "80%"), ("未达成", "60%"), ("达成", "101%")]
)
def test_a_judgement_outside_its_level_is_refused(level: str, share: str) -> None:
    row = f'[indicator]\nX = {{ in = "效益", weight = 10, rule = "r", judged = {{ level = "{level}", share = "{share}" }} }}'
    assert any("outside-level" in message for message in refused(JUDGED, row))


def test_a_level_without_a_share_leaves_the_level_as_the_range() -> None:
    found = indicator(JUDGED, 'judged = { level = "部分达成" }')
    assert (found.outcome, found.lowest, found.highest) == ("not_scorable", 6, 8)


def test_points_judged_for_another_weight_are_scaled() -> None:
    rule = '[rule.r]\nkind = "judged"\nfull = 15\nstep = 1\nlevels = [["强", 10, 15], ["中", 5, 10], ["弱", 0, 5]]'
    assert points(rule, 'judged = { level = "强", points = 12 }') == 8
    row = '[indicator]\nX = { in = "效益", weight = 10, rule = "r", judged = { level = "强", points = 12.5 } }'
    assert any("off-step" in message for message in refused(rule, row))


def test_parts_add_up_within_the_weight() -> None:
    rule = """
[fact]
budget = "元"
spent = "元"
[[rule.r.part]]
by   = "abs(spent / budget - 1)"
rows = [["== 0%", 10], ["<= 2%", 8], ["else", "8 - 0.5 * floor((it - 2%) / 1%)"]]
[[rule.r.part]]
gives = "points"
is = "-1"
between = [-1, 0]
"""
    assert points(rule, "", 'budget = "100 元"\nspent = "100 元"') == 9
    assert points(rule, "", 'budget = "100 元"\nspent = "105.5 元"') == Fraction("5.5")


def test_bonus_and_negative_points_are_declared() -> None:
    rule = '[rule.r]\nby = "actual"\nbetween = [-5, "120%"]\nrows = [[">= 110%", 12], [">= 90%", 10], ["else", -5]]'
    assert [points(rule, f'actual = "{actual}"') for actual in ("115%", "95%", "10%")] == [12, 10, -5]
    found = indicator(rule, "")
    assert (found.lowest, found.highest) == (-5, 12)


def test_an_actual_given_as_a_bound_decides_what_it_can() -> None:
    assert points(REACH, 'target = ">= 200 米", actual = { at_least = "266 米" }') == 10
    assert indicator(REACH, 'target = ">= 300 米", actual = { at_least = "266 米" }').outcome == "not_scorable"


def test_a_row_written_as_a_table_refuses_what_does_not_belong_there() -> None:
    rule = '[rule.r]\nby = "actual"\nrows = [{ row = ["else", "100%"], label = 5, id = 6, lable = "a" }]\n'
    said = refused(rule, '[indicator]\nX = { in = "产出", label = "甲", weight = 10, rule = "r", actual = "1 件" }\n')
    assert [line.split(" ")[1].rstrip(":") for line in said] == ["unknown-key", "wrong-kind", "wrong-kind"], said


def test_what_a_table_gives_is_a_word_or_a_list_of_texts() -> None:
    rule = '[value.v]\nby = "actual"\ngives = { status = { a = 1 } }\nrows = [["else", "x"]]\n[rule.r]\ngives = "points"\nis = "1"\n'
    said = refused(rule, '[indicator]\nX = { in = "产出", label = "甲", weight = 10, rule = "r", actual = "1 件" }\n')
    assert any("is nothing that a construct gives" in line for line in said), said
