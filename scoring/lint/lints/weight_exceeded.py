"""A row, a level or items that give more than an indicator's weight, without the criterion saying so.

```toml
[rulebook]
name = "r"
[rule.reach]
by = "actual"
rows = [[">= 95%", 12], ["else", 0]]

# the indicator set
[indicator_set]
name = "s"
rules = "r"
[indicator]
B1 = { in = "过程", weight = 10, rule = "reach" }
```

The 12 points are kept at 10, and the table says otherwise. Better, declared as a bonus, or with the points that are meant:

```toml
[rulebook]
name = "r"
[rule.reach]
by = "actual"
rows = [[">= 95%", 12], ["else", 0]]
between = [0, 12]

# the indicator set
[indicator_set]
name = "s"
rules = "r"
[indicator]
B1 = { in = "过程", weight = 10, rule = "reach" }
```

Only results that are written as numbers are looked at; a formula may rely on being kept at the weight.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from scoring.lint.analysis_model import AnalysisModel
from scoring.lint.bounds import of_clause
from scoring.lint.combinations import Case
from scoring.lint.indicators import as_example, cases_of, points_of, unbounded
from scoring.lint.lint import lint
from scoring.nodes.node import Choose, Clause
from scoring.problems import Problem, Text
from scoring.program.program import Indicator
from scoring.values.number import show_number

CODE = "weight-exceeded"
NEEDS_SET = True


def find(book: AnalysisModel) -> Iterator[Problem]:
    for indicator in book.program.indicators:
        choose = indicator.criterion.choice
        if choose is None or unbounded(indicator.criterion.points) is not choose:
            continue
        if choose.hit == "sum":
            yield from _of_items(indicator, choose, book)
        elif choose.hit in ("first", "unique", "any", "priority", "min", "max"):
            yield from _of_rows(indicator, choose, book)


def _of_rows(indicator: Indicator, choose: Choose, book: AnalysisModel) -> Iterator[Problem]:
    highest = indicator.criterion.highest
    for number, clause in enumerate((*choose.clauses, *((choose.otherwise,) if choose.otherwise is not None else ()))):
        low, high = of_clause(clause)
        if high is None or high <= highest or (low != high and clause.bounds is None):
            continue
        case = next((case for _, n, case in cases_of(indicator, book) if n == number), None)
        yield _told(indicator, clause, high, case, book)


def _of_items(indicator: Indicator, choose: Choose, book: AnalysisModel) -> Iterator[Problem]:
    """Items that all hold at once, and together give too much."""
    highest = indicator.criterion.highest
    for table in book.tables_of_rule.get(indicator.criterion.rule, ()):
        if not table.independent or table.found is None:
            continue
        every = Case(table.keys, tuple(key.possible[0][0] for key in table.keys))  # yes stands first
        given = points_of(indicator, every.values, book, choose)
        if given is not None and given > highest:
            yield _told(indicator, choose.clauses[-1], given, every, book)


def _told(indicator: Indicator, clause: Clause, given: Fraction, case: Case | None, book: AnalysisModel) -> Problem:
    shown, most = show_number(given), show_number(indicator.criterion.highest)
    return lint(
        CODE,
        Text(f"`{clause.id}` brings `{indicator.id}` to {shown}; it has at most {most}",
             f"{clause.id} 使 {indicator.id} 达到 {shown}，而它最多 {most}"),
        book.told_at(indicator, clause.place),
        Text("declare a bonus: between = [0, …], or correct the points", "声明加分 between = [0, …]，或改正分值"),
        shown_by=as_example(
            indicator, case.values, book, Text(f"{shown} by the rule, kept at {most}", f"按规则为 {shown}，只计 {most}")
        ) if case is not None else None,
    )  # fmt: skip
