"""Whole records and JSON with nothing in them that would act where they are printed."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from pydantic import BaseModel

from scoring.documents.document import Document
from scoring.problems.shown import harmless, is_seen

T = TypeVar("T")


def all_harmless(record: T) -> T:
    """The same record, every text in it harmless; documents stay, for their places count characters."""
    made: T = _of(record)
    return made


def _of(at: Any) -> Any:
    if isinstance(at, str):
        return harmless(at)
    if isinstance(at, Document):
        return at
    if isinstance(at, dict):
        return {_of(name): _of(one) for name, one in at.items()}
    if isinstance(at, list | tuple):
        inside = [_of(one) for one in at]
        if all(one is other for one, other in zip(inside, at, strict=True)):
            return at
        return inside if isinstance(at, list) else tuple(inside)
    if isinstance(at, BaseModel):
        names = {name: getattr(at, name) for name in type(at).model_fields}
    elif is_dataclass(at) and not isinstance(at, type):
        names = {one.name: getattr(at, one.name) for one in fields(at) if one.init}
    else:
        return at
    changed = {name: made for name, one in names.items() if (made := _of(one)) is not one}
    if not changed:
        return at
    return at.model_copy(update=changed) if isinstance(at, BaseModel) else replace(at, **changed)


def json_text(data: Any) -> str:
    """JSON that says the same on whatever it is shown: what is not seen is written by its number."""
    text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    if text.replace("\n", "").isprintable():
        return text
    return "".join(each if each == "\n" or is_seen(each) else json.dumps(each)[1:-1] for each in text)
