"""`[list.NAME]`: the records of another list, chosen, ordered, left out and filled up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

from scoring.formula.names import Around
from scoring.nodes.kind import ANY, Kind
from scoring.nodes.node import Arithmetic, Constant, Cut, Fill, Key, Name, Node, Ratio, Selection, new_scope
from scoring.problems import Place, Problem, Text, nearest
from scoring.program.formulas import condition, formula
from scoring.program.keys import stray
from scoring.program.scope import Scope
from scoring.project.facts import FactReader
from scoring.rulebook import model
from scoring.rulebook.rulebook import Entry

REVERSED = re.compile(r"-\s*([^\W\d][\w.]*)")
"""`-quality`: the largest first, of dates and texts as well."""
ORDERED = ("number", "date", "text", "any")


def lower_list(entry: Entry[model.ListModel], scope: Scope) -> tuple[Node, Kind]:
    """The records of a list that is made from another, and what they are."""
    records = list_named(entry.model.from_, entry.at("from"), scope)
    if records is None:
        return Constant(ANY, None), ANY
    kind = replace(records.kind, of=entry.name)
    at = Around(records.kind, new_scope())
    inner = scope.of_record(at)
    _check_keys(entry, scope)
    written = entry.model
    node = Selection(
        kind,
        records,
        at.scope,
        entry.name,
        entry.place,
        where=_condition(entry, "where", inner),
        order=tuple(keys_of_order(entry, "order", inner)),
        cut=_cut(entry, scope),
        never=_condition(entry, "never", inner),
        ratio=_ratio(entry, inner),
        fill=_fill(entry, records.kind, scope),
        ties=written.ties or "listed",
    )
    return node, kind


def list_named(name: str, at: Place, scope: Scope) -> Name | None:
    """The list of that name, a fact's or one that is made from another; a problem where there is none."""
    found = scope.find(name, at)
    if isinstance(found, Name) and found.kind.name == "list" and found.kind.of == name:
        return found
    if found is not None and found.kind.name == "any":
        return None  # told already
    state = scope.state
    lists = [one for one, kind in state.fact_kinds.items() if kind.name == "list"] + list(state.sections.lists)
    near = nearest(name, lists)
    known = ", ".join(lists[:12])
    if near is not None:
        fix = Text(f"did you mean `{near}`?", f"是否指 {near}？")
    elif lists:
        fix = Text(f"there are {known}", f"有 {known}")
    else:
        fix = Text(f"declare it: [fact] {name} = {{ list = {{ … }} }}", f"先声明：[fact] {name} = {{ list = {{ … }} }}")
    message = Text(f"there is no list `{name}`", f"没有列表 {name}")
    if found is not None:
        message = Text(
            f"`{name}` is no list that is reported, and none of [list]", f"{name} 不是上报的列表，也不是 [list]"
        )
    scope.problem("unknown-list", message, at, fix)
    return None


def keys_of_order(entry: Entry[Any], key: str, inner: Scope) -> Iterator[Key]:
    """What records are ordered by, each a formula of a record; one that begins with a minus has the largest first."""
    written = getattr(entry.model, key)
    for number, text in enumerate([written] if isinstance(written, str) else written or ()):
        at = entry.at(key) if isinstance(written, str) else entry.at(key, number)
        reversed_ = REVERSED.fullmatch(text.strip())
        name = reversed_.group(1) if reversed_ is not None else text
        node = formula(name, inner, at if reversed_ is None else at.inside(text.index(name), len(name)))
        if node is None:
            continue
        largest_first = reversed_ is not None
        if isinstance(node, Arithmetic) and node.op == "negate" and not largest_first:
            node, largest_first = node.args[0], True
        if node.kind.name not in ORDERED:
            inner.problem(
                "kinds-differ",
                Text(f"`{text}` cannot be put in order", f"{text} 不能用来排序"),
                at,
                Text("order by numbers, dates or texts; yes or no as `if x then 0 else 1`",
                     "按数、日期或文字排序；是否类写成 if x then 0 else 1"),
            )  # fmt: skip
            continue
        yield Key(node, largest_first)


def _condition(entry: Entry[Any], key: str, inner: Scope) -> Node | None:
    written = getattr(entry.model, key)
    return None if written is None else condition(written, inner, entry.at(key))


def number_of(written: Any, scope: Scope, at: Place) -> Node | None:
    """A number of records: written out, or a formula."""
    node = formula(written, scope, at)
    value = node.value if isinstance(node, Constant) else None
    counts = not isinstance(value, Fraction) or (value >= 0 and value.denominator == 1)
    if node is None or node.kind.name == "any" or (node.kind.name == "number" and not node.kind.dimension and counts):
        return node
    scope.problem(
        "wrong-kind",
        Text("a number of records belongs here, whole and not negative", "这里应为记录的条数，非负整数"),
        at,
        Text("such as 1, or a formula that gives one", "例如 1，或得出条数的公式"),
    )
    return None


def _cut(entry: Entry[model.ListModel], scope: Scope) -> Cut | None:
    key = "keep" if entry.model.keep is not None else "leave_out"
    written: Any = getattr(entry.model, key)
    if written is None:
        return None
    if not isinstance(written, model.CutModel):
        return Cut(False, number_of(written, scope, entry.at(key)))
    ends = {
        end: number_of(value, scope, entry.at(key, end))
        for end in ("first", "last")
        if (value := getattr(written, end)) is not None
    }
    return Cut(key == "keep", ends.get("first"), ends.get("last"))


