"""Which keys, words and forms of the language some files have: counted by the models, whatever these are.

A key is `ValueModel.by`; a word that a key takes is `ValueModel.hit=first`; a key inside of a free table `ValueModel.missing.row`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from scoring.rulebook import model

FILES: Mapping[str, type[BaseModel]] = {
    "rulebook": model.RulebookFile,
    "set": model.SetFile,
    "project": model.ProjectFile,
}


def reached(of: type[BaseModel], written: Any) -> Iterator[str]:
    """Everything that a table has of its model."""
    if of is model.FactModel or of is model.FieldModel:
        written = {"unit": written} if isinstance(written, str) else written
        written = {"options": written} if isinstance(written, list) else written
    if not isinstance(written, dict):
        return
    fields = {field.alias or name: field.annotation for name, field in of.model_fields.items()}
    for key, value in written.items():
        name = f"{of.__name__}.{key}"
        yield name
        yield from _inside(name, fields[key], value)


def _inside(name: str, kind: Any, value: Any) -> Iterator[str]:
    special = _special(name, value)
    if special is not None:
        for of, table in special:
            yield from reached(of, table)
        return
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield from reached(kind, value)
        return
    origin, args = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        for one in args:
            yield from _inside(name, one, value)
    elif origin is Literal:
        if not isinstance(value, dict | list) and value in args:
            yield f"{name}={value}"
    elif origin is dict and isinstance(value, dict):
        for key, inner in value.items():
            if get_origin(args[0]) is Literal and key in get_args(args[0]):
                yield f"{name}.{key}"
            yield from _inside(name, args[1], inner)
    elif origin is list and isinstance(value, list):
        for inner in value:
            yield from _inside(name, args[0], inner)
    elif kind is bool and isinstance(value, bool):
        yield f"{name}={str(value).lower()}"


def _special(name: str, value: Any) -> list[tuple[type[BaseModel], Any]] | None:
    """Tables whose models their keys do not name."""
    if name == "RulebookFile.grade":
        return [(model.GradeModel, one) for one in ([value] if "rows" in value else value.values())]
    if name in ("FactModel.list", "FieldModel.list"):
        return [(model.FieldModel, one) for one in value.values()]
    return None


@cache
def everything() -> frozenset[str]:
    """Everything that there is to reach, by the models of the three files."""
    found: set[str] = set()
    waiting: list[Any] = [*FILES.values(), model.GradeModel, model.FieldModel]
    seen: set[Any] = set()
    while waiting:
        of = waiting.pop()
        if of in seen:
            continue
        seen.add(of)
        for field_name, field in of.model_fields.items():
            name = f"{of.__name__}.{field.alias or field_name}"
            found.add(name)
            found.update(_words(name, field.annotation, waiting))
    return frozenset(found)


def _words(name: str, kind: Any, waiting: list[Any]) -> Iterator[str]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        waiting.append(kind)
        return
    origin, args = get_origin(kind), get_args(kind)
    if origin is Literal:
        yield from (f"{name}={word}" for word in args)
    elif origin is dict and get_origin(args[0]) is Literal:
        yield from (f"{name}.{word}" for word in get_args(args[0]))
        yield from _words(name, args[1], waiting)
    elif kind is bool:
        yield f"{name}=true"
    else:
        for one in args:
            yield from _words(name, one, waiting)
