"""Data spelled as TOML, the way authors write it: one line for a value, aligned keys, a section for what is long."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from scoring.number import show_number

LONGEST_LIST = 100
"""Columns of a list of records or rows that stays in one line."""
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPED = re.compile(r'["\\\x00-\x08\x0a-\x1f\x7f]')
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
    """A text in quotes, on one line."""
    return '"' + _ESCAPED.sub(lambda found: _SHORT.get(found.group()) or f"\\u{ord(found.group()):04X}", text) + '"'


def value(of: Any) -> str:
    """A value in one line. A fraction that no decimal equals is a text: `"1/3"`."""
    match of:
        case bool():
            return str(of).lower()
        case str():
            return quoted(of)
        case int():
            return str(of)
        case Decimal():
            return format(of, "f")
        case Fraction():
            shown = show_number(of)
            return quoted(shown) if "/" in shown else shown
        case datetime.date():
            return of.isoformat()
        case Mapping():
            inside = ", ".join(f"{key(name)} = {value(each)}" for name, each in of.items())
            return f"{{ {inside} }}" if inside else "{}"
        case list() | tuple():
            return "[" + ", ".join(value(each) for each in of) + "]"
    raise TypeError(f"{type(of).__name__} cannot be written in TOML")


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
    name: str, table: Mapping[str, Any], apart: Sequence[str] = (), further: Sequence[str] = ()
) -> Iterator[str]:
    """`[[NAME]]` with its keys; those named in `apart` are sections `[NAME.KEY]`, in `further` `[NAME.KEY.EACH]`."""
    yield f"[[{name}]]"
    yield from pairs({one: each for one, each in table.items() if one not in (*apart, *further)})
    for one in table:
        if one in apart:
            yield from ("", f"[{name}.{key(one)}]", *pairs(table[one]))
        elif one in further:
            for inner, each in table[one].items():
                yield from ("", f"[{name}.{key(one)}.{key(inner)}]", *pairs(each))
