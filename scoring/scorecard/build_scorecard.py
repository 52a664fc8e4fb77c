"""One project's evaluation to its scorecard: points, total, grade, limits, claims, findings and the trace."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

from scoring import SEMANTICS
from scoring.engines.exact.evaluation import Evaluation
from scoring.nodes.node import Clause
from scoring.nodes.walk import main_choice
from scoring.problems import InputRefused, Place, Problem, Text
from scoring.program.program import Group, Indicator, Limit, Program, Result
from scoring.scorecard import findings
from scoring.scorecard.findings import ClaimedPoints
from scoring.scorecard.outcome import ScoredIndicator, score_indicator
from scoring.scorecard.scorecard import (
    Declaration,
    Finding,
    GroupScore,
    Identity,
    IndicatorScore,
    Judgement,
    LimitScore,
    ResultScore,
    Scorecard,
    Total,
)
from scoring.scorecard.subtotals import Subtotal
from scoring.scorecard.totals import Totals, grades_of, total_of_result, totals_of
from scoring.scorecard.trace import Trace, percent, shown
from scoring.values.bound import Bound
from scoring.values.number import show_number
from scoring.values.value import Fault, NotApplicable, Unknown, Value


@dataclass(frozen=True, slots=True)
class Override:
    """A grade that a person put in place of the one by the rules."""

    grade: str
    why: str
    by: str | None
    on: str | None
    place: Place


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


@dataclass(frozen=True, slots=True)
class Assessment:
    """All that an engine decided of a project, before anything is put into words; two engines must agree on it."""

    scored: tuple[ScoredIndicator, ...]
    taken: tuple[tuple[Clause, ...], ...]  # of each indicator
    totals: Totals
    findings: tuple[Finding, ...]
    results: tuple[ResultScore, ...]


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
        result = totals_of(scored, at)
        results = tuple(_result(one, at) for one in program.results)
    else:
        result, results = _of_results_alone(at)
    at.demand()
    return Assessment(scored, taken, result, tuple(found), results)


def _decimals(program: Program) -> int | None:
    """How many places points are shown with: those of every indicator's, without indicators those of the total."""
    rounding = program.rounding
    if not program.indicators:
        rounding = next((one.rounding for one in program.results if one.is_total), None)
    return rounding.decimals if rounding is not None else None


def _of_results_alone(at: Evaluation) -> tuple[Totals, tuple[ResultScore, ...]]:
    """Results of a rulebook without indicators; the one that is the total comes last, limited and graded."""
    scores: dict[str, ResultScore] = {}
    result: Totals | None = None
    for one in sorted(at.program.results, key=lambda one: one.is_total):
        if one.is_total:
            result = total_of_result(_value(one, at), one.grade or at.program.grade, at)
        scores[one.name] = _result(one, at)
    if result is None:
        result = total_of_result(None, None, at)
    return result, tuple(scores[one.name] for one in at.program.results)


def build_scorecard(at: Evaluation, context: Context) -> Scorecard:
    """The scorecard of one evaluation."""
    return in_words(assess(at, context), at, context)


def in_words(assessment: Assessment, at: Evaluation, context: Context) -> Scorecard:
    """An assessment put into words: the scorecard with its trace."""
    program, result, results = at.program, assessment.totals, assessment.results
    decimals = _decimals(program)
    claims, of_claims = findings.of_claims(context.claims, result, decimals)
    complete = completeness(assessment, program)
    trace = Trace(at)
    return Scorecard(
        semantics=SEMANTICS,
        project=context.project,
        period=context.period,
        rulebook=context.rulebook,
        indicator_set=context.indicator_set,
        status="complete" if complete else "incomplete",
        total=_total(result),
        grade=_grade(result, context),
        grades_possible=result.grades,
        claims=tuple(claims),
        results=results,
        groups=_groups(result, program),
        indicators=tuple(
            _indicator(one, taken, trace, context, decimals)
            for one, taken in zip(assessment.scored, assessment.taken, strict=True)
        ),
        limits=tuple(_limit(one, result, trace) for one in program.limits),
        findings=(*context.findings, *assessment.findings, *of_claims, *_of_override(result, context)),
        decimals=decimals,
    )


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


