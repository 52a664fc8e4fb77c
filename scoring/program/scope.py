"""Names: what a word in a formula stands for, and values lowered when they are first named."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from scoring.formula.function import PRECISION
from scoring.formula.kind_rules import describe
from scoring.formula.names import Around
from scoring.formula.parser import parse
from scoring.nodes.kind import ANY, DATE, NUMBER, Kind
from scoring.nodes.node import Column, Constant, Name, Node
from scoring.nodes.shapes import Shapes
from scoring.problems import Place, Problem, Text, nearest
from scoring.program.bases import basis_of
from scoring.program.constant_tables import matches_nothing, texts_beside
from scoring.program.program import Call, Definition
from scoring.project.presumption import presumption_of
from scoring.rulebook.rulebook import Entry, Sections, text_of
from scoring.values.rounding import Rounding
from scoring.values.units import Units

WORD = re.compile(r"[^\W\d]\w*")
QUOTED = re.compile(r"(['\"])(.*?)\1")
AWAITED = re.compile(r"total|subtotal\..+|[^.]+\.points")
MOST_CALLS = 5_000
"""Different calls of values with parameters in a rulebook; equal calls are one."""
MOST_DEEP = 40
"""Calls of values with parameters within each other."""
MOST_LEVELS = 200
"""Of what a call comes to, written out."""

LowerDefinition = Callable[[Entry[Any], "Scope"], tuple[Node, Kind]]


@dataclass
class CompileState:
    """What all scopes of one rulebook share: kinds of facts, values lowered so far, problems."""

    sections: Sections
    units: Units
    fact_kinds: Mapping[str, Kind]
    lower: LowerDefinition  # a value, a list or a column
    definitions: dict[str, Definition] = field(default_factory=dict)
    in_progress: list[str] = field(default_factory=list)
    failed: set[str] = field(default_factory=set)
    nodes: dict[str, Name] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    rounding: Rounding | None = None  # of values that say none
    calls: dict[tuple[str, tuple[int, ...]], Node] = field(default_factory=dict)  # by name and arguments
    called: list[Call] = field(default_factory=list)  # the same, as they are explained
    shapes: Shapes = field(default_factory=partial(Shapes, exactly=True))
    texts: frozenset[str] | None = None  # that arguments may be, found out when first asked for


@dataclass(frozen=True)
class Scope:
    """The names that one formula may use: `local` ones first, then values and facts."""

    state: CompileState
    local: Mapping[str, Node] = field(default_factory=dict)
    around: tuple[Around, ...] = ()  # the record that a column or a condition of a list is about
    of_call: bool = False  # within a value with parameters, which other calls give other arguments
    awaits_rows: bool = False  # whether indicators may still come, whose points and subtotals may be read

    @property
    def units(self) -> Units:
        return self.state.units

    def with_(self, local: Mapping[str, Node]) -> Scope:
        return replace(self, local={**self.local, **local})

    def of_record(self, record: Around) -> Scope:
        """The same names, and those of a record: its fields, and its list's columns."""
        return replace(self, around=(record,))

    def awaiting_rows(self) -> Scope:
        """The same names, and those that only indicators will give."""
        return replace(self, awaits_rows=True)

    def apart(self) -> Scope:
        """The same names to add to, so that one project's rows do not show in another's."""
        state = replace(
            self.state,
            definitions=dict(self.state.definitions),
            nodes=dict(self.state.nodes),
            problems=[],
            calls={},
            called=list(self.state.called),
            shapes=Shapes(exactly=True),
        )
        return replace(self, state=state)

    def problem(self, code: str, message: Text, place: Place, fix: Text | None = None) -> None:
        self.state.problems.append(Problem(code, message, place, fix))

    def find(self, name: str, at: Place) -> Node | None:
        """The node that a name stands for; None when nothing is called so."""
        if name in self.local:
            return self.local[name]
        state = self.state
        if name in state.fact_kinds:
            self._presume(name, at)
            return self.node(name, state.fact_kinds[name])
        if name in state.sections.values:
            return self._value(name, at)
        if name in state.sections.lists:
            return self.defined(name, state.sections.lists[name], at)
        if "." in name and (column := self._column_named(name)) is not None:
            of, _, short = column.partition(".")
            self.problem(
                "column-outside",
                Text(f"`{column}` has a value for each record of `{of}`", f"{column} 是 {of} 每条记录各有一个的值"),
                at,
                Text(
                    f"say what of all of them, such as `max({of}, {short})`",
                    f"写明取全部中的什么，例如 max({of}, {short})",
                ),
            )
            return Name(ANY, name)
        if name.endswith(PRECISION) and (kind := state.fact_kinds.get(name.removesuffix(PRECISION))) is not None:
            return self.node(name, kind) if kind.name == "number" else None
        if name == "period":
            return self.node("period", DATE)
        if self.awaits_rows and AWAITED.fullmatch(name):
            return self.node(name, NUMBER)
        return None

    def node(self, name: str, kind: Kind) -> Name:
        """One node for each name, so that it is computed and traced once."""
        return self.state.nodes.setdefault(name, Name(kind, name))

    def column(self, name: str, around: Around, at: Place) -> Column | None:
        """What a column has for a record: one of its list's, or of the lists that this was made from."""
        for of in self._made_from(around.kind.of):
            found = self.state.sections.columns.get(f"{of}.{name}")
            if found is not None:
                values = self.defined(found.name, found, at).kind
                kind = values.fields[0][1] if values.fields else ANY
                return Column(kind, of, name, around.scope)
        return None

    def columns(self, around: Around) -> list[str]:
        """The names of the columns that a record's list has, its own and those of the lists that it was made from."""
        lists = set(self._made_from(around.kind.of))
        split = (name.partition(".") for name in self.state.sections.columns)
        return [name for of, _, name in split if of in lists]

    def _column_named(self, name: str) -> str | None:
        """The column that `LIST.NAME`, or one of its several results, is."""
        parts = name.split(".")
        of = ".".join(parts[:2])
        return of if of in self.state.sections.columns else None

    def columns_of(self, of: str) -> Iterator[str]:
        """The names of the columns that a list's records have: its own, and those of the lists that it was made from."""
        lists = list(self._made_from(of))
        found = (name.partition(".") for name in self.state.sections.columns)
        yield from dict.fromkeys(short for above, _, short in found if above in lists)

    def root_of(self, of: str) -> str:
        """The list that was reported, of one that was made from it."""
        return list(self._made_from(of))[-1]

    def label_of(self, name: str, otherwise: str) -> Text:
        """What people read for a column."""
        return text_of(self.state.sections.columns[name].model.label, otherwise)

    def _made_from(self, of: str) -> Iterator[str]:
        """A list, the one that it was made from, and so on."""
        seen: set[str] = set()
        while of and of not in seen:
            seen.add(of)
            yield of
            made = self.state.sections.lists.get(of)
            of = made.model.from_ if made is not None else ""

    def near(self, name: str) -> str | None:
        sections = self.state.sections
        known = [*self.local, *self.state.fact_kinds, *sections.values, *sections.lists, "period"]
        return nearest(name, known)

    def call(self, name: str, args: tuple[Node, ...], at: Place) -> tuple[Node | None, list[Problem]] | None:
        """A value with parameters, written out for these arguments; None when there is no such value."""
        entry = self.state.sections.values.get(name)
        if entry is None or entry.model.with_ is None:
            return None
        parameters = entry.model.with_
        if len(parameters) != len(args):
            message = Text(
                f"`{name}` takes {len(parameters)} values ({', '.join(parameters)}), not {len(args)}",
                f"{name} 需要 {len(parameters)} 个参数（{'、'.join(parameters)}），这里给了 {len(args)} 个",
            )
            return None, [Problem("wrong-arguments", message, at)]
        state = self.state
        key = (name, tuple(state.shapes.of(arg) for arg in args))
        if key in state.calls:
            return state.calls[key], []
        if name in state.in_progress:
            return None, [self._cycle(name, at)]
        if len(state.calls) >= MOST_CALLS:
            return None, [_too_much("too-many-calls", Text(f"more than {MOST_CALLS} different calls of values with parameters",
                                                           f"带参数的值的不同调用超过 {MOST_CALLS} 次"), at)]  # fmt: skip
        if len(state.in_progress) >= MOST_DEEP:
            return None, [self._too_deep(at)]
        state.in_progress.append(name)
        node, _ = state.lower(entry, Scope(state, dict(zip(parameters, args, strict=True)), of_call=True))
        state.in_progress.pop()
        state.calls[key] = node
        state.called.append(Call(name, tuple(zip(parameters, args, strict=True)), node, entry.place))
        if state.shapes.levels(node) > MOST_LEVELS:
            return None, [self._too_deep(at)]
        if matches_nothing(node):
            return None, [_without_row(name, parameters, args, node, at)]
        return node, []

    def _value(self, name: str, at: Place) -> Node:
        entry = self.state.sections.values[name]
        if entry.model.with_ is not None:
            self.problem(
                "wrong-arguments",
                Text(f"`{name}` is used without its values", f"{name} 需要参数"),
                at,
                Text(f"write {name}({', '.join(entry.model.with_)})", f"写成 {name}({', '.join(entry.model.with_)})"),
            )
            return Name(ANY, name)
        return self.defined(name, entry, at)

    def defined(self, name: str, entry: Entry[Any], at: Place) -> Node:
        """What has a definition of its own, lowered when it is first named."""
        state = self.state
        if name in state.definitions:
            return self.node(name, state.definitions[name].kind)
        if name in state.failed:
            return Name(ANY, name)
        if name in state.in_progress:
            state.problems.append(self._cycle(name, at))
            state.failed.add(name)
            return Name(ANY, name)
        state.in_progress.append(name)
        node, kind = state.lower(entry, Scope(state))
        state.in_progress.pop()
        state.definitions[name] = Definition(
            name,
            text_of(entry.model.label, name),
            node,
            kind,
            entry.place,
            basis_of(entry, self.state.sections.bases),
        )
        return self.node(name, kind)

    def _presume(self, name: str, at: Place) -> None:
        """The formula that a fact is presumed to be, where it is one, as a definition that a reported value goes before."""
        state, entry = self.state, self.state.sections.facts.get(name)
        formula = presumption_of(entry) if entry is not None else None
        if entry is None or formula is None or name in state.definitions or name in state.failed:
            return
        if name in state.in_progress:
            state.problems.append(self._cycle(name, at))
            state.failed.add(name)
            return
        state.in_progress.append(name)
        place = entry.at("if_missing")
        node, problems = parse(
            formula, Scope(state), state.units, place.inside(str(entry.model.if_missing).index(formula), len(formula))
        )
        state.problems.extend(problems)
        state.in_progress.pop()
        kind = state.fact_kinds[name]
        if node is None or name in state.failed:
            return
        if node.kind.name not in (kind.name, "any") or node.kind.dimension != kind.dimension:
            wanted, found = describe(kind), describe(node.kind)
            message = Text(
                f"`{name}` is {wanted.en}, what is presumed is {found.en}",
                f"{name} 应为{wanted.zh}，推定的却是{found.zh}",
            )
            self.problem("kinds-differ", message, place, Text("presume a fact of the same kind", "推定为同类的数据"))
        state.definitions[name] = Definition(name, text_of(entry.model.label, name), node, kind, entry.place)

    def _too_deep(self, at: Place) -> Problem:
        return _too_much(
            "calls-too-deep",
            Text(f"values with parameters within each other beyond {MOST_DEEP} calls or {MOST_LEVELS} levels",
                 f"带参数的值层层调用，超过 {MOST_DEEP} 次或 {MOST_LEVELS} 层"),
            at,
        )  # fmt: skip

    def _cycle(self, name: str, at: Place) -> Problem:
        chain = self.state.in_progress
        around = [*chain[chain.index(name) :], name] if name in chain else [name]
        path = " → ".join(around)
        return Problem(
            "cycle",
            Text(f"values need each other in a circle: {path}", f"这些值循环引用：{path}"),
            at,
            Text("let one of them rest on facts alone", "让其中一个只依赖数据"),
        )


