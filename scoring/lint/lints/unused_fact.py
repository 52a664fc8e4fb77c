"""A fact that no value, criterion, limit, check or result reads: every project is asked for it for nothing.

```toml
[fact]
spent = "元"
arrived = "元"
[result.spent_in_all]
is = "spent"
```

Better:

```toml
[fact]
spent = "元"
[result.spent_in_all]
is = "spent"
```

Often the name was changed in one place and not in the other. What a rulebook of criteria declares is for any set to use,
and is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from scoring.lint.analysis_model import AnalysisModel
from scoring.lint.lint import lint
from scoring.lint.usage import is_read, own, words
from scoring.problems import Problem, Text

CODE = "unused-fact"


def find(book: AnalysisModel) -> Iterator[Problem]:
    counted = words(book)
    for name, entry in own(book).facts.items():
        if not is_read(entry, counted):
            yield lint(CODE, Text(f"nothing reads fact `{name}`", f"没有任何规则用到数据 {name}"), entry.place,
                       Text("delete it, or use it", "删去它，或使用它"))  # fmt: skip
