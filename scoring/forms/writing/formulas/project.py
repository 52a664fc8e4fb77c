"""All points of one project in formulas, with the rows of the calculation that they rest on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scoring.engines.exact.evaluation import Evaluation
from scoring.forms.writing.formulas.calculation import Calculation, FormCell, Formula, Room
from scoring.forms.writing.formulas.compiler import Compiler
from scoring.forms.writing.formulas.indicators import ROOMS, Indicators
from scoring.forms.writing.formulas.meaning import MEANING
from scoring.forms.writing.formulas.points import Points
from scoring.forms.writing.formulas.totals import TOTAL, Totals
from scoring.forms.writing.formulas.wholes import NotSayable
from scoring.scorecard.assessment import Assessment

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


def formulas_of(
    at: Evaluation, assessment: Assessment, sheet: str, cells: Mapping[str, FormCell], yes: str, no: str
) -> ProjectFormulas:
    """Everything that is scored, over `cells` of the form by the names of what stands there; else over cells of `sheet`."""
    program, calculation = at.program, Calculation(sheet, cells, ROOMS[0], yes, no)
    compiler = Compiler(at, calculation, MEANING)
    compiler.link_weights = _weights_move_nothing_else(assessment, at)
    for one in program.indicators:
        compiler.counted(one.criterion.points)
        if one.criterion.applies is not None:
            compiler.counted(one.criterion.applies)
    for limit in program.limits:
        compiler.counted(limit.when)
    indicators = Indicators(compiler, program)
    for scored in assessment.scored:
        indicators.write(scored)
    if not program.indicators or assessment.totals.total is None:
        return ProjectFormulas(calculation, indicators.points)
    calculation.begin(TOTAL)
    calculation.room = BY_HAND
    before = compiler.mark()
    try:
        found = Totals(indicators, assessment).write()
    except NotSayable as why:
        compiler.back_to(before)
        return ProjectFormulas(calculation, indicators.points, total_because=str(why))
    return ProjectFormulas(
        calculation, indicators.points, found.ends, grade=found.grade, grade_because=found.grade_because
    )


def _weights_move_nothing_else(assessment: Assessment, at: Evaluation) -> bool:
    """Whether a weight only acts on its own indicator's points: nothing is spread, and groups add up."""
    way = assessment.totals.way
    if way is None or any(group.how != "sum" for group in at.program.groups):
        return False
    return all(spread == 1 for spread in (*way.shares.spread.values(), *way.shares.outer.values()))
