"""One project's evaluation put into words: the scorecard with points, total, grade, limits, claims, findings and trace."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from scoring import SEMANTICS
from scoring.engines.exact.evaluation import Evaluation
from scoring.nodes.node import Clause, Node
from scoring.nodes.walk import main_choice
from scoring.problems import InputRefused, Text
from scoring.program.limits import COUNTED
from scoring.program.program import Definition, Group, Limit, Members, Program, Result
from scoring.scorecard import findings
from scoring.scorecard.adding_up import arithmetic_of_group, arithmetic_of_total, only_spread
from scoring.scorecard.assessment import Assessment, Context, assess, completeness
from scoring.scorecard.calls import trace_calls
from scoring.scorecard.gathered import is_of_records, of_definition, of_value
from scoring.scorecard.members import heads_of, members_of, table_of
from scoring.scorecard.outcome import ScoredIndicator
from scoring.scorecard.reasons import reason_of
from scoring.scorecard.results import ScoredResult
from scoring.scorecard.scorecard import (
    Finding,
    GroupScore,
    IndicatorScore,
    LimitScore,
    MemberScore,
    ResultScore,
    Scorecard,
    Total,
    ValueUsed,
)
from scoring.scorecard.totals import Totals
from scoring.scorecard.trace import Trace, records_counted
from scoring.values.bound import Bound
from scoring.values.number import show_number
from scoring.values.rounding import Rounding
from scoring.values.value import Fault, NotApplicable, Unknown, Value


def build_scorecard(at: Evaluation, context: Context) -> Scorecard:
    """The scorecard of one evaluation."""
    return in_words(assess(at, context), at, context)


def in_words(assessment: Assessment, at: Evaluation, context: Context) -> Scorecard:
    """An assessment put into words: the scorecard with its trace."""
    program, totals = at.program, assessment.totals
    at.look_on()
    decimals = decimals_of(program)
    claims, of_claims = findings.of_claims(context.claims, totals, decimals)
    trace = Trace(at)
    indicators = tuple(
        _indicator(one, taken, trace, context, decimals)
        for one, taken in zip(assessment.scored, assessment.taken, strict=True)
    )
    results = tuple(result_score(one, trace) for one in assessment.results)
    limits = tuple(_limit(one, totals, trace) for one in program.limits)
    used = [*(one.values for one in indicators), *(one.values for one in results), *(one.values for one in limits)]
    return Scorecard(
        semantics=SEMANTICS,
        project=context.project,
        period=context.period,
        rulebook=context.rulebook,
        indicator_set=context.indicator_set,
        status="complete" if completeness(assessment) else "incomplete",
        total=_total(totals, program),
        grade=_grade(totals, context),
        grades_possible=totals.grades,
        claims=tuple(claims),
        results=results,
        groups=_groups(totals, program),
        indicators=indicators,
        limits=limits,
        sources=tuple(context.sources),
        filled_form=context.form,
        drafts=tuple(context.drafts),
        peers=context.peers,
        findings=(*context.findings, *assessment.findings, *of_claims, *_of_grade(totals, context, program)),
        values=_values({name for names in used for name in names}, trace),
        decimals=decimals,
    )


def decimals_of(program: Program) -> int | None:
    """How many places points are shown with: those of every indicator's, without indicators those of the total."""
    rounding = program.rounding
    if not program.indicators:
        rounding = next((one.rounding for one in program.results if one.is_total), None)
    return rounding.decimals if rounding is not None else None


# ---------------------------------------------------------------------- total, grade, groups


def _total(totals: Totals, program: Program) -> Total:
    if totals.total is None:
        return Total(
            earned=None, points=None, lowest=None, highest=None, possible=totals.possible, applies=totals.applies
        )
    total = totals.total
    return Total(
        earned=totals.earned.points if totals.earned is not None else None,
        points=total.points,
        lowest=total.low,
        highest=total.high,
        possible=totals.possible,
        applies=totals.applies,
        arithmetic=arithmetic_of_total(totals, program),
    )


def _grade(totals: Totals, context: Context) -> str | None:
    """The grade by the rules, or what a person put in its place."""
    if context.override is not None:
        return context.override.grade
    return totals.grades[0] if len(totals.grades) == 1 else None


def _of_grade(totals: Totals, context: Context, program: Program) -> Iterator[Finding]:
    """Why there is no grade; what a person decided hides nothing: the grade by the rules is told beside it."""
    if totals.no_grade is not None and program.grade is not None:
        yield Finding("no-grade", "warning", totals.no_grade, program.grade.choose.place)
    override = context.override
    if override is None:
        return
    earned = " / ".join(totals.grades)
    who = ", ".join(filter(None, (override.by, override.on)))
    en = f"grade {override.grade} by decision instead of {earned or 'none'} by the rules: {override.why}"
    zh = f"等级由决定定为 {override.grade}，按规则为 {earned or '无'}：{override.why}"
    message = Text(f"{en} ({who})" if who else en, f"{zh}（{who}）" if who else zh)
    yield Finding("grade-overridden", "note", message, override.place)


