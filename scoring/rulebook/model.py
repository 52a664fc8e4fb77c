"""What evaluators write: every section and key of the TOML files, as frozen models.

Shapes only. What a formula, a cell or an amount inside them means is decided in `lowering` and `facts`;
keys whose Python name would be a keyword carry the written key as alias. Descriptions are the reference.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any, Literal

from pydantic import Field, model_validator

from scoring.rulebook.authored import Authored

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
    allow: dict[str, str] | None = Field(None, description="lints that are silenced here: name = reason")


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

    id: str | None = Field(None, description="its name in the trace")


class RuleModel(Construct):
    """`[rule.NAME]`: a criterion, how points are earned."""

    kind: Literal["proportional", "deduction", "checklist", "judged"] | None = Field(None, description="a short form")
    nothing_below: str | None = Field(None, description="completion below which nothing is earned")
    over: OverModel | None = Field(None, description="what happens when the target is exceeded by a lot")
    deduct: list[DeductionModel] | None = Field(None, description="reasons for losing points")
    items: list[ItemModel] | None = Field(None, description="items of a checklist")
    levels: list[list[Any]] | None = Field(None, description="levels of a judgement, best first")
    full: Number | str | None = Field(None, description="the points that the levels are written for")
    step: Number | str | None = Field(None, description="judged points are a multiple of it")
    part: list[PartModel] | None = Field(None, description="parts that add up, as [[rule.NAME.part]]")


class FactModel(Authored):
    """A fact that a project reports."""

    kind: Literal["number", "yes_no", "text", "date", "list"] | None = Field(
        None, description="number, yes_no, text, date or list; otherwise by `unit`, `options`, `list`"
    )
    unit: str | None = Field(None, description="the unit of a number; any that converts may be reported")
    label: Label | None = Field(None, description="what people read")
    range: str | None = Field(None, description="a test every value must pass, such as `>= 0`")
    options: list[str] | None = Field(None, description="a text that is one of these")
    if_missing: Amount | None = Field(None, description="what is presumed when nobody reports it; shown as presumed")
    may_be_missing: bool = Field(False, description="a project without it gets no warning")
    from_: str | None = Field(None, alias="from", description="its name in the data")
    list_: dict[str, Any] | None = Field(None, alias="list", description="the fields of a list's records")
    note: str | None = Field(None, description="a remark for readers")
    allow: dict[str, str] | None = Field(None, description="lints that are silenced here: name = reason")

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


class CheckModel(Authored):
    """`[check.NAME]`: a statement that facts should satisfy."""

    that: str = Field(description="what should hold")
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

    total: bool = Field(False, description="whether it is the total, in a rulebook without indicators")
    grade: str | None = Field(None, description="the grade table that it is looked up in")
    optional: bool = Field(False, description="none when something is missing, without making all incomplete")
    rank: list[RankModel] | None = Field(None, description="reason codes: what cost most, in order")
    keep: str | None = Field(None, description="which reasons are kept, such as `lost > 0`")
    at_most: int | None = Field(None, ge=1, description="how many reasons at most")


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
    """`[frame."PATH"]`: the weight that a group should have."""

    weight: Number | str = Field(description="the points that the group should weigh")
    allow: dict[str, str] | None = Field(None, description="lints that are silenced here: name = reason")


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


class IndicatorModel(Authored):
    """One row of `[indicator]`, in a set or in a project."""

    in_: str | None = Field(None, alias="in", description="its group, by path: 产出/数量")
    label: Label | None = Field(None, description="what people read")
    weight: Number | str | None = Field(None, description="its full points")
    rule: str | None = Field(None, description="the criterion that scores it")
    target: str | Number | dict[str, Any] | None = Field(None, description="a sign and an amount, or 定性")
    actual: Amount | dict[str, Any] | None = Field(None, description='an amount, or a formula that begins with "="')
    judged: JudgedModel | None = Field(None, description="what a person decided, of a judged rule")
    claimed: Number | str | dict[str, Number | str] | None = Field(None, description="points that somebody awarded")
    why: str | None = Field(None, description="the reason for a deviation")
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


class ExampleModel(Authored):
    """`[[example]]`: what a rule, value, limit or check gives for given facts."""

    rule: str | None = Field(None, description="the rule that is tried")
    value: str | None = Field(None, description="or the value")
    limit: str | None = Field(None, description="or the limit")
    check: str | None = Field(None, description="or the check")
    result: str | None = Field(None, description="or the result")
    label: Label | None = Field(None, description="what is tried, in words")
    given: dict[str, Any] = Field(
        default_factory=dict, description="facts, and of a rule actual, target, weight, judged, why"
    )
    earns: Number | str | None = Field(None, description="the points that come out")
    gives: Any = Field(None, description='the value that comes out; "none" for no result')
    missing: list[str] | None = Field(None, description="what is missing, when nothing can be earned")
    bites: Literal["yes", "no", "unknown"] | None = Field(None, description="whether the limit bites")
    broken: bool | None = Field(None, description="whether the check is broken")


class CasesModel(Authored):
    """`[[cases]]`: a published table of cases beside the rulebook."""

    file: str = Field(description="a CSV file beside this one or in a folder below")
    expect: dict[str, str] = Field(default_factory=dict, description="result = column: what the table gives")
    given: dict[str, str] = Field(default_factory=dict, description="fact = column, where the names differ")
    within: dict[str, str] = Field(default_factory=dict, description='result = distance, such as "2e-9 relative"')
    none: str = Field("none", description="how the table writes that there is no result")
    label: Label | None = Field(None, description="where the table comes from")


class ChangeModel(Authored):
    """`[change.KIND.NAME]`: one thing changed of a rulebook that is used."""

    set: dict[str, Any] = Field(description="the keys that change, with their new values")
    why: str = Field(description="the reason, shown in every scorecard")
    basis: str | dict[str, str] | None = Field(None, description="the legal basis of the change")


Rules = dict[str, RuleModel]


class Declared(Authored):
    """Sections that rulebooks, indicator sets, projects and whole examples may all have."""

    fact: dict[str, FactModel] = Field(default_factory=dict, description="facts, by name")
    value: dict[str, ValueModel] = Field(default_factory=dict, description="values, by name")
    rule: Rules = Field(default_factory=dict, description="criteria, by name")
    check: dict[str, CheckModel] = Field(default_factory=dict, description="checks, by name")
    unit: dict[str, UnitModel] = Field(default_factory=dict, description="units, by name")
    group: dict[str, GroupModel] = Field(
        default_factory=dict, description="what groups need beyond their members, by path"
    )
    basis: dict[str, BasisModel] = Field(default_factory=dict, description="laws and rules, by name")


class Shared(Declared):
    """What every file may have."""

    format: Literal[1] = Field(description="the format of the file")
    example: list[ExampleModel] = Field(default_factory=list, description="examples that `scoring test` tries")
    cases: list[CasesModel] = Field(default_factory=list, description="published cases that `scoring test` compares")


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


PointsExpected = Number | str | dict[Literal["lowest", "highest"], Number | str]


class ExpectedModel(Authored):
    """`[scorecard.expect]`: what must come out. What is not stated is not compared."""

    total: PointsExpected | None = Field(
        None, description='the total; { lowest = …, highest = … } of an incomplete one; "none" for no total'
    )
    grade: str | list[str] | None = Field(
        None, description='the grade; of an incomplete scorecard the list of those possible; "none" for no grade'
    )
    status: Literal["complete", "incomplete"] | None = Field(None, description="whether everything could be scored")
    points: dict[str, PointsExpected] = Field(
        default_factory=dict,
        description='points by indicator; { lowest = …, highest = … } where it is not scorable; "not_applicable"',
    )
    groups: dict[str, PointsExpected] = Field(default_factory=dict, description="subtotals by group, such as 产出/数量")
    results: dict[str, Any] = Field(
        default_factory=dict,
        description='values of results by name, grades as "NAME.grade"; "none" for none, "not_scorable" where it is not',
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


class Published(Shared):
    """What files of rulebooks and indicator sets have and projects have not."""

    scorecard: list[ScorecardModel] = Field(
        default_factory=list, description="whole projects with their scorecards, which `scoring test` tries"
    )


class RulebookFile(Published):
    """One file of a rulebook."""

    rulebook: RulebookHeader | None = Field(None, description="name and edition, in one file of the rulebook")
    use: list[str] = Field(default_factory=list, description="other rulebooks that this one rests on")
    change: dict[str, dict[str, ChangeModel]] = Field(default_factory=dict, description="what it changes of them")
    frame: dict[str, FrameModel] = Field(default_factory=dict, description="weights that groups should have")
    grade: dict[str, Any] = Field(
        default_factory=dict, description="the grade of the total, or [grade.NAME] of results"
    )
    limit: dict[str, LimitModel] = Field(default_factory=dict, description="limits, by name")
    result: dict[str, ResultModel] = Field(default_factory=dict, description="named results, by name")


class SetFile(Published):
    """One file of an indicator set."""

    indicator_set: SetHeader | None = Field(None, description="name of the set, in one of its files")
    indicator: dict[str, IndicatorModel] = Field(default_factory=dict, description="its rows, by id")


class ProjectFile(Shared, Submitted):
    """A project: its facts, its own rows, what is not applicable, what was claimed."""

    project: str = Field(description="the name of the project")
    rules: str | None = Field(None, description="the rulebook, by name")
    indicators: str | None = Field(None, description="the shared indicator set, by name")


class ColumnsFile(Authored):
    """What the columns of a table are (`scoring batch --columns`), where its heads do not say it themselves."""

    format: Literal[1] = Field(description="the format of the file")
    layout: Literal["wide", "long"] | None = Field(
        None, description="wide: a row a project; long: a row an indicator; otherwise found by the heads"
    )
    columns: dict[str, str] = Field(
        default_factory=dict, description="head = name: a fact, `N1.actual`, `project`, a column of the form"
    )
    unit: dict[str, str] = Field(
        default_factory=dict, description='head = the unit of its cells; "1" for shares written as 0.95'
    )
    ignore: list[str] = Field(default_factory=list, description="heads of columns that are not read")
