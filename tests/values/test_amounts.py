"""Amounts as people write them, units, rounding, and how numbers are shown."""

from __future__ import annotations

from decimal import ROUND_05UP, Context, Decimal
from fractions import Fraction
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.problems import Place
from scoring.values.amount import Amount, read_amount, show_amount
from scoring.values.amount_diagnosis import AmountFault
from scoring.values.number import exact, read_number, show_number
from scoring.values.rounding import Mode, Rounding
from scoring.values.units import Unit, Units, over, power, times

UNITS = Units.standard()
MODES: tuple[Mode, ...] = get_args(Mode)


def read(text: str) -> Amount:
    amount = read_amount(text, UNITS)
    assert isinstance(amount, Amount), amount
    return amount


def refuse(text: str) -> AmountFault:
    fault = read_amount(text, UNITS)
    assert isinstance(fault, AmountFault), fault
    return fault


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("28.00 万元", "280000", "万元"),
        ("28.00万元", "280000", "万元"),
        ("1.2 亿元", "120000000", "亿元"),
        ("95%", "0.95", "%"),
        ("95 %", "0.95", "%"),
        ("5‰", "0.005", "‰"),
        ("735 人次", "735", "人次"),
        ("  -3 ", "-3", None),
        ("12.5", "12.5", None),
        ("3 日", "3", "日"),
        ("2 公顷", "20000", "公顷"),
        ("12 元/人", "12", "元/人"),
        ("９５％", "0.95", "%"),
        ("95 百分比", "0.95", "%"),
        ("－３ 人", "-3", "人"),
        ("−3 人", "-3", "人"),
        ("2.3万份", "23000", "万份"),
        ("3 万亩", "20000000", "万亩"),
        ("650 元/生·年", "650", "元/生·年"),
        ("650 元/人/月", "650", "元/人/月"),
        ("1.2km", "1200", "km"),
        ("25 ㎡", "25", "㎡"),
        ("25 TB", "25", "TB"),
        ("3 个百分点", "3", "个百分点"),
    ],
)
def test_an_amount_is_a_number_and_a_unit(text: str, value: str, unit: str | None) -> None:
    amount = read(text)
    assert amount.value == Fraction(value)
    assert (amount.unit.name if amount.unit else None) == unit


def test_fifteen_mu_are_a_hectare() -> None:
    assert read("15 亩").value == read("1 公顷").value
    assert read("15 亩").dimension == read("1 公顷").dimension


@pytest.mark.parametrize(
    ("text", "code", "fix"),
    [
        ("7,00.0,77", "malformed-number", "write only digits and at most one decimal point, such as `1234.56`"),
        (".5 天", "malformed-number", "write `0.5 天`"),
        ("≥266米", "amount-is-a-bound", '`{ at_least = "266 米" }`'),
        (">= 266 米", "amount-is-a-bound", '`{ at_least = "266 米" }`'),
        ("近百", "amount-is-a-bound", '`{ at_most = "100" }`'),
        ("5000余", "amount-is-a-bound", '`{ at_least = "5000" }`'),
        ("2.3万余份", "amount-is-a-bound", '`{ at_least = "2.3 万份" }`'),
        ("不超过 3 天", "amount-is-a-bound", '`{ at_most = "3 天" }`'),
        ("约40万元", "amount-is-a-bound", '`{ at_least = "…", at_most = "…" }`'),
        ("30-40 人", "amount-is-a-range", '`{ at_least = "30 人", at_most = "40 人" }`'),
        ("2.3万", "unknown-unit", "write `2.3 万元` if it is money, else `23000`"),
        ("3 万园", "unknown-unit", "did you mean `万元`?"),
        ("1000 widgets", "unknown-unit", 'declare it as `[unit."widgets"]`'),
        ("28,000.50 万元", "thousands-separator", "write `28000.50 万元`"),
        ("28。5 天", "full-width", "write `28.5 天`"),
        ("28，000", "thousands-separator", "write `28000`"),
        ("NaN", "not-a-number", "leave the line out"),
        ("-inf", "not-a-number", "leave the line out"),
        ("1e400", "number-too-large", "at most 100 digits"),
        ("9" * 101, "number-too-large", "at most 100 digits"),
        ("二十人", "not-an-amount", "write digits and a unit"),
        ("已完成", "not-an-amount", "write digits and a unit"),
    ],
)
def test_what_is_no_amount_says_how_to_write_it(text: str, code: str, fix: str) -> None:
    fault = refuse(text)
    assert fault.code == code
    assert fault.fix is not None and fix in fault.fix.en
    assert fault.message.zh and fault.fix.zh


