"""A choice among records that rests on the order in which they happen to be listed: listed otherwise, another one is chosen.

```toml
[fact]
marks = { list = { exam = { kind = "text" }, mark = { kind = "number" }, possible = { kind = "number" } } }
[list.counted]
from = "marks"
order = "mark"
leave_out = { first = 1 }
[result.possible]
is = "sum(counted, possible)"
```

Of two equal marks at the edge the one that is listed first is left out, and it may be of another exam. Better, with a further key that decides:

```toml
[fact]
marks = { list = { exam = { kind = "text" }, mark = { kind = "number" }, possible = { kind = "number" } } }
[list.counted]
from = "marks"
order = ["mark", "-possible"]
ties = "listed"
leave_out = { first = 1 }
[result.possible]
is = "sum(counted, possible)"
```

`ties = "listed"` says that the order listed is meant, `ties = "told"` refuses a project where two are alike at the edge. Not told where the list's
`key` is among those that it is ordered by, since no two records have one name, nor where nothing but what it is ordered by is read of it.

An aggregate that leaves records out by their value (`drop_lowest`, `keep_highest`) and counts each with a `weight` of its own is told as well:
of two equal values either may be left out, and its weight with it. A list with an `order` says which.
"""

from __future__ import annotations

from collections.abc import Iterator

from scoring.lint.analysis_model import AnalysisModel
from scoring.lint.lint import lint
from scoring.lint.over_records import Occurrence, occurrences, sources
from scoring.nodes.node import Column, Each, Item, Selection
from scoring.nodes.printing import written
from scoring.nodes.walk import each_once
from scoring.problems import Problem, Text

CODE = "listed-order"


def find(book: AnalysisModel) -> Iterator[Problem]:
    found = list(occurrences(book))
    for one in found:
        node = one.node
        if isinstance(node, Selection) and _is_undecided(node, book) and _reads_more(node, found, book):
            keys = ", ".join(written(key.node) for key in node.order)
            message = (
                Text(f"which records of `{node.name}` count where two have the same {keys} depends on how they are listed",
                     f"{keys} 相同时，{node.name} 取舍哪条记录取决于填报次序")
                if node.order
                else Text(f"which records of `{node.name}` are left out depends on how they are listed",
                          f"{node.name} 取舍哪些记录取决于填报次序")
            )  # fmt: skip
            yield lint(
                CODE,
                message,
                one.place,
                Text('add a further key to order, or ties = "listed" or "told"',
                     '在 order 中再加一个键，或写 ties = "listed" 或 "told"'),
            )  # fmt: skip
        if isinstance(node, Each) and _weighs_what_is_cut(node):
            yield lint(
                CODE,
                Text(f"of two equal values in `{written(node)}` it depends on how they are listed whose weight counts",
                     f"{written(node)} 中数值相同时，计哪条的权重取决于填报次序"),
                one.place,
                Text("take a [list.NAME] whose order has a further key, with leave_out or keep",
                     "改用 [list.名称]，在 order 中再加一个键，并写 leave_out 或 keep"),
            )  # fmt: skip


def _weighs_what_is_cut(node: Each) -> bool:
    """Whether records are left out by a value, and two with the same value may weigh differently."""
    if node.cut is None or node.weight is None:
        return False
    same = {node.body.name} if isinstance(node.body, Item | Column) else set()
    read = (one for one in each_once(node.weight) if isinstance(one, Item | Column) and one.scope == node.scope)
    return any(one.name not in same for one in read)


def _is_undecided(node: Selection, book: AnalysisModel) -> bool:
    """Whether an order cuts off some, does not say what comes of records that are alike, and may have some."""
    name = node.records.kind.key
    by_name = any(isinstance(key.node, Item) and key.node.name == name for key in node.order)
    entry = book.sections.lists.get(node.name)
    says = entry is not None and entry.model.ties is not None
    return node.cut is not None and node.ratio is None and not says and not by_name


def _reads_more(node: Selection, found: list[Occurrence], book: AnalysisModel) -> bool:
    """Whether anything reads of the list what it is not ordered by, so that it matters which of two alike is left."""
    keys = {key.node.name for key in node.order if isinstance(key.node, Item)}
    for one in found:
        each = one.node
        if isinstance(each, Each) and node.name in sources(book, each.records.kind.of):
            read = {below.name for below in _read_of_each(each)}
            if read - keys:
                return True
    return not node.order


def _read_of_each(node: Each) -> Iterator[Item | Column]:
    """The fields and columns that an aggregate reads of each record."""
    for part in (node.body, node.where, node.weight, node.distinct):
        if part is not None:
            yield from (one for one in each_once(part) if isinstance(one, Item | Column) and one.scope == node.scope)
