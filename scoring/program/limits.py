"""Grades, and the limits that act on subtotals, the total and the grade."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from scoring.nodes.kind import ANY, NUMBER, SHARE, YES_NO, Kind
from scoring.nodes.node import Arithmetic, Choose, Clause, Constant, Name, Node
from scoring.nodes.walk import names_in
from scoring.problems import Text
from scoring.program.bases import basis_of
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
from scoring.values.number import show_number


def lower_grade(
    entry: Entry[model.GradeModel] | None, at: Lowered, graded: Node, possible: Fraction | None = None
) -> Grade | None:
    """A grade table over the total (or a result); its rows go from the best grade down.

    `possible`: of indicators' points, what rows of shares are shares of.
    """
    if entry is None:
        return None
    listed = [_cells(row) for row in entry.model.rows]
    _check_cells(entry, listed, at)
    shares = possible is not None and by_share(entry)
    if shares and possible:
        graded = Arithmetic(SHARE, "/", (graded, Constant(NUMBER, possible, show_number(possible))))
    scope = at.scope.with_({"total": graded, entry.name or "total": graded})
    given = [*(row[-1] for row in listed if row), *([entry.model.otherwise] if entry.model.otherwise else [])]
    names = tuple(dict.fromkeys(str(name) for name in given))
    node = rows(entry, scope, Giving(Kind("text", options=names)), default_by=("total",))
    return Grade(node, tuple(reversed(names)), not shares) if isinstance(node, Choose) else None


def by_share(entry: Entry[model.GradeModel]) -> bool:
    """Whether the rows of a grade of the total are shares of what is possible."""
    return entry.model.by is None and "share" in _scales(entry)


def _scales(entry: Entry[model.GradeModel]) -> set[str]:
    """Whether what the rows compare with is written in points, in shares, or both."""
    cells = [str(cell) for row in entry.model.rows for cell in _cells(row)[:-1]]
    numbers = [number for cell in cells for number in NUMBERS.findall(cell)]
    return {"share" if number.endswith("%") else "points" for number in numbers if number.strip(" %0.")}


def _cells(row: Any) -> list[Any]:
    """The cells of a row, which may be written as a table."""
    row = row.get("row") if isinstance(row, dict) else row
    return row if isinstance(row, list) else []


def _check_cells(entry: Entry[model.GradeModel], listed: Sequence[Sequence[Any]], at: Lowered) -> None:
    """A grade is of a number that there is, in points or in shares."""
    for number, cells in enumerate(listed):
        if "missing" in cells[:-1]:
            at.scope.problem(
                "unreachable-row",
                Text("nothing is graded where the number is missing", "数值缺失时不评等级"),
                entry.at("rows", number),
                Text("delete this row", "删去这一行"),
            )
    if not entry.name and entry.model.by is None and len(_scales(entry)) > 1:
        at.scope.problem(
            "shares-and-points",
            Text("grades are by points or by shares, not by both", "等级应全部按分值或全部按比例"),
            entry.at("rows"),
            Text('write all as ">= 90%" or all as ">= 90"', '全部写成 ">= 90%" 或全部写成 ">= 90"'),
        )


NUMBERS = re.compile(r"\d+(?:\.\d+)?\s*%?")


COUNTED = "counted."
"""Before the names of what results read: the total and subtotals as they count in the end, after limits."""


def scored_names(groups: Sequence[Group], indicators: Sequence[Indicator], before: str = "") -> dict[str, Node]:
    """What only scoring tells: `subtotal.产出.数量` of groups, before any limit or as they are `COUNTED`; `B11.points`."""
    names: dict[str, Node] = {}
    for group in groups:
        names["subtotal." + group.path.replace("/", ".")] = Name(NUMBER, f"{before}subtotal.{group.path}")
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
        basis=basis_of(entry, scope.state.sections.bases),
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
