"""Which records something came of: those that an aggregate counted, those of a list that was made from another, and the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from scoring.engines.exact.order import before, naming
from scoring.engines.exact.records import records_of
from scoring.engines.exact.selection import Selected, selected
from scoring.nodes.node import Constant, Each, Key, Node, Places, Selection
from scoring.nodes.printing import written
from scoring.problems import Text
from scoring.scorecard.counting import Looked, records_looked_at
from scoring.scorecard.places import Order, name_of
from scoring.scorecard.records import Counted, Gathered, LeftOut
from scoring.scorecard.trace import Trace
from scoring.values.value import Fault, NotApplicable, Record, Unknown, Value

ADDED = Text("added", "补足")
LOWEST = Text("one of the lowest", "属于最低的")
HIGHEST = Text("one of the highest", "属于最高的")
FIRST = Text("one of the first", "排在最前")
LAST = Text("one of the last", "排在最后")
FOR_THE_RATIO = Text("without it the ratio is higher", "去掉它比值更高")


def of_definition(name: str, node: Node, trace: Trace) -> tuple[Gathered, ...]:
    """Of a list that is made from another, of places and of a value with aggregates: which records counted, and which not."""
    if isinstance(node, Places):
        return (Order(node, trace).gathered(_same(name)),) if isinstance(trace.at.name(name), tuple) else ()
    if isinstance(node, Selection):
        made = selected(trace.at, node)
        return (
            _of_selection(name, node, made, trace) if isinstance(made, Selected) else _undecided(name, node, trace),
        )
    if isinstance(node, Each) and node.how == "list":
        return (_of_column(name, node, trace),)
    return of_value(node, trace)


def of_value(node: Node, trace: Trace) -> tuple[Gathered, ...]:
    """What the aggregates in a value counted, where their records have names or some were left out."""
    found = [(each, one) for each in _aggregates(node, trace) for one in _of_aggregate(each, trace)]
    return tuple(one for each, one in found if one.left_out or one.open or each.records.kind.key)


def is_of_records(node: Node) -> bool:
    """Whether a value is a list: of records, or of something of each."""
    return isinstance(node, Selection | Places) or (isinstance(node, Each) and node.how == "list")


def of_own_records(body: Node, trace: Trace) -> tuple[Gathered, ...]:
    """What aggregates over a list within the record at hand counted."""
    own = [each for each in _aggregates(body, trace) if trace.at.frame_of(each.records) is not trace.at.root]
    found = [(each, one) for each in own for one in _of_aggregate(each, trace)]
    return tuple(one for each, one in found if one.left_out or one.open or each.records.kind.key)


def _of_column(name: str, node: Each, trace: Trace) -> Gathered:
    """What each record has in a column."""
    looked, kind = records_looked_at(node, trace.at), node.records.kind
    out = [one for one in looked if one.why is not None]
    because = {one.record.number: _because(one, node, trace) for one in out}

    def told(absent: bool) -> tuple[LeftOut, ...]:
        return tuple(LeftOut(naming(one.record, kind), because[one.record.number]) for one in out
                     if isinstance(one.value, Unknown) is absent)  # fmt: skip

    counted = (
        Counted(naming(one.record, kind), trace.said(one.value, node.body.kind)) for one in looked if one.why is None
    )
    return Gathered(_same(name), tuple(counted), told(False), told(True))


def _aggregates(node: Node, trace: Trace) -> Iterator[Each]:
    """The aggregates that a value came from, those in clauses that did not apply left aside."""
    waiting, seen = [node], set[int]()
    while waiting:
        at = waiting.pop(0)
        if at.number in seen:
            continue
        seen.add(at.number)
        if isinstance(at, Each) and at.how != "list":
            yield at
        waiting.extend(trace.looked_at(at))


# ---------------------------------------------------------------- aggregates


def _of_aggregate(node: Each, trace: Trace) -> Iterator[Gathered]:
    chosen = node.where is not None or node.distinct is not None or node.cut is not None
    looked = records_looked_at(node, trace.at)
    if not looked or (node.how == "count" and not chosen):
        return
    kind, alone = node.records.kind, node.how == "count" and isinstance(node.body, Constant)
    yield Gathered(
        _same(written(node)),
        tuple(
            Counted(naming(one.record, kind), None if alone else trace.said(one.value, node.body.kind))
            for one in looked if one.why is None
        ),
        tuple(LeftOut(naming(one.record, kind), _because(one, node, trace)) for one in looked if one.why is not None
              and not isinstance(one.value, Unknown)),
        tuple(LeftOut(naming(one.record, kind), _because(one, node, trace)) for one in looked
              if isinstance(one.value, Unknown)),
    )  # fmt: skip


def _because(one: Looked, node: Each, trace: Trace) -> Text:
    """Why a record did not count."""
    if one.before is not None:
        same = naming(one.before, node.records.kind)
        return Text(f"counted once, with {same}", f"与 {same} 只计一次")
    if one.why in ("lowest", "highest"):
        return _with(LOWEST if one.why == "lowest" else HIGHEST, trace.said(one.value, node.body.kind))
    with trace.at.looking_at(node.scope, one.record):
        return _why(node.where if one.why == "where" and node.where is not None else node.body, one.value, trace)


def _why(node: Node, value: Value, trace: Trace) -> Text:
    """Why the record at hand does not count by a condition or a value."""
    if isinstance(value, NotApplicable):
        return value.because
    if isinstance(value, Unknown):
        return trace.why_unknown(value)
    if isinstance(value, Fault):
        return value.problems[0].message
    line = trace.of_condition(node)
    return Text(f"{line.en} does not hold", f"{line.zh} 不成立")


# ---------------------------------------------------------------- lists made from others


def _of_selection(name: str, node: Selection, made: Selected, trace: Trace) -> Gathered:
    kind = node.records.kind
    added = {record.number for record in made.filled}
    return Gathered(
        _same(name),
        tuple(
            Counted(
                naming(one, kind), ADDED if one.number in added else _keys(node.order, made.keys.get(one.number), trace)
            )
            for one in made.records
        ),
        tuple(LeftOut(naming(one, kind), because) for one, because in _left_out(node, made, trace)),
    )


def _undecided(name: str, node: Selection, trace: Trace) -> Gathered:
    """Of a list that is not known: the records that may or may not belong to it, or have no sure place in its order."""
    listed, open_ = records_of(trace.at.value(node.records)), []
    for record in trace.at.visiting(node, listed) if isinstance(listed, tuple) else ():
        asked = (node.where, *(key.node for key in node.order), node.never)
        values = [trace.at.value(one) for one in asked if one is not None]
        absent = [value for value in values if isinstance(value, Unknown)]
        if absent and (node.where is None or values[0] is not False):
            open_.append(LeftOut(naming(record, node.records.kind), trace.why_unknown(absent[0])))
    return Gathered(_same(name), (), (), tuple(open_))


def _left_out(node: Selection, made: Selected, trace: Trace) -> Iterator[tuple[Record, Text]]:
    for record, why in made.left_out:
        if why == "cut":
            yield record, _of_cut(node, record, made, trace)
            continue
        with trace.at.looking_at(node.scope, record):
            truth = trace.at.value(node.where) if node.where is not None else True
            if truth is not True and node.where is not None:
                yield record, _why(node.where, truth, trace)
            else:
                absent = (value for key in node.order if isinstance(value := trace.at.value(key.node), NotApplicable))
                yield record, next(absent, NotApplicable(Text("it has no order", "无法排序"))).because


def _of_cut(node: Selection, record: Record, made: Selected, trace: Trace) -> Text:
    """That the order, or the ratio, left a record out, and by what."""
    keys = made.keys.get(record.number)
    if node.ratio is not None:
        parts = [
            trace.said(value, of.kind) for value, of in zip(keys or (), (node.ratio.of, node.ratio.to), strict=False)
        ]
        shown = Text(" ÷ ".join(one.en for one in parts), " ÷ ".join(one.zh for one in parts))
        return _with(FOR_THE_RATIO, shown)
    assert node.cut is not None
    ends = [end for end in (node.cut.first, node.cut.last) if end is not None]
    first = node.cut.first is not None
    if len(ends) == 2 and made.records:
        first = _is_before(node.order, keys, made.keys.get(made.records[0].number))
    word = FIRST if first is not node.cut.keep else LAST
    shown_keys = _keys(node.order, keys, trace)
    return word if shown_keys is None else _with(word, shown_keys)


def _is_before(order: Sequence[Key], one: Sequence[Value] | None, other: Sequence[Value] | None) -> bool:
    """Whether some keys come before others, which are all known."""
    return before(order, tuple(one or ()), tuple(other or ())) != 1


def _keys(order: Sequence[Key], values: Iterable[Value] | None, trace: Trace) -> Text | None:
    """What a record is ordered by: `price 100 元, quality 80`."""
    if not order or values is None:
        return None
    parts = []
    for key, value in zip(order, values, strict=True):
        name, said = name_of(key.node, trace), trace.said(value, key.node.kind)
        parts.append(Text(f"{name.en} {said.en}", f"{name.zh} {said.zh}"))
    return Text(", ".join(one.en for one in parts), "，".join(one.zh for one in parts))


def _with(text: Text, shown: Text) -> Text:
    return Text(f"{text.en}: {shown.en}", f"{text.zh}：{shown.zh}")


def _same(text: str) -> Text:
    return Text(text, text)
