"""A row that no value reaches: what it asks for contradicts itself, or lies outside what the facts may be.

```toml
[fact]
rate = { unit = "%", range = ">= 0% and <= 100%" }
[value.points]
by = "rate"
rows = [[">= 110%", 12], [">= 90%", 10], ["else", 0]]
```

No rate is above 100%: the first row is dead. Better:

```toml
[fact]
rate = { unit = "%", range = ">= 0% and <= 100%" }
[value.points]
by = "rate"
rows = [[">= 100%", 12], [">= 90%", 10], ["else", 0]]
```

A row that is never reached is often a threshold with a slip in it; nobody notices until the project comes that it was
written for. Items of checklists and deductions are looked at like rows. There is no counterexample: no facts show it.
"""

from __future__ import annotations

from collections.abc import Iterator

from scoring.lint.analysis_model import AnalysisModel
from scoring.lint.lint import MOST_OF_TABLE, and_more, lint
from scoring.nodes.node import Constant
from scoring.problems import Problem, Text

CODE = "row-unreachable"


def find(book: AnalysisModel) -> Iterator[Problem]:
    for calls in book.written_tables:
        table = calls[0]
        held = {number for call in calls for number in (call.found.held if call.found is not None else
                                                        range(len(call.choose.clauses)))}  # fmt: skip
        if any(isinstance(key.node, Constant) for call in calls for key in call.keys):
            continue  # a table called with constants has rows for others
        dead = [clause for number, clause in enumerate(table.choose.clauses) if number not in held]
        for clause in dead[:MOST_OF_TABLE]:
            yield lint(
                CODE,
                Text(f"no value reaches the row `{clause.id}` of `{table.written}`",
                     f"没有任何值能到达 {table.written} 的 {clause.id} 这一行"),
                clause.place,
                Text("correct its edges, or delete it", "改正边界，或删去这一行"),
            )  # fmt: skip
        if len(dead) > MOST_OF_TABLE:
            yield and_more(CODE, table.choose, len(dead) - MOST_OF_TABLE)
