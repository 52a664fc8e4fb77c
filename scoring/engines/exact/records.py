"""What aggregates and columns mean: something of every record of a list, put together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from scoring.engines.exact.frames import Looking
from scoring.nodes.node import Column, Each, Item
from scoring.nodes.walk import names_in
from scoring.problems import Text
from scoring.values import arithmetic
from scoring.values.irrational import TooLarge, Undefined
from scoring.values.value import ABSENT, Absent, Record, Unknown, Value, of_all, undecided


def records_of(listed: Value) -> tuple[Record, ...] | Absent:
    """The records of a list; of what is no record, such as the results of several rows, `it` is the value."""
    if isinstance(listed, ABSENT):
        return listed
    if not isinstance(listed, tuple):
        return Unknown((), Text("this is no list", "这不是列表"))
    return tuple(
        one if isinstance(one, Record) else Record(one if isinstance(one, Mapping) else {"it": one}, position)
        for position, one in enumerate(listed)
    )


def item(at: Looking, node: Item) -> Value:
    record = at.record(node.scope)
    if record is None:  # what is made for each record, asked for by itself
        return Unknown((node.name,))
    return record.get(node.name, Unknown((node.name,)))


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


def each(at: Looking, node: Each) -> Value:
    records = records_of(at.value(node.records))
    if not isinstance(records, tuple):
        return records
    values = [at.value(node.body) for _ in at.visiting(node, records)]
    if node.how == "list":
        return tuple(values)
    if node.how in ("all", "any"):
        return decided(node.how == "any", values)
    open_ = of_all(value for value in values if isinstance(value, ABSENT))
    if open_ is not None:
        return open_
    if node.how == "count":
        return Fraction(sum(1 for value in values if value is not False))
    if not values and node.how == "sum":
        return Fraction(0)
    try:
        return arithmetic.aggregate(node.how, [exact(value) for value in values])
    except (Undefined, TooLarge) as undefined:
        return Unknown((), undefined.text, names_in(node))


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
        made = at.definition(node.definition)
        if not isinstance(made, Each):
            return Unknown((node.definition,), Text("this record is not one of the list", "该记录不在此列表中"))
        with at.looking_at(made.scope, record):
            known[record.number] = at.value(made.body)
    return known[record.number]
