"""JSON Schemas of the TOML files, for editors that complete and check while one types."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from scoring.rulebook import model
from scoring.rulebook.authored import Authored
from scoring.rulebook.chinese import IN_CHINESE

DIALECT = "https://json-schema.org/draft/2020-12/schema"

FILES: Mapping[str, tuple[type[Authored], str]] = {
    "rulebook": (model.RulebookFile, "One file of a rulebook"),
    "indicator-set": (model.SetFile, "One file of an indicator set"),
    "project": (model.ProjectFile, "A project: a submitted form"),
    "columns": (model.ColumnsFile, "What the columns of a table are"),
    "forms": (model.FormsFile, "The words by which forms are read"),
}

# What may stand instead of a whole table.
SHORT_FORMS: Mapping[str, list[dict[str, Any]]] = {
    name: [
        {"type": "string", "description": "a unit"},
        {"type": "array", "items": {"type": "string"}, "description": "a text that is one of these"},
    ]
    for name in ("FactModel", "FieldModel")
}

# What the models leave open, because the program says more of it than a schema could: editors complete it all the same.
ANYTHING: dict[str, Any] = {"$ref": "#/$defs/Anything"}
LABEL: dict[str, Any] = {
    "anyOf": [
        {"type": "string"},
        {
            "type": "object",
            "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
            "additionalProperties": False,
        },
    ]
}
DATE: dict[str, Any] = {"type": "string", "format": "date"}  # what checks TOML sees a local date as this
SAID: dict[str, Any] = {"anyOf": [{"type": "string"}, {"type": "number"}, DATE]}
ABOUT: dict[str, Any] = {
    "source": {**SAID, "description": "the document, a name of [source]"},
    "at": {**SAID, "description": "the place in it"},
    "by": {**SAID, "description": "who decided"},
    "on": {**SAID, "description": "when"},
    "why": {**SAID, "description": "for what reason"},
    "evidence": {**SAID, "description": "what shows it"},
    "set_on": {**SAID, "description": "since when the target is set"},
    "note": {**SAID, "description": "a remark for readers"},
    "draft": {"type": "boolean", "description": "read by a program, and not confirmed by anybody yet"},
}
SCALARS: list[dict[str, Any]] = [{"type": "string"}, {"type": "number"}, {"type": "boolean"}, DATE]
SCALAR: dict[str, Any] = {"anyOf": SCALARS}
BOUNDS: dict[str, Any] = {
    "at_least": {**SCALAR, "description": "at least so much is known"},
    "at_most": {**SCALAR, "description": "at most so much is known"},
}
EXTRA: Mapping[str, dict[str, Any]] = {
    "Anything": {
        "anyOf": [
            *SCALARS,
            {"type": "array", "items": ANYTHING},
            {"type": "object", "additionalProperties": ANYTHING},
        ]
    },
    "Row": {
        "description": "a row: its cells, then the result",
        "anyOf": [
            {"type": "array", "items": ANYTHING},
            {
                "type": "object",
                "properties": {
                    "row": {"type": "array", "items": ANYTHING, "description": "a row: its cells, then the result"},
                    "label": {**LABEL, "description": "what people read"},
                    "id": {"type": "string", "description": "its name in the trace"},
                },
                "required": ["row"],
                "additionalProperties": False,
            },
        ],
    },
    "Reported": {
        "anyOf": [
            *SCALARS,
            {
                "type": "object",
                "properties": {"value": {**ANYTHING, "description": "a value"}, **BOUNDS, **ABOUT},
                "additionalProperties": False,
            },
            {"type": "array", "items": {"anyOf": [*SCALARS, {"type": "object", "additionalProperties": ANYTHING}]}},
        ]
    },
    "Target": {
        "anyOf": [
            {"type": "string"},
            {"type": "number"},
            {
                "type": "object",
                "properties": {"is": {**SCALAR, "description": "the amount of a target, with its sign"}, **ABOUT},
                "required": ["is"],
                "additionalProperties": False,
            },
        ]
    },
}
ROWS: dict[str, Any] = {"type": "array", "items": {"$ref": "#/$defs/Row"}}
FACTS: dict[str, Any] = {"type": "object", "additionalProperties": {"$ref": "#/$defs/Reported"}}
GRADE: dict[str, Any] = {"$ref": "#/$defs/GradeModel"}
FIELDS: dict[str, Any] = {"type": "object", "additionalProperties": {"$ref": "#/$defs/FieldModel"}}
SAID_CLOSER: Mapping[tuple[str, str], dict[str, Any]] = {
    **{(shape, "rows"): ROWS for shape in ("ValueModel", "RuleModel", "PartModel", "ResultModel", "GradeModel")},
    ("IndicatorModel", "actual"): {"$ref": "#/$defs/Reported"},
    ("IndicatorModel", "target"): {"$ref": "#/$defs/Target"},
    ("ScorecardModel", "facts"): FACTS,
    ("ProjectFile", "facts"): FACTS,
    ("RulebookFile", "grade"): {"anyOf": [GRADE, {"type": "object", "additionalProperties": GRADE}]},
    **{(shape, "list"): FIELDS for shape in ("FactModel", "FieldModel")},
}


def schemas() -> dict[str, dict[str, Any]]:
    """The schema of every kind of TOML file, by the name of its own file."""
    return {f"{name}.schema.json": _of_file(shape, title) for name, (shape, title) in FILES.items()}


def text_of(schema: Mapping[str, Any]) -> str:
    """A schema as the text that is committed."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


