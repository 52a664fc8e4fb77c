"""Dates of the precision in which they were given."""

from __future__ import annotations

import datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.values.day import Day, compare, days_between, within

OPERATORS = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def day(text: str) -> Day:
    parsed = Day.parse(text)
    assert parsed is not None, text
    return parsed


@pytest.mark.parametrize("text", ["2024", "2023-01", "2024-02-29"])
def test_a_date_keeps_its_precision(text: str) -> None:
    assert str(day(text)) == text


@pytest.mark.parametrize(
    "text",
    ["2023-02-29", "2023-13", "2023-00", "2023-1-5", "23-01-05", "2023/01/05", "", "0000", "２０２３", "2023-01-"],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert Day.parse(text) is None


def test_a_month_is_all_its_days() -> None:
    assert (day("2024-02").first(), day("2024-02").last()) == (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    assert (day("2024").first(), day("2024").last()) == (datetime.date(2024, 1, 1), datetime.date(2024, 12, 31))
    assert day("9999-12").last() == datetime.date(9999, 12, 31)


@pytest.mark.parametrize(
    ("left", "op", "right", "answer"),
    [
        ("2023-01", "<", "2023-06-01", True),
        ("2023-01", "==", "2023-01-15", None),
        ("2023-01", "==", "2023-01", None),
        ("2023-01", "!=", "2023-02", True),
        ("2023-01", "<=", "2023-01-31", True),
        ("2023-01", "<", "2023-01-31", None),
        ("2023-01", ">", "2023-01-31", False),
        ("2023-01-31", ">=", "2023-01", True),
        ("2023", "<", "2023-06", None),
        ("2023-01-05", "==", "2023-01-05", True),
    ],
)
def test_a_month_is_compared_by_what_all_its_days_say(left: str, op: str, right: str, answer: bool | None) -> None:
    assert compare(op, day(left), day(right)) is answer


def days_in(period: Day) -> list[datetime.date]:
    count = (period.last() - period.first()).days + 1
    return [period.first() + datetime.timedelta(days=each) for each in range(count)]


dates = st.builds(
    lambda year, month, number, precision: day(f"{year}-{month:02}-{number:02}"[:precision]),
    st.just(2024),
    st.integers(1, 4),
    st.integers(1, 28),
    st.sampled_from([7, 10]),
)


@given(dates, dates, st.sampled_from(sorted(OPERATORS)))
def test_an_answer_is_known_exactly_when_all_days_agree(a: Day, b: Day, op: str) -> None:
    answers = {OPERATORS[op](x, y) for x in days_in(a) for y in days_in(b)}
    assert compare(op, a, b) is (answers.pop() if len(answers) == 1 else None)


def test_a_date_lies_within_a_period_or_not_or_may() -> None:
    assert within(day("2024-11-30"), day("2024")) is True
    assert within(day("2023-01"), day("2024")) is False
    assert within(day("2024"), day("2024-11")) is None
    assert within(day("2024"), day("2024")) is True


def test_days_are_counted_only_between_days() -> None:
    assert days_between(day("2024-02-28"), day("2024-03-01")) == Fraction(2)
    assert days_between(day("2024-03-01"), day("2024-02-28")) == Fraction(-2)
    assert days_between(day("2024-02"), day("2024-03-01")) is None
    assert day("2024-02").open_parts() == "2024-02-??"
