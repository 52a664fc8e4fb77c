"""A group that a set does not declare, though it declares the others: often a misspelt one.

```toml
[rulebook]
name = "r"
[rule.reach]
kind = "proportional"

# the indicator set
[indicator_set]
name = "s"
rules = "r"
[group."产出"]
label = "产出"
[group."产出/数量"]
label = "产出数量"
[indicator]
C1 = { in = "产出/数量", weight = 10, rule = "reach" }
C2 = { in = "产出/数", weight = 10, rule = "reach" }
```

Better:

```toml
[rulebook]
name = "r"
[rule.reach]
kind = "proportional"

# the indicator set
[indicator_set]
name = "s"
rules = "r"
[group."产出"]
label = "产出"
[group."产出/数量"]
label = "产出数量"
[indicator]
C1 = { in = "产出/数量", weight = 10, rule = "reach" }
C2 = { in = "产出/数量", weight = 10, rule = "reach" }
```

A misspelt group is a group of its own, with a weight of its own in every scorecard. A set that declares no group is left
alone: there is then nothing that its groups could differ from.
"""

from __future__ import annotations

from collections.abc import Iterator

from scoring.lint.analysis_model import AnalysisModel
from scoring.lint.lint import lint
from scoring.problems import Problem, Text, nearest

CODE = "group-not-declared"


def find(book: AnalysisModel) -> Iterator[Problem]:
    chosen, project = book.indicator_set, book.project
    declared = book.sections.groups
    if not any(one.sections.groups for one in (chosen, project) if one is not None):
        return
    rows = {**(project.entries if project is not None else {}), **(chosen.indicators if chosen is not None else {})}
    for indicator in book.program.indicators:
        entry = rows.get(indicator.id)
        if entry is None or indicator.group in declared:
            continue
        near = nearest(indicator.group, list(declared))
        yield lint(
            CODE,
            Text(f"no [group] declares `{indicator.group}`", f"没有 [group] 声明 {indicator.group}"),
            entry.at("in"),
            Text(f"did you mean `{near}`?", f"是否指 {near}？") if near
            else Text(f'add [group."{indicator.group}"]', f'补上 [group."{indicator.group}"]'),
        )  # fmt: skip
