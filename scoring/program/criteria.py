"""Criteria: a rule lowered for one indicator. Knows what proportional, deduction, checklist and judged mean."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from scoring.nodes.kind import ANY, NUMBER, SHARE, TEXT, YES_NO, Kind
from scoring.nodes.node import (
    Arithmetic,
    Choose,
    Clause,
    Combine,
    Compare,
    Constant,
    Evidenced,
    Logic,
    Member,
    Name,
    Node,
)
from scoring.nodes.walk import main_choice, names_in
from scoring.problems import Place, Text
from scoring.program import tables
from scoring.program.levels import read_levels
from scoring.program.program import Check, Criterion, Missing, Requirement
from scoring.program.scope import Scope
from scoring.project.rows import Row, share_or_points
from scoring.rulebook import model
from scoring.rulebook.rulebook import Entry, text_of
from scoring.values.number import show_number

ZERO = Constant(SHARE, Fraction(0), "0%")
FULL = Constant(SHARE, Fraction(1), "100%")
COMPARISONS = {"=": "=="}
INSIDES = ("gives", "unit")  # of which short forms know nothing

RuleEntry = Entry[model.RuleModel]


@dataclass
class Extra:
    """What a criterion brings besides points: checks such as over-fulfilment, demands on facts."""

    checks: list[Check]
    requirements: list[Requirement]


@dataclass(frozen=True)
class Input:
    """What a criterion knows of its indicator, as nodes."""

    id: str
    actual: Node
    target: Node
    weight: Fraction | None  # None: the rule is looked at by itself
    sign: str
    scope: Scope
    why: str | None

    @property
    def weight_node(self) -> Node:
        if self.weight is None:
            return Name(NUMBER, "weight")
        return Constant(NUMBER, self.weight, show_number(self.weight))

    def share(self, share: Node) -> Node:
        """Points of a share: share × weight."""
        return Arithmetic(NUMBER, "*", (self.weight_node, share))


def input_of(row: Row, actual: Node, scope: Scope) -> Input:
    """The inputs of one row; its names `actual`, `target`, `weight` in a scope."""
    target = scope.node(f"{row.id}.target", row.kind)
    weight = Constant(NUMBER, row.weight, show_number(row.weight))
    sign = row.sign if row.sign in (">=", ">", "<=", "<", "=") else ">="
    inner = scope.with_({"actual": actual, "target": target, "weight": weight})
    return Input(row.id, actual, target, row.weight, sign, inner, row.why)


def input_of_nothing(scope: Scope) -> Input:
    """A rule by itself, to be checked without any indicator."""
    actual, target, weight = Name(ANY, "actual"), Name(ANY, "target"), Name(NUMBER, "weight")
    inner = scope.with_({"actual": actual, "target": target, "weight": weight})
    return Input("", actual, target, None, ">=", inner, None)


def lower_criterion(entry: RuleEntry, given: Input, extra: Extra, basis: Text | None, missing: Missing) -> Criterion:
    """An indicator's criterion. A rule that cannot be lowered gives points that are unknown, with its problems."""
    points = _points(entry, given, extra)
    low, high = bounds(entry, given)
    if points is None:
        points = Constant(ANY, None)
    elif not _surely_within(points, low, high):
        points = Arithmetic(NUMBER, "clamp", (points, _number(low), _number(high)))
    points = tables.rounded(points, entry, given.scope)
    missing = _resolved(missing, points, low, high, entry, given)
    applies = tables.condition(entry.model.when, given.scope, entry.at("when")) if entry.model.when else None
    return Criterion(
        rule=entry.name,
        label=text_of(entry.model.label) if entry.model.label else None,
        points=points,
        lowest=low,
        highest=high,
        place=entry.place,
        basis=basis,
        missing=missing,
        applies=applies,
        applies_written=entry.model.when or "",
        choice=main_choice(points),
    )


def _resolved(missing: Missing, points: Node, low: Fraction, high: Fraction, entry: RuleEntry, given: Input) -> Missing:
    """A missing policy with its points: of the row that it names, or within the bounds of the criterion."""
    place = missing.place or entry.place
    if missing.policy == "row":
        clause = tables.row_named(missing.row, main_choice(points), given.scope, place)
        return Missing() if clause is None else replace(missing, value=clause.then, place=clause.place)
    value = missing.value.value if isinstance(missing.value, Constant) else None
    if isinstance(value, Fraction) and not low <= value <= high and given.weight is not None:
        shown, lowest, highest = (show_number(number) for number in (value, low, high))
        given.scope.problem(
            "points-beyond-weight",
            Text(f"missing gives {shown} points, outside {lowest} to {highest}",
                 f"缺失时给 {shown} 分，超出 {lowest} 至 {highest} 的范围"),
            place,
            Text('write a share of the weight, such as "60%"', '写权重的百分比，例如 "60%"'),
        )  # fmt: skip
    return missing


