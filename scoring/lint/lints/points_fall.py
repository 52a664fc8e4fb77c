"""Points that fall when the actual improves, where the target says that more (or less) is better.

```toml
[rulebook]
name = "r"
[rule.reach]
by = "actual"
rows = [[">= 95%", "60%"], [">= 80%", "100%"], ["else", "0%"]]

# the indicator set
[indicator_set]
name = "s"
rules = "r"
[indicator]
B1 = { in = "过程", weight = 10, rule = "reach", target = ">= 100%" }
```

95% earns less than 80%, though more is better. Better:

```toml
[rulebook]
name = "r"
[rule.reach]
by = "actual"
rows = [[">= 95%", "100%"], [">= 80%", "60%"], ["else", "0%"]]

# the indicator set
[indicator_set]
name = "s"
rules = "r"
[indicator]
B1 = { in = "过程", weight = 10, rule = "reach", target = ">= 100%" }
```

Points that depend on the actual alone are scored at every number that the criterion names, between them and beyond; what is
told has been found so. A criterion may mean it, to punish what goes far beyond a target: silence it there, with the reason.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

from scoring.lint.analysis_model import AnalysisModel
from scoring.lint.indicators import as_example, points_of
from scoring.lint.keys import Key
from scoring.lint.lint import lint
from scoring.nodes.node import Compare, Constant, Name
from scoring.nodes.walk import each_once, names_in
from scoring.problems import Problem, Text
from scoring.program.program import Indicator
from scoring.values.number import show_number

CODE = "points-fall"
NEEDS_SET = True
MOST_EDGES = 200
Point = tuple[Fraction, Fraction]


def find(book: AnalysisModel) -> Iterator[Problem]:
    for indicator in book.program.indicators:
        actual, target = f"{indicator.id}.actual", f"{indicator.id}.target"
        names = set(names_in(indicator.criterion.points))
        if indicator.sign in (">=", ">", "<=", "<") and actual in names and names <= {actual, target}:
            key = _key(indicator, book.inputs[target].value if target in book.inputs else None)
            if key is not None:
                yield from _falls(indicator, key, book)


def _key(indicator: Indicator, target: object) -> Key | None:
    """The actual, with every number that it is compared with, be it as a share of the target, as its scale."""
    found: dict[Fraction, str | None] = {}
    for at in each_once(indicator.criterion.points):
        for side in (at.left, at.right) if isinstance(at, Compare) else ():
            if isinstance(side, Constant) and isinstance(side.value, Fraction):
                found.setdefault(side.value, side.kind.unit)
    if isinstance(target, Fraction):
        found = {edge * target: None for edge in found} | found | {target: None}
    if not found or len(found) > MOST_EDGES:
        return None
    node = indicator.actual if isinstance(indicator.actual, Name) else Name(indicator.criterion.points.kind, "actual")
    unit = next((unit for unit in found.values() if unit is not None), None)
    key = Key(Name(node.kind, "actual"), list(found), unit)
    return key if key.settle() else None


def _falls(indicator: Indicator, key: Key, book: AnalysisModel) -> Iterator[Problem]:
    points: list[Point] = []
    for start, end in key.sure:
        for position in range(start, end):
            value = key.value(position)
            earned = points_of(indicator, [(key, value)], book)
            if earned is not None and isinstance(value, Fraction):
                points.append((value, earned))
    better = points if indicator.sign in (">=", ">") else points[::-1]
    for (worse, before), (value, after) in itertools.pairwise(better):
        if after < before:
            shown = [as_example(indicator, [(key, each)], book, Text("", "")) for each in (worse, value)]
            actuals = [one.given[0][1].strip('"') if one is not None else show_number(each)
                       for one, each in zip(shown, (worse, value), strict=True)]  # fmt: skip
            choice = indicator.criterion.choice
            was, now = show_number(before), show_number(after)
            yield lint(
                CODE,
                Text(f"`{indicator.id}` earns {was} for {actuals[0]} and {now} for {actuals[1]}, "
                     f"though its target is {indicator.sign}",
                     f"{indicator.id} 实际值 {actuals[0]} 得 {was}，{actuals[1]} 只得 {now}，而目标方向为 {indicator.sign}"),
                book.told_at(indicator, choice.place if choice is not None else indicator.criterion.place),
                Text("correct the rows, or the target's sign", "改正各行，或目标的方向"),
                shown_by=as_example(indicator, [(key, value)], book,
                                    Text(f"it earns {now}; {actuals[0]} earns {was}", f"得 {now}；{actuals[0]} 得 {was}")),
            )  # fmt: skip
            return
