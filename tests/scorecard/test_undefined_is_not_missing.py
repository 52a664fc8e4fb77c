"""What has no value though all is reported, such as a division by zero, is told as undefined and never as missing."""

from __future__ import annotations

import pytest

from tests.writing import scored

FACTS = '[fact]\nn2 = { kind = "number" }\nn4 = { kind = "number" }\n'
PROJECT = '[facts]\nn2 = 1\nn4 = 0\n[indicator]\nX = { in = "g", label = "x", weight = 5, rule = "r" }\n'


@pytest.mark.parametrize(("policy", "points"), [("zero", "0"), ("full", "5")])
def test_a_missing_policy_that_acts_on_what_is_undefined_says_so(policy: str, points: str) -> None:
    rules = FACTS + f'[rule.r]\ngives = "points"\nis = "n2 / n4"\nmissing = "{policy}"\n'
    one = scored(rules, PROJECT).indicators[0]
    assert (one.outcome, str(one.points), one.missing) == ("scored", points, ())
    assert one.reason is not None
    assert one.reason.en == f"undefined, division by zero: n2, n4; policy {policy}"
    assert one.reason.zh == f"无定义，除以零：n2、n4；按缺失处理 {policy}"


def test_a_row_for_what_is_missing_that_takes_what_is_undefined_says_so() -> None:
    rules = FACTS + '[rule.r]\nby = "n2 / n4"\nrows = [["missing", 2.5]]\notherwise = 2\n'
    one = scored(rules, PROJECT).indicators[0]
    assert (str(one.points), one.arithmetic is not None) == ("5/2", True)
    assert one.arithmetic is not None
    assert one.arithmetic.en == "n2 / n4 is undefined (yes) → 2.50"
