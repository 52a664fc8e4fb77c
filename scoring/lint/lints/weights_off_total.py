"""Weights of a set that do not add up to the rulebook's total.

```toml
[rulebook]
name = "r"
total = 100
[rule.reach]
by = "actual"
rows = [[">= 90%", "100%"], ["else", "0%"]]

# the indicator set
[indicator_set]
name = "s"
rules = "r"
[indicator]
B1 = { in = "过程", weight = 51, rule = "reach" }
C1 = { in = "产出", weight = 50, rule = "reach" }
```

Better:

```toml
[rulebook]
name = "r"
total = 100
[rule.reach]
by = "actual"
rows = [[">= 90%", "100%"], ["else", "0%"]]

# the indicator set
[indicator_set]
name = "s"
rules = "r"
[indicator]
B1 = { in = "过程", weight = 50, rule = "reach" }
C1 = { in = "产出", weight = 50, rule = "reach" }
```

Grades are read off a total of so many points. Where projects add rows of their own to what the set has, silence it in
`[indicator_set]`, with that as the reason.
"""

from __future__ import annotations

from collections.abc import Iterator

from scoring.lint.analysis_model import AnalysisModel
from scoring.lint.lint import lint
from scoring.problems import Problem, Text
from scoring.values.number import show_number

CODE = "weights-off-total"


def find(book: AnalysisModel) -> Iterator[Problem]:
    possible, has = book.program.possible, book.program.weight
    if possible is None or book.indicator_set is None or has == possible:
        return
    yield lint(
        CODE,
        Text(f"the weights add up to {show_number(has)}, not {show_number(possible)}",
             f"权重合计为 {show_number(has)}，应为 {show_number(possible)}"),
        book.indicator_set.header.place,
        Text("correct the weights", "改正权重"),
    )  # fmt: skip
