"""What operators and functions give on exact numbers and dates: the arithmetic of every engine.

Results are exact; `irrational` says which are not. `Undefined` is raised where there is no result,
`TooLarge` before a number grows beyond every sensible size: `9^9^9` is refused at once.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from scoring.problems import Text
from scoring.values import day, irrational
from scoring.values.bound import Bound
from scoring.values.day import Day
from scoring.values.irrational import TooLarge, Undefined, bounded
from scoring.values.rounding import Rounding
from scoring.values.value import Unknown, Value

__all__ = ["OPERATORS", "TooLarge", "Undefined", "aggregate", "compare"]

MOST_DECIMALS = 100


def aggregate(how: str, values: Sequence[Fraction], weights: Sequence[Fraction] | None = None) -> Value:
    """Sum, product, mean, geomean, median, min, max or count of numbers, with weights where they are given.

    Sum Σwv, mean Σwv/Σw, product Πv^w, geomean Πv^(w/Σw); median, min, max and count know no weights.
    A mean, median, minimum or maximum of nothing is undefined; a sum is 0, a product 1.
    """
    if how not in _AGGREGATES:
        raise ValueError(how)
    if not values and how not in ("sum", "product", "count"):
        raise Undefined(Text(f"{how} of no values", f"没有数值，无法求 {how}"))
    return bounded(_AGGREGATES[how](values, weights))


def compare(op: str, left: Value, right: Value) -> bool | None:
    """Whether `left op right`; None when a bound or the precision of a date leaves it open.

    Numbers and bounds compare with each other, dates with dates; yes/no, text and "no result" (None)
    are only equal or not.
    """
    if isinstance(left, Day) and isinstance(right, Day):
        return day.within(left, right) if op == "within" else day.compare(op, left, right)
    if isinstance(left, Fraction) and isinstance(right, Fraction) and op in _COMPARISONS:
        return bool(_COMPARISONS[op](left, right))
    if isinstance(left, Fraction | Bound) and isinstance(right, Fraction | Bound) and op in _COMPARISONS:
        return _compare_bounds(op, _limits(left), _limits(right))
    if op in ("==", "!=") and (left is None or right is None or type(left) is type(right)):
        return bool(_COMPARISONS[op](left, right))
    raise Undefined(Text(f"these values cannot be compared by `{op}`", f"这两个值不能用 `{op}` 比较"))


# ---------------------------------------------------------------- comparisons

_COMPARISONS: dict[str, Callable[[Any, Any], object]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}

Limits = tuple[Fraction | None, Fraction | None]


def _limits(value: Fraction | Bound) -> Limits:
    return (value.at_least, value.at_most) if isinstance(value, Bound) else (value, value)


def _compare_bounds(op: str, a: Limits, b: Limits) -> bool | None:
    match op:
        case "<":
            return _less(a, b)
        case ">":
            return _less(b, a)
        case "<=":
            return _opposite(_less(b, a))
        case ">=":
            return _opposite(_less(a, b))
        case "==":
            return _equal(a, b)
        case "!=":
            return _opposite(_equal(a, b))
    raise ValueError(op)


def _less(a: Limits, b: Limits) -> bool | None:
    (a_low, a_high), (b_low, b_high) = a, b
    if a_high is not None and b_low is not None and a_high < b_low:
        return True
    return False if a_low is not None and b_high is not None and a_low >= b_high else None


def _equal(a: Limits, b: Limits) -> bool | None:
    if _less(a, b) or _less(b, a):
        return False
    # equal for sure only where both are one number
    return True if None not in a and a[0] == a[1] == b[0] == b[1] else None


def _opposite(answer: bool | None) -> bool | None:
    return None if answer is None else not answer


# ---------------------------------------------------------------- numbers


def number(op: str, value: Value) -> Fraction:
    if not isinstance(value, Fraction):
        raise Undefined(Text(f"`{op}` needs numbers", f"`{op}` 只能用于数值"))
    return value


def _divide(a: Fraction, b: Fraction) -> Fraction:
    if b == 0:
        raise Undefined(Text("division by zero", "除以零"))
    return a / b


def sqrt(x: Fraction) -> Fraction:
    if x < 0:
        raise Undefined(Text("sqrt of a negative number", "负数不能开平方"))
    return irrational.sqrt(x)


def rounded(x: Fraction, decimals: Fraction = Fraction(0)) -> Fraction:
    if decimals.denominator != 1 or abs(decimals) > MOST_DECIMALS:
        raise Undefined(
            Text(
                f"round to a whole number of decimals, at most {MOST_DECIMALS}",
                f"小数位数须为整数，至多 {MOST_DECIMALS}",
            )
        )
    return Rounding("half_up", decimals=int(decimals)).apply(x)


def clamp(x: Fraction, low: Fraction, high: Fraction) -> Fraction:
    if low > high:
        raise Undefined(Text("clamp with a lower limit above the upper one", "clamp 的下限高于上限"))
    return min(max(x, low), high)


OPERATORS: dict[str, Callable[..., Fraction]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": _divide,
    "^": irrational.power,
    "negate": operator.neg,
}


# ---------------------------------------------------------------- dates


def date(op: str, value: Value) -> Day:
    if not isinstance(value, Day):
        raise Undefined(Text(f"`{op}` needs dates", f"`{op}` 只能用于日期"))
    return value


def days(a: Day, b: Day) -> Value:
    between = day.days_between(a, b)
    if between is not None:
        return between
    return Unknown(tuple(dict.fromkeys(each.open_parts() for each in (a, b) if not each.is_exact)))


def month(a: Day) -> Value:
    return Unknown((a.open_parts(),)) if a.month is None else Fraction(a.month)


# ---------------------------------------------------------------- aggregates

Weights = Sequence[Fraction] | None


def sum_of(values: Sequence[Fraction], weights: Weights = None) -> Fraction:
    """Σ value × weight."""
    total = Fraction(0)
    for index, value in enumerate(values):
        total = bounded(total + (value if weights is None else value * weights[index]))
    return total


def _weight(values: Sequence[Fraction], weights: Weights) -> Fraction:
    whole = Fraction(len(values)) if weights is None else sum_of(weights)
    if whole == 0:
        raise Undefined(Text("the weights add up to zero", "权重合计为零"))
    return whole


def _mean(values: Sequence[Fraction], weights: Weights) -> Fraction:
    return sum_of(values, weights) / _weight(values, weights)


def _product(values: Sequence[Fraction], weights: Weights) -> Fraction:
    total = Fraction(1)
    for index, value in enumerate(values):
        total = bounded(total * (value if weights is None else irrational.power(value, weights[index])))
    return total


def _geomean(values: Sequence[Fraction], weights: Weights) -> Fraction:
    if any(value < 0 for value in values):
        raise Undefined(Text("geomean of a negative number", "负数不能求几何平均"))
    each = [Fraction(1)] * len(values) if weights is None else weights
    if any(weight < 0 for weight in each):
        raise Undefined(Text("geomean with a weight below zero", "几何平均的权重不能为负"))
    whole = _weight(values, weights)
    if any(value == 0 and weight > 0 for value, weight in zip(values, each, strict=True)):
        return Fraction(0)
    return irrational.power_product(
        (value, weight / whole) for value, weight in zip(values, each, strict=True) if value > 0
    )


def _median(values: Sequence[Fraction], weights: Weights) -> Fraction:
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


_AGGREGATES: dict[str, Callable[[Sequence[Fraction], Weights], Fraction]] = {
    "sum": sum_of,
    "product": _product,
    "mean": _mean,
    "geomean": _geomean,
    "median": _median,
    "min": lambda values, _: min(values),
    "max": lambda values, _: max(values),
    "count": lambda values, _: Fraction(len(values)),
}
