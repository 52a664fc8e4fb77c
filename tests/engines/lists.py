"""A project's bids, with lists, columns and places made of them: nodes of formulas, no rulebook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from writing import prepared

from scoring.engines.exact.evaluation import Evaluation
from scoring.formula.names import Around
from scoring.formula.parser import parse
from scoring.nodes.kind import NUMBER, Kind
from scoring.nodes.node import Column, Cut, Each, Fill, Key, Name, Node, Places, Ratio, Selection, new_scope
from scoring.problems import Place
from scoring.program.program import Definition
from scoring.project.fact_sheet import Reported
from scoring.values.units import Units
from scoring.values.value import Record, Unknown, Value

FACTS = """
[fact.bids]
list = { name = { kind = "text" }, lot = { kind = "text" }, price = { kind = "number" }, quality = { kind = "number" }, on = { kind = "date" }, good = { kind = "yes_no" } }
[fact]
number = { kind = "number" }
[result.r]
is = "count(bids)"
"""


UNITS = Units.standard()


AT = Place("list.toml", 1, 1)


@dataclass
class Book:
    """The facts above, and what a test declares besides."""

    kinds: dict[str, Kind]
    around: tuple[Around, ...] = ()

    def find(self, name: str, at: Place) -> Node | None:
        return Name(self.kinds[name], name) if name in self.kinds else None

    def column(self, name: str, around: Around, at: Place) -> Column | None:
        of = f"{around.kind.of}.{name}"
        return Column(self.kinds[of].fields[0][1], around.kind.of, name, around.scope) if of in self.kinds else None

    def near(self, name: str) -> str | None:
        return None

    def call(self, name: str, args: tuple[Node, ...], at: Place) -> None:
        return None


class Lists:
    """One project's bids, with lists, columns and places made of them."""

    def __init__(self, bids: Sequence[dict[str, Any]], facts: str = "") -> None:
        rows = ",".join("{" + ", ".join(f"{key} = {_toml(value)}" for key, value in one.items()) + "}" for one in bids)
        self.ready, problems = prepared(FACTS, f"[facts]\nbids = [{rows}]\n{facts}")
        assert self.ready is not None and not problems, problems
        fields = self.ready.sheet.get("bids")
        assert fields is not None
        bids_kind = Kind("list", fields=fields.kind.fields, of="bids", key="name")
        self.book = Book({"bids": bids_kind, "number": NUMBER})
        self.definitions: list[Definition] = []

    def node(self, text: str, *around: Around) -> Node:
        node, problems = parse(text, Book(self.book.kinds, around), UNITS, AT)
        assert node is not None, problems
        return node

    def keys(self, texts: Sequence[str], around: Around) -> tuple[Key, ...]:
        return tuple(Key(self.node(text.lstrip("-"), around), text.startswith("-")) for text in texts)

    def define(self, name: str, node: Node, kind: Kind | None = None) -> None:
        self.book.kinds[name] = kind or node.kind
        self.definitions.append(Definition(name, None, node, node.kind, AT))  # type: ignore[arg-type]

    def column(self, name: str, text: str, of: str = "bids") -> None:
        around = Around(self.book.kinds[of], new_scope())
        body = self.node(text, around)
        kind = Kind("list", fields=(("it", body.kind),))
        self.define(f"{of}.{name}", Each(kind, "list", Name(around.kind, of), body, around.scope))

    def list(self, name: str = "chosen", of: str = "bids", **said: Any) -> Selection:
        around = Around(self.book.kinds[of], new_scope())

        def one(key: str) -> Node | None:
            return self.node(said[key], around) if key in said else None

        cut = None
        for how in ("leave_out", "keep"):
            if how in said:
                ends = {end: self.node(str(text)) for end, text in said[how].items()}
                cut = Cut(how == "keep", ends.get("first"), ends.get("last"))
        ratio = (
            Ratio(self.node(said["ratio"][0], around), self.node(said["ratio"][1], around)) if "ratio" in said else None
        )
        fill = None
        if "fill" in said:
            to, fields = said["fill"]
            fill = Fill(self.node(str(to)), tuple((field, self.node(text)) for field, text in fields.items()))
        order = self.keys(said.get("order", ()), around)
        node = Selection(around.kind, Name(around.kind, of), around.scope, name, AT, one("where"), order, cut, one("never"),
                         ratio, fill, said.get("ties", "listed"))  # fmt: skip
        self.define(name, node)
        return node

    def places(self, *keys: str, of: str = "bids", within: str | None = None, among: str | None = None,
               ties: Any = "shared") -> Places:  # fmt: skip
        around = Around(self.book.kinds[of], new_scope())
        fields = tuple((field, NUMBER) for field in ("place", "of", "share"))
        kind = Kind("list", fields=(("it", Kind("record", fields=fields)),))
        node = Places(kind, Name(around.kind, of), around.scope, f"{of}.rank", AT, self.keys(keys, around),
                      self.node(within, around) if within else None, self.node(among, around) if among else None, ties)  # fmt: skip
        self.define(f"{of}.rank", node)
        return node

    def evaluation(self) -> Evaluation:
        assert self.ready is not None
        at = Evaluation(self.ready.program, self.ready.sheet)
        at.definitions |= {one.name: one.node for one in self.definitions}
        return at

    def reporting(self, rows: Sequence[dict[str, Any]]) -> Lists:
        """The same lists of other bids: texts, numbers, yes and no."""
        kind = self.book.kinds["bids"]
        records = tuple(
            Record(
                {field: _read(row[field]) if field in row else Unknown((field,)) for field, _ in kind.fields}, number
            )
            for number, row in enumerate(rows)
        )
        assert self.ready is not None
        sheet = self.ready.sheet.with_({"bids": Reported("bids", records, "", None, kind)})
        self.ready = replace(self.ready, sheet=sheet)
        return self

    def value(self, node: Node | str) -> Value:
        return self.evaluation().value(self.node(node) if isinstance(node, str) else node)

    def names(self, node: Node) -> str:
        """The names of a list's records, one after the other; what a list was filled up with has none."""
        value = self.value(node)
        assert isinstance(value, tuple), value
        return "".join(
            str(one["name"]) if isinstance(one["name"], str) else "+" for one in value if isinstance(one, Record)
        )

    def ranks(self, node: Places, output: str = "place") -> list[Any]:
        value = self.value(node)
        assert isinstance(value, tuple)
        return [one[output] if isinstance(one, dict) else type(one).__name__ for one in value]


def _read(value: Any) -> Value:
    return value if isinstance(value, str | bool) else Fraction(value)


def _toml(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return value if value[:4].isdigit() else f'"{value}"'
        case dict():
            return "{" + ", ".join(f"{key} = {one}" for key, one in value.items()) + "}"
    return str(value)


def bids(*prices: Any, facts: str = "", **more: Sequence[Any]) -> Lists:
    """Bids A, B, C … of these prices; None: not reported."""
    rows = [{"name": chr(65 + number), "price": price} for number, price in enumerate(prices)]
    for field, values in more.items():
        for row, value in zip(rows, values, strict=True):
            row[field] = value
    return Lists([{key: value for key, value in row.items() if value is not None} for row in rows], facts)
