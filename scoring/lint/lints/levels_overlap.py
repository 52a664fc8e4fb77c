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
from scoring.lint.lint import lint
from scoring.problems import Problem, Text
from scoring.project.rows import share_or_points
from scoring.values.number import show_number

CODE = "levels-overlap"


def find(book: AnalysisModel) -> Iterator[Problem]:
    for entry in book.sections.rules.values():
        written = [level for level in entry.model.levels or [] if len(level) == 3]
        for number, (better, worse) in enumerate(itertools.pairwise(written), start=1):
            low, high = share_or_points(better[1]), share_or_points(worse[2])
            if low is not None and high is not None and high[1] > low[1]:
                shown = show_number(low[1]), show_number(high[1])
                yield lint(
                    CODE,
                    Text(f"from {shown[0]} to {shown[1]} both `{better[0]}` and `{worse[0]}` hold",
                         f"{shown[0]} 至 {shown[1]} 既属 {better[0]}，又属 {worse[0]}"),
                    entry.at("levels", number),
                    Text("let the level end where the better one begins", "让该等级止于上一等级的起点"),
                )  # fmt: skip
