"""What many sections share: labels, amounts, roundings, policies."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any, Literal

from pydantic import Field

from scoring.rulebook.authored import Authored

Number = int | Decimal

Label = str | dict[Literal["zh", "en"], str]


Amount = str | int | Decimal | bool | datetime.date

SeverityName = Literal["error", "warning", "note"]

RoundingMode = Literal["half_up", "half_even", "half_down", "up", "down", "ceiling", "floor", "05up"]

MissingPolicy = Literal["not_scorable", "zero", "full", "leave_out", "no_total"] | dict[Literal["value", "row"], Any]
"""Of an indicator."""

NoResult = dict[Literal["none"], Literal[True]]
"""`{ none = true }`: that there is no result, which is not the text none."""

ValueMissing = Literal["not_scorable", "zero", "leave_out"] | dict[Literal["value", "row"], Any]
"""Of a value, result or part."""


class RoundingModel(Authored):
    """How a number is rounded: to decimals, to a step, or to significant digits."""

    decimals: int | None = Field(None, ge=0, le=30, description="digits after the point")
    step: str | Number | None = Field(None, description="a step such as 0.5 or 10")
    significant: int | None = Field(None, ge=1, le=34, description="significant digits")
    mode: RoundingMode = Field("half_up", description="which way a tie goes")
