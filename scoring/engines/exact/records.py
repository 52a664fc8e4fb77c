"""What aggregates and columns mean: something of every record of a list, put together."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import cast

from scoring.engines.exact.frames import Looking
from scoring.engines.exact.index import count_of, narrowed
from scoring.engines.exact.order import naming
from scoring.nodes.node import Column, Cut, Each, Item, Node
from scoring.nodes.printing import written
from scoring.nodes.walk import names_in
from scoring.problems import Place, Problem, Text
from scoring.values import arithmetic
from scoring.values.irrational import TooLarge, Undefined
from scoring.values.value import ABSENT, Absent, Fault, NotApplicable, Record, Unknown, Value, of_all, undecided

ADDED = Text("the record was added to the list", "该记录是补入列表的")
NEITHER = Text("this is neither yes nor no", "得不出是或否")


def records_of(listed: Value) -> tuple[Record, ...] | Absent:
    """The records of a list; of what is no record, such as the results of several rows, `it` is the value."""
    if isinstance(listed, ABSENT):
        return listed
    if not isinstance(listed, tuple):
        return Unknown((), Text("this is no list", "这不是列表"))
    if not listed or isinstance(listed[0], Record):  # as all of them then are
        return cast("tuple[Record, ...]", listed)
    return tuple(
        Record(one if isinstance(one, Mapping) else {"it": one}, position) for position, one in enumerate(listed)
    )


def item(at: Looking, node: Item) -> Value:
    record = at.record(node.scope)
    if record is None or node.name not in record:  # what is made for each record, asked for by itself
        return Unknown((node.name,))
    return record[node.name]


def decided(decisive: bool, truths: Iterable[Value]) -> Value:
    """The decisive truth where one operand has it; else what the operands without a truth leave; else the other truth."""
    absent: list[Absent] = []
    for truth in truths:
        if truth is decisive:
            return decisive
        if isinstance(truth, ABSENT):
            absent.append(truth)
    open_ = undecided(absent)
    return open_ if open_ is not None else not decisive


PICKING = ("first", "last", "nth")
"""What gives the value of one record."""


@dataclass(frozen=True, slots=True)
class Counts:
    """A record that counts, with its value and its weight."""

    record: Record
    value: Value
    weight: Value = None


@dataclass(slots=True)
class Counted:
    """The records of an aggregate: those that count, those that are cut off at either end, what stops the whole, what does not apply."""

    entries: list[Counts] = field(default_factory=list)
    lowest: list[Counts] = field(default_factory=list)
    highest: list[Counts] = field(default_factory=list)
    stopping: list[Absent] = field(default_factory=list)
    inapplicable: list[Absent] = field(default_factory=list)

    @property
    def cut(self) -> list[Counts]:
        return self.lowest + self.highest

    @property
    def values(self) -> list[Value]:
        return [one.value for one in self.entries]

    def absence(self, absent: Absent) -> None:
        """What has no value for a record: it is left out where it does not apply, and stops the whole otherwise."""
        (self.inapplicable if isinstance(absent, NotApplicable) else self.stopping).append(absent)


def each(at: Looking, node: Each) -> Value:
    """What comes of the records that count; of none `else`, or what the function gives of nothing."""
    listed = records_of(at.value(node.records))
    if not isinstance(listed, tuple):
        return listed
    if node.how == "list":
        return tuple(at.value(node.body) for _ in at.visiting(node, listed))
    if node.how in PICKING:
        return _picked(at, node, listed)
    quick = count_of(at, node, listed) if node.how == "count" else None
    if quick is not None:
        return quick
    found = counted(at, node, narrowed(at, node, listed))
    if node.how in ("all", "any") and (found.stopping or found.entries):
        return decided(node.how == "any", [*found.values, *found.stopping])
    open_ = of_all(found.stopping)
    if open_ is not None:
        return open_
    if not found.entries:
        return _of_none(at, node, found)
    if node.how == "count":
        return Fraction(sum(1 for value in found.values if value is not False))
    return _put_together(node, found)


def counted(at: Looking, node: Each, listed: tuple[Record, ...]) -> Counted:
    """Which records count, with their values, in the order of the list."""
    found = Counted()
    once = _Once(node)
    for record in at.visiting(node, listed):
        if not _belongs(at, node, found):
            continue
        value = at.value(node.body)
        weight = at.value(node.weight) if node.weight is not None else None
        if isinstance(value, ABSENT) or isinstance(weight, ABSENT):
            open_ = of_all(one for one in (value, weight) if isinstance(one, ABSENT))
            assert open_ is not None  # one of them is
            found.absence(open_)
        elif once.is_new(at, record, (value, weight), found):
            found.entries.append(Counts(record, value, weight))
    if node.cut is not None and not found.stopping:
        _cut(at, node.cut, found)
    return found


def _belongs(at: Looking, node: Each, found: Counted) -> bool:
    """Whether the record at hand counts by `where`; where that is open the whole is."""
    if node.where is None:
        return True
    truth = at.value(node.where)
    if isinstance(truth, Unknown | Fault):
        found.stopping.append(truth)
    elif not isinstance(truth, bool | NotApplicable):
        found.stopping.append(Unknown(names_in(node.where), NEITHER))
    return truth is True


class _Once:
    """Which records are the first of their `distinct` key; what differs between those of one key is a fault."""

    def __init__(self, node: Each) -> None:
        self.node = node
        self.first: dict[object, tuple[Record, tuple[Value, ...]]] = {}

    def is_new(self, at: Looking, record: Record, values: tuple[Value, ...], found: Counted) -> bool:
        if self.node.distinct is None:
            return True
        key = at.value(self.node.distinct)
        if isinstance(key, ABSENT):
            found.absence(key)
            return False
        same = (type(key), key if isinstance(key, Hashable) else str(key))
        if same not in self.first:
            self.first[same] = record, values
            return True
        before, others = self.first[same]
        if others != values:
            found.stopping.append(_differs(self.node, before, record))
        return False


def _cut(at: Looking, cut: Cut, found: Counted) -> None:
    """Takes away the lowest or the highest, or all but those; of equal ones in the order of the list."""
    ends = ends_of(at, cut, len(found.entries))
    if not isinstance(ends, tuple):
        found.absence(ends)
        return
    try:
        numbers = [exact(one.value) for one in found.entries]
    except Undefined as undefined:
        found.stopping.append(Unknown((), undefined.text))
        return
    order = sorted(range(len(numbers)), key=numbers.__getitem__)
    out = cut_off(cut, ends, len(order))
    low = [place for place in out if (cut.first is None if cut.keep else place < ends[0])]
    found.lowest = [found.entries[order[place]] for place in low]
    found.highest = [found.entries[order[place]] for place in out if place not in low]
    gone = {order[place] for place in out}
    found.entries = [one for number, one in enumerate(found.entries) if number not in gone]


def ends_of(at: Looking, cut: Cut, there: int) -> tuple[int, int] | Absent:
    """Where the first that are meant end, and where the last begin, among so many."""
    first = whole(at, cut.first) if cut.first is not None else 0
    last = whole(at, cut.last) if cut.last is not None else 0
    if not isinstance(first, int):
        return first
    return (min(first, there), max(there - last, 0)) if isinstance(last, int) else last


def cut_off(cut: Cut, ends: tuple[int, int], there: int) -> list[int]:
    """Which of so many are left out."""
    first, last = ends
    return [number for number in range(there) if (number < first or number >= last) is not cut.keep]


def _of_none(at: Looking, node: Each, found: Counted) -> Value:
    """What comes of no record: `else`; nothing where no body applies; otherwise what the function gives of nothing."""
    if node.otherwise is not None:
        return at.value(node.otherwise)
    if found.inapplicable:
        return found.inapplicable[0]
    if node.how in ("all", "any"):
        return node.how == "all"
    if node.how in PICKING:
        return Unknown((), Text(f"{node.how} of too few records", f"记录不足，无法取 {node.how}"), names_in(node))
    return _put_together(node, found)


def _put_together(node: Each, found: Counted) -> Value:
    try:
        weights = [exact(one.weight) for one in found.entries] if node.weight is not None else None
        return arithmetic.aggregate(node.how, [exact(value) for value in found.values], weights)
    except (Undefined, TooLarge) as undefined:
        return Unknown((), undefined.text, names_in(node))


def _picked(at: Looking, node: Each, listed: tuple[Record, ...]) -> Value:
    """The value of the first, the last or another record of those that count, as they are listed."""
    ahead = whole(at, node.nth) if node.nth is not None else 1
    if not isinstance(ahead, int):
        return ahead
    found = Counted()
    once = _Once(node)
    listed = narrowed(at, node, listed)
    for record in at.visiting(node, listed[::-1] if node.how == "last" else listed):
        if _belongs(at, node, found) and not found.stopping and once.is_new(at, record, (), found):
            value = at.value(node.body)
            if isinstance(value, NotApplicable):
                found.inapplicable.append(value)
                continue
            ahead -= 1
            if ahead == 0:
                return value
    open_ = of_all(found.stopping)
    return open_ if open_ is not None else _of_none(at, node, found)


def whole(at: Looking, node: Node) -> int | Absent:
    """How many are meant: a whole number, not below zero."""
    value = at.value(node)
    if isinstance(value, ABSENT):
        return value
    if isinstance(value, Fraction) and value.denominator == 1 and value >= 0:
        return int(value)
    return Unknown(
        (), Text("a number of records is a whole number, not negative", "记录数应为非负整数"), names_in(node)
    )


def _differs(node: Each, one: Record, other: Record) -> Fault:
    """That records which count once do not say the same."""
    list_, kind = written(node.records), node.records.kind
    names = naming(one, kind), naming(other, kind)
    place = Place("?") if node.place is None else node.place
    return Fault(
        (
            Problem(
                "distinct-differs",
                Text(f"`{names[0]}` and `{names[1]}` of `{list_}` count once and do not say the same",
                     f"{list_} 中 {names[0]} 与 {names[1]} 只计一次，内容却不同"),
                place,
                Text("correct one of the two, or choose another `distinct`", "改正其中之一，或改用其他 distinct"),
            ),
        )
    )  # fmt: skip


def exact(value: Value) -> Fraction:
    """The number that a value is; a bound is none."""
    if not isinstance(value, Fraction):
        raise Undefined(Text("an exact number is needed", "需要确切的数值"))
    return value


def column(at: Looking, node: Column) -> Value:
    """What the column has for the record; for one that a list was filled up with it is made as for any other."""
    record = at.record(node.scope)
    if record is None:
        return Unknown((node.definition,))
    values = at.name(node.definition)
    if isinstance(values, ABSENT):
        return values
    known = at.column(node.definition)
    if record.number not in known:
        _add(at, node, record)
    return known[record.number]


def _add(at: Looking, node: Column, record: Record) -> None:
    """Makes the columns for a record that was added to their list, up to this one: those that others read first."""
    for name in at.columns_of(node.list):
        if isinstance(at.name(name), ABSENT):
            continue
        known, made = at.column(name), at.definitions[name]
        if record.number not in known and isinstance(made, Each):
            with at.looking_at(made.scope, record):
                known[record.number] = at.value(made.body)
        elif record.number not in known:
            known[record.number] = NotApplicable(ADDED)
        if name == node.definition:
            return
