"""The scorecard as JSON, `scorecard/2`: what outside tools rely on. Its shape is that of the scorecard's own records."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from scoring.problems import Language
from scoring.scorecard.scorecard import Scorecard
from scoring.scorecard.shape import Shape, keys_of
from scoring.values.day import Day
from scoring.values.number import show_number
from scoring.values.value import Value
from scoring.views.strangers import json_text


def render(scorecard: Scorecard, language: Language = "zh") -> str:
    """The scorecard as JSON text: the same bytes for the same scorecard and language."""
    return json_text(data(scorecard, language))


def data(scorecard: Scorecard, language: Language = "zh") -> dict[str, Any]:
    """The scorecard as plain data. Rounded numbers are decimal texts, others that do not end are `p/q`."""
    return _Writing(scorecard.decimals, language).record(scorecard)


class _Writing:
    """A record being written in one language, points with their decimals."""

    def __init__(self, decimals: int | None, language: Language) -> None:
        self.decimals, self.language = decimals, language

    def record(self, record: Any) -> dict[str, Any]:
        return {key.name: self.value(getattr(record, key.field), key.shape) for key in keys_of(type(record))}

    def value(self, value: Any, shape: Shape) -> Any:
        if value is None:
            return None
        match shape.form:
            case "said":
                return value.in_language(self.language)
            case "place":
                return str(value)
            case "number":
                return show_number(value)
            case "points":
                return show_number(value, self.decimals)
            case "record":
                return self.record(value)
            case "list":
                return [self.value(one, shape.inside) for one in value] if shape.inside is not None else list(value)
            case "map":
                assert shape.inside is not None
                return {name: self.value(one, shape.inside) for name, one in value.items()}
        return value


def plain(value: Value) -> Any:
    """A value in base units: numbers as exact text, lists and several results as they are."""
    if isinstance(value, Fraction):
        return show_number(value)
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    return str(value) if isinstance(value, Day) else value