# ---------------------------------------------------------------- TOML files


def _of_file(shape: type[Authored], title: str) -> dict[str, Any]:
    made = shape.model_json_schema(by_alias=True)
    definitions: dict[str, Any] = {}
    for name, definition in {**made.pop("$defs", {}), **_opened()}.items():
        closer = _closer(name, definition)
        short = SHORT_FORMS.get(name)
        definitions[name] = _tidy({"anyOf": [closer, *short]} if short else closer)
    made = _tidy(_closer(shape.__name__, made))
    definitions |= {name: _tidy(definition) for name, definition in EXTRA.items()}
    made = {
        "$schema": DIALECT,
        "title": title,
        **{key: made[key] for key in made if key != "title"},
        "$defs": definitions,
    }
    del made["$defs"]
    used: set[str] = set()
    waiting = [made]
    while waiting:
        named = set(re.findall(r'"#/\$defs/(\w+)"', json.dumps(waiting.pop()))) - used
        used |= named
        waiting += [definitions[name] for name in named]
    return {**made, "$defs": {name: definitions[name] for name in sorted(used)}}


def _opened() -> dict[str, Any]:
    """Definitions of what the models themselves leave open, since more than one shape may stand there."""
    shapes: tuple[type[Authored], ...] = (model.GradeModel, model.FieldModel)
    found: dict[str, Any] = {}
    for shape in shapes:
        made = shape.model_json_schema(by_alias=True)
        found |= made.pop("$defs", {}) | {shape.__name__: made}
    return found


def _closer(name: str, definition: dict[str, Any]) -> dict[str, Any]:
    """A model's schema with what is said closer of some of its keys."""
    properties = dict(definition.get("properties", {}))
    for (shape, key), said in SAID_CLOSER.items():
        if shape == name:
            properties[key] = {**said, "description": properties[key]["description"]}
    return {**definition, "properties": properties} if properties else definition


def _tidy(node: Any) -> Any:
    """For TOML, which has no null, and for editors: keys that may stand, in both languages, without generated titles."""
    if isinstance(node, list):
        return [_tidy(each) for each in node]
    if not isinstance(node, dict):
        return node
    kept = {key: _tidy(value) for key, value in node.items() if not (key == "title" and isinstance(value, str))}
    if kept.get("default", 0) is None:
        kept.pop("default")
    if isinstance(kept.get("description"), str):
        kept["description"] = described(kept["description"])
    names = kept.pop("propertyNames", None)
    if isinstance(names, dict):  # keys that are listed are completed; a pattern of names is not
        inside = kept.pop("additionalProperties", ANYTHING)
        inside = ANYTHING if inside is True else inside
        listed = names.get("enum") or [names["const"]]
        kept |= {"properties": dict.fromkeys(listed, inside), "additionalProperties": False}
    if kept == {}:
        return dict(ANYTHING)
    if set(kept) <= {"description", "default"} and isinstance(kept.get("description"), str):
        return {**kept, **ANYTHING}
    if kept.get("additionalProperties") is True:
        kept["additionalProperties"] = dict(ANYTHING)
    if "anyOf" in kept:
        kept["anyOf"] = _apart([each for each in kept["anyOf"] if each != {"type": "null"} and "pattern" not in each])
        if len(kept["anyOf"]) == 1:
            only = kept.pop("anyOf")[0]
            kept = {**only, **kept}
    return kept


def described(english: str) -> str:
    """A description for editors, in Chinese and in English."""
    first = english.split("\n\n")[0].replace("\n", " ")
    return f"{IN_CHINESE[first]}\n\n{english}" if first in IN_CHINESE else english


def _apart(options: list[Any]) -> list[Any]:
    """Each option once."""
    found: list[Any] = []
    for option in options:
        if option not in found:
            found.append(option)
    return found
