"""The JSON that goes out: every key by its path, from the schemas that the tests hold the program to."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from docs.making.shown import ROOT, fenced
from scoring.rulebook.schemas import NUMBER, schemas

# What a key says, by its path; where a path's last name always means the same, by that name.
MEANINGS = {
    "schema": "what this is, and the version of its shape",
    "semantics": "the version of the meaning: a change of the program that moves any point raises it",
    "project": "the project's name",
    "period": "the project's period",
    "rulebook": "the rulebook that scored it",
    "indicator_set": "the indicator set; null where the project has indicators of its own, or none",
    "name": "its name",
    "edition": "its edition",
    "fingerprint": "SHA-256 of what it means, without remarks, order and file names",
    "status": "`incomplete`: something is missing, and the total or a result may be a range",
    "total": "all points together",
    "total.earned": "points before limits",
    "rescaled": "how it was rescaled because indicators do not apply",
    "points": "points after all limits; null where there is a range",
    "lowest": "the lowest that it may be",
    "highest": "the highest that it may be",
    "possible": "full points; null where there are none",
    "grade": "the grade; null where the range has several",
    "grades_possible": "all grades that the range reaches",
    "claims": "what others awarded",
    "claims[].by": "who: `self`, or a reviewer's role",
    "claims[].total": "the total claimed",
    "supported": "whether the claim is within what the rules give; null where nobody can say",
    "difference": "claimed less computed",
    "results": "the named results of the rulebook",
    "results[].outcome": "`none`: optional, and nothing came of it",
    "value": "the value",
    "where": "the place of the clause or value",
    "facts": "what was used, by name",
    "facts[].unit": "its unit",
    "facts[].source": "the document that it comes from",
    "facts[].at": "the place in that document",
    "facts[].where": "the place in the project's file",
    "presumed": "nobody reported it, the rulebook presumes it",
    "arithmetic": "the sum written out",
    "missing": "what is missing",
    "groups": "subtotals",
    "path": "the groups that it stands in",
    "label": "what people read",
    "weight": "full points",
    "indicators": "one for each indicator, in the order of the set",
    "id": "its id",
    "indicators[].outcome": "whether it was scored",
    "rule": "the rule that scored it",
    "clause": "the row, level or items that applied",
    "basis": "the legal basis",
    "reason": "why, in words",
    "policy": "the missing policy that acted",
    "indicators[].earned": "points before limits",
    "judgement": "a person's decision",
    "level": "the level",
    "share": "the share within it",
    "by": "who",
    "on": "when",
    "why": "why",
    "declared": "who declared it not applicable",
    "claimed": "points claimed, by role",
    "not_taken": "the clauses that did not apply",
    "not_taken[].clause": "such a row, level or item",
    "because": "the reason",
    "limits": "every limit of the rulebook",
    "bites": "whether its condition holds; `unknown` is both, in the range",
    "effect": "what it does",
    "findings": "what should be looked at; none moves a point",
    "code": "its kind, such as `claim-not-supported`",
    "severity": "how grave it is",
    "message": "what is the matter",
    "findings[].facts": "the facts that it is about",
    "problems": "all of them, in the order of files and lines",
    "file": "the file, never an absolute path",
    "line": "counted from 1",
    "column": "counted from 1, in characters",
    "source": "the line as it stands there",
    "fix": "how to fix it",
    "counterexample": "facts that show it, confirmed by scoring; null where there are none",
    "counterexample.of": "what it is about",
    "counterexample.name": "its name",
    "given": "the facts, as an example would give them; of an open list by name",
    "comes": "what comes of them",
    "not_decided": "tables that were not looked through, which is no alarm",
    "not_decided[].why": "the reason",
}


def scorecard() -> str:
    return _table("scorecard.schema.json")


def problems() -> str:
    return _table("problems.schema.json")


def indicator() -> str:
    """One indicator of a scorecard that a test holds to the last byte."""
    kept = json.loads((ROOT / "tests/golden/scorecards/form.json").read_text(encoding="utf-8"))
    found = next(each for each in kept["indicators"] if each["id"] == "N2")
    return fenced(json.dumps(found, ensure_ascii=False, indent=2), "json")


def _table(name: str) -> str:
    lines = ["| key | kind | what it says |", "|---|---|---|"]
    return "\n".join([*lines, *_keys(schemas()[name], "")])


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
