"""The JSON that goes out: every key by its path, from the schemas that the tests hold the program to."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from docs.making.shown import ROOT, fenced
from scoring.scorecard.scorecard import Scorecard
from scoring.scorecard.shape import keys_of
from scoring.views.schemas import NUMBER, schema_of, schemas

HEAD = ("| key | kind | what it says |", "|---|---|---|")

# What a key of problems says, by its path or its last name; what a scorecard's keys say stands on its own records.
MEANINGS = {
    "schema": "what this is, and the version of its shape",
    "problems": "all of them, in the order of files and lines",
    "code": "its kind, such as `unknown-fact`",
    "severity": "how grave it is",
    "message": "what is the matter",
    "file": "the file, never an absolute path",
    "line": "counted from 1",
    "column": "counted from 1, in characters",
    "source": "the line as it stands there",
    "fix": "how to fix it",
    "counterexample": "facts that show it, confirmed by scoring; null where there are none",
    "counterexample.of": "what it is about",
    "name": "its name",
    "given": "the facts, as an example would give them; of an open list by name",
    "comes": "what comes of them",
    "not_decided": "tables that were not looked through, which is no alarm",
    "why": "the reason",
}


def scorecard() -> str:
    return "\n".join([*HEAD, *_of_record(Scorecard, "")])


def problems() -> str:
    return _table("problems.schema.json")


def indicator() -> str:
    """One indicator of a scorecard that a test holds to the last byte."""
    kept = json.loads((ROOT / "tests/golden/scorecards/form.json").read_text(encoding="utf-8"))
    found = next(each for each in kept["indicators"] if each["id"] == "N2")
    return fenced(json.dumps(found, ensure_ascii=False, indent=2), "json")


def _table(name: str) -> str:
    return "\n".join([*HEAD, *_keys(schemas()[name], "")])


def _of_record(record: type[Any], above: str) -> Iterator[str]:
    """A line for every key, with the meaning that stands on the record."""
    for key in keys_of(record):
        path = f"{above}{key.name}"
        yield f"| `{path}` | {_kind(schema_of(key.shape))} | {key.says} |"
        shape, end = key.shape, "."
        while shape.inside is not None:
            shape, end = shape.inside, "[]."
        if shape.record is not None:
            yield from _of_record(shape.record, f"{path}{end}")


def _keys(shape: Mapping[str, Any], above: str) -> Iterator[str]:
    for key, value in shape.get("properties", {}).items():
        path = f"{above}{key}"
        said = next((MEANINGS[name] for name in (path, _end(path), key) if name in MEANINGS), None)
        assert said is not None, f"say in MEANINGS what `{path}` is"
        yield f"| `{path}` | {_kind(value)} | {said} |"
        inner = next((each for each in value.get("anyOf", [value]) if each.get("type") in ("object", "array")), value)
        if inner.get("type") == "array":
            yield from _keys(inner.get("items", {}), f"{path}[].")
        elif isinstance(inner.get("additionalProperties"), dict):
            yield from _keys(inner["additionalProperties"], f"{path}[].")
        else:
            yield from _keys(inner, f"{path}.")


def _end(path: str) -> str:
    """The last two names."""
    return ".".join(path.split(".")[-2:])


def _kind(value: Mapping[str, Any]) -> str:
    if "const" in value:
        return f"`{value['const']}`"
    if "enum" in value:
        return " ".join(f"`{option}`" for option in value["enum"])
    if value == NUMBER:
        return "number as text"
    if "anyOf" in value:
        return " or ".join(_kind(each) for each in value["anyOf"])
    names = {"string": "text", "array": "list", "object": "table", "boolean": "true or false", "integer": "number"}
    kinds = value.get("type", "anything")
    return " or ".join(names.get(kind, kind) for kind in ([kinds] if isinstance(kinds, str) else kinds))
