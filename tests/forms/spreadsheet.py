"""A small spreadsheet: opens a workbook, forgets what its formulas came to, and computes them in doubles as Excel does.

It knows the functions that forms are written with and nothing of how they are made. `#N/A` and other errors go through
everything except `IF`'s other branch and `ISNUMBER`.
"""

from __future__ import annotations

import datetime
import math
import re
import statistics
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from typing import Any

import openpyxl

TOKEN = re.compile(
    r"""\s*(?:(?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)|(?P<text>"(?:[^"]|"")*")
    |(?P<cell>(?:'(?:[^']|'')+'!)?\$?[A-Z]{1,3}\$?[0-9]+(?::\$?[A-Z]{1,3}\$?[0-9]+)?)|(?P<name>[A-Z]+)(?=\()|(?P<word>TRUE|FALSE)
    |(?P<sign><>|<=|>=|[-+*/=<>&(),]))""",
    re.VERBOSE,
)
FIRST_DAY = datetime.date(1899, 12, 30)


class Error(Exception):
    """`#N/A`, `#DIV/0!`, `#VALUE!`."""


class Spreadsheet:
    """The cells of a workbook, with what formulas come to when they are computed anew."""

    def __init__(self, raw: bytes) -> None:
        book = openpyxl.load_workbook(BytesIO(raw))
        self.sheets = {sheet.title: sheet for sheet in book}
        self.known: dict[tuple[str, str], Any] = {}

    def set(self, sheet: str, place: str, value: Any) -> None:
        """Somebody types a value into a cell."""
        self.sheets[sheet][place] = value
        self.known.clear()

    def formulas(self) -> Iterator[tuple[str, str, str]]:
        for title, sheet in self.sheets.items():
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        yield title, cell.coordinate, cell.value

    def value(self, sheet: str, place: str) -> Any:
        """What a cell shows; `#N/A` of errors."""
        try:
            return self._value(sheet, place.replace("$", ""))
        except Error:
            return "#N/A"

    def _value(self, sheet: str, place: str) -> Any:
        key = sheet, place
        if key not in self.known:
            cell = self.sheets[sheet][place]
            try:
                self.known[key] = self._computed(sheet, cell)
            except Error as error:
                self.known[key] = error
        found = self.known[key]
        if isinstance(found, Error):
            raise found
        return found

    def _computed(self, sheet: str, cell: Any) -> Any:
        value = cell.value
        if cell.data_type == "f":
            return _Formula(self, sheet, value[1:]).value()
        if isinstance(value, datetime.datetime):
            return float((value.date() - FIRST_DAY).days)
        if isinstance(value, bool) or value is None or isinstance(value, str):
            return value
        return float(value)


class _Formula:
    def __init__(self, book: Spreadsheet, sheet: str, text: str) -> None:
        self.book, self.sheet, self.text = book, sheet, text
        self.tokens: list[tuple[str, str]] = []
        at = 0
        while at < len(text):
            found = TOKEN.match(text, at)
            assert found is not None and found.lastgroup is not None, text[at:]
            self.tokens.append((found.lastgroup, found.group(found.lastgroup)))
            at = found.end()
        self.at = 0

    def value(self) -> Any:
        made = self._compared()
        assert self.at == len(self.tokens), self.text
        return made()

    def _peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def _take(self) -> tuple[str, str]:
        self.at += 1
        return self.tokens[self.at - 1]

    def _operators(self, below: Callable[[], Callable[[], Any]], signs: str) -> Callable[[], Any]:
        made = below()
        while self._peek() in signs.split() and self.tokens[self.at][0] == "sign":
            sign, left, right = self._take()[1], made, below()

            def applied(sign: str = sign, left: Any = left, right: Any = right) -> Any:
                return _operated(sign, left(), right())

            made = applied
        return made

    def _compared(self) -> Callable[[], Any]:
        return self._operators(lambda: self._operators(lambda: self._operators(
            lambda: self._operators(self._signed, "* /"), "+ -"), "&"), "= <> < <= > >=")  # fmt: skip

    def _signed(self) -> Callable[[], Any]:
        if self._peek() == "-":
            self._take()
            inner = self._signed()
            return lambda: -_number(inner())
        return self._atom()

    def _atom(self) -> Callable[[], Any]:
        kind, text = self._take()
        if kind == "number":
            return lambda: float(text)
        if kind == "text":
            return lambda: text[1:-1].replace('""', '"')
        if kind == "word":
            return lambda: text == "TRUE"
        if kind == "cell":
            sheet, _, place = text.rpartition("!")
            named = sheet[1:-1].replace("''", "'") if sheet else self.sheet
            return lambda: self.book._value(named, place.replace("$", ""))
        if kind == "name":
            return self._call(text)
        assert text == "(", self.text
        inner = self._compared()
        assert self._take()[1] == ")", self.text
        return inner

    def _call(self, name: str) -> Callable[[], Any]:
        assert self._take()[1] == "("
        args: list[Callable[[], Any]] = []
        while self._peek() != ")":
            args.append(self._compared())
            if self._peek() == ",":
                self._take()
        self._take()
        return lambda: FUNCTIONS[name](*args)


