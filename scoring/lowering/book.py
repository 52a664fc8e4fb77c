"""A rulebook, a set and a project's rows to a `Program`: names resolved, everything lowered, nothing run."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from scoring import model
from scoring.arithmetic import TooLarge, Undefined, apply
from scoring.core import (
    NUMBER,
    YES_NO,
    Arithmetic,
    Choose,
    Clause,
    Compare,
    Constant,
    Kind,
    Name,
    Node,
    Value,
    children,
    names_in,
)
from scoring.facts import kind_of_fact
from scoring.formula import parse_test
from scoring.lowering import criteria, tables
from scoring.lowering.scope import Scope, Shelf, lower_all_values
from scoring.problems import Place, Problem, Text
from scoring.program import (
    Check,
    Criterion,
    Definition,
    Grade,
    Group,
    Indicator,
    Limit,
    Missing,
    Program,
    Requirement,
    Result,
)
from scoring.quantity import AmountFault, Rounding, Unit, Units, read_amount, show_number
from scoring.rows import QUALITATIVE, Row, share_or_points
from scoring.rulebook import Entry, Rulebook, Sections, text_of

DEFAULT_ROUNDING = Rounding("half_up", 2)


@dataclass(frozen=True)
class Lowered:
    """A program under way: what all its parts share."""

    scope: Scope
    rulebook: Rulebook
    sections: Sections


def declared_units(sections: Sections) -> tuple[Units, list[Problem]]:
    """The shipped units and those that `[unit.*]` sections declare, in whatever order they rest on each other."""
    units, problems = Units.standard(), []
    waiting = dict(sections.units)
    while waiting:
        ready = {name: entry for name, entry in waiting.items() if _can_read(entry, units)}
        for name, entry in ready.items() or waiting.items():
            units, found = _declare(name, entry, units)
            problems += found
        waiting = {name: entry for name, entry in waiting.items() if name not in ready} if ready else {}
    return units, problems


def _can_read(entry: Entry[model.UnitModel], units: Units) -> bool:
    return entry.model.is_ is None or hasattr(read_amount(entry.model.is_, units), "value")


def _declare(name: str, entry: Entry[model.UnitModel], units: Units) -> tuple[Units, list[Problem]]:
    if entry.model.is_ is None:
        return units.with_unit(name, Unit(name, ((name, 1),), Fraction(1))), []
    amount = read_amount(entry.model.is_, units)
    if isinstance(amount, AmountFault):
        return units, [
            Problem(amount.code, amount.message, entry.at("is").inside(amount.offset, amount.length), amount.fix)
        ]
    unit = Unit(name, amount.unit.dimension if amount.unit else (), amount.value)
    known = units.get(name)
    if known is not None and known != unit and (known.dimension, known.factor) != (unit.dimension, unit.factor):
        message = Text(f"unit `{name}` is shipped with another meaning", f"单位 {name} 已有自带的含义，与此不同")
        return units, [Problem("name-twice", message, entry.place, Text("choose another name", "换一个名称"))]
    return units.with_unit(name, unit), []


def open_scope(sections: Sections, units: Units) -> Scope:
    """A scope over all sections, every value lowered; problems are in `scope.shelf.problems`."""
    problems: list[Problem] = []
    kinds: dict[str, Kind] = {}
    for name, entry in sections.facts.items():
        kind, found = kind_of_fact(entry, units)
        kinds[name] = kind
        problems += found
    scope = Scope(Shelf(sections, units, kinds, tables.lower_value, problems=problems))
    lower_all_values(scope)
    return scope


def lower(rulebook: Rulebook, sections: Sections, scope: Scope, rows: Sequence[Row]) -> Program:
    """The program for these rows; its problems are added to the scope's."""
    at = Lowered(scope, rulebook, sections)
    extra = criteria.Extra([], _ranges(at))
    indicators = tuple(_indicator(row, at, extra) for row in rows)
    groups = _groups(indicators, at)
    checks = (*_checks(at), *extra.checks)
    grade = _grade(rulebook.grades.get(""), at, Name(NUMBER, "total"))
    header = rulebook.header.model
    rounding = DEFAULT_ROUNDING
    if header.points is not None:
        rounding = tables.rounding_of(header.points, rulebook.header.at("points"), scope) or DEFAULT_ROUNDING
    return Program(
        definitions=tuple(scope.shelf.definitions.values()),
        indicators=indicators,
        groups=groups,
        limits=_limits(at, groups, grade),
        checks=checks,
        requirements=tuple(extra.requirements),
        results=tuple(_result(entry, at) for entry in rulebook.results.values()),
        grade=grade,
        possible=Fraction(header.total) if header.total is not None else None,
        weight=sum((indicator.weight for indicator in indicators), Fraction(0)),
        constants=_constants(indicators),
        rounding=rounding,
        not_applicable=header.not_applicable,
        units={name: unit for name in scope.units.names if (unit := scope.units.get(name)) is not None},
        labels=_labels(at),
    )