def bounds(entry: Entry[Any], given: Input) -> tuple[Fraction, Fraction]:
    """Lowest and highest points: 0 and the weight, unless `between` says otherwise."""
    weight = given.weight if given.weight is not None else Fraction(100)
    if entry.model.between is None:
        parts = getattr(entry.model, "part", None)
        if parts:
            return _bounds_of_parts(entry, given, weight)
        return Fraction(0), weight
    ends = []
    for number, raw in enumerate(entry.model.between):
        read = share_or_points(raw)
        if read is None:
            given.scope.problem(
                "wrong-kind",
                Text("`between` takes points or shares of the weight", "between 应写分值或权重的百分比"),
                entry.at("between", number),
                Text('such as [-5, "120%"]', '例如 [-5, "120%"]'),
            )
            return Fraction(0), weight
        ends.append(read[1] * weight if read[0] == "share" else read[1])
    if ends[0] > ends[1]:
        given.scope.problem(
            "empty-bound",
            Text("`between` begins above its end", "between 的起点大于终点"),
            entry.at("between"),
            Text("write the lowest first", "先写最低，再写最高"),
        )
        return Fraction(0), weight
    return ends[0], ends[1]


def _bounds_of_parts(entry: Entry[Any], given: Input, weight: Fraction) -> tuple[Fraction, Fraction]:
    """Static bounds of parts are the parts' bounds added, then kept within 0 and the weight."""
    low = high = Fraction(0)
    for number, part in enumerate(entry.model.part):
        below = Entry(part.id or f"part {number + 1}", part, entry.document, (*entry.path, "part", number))
        ends = bounds(below, given)
        low, high = low + ends[0], high + ends[1]
    return min(max(low, Fraction(0)), weight), min(max(high, Fraction(0)), weight)


def _number(value: Fraction) -> Constant:
    return Constant(NUMBER, value, show_number(value))


def _surely_within(node: Node, low: Fraction, high: Fraction) -> bool:
    """Whether no clamp is needed: a table whose results are literal and within, or a share of at most the weight."""
    if isinstance(node, Choose) and node.hit in ("first", "unique", "any", "priority"):
        thens = [clause.then for clause in (*node.clauses, *((node.otherwise,) if node.otherwise else ()))]
        return all(_surely_within(then, low, high) for then in thens)
    if isinstance(node, Constant):
        return isinstance(node.value, Fraction) and low <= node.value <= high
    if isinstance(node, Arithmetic) and node.op == "*" and len(node.args) == 2:
        left, right = node.args
        if isinstance(left, Constant) and isinstance(right, Constant):
            if isinstance(left.value, Fraction) and isinstance(right.value, Fraction):
                return low <= left.value * right.value <= high
            return False
        return isinstance(right, Name) and right.name.endswith((".judged.share", ".judged.points"))
    return False


def _points(entry: RuleEntry, given: Input, extra: Extra) -> Node | None:
    inside = entry.model.kind or ("part" if entry.model.part else None)
    if inside is not None:
        tables.check_keys(entry, inside, given.scope, INSIDES)
    match entry.model.kind:
        case "proportional":
            return _proportional(entry, given, extra)
        case "deduction":
            return _deduction(entry, given, extra)
        case "checklist":
            return _checklist(entry, given)
        case "judged":
            return _judged(entry, given)
    if entry.model.part:
        return _parts(entry, given)
    return _plain(entry, given)


def _plain(entry: Entry[Any], given: Input) -> Node | None:
    """A criterion by is, rows, lines or of: its results are all shares, or all points."""
    giving = tables.giving_of(entry, given.scope)
    inside = tables.inside_of(entry, given.scope)
    node: Node | None
    if inside == "rows":
        node = tables.rows(entry, given.scope, giving, default_by=_default_by(entry))
    elif inside == "lines":
        node = tables.lines(entry, given.scope, default_by=("actual",))
    elif inside is None:
        return None
    else:
        node = tables.construct(entry, given.scope, giving)
    if node is None:
        return None
    mode = _share_or_points(node, giving, entry, given)
    return _in_points(node, given, entry) if mode == "share" else node


