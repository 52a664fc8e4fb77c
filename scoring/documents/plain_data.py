"""Data that a program hands over, as the document that would say it: JSON, numbers exactly as they are.

Pure: data in, a `Document` and problems out. What neither TOML nor JSON has a word for is a problem at its place.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import partial
from numbers import Integral

from scoring.documents.document import LARGEST, Document, no_number, parse_json, time_of_day
from scoring.documents.positions import Path
from scoring.documents.syntax import DEEPEST, MOST_DIGITS, too_deep, too_long
from scoring.problems import Place, Problem, Text

_HALF = re.compile(r"[\ud800-\udfff\x7f]")
Told = Callable[[Place], Problem]
"""What is wrong with a value, given where it stands."""
_NO_NUMBER = {name: partial(no_number, name) for name in ("NaN", "Infinity", "-Infinity")}


def document_of_data(data: Mapping[str, object], file: str) -> tuple[Document | None, list[Problem]]:
    """Data as a document; places in it are those of its JSON. A `float` is the decimal that Python prints for it."""
    writer = _Writer()
    document, problems = parse_json(writer.written(data, ()).encode(), file)
    if document is None:
        return None, [*problems, *(told(Place(file)) for _, told in writer.told)]
    own = [told(document.value_place(path)) for path, told in writer.told]
    unread = document.unread.union(path for path, _ in writer.told)
    return replace(document, unread=unread), [*problems, *own]


class _Writer:
    """JSON being written; `null` stands for what it has no word for, which is told."""

    def __init__(self) -> None:
        self.told: list[tuple[Path, Told]] = []
        self.left = LARGEST

    def written(self, value: object, path: Path) -> str:
        inner, outer = "\n" + " " * (len(path) + 1), "\n" + " " * len(path)
        if not self.has_room(len(inner), path):
            return "null"
        if len(path) >= DEEPEST and isinstance(value, Mapping | list | tuple):
            return self.refused(path, too_deep)
        if isinstance(value, Mapping):
            items = [f"{_text(key)}: {self.written(one, (*path, key))}" for key, one in self.items(value, path)]
            return f"{{{inner}{f',{inner}'.join(items)}{outer}}}" if items else "{}"
        if isinstance(value, list | tuple):
            items = [self.written(one, (*path, number)) for number, one in enumerate(value)]
            return f"[{inner}{f',{inner}'.join(items)}{outer}]" if items else "[]"
        text = self.word(value, path)
        return text if self.has_room(len(text), path) else "null"

    def has_room(self, characters: int, path: Path) -> bool:
        """Whether so much may still be written; where it ends is told once."""
        if self.left >= 0 > self.left - characters:
            self.refused(path, _too_large)
        self.left -= characters
        return self.left >= 0

    def items(self, table: Mapping[object, object], path: Path) -> list[tuple[str, object]]:
        """The keys that are texts, with their values."""
        for key in table:
            if not isinstance(key, str):
                self.refused(path, _no_key(key))
        return [(key, one) for key, one in table.items() if isinstance(key, str)]

    def word(self, value: object, path: Path) -> str:
        """What is neither a table nor a list."""
        match value:
            case None | bool():
                return json.dumps(value)
            case str():
                return _text(value)
            case datetime.datetime() | datetime.time():
                return self.refused(path, time_of_day)
            case datetime.date():
                return json.dumps(value.isoformat())
            case Integral():
                return str(int(value)) if abs(int(value)) < 10**MOST_DIGITS else self.refused(path, too_long)
            case float():
                return self.decimal(Decimal(repr(float(value))), path)
            case Decimal():
                return self.decimal(value, path)
            case Fraction():
                return self.fraction(value, path)
        return self.refused(path, _no_word(value))

    def decimal(self, value: Decimal, path: Path) -> str:
        if not value.is_finite():
            return self.refused(path, _NO_NUMBER["NaN" if value.is_nan() else "Infinity" if value > 0 else "-Infinity"])
        if len(value.as_tuple().digits) > MOST_DIGITS or abs(value.adjusted()) > MOST_DIGITS:
            return self.refused(path, too_long)
        return str(value)

    def fraction(self, value: Fraction, path: Path) -> str:
        """A fraction that a decimal can say."""
        if max(abs(value.numerator), value.denominator) >= 10**MOST_DIGITS:
            return self.refused(path, too_long)
        rest, digits = value.denominator, 0
        for prime in (2, 5):
            while rest % prime == 0:
                rest //= prime
                digits += 1
        if rest != 1:
            return self.refused(path, _endless(value))
        return format(Decimal(int(value * 10**digits)).scaleb(-digits), "f")

    def refused(self, path: Path, told: Told) -> str:
        self.told.append((path, told))
        return "null"


def _text(of: str) -> str:
    return json.dumps(of, ensure_ascii=_HALF.search(of) is not None)


def _no_word(value: object) -> Told:
    kind = type(value).__name__
    message = Text(f"Python's `{kind}` is neither text, number, date, yes or no, list nor table",
                   f"Python 的 {kind} 不是文字、数字、日期、是否、列表或表")  # fmt: skip
    fix = Text("hand over a str, int, Decimal, date, bool, list or dict",
               "改用 str、int、Decimal、date、bool、list 或 dict")  # fmt: skip
    return lambda place: Problem("wrong-kind", message, place, fix)


def _no_key(key: object) -> Told:
    kind = type(key).__name__
    message = Text(
        f"a key of this table is Python's `{kind}`; keys are texts", f"表中有一个键是 Python 的 {kind}，键应为文字"
    )
    return lambda place: Problem("key-not-text", message, place, Text("hand over a str", "改用 str"))


def _endless(value: Fraction) -> Told:
    shown = f"{value.numerator}/{value.denominator}"
    message = Text(f"`{shown}` has no end as a decimal", f"{shown} 不是有限小数")
    fix = Text("round it first, or hand over the facts that it comes from", "先取整，或提供算出它的数据")
    return lambda place: Problem("not-a-number", message, place, fix)


def _too_large(place: Place) -> Problem:
    message = Text(f"this would make more than {LARGEST} bytes of JSON", f"写成 JSON 超过 {LARGEST} 字节")
    return Problem("too-large", message, place, Text("hand it over in several parts", "分成几部分"))
