"""What operations give on exact numbers, bounds and dates."""

from __future__ import annotations

import operator
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from math import factorial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.formula.functions import apply
from scoring.values import irrational
from scoring.values.arithmetic import aggregate, compare
from scoring.values.bound import Bound
from scoring.values.day import Day
from scoring.values.irrational import TooLarge, Undefined
from scoring.values.value import Unknown, Value

OPERATORS = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
COUNTED = {"sum": 13, "product": 64, "mean": Fraction(13, 3), "median": 4, "min": 1, "max": 8, "count": 3}


def fractions(*numbers: int | str | Fraction) -> list[Fraction]:
    return [Fraction(each) for each in numbers]


def of(op: str, *numbers: int | str | Fraction) -> Value:
    return apply(op, fractions(*numbers))


@pytest.mark.parametrize(
    ("op", "args", "result"),
    [
        ("+", ("0.1", "0.2"), "0.3"),
        ("-", (1, 3), -2),
        ("*", ("1/3", 3), 1),
        ("/", (50 * 66, 88), "37.5"),
        ("^", (2, -3), "0.125"),
        ("^", ("0.25", "1/2"), "0.5"),
        ("^", (0, 0), 1),
        ("negate", (5,), -5),
        ("abs", (-5,), 5),
        ("floor", ("-1.5",), -2),
        ("ceil", ("-1.5",), -1),
        ("round", ("2.5",), 3),
        ("round", ("2.345", 2), "2.35"),
        ("clamp", (7, 0, 5), 5),
        ("min", (3, 1, 2), 1),
        ("mean", (1, 2), "1.5"),
        ("sqrt", ("4/9",), "2/3"),
        ("log10", ("0.001",), -3),
        ("exp", (0,), 1),
        ("ln", (1,), 0),
        ("erf", (0,), 0),
    ],
)
def test_operations_are_exact(op: str, args: tuple[int | str, ...], result: int | str) -> None:
    assert of(op, *args) == Fraction(result)


@pytest.mark.parametrize(
    ("op", "args"),
    [
        ("/", (1, 0)),
        ("ln", (0,)),
        ("log10", (-1,)),
        ("sqrt", (-4,)),
        ("^", (0, -1)),
        ("^", (-8, "1/3")),
        ("^", (0, "-1/2")),
        ("clamp", (1, 3, 2)),
        ("geomean", (-1, 2)),
        ("round", (1, "0.5")),
        ("mean", ()),
        ("min", ()),
    ],
)
def test_what_has_no_result_is_undefined(op: str, args: tuple[int | str, ...]) -> None:
    with pytest.raises(Undefined) as raised:
        of(op, *args)
    assert raised.value.text.en and raised.value.text.zh


@pytest.mark.parametrize(
    ("op", "args"),
    [
        ("^", (9, 9**9)),
        ("^", (Fraction(1, 9), 9**9)),
        ("^", (9, "387420489/2")),
        ("^", (2, "1e30")),
        ("exp", (10**9,)),
        ("exp", (-(10**9),)),
        ("*", (2**9_999, 2**9_999)),
        ("ln", (2**9_999,)),
    ],
)
def test_a_number_beyond_every_size_is_refused_at_once(op: str, args: tuple[int | str, ...]) -> None:
    with pytest.raises(TooLarge):  # a test that computed it would not end
        of(op, *args)


# ---------------------------------------------------------------- 34 digits


def rounded(value: Decimal) -> Fraction:
    return Fraction(Context(34, ROUND_HALF_EVEN).plus(value))


HIGH = Context(prec=120)
some = st.fractions(min_value=Fraction(1, 1000), max_value=1000, max_denominator=10**6)


def high(value: Fraction) -> Decimal:
    return HIGH.divide(Decimal(value.numerator), Decimal(value.denominator))


@given(some.filter(lambda x: x != 1))
def test_logarithms_have_34_correct_digits(x: Fraction) -> None:
    assert irrational.ln(x) == rounded(HIGH.ln(high(x)))
    assert irrational.log10(x) == rounded(HIGH.log10(high(x)))


@given(st.fractions(min_value=-200, max_value=200, max_denominator=10**6))
def test_exponentials_have_34_correct_digits(x: Fraction) -> None:
    assert irrational.exp(x) == rounded(HIGH.exp(high(x)))


@given(some, st.fractions(min_value=-20, max_value=20, max_denominator=12).filter(lambda e: e.denominator > 1))
def test_fractional_powers_have_34_correct_digits_or_are_exact(x: Fraction, exponent: Fraction) -> None:
    result = irrational.power(x, exponent)
    if result**exponent.denominator == x**exponent.numerator:
        return  # rational, and exact
    assert result == rounded(HIGH.exp(HIGH.multiply(HIGH.ln(high(x)), high(exponent))))


def taylor_erf(x: Fraction) -> Decimal:
    """erf by its alternating series, in whole numbers of 200 digits: nothing in common with the program's."""
    one = 10**200
    power, total, n = x.numerator * one // x.denominator, 0, 0
    while power:
        total += (-1) ** n * power // (2 * n + 1)
        n += 1
        power = power * x.numerator**2 // x.denominator**2 // n
    pi = Decimal("3.14159265358979323846264338327950288419716939937510582097494459230781640628620899862803482534211707")
    return HIGH.divide(HIGH.multiply(2, Decimal(total).scaleb(-200, HIGH)), HIGH.sqrt(pi))


