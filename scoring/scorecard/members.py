"""What a result has for each record of its list, put into words: every column with its sum, every place with those beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from fractions import Fraction
from typing import Any

from scoring.engines.exact.order import naming
from scoring.engines.exact.records import records_of
from scoring.nodes.node import Column, Each, Node, Pick, Places
from scoring.nodes.walk import main_choice
from scoring.problems import Text
from scoring.program.program import MemberColumn, Members, Result
from scoring.scorecard.gathered import of_own_records
from scoring.scorecard.places import Orders
from scoring.scorecard.results import ScoredResult, outcome_in
from scoring.scorecard.scorecard import ColumnHead, ColumnScore, FactUsed, MemberScore, OutcomeOfResult
from scoring.scorecard.trace import Trace
from scoring.values.bound import Bound
from scoring.values.value import NotApplicable, Record, Unknown, Value


def heads_of(members: Members, trace: Trace) -> tuple[ColumnHead, ...]:
    """The columns of a result, the one that names the records first."""
    return (
        ColumnHead(members.key, Text(members.key, members.key), None),
        *(ColumnHead(one.name, one.label, _unit(one, trace)) for one in members.columns),
    )


def members_of(scored: ScoredResult, trace: Trace) -> tuple[MemberScore, ...] | None:
    """What the result has for each record, in the order of the list; None where the list itself is not known."""
    node, members = scored.result.node, scored.result.members
    if members is None or not isinstance(node, Each) or not isinstance(scored.value, tuple):
        return None
    records = records_of(trace.at.value(node.records))
    assert isinstance(records, tuple)
    orders, made = Orders(trace), []
    for record, values in zip(records, scored.value, strict=True):
        assert isinstance(values, dict)
        with trace.at.looking_at(node.scope, record):
            made.append(_Member(record, scored.result, members, trace, orders).score(values))
    return tuple(made)


def table_of(members: Members, scores: tuple[MemberScore, ...]) -> list[dict[str, Any]]:
    """A table for each record: its name, and its values as they leave the program."""
    names = [head.name for head in members.columns]
    return [{members.key: one.key, **{name: one.columns[name].plain for name in names}} for one in scores]


def column_of(node: Node) -> Column | None:
    """The column that a node is, or one of whose several results it is."""
    of = node.arg if isinstance(node, Pick) else node
    return of if isinstance(of, Column) else None


def _unit(column: MemberColumn, trace: Trace) -> str | None:
    unit = trace.program.units.get(column.kind.unit) if column.kind.unit else None
    return unit.name if unit is not None and column.kind.name == "number" else None


class _Member:
    """One record that is looked at."""

    def __init__(self, record: Record, result: Result, members: Members, trace: Trace, orders: Orders) -> None:
        self.record, self.result, self.members = record, result, members
        self.trace, self.orders = trace, orders
        assert isinstance(result.node, Each)
        self.kind = result.node.records.kind

    def score(self, values: dict[str, Value]) -> MemberScore:
        shown = {one.name: self.column(one, values[one.name]) for one in self.members.columns}
        return MemberScore(
            key=naming(self.record, self.kind),
            outcome=_together([one.outcome for one in shown.values()]),
            columns={**shown, **dict(self.others(shown))},
            facts=dict(self.facts()),
        )

    def others(self, shown: dict[str, ColumnScore]) -> Iterator[tuple[str, ColumnScore]]:
        """The other columns of the list that these rest on, the nearest first."""
        known = {column.definition: one for one in self.members.others if (column := column_of(one.node)) is not None}
        for name in dict.fromkeys(name for one in shown.values() for name in one.values):
            if name in known:
                yield known[name].name, self.column(known[name], self.trace.at.value(known[name].node))

    def facts(self) -> Iterator[tuple[str, FactUsed]]:
        """The record's fields as they were reported, but for its key and for lists."""
        reported = self.trace.at.sheet.get(self.members.root)
        if reported is None or not 0 <= self.record.position < len(reported.records):
            return
        for name, field in reported.records[self.record.position].items():
            if name != self.members.key and field.kind.name != "list":
                yield name, self.trace.used(field)

    # ------------------------------------------------------------------ columns

    def column(self, column: MemberColumn, value: Value) -> ColumnScore:
        """A column at this record, in words; of one that is made by a formula with that formula's sum."""
        of = column_of(column.node)
        made = self.trace.at.definitions.get(of.definition) if of is not None else None
        inside = isinstance(made, Each)
        with self.trace.at.looking_at(made.scope, self.record) if isinstance(made, Each) else nullcontext():
            body = made.body if isinstance(made, Each) else column.node
            return self.told(column, value, body, inside, made if isinstance(made, Places) else None)

    def told(self, column: MemberColumn, value: Value, body: Node, inside: bool, places: Places | None) -> ColumnScore:
        trace, kind = self.trace, column.kind
        choose = main_choice(body) if inside else None
        clauses = trace.taken(choose)
        there = outcome_in(value) == "scored"
        of = column_of(column.node)
        defined = trace.named[of.definition] if of is not None else None
        place = defined.place if defined is not None else self.result.place
        return ColumnScore(
            label=column.label,
            outcome=outcome_in(value),
            plain=trace.as_data(value, kind),
            unit=_unit(column, trace) if isinstance(value, Fraction | Bound) else None,
            shown=trace.said(value, kind) if there else self.ranged(value, column),
            lowest=trace.as_data(value.at_least, kind) if isinstance(value, Bound) else None,
            highest=trace.as_data(value.at_most, kind) if isinstance(value, Bound) else None,
            arithmetic=trace.how(body, value, kind, None) if there and inside else None,
            reason=None if there else self.why_not(body if inside else None, value),
            clause="+".join(clause.id for clause in clauses) or None,
            where=clauses[0].place if len(clauses) == 1 else place,
            missing=value.missing if isinstance(value, Unknown) else (),
            values=self.on_the_way(column, body, value),
            policies=trace.own_policies(body, column.name) if inside else (),
            not_taken=tuple(trace.not_taken(choose, "")),
            basis=defined.basis if defined is not None else None,
            records=of_own_records(body, trace) if inside else (),
            standing=self.orders.standing(places, self.record) if places is not None else None,
            value=value if there or isinstance(value, Bound) else None,
        )

    def on_the_way(self, column: MemberColumn, body: Node, value: Value) -> tuple[str, ...]:
        """The values and columns that a column rests on; what has no place rests on no keys."""
        of = column_of(column.node)
        if of is None or (body is column.node and isinstance(value, NotApplicable)):
            return ()
        return self.trace.values(body)

    def ranged(self, value: Value, column: MemberColumn) -> Text | None:
        """From where to where a number may be."""
        if not isinstance(value, Bound):
            return None
        if value.at_least is None or value.at_most is None:
            return self.trace.said(value, column.kind)
        low, high = (self.trace.said(end, column.kind) for end in (value.at_least, value.at_most))
        return Text(f"{low.en} – {high.en}", f"{low.zh} – {high.zh}")

    def why_not(self, body: Node | None, value: Value) -> Text | None:
        """Why there is no value though nothing is missing."""
        if isinstance(value, NotApplicable):
            return value.because
        if not isinstance(value, Unknown) or value.because is None:
            return None
        if body is None:
            return value.because
        line = self.trace.expression(body)
        return Text(f"{value.because.en}: {line.en}", f"{value.because.zh}：{line.zh}")


def _together(outcomes: list[OutcomeOfResult]) -> OutcomeOfResult:
    """What a record comes to: what is missing in one column is missing in all of it."""
    if "not_scorable" in outcomes:
        return "not_scorable"
    return "scored" if "scored" in outcomes else outcomes[0]
