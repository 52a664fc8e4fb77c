"""Grades, and the limits that act on subtotals, the total and the grade."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from scoring.nodes.kind import ANY, NUMBER, YES_NO, Kind
from scoring.nodes.node import Choose, Clause, Constant, Name, Node
from scoring.nodes.walk import names_in
from scoring.problems import Text
from scoring.program.formulas import condition
from scoring.program.giving import Giving
from scoring.program.groups import groups_are
from scoring.program.lowered import Lowered
from scoring.program.program import Grade, Group, Indicator, Limit
from scoring.program.scope import Scope
from scoring.program.tables import rows
from scoring.project.rows import share_or_points
from scoring.rulebook import model
from scoring.rulebook.rulebook import Entry, text_of


def lower_grade(entry: Entry[model.ValueModel] | None, at: Lowered, graded: Node) -> Grade | None:
    """A grade table over the total (or a result); its rows go from the best grade down."""
    if entry is None:
        return None
    scope = at.scope.with_({"total": graded, entry.name or "total": graded})
    names = tuple(dict.fromkeys(str(row[-1]) for row in entry.model.rows or () if isinstance(row, list) and row))
    giving = Giving(Kind("text", options=names))
    node = rows(entry, scope, giving, default_by=("total",)) if entry.model.rows is not None else None
    if not isinstance(node, Choose):
        at.scope.problem("missing-key", Text("a grade needs rows", "等级需要写 rows"), entry.place,
                         Text('rows = [[">= 90", "优"], ["else", "差"]]', 'rows = [[">= 90", "优"], ["else", "差"]]'))  # fmt: skip
        return None
    return Grade(node, tuple(reversed(names)))


def scored_names(groups: Sequence[Group], indicators: Sequence[Indicator]) -> dict[str, Node]:
    """What only scoring tells: `subtotal.产出.数量` of groups and `B11.points` of indicators, before any limit."""
    names: dict[str, Node] = {}
    for group in groups:
        names["subtotal." + group.path.replace("/", ".")] = Name(NUMBER, f"subtotal.{group.path}")
    for indicator in indicators:
        names[f"{indicator.id}.points"] = Name(NUMBER, f"{indicator.id}.points")
    return names


def lower_limits(
    at: Lowered, groups: Sequence[Group], grade: Grade | None, indicators: Sequence[Indicator]
) -> tuple[Limit, ...]:
    """Every limit, after those that it reads; without indicators they act on the result that is the total."""
    entries = at.rulebook.limits
    local: dict[str, Node] = {"total": Name(NUMBER, "total.earned"), **scored_names(groups, indicators)}
    for name in entries:
        local[f"limit.{name}"] = Name(YES_NO, f"limit.{name}")
    if not indicators:
        for name in at.rulebook.results:
            local[f"result.{name}"] = Name(ANY, f"result.{name}")
    scope = at.scope.with_(local)
    limits = {}
    for name, entry in entries.items():
        limit = _limit(name, entry, scope, groups, grade)
        if limit is not None:
            limits[name] = limit
    return _in_order_of_need(limits, at)


def _limit(
    name: str, entry: Entry[model.LimitModel], scope: Scope, groups: Sequence[Group], grade: Grade | None
) -> Limit | None:
    when = condition(entry.model.when, scope, entry.at("when"))
    if when is None:
        return None
    yes = Clause(name, when, Constant(YES_NO, True, "true"), entry.at("when"), text_of(entry.model.label, name))
    no = Clause("else", None, Constant(YES_NO, False, "false"), entry.at("when"))
    effects = [effect for effect in (entry.model.grade, entry.model.total, entry.model.group) if effect is not None]
    if not effects:
        scope.problem("missing-key", Text(f"limit `{name}` limits nothing", f"限制 {name} 没有写明限制什么"), entry.place,
                      Text('add grade = "差" or total = { at_most = 59 }', '补上 grade = "差" 或 total = { at_most = 59 }'))  # fmt: skip
    least, best = _grades(entry, grade, scope)
    paths = {group.path for group in groups}
    ends = {}
    for path, effect in (entry.model.group or {}).items():
        if path not in paths and groups:
            scope.problem(
                "unknown-group",
                Text(f"no indicator is in group `{path}`", f"没有指标属于 {path}"),
                entry.key("group", path),
                groups_are(group.path for group in groups),
            )
        ends[path] = _ends(effect, entry, ("group", path), scope)
    return Limit(
        name,
        text_of(entry.model.label, name),
        Choose(YES_NO, (yes,), "first", entry.place, no, name),
        entry.place,
        best,
        _ends(entry.model.total, entry, ("total",), scope) if entry.model.total else (None, None),
        ends,
        least_grade=least,
    )


def _grades(entry: Entry[model.LimitModel], grade: Grade | None, scope: Scope) -> tuple[str | None, str | None]:
    """The lowest and the best grade that a limit leaves."""
    written = entry.model.grade
    if written is None:
        return None, None
    ends = {"at_most": written} if isinstance(written, str) else written
    for key, name in ends.items():
        if grade is None or name not in grade.names:
            known = ", ".join(grade.names) if grade else ""
            scope.problem(
                "unknown-option",
                Text(f"there is no grade `{name}`", f"没有等级 {name}"),
                entry.at("grade") if isinstance(written, str) else entry.at("grade", key),
                Text(f"grades are {known}", f"等级有 {known}") if known
                else Text("add [grade] with rows", "补上 [grade]，写明 rows"),
            )  # fmt: skip
            return None, None
    exactly = ends.get("is")
    return ends.get("at_least", exactly), ends.get("at_most", exactly)


def _ends(
    effect: model.LimitEffect, entry: Entry[Any], path: tuple[str, ...], scope: Scope
) -> tuple[Fraction | None, Fraction | None]:
    found: list[Fraction | None] = []
    for key in ("at_least", "at_most"):
        raw = getattr(effect, key)
        read = share_or_points(raw) if raw is not None else None
        if raw is not None and (read is None or read[0] != "points"):
            scope.problem("wrong-kind", Text("points belong here", "这里应为分值"), entry.at(*path, key),
                          Text("such as 59", "例如 59"))  # fmt: skip
        found.append(read[1] if read else None)
    return found[0], found[1]


def _in_order_of_need(limits: Mapping[str, Limit], at: Lowered) -> tuple[Limit, ...]:
    """A limit after those whose biting it depends on; a circle is a problem."""
    ordered: dict[str, Limit] = {}
    waiting = dict(limits)
    while waiting:
        ready = [
            name
            for name, limit in waiting.items()
            if not any(
                used.removeprefix("limit.") in waiting for used in names_in(limit.when) if used.startswith("limit.")
            )
        ]
        if not ready:
            first = next(iter(waiting.values()))
            at.scope.problem(
                "cycle",
                Text(
                    f"limits need each other in a circle: {', '.join(waiting)}", f"限制循环引用：{'、'.join(waiting)}"
                ),
                first.place,
                Text("let one of them rest on facts alone", "让其中一个只依赖数据"),
            )
            break
        for name in ready:
            ordered[name] = waiting.pop(name)
    return tuple(ordered.values())
