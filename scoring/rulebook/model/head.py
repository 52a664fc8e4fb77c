"""`[rulebook]`, `[indicator_set]` and `[change]`: what holds for everything in a rulebook or set."""

from __future__ import annotations

import datetime
from typing import Any, Literal

from pydantic import Field

from scoring.rulebook.authored import Authored
from scoring.rulebook.model.common import Label, MissingPolicy, Number, RoundingModel


class Effective(Authored):
    from_: datetime.date | None = Field(None, alias="from", description="the first day")
    to: datetime.date | None = Field(None, description="the last day")


class RulebookHeader(Authored):
    """`[rulebook]`: name, edition, and what holds for everything in it."""

    name: str = Field(description="what projects and sets call it by")
    edition: str | None = Field(None, description="which edition, shown in every scorecard")
    label: Label | None = Field(None, description="what people read")
    effective: Effective | None = Field(None, description="from when to when it is in force")
    total: Number | None = Field(None, description="the possible total, such as 100")
    points: RoundingModel | None = Field(None, description="rounding of every indicator's points")
    values: RoundingModel | None = Field(
        None, description="rounding of every value that is a number, has no parameters and says no `round` itself"
    )
    missing: MissingPolicy = Field(
        "not_scorable", description="the missing policy of every criterion that has none of its own"
    )
    not_applicable: Literal["rescale", "siblings", "full"] = Field(
        "rescale",
        description="what becomes of the weight of indicators that do not apply: over all others, over their group, or given in full",
    )
    weights_off_total: Literal["finding", "stop"] = Field(
        "stop", description="whether weights that do not add up to `total` refuse the project or are a finding"
    )
    counts: Literal["reported", "approved"] | None = Field(
        None,
        description="which targets and weights count where a report differs from what was approved; goes before what its form says",
    )
    rule_for: dict[Literal[">=", ">", "<=", "<", "=", "定性"], str] | None = Field(
        None, description="the rule for each sign of a target, where a row names none"
    )
    basis: str | dict[str, str] | None = Field(
        None, description="the legal basis: a name of [basis], or { law = …, at = … }"
    )
    note: str | None = Field(None, description="a remark for readers")
    lint: dict[str, Literal["off", "note", "warning", "error"]] = Field(
        default_factory=dict, description="severities of lints: name = off, note, warning or error"
    )


class SetHeader(Authored):
    """`[indicator_set]`: the name of a shared set of indicators, and its rulebook."""

    name: str = Field(description="what projects call it by")
    rules: str = Field(description="the rulebook that scores it")
    label: Label | None = Field(None, description="what people read")
    edition: str | None = Field(None, description="which edition")
    departs: str | None = Field(None, description="why its group weights differ from the rulebook's frame")
    note: str | None = Field(None, description="a remark for readers")
    allow: dict[str, str] | None = Field(None, description="lints that are silenced here: name = reason")


class RevisionModel(Authored):
    """`[[revision]]`: what was changed here, when, by whom and why: the changelog of a rulebook or a set."""

    on: datetime.date = Field(description="the day of the change")
    by: str = Field(description="who changed it")
    why: str = Field(description="the reason, shown in every scorecard")
    changed: list[Label] = Field(default_factory=list, description="what was changed, in words")
    moved: Label | None = Field(None, description="whose scores moved by it, in words")


class ChangeModel(Authored):
    """`[change.KIND.NAME]`: one thing changed of a rulebook that is used."""

    set: dict[str, Any] = Field(description="the keys that change, with their new values")
    why: str = Field(description="the reason, shown in every scorecard")
    basis: str | dict[str, str] | None = Field(None, description="the legal basis of the change")
