"""`[value]`, and what every way of computing something is written with."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from scoring.rulebook.authored import Authored
from scoring.rulebook.model.common import Label, Number, RoundingModel, ValueMissing

HitPolicy = Literal["first", "unique", "any", "priority", "sum", "min", "max", "count", "all", "all_by_output"]

How = Literal["sum", "product", "mean", "geomean", "median", "min", "max", "count"]


Members = Annotated[list[Any] | None, Field(description="members with weights")]
"""What all constructs but a value combine: a value alone may be a place among peers."""


class Construct(Authored):
    """What `[value.*]`, `[rule.*]` and parts share: exactly one of is, rows, lines, of."""

    label: Label | None = Field(None, description="what people read")
    is_: str | Number | bool | None = Field(None, alias="is", description="a formula")
    by: str | list[str] | None = Field(None, description="the keys of a table, formulas")
    across: list[Any] | None = Field(None, description="cells of the last key, one for each column, as printed")
    rows: list[Any] | None = Field(None, description="the rows of a table: a cell for each key, then the result")
    hit: HitPolicy | None = Field(None, description="which rows count when several match")
    otherwise: Any = Field(None, description="the result when no row matches")
    lines: list[list[Any]] | None = Field(None, description="straight lines: from x to x gives from y to y")
    of: list[Any] | Literal["peers"] | None = Field(None, description="members with weights; with `place`: `peers`")
    each: str | None = Field(None, description="what becomes of every member first, a formula of `it`")
    combine: How | None = Field(None, description="how members are combined")
    gives: str | list[str] | dict[str, Any] | None = Field(None, description="what the results are")
    round: RoundingModel | None = Field(None, description="rounding of the result")
    when: str | None = Field(None, description="outside it this does not apply")
    between: list[str | Number] | None = Field(
        None, min_length=2, max_length=2, description="lowest and highest; a result beyond them is the end"
    )
    note: str | None = Field(None, description="a remark for readers")


class ValueModel(Construct):
    """`[value.NAME]`: a named quantity."""

    unit: str | None = Field(None, description="the unit of the result")
    missing: ValueMissing | None = Field(None, description="what is done when something needed is missing")
    basis: str | dict[str, str] | None = Field(None, description="the legal basis")
    allow: dict[str, str] | None = Field(None, description="lints that are silenced here: name = reason")

    place: str | list[str] | None = Field(
        None,
        description="the place among peers by these, smallest first: NAME.place, NAME.of, NAME.share; `-x` puts the largest first",
    )
    among: str | None = Field(None, description="with `place`: a condition of those that have a place")
    ties: Literal["shared", "dense", "last"] | None = Field(
        None,
        description="with `place`: those alike share a place (1 2 2 4), the next follows (1 2 2 3), or share the last (1 3 3 4)",
    )
    with_: list[str] | None = Field(None, alias="with", description="parameters")
    result: bool = Field(False, description="whether it is a named result of the scorecard as well")


class GradeModel(Authored):
    """`[grade]`: the grade of the total; `[grade.NAME]`: the grade of a result."""

    label: Label | None = Field(None, description="what people read")
    by: str | list[str] | None = Field(None, description="what is graded, otherwise the total or the result")
    rows: list[Any] = Field(description="from the best grade down: a test, then the grade")
    hit: Literal["first", "unique", "any"] | None = Field(None, description="which rows count when several match")
    otherwise: str | None = Field(None, description="the grade when no row matches")
    basis: str | dict[str, str] | None = Field(None, description="the legal basis")
    note: str | None = Field(None, description="a remark for readers")
    allow: dict[str, str] | None = Field(None, description="lints that are silenced here: name = reason")
