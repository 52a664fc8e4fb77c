"""Points that fall when the actual improves, where the indicator's target says more (or less) is better.

The table is scored at each of its edges, between them and beyond; two values with the better one earning less are told.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

from scoring.core import Choose, Name, Value
from scoring.engines.exact import Evaluation
from scoring.facts import FactSheet
from scoring.lint.looked import Looked, cases, lint
from scoring.problems import Problem, Text
from scoring.program import Indicator
from scoring.quantity import show_number

CODES = ("points-fall",)


def find(looked: Looked) -> Iterator[Problem]:
    for indicator in looked.program.indicators:
        choose = indicator.criterion.choice
        name = f"{indicator.id}.actual"
        if choose is None or indicator.sign not in (">=", ">", "<=", "<"):
            continue
        listed = cases(choose, looked)
        if not listed or any(set(case.values) != {name} for case in listed):
            continue
        points = [(value, _points(indicator, name, value, looked)) for case in listed if isinstance(value := case.values[name], Fraction)]  # fmt: skip
        yield from _falls(indicator, choose, [(value, each) for value, each in sorted(points) if each is not None])


def _falls(indicator: Indicator, choose: Choose, points: list[tuple[Fraction, Fraction]]) -> Iterator[Problem]:
    better = points if indicator.sign in (">=", ">") else points[::-1]
    for (worse, before), (value, after) in itertools.pairwise(better):
        if after < before:
            yield lint(
                "points-fall",
                Text(f"`{indicator.id}` earns {show_number(before)} for {show_number(worse)} "
                     f"and {show_number(after)} for {show_number(value)}, though its target is {indicator.sign}",
                     f"{indicator.id} 实际值 {show_number(worse)} 得 {show_number(before)}，"
                     f"{show_number(value)} 只得 {show_number(after)}，而目标方向为 {indicator.sign}"),
                choose.place,
                Text("correct the rows, or the target's sign", "改正各行，或目标的方向"),
            )  # fmt: skip
            return


def _points(indicator: Indicator, name: str, value: Value, looked: Looked) -> Fraction | None:
    at = Evaluation(looked.program, FactSheet({}))
    at.named[name] = value
    if isinstance(indicator.actual, Name):
        at.named[indicator.actual.name] = value
    points = at.value(indicator.criterion.points)
    return points if isinstance(points, Fraction) else None
