"""Figures as quantities that can be compared: in one unit, with what their bounds leave open."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction

from scoring.forms.prose.figures import Figure
from scoring.values.number import show_number
from scoring.values.units import Units

PEOPLE = ("人", "名", "位", "口")
_ALIKE = dict.fromkeys(PEOPLE, "人")
_MULTIPLE = re.compile("^[十百千]?[万亿]")  # which the number has in it already; 千米 and 千克 are units


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a figure measures, and between which numbers it lies, in that measure's base unit.

    `slack` is how far a number that is told as exact may be rounded.
    """

    measure: str
    low: Fraction
    high: Fraction | None
    slack: Fraction = field(default=Fraction(0), compare=False)

    @property
    def exact(self) -> bool:
        return self.low == self.high


def quantity_of(figure: Figure, units: Units) -> Quantity | None:
    """A figure as a quantity; None of dates, ranges and what has no number."""
    if figure.number is None or figure.kind == "date":
        return None
    value, measure, slack = figure.number, figure.unit or "", figure.slack
    if figure.kind == "share":
        measure = "share"
    elif figure.kind == "score":
        measure = "score"
    else:
        measure = _MULTIPLE.sub("", measure) or measure
        known = units.get(measure)
        if known is not None and len(known.dimension) == 1 and known.dimension[0][1] == 1:
            value, slack, measure = value * known.factor, slack * known.factor, known.dimension[0][0]
        measure = _ALIKE.get(measure, measure)
    match figure.bound:
        case "exact":
            return Quantity(measure, value, value, slack)
        case "about":
            return Quantity(measure, value * Fraction(9, 10), value * Fraction(11, 10))
        case "at_most":
            return Quantity(measure, Fraction(0), value)
        case "at_least":
            return Quantity(measure, value, _beyond(figure, value))
    return None


def _beyond(figure: Figure, value: Fraction) -> Fraction | None:
    """600余 is below 700; what is 以上 or 超过 has no end."""
    if not figure.more or figure.number is None or not figure.number:
        return None
    digits = figure.value.rstrip("0").rstrip(".") if "." in figure.value else figure.value
    place = (
        Fraction(1, 10 ** len(digits.partition(".")[2]))
        if "." in digits
        else Fraction(10 ** (len(digits) - len(digits.rstrip("0"))))
    )
    return value + value / Fraction(figure.value) * place


def shown(figure: Figure) -> str:
    """A figure as it is written in messages: `28.00 万元`, `92%`."""
    words = {"at_least": "≥ ", "at_most": "≤ ", "about": "≈ "}.get(figure.bound, "")
    unit = figure.unit or ""
    return f"{words}{figure.value}{'' if unit in ('', '%', '‰', '日期') else ' '}{'' if unit == '日期' else unit}"


def in_unit_of(value: Fraction, figure: Figure, units: Units) -> str:
    """A number in base units, in the unit of a figure."""
    quantity = quantity_of(figure, units)
    factor = Fraction(1) if quantity is None or not quantity.low else quantity.low / Fraction(figure.value)
    unit = figure.unit or ""
    return f"{decimal(value / factor)}{'' if unit in ('', '%', '‰') else ' '}{unit}"


def decimal(value: Fraction, places: int = 4) -> str:
    """A number as a decimal, cut where it does not end soon."""
    if (value * 10**places).denominator == 1:
        return show_number(value)
    scaled = round(value * 10**places)
    return show_number(Fraction(scaled, 10**places)) + "…"