def _constants(indicators: Iterable[Indicator]) -> dict[int, Value]:
    """Products of constants, such as a clause's share of the weight: computed once for all projects."""
    found: dict[int, Value] = {}
    waiting: list[Node] = [indicator.criterion.points for indicator in indicators]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Arithmetic) and all(isinstance(arg, Constant) for arg in node.args):
            with suppress(Undefined, TooLarge):
                found[id(node)] = apply(node.op, [arg.value for arg in node.args if isinstance(arg, Constant)])
        waiting.extend(children(node))
    return found


def check_rules(rulebook: Rulebook, sections: Sections, scope: Scope) -> None:
    """Lowers every rule by itself, so that one that no indicator uses yet is checked as well; weights are points."""
    weighed: list[Entry[Any]] = [*rulebook.frames.values(), *sections.groups.values()]
    for group in weighed:
        if group.model.weight is not None and (share_or_points(group.model.weight) or ("", 0))[0] != "points":
            scope.problem("wrong-kind", Text("a weight is a number of points", "权重应为分值"), group.at("weight"),
                          Text("such as 20", "例如 20"))  # fmt: skip
    at = Lowered(scope, rulebook, sections)
    for entry in sections.rules.values():
        given = criteria.input_of_nothing(scope)
        extra = criteria.Extra([], [])
        criteria.lower_criterion(entry, given, extra, _basis(entry, at), _missing(entry.model.missing, None, entry, at))
    for sign, rule in (rulebook.header.model.rule_for or {}).items():
        if rule not in sections.rules:
            _unknown_rule(rule, rulebook.header.at("rule_for", sign), at)


def _labels(at: Lowered) -> dict[str, Text]:
    labels = {name: text_of(entry.model.label, name) for name, entry in at.sections.facts.items()}
    return labels | {name: text_of(entry.model.label, name) for name, entry in at.sections.values.items()}


def _ranges(at: Lowered) -> list[Requirement]:
    """A fact outside its declared range stops the project."""
    found = []
    for name, entry in at.sections.facts.items():
        if entry.model.range is None:
            continue
        node = at.scope.node(name, at.scope.shelf.fact_kinds[name])
        that, problems = parse_test(entry.model.range, node, at.scope, at.scope.units, entry.at("range"))
        at.scope.shelf.problems.extend(problems)
        if that is not None:
            label = text_of(entry.model.label, name)
            message = Text(
                f"`{name}` ({label.en}) must be {entry.model.range}", f"{name}（{label.zh}）应满足 {entry.model.range}"
            )
            fix = Text(
                f"correct the value, or the range at {entry.at('range')}", f"改正数值，或改 {entry.at('range')} 的范围"
            )
            found.append(Requirement(name, that, message, fix, "out-of-range"))
    return found


def _indicator(row: Row, at: Lowered, extra: criteria.Extra) -> Indicator:
    actual = _actual(row, at)
    entry = _rule_of(row, at)
    given = criteria.input_of(row, actual, at.scope)
    if entry is None:
        nothing = Constant(NUMBER, None)
        criterion = Criterion(row.rule or "", None, nothing, Fraction(0), row.weight, row.place, None, Missing())
    else:
        missing = _missing(row.missing if row.missing is not None else entry.model.missing, row, entry, at)
        criterion = criteria.lower_criterion(entry, given, extra, _basis(entry, at), missing)
    return Indicator(
        id=row.id,
        path=row.path,
        label=row.label,
        weight=row.weight,
        group="/".join(row.path),
        criterion=criterion,
        place=row.place,
        sign=row.sign,
        actual=actual,
    )


