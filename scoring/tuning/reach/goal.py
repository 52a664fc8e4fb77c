"""What is to be reached: a grade or a better one, or a number of points; whatever may still be missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import isfinite

from scoring.nodes.node import Constant
from scoring.problems import InputRefused, Place, Problem, Text, one_of
from scoring.program.program import Program
from scoring.scorecard.scorecard import Scorecard
from scoring.tuning.algebra.tally import Total
from scoring.tuning.algebra.terms import Term, Terms
from scoring.tuning.reactions.grade_edges import thresholds_of
from scoring.values.number import exact, read_number, show_number

LONGEST_SHOWN = 40


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


# ---------------------------------------------------------------------- goals that there are not


def goal_of(grade: object, points: object) -> Goal:
    """What somebody asks for; raises `InputRefused` for both, for none, and for what is no grade or no number of points."""
    if (grade is None) == (points is None):
        both = Text("a grade and points are asked for", "同时要求等级和分数")
        neither = Text("neither a grade nor points are asked for", "没有写明要达到的等级或分数")
        fix = Text("ask for a grade or for points", "写明等级或分数，二者择一")
        raise InputRefused([_no_goal(neither if grade is None else both, fix)])
    if points is None:
        if not isinstance(grade, str):
            message = Text(f"`{_said(grade)}` is no grade", f"{_said(grade)} 不是等级")
            raise InputRefused([_no_goal(message, Text("write its name", "写等级名称"))])
        return Goal(grade)
    value = _number(points)
    if value is None or value < 0:
        message = Text(f"`{_said(points)}` is no number of points", f"{_said(points)} 不是分数")
        raise InputRefused([_no_goal(message, _of_points(points))])
    return Goal(points=value)


def _number(points: object) -> Fraction | None:
    if isinstance(points, str):
        return read_number(points.strip())
    if isinstance(points, Fraction):
        return points
    return exact(points) if isinstance(points, int | Decimal) else None


def _of_points(points: object) -> Text:
    if isinstance(points, float) and isfinite(points) and points >= 0:
        return Text(f'a float is not exact: write "{points!r}"', f'浮点数不精确，写成 "{points!r}"')
    return Text("points are a number from 0 on, such as 85 or 85.5", "分数是不小于 0 的数，例如 85 或 85.5")


def _said(what: object) -> str:
    said = str(what)
    return said if len(said) <= LONGEST_SHOWN else said[:LONGEST_SHOWN] + "…"


def demand_possible(goal: Goal, program: Program, names: Sequence[str], before: Scorecard) -> None:
    """Raises `InputRefused` for a grade that the rulebook has not, and for points that no project can have by it."""
    if goal.grade is not None:
        if not names:
            why = next((one.message for one in before.findings if one.code == "no-grade"), None)
            message = Text("there is no grade to reach", "没有可达到的等级")
            if why is not None:
                message = Text(f"{message.en}: {why.en}", f"{message.zh}：{why.zh}")
            raise InputRefused([_no_goal(message, Text("ask for points", "改为写明分数"))])
        if goal.grade not in names:
            message = Text(f"there is no grade `{_said(goal.grade)}`", f"没有等级 {_said(goal.grade)}")
            raise InputRefused([_no_goal(message, one_of(goal.grade, list(names)))])
        return
    if not program.indicators and not any(one.is_total for one in program.results):
        raise InputRefused([_no_goal(Text("the rulebook has no total to reach", "规则集没有总分"), None)])
    full, asked = before.total.possible, goal.points
    if full is not None and asked is not None and asked > full and not _may_exceed(program, full):
        shown, most = show_number(asked), show_number(full)
        message = Text(f"`{shown}` points are more than the full {most}", f"{shown} 分超过满分 {most} 分")
        raise InputRefused([_no_goal(message, Text(f"ask for {most} at most", f"最多写 {most}"))])


def _may_exceed(program: Program, full: Fraction) -> bool:
    """Whether a project may have more than the full points: an indicator more than its weight, or a limit that lifts."""
    lifts = any(
        least is not None and least > full
        for limit in program.limits
        for least, _ in (limit.total, *limit.groups.values())
    )
    rounded = program.rounding.apply(full) > full if program.rounding is not None else False
    above = any(one.criterion.highest > one.weight for one in program.indicators)
    return lifts or rounded or above or not program.indicators


def _no_goal(message: Text, fix: Text | None) -> Problem:
    return Problem("no-goal", message, Place("<command line>"), fix)
