"""All that an engine decides of a project, before anything is put into words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from scoring.engines.exact.evaluation import Evaluation
from scoring.nodes.node import Clause
from scoring.problems import InputRefused, Place, Problem
from scoring.scorecard import findings
from scoring.scorecard.findings import ClaimedPoints
from scoring.scorecard.outcome import ScoredIndicator, score_indicator
from scoring.scorecard.records import Standing
from scoring.scorecard.results import ScoredResult, results_alone, results_of
from scoring.scorecard.scorecard import Declaration, Finding, FormSaid, Identity, Judgement, Source
from scoring.scorecard.totals import Totals, totals_of


@dataclass(frozen=True, slots=True)
class Override:
    """A grade that a person put in place of the one by the rules."""

    grade: str
    why: str
    by: str | None
    on: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Stands:
    """Where a row stands: the document, and the place of each of its keys there."""

    source: str | None
    at: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Context:
    """What surrounds the facts: which project and rules, who declared and claimed what."""

    project: str
    period: str | None
    rulebook: Identity
    indicator_set: Identity | None
    declared: Mapping[str, Declaration] = field(default_factory=dict)
    judged: Mapping[str, Judgement] = field(default_factory=dict)
    targets: Mapping[str, str] = field(default_factory=dict)  # as written, with their signs
    claims: Sequence[ClaimedPoints] = ()
    findings: Sequence[Finding] = ()
    override: Override | None = None
    sources: Sequence[Source] = ()
    form: FormSaid | None = None
    drafts: Sequence[str] = ()  # facts that were read by a program and that nobody confirmed
    stands: Mapping[str, Stands] = field(default_factory=dict)  # of rows that stand in a document
    peers: Mapping[str, Standing] = field(default_factory=dict)  # its places among other projects, by the value's name


@dataclass(frozen=True, slots=True)
class Assessment:
    """Outcomes, totals, broken checks and results of one project; two engines must agree on all of it."""

    scored: tuple[ScoredIndicator, ...]
    taken: tuple[tuple[Clause, ...], ...]  # of each indicator
    totals: Totals
    findings: tuple[Finding, ...]
    results: tuple[ScoredResult, ...]


def assess(at: Evaluation, context: Context) -> Assessment:
    """Outcomes, totals, limits and findings; raises `InputRefused` where facts break what the rulebook requires."""
    program = at.program
    at.compute_definitions()
    _demand(at)
    found, problems = findings.of_checks(at)
    if problems:
        raise InputRefused(problems)
    scored = tuple(score_indicator(one, at, one.id in context.declared) for one in program.indicators)
    taken = tuple(_taken(one, at) for one in scored)
    if program.indicators:
        totals = totals_of(scored, at)
        results = results_of(at)
    else:
        totals, results = results_alone(at)
    at.demand()
    return Assessment(scored, taken, totals, tuple(found), results)


def completeness(assessment: Assessment) -> bool:
    """Whether all is scored that has to be: one total, one grade of it, and no open result that is not optional.

    What could only move a total or a grade that there is not leaves nothing open.
    """
    totals = assessment.totals
    if any(one.open for one in assessment.results):
        return False
    if any(one.outcome == "not_scorable" and one.range is not None for one in assessment.scored):
        return False
    return (totals.total is None or totals.total.points is not None) and len(totals.grades) < 2


def _taken(one: ScoredIndicator, at: Evaluation) -> tuple[Clause, ...]:
    choice = one.indicator.criterion.choice
    if choice is None or one.outcome == "not_applicable" or choice.number not in at.decided:
        return ()
    return at.decided[choice.number].taken


def _demand(at: Evaluation) -> None:
    """Every requirement that a known fact breaks, all at once."""
    problems = []
    for requirement in at.program.requirements:
        if at.condition(requirement.that) is False:
            reported = at.sheet.get(requirement.fact)
            place = reported.place if reported is not None else None
            problems.append(Problem(requirement.code, requirement.message, place or Place("?"), requirement.fix))
    if problems:
        raise InputRefused(problems)
