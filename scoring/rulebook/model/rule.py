"""`[rule]`: criteria, their short forms and parts."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from scoring.rulebook.authored import Authored
from scoring.rulebook.model.common import Label, MissingPolicy, Number, ValueMissing
from scoring.rulebook.model.construct import Construct, Members


class OverModel(Authored):
    """What happens when a target is exceeded by a lot."""

    beyond: str = Field(description="completion beyond which it applies")
    then: str = Field("finding", description='"finding", or a formula that gives the share')
    unless: str | None = Field(None, description="a key of the row that excuses it")


class DeductionModel(Authored):
    """One reason for losing points."""

    each: str | None = Field(None, description="how often: a count")
    when: str | None = Field(None, description="a condition")
    points: Number | str | None = Field(None, description="points lost, for each or once")
    all_: bool | None = Field(None, alias="all", description="all points are lost")
    at_most: Number | str | None = Field(None, description="at most so many points are lost by this")
    label: Label | None = Field(None, description="what people read")
    id: str | None = Field(None, description="its name in the trace")


class ItemModel(Authored):
    """One item of a checklist."""

    when: str = Field(description="a condition")
    id: str | None = Field(None, description="its name, for `needs` and for the trace")
    label: Label | None = Field(None, description="what people read")
    evidence: Literal["required", "none"] = Field("none", description="whether a yes must name its evidence")
    needs: str | list[str] | None = Field(None, description="items without which this one earns nothing")
    earns: str | Number | None = Field(None, description="share or points; otherwise equal shares")


class PartModel(Construct):
    """`[[rule.NAME.part]]`: one of several constructs that add up."""

    of: Members = None
    id: str | None = Field(None, description="its name in the trace")
    missing: ValueMissing | None = Field(None, description="what is done when something needed is missing")


class RuleModel(Construct):
    """`[rule.NAME]`: a criterion, how points are earned."""

    of: Members = None
    missing: MissingPolicy | None = Field(None, description="what is done when something needed is missing")
    basis: str | dict[str, str] | None = Field(None, description="the legal basis")
    allow: dict[str, str] | None = Field(None, description="lints that are silenced here: name = reason")

    kind: Literal["proportional", "deduction", "checklist", "judged"] | None = Field(None, description="a short form")
    nothing_below: str | None = Field(None, description="completion below which nothing is earned")
    over: OverModel | None = Field(None, description="what happens when the target is exceeded by a lot")
    deduct: list[DeductionModel] | None = Field(None, description="reasons for losing points")
    items: list[ItemModel] | None = Field(None, description="items of a checklist")
    levels: list[list[Any]] | None = Field(None, description="levels of a judgement, best first")
    words: dict[str, list[str]] | None = Field(
        None, description="what forms write for a level, by its name: an actual in other words is told"
    )
    full: Number | str | None = Field(None, description="the points that the levels are written for")
    step: Number | str | None = Field(None, description="judged points are a multiple of it")
    panel: Literal["mean", "median", "without_ends"] | None = Field(
        None,
        description="how judgements of several people become one; without_ends: the mean without highest and lowest",
    )
    adopts: bool | None = Field(
        None, description="whether claims that nobody reviewed may be adopted, within the levels"
    )
    part: list[PartModel] | None = Field(None, description="parts that add up, as [[rule.NAME.part]]")
