"""A value, a list or a column that nothing reads: it is computed for nothing, or what should read it reads something else.

```toml
[fact]
spent = "元"
[value.doubled]
is = "2 * spent"
[result.spent_in_all]
is = "spent"
```

Better:

```toml
[fact]
spent = "元"
[value.doubled]
is = "2 * spent"
[result.spent_in_all]
is = "doubled"
```

What a rulebook of criteria declares is for any set to use, and is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from scoring.lint.analysis_model import AnalysisModel
from scoring.lint.lint import lint
from scoring.lint.usage import is_read, own, words
from scoring.problems import Problem, Text

CODE = "unused-value"


def find(book: AnalysisModel) -> Iterator[Problem]:
    counted, sections = words(book), own(book)
    for what, entries in (
        (Text("value", "值"), sections.values), (Text("list", "列表"), sections.lists), (Text("column", "列"), sections.columns),
    ):  # fmt: skip
        for name, entry in entries.items():
            if not is_read(entry, counted):
                yield lint(CODE, Text(f"nothing reads {what.en} `{name}`", f"没有任何规则用到{what.zh} {name}"), entry.place,
                           Text("delete it, or use it", "删去它，或使用它"))  # fmt: skip
