"""A counterexample: facts under which a mistake shows, as an author would write them, tried on the exact engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from fractions import Fraction

from scoring.engines.exact.evaluation import Evaluation
from scoring.engines.exact.frames import Decision
from scoring.lint.keys import Key
from scoring.nodes.node import Choose, Item
from scoring.problems import Counterexample, Text
from scoring.program.program import Program
from scoring.project.fact_sheet import FactSheet
from scoring.values.day import Day
from scoring.values.number import show_number
from scoring.values.units import Unit
from scoring.values.value import Fault, Record, Unknown, Value

TOTAL = "total.earned"
"""What limits read as `total`."""


def decided(choose: Choose, values: Iterable[tuple[Key, Value]], program: Program) -> Decision | None:
    """How the exact engine decides a table for these values; None where it refuses them."""
    at = Evaluation(program, FactSheet({}))
    records: dict[int, dict[str, Value]] = {}
    for key, value in values:
        if isinstance(key.node, Item):
            records.setdefault(key.node.scope, {})[key.node.name] = value
        elif key.name is not None:
            at.named[key.name] = value
            at.given[key.name] = value
    with ExitStack() as looking:
        for scope, fields in records.items():
            looking.enter_context(at.looking_at(scope, Record(fields, 0)))
        decision = at.decision(choose)
    return None if isinstance(decision.value, Fault) else decision


def counterexample(
    of: str, name: str, values: Iterable[tuple[Key, Value]], program: Program, comes: Text,
    more: Mapping[str, str] | None = None,
) -> Counterexample | None:  # fmt: skip
    """The values as an author writes them; None where one cannot be written, or is no fact's."""
    given: list[tuple[str, str]] = []
    for key, value in values:
        if isinstance(value, Unknown):
            continue
        written = as_written(value, key.unit, program.units)
        if key.name is None or written is None:
            return None
        given.append(("total" if key.name == TOTAL else key.name, written))
    given += [(key, value) for key, value in (more or {}).items() if key not in dict(given)]
    return Counterexample(of, name, tuple(given), comes)


def as_written(value: Value, unit: str | None, units: Mapping[str, Unit]) -> str | None:
    """A value as TOML: `"90%"`, `"5 万元"`, `3`, `true`, `"city"`, `"2024-03-01"`; None where none is exact."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, Day):
        return f'"{value}"'
    if not isinstance(value, Fraction):
        return None
    known = units.get(unit) if unit is not None else None
    shown = show_number(value / known.factor if known is not None else value)
    if "/" in shown:
        return None
    if unit is None:
        return shown
    return f'"{shown}{"" if unit in ("%", "‰") else " "}{unit}"'
