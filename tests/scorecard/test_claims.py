"""What a project claims is compared at its own decimals, and what a person judged is told apart from what a rule says."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import pytest

from scoring.engines.columnar.duck import Connection, connect
from scoring.problems import has_errors
from scoring.rulebook.rulebook import put_set_together, put_together
from tests.columns import agreement, staged
from tests.writing import document, scored

FINE = 'format = 1\n[rulebook]\nname = "test"\nweights_off_total = "finding"\npoints = { decimals = 6 }\n'
ROUNDED = 'format = 1\n[rulebook]\nname = "test"\nweights_off_total = "finding"\n'
RULES = """
[rule.ratio]
kind = "proportional"
[rule.view]
kind = "judged"
levels = [["好", ">= 80%"], ["差", ">= 0%"]]
"""


def row(id_: str, actual: int, claimed: str, weight: int = 30) -> str:
    return (
        f'{id_} = {{ in = "产出", label = "{id_}", weight = {weight}, rule = "ratio", target = ">= 30 件", '
        f'actual = "{actual} 件", claimed = {claimed} }}\n'
    )


def told(project: str, head: str = ROUNDED) -> list[str]:
    return [one.code for one in scored(RULES, project, head).findings if one.code != "weights-off-total"]


def test_points_are_rounded_to_the_decimals_that_were_claimed() -> None:
    """29 of 30 earn 9.6667 of 10."""
    for claimed, codes in (
        ("9.67", []),
        ("9.7", []),
        ("9.66", ["claimed-points-differ"]),
        ("10", ["claimed-points-differ"]),
    ):
        assert told("[indicator]\n" + row("A", 29, claimed, 10), FINE) == codes, claimed


def test_a_total_is_compared_at_its_own_decimals() -> None:
    project = "[indicator]\n" + row("A", 29, "9.67", 10) + "[claim.self]\ntotal = 9.67\n"
    card = scored(RULES, project, FINE)
    assert card.total.points == Fraction("9.666667")
    assert card.claims[0].supported is True and card.claims[0].difference is not None
    assert card.claims[0].difference.lowest == card.claims[0].difference.highest == 0


def test_the_finest_decimals_of_a_role_hold_for_all_that_it_claims() -> None:
    """9.7 beside 9.67 is 9.70, and 9.67 points are not that."""
    project = "[indicator]\n" + row("A", 29, "9.67", 10) + row("B", 29, "9.7", 10)
    assert told(project, FINE) == ["claimed-points-differ"]


def test_whole_numbers_are_not_taken_for_rounded_ones() -> None:
    assert told("[indicator]\n" + row("A", 29, "10", 10)) == ["claimed-points-differ"]


def test_what_a_person_judged_has_a_code_of_its_own() -> None:
    judged = 'judged = { level = "好", share = "90%", by = "组", on = 2025-01-01, why = "所见" }'
    project = (
        "[indicator]\n" + row("A", 15, "30")
        + f'B = {{ in = "效益", label = "乙", weight = 10, rule = "view", target = "定性", {judged}, claimed = 10 }}\n'
    )  # fmt: skip
    assert told(project) == ["claimed-points-differ", "judged-differently"]


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    made = connect("1GB", 1, tmp_path_factory.mktemp("spilled"))
    yield made
    made.close()


@pytest.mark.parametrize("head", [FINE, ROUNDED])
def test_columns_compare_claims_as_the_definition_does(connection: Connection, head: str) -> None:
    book, problems = put_together([document(head + RULES, "rules/test/rulebook.toml")])
    assert book is not None and not has_errors(problems), problems
    chosen, problems = put_set_together([document(
        'format = 1\n[indicator_set]\nname = "s"\nrules = "test"\n[indicator]\n'
        'A = { in = "产出", label = "甲", weight = 10, rule = "ratio", target = ">= 30 件" }\n'
        'B = { in = "效益", label = "乙", weight = 10, rule = "view" }\n', "indicators/s/set.toml")])  # fmt: skip
    assert chosen is not None and not has_errors(problems), problems
    rows = [
        {"A.actual": "29 件", "B.level": "好", "B.share": share, "A.claim": a, "B.claim": b, "claim.self": total}
        for share in ("90%", "86.67%")
        for a in ("9.67", "9.7", "10", "9.666", "")
        for b in ("9", "8.67", "8.7", "")
        for total in ("18.67", "18.7", "19", "18.34", "")
    ]
    found = agreement(connection, book, chosen, staged(connection, rows), 2024)
    assert found.differences == [] and (found.fast, found.slow) == (len(rows), 0), found


def test_a_difference_is_that_of_the_points_themselves() -> None:
    """9.6667 points are 9.7 at the decimal of the claim, and 10 less 9.6667 is 0.3333."""
    project = "[indicator]\n" + row("A", 29, "9.6", 10) + "[claim.self]\ntotal = 10\n"
    card = scored(RULES, project, FINE)
    assert card.claims[0].difference is not None and card.claims[0].difference.lowest == Fraction("0.333333")
