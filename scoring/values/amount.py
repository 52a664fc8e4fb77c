"""Amounts with their units as people write and read them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from scoring.values.amount_diagnosis import LONGEST_AMOUNT, AmountFault, fault_in
from scoring.values.characters import plain
from scoring.values.number import NUMBER, read_number, show_number
from scoring.values.units import DIMENSIONLESS, Dimension, Unit, Units


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit: `value` in the dimension's base unit, `written` as the author wrote it."""

    value: Fraction
    unit: Unit | None
    written: str

    @property
    def dimension(self) -> Dimension:
        return self.unit.dimension if self.unit else DIMENSIONLESS


def read_amount(text: str, units: Units) -> Amount | AmountFault:
    """The amount written as a number and a unit: `28.00 万元`, `95%`, `735 人次`, `-3`.

    Full-width digits and signs are the same as plain ones. What only says more or less (`近百`, `≥266米`, `5000余`),
    is written with separators, or has an unknown unit, is a fault that says how to write it. Nothing is guessed.
    """
    stripped = plain(text).strip() if len(text) <= 2 * LONGEST_AMOUNT else text.strip()
    start = NUMBER.match(stripped)
    if start is not None and len(stripped) <= LONGEST_AMOUNT:
        value, name = read_number(start.group()), stripped[start.end() :].strip()
        unit = units.get(name) if name else None
        if value is not None and (unit is not None or not name):
            written = stripped if unit is None or unit.name == name else with_unit(start.group(), unit.name)
            return Amount(value * (unit.factor if unit else 1), unit, written)
    return fault_in(text, units)


def with_unit(number: str, unit: str) -> str:
    """A number and its unit as people read them: `28 万元`, `95%`."""
    return f"{number}{'' if unit in ('', '%', '‰') else ' '}{unit}"


def show_amount(value: Fraction, unit: Unit | None, decimals: int | None = None) -> str:
    """A value in base units, as people read it in their unit: `28 万元`, `95%`."""
    if unit is None:
        return show_number(value, decimals)
    return with_unit(show_number(value / unit.factor, decimals), unit.name)
