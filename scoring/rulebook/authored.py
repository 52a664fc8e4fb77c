"""What every authored model has in common: frozen, unknown keys refused, no kind mistaken for another."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Authored(BaseModel):
    """One section of what an author writes."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, strict=True)
