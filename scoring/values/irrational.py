"""ln, log10, exp, square roots, powers and erf of exact numbers: 34 significant digits, half even.

Every function encloses its result between two decimals and computes with more digits until both round
to the same 34 (Ziv, "Fast evaluation of elementary mathematical functions with correctly rounded last
bit", ACM TOMS 17, 1991), so the digits are those of the true value. Where that value is rational
(`sqrt(4)`, `8 ^ (1/3)`, any whole power) the result is exact, and no digits are lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import MAX_EMAX, MIN_EMIN, ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from functools import lru_cache
from math import gcd, isqrt

from scoring.problems import Text

DIGITS = 34
LARGEST_BITS = 10_000
"""Of numerator and denominator of any number; some 3,000 digits."""
LARGEST_ARGUMENT_BITS = 4_000
LARGEST_EXP = 2_000
MOST_DISTINCT = 10_000
LARGEST_BASIS_BITS = 40_000
"""Of all values of a geometric mean together: of more it is not asked whether their mean is rational."""
MOST_WORKING_DIGITS = 3_400
REMEMBERED = 1_000
"""Logarithms that are not computed again: a score asks for each several times, by both engines and for its trace."""

Interval = tuple[Decimal, Decimal]


class Undefined(Exception):
    """A computation has no result: division by zero, the logarithm of nothing, the mean of no values."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(text.en)


class TooLarge(Exception):
    """A computation would take numbers beyond every sensible size."""

    def __init__(self, text: Text | None = None) -> None:
        self.text = text or Text("the numbers get too large", "数值过大，无法计算")
        super().__init__(self.text.en)


def bounded(value: Fraction) -> Fraction:
    """The value itself, or `TooLarge`."""
    if _bits(value) > LARGEST_BITS:
        raise TooLarge
    return value


def _bits(value: Fraction) -> int:
    return max(value.numerator.bit_length(), value.denominator.bit_length())


def ln(x: Fraction) -> Fraction:
    """The natural logarithm."""
    _positive(x, "ln")
    return Fraction(0) if x == 1 else _decided(lambda precision: _ln(x, precision))


def log10(x: Fraction) -> Fraction:
    """The decimal logarithm; exact for powers of ten."""
    _positive(x, "log10")
    if (whole := _power_of_ten(x)) is not None:
        return Fraction(whole)

    def enclosed(precision: int) -> Interval:
        low, high = _enclose(x, precision)
        return _widened(_nearest(precision), lambda c: c.log10(low), lambda c: c.log10(high))

    return _decided(enclosed)


def exp(x: Fraction) -> Fraction:
    """e to the power x, for x between -2000 and 2000."""
    _small_enough(x)
    if abs(x) > LARGEST_EXP:
        raise TooLarge
    return Fraction(1) if x == 0 else _decided(lambda precision: _exp(_enclose(x, precision), precision))


def sqrt(x: Fraction) -> Fraction:
    """The square root; exact for squares of fractions."""
    return power(x, Fraction(1, 2))


def power(base: Fraction, exponent: Fraction) -> Fraction:
    """base ^ exponent: exact when rational (whole exponents, `8 ^ (1/3)`), otherwise 34 digits."""
    if exponent.denominator == 1:
        return _whole_power(base, exponent.numerator)
    if base < 0:
        raise Undefined(Text("a negative number has no fractional power", "负数没有分数次幂"))
    if base == 0:
        return _whole_power(base, 1 if exponent > 0 else -1)
    return power_product([(base, exponent)])


