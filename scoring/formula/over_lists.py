"""Functions over a list: the list, a body for each record, and what else is said by name: `mean(marks, it, drop_lowest = 1)`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from scoring.formula import kind_rules
from scoring.formula.function import Call
from scoring.formula.kind_rules import Clash, Operand
from scoring.formula.names import Around
from scoring.formula.reading import Reading
from scoring.nodes.kind import NUMBER, YES_NO, Kind
from scoring.nodes.node import Constant, Cut, Each, Item
from scoring.problems import Text, nearest
from scoring.values.number import cut

CONDITIONS = ("count", "all", "any")
"""What asks of each record whether something holds."""
PICKING = ("first", "last", "nth")
"""What gives something of one record, of any kind."""
WEIGHED = ("sum", "mean", "product", "geomean")
OF_EACH = ("where", "weight", "distinct")
"""What is said of each record; the rest is said once."""
ENDS = ("drop_lowest", "drop_highest", "keep_lowest", "keep_highest")
SAID = (*OF_EACH, "else", *ENDS)
"""All that may be said by name behind the body."""


@dataclass(slots=True)
class OverList:
    """What is written between the parentheses: the list, which record is meant, the body, what is said by name."""

    call: Call
    records: Operand
    around: Around
    nth: Operand | None = None
    body: Operand | None = None
    said: dict[str, Operand] = field(default_factory=dict)


def over_list(reading: Reading, written: OverList) -> Operand:
    """The aggregate; what does not fit in it is told."""
    call, name = written.call, written.call.name
    body = written.body or _body(reading, written)
    if body is None:
        message = Text(f"`{name}` needs to know what of each record to take", f"`{name}` 需要说明取每条记录的什么")
        reading.report("wrong-arguments", call.start, call.end, message, call.function.fix)
        return reading.hole(call.start, call.end)
    clashes = [*_of_body(reading, name, body), *_misplaced(written)]
    kind = _kind(name, body, written.said.get("weight"))
    if otherwise := written.said.get("else"):
        kind, found = kind_rules.together(
            (Operand(Constant(kind, None), body.start, body.end), otherwise), reading.units
        )
        clashes += found
    if written.nth is not None:
        clashes += _how_many(reading, written.nth, name, least=1)
    for end in ENDS:
        if end in written.said:
            clashes += _how_many(reading, written.said[end], end, least=0)
    if reading.clash(*clashes):
        return reading.hole(call.start, call.end)
    said = {key: part.node for key, part in written.said.items()}
    node = Each(
        kind, name, written.records.node, body.node, written.around.scope, said.get("where"), said.get("weight"),
        said.get("distinct"), said.get("else"), _cut(written.said), written.nth.node if written.nth else None,
        reading.place(call.start, call.end),
    )  # fmt: skip
    parts = (written.records, body, *([written.nth] if written.nth else []), *written.said.values())
    return reading.part(node, call.start, call.end, *parts)


def _body(reading: Reading, written: OverList) -> Operand | None:
    """What is meant where no body is written: of a count every record, of a list with one field its values."""
    start, end = written.call.start, written.call.end
    if written.call.name == "count":
        return reading.part(Constant(YES_NO, True, "true"), start, end)
    fields = written.around.kind.fields
    if len(fields) != 1:
        return None
    ((name, kind),) = fields
    return reading.part(Item(kind, name, written.around.scope), start, end)


def _kind(name: str, body: Operand, weight: Operand | None) -> Kind:
    if name in CONDITIONS:
        return NUMBER if name == "count" else YES_NO
    return kind_rules.product(body.kind, weight.kind) if name == "sum" and weight is not None else body.kind


def _of_body(reading: Reading, name: str, body: Operand) -> Iterator[Clash | None]:
    if name in CONDITIONS:
        yield kind_rules.needs(body, "yes_no", name)
    elif name == "product":
        yield kind_rules.needs_plain(body, name)
    elif name not in PICKING:
        yield kind_rules.needs(body, "number", name)


def _misplaced(written: OverList) -> Iterator[Clash | None]:
    """What is said by name and means nothing for this function, or is of another kind."""
    name, said = written.call.name, written.said
    if "where" in said:
        yield kind_rules.needs(said["where"], "yes_no", "where")
    if "weight" in said:
        yield _stray("weight", said, name) if name not in WEIGHED else None
        needed = kind_rules.needs if name in ("sum", "mean") else None
        yield needed(said["weight"], "number", "weight") if needed else kind_rules.needs_plain(said["weight"], "weight")
    if "distinct" in said and said["distinct"].kind.name in ("list", "record"):
        message = Text(
            "`distinct` needs a text, a number, a date, or yes or no", "`distinct` 需要文本、数、日期或是/否"
        )
        yield Clash("kinds-differ", said["distinct"], message, Text("write one field", "请写一个字段"))
    ends = [end for end in ENDS if end in said]
    if ends and (name in CONDITIONS or name in PICKING):
        yield _stray(ends[0], said, name)
    if len({end.partition("_")[0] for end in ends}) > 1:
        message = Text("what is kept and what is dropped cannot both be said", "keep 与 drop 不能同时使用")
        yield Clash("stray-key", said[ends[-1]], message, Text("say one of the two", "请只写其中之一"))


def _stray(key: str, said: Mapping[str, Operand], name: str) -> Clash:
    message = Text(f"`{key}` means nothing in `{name}`", f"`{key}` 在 `{name}` 中没有意义")
    return Clash("stray-key", said[key], message, Text("delete it", "请删去"))


def _how_many(reading: Reading, part: Operand, what: str, least: int) -> Iterator[Clash | None]:
    """A number of records: without a unit, and whole where it is written out."""
    yield kind_rules.needs_plain(part, what)
    if part.literal is not None and (part.literal.denominator != 1 or part.literal < least):
        message = Text(f"`{what}` is a whole number from {least} on", f"`{what}` 应为不小于 {least} 的整数")
        yield Clash("wrong-arguments", part, message, Text("such as 1", "例如 1"))


def _cut(said: Mapping[str, Operand]) -> Cut | None:
    low, high = (next((said[end].node for end in ENDS if end in said and end.endswith(side)), None)
                 for side in ("_lowest", "_highest"))  # fmt: skip
    return None if low is None and high is None else Cut(any(key.startswith("keep") for key in said), low, high)


def unknown_key(reading: Reading, name: str, start: int, end: int) -> None:
    """A problem for a name before `=` that nothing is said by."""
    near = nearest(name, SAID)
    message = Text(f"nothing is said by `{cut(name)}` here", f"此处不能写 `{cut(name)}`")
    known = ", ".join(f"`{key} = …`" for key in SAID)
    fix = Text(f"did you mean `{near}`?", f"是否为 `{near}`？") if near else Text(f"there are {known}", f"有 {known}")
    reading.report("unknown-key", start, end, message, fix)