def _groups(totals: Totals, program: Program) -> tuple[GroupScore, ...]:
    return tuple(_group(path, totals, program) for path in totals.groups)


def _group(path: str, totals: Totals, program: Program) -> GroupScore:
    group = next(one for one in program.groups if one.path == path)
    found = totals.groups[path]
    weighed = [one.weighed for one in program.indicators if f"{one.group}/".startswith(f"{path}/")]
    there = found.outcome != "not_applicable" and (any(weighed) or not weighed)
    counted, earned = (points.rounded(shown_rounding(group, program)) for points in (found.counted, found.earned))
    return GroupScore(
        path=path,
        label=group.label,
        weight=group.weight,
        applies=found.applies,
        outcome=found.outcome,
        earned=earned.points if there else None,
        points=counted.points if there else None,
        lowest=counted.low if there else None,
        highest=counted.high if there else None,
        lowest_earned=earned.low if there else None,
        highest_earned=earned.high if there else None,
        arithmetic=arithmetic_of_group(group, totals, program) if there else None,
        only_spread=totals.way is not None and only_spread(totals.way, program),
    )


def shown_rounding(group: Group, program: Program) -> Rounding | None:
    """How a subtotal is rounded to be shown: as the group says, else as points are."""
    return group.rounding if group.rounding is not None else program.rounding


# ---------------------------------------------------------------------- indicators


def _indicator(
    one: ScoredIndicator, taken: tuple[Clause, ...], trace: Trace, context: Context, decimals: int | None
) -> IndicatorScore:
    indicator, criterion = one.indicator, one.indicator.criterion
    prefix = f"{indicator.id}."
    applicable = one.outcome != "not_applicable"
    by_rule = one.outcome == "scored" and one.policy is None
    points = one.range.low if one.outcome == "scored" and one.range is not None else None
    place = criterion.missing.place or criterion.place if one.policy is not None else criterion.place
    actual = indicator.actual
    known = actual is not None and not isinstance(trace.at.value(actual), Unknown | NotApplicable)
    stands = context.stands.get(indicator.id)
    return IndicatorScore(
        id=indicator.id,
        path=indicator.group,
        label=indicator.label,
        weight=indicator.weight if indicator.weighed else None,
        outcome=one.outcome,
        points=points,
        lowest=one.range.low if one.range is not None and indicator.weighed else None,
        highest=one.range.high if one.range is not None and indicator.weighed else None,
        target=context.targets.get(indicator.id),
        actual=trace.plain(actual) if actual is not None and known else None,
        rule=criterion.rule,
        rule_label=criterion.label,
        clause="+".join(clause.id for clause in taken) or None if by_rule else None,
        where=taken[0].place if by_rule and len(taken) == 1 else place,
        facts=trace.facts(criterion.points, prefix) if applicable else {},
        values=trace.values(criterion.points) if applicable else (),
        arithmetic=trace.of_points(criterion, actual, points, decimals) if by_rule and points is not None else None,
        basis=criterion.basis,
        reason=reason_of(one, context, trace, taken),
        missing=tuple(name.removeprefix(prefix) for name in one.unknown.missing) if one.unknown else (),
        policy=one.policy,
        policies=trace.policies(criterion.points, criterion.rule) if applicable else (),
        judgement=context.judged.get(indicator.id),
        declared=context.declared.get(indicator.id),
        claimed={claim.by: claim.points[indicator.id] for claim in context.claims if indicator.id in claim.points},
        source=stands.source if stands is not None else None,
        at=stands.at if stands is not None else {},
        not_taken=tuple(trace.not_taken(criterion.choice, prefix)) if applicable else (),
        records=of_value(criterion.points, trace) if applicable else (),
    )


# ---------------------------------------------------------------------- limits


