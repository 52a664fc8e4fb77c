"""What evaluators get: the breakdown of points, the total or its range, the grade, findings, trace.

Numbers are exact fractions already rounded where the rulebook says so; `decimals` says how many places points are shown
with (None: as many as they have). Sentences made by the program are `Text` in both languages; those of authors are shown
as written. What is annotated leaves the program as JSON, in this order and under these names (`shape`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Annotated, Any, Literal

from scoring.problems import Place, Severity, Text
from scoring.scorecard.records import Gathered, Standing
from scoring.scorecard.shape import AnyValue, Called, Points
from scoring.values.value import Value

Outcome = Literal["scored", "not_applicable", "not_scorable"]
OutcomeOfResult = Literal["scored", "none", "not_applicable", "not_scorable"]
Bites = Literal["yes", "no", "unknown"]
Plain = str | bool | list[Any] | dict[str, Any] | None
"""A value as it leaves the program: numbers as text in their unit."""


@dataclass(frozen=True, slots=True)
class FactUsed:
    """A fact that a point rests on: value as reported, unit, the document and the place in it."""

    value: Annotated[
        str | bool,
        AnyValue,
        "what was reported: true or false, or an amount, text or date as written; of a list how many records",
    ]
    unit: Annotated[str | None, "its unit"]
    source: Annotated[str | None, "the document that it comes from"]
    at: Annotated[str | None, "the place in that document"]
    where: Annotated[Place | None, "the place in the project's file"]
    presumed: Annotated[bool, "nobody reported it, the rulebook presumes it"] = False
    label: Annotated[Text | None, "what people read"] = None
    written: Text | None = None  # value and unit as people read them: "28.00 万元"


@dataclass(frozen=True, slots=True)
class PolicyUsed:
    """What a missing policy made of a value, a member of a combination or a part."""

    of: Annotated[str, "the value, part or member that would be unknown"]
    policy: Annotated[str, "the policy that acted, as written"]
    missing: Annotated[tuple[str, ...], "what is missing"]
    where: Annotated[Place | None, "the place of the policy"] = None
    because: Annotated[Text | None, "why it acted though nothing is missing"] = None


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A clause that did not apply, and why."""

    clause: Annotated[str, "such a row, level or item"]
    because: Annotated[Text, "the reason"]
    where: Annotated[Place, "its place"]


@dataclass(frozen=True, slots=True)
class Source:
    """A document that facts come from, as the project says."""

    name: Annotated[str, "what facts call it by"]
    title: Annotated[str, "its title"]
    by: Annotated[str | None, "who issued it"]
    on: Annotated[str | None, "its date"]
    sha256: Annotated[str | None, "the fingerprint of the file"]
    note: Annotated[str | None, "a remark"]


