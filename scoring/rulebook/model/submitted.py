"""What a project submits: rows of indicators, judgements, sources, claims, what does not apply."""

from __future__ import annotations

import datetime
from typing import Any, Literal

from pydantic import Field

from scoring.rulebook.authored import Authored
from scoring.rulebook.model.common import Amount, Label, MissingPolicy, NoResult, Number


class OneJudgementModel(Authored):
    """`each = [{…}]` of `judged`: what one of several people decided."""

    level: str | None = Field(None, description="the level, by name")
    share: str | None = Field(None, description='the share within the level, such as "85%"')
    points: Number | str | None = Field(None, description="or the points within it")
    by: str = Field(description="who decided")
    on: datetime.date | str | None = Field(None, description="when")
    why: str | None = Field(None, description="for what reason")


class ConfirmedModel(Authored):
    """`confirmed = {…}` of `judged`: a second reviewer agrees."""

    by: str = Field(description="who confirmed the judgement")
    on: datetime.date | str | None = Field(None, description="when")


class JudgedModel(Authored):
    """`judged = {…}`: what a person decided."""

    level: str | None = Field(None, description="the level, by name")
    share: str | None = Field(None, description='the share within the level, such as "85%"')
    points: Number | str | None = Field(None, description="or the points within it")
    by: str | None = Field(None, description="who decided")
    on: datetime.date | str | None = Field(None, description="when")
    why: str | None = Field(None, description="for what reason")
    source: str | None = Field(None, description="the document, a name of [source]")
    at: str | None = Field(None, description="the place in it")
    each: list[OneJudgementModel] | None = Field(
        None, description="what several people decided, instead of one; the rule says how they become one: `panel`"
    )
    adopted: str | None = Field(
        None, description="whose claim is taken instead, unreviewed: `self`; the rule has to allow it: `adopts`"
    )
    confirmed: ConfirmedModel | None = Field(None, description="who confirmed it as a second reviewer")
    stale: str | None = Field(
        None, description="what of the row changed since: it does not count until this is deleted"
    )


RowKey = Literal["in", "label", "target", "actual", "weight", "claimed", "why"]
"""What a row says that stands somewhere in a document."""


class IndicatorModel(Authored):
    """One row of `[indicator]`, in a set or in a project."""

    in_: str | None = Field(None, alias="in", description="its group, by path: 产出/数量")
    label: Label | None = Field(None, description="what people read")
    weight: Number | str | NoResult | None = Field(
        None,
        description='its full points; such as "40/3" where no decimal says it, { none = true } where nobody said any',
    )
    rule: str | None = Field(None, description="the criterion that scores it")
    target: str | Number | dict[str, Any] | None = Field(None, description="a sign and an amount, or 定性")
    actual: Amount | dict[str, Any] | None = Field(None, description='an amount, or a formula that begins with "="')
    judged: JudgedModel | None = Field(None, description="what a person decided, of a judged rule")
    claimed: Number | str | dict[str, Number | str] | None = Field(None, description="points that somebody awarded")
    why: str | None = Field(None, description="the reason for a deviation")
    source: str | None = Field(None, description="the document that the row stands in, a name of [source]")
    at: dict[RowKey, str] | None = Field(
        None, description='where its keys stand there: { label = "D13", claimed = "I13" }'
    )
    missing: MissingPolicy | None = Field(None, description="the missing policy of this row")
    note: str | None = Field(None, description="a remark for readers")
    allow: dict[str, str] | None = Field(None, description="lints that are silenced here: name = reason")


class SourceModel(Authored):
    """`[source.NAME]`: a document that facts come from."""

    title: str = Field(description="its title")
    sha256: str | None = Field(None, description="the fingerprint of the file")
    on: datetime.date | str | None = Field(None, description="its date")
    by: str | None = Field(None, description="who issued it")
    note: str | None = Field(None, description="a remark for readers")


class SaidModel(Authored):
    """`{ value = …, at = … }`: what a form says beside facts and rows, and where."""

    value: str = Field(description="what it says, word for word")
    at: str | None = Field(None, description="the place in it")


Said = str | SaidModel


