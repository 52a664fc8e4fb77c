"""Levels of a judgement in points that overlap by more than an edge.

```toml
[rule.ability]
kind = "judged"
full = 15
step = 1
levels = [["good", 10, 15], ["fair", 5, 11], ["poor", 0, 5]]
```

11 points are good, and fair as well. Better, with a shared edge at most:

```toml
[rule.ability]
kind = "judged"
full = 15
step = 1
levels = [["good", 10, 15], ["fair", 5, 10], ["poor", 0, 5]]
```

The judge names the level, so that a shared edge leaves no doubt; a wider overlap says that the same work may be judged one
level better or worse for the same points.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from scoring.lint.analysis_model import AnalysisModel
from scoring.lint.levels import levels_in_points
from scoring.lint.lint import lint
from scoring.problems import Problem, Text
from scoring.values.number import show_number

CODE = "levels-overlap"


def find(book: AnalysisModel) -> Iterator[Problem]:
    for entry in book.sections.rules.values():
        for lower, upper in itertools.pairwise(levels_in_points(entry)):
            if upper.low < lower.high:
                first, second = sorted((lower, upper), key=lambda level: level.number)
                shown = show_number(upper.low), show_number(min(lower.high, upper.high))
                yield lint(
                    CODE,
                    Text(f"from {shown[0]} to {shown[1]} both `{first.name}` and `{second.name}` hold",
                         f"{shown[0]} 至 {shown[1]} 既属 {first.name}，又属 {second.name}"),
                    second.place,
                    Text("let the level end where the better one begins", "让该等级止于上一等级的起点"),
                )  # fmt: skip
