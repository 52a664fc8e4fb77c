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
is often meant, and so is a band in the middle that has both its edges, such as `["< 36", 1], ["<= 38", 0], ["else", 1]`.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from scoring.lint.analysis_model import AnalysedTable, AnalysisModel
from scoring.lint.combinations import Case
from scoring.lint.counterexample import decided
from scoring.lint.lint import lint
from scoring.nodes.node import Choose, Clause, Compare, Constant
from scoring.problems import Counterexample, Problem, Text
from scoring.values.day import Day

CODE = "edges-mixed"
UPWARD, DOWNWARD = (">=", ">"), ("<=", "<")
NOT_LOOKED_AT = ("all", "all_by_output", "ranked")


@dataclass(frozen=True, slots=True)
class Edge:
    """A row that is one comparison: of what (a node's number), with which sign and number."""

    clause: Clause
    key: int
    op: str
    at: Any


def find(book: AnalysisModel) -> Iterator[Problem]:
    for table, *_ in book.written_tables:
        if table.choose.hit not in NOT_LOOKED_AT:
            for direction in (UPWARD, DOWNWARD):
                yield from _of_table(table, direction, book)


def _of_table(table: AnalysedTable, direction: tuple[str, str], book: AnalysisModel) -> Iterator[Problem]:
    """Of the rows that test one thing, one that includes its edge where the others exclude theirs, or the other way round."""
    of_key: dict[int, list[Edge]] = {}
    for clause in table.choose.clauses:
        edge = _edge(clause)
        if edge is not None and edge.op in direction:
            of_key.setdefault(edge.key, []).append(edge)
    for edges in of_key.values():
        counted = Counter(edge.op for edge in edges)
        rare = min(counted, key=lambda op: (counted[op], direction.index(op) == 0))
        if len(counted) < 2 or counted[rare] > 1 or _has_middle(edges, table.choose):
            continue
        odd = next(edge for edge in edges if edge.op == rare)
        yield lint(
            CODE,
            Text(f"`{odd.clause.id}` {'ex' if rare in '<>' else 'in'}cludes its edge; other rows of `{table.written}` do not",
                 f"{odd.clause.id} {'不含' if rare in '<>' else '含'}边界，而 {table.written} 的其他行相反"),
            odd.clause.place,
            Text(f"write `{direction[1 - direction.index(rare)]}` if that is meant", "如非本意，请改用另一种符号"),
            shown_by=_at_the_edge(table, odd.clause, book),
        )  # fmt: skip


def _has_middle(edges: Sequence[Edge], choose: Choose) -> bool:
    """Whether the signs change once, so that one band has both its edges, and results do not go one way over it.

    Such a band is what is normal, between what is too little and too much, as sources print it.
    """
    ordered = sorted(edges, key=lambda edge: edge.at)
    ops = [edge.op for edge in ordered]
    middle = ops.index(ops[-1])
    if ops != [ops[0]] * middle + [ops[-1]] * (len(ops) - middle) or (ops[0], ops[-1]) not in (
        ("<", "<="),
        (">=", ">"),
    ):
        return False
    last = [choose.otherwise.then] if choose.otherwise is not None else []
    last += [clause.then for clause in choose.clauses if clause.when is None]
    thens = [edge.clause.then for edge in edges] + last  # in the order in which rows are written
    given = [then.value for then in thens if isinstance(then, Constant) and isinstance(then.value, Fraction)]
    if choose.hit != "first" or len(given) < len(thens):
        return choose.hit == "first"
    steps = [(one > other) - (one < other) for one, other in itertools.pairwise(given)]
    return 1 in steps and -1 in steps


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


def _edge(clause: Clause) -> Edge | None:
    """A row that is one comparison with a number other than zero."""
    when = clause.when
    if not isinstance(when, Compare) or not isinstance(when.right, Constant):
        return None
    edge = when.right.value
    return Edge(clause, when.left.number, when.op, edge) if isinstance(edge, Fraction | Day) and edge != 0 else None
