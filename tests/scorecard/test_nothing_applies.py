"""Where there is no total, nothing waits for one: limits on it do not act, results of it do not apply, the card is complete."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from scoring.engines.columnar.duck import Connection, connect
from scoring.problems import has_errors
from scoring.rulebook.rulebook import put_set_together, put_together
from scoring.scorecard.scorecard import LimitScore, ResultScore, Scorecard
from tests.columns import Agreement, agreement, staged
from tests.writing import RULEBOOK, document, scored

HEAD = RULEBOOK + "total = 10\n"
RULES = """
[fact]
open = { kind = "number" }
inside = { kind = "yes_no" }
[rule.given]
gives = "points"
is = "actual"
[rule.within]
gives = "points"
is = "actual"
when = "inside"
[rule.left]
gives = "points"
is = "actual"
missing = "leave_out"
[rule.extra]
gives = "points"
is = "actual"
between = [0, 5]
[grade]
rows = [[">= 8", "high"], ["else", "low"]]
[limit.cap]
when = "total < 6"
total = { at_most = 5 }
[limit.graded]
when = "total < 6"
grade = "low"
[limit.open]
when = "open < 6"
grade = "low"
[result.of_total]
is = "total * 2"
[result.of_group]
is = "subtotal.g + 1"
"""
DECLARED = '[indicator]\nA = { in = "g", weight = 10, rule = "given", actual = 4 }\n[not_applicable]\nA = { why = "none here" }\n'
OUTSIDE = '[facts]\ninside = false\n[indicator]\nA = { in = "g", weight = 10, rule = "within", actual = 4 }\n'
UNDECIDED = OUTSIDE.replace("[facts]\ninside = false\n", "")
LEFT_OUT = '[indicator]\nA = { in = "g", weight = 10, rule = "left" }\n'
WEIGHTLESS = DECLARED.replace("[not", 'B = { in = "h", weight = 0, rule = "extra", actual = 2 }\n[not')


def limit(card: Scorecard, name: str) -> LimitScore:
    return next(one for one in card.limits if one.name == name)


def result(card: Scorecard, name: str) -> ResultScore:
    return next(one for one in card.results if one.name == name)


@pytest.mark.parametrize("project", [DECLARED, OUTSIDE, LEFT_OUT, WEIGHTLESS])
def test_where_nothing_that_weighs_applies_no_limit_on_the_total_acts_and_the_card_is_complete(project: str) -> None:
    card = scored(RULES, project, HEAD)
    assert (card.total.points, card.grade, card.status) == (None, None, "complete")
    for name in ("cap", "graded"):
        told = limit(card, name).reason
        assert (limit(card, name).bites, told and told.en) == (
            "no",
            "there is no total: nothing that has a weight applies",
        )
    assert limit(card, "open").bites == "unknown"  # it could only move a grade that there is not
    assert (result(card, "of_total").outcome, result(card, "of_group").outcome) == ("not_applicable",) * 2


def test_where_it_is_unknown_whether_anything_applies_so_is_what_a_limit_on_the_total_does() -> None:
    rules = RULES.replace("total < 6", "total <= 20")  # which every total is, if there is one
    card = scored(rules, UNDECIDED, HEAD)
    assert (limit(card, "cap").bites, card.status) == ("unknown", "incomplete")
    beside = UNDECIDED + 'B = { in = "h", weight = 10, rule = "given", actual = 1 }\n'
    assert limit(scored(rules, beside, RULEBOOK + "total = 20\n"), "cap").bites == "yes"


def test_a_limit_of_a_result_that_does_not_apply_does_not_act() -> None:
    rules = """
