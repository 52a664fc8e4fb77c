"""`[result]`, `[limit]`, `[check]`, `[group]` and `[frame]`: what becomes of points and values."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from scoring.rulebook.authored import Authored
from scoring.rulebook.model.common import Label, MissingPolicy, Number, RoundingModel, SeverityName, ValueMissing
from scoring.rulebook.model.construct import Construct, How, Members


class LimitEffect(Authored):
    at_most: Number | str | None = Field(None, description="a cap, in points")
    at_least: Number | str | None = Field(None, description="a floor, in points")


class LimitModel(Authored):
    """`[limit.NAME]`: a veto, cap or floor on a subtotal, the total or the grade."""

    when: str = Field(description="the condition under which it bites")
    label: Label | None = Field(None, description="what people read")
    grade: str | dict[Literal["at_most", "at_least", "is"], str] | None = Field(
        None, description="the best grade that is left; or { at_least = … }, { is = … }"
    )
    total: LimitEffect | None = Field(None, description="ends of the total")
    group: dict[str, LimitEffect] | None = Field(None, description="ends of groups, by path")
    basis: str | dict[str, str] | None = Field(None, description="the legal basis")
    allow: dict[str, str] | None = Field(None, description="lints that are silenced here: name = reason")


class EachModel(Authored):
    """Which rows a check is for; rows that fulfil all that is said."""

    in_: str | list[str] | None = Field(None, alias="in", description="in this group, or one of these")
    rule: str | list[str] | None = Field(None, description="scored by this criterion, or one of these")
    label: str | list[str] | None = Field(None, description="called so; `*` stands for anything: `*率`")
    unit: str | None = Field(None, description="whose target and actual are in a unit that converts to this")


class CheckModel(Authored):
    """`[check.NAME]`: a statement that facts should satisfy."""

    that: str | None = Field(None, description="what should hold")
    each: EachModel | None = Field(
        None,
        description="the rows that it is for, each by itself; `actual`, `target`, `weight`, `claimed`, `why` are the row's",
    )
    unit: str | None = Field(
        None, description="with `each`: the unit that the row's target and actual have to convert to"
    )
    label: Label | None = Field(None, description="what people read")
    within: str | Number | None = Field(None, description="how far the two sides of == may be apart")
    broken: Literal["finding", "stop"] = Field(
        "finding", description="whether a broken check is a finding or refuses the project"
    )
    severity: SeverityName = Field("warning", description="how a finding is shown")
    message: Label | None = Field(None, description="what a finding says, instead of the label")
    basis: str | dict[str, str] | None = Field(None, description="the legal basis")
    allow: dict[str, str] | None = Field(None, description="lints that are silenced here: name = reason")


class RankModel(Authored):
    """One reason of a ranking: how much was lost, and its code."""

    lost: str = Field(description="what it cost, a formula")
    code: str = Field(description="what stands for it in the result")
    label: Label | None = Field(None, description="what people read")


class ResultModel(Construct):
    """`[result.NAME]`: a named result of the scorecard."""

    of: Members = None
    unit: str | None = Field(None, description="the unit of the result")
    missing: ValueMissing | None = Field(None, description="what is done when something needed is missing")
    basis: str | dict[str, str] | None = Field(None, description="the legal basis")
    allow: dict[str, str] | None = Field(None, description="lints that are silenced here: name = reason")

    total: bool = Field(False, description="whether it is the total, in a rulebook without indicators")
    grade: str | None = Field(None, description="the grade table that it is looked up in")
    show: Literal["fixed"] | None = Field(
        None, description="`fixed`: always all the decimals of its `round`, such as 9.0"
    )
    optional: bool = Field(False, description="none when something is missing, without making all incomplete")
    rank: list[RankModel] | None = Field(None, description="reason codes: what cost most, in order")
    keep: str | None = Field(None, description="which reasons are kept, such as `lost > 0`")
    at_most: int | None = Field(None, ge=1, description="how many reasons at most")
    for_each: str | None = Field(None, description="a list: a result for each of its records, by its key")
    columns: list[str] | None = Field(
        None, description="with `for_each`: the columns and fields that it has, otherwise all columns of the list"
    )


class PeersModel(Authored):
    """`[peers]`: the projects of a table that are compared with each other."""

    within: str | list[str] | None = Field(None, description="projects are compared among those that are alike in this")
    counts: Literal["complete", "all"] = Field(
        "complete", description="whether incomplete projects are left out, or counted, and places are ranges"
    )
    note: str | None = Field(None, description="a remark for readers")


class GroupModel(Authored):
    """`[group."PATH"]`: what a group needs beyond its members."""

    weight: Number | str | None = Field(None, description="what the group weighs; otherwise what its members do")
    label: Label | None = Field(None, description="what people read")
    combine: How | None = Field(None, description="how it combines what its members achieve; sum adds up points")
    round: RoundingModel | None = Field(None, description="rounding of the subtotal")
    missing: MissingPolicy | None = Field(
        None, description="the missing policy of its members that have none of their own"
    )


class FrameModel(Authored):
    """`[frame."PATH"]`: a group of the form, the weight that it should have, and what else it is called."""

    weight: Number | str | None = Field(None, description="the points that the group should weigh")
    also: list[str] | None = Field(None, description="other names that forms have for it: 产出指标 for 产出")
    allow: dict[str, str] | None = Field(None, description="lints that are silenced here: name = reason")