def test_a_text_of_ten_megabytes_is_refused_and_not_quoted_whole() -> None:
    fault = refuse("9" * 10_000_000)
    assert fault.code == "amount-too-long"
    assert len(fault.message.en) < 200


def test_nothing_is_no_amount() -> None:
    assert refuse("").code == refuse("   ").code == "amount-empty"


def test_a_fault_points_at_the_unit() -> None:
    problem = refuse(" 3 万园").problem(Place("facts.toml", 4, 10))
    assert (problem.place.column, problem.place.length) == (13, 2)


@given(st.text(max_size=60))
def test_any_text_is_an_amount_or_a_fault_inside_it(text: str) -> None:
    result = read_amount(text, UNITS)
    if isinstance(result, AmountFault):
        assert 0 <= result.offset <= len(text)
        assert result.offset + result.length <= len(text)


@given(st.text(alphabet="0123456789.,+-eE≥近余多万元%％ ~", max_size=20))
def test_what_looks_like_a_number_is_an_amount_or_a_fault(text: str) -> None:
    assert isinstance(read_amount(text, UNITS), Amount | AmountFault)


@pytest.mark.parametrize("text", ["28,000", "1e400", "", "0x10", "1_000", "１", ".5", "5.", "9" * 101, "NaN", " 1"])
def test_a_number_is_a_plain_decimal(text: str) -> None:
    assert read_number(text) is None


def test_numbers_of_files_are_exact_or_nothing() -> None:
    assert exact(Decimal("0.1")) == Fraction(1, 10)
    assert exact(7) == 7
    for text in ("NaN", "Infinity", "1e400", "1e999999999"):
        assert exact(Decimal(text)) is None
    assert exact(10**200) is None


# ---------------------------------------------------------------- units


def test_only_amounts_that_convert_are_ambiguous_without_a_unit() -> None:
    def converts(name: str) -> bool:
        unit = UNITS.get(name)
        assert unit is not None
        return UNITS.converts(unit.dimension)

    assert converts("元") and converts("公顷") and converts("元/人")
    assert not converts("天") and not converts("人次") and not converts("%")


def test_a_rulebook_may_declare_a_unit() -> None:
    crowd = read("500 人次")
    declared = UNITS.with_unit("团次", Unit("团次", crowd.dimension, crowd.value))
    assert read_amount("2 团次", declared) == Amount(Fraction(1000), declared.get("团次"), "2 团次")
    assert declared.converts(crowd.dimension) and not UNITS.converts(crowd.dimension)
    assert UNITS.get("团次") is None


def test_dimensions_multiply_and_cancel() -> None:
    yuan, person = (("元", 1),), (("人", 1),)
    assert over(yuan, person) == (("人", -1), ("元", 1))
    assert times(over(yuan, person), person) == yuan
    assert power(yuan, 0) == over(yuan, yuan) == ()


# ---------------------------------------------------------------- rounding

decimals_of = st.decimals(-(10**9), 10**9, allow_nan=False, allow_infinity=False, places=6)


