"""One edge of a table that excludes its own value while the others include theirs, or the other way round.

```toml
[fact]
rate = "%"
[value.points]
by = "rate"
rows = [[">= 90%", 10], ["> 80%", 8], [">= 60%", 6], ["else", 0]]
```

Who reaches exactly 90% is in the better row, who reaches exactly 80% in the worse. Better:

```toml
[fact]
rate = "%"
[value.points]
by = "rate"
rows = [[">= 90%", 10], [">= 80%", 8], [">= 60%", 6], ["else", 0]]
```

Read the source again: where it says 以上（含） for all, one sign is a slip. An edge at zero is left alone: more than nothing
is often meant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from scoring.lint.analysis_model import AnalysedTable, AnalysisModel
from scoring.lint.combinations import Case
from scoring.lint.counterexample import decided
from scoring.lint.lint import lint
from scoring.nodes.node import Clause, Compare, Constant
from scoring.problems import Counterexample, Problem, Text

CODE = "edges-mixed"
UPWARD, DOWNWARD = (">=", ">"), ("<=", "<")


def find(book: AnalysisModel) -> Iterator[Problem]:
    for table in book.tables:
        for direction in (UPWARD, DOWNWARD):
            yield from _of_table(table, direction, book)


def _of_table(table: AnalysedTable, direction: tuple[str, str], book: AnalysisModel) -> Iterator[Problem]:
    edges = [(clause, op) for clause in table.choose.clauses if (op := _edge(clause)) in direction]
    counted = Counter(op for _, op in edges)
    if len(counted) < 2 or table.choose.hit != "first":
        return
    rare = min(counted, key=lambda op: (counted[op], direction.index(op) == 0))
    if counted[rare] > 1:
        return
    clause = next(clause for clause, op in edges if op == rare)
    yield lint(
        CODE,
        Text(f"`{clause.id}` {'ex' if rare in '<>' else 'in'}cludes its edge; other rows of `{table.name}` do not",
             f"{clause.id} {'不含' if rare in '<>' else '含'}边界，而 {table.name} 的其他行相反"),
        clause.place,
        Text(f"write `{direction[1 - direction.index(rare)]}` if that is meant", "如非本意，请改用另一种符号"),
        shown_by=_at_the_edge(table, clause, book),
    )  # fmt: skip


def _at_the_edge(table: AnalysedTable, clause: Clause, book: AnalysisModel) -> Counterexample | None:
    """What becomes of exactly the edge."""
    if len(table.keys) != 1 or not table.independent or table.found is None:
        return None
    assert isinstance(clause.when, Compare) and isinstance(clause.when.right, Constant)
    ((position, _),) = table.keys[0].where("==", clause.when.right.value)[0]
    case = Case(table.keys, (position,))
    decision = decided(table.choose, case.values, book.bare)
    if decision is None or not decision.taken:
        return None
    taken = decision.taken[0].id
    return table.counterexample(case.values, book, Text(f"the row `{taken}` takes it", f"由 {taken} 这一行处理"))


def _edge(clause: Clause) -> str | None:
    """The sign of a row that is one comparison with a number other than zero."""
    when = clause.when
    if isinstance(when, Compare) and isinstance(when.right, Constant) and when.right.value not in (0, None):
        return when.op
    return None
