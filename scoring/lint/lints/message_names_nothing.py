"""A message of a check that names something in braces which no fact or value is.

```toml
[fact]
spent = "元"
budget = "元"
[rule.reach]
kind = "proportional"
[check.over-budget]
that = "spent <= budget"
message = "spent {spend} of {budget}"
```

Better:

```toml
[fact]
spent = "元"
budget = "元"
[rule.reach]
kind = "proportional"
[check.over-budget]
that = "spent <= budget"
message = "spent {spent} of {budget}"
```

The finding would show a question mark there. Mostly a name that was changed where it is declared, and not here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scoring.lint.analysis_model import AnalysisModel
from scoring.lint.lint import lint
from scoring.problems import Problem, Text, nearest
from scoring.program.reserved import OF_A_ROW

CODE = "message-names-nothing"
BRACES = re.compile(r"\{([^{}]+)\}")


def find(book: AnalysisModel) -> Iterator[Problem]:
    declared = {*book.sections.facts, *book.sections.values, *book.sections.lists, "period"}
    for entry in book.sections.checks.values():
        known = declared | set(OF_A_ROW if entry.model.each is not None else ())
        message = entry.model.message
        texts = {(): message} if isinstance(message, str) else {(key,): text for key, text in (message or {}).items()}
        for path, text in texts.items():
            for found in BRACES.finditer(text):
                name = found.group(1)
                if name in known:
                    continue
                near = nearest(name, sorted(known))
                yield lint(
                    CODE,
                    Text(f"`{name}` is no fact or value", f"{name} 不是数据，也不是值"),
                    entry.at("message", *path).inside(found.start(1), len(name)),
                    Text(f"did you mean `{near}`?", f"是否指 {near}？") if near
                    else Text("name a fact or a value", "写一个数据或值的名称"),
                )  # fmt: skip
