"""Totals of which something is open: a range holds what comes out, whatever is reported; one number is one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from scoring.engines.columnar.duck import Connection, connect
from scoring.rulebook.rulebook import put_set_together, put_together
from scoring.scorecard.scorecard import Scorecard
from tests.columns import agreement, staged
from tests.writing import RULEBOOK, document, scored

HEAD = RULEBOOK + "total = 100\n"
FACTS = """
[fact]
a = { kind = "number" }
b = { kind = "number" }
inside = { kind = "yes_no" }
"""
GIVEN = '[rule.given]\ngives = "points"\nis = "actual"\n'


def ends(card: Scorecard) -> tuple[object, ...]:
    return card.total.points, card.total.lowest, card.total.highest


# ---------------------------------------------------------------------- one number


def test_a_total_that_nothing_missing_can_move_is_one_number() -> None:
    rules = FACTS + GIVEN + '[rule.extra]\ngives = "points"\nis = "a"\nbetween = [0, 0]\n'
    rows = '[indicator]\nA = { in = "g", weight = 100, rule = "given", actual = 70 }\n'
    card = scored(rules, rows + 'B = { in = "h", weight = 0, rule = "extra" }\n', HEAD)
    assert (*ends(card), card.status) == (70, 70, 70, "incomplete")
    assert card.indicators[1].outcome == "not_scorable" and card.groups[1].points == 0
    supported = scored(rules, rows + 'B = { in = "h", weight = 0, rule = "extra" }\n[claim.self]\ntotal = 70\n', HEAD)
    assert supported.claims[0].supported is True


def test_a_limit_that_changes_nothing_leaves_nothing_open() -> None:
    rules = (
        FACTS
        + GIVEN
        + '[group.g]\ncombine = "median"\n[limit.l]\nwhen = "a > 1"\ngroup = { "g/x" = { at_least = 40 } }\n'
    )
    rows = "[indicator]\n" + "".join(
        f'{name} = {{ in = "{group}", weight = {weight}, rule = "given", actual = {actual} }}\n'
        for name, group, weight, actual in (("A", "g", 25, 20), ("B", "g", 25, 20), ("C", "g/x", 50, 20))
    )
    card = scored(rules, rows, HEAD)
    assert (*ends(card), card.limits[0].bites, card.status) == (80, 80, 80, "unknown", "complete")


def test_a_product_with_a_zero_is_zero_whatever_the_others_come_to() -> None:
    rules = FACTS + GIVEN + '[group.g]\ncombine = "product"\n'
    rows = '[indicator]\nA = { in = "g", weight = 50, rule = "given", actual = 0 }\nB = { in = "g", weight = 50, rule = "given" }\n'
    card = scored(rules, rows, HEAD)
    assert (*ends(card), card.groups[0].points, card.status) == (0, 0, 0, 0, "incomplete")


# ---------------------------------------------------------------------- what may not apply


EXPORTS = (
    FACTS
    + GIVEN
    + """
[value.abroad]
when = "inside"
is = "a"
[rule.reads]
gives = "points"
is = "abroad"
[rule.either]
gives = "points"
is = "if b > 1 then 40 else abroad"
[rule.presumed]
gives = "points"
by = "abroad"
rows = [["missing", 10], ["else", 20]]
[rule.whole]
of = ["abroad", "b"]
combine = "sum"
gives = "points"
[rule.items]
kind = "checklist"
items = [{ when = "abroad > 1" }, { when = "b > 1" }]
"""
)


def of(rule: str, facts: str = "") -> Scorecard:
    rows = f'[indicator]\nA = {{ in = "g", weight = 50, rule = "{rule}" }}\nB = {{ in = "h", weight = 50, rule = "given", actual = 20 }}\n'
    return scored(EXPORTS, f"[facts]\n{facts}\n{rows}", HEAD)


@pytest.mark.parametrize(
    ("rule", "facts", "low", "high"),
    [
        ("reads", "", 20, 70),  # 40 where it does not apply
        ("reads", "inside = true", 20, 70),
        ("reads", "a = 0", 20, 70),
        ("whole", "", 20, 70),  # `b` applies whatever else does
        ("items", "", 20, 70),
        ("presumed", "", 30, 30),
    ],
)
def test_a_range_holds_what_comes_out_where_a_value_turns_out_not_to_apply(
    rule: str, facts: str, low: int, high: int
) -> None:
    card = of(rule, facts)
    assert (card.total.lowest, card.total.highest) == (low, high)


def test_what_may_not_apply_widens_what_is_spread() -> None:
    rows = """[indicator]