def _actual(row: Row, at: Lowered) -> Node:
    """The reported actual, or the formula that gives it, as a definition of its own."""
    name = f"{row.id}.actual"
    if row.formula is None:
        return at.scope.node(name, row.kind)
    text, place = row.formula
    node = tables.formula(text, at.scope, place)
    if node is None:
        return Name(row.kind, name)
    kind = node.kind
    if row.kind.name == "number" and f"{row.id}.target" in row.inputs:
        if kind.name == "number" and kind.dimension != row.kind.dimension:
            at.scope.problem(
                "unit-does-not-fit",
                Text(f"actual and target of `{row.id}` are in units that do not convert",
                     f"{row.id} 的实际值与目标值单位不能换算"),
                place,
                Text("correct the formula, or the target's unit", "改正公式或目标的单位"),
            )  # fmt: skip
        elif kind.unit is None or row.kind.is_share:
            kind = row.kind
    label = Text(f"actual of {row.label.en}", f"{row.label.zh}实际值")
    at.scope.shelf.definitions[name] = Definition(name, label, node, kind, place)
    return at.scope.node(name, kind)


def _rule_of(row: Row, at: Lowered) -> Entry[model.RuleModel] | None:
    """The row's own rule, or the rulebook's for its target's sign."""
    name = row.rule
    place = row.rule_place or row.place
    if name is None:
        by_sign = at.rulebook.header.model.rule_for or {}
        sign = row.sign or (QUALITATIVE if row.judged is not None else ">=")
        name = by_sign.get(sign)  # type: ignore[call-overload]
        if name is None:
            at.scope.problem(
                "missing-key",
                Text(f"indicator `{row.id}` has no rule", f"指标 {row.id} 没有写明规则"),
                row.place,
                Text('add rule = "…"', '补上 rule = "…"'),
            )
            return None
    if name not in at.sections.rules:
        _unknown_rule(name, place, at)
        return None
    return at.sections.rules[name]


def _unknown_rule(name: str, place: Place, at: Lowered) -> None:
    near = difflib.get_close_matches(name, list(at.sections.rules), 1)
    at.scope.problem(
        "unknown-rule",
        Text(f"there is no rule `{name}`", f"没有规则 {name}"),
        place,
        Text(f"did you mean `{near[0]}`?", f"是否指 {near[0]}？")
        if near
        else Text(f"add [rule.{name}]", f"补上 [rule.{name}]"),
    )


def _missing(written: Any, row: Row | None, entry: Entry[model.RuleModel], at: Lowered) -> Missing:
    """A missing policy: the row's, else the rule's, else the rulebook's."""
    if written is None:
        written = at.rulebook.header.model.missing
    if isinstance(written, str):
        return Missing(written, None, written)
    weight = row.weight if row is not None else Fraction(100)
    for key, raw in written.items():
        shown = f"{key} = {raw}"
        if key == "value":
            read = share_or_points(raw)
            if read is not None:
                points = read[1] * weight if read[0] == "share" else read[1]
                return Missing("value", Constant(NUMBER, points, show_number(points)), shown)
        place = row.entry.at("missing") if row is not None and row.missing is not None else entry.at("missing")
        at.scope.problem("wrong-kind", Text(f"missing policy `{shown}` is not understood", f"缺失处理 {shown} 无法理解"), place,
                         Text('such as "zero", or { value = "60%" }', '例如 "zero"，或 { value = "60%" }'))  # fmt: skip
    return Missing()


def _basis(entry: Entry[Any], at: Lowered) -> Text | None:
    """A basis in words: the law's number or title, and the place in it."""
    written = entry.model.basis
    if written is None:
        return None
    name, article = (written, None) if isinstance(written, str) else (written.get("law", ""), written.get("at"))
    law = at.sections.bases.get(name)
    if law is None:
        near = difflib.get_close_matches(name, list(at.sections.bases), 1)
        at.scope.problem(
            "unknown-basis",
            Text(f"no [basis.{name}] is declared", f"没有声明依据 {name}"),
            entry.at("basis") if isinstance(written, str) else entry.at("basis", "law"),
            Text(f"did you mean `{near[0]}`?", f"是否指 {near[0]}？")
            if near
            else Text(f"add [basis.{name}]", f"补上 [basis.{name}]"),
        )
        return None
    parts = [
        part
        for part in (law.model.number, f"《{law.model.title}》" if law.model.title else None, article or law.model.at)
        if part
    ]
    said = " ".join(parts)
    return Text(said, said)