[fact]
a = { kind = "number" }
[limit.cap]
when = "total < 6"
total = { at_most = 5 }
[result.t]
is = "a"
when = "a > 0"
total = true
"""
    card = scored(rules, "[facts]\na = 0\n")
    assert (card.total.points, limit(card, "cap").bites, card.status) == (None, "no", "complete")
    none = rules.replace('is = "a"\nwhen = "a > 0"', 'rows = [["a > 0", "a"], ["else", { none = true }]]')
    card = scored(none, "[facts]\na = 0\n")
    assert (card.total.points, limit(card, "cap").bites, card.status) == (None, "no", "complete")
    assert limit(scored(rules, ""), "cap").bites == "unknown"


# ---------------------------------------------------------------------- what results read


def test_a_result_reads_the_total_and_subtotals_as_they_are_after_limits() -> None:
    rules = RULES.replace(
        "[result.of_total]",
        '[limit.group]\nwhen = "subtotal.g > 3"\ngroup = { g = { at_most = 3 } }\n[result.of_total]',
    )
    card = scored(
        rules, '[facts]\nopen = 9\n[indicator]\nA = { in = "g", weight = 10, rule = "given", actual = 7 }\n', HEAD
    )
    assert (card.total.points, card.groups[0].points) == (3, 3)
    assert (result(card, "of_total").value, result(card, "of_group").value) == (6, 4)
    assert limit(card, "cap").bites == "no"  # conditions read 7


def test_a_result_of_a_total_that_is_a_range_is_not_scorable_and_says_so() -> None:
    rules = RULES.replace("total * 2", "total").replace("subtotal.g + 1", "subtotal.g")
    for given in (RULES, rules):
        card = scored(given, '[facts]\nopen = 9\n[indicator]\nA = { in = "g", weight = 10, rule = "given" }\n', HEAD)
        for name, read in (("of_total", "total"), ("of_group", "subtotal.g")):
            found = result(card, name)
            assert (found.outcome, found.missing) == ("not_scorable", (read,))
            assert found.reason is not None and found.reason.en == "only limits of it are known"


# ---------------------------------------------------------------------- grades that are open


OPEN_GRADE = """
[grade]
by = ["total", "inside"]
rows = [[">= 8", true, "high"], ["-", "-", "low"]]
"""


def test_a_card_whose_grade_is_open_is_incomplete() -> None:
    rules = RULES[: RULES.index("[grade]")] + OPEN_GRADE
    row = '[indicator]\nA = { in = "g", weight = 10, rule = "given", actual = 9 }\n'
    card = scored(rules, row, HEAD)
    assert (card.total.points, card.grades_possible, card.status) == (9, ("low", "high"), "incomplete")
    assert scored(rules, "[facts]\ninside = true\n" + row, HEAD).status == "complete"
    assert scored(rules, row.replace("9", "7"), HEAD).status == "complete"


@pytest.mark.parametrize(("optional", "status"), [("", "incomplete"), ("optional = true\n", "complete")])
def test_a_result_whose_grade_is_open_is_so_as_well(optional: str, status: str) -> None:
    rules = RULES[: RULES.index("[rule.given]")] + OPEN_GRADE.replace("[grade]", "[grade.class]").replace(
        '"total"', '"r"'
    )
    rules = rules.replace('"r", "inside"', '"open", "inside"') + f'[result.r]\nis = "open"\ngrade = "class"\n{optional}'
    card = scored(rules, "[facts]\nopen = 9\n")
    assert (card.results[0].grade, card.status) == (None, status)
    assert scored(rules, "[facts]\nopen = 9\ninside = true\n").status == "complete"


# ---------------------------------------------------------------------- as columns


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    made = connect("1GB", 1, tmp_path_factory.mktemp("spilled"))
    yield made
    made.close()


def by_columns(connection: Connection, rules: str, rows: str) -> Agreement:
    """A table of every way in which facts and an indicator are reported or not, on both engines."""
    book, problems = put_together([document(HEAD + rules, "rules/test/test.toml")])
    assert book is not None and not has_errors(problems), [one.message.en for one in problems]
    head = 'format = 1\n[indicator_set]\nname = "s"\nrules = "test"\n[indicator]\n'
    chosen, problems = put_set_together([document(head + rows, "indicators/s/set.toml")])
    assert chosen is not None and not has_errors(problems), [one.message.en for one in problems]
    listed = [
        {"A.actual": actual, "A.not_applicable": away, "open": number, "inside": truth}
        for actual in ("", "4", "9")
        for away in ("", "none here")
        for number in ("", "3", "9")
        for truth in ("", "true", "false")
    ]
    return agreement(connection, book, chosen, staged(connection, listed), 2024)


@pytest.mark.parametrize("rule", ["given", "within", "left"])
@pytest.mark.parametrize(
    "grade", [RULES, RULES.replace('[grade]\nrows = [[">= 8", "high"], ["else", "low"]]', OPEN_GRADE)]
)
def test_columns_say_the_same_of_rows_without_a_total(connection: Connection, rule: str, grade: str) -> None:
    beside = '\nB = { in = "h", weight = 0, rule = "extra", actual = 2 }'
    for more in ("", beside):
        made = by_columns(connection, grade, f'A = {{ in = "g", weight = 10, rule = "{rule}" }}{more}\n')
        assert made.differences == []
        assert made.fast > 0, made.refused