A = { in = "g", weight = 50, rule = "reads" }
B = { in = "g", weight = 50, rule = "given", actual = 45 }
"""
    open_ = scored(EXPORTS, rows, HEAD)
    assert ends(open_) == (None, 45, 95)
    away = scored(EXPORTS, "[facts]\ninside = false\n" + rows, HEAD)
    assert ends(away) == (90, 90, 90)
    never = scored(EXPORTS, rows.replace("45", "5").replace('50, rule = "reads"', '10, rule = "reads"'), HEAD)
    assert (never.total.lowest, never.total.highest) == (5, 15)


@pytest.mark.parametrize("b", ["", "b = 2", "b = 0"])
def test_a_branch_that_does_not_apply_counts_as_long_as_it_may_be_taken(b: str) -> None:
    card = of("either", f"inside = false\n{b}")
    outcome = {"": "not_scorable", "b = 2": "scored", "b = 0": "not_applicable"}[b]
    assert card.indicators[0].outcome == outcome
    if not b:
        for filled in ("b = 2", "b = 0"):
            later = of("either", f"inside = false\n{filled}").total.points
            assert later is not None and card.total.lowest is not None and card.total.highest is not None
            assert card.total.lowest <= later <= card.total.highest


def test_what_does_not_apply_whether_or_not_its_condition_holds_does_not_apply() -> None:
    rules = EXPORTS + '[rule.both]\ngives = "points"\nis = "abroad"\nwhen = "b > 1"\n'
    rows = '[indicator]\nA = { in = "g", weight = 50, rule = "both" }\nB = { in = "h", weight = 50, rule = "given", actual = 20 }\n'
    card = scored(rules, "[facts]\ninside = false\n" + rows, HEAD)
    assert (card.indicators[0].outcome, card.total.points, card.status) == ("not_applicable", 40, "complete")


def test_rules_of_one_condition_apply_together() -> None:
    rules = (
        FACTS
        + GIVEN
        + "".join(
            f'[rule.{name}]\ngives = "points"\nis = "{points}"\nwhen = "inside"\n'
            for name, points in (("x", 10), ("y", 30))
        )
    )
    rows = """[indicator]
X = { in = "g", weight = 30, rule = "x" }
Y = { in = "g", weight = 30, rule = "y" }
B = { in = "h", weight = 40, rule = "given", actual = 40 }
"""
    card = scored(rules, rows, HEAD)
    # together they earn 0 to 60 of 60, or neither counts; one alone would let 40 be more of the total
    assert ends(card) == (None, 40, 100)
    either = (
        scored(rules, "[facts]\ninside = true\n" + rows, HEAD),
        scored(rules, "[facts]\ninside = false\n" + rows, HEAD),
    )
    assert [one.total.points for one in either] == [80, 100]


# ---------------------------------------------------------------------- weights in a mean, rounding in bounds


def test_in_a_mean_a_group_weighs_what_applies_of_it() -> None:
    rules = FACTS + GIVEN + '[group.g]\ncombine = "mean"\n'
    rows = """[indicator]
A = { in = "g", weight = 60, rule = "given", actual = 20 }
B = { in = "g/x", weight = 20, rule = "given" }
C = { in = "g/x", weight = 20, rule = "given", actual = 20 }
[not_applicable]
B = { why = "none here" }
"""
    mean, added = (scored(one, rows, HEAD) for one in (rules, rules.replace('"mean"', '"sum"')))
    assert mean.total.points == added.total.points == 50  # (20 + 20) ÷ 80
    for how in ("mean", "sum"):
        siblings = scored(rules.replace('"mean"', f'"{how}"'), rows, HEAD + 'not_applicable = "siblings"\n')
        assert siblings.total.points == 60  # C is all of `g/x`


def test_a_bound_of_a_rule_wins_over_its_own_rounding() -> None:
    rule = '[rule.r]\ngives = "points"\nis = "a"\nbetween = ["5%", 9]\nround = { step = 2 }\n'
    row = '[indicator]\nX = { in = "g", weight = 10, rule = "r" }\n'
    for a, points, said in (
        ("0.2", "0.5", "0.2 → 0 [a multiple of 2] → at least 0.5"),
        ("9.5", "9", "9.5 → 10 [a multiple of 2] → at most 9"),
        ("4.2", "4", "4.2 → 4 [a multiple of 2]"),
    ):
        found = scored(FACTS + rule, f"[facts]\na = {a}\n" + row).indicators[0]
        assert str(float(found.points or 0)).removesuffix(".0") == points
        assert found.arithmetic is not None and found.arithmetic.en == said


# ---------------------------------------------------------------------- as columns


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    made = connect("1GB", 1, tmp_path_factory.mktemp("spilled"))
    yield made
    made.close()


@pytest.mark.parametrize("rule", ["reads", "either", "whole", "items", "presumed"])
@pytest.mark.parametrize("how", ["sum", "mean", "min"])
def test_columns_say_the_same_of_open_totals(connection: Connection, rule: str, how: str) -> None:
    rules = EXPORTS + f'[group.g]\ncombine = "{how}"\n'
    book, problems = put_together([document(HEAD + rules, "rules/test/test.toml")])
    assert book is not None, problems
    head = 'format = 1\n[indicator_set]\nname = "s"\nrules = "test"\n[indicator]\n'
    rows = f"""A = {{ in = "g", weight = 40, rule = "{rule}" }}
B = {{ in = "g/x", weight = 30, rule = "given" }}
C = {{ in = "g/x", weight = 30, rule = "given" }}
"""
    chosen, problems = put_set_together([document(head + rows, "indicators/s/set.toml")])
    assert chosen is not None, problems
    table = [
        {"a": a, "b": b, "inside": inside, "B.actual": actual, "C.actual": "20", "C.not_applicable": away}
        for a in ("", "3")
        for b in ("", "0", "2")
        for inside in ("", "true", "false")
        for actual in ("", "0", "12")
        for away in ("", "none here")
    ]
    made = agreement(connection, book, chosen, staged(connection, table), 2024)
    assert made.differences == []
    assert made.fast > 0, made.refused
