"""A frame whose own weights do not add up to the rulebook's total, so that no set can fulfil both.

```toml
[rulebook]
name = "r"
total = 100
[frame."过程"]
weight = 40
[frame."产出"]
weight = 50
```

Better:

```toml
[rulebook]
name = "r"
total = 100
[frame."过程"]
weight = 40
[frame."产出"]
weight = 60
```

Groups of the first level are added up; those below them are parts of theirs.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from scoring.lint.analysis_model import AnalysisModel
from scoring.lint.lint import lint
from scoring.problems import Problem, Text
from scoring.project.rows import share_or_points
from scoring.values.number import show_number

CODE = "frame-off-total"


def find(book: AnalysisModel) -> Iterator[Problem]:
    possible = book.program.possible
    frames = [entry for path, entry in book.rulebook.frames.items() if "/" not in path]
    weights = [share_or_points(entry.model.weight) for entry in frames]
    framed = sum((weight[1] for weight in weights if weight is not None), Fraction(0))
    if possible is None or not any(weights) or framed == possible:
        return
    yield lint(
        CODE,
        Text(f"the frame adds up to {show_number(framed)}, not {show_number(possible)}",
             f"框架权重合计为 {show_number(framed)}，应为 {show_number(possible)}"),
        frames[0].place,
        Text("correct the frame, or the total", "改正框架或满分"),
    )  # fmt: skip
