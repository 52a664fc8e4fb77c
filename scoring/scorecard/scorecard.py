"""What evaluators get: the breakdown of points, the total or its range, the grade, findings, trace.

Numbers are exact fractions already rounded where the rulebook says so; `decimals` says how many places
points are shown with (None: as many as they have). Sentences made by the program are `Text` in both
languages; those of authors are shown as written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from scoring.problems import Place, Severity, Text
from scoring.values.value import Value

Outcome = Literal["scored", "not_applicable", "not_scorable"]
Bites = Literal["yes", "no", "unknown"]


@dataclass(frozen=True, slots=True)
class FactUsed:
    """A fact that a point rests on: value as shown, unit, the document and the place in it."""

    value: str
    unit: str | None
    source: str | None
    at: str | None
    where: Place | None
    presumed: bool = False
    label: Text | None = None
    written: str | None = None  # value and unit as people read them: "28.00 万元"


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A clause that did not apply, and why."""

    clause: str
    because: Text
    where: Place


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person decided: level and share or points, who, when and why."""

    level: str | None
    share: str | None
    by: str | None
    on: str | None
    why: str | None


@dataclass(frozen=True, slots=True)
class Declaration:
    """Who declared an indicator not applicable, when and why."""

    why: str
    by: str | None
    on: str | None


@dataclass(frozen=True, slots=True)
class IndicatorScore:
    """One line of the breakdown. `earned` is before limits and overrides, `points` after."""

    id: str
    path: str
    label: Text
    weight: Fraction
    outcome: Outcome
    points: Fraction | None
    lowest: Fraction | None
    highest: Fraction | None
    earned: Fraction | None
    rule: str
    rule_label: Text | None
    clause: str | None
    where: Place
    facts: Mapping[str, FactUsed]
    arithmetic: Text | None
    basis: Text | None
    reason: Text | None
    missing: tuple[str, ...] = ()
    policy: str | None = None
    judgement: Judgement | None = None
    declared: Declaration | None = None
    claimed: Mapping[str, Fraction] = field(default_factory=dict)
    not_taken: tuple[NotTaken, ...] = ()
    target: str | None = None  # as written, with its sign
    actual: str | None = None

    @property
    def lost(self) -> Fraction | None:
        """Points below the weight; None where nothing was scored."""
        return None if self.points is None else self.weight - self.points


@dataclass(frozen=True, slots=True)
class GroupScore:
    """A group's subtotal; `points` is None while some of it is not scorable."""

    path: str
    label: Text
    weight: Fraction
    points: Fraction | None
    lowest: Fraction | None
    highest: Fraction | None
    arithmetic: Text | None = None  # of a group that combines degrees


@dataclass(frozen=True, slots=True)
class Total:
    """`earned` before limits, `points` after; lowest and highest possible; `rescaled` is the arithmetic, if any."""

    earned: Fraction | None
    points: Fraction | None
    lowest: Fraction | None
    highest: Fraction | None
    possible: Fraction | None
    rescaled: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """Points that somebody (`by`: self, finance, …) awarded, against the recomputed ones.

    `supported`: whether the points bear it out: there is one total and it equals the claim; None where there is no total
    to compare with, or none was claimed.
    """

    by: str
    total: Fraction | None
    lowest_difference: Fraction | None
    highest_difference: Fraction | None
    supported: bool | None


@dataclass(frozen=True, slots=True)
class LimitScore:
    name: str
    label: Text
    bites: Bites
    effect: Text | None
    where: Place
    facts: Mapping[str, FactUsed]
    arithmetic: Text | None


@dataclass(frozen=True, slots=True)
class Finding:
    code: str
    severity: Severity
    message: Text
    where: Place
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ResultScore:
    """A named result: a number, a text, none, or not scorable."""

    name: str
    label: Text
    outcome: Literal["scored", "none", "not_scorable", "not_applicable"]
    value: Value  # none where there is no result
    shown: str | None
    lowest: Fraction | None
    highest: Fraction | None
    grade: str | None
    where: Place
    clause: str | None
    facts: Mapping[str, FactUsed]
    arithmetic: Text | None
    missing: tuple[str, ...] = ()
    not_taken: tuple[NotTaken, ...] = ()  # of its table, for explaining
    defined: Place | None = None  # where the whole construct begins
    basis: Text | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """Which rulebook or indicator set scored; `fingerprint` is `sha256:…`."""

    name: str
    fingerprint: str
    edition: str | None = None
    label: Text | None = None
    given_by: Literal["project", "command"] = "project"


@dataclass(frozen=True, slots=True)
class Scorecard:
    semantics: int
    project: str
    period: str | None
    rulebook: Identity
    indicator_set: Identity | None
    status: Literal["complete", "incomplete"]
    total: Total
    grade: str | None
    grades_possible: tuple[str, ...]  # lowest first
    claims: tuple[Claim, ...]
    results: tuple[ResultScore, ...]
    groups: tuple[GroupScore, ...]
    indicators: tuple[IndicatorScore, ...]
    limits: tuple[LimitScore, ...]
    findings: tuple[Finding, ...]
    decimals: int | None = 2
