"""`[list]` and `[column]`: lists that are made from others, and values of each of a list's records."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from scoring.rulebook.authored import Authored
from scoring.rulebook.model.common import Label, Number, ValueMissing
from scoring.rulebook.model.construct import Construct, Members


class CutModel(Authored):
    """How many records, from either end of the order."""

    first: str | Number | None = Field(None, description="how many of the first")
    last: str | Number | None = Field(None, description="how many of the last")


class RatioModel(Authored):
    """The ratio of two sums that is to be as high as can be without the records that are left out."""

    of: str = Field(description="what is added up above the line, of each record")
    to: str = Field(description="what is added up below it")


class FillModel(Authored):
    """Records that are added until there are so many."""

    to: str | Number = Field(description="how many records there are at least")
    with_: dict[str, Any] = Field(
        default_factory=dict, alias="with", description="the fields of those added; others are missing"
    )


class ListModel(Authored):
    """`[list.NAME]`: the records of another list, chosen, ordered, left out and filled up."""

    label: Label | None = Field(None, description="what people read")
    from_: str = Field(alias="from", description="the list whose records they are")
    where: str | None = Field(None, description="a condition of each record: the others are none of this list")
    order: str | list[str] | None = Field(
        None, description="by what they are ordered, smallest first; `-x` puts the largest first"
    )
    leave_out: CutModel | str | Number | None = Field(
        None, description="how many of the first and last are left out; with `ratio` how many in all"
    )
    keep: CutModel | None = Field(None, description="how many of the first or last are kept")
    never: str | None = Field(None, description="a condition of records that are never left out")
    ratio: RatioModel | None = Field(
        None, description="instead of `order`: those are left out without which the ratio is highest"
    )
    fill: FillModel | None = Field(None, description="records that are added until there are so many")
    ties: Literal["listed", "told"] | None = Field(
        None, description="which of two alike comes first where it matters: as listed, or that is told as a fault"
    )
    basis: str | dict[str, str] | None = Field(None, description="the legal basis")
    note: str | None = Field(None, description="a remark for readers")
    allow: dict[str, str] | None = Field(None, description="lints that are silenced here: name = reason")


class ColumnModel(Construct):
    """`[column.LIST.NAME]`: a value for each record of a list."""

    of: Members = None
    unit: str | None = Field(None, description="the unit of the result")
    missing: ValueMissing | None = Field(None, description="what is done when something needed is missing")
    basis: str | dict[str, str] | None = Field(None, description="the legal basis")
    allow: dict[str, str] | None = Field(None, description="lints that are silenced here: name = reason")

    place: str | list[str] | None = Field(
        None, description="the place of each record by these, smallest first: NAME.place, NAME.of, NAME.share"
    )
    within: str | None = Field(None, description="with `place`: counted among records that are alike in this")
    among: str | None = Field(None, description="with `place`: a condition of those that have a place")
    ties: Literal["shared", "dense", "last", "listed", "told"] | None = Field(
        None,
        description="with `place`: records alike share a place (1 2 2 4), the next follows (1 2 2 3), share the last (1 3 3 4), "
        "have it as listed, or that is told as a fault",
    )
