"""Plain data written out as TOML, so that whatever fails can be kept as files and read by a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

NAMED = ("value", "rule", "limit", "check", "result", "group", "frame", "basis", "claim", "unit", "source", "override")
"""Sections that are written with a header for each name in them."""
SEVERAL = ("example", "cases", "scorecard")
"""Sections that are lists of tables."""


def toml(data: Mapping[str, Any]) -> str:
    """The data as TOML."""
    lines = [f"{name} = {inline(value)}" for name, value in data.items() if not _is_section(name, value)]
    for section, inside in data.items():
        if section in SEVERAL:
            for table in inside:
                lines += [f"\n[[{section}]]", *(f"{key(k)} = {inline(v)}" for k, v in table.items())]
        elif not isinstance(inside, dict):
            continue
        elif section == "change":
            for kind, changes in inside.items():
                for name, table in changes.items():
                    lines += [f"\n[change.{kind}.{key(name)}]", *(f"{key(k)} = {inline(v)}" for k, v in table.items())]
        elif section in NAMED:
            for name, table in inside.items():
                lines += [f"\n[{section}.{key(name)}]", *(f"{key(k)} = {inline(v)}" for k, v in table.items())]
        elif inside:
            lines += [f"\n[{section}]", *(f"{key(name)} = {inline(value)}" for name, value in inside.items())]
    return "\n".join(lines) + "\n"


def _is_section(name: str, value: Any) -> bool:
    return isinstance(value, dict) or name in SEVERAL


def key(name: str) -> str:
    return name if name.isascii() and name.replace("_", "").replace("-", "").isalnum() else inline(name)


def inline(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        case dict():
            return "{ " + ", ".join(f"{key(name)} = {inline(each)}" for name, each in value.items()) + " }"
        case list() | tuple():
            return "[" + ", ".join(inline(each) for each in value) + "]"
    return str(value)
