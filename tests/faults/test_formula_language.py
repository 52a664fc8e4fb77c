"""What the language of formulas and constructs gained: texts put together, presumptions that are formulas, whole numbers."""

from __future__ import annotations

from fractions import Fraction

import pytest

from scoring.problems import InputRefused
from tests.writing import refused, scored


def results(rules: str, facts: str) -> dict[str, object]:
    card = scored(rules, f"[facts]\n{facts}")
    return {one.name: one.value if one.outcome == "scored" else one.outcome for one in card.results}


def test_text_puts_codes_together() -> None:
    rules = """
[fact]
eq1 = { kind = "number" }
eq2 = ["a", "b"]
gone = { kind = "number" }
[value.macro]
by = "text(eq1, eq2, '/', eq1 + 1)"
rows = [["1a/2", 9], ["else", 0]]
[result.code]
is = "text(eq1, eq2)"
[result.m]
is = "macro"
[result.u]
is = "text(eq1, gone)"
"""
    assert results(rules, 'eq1 = 1\neq2 = "a"') == {"code": "1a", "m": 9, "u": "not_scorable"}


def test_a_number_that_has_no_end_makes_no_code() -> None:
    rules = '[fact]\nn = { kind = "number" }\n[result.code]\nis = "text(n / 3)"'
    assert results(rules, "n = 6") == {"code": "2"}
    card = scored(rules, "[facts]\nn = 1")
    assert card.results[0].outcome == "not_scorable"


def test_a_presumption_may_be_another_fact() -> None:
    rules = """
[fact]
base = { kind = "number" }
modified = { kind = "number", if_missing = "= base" }
[result.r]
is = "modified * 2"
"""
    assert results(rules, "base = 3") == {"r": 6}
    assert results(rules, "base = 3\nmodified = 5") == {"r": 10}
    assert results(rules, "") == {"r": "not_scorable"}


def test_presumptions_that_need_each_other_in_a_circle_are_refused() -> None:
    rules = """
[fact]
a = { kind = "number", if_missing = "= b" }
b = { kind = "number", if_missing = "= a" }
[result.r]
is = "a"
"""
    assert any("circle" in problem for problem in refused(rules, "[facts]"))


def test_whole_numbers_and_options_of_numbers() -> None:
    rules = """
[fact]
points = { kind = "whole" }
stage = { kind = "number", options = [0, 1, 2, 3] }
[result.r]
is = "points + stage"
"""
    assert results(rules, "points = 4\nstage = 3") == {"r": 7}
    with pytest.raises(InputRefused) as told:
        results(rules, "points = 4.5\nstage = 7")
    assert [problem.message.en for problem in told.value.problems] == [
        "`points` (points) must be a whole number",
        "`stage` (stage) is none of 0, 1, 2, 3",
    ]


@pytest.mark.parametrize(("weight", "expected"), [("-1", 7), ("-0.5", Fraction(17, 2))])
def test_members_may_have_signed_weights(weight: str, expected: object) -> None:
    rules = f"""
[fact]
a = {{ kind = "number" }}
b = {{ kind = "number" }}
[value.w]
of = ["a", ["b", {weight}]]
combine = "sum"
[result.r]
is = "w"
"""
    assert results(rules, "a = 10\nb = 3") == {"r": expected}


def test_a_weight_may_come_from_a_table() -> None:
    rules = """
[fact]
a = { kind = "number" }
b = { kind = "number" }
class = ["x", "y"]
[value.k]
by = "class"
rows = [["x", -1], ["y", 2]]
[value.w]
of = ["a", ["b", "k"]]
combine = "sum"
[result.r]
is = "w"
"""
    assert results(rules, 'a = 10\nb = 3\nclass = "x"') == {"r": 7}
    assert results(rules, 'a = 10\nb = 3\nclass = "y"') == {"r": 16}
    assert results(rules, "a = 10\nb = 3") == {"r": "not_scorable"}


@pytest.mark.parametrize(("x", "expected"), [(5, 0), (20, 0), (46, Fraction(2, 5)), (85, 1), (90, 1)])
def test_progress_is_the_share_of_the_way_between_two_goalposts(x: int, expected: object) -> None:
    rules = '[fact]\nx = "年"\n[result.up]\nis = "progress(x, 20 年, 85 年)"\n[result.down]\nis = "progress(x, 85 年, 20 年)"'
    assert results(rules, f'x = "{x} 年"') == {"up": expected, "down": 1 - Fraction(expected)}  # type: ignore[arg-type]