def _groups(indicators: Sequence[Indicator], at: Lowered) -> tuple[Group, ...]:
    """Every group by path, parents first; without a weight of its own a group weighs what its members do."""
    weights: dict[str, Fraction] = {}
    for indicator in indicators:
        for depth in range(1, len(indicator.path) + 1):
            path = "/".join(indicator.path[:depth])
            weights[path] = weights.get(path, Fraction(0)) + indicator.weight
    groups = []
    for path in _outline(weights):
        weight = weights[path]
        entry = at.sections.groups.get(path)
        label = text_of(entry.model.label if entry else None, path.split("/")[-1])
        declared = share_or_points(entry.model.weight) if entry and entry.model.weight is not None else None
        rounding = (
            tables.rounding_of(entry.model.round, entry.at("round"), at.scope) if entry and entry.model.round else None
        )
        groups.append(Group(path, label, declared[1] if declared else weight,
                            (entry.model.combine if entry else None) or "sum", rounding, declared is not None))  # fmt: skip
    for path, entry in at.sections.groups.items():
        if path not in weights and indicators:
            near = difflib.get_close_matches(path, list(weights), 1)
            at.scope.problem(
                "unknown-group",
                Text(f"no indicator is in group `{path}`", f"没有指标属于 {path}"),
                entry.place,
                Text(f"did you mean `{near[0]}`?", f"是否指 {near[0]}？") if near else _groups_are(weights),
            )
    return tuple(groups)


def _groups_are(paths: Iterable[str]) -> Text:
    listed = ", ".join(paths)
    return Text(f"groups are {listed}", f"有 {listed}")


def _outline(paths: Iterable[str]) -> list[str]:
    """Paths as an outline: each group right before its members, otherwise in the order of appearance."""
    order = {path: number for number, path in enumerate(paths)}

    def key(path: str) -> list[int]:
        parts = path.split("/")
        return [order["/".join(parts[: depth + 1])] for depth in range(len(parts))]

    return sorted(order, key=key)


def _checks(at: Lowered) -> Iterable[Check]:
    for name, entry in at.sections.checks.items():
        that = tables.condition(entry.model.that, at.scope, entry.at("that"))
        if that is None:
            continue
        sides: tuple[Node, ...] = ()
        if isinstance(that, Compare):
            sides = (that.left, that.right)
            if entry.model.within is not None:
                that = _tolerant(that, entry, at)
        elif entry.model.within is not None:
            at.scope.problem("wrong-kind", *_only_equal(entry))
        yield Check(
            name,
            text_of(entry.model.label, name),
            that,
            entry.at("that"),
            entry.model.severity,
            entry.model.broken == "stop",
            text_of(entry.model.message) if entry.model.message else None,
            sides,
        )


def _only_equal(entry: Entry[model.CheckModel]) -> tuple[Text, Place, Text]:
    message = Text("`within` is for a check by ==", "within 只用于 == 的检查")
    return (
        message,
        entry.at("within"),
        Text("write `==` in `that`, or delete `within`", "在 that 中用 ==，或删去 within"),
    )


def _tolerant(that: Compare, entry: Entry[model.CheckModel], at: Lowered) -> Node:
    tolerance = tables.formula(entry.model.within, at.scope, entry.at("within"))
    if that.op != "==":
        at.scope.problem("wrong-kind", *_only_equal(entry))
    if tolerance is None or that.op != "==":
        return that
    if tolerance.kind.dimension != that.left.kind.dimension and tolerance.kind.name != "any":
        at.scope.problem(
            "unit-does-not-fit",
            Text(
                "`within` is in a unit that does not convert to that of the check", "within 的单位不能换算为检查的单位"
            ),
            entry.at("within"),
            Text('write it with the unit of the check, such as "50 元"', '用与检查相同的单位书写，例如 "50 元"'),
        )
        return that
    apart = Arithmetic(that.left.kind, "abs", (Arithmetic(that.left.kind, "-", (that.left, that.right)),))
    return Compare(YES_NO, "<=", apart, tolerance)


