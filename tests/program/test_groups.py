"""Groups that combine what their members achieved, in the user's notation."""

from fractions import Fraction

import pytest

from tests.writing import prepared, scored

FACTS = '[fact]\na = "%"\nb = "%"\n[rule.a]\ngives = "share"\nis = "a"\n[rule.b]\ngives = "share"\nis = "b"\n'
ROWS = """
[facts]
a = "81%"
b = "64%"
[indicator]
A = { in = "g/x", label = "A", weight = 30, rule = "a" }
B = { in = "g/y", label = "B", weight = 10, rule = "b" }
"""


def subtotal(how: str, more: str = "") -> Fraction | None:
    card = scored(f'{FACTS}[group."g"]\ncombine = "{how}"\nweight = 50\n{more}', ROWS)
    return next(group.points for group in card.groups if group.path == "g")


@pytest.mark.parametrize(
    ("how", "more", "points"),
    [
        ("mean", "", "38.38"),  # (0.81 × 30 + 0.64 × 10) ÷ 40 × 50 = 38.375
        ("min", "", "32"),
        ("max", "", "40.5"),
        ("median", "", "36.25"),
        ("product", "", "25.92"),  # 0.81 × 0.64 × 50: weights are no exponents
        ("geomean", "round = { decimals = 3 }", "38.184"),  # (0.81^30 × 0.64^10)^(1/40) × 50
    ],
)
def test_a_group_earns_the_combined_degree_of_its_weight(how: str, more: str, points: str) -> None:
    assert subtotal(how, more) == Fraction(points)


def test_a_group_that_adds_up_weighs_what_its_members_do() -> None:
    _, problems = prepared(
        f'{FACTS}[group."g"]\nweight = 50\n',
        ROWS,
        'format = 1\n[rulebook]\nname = "test"\nweights_off_total = "stop"\n',
    )
    assert [problem.code for problem in problems] == ["group-weight"]


def test_a_geometric_mean_declares_its_decimals() -> None:
    _, problems = prepared(f'{FACTS}[group."g"]\ncombine = "geomean"\n', ROWS)
    assert [problem.code for problem in problems] == ["rounding-unclear"]