def _default_by(entry: Entry[Any]) -> tuple[str, ...]:
    """Rows without `by` are conditions; `by` must be written for a table of the actual."""
    return ()


def _share_or_points(node: Node, giving: tables.Giving, entry: Entry[Any], given: Input) -> str:
    """Whether results are shares or points: as declared, else as the literal results are written."""
    if giving.declared in ("share", "points"):
        return giving.declared
    literals = [then for then in _results(node) if isinstance(then, Constant) and isinstance(then.value, Fraction)]
    kinds = {"share" if literal.kind.is_share else "points" for literal in literals if literal.value != 0 or
             literal.kind.is_share}  # fmt: skip
    if kinds == {"share", "points"}:
        given.scope.problem(
            "shares-and-points",
            Text(f"rule `{entry.name}` gives shares in some rows and points in others",
                 f"规则 {entry.name} 有的行给百分比，有的行给分值"),
            entry.place,
            Text('write all results as "80%" or all as points', '全部写成百分比，或全部写成分值'),
        )  # fmt: skip
        return "share"
    if kinds:
        return kinds.pop()
    if node.kind.is_share or any(then.kind.is_share for then in _results(node)):
        return "share"
    if giving.declared is None and not literals:
        given.scope.problem(
            "share-or-points",
            Text(f"rule `{entry.name}` does not say whether its formula gives a share or points",
                 f"规则 {entry.name} 没有写明公式给出的是比例还是分值"),
            entry.place,
            Text('add gives = "share" or gives = "points"', '补上 gives = "share" 或 gives = "points"'),
        )  # fmt: skip
    return "points"


def _results(node: Node) -> list[Node]:
    if isinstance(node, Choose):
        return [clause.then for clause in (*node.clauses, *((node.otherwise,) if node.otherwise else ()))]
    return [node]


def _in_points(node: Node, given: Input, entry: Entry[Any]) -> Node:
    """Shares to points, inside the clauses, so that each clause shows its own arithmetic."""
    if isinstance(node, Choose) and node.hit in ("first", "unique", "any"):

        def converted(clause: Clause) -> Clause:
            if clause.then is tables.NONE:
                return clause
            return Clause(clause.id, clause.when, given.share(clause.then), clause.place, clause.label, clause.bounds,
                          clause.quote, clause.policy)  # fmt: skip

        otherwise = converted(node.otherwise) if node.otherwise is not None else None
        clauses = tuple(converted(clause) for clause in node.clauses)
        return Choose(NUMBER, clauses, node.hit, node.place, otherwise, node.name, node.quiet, node.order)
    return given.share(node)


def _proportional(entry: RuleEntry, given: Input, extra: Extra) -> Node | None:
    """Met is tested first and gives full points; missed gives the completion, from `nothing_below` on."""
    sign, actual, target = given.sign, given.actual, given.target
    upward, downward = Arithmetic(NUMBER, "/", (actual, target)), Arithmetic(NUMBER, "/", (target, actual))
    zero = Constant(target.kind, Fraction(0), "0")
    if sign in (">=", ">"):
        completion, hopeless = upward, Compare(YES_NO, "==", target, zero)
    elif sign in ("<=", "<"):
        completion, hopeless = downward, Compare(YES_NO, "==", target, zero)
    else:
        completion = Arithmetic(NUMBER, "min", (upward, downward))
        hopeless = Logic(YES_NO, "or", (Compare(YES_NO, "==", target, zero), Compare(YES_NO, "==", actual, zero)))  # type: ignore[assignment]
    place = entry.place

    def clause(id_: str, when: Node | None, share: Node, en: str, zh: str, at: Place = place) -> Clause:
        return Clause(id_, when, given.share(share), at, Text(en, zh))

    met = Compare(YES_NO, COMPARISONS.get(sign, sign), actual, target)
    clauses = []
    if entry.model.over is not None:
        over = _over(entry, given, completion, extra)
        if over is not None:
            clauses.append(over)
    clauses.append(clause("met", met, FULL, "target met: full points", "达到目标值，得满分"))
    clauses.append(clause("zero", hopeless, ZERO, "a target of zero was missed", "目标为零而未达到"))
    if entry.model.nothing_below is not None:
        at = entry.at("nothing_below")
        floor = share_or_points(entry.model.nothing_below)
        if floor is None or floor[0] != "share":
            given.scope.problem(
                "share-without-percent",
                Text("`nothing_below` is a share such as 60%", "nothing_below 应为百分数，例如 60%"),
                at,
                Text('write nothing_below = "60%"', '写成 nothing_below = "60%"'),
            )
            return None
        edge = Constant(SHARE, floor[1], entry.model.nothing_below)
        below = Compare(YES_NO, "<", completion, edge)
        clauses.append(clause("nothing_below", below, ZERO, f"completion below {entry.model.nothing_below}: nothing",
                              f"完成率低于 {entry.model.nothing_below}，不得分", at))  # fmt: skip
    partly = clause("partly", None, completion, "missed: points by completion", "未达到，按完成比例得分")
    for side, which in ((actual, "actual"), (target, "target")):
        extra.requirements.append(
            Requirement(
                f"{given.id}.{which}",
                Compare(YES_NO, ">=", side, zero),
                Text(f"a negative {which} cannot be scored in proportion", f"{which} 为负数，不能按比例计分"),
                Text("use a rule by rows or by a formula", "改用表格或公式的规则"),
                "negative",
            )
        )
    return Choose(NUMBER, tuple(clauses), "first", place, partly, entry.name)


