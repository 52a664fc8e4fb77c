"""What comes out for one project that `exact` scored: the same columns, to the last digit, as the columnar engine gives."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from scoring.program.program import Program
from scoring.scorecard import findings
from scoring.scorecard.assessment import Assessment, Context, completeness
from scoring.scorecard.equations import shown
from scoring.scorecard.results import ScoredResult
from scoring.values.number import show_number

Record = Mapping[str, Fraction | str | None]


def record(assessment: Assessment, context: Context, program: Program) -> Record:
    """A project's assessment by the names of the columns; numbers exact, None where there is nothing."""
    totals = assessment.totals
    total = totals.total
    grade = totals.grades[0] if len(totals.grades) == 1 else None
    made: dict[str, Fraction | str | None] = {
        "project": context.project,
        "status": "complete" if completeness(assessment, program) else "incomplete",
        "total": total.points if total is not None else None,
        "lowest": total.low if total is not None else None,
        "highest": total.high if total is not None else None,
        "grade": context.override.grade if context.override is not None else grade,
    }
    for one in assessment.scored:
        scored = one.outcome == "scored" and one.range is not None
        made[f"{one.indicator.id}.points"] = one.range.low if scored and one.range is not None else None
        made[f"{one.indicator.id}.outcome"] = one.outcome
    rounding = {group.path: group.rounding or program.rounding for group in program.groups}
    for path, subtotal in totals.groups.items():
        there = subtotal.outcome != "not_applicable"
        made[path] = subtotal.counted.rounded(rounding[path]).points if there else None
    for result in assessment.results:
        made[result.result.head] = _of_result(result, program)
        made[f"{result.name}.grade"] = result.grade
    names = [name if bites == "yes" else f"{name}?" for name, bites in totals.bites.items() if bites != "no"]
    made["limits"] = " ".join(names)
    claims, of_claims = findings.of_claims(context.claims, totals, None)
    found = {finding.code for finding in (*context.findings, *assessment.findings, *of_claims)}
    if context.override is not None:
        found.add("grade-overridden")
    if totals.no_grade is not None and program.grade is not None:
        found.add("no-grade")
    made["findings"] = " ".join(sorted(found))
    for claim in claims:
        made[f"claim.{claim.by}"] = claim.total
        made[f"claim.{claim.by}.lowest"] = claim.difference.lowest if claim.difference is not None else None
        made[f"claim.{claim.by}.highest"] = claim.difference.highest if claim.difference is not None else None
    made["rulebook"] = context.rulebook.fingerprint
    return made


def _of_result(scored: ScoredResult, program: Program) -> str | None:
    """A number as an exact decimal or quotient in its unit, anything else as people read it; None where there is nothing."""
    value = scored.value
    if scored.outcome != "scored":
        return None
    if isinstance(value, Fraction):
        unit = program.units.get(scored.result.kind.unit) if scored.result.kind.unit else None
        return show_number(value / unit.factor if unit is not None else value)
    return value if isinstance(value, str) else shown(value, scored.result.kind, program, "zh")
