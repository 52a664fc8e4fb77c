"""JSON Schemas of everything that goes in and out: of TOML files, of the scorecard and of problems."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from scoring.rulebook import schemas as of_files
from scoring.rulebook.schemas import DIALECT, text_of
from scoring.scorecard.scorecard import Scorecard
from scoring.scorecard.shape import Shape, keys_of

TEXT: dict[str, Any] = {"type": "string"}
NUMBER: dict[str, Any] = {"type": "string", "pattern": r"^-?\d+(\.\d+)?$|^-?\d+/\d+$"}
FORMS: Mapping[str, dict[str, Any]] = {
    "text": TEXT,
    "said": TEXT,
    "place": TEXT,
    "number": NUMBER,
    "points": NUMBER,
    "integer": {"type": "integer"},
    "yes_no": {"type": "boolean"},
    "value": {},
}


def schemas() -> dict[str, dict[str, Any]]:
    """Every schema by the name of its file."""
    made = of_files.schemas()
    made["scorecard.schema.json"] = {"$schema": DIALECT, "title": "A scorecard", **copy.deepcopy(of_record(Scorecard))}
    made["problems.schema.json"] = _problems()
    return made


def of_record(record: type[Any]) -> dict[str, Any]:
    """An object with exactly these keys: a key is always there, null when there is nothing."""
    return _object({key.name: schema_of(key.shape) for key in keys_of(record)})


def schema_of(shape: Shape) -> dict[str, Any]:
    """What stands under one key."""
    made = _inside(shape)
    if not shape.may_be_null or not made:
        return made
    return {"type": [made["type"], "null"]} if list(made) == ["type"] else {"anyOf": [made, {"type": "null"}]}


def _inside(shape: Shape) -> dict[str, Any]:
    match shape.form:
        case "record":
            assert shape.record is not None
            return of_record(shape.record)
        case "options":
            return {"const": shape.options[0]} if len(shape.options) == 1 else {"enum": list(shape.options)}
        case "list":
            return {"type": "array", "items": schema_of(shape.inside) if shape.inside is not None else {}}
        case "map":
            return {
                "type": "object",
                "additionalProperties": schema_of(shape.inside) if shape.inside is not None else {},
            }
    return dict(FORMS[shape.form])


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def _problems() -> dict[str, Any]:
    place = {"type": "integer", "minimum": 1}
    counterexample = _object({
        "of": {"enum": ["rule", "value", "column", "limit", "result", "grade"]}, "name": TEXT,
        "given": {"type": "object", "additionalProperties": {"type": ["string", "boolean"]}}, "comes": TEXT,
    })  # fmt: skip
    problem = _object({
        "code": TEXT, "severity": {"enum": ["error", "warning", "note"]}, "message": TEXT, "file": TEXT, "line": place,
        "column": place, "source": TEXT, "fix": {"type": ["string", "null"]},
        "counterexample": {"anyOf": [counterexample, {"type": "null"}]},
    })  # fmt: skip
    open_ = _object({"name": TEXT, "file": TEXT, "line": place, "column": place, "why": TEXT})
    made = _object({"schema": {"const": "problems/1"}, "problems": {"type": "array", "items": problem},
                    "not_decided": {"type": "array", "items": open_}})  # fmt: skip
    return {"$schema": DIALECT, "title": "Problems in files", **copy.deepcopy(made)}


__all__ = ["NUMBER", "of_record", "schema_of", "schemas", "text_of"]
