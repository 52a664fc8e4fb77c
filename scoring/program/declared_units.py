"""The shipped units and those that `[unit]` sections declare."""

from __future__ import annotations

from fractions import Fraction

from scoring.problems import Problem, Text
from scoring.rulebook import model
from scoring.rulebook.rulebook import Entry, Sections
from scoring.values.amount import read_amount
from scoring.values.amount_diagnosis import AmountFault
from scoring.values.units import Unit, Units


def declared_units(sections: Sections) -> tuple[Units, list[Problem]]:
    """The shipped units and those that `[unit.*]` sections declare, in whatever order they rest on each other."""
    units, problems = Units.standard(), []
    waiting = dict(sections.units)
    while waiting:
        ready = {name: entry for name, entry in waiting.items() if _can_read(entry, units)}
        for name, entry in ready.items() or waiting.items():
            units, found = _declare(name, entry, units)
            problems += found
        waiting = {name: entry for name, entry in waiting.items() if name not in ready} if ready else {}
    return units, problems


def _can_read(entry: Entry[model.UnitModel], units: Units) -> bool:
    return entry.model.is_ is None or hasattr(read_amount(entry.model.is_, units), "value")


def _declare(name: str, entry: Entry[model.UnitModel], units: Units) -> tuple[Units, list[Problem]]:
    if entry.model.is_ is None:
        return units.with_unit(name, Unit(name, ((name, 1),), Fraction(1))), []
    amount = read_amount(entry.model.is_, units)
    if isinstance(amount, AmountFault):
        return units, [
            Problem(amount.code, amount.message, entry.at("is").inside(amount.offset, amount.length), amount.fix)
        ]
    if amount.value <= 0:
        message = Text(f"unit `{name}` is not above zero", f"单位 {name} 应大于零")
        return units, [Problem("wrong-kind", message, entry.at("is"), Text('such as "3 元"', '例如 "3 元"'))]
    unit = Unit(name, amount.unit.dimension if amount.unit else (), amount.value)
    known = units.get(name)
    if known is not None and known != unit and (known.dimension, known.factor) != (unit.dimension, unit.factor):
        message = Text(f"unit `{name}` is shipped with another meaning", f"单位 {name} 已有自带的含义，与此不同")
        return units, [Problem("name-twice", message, entry.place, Text("choose another name", "换一个名称"))]
    return units.with_unit(name, unit), []
