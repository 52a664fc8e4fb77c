"""A row that never counts, because rows before it take everything that it takes.

```toml
[fact]
rate = "%"
[value.points]
by = "rate"
rows = [[">= 60%", 6], [">= 90%", 10], ["else", 0]]
```

Whoever reaches 90% has reached 60% as well, and gets 6. Better, from high to low:

```toml
[fact]
rate = "%"
[value.points]
by = "rate"
rows = [[">= 90%", 10], [">= 60%", 6], ["else", 0]]
```

The first row that holds counts, so rows stand from the narrowest to the widest. A row for `missing` stands before those
that test the value: at a missing value they are unknown, and nothing after them is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator

from scoring.lint.analysis_model import AnalysisModel
from scoring.lint.lint import MOST_OF_TABLE, and_more, lint
from scoring.problems import Problem, Text

CODE = "row-shadowed"


def find(book: AnalysisModel) -> Iterator[Problem]:
    for calls in book.written_tables:
        table = next((call for call in calls if call.found is not None and call.found.taken_by), calls[0])
        if (
            table.found is None
            or table.choose.hit != "first"
            or getattr(table.entry and table.entry.model, "lines", None)
        ):
            continue
        first = {number for call in calls for number in (call.found.first if call.found is not None else
                                                         range(len(call.choose.clauses)))}  # fmt: skip
        dead = [each for each in sorted(table.found.taken_by.items()) if each[0] not in first]
        for number, (earlier, case) in dead[:MOST_OF_TABLE]:
            if table.independent and not table.takes(case, earlier, book):
                continue
            clause, before = table.choose.clauses[number], table.choose.clauses[earlier]
            yield lint(
                CODE,
                Text(f"rows before it take everything that the row `{clause.id}` of `{table.written}` takes",
                     f"{table.written} 的 {clause.id} 这一行所包括的，前面的行都已包括"),
                clause.place,
                Text(f"put it before the row `{before.id}`, or delete it", f"移到 {before.id} 这一行之前，或删去"),
                underline=Text(f"line {before.place.line} already takes it", f"第 {before.place.line} 行已包括"),
                shown_by=table.counterexample(
                    case.values, book, Text(f"the row `{before.id}` takes it", f"由 {before.id} 这一行处理")
                ) if table.independent else None,
            )  # fmt: skip
        if len(dead) > MOST_OF_TABLE:
            yield and_more(CODE, table.choose, len(dead) - MOST_OF_TABLE)
