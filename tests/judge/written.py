"""Rulebooks and projects as TOML text."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

# Sections of which every entry gets a heading of its own.
HEADED = ("value", "rule", "result", "limit", "group", "grade_named")


def toml(data: dict[str, Any]) -> str:
    lines = [f"{key} = {inline(value)}" for key, value in data.items() if not isinstance(value, dict)]
    for name, section in data.items():
        if not isinstance(section, dict):
            continue
        if name in HEADED:
            for entry, keys in section.items():
                lines += ["", f"[{name}.{key_of(entry)}]", *pairs(keys)]
        else:
            lines += ["", f"[{name}]", *pairs(section)]
    return "\n".join(lines) + "\n"


def pairs(section: dict[str, Any]) -> list[str]:
    return [f"{key_of(key)} = {inline(value)}" for key, value in section.items()]


def key_of(name: str) -> str:
    return name if name.isascii() and name.replace("_", "").replace("-", "").isalnum() else text(name)


def text(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def inline(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return str(value)
    if isinstance(value, str):
        return text(value)
    if isinstance(value, list):
        return "[" + ", ".join(map(inline, value)) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key_of(key)} = {inline(inner)}" for key, inner in value.items()) + " }"
    raise TypeError(value)
