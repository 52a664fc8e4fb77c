"""`[column.LIST.NAME]`: a value for each record of a list, or its place among the others."""

from __future__ import annotations

from scoring.formula.names import Around
from scoring.nodes.kind import ANY, PLACE, Kind
from scoring.nodes.node import Constant, Each, Name, Node, Places, new_scope
from scoring.problems import Text
from scoring.program.constructs import lower_value
from scoring.program.formulas import condition, formula
from scoring.program.keys import OF_CONSTRUCTS, stray
from scoring.program.lists import keys_of_order, list_named
from scoring.program.scope import Scope
from scoring.rulebook import model
from scoring.rulebook.rulebook import Entry

NOT_OF_PLACES = (*sorted(OF_CONSTRUCTS), "gives", "round", "when", "between", "missing", "unit")
OF_PLACES = ("within", "among", "ties")


def lower_column(entry: Entry[model.ColumnModel], scope: Scope) -> tuple[Node, Kind]:
    """The values of all records of a list, one after the other, and the kind of that list of values."""
    of, name = (str(key) for key in entry.path[-2:])
    records = list_named(of, entry.document.key_place(entry.path[:-1]), scope)
    if records is None:
        return Constant(ANY, None), ANY
    if name in dict(records.kind.fields):
        scope.problem(
            "name-twice",
            Text(f"the records of `{of}` have a field `{name}` already", f"{of} 的记录已有字段 {name}"),
            entry.place,
            Text("choose another name", "换一个名称"),
        )
    at = Around(records.kind, new_scope())
    if entry.model.place is not None:
        return _places(entry, records, at, scope)
    for key in OF_PLACES:
        if getattr(entry.model, key) is not None:
            stray(entry, key, scope, Text("a column without `place`", "没有 place 的列"))
    body, kind = lower_value(entry, scope.of_record(at))
    if body.kind is ANY and isinstance(body, Constant):
        return body, ANY
    values = Kind("list", fields=(("it", kind),))
    return Each(values, "list", records, body, at.scope), values


def _places(entry: Entry[model.ColumnModel], records: Name, at: Around, scope: Scope) -> tuple[Node, Kind]:
    for key in NOT_OF_PLACES:
        if getattr(entry.model, key) is not None:
            stray(entry, key, scope, Text("a column of places", "排名的列"))
    inner = scope.of_record(at)
    keys = tuple(keys_of_order(entry, "place", inner))
    within = formula(entry.model.within, inner, entry.at("within")) if entry.model.within is not None else None
    among = condition(entry.model.among, inner, entry.at("among")) if entry.model.among is not None else None
    values = Kind("list", fields=(("it", PLACE),))
    ties = entry.model.ties or "shared"
    return Places(values, records, at.scope, entry.name, entry.place, keys, within, among, ties), values