def completeness(assessment: Assessment, program: Program) -> bool:
    """Whether all is scored that has to be: one total, and no open result that is not optional."""
    return _complete(assessment.totals, assessment.results, program)


def _complete(result: Totals, results: Sequence[ResultScore], program: Program) -> bool:
    if any(one.outcome == "not_scorable" for one in results if not _optional(one, program)):
        return False
    if any(one.outcome == "not_scorable" and not one.left_out for one in result.scored):
        return False
    if result.total is not None and result.total.points is None:
        return False
    if any((limit.grade or limit.least_grade) and result.bites[limit.name] == "unknown" for limit in program.limits):
        return len(result.grades) == 1
    return True


def _optional(score: ResultScore, program: Program) -> bool:
    return any(result.name == score.name and result.optional for result in program.results)


def _total(result: Totals) -> Total:
    if result.total is None:
        return Total(None, None, None, None, result.possible)
    earned = result.earned.points if result.earned is not None else None
    total = result.total
    return Total(earned, total.points, total.low, total.high, result.possible, result.rescaled)


def _grade(result: Totals, context: Context) -> str | None:
    """The grade by the rules, or what a person put in its place."""
    if context.override is not None:
        return context.override.grade
    return result.grades[0] if len(result.grades) == 1 else None


def _of_override(result: Totals, context: Context) -> Iterator[Finding]:
    """What a person decided hides nothing: the grade by the rules is told beside it."""
    override = context.override
    if override is None:
        return
    earned = " / ".join(result.grades)
    who = ", ".join(filter(None, (override.by, override.on)))
    en = f"grade {override.grade} by decision instead of {earned or 'none'} by the rules: {override.why}"
    zh = f"等级由决定定为 {override.grade}，按规则为 {earned or '无'}：{override.why}"
    message = Text(f"{en} ({who})" if who else en, f"{zh}（{who}）" if who else zh)
    yield Finding("grade-overridden", "note", message, override.place)


def _groups(result: Totals, program: Program) -> tuple[GroupScore, ...]:
    scores = []
    for group in program.groups:
        subtotal = result.groups[group.path]
        points = subtotal.range
        arithmetic = _of_degrees(group, subtotal) if subtotal.degrees else None
        scores.append(
            GroupScore(group.path, group.label, group.weight, points.points, points.low, points.high, arithmetic)
        )
    return tuple(scores)


def _of_degrees(group: Group, subtotal: Subtotal) -> Text:
    """How a group combines what its members achieved: `geomean(81%, 64%) × 50 = 36`."""

    def share(low: Fraction, high: Fraction) -> str:
        return "–".join(dict.fromkeys(percent(end) for end in (low, high)))

    degrees = ", ".join(share(low, high) for low, high in subtotal.degrees)
    points = subtotal.range.points
    end = f" = {show_number(points)}" if points is not None else ""
    line = f"{group.how}({degrees}) × {show_number(group.weight)}{end}"
    return Text(line, line)


