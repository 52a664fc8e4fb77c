"""Edges of one table that differ by a factor of a hundred or so: one of them is likely a share, the other a percentage.

```toml
[fact]
rate = { kind = "number" }
[value.points]
by = "rate"
rows = [[">= 95", 10], [">= 80", 8], [">= 0.6", 6], ["else", 0]]
```

The fact is declared as a percentage and carries a percent sign in every cell; a slip is then refused when it is read:

```toml
[fact]
rate = "%"
[value.points]
by = "rate"
rows = [[">= 95%", 10], [">= 80%", 8], [">= 60%", 6], ["else", 0]]
```

Told only where every other step between neighbouring edges is much smaller.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from fractions import Fraction

from scoring.lint.analysis_model import AnalysisModel
from scoring.lint.lint import lint
from scoring.nodes.node import Choose, Clause, Compare, Constant, Logic, Node
from scoring.problems import Problem, Text
from scoring.values.number import show_number

CODE = "hundredfold"
FAR, NEAR = 50, 5


def find(book: AnalysisModel) -> Iterator[Problem]:
    for table, *_ in book.written_tables:
        yield from _of_table(table.choose)


def _of_table(choose: Choose) -> Iterator[Problem]:
    """Of each thing that rows test by itself: doses of two drugs have nothing to do with each other."""
    of_key: dict[int, dict[tuple[Fraction, int], Clause]] = {}
    for clause in choose.clauses:
        for key, value in _edges(clause):
            of_key.setdefault(key, {})[value, clause.place.line] = clause
    for found in of_key.values():
        yield from _of_edges(sorted(found.items(), key=lambda item: item[0]), choose)


def _of_edges(edges: Sequence[tuple[tuple[Fraction, int], Clause]], choose: Choose) -> Iterator[Problem]:
    if len(edges) < 3:
        return
    steps = [high[0][0] / low[0][0] for low, high in itertools.pairwise(edges)]
    far = [number for number, step in enumerate(steps) if step >= FAR]
    if len(far) != 1 or any(step > NEAR for number, step in enumerate(steps) if number != far[0]):
        return
    (low, _), _ = edges[far[0]]
    (high, _), clause = edges[far[0] + 1]
    odd = edges[far[0]][1] if far[0] == 0 else clause
    yield lint(
        CODE,
        Text(f"`{choose.name}` steps from {show_number(low)} to {show_number(high)}: a share beside a percentage?",
             f"{choose.name} 的界限从 {show_number(low)} 跳到 {show_number(high)}：是否把比例与百分数混用？"),
        odd.place,
        Text('write shares with a percent sign: "95%"', '比例请带百分号，例如 "95%"'),
    )  # fmt: skip


def _edges(clause: Clause) -> Iterator[tuple[int, Fraction]]:
    """The numbers above zero that a row compares with, each with the number of the node that it compares; a condition that is shared is looked at once."""
    waiting: list[Node] = [clause.when] if clause.when is not None else []
    seen: set[int] = set()
    while waiting:
        at = waiting.pop()
        if at.number in seen:
            continue
        seen.add(at.number)
        if isinstance(at, Logic):
            waiting.extend(at.args)
        elif isinstance(at, Compare) and isinstance(at.right, Constant):
            value = at.right.value
            if isinstance(value, Fraction) and value > 0:
                yield at.left.number, value
