"""A cap below a floor that can bite together: what the floor gives, the cap takes, and one of the two does not do what it says.

```toml
[rulebook]
name = "r"
[fact]
diverted = { kind = "yes_no" }
small = { kind = "yes_no" }
[rule.reach]
kind = "proportional"
[limit.diverted]
when = "diverted"
total = { at_most = 59 }
[limit.small]
when = "small"
total = { at_least = 60 }
```

A small project that diverted money has 59 points: floors come first, then caps, in whatever order they are written. Better, if that
is meant, said in the floor's own condition:

```toml
[rulebook]
name = "r"
[fact]
diverted = { kind = "yes_no" }
small = { kind = "yes_no" }
[rule.reach]
kind = "proportional"
[limit.diverted]
when = "diverted"
total = { at_most = 59 }
[limit.small]
when = "small and not diverted"
total = { at_least = 60 }
```

Told with facts under which both bite; limits whose conditions are computed from other values are left alone.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

from scoring.lint.analysis_model import AnalysedTable, AnalysisModel
from scoring.lint.lint import lint
from scoring.problems import Problem, Text
from scoring.program.program import Limit
from scoring.values.number import show_number

CODE = "limits-cross"


def find(book: AnalysisModel) -> Iterator[Problem]:
    for one, other in itertools.combinations_with_replacement(book.program.limits, 2):
        for of, cap, floor in _crossing(one, other):
            both = book.together(one, other)
            if both is not None:
                yield _told(one, other, of, cap, floor, both, book)
                break


def _crossing(one: Limit, other: Limit) -> Iterator[tuple[str, Fraction, Fraction]]:
    """What two limits act on, with the cap of one that is below the floor of the other."""
    ends = {"total": (one.total, other.total)}
    ends.update((path, (one.groups[path], other.groups[path])) for path in one.groups if path in other.groups)
    for of, ((floor, cap), (other_floor, other_cap)) in ends.items():
        for most, least in ((cap, other_floor), (other_cap, floor)):
            if most is not None and least is not None and most < least:
                yield of, most, least


def _told(
    one: Limit, other: Limit, of: str, cap: Fraction, floor: Fraction, both: AnalysedTable, book: AnalysisModel
) -> Problem:
    assert both.found is not None
    values = both.found.some[0].values
    comes = Text(f"both bite; it has at most {show_number(cap)}", f"两者都触发；最多 {show_number(cap)}")
    names = one.name if one is other else f"{one.name}` and `{other.name}"
    said = both.said(values, book)
    when = Text(f" together where {said}" if said else " together", f"会同时触发（{said}）" if said else "会同时触发")
    return lint(
        CODE,
        Text(f"`{names}` can bite{when.en}: at most {show_number(cap)} and at least {show_number(floor)} of `{of}`",
             f"{names.replace('` and `', ' 与 ')} {when.zh}：{of} 至多 {show_number(cap)}，又至少 {show_number(floor)}"),
        other.place,
        Text("let one condition exclude the other, or correct the points", "让两个条件互斥，或改正分值"),
        shown_by=both.counterexample(values, book, comes) if one is other else None,
    )  # fmt: skip
