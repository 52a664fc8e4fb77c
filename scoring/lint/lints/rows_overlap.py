"""Two rows that take the same values, in a table where only one may: a project that reports them is refused.

```toml
[fact]
rate = "%"
[value.points]
by = "rate"
hit = "unique"
rows = [[">= 90%", 10], ["<= 90%", 5]]
```

Exactly 90% is in both rows. Better, with an edge that belongs to one of the two:

```toml
[fact]
rate = "%"
[value.points]
by = "rate"
hit = "unique"
rows = [[">= 90%", 10], ["< 90%", 5]]
```

It concerns tables with `hit = "unique"`, and with `hit = "any"` where the two rows give different results. Where the first
of several rows is meant to count, leave `hit` out. Told only with facts that show it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from scoring.lint.analysis_model import AnalysisModel
from scoring.lint.lint import lint
from scoring.problems import Problem, Text

CODE = "rows-overlap"


def find(book: AnalysisModel) -> Iterator[Problem]:
    for calls in book.written_tables:
        told = ((table, each, facts) for table in calls for each in (table.found.twice if table.found is not None else ())
                if (facts := table.refused(each[2], book)) is not None)  # fmt: skip
        for table, (one, other, _), facts in itertools.islice(told, 1):
            first, second = table.choose.clauses[one], table.choose.clauses[other]
            name, said = table.written, table.said(facts, book)
            yield lint(
                CODE,
                Text(f"two rows of `{name}` take {said}; the other is at {first.place}",
                     f"{name} 有两行都包括 {said}，另一行在 {first.place}"),
                second.place,
                Text("let their edges exclude each other", "让两行的边界互斥"),
                shown_by=table.counterexample(
                    facts, book, Text("several rows take it, the project is refused", "多行同时包括它，项目被拒绝")
                ),
            )  # fmt: skip