def test_every_member_may_be_changed_before_all_are_combined() -> None:
    rules = """
[fact]
a = { kind = "number" }
b = { kind = "number" }
[value.w]
of = ["a", ["b", 3]]
each = "min(1, it / 10)"
combine = "mean"
[result.r]
is = "w"
"""
    assert results(rules, "a = 20\nb = 5") == {"r": Fraction(1 + Fraction(3, 2), 4)}
    (problem,) = refused(rules.replace("it / 10", "itt / 10"), "[facts]\na = 20\nb = 5")
    assert "`itt` is not known" in problem


MATRIX = """
[fact]
severity = ["minor", "major"]
likelihood = { kind = "number" }
[value.risk]
result = true
gives = ["low", "medium", "high"]
by = ["severity", "likelihood"]
across = ["< 1", "< 5", "-"]
rows = [
  ["minor", "low", "low", "medium"],
  ["major", "low", "medium", "high"],
]
"""


@pytest.mark.parametrize(("severity", "likelihood", "expected"), [("minor", 7, "medium"), ("major", 1, "medium")])
def test_a_matrix_is_written_as_it_is_printed_with_a_key_across_its_columns(
    severity: str, likelihood: int, expected: str
) -> None:
    card = scored(MATRIX, f'[facts]\nseverity = "{severity}"\nlikelihood = {likelihood}')
    (risk,) = card.results
    assert (risk.name, risk.value, risk.clause) == (
        "risk",
        expected,
        f"{severity}, {'-' if likelihood == 7 else '< 5'}",
    )


def test_a_row_of_a_matrix_with_a_result_too_few_says_how_many_belong_there() -> None:
    (problem,) = refused(MATRIX.replace('"minor", "low", ', '"minor", '), '[facts]\nseverity = "minor"\nlikelihood = 1')
    assert "this row has 3 cells; 4 belong here, one result for each of `across`" in problem


def test_a_value_may_be_a_result_as_well_and_other_results_read_it() -> None:
    rules = '[fact]\na = "元"\n[value.v]\nresult = true\nis = "a * 2"\nunit = "万元"\n[result.r]\nis = "v / 1 元"'
    card = scored(rules, '[facts]\na = "5000 元"')
    assert [(one.name, one.value) for one in card.results] == [("v", 10000), ("r", 10000)]
    twice = rules + '\n[result.v]\nis = "1"'
    assert any("name-twice" in problem for problem in refused(twice, '[facts]\na = "5000 元"'))


def test_values_are_rounded_as_the_rulebook_says_unless_they_say_it_themselves() -> None:
    head = 'format = 1\n[rulebook]\nname = "test"\nvalues = { decimals = 1 }\n'
    rules = """
[fact]
a = { kind = "number" }
[value.third]
result = true
is = "a / 3"
[value.finer]
result = true
is = "a / 3"
round = { decimals = 2 }
[value.f]
with = ["x"]
is = "x / 3"
[value.word]
result = true
is = "if a > 5 then 'more' else 'less'"
[result.r]
is = "f(a) * 3 + third"
"""
    card = scored(rules, "[facts]\na = 10", head)
    assert {one.name: one.value for one in card.results} == {
        "third": Fraction(33, 10), "finer": Fraction(333, 100), "word": "more", "r": Fraction(133, 10),
    }  # fmt: skip


@pytest.mark.parametrize(("unit", "shown"), [("", "9.0"), ('unit = "%"', "900%"), ('unit = "‰"', "9000‰")])
def test_a_result_may_always_be_shown_with_all_its_decimals(unit: str, shown: str) -> None:
    rules = (
        f'[fact]\na = {{ kind = "number" }}\n[result.r]\nis = "a"\nround = {{ decimals = 1 }}\nshow = "fixed"\n{unit}'
    )
    said = scored(rules, "[facts]\na = 9").results[0].shown
    assert said is not None and said.en == shown
    stray = refused(rules.replace("round = { decimals = 1 }", ""), "[facts]\na = 9")
    assert any("`show` has no effect" in problem for problem in stray)
