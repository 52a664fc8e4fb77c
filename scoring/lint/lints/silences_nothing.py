"""An `allow` that silences nothing: the mistake that it excused is gone, and the excuse has stayed.

```toml
[fact]
rate = "%"
[value.points]
by = "rate"
rows = [[">= 90%", 10], ["< 90%", 5]]
allow = { "row-gap" = "exactly 90% does not happen" }
```

Better without it:

```toml
[fact]
rate = "%"
[value.points]
by = "rate"
rows = [[">= 90%", 10], ["< 90%", 5]]
```

It would silence the next mistake of that kind, for a reason that was never about it. In a rulebook, what only shows together
with an indicator set is not told, since another set may need it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from scoring.lint.analysis_model import AnalysisModel
from scoring.lint.lint import lint
from scoring.lint.silences import Silence
from scoring.problems import Problem, Text

CODE = "silences-nothing"


def find(book: AnalysisModel, unused: Collection[Silence], need_set: Collection[str]) -> Iterator[Problem]:
    """Of the silences that were not used, those that stand in a file of a set or a project, or need none."""
    own = {document.file for document in book.indicator_set.documents} if book.indicator_set is not None else set()
    own |= {book.project.document.file} if book.project is not None else set()
    for silence in unused:
        if silence.place.file in own or silence.code not in need_set:
            yield lint(
                CODE,
                Text(
                    f"`{silence.code}` is allowed here, and does not happen", f"这里允许 {silence.code}，而它并不出现"
                ),
                silence.place,
                Text("delete it from `allow`", "从 allow 中删去"),
            )
