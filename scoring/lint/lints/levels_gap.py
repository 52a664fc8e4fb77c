"""Points between two levels of a judgement that belong to neither: a judge who gives them is refused.

```toml
[rule.ability]
kind = "judged"
full = 20
levels = [["good", 13, 20], ["fair", 7, 12], ["poor", 0, 7]]
```

12.5 points are neither good nor fair. Better, with a shared edge, or in whole points, which have nothing between 12 and 13:

```toml
[rule.ability]
kind = "judged"
full = 20
step = 1
levels = [["good", 13, 20], ["fair", 7, 12], ["poor", 0, 6]]
```
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

from scoring.lint.analysis_model import AnalysisModel
from scoring.lint.levels import levels_in_points
from scoring.lint.lint import lint
from scoring.problems import Problem, Text
from scoring.values.number import show_number

CODE = "levels-gap"


def find(book: AnalysisModel) -> Iterator[Problem]:
    for entry in book.sections.rules.values():
        step = Fraction(entry.model.step) if entry.model.step is not None else Fraction(0)
        for worse, better in itertools.pairwise(levels_in_points(entry)):
            if better.low - worse.high > step:
                shown = show_number(worse.high), show_number(better.low)
                yield lint(
                    CODE,
                    Text(f"points between {shown[0]} and {shown[1]} belong neither to `{worse.name}` nor to `{better.name}`",
                         f"{shown[0]} 与 {shown[1]} 之间的分值既不属 {worse.name}，也不属 {better.name}"),
                    max((worse, better), key=lambda level: level.number).place,
                    Text("let one end where the other begins, or write step = 1 for whole points",
                         "让两个等级首尾相接；只打整数分则写 step = 1"),
                )  # fmt: skip
