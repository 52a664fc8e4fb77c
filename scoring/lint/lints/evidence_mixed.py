"""One item of a checklist that asks for no evidence while the others do.

```toml
[fact]
has_rules = { kind = "yes_no" }
has_plan = { kind = "yes_no" }
[rule.management]
kind = "checklist"
items = [
  { when = "has_rules", evidence = "required" },
  { when = "has_plan" },
]
```

Better:

```toml
[fact]
has_rules = { kind = "yes_no" }
has_plan = { kind = "yes_no" }
[rule.management]
kind = "checklist"
items = [
  { when = "has_rules", evidence = "required" },
  { when = "has_plan", evidence = "required" },
]
```

A yes without a document behind it then earns the same as one with it. Where an item is plain to see, silence it in the rule.
"""

from __future__ import annotations

from collections.abc import Iterator

from scoring.lint.analysis_model import AnalysisModel
from scoring.lint.lint import lint
from scoring.problems import Problem, Text

CODE = "evidence-mixed"


def find(book: AnalysisModel) -> Iterator[Problem]:
    for entry in book.sections.rules.values():
        items = entry.model.items or []
        without = [number for number, item in enumerate(items) if item.evidence != "required"]
        if len(without) == 1 < len(items):
            shown = items[without[0]].id or items[without[0]].when
            yield lint(
                CODE,
                Text(f"item `{shown}` of `{entry.name}` needs no evidence; the others do",
                     f"{entry.name} 的条目 {shown} 不要求佐证，其他条目都要求"),
                entry.at("items", without[0]),
                Text('add evidence = "required"', '补上 evidence = "required"'),
            )  # fmt: skip
