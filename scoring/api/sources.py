"""What a program hands over, a path, a text or a dict, as documents; a dict as the JSON that would say it."""

from __future__ import annotations

import datetime
import json
import math
import os
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from numbers import Integral
from pathlib import Path
from typing import Any, TypeGuard

from scoring.documents.document import Document, parse_json
from scoring.documents.files import Overlay, parse_stream, read_document
from scoring.problems import InputRefused, Problem
from scoring.project.project import Project, read_project

Source = str | os.PathLike[str] | Mapping[str, Any]
DEEPEST = 60


def is_text(source: object) -> TypeGuard[str]:
    """Whether this is what a file would hold, and no name or path of one: a text of several lines, or JSON."""
    return isinstance(source, str) and ("\n" in source or source.lstrip()[:1] == "{")


def document_of(source: str | Mapping[str, Any], shown: str) -> tuple[Document | None, list[Problem]]:
    """A text or a dict as a document; places in a dict are those of its JSON."""
    if isinstance(source, str):
        return parse_stream(source.encode("utf-8", "surrogatepass"), shown)
    data = source if "format" in source else {"format": 1, **source}
    return parse_json(written(data).encode("utf-8", "surrogatepass"), shown)


def name_of(source: str | os.PathLike[str]) -> str:
    """A name or path as it is looked up: a `Path` is never a name."""
    if isinstance(source, str):
        return source
    path = os.fspath(source)
    return path if "/" in path or os.sep in path else f"./{path}"


def read_source(source: Source | Project, over: Overlay) -> tuple[Project | None, list[Problem]]:
    """A project, with every problem of its shape."""
    if isinstance(source, Project):
        return source, []
    if isinstance(source, Mapping) or is_text(source):
        document, problems = document_of(source, "<project>")
    else:
        path = Path(source)
        document, problems = read_document(path, path.name or os.fspath(source) or ".", over)
    if document is None:
        return None, problems
    project, found = read_project(document)
    return project, [*problems, *found]


def read(source: Source, *, files: Mapping[str | os.PathLike[str], str] | None = None) -> Project:
    """A project from a path, a text (TOML or JSON) or a dict, to be scored or checked by several books.

    Raises `InputRefused` with every problem of its shape.
    """
    project, problems = read_source(source, Overlay(files or {}))
    if project is None or problems:
        raise InputRefused(problems)
    return project


# ---------------------------------------------------------------- a dict as JSON


def written(value: object, depth: int = 0) -> str:
    """JSON of plain data, numbers exactly as they are; a `float` is the decimal that Python prints for it.

    Raises `TypeError` for what TOML and JSON have no word for.
    """
    if depth > DEEPEST:
        raise TypeError(f"nested more than {DEEPEST} levels deep")
    inner, outer = "\n" + " " * (depth + 1), "\n" + " " * depth
    if isinstance(value, Mapping):
        items = [f"{_key(key)}: {written(one, depth + 1)}" for key, one in value.items()]
        return f"{{{inner}{f',{inner}'.join(items)}{outer}}}" if items else "{}"
    if isinstance(value, list | tuple):
        items = [written(one, depth + 1) for one in value]
        return f"[{inner}{f',{inner}'.join(items)}{outer}]" if items else "[]"
    return _number(value) if isinstance(value, Decimal | Fraction | Integral | float) else _word(value)


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"a key is a text, not {key!r}")
    return json.dumps(key, ensure_ascii=False)


def _word(value: object) -> str:
    if isinstance(value, datetime.date | datetime.time):
        return json.dumps(value.isoformat())
    if value is None or isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    raise TypeError(f"{value!r} is neither text, number, date, list nor dict")


def _number(value: Decimal | Fraction | Integral | float) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Integral):
        return str(int(value))
    if isinstance(value, Fraction):
        return _decimal(value)
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return str(value) if isinstance(value, Decimal) else repr(float(value))


def _decimal(value: Fraction) -> str:
    """A fraction that a decimal can say."""
    rest, digits = value.denominator, 0
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
            digits += 1
    if rest != 1:
        raise TypeError(f"{value} has no end as a decimal; round it first")
    return format(Decimal(int(value * 10**digits)).scaleb(-digits), "f")