def _ratio(entry: Entry[model.ListModel], inner: Scope) -> Ratio | None:
    written = entry.model.ratio
    if written is None:
        return None
    of = formula(written.of, inner, entry.at("ratio", "of"))
    to = formula(written.to, inner, entry.at("ratio", "to"))
    for key, node in (("of", of), ("to", to)):
        if node is not None and node.kind.name not in ("number", "any"):
            inner.problem("kinds-differ", Text("a ratio is of numbers", "比值应由数得出"), entry.at("ratio", key),
                          Text("write a number of each record", "写每条记录的一个数"))  # fmt: skip
            return None
    return Ratio(of, to) if of is not None and to is not None else None


def _fill(entry: Entry[model.ListModel], kind: Kind, scope: Scope) -> Fill | None:
    written = entry.model.fill
    if written is None:
        return None
    to = number_of(written.to, scope, entry.at("fill", "to"))
    fields = dict(kind.fields)
    reader = FactReader(scope.units, entry.document, {})
    given: list[tuple[str, Node]] = []
    for name, raw in written.with_.items():
        if name not in fields:
            near = nearest(name, fields)
            has = ", ".join(fields)
            scope.problem(
                "unknown-field",
                Text(f"the records of `{kind.of}` have no `{name}`", f"{kind.of} 的记录没有 {name} 这个字段"),
                entry.key("fill", "with", name),
                Text(f"did you mean `{near}`?", f"是否指 {near}？") if near else
                Text(f"they have {has}", f"字段有 {has}"),
            )  # fmt: skip
            continue
        if name == kind.key:
            scope.problem(
                "record-twice",
                Text(f"every record that is added would have the {name} `{raw}`", f"添加的每条记录的 {name} 都是 {raw}"),
                entry.key("fill", "with", name),
                Text(f"leave `{name}` out: records that are added are told as #1, #2, …",
                     f"删去 {name}：添加的记录以 #1、#2…… 表示"),
            )  # fmt: skip
            continue
        read = reader.value(raw, fields[name], (*entry.path, "fill", "with", name))
        if read is not None:
            given.append((name, Constant(fields[name], read.value, read.written)))
    scope.state.problems.extend(reader.problems)
    return Fill(to, tuple(given)) if to is not None else None


# ---------------------------------------------------------------- which keys go together


def _check_keys(entry: Entry[model.ListModel], scope: Scope) -> None:
    """Keys that exclude each other, and those that do nothing without another."""
    written = entry.model
    for problem in _clashes(entry):
        scope.state.problems.append(problem)
    cut = written.keep if written.keep is not None else written.leave_out
    for key, needs in (("never", "leave_out"), ("ratio", "leave_out")):
        if getattr(written, key) is not None and written.leave_out is None:
            stray(entry, key, scope, Text(f"a list without `{needs}`", f"没有 {needs} 的列表"))
    if written.ties is not None and (cut is None or written.ratio is not None):
        stray(entry, "ties", scope, Text("a list whose order leaves nothing out", "不按次序取舍的列表"))
    if isinstance(cut, model.CutModel) and cut.first is None and cut.last is None:
        scope.problem("missing-key", Text("this says neither `first` nor `last`", "这里没有写 first，也没有写 last"),
                      entry.at("keep" if written.keep is not None else "leave_out"), Text("write { first = 1 }", "写成 { first = 1 }"))  # fmt: skip


def _clashes(entry: Entry[model.ListModel]) -> Iterator[Problem]:
    written = entry.model
    if written.keep is not None and written.leave_out is not None:
        yield Problem("stray-key", Text("`keep` has no effect beside `leave_out`", "写了 leave_out，keep 就不起作用"),
                      entry.key("keep"), Text("delete one of the two", "删去其中一个"))  # fmt: skip
    if written.keep is not None and written.keep.first is not None and written.keep.last is not None:
        yield Problem("stray-key", Text("only the first or the last are kept, not both", "只能保留最前或最后的，不能两者都写"),
                      entry.key("keep", "last"), Text("delete one of the two", "删去其中一个"))  # fmt: skip
    if written.ratio is not None and written.order is not None:
        yield Problem("stray-key", Text("`order` has no effect beside `ratio`, which says what is left out",
                                        "写了 ratio，order 就不起作用：去掉哪些由比值决定"),
                      entry.key("order"), Text("delete one of the two", "删去其中一个"))  # fmt: skip
    plain = written.leave_out is not None and not isinstance(written.leave_out, model.CutModel)
    if plain and written.ratio is None:
        yield Problem("wrong-kind", Text("`leave_out` says from which end of the order", "leave_out 须写明从哪一端去掉"),
                      entry.at("leave_out"), Text("write { first = 1 } or { last = 1 }", "写成 { first = 1 } 或 { last = 1 }"))  # fmt: skip
    if written.ratio is not None and isinstance(written.leave_out, model.CutModel):
        yield Problem("wrong-kind", Text("with `ratio` there is no first and no last", "有 ratio 时不分前后"),
                      entry.at("leave_out"), Text("write how many are left out, such as leave_out = 1", "写去掉几条，例如 leave_out = 1"))  # fmt: skip