def _grade(entry: Entry[model.ValueModel] | None, at: Lowered, graded: Node) -> Grade | None:
    """A grade table over the total (or a result); its rows go from the best grade down."""
    if entry is None:
        return None
    scope = at.scope.with_({"total": graded, entry.name or "total": graded})
    names = tuple(dict.fromkeys(str(row[-1]) for row in entry.model.rows or () if isinstance(row, list) and row))
    giving = tables.Giving(Kind("text", options=names))
    node = tables.rows(entry, scope, giving, default_by=("total",)) if entry.model.rows is not None else None
    if not isinstance(node, Choose):
        at.scope.problem("missing-key", Text("a grade needs rows", "等级需要写 rows"), entry.place,
                         Text('rows = [[">= 90", "优"], ["else", "差"]]', 'rows = [[">= 90", "优"], ["else", "差"]]'))  # fmt: skip
        return None
    return Grade(node, tuple(reversed(names)))


def _limits(at: Lowered, groups: Sequence[Group], grade: Grade | None) -> tuple[Limit, ...]:
    entries = at.rulebook.limits
    local: dict[str, Node] = {"total": Name(NUMBER, "total.earned")}  # before any limit
    for name in entries:
        local[f"limit.{name}"] = Name(YES_NO, f"limit.{name}")
    for group in groups:
        local["subtotal." + group.path.replace("/", ".")] = Name(NUMBER, f"subtotal.{group.path}")
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
    when = tables.condition(entry.model.when, scope, entry.at("when"))
    if when is None:
        return None
    yes = Clause(name, when, Constant(YES_NO, True, "true"), entry.at("when"), text_of(entry.model.label, name))
    no = Clause("else", None, Constant(YES_NO, False, "false"), entry.at("when"))
    effects = [effect for effect in (entry.model.grade, entry.model.total, entry.model.group) if effect is not None]
    if not effects:
        scope.problem("missing-key", Text(f"limit `{name}` limits nothing", f"限制 {name} 没有写明限制什么"), entry.place,
                      Text('add grade = "差" or total = { at_most = 59 }', '补上 grade = "差" 或 total = { at_most = 59 }'))  # fmt: skip
    if entry.model.grade is not None and (grade is None or entry.model.grade not in grade.names):
        known = ", ".join(grade.names) if grade else ""
        fix = (
            Text(f"grades are {known}", f"等级有 {known}")
            if known
            else Text("add [grade] with rows", "补上 [grade]，写明 rows")
        )
        scope.problem("unknown-option", Text(f"there is no grade `{entry.model.grade}`", f"没有等级 {entry.model.grade}"),
                      entry.at("grade"), fix)  # fmt: skip
    paths = {group.path for group in groups}
    ends = {}
    for path, effect in (entry.model.group or {}).items():
        if path not in paths and groups:
            scope.problem(
                "unknown-group",
                Text(f"no indicator is in group `{path}`", f"没有指标属于 {path}"),
                entry.key("group", path),
                _groups_are(group.path for group in groups),
            )
        ends[path] = _ends(effect, entry, ("group", path), scope)
    return Limit(
        name,
        text_of(entry.model.label, name),
        Choose(YES_NO, (yes,), "first", entry.place, no, name),
        entry.place,
        entry.model.grade,
        _ends(entry.model.total, entry, ("total",), scope) if entry.model.total else (None, None),
        ends,
    )


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
                Text("let one of them rest on facts alone", "让其中一个只依赖事实"),
            )
            break
        for name in ready:
            ordered[name] = waiting.pop(name)
    return tuple(ordered.values())


def _result(entry: Entry[model.ResultModel], at: Lowered) -> Result:
    node = tables.construct(entry, at.scope, tables.giving_of(entry, at.scope))
    if node is None:
        node = Constant(NUMBER, None)
    kind = tables.declared_kind(node.kind, entry, at.scope)
    rounding = tables.rounding_of(entry.model.round, entry.at("round"), at.scope) if entry.model.round else None
    graded = None
    if entry.model.grade is not None:
        table = at.rulebook.grades.get(entry.model.grade)
        if table is None:
            at.scope.problem("unknown-option", Text(f"there is no [grade.{entry.model.grade}]", f"没有 [grade.{entry.model.grade}]"),
                             entry.at("grade"), Text("add it, with rows", "补上，并写明 rows"))  # fmt: skip
        else:
            graded = _grade(table, at, Name(NUMBER, f"result.{entry.name}"))
    return Result(
        entry.name,
        text_of(entry.model.label, entry.name),
        node,
        kind,
        entry.place,
        rounding,
        entry.model.optional,
        entry.model.total,
        graded,
    )
