"""A limit that can never bite: its condition holds for no facts, and for no total that the indicators can earn.

```toml
[rulebook]
name = "r"
total = 100
[grade]
by = "total"
rows = [[">= 60", "pass"], ["else", "fail"]]
[limit.low]
when = "total < 60 and total > 80"
grade = "fail"
```

Better:

```toml
[rulebook]
name = "r"
total = 100
[grade]
by = "total"
rows = [[">= 60", "pass"], ["else", "fail"]]
[limit.low]
when = "total < 60 or total > 80"
grade = "fail"
```

A veto that never comes looks like one that nobody has deserved yet. Totals are taken between what all indicators can earn at
least and at most. There is no counterexample: no facts show it.
"""

from __future__ import annotations

from collections.abc import Iterator

from scoring.lint.analysis_model import AnalysisModel
from scoring.lint.lint import lint
from scoring.problems import Problem, Text

CODE = "limit-never-bites"


def find(book: AnalysisModel) -> Iterator[Problem]:
    for table in book.limits.values():
        if table.found is not None and not table.found.held:
            yield lint(
                CODE,
                Text(f"limit `{table.name}` can never bite", f"限制 {table.name} 永远不会触发"),
                table.choose.place,
                Text("correct its condition, or delete it", "改正条件，或删去"),
            )
