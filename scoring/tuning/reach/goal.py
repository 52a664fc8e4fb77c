"""What is to be reached: a grade or a better one, or a number of points; whatever may still be missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.nodes.node import Constant
from scoring.problems import InputRefused, Place, Problem, Text, one_of
from scoring.program.program import Program
from scoring.tuning.algebra.tally import Total
from scoring.tuning.algebra.terms import Term, Terms
from scoring.tuning.reactions.grade_edges import thresholds_of


@dataclass(frozen=True, slots=True)
class Goal:
    """A grade, or a number of points."""

    grade: str | None = None
    points: Fraction | None = None

    def is_reached(self, lowest: Fraction | None, grades: Sequence[str], names: Sequence[str]) -> bool:
        """Whether a project has it, however what is missing turns out.

        `lowest`: total; `grades`: that are possible; `names`: all grades from the lowest to the best.
        """
        if self.points is not None:
            return lowest is not None and lowest >= self.points
        place = names.index(self.grade or "")
        return bool(grades) and all(names.index(name) >= place for name in grades)

    def wanted(self, total: Total, terms: Terms, program: Program) -> Term:
        """The same as a condition over facts."""
        if self.points is not None:
            return terms.and_(total.there, terms.at_most(terms.number(self.points), total.ends[0]))
        names = list(total.grades)
        place = names.index(self.grade or "")
        lower = terms.or_(*(total.grades[name] for name in names[:place]))
        wanted = terms.and_(total.there, terms.not_(lower), terms.or_(*(total.grades[name] for name in names[place:])))
        least = _least_total(program, names[place:])
        return wanted if least is None else terms.and_(wanted, terms.at_most(terms.number(least), total.ends[0]))


def _least_total(program: Program, good: Sequence[str]) -> Fraction | None:
    """What the lowest total must come to for one of these grades to be certain; None where nothing is known of it.

    The grade says the same by itself; said besides, it is seen at once of many numbers together that they do not reach it.
    """
    grade, thresholds = program.grade, thresholds_of(program)
    if grade is None or thresholds is None or any(limit.least_grade is not None for limit in program.limits):
        return None
    last = grade.choose.otherwise.then if grade.choose.otherwise is not None else None
    if not isinstance(last, Constant) or str(last.value) in good:
        return None
    return min((one.at for one in thresholds if one.grade in good), default=None)


def grade_names(goal: Goal, program: Program, total: Total | None) -> tuple[str, ...]:
    """The grades from the lowest to the best; raises `InputRefused` for a goal that there is not."""
    names = tuple(total.grades) if total is not None else program.grade.names if program.grade is not None else ()
    if goal.grade is not None and not names:
        raise InputRefused([_no_goal(Text("there is no grade to reach", "没有可达到的等级"), None)])
    if goal.grade is not None and goal.grade not in names:
        message = Text(f"there is no grade `{goal.grade}`", f"没有等级 {goal.grade}")
        raise InputRefused([_no_goal(message, one_of(goal.grade, list(names)))])
    return names


def _no_goal(message: Text, fix: Text | None) -> Problem:
    return Problem("no-goal", message, Place("<command line>"), fix)
