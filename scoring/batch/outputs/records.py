"""What comes out for one project that `exact` scored: the same columns, to the last digit, as the columnar engine gives."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction

from scoring.engines.exact.evaluation import Evaluation
from scoring.engines.exact.order import naming
from scoring.engines.exact.records import records_of
from scoring.nodes.kind import NUMBER, Kind
from scoring.nodes.node import Each
from scoring.program.nothing import results_with_outcomes
from scoring.program.program import MemberColumn, Members, Program, Result
from scoring.scorecard import findings
from scoring.scorecard.assessment import Assessment, Context, completeness
from scoring.scorecard.figures import as_data, shown
from scoring.scorecard.results import ROUNDING, ScoredResult, outcome_in
from scoring.values.number import ends_as_decimal, show_number
from scoring.values.value import Value

Record = Mapping[str, Fraction | str | None]


def record(assessment: Assessment, context: Context, program: Program) -> Record:
    """A project's assessment by the names of the columns; numbers exact, None where there is nothing."""
    totals = assessment.totals
    total = totals.total
    grade = totals.grades[0] if len(totals.grades) == 1 else None
    made: dict[str, Fraction | str | None] = {
        "project": context.project,
        "status": "complete" if completeness(assessment) else "incomplete",
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
    with_outcomes = results_with_outcomes(program)
    for result in assessment.results:
        made[result.result.head] = _of_result(result, program)
        made[f"{result.name}.grade"] = result.grade
        if result.name in with_outcomes:
            made[f"{result.name}.outcome"] = result.outcome
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
    if scored.result.members is not None:
        return _of_members(value, scored.result.members, program)
    if scored.outcome != "scored":
        return None
    if isinstance(value, Fraction):
        unit = program.units.get(scored.result.kind.unit) if scored.result.kind.unit else None
        return show_number(value / unit.factor if unit is not None else value)
    return value if isinstance(value, str) else shown(value, scored.result.kind, program, "zh")


def _of_members(rows: Value, members: Members, program: Program) -> str | None:
    """A result for each record as JSON: a table for each, its key first; null for what there is not."""
    if not isinstance(rows, tuple):
        return None
    kinds = {members.key: NUMBER, **{one.name: one.kind for one in members.columns}}
    made = [{name: as_data(row.get(name), kind, program) for name, kind in kinds.items()}
            for row in rows if isinstance(row, dict)]  # fmt: skip
    return json.dumps(made, ensure_ascii=False)


# ---------------------------------------------------------------- records of a set


def results_of_records(program: Program, list_: str) -> list[Result]:
    """The results for each record of a list that is reported, or of one that is made from it."""
    return [one for one in program.results if one.members is not None and one.members.root == list_]


def heads_of_records(results: Sequence[Result]) -> list[str]:
    """The columns that come out for each record: its key, and what every result has for it, `bidders.points (分)`."""
    found: dict[str, None] = {}
    for result in results:
        assert result.members is not None
        found[result.members.key] = None
    for result in results:
        assert result.members is not None
        found |= dict.fromkeys(_head(result, column) for column in result.members.columns)
    return list(found)


def of_records(results: Sequence[Result], assessment: Assessment, at: Evaluation) -> dict[int, dict[str, str | None]]:
    """What comes out for each record, by its place in the list; nothing of one that a list made from it leaves out."""
    made: dict[int, dict[str, str | None]] = {}
    values = {one.name: one.value for one in assessment.results}
    for result in results:
        node, members, rows = result.node, result.members, values[result.name]
        if members is None or not isinstance(node, Each) or not isinstance(rows, tuple):
            continue
        records = records_of(at.value(node.records))
        assert isinstance(records, tuple)
        for each, row in zip(records, rows, strict=True):
            mine = made.setdefault(each.position, {members.key: naming(each, node.records.kind)})
            if isinstance(row, dict):
                mine |= {_head(result, one): _cell(row[one.name], one.kind, at.program) for one in members.columns}
    return made


def _head(result: Result, column: MemberColumn) -> str:
    name, unit = f"{result.name}.{column.name}", column.kind.unit if column.kind.name == "number" else None
    return f"{name} ({unit})" if unit else name


def _cell(value: Value, kind: Kind, program: Program) -> str | None:
    if outcome_in(value) != "scored":
        return None
    if isinstance(value, Fraction):
        unit = program.units.get(kind.unit) if kind.unit else None
        value = value / unit.factor if unit is not None else value
        return show_number(value if ends_as_decimal(value) else ROUNDING.apply(value))
    return value if isinstance(value, str) else shown(value, kind, program, "zh")
