"""JSON Schemas: of the TOML files, for editors that complete and check while one types, and of the JSON that goes out."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from typing import Any

from scoring import model
from scoring.authored import Authored

DIALECT = "https://json-schema.org/draft/2020-12/schema"

FILES: Mapping[str, tuple[type[Authored], str]] = {
    "rulebook": (model.RulebookFile, "One file of a rulebook"),
    "indicator-set": (model.SetFile, "One file of an indicator set"),
    "project": (model.ProjectFile, "A project: a submitted form"),
    "columns": (model.ColumnsFile, "What the columns of a table are"),
}

# What may stand instead of a whole table.
SHORT_FORMS: Mapping[str, list[dict[str, Any]]] = {
    "FactModel": [
        {"type": "string", "description": "a unit"},
        {"type": "array", "items": {"type": "string"}, "description": "a text that is one of these"},
    ]
}

TEXT: dict[str, Any] = {"type": "string"}
TEXT_OR_NULL: dict[str, Any] = {"type": ["string", "null"]}
NUMBER: dict[str, Any] = {"type": "string", "pattern": r"^-?\d+(\.\d+)?$|^-?\d+/\d+$"}
NUMBER_OR_NULL: dict[str, Any] = {"anyOf": [NUMBER, {"type": "null"}]}
TEXTS: dict[str, Any] = {"type": "array", "items": TEXT}


def schemas() -> dict[str, dict[str, Any]]:
    """Every schema by the name of its file."""
    made = {f"{name}.schema.json": _of_file(shape, title) for name, (shape, title) in FILES.items()}
    made["scorecard.schema.json"] = _scorecard()
    made["problems.schema.json"] = _problems()
    return made


def text_of(schema: Mapping[str, Any]) -> str:
    """A schema as the text that is committed."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


# ---------------------------------------------------------------- TOML files


def _of_file(shape: type[Authored], title: str) -> dict[str, Any]:
    made = shape.model_json_schema(by_alias=True)
    definitions: dict[str, Any] = {}
    for name, definition in made.pop("$defs", {}).items():
        short = SHORT_FORMS.get(name)
        definitions[name] = _tidy({"anyOf": [definition, *short]} if short else definition)
    made = _tidy(made)
    if shape is model.ProjectFile:
        made["properties"]["facts"] = {"type": "object", "description": made["properties"]["facts"]["description"]}
    return {
        "$schema": DIALECT,
        "title": title,
        **{key: made[key] for key in made if key != "title"},
        "$defs": definitions,
    }


def _tidy(node: Any) -> Any:
    """Without generated titles and nulls, which TOML does not have; decimals are numbers, dates TOML's own."""
    if isinstance(node, list):
        return [_tidy(each) for each in node]
    if not isinstance(node, dict):
        return node
    kept = {key: _tidy(value) for key, value in node.items() if not (key == "title" and isinstance(value, str))}
    if kept.get("default", 0) is None:
        kept.pop("default")
    if kept.get("format") in ("date", "date-time"):
        kept.pop("format")
        kept.pop("type")  # a local date of TOML is no string; what checks TOML sees a date
    if "anyOf" in kept:
        kept["anyOf"] = _apart([each for each in kept["anyOf"] if each != {"type": "null"} and "pattern" not in each])
        if len(kept["anyOf"]) == 1:
            only = kept.pop("anyOf")[0]
            kept = {**only, **kept}
    return kept


def _apart(options: list[Any]) -> list[Any]:
    """Each option once."""
    found: list[Any] = []
    for option in options:
        if option not in found:
            found.append(option)
    return found


# ---------------------------------------------------------------- JSON that goes out


def _object(**properties: Any) -> dict[str, Any]:
    """An object with exactly these keys: a key is always there, null when there is nothing."""
    named = {key.rstrip("_"): value for key, value in properties.items()}
    return {"type": "object", "properties": named, "required": list(named), "additionalProperties": False}


