"""Texts, numbers and words in both languages as a project's file has them, and what it keeps of a form word for word."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from scoring.forms.filled_form import Written
from scoring.problems import Text

SOURCE = "form"
"""What a project's facts and rows call the form by."""
_BREAK_IN_CHINESE = re.compile(r"(?<=[^\x00-\x7f])[ \t]*\n\s*|\n\s*(?=[^\x00-\x7f])")


class KeptTexts:
    """What no fact and no row takes, kept as it stands under a name; a second of one name gets a number, so that none is lost."""

    def __init__(self) -> None:
        self.by_name: dict[str, dict[str, str]] = {}

    def keep(self, name: str, said: Written) -> None:
        number, free = 1, name
        while free in self.by_name:
            number += 1
            free = f"{name} {number}"
        self.by_name[free] = with_cell(said)


def with_cell(said: Written) -> dict[str, str]:
    """A text of the form with where it stands."""
    return {"value": said.text.strip(), "at": said.cell}


def one_line(text: str) -> str:
    """A text without its line breaks: between Chinese characters nothing takes their place."""
    return re.sub(r"\s+", " ", _BREAK_IN_CHINESE.sub("", text)).strip()


def both(text: Text) -> dict[str, str]:
    """A sentence in both languages."""
    return {"zh": text.zh, "en": text.en}


def as_number(points: int | str | None) -> Any:
    """Points as a file has them: whole numbers bare, others as decimals."""
    return Decimal(points) if isinstance(points, str) else points


def value_shown(value: Any) -> str:
    """What a cell was taken for, in one line."""
    if isinstance(value, Mapping):
        signs = {"at_least": ">=", "at_most": "<="}
        return ", ".join(f"{signs[key]} {end}" for key, end in value.items())
    return str(value)
