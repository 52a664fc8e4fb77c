"""The names that a template may use, in English and in Chinese, each with what stands there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from scoring.problems import Text

Kind = Literal["text", "yes or no", "list"]


@dataclass(frozen=True, slots=True)
class Name:
    """One name: `said` is what stands there. `fields` are those of each record of a list."""

    name: str
    chinese: str
    said: Text
    kind: Kind = "text"
    fields: tuple[Name, ...] = ()

    def field(self, name: str) -> Name | None:
        return named(self.fields, name)


Names = tuple[Name, ...]


def named(names: Sequence[Name], name: str) -> Name | None:
    """The one that is called so, in either language."""
    return next((one for one in names if name in (one.name, one.chinese)), None)


def text(name: str, chinese: str, en: str, zh: str) -> Name:
    return Name(name, chinese, Text(en, zh))


def whether(name: str, chinese: str, en: str, zh: str) -> Name:
    return Name(name, chinese, Text(en, zh), "yes or no")


def listed(name: str, chinese: str, en: str, zh: str, fields: Names) -> Name:
    return Name(name, chinese, Text(en, zh), "list", fields)


def in_both_languages(said: Mapping[str, Any], names: Sequence[Name]) -> dict[str, Any]:
    """What stands under each name, under its Chinese name too; every name is there, and nothing else."""
    made: dict[str, Any] = {}
    for one in names:
        value = said[one.name]
        if one.kind == "list":
            value = [in_both_languages(record, one.fields) for record in value]
        made[one.name] = made[one.chinese] = value
    return made


def every(names: Sequence[Name], before: str = "") -> Iterator[tuple[str, Name]]:
    """All names with their paths: `indicators`, `indicators[].label`."""
    for one in names:
        yield before + one.name, one
        yield from every(one.fields, f"{before}{one.name}[].")
