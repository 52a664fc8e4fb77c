"""Two straight lines over the same values, by more than a shared edge: the first one wins, and nobody sees that it does.

```toml
[fact]
rate = "%"
[value.points]
by = "rate"
lines = [["0%", "60%", 0, 50], ["50%", "100%", 50, 100]]
otherwise = 100
[result.points_in_all]
is = "points"
```

55% lies on both lines, and gets what the first one gives. Better, with a shared edge at most:

```toml
[fact]
rate = "%"
[value.points]
by = "rate"
lines = [["0%", "60%", 0, 50], ["60%", "100%", 50, 100]]
otherwise = 100
[result.points_in_all]
is = "points"
```

Ends that are formulas are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from scoring.lint.analysis_model import AnalysedTable, AnalysisModel
from scoring.lint.counterexample import as_written
from scoring.lint.lint import lint
from scoring.nodes.node import Clause, Compare, Constant, Logic
from scoring.problems import Problem, Text

CODE = "lines-overlap"
Ends = tuple[Fraction, Fraction]


def find(book: AnalysisModel) -> Iterator[Problem]:
    for table, *_ in book.written_tables:
        if table.entry is not None and getattr(table.entry.model, "lines", None) is not None:
            yield from _of_table(table, book)


def _of_table(table: AnalysedTable, book: AnalysisModel) -> Iterator[Problem]:
    seen: list[tuple[Clause, Ends]] = []
    for clause in table.choose.clauses:
        ends = _ends(clause)
        if ends is None:
            continue
        for other, (low, high) in seen:
            start, end = max(low, ends[0]), min(high, ends[1])
            if start < end:
                shown = [_shown(each, clause, book) for each in (start, end)]
                yield lint(
                    CODE,
                    Text(f"from {shown[0]} to {shown[1]} the line before it counts, at {other.place}",
                         f"{shown[0]} 至 {shown[1]} 由前面的线段计算，见 {other.place}"),
                    clause.place,
                    Text("let the line begin where the other ends", "让线段从另一段的终点开始"),
                )  # fmt: skip
                break
        seen.append((clause, ends))


def _ends(clause: Clause) -> Ends | None:
    """From where to where a line goes, both being numbers."""
    if not isinstance(clause.when, Logic):
        return None
    numbers = {
        test.op: test.right.value
        for test in clause.when.args
        if isinstance(test, Compare) and isinstance(test.right, Constant) and isinstance(test.right.value, Fraction)
    }
    return (numbers[">="], numbers["<="]) if set(numbers) == {">=", "<="} else None


def _shown(value: Fraction, clause: Clause, book: AnalysisModel) -> str:
    assert isinstance(clause.when, Logic)
    unit = next((test.right.kind.unit for test in clause.when.args if isinstance(test, Compare)), None)
    return (as_written(value, unit, book.program.units) or str(value)).strip('"')
