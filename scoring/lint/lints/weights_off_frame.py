"""Groups of a set that weigh something else than the rulebook says they should.

```toml
[rulebook]
name = "r"
[frame."过程"]
weight = 20
[rule.reach]
by = "actual"
rows = [[">= 90%", "100%"], ["else", "0%"]]

# the indicator set
[indicator_set]
name = "s"
rules = "r"
[indicator]
B1 = { in = "过程", weight = 10, rule = "reach" }
```

Better:

```toml
[rulebook]
name = "r"
[frame."过程"]
weight = 20
[rule.reach]
by = "actual"
rows = [[">= 90%", "100%"], ["else", "0%"]]

# the indicator set
[indicator_set]
name = "s"
rules = "r"
[indicator]
B1 = { in = "过程", weight = 20, rule = "reach" }
```

A set that differs on purpose says `departs = "reason"` in `[indicator_set]`, and every scorecard shows it.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from scoring.lint.analysis_model import AnalysisModel
from scoring.lint.lint import lint
from scoring.problems import Problem, Text
from scoring.project.rows import share_or_points
from scoring.values.number import show_number

CODE = "weights-off-frame"


def find(book: AnalysisModel) -> Iterator[Problem]:
    chosen = book.indicator_set
    if chosen is None or chosen.header.model.departs is not None:
        return
    weights = {group.path: group.weight for group in book.program.groups}
    for path, entry in book.rulebook.frames.items():
        wanted = share_or_points(entry.model.weight)
        has = weights.get(path, Fraction(0))
        if wanted is not None and has != wanted[1]:
            shown, frame = show_number(has), show_number(wanted[1])
            yield lint(
                CODE,
                Text(f"group `{path}` weighs {shown}; the frame at {entry.place} has {frame}",
                     f"{path} 的权重为 {shown}；{entry.place} 的框架为 {frame}"),
                chosen.header.place,
                Text('correct the weights, or say departs = "…" in [indicator_set]',
                     '改正权重，或在 [indicator_set] 写 departs = "…"'),
            )  # fmt: skip
