"""An indicator that can never reach its weight: the best that its criterion gives is less.

```toml
[rulebook]
name = "r"
[rule.reach]
by = "actual"
rows = [[">= 90%", 8], ["else", 0]]

# the indicator set
[indicator_set]
name = "s"
rules = "r"
[indicator]
B1 = { in = "过程", weight = 10, rule = "reach" }
```

Better, in shares of the weight, which fit any:

```toml
[rulebook]
name = "r"
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

Nobody can then reach the total, and grades are read off it all the same. Rows, checklists, judged levels, lines and parts are
looked at; a criterion that says so itself, by a `between` that ends below the weight, is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from scoring.lint.analysis_model import AnalysisModel
from scoring.lint.bounds import ends_of
from scoring.lint.indicators import as_example, cases_of, points_of, unbounded
from scoring.lint.lint import lint
from scoring.problems import Counterexample, Problem, Text
from scoring.program.program import Indicator
from scoring.values.number import show_number

CODE = "weight-out-of-reach"
NEEDS_SET = True


def find(book: AnalysisModel) -> Iterator[Problem]:
    for indicator in book.program.indicators:
        best = ends_of(unbounded(indicator.criterion.points))[1]
        if best is None or not 0 <= best < indicator.weight <= indicator.criterion.highest:
            continue
        weight, most = show_number(indicator.weight), show_number(best)
        yield lint(
            CODE,
            Text(f"`{indicator.id}` weighs {weight}, the best that its rule gives is {most}",
                 f"{indicator.id} 的权重为 {weight}，其规则最多只给 {most}"),
            book.told_at(indicator, indicator.place),
            Text("correct the rule, or the weight", "改正规则，或改正权重"),
            shown_by=_best_case(indicator, book),
        )  # fmt: skip


def _best_case(indicator: Indicator, book: AnalysisModel) -> Counterexample | None:
    tried = [(points, case) for _, _, case in cases_of(indicator, book)
             if (points := points_of(indicator, case.values, book)) is not None]  # fmt: skip
    if not tried:
        return None
    points, case = max(tried, key=lambda each: each[0])
    earned = show_number(points)
    return as_example(indicator, case.values, book, Text(f"it earns {earned}", f"得 {earned}"))