def _list(of: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": dict(of)}


def _or_null(of: Mapping[str, Any]) -> dict[str, Any]:
    return {"anyOf": [dict(of), {"type": "null"}]}


def _one_of(*names: str) -> dict[str, Any]:
    return {"enum": list(names)}


def _map(of: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": dict(of)}


def _scorecard() -> dict[str, Any]:
    fact = _object(value=TEXT, unit=TEXT_OR_NULL, source=TEXT_OR_NULL, at=TEXT_OR_NULL, where=TEXT_OR_NULL,
                   presumed={"type": "boolean"})  # fmt: skip
    ends = {"points": NUMBER_OR_NULL, "lowest": NUMBER_OR_NULL, "highest": NUMBER_OR_NULL}
    traced = {"where": TEXT, "facts": _map(fact), "arithmetic": TEXT_OR_NULL}
    made = _object(
        schema={"const": "scorecard/1"},
        semantics={"type": "integer"},
        project=TEXT,
        period=TEXT_OR_NULL,
        rulebook=_object(name=TEXT, edition=TEXT_OR_NULL, fingerprint=TEXT),
        indicator_set=_or_null(_object(name=TEXT, fingerprint=TEXT)),
        status=_one_of("complete", "incomplete"),
        total=_object(earned=NUMBER_OR_NULL, **ends, possible=NUMBER_OR_NULL, rescaled=TEXT_OR_NULL),
        grade=TEXT_OR_NULL,
        grades_possible=TEXTS,
        claims=_list(_object(by=TEXT, total=NUMBER_OR_NULL, supported={"type": ["boolean", "null"]},
                             difference=_or_null(_object(lowest=NUMBER_OR_NULL, highest=NUMBER_OR_NULL)))),
        results=_list(_object(name=TEXT, outcome=_one_of("scored", "none", "not_scorable"), value={},
                              lowest=NUMBER_OR_NULL, highest=NUMBER_OR_NULL, grade=TEXT_OR_NULL, clause=TEXT_OR_NULL,
                              **traced, missing=TEXTS)),
        groups=_list(_object(path=TEXT, label=TEXT, weight=NUMBER, **ends)),
        indicators=_list(_object(
            id=TEXT, path=TEXT, label=TEXT, weight=NUMBER,
            outcome=_one_of("scored", "not_applicable", "not_scorable"), **ends, rule=TEXT, clause=TEXT_OR_NULL,
            **traced, basis=TEXT_OR_NULL, reason=TEXT_OR_NULL, missing=TEXTS, policy=TEXT_OR_NULL,
            earned=NUMBER_OR_NULL,
            judgement=_or_null(_object(level=TEXT_OR_NULL, share=TEXT_OR_NULL, by=TEXT_OR_NULL, on=TEXT_OR_NULL,
                                       why=TEXT_OR_NULL)),
            declared=_or_null(_object(why=TEXT, by=TEXT_OR_NULL, on=TEXT_OR_NULL)),
            claimed=_map(NUMBER),
            not_taken=_list(_object(clause=TEXT, because=TEXT, where=TEXT)),
        )),
        limits=_list(_object(name=TEXT, bites=_one_of("yes", "no", "unknown"), effect=TEXT_OR_NULL, **traced)),
        findings=_list(_object(code=TEXT, severity=_one_of("error", "warning", "note"), message=TEXT, where=TEXT,
                               facts=TEXTS)),
    )  # fmt: skip
    return {"$schema": DIALECT, "title": "A scorecard", **copy.deepcopy(made)}


def _problems() -> dict[str, Any]:
    problem = _object(code=TEXT, severity=_one_of("error", "warning", "note"), message=TEXT, file=TEXT,
                      line={"type": "integer", "minimum": 1}, column={"type": "integer", "minimum": 1},
                      source=TEXT, fix=TEXT_OR_NULL)  # fmt: skip
    made = _object(schema={"const": "problems/1"}, problems=_list(problem))
    return {"$schema": DIALECT, "title": "Problems in files", **copy.deepcopy(made)}
