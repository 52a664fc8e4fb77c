"""Values that no row of a table takes, in a table without a last resort: a project that reports them is refused.

```toml
[fact]
rate = "%"
[value.points]
by = "rate"
rows = [["> 90%", 10], ["< 90%", 5]]
```

Exactly 90% is in neither row. Better, with an edge that belongs to one of the two:

```toml
[fact]
rate = "%"
[value.points]
by = "rate"
rows = [[">= 90%", 10], ["< 90%", 5]]
```

A last row `["else", …]`, or `otherwise`, closes every gap; so does a `range` of the fact where the values cannot happen.
Told only with facts that show it: where the keys of a table are computed, the program looks for some. Numbers below zero are
looked at only where the rows speak of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from scoring.lint.analysis_model import AnalysisModel
from scoring.lint.lint import lint
from scoring.problems import Problem, Text

CODE = "row-gap"


def find(book: AnalysisModel) -> Iterator[Problem]:
    for table in book.tables:
        gap = table.found.nothing if table.found is not None and table.may_be_refused else None
        facts = table.refused(gap, book) if gap is not None else None
        if facts is None:
            continue
        name, said = table.name, table.said(facts, book)
        yield lint(
            CODE,
            Text(f"no row of `{name}` takes {said}", f"{name} 没有一行包括 {said}"),
            table.choose.place,
            Text('add a row for it, or a last row ["else", …]', '为它加一行，或在最后加 ["else", …]'),
            shown_by=table.counterexample(
                facts, book, Text("no row takes it, the project is refused", "没有一行包括它，项目被拒绝")
            ),
        )
