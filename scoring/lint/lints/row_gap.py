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

from scoring.lint.analysis_model import AnalysedTable, AnalysisModel, Values
from scoring.lint.lint import lint
from scoring.problems import Problem, Text

CODE = "row-gap"


def find(book: AnalysisModel) -> Iterator[Problem]:
    for calls in book.written_tables:
        for table in calls:
            gap = table.found.nothing if table.found is not None and table.may_be_refused else None
            facts = (
                table.refused(gap, book) if gap is not None and table.found is not None and table.found.held else None
            )
            if facts is not None:
                yield _told(table, facts, book)
                break


def _told(table: AnalysedTable, facts: Values, book: AnalysisModel) -> Problem:
    name, said = table.written, table.said(facts, book)
    by_lines = table.entry is not None and getattr(table.entry.model, "lines", None) is not None
    fix = (Text("add a line for it, or otherwise = …", "为它加一段，或补上 otherwise = …") if by_lines else
           Text('add a row for it, or a last row ["else", …]', '为它加一行，或在最后加 ["else", …]'))  # fmt: skip
    comes = Text("no row takes it, the project is refused", "没有一行包括它，项目被拒绝")
    return lint(
        CODE,
        Text(f"no row of `{name}` takes {said}", f"{name} 没有一行包括 {said}"),
        table.choose.place,
        fix,
        shown_by=table.counterexample(facts, book, comes),
    )
