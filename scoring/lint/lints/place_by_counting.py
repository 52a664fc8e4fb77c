"""A place that is found by counting for each record how many others are before it: all records are looked at for each of them.

```toml
[fact]
bids = { key = "bidder", list = { bidder = { kind = "text" }, price = { unit = "元" } } }
[column.bids.position]
is = "count(bids, price < own.price) + 1"
[result.first_places]
is = "count(bids, position == 1)"
```

Counted by one comparison alone the records are sorted once. With any other condition each is compared with all of them, a thousand
records a million times; projects beyond two million are refused. Better, in one pass whatever the keys:

```toml
[fact]
bids = { key = "bidder", list = { bidder = { kind = "text" }, price = { unit = "元" } } }
[column.bids.position]
place = "price"
[result.first_places]
is = "count(bids, position.place == 1)"
```

`place` also says of how many, and with `within`, `among` and `ties` what else is meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from scoring.lint.analysis_model import AnalysisModel
from scoring.lint.lint import lint
from scoring.lint.over_records import OfRecords, occurrences, sources
from scoring.nodes.node import Compare, Each
from scoring.nodes.printing import written
from scoring.nodes.walk import each_once, free_scopes
from scoring.problems import Problem, Text

CODE = "place-by-counting"
COUNTING = ("count", "sum", "all", "any")
BEFORE = ("<", "<=", ">", ">=")


def find(book: AnalysisModel) -> Iterator[Problem]:
    found = list(occurrences(book))
    lists = {one.node.scope: one.node.records.kind.of for one in found if isinstance(one.node, OfRecords)}
    known: dict[int, frozenset[int]] = {}
    for one in found:
        node = one.node
        if isinstance(node, Each) and node.how in COUNTING and (other := _compares(node, known)) is not None:
            outside = set(sources(book, lists.get(other, "")))
            if outside & set(sources(book, node.records.kind.of)):
                name = node.records.kind.of
                yield lint(
                    CODE,
                    Text(f"`{written(node)}` looks at all records of `{name}` for each of them",
                         f"{written(node)} 为 {name} 的每条记录都要查看全部记录"),
                    one.place,
                    Text(f'write [column.{name}.rank] with place = "…", and read rank.place',
                         f'写 [column.{name}.rank]，place = "…"，再用 rank.place'),
                )  # fmt: skip


def _compares(node: Each, known: dict[int, frozenset[int]]) -> int | None:
    """The scope of the record outside with which each record is compared by being before or behind it; None where it is not."""
    for below in (each for part in (node.body, node.where) if part is not None for each in each_once(part)):
        if not isinstance(below, Compare) or below.op not in BEFORE:
            continue
        left, right = free_scopes(below.left, known), free_scopes(below.right, known)
        for own, others in ((left, right), (right, left)):
            if own == {node.scope} and len(others) == 1 and node.scope not in others:
                return next(iter(others))
    return None