def _indicator(
    one: ScoredIndicator, taken: tuple[Clause, ...], trace: Trace, context: Context, decimals: int | None
) -> IndicatorScore:
    indicator, criterion = one.indicator, one.indicator.criterion
    prefix = f"{indicator.id}."
    applicable = one.outcome != "not_applicable"
    by_rule = one.outcome == "scored" and one.policy is None
    claimed = {claim.by: claim.points[indicator.id] for claim in context.claims if indicator.id in claim.points}
    points = one.range.low if one.outcome == "scored" and one.range is not None else None
    return IndicatorScore(
        id=indicator.id,
        path=indicator.group,
        label=indicator.label,
        weight=indicator.weight,
        outcome=one.outcome,
        points=points,
        lowest=one.range.low if one.range is not None else None,
        highest=one.range.high if one.range is not None else None,
        earned=points,
        rule=criterion.rule,
        rule_label=criterion.label,
        clause="+".join(clause.id for clause in taken) or None if by_rule else None,
        where=taken[0].place if by_rule and len(taken) == 1 else _where(one),
        facts=trace.facts(criterion.points, prefix) if applicable else {},
        arithmetic=trace.of_points(criterion, indicator.actual, points, decimals)
        if by_rule and points is not None
        else None,
        basis=criterion.basis,
        reason=_reason(one, context, trace, taken),
        missing=tuple(name.removeprefix(prefix) for name in one.unknown.missing) if one.unknown else (),
        policy=one.policy,
        judgement=context.judged.get(indicator.id),
        declared=context.declared.get(indicator.id),
        claimed=claimed,
        not_taken=tuple(trace.not_taken(criterion.choice, prefix)) if applicable else (),
        target=context.targets.get(indicator.id),
        actual=_actual(indicator, trace),
    )


def _where(one: ScoredIndicator) -> Place:
    """The criterion, or the line of the missing policy that acted."""
    criterion = one.indicator.criterion
    return criterion.missing.place or criterion.place if one.policy is not None else criterion.place


def _actual(indicator: Indicator, trace: Trace) -> str | None:
    if indicator.actual is None or isinstance(trace.at.value(indicator.actual), Unknown):
        return None
    return trace.expression(indicator.actual)


def _reason(one: ScoredIndicator, context: Context, trace: Trace, taken: Sequence[Clause]) -> Text | None:
    """Why points are as they are, in words: not applicable, missing, by policy, or the clause's label."""
    indicator = one.indicator
    if one.outcome == "not_applicable":
        declared = context.declared.get(indicator.id)
        if declared is not None:
            return Text(declared.why, declared.why)
        if one.because is not None:
            return one.because
        return Text(
            f"`{indicator.criterion.applies_written}` does not hold", f"{indicator.criterion.applies_written} 不成立"
        )
    if one.unknown is not None:
        names = [trace.naming(name, f"{indicator.id}.") for name in one.unknown.missing or one.unknown.about]
        because = one.unknown.because if not one.unknown.missing else None
        listed = Text(
            "missing: " + ", ".join(name.en for name in names), "缺少：" + "、".join(name.zh for name in names)
        )
        if because is not None:
            listed = Text(
                f"{because.en}: {', '.join(name.en for name in names)}",
                f"{because.zh}：{'、'.join(name.zh for name in names)}",
            )
        if one.policy is not None:
            return Text(f"{listed.en}; policy {one.policy}", f"{listed.zh}；按缺失处理 {one.policy}")
        return listed
    labels = [clause.label for clause in taken if clause.label is not None]
    if not labels:
        return None
    return Text("; ".join(label.en for label in labels), "；".join(label.zh for label in labels))


def _limit(limit: Limit, result: Totals, trace: Trace) -> LimitScore:
    bites = result.bites[limit.name]
    condition = limit.when.clauses[0].when
    assert condition is not None
    return LimitScore(
        limit.name,
        limit.label,
        bites,
        _effect(limit) if bites != "no" else None,
        limit.place,
        trace.facts(condition),
        trace.of_condition(condition),
    )


def _effect(limit: Limit) -> Text:
    en, zh = [], []
    if limit.grade is not None and limit.grade == limit.least_grade:
        en.append(f"grade {limit.grade}")
        zh.append(f"等级为 {limit.grade}")
    elif limit.grade is not None:
        en.append(f"grade at best {limit.grade}")
        zh.append(f"等级最高为 {limit.grade}")
    if limit.least_grade is not None and limit.least_grade != limit.grade:
        en.append(f"grade at least {limit.least_grade}")
        zh.append(f"等级不低于 {limit.least_grade}")
    for name, ends in ((None, limit.total), *limit.groups.items()):
        at_least, at_most = ends
        for end, word, sign in ((at_least, "at least", "不低于"), (at_most, "at most", "不高于")):
            if end is not None:
                en.append(f"{name or 'total'} {word} {show_number(end)}")
                zh.append(f"{name or '总分'}{sign} {show_number(end)} 分")
    return Text(", ".join(en), "，".join(zh))


