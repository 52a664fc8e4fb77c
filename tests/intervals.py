"""What printed amounts stand for when one computes with them: numbers as intervals, days, and what functions give of these."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from statistics import median


class Unreadable(Exception):
    """A line that this reader cannot recompute; the message names the kind."""


@dataclass(frozen=True)
class Interval:
    low: Fraction
    high: Fraction

    @property
    def exact(self) -> bool:
        return self.low == self.high


@dataclass(frozen=True)
class Days:
    """A day, or a month: all its days."""

    first: date
    last: date


Value = Interval | bool | str | Days


def year_beside(value: Value, other: Value) -> Value:
    """A number beside a date is a year."""
    if isinstance(other, Days) and isinstance(value, Interval) and value.exact:
        return Days(date(int(value.low), 1, 1), date(int(value.low), 12, 31))
    return value


def days_of(written: str) -> Days:
    if len(written) > len("2024-11"):
        return Days(date.fromisoformat(written), date.fromisoformat(written))
    year, month = (int(part) for part in written.split("-"))
    return Days(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def interval_of(value: Value | None) -> Interval:
    if not isinstance(value, Interval):
        raise Unreadable(f"no number: {value}")
    return value


def times(a: Interval, b: Interval, sign: str) -> Interval:
    if sign == "÷":
        if b.low <= 0 <= b.high:
            raise Unreadable("a division by zero")
        b = Interval(1 / b.high, 1 / b.low)
    ends = [x * y for x in (a.low, a.high) for y in (b.low, b.high)]
    return Interval(min(ends), max(ends))


def holds(relation: str, left: Value, right: Value) -> bool:
    if isinstance(left, Interval) and isinstance(right, Interval):
        match relation:
            case "=" | "≈" | "∈":
                return left.low <= right.high and right.low <= left.high
            case "≥":
                return left.high >= right.low
            case "≤":
                return left.low <= right.high
            case ">":
                return left.high > right.low
            case "<":
                return left.low < right.high
            case _:
                return not (left.exact and left == right)
    left, right = year_beside(left, right), year_beside(right, left)
    if isinstance(left, Days) and isinstance(right, Days):
        return {"=": left == right, "≥": left.last >= right.first, "≤": left.first <= right.last,
                ">": left.last > right.first, "<": left.first < right.last, "≠": left != right,
                "∈": right.first <= left.first and left.last <= right.last}[relation]  # fmt: skip
    if isinstance(left, bool) or isinstance(right, bool) or type(left) is not type(right):
        raise Unreadable(f"{relation} of a {type(left).__name__} and a {type(right).__name__}")
    return (left != right) if relation == "≠" else left == right


def said(value: Value) -> str:
    if isinstance(value, Interval):
        return f"{float(value.low)}" if value.exact else f"{float(value.low)} … {float(value.high)}"
    return str(value)


def of_decimals(function: Callable[..., Decimal], *args: Interval) -> Interval:
    """A function of decimals with 50 digits, at the ends of rising arguments."""
    with localcontext() as context:
        context.prec = 50
        ends = []
        for end in ("low", "high"):
            given = [
                Decimal(number.numerator) / Decimal(number.denominator)
                for number in (getattr(arg, end) for arg in args)
            ]
            ends.append(Fraction(function(*given)))
    slack = Fraction(1, 10**28)
    low, high = min(ends), max(ends)
    return Interval(low - abs(low) * slack - slack, high + abs(high) * slack + slack)


def applied(name: str, values: Sequence[Value], weights: Sequence[Fraction]) -> Value:
    if name == "days" and all(isinstance(value, Days) and value.first == value.last for value in values):
        first, second = values
        assert isinstance(first, Days) and isinstance(second, Days)
        apart = Fraction((second.first - first.first).days)
        return Interval(apart, apart)
    if name in ("year", "month") and isinstance(values[0], Days):
        part = Fraction(getattr(values[0].first, name))
        return Interval(part, part)
    if name == "year":  # of a date that is no more than a year
        return values[0]
    numbers = [interval_of(value) for value in values]
    ends = [[number.low for number in numbers], [number.high for number in numbers]]
    rising = _RISING.get(name)
    if rising is not None:
        low, high = (rising(end, weights) for end in ends)
        return Interval(low, high)
    if name == "abs":
        (one,) = numbers
        inside = one.low <= 0 <= one.high
        sizes = sorted((abs(one.low), abs(one.high)))
        return Interval(Fraction(0) if inside else sizes[0], sizes[1])
    if name == "product":
        found = Interval(Fraction(1), Fraction(1))
        for number in numbers:
            found = times(found, number, "×")
        return found
    if name in ("floor", "ceil", "round"):
        if name == "round" and len(numbers) == 2:
            scale = Fraction(10) ** int(numbers[1].low)
            low, high = (_half_up(end * scale) / scale for end in (numbers[0].low, numbers[0].high))
            return Interval(low, high)
        whole: Callable[[Fraction], int] = {
            "floor": lambda x: x.numerator // x.denominator,
            "ceil": lambda x: -(-x.numerator // x.denominator),
            "round": _half_up,
        }[name]
        return Interval(Fraction(whole(numbers[0].low)), Fraction(whole(numbers[0].high)))
    if name in ("ln", "log10", "exp", "sqrt"):
        return of_decimals(getattr(Decimal, name), *numbers)
    if name == "erf":
        return of_decimals(_erf, *numbers)
    if name == "geomean":
        return of_decimals(lambda *given: _root(given, weights), *numbers)
    raise Unreadable(f"function {name}")


def _half_up(x: Fraction) -> int:
    return (abs(x) + Fraction(1, 2)).__floor__() * (1 if x >= 0 else -1)


def _erf(x: Decimal) -> Decimal:
    """By its series, which is short enough for what people write down."""
    term, total, n = x, x, 0
    while abs(term) > Decimal(10) ** -45:
        n += 1
        term = -term * x * x / n
        total += term / (2 * n + 1)
    return total * 2 / _PI.sqrt()


_PI = Decimal("3.14159265358979323846264338327950288419716939937510")


def _root(given: Sequence[Decimal], weights: Sequence[Fraction]) -> Decimal:
    if any(one == 0 for one in given):
        return Decimal(0)
    whole = sum(weights, Fraction(0))
    logs = sum(
        (Decimal(w.numerator) / Decimal(w.denominator) * one.ln() for one, w in zip(given, weights, strict=True)),
        Decimal(0),
    )
    return (logs / (Decimal(whole.numerator) / Decimal(whole.denominator))).exp()


def _mean(values: Sequence[Fraction], weights: Sequence[Fraction]) -> Fraction:
    return sum((value * weight for value, weight in zip(values, weights, strict=True)), Fraction(0)) / sum(
        weights, Fraction(0)
    )


_RISING: dict[str, Callable[[Sequence[Fraction], Sequence[Fraction]], Fraction]] = {
    "min": lambda values, _: min(values),
    "max": lambda values, _: max(values),
    "median": lambda values, _: Fraction(median(values)),
    "mean": _mean,
    "sum": lambda values, weights: sum((v * w for v, w in zip(values, weights, strict=True)), Fraction(0)),
}
