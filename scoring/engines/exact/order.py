"""The order of records by keys: numbers, days and texts, the smallest first unless a key says otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm
from typing import Any, TypeGuard

from scoring.engines.exact.frames import Looking
from scoring.engines.exact.open_values import left_open
from scoring.nodes.kind import Kind
from scoring.nodes.node import Key
from scoring.problems import Place, Problem, Text
from scoring.values import arithmetic
from scoring.values.day import Day
from scoring.values.irrational import Undefined
from scoring.values.number import show_number
from scoring.values.value import ABSENT, Absent, Fault, NotApplicable, Record, Value, of_all

Keys = tuple[Value, ...]
LARGEST_SCALE = 1 << 256
NO_RESULT = Text("there is no result to order by", "没有可供排序的结果")


def keys_of(at: Looking, keys: Sequence[Key]) -> Keys:
    """What the record at hand is ordered by."""
    return tuple(at.value(key.node) for key in keys)


def open_keys(at: Looking, keys: Sequence[Key], values: Keys) -> Absent | None:
    """Why the record at hand has no sure place in an order; None where it has."""
    return of_all(why for key, value in zip(keys, values, strict=True) if (why := _open(at, key, value)) is not None)


def _open(at: Looking, key: Key, value: Value) -> Absent | None:
    if _is_sure(value):
        return None
    if isinstance(value, ABSENT):
        return value
    return NotApplicable(NO_RESULT) if value is None else left_open(at, key.node)


def _is_sure(value: Value) -> TypeGuard[Fraction | str | bool | Day]:
    return value.is_exact if isinstance(value, Day) else isinstance(value, Fraction | str | bool)


def ranked(keys: Sequence[Key], rows: Sequence[Keys]) -> list[tuple[int, ...]]:
    """For rows of sure keys, whole numbers in their place that have the same order; the first has the least."""
    columns = [_ranks([row[number] for row in rows], key.largest_first) for number, key in enumerate(keys)]
    return list(zip(*columns, strict=True)) if columns else [()] * len(rows)


def _ranks(values: Sequence[Value], largest_first: bool) -> list[int]:
    comparable = _comparable(values)
    distinct = sorted(set(comparable), reverse=largest_first)
    rank = {value: number for number, value in enumerate(distinct)}
    return [rank[value] for value in comparable]


def _comparable(values: Sequence[Value]) -> list[Any]:
    """Values that Python orders as they are meant: numbers over one denominator where that is not beyond all sense."""
    if all(isinstance(value, Fraction) for value in values):
        numbers = [value for value in values if isinstance(value, Fraction)]
        scale = 1
        for number in numbers:
            scale = lcm(scale, number.denominator)
            if scale > LARGEST_SCALE:
                return numbers
        return [number.numerator * (scale // number.denominator) for number in numbers]
    return [
        (1, value) if isinstance(value, str) else (0, value.first().toordinal() if isinstance(value, Day) else value)
        for value in values
    ]


def before(keys: Sequence[Key], one: Keys, other: Keys) -> int | None:
    """-1 where the record of some keys comes before that of others, 1 after, 0 where they are the same; None if open."""
    for key, a, b in zip(keys, one, other, strict=True):
        if isinstance(a, ABSENT) or isinstance(b, ABSENT):
            return None
        try:
            smaller, larger = arithmetic.compare("<", *_texts(a, b)), arithmetic.compare(">", *_texts(a, b))
        except Undefined:
            return None
        if smaller is None or larger is None:
            return None
        if smaller or larger:
            return -1 if smaller is not key.largest_first else 1
        if not (_is_sure(a) and _is_sure(b)):
            return None
    return 0


def _texts(a: Value, b: Value) -> tuple[Value, Value]:
    """Texts, and yes and no, as numbers that have their order."""
    if isinstance(a, str | bool) and type(a) is type(b):
        first, second = _ranks([a, b], largest_first=False)
        return Fraction(first), Fraction(second)
    return a, b


def naming(record: Record, kind: Kind) -> str:
    """What a record is called: by the field that names it, or by its number in the list, from 1."""
    name = record.get(kind.key) if kind.key else None
    if isinstance(name, Fraction):
        return show_number(name)
    return name if isinstance(name, str) else f"#{record.position + 1}"


def undecided_tie(name: str, records: Sequence[Record], kind: Kind, at: Place) -> Fault:
    """That records have the same keys where one of them has to come first."""
    said = ", ".join(f"`{naming(record, kind)}`" for record in records[:8]) + (", …" if len(records) > 8 else "")
    return Fault(
        (
            Problem(
                "tie-undecided",
                Text(f"{said} have the same keys in `{name}`", f"{name} 中 {said.replace(', ', '、')} 的排序依据相同"),
                at,
                Text('add a key that tells them apart, or say what ties mean: ties = "shared"',
                     '再加一个能区分它们的排序依据，或用 ties 写明并列的处理，例如 ties = "shared"'),
            ),
        )
    )  # fmt: skip
