"""Where a record stands in an order that gives places: by which keys, between whom, and with whom it is tied."""

from __future__ import annotations

from fractions import Fraction

from scoring.engines.exact.order import naming
from scoring.engines.exact.places import Contender, contenders
from scoring.nodes.node import Column, Item, Node, Pick, Places
from scoring.nodes.printing import written
from scoring.problems import Text
from scoring.scorecard.records import Counted, Gathered, LeftOut, Ranked, Standing
from scoring.scorecard.trace import Trace
from scoring.values.bound import Bound
from scoring.values.number import show_number
from scoring.values.value import NotApplicable, Record, Unknown, Value

NO_PLACE = Text("it has no place", "没有名次")


def name_of(node: Node, trace: Trace) -> Text:
    """What people read for a key of an order: the column's label, the field's name, or the formula."""
    if isinstance(node, Column):
        label = trace.program.labels.get(node.definition)
        return label if label is not None and label.en != node.definition else Text(node.name, node.name)
    if isinstance(node, Pick) and isinstance(node.arg, Column):
        above = name_of(node.arg, trace)
        return Text(f"{above.en}.{node.output}", f"{above.zh}.{node.output}")
    text = node.name if isinstance(node, Item) else written(node)
    return Text(text, text)


class Order:
    """All records of an order with their places; `groups` are those whose place is known, one after the other."""

    def __init__(self, node: Places, trace: Trace) -> None:
        self.node, self.trace, self.kind = node, trace, node.records.kind
        found = contenders(trace.at, node)
        self.entries: tuple[Contender, ...] = found if isinstance(found, tuple) else ()
        self.of = {entry.record.number: entry for entry in self.entries}
        self.groups: dict[str, list[Contender]] = {}
        for entry in sorted(self.entries, key=lambda one: (_least(place_of(one)), one.record.position)):
            if isinstance(place_of(entry), Fraction):
                self.groups.setdefault(str(entry.group), []).append(entry)
        self.ranks = {one.record.number: rank for group in self.groups.values() for rank, one in enumerate(group)}
        self.by = tuple(name_of(key.node, trace) for key in node.keys)

    def standing(self, record: Record) -> Standing | None:
        """Where the record stands; None where it has no place at all."""
        entry = self.of.get(record.number)
        if entry is None or not isinstance(place_of(entry), Fraction | Bound):
            return None
        before, tied, after = self.beside(entry)
        return Standing(
            by=self.by,
            largest_first=tuple(key.largest_first for key in self.node.keys),
            within=self.group(entry),
            ties=self.node.ties,
            of=said(entry.value.get("of") if isinstance(entry.value, dict) else None),
            own=self.ranked(entry),
            before=self.ranked(before) if before is not None else None,
            after=self.ranked(after) if after is not None else None,
            tied=tuple(naming(one.record, self.kind) for one in tied),
            where=self.node.place,
        )

    def beside(self, entry: Contender) -> tuple[Contender | None, list[Contender], Contender | None]:
        """The record before it, those with its keys, and the one after it."""
        rank = self.ranks.get(entry.record.number)
        if rank is None:
            return None, [], None
        group = self.groups[str(entry.group)]
        first = last = rank
        while first > 0 and group[first - 1].keys == entry.keys:
            first -= 1
        while last + 1 < len(group) and group[last + 1].keys == entry.keys:
            last += 1
        tied = [one for one in group[first : last + 1] if one is not entry]
        return (group[first - 1] if first else None), tied, (group[last + 1] if last + 1 < len(group) else None)

    def group(self, entry: Contender) -> Text | None:
        if self.node.within is None:
            return None
        name, value = name_of(self.node.within, self.trace), self.trace.said(entry.group, self.node.within.kind)
        return Text(f"{name.en} = {value.en}", f"{name.zh} = {value.zh}")

    def ranked(self, entry: Contender) -> Ranked:
        by = (self.trace.said(value, key.node.kind) for value, key in zip(entry.keys, self.node.keys, strict=True))
        return Ranked(naming(entry.record, self.kind), said(place_of(entry)), tuple(by))

    def gathered(self, of: Text) -> Gathered:
        """All records in their order, with their places, and those that have none."""
        placed = [one for one in self.entries if isinstance(place_of(one), Fraction | Bound)]
        placed.sort(key=lambda one: (_least(place_of(one)), one.record.position))
        without = [one for one in self.entries if not isinstance(place_of(one), Fraction | Bound | Unknown)]
        open_ = [one for one in self.entries if isinstance(place_of(one), Unknown)]
        return Gathered(
            of,
            tuple(Counted(naming(one.record, self.kind), self.line(one)) for one in placed),
            tuple(LeftOut(naming(one.record, self.kind), self.why(one)) for one in without),
            tuple(LeftOut(naming(one.record, self.kind), self.why(one)) for one in open_),
        )

    def line(self, entry: Contender) -> Text:
        """A record's place and what it has it by: `2: 总得分 85.20, 报价 118 元`."""
        place, by, group = said(place_of(entry)), self.ranked(entry).by, self.group(entry)
        parts = [
            Text(f"{name.en} {value.en}", f"{name.zh} {value.zh}") for name, value in zip(self.by, by, strict=True)
        ]
        parts = [group, *parts] if group is not None else parts
        en, zh = ", ".join(one.en for one in parts), "，".join(one.zh for one in parts)
        return Text(f"{place.en}: {en}", f"{place.zh}：{zh}")

    def why(self, entry: Contender) -> Text:
        """Why a record has no place."""
        place = place_of(entry)
        if isinstance(place, NotApplicable):
            return self.not_among(entry) or place.because
        return self.trace.why_unknown(place) if isinstance(place, Unknown) else NO_PLACE

    def not_among(self, entry: Contender) -> Text | None:
        """The condition that a record does not fulfil, with its own values."""
        if entry.counts is not False or self.node.among is None:
            return None
        with self.trace.at.looking_at(self.node.scope, entry.record):
            line = self.trace.of_condition(self.node.among)
        return Text(f"{line.en} does not hold", f"{line.zh} 不成立")


class Orders:
    """The orders of one evaluation, each put together once."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.known: dict[str, Order] = {}

    def of(self, node: Places) -> Order:
        if node.name not in self.known:
            self.known[node.name] = Order(node, self.trace)
        return self.known[node.name]

    def standing(self, node: Places, record: Record) -> Standing | None:
        return self.of(node).standing(record)


def place_of(entry: Contender) -> Value:
    return entry.value.get("place") if isinstance(entry.value, dict) else entry.value


def said(place: Value) -> Text:
    """A place as people read it, or between which it is."""
    if isinstance(place, Fraction):
        shown = show_number(place)
    elif isinstance(place, Bound):
        shown = " – ".join("…" if end is None else show_number(end) for end in (place.at_least, place.at_most))
    else:
        shown = "?"
    return Text(shown, shown)


def _least(place: Value) -> Fraction:
    if isinstance(place, Bound):
        return place.at_least if place.at_least is not None else Fraction(0)
    return place if isinstance(place, Fraction) else Fraction(0)
