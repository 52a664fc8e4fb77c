"""What a formula without a stored result ought to give: plain arithmetic over cells of its own sheet, exact and bounded.

Sums, products, quotients, ROUND, IF of comparisons, MIN, MAX, AVERAGE and ABS. Whatever is beyond (other sheets, dates, look-ups,
a circle, a division by zero) has no value here, and is left to the person who asks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from scoring.forms.readers.number_format import DIGITS
from scoring.forms.readers.sheet_cells import column_of, letters

Known = Decimal | str | bool | None
Value = Fraction | str | bool | None
"""Of an empty cell None."""

DEEPEST = 60
LONGEST_FORMULA = 2_000
MOST_STEPS = 1_000_000
MOST_BITS = 2_048

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d{1,2})?|\.\d+)|\"(?P<text>(?:[^\"]|\"\")*)\""
    r"|(?P<cell>\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6})(?![\w(!.])|(?P<name>[A-Za-z_.][\w.]*)|(?P<sign><=|>=|<>|[-+*/^%(),:=<>]))"
)
_MOVABLE = re.compile(
    r"(\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'!?)|(?<![\w.$])(\$?)([A-Za-z]{1,3})(\$?)([1-9]\d{0,6})(?![\w(!.])"
)


class _NoValue(Exception):
    """The formula is beyond what is computed here."""


@dataclass
class Sheet:
    """What is known of the cells of a sheet, and the formulas that have no result yet, by row and column."""

    known: Mapping[tuple[int, int], Known]
    formulas: Mapping[tuple[int, int], str]
    done: dict[tuple[int, int], Value] = field(default_factory=dict)
    failed: set[tuple[int, int]] = field(default_factory=set)
    depth: int = 0  # of formulas and brackets that wait for what stands in them
    steps: int = 0

    def value(self, place: tuple[int, int]) -> Value:
        """Raises `_NoValue` where there is none."""
        self.steps += 1
        if self.steps > MOST_STEPS or place in self.failed:
            raise _NoValue
        formula = self.formulas.get(place)
        if formula is None:
            return _exact(self.known, place)
        if place not in self.done:
            try:
                self.done[place] = _Formula(formula, self).value()
            except _NoValue:
                self.failed.add(place)
                raise
        return self.done[place]

    def range(self, first: tuple[int, int], last: tuple[int, int]) -> Iterator[Value]:
        """The values of all cells that are not empty."""
        top, bottom = sorted((first[0], last[0]))
        left, right = sorted((first[1], last[1]))
        if (bottom - top + 1) * (right - left + 1) > MOST_STEPS:
            raise _NoValue
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                value = self.value((row, column))
                if value is not None:
                    yield value


def computed(place: tuple[int, int], sheet: Sheet) -> Known:
    """The result of the formula at a place; None where it has none here."""
    try:
        value = sheet.value(place)
    except _NoValue:
        return None
    if isinstance(value, Fraction):
        return DIGITS.divide(Decimal(value.numerator), Decimal(value.denominator))
    return Decimal(0) if value is None else value


def moved(formula: str, rows: int, columns: int) -> str:
    """The formula as it stands so many rows below and columns to the right of where it was written."""

    def other(found: re.Match[str]) -> str:
        if found[1] is not None:
            return found[1]
        column = column_of(found[3].upper()) + (0 if found[2] else columns)
        row = int(found[5]) + (0 if found[4] else rows)
        return f"{found[2]}{letters(column)}{found[4]}{row}" if column > 0 and row > 0 else "#REF!"

    return _MOVABLE.sub(other, formula)


def _exact(known: Mapping[tuple[int, int], Known], place: tuple[int, int]) -> Value:
    if place not in known:
        return None
    value = known[place]
    if value is None:  # an error
        raise _NoValue
    return Fraction(value) if isinstance(value, Decimal) else value


class _Formula:
    """One formula, from left to right; every method stands at a token and leaves behind what it has read."""

    def __init__(self, written: str, sheet: Sheet) -> None:
        self.sheet = sheet
        self.tokens = list(_tokens(written))
        self.at = 0

    def value(self) -> Value:
        found = self.comparison()
        if self.at < len(self.tokens):
            raise _NoValue
        return found

    def sign(self, *signs: str) -> str | None:
        """The sign that stands here, if it is one of these, and goes behind it."""
        if self.at < len(self.tokens) and self.tokens[self.at][0] == "sign" and self.tokens[self.at][1] in signs:
            self.at += 1
            return self.tokens[self.at - 1][1]
        return None

    def need(self, sign: str) -> None:
        if self.sign(sign) is None:
            raise _NoValue

    def comparison(self) -> Value:
        self.sheet.depth += 1
        try:
            if self.sheet.depth > DEEPEST:  # a circle, too, comes here
                raise _NoValue
            left = self.sum()
            while (sign := self.sign("=", "<>", "<", "<=", ">", ">=")) is not None:
                left = _compared(left, sign, self.sum())
            return left
        finally:
            self.sheet.depth -= 1

    def sum(self) -> Value:
        left = self.product()
        while (sign := self.sign("+", "-")) is not None:
            right = _number(self.product())
            left = _bounded(_number(left) + (right if sign == "+" else -right))
        return left

    def product(self) -> Value:
        left = self.power()
        while (sign := self.sign("*", "/")) is not None:
            right = _number(self.power())
            if sign == "/" and right == 0:
                raise _NoValue
            left = _bounded(_number(left) * right if sign == "*" else _number(left) / right)
        return left

    def power(self) -> Value:
        left = self.signed()
        while self.sign("^") is not None:
            right = _number(self.signed())
            if right.denominator != 1 or not 0 <= right <= 64:
                raise _NoValue
            left = _bounded(_number(left) ** int(right))
        return left

    def signed(self) -> Value:
        negative, any_sign = False, False
        while (sign := self.sign("-", "+")) is not None:
            negative, any_sign = negative != (sign == "-"), True
        found = self.atom()
        while self.sign("%") is not None:
            found = _number(found) / 100
        return found if not any_sign else -_number(found) if negative else _number(found)

    def atom(self) -> Value:
        if self.sign("(") is not None:
            found = self.comparison()
            self.need(")")
            return found
        kind, said = self.token()
        if kind == "number":
            return _bounded(Fraction(said))
        if kind == "text":
            return said.replace('""', '"')
        if kind == "cell":
            return self.sheet.value(_place(said))
        if kind == "name" and said.upper() in ("TRUE", "FALSE"):
            return said.upper() == "TRUE"
        if kind == "name":
            self.need("(")
            return self.called(said.upper())
        raise _NoValue

    def token(self) -> tuple[str, str]:
        if self.at >= len(self.tokens):
            raise _NoValue
        self.at += 1
        return self.tokens[self.at - 1]

    def called(self, name: str) -> Value:
        if name == "IF":
            return self.chosen()
        values: list[list[Value]] = []
        if self.sign(")") is None:
            values.append(self.argument())
            while self.sign(",") is not None:
                values.append(self.argument())
            self.need(")")
        function = FUNCTIONS.get(name)
        if function is None:
            raise _NoValue
        return _bounded(function(values))

    def argument(self) -> list[Value]:
        """The values of an argument: of a range all numbers in it, else one."""
        following = self.tokens[self.at : self.at + 3]
        if [kind for kind, _ in following] == ["cell", "sign", "cell"] and following[1][1] == ":":
            self.at += 3
            values = self.sheet.range(_place(following[0][1]), _place(following[2][1]))
            return [value for value in values if isinstance(value, Fraction)]
        return [self.comparison()]

    def chosen(self) -> Value:
        """The branch that holds. The other one is read, but what it lacks does not matter."""
        condition = self.comparison()
        self.need(",")
        holds = condition if isinstance(condition, bool) else _number(condition) != 0
        branches = [self.branch(holds)]
        if self.sign(",") is not None:
            branches.append(self.branch(not holds))
        self.need(")")
        return branches[0] if holds else branches[1] if len(branches) > 1 else False

    def branch(self, needed: bool) -> Value:
        if needed:
            return self.comparison()
        open_ones = 0
        while self.at < len(self.tokens):
            kind, said = self.tokens[self.at]
            if kind == "sign" and open_ones == 0 and said in (",", ")"):
                return None
            open_ones += (said == "(") - (said == ")") if kind == "sign" else 0
            self.at += 1
        raise _NoValue


def _tokens(written: str) -> Iterator[tuple[str, str]]:
    written = written.strip()
    if len(written) > LONGEST_FORMULA:
        raise _NoValue
    at = 0
    while at < len(written):
        found = _TOKEN.match(written, at)
        if found is None or found.lastgroup is None:
            raise _NoValue
        yield found.lastgroup, found[found.lastgroup]
        at = found.end()


def _place(written: str) -> tuple[int, int]:
    found = re.fullmatch(r"\$?([A-Za-z]{1,3})\$?(\d+)", written)
    assert found is not None
    return int(found[2]), column_of(found[1].upper())


def _number(value: Value) -> Fraction:
    """As arithmetic takes it: an empty cell is 0; a text is none, since programs differ over texts of digits."""
    if value is None:
        return Fraction(0)
    if isinstance(value, Fraction):
        return value
    raise _NoValue


def _bounded(number: Fraction) -> Fraction:
    if number.numerator.bit_length() > MOST_BITS or number.denominator.bit_length() > MOST_BITS:
        raise _NoValue
    return number


def _compared(left: Value, sign: str, right: Value) -> bool:
    if left is None or right is None:
        other = right if left is None else left
        empty: Value = "" if isinstance(other, str) else Fraction(0)
        left, right = (empty if left is None else left), (empty if right is None else right)
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        order = (left > right) - (left < right)
        return {"=": order == 0, "<>": order != 0, "<": order < 0, "<=": order <= 0,
                ">": order > 0, ">=": order >= 0}[sign]  # fmt: skip
    if sign not in ("=", "<>"):
        raise _NoValue
    same = type(left) is type(right) and (
        left.casefold() == right.casefold() if isinstance(left, str) and isinstance(right, str) else left == right
    )
    return same == (sign == "=")


def _flat(values: list[list[Value]]) -> list[Fraction]:
    return [_number(value) for each in values for value in each]


def _alone(values: list[list[Value]]) -> Fraction:
    if len(values) != 1 or len(values[0]) != 1:
        raise _NoValue
    return _number(values[0][0])


def _product(values: list[list[Value]]) -> Fraction:
    result = Fraction(1)
    for number in _flat(values):
        result = _bounded(result * number)
    return result if _flat(values) else Fraction(0)


def _sum(values: list[list[Value]]) -> Fraction:
    result = Fraction(0)
    for number in _flat(values):
        result = _bounded(result + number)
    return result


def _average(values: list[list[Value]]) -> Fraction:
    numbers = _flat(values)
    if not numbers:
        raise _NoValue
    return _sum(values) / len(numbers)


def _rounding(up_from: Fraction) -> Callable[[list[list[Value]]], Fraction]:
    """Away from zero from that part of the last place on: ROUND from a half, ROUNDUP from anything, ROUNDDOWN never."""

    def rounded(values: list[list[Value]]) -> Fraction:
        if len(values) != 2:
            raise _NoValue
        number, places = _alone(values[:1]), _alone(values[1:])
        if places.denominator != 1 or abs(places) > 30:
            raise _NoValue
        scale = Fraction(10) ** int(places)
        whole, rest = divmod(abs(number) * scale, 1)
        size = Fraction(whole + (rest > 0 and rest >= up_from)) / scale
        return size if number >= 0 else -size

    return rounded


FUNCTIONS: Mapping[str, Callable[[list[list[Value]]], Fraction]] = {
    "SUM": _sum,
    "PRODUCT": _product,
    "AVERAGE": _average,
    "MIN": lambda values: min(_flat(values), default=Fraction(0)),
    "MAX": lambda values: max(_flat(values), default=Fraction(0)),
    "ABS": lambda values: abs(_alone(values)),
    "ROUND": _rounding(Fraction(1, 2)),
    "ROUNDUP": _rounding(Fraction(0)),
    "ROUNDDOWN": _rounding(Fraction(2)),
}
