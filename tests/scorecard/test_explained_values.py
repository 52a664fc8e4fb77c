"""A value says how it came about wherever it is named: as a result, as points, and called with arguments."""

from __future__ import annotations

import pytest

from scoring.assessor.assessor import explain_value
from scoring.scorecard.scorecard import ResultScore
from tests.writing import prepared, scored

RULES = """
[fact]
a = { kind = "number" }
b = { kind = "number" }
inside = { kind = "yes_no" }
[value.score]
is = "a * 2 + b"
[value.banded]
by = "a"
rows = [["> 5", "a * 10"], ["else", 1]]
[value.line]
with = ["x"]
by = "x"
rows = [["> 5", "x * 10"], ["else", 1]]
[value.times]
with = ["x", "k"]
is = "x * k + b"
[value.unneeded]
with = ["x"]
is = "x + 1"
[result.other]
is = "line(a) + times(b, 3) + line(a - 4) + (if a > 0 then 0 else unneeded(a))"
"""
FACTS = "[facts]\na = 7\nb = 2\ninside = true\n"


def explained(name: str, rules: str = RULES) -> ResultScore | None:
    ready, _ = prepared(rules, FACTS)
    assert ready is not None
    return explain_value(ready, name)


def arithmetic(result: str) -> str:
    card = scored(RULES + f"[result.score]\n{result}\n", FACTS)
    found = next(one for one in card.results if one.name == "score")
    assert found.arithmetic is not None
    return found.arithmetic.en


@pytest.mark.parametrize(
    ("result", "said"),
    [
        ('is = "score"', "7 × 2 + 2 [b] = 16"),  # of the same name as the value
        ('is = "banded"', "7 > 5 → 7 × 10 = 70"),
        ('is = "banded"\nbetween = [0, 50]', "7 > 5 → 7 × 10 = 70 → at most 50"),
        ('is = "score"\nround = { step = 10 }', "7 × 2 + 2 [b] = 16 → 20 [a multiple of 10]"),
        ('is = "score"\nwhen = "inside"', "inside (yes) → 7 × 2 + 2 [b] = 16"),
        ('is = "score"\nmissing = "zero"', "7 × 2 + 2 [b] = 16"),
        ('is = "score + 1"', "16 [score] + 1 = 17"),
    ],
)
def test_a_result_that_is_a_value_shows_the_sum_of_the_value(result: str, said: str) -> None:
    assert arithmetic(result) == said


def test_points_that_are_a_value_show_its_sum() -> None:
    rule = '[rule.r]\ngives = "points"\nis = "score"\n'
    row = '[indicator]\nX = { in = "g", weight = 12, rule = "r" }\n'
    found = scored(RULES + rule, FACTS + row).indicators[0]
    assert found.arithmetic is not None and found.arithmetic.en == "7 × 2 + 2 [b] = 16 → at most 12"


def test_a_value_with_parameters_is_explained_by_its_calls() -> None:
    found = explained("line")
    assert found is not None
    assert [one.en for one in found.calls] == ["line(x = 7): 7 > 5 → 7 × 10 = 70", "line(x = 3): 1"]
    assert found.shown is not None and found.shown.zh == "2 次调用"
    assert list(found.facts) == ["a"] and str(found.where) == "rules/test/test.toml:16:2"
    times = explained("times")
    assert times is not None and [one.en for one in times.calls] == ["times(x = 2, k = 3): 2 × 3 + 2 [b] = 8"]


def test_a_value_with_parameters_that_nothing_needs_says_so() -> None:
    found = explained("unneeded")
    assert found is not None and found.outcome == "none" and not found.calls
    assert found.reason is not None and found.reason.en.startswith("nothing of this project needs it")
    assert explained("unneeded", RULES.replace(" + (if a > 0 then 0 else unneeded(a))", "")) is None


def test_of_many_calls_the_first_are_told() -> None:
    calls = " + ".join(f"line(a + {number})" for number in range(30))
    found = explained("line", RULES + f'[result.many]\nis = "{calls}"\n')
    assert found is not None and len(found.calls) == 21 and found.calls[-1].en == "… and 12 more"
