"""What evaluators write: every section and key of the TOML files, as frozen models.

Shapes only. What a formula, a cell or an amount inside them means is decided in `lowering` and `facts`;
keys whose Python name would be a keyword carry the written key as alias. Descriptions are the reference.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any, Literal

from pydantic import Field, model_validator

from scoring.authored import Authored

Number = int | Decimal
Label = str | dict[Literal["zh", "en"], str]
Cell = Any
Amount = str | int | Decimal | bool | datetime.date

HitPolicy = Literal["first", "unique", "any", "priority", "sum", "min", "max", "count", "all", "all_by_output"]
How = Literal["sum", "product", "mean", "geomean", "median", "min", "max", "count"]
RoundingMode = Literal["half_up", "half_even", "half_down", "up", "down", "ceiling", "floor", "05up"]
MissingPolicy = Literal["not_scorable", "zero", "full", "leave_out", "no_total"] | dict[Literal["value", "row"], Any]
SeverityName = Literal["error", "warning", "note"]


class RoundingModel(Authored):
    """How a number is rounded: to decimals, to a step, or to significant digits."""

    decimals: int | None = Field(None, ge=0, le=30, description="digits after the point")
    step: str | Number | None = Field(None, description="a step such as 0.5 or 10")
    significant: int | None = Field(None, ge=1, le=34, description="significant digits")
    mode: RoundingMode = Field("half_up", description="which way a tie goes")


class Construct(Authored):
    """What `[value.*]`, `[rule.*]` and parts share: exactly one of is, rows, lines, of."""

    label: Label | None = Field(None, description="what people read")
    is_: str | Number | bool | None = Field(None, alias="is", description="a formula")
    by: str | list[str] | None = Field(None, description="the keys of a table, formulas")
    rows: list[Any] | None = Field(None, description="the rows of a table: a cell for each key, then the result")
    hit: HitPolicy | None = Field(None, description="which rows count when several match")
    otherwise: Any = Field(None, description="the result when no row matches")
    lines: list[list[Any]] | None = Field(None, description="straight lines: from x to x gives from y to y")
    of: list[Any] | None = Field(None, description="members with weights")
    combine: How | None = Field(None, description="how members are combined")
    gives: str | list[str] | dict[str, Any] | None = Field(None, description="what the results are")
    unit: str | None = Field(None, description="the unit of the result")
    missing: MissingPolicy | None = Field(None, description="what is done when something needed is missing")
    round: RoundingModel | None = Field(None, description="rounding of the result")
    when: str | None = Field(None, description="outside it the value is left out of its groups")
    between: list[str | Number] | None = Field(None, min_length=2, max_length=2, description="lowest and highest")
    basis: str | dict[str, str] | None = Field(None, description="the legal basis")
    note: str | None = Field(None, description="a remark for readers")


class ValueModel(Construct):
    """`[value.NAME]`: a named quantity."""

    with_: list[str] | None = Field(None, alias="with", description="parameters")


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
    label: Label | None = None
    id: str | None = None


class ItemModel(Authored):
    """One item of a checklist."""

    when: str = Field(description="a condition")
    id: str | None = Field(None, description="its name, for `needs` and for the trace")
    label: Label | None = None
    evidence: Literal["required", "none"] = Field("none", description="whether a yes must name its evidence")
    needs: str | list[str] | None = Field(None, description="items without which this one earns nothing")
    earns: str | Number | None = Field(None, description="share or points; otherwise equal shares")


class PartModel(Construct):
    """`[[rule.NAME.part]]`: one of several constructs that add up."""

    id: str | None = None


class RuleModel(Construct):
    """`[rule.NAME]`: a criterion, how points are earned."""

    kind: Literal["proportional", "deduction", "checklist", "judged"] | None = Field(None, description="a short form")
    nothing_below: str | None = Field(None, description="completion below which nothing is earned")
    over: OverModel | None = None
    deduct: list[DeductionModel] | None = None
    items: list[ItemModel] | None = None
    levels: list[list[Any]] | None = Field(None, description="levels of a judgement, best first")
    full: Number | str | None = Field(None, description="the points that the levels are written for")
    step: Number | str | None = Field(None, description="judged points are a multiple of it")
    part: list[PartModel] | None = None


class FactModel(Authored):
    """A fact that a project reports."""

    kind: Literal["number", "yes_no", "text", "date", "list"] | None = None
    unit: str | None = None
    label: Label | None = None
    range: str | None = Field(None, description="a test every value must pass, such as `>= 0`")
    options: list[str] | None = None
    if_missing: Amount | None = Field(None, description="what is presumed when nobody reports it; shown as presumed")
    may_be_missing: bool = False
    from_: str | None = Field(None, alias="from", description="its name in the data")
    list_: dict[str, Any] | None = Field(None, alias="list", description="the fields of a list's records")
    note: str | None = None

    @model_validator(mode="before")
    @classmethod
    def short_forms(cls, written: Any) -> Any:
        """`budget = "元"` is short for a unit, `scope = ["U", "C"]` for options."""
        if isinstance(written, str):
            return {"unit": written}
        if isinstance(written, list):
            return {"options": written}
        return written


class BasisModel(Authored):
    """A law or rule that criteria rest on."""

    title: str
    number: str | None = None
    at: str | None = None
    from_: datetime.date | None = Field(None, alias="from")
    note: str | None = None


class UnitModel(Authored):
    """`[unit.NAME]`: a unit, by another (`is = "10000 元"`) or of its own dimension."""

    is_: str | None = Field(None, alias="is")
    label: Label | None = None


class LimitEffect(Authored):
    at_most: Number | str | None = None
    at_least: Number | str | None = None


class LimitModel(Authored):
    """`[limit.NAME]`: a veto, cap or floor on a subtotal, the total or the grade."""

    when: str
    label: Label | None = None
    grade: str | dict[Literal["at_most", "at_least", "is"], str] | None = Field(
        None, description="the best grade that is left; or { at_least = … }, { is = … }"
    )
    total: LimitEffect | None = None
    group: dict[str, LimitEffect] | None = None
    basis: str | dict[str, str] | None = None


class CheckModel(Authored):
    """`[check.NAME]`: a statement that facts should satisfy."""

    that: str
    label: Label | None = None
    within: str | Number | None = None
    broken: Literal["finding", "stop"] = "finding"
    severity: SeverityName = "warning"
    message: Label | None = None
    basis: str | dict[str, str] | None = None


class RankModel(Authored):
    """One reason of a ranking: how much was lost, and its code."""

    lost: str = Field(description="what it cost, a formula")
    code: str = Field(description="what stands for it in the result")
    label: Label | None = Field(None, description="what people read")


class ResultModel(Construct):
    """`[result.NAME]`: a named result of the scorecard."""

    total: bool = False
    grade: str | None = Field(None, description="the grade table that it is looked up in")
    optional: bool = Field(False, description="none when something is missing, without making all incomplete")
    rank: list[RankModel] | None = Field(None, description="reason codes: what cost most, in order")
    keep: str | None = Field(None, description="which reasons are kept, such as `lost > 0`")
    at_most: int | None = Field(None, ge=1, description="how many reasons at most")


class GroupModel(Authored):
    """`[group."PATH"]`: what a group needs beyond its members."""

    weight: Number | str | None = None
    label: Label | None = None
    combine: How | None = None
    round: RoundingModel | None = None
    missing: MissingPolicy | None = None


class FrameModel(Authored):
    """`[frame."PATH"]`: the weight that a group should have."""

    weight: Number | str


class Effective(Authored):
    from_: datetime.date | None = Field(None, alias="from")
    to: datetime.date | None = None


class RulebookHeader(Authored):
    """`[rulebook]`: name, edition, and what holds for everything in it."""

    name: str
    edition: str | None = None
    label: Label | None = None
    effective: Effective | None = None
    total: Number | None = Field(None, description="the possible total, such as 100")
    points: RoundingModel | None = Field(None, description="rounding of every indicator's points")
    missing: MissingPolicy = "not_scorable"
    not_applicable: Literal["rescale", "siblings", "full"] = "rescale"
    weights_off_total: Literal["finding", "stop"] = "stop"
    rule_for: dict[Literal[">=", ">", "<=", "<", "=", "定性"], str] | None = None
    basis: str | dict[str, str] | None = None
    note: str | None = None


class SetHeader(Authored):
    """`[indicator_set]`: the name of a shared set of indicators, and its rulebook."""

    name: str
    rules: str
    label: Label | None = None
    edition: str | None = None
    departs: str | None = Field(None, description="why its group weights differ from the rulebook's frame")
    note: str | None = None


class JudgedModel(Authored):
    """`judged = {…}`: what a person decided."""

    level: str | None = None
    share: str | None = None
    points: Number | str | None = None
    by: str | None = None
    on: datetime.date | str | None = None
    why: str | None = None
    source: str | None = None
    at: str | None = None


class IndicatorModel(Authored):
    """One row of `[indicator]`, in a set or in a project."""

    in_: str | None = Field(None, alias="in", description="its group, by path: 产出/数量")
    label: Label | None = None
    weight: Number | str | None = Field(None, description="its full points")
    rule: str | None = Field(None, description="the criterion that scores it")
    target: str | Number | dict[str, Any] | None = Field(None, description="a sign and an amount, or 定性")
    actual: Amount | dict[str, Any] | None = Field(None, description='an amount, or a formula that begins with "="')
    judged: JudgedModel | None = None
    claimed: Number | str | dict[str, Number | str] | None = Field(None, description="points that somebody awarded")
    why: str | None = Field(None, description="the reason for a deviation")
    missing: MissingPolicy | None = None
    note: str | None = None


class SourceModel(Authored):
    """`[source.NAME]`: a document that facts come from."""

    title: str
    sha256: str | None = None
    on: datetime.date | str | None = None
    by: str | None = None
    note: str | None = None


class NotApplicableModel(Authored):
    why: str
    by: str | None = None
    on: datetime.date | str | None = None


class ClaimModel(Authored):
    """`[claim.ROLE]`: points that somebody awarded."""

    total: Number | str | None = None
    points: dict[str, Number | str] = {}


class OverrideModel(Authored):
    """`[override.grade]`: what a person decided instead of the rules."""

    is_: str = Field(alias="is", description="the grade")
    why: str = Field(description="the reason, shown in the scorecard")
    by: str | None = None
    on: datetime.date | str | None = None


class ExampleModel(Authored):
    """`[[example]]`: what a rule, value, limit or check gives for given facts."""

    rule: str | None = None
    value: str | None = None
    limit: str | None = None
    check: str | None = None
    result: str | None = None
    label: Label | None = None
    given: dict[str, Any] = {}
    earns: Number | str | None = None
    gives: Any = None
    missing: list[str] | None = Field(None, description="what is missing, when nothing can be earned")
    bites: Literal["yes", "no", "unknown"] | None = None
    broken: bool | None = None


class CasesModel(Authored):
    """`[[cases]]`: a published table of cases beside the rulebook."""

    file: str
    expect: dict[str, str] = {}
    given: dict[str, str] = {}
    within: dict[str, str] = {}
    none: str = Field("none", description="how the table writes that there is no result")
    label: Label | None = None


class ChangeModel(Authored):
    """`[change.KIND.NAME]`: one thing changed of a rulebook that is used."""

    set: dict[str, Any]
    why: str
    basis: str | dict[str, str] | None = None


Rules = dict[str, RuleModel]


class Shared(Authored):
    """Sections that rulebooks, indicator sets and projects may all have."""

    format: Literal[1]
    fact: dict[str, FactModel] = {}
    value: dict[str, ValueModel] = {}
    rule: Rules = {}
    check: dict[str, CheckModel] = {}
    unit: dict[str, UnitModel] = {}
    group: dict[str, GroupModel] = {}
    basis: dict[str, BasisModel] = {}
    example: list[ExampleModel] = []
    cases: list[CasesModel] = []


class RulebookFile(Shared):
    """One file of a rulebook."""

    rulebook: RulebookHeader | None = None
    use: list[str] = []
    change: dict[str, dict[str, ChangeModel]] = {}
    frame: dict[str, FrameModel] = {}
    grade: dict[str, Any] = {}
    limit: dict[str, LimitModel] = {}
    result: dict[str, ResultModel] = {}


class SetFile(Shared):
    """One file of an indicator set."""

    indicator_set: SetHeader | None = None
    indicator: dict[str, IndicatorModel] = {}


class ProjectFile(Shared):
    """A project: its facts, its own rows, what is not applicable, what was claimed."""

    project: str
    period: int | str | None = None
    rules: str | None = None
    indicators: str | None = None
    departs: str | None = None
    source: dict[str, SourceModel] = {}
    facts: dict[str, Any] = {}
    indicator: dict[str, IndicatorModel] = {}
    not_applicable: dict[str, NotApplicableModel] = {}
    claim: dict[str, ClaimModel] = {}
    override: dict[Literal["grade"], OverrideModel] = {}