def _value(result: Result, at: Evaluation) -> Value:
    """A result's value, rounded as it says."""
    value = at.needed(result.node)
    return result.rounding.apply(value) if isinstance(value, Fraction) and result.rounding is not None else value


def _result(result: Result, at: Evaluation) -> ResultScore:
    value = _value(result, at)
    at.given[f"result.{result.name}"] = value
    grade = None
    if result.grade is not None and isinstance(value, Fraction | str):
        found = grades_of(result.grade, at)
        grade = found.pop() if len(found) == 1 else None
    score = _traced(result, value, Trace(at))
    return replace(score, grade=grade)


def trace_value(name: str, at: Evaluation) -> ResultScore | None:
    """A value of the rulebook with its trace, as that of a result; None when there is none of that name."""
    definition = next((one for one in at.program.definitions if one.name == name), None)
    if definition is None:
        return None
    as_result = Result(
        name, definition.label, definition.node, definition.kind, definition.place, None, False, False, None
    )
    value = at.value(definition.node)
    if isinstance(value, Fault):
        raise InputRefused(value.problems)
    return _traced(as_result, value, Trace(at))


def _arithmetic(result: Result, value: Value, trace: Trace) -> Text:
    """How the value came about, and what rounding made of it."""
    line = trace.of_value(result.node)
    if result.rounding is None or value == trace.at.value(result.node):
        return line
    after = shown(value, result.kind, trace.program)
    return Text(f"{line.en} → {after}", f"{line.zh} → {after}")


def _why_not(result: Result, value: Value, trace: Trace) -> Text | None:
    """Why there is no value though nothing is missing: it does not apply, or there is none, as in a division by zero."""
    if isinstance(value, NotApplicable):
        return value.because
    if not isinstance(value, Unknown) or value.because is None:
        return None
    return Text(f"{value.because.en}: {trace.within(result.node)}", f"{value.because.zh}：{trace.within(result.node)}")


def _traced(result: Result, value: Value, trace: Trace) -> ResultScore:
    """A value as it came out, with the clauses, facts and arithmetic behind it."""
    unknown = value if isinstance(value, Unknown) else None
    plain = None if isinstance(value, Unknown | NotApplicable | Bound) else value
    outcome: Literal["scored", "none", "not_scorable", "not_applicable"] = "scored"
    if isinstance(value, NotApplicable):
        outcome = "not_applicable"
    elif plain is None:
        outcome = "not_scorable" if unknown is not None and not result.optional else "none"
    choose = main_choice(result.node)
    clauses = trace.taken(choose)
    return ResultScore(
        name=result.name,
        label=result.label,
        outcome=outcome,
        value=plain,
        shown=shown(value, result.kind, trace.program) if plain is not None else None,
        lowest=plain if isinstance(plain, Fraction) else None,
        highest=plain if isinstance(plain, Fraction) else None,
        grade=None,
        where=clauses[0].place if len(clauses) == 1 else result.place,
        clause="+".join(clause.id for clause in clauses) or None,
        facts=trace.facts(result.node),
        arithmetic=_arithmetic(result, plain, trace) if plain is not None else _why_not(result, value, trace),
        missing=unknown.missing if unknown is not None else (),
        not_taken=tuple(trace.not_taken(choose, "")),
        defined=result.place,
    )


__all__ = ["Context", "Override", "assess", "build_scorecard", "completeness", "in_words", "trace_value"]