def power_product(factors: Iterable[tuple[Fraction, Fraction]]) -> Fraction:
    """The product of positive numbers, each to its exponent: exact when rational, otherwise 34 digits."""
    exponents: dict[Fraction, Fraction] = {}
    for base, exponent in factors:
        exponents[base] = exponents.get(base, Fraction(0)) + exponent
        _small_enough(base)
        _small_enough(exponent)
    if len(exponents) > MOST_DISTINCT:
        raise TooLarge(Text("a geometric mean of too many different values", "几何平均的不同数值过多"))
    if sum(_bits(base) for base in exponents) > LARGEST_BASIS_BITS:
        rational, rest, longest = Fraction(1), list(exponents.items()), 400
    else:
        rational, rest = _rational_part(exponents)
        longest = MOST_WORKING_DIGITS
    if not rest:
        return bounded(rational)

    def enclosed(precision: int) -> Interval:
        down, up = _towards(ROUND_FLOOR, precision), _towards(ROUND_CEILING, precision)
        low = high = Decimal(0)
        for base, exponent in (*rest, *([(rational, Fraction(1))] if rational != 1 else [])):
            corners = [(a, b) for a in _ln(base, precision) for b in _enclose(exponent, precision)]
            low = down.add(low, min(down.multiply(a, b) for a, b in corners))
            high = up.add(high, max(up.multiply(a, b) for a, b in corners))
        if max(low.copy_negate(), high) > 2 * LARGEST_EXP:
            raise TooLarge
        return _exp((low, high), precision)

    return _decided(enclosed, longest)


def erf(x: Fraction) -> Fraction:
    """The error function, 2/√π ∫ exp(-t²) dt from 0 to x."""
    _small_enough(x)
    if x == 0:
        return Fraction(0)
    if abs(x) >= 9:  # 1 - erf(9) is below 5e-37: the 34 digits are those of 1
        return Fraction(1 if x > 0 else -1)
    size = _decided(lambda precision: _erf(abs(x), precision))
    return size if x > 0 else -size


# ---------------------------------------------------------------- enclosures


def _decided(enclose: Callable[[int], Interval], longest: int = MOST_WORKING_DIGITS) -> Fraction:
    """The 34 digits that both ends of an enclosure round to, with as many working digits as that takes."""
    final = _towards(ROUND_HALF_EVEN, DIGITS)
    precision = DIGITS + 16
    while precision < longest:
        low, high = enclose(precision)
        if (result := final.plus(low)) == final.plus(high):
            return Fraction(result)
        precision *= 2
    raise TooLarge


def _towards(rounding: str, precision: int) -> Context:
    return Context(prec=precision, rounding=rounding, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])


def _nearest(precision: int) -> Context:
    return _towards(ROUND_HALF_EVEN, precision)


def _enclose(x: Fraction, precision: int) -> Interval:
    """Decimals just below and above a fraction; both are the fraction where a decimal can be."""
    top, bottom = Decimal(x.numerator), Decimal(x.denominator)
    return (
        _towards(ROUND_FLOOR, precision).divide(top, bottom),
        _towards(ROUND_CEILING, precision).divide(top, bottom),
    )


def _widened(context: Context, low: Callable[[Context], Decimal], high: Callable[[Context], Decimal]) -> Interval:
    # ln, log10 and exp of `decimal` are rounded correctly, so the true value is less than one step away
    return context.next_minus(low(context)), context.next_plus(high(context))


@lru_cache(maxsize=REMEMBERED)
def _ln(x: Fraction, precision: int) -> Interval:
    low, high = _enclose(x, precision)
    return _widened(_nearest(precision), lambda c: c.ln(low), lambda c: c.ln(high))


def _exp(x: Interval, precision: int) -> Interval:
    return _widened(_nearest(precision), lambda c: c.exp(x[0]), lambda c: c.exp(x[1]))


def _erf(x: Fraction, precision: int) -> Interval:
    """By erf(x) = 2/√π exp(-x²) Σ 2ⁿ x²ⁿ⁺¹ / (2n+1)!!, all of whose terms are positive (DLMF 7.6.2)."""
    context = _nearest(precision + 15)
    at = context.divide(Decimal(x.numerator), Decimal(x.denominator))
    square = context.multiply(at, at)
    twice = context.multiply(2, square)  # never by `2 * square`, which takes the digits of the caller's context
    term, total, n = at, at, 0
    while term > total.scaleb(-precision - 12, context):
        n += 1
        term = context.divide(context.multiply(term, twice), Decimal(2 * n + 1))
        total = context.add(total, term)
    factor = context.divide(context.exp(square.copy_negate()), context.sqrt(_pi(precision + 15)))
    value = context.multiply(context.multiply(2, factor), total)
    # some 1,000 roundings at most, and exp magnifies those of x² at most 162 times: below 10^6 steps
    slack = value.scaleb(5 - precision, context)
    return context.subtract(value, slack), context.add(value, slack)