@given(decimals_of, st.integers(0, 7), st.sampled_from(MODES))
def test_rounding_to_decimals_is_that_of_decimal(value: Decimal, decimals: int, mode: Mode) -> None:
    rounded = Rounding(mode, decimals=decimals).apply(Fraction(value))
    wanted = value.quantize(Decimal(1).scaleb(-decimals), context=Context(50, f"ROUND_{mode.upper()}"))
    assert rounded == Fraction(wanted)


@given(decimals_of.filter(bool), st.integers(1, 12), st.sampled_from(MODES))
def test_rounding_to_digits_is_that_of_decimal(value: Decimal, digits: int, mode: Mode) -> None:
    assert Rounding(mode, significant=digits).apply(Fraction(value)) == Fraction(
        Context(digits, f"ROUND_{mode.upper()}").plus(value)
    )


@given(st.fractions(), st.fractions(min_value=Fraction(1, 1000), max_value=1000), st.sampled_from(MODES))
def test_rounding_to_a_step_gives_a_multiple_less_than_a_step_away(value: Fraction, step: Fraction, mode: Mode) -> None:
    rounded = Rounding(mode, step=step).apply(value)
    assert (rounded / step).denominator == 1
    assert abs(rounded - value) < step
    assert Rounding(mode, step=step).apply(rounded) == rounded


def test_halves_and_negative_numbers_round_as_their_mode_says() -> None:
    def rounded(mode: Mode) -> list[Fraction]:
        return [Rounding(mode, decimals=0).apply(Fraction(each, 2)) for each in (5, 3, -5, 1)]

    assert rounded("half_up") == [3, 2, -3, 1]
    assert rounded("half_even") == [2, 2, -2, 0]
    assert rounded("half_down") == [2, 1, -2, 0]
    assert rounded("up") == [3, 2, -3, 1]
    assert rounded("down") == [2, 1, -2, 0]
    assert rounded("ceiling") == [3, 2, -2, 1]
    assert rounded("floor") == [2, 1, -3, 0]
    assert Rounding("05up", decimals=0).apply(Fraction("10.1")) == 11
    assert ROUND_05UP == "ROUND_05UP"


def test_a_third_rounds_without_ever_being_a_decimal() -> None:
    assert Rounding(decimals=2).apply(Fraction(50 * 66, 88)) == Fraction("37.5")
    assert Rounding(decimals=2).apply(Fraction(2, 3)) == Fraction("0.67")


def test_rounding_describes_itself_in_both_languages() -> None:
    two = Rounding("half_up", decimals=2).describe()
    assert (two.en, two.zh) == ("rounded half up to 2 decimals", "四舍五入保留两位小数")
    whole = Rounding("down", decimals=0).describe()
    assert (whole.en, whole.zh) == ("cut off to a whole number", "舍去尾数（趋向零）取整数")
    step = Rounding("half_even", step=Fraction(1, 2)).describe()
    assert step.en == "rounded half to even to a multiple of 0.5"


# ---------------------------------------------------------------- showing


def test_numbers_are_shown_exactly_or_as_a_fraction() -> None:
    assert show_number(Fraction("12.50")) == "12.5"
    assert show_number(Fraction(-1, 8)) == "-0.125"
    assert show_number(Fraction(1, 3)) == "1/3"
    assert show_number(Fraction(5), 2) == "5.00"
    assert show_number(Fraction(0), 2) == "0.00"
    assert show_number(Fraction("0.125"), 2) == "0.125"
    assert show_number(Fraction(1, 2**1000)).startswith("1/")


@given(st.decimals(allow_nan=False, allow_infinity=False, places=8, min_value=-(10**12), max_value=10**12))
def test_what_is_shown_reads_back_as_the_same_number(value: Decimal) -> None:
    assert read_number(show_number(Fraction(value))) == Fraction(value)


def test_amounts_are_shown_in_their_unit() -> None:
    for text in ("28 万元", "95%", "735 人次", "-3", "12.5"):
        amount = read(text)
        assert show_amount(amount.value, amount.unit) == text
    assert show_amount(Fraction(280000), UNITS.get("万元"), 2) == "28.00 万元"