def _number(value: Any) -> float:
    if isinstance(value, bool):
        return float(value)
    if value is None:
        return 0.0
    if isinstance(value, str):
        raise Error
    return float(value)


def _operated(sign: str, left: Any, right: Any) -> Any:
    if sign == "&":
        return _text(left) + _text(right)
    if sign in "+-*/":
        a, b = _number(left), _number(right)
        if sign == "/" and b == 0:
            raise Error
        return {"+": a + b, "-": a - b, "*": a * b}[sign] if sign != "/" else a / b
    if isinstance(left, str) != isinstance(right, str):
        raise AssertionError("a text is compared with a number")
    return {"=": left == right, "<>": left != right, "<": left < right, "<=": left <= right,
            ">": left > right, ">=": left >= right}[sign]  # fmt: skip


def _text(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.15g}"
    return "" if value is None else str(value)


def _all(args: Any) -> bool:
    """Every argument is looked at: an error in one is an error."""
    told = [_true(arg()) for arg in args]
    return all(told)


def _any(args: Any) -> bool:
    told = [_true(arg()) for arg in args]
    return any(told)


def _if(when: Any, then: Any, otherwise: Any) -> Any:
    return then() if _true(when()) else otherwise()


def _true(value: Any) -> bool:
    if isinstance(value, str) or value is None:
        raise Error
    return bool(value)


def _is_number(arg: Any) -> bool:
    try:
        value = arg()
    except Error:
        return False
    return isinstance(value, float | int) and not isinstance(value, bool)


def _is_error(arg: Any) -> bool:
    try:
        arg()
    except Error:
        return True
    return False


def _na() -> Any:
    raise Error


def _value(arg: Any) -> float:
    text = _text(arg()).strip().replace(",", "")
    try:
        return float(text)
    except ValueError:
        raise Error from None


def _int(arg: Any) -> float:
    """As LibreOffice does it: a number within a fifteenth digit of a whole one is that one."""
    value = _number(arg())
    return float(math.floor(float(f"{value:.15g}")))


def _round(arg: Any, places: Any) -> float:
    unit = Decimal(1).scaleb(-int(_number(places())))
    return float(Decimal(repr(_number(arg()))).quantize(unit, ROUND_HALF_UP))


def _shown(arg: Any, form: Any) -> str:
    places = len(form().partition(".")[2])
    return str(Decimal(repr(_number(arg()))).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def _date(year: Any, month: Any, day: Any) -> float:
    made = datetime.date(*(int(_number(part())) for part in (year, month, day)))
    return float((made - FIRST_DAY).days)


def _day(arg: Any) -> datetime.date:
    return FIRST_DAY + datetime.timedelta(days=int(_number(arg())))


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "IF": _if,
    "AND": lambda *args: _all(args),
    "OR": lambda *args: _any(args),
    "NOT": lambda arg: not _true(arg()),
    "NA": _na,
    "ISNUMBER": _is_number,
    "ISERROR": _is_error,
    "INT": _int,
    "ABS": lambda arg: abs(_number(arg())),
    "SIGN": lambda arg: float((_number(arg()) > 0) - (_number(arg()) < 0)),
    "MOD": lambda a, b: _number(a()) - _number(b()) * math.floor(_number(a()) / _number(b())),
    "ROUND": _round,
    "MIN": lambda *args: min(_number(arg()) for arg in args),
    "MAX": lambda *args: max(_number(arg()) for arg in args),
    "MEDIAN": lambda *args: statistics.median([_number(arg()) for arg in args]),
    "VALUE": _value,
    "SUBSTITUTE": lambda text, old, new: _text(text()).replace(old(), new()),
    "TRIM": lambda text: " ".join(_text(text()).split()),
    "MID": lambda text, start, size: _text(text())[int(start()) - 1 : int(start()) - 1 + int(size())],
    "LEFT": lambda text, size: _text(text())[: int(size())],
    "RIGHT": lambda text, size: _text(text())[-int(size()) :],
    "LEN": lambda text: float(len(_text(text()))),
    "EXACT": lambda a, b: _text(a()) == _text(b()),
    "TEXT": _shown,
    "DATE": _date,
    "YEAR": lambda arg: float(_day(arg).year),
    "MONTH": lambda arg: float(_day(arg).month),
    "CHOOSE": lambda number, *args: args[int(_number(number())) - 1](),
    "SUM": lambda *args: sum(_number(arg()) for arg in args),
}
