"""A mean, median, smallest, largest or first of records that may all be left out: then it is of none, and all that reads it unknown.

```toml
[fact]
bids = { key = "bidder", list = { bidder = { kind = "text" }, price = { unit = "元" } } }
ceiling = "元"
[list.valid]
from = "bids"
where = "price <= ceiling"
[result.benchmark]
is = "mean(valid, price)"
```

A project all of whose bids are above the ceiling has no benchmark, though nothing is missing. Better, saying what then:

```toml
[fact]
bids = { key = "bidder", list = { bidder = { kind = "text" }, price = { unit = "元" } } }
ceiling = "元"
[list.valid]
from = "bids"
where = "price <= ceiling"
[result.benchmark]
is = "mean(valid, price)"
when = "count(valid) > 0"
```

Or `else = …` in the aggregate. Told of lists that a rulebook itself chooses from, by `where` or `leave_out`, and not behind a condition on
their `count`; a list that is reported empty is the project's own, and in a column of a list its own record is never left out. A record
that is looked up by its `key` and is not there is the project's own mistake as well.
"""

from __future__ import annotations

from collections.abc import Iterator

from scoring.lint.analysis_model import AnalysisModel
from scoring.lint.lint import lint
from scoring.lint.over_records import Occurrence, made_by, occurrences, sources
from scoring.nodes.node import Compare, Cut, Each, Item
from scoring.nodes.printing import written
from scoring.problems import Problem, Text

CODE = "aggregate-of-none"
OF_SOME = ("mean", "geomean", "median", "min", "max", "first", "last", "nth")


def find(book: AnalysisModel) -> Iterator[Problem]:
    for one in occurrences(book):
        node = one.node
        if not isinstance(node, Each) or node.how not in OF_SOME or node.otherwise is not None:
            continue
        if not _may_be_empty(one, node, book) or one.is_behind_count_of(node.records.kind.of):
            continue
        yield lint(
            CODE,
            Text(f"of no record left there is no `{written(node)}`", f"一条记录也不剩时，{written(node)} 无从得出"),
            one.place,
            Text(f"add else = … to it, or when = {_some(node)}", f"在其中加 else = …，或写 when = {_some(node)}"),
        )


def _may_be_empty(one: Occurrence, node: Each, book: AnalysisModel) -> bool:
    """Whether a rulebook itself may leave none of the records; the one at hand is always one of them."""
    if (node.where is not None and not _looks_up(node)) or _leaves_out(node.cut):
        return True
    if any(node.records.kind.of in sources(book, of) for of in one.within):
        return False
    for of in sources(book, node.records.kind.of):
        made = made_by(book, of)
        if made is not None and made.fill is not None:
            return False
        if made is not None and (made.where is not None or _leaves_out(made.cut)):
            return True
    return False


def _some(node: Each) -> str:
    """The condition that a record is left, as TOML: `"count(bids, valid) > 0"`, more than are left out at the ends."""
    where = f", {written(node.where)}" if node.where is not None else ""
    ends = [end for end in (node.cut.first, node.cut.last) if end is not None] if node.cut and not node.cut.keep else []
    condition = f"count({written(node.records)}{where}) > {' + '.join(written(end) for end in ends) or '0'}"
    return f"'{condition}'" if '"' in condition else f'"{condition}"'


def _looks_up(node: Each) -> bool:
    """Whether it asks for the one record of a name: that there is none is the project's own mistake, and told as such."""
    sides = (node.where.left, node.where.right) if isinstance(node.where, Compare) and node.where.op == "==" else ()
    return any(isinstance(one, Item) and one.scope == node.scope and one.name == node.records.kind.key for one in sides)


def _leaves_out(cut: Cut | None) -> bool:
    return cut is not None and not cut.keep