class FilledFormModel(Authored):
    """`[filled_form]`: the official form that a project was read from, and what it says beside facts and rows."""

    form: str = Field(description="how it was read: the name of a form")
    source: str | None = Field(None, description="the document, a name of [source]")
    sheet: str | None = Field(None, description="the sheet that it stands on")
    title: Said | None = Field(None, description="its title")
    head: dict[str, Said] = Field(default_factory=dict, description="its head: `code`, `department`, `unit`, …")
    goals: dict[str, Said] = Field(default_factory=dict, description="the overall goals: `expected`, `reached`")
    total: dict[str, Said] = Field(default_factory=dict, description="its last row: `weight`, `claimed`, `grade`")
    notes: list[Said] = Field(default_factory=list, description="notes and signatures")
    more: dict[str, Said] = Field(default_factory=dict, description="what else it says, by what it says it of")


class NotUnderstoodModel(Authored):
    """`[[not_understood]]`: something in a document that nobody could read, so that it counts for nothing."""

    text: str = Field(description="what stands there")
    at: str | None = Field(None, description="where it stands")
    row: str | None = Field(None, description="the indicator that it belongs to")
    why: Label = Field(description="why it is not understood")
    fix: Label | None = Field(None, description="what to do about it")


class AssumedModel(Authored):
    """`[[assumed]]`: what a form leaves open and its declaration says, such as the sign of a target."""

    text: str = Field(description="what stands there")
    is_: str = Field(alias="is", description="what it was taken for")
    at: str | None = Field(None, description="where it stands")
    row: str | None = Field(None, description="the indicator that it belongs to")
    why: Label = Field(description="by what it was taken so, and what depends on it")


class AdjustedModel(Authored):
    """`[[adjusted]]`: what a report says differently from what was approved at the beginning of the year."""

    what: Literal["target", "weight", "added", "dropped"] = Field(
        description="a target or weight that changed, a row that was added or dropped"
    )
    row: str | None = Field(None, description="the indicator that it belongs to")
    approved: str | None = Field(None, description="what was approved")
    reported: str | None = Field(None, description="what is reported")
    at: str | None = Field(None, description="where it stands")
    approved_at: str | None = Field(None, description="where it stands in what was approved")
    counts: Literal["reported", "approved"] | None = Field(
        None, description="which of the two stands in the row; another than the rulebook's `counts` is refused"
    )


class NotApplicableModel(Authored):
    why: str = Field(description="the reason")
    by: str | None = Field(None, description="who declared it")
    on: datetime.date | str | None = Field(None, description="when")


class ClaimModel(Authored):
    """`[claim.ROLE]`: points that somebody awarded."""

    total: Number | str | None = Field(None, description="the total that was claimed")
    points: dict[str, Number | str] = Field(default_factory=dict, description="points by indicator")


class OverrideModel(Authored):
    """`[override.grade]`: what a person decided instead of the rules."""

    is_: str = Field(alias="is", description="the grade")
    why: str = Field(description="the reason, shown in the scorecard")
    by: str | None = Field(None, description="who decided")
    on: datetime.date | str | None = Field(None, description="when")


class Submitted(Authored):
    """What a project says, in its own file or in a `[[scorecard]]`."""

    period: int | str | None = Field(None, description="the year, month or day that is scored")
    departs: str | None = Field(None, description="why its groups' weights differ from the frame")
    source: dict[str, SourceModel] = Field(default_factory=dict, description="documents that facts come from")
    facts: dict[str, Any] = Field(
        default_factory=dict,
        description="what is reported: a value, or { value = …, source = …, at = …, by = …, on = …, evidence = … }",
    )
    indicator: dict[str, IndicatorModel] = Field(
        default_factory=dict, description="rows of its own, or what a set leaves open"
    )
    not_applicable: dict[str, NotApplicableModel] = Field(
        default_factory=dict, description="indicators that do not apply, with the reason"
    )
    claim: dict[str, ClaimModel] = Field(default_factory=dict, description="points that somebody awarded, by role")
    override: dict[Literal["grade"], OverrideModel] = Field(
        default_factory=dict, description="the grade that a person decided on"
    )