def _over(entry: RuleEntry, given: Input, completion: Node, extra: Extra) -> Clause | None:
    """Completion strictly beyond a limit: a finding, or a formula of `it` that gives the share."""
    over = entry.model.over
    assert over is not None
    if given.sign not in (">=", ">"):
        return None
    at = entry.at("over", "beyond")
    beyond = share_or_points(over.beyond)
    if beyond is None or beyond[0] != "share":
        given.scope.problem(
            "share-without-percent",
            Text("`beyond` is a share such as 130%", "beyond 应为百分数，例如 130%"),
            at,
            Text('write beyond = "130%"', '写成 beyond = "130%"'),
        )
        return None
    far = Compare(YES_NO, ">", completion, Constant(SHARE, beyond[1], over.beyond))
    positive = Compare(YES_NO, ">", given.target, Constant(given.target.kind, Fraction(0), "0"))
    exceeded = Logic(YES_NO, "and", (positive, far))
    if over.unless not in (None, "why"):
        given.scope.problem(
            "unknown-option",
            Text(f"`unless` names a key of the row such as `why`, not `{over.unless}`",
                 f"unless 应为指标行的键，例如 why，而不是 {over.unless}"),
            entry.at("over", "unless"),
            Text('write unless = "why", or leave it out', '写 unless = "why"，或不写'),
        )  # fmt: skip
    if over.unless == "why" and given.why:
        return None
    if over.then == "finding":
        extra.checks.append(
            Check(
                "over-fulfilled",
                Text(f"{given.id}: target exceeded beyond {over.beyond} without a reason",
                     f"{given.id}：超出目标值（完成率高于 {over.beyond}）而未说明原因"),
                Logic(YES_NO, "not", (exceeded,)),
                at,
                "warning",
                stops=False,
                sides=(given.actual, given.target),
                silent_when_unknown=True,
            )
        )  # fmt: skip
        return None
    share = tables.formula(over.then, given.scope.with_({"it": completion}), entry.at("over", "then"))
    if share is None:
        return None
    return Clause("over", exceeded, given.share(share), entry.at("over", "then"),
                  Text(f"exceeded beyond {over.beyond}", f"完成率高于 {over.beyond}"))  # fmt: skip


def _deduction(entry: RuleEntry, given: Input, extra: Extra) -> Node | None:
    """Full points less what each reason costs, never below nothing."""
    clauses: list[Clause] = []
    for number, deduct in enumerate(entry.model.deduct or ()):
        clause = _one_deduction(entry, number, deduct, given, extra)
        if clause is not None:
            clauses.append(clause)
    if not clauses:
        given.scope.problem(
            "missing-key",
            Text(f"rule `{entry.name}` deducts nothing", f"规则 {entry.name} 没有写扣分项"),
            entry.place,
            Text("add deduct = [ { each = …, points = … } ]", "补上 deduct = [ { each = …, points = … } ]"),
        )
        return None
    none = Clause(
        "none", None, Constant(NUMBER, Fraction(0), "0"), entry.place, Text("nothing to deduct", "无扣分事项")
    )
    lost = Choose(NUMBER, tuple(clauses), "sum", entry.place, none, entry.name)
    left = Arithmetic(NUMBER, "-", (given.weight_node, lost))
    return Arithmetic(NUMBER, "max", (Constant(NUMBER, Fraction(0), "0"), left))