def known_text(text: str, scope: Scope) -> bool:
    """Whether a text is an option of some fact or value, or stands in quotes in a formula: what a call may give."""
    state = scope.state
    if state.texts is None:
        state.texts = frozenset(_texts(state.sections, state.fact_kinds.values()))
    return text in state.texts


def _texts(sections: Sections, kinds: Iterable[Kind]) -> Iterable[str]:
    for kind in kinds:
        yield from kind.options or ()
        for _, inner in kind.fields:
            yield from inner.options or ()
    for entries in (sections.values, sections.columns, sections.rules, sections.checks):
        for entry in entries.values():
            gives = getattr(entry.model, "gives", None)
            for one in gives.values() if isinstance(gives, dict) else [gives]:
                yield from one if isinstance(one, list) else ()
            for written in _strings(entry.model):
                yield from (found[1] for found in QUOTED.findall(written))


def _too_much(code: str, message: Text, at: Place) -> Problem:
    fix = Text("give what is needed often a name of its own as `[value.*]` without parameters",
               "把常用的部分写成不带参数的 `[value.*]`")  # fmt: skip
    return Problem(code, message, at, fix)


def lower_all(scope: Scope) -> None:
    """Lowers every value, list and column, those that others read first, so that long chains do not recurse deeply."""
    sections = scope.state.sections
    for name, fact in sections.facts.items():
        scope.find(name, fact.place)
    defined: dict[str, Entry[Any]] = {**sections.values, **sections.lists, **sections.columns}
    for name in _in_order_of_need(defined):
        entry = defined[name]
        if getattr(entry.model, "with_", None) is None:
            scope.defined(name, entry, entry.place)


