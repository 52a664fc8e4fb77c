"""A criterion that no example shows, in a rulebook whose other criteria have some: a note.

```toml
[rule.reach]
by = "actual"
rows = [[">= 90%", "100%"], ["else", "0%"]]
[rule.again]
by = "actual"
rows = [[">= 60%", "100%"], ["else", "0%"]]
[[example]]
rule = "reach"
given = { actual = "95%", weight = 10 }
earns = 10
```

Better:

```toml
[rule.reach]
by = "actual"
rows = [[">= 90%", "100%"], ["else", "0%"]]
[rule.again]
by = "actual"
rows = [[">= 60%", "100%"], ["else", "0%"]]
[[example]]
rule = "reach"
given = { actual = "95%", weight = 10 }
earns = 10
[[example]]
rule = "again"
given = { actual = "60%", weight = 10 }
earns = 10
```

An example says what is meant, at the edge above all; a slip in the rule then fails `scoring test`. A rulebook without any
example is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from scoring.lint.analysis_model import AnalysisModel
from scoring.lint.lint import lint
from scoring.problems import Problem, Text

CODE = "without-example"


def find(book: AnalysisModel) -> Iterator[Problem]:
    rules = book.rulebook.sections.rules
    tried = {entry.model.rule for entry in book.sections.examples}
    if not tried & set(rules):
        return
    for name, entry in rules.items():
        if name not in tried:
            yield lint(CODE, Text(f"no example shows rule `{name}`", f"没有示例说明规则 {name}"), entry.place,
                       Text("add an [[example]]", "补上 [[example]]"), "note")  # fmt: skip
