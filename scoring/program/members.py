"""`[result.NAME] for_each = "LIST"`: results for each record of a list, in columns, by the field that names the records."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.formula.names import Around
from scoring.nodes.kind import Kind
from scoring.nodes.node import Column, Each, Item, Name, Node, Pick, Several, new_scope
from scoring.problems import Place, Text, nearest
from scoring.program.keys import MEMBERS, SPECIFIC, stray
from scoring.program.lists import list_named
from scoring.program.program import MemberColumn, Members
from scoring.program.scope import Scope
from scoring.rulebook import model
from scoring.rulebook.rulebook import Entry

NOT_OF_MEMBERS = SPECIFIC - MEMBERS | {"between", "gives", "grade", "missing", "round", "show", "total", "unit", "when"}
"""Keys of a result that its columns have in its place."""
PLACE = "place"
"""Of a place, what a result has where it names the place alone; `of` and `share` are named in full."""


def lower_members(entry: Entry[model.ResultModel], scope: Scope) -> tuple[Node, Members] | None:
    """The list of what the result has for each record, and its columns; None where there is no such list."""
    assert entry.model.for_each is not None
    for key in sorted(entry.model.model_fields_set & NOT_OF_MEMBERS):
        if getattr(entry.model, key) not in (None, False):
            stray(entry, key, scope, Text("a result for each record", "每条记录一个结果的写法"))
    records = list_named(entry.model.for_each, entry.at("for_each"), scope)
    if records is None:
        return None
    key = records.kind.key
    if not key:
        _without_key(records, entry, scope)
        return None
    reading = _Columns(entry, records, scope)
    columns, others = reading.named(), reading.others()
    if not columns:
        return None
    kinds = ((key, dict(records.kind.fields)[key]), *((one.name, one.kind) for one in columns))
    body = Several(
        Kind("record", fields=kinds),
        ((key, Item(kinds[0][1], key, reading.at.scope)), *((one.name, one.node) for one in (*columns, *others))),
    )
    node = Each(Kind("list", fields=kinds), "list", records, body, reading.at.scope)
    return node, Members(records.name, scope.root_of(records.name), key, columns, others)


def _without_key(records: Name, entry: Entry[model.ResultModel], scope: Scope) -> None:
    fields = [name for name, kind in records.kind.fields if kind.name == "text"] or [records.kind.fields[0][0]]
    message = Text(
        f"nothing says by what the records of `{records.name}` are named", f"没有写明 {records.name} 的记录以什么命名"
    )
    fix = Text(f'add key = "{fields[0]}" to the [fact] of the list', f'在该列表的 [fact] 中写 key = "{fields[0]}"')
    scope.problem("missing-key", message, entry.at("for_each"), fix)


class _Columns:
    """The columns of one result, found by their names."""

    def __init__(self, entry: Entry[model.ResultModel], records: Name, scope: Scope) -> None:
        self.entry, self.records, self.scope = entry, records, scope
        self.at = Around(records.kind, new_scope())
        self.fields = dict(records.kind.fields)
        self.taken: set[str] = set()

    def named(self) -> tuple[MemberColumn, ...]:
        """Those that the result names; all columns of the list where it names none."""
        written = self.entry.model.columns
        if written is None:
            known = list(self.scope.columns_of(self.records.kind.of))
            if not known:
                message = Text(f"`{self.records.name}` has no columns", f"{self.records.name} 没有列")
                fix = Text(f"add [column.{self.records.name}.NAME], or name fields: columns = [\"…\"]",
                           f"补上 [column.{self.records.name}.名称]，或写 columns = [\"字段\"]")  # fmt: skip
                self.scope.problem("nothing-named", message, self.entry.at("for_each"), fix)
            return tuple(one for name in known for one in self._of(name, self.entry.place))
        return tuple(
            one for number, name in enumerate(written) for one in self._of(name, self.entry.at("columns", number))
        )

    def others(self) -> tuple[MemberColumn, ...]:
        """The list's other columns, which those of the result may rest on."""
        found: list[MemberColumn] = []
        for name in self.scope.columns_of(self.records.kind.of):
            node = self.scope.column(name, self.at, self.entry.place)
            if node is not None and name not in self.taken:
                for part in (f"{name}.{PLACE}",) if _is_place(node) else (name,):
                    if part not in self.taken:
                        found += self._made(part, node, name)
        return tuple(found)

    def _of(self, name: str, at: Place) -> Iterator[MemberColumn]:
        """A field, a column, one of its several results, or all of them."""
        if name in self.taken or name == self.records.kind.key:
            said = Text(f"`{name}` is there already", f"{name} 已经列出")
            self.scope.problem("name-twice", said, at, Text("delete it", "删去"))
            return
        if name in self.fields:
            self.taken.add(name)
            node: Node = Item(self.fields[name], name, self.at.scope)
            yield MemberColumn(name, Text(name, name), node, self.fields[name])
            return
        base, _, part = name.partition(".")
        column = self.scope.column(base, self.at, at)
        if column is None or (part and part not in dict(column.kind.fields)):
            self._unknown(name, column, at)
            return
        parts = (part,) if part else (PLACE,) if _is_place(column) else tuple(name for name, _ in column.kind.fields)
        for each in (f"{base}.{part}" for part in parts) if column.kind.name == "record" else (base,):
            yield from self._made(each, column, base)

    def _made(self, name: str, column: Column, base: str) -> Iterator[MemberColumn]:
        self.taken.add(name)
        part = name.removeprefix(base).removeprefix(".")
        label = self.scope.label_of(column.definition, base)
        if not part:
            yield MemberColumn(name, label, column, column.kind)
            return
        kind = dict(column.kind.fields)[part]
        if not _is_place(column) or part != PLACE:
            label = Text(f"{label.en}.{part}", f"{label.zh}.{part}")
        elif label == Text(base, base):
            label = Text(name, name)
        yield MemberColumn(name, label, Pick(kind, column, part), kind)

    def _unknown(self, name: str, column: Column | None, at: Place) -> None:
        known = [*self.fields, *self.scope.columns_of(self.records.kind.of)]
        if column is not None:
            base = name.partition(".")[0]
            known = [f"{base}.{part}" for part, _ in column.kind.fields] or [base]
        near, listed = nearest(name, known), ", ".join(known[:12])
        message = Text(
            f"the records of `{self.records.name}` have no `{name}`", f"{self.records.name} 的记录没有 {name}"
        )
        fix = (
            Text(f"did you mean `{near}`?", f"是否指 {near}？") if near else Text(f"they have {listed}", f"有 {listed}")
        )
        self.scope.problem("unknown-column", message, at, fix)


def _is_place(column: Column) -> bool:
    return [name for name, _ in column.kind.fields] == ["place", "of", "share"]
