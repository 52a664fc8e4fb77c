"""Two items of a checklist, or two deductions, with the same condition: what it earns or costs is counted twice.

```toml
[fact]
late = { kind = "yes_no" }
lost = { kind = "yes_no" }
[rule.discipline]
kind = "deduction"
deduct = [
  { when = "late", points = 2 },
  { when = "late", points = 2 },
]
```

Better:

```toml
[fact]
late = { kind = "yes_no" }
lost = { kind = "yes_no" }
[rule.discipline]
kind = "deduction"
deduct = [
  { when = "late", points = 2 },
  { when = "lost", points = 2 },
]
```

Mostly a line that was copied, and not changed afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator

from scoring.lint.analysis_model import AnalysisModel
from scoring.lint.lint import lint
from scoring.nodes.shapes import Shapes
from scoring.problems import Problem, Text

CODE = "item-twice"
KINDS = ("checklist", "deduction")


def find(book: AnalysisModel) -> Iterator[Problem]:
    shapes = Shapes()
    for table in book.tables:
        if table.entry is None or getattr(table.entry.model, "kind", None) not in KINDS:
            continue
        seen: dict[int, int] = {}
        for clause in table.choose.clauses:
            if clause.when is None:
                continue
            shape = shapes.of(clause.when)
            first = seen.setdefault(shape, clause.place.line)
            if first != clause.place.line:
                yield lint(
                    CODE,
                    Text(f"`{clause.id}` of `{table.name}` asks what line {first} asks",
                         f"{table.name} 的 {clause.id} 与第 {first} 行条件相同"),
                    clause.place,
                    Text("delete one of the two, or correct its condition", "删去其一，或改正条件"),
                )  # fmt: skip
