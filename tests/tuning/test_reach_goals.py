"""A goal that makes no sense is refused in the words of whoever asked for it, by the command as in Python."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from scoring.api.reaching import reach
from scoring.problems import InputRefused
from tests.running import run

FORM = Path(__file__).parents[2] / "examples" / "self-evaluation" / "form.toml"
OF_RESULTS = """format = 1
[rulebook]
name = "results"
[fact]
paid = { kind = "number" }
[result.rate]
is = "paid / 2"
"""
MORE = """format = 1
[rulebook]
name = "more"
total = 100
[fact]
done = { kind = "number", range = ">= 0 and <= 200" }
[rule.done]
gives = "share"
between = ["0%", "120%"]
is = "done / 100"
"""
PROJECT = 'format = 1\nproject = "P"\nperiod = 2024\nrules = "rules.toml"\n[facts]\n{facts}\n'
ROW = '[indicator]\nA = { in = "甲", weight = 100, rule = "done" }\n'


@pytest.mark.parametrize(("goal", "said"), [
    ({}, "neither a grade nor points"),
    ({"grade": "优", "points": 90}, "a grade and points are asked for"),
    ({"points": -5}, "`-5` is no number of points"),
    ({"points": "-5"}, "`-5` is no number of points"),
    ({"points": "ninety"}, "`ninety` is no number of points"),
    ({"points": ""}, "`` is no number of points"),
    ({"points": "nan"}, "`nan` is no number of points"),
    ({"points": Decimal("NaN")}, "`NaN` is no number of points"),
    ({"points": Decimal("Infinity")}, "`Infinity` is no number of points"),
    ({"points": float("nan")}, "`nan` is no number of points"),
    ({"points": 90.5}, "`90.5` is no number of points"),
    ({"points": True}, "`True` is no number of points"),
    ({"points": [90]}, "`[90]` is no number of points"),
    ({"points": "1/3"}, "`1/3` is no number of points"),
    ({"points": "9" * 200}, "… is no number of points".replace("… ", "9…` ")),
    ({"points": 101}, "`101` points are more than the full 100"),
    ({"points": "100.01"}, "`100.01` points are more than the full 100"),
    ({"grade": "甲"}, "there is no grade `甲`"),
    ({"grade": ""}, "there is no grade ``"),
    ({"grade": 5}, "`5` is no grade"),
    ({"grade": ["优"]}, "`['优']` is no grade"),
])  # fmt: skip
def test_python_refuses_it(goal: dict[str, object], said: str) -> None:
    with pytest.raises(InputRefused) as refused:
        reach(FORM, **goal)  # type: ignore[arg-type]
    (problem,) = refused.value.problems
    assert said in problem.message.en and problem.code == "no-goal"
    assert problem.fix is not None or "grade" in goal


def test_a_float_is_told_how_to_be_written() -> None:
    with pytest.raises(InputRefused) as refused:
        reach(FORM, points=90.5)  # type: ignore[arg-type]
    assert [one.fix.en for one in refused.value.problems if one.fix] == ['a float is not exact: write "90.5"']


@pytest.mark.parametrize(("options", "status", "said"), [
    ((), 2, "neither a grade nor points"),
    (("--grade", "优", "--points", "90"), 2, "a grade and points are asked for"),
    (("--points", "-5"), 2, "`-5` is no number of points; points are a number from 0 on"),
    (("--points", "ninety"), 2, "`ninety` is no number of points"),
    (("--points", "inf"), 2, "`inf` is no number of points"),
    (("--points", "101"), 1, "`101` points are more than the full 100"),
    (("--grade", "甲"), 1, "there is no grade `甲`"),
    (("--grade", ""), 1, "there is no grade ``"),
    (("--points", "101", "--lang", "zh"), 1, "101 分超过满分 100 分"),
    (("--points", "-5", "--lang", "zh"), 2, "-5 不是分数"),
])  # fmt: skip
def test_the_command_refuses_it(options: tuple[str, ...], status: int, said: str) -> None:
    done = run("reach", FORM, *options)
    assert done.status == status and said in done.said and not done.out, done.said


def test_exact_numbers_are_taken_and_a_grade_that_is_there() -> None:
    for points in (" 90.0 ", Decimal("90.0"), Fraction(181, 2)):
        assert reach(FORM, points=points).found.reached
    assert reach(FORM, grade="良").found.reached


def test_a_single_name_that_is_kept_is_one_name() -> None:
    assert reach(FORM, points=90, keep="spent").found.kept == ("spent",)


def test_where_there_is_no_total_no_points_are_asked_for(tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_text(OF_RESULTS, encoding="utf-8")
    (tmp_path / "p.toml").write_text(PROJECT.format(facts="paid = 3"), encoding="utf-8")
    for goal, said in (({"points": 5}, "no total"), ({"grade": "优"}, "no grade to reach")):
        with pytest.raises(InputRefused, match=said):
            reach(tmp_path / "p.toml", **goal)  # type: ignore[arg-type]


def test_more_than_the_full_points_may_be_asked_for_where_a_rule_gives_more(tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_text(MORE, encoding="utf-8")
    (tmp_path / "p.toml").write_text(PROJECT.format(facts="done = 90") + ROW, encoding="utf-8")
    (way,) = reach(tmp_path / "p.toml", points=110).found.ways
    assert (way.changes[0].after, way.total) == ("110", 110)
    assert "full points are 100" in reach(tmp_path / "p.toml", points=110).text()
