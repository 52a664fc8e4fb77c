"""What comes out for one project that `exact` scored: the same columns, to the last digit, as the columnar engine gives."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from scoring.program.program import Program
from scoring.scorecard import findings
from scoring.scorecard.build_scorecard import Assessment, Context, completeness
from scoring.scorecard.scorecard import ResultScore
from scoring.values.number import show_number
from scoring.values.value import Value

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
    for path, subtotal in totals.groups.items():
        made[path] = subtotal.range.points
    for result in assessment.results:
        made[result.name] = _of_result(result)
        made[f"{result.name}.grade"] = result.grade
    names = [name if bites == "yes" else f"{name}?" for name, bites in totals.bites.items() if bites != "no"]
    made["limits"] = " ".join(names)
    claims, of_claims = findings.of_claims(context.claims, totals, None)
    found = {finding.code for finding in (*context.findings, *assessment.findings, *of_claims)}
    if context.override is not None:
        found.add("grade-overridden")
    made["findings"] = " ".join(sorted(found))
    for claim in claims:
        made[f"claim.{claim.by}"] = claim.total
        made[f"claim.{claim.by}.lowest"] = claim.lowest_difference
        made[f"claim.{claim.by}.highest"] = claim.highest_difference
    made["rulebook"] = context.rulebook.fingerprint
    return made


def _of_result(result: ResultScore) -> str | None:
    """A number as an exact decimal or quotient, anything else as people read it; None where it cannot be said."""
    if result.outcome in ("not_scorable", "not_applicable"):
        return None
    value: Value | Any = result.value
    if value is None:
        return None if result.missing or result.arithmetic is not None else "none"
    if isinstance(value, Fraction):
        return show_number(value)
    return value if isinstance(value, str) else result.shown