def _one_deduction(
    entry: RuleEntry, number: int, deduct: model.DeductionModel, given: Input, extra: Extra
) -> Clause | None:
    at = entry.at("deduct", number)
    scope = given.scope
    label = text_of(deduct.label) if deduct.label else None
    if (deduct.each is None) == (deduct.when is None) or (deduct.points is None) == (not deduct.all_):
        scope.problem(
            "one-inside",
            Text("a deduction has `each` or `when`, and `points` or `all = true`",
                 "每个扣分项写 each 或 when 之一，以及 points 或 all = true 之一"),
            at,
            Text("such as { each = \"late_days\", points = 2 }", "例如 { each = \"late_days\", points = 2 }"),
        )  # fmt: skip
        return None
    cost = (
        given.weight_node
        if deduct.all_
        else _amount_of_points(deduct.points, given, entry.at("deduct", number, "points"))
    )
    if cost is None:
        return None
    if deduct.when is not None:
        when = tables.condition(deduct.when, scope, entry.at("deduct", number, "when"))
        return None if when is None else Clause(deduct.id or deduct.when, when, cost, at, label)
    place = entry.at("deduct", number, "each")
    count = tables.formula(deduct.each, scope, place)
    if count is None:
        return None
    if count.kind.dimension and scope.units.converts(count.kind.dimension):
        scope.problem(
            "unit-does-not-fit",
            Text(f"`{deduct.each}` is an amount, not a count", f"{deduct.each} 是金额一类的量，不是次数"),
            place,
            Text(f"divide it by an amount, such as `{deduct.each} / 1 {count.kind.unit or '万元'}`",
                 f"除以一个量，例如 {deduct.each} / 1 {count.kind.unit or '万元'}"),
        )  # fmt: skip
        return None
    zero = Constant(count.kind, Fraction(0), "0")
    if isinstance(count, Name):
        extra.requirements.append(
            Requirement(
                count.name,
                Compare(YES_NO, ">=", count, zero),
                Text(f"`{count.name}` counts something and cannot be negative", f"{count.name} 是次数，不能为负"),
                None,
                "negative",
            )
        )
    then: Node = Arithmetic(NUMBER, "*", (count, cost))
    if deduct.at_most is not None:
        most = _amount_of_points(deduct.at_most, given, entry.at("deduct", number, "at_most"))
        if most is None:
            return None
        then = Arithmetic(NUMBER, "min", (then, most))
    return Clause(deduct.id or str(deduct.each), Compare(YES_NO, ">", count, zero), then, at, label)


def _amount_of_points(raw: Any, given: Input, at: Place) -> Node | None:
    """Points as written: a number, or a share of the weight."""
    read = share_or_points(raw)
    if read is None or read[1] < 0:
        given.scope.problem(
            "wrong-kind",
            Text("points or a share of the weight belong here", "这里应为分值或权重的百分比"),
            at,
            Text('such as 2 or "20%"', '例如 2 或 "20%"'),
        )
        return None
    literal = Constant(SHARE if read[0] == "share" else NUMBER, read[1], str(raw))
    return given.share(literal) if read[0] == "share" else literal


def _checklist(entry: RuleEntry, given: Input) -> Node | None:
    """Items that each earn a part: equal shares, exactly, unless `earns` says otherwise."""
    items = entry.model.items or []
    equal = Fraction(1, len(items)) if items else Fraction(0)
    held: dict[str, Node] = {}
    clauses = []
    for number, item in enumerate(items):
        when = _item_condition(entry, number, item, given, held)
        if when is None:
            continue
        id_ = item.id or item.when
        held[id_] = when
        if item.earns is None:
            share = Constant(SHARE, equal, f"1/{len(items)}")
            then: Node | None = given.share(share)
        else:
            then = _amount_of_points(item.earns, given, entry.at("items", number, "earns"))
        if then is not None:
            label = text_of(item.label) if item.label else None
            clauses.append(Clause(id_, when, then, entry.at("items", number), label))
    if not clauses:
        if not items:
            given.scope.problem("missing-key", Text(f"checklist `{entry.name}` has no items", f"清单 {entry.name} 没有条目"),
                                entry.place, Text("add items = [ … ]", "补上 items = [ … ]"))  # fmt: skip
        return None
    none = Clause("none", None, Constant(NUMBER, Fraction(0), "0"), entry.place, Text("no item holds", "各项均不符合"))
    return Choose(NUMBER, tuple(clauses), "sum", entry.place, none, entry.name)


