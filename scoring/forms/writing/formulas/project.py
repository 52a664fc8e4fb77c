"""All points of one project in formulas, with the rows of the calculation that they rest on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scoring.forms.writing.formulas.calculation import Calculation, FormCell, Formula, Room
from scoring.forms.writing.formulas.compiler import Compiler
from scoring.forms.writing.formulas.indicators import ROOMS, Indicators
from scoring.forms.writing.formulas.meaning import MEANING
from scoring.forms.writing.formulas.points import Points
from scoring.forms.writing.formulas.totals import TOTAL, Totals
from scoring.forms.writing.formulas.weighing import weighing
from scoring.forms.writing.scored_project import ScoredProject

BY_HAND = Room(1000, 2, True)


@dataclass(frozen=True)
class ProjectFormulas:
    """What a form's cells rest on: points by indicator, the total in one cell or its ends in two, the grade."""

    calculation: Calculation
    indicators: Mapping[str, Points]
    total: tuple[Points, ...] = ()
    total_because: str | None = None
    grade: Formula | None = None
    grade_because: str | None = None


def formulas_of(scored: ScoredProject, sheet: str, cells: Mapping[str, FormCell], yes: str, no: str) -> ProjectFormulas:
    """Everything that is scored, over `cells` of the form by the names of what stands there; else over cells of `sheet`.

    What stands on the form and no formula reads is looked at all the same: where it changes, what rests on it is nothing, until
    it is scored again.
    """
    at, assessment = scored.at, scored.assessment
    program, calculation = at.program, Calculation(sheet, cells, ROOMS[0], yes, no)
    compiler = Compiler(at, calculation, MEANING)
    weights = weighing(scored.prepared)
    compiler.linked = weights.linked & set(cells)
    for criterion in (indicator.criterion for indicator in program.indicators):
        compiler.counted(criterion.points)
        if criterion.applies is not None:
            compiler.counted(criterion.applies)
    for limit in program.limits:
        compiler.counted(limit.when)
    indicators = Indicators(compiler, program, weights)
    for one in assessment.scored:
        indicators.write(one)
    if not program.indicators or assessment.totals.total is None:
        return ProjectFormulas(calculation, indicators.points)
    calculation.begin(TOTAL)
    calculation.room = BY_HAND
    found = Totals(indicators, assessment).write()
    return ProjectFormulas(calculation, indicators.points, found.ends, found.because, found.grade, found.grade_because)
