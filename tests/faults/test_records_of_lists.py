"""Lists of records: arguments are evaluated where a call is written, names are looked for from the inside out, and
anything may be called for each record."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from writing import refused, scored

ELEMENTS = """
[fact.elements]
list = { name = { kind = "text" }, base = { kind = "number" }, marks = { list = { base = { kind = "number" } } } }
"""
TWO = """
[facts]
elements = [
  { name = "a", base = 1, marks = [{ base = 10 }, { base = 15 }] },
  { name = "b", base = 2, marks = [{ base = 25 }] },
]
"""


def result(rules: str, project: str, name: str = "r") -> Any:
    return next(one.value for one in scored(rules, project).results if one.name == name)


def test_an_argument_is_the_value_that_it_has_where_the_call_is_written() -> None:
    """`k` is the outer record's `base`, although the inner records have a field of this name."""
    rules = (
        ELEMENTS
        + """
[value.times]
with = ["k", "nine"]
is   = "sum(nine, k)"
[result.r]
is = "sum(elements, times(base, marks))"
"""
    )
    one = TWO.replace(', { base = 15 }', "").replace("base = 1,", "base = 1,").replace('base = 2, marks = [{ base = 25 }]',
                                                                                      'base = 1, marks = [{ base = 50 }]')  # fmt: skip
    assert result(rules, one) == 2
    assert result(rules, TWO) == 1 + 1 + 2


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("sum(elements, sum(marks, base))", 50),
        ("sum(elements, sum(marks, own.base))", 1 + 1 + 2),
        ("sum(elements, sum(marks, base * own.base))", 10 + 15 + 50),
        ("sum(elements, count(elements, base > own.base))", 1),
        ("sum(elements, sum(marks, count(elements, base < own.own.base)))", 1),
        ("sum(elements, sum(marks, count(marks, base < own.base)))", 1),
        ("sum(elements, if any(marks, name == 'b') then base else 0)", 2),
        ("max(elements, count(own_marks(marks, base), it > 10))", 1),
    ],
)
def test_names_are_looked_for_from_the_inside_out(formula: str, value: int) -> None:
    """A field of the innermost record, then of those around it; `own.` is the next record outside."""
    rules = (
        ELEMENTS
        + f"""
[value.own_marks]
with = ["of", "least"]
rows = [["any(of, base > least)", 11]]
otherwise = 0
hit = "all"
[result.r]
is = "{formula}"
"""
    )
    assert result(rules, TWO) == value


def test_what_there_is_not_in_the_record_outside_is_told() -> None:
    rules = ELEMENTS + '[result.r]\nis = "sum(elements, count(elements, base > own.bas))"'
    (said,) = refused(rules, TWO)
    assert "the record outside has no `bas`" in said
    rules = ELEMENTS + '[result.r]\nis = "sum(elements, own.base)"'
    (said,) = refused(rules, TWO)
    assert "there is no record outside of this one" in said


POINTS = """
[fact]
flat = { list = { mark = { kind = "number" }, level = { kind = "text", options = ["high", "low"] } } }
[value.points]
with = ["m"]
by   = "m"
rows = [[">= 90", 3], [">= 60", 2], ["else", 0]]
[value.line]
with  = ["m"]
by    = "m"
lines = [[0, 100, 0, 10]]
[value.both]
with  = ["m", "l"]
by    = ["m", "l"]
gives = { points = "number", word = "text" }
rows  = [[">= 60", "high", 2, "good"], ["else", 0, "poor"]]
[value.part]
with = ["m"]
of   = ["m", ["m", 2]]
"""
MARKS = '[facts]\nflat = [{ mark = 95, level = "high" }, { mark = 70, level = "low" }, { mark = 10, level = "high" }]'


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("sum(flat, points(mark))", 5),
        ("max(flat, points(mark) * mark)", 285),
        ("sum(flat, line(mark))", Fraction(35, 2)),
        ("sum(flat, both(mark, level).points)", 2),
        ("count(flat, both(mark, level).word == 'good')", 1),
        ("sum(flat, part(mark))", 175),
        ("sum(flat, points(mark) - mean(flat, points(mark)))", 0),
        ("sum(flat, if points(mark) > 0 then points(points(mark) * 30) else 0)", 5),
    ],
)
@pytest.mark.parametrize("as_value", [False, True])
def test_anything_may_be_called_for_each_record(formula: str, value: Fraction, as_value: bool) -> None:
    """Tables, lines, combinations; as a result, and as a value that a rule reads."""
    if not as_value:
        assert result(POINTS + f'[result.r]\nis = "{formula}"', MARKS) == value
        return
    rules = POINTS + f'[value.v]\nis = "{formula}"\n[rule.r]\nis = "v"\ngives = "points"\nbetween = [0, 1000]'
    card = scored(rules, MARKS + '\n[indicator]\nX = { in = "a", label = "x", weight = 1000, rule = "r" }')
    assert card.indicators[0].points == value
    assert card.indicators[0].arithmetic is not None


def test_a_table_that_is_itself_over_records_gives_its_row() -> None:
    """The condition of a row looks at all records; the row that is taken is the criterion's clause."""
    rules = POINTS + '[result.r]\nrows = [["any(flat, points(mark) == 3)", 7], ["else", 1]]'
    assert result(rules, MARKS) == 7
