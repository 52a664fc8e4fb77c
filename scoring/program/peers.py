"""`[peers]`: what a project is compared by with the others of its table, and what rests on its place among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from scoring.nodes.kind import NUMBER
from scoring.nodes.node import Name, Node
from scoring.nodes.walk import names_in
from scoring.problems import Place, Problem, Text
from scoring.program.formulas import condition, formula
from scoring.program.limits import COUNTED, scored_names
from scoring.program.lists import keys_of_order
from scoring.program.lowered import Lowered
from scoring.program.program import Criterion, Definition, Group, Indicator, Limit, PeerPlace, Program, Result
from scoring.program.scope import Scope
from scoring.rulebook import model
from scoring.rulebook.rulebook import PEERS, Entry, text_of


def lower_peers(
    at: Lowered,
    definitions: Iterable[Definition],
    groups: Sequence[Group],
    indicators: Sequence[Indicator],
    limits: Sequence[Limit],
    results: Sequence[Result],
    criteria: Mapping[str, Criterion],
) -> tuple[PeerPlace, ...]:
    """Every place with what it is counted by, those first on which others rest; a circle is told.

    `criteria`: of rules that are looked at without any indicator.
    """
    written = {name: entry for name, entry in at.sections.values.items() if entry.model.place is not None}
    declared = at.rulebook.peers.get(PEERS)
    if declared is None:
        for entry in written.values():
            at.scope.problem(
                "missing-section",
                Text("there is no [peers], which says who is compared", "没有 [peers]，未写明与谁相比"),
                entry.at("of") if entry.model.of is not None else entry.place,
                Text('add [peers], such as within = "department"', '补上 [peers]，例如 within = "department"'),
            )
        return ()
    if not written:
        at.scope.state.problems.append(_nothing_compared(declared))
        return ()
    scope = _scope(at, groups, indicators, results)
    within = tuple(_within(declared, scope))
    counts_all = declared.model.counts == "all"
    places = [_place(name, entry, within, counts_all, scope) for name, entry in written.items()]
    return _by_level(places, Reading(definitions, indicators, limits, results, places, criteria), at)


def _nothing_compared(declared: Entry[model.PeersModel]) -> Problem:
    return Problem(
        "nothing-compared",
        Text("no value is a place among peers", "没有一个值是在其他项目中的排名"),
        declared.place,
        Text('add [value.rank] with place = "-total" and of = "peers", or delete [peers]',
             '补上 [value.rank]，写 place = "-total"、of = "peers"；或删去 [peers]'),
    )  # fmt: skip


def _scope(at: Lowered, groups: Sequence[Group], indicators: Sequence[Indicator], results: Sequence[Result]) -> Scope:
    """What may be compared: facts, values, the total before limits, indicators' points, results."""
    local: dict[str, Node] = {**scored_names(groups, indicators)}
    total = next((one for one in results if one.is_total), None)
    if indicators or total is not None or at.scope.awaits_rows:
        local["total"] = Name(NUMBER if total is None else total.kind, "total.earned")
    for one in results:
        local[f"result.{one.name}"] = Name(one.kind, f"result.{one.name}")
    return at.scope.with_(local)


def _within(declared: Entry[model.PeersModel], scope: Scope) -> Iterator[Node]:
    for written, place in _listed(declared.model.within, declared, "within"):
        node = formula(written, scope, place)
        if node is not None and node.kind.name in ("text", "any"):
            yield node
        elif node is not None:
            scope.problem(
                "wrong-kind",
                Text(f"`{written}` is no text, such as a department", f"{written} 不是文字，例如主管部门"),
                place,
                Text('name a fact or a value that is one: within = "department"',
                     '写一个文字类的数据或值：within = "department"'),
            )  # fmt: skip


def _place(
    name: str, entry: Entry[model.ValueModel], within: tuple[Node, ...], counts_all: bool, scope: Scope
) -> PeerPlace:
    keys = tuple(keys_of_order(entry, "place", scope))
    if not entry.model.place:
        scope.problem(
            "missing-key",
            Text("nothing says what the place is by", "没有写明按什么排名"),
            entry.at("place"),
            Text('such as place = ["-total"]', '例如 place = ["-total"]'),
        )
    among = condition(entry.model.among, scope, entry.at("among")) if entry.model.among is not None else None
    ties = entry.model.ties or "shared"
    return PeerPlace(name, text_of(entry.model.label, name), keys, within, among, ties, entry.place, counts_all)


