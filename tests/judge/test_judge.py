"""The program scores as a second interpreter does that was written from the documents alone."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.judge.compare import Said, apart, both_cards, program, told
from tests.judge.generate import drawn
from tests.judge.scorecards import scorecard
from tests.judge.written import toml

SEEDS = 150


def test_every_drawn_project_is_scored_as_the_documents_say() -> None:
    seen: set[str] = set()
    with program() as scored_by:
        for seed in range(SEEDS):
            pair = drawn(seed)
            card, program_says, judge_says = both_cards(pair, scored_by)
            parts = apart(card, program_says, judge_says)
            assert not parts, f"seed {seed}\n{told(pair, parts)}"
            seen |= reached(card)
    assert seen >= WANTED, f"a generator that draws only what is easy proves nothing: {WANTED - seen}"


WANTED = {"refused", "scored", "not_scorable", "yes", "no", "unknown", "result scored", "result none"}
WANTED |= {"result not_scorable", "complete", "incomplete", "several grades", "a policy", "not_applicable"}


def reached(card: Said) -> set[str]:
    if "refused" in card:
        return {"refused"}
    seen = {card["status"]} | {each["outcome"] for each in card["indicators"]}
    seen |= {each["bites"] for each in card["limits"]} | {f"result {each['outcome']}" for each in card["results"]}
    seen |= {"several grades"} if len(card["grades_possible"]) > 1 else set()
    return seen | ({"a policy"} if any(each["policy"] for each in card["indicators"]) else set())


def test_the_same_seed_draws_the_same() -> None:
    assert [toml(drawn(seed).book) for seed in range(20)] == [toml(drawn(seed).book) for seed in range(20)]


LAWS = """
format = 1
[rulebook]
name = "laws"
total = 100
[fact]
a = { kind = "number" }
b = { kind = "number" }
[rule.r]
gives = "points"
is = "a"
[value.away]
when = "a < 5"
is = "a"
"""


@pytest.mark.parametrize(
    ("formula", "points"),
    [
        ("if a > 5 then 8 else 1 / 0", 8),  # only the taken branch counts
        ("round(2 / 3, 2)", "0.67"),
        ("0.1 + 0.2 - 0.3", 0),
        ("if not (a > 5 and b > 1) then 1 else 2", None),  # true and unknown is unknown
        ("if a < 5 and b > 1 then 1 else 2", 2),  # false and unknown is false
        ("if a > 5 or 1 / 0 > 1 then 1 else 2", 1),  # true or a fault is true
        ("if away > 5 and b > 1 then 1 else 2", None),  # what is missing may still decide
        ("if away > 5 or a > 5 then 1 else 2", 1),  # true or what does not apply is true
        ("if known(away) then 1 else 2", 2),
    ],
)
def test_the_judge_itself_keeps_the_laws(formula: str, points: object) -> None:
    """What the judge was written from, said again where it can be read at a glance."""
    rules = LAWS.replace('is = "a"', f'is = "{formula}"')
    project = 'format = 1\nproject = "p"\nperiod = 2024\n[facts]\na = 10\n'
    project += '[indicator]\nN = { in = "g", label = "n", weight = 100, rule = "r" }\n'
    card = scorecard(rules, project)
    assert card.points == (None if points is None else Fraction(str(points)))
