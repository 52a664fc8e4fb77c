"""Exact values as formulas: numbers, texts, days, yes and no."""

from __future__ import annotations

from fractions import Fraction

from scoring.forms.writing.formulas.calculation import FIRST_DAY
from scoring.forms.writing.formulas.quantities import FALSE, TRUE, DayNumber, Lacking, Nothing, Quantity, Word, constant
from scoring.forms.writing.formulas.wholes import NotSayable, whole
from scoring.values.day import Day
from scoring.values.value import ABSENT, Value


def of_exact(value: Value) -> Quantity:
    if isinstance(value, bool):
        return TRUE if value else FALSE
    if isinstance(value, Fraction):
        return constant(value)
    if isinstance(value, str):
        return Word(_quoted(value), value, value)
    if isinstance(value, Day):
        if not value.is_exact:
            raise NotSayable("a date without its day")

        return DayNumber(whole((value.first() - FIRST_DAY).days))
    if isinstance(value, ABSENT):
        return Lacking(value)
    if value is None:
        return Nothing()
    raise NotSayable("a constant of another kind")


def _quoted(text: str) -> str:
    if len(text) > 250:
        raise NotSayable("a long text")
    escaped = text.replace('"', '""')
    return f'"{escaped}"'