@dataclass(frozen=True, slots=True)
class Said:
    """What a form says somewhere, word for word."""

    value: Annotated[str, "what it says"]
    at: Annotated[str | None, "the place in it"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSaid:
    """The official form that a project was read from, and what it says beside facts and rows."""

    form: Annotated[str, "how it was read: the name of a form"]
    source: Annotated[str | None, "the document, by its name in `sources`"]
    sheet: Annotated[str | None, "the sheet that it stands on"]
    title: Annotated[Said | None, "its title"]
    head: Annotated[Mapping[str, Said], "its head: `code`, `department`, `unit`, …"]
    goals: Annotated[Mapping[str, Said], "the overall goals: `expected`, `reached`"]
    total: Annotated[Mapping[str, Said], "its last row: `weight`, `claimed`, `grade`"]
    notes: Annotated[tuple[Said, ...], "notes and signatures"]
    more: Annotated[Mapping[str, Said], "what else it says, by what it says it of"]


@dataclass(frozen=True, slots=True)
class OneJudgement:
    """What one of several people decided."""

    level: Annotated[str | None, "the level"]
    share: Annotated[str | None, "the share within it, or the points"]
    by: Annotated[str, "who"]
    on: Annotated[str | None, "when"]
    why: Annotated[str | None, "why"]


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Who confirmed a judgement as a second reviewer, and when."""

    by: Annotated[str, "who"]
    on: Annotated[str | None, "when"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person decided: level and share or points, who, when and why; several people, or an adopted claim."""

    level: Annotated[str | None, "the level"]
    share: Annotated[str | None, "the share within it, or the points"]
    by: Annotated[str | None, "who"]
    on: Annotated[str | None, "when"]
    why: Annotated[str | None, "why"]
    each: Annotated[tuple[OneJudgement, ...], "of several people: what each decided"] = ()
    adopted: Annotated[str | None, "whose claim is adopted, unreviewed"] = None
    confirmed: Annotated[Confirmation | None, "a second reviewer"] = None


@dataclass(frozen=True, slots=True)
class Declaration:
    """Who declared an indicator not applicable, when and why."""

    why: Annotated[str, "why"]
    by: Annotated[str | None, "who"]
    on: Annotated[str | None, "when"]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorScore:
    """One line of the breakdown."""

    id: Annotated[str, "its id"]
    path: Annotated[str, "the groups that it stands in"]
    label: Annotated[Text, "what people read"]
    weight: Annotated[Fraction | None, "full points; null where nobody said any"]
    outcome: Annotated[Outcome, "whether it was scored"]
    points: Annotated[Fraction | None, Points, "its points; null where it was not scored"]
    lowest: Annotated[Fraction | None, Points, "the lowest that it may be"]
    highest: Annotated[Fraction | None, Points, "the highest that it may be"]
    target: Annotated[str | None, "the target as written, with its sign"] = None
    actual: Annotated[str | None, "the actual, as reported or computed"] = None
    rule: Annotated[str, "the rule that scored it"]
    rule_label: Annotated[Text | None, "the rule in words"]
    clause: Annotated[str | None, "the row, level or items that applied"]
    where: Annotated[Place, "the place of the clause, or of the rule"]
    facts: Annotated[Mapping[str, FactUsed], "the facts used, by name"]
    values: Annotated[tuple[str, ...], "the values used, by name; what they are is in `values` of the scorecard"] = ()
    arithmetic: Annotated[Text | None, "the sum written out"]
    basis: Annotated[Text | None, "the legal basis"]
    reason: Annotated[Text | None, "why, in words"]
    missing: Annotated[tuple[str, ...], "what is missing"] = ()
    policy: Annotated[str | None, "the missing policy that acted on the indicator"] = None
    policies: Annotated[tuple[PolicyUsed, ...], "the missing policies that acted on values on the way"] = ()
    judgement: Annotated[Judgement | None, "a person's decision"] = None
    declared: Annotated[Declaration | None, "who declared it not applicable"] = None
    claimed: Annotated[Mapping[str, Fraction], "points claimed, by role"]
    source: Annotated[str | None, "the document that the row stands in, by its name in `sources`"] = None
    at: Annotated[Mapping[str, str], "where its keys stand there"] = field(default_factory=dict)
    not_taken: Annotated[tuple[NotTaken, ...], "the clauses that did not apply"] = ()
    records: Annotated[tuple[Gathered, ...], "of aggregates over a list: which records counted"] = ()

    @property
    def lost(self) -> Fraction | None:
        """Points below the weight; None where nothing was scored."""
        return None if self.points is None or self.weight is None else self.weight - self.points


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupScore:
    """A group's subtotal: `earned` by its members; `points` after redistribution and limits, as they count for the total."""

    path: Annotated[str, "its path"]
    label: Annotated[Text, "what people read"]
    weight: Annotated[Fraction, "full points"]
    applies: Annotated[Fraction, "the full points of what applies in it"]
    outcome: Annotated[Outcome, "whether it was scored; `not_applicable` where nothing in it applies"]
    earned: Annotated[Fraction | None, Points, "what its members earned; null where some of it is not scorable"]
    points: Annotated[Fraction | None, Points, "what counts for the total: redistributed, after limits"]
    lowest: Annotated[Fraction | None, Points, "the lowest that this may be"]
    highest: Annotated[Fraction | None, Points, "the highest that this may be"]
    arithmetic: Annotated[Text | None, "how it came about, where its members' points do not simply add up"] = None
    only_spread: bool = False  # whether all that happened is that everything was rescaled alike
    lowest_earned: Fraction | None = None
    highest_earned: Fraction | None = None

    @property
    def lost(self) -> Fraction | None:
        """What its members earned below the weight of what applies; None where that is open, or nothing applies."""
        return None if self.earned is None else self.applies - self.earned


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """All points together."""

    earned: Annotated[Fraction | None, Points, "points before limits; null where lowest and highest differ"]
    points: Annotated[Fraction | None, Points, "points after all limits; null where lowest and highest differ"]
    lowest: Annotated[Fraction | None, Points, "the lowest that it may be"]
    highest: Annotated[Fraction | None, Points, "the highest that it may be"]
    possible: Annotated[Fraction | None, "full points; null where there are none"]
    applies: Annotated[Fraction | None, "the full points of what applies"] = None
    arithmetic: Annotated[Text | None, "how it came about, where points do not simply add up"] = None


@dataclass(frozen=True, slots=True)
class Difference:
    """Claimed less computed points."""

    lowest: Annotated[Fraction, Points, "the lowest that it may be"]
    highest: Annotated[Fraction, Points, "the highest that it may be"]


@dataclass(frozen=True, slots=True)
class Claim:
    """Points that somebody (`by`: self, finance, …) awarded, against the recomputed ones."""

    by: Annotated[str, "who: `self`, or a reviewer's role"]
    total: Annotated[Fraction | None, "the total claimed"]
    difference: Annotated[Difference | None, "claimed less computed"]
    supported: Annotated[bool | None, "whether the points bear it out; null while that is open, or cannot be compared"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitScore:
    name: Annotated[str, "its name"]
    label: Annotated[Text, "what people read"]
    bites: Annotated[Bites, "whether its condition holds; `unknown` is both, in the range"]
    reason: Annotated[Text | None, "why it does not act though its condition is not false"] = None
    effect: Annotated[Text | None, "what it does"]
    where: Annotated[Place, "its place"]
    facts: Annotated[Mapping[str, FactUsed], "the facts used, by name"]
    values: Annotated[tuple[str, ...], "the values used, by name"] = ()
    arithmetic: Annotated[Text | None, "its condition written out"]
    basis: Annotated[Text | None, "the legal basis"] = None


@dataclass(frozen=True, slots=True)
class Finding:
    code: Annotated[str, "its kind, such as `claim-not-supported`"]
    severity: Annotated[Severity, "how grave it is"]
    message: Annotated[Text, "what is the matter"]
    where: Annotated[Place, "the place of the check, or of what it is about"]
    facts: Annotated[tuple[str, ...], "the facts that it is about"] = ()
    basis: Annotated[Text | None, "the legal basis"] = None
    indicator: str | None = None  # the one that it is about
    by: str | None = None  # whose claim it is about
    at: str | None = None  # the place in the document that was handed in
    fix: Text | None = None  # what to do about it, where that is known


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueUsed:
    """A named value on the way to points, results, limits and findings, so that an old scorecard can be explained."""

    name: Annotated[str, "its name"]
    label: Annotated[Text, "what people read"]
    value: Annotated[Plain, AnyValue, "what came out, in its unit; null where there is nothing"]
    unit: Annotated[str | None, "its unit"]
    shown: Annotated[Text, "value and unit as people read them"]
    arithmetic: Annotated[Text | None, "the sum written out"]
    reason: Annotated[Text | None, "why there is no value"] = None
    clause: Annotated[str | None, "the row that applied"]
    where: Annotated[Place, "its place in the rulebook"]
    missing: Annotated[tuple[str, ...], "what is missing"] = ()
    policies: Annotated[tuple[PolicyUsed, ...], "the missing policies that acted"] = ()
    basis: Annotated[Text | None, "the legal basis"] = None
    records: Annotated[tuple[Gathered, ...], "of a list, and of aggregates over one: which records counted"] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnScore:
    """What a column of a list has for one record."""

    label: Annotated[Text, "what people read for the column"]
    outcome: Annotated[OutcomeOfResult, "as of a result; a place that is a range is not scorable"]
    plain: Annotated[Plain, AnyValue, Called("value"), "the value in its unit; null where there is none"]
    unit: Annotated[str | None, "its unit"]
    shown: Annotated[Text | None, "value and unit as people read them; of a range from where to where it may be"]
    lowest: Annotated[Plain, AnyValue, "of a range the lowest that it may be, in its unit"] = None
    highest: Annotated[Plain, AnyValue, "of a range the highest that it may be"] = None
    arithmetic: Annotated[Text | None, "the sum written out"] = None
    reason: Annotated[Text | None, "why there is no value"] = None
    clause: Annotated[str | None, "the row that applied"] = None
    where: Annotated[Place, "the place of the row, or of the column"]
    missing: Annotated[tuple[str, ...], "what is missing"] = ()
    values: Annotated[tuple[str, ...], "the values and columns used, by name"] = ()
    policies: Annotated[tuple[PolicyUsed, ...], "the missing policies that acted"] = ()
    not_taken: Annotated[tuple[NotTaken, ...], "the rows that did not apply"] = ()
    basis: Annotated[Text | None, "the legal basis of the column"] = None
    records: Annotated[tuple[Gathered, ...], "of aggregates over a list of the record's own: what counted"] = ()
    standing: Annotated[Standing | None, "of a place: the records beside it"] = None
    value: Value = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberScore:
    """What a result has for one record of its list."""

    key: Annotated[str, "what names the record"]
    outcome: Annotated[
        OutcomeOfResult, "`scored` where all that applies is; `not_applicable` where nothing of it applies"
    ]
    columns: Annotated[
        Mapping[str, ColumnScore], "what it has in the result's columns, and in others of the list that these rest on"
    ]
    facts: Annotated[Mapping[str, FactUsed], "the record as it was reported"]


@dataclass(frozen=True, slots=True)
class ColumnHead:
    """A column of a result for each record."""

    name: Annotated[str, "its name"]
    label: Annotated[Text, "what people read"]
    unit: Annotated[str | None, "the unit of its numbers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultScore:
    """A named result: a number, a text, none, not applicable, or not scorable."""

    name: Annotated[str, "its name"]
    label: Annotated[Text, "what people read"]
    outcome: Annotated[OutcomeOfResult, "`none`: optional, and nothing came of it"]
    value: Value
    plain: Annotated[
        Plain,
        AnyValue,
        Called("value"),
        "the value in its unit: a number as text, true or false, a text, a list or table of them; of a result for each record a list of tables",
    ]
    unit: Annotated[str | None, "the unit of the value"] = None
    shown: Annotated[Text | None, "value and unit as people read them"] = None
    grade: Annotated[str | None, "its grade"] = None
    clause: Annotated[str | None, "the row that applied"]
    where: Annotated[Place, "the place of the clause, or of the result"]
    facts: Annotated[Mapping[str, FactUsed], "the facts used, by name"]
    values: Annotated[tuple[str, ...], "the values used, by name"] = ()
    arithmetic: Annotated[Text | None, "the sum written out"]
    reason: Annotated[Text | None, "why there is no value"] = None
    missing: Annotated[tuple[str, ...], "what is missing"] = ()
    policies: Annotated[tuple[PolicyUsed, ...], "the missing policies that acted"] = ()
    basis: Annotated[Text | None, "the legal basis"] = None
    not_taken: Annotated[tuple[NotTaken, ...], "the rows that did not apply"] = ()
    records: Annotated[tuple[Gathered, ...], "of aggregates over a list: which records counted"] = ()
    list_: Annotated[str | None, Called("list"), "of a result for each record: the list"] = None
    columns: Annotated[tuple[ColumnHead, ...] | None, "its columns, the one that names the records first"] = None
    members: Annotated[tuple[MemberScore, ...] | None, "what it has for each record, in the order of the list"] = None
    defined: Place | None = None  # where the whole construct begins
    calls: tuple[Text, ...] = ()  # of a value with parameters: every call that was needed, with its sum

    def member(self, name: str) -> MemberScore | None:
        """What it has for the record of `NAME.KEY`; None where that names none of its records."""
        before, key = name[: len(self.name) + 1], name[len(self.name) + 1 :]
        if before != f"{self.name}.":
            return None
        return next((one for one in self.members or () if one.key == key), None)


@dataclass(frozen=True, slots=True)
class Revision:
    """A change of a rulebook or set, as its changelog says it; no point rests on it."""

    on: Annotated[str, "the day of the change"]
    by: Annotated[str, "who changed it"]
    why: Annotated[str, "the reason"]
    changed: Annotated[tuple[Text, ...], "what was changed"] = ()
    moved: Annotated[Text | None, "whose scores moved by it"] = None


@dataclass(frozen=True, slots=True)
class Identity:
    """Which rulebook or indicator set scored; `fingerprint` is `sha256:…`."""

    name: Annotated[str, "its name"]
    fingerprint: Annotated[str, "SHA-256 of what it means, without remarks, order and file names"]
    edition: Annotated[str | None, "its edition"] = None
    revisions: Annotated[tuple[Revision, ...], "its changelog, the latest last; no part of the fingerprint"] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    schema: Annotated[Literal["scorecard/2"], "what this is, and the version of its shape"] = "scorecard/2"
    semantics: Annotated[int, "the version of the meaning: a change of the program that moves any point raises it"]
    project: Annotated[str, "the project's name"]
    period: Annotated[str | None, "the project's period"]
    rulebook: Annotated[Identity, "the rulebook that scored it"]
    indicator_set: Annotated[
        Identity | None, "the indicator set; null where the project has its own indicators, or none"
    ]
    status: Annotated[
        Literal["complete", "incomplete"],
        "`incomplete`: something is missing, and the total or a result may be a range",
    ]
    total: Annotated[Total, "all points together"]
    grade: Annotated[str | None, "the grade; null where the range has several, or there is none"]
    grades_possible: Annotated[tuple[str, ...], "all grades that the range reaches, lowest first"]
    claims: Annotated[tuple[Claim, ...], "what others awarded"]
    results: Annotated[tuple[ResultScore, ...], "the named results of the rulebook"]
    groups: Annotated[tuple[GroupScore, ...], "subtotals"]
    indicators: Annotated[tuple[IndicatorScore, ...], "one for each indicator, in the order of the set"]
    limits: Annotated[tuple[LimitScore, ...], "every limit of the rulebook"]
    findings: Annotated[tuple[Finding, ...], "what should be looked at; none moves a point"]
    sources: Annotated[tuple[Source, ...], "the documents that facts come from"]
    values: Annotated[
        tuple[ValueUsed, ...], "every value that was used on the way, in an order in which each rests on earlier ones"
    ]
    peers: Annotated[
        Mapping[str, Standing], "every place among the projects of a table that it was given, by the value's name"
    ] = field(default_factory=dict)
    filled_form: Annotated[FormSaid | None, "the official form that the project was read from"] = None
    drafts: Annotated[
        tuple[str, ...], "facts and actuals that a program read out of a document and that nobody has confirmed yet"
    ] = ()
    decimals: int | None = 2

    def without(self, name: str) -> Text | None:
        """Why the record of `RESULT.KEY` has nothing in that result: which list left it out; None where none did."""
        result = next((one for one in self.results if one.list_ is not None and name.startswith(f"{one.name}.")), None)
        if result is None:
            return None
        key = name[len(result.name) + 1 :]
        for made in sorted(self.values, key=lambda one: one.name != result.list_):  # its own list, then those above it
            left_out = (left for one in made.records if one.of.en == made.name for left in one.left_out)
            if (left := next((left for left in left_out if left.key == key), None)) is not None:
                why = left.because
                return Text(f"`{key}` was left out of `{made.name}`: {why.en}", f"{key} 未计入 {made.name}：{why.zh}")
        return None