@settings(max_examples=50)
@given(st.fractions(min_value=Fraction(1, 1000), max_value=Fraction(17, 2), max_denominator=1000))
def test_erf_has_34_correct_digits(x: Fraction) -> None:
    assert irrational.erf(x) == rounded(taylor_erf(x))
    assert irrational.erf(-x) == -irrational.erf(x)


def test_digits_do_not_depend_on_the_context_of_the_caller() -> None:
    from decimal import localcontext

    with localcontext() as context:
        context.prec = 3
        assert irrational.erf(Fraction(1, 3)) == rounded(taylor_erf(Fraction(1, 3)))
        assert irrational.power(Fraction(2), Fraction(1, 3)) ** 3 != 2


def test_digits_are_decided_next_to_one_and_far_out() -> None:
    near = 1 + Fraction(1, 10**500)
    assert irrational.ln(near) == Fraction(1, 10**500)
    assert irrational.exp(Fraction(1, 10**500)) == 1
    assert irrational.erf(Fraction(9)) == irrational.erf(Fraction(10**6)) == 1
    assert irrational.erf(Fraction("8.7")) < 1


@given(some, st.integers(2, 9))
def test_the_root_of_a_power_is_exact(x: Fraction, degree: int) -> None:
    assert irrational.power(x**degree, Fraction(1, degree)) == x


def test_a_geometric_mean_is_exact_when_it_is_rational() -> None:
    assert aggregate("geomean", fractions(2, 4, 8)) == 4
    assert aggregate("geomean", fractions(2, 8), fractions("0.5", "0.5")) == 4
    assert aggregate("geomean", fractions(6, "2/3", "1/4")) == 1
    assert aggregate("geomean", fractions(0, 5)) == 0
    assert aggregate("geomean", [Fraction(7)] * 1000) == 7


def test_a_geometric_mean_of_thousands_of_different_values_is_refused() -> None:
    values = [Fraction(factorial(each)) for each in range(1, 60)]
    result = aggregate("geomean", values)
    assert isinstance(result, Fraction) and values[0] < result < values[-1]
    with pytest.raises(TooLarge):
        aggregate("geomean", [Fraction(each) for each in range(1, 20_000)])


# ---------------------------------------------------------------- aggregates


def test_aggregates_of_numbers() -> None:
    for how, result in COUNTED.items():
        assert aggregate(how, fractions(1, 8, 4) if how != "product" else fractions(2, 8, 4)) == result
    assert aggregate("median", fractions(4, 1, 3, 2)) == Fraction(5, 2)


def test_aggregates_with_weights() -> None:
    assert aggregate("mean", fractions(1, 4), fractions(2, 1)) == 2
    assert aggregate("sum", fractions(1, 4), fractions(2, "0.5")) == 4
    assert aggregate("product", fractions(2, 9), fractions(3, "1/2")) == 24
    assert aggregate("geomean", fractions(1, 8), fractions(2, 1)) == 2
    with pytest.raises(Undefined):
        aggregate("mean", fractions(1, 4), fractions(0, 0))


def test_a_sum_of_nothing_is_zero_and_a_mean_of_nothing_undefined() -> None:
    assert aggregate("sum", []) == 0
    assert aggregate("count", []) == 0
    with pytest.raises(Undefined):
        aggregate("mean", [])


# ---------------------------------------------------------------- comparisons

bounds = st.builds(
    lambda low, width, open_low, open_high: Bound(
        None if open_low else Fraction(low), None if open_high and not open_low else Fraction(low + width)
    ),
    st.integers(-3, 3),
    st.integers(0, 3),
    st.booleans(),
    st.booleans(),
)
numbers = st.integers(-4, 6).map(Fraction)


def holds(value: Fraction | Bound, number: Fraction) -> bool:
    if isinstance(value, Fraction):
        return value == number
    return (value.at_least is None or value.at_least <= number) and (value.at_most is None or number <= value.at_most)


@given(bounds | numbers, bounds | numbers, st.sampled_from(sorted(OPERATORS)))
def test_a_bound_decides_exactly_the_comparisons_it_can(
    left: Fraction | Bound, right: Fraction | Bound, op: str
) -> None:
    candidates = [Fraction(each, 2) for each in range(-40, 41)]
    answers = {OPERATORS[op](x, y) for x in candidates if holds(left, x) for y in candidates if holds(right, y)}
    assert compare(op, left, right) is (answers.pop() if len(answers) == 1 else None)


def test_at_least_266_metres_meets_a_target_of_200_and_leaves_300_open() -> None:
    actual = Bound(at_least=Fraction(266))
    assert compare(">=", actual, Fraction(200)) is True
    assert compare(">=", actual, Fraction(300)) is None
    assert compare("<", actual, Fraction(266)) is False


def test_texts_and_answers_are_only_equal_or_not() -> None:
    assert compare("==", "low", "low") is True
    assert compare("!=", True, False) is True
    assert compare("==", None, "low") is False
    with pytest.raises(Undefined):
        compare("<", "low", "high")
    with pytest.raises(Undefined):
        compare("==", Fraction(1), "1")


def test_dates_are_compared_and_counted() -> None:
    january, day = Day(2023, 1), Day(2024, 11, 30)
    assert compare("<", january, day) is True
    assert compare("within", january, Day(2024)) is False
    assert apply("days", (Day(2024, 11, 1), day)) == 29
    assert apply("days", (january, day)) == Unknown(("2023-01-??",))
    assert apply("year", (january,)) == 2023
    assert apply("month", (Day(2024),)) == Unknown(("2024-??-??",))
