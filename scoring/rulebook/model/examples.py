"""`[[example]]`, `[[cases]]` and `[[scorecard]]`: what must come out."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from scoring.rulebook.authored import Authored
from scoring.rulebook.model.common import Label, NoResult, Number
from scoring.rulebook.model.declared import Declared
from scoring.rulebook.model.submitted import Submitted


class ExampleModel(Authored):
    """`[[example]]`: what a rule, value, limit or check gives for given facts."""

    rule: str | None = Field(None, description="the rule that is tried")
    value: str | None = Field(None, description="or the value")
    column: str | None = Field(None, description="or the column, LIST.NAME, for one record")
    limit: str | None = Field(None, description="or the limit")
    check: str | None = Field(None, description="or the check")
    result: str | None = Field(None, description="or the result")
    label: Label | None = Field(None, description="what is tried, in words")
    given: dict[str, Any] = Field(
        default_factory=dict,
        description="facts, and of a rule actual, target, weight, judged, why, of a column the fields of the record",
    )
    earns: Number | str | None = Field(None, description="the points that come out")
    gives: Any = Field(None, description="the value that comes out; { none = true } for no result")
    missing: list[str] | None = Field(None, description="what is missing, when nothing can be earned")
    bites: Literal["yes", "no", "unknown"] | None = Field(None, description="whether the limit bites")
    broken: bool | None = Field(None, description="whether the check is broken")


class CasesModel(Authored):
    """`[[cases]]`: a published table of cases beside the rulebook."""

    file: str = Field(description="a CSV file beside this one or in a folder below")
    expect: dict[str, str] = Field(default_factory=dict, description="result = column: what the table gives")
    given: dict[str, str] = Field(default_factory=dict, description="fact = column, where the names differ")
    within: dict[str, str] = Field(default_factory=dict, description='result = distance, such as "2e-9 relative"')
    id: str | None = Field(None, description="the column that names each case")
    ignore: list[str] = Field(default_factory=list, description="columns that are not read")
    none: str | None = Field(None, description="how the table writes that there is no result")
    label: Label | None = Field(None, description="where the table comes from")


PointsExpected = Number | str | dict[Literal["lowest", "highest"], Number | str]


class ExpectedModel(Authored):
    """`[scorecard.expect]`: what must come out. What is not stated is not compared."""

    total: PointsExpected | NoResult | None = Field(
        None, description="the total; { lowest = …, highest = … } of an incomplete one; { none = true } for no total"
    )
    grade: str | list[str] | NoResult | None = Field(
        None,
        description="the grade; of an incomplete scorecard the list of those possible; { none = true } for no grade",
    )
    status: Literal["complete", "incomplete"] | None = Field(None, description="whether everything could be scored")
    points: dict[str, PointsExpected | NoResult] = Field(
        default_factory=dict,
        description='points by indicator; { lowest = …, highest = … } where it is not scorable; { none = true } where it is left out; "not_applicable"',
    )
    groups: dict[str, PointsExpected | NoResult] = Field(
        default_factory=dict,
        description="subtotals by group, such as 产出/数量; { none = true } of one that does not apply",
    )
    results: dict[str, Any] = Field(
        default_factory=dict,
        description='values of results by name, grades as "NAME.grade"; { none = true } for none, "not_scorable" where it is not',
    )
    missing: dict[str, list[str]] = Field(
        default_factory=dict, description="what is missing, by indicator or result; [] for nothing"
    )
    bites: list[str] | dict[str, Literal["yes", "no", "unknown"]] | None = Field(
        None, description="all limits that bite, by name; or { NAME = yes, no or unknown }"
    )
    findings: list[str] | None = Field(None, description="the codes of all findings, each once")


class ScorecardModel(Declared, Submitted):
    """`[[scorecard]]`: a whole project, as in its own file, and the scorecard that must come out."""

    label: Label | None = Field(None, description="what is tried, in words")
    expect: ExpectedModel | None = Field(None, description="what must come out")
