"""Which records an aggregate counted, and as what; of the others why they did not count. Looks on, and decides nothing anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from scoring.engines.exact.evaluation import Evaluation
from scoring.engines.exact.records import PICKING, Counted, counted, records_of
from scoring.nodes.node import Each
from scoring.values.value import ABSENT, Record, Value

Why = Literal["where", "body", "again", "lowest", "highest"]


@dataclass(slots=True)
class Looked:
    """A record of an aggregate: what it counts as, or why it does not count."""

    record: Record
    value: Value = None
    why: Why | None = None
    before: Record | None = None  # of one that counts again: the first of its key


def records_looked_at(node: Each, at: Evaluation) -> list[Looked]:
    """Every record of the list in its order; of one that is picked by its place that alone; none where there is no list."""
    listed = records_of(at.value(node.records))
    if not isinstance(listed, tuple):
        return []
    if node.how in PICKING:
        return _picked(node, [one for one in _looked(node, listed, at, None) if one.why is None], at)
    return list(_looked(node, listed, at, None if node.how == "list" else counted(at, node, listed)))


def _looked(node: Each, listed: tuple[Record, ...], at: Evaluation, found: Counted | None) -> Iterator[Looked]:
    found = found if found is not None else Counted()
    counts, lowest, highest = (
        {one.record.number for one in some} for some in (found.entries, found.lowest, found.highest)
    )
    first: dict[str, Record] = {}
    for record in at.visiting(node, listed):
        key = str(at.value(node.distinct)) if node.distinct is not None else str(record.number)
        if node.where is not None and (truth := at.value(node.where)) is not True:
            yield Looked(record, truth, "where")
            continue
        value, number = at.value(node.body), record.number
        if number in lowest or number in highest:
            yield Looked(record, value, "lowest" if number in lowest else "highest")
        elif isinstance(value, ABSENT):
            yield Looked(record, value, "body")
        elif number in counts or key not in first:
            yield Looked(record, value)
        else:
            yield Looked(record, value, "again", first[key])
        first.setdefault(key, record)


def _picked(node: Each, found: list[Looked], at: Evaluation) -> list[Looked]:
    """The one record whose value is meant."""
    nth = at.value(node.nth) if node.nth is not None else Fraction(1)
    if not isinstance(nth, Fraction) or nth.denominator != 1:
        return []
    number = len(found) - 1 if node.how == "last" else nth.numerator - 1
    return [found[number]] if 0 <= number < len(found) else []
