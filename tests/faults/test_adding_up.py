"""How points become subtotals, a total and a grade: what does not apply or is missing is never turned into a number."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

import pytest

from scoring.scorecard.scorecard import GroupScore, LimitScore, Scorecard
from tests.writing import RULEBOOK, refused, scored

HEAD = RULEBOOK + "total = 100\n"
RULES = """
[fact]
applies = { kind = "yes_no", may_be_missing = true }
[rule.given]
gives = "points"
is = "actual"
[rule.within]
gives = "points"
is = "actual"
when = "applies"
[rule.left]
gives = "points"
is = "actual"
missing = "leave_out"
[rule.extra]
gives = "points"
is = "actual"
between = [0, 5]
"""


def rows(**given: tuple[str, int | str, int | str | None] | tuple[str, int | str, int | str | None, str]) -> str:
    """Rows by id: group, weight, actual (None: not reported), rule."""
    lines = ["[indicator]"]
    for id_, (group, weight, actual, *rule) in given.items():
        reported = f", actual = {actual}" if actual is not None else ""
        lines.append(
            f'{id_} = {{ in = "{group}", weight = {weight}, rule = "{rule[0] if rule else "given"}"{reported} }}'
        )
    return "\n".join(lines) + "\n"


def excused(*ids: str) -> str:
    return "[not_applicable]\n" + "".join(f'{id_} = {{ why = "不涉及" }}\n' for id_ in ids)


def group(card: Scorecard, path: str) -> GroupScore:
    return next(one for one in card.groups if one.path == path)


def limit(card: Scorecard, name: str) -> LimitScore:
    return next(one for one in card.limits if one.name == name)


def policy(name: str) -> str:
    return HEAD + f'not_applicable = "{name}"\n'


# ---------------------------------------------------------------------- what does not apply

CORE = RULES + '[limit.core]\nwhen = "subtotal.b < 12"\ntotal = { at_most = 59 }\n'


@pytest.mark.parametrize("how", ["rescale", "siblings"])
def test_a_group_in_which_nothing_applies_does_not_apply_itself(how: str) -> None:
    card = scored(CORE, rows(A=("a", 60, 60), B=("b", 40, None)) + excused("B"), policy(how))
    b = group(card, "b")
    assert (b.outcome, b.points, b.lowest, b.highest, b.lost) == ("not_applicable", None, None, None, None)
    assert (card.total.points, card.status, limit(card, "core").bites) == (100, "complete", "no")
    assert limit(card, "core").reason is not None


def test_a_group_that_is_left_out_as_missing_does_not_apply_either() -> None:
    card = scored(CORE, rows(A=("a", 60, 60), B=("b", 40, None, "left")), HEAD)
    assert (card.total.points, card.status, limit(card, "core").bites) == (100, "complete", "no")
    assert limit(card, "core").reason is not None
    assert group(card, "b").lost is None


def test_what_gets_full_points_has_them_in_conditions_too() -> None:
    card = scored(CORE, rows(A=("a", 60, 60), B=("b", 40, None)) + excused("B"), policy("full"))
    assert (card.total.points, limit(card, "core").bites, group(card, "b").points) == (100, "no", 40)


@pytest.mark.parametrize("condition", ["B.points < 12", "subtotal.b < 12", "B.points + A.points < 1000"])
def test_a_limit_on_what_does_not_apply_leaves_nothing_open(condition: str) -> None:
    rules = RULES + f'[limit.core]\nwhen = "{condition}"\ntotal = {{ at_most = 59 }}\n'
    card = scored(rules, rows(A=("a", 60, 60), B=("b", 40, None)) + excused("B"), HEAD)
    assert (card.total.points, card.status, limit(card, "core").bites) == (100, "complete", "no")
    assert limit(card, "core").reason is not None


@pytest.mark.parametrize(
    ("condition", "bites"),
    [
        ("subtotal.b < 12 and A.points < 0", "no"),
        ("subtotal.b < 12 or A.points > 0", "yes"),
        ("subtotal.b < 12 or A.points < 0", "no, and says so"),
        ("subtotal.b < 12 and A.points > 0", "no, and says so"),
        ("not (subtotal.b < 12)", "no, and says so"),
    ],
)
def test_not_applicable_is_a_fourth_truth_in_limits(condition: str, bites: str) -> None:
    rules = RULES + f'[limit.core]\nwhen = "{condition}"\ntotal = {{ at_most = 59 }}\n'
    card = scored(rules, rows(A=("a", 60, 60), B=("b", 40, None)) + excused("B"), HEAD)
    found = limit(card, "core")
    assert (found.bites, found.reason is not None) == (bites.partition(",")[0], "says so" in bites)


def test_what_does_not_apply_has_no_floor() -> None:
    rules = RULES + '[limit.floor]\nwhen = "A.points > 0"\ngroup = { b = { at_least = 30 } }\n'
    card = scored(rules, rows(A=("a", 60, 60), B=("b", 40, None)) + excused("B"), HEAD)
    assert (card.total.points, group(card, "b").outcome) == (100, "not_applicable")


def test_points_are_spread_among_siblings_before_a_cap_on_their_group() -> None:
    rules = RULES + '[limit.cap]\nwhen = "A.points > 0"\ngroup = { b = { at_most = 10 } }\n'
    project = rows(A=("a", 60, 60), B=("b", 20, 20), C=("b", 20, None)) + excused("C")
    card = scored(rules, project, policy("siblings"))
    assert (group(card, "b").earned, group(card, "b").points, card.total.points) == (20, 10, 70)


def test_rescaled_points_are_capped_by_group_then_added_and_rounded_once() -> None:
    rules = RULES + '[limit.cap]\nwhen = "A.points > 0"\ngroup = { b = { at_most = 20 } }\n'
    project = rows(A=("a", 40, "34.65"), B=("b", 35, 25), C=("c", 25, None)) + excused("C")
    card = scored(rules, project, HEAD)
    assert [group(card, path).points for path in "ab"] == [Fraction("46.2"), 20]
    assert card.total.points == Fraction("66.2")


def test_inner_groups_are_limited_first_and_floors_come_before_caps() -> None:
    rules = RULES + (
        '[limit.outer]\nwhen = "A.points >= 0"\ngroup = { g = { at_most = 45 } }\n'
        '[limit.inner]\nwhen = "A.points >= 0"\ngroup = { "g/x" = { at_least = 30 } }\n'
    )
    card = scored(rules, rows(A=("g/x", 40, 10), B=("g/y", 40, 20), C=("h", 20, 20)), HEAD)
    assert [group(card, path).points for path in ("g", "g/x")] == [45, 30]
    assert card.total.points == 65


@pytest.mark.parametrize("how", ["rescale", "siblings"])
def test_extra_credit_that_is_left_alone_in_a_group_still_counts(how: str) -> None:
    project = rows(A=("a", 60, 60), B=("b", 40, None), X=("b", 0, 5, "extra")) + excused("B")
    card = scored(RULES, project, policy(how))
    assert (group(card, "b").outcome, group(card, "b").earned) == ("scored", 5)
    assert card.total.points == Fraction("108.33")  # (60 + 5) × 100 ÷ 60


def test_what_a_group_lost_does_not_count_what_does_not_apply() -> None:
    project = rows(A=("a", 50, None), B=("a", 40, 30), C=("c", 10, 10)) + excused("A")
    card = scored(RULES, project, HEAD)
    assert (group(card, "a").earned, group(card, "a").lost) == (30, 10)


@pytest.mark.parametrize("how", ["mean", "min", "max", "median", "product", "geomean"])
def test_degrees_cannot_be_combined_with_points_that_have_no_weight(how: str) -> None:
    rules = (
        RULES.replace("[0, 5]", "[-8, 0]") + f'[group.g]\ncombine = "{how}"\nweight = 100\nround = {{ decimals = 2 }}\n'
    )
    found = refused(rules, rows(A=("g", 100, 100), D=("g", 0, -8, "extra")), HEAD)
    assert any("weighs nothing" in one for one in found), found


# ---------------------------------------------------------------------- what is missing


def test_what_is_missing_is_left_out_though_what_does_not_apply_has_its_full_points() -> None:
    project = rows(A=("a", 40, None, "left"), B=("b", 60, 30))
    assert scored(RULES, project, policy("full")).total.points == 50  # 30 × 100 ÷ 60


def test_both_at_once_what_is_missing_is_left_out_and_what_does_not_apply_is_full() -> None:
    project = rows(A=("a", 40, None, "left"), B=("b", 30, 15), C=("c", 30, None)) + excused("C")
    assert scored(RULES, project, policy("full")).total.points == 75  # (15 + 30) × 100 ÷ 60


@pytest.mark.parametrize(
    ("between", "actual", "low", "high"),
    [("[-5, 0]", -5, 85, 90), ('[0, "50%"]', 5, 90, 100)],
)
def test_a_range_holds_what_comes_out_whether_or_not_an_indicator_applies(
    between: str, actual: int, low: int, high: int
) -> None:
    weight = 0 if between.startswith("[-") else 10
    head = RULEBOOK + ("total = 90\n" if not weight else "total = 100\n")
    rules = RULES + f'[rule.maybe]\nwhen = "applies"\ngives = "points"\nis = "actual"\nbetween = {between}\n'
    given = rows(A=("a", 90, 90), X=("b", weight, actual, "maybe"))
    card = scored(rules, given, head)
    assert (card.total.lowest, card.total.highest) == (low, high)
    for applies in ("true", "false"):
        total = scored(rules, f"[facts]\napplies = {applies}\n" + given, head).total.points
        assert total is not None and low <= total <= high


@pytest.mark.parametrize("how", ["rescale", "siblings", "full"])
@pytest.mark.parametrize("limited", ["", '[limit.l]\nwhen = "subtotal.b < 15"\ngroup = { a = { at_most = 30 } }\n'])
def test_ranges_with_several_unknown_conditions_hold_every_completion(how: str, limited: str) -> None:
    facts = dict.fromkeys(("p", "q", "r"), '{ kind = "yes_no", may_be_missing = true }')
    rules = (
        "[fact]\n"
        + "".join(f"{name} = {kind}\n" for name, kind in facts.items())
        + "".join(f'[rule.{name}]\nwhen = "{name}"\ngives = "points"\nis = "actual"\n' for name in facts)
    )
    rules += (
        RULES.replace("[fact]\n", "")
        .replace('applies = { kind = "yes_no", may_be_missing = true }\n', "")
        .replace('when = "applies"\n', "")
        + limited
    )
    given = rows(A=("a", 40, 33), P=("a", 20, 2, "p"), Q=("b", 20, 20, "q"), R=("b", 20, 7, "r"))
    card = scored(rules, given, policy(how))
    assert card.total.lowest is not None and card.total.highest is not None
    for number in range(8):
        reported = "".join(f"{name} = {'true' if number >> bit & 1 else 'false'}\n" for bit, name in enumerate(facts))
        complete = scored(rules, f"[facts]\n{reported}" + given, policy(how))
        assert complete.total.points is not None
        assert card.total.lowest <= complete.total.points <= card.total.highest, reported
        for one in complete.groups:
            open_ = group(card, one.path)
            if one.outcome == "scored":
                assert open_.lowest is not None and open_.highest is not None and one.points is not None
                assert open_.lowest <= one.points <= open_.highest, (reported, one.path)


def test_a_condition_on_the_weight_does_not_hold_for_all_or_none() -> None:
    rules = (
        '[fact]\nx = { kind = "number", may_be_missing = true }\n[rule.maybe]\nwhen = "weight > x"\n'
        'gives = "points"\nis = "actual"\n[rule.given]\ngives = "points"\nis = "actual"\n'
    )
    given = rows(A=("a", 50, 40), B=("b", 20, 20, "maybe"), C=("b", 30, 0, "maybe"))
    card = scored(rules, given, HEAD)
    assert card.total.lowest is not None and card.total.highest is not None
    for x in (10, 25, 40):
        total = scored(rules, f"[facts]\nx = {x}\n" + given, HEAD).total.points
        assert total is not None and card.total.lowest <= total <= card.total.highest, x


def test_ranges_hold_what_comes_out_of_more_unknown_conditions_than_are_tried_one_by_one() -> None:
    names = [f"q{n}" for n in range(10)]
    rules = "[fact]\n" + "".join(f'{name} = {{ kind = "yes_no", may_be_missing = true }}\n' for name in names)
    rules += "".join(f'[rule.{name}]\nwhen = "{name}"\ngives = "points"\nis = "actual"\n' for name in names)
    rules += '[rule.given]\ngives = "points"\nis = "actual"\n'
    given = rows(A=("a", 50, 30), **{f"X{n}": ("b", 5, n % 6, name) for n, name in enumerate(names)})
    card = scored(rules, given, HEAD)
    assert card.total.lowest is not None and card.total.highest is not None
    for mask in (0, 1, 0b1111100000, 0b0000011111, 0b1010101010, 2**10 - 1):
        facts = "".join(f"{name} = {'true' if mask >> n & 1 else 'false'}\n" for n, name in enumerate(names))
        total = scored(rules, f"[facts]\n{facts}" + given, HEAD).total.points
        assert total is not None and card.total.lowest <= total <= card.total.highest, mask


def test_what_a_value_presumes_of_what_is_missing_is_named_with_its_policy() -> None:
    rules = (
        '[fact]\nb = { kind = "number", may_be_missing = true }\n[value.v]\nis = "b"\nmissing = "zero"\n'
        '[rule.r]\ngives = "points"\nis = "v"\n'
    )
    card = scored(rules, '[indicator]\nX = { in = "a", weight = 100, rule = "r" }\n', HEAD)
    one = card.indicators[0]
    assert (one.outcome, one.points) == ("scored", 0)
    assert [(used.of, used.policy, used.missing) for used in one.policies] == [("v", "zero", ("b",))]


def test_members_that_were_left_out_of_a_mean_are_named_with_the_policy() -> None:
    rules = (
        '[fact]\na = { kind = "number" }\nb = { kind = "number", may_be_missing = true }\n'
        '[value.v]\nof = ["a", "b"]\ncombine = "mean"\nmissing = "leave_out"\n[rule.r]\ngives = "points"\nis = "v"\n'
    )
    project = '[facts]\na = 70\n[indicator]\nX = { in = "a", weight = 100, rule = "r" }\n'
    one = scored(rules, project, HEAD).indicators[0]
    assert [(used.of, used.policy, used.missing) for used in one.policies] == [("v", "leave_out", ("b",))]


@pytest.mark.parametrize(
    ("formula", "facts", "said"),
    [
        ("a / b", "a = 1\nb = 0", "division by zero"),
        ("a / (b - b)", "a = 1\nb = 3", "division by zero"),
        ("1 / 0 + a + b", "a = 1\nb = 3", "division by zero"),
    ],
)
def test_a_denominator_of_zero_is_undefined_and_not_missing(formula: str, facts: str, said: str) -> None:
    rules = (
        f'[fact]\na = {{ kind = "number" }}\nb = {{ kind = "number" }}\n[rule.r]\ngives = "points"\nis = "{formula}"\n'
    )
    card = scored(rules, f'[facts]\n{facts}\n[indicator]\nX = {{ in = "a", weight = 100, rule = "r" }}\n', HEAD)
    one = card.indicators[0]
    assert (one.outcome, one.missing) == ("not_scorable", ())
    assert one.reason is not None and said in one.reason.en


# ---------------------------------------------------------------------- limits

BOTH = """
[limit.cap]
when = "A.points > 0"
total = { at_most = 59 }
[limit.floor]
when = "A.points > 0"
total = { at_least = 60 }
[limit.low]
when = "B.points > 0"
total = { at_most = 70 }
"""


def test_the_order_of_limits_means_nothing() -> None:
    written = [f"[limit.{part}" for part in BOTH.split("[limit.")[1:]]
    totals = set()
    for order in permutations(written):
        card = scored(RULES + "".join(order), rows(A=("a", 60, 40), B=("b", 40, 40)), HEAD)
        totals.add((card.total.points, card.total.earned))
    assert totals == {(59, 80)}


GRADES = '[grade]\nby = "total"\nrows = [[">= 90", "优"], [">= 80", "良"], [">= 60", "中"], ["else", "差"]]\n'


def test_the_order_of_limits_on_grades_means_nothing() -> None:
    cap = '[limit.cap]\nwhen = "A.points > 0"\ngrade = { at_most = "中" }\n'
    floor = '[limit.floor]\nwhen = "A.points > 0"\ngrade = { at_least = "良" }\n'
    for limits in (cap + floor, floor + cap):
        assert scored(RULES + GRADES + limits, rows(A=("a", 100, 30)), HEAD).grade == "中"


def test_a_limit_reads_amounts_before_any_limit() -> None:
    limits = (
        '[limit.first]\nwhen = "subtotal.a > 30"\ngroup = { a = { at_most = 10 } }\n'
        '[limit.second]\nwhen = "total >= 80"\ntotal = { at_most = 50 }\n'
    )
    card = scored(RULES + limits, rows(A=("a", 60, 60), B=("b", 40, 30)), HEAD)
    assert [one.bites for one in card.limits] == ["yes", "yes"]
    assert (card.total.earned, card.total.points) == (90, 40)


def test_a_limit_may_read_the_result_that_is_the_total() -> None:
    rules = (
        '[fact]\nx = { kind = "number" }\n[result.score]\nis = "x"\ntotal = true\n'
        '[limit.l]\nwhen = "result.score < 95"\ntotal = { at_most = 80 }\n'
    )
    card = scored(rules, "[facts]\nx = 92\n")
    assert (card.total.points, card.status, card.limits[0].bites) == (80, "complete", "yes")


# ---------------------------------------------------------------------- bounds, rounding, policies


@pytest.mark.parametrize(
    ("rule", "head", "weight", "actual", "points"),
    [
        ('gives = "points"\nis = "actual"\nround = { step = 15 }', "", 40, 39, 40),
        ('gives = "points"\nby = "actual"\nrows = [["> 5", 20], ["else", 0]]\nmissing = { row = 1 }', "", 10, None, 10),
        ('gives = "points"\nis = "actual"', "points = { decimals = 0 }\n", "2.5", "2.5", "2.5"),
        ('gives = "points"\nis = "actual"\nbetween = ["-1.5", "2.5"]', "points = { decimals = 0 }\n", 3, -3, "-1.5"),
    ],
)
def test_a_bound_wins_over_rounding_and_over_policies(
    rule: str, head: str, weight: int | str, actual: int | str | None, points: int | str
) -> None:
    rule = rule.replace('["-1.5", "2.5"]', "[-1.5, 2.5]")
    card = scored(f"[rule.r]\n{rule}\n", rows(X=("a", weight, actual, "r")), RULEBOOK + head)
    one = card.indicators[0]
    assert (one.points, one.lowest, one.highest) == (Fraction(points),) * 3


def test_the_range_of_what_is_not_scorable_stays_within_its_bounds_when_rounded() -> None:
    card = scored(RULES, rows(X=("a", "2.5", None)), RULEBOOK + "points = { decimals = 0 }\n")
    assert (card.indicators[0].lowest, card.indicators[0].highest) == (0, Fraction("2.5"))


# ---------------------------------------------------------------------- grades


@pytest.mark.parametrize(("head", "weight"), [(HEAD, 30), (HEAD, 110), (RULEBOOK, 30), (RULEBOOK, 100)])
def test_points_on_another_scale_than_the_grades_have_no_grade(head: str, weight: int) -> None:
    card = scored(RULES + GRADES, rows(X=("a", weight, weight)), head)
    assert (card.grade, card.grades_possible, card.total.points) == (None, (), weight)
    assert "no-grade" in {one.code for one in card.findings}


def test_what_was_rescaled_to_the_rulebooks_total_has_a_grade() -> None:
    project = rows(A=("a", 30, 27), B=("b", 70, None)) + excused("B")
    card = scored(RULES + GRADES, project, HEAD)
    assert (card.total.points, card.grade) == (90, "优")


def test_a_grade_of_results_alone_needs_no_scale() -> None:
    rules = '[fact]\nx = { kind = "number" }\n[result.score]\nis = "x"\ntotal = true\n' + GRADES
    assert scored(rules, "[facts]\nx = 92\n").grade == "优"


def test_a_grade_sees_the_rounded_total_after_its_limits() -> None:
    assert scored(RULES + GRADES, rows(X=("a", 100, "89.995")), HEAD).grade == "优"
    capped = RULES + GRADES + '[limit.cap]\nwhen = "X.points > 0"\ntotal = { at_most = 70 }\n'
    assert scored(capped, rows(X=("a", 100, 95)), HEAD).grade == "中"


@pytest.mark.parametrize(("how", "points"), [("mean", "3.33"), ("max", "5")])
def test_a_total_leaves_the_program_as_a_decimal(how: str, points: str) -> None:
    rules = RULES + f'[group.g]\ncombine = "{how}"\nweight = 10\n'
    card = scored(rules, rows(A=("g", 2, 1), B=("g", 1, 0)), RULEBOOK)
    assert card.total.points == Fraction(points)
    assert group(card, "g").points == Fraction(points)


def test_a_result_that_does_not_declare_its_digits_is_rounded_to_six() -> None:
    card = scored('[fact]\nx = { kind = "number" }\n[result.third]\nis = "x / 3"\n', "[facts]\nx = 10\n")
    assert card.results[0].value == Fraction("3.333333")


@pytest.mark.parametrize("sign", [">", "<"])
def test_a_strict_target_that_is_just_missed_is_told(sign: str) -> None:
    rules = '[rule.reach]\nkind = "proportional"\n'
    project = (
        f'[indicator]\nX = {{ in = "a", weight = 50, rule = "reach", target = "{sign} 100 个", actual = "100 个" }}\n'
    )
    card = scored(rules, project)
    assert card.indicators[0].points == 50
    assert "target-just-missed" in {one.code for one in card.findings}


def test_a_group_that_weighs_nothing_may_be_limited() -> None:
    rules = '[rule.r]\ngives = "points"\nis = "5"\n[limit.l]\nwhen = "subtotal.d.e < 5"\ngroup = { "d/e" = { at_least = 4 } }\n'
    card = scored(rules, '[indicator]\nN = { in = "d/e", label = "n", weight = 0, rule = "r" }\n')
    assert card.total.points is None
    assert [limit.bites for limit in card.limits] == ["yes"]


@pytest.mark.parametrize("hit", ["first", "min", "max", "sum"])
def test_a_row_that_a_missing_policy_names_gives_its_share_of_the_weight_by_every_hit(hit: str) -> None:
    rules = (
        '[fact]\na = "%"\n[rule.r]\nby = "a"\n'
        f'hit = "{hit}"\nrows = [["> 5%", "90%"], ["<= 5%", "60%"]]\nmissing = {{ row = 2 }}\n'
    )
    card = scored(rules, '[indicator]\nN = { in = "d", label = "n", weight = 30, rule = "r" }\n')
    assert card.indicators[0].points == 18
