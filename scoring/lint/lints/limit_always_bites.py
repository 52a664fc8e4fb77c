"""A limit that always bites: its condition holds whatever is reported, so that it caps every project alike.

```toml
[rulebook]
name = "r"
total = 100
[grade]
by = "total"
rows = [[">= 60", "pass"], ["else", "fail"]]
[limit.low]
when = "total < 60 or total >= 60"
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
when = "total < 60"
grade = "fail"
```

It is told with facts for which it bites though it should not: those that are best, as far as the program can tell.
"""

from __future__ import annotations

from collections.abc import Iterator

from scoring.lint.analysis_model import AnalysedTable, AnalysisModel
from scoring.lint.combinations import Case
from scoring.lint.lint import lint
from scoring.problems import Problem, Text

CODE = "limit-always-bites"


def find(book: AnalysisModel) -> Iterator[Problem]:
    for table in book.limits.values():
        if table.found is None or not table.found.always:
            continue
        case = _best(table)
        if table.takes(case, 0, book):
            yield lint(
                CODE,
                Text(f"limit `{table.name}` always bites", f"限制 {table.name} 总会触发"),
                table.choose.place,
                Text("correct its condition", "改正条件"),
                shown_by=table.counterexample(case.values, book, Text("the limit bites", "限制触发")),
            )


def _best(table: AnalysedTable) -> Case:
    """The case with the highest total, or whatever comes last on each key's scale."""
    last = (key.possible[-1][1] - 1 - key.may_be_missing for key in table.keys)
    return Case(table.keys, tuple(max(position, 0) for position in last))
