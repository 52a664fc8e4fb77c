"""The shape of what leaves the program, said once: in the annotations of the scorecard's own records.

`weight: Annotated[Fraction, "full points"]` is a key of the JSON with its kind and what it says. The writer, the JSON
Schema and the reference are all made from that; a field without an annotation stays inside the program.
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from fractions import Fraction
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from scoring.problems import Place, Text

Form = Literal["text", "said", "place", "number", "points", "integer", "yes_no", "options", "record", "list", "map",
               "value"]  # fmt: skip


class Points:
    """Marks a number that is shown with the decimals of the scorecard's points."""


class AnyValue:
    """Marks what may be a number, yes or no, a text, or a list or table of them."""


@dataclass(frozen=True, slots=True)
class Called:
    """Marks a field that leaves the program under another name."""

    name: str


@dataclass(frozen=True, slots=True)
class Shape:
    """What stands under a key: its form, whether it may be null, and what is inside it."""

    form: Form
    may_be_null: bool = False
    inside: Shape | None = None  # of lists and maps
    record: type[Any] | None = None
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a record: its name, what stands under it, and what it says."""

    name: str
    field: str  # of the record
    shape: Shape
    says: str


_KNOWN: dict[type[Any], tuple[Key, ...]] = {}


def keys_of(record: type[Any]) -> tuple[Key, ...]:
    """The keys of a record that leave the program, in order."""
    if record not in _KNOWN:
        _KNOWN[record] = _found(record)
    return _KNOWN[record]


def _found(record: type[Any]) -> tuple[Key, ...]:
    hints = get_type_hints(record, include_extras=True)
    return tuple(_keys(record, hints))


def _keys(record: type[Any], hints: Mapping[str, Any]) -> Iterator[Key]:
    assert is_dataclass(record)
    for field in fields(record):
        hint = hints[field.name]
        if get_origin(hint) is Annotated:
            inner, *notes = get_args(hint)
            called = next((note.name for note in notes if isinstance(note, Called)), field.name)
            yield Key(called, field.name, _shape(inner, frozenset(notes)), notes[-1])


def _shape(hint: Any, notes: frozenset[Any]) -> Shape:
    if AnyValue in notes:
        return Shape("value", may_be_null=True)
    if get_origin(hint) in (Union, types.UnionType):
        (only,) = (each for each in get_args(hint) if each is not type(None))
        of = _shape(only, notes)
        return Shape(of.form, True, of.inside, of.record, of.options)
    match get_origin(hint):
        case None:
            return _plain(hint, notes)
        case origin if origin is Literal:
            return Shape("options", options=get_args(hint))
        case origin if origin is tuple:
            return Shape("list", inside=_shape(get_args(hint)[0], notes))
        case _:
            return Shape("map", inside=_shape(get_args(hint)[1], notes))


def _plain(hint: Any, notes: frozenset[Any]) -> Shape:
    if isinstance(hint, type) and is_dataclass(hint) and hint not in (Text, Place):
        return Shape("record", record=hint)
    forms: dict[Any, Form] = {str: "text", Text: "said", Place: "place", int: "integer", bool: "yes_no",
                              Fraction: "points" if Points in notes else "number"}  # fmt: skip
    return Shape(forms[hint])
