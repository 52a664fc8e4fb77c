"""One edge of a table that excludes its own value while the others include theirs, or the other way round.

Who reaches exactly 90 is then in another row than who reaches exactly 80. An edge at zero is left alone: more than
nothing is often meant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from scoring.core import Choose, Clause, Compare, Constant
from scoring.lint.looked import Looked, lint
from scoring.problems import Problem, Text

CODES = ("edges-mixed",)
UPWARD, DOWNWARD = (">=", ">"), ("<=", "<")


def find(looked: Looked) -> Iterator[Problem]:
    tables = [choose for _, choose in looked.tables()]
    tables += [one.grade.choose for one in looked.program.results if one.grade is not None]
    if looked.program.grade is not None:
        tables.append(looked.program.grade.choose)
    for choose in dict.fromkeys(tables):
        for direction in (UPWARD, DOWNWARD):
            yield from _of_table(choose, direction)


def _of_table(choose: Choose, direction: tuple[str, str]) -> Iterator[Problem]:
    edges = [(clause, op) for clause in choose.clauses if (op := _edge(clause)) in direction]
    counted = Counter(op for _, op in edges)
    if len(counted) < 2 or choose.hit != "first":
        return
    rare = min(counted, key=lambda op: (counted[op], direction.index(op) == 0))
    if counted[rare] > 1:
        return
    clause = next(clause for clause, op in edges if op == rare)
    yield lint(
        "edges-mixed",
        Text(f"`{clause.id}` {'ex' if rare in '<>' else 'in'}cludes its edge; other rows of `{choose.name}` do not",
             f"{clause.id} {'不含' if rare in '<>' else '含'}边界，而 {choose.name} 的其他行相反"),
        clause.place,
        Text(f"write `{direction[1 - direction.index(rare)]}` if that is meant", "如非本意，请改用另一种符号"),
    )  # fmt: skip


def _edge(clause: Clause) -> str | None:
    """The sign of a row that is one comparison with a number other than zero."""
    when = clause.when
    if isinstance(when, Compare) and isinstance(when.right, Constant) and when.right.value not in (0, None):
        return when.op
    return None
