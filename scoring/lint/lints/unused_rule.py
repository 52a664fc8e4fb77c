"""A criterion of a set that none of its indicators is scored by.

```toml
[rulebook]
name = "r"
[rule.reach]
by = "actual"
rows = [[">= 90%", "100%"], ["else", "0%"]]

# the indicator set
[indicator_set]
name = "s"
rules = "r"
[rule.own]
by = "actual"
rows = [[">= 80%", "100%"], ["else", "0%"]]
[indicator]
B1 = { in = "过程", weight = 10, rule = "reach" }
```

Better:

```toml
[rulebook]
name = "r"
[rule.reach]
by = "actual"
rows = [[">= 90%", "100%"], ["else", "0%"]]

# the indicator set
[indicator_set]
name = "s"
rules = "r"
[rule.own]
by = "actual"
rows = [[">= 80%", "100%"], ["else", "0%"]]
[indicator]
B1 = { in = "过程", weight = 10, rule = "own" }
```

The indicator that it was written for is scored by another. Criteria of a rulebook are for any set to use, and are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from scoring.lint.analysis_model import AnalysisModel
from scoring.lint.lint import lint
from scoring.problems import Problem, Text

CODE = "unused-rule"


def find(book: AnalysisModel) -> Iterator[Problem]:
    declaring = book.project or book.indicator_set
    if declaring is None:
        return
    used = {indicator.criterion.rule for indicator in book.program.indicators}
    used |= set((book.rulebook.header.model.rule_for or {}).values())
    for name, entry in declaring.sections.rules.items():
        if name not in used:
            yield lint(CODE, Text(f"no indicator is scored by rule `{name}`", f"没有指标使用规则 {name}"), entry.place,
                       Text("delete it, or name it in an indicator", "删去它，或在指标中写明它"))  # fmt: skip