def _limit(limit: Limit, totals: Totals, trace: Trace) -> LimitScore:
    bites = totals.bites[limit.name]
    condition = limit.when.clauses[0].when
    assert condition is not None
    return LimitScore(
        name=limit.name,
        label=limit.label,
        bites=bites,
        reason=totals.idle.get(limit.name),
        effect=_effect(limit) if bites != "no" else None,
        where=limit.place,
        facts=trace.facts(condition),
        values=trace.values(condition),
        arithmetic=trace.of_condition(condition),
        basis=limit.basis,
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


# ---------------------------------------------------------------------- results and values


def result_score(scored: ScoredResult, trace: Trace) -> ResultScore:
    """A result as it came out, with the clauses, facts and arithmetic behind it."""
    result, value = scored.result, scored.value
    there = scored.outcome == "scored"
    of_records = isinstance(value, tuple) and is_of_records(result.node)
    unknown = value if isinstance(value, Unknown) else None
    choose = main_choice(result.node)
    clauses = trace.taken(choose)
    unit = trace.program.units.get(result.kind.unit) if result.kind.unit else None
    members = members_of(scored, trace)
    if result.members is not None and members is not None:
        return _of_members(scored, result.members, members, trace)
    return ResultScore(
        name=result.name,
        label=result.label,
        outcome=scored.outcome,
        value=value if there else None,
        plain=trace.as_data(value, result.kind) if there else None,
        unit=unit.name if unit is not None and isinstance(value, Fraction) else None,
        shown=_count_of(value) if of_records else trace.said(value, result.kind, result.digits) if there else None,
        grade=scored.grade,
        clause="+".join(clause.id for clause in clauses) or None,
        where=clauses[0].place if len(clauses) == 1 else result.place,
        facts=trace.facts(result.node),
        values=trace.values(result.node),
        arithmetic=trace.how(result.node, value, result.kind, result.rounding) if there and not of_records else None,
        reason=None if there else _why_not(result.node, value, trace),
        missing=tuple(name.removeprefix(COUNTED) for name in unknown.missing) if unknown is not None else (),
        policies=trace.policies(result.node, result.name),
        basis=result.basis,
        not_taken=tuple(trace.not_taken(choose, "")),
        records=of_definition(result.name, result.node, trace),
        list_=result.members.list if result.members is not None else None,
        columns=heads_of(result.members, trace) if result.members is not None else None,
        defined=result.place,
    )


def _of_members(scored: ScoredResult, members: Members, scores: tuple[MemberScore, ...], trace: Trace) -> ResultScore:
    """A result for each record of a list; what is missing of one is missing of the result."""
    result = scored.result
    columns = [one.columns[head.name] for one in scores for head in members.columns]
    return ResultScore(
        name=result.name,
        label=result.label,
        outcome=scored.outcome,
        value=scored.value,
        plain=table_of(members, scores),
        shown=_count_of(scores),
        clause=None,
        where=result.place,
        facts=trace.facts(result.node),
        values=trace.values(result.node),
        arithmetic=None,
        missing=tuple(dict.fromkeys(name for one in columns for name in one.missing)),
        policies=trace.policies(result.node, result.name),
        basis=result.basis,
        list_=members.list,
        columns=heads_of(members, trace),
        members=scores,
        defined=result.place,
    )


def trace_value(name: str, at: Evaluation) -> ResultScore | None:
    """A value of the rulebook with its trace, as that of a result, or all its calls; None when there is none of that name."""
    definition = next((one for one in at.program.definitions if one.name == name), None)
    if definition is None:
        return trace_calls(name, at)
    as_result = Result(name, definition.label, definition.node, definition.kind, definition.place, None, False, False,
                       None, definition.basis)  # fmt: skip
    value = at.value(definition.node)
    if isinstance(value, Fault):
        raise InputRefused(value.problems)
    at.look_on()
    return result_score(ScoredResult(as_result, value), Trace(at))


def _count_of(records: Value | tuple[MemberScore, ...]) -> Text:
    return records_counted(len(records) if isinstance(records, tuple) else 0)


def _why_not(node: Node, value: Value, trace: Trace) -> Text | None:
    """Why there is no value though nothing is missing: it does not apply, or is undefined, as after a division by zero."""
    if isinstance(value, NotApplicable):
        return value.because
    if isinstance(value, Bound):
        limits = trace.said(value, node.kind)
        return Text(f"only its limits are known: {limits.en}", f"只知道其范围：{limits.zh}")
    if not isinstance(value, Unknown) or value.because is None:
        return None
    if value.missing:
        return value.because
    line = trace.expression(node)
    return Text(f"{value.because.en}: {line.en}", f"{value.because.zh}：{line.zh}")


def _values(used: set[str], trace: Trace) -> tuple[ValueUsed, ...]:
    """Every value of the rulebook that something rests on, in an order in which each rests on earlier ones."""
    return tuple(_value(one, trace) for one in trace.program.definitions if one.name in used)


def _value(definition: Definition, trace: Trace) -> ValueUsed:
    node, kind = definition.node, definition.kind
    value = trace.at.value(node)
    there = not isinstance(value, Unknown | NotApplicable)
    unit = trace.program.units.get(kind.unit) if kind.unit else None
    clauses = trace.taken(main_choice(node))
    of_records = isinstance(value, tuple) and is_of_records(node)
    return ValueUsed(
        name=definition.name,
        label=definition.label,
        value=trace.as_data(value, kind),
        unit=unit.name if unit is not None and isinstance(value, Fraction) else None,
        shown=_count_of(value) if of_records else trace.said(value, kind),
        arithmetic=trace.of_value(node) if there and not of_records else None,
        reason=None if there else _why_not(node, value, trace),
        clause="+".join(clause.id for clause in clauses) or None,
        where=clauses[0].place if len(clauses) == 1 else definition.place,
        missing=value.missing if isinstance(value, Unknown) else (),
        policies=trace.own_policies(node, definition.name),  # those below it say their own
        basis=definition.basis,
        records=of_definition(definition.name, node, trace),
    )


__all__ = ["build_scorecard", "decimals_of", "in_words", "result_score", "trace_value"]
