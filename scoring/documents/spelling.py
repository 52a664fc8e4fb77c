"""Data spelled as TOML, the way authors write it: one line for a value, aligned keys, a section for what is long."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from scoring.problems.shown import escaped, is_seen
from scoring.values.bound import Bound
from scoring.values.number import show_number
from scoring.values.value import NotApplicable, Unknown

LONGEST_LIST = 100
"""Columns of a list of records or rows that stays in one line."""
MOST_IN_LINE = 3
"""Keys of a table that is written in one line, where it might be a section as well."""
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\b": "\\b", "\f": "\\f"}


def width(text: str) -> int:
    """Columns that a text takes: a Chinese character takes two."""
    if text.isascii():
        return len(text)
    from wcwidth import wcwidth

    return sum(max(0, wcwidth(character)) for character in text)


def key(name: str) -> str:
    """A name as it is written as a key: in quotes unless it is plain ASCII."""
    return name if _BARE.fullmatch(name) else quoted(name)


def quoted(text: str) -> str:
    """A text in quotes, on one line; what is not seen is written by its number."""
    return (
        '"'
        + "".join(_SHORT.get(each) or (each if each == "\t" or is_seen(each) else escaped(each)) for each in text)
        + '"'
    )


def value(of: Any) -> str:
    """A value in one line."""
    match of:
        case bool():
            return str(of).lower()
        case str():
            return quoted(of)
        case int():
            return str(of)
        case Decimal():
            return format(of, "f")
        case datetime.date():
            return of.isoformat()
        case Mapping():
            inside = ", ".join(f"{key(name)} = {value(each)}" for name, each in of.items())
            return f"{{ {inside} }}" if inside else "{}"
        case list() | tuple():
            return "[" + ", ".join(value(each) for each in of) + "]"
    raise TypeError(f"{type(of).__name__} cannot be written in TOML")


NO_RESULT = {"none": True}
"""How authors write that there is no result."""


def plain(of: Any) -> Any:
    """A computed value as data that TOML has: no result is `{ none = true }`, a date that may lack its day is a text."""
    if isinstance(of, Fraction):
        return number(of)
    if isinstance(of, dict):
        return {name: plain(each) for name, each in of.items()}
    if isinstance(of, tuple):
        return [plain(each) for each in of]
    if isinstance(of, Bound):
        ends = {"lowest": of.at_least, "highest": of.at_most}
        return {name: number(end) for name, end in ends.items() if end is not None}
    if isinstance(of, Unknown | NotApplicable):
        return "not_scorable" if isinstance(of, Unknown) else "not_applicable"
    return of if isinstance(of, bool) else dict(NO_RESULT) if of is None else str(of)


def number(of: Fraction) -> int | Decimal | str:
    """A number as data that TOML has; a text such as "1/3" where no decimal equals it."""
    shown = show_number(of)
    if "/" in shown:
        return shown
    return int(shown) if of.denominator == 1 else Decimal(shown)


def pairs(table: Mapping[str, Any]) -> Iterator[str]:
    """Lines `key = value`, the equals signs below each other; a long list has one line for each of its items."""
    widest = max((width(key(name)) for name in table), default=0)
    for name, each in table.items():
        head = key(name) + " " * (widest - width(key(name))) + " = "
        line = value(each)
        if isinstance(each, list) and len(each) > 1 and width(line) > LONGEST_LIST:
            yield head + "["
            yield from (f"  {value(item)}," for item in each)
            yield "]"
        else:
            yield head + line


def section(
    name: str, table: Mapping[str, Any], apart: Sequence[Sequence[str]] = (), head: str = "[[{}]]"
) -> Iterator[str]:
    """`[[NAME]]` with its keys; what lies at a path in `apart` is a section `[NAME.PATH]` of its own behind it."""
    yield head.format(name)
    yield from pairs(_without(table, [path for path in apart if len(path) == 1]))
    for path in apart:
        below: Any = table
        for step in path:
            below = below.get(step, {}) if isinstance(below, Mapping) else {}
        inside = [other[len(path) :] for other in apart if len(other) == len(path) + 1 and other[: len(path)] == path]
        own = _without(below, inside)
        if own:
            yield from ("", f"[{name}.{'.'.join(key(step) for step in path)}]", *pairs(own))


def _without(table: Mapping[str, Any], paths: Sequence[Sequence[str]]) -> dict[str, Any]:
    left_out = {path[0] for path in paths}
    return {name: each for name, each in table.items() if name not in left_out}