def _item_condition(
    entry: RuleEntry, number: int, item: model.ItemModel, given: Input, held: dict[str, Node]
) -> Node | None:
    scope = given.scope
    when = tables.condition(item.when, scope, entry.at("items", number, "when"))
    if when is None:
        return None
    if item.evidence == "required":
        facts = names_in(when)
        if not isinstance(when, Name) or len(facts) != 1:
            scope.problem(
                "evidence-of-what",
                Text("an item that needs evidence tests one yes/no fact", "需要佐证的条目只能检验一个是否类数据"),
                entry.at("items", number, "when"),
                Text("write the fact's name alone", "只写该数据的名称"),
            )
            return None
        when = Evidenced(YES_NO, when.name)
    needs = [item.needs] if isinstance(item.needs, str) else item.needs or []
    gates = []
    for need in needs:
        if need not in held:
            scope.problem(
                "unknown-item",
                Text(f"`needs` names `{need}`, which is no earlier item", f"needs 中的 {need} 不是前面的条目"),
                entry.at("items", number, "needs"),
                Text("give that item an `id`, above this one", "给那个条目写 id，并放在前面"),
            )
            return None
        gates.append(held[need])
    return Logic(YES_NO, "and", (*gates, when)) if gates else when


def _judged(entry: RuleEntry, given: Input) -> Node | None:
    """A person names a level and a share or points within it."""
    levels = read_levels(entry, given.scope)
    if not levels:
        return None
    names = tuple(level.name for level in levels)
    scope = given.scope
    level_node = scope.node(f"{given.id}.judged.level", Kind("text", options=names))
    in_points = levels[0].in_points
    full = share_or_points(entry.model.full) if entry.model.full is not None else None
    if in_points:
        points = scope.node(f"{given.id}.judged.points", NUMBER)
        scale = full[1] if full else given.weight
        if scale is not None and given.weight is not None and scale != given.weight:
            then: Node = Arithmetic(NUMBER, "/", (Arithmetic(NUMBER, "*", (given.weight_node, points)), _number(scale)))
        else:
            then = points
    else:
        scale = None
        then = given.share(scope.node(f"{given.id}.judged.share", SHARE))
    weight = given.weight if given.weight is not None else Fraction(100)
    clauses = []
    for level in levels:
        factor = weight / scale if in_points and scale else Fraction(1) if in_points else weight
        bounds_ = (level.low * factor, level.high * factor)
        when = Compare(YES_NO, "==", level_node, Constant(TEXT, level.name, f'"{level.name}"'))
        clauses.append(Clause(level.name, when, then, level.place, Text(level.name, level.name), bounds_))
    return Choose(NUMBER, tuple(clauses), "first", entry.place, None, entry.name)


def _parts(entry: RuleEntry, given: Input) -> Node | None:
    """Parts, each with its own floor, cap and rounding, added up."""
    members = []
    for number, part in enumerate(entry.model.part or ()):
        below = Entry(part.id or f"part {number + 1}", part, entry.document, (*entry.path, "part", number))
        node = _plain(below, given)
        if node is None:
            continue
        if part.between is not None:
            low, high = bounds(below, given)
            node = Arithmetic(NUMBER, "clamp", (node, _number(low), _number(high)))
        node = tables.with_policy(tables.rounded(node, below, given.scope), below, given.scope)
        applies = tables.condition(part.when, given.scope, below.at("when")) if part.when is not None else None
        if applies is not None:
            node = _only_when(applies, node, below)
        members.append(Member(node, Fraction(1), text_of(part.label, below.name).zh))
    return Combine(NUMBER, "sum", tuple(members)) if members else None


def _only_when(applies: Node, node: Node, part: Entry[Any]) -> Node:
    """A part outside whose condition nothing is earned or lost."""
    inside = Clause("when", applies, node, part.at("when"))
    outside = Clause("else", None, _number(Fraction(0)), part.at("when"))
    return Choose(NUMBER, (inside,), "first", part.place, outside, part.name, quiet=True)
