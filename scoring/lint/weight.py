"""An indicator that can never reach its weight, or a row that gives more than it.

Of criteria whose results are all literal: the best row gives less than full points, so nobody ever earns them; or a row
gives more than the weight without `between` saying so, and is silently kept at the weight.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from scoring.core import Choose, Clause
from scoring.lint.looked import Looked, lint
from scoring.problems import Problem, Text
from scoring.program import Indicator, Program
from scoring.quantity import show_number

CODES = ("weight-out-of-reach", "row-beyond-weight")
ONE_ROW = ("first", "unique", "any", "priority", "min", "max")


def find(looked: Looked) -> Iterator[Problem]:
    for indicator in looked.program.indicators:
        choose = indicator.criterion.choice
        entry = looked.sections.rules.get(indicator.criterion.rule)
        if choose is None or entry is None or entry.model.kind is not None or entry.model.part:
            continue
        points = {clause: _points(clause, looked.program) for clause in _clauses(choose)}
        if choose.hit in ONE_ROW and all(each is not None for each in points.values()):
            yield from _of_table(indicator, {clause: each for clause, each in points.items() if each is not None})


def _of_table(indicator: Indicator, points: dict[Clause, Fraction]) -> Iterator[Problem]:
    weight, highest = show_number(indicator.weight), indicator.criterion.highest
    best = max(points.values())
    if 0 <= best < indicator.weight and highest >= indicator.weight:
        yield lint(
            "weight-out-of-reach",
            Text(f"`{indicator.id}` weighs {weight}, its best row gives {show_number(best)}",
                 f"{indicator.id} 的权重为 {weight}，最好的一行只给 {show_number(best)}"),
            indicator.place,
            Text("correct the row, or the weight", "改正该行，或改正权重"),
        )  # fmt: skip
    for clause, each in points.items():
        if each > highest:
            yield lint(
                "row-beyond-weight",
                Text(f"this row gives {show_number(each)}; `{indicator.id}` has at most {show_number(highest)}",
                     f"这一行给 {show_number(each)}，而 {indicator.id} 最多 {show_number(highest)}"),
                clause.place,
                Text("declare a bonus: between = [0, …], or correct the row", "声明加分 between = [0, …]，或改正该行"),
            )  # fmt: skip


def _clauses(choose: Choose) -> tuple[Clause, ...]:
    return (*choose.clauses, *((choose.otherwise,) if choose.otherwise is not None else ()))


def _points(clause: Clause, program: Program) -> Fraction | None:
    from scoring.core import Constant

    value = clause.then.value if isinstance(clause.then, Constant) else program.constants.get(id(clause.then))
    return value if isinstance(value, Fraction) else None
