"""A quota that comes to no record at all where there are few: a share of them, or a number of them that is rounded down.

```toml
[fact]
staff = { key = "name", list = { name = { kind = "text" }, points = { kind = "number" } } }
[column.staff.rank]
place = "-points"
[result.excellent]
is = "count(staff, rank.share <= 20%)"
```

Of four people the first has a share of 25%: nobody is excellent. Better, saying what then:

```toml
[fact]
staff = { key = "name", list = { name = { kind = "text" }, points = { kind = "number" } } }
[column.staff.rank]
place = "-points"
[result.excellent]
is = "count(staff, rank.place <= max(1, floor(rank.of * 20%)))"
```

Where it is meant that there may be none, silence it with that reason. The same of `keep = { first = "floor(count(staff) * 20%)" }`.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from scoring.lint.analysis_model import AnalysisModel
from scoring.lint.lint import lint
from scoring.lint.over_records import occurrences
from scoring.nodes.node import Arithmetic, Column, Compare, Constant, Each, Node, Pick, Round, Selection
from scoring.nodes.printing import written
from scoring.nodes.walk import each_once
from scoring.problems import Place, Problem, Text

CODE = "quota-of-none"
UP_TO = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def find(book: AnalysisModel) -> Iterator[Problem]:
    for one in occurrences(book):
        node = one.node
        if isinstance(node, Compare) and node.op in UP_TO:
            for op, place, end in ((node.op, node.left, node.right), (UP_TO[node.op], node.right, node.left)):
                if op in ("<", "<=") and isinstance(place, Pick) and isinstance(place.arg, Column):
                    yield from _of_places(node, place, end, one.place)
        elif isinstance(node, Selection | Each) and node.cut is not None and node.cut.keep:
            for end_ in (node.cut.first, node.cut.last):
                if end_ is not None and _rounds_to_none(end_):
                    yield _told(written(end_), None, one.place)


def _of_places(node: Compare, place: Pick, end: Node, at: Place) -> Iterator[Problem]:
    if place.output == "share" and isinstance(end, Constant) and isinstance(end.value, Fraction) and 0 < end.value < 1:
        yield _told(written(node), ceil(1 / end.value), at)
    elif place.output == "place" and _rounds_to_none(end):
        yield _told(written(node), None, at)


def _rounds_to_none(node: Node) -> bool:
    """Whether a number of records is a part of how many there are, rounded other than up, with nothing that says at least one."""
    rounds = isinstance(node, Round) or (isinstance(node, Arithmetic) and node.op in ("floor", "round"))
    below = list(each_once(node))
    of_many = any(
        (isinstance(one, Each) and one.how == "count") or (isinstance(one, Pick) and one.output == "of")
        for one in below
    )
    part = any(isinstance(one, Constant) and isinstance(one.value, Fraction) and 0 < one.value < 1 for one in below)
    return (
        rounds
        and of_many
        and part
        and not any(isinstance(one, Arithmetic) and one.op in ("max", "ceil") for one in below)
    )


def _told(quota: str, least: int | None, at: Place) -> Problem:
    message = (
        Text(
            f"`{quota}` holds for no record where there are fewer than {least}",
            f"记录少于 {least} 条时，{quota} 对谁都不成立",
        )
        if least is not None
        else Text(f"`{quota}` comes to none where there are few records", f"记录很少时，{quota} 会得零")
    )
    fix = Text("say what then: max(1, …) in a number of places, or silence it with the reason",
               "写明此时怎么办：在名次数中用 max(1, …)，或写明理由不再提示")  # fmt: skip
    return lint(CODE, message, at, fix)