def _pi(precision: int) -> Decimal:
    """π by Machin's formula, 16 arctan(1/5) - 4 arctan(1/239), in whole numbers with ten digits to spare."""
    one = 10 ** (precision + 10)
    return Decimal(16 * _arctan_inverse(5, one) - 4 * _arctan_inverse(239, one)).scaleb(
        -(precision + 10), _nearest(precision + 12)
    )


def _arctan_inverse(x: int, one: int) -> int:
    total, term, n = 0, one // x, 1
    while term:
        total += term // n if n % 4 == 1 else -(term // n)
        term, n = term // (x * x), n + 2
    return total


# ---------------------------------------------------------------- exact results


def _whole_power(base: Fraction, exponent: int) -> Fraction:
    if base == 0 and exponent < 0:
        raise Undefined(Text("zero has no negative power: that divides by zero", "零没有负次幂：相当于除以零"))
    if abs(base) not in (0, 1):
        if (_bits(base) - 1) * abs(exponent) > LARGEST_BITS:
            raise TooLarge
    elif exponent:
        return base if exponent % 2 else base * base
    return bounded(base**exponent)


def _power_of_ten(x: Fraction) -> int | None:
    larger, smaller = max(x.numerator, x.denominator), min(x.numerator, x.denominator)
    if smaller != 1 or x.numerator.bit_length() > LARGEST_BITS:
        return None
    zeros = len(str(larger)) - 1
    if larger != 10**zeros:
        return None
    return zeros if x >= 1 else -zeros


def _rational_part(exponents: dict[Fraction, Fraction]) -> tuple[Fraction, list[tuple[Fraction, Fraction]]]:
    """The exact part of a product of powers, and the factors whose powers are irrational.

    Over a coprime basis a product of powers is rational only if each of them is.
    """
    rational, rest = Fraction(1), []
    for base, exponent in _coprime_basis(exponents):
        root = _exact_root(base, exponent.denominator)
        if root is None:
            rest.append((Fraction(base), exponent))
        else:
            rational = bounded(rational * _whole_power(Fraction(root), exponent.numerator))
    return rational, rest


def _coprime_basis(exponents: dict[Fraction, Fraction]) -> list[tuple[int, Fraction]]:
    """The same product over whole numbers above 1 that have no common divisors, found by gcds alone."""
    basis: dict[int, Fraction] = {}
    waiting = [(x.numerator, e) for x, e in exponents.items()] + [(x.denominator, -e) for x, e in exponents.items()]
    while waiting:
        number, exponent = waiting.pop()
        if number == 1 or exponent == 0:
            continue
        if number in basis:
            basis[number] += exponent
            continue
        other = next((each for each in basis if gcd(each, number) > 1), None)
        if other is None:
            basis[number] = exponent
            continue
        common, others = gcd(other, number), basis.pop(other)
        waiting += [(common, exponent + others), (number // common, exponent), (other // common, others)]
    return sorted((number, exponent) for number, exponent in basis.items() if exponent)


def _exact_root(number: int, degree: int) -> int | None:
    """The whole number whose power of that degree this is; None when there is none."""
    if degree == 1:
        return number
    if degree == 2:
        root = isqrt(number)
        return root if root * root == number else None
    if degree >= number.bit_length():
        return None
    low, high = 1, 1 << (number.bit_length() // degree + 1)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if middle**degree <= number else (low, middle - 1)
    return low if low**degree == number else None


def _positive(x: Fraction, function: str) -> None:
    if x <= 0:
        raise Undefined(Text(f"{function} of a number that is not positive", f"{function} 的自变量必须大于零"))
    _small_enough(x)


def _small_enough(x: Fraction) -> None:
    if _bits(x) > LARGEST_ARGUMENT_BITS:
        raise TooLarge
