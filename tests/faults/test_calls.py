"""Values with parameters: what a call reads, what is told of one that fails, and how often it is computed."""

from __future__ import annotations

import pytest

from scoring.problems import InputRefused
from tests.writing import prepared, refused, scored

TABLE = """
[fact]
n = { kind = "number" }
[value.cell]
with = ["k"]
by = "k"
rows = [["0", 1], ["1", 3], ["2", 10]]
"""


def value(rules: str, facts: str) -> object:
    (one,) = [each for each in scored(rules, f"[facts]\n{facts}").results if each.name == "r"]
    return one.value


def told(rules: str, facts: str) -> list[str]:
    with pytest.raises(InputRefused) as refusal:
        scored(rules, f"[facts]\n{facts}")
    return [problem.message.en for problem in refusal.value.problems]


def test_several_results_of_a_table_with_parameters_are_read_by_a_dot() -> None:
    rules = """
[fact]
n = { kind = "number" }
[value.line]
with = ["k"]
by = "k"
gives = { lo = "number", hi = "number" }
rows = [["1", 10, 12], ["2", 20, 24]]
[result.r]
is = "line(n).lo + line(n + 1).hi"
"""
    assert value(rules, "n = 1") == 34
    (problem,) = refused(rules.replace(".lo", ".low"), "[facts]\nn = 1")
    assert "`line(n)` has no `low`" in problem


def test_a_refused_lookup_tells_the_key_as_it_was_tested_and_the_table_that_refused() -> None:
    (message,) = told(f'{TABLE}[value.caller]\nis = "cell(n + 1)"\n[result.r]\nis = "caller"', "n = 7")
    assert message == "no row of `cell` matches: n + 1 = 8"


def test_a_key_is_told_once_and_in_its_unit() -> None:
    rules = """
[fact]
spent = "元"
[value.band]
by = "spent"
rows = [["< 10 万元", 1]]
[result.r]
is = "band"
"""
    (message,) = told(rules, 'spent = "12 万元"')
    assert message == "no row of `band` matches: spent = 12 万元"


def test_a_value_of_ones_own_is_not_called_like_a_function() -> None:
    (problem,) = refused(
        '[fact]\nn = { kind = "number" }\n[value.max]\nwith = ["k"]\nis = "k"\n[result.r]\nis = "max(n)"',
        "[facts]\nn = 1",
    )
    assert "reserved-name" in problem


def test_what_is_nested_deeper_than_the_limit_is_told_by_the_limits_name_and_not_as_a_circle() -> None:
    calls = "\n".join(f'[value.f{i}]\nwith = ["x"]\nis = "f{i - 1}(x + {i})"' for i in range(1, 60))
    rules = f'[fact]\nn = {{ kind = "number" }}\n[value.f0]\nwith = ["x"]\nis = "x"\n{calls}\n[result.r]\nis = "f59(n)"'
    problems = refused(rules, "[facts]\nn = 1")
    assert problems and all("circle" not in problem for problem in problems)
    assert any("calls-too-deep" in problem for problem in problems)


def test_more_different_calls_than_the_limit_are_told_by_the_limits_name() -> None:
    cases = " + ".join(f"f(n + {i}, {i})" for i in range(90))
    rules = f"""
[fact]
n = {{ kind = "number" }}
[value.g]
with = ["x", "i"]
is = "x * i"
[value.f]
with = ["x", "i"]
is = "{" + ".join(f"g(x, i + {k})" for k in range(70))}"
[result.r]
is = "{cases}"
"""
    problems = refused(rules, "[facts]\nn = 1")
    assert problems and all("too-many-calls" in problem for problem in problems)


def test_a_real_circle_is_still_told_as_one() -> None:
    rules = '[fact]\nn = { kind = "number" }\n[value.f]\nwith = ["x"]\nis = "g(x)"\n[value.g]\nwith = ["x"]\nis = "f(x)"\n[result.r]\nis = "f(n)"'
    assert any("circle: f → g → f" in problem for problem in refused(rules, "[facts]\nn = 1"))


def test_calls_with_equal_arguments_are_one_value() -> None:
    calls = "\n".join(f'[value.f{i}]\nwith = ["x"]\nis = "f{i - 1}(x) + f{i - 1}(x)"' for i in range(1, 40))
    rules = f'[fact]\nn = {{ kind = "number" }}\n[value.f0]\nwith = ["x"]\nis = "x"\n{calls}\n[result.r]\nis = "f39(n)"'
    assert value(rules, "n = 3") == 3 * 2**39


def test_the_warnings_of_a_table_that_is_called_often_are_told_once() -> None:
    rules = f'{TABLE}[result.r]\nis = "cell(n) + cell(n + 1) + cell(n - 1)"'
    ready, problems = prepared(rules, "[facts]\nn = 1")
    assert ready is not None
    assert len(problems) == len({(problem.code, problem.place, problem.message.en) for problem in problems})


def test_a_mistake_in_a_table_that_is_called_often_is_told_once() -> None:
    rules = TABLE.replace('"2", 10', '"2", "m * 2"') + '[result.r]\nis = "cell(n) + cell(n + 1) + cell(n - 1)"'
    assert len(refused(rules, "[facts]\nn = 1")) == 1


def test_a_table_called_with_constants_gives_what_the_same_rows_give_by_themselves() -> None:
    table = '[value.t]\nwith = ["k", "j"]\nby = ["k", "j"]\nrows = [["1", "1", 11], ["1", "< 3", 12], ["2", "-", 20], ["-", "9", 99]]\notherwise = 0\n'
    for j, expected in ((1, 11), (2, 12), (3, 0), (9, 99)):
        rules = f'[fact]\nn = {{ kind = "number" }}\n{table}[result.r]\nis = "t(n, {j}) + t(1, {j}) - t(1, {j})"'
        assert value(rules, "n = 1") == expected
        assert value(rules, "n = 2") == 20