def _in_order_of_need(defined: Mapping[str, Entry[Any]]) -> Iterable[str]:
    """Names so that what a definition mentions comes before it, as far as there is no circle."""
    called: dict[str, list[str]] = {}  # by the word that formulas say: a column's own name, without its list's
    for name in defined:
        called.setdefault(name.rpartition(".")[2], []).append(name)
    done: dict[str, None] = {}
    entered: set[str] = set()
    for first in defined:
        waiting = [(first, False)]
        while waiting:
            name, ready = waiting.pop()
            if ready:
                done.setdefault(name)
            elif name not in entered:
                entered.add(name)
                waiting.append((name, True))
                read = (other for word in _mentioned(defined[name].model) for other in called.get(word, ()))
                waiting.extend((other, False) for other in read)
    return done


def _mentioned(written: Any) -> Iterable[str]:
    """Every word in an authored value's strings: a superset of the names it reads."""
    return dict.fromkeys(word for text in _strings(written) for word in WORD.findall(text))


def _strings(written: Any) -> Iterable[str]:
    """Every text in something authored."""
    waiting = [written.model_dump() if hasattr(written, "model_dump") else written]
    while waiting:
        at = waiting.pop()
        if isinstance(at, str):
            yield at
        elif isinstance(at, dict):
            waiting.extend(at.values())
        elif isinstance(at, list | tuple):
            waiting.extend(at)


def _without_row(name: str, parameters: Sequence[str], args: Sequence[Node], node: Node, at: Place) -> Problem:
    """A call for which there is no row, whatever is reported."""
    fixed = [(parameter, arg) for parameter, arg in zip(parameters, args, strict=True) if isinstance(arg, Constant)]
    given = ", ".join(f"{parameter} = {arg.written}" for parameter, arg in fixed)
    texts = ((str(arg.value), texts_beside(node, arg)) for _, arg in fixed if isinstance(arg.value, str))
    near = next((found for text, known in texts if (found := nearest(text, known)) is not None), None)
    fix = (Text(f"did you mean `{near}`?", f"是否指 {near}？") if near is not None else
           Text("add a row for it, or otherwise = …", "为它加一行，或补上 otherwise = …"))  # fmt: skip
    return Problem("no-row-matches", Text(f"no row of `{name}` takes {given}", f"{name} 没有一行包括 {given}"), at, fix)
