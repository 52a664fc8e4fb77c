"""`[fact]`, `[unit]` and `[basis]`: what may be reported, in what, and what rules rest on."""

from __future__ import annotations

import datetime
from typing import Any, Literal

from pydantic import Field, model_validator

from scoring.rulebook.authored import Authored
from scoring.rulebook.model.common import Amount, Label, Number


class FieldModel(Authored):
    """A field of a list's records."""

    kind: Literal["number", "whole", "yes_no", "text", "date", "list"] | None = Field(
        None, description="number, whole, yes_no, text, date or list; otherwise by `unit`, `options`, `list`"
    )
    unit: str | None = Field(None, description="the unit of a number; any that converts may be reported")
    options: list[str] | list[Number] | None = Field(None, description="a text or a number that is one of these")
    list_: dict[str, Any] | None = Field(None, alias="list", description="the fields of a list's records")

    @model_validator(mode="before")
    @classmethod
    def short_forms(cls, written: Any) -> Any:
        """`budget = "元"` is short for a unit, `scope = ["U", "C"]` for options."""
        if isinstance(written, str):
            return {"unit": written}
        if isinstance(written, list):
            return {"options": written}
        return written


class FactModel(FieldModel):
    """A fact that a project reports."""

    label: Label | None = Field(None, description="what people read")
    range: str | None = Field(None, description="a test every value must pass, such as `>= 0`")
    if_missing: Amount | None = Field(None, description="what is presumed when nobody reports it; shown as presumed")
    may_be_missing: bool = Field(False, description="a check that is undecided without it says nothing")
    from_: str | None = Field(None, alias="from", description="its name in the data")
    also: list[str] | None = Field(None, description="what heads of tables call it besides its name and its label")
    key: str | None = Field(None, description="the field of a list that names each record; no two have one name")
    note: str | None = Field(None, description="a remark for readers")
    allow: dict[str, str] | None = Field(None, description="lints that are silenced here: name = reason")


class BasisModel(Authored):
    """A law or rule that criteria rest on."""

    title: str = Field(description="its title")
    number: str | None = Field(None, description="its number")
    at: str | None = Field(None, description="the place in it")
    from_: datetime.date | None = Field(None, alias="from", description="since when it is in force")
    note: str | None = Field(None, description="a remark for readers, such as an address")


class UnitModel(Authored):
    """`[unit.NAME]`: a unit, by another (`is = "10000 元"`) or of its own dimension."""

    is_: str | None = Field(
        None, alias="is", description="an amount of another unit; without it the unit is of a kind of its own"
    )
    label: Label | None = Field(None, description="what people read")
