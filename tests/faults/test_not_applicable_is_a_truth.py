"""What does not apply is a fourth truth: neither yes, nor no, nor unknown, and neither zero nor missing."""

from __future__ import annotations

import pytest

from tests.writing import indicator, scored

NA = """
[fact]
fat = { kind = "yes_no" }
yes = { kind = "yes_no" }
no = { kind = "yes_no" }
gone = { kind = "yes_no" }
lost = { kind = "number" }
a = { kind = "number" }
zero = { kind = "number" }
[value.v]
when = "fat"
is = "a"
[value.na]
when = "fat"
is = "a > 3"
"""
FACTS = "fat = false\nyes = true\nno = false\na = 10\nzero = 0"


def result(rules: str, facts: str = FACTS) -> object:
    """What `[result.r]` gives, or its outcome where there is no value."""
    card = scored(NA + rules, f"[facts]\n{facts}")
    (one,) = [each for each in card.results if each.name == "r"]
    return one.value if one.outcome == "scored" else one.outcome


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("no and na", False),
        ("na and no", False),
        ("yes or na", True),
        ("na or yes", True),
        ("yes and na", "not_applicable"),
        ("na and yes", "not_applicable"),
        ("no or na", "not_applicable"),
        ("na or no", "not_applicable"),
        ("not na", "not_applicable"),
        ("na and na", "not_applicable"),
        ("gone and na", "not_scorable"),  # a no could still decide it
        ("na or gone", "not_scorable"),
        ("1 / zero > 1 and no", False),
        ("known(na)", False),
        ("known(v)", False),
        ("v > 3", "not_applicable"),
        ("v == v", "not_applicable"),
    ],
)
def test_the_truth_tables_of_what_does_not_apply(condition: str, expected: object) -> None:
    assert result(f'[result.r]\nis = "{condition}"') == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("v + 1", "not_applicable"),
        ("1 + v * 2", "not_applicable"),
        ("lost + v", "not_applicable"),  # whatever is reported, it does not apply
        ("v + lost", "not_applicable"),
        ("v + 1 / zero", "not_applicable"),
        ("if na then 1 else 2", "not_applicable"),
        ("if yes then 1 else v", 1),
        ("if no then v else 2", 2),
        ("if known(v) then v else 4", 4),
        ("min(v, 1)", "not_applicable"),
        ("round(v, 2)", "not_applicable"),
    ],
)
def test_what_reads_it_does_not_apply_either_unless_it_says_what_then(formula: str, expected: object) -> None:
    assert result(f'[result.r]\nis = "{formula}"') == expected


@pytest.mark.parametrize("order", ['["na", 1], ["yes", 2]', '["no", 0], ["na", 1], ["yes", 2], ["else", 3]'])
def test_a_row_that_is_reached_with_it_makes_its_table_not_applicable(order: str) -> None:
    assert result(f"[result.r]\nrows = [{order}]") == "not_applicable"


def test_a_row_before_it_still_counts() -> None:
    assert result('[result.r]\nrows = [["yes", 2], ["na", 1]]') == 2


def test_the_cell_missing_takes_what_does_not_apply() -> None:
    assert result('[result.r]\nby = "v"\nrows = [["missing", 1], ["> 3", 2]]') == 1


@pytest.mark.parametrize("hit", ["sum", "count", "max", "all", "any"])
def test_a_table_that_looks_at_every_row_does_not_apply_with_one_of_them(hit: str) -> None:
    assert result(f'[result.r]\nhit = "{hit}"\nrows = [["yes", 1], ["na", 1]]') == "not_applicable"


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        ('of = ["a", "v"]\ncombine = "sum"', 10),
        ('of = ["a", "v"]\ncombine = "mean"', 10),
        ('of = ["a", "v + 1"]\ncombine = "mean"', 10),
        ('of = ["a", "v"]\ncombine = "mean"\nmissing = "leave_out"', 10),
        ('of = ["a", "v"]\ncombine = "mean"\nmissing = "zero"', 10),
        ('of = ["v", "v + 1"]\ncombine = "sum"', "not_applicable"),
        ('of = ["v", "v + 1"]\ncombine = "mean"\nmissing = "leave_out"', "not_applicable"),
        ('of = ["v", "lost"]\ncombine = "sum"', "not_scorable"),
    ],
)
def test_a_member_that_does_not_apply_is_left_out_and_of_nothing_nothing_comes(of: str, expected: object) -> None:
    rules = f'[value.w]\n{of}\n[result.r]\nis = "w"'
    assert result(rules) == expected


def test_a_rule_whose_points_do_not_apply_leaves_its_indicator_out_of_the_denominator() -> None:
    one = indicator(f'{NA}[rule.r]\ngives = "points"\nis = "v"', "", FACTS)
    assert (one.outcome, one.points) == ("not_applicable", None)
    assert one.reason is not None and "`fat` does not hold" in one.reason.en


def test_a_deduction_an_item_a_limit_and_a_check_with_it_do_not_act() -> None:
    deduction = (
        f'{NA}[rule.r]\nkind = "deduction"\ndeduct = [{{ when = "na", points = 3 }}, {{ when = "yes", points = 2 }}]'
    )
    assert indicator(deduction, "", FACTS).points == 8
    each = f'{NA}[rule.r]\nkind = "deduction"\ndeduct = [{{ each = "v", points = 3 }}, {{ when = "yes", points = 2 }}]'
    assert indicator(each, "", FACTS).points == 8
    checklist = f'{NA}[rule.r]\nkind = "checklist"\nitems = [{{ when = "na" }}, {{ when = "yes" }}]'
    assert indicator(checklist, "", FACTS).points == 5
    card = scored(
        f"""{NA}
[rule.r]
gives = "points"
is = "5"
[limit.l]
when = "na"
total = {{ at_most = 1 }}
[check.c]
that = "na"
""",
        f'[facts]\n{FACTS}\n[indicator]\nX = {{ in = "产出", label = "甲", weight = 10, rule = "r" }}',
    )
    assert (card.status, card.total.points) == ("complete", 5)
    assert [limit.bites for limit in card.limits] == ["no"]
    assert "c" not in [finding.code for finding in card.findings]


def test_a_grade_of_what_does_not_apply_is_none_and_the_card_is_complete() -> None:
    card = scored(NA + '[result.r]\nis = "v + 1"\n[result.s]\nis = "a"', f"[facts]\n{FACTS}")
    assert card.status == "complete"
    one = card.results[0]
    assert (one.outcome, one.value, one.missing) == ("not_applicable", None, ())