def _listed(written: str | list[str] | None, entry: Entry[Any], key: str) -> Iterable[tuple[str, Place]]:
    if isinstance(written, list):
        return [(one, entry.at(key, number)) for number, one in enumerate(written)]
    return [(written, entry.at(key))] if written is not None else []


# ---------------------------------------------------------------- what rests on what


NO_CRITERIA: Mapping[str, Criterion] = {}


class Reading:
    """What every name of a program rests on: values, points, the total, limits, results, places."""

    def __init__(
        self,
        definitions: Iterable[Definition],
        indicators: Sequence[Indicator],
        limits: Sequence[Limit],
        results: Sequence[Result],
        places: Sequence[PeerPlace],
        criteria: Mapping[str, Criterion] = NO_CRITERIA,
    ) -> None:
        points = {f"{one.id}.points": _read_by(one.criterion) for one in indicators}
        points |= {f"[rule.{name}]": _read_by(criterion) for name, criterion in criteria.items()}
        total = next((one.node for one in results if one.is_total), None)
        earned = tuple(points) if total is None else names_in(total)
        self.reads: Mapping[str, tuple[str, ...]] = {
            **{one.name: names_in(one.node) for one in definitions},
            **points,
            **{f"limit.{one.name}": names_in(one.when) for one in limits},
            **{f"result.{one.name}": names_in(one.node) for one in results},
            **{one.given: tuple(name for node in one.nodes for name in names_in(node)) for one in places},
            "total.earned": earned,
            "total": ("total.earned", *(f"limit.{one.name}" for one in limits)),
            "subtotal": tuple(points),
            f"{COUNTED}total": ("total",),
            f"{COUNTED}subtotal": ("subtotal", *(f"limit.{one.name}" for one in limits)),
        }

    def of(self, name: str) -> tuple[str, ...]:
        """What is read right there; a subtotal rests on all points, since weights may be spread."""
        for subtotals in ("subtotal", f"{COUNTED}subtotal"):
            if name.startswith(f"{subtotals}."):
                return self.reads[subtotals]
        return self.reads.get(name, ())

    def ways(self, name: str) -> Mapping[str, str]:
        """Everything that a name rests on, each with the name that reads it, the nearest first."""
        found: dict[str, str] = {}
        waiting = [name]
        for at in waiting:
            for below in self.of(at):
                if below not in found:
                    found[below] = at
                    waiting.append(below)
        return found


def _read_by(criterion: Criterion) -> tuple[str, ...]:
    nodes = (criterion.points, criterion.applies, criterion.missing.value)
    return tuple(name for node in nodes if node is not None for name in names_in(node))


def _by_level(places: Sequence[PeerPlace], reading: Reading, at: Lowered) -> tuple[PeerPlace, ...]:
    """Places after those on which they rest."""
    by_given = {one.given: one for one in places}
    needs = {}
    for one in places:
        ways = reading.ways(one.given)
        if one.given in ways:
            at.scope.state.problems.append(_circle(one, ways))
            return ()
        needs[one.given] = [name for name in ways if name in by_given]
    levels: dict[str, int] = {}
    for given in sorted(needs, key=lambda given: len(needs[given])):  # whoever rests on another rests on more
        levels[given] = 1 + max((levels[below] for below in needs[given]), default=-1)
    return tuple(sorted((replace(one, level=levels[one.given]) for one in places), key=lambda one: one.level))


def _circle(one: PeerPlace, ways: Mapping[str, str]) -> Problem:
    around = [one.given]
    while len(around) == 1 or around[-1] != one.given:
        around.append(ways[around[-1]])
    said = [name.removeprefix(f"{PEERS}.").removeprefix(COUNTED).removesuffix(".earned") for name in reversed(around)]
    listed = [name for name, _ in groupby(said)]
    path = " → ".join(listed if len(listed) > 1 else listed * 2)
    return Problem(
        "cycle",
        Text(f"a place is needed for what it is counted by: {path}", f"排名所依据的内容又取决于该排名：{path}"),
        one.place,
        Text("let the criteria rest on places by facts alone, or read this place only in results, limits and grades",
             "评分标准只能依赖按数据得出的排名；此排名只在结果、限制和等级中引用"),
    )  # fmt: skip


def resting_on_peers(program: Program) -> frozenset[str]:
    """Names of points, totals, limits and results that rest on a place among peers."""
    if not program.peers:
        return frozenset()
    found: frozenset[str] | None = program.memory.get("peers")
    if found is None:
        reading = Reading(program.definitions, program.indicators, program.limits, program.results, program.peers)
        given = {one.given for one in program.peers}
        found = frozenset(name for name in reading.reads if given & reading.ways(name).keys())
        program.memory["peers"] = found
    return found
