"""What a run's totals are measured on, of the programs that scored it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from scoring.nodes.node import Choose, Compare, Constant, Name
from scoring.problems import Text
from scoring.program.program import Grade, Program
from scoring.views.run_figures import Scale

NO_STEP = Fraction(1, 100)


def scale_of(programs: Sequence[Program]) -> Scale:
    """Grades, edges, step and weights of the first program; of several those alone on which all agree."""
    if not programs:
        return Scale()
    first = programs[0]
    grades = {_names(program) for program in programs}
    edges = {_edges(program) for program in programs}
    possible = {program.possible if program.possible is not None else program.weight for program in programs}
    weights: dict[str, Fraction] = {}
    labels: dict[str, Text] = {}
    differing: set[str] = set()
    for program in programs:
        for indicator in program.indicators:
            if weights.setdefault(indicator.id, indicator.weight) != indicator.weight:
                differing.add(indicator.id)
            labels.setdefault(indicator.id, indicator.label)
        labels.update({limit.name: limit.label for limit in program.limits})
        labels.update({check.name: check.label for check in program.checks})
    return Scale(
        grades=grades.pop() if len(grades) == 1 else (),
        edges=edges.pop() if len(edges) == 1 else (),
        step=_step(first),
        possible=possible.pop() if len(possible) == 1 and first.indicators else None,
        weights={id_: weight for id_, weight in weights.items() if id_ not in differing},
        labels=labels,
    )


def _grade(program: Program) -> Grade | None:
    if program.indicators:
        return program.grade
    total = next((result for result in program.results if result.is_total), None)
    return (total.grade if total is not None else None) or program.grade


def _names(program: Program) -> tuple[str, ...]:
    grade = _grade(program)
    return grade.names[::-1] if grade is not None else ()


def _edges(program: Program) -> tuple[tuple[Fraction, str], ...]:
    """Where a grade begins: of rows that are one comparison of the total with a number."""
    grade = _grade(program)
    return tuple(_edge(grade.choose)) if grade is not None else ()


def _edge(choose: Choose) -> list[tuple[Fraction, str]]:
    found = []
    for clause in choose.clauses:
        when, then = clause.when, clause.then
        if not isinstance(when, Compare) or not isinstance(when.left, Name) or not isinstance(when.right, Constant):
            continue
        if when.op in (">=", ">") and isinstance(when.right.value, Fraction) and isinstance(then, Constant):
            found.append((when.right.value, str(then.value)))
    return found


def _step(program: Program) -> Fraction:
    rounding = program.rounding
    if not program.indicators:
        rounding = next((one.rounding for one in program.results if one.is_total), None)
    if rounding is None or rounding.significant is not None:
        return NO_STEP
    return rounding.step if rounding.step is not None else Fraction(10) ** -(rounding.decimals or 0)
