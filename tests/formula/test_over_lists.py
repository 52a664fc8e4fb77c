"""Functions over lists: what is said by name, what counts, what comes of none."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from fractions import Fraction
from statistics import median
from typing import Any

import pytest
from writing import prepared, scored

from scoring.problems import InputRefused
from scoring.scorecard.scorecard import ResultScore
from tests.equations import check

MARKS = """
[fact.marks]
list = { name = { kind = "text" }, course = { kind = "text" }, mark = { kind = "number" }, credit = { kind = "number" }, excused = { kind = "yes_no" }, on = { kind = "date" } }
[fact]
plain = { list = { it = { kind = "number" } } }
empty = { list = { mark = { kind = "number" } } }
n = { kind = "number" }
"""
REPORTED = """
[facts]
n = 2
plain = ["8", 9, "7"]
empty = []
marks = [
  { name = "a", course = "x", mark = 80, credit = 2, excused = false, on = 2024-01-05 },
  { name = "b", course = "y", mark = 60, credit = 1, excused = false, on = 2024-01-03 },
  { name = "c", course = "x", mark = 90, credit = 5, excused = true, on = 2024-01-04 },
  { name = "d", course = "z", credit = 3, excused = true, on = 2024-01-02 },
]
"""


def result(formula: str, rules: str = MARKS, project: str = REPORTED) -> ResultScore:
    card = scored(f'{rules}\n[result.r]\nis = """{formula}"""', project)
    return next(one for one in card.results if one.name == "r")


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("sum(marks, mark, where = not excused)", 140),
        ("sum(marks, mark, where = known(mark))", 230),
        ("sum(marks, mark)", None),
        ("count(marks, where = known(mark))", 3),
        ("count(marks, mark >= 80, where = known(mark))", 2),
        ("count(marks)", 4),
        ("mean(marks, mark, where = known(mark), weight = credit)", Fraction(80 * 2 + 60 + 90 * 5, 8)),
        ("sum(marks, mark, where = known(mark), weight = credit)", 80 * 2 + 60 + 90 * 5),
        ("count(marks, true, distinct = course)", 3),
        ("sum(marks, 1, distinct = course)", 3),
        ("sum(marks, mark, where = mark > 100, else = -1)", None),  # whether d's is, nobody knows
        ("sum(marks, mark, where = known(mark) and mark > 100, else = -1)", -1),
        ("mean(empty, mark, else = 5)", 5),
        ("count(empty, else = 7)", 7),
        ("all(empty, mark > 1, else = false)", False),
        ("all(empty, mark > 1)", True),
        ("sum(empty, mark)", 0),
        ("product(empty, mark)", 1),
        ("mean(empty, mark)", None),
        ("first(empty, mark)", None),
        ("first(empty, mark, else = 3)", 3),
        ("mean(marks, mark, where = known(mark), drop_lowest = 1)", 85),
        ("mean(marks, mark, where = known(mark), drop_lowest = 1, drop_highest = 1)", 80),
        ("mean(marks, mark, where = known(mark), keep_highest = n)", 85),
        ("mean(marks, mark, where = known(mark), keep_lowest = 1)", 60),
        ("sum(marks, mark, where = known(mark), drop_lowest = 5)", 0),
        ("mean(marks, mark, where = known(mark), drop_lowest = 3, else = 1)", 1),
        ("first(marks, name)", "a"),
        ("last(marks, name)", "d"),
        ("nth(marks, n, name)", "b"),
        ("nth(marks, 2, mark, where = excused)", None),
        ("nth(marks, 5, name, else = 'nobody')", "nobody"),
        ("first(marks, mark, where = excused)", 90),
        ("last(marks, name, where = not excused)", "b"),
        ("first(marks, name, distinct = course)", "a"),
        ("nth(marks, 2, name, distinct = course)", "b"),
        ("last(marks, name, where = known(mark), distinct = course)", "c"),
        ("sum(plain, it)", 24),
        ("sum(plain)", 24),
        ("mean(plain, drop_lowest = 1)", Fraction(17, 2)),
        ("max(empty, else = 4)", 4),
        ("nth(plain, 2)", 9),
        ("sum(marks, mark, where = known(mark) and mark > mean(marks, mark, where = known(mark)))", 170),
        ("count(marks, where = count(marks, where = course == own.course) > 1)", 2),
        ("if first(marks, on) > 2024-01-04 then 'later' else 'before'", "later"),
    ],
)
def test_what_is_said_by_name(formula: str, value: Any) -> None:
    found = result(formula)
    if isinstance(value, Fraction | int) and not isinstance(value, bool):
        assert found.value == value
    else:
        assert found.value == value
    if found.arithmetic is not None and isinstance(found.value, Fraction):
        check(found.arithmetic.en)
        check(found.arithmetic.zh)


def test_records_that_count_once_say_the_same() -> None:
    """Two of course x, with credits 2 and 5: which one counts would depend on the order."""
    with pytest.raises(InputRefused) as told:
        result("sum(marks, credit, distinct = course)")
    (problem,) = told.value.problems
    assert problem.code == "distinct-differs"
    assert problem.message.en == "`#1` and `#3` of `marks` count once and do not say the same"
    assert problem.place.line > 0 and problem.place.file == "rules/test/test.toml"


def test_the_members_of_a_short_list_are_written_out_with_weights_and_what_is_left_out() -> None:
    found = result("mean(marks, mark, where = known(mark), weight = credit, drop_lowest = 1)")
    assert found.arithmetic is not None
    assert found.arithmetic.en == (
        "mean(80 (weight 2), 60 (weight 1, left out), 90 (weight 5)) ≈ 87.14285714 → 87.142857"
    )


NOT_APPLICABLE = """
[value.counted]
with = ["mark", "excused"]
is   = "mark"
when = "not excused"
"""


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("sum(marks, counted(mark, excused))", 140),
        ("mean(marks, counted(mark, excused))", 70),
        ("count(marks, counted(mark, excused) > 0)", 2),
        ("all(marks, counted(mark, excused) > 0)", True),
        ("any(marks, counted(mark, excused) > 100)", False),
        ("first(marks, counted(mark, excused), where = course == 'x')", 80),
        ("last(marks, counted(mark, excused))", 60),
        ("mean(marks, counted(mark, excused), where = excused)", "not_applicable"),
        ("sum(marks, counted(mark, excused), where = excused)", "not_applicable"),
        ("all(marks, counted(mark, excused) > 0, where = excused)", "not_applicable"),
        ("sum(marks, counted(mark, excused), where = excused, else = 0)", 0),
        ("sum(marks, 1, where = counted(mark, excused) > 0)", 2),
        ("mean(marks, mark, where = known(mark), weight = counted(credit, excused))", Fraction(220, 3)),
    ],
)
def test_a_record_for_which_the_body_does_not_apply_is_left_out(formula: str, value: Any) -> None:
    found = result(formula, MARKS + NOT_APPLICABLE)
    if value == "not_applicable":
        assert found.outcome == "not_applicable"
    elif isinstance(value, Fraction | int) and not isinstance(value, bool):
        assert isinstance(found.value, Fraction) and abs(found.value - value) < Fraction(1, 10**6)
    else:
        assert found.value == value


@pytest.mark.parametrize(
    ("formula", "code", "said"),
    [
        ("sum(marks, mark, wher = excused)", "unknown-key", "did you mean `where`?"),
        ("sum(marks, mark, where = mark)", "kinds-differ", "compare it with something"),
        ("median(marks, mark, weight = credit)", "stray-key", "delete it"),
        ("count(marks, drop_lowest = 1)", "stray-key", "delete it"),
        ("first(marks, mark, keep_lowest = 1)", "stray-key", "delete it"),
        ("sum(marks, mark, drop_lowest = 1, keep_highest = 2)", "stray-key", "say one of the two"),
        ("sum(marks, mark, drop_lowest = 1.5)", "wrong-arguments", "such as 1"),
        ("sum(marks, mark, drop_lowest = -1)", "wrong-arguments", "such as 1"),
        ("nth(marks, 0, mark)", "wrong-arguments", "such as 1"),
        ("nth(marks)", "wrong-arguments", "write `nth(list, 2, field)`"),
        ("first(marks)", "wrong-arguments", "write `first(list, field)`"),
        ("first(n)", "kinds-differ", "write `first(list, field)`"),
        ("sum(marks, mark, else = 'none')", "kinds-differ", ""),
        ("sum(marks, mark, where = excused, where = excused)", "name-twice", "delete one"),
        ("max(n, n = 3)", "foreign-sign", "write `==`"),
        ("if n = 3 then 1 else 0", "foreign-sign", "write `==`"),
        ("sum(marks, mark, else = mark)", "unknown-name", ""),
        ("sum(marks, mark, mark)", "formula-not-understood", ""),
    ],
)
def test_what_is_said_by_name_and_means_nothing_is_told(formula: str, code: str, said: str) -> None:
    _, problems = prepared(f'{MARKS}\n[result.r]\nis = """{formula}"""', REPORTED)
    assert [problem.code for problem in problems][:1] == [code], problems
    assert problems[0].fix is None or said in problems[0].fix.en


REFERENCE: dict[str, Callable[[Sequence[Fraction]], Fraction]] = {
    "sum": lambda xs: sum(xs, Fraction(0)),
    "mean": lambda xs: sum(xs, Fraction(0)) / len(xs),
    "median": lambda xs: Fraction(median(xs)),
    "min": min,
    "max": max,
}


@pytest.mark.parametrize("seed", range(25))
def test_generated_lists_give_what_plain_arithmetic_gives(seed: int) -> None:
    """Ties, what is missing, one record, none; both engines, which `scored` compares."""
    rng = random.Random(seed)
    marks = [rng.choice([None, *range(1, 6)]) for _ in range(rng.choice([0, 1, 1, 2, 3, 5, 8]))]
    rows = ", ".join("{ name = 'r' }" if mark is None else f"{{ name = 'r', mark = {mark} }}" for mark in marks)
    known = [Fraction(mark) for mark in marks if mark is not None]
    rules, wanted = "", {}
    for how, meaning in REFERENCE.items():
        for number, (said, kept) in enumerate(_ways(known, rng)):
            name = f"{how}{number}"
            rules += f'[result.{name}]\nis = "{how}(marks, mark, where = known(mark){said}, else = -7)"\n'
            wanted[name] = meaning(kept) if kept else Fraction(-7)
    card = scored(MARKS + rules, f"[facts]\nn = 2\nmarks = [{rows}]")
    for one in card.results:
        assert isinstance(one.value, Fraction) and abs(one.value - wanted[one.name]) < Fraction(1, 10**6), one.name
        assert one.arithmetic is not None
        check(one.arithmetic.en)


def _ways(known: Sequence[Fraction], rng: random.Random) -> list[tuple[str, list[Fraction]]]:
    ordered = sorted(known)
    low, high, edge = rng.randint(0, 3), rng.randint(0, 3), rng.randint(1, 5)
    kept = ordered[:low] + ordered[max(low, len(ordered) - high) :]
    return [
        ("", ordered),
        (f" and mark < {edge}", [one for one in ordered if one < edge]),
        (f", drop_lowest = {low}", ordered[low:]),
        (f", drop_highest = {high}", ordered[: max(0, len(ordered) - high)]),
        (f", drop_lowest = {low}, drop_highest = {high}", ordered[low : max(low, len(ordered) - high)]),
        (f", keep_lowest = {low}, keep_highest = {high}", kept),
        (", distinct = mark", sorted(set(known))),
    ]
