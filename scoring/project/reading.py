"""What values are read by: where they stand, the units and sources that are known, and what was found wrong with them so far."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from scoring.nodes.kind import Kind
from scoring.problems import Place, Problem, Text
from scoring.project.fact_sheet import Reported
from scoring.values.units import Unit, Units
from scoring.values.value import Value

QUOTED = Text('write it in quotes: "…"', '加引号："…"')

Path = tuple[str | int, ...]


class Written(Protocol):
    """Where values stand: a document, or a row of a table."""

    @property
    def unread(self) -> Collection[Path]: ...

    def value_place(self, path: Path) -> Place: ...

    def key_place(self, path: Path) -> Place: ...


@dataclass(frozen=True, slots=True)
class ReadValue:
    """A value with its unit, as people read it, and its kind, found out where that was left open."""

    value: Value
    unit: Unit | None
    written: str
    kind: Kind
    records: tuple[Mapping[str, Reported], ...] = ()  # of a list: each record's fields as they were reported


class Reading:
    """One document that values are read out of, gathering problems."""

    def __init__(self, units: Units, document: Written, sources: Mapping[str, Any]) -> None:
        self.units = units
        self.document = document
        self.sources = sources
        self.problems: list[Problem] = []

    def problem(self, code: str, message: Text, place: Place, fix: Text | None) -> None:
        self.problems.append(Problem(code, message, place, fix))

    def wrong_kind(self, wanted: Text, raw: Any, place: Place, fix: Text) -> None:
        found = described(raw)
        message = Text(f"{wanted.en} belongs here, not {found.en}", f"这里应为{wanted.zh}，而不是{found.zh}")
        self.problem("wrong-kind", message, place, fix)


def described(raw: Any) -> Text:
    """What was written, in words for a message."""
    if isinstance(raw, bool):
        return Text(f"`{str(raw).lower()}`", str(raw).lower())
    if isinstance(raw, list):
        return Text("a list", "一个列表")
    if isinstance(raw, dict):
        return Text("a table", "一张表")
    if raw is None:
        return Text("nothing", "空值")
    shown = str(raw)
    shown = shown[:40] + "…" if len(shown) > 40 else shown
    return Text(f"`{shown}`", f" {shown} ")
