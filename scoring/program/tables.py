"""Constructs with an inside of is, rows, lines or of: values, and what criteria and parts are made of."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from scoring.formula.cells import parse_literal, parse_test
from scoring.formula.parser import parse
from scoring.nodes.kind import ANY, NUMBER, SHARE, TEXT, YES_NO, Kind
from scoring.nodes.node import (
    Arithmetic,
    Choose,
    Clause,
    Combine,
    Compare,
    Constant,
    Hit,
    Known,
    Logic,
    Member,
    Node,
    Round,
    Several,
)
from scoring.nodes.walk import main_choice
from scoring.problems import Place, Text
from scoring.program.scope import Scope
from scoring.project.facts import described, unknown_unit
from scoring.project.rows import share_or_points
from scoring.rulebook import model
from scoring.rulebook.rulebook import Entry, text_of
from scoring.values.rounding import Rounding

ZERO = Fraction(0)
TESTS = ("==", "!=", "<=", ">=", "<", ">")
MOST_ROWS = 20_000
INSIDES = ("is_", "rows", "lines", "of")
NONE = Constant(ANY, None, "none")


@dataclass(frozen=True, slots=True)
class Giving:
    """What a construct's results are: numbers, one of some texts, or several named results."""

    kind: Kind = ANY
    outputs: tuple[tuple[str, Kind], ...] = ()
    declared: str | None = None  # "share", "points", "number", … as written


def formula(text: Any, scope: Scope, at: Place) -> Node | None:
    """A formula's node; its problems go to the scope."""
    if isinstance(text, bool):
        return Constant(YES_NO, text, str(text).lower())
    if isinstance(text, int | Decimal):
        return Constant(NUMBER, Fraction(text), str(text))
    if not isinstance(text, str):
        scope.problem("wrong-kind", Text("a formula belongs here, in quotes", "这里应为带引号的公式"), at,
                      Text('such as "spent / budget"', '例如 "spent / budget"'))  # fmt: skip
        return None
    node, problems = parse(text, scope, scope.units, at)
    scope.state.problems.extend(problems)
    return node


def condition(text: Any, scope: Scope, at: Place) -> Node | None:
    """A formula that is yes or no."""
    node = formula(text, scope, at)
    if node is not None and node.kind.name not in ("yes_no", "any"):
        scope.problem(
            "not-a-condition",
            Text(f"`{text}` is no condition: it is neither yes nor no", f"{text} 不是条件，得不出是或否"),
            at,
            Text("compare it with something, such as `> 0`", "拿它与某数比较，例如 > 0"),
        )
        return None
    return node


COMMON = {"label", "basis", "note", "missing", "round", "when", "between", "gives", "unit"}
BELONGS = {
    "is_": {"is_"},
    "rows": {"by", "rows", "hit", "otherwise"},
    "lines": {"by", "lines", "otherwise"},
    "of": {"of", "combine"},
    "proportional": {"nothing_below", "over"},
    "deduction": {"deduct"},
    "checklist": {"items"},
    "judged": {"levels", "full", "step"},
    "part": {"part"},
    "rank": {"rank", "keep", "at_most"},
}
SPECIFIC = set().union(*BELONGS.values())
NOT_OF_VALUES = {"between"}
NOT_OF_RESULTS = {"between", "when"}


def check_keys(entry: Entry[Any], inside: str, scope: Scope, useless: Collection[str] = ()) -> None:
    """A key that has no effect beside the others is a problem: nothing that an author writes is passed over."""
    for key in sorted(entry.model.model_fields_set & (SPECIFIC | set(useless)) - BELONGS.get(inside, set())):
        if getattr(entry.model, key) is None:
            continue
        written = key.rstrip("_")
        scope.problem(
            "stray-key",
            Text(f"`{written}` has no effect in this `{inside.rstrip('_')}`", f"{written} 在这里（{inside.rstrip('_')}）不起作用"),
            entry.key(written),
            Text("delete it, or write the construct that it belongs to", "删去它，或改写为它所属的写法"),
        )  # fmt: skip


def inside_of(entry: Entry[Any], scope: Scope) -> str | None:
    """Which of is, rows, lines, of a construct has; none or several is a problem."""
    written = [name for name in INSIDES if getattr(entry.model, name) is not None]
    if len(written) == 1:
        check_keys(entry, written[0], scope)
        return written[0]
    names = ", ".join(name.rstrip("_") for name in written)
    message = (
        Text(f"`{entry.name}` has several insides: {names}", f"{entry.name} 同时写了 {names}")
        if written
        else Text(f"`{entry.name}` says nothing of how it is computed", f"{entry.name} 没有写明如何计算")
    )
    scope.problem(
        "one-inside", message, entry.place, Text("give one of is, rows, lines, of", "在 is、rows、lines、of 中写一个")
    )
    return None


def lower_value(entry: Entry[model.ValueModel], scope: Scope) -> tuple[Node, Kind]:
    """A value's node and kind, converted to its declared unit's dimension and rounded as it says."""
    node = construct(entry, scope, giving_of(entry, scope))
    if node is None:
        return Constant(ANY, None), ANY
    node = with_policy(rounded(node, entry, scope), entry, scope)
    return node, declared_kind(node.kind, entry, scope)


def with_policy(node: Node, entry: Entry[Any], scope: Scope) -> Node:
    """The node, or what the value's missing policy gives where something needed is missing."""
    written = entry.model.missing
    if written in (None, "not_scorable") or entry.model.of is not None:
        return node
    instead: Node | None = None
    if written == "zero":
        instead = Constant(node.kind, Fraction(0), "0")
    elif isinstance(written, dict) and set(written) == {"value"}:
        instead = _result(written["value"], scope, giving_of(entry, scope), entry.at("missing", "value"), (), entry)
    elif isinstance(written, dict) and set(written) == {"row"}:
        clause = row_named(written["row"], main_choice(node), scope, entry.at("missing", "row"))
        instead = clause.then if clause is not None else None
    else:
        scope.problem(
            "unknown-option",
            Text(f"missing policy `{written}` is for criteria, not for a value", f"缺失处理 {written} 只用于评分规则，不用于值"),
            entry.at("missing"),
            Text('write "zero", { value = … } or { row = … }', '写 "zero"、{ value = … } 或 { row = … }'),
        )  # fmt: skip
    if instead is None:
        return node
    known = Clause("known", Known(YES_NO, node), node, entry.place)
    otherwise = Clause("missing", None, instead, entry.at("missing"), policy=str(written))
    return Choose(node.kind, (known,), "first", entry.place, otherwise, entry.name, quiet=True)


def row_named(written: Any, choose: Choose | None, scope: Scope, at: Place) -> Clause | None:
    """The row that a missing policy names: by its number from 1, its id, its label, or its cells as written."""
    clauses: tuple[Clause, ...] = (
        (*choose.clauses, *((choose.otherwise,) if choose.otherwise else ())) if choose is not None else ()
    )
    for number, clause in enumerate(clauses, start=1):
        labels = (clause.label.en, clause.label.zh) if clause.label is not None else ()
        if written == number or written in (clause.id, clause.quote, *labels):
            return clause
    known = ", ".join(f"`{clause.id}`" for clause in clauses[:20])
    scope.problem(
        "unknown-row",
        Text(f"there is no row `{written}`", f"没有 {written} 这一行"),
        at,
        Text(f"rows are {known}", f"有 {known}") if known else Text("only a table has rows", "只有表格才有行"),
    )
    return None


def giving_of(entry: Entry[Any], scope: Scope) -> Giving:
    """`gives` of a construct."""
    gives = entry.model.gives
    if gives is None:
        return Giving()
    if isinstance(gives, list):
        return Giving(Kind("text", options=tuple(str(option) for option in gives)))
    if isinstance(gives, dict):
        outputs = tuple((name, _kind_named(what, entry, name, scope)) for name, what in gives.items())
        return Giving(Kind("record", fields=outputs), outputs)
    return Giving(_kind_named(gives, entry, None, scope), declared=gives)


def _kind_named(what: Any, entry: Entry[Any], output: str | None, scope: Scope) -> Kind:
    if isinstance(what, list):
        return Kind("text", options=tuple(str(option) for option in what))
    kinds = {"number": NUMBER, "points": NUMBER, "share": SHARE, "text": TEXT, "yes_no": YES_NO, "date": Kind("date")}
    if isinstance(what, str) and what in kinds:
        return kinds[what]
    unit = scope.units.get(what) if isinstance(what, str) else None
    if unit is not None:
        return Kind("number", unit.dimension, unit.name)
    at = entry.at("gives", output) if output else entry.at("gives")
    scope.problem(
        "unknown-option",
        Text(f"`{what}` is nothing that a construct gives", f"结果不能写成 {what}"),
        at,
        Text("write number, share, points, text, yes_no, date or a list of texts",
             "写 number、share、points、text、yes_no、date，或文字列表"),
    )  # fmt: skip
    return ANY


def declared_kind(kind: Kind, entry: Entry[Any], scope: Scope) -> Kind:
    """The kind with the unit that the author declared for showing it."""
    written = entry.model.unit
    if written is None:
        return kind
    unit = scope.units.get(written)
    if unit is None:
        scope.state.problems.append(unknown_unit(written, scope.units, entry.at("unit")))
        return kind
    if kind.name == "any":
        return Kind("number", unit.dimension, written)
    if kind.name != "number" or kind.dimension != unit.dimension:
        scope.problem(
            "unit-does-not-fit",
            Text(f"the result does not convert to `{written}`", f"结果不能换算为 {written}"),
            entry.at("unit"),
            Text("correct the unit, or the formula", "改正单位或公式"),
        )
        return kind
    return Kind("number", unit.dimension, written)


def rounded(node: Node, entry: Entry[Any], scope: Scope) -> Node:
    rounding = rounding_of(entry.model.round, entry.at("round"), scope) if entry.model.round else None
    return node if rounding is None else Round(node.kind, node, rounding)


def rounding_of(written: model.RoundingModel, at: Place, scope: Scope) -> Rounding | None:
    """Exactly one of decimals, step, significant, with the mode."""
    given = [name for name in ("decimals", "step", "significant") if getattr(written, name) is not None]
    step = share_or_points(written.step) if written.step is not None else None
    if len(given) != 1 or (written.step is not None and (step is None or step[1] <= 0)):
        scope.problem(
            "rounding-unclear",
            Text(
                "a rounding needs one of decimals, step (above zero), significant",
                "取舍需写明 decimals、step（大于零）、significant 之一",
            ),
            at,
            Text('such as { decimals = 2, mode = "half_up" }', '例如 { decimals = 2, mode = "half_up" }'),
        )
        return None
    return Rounding(written.mode, written.decimals, step[1] if step else None, written.significant)


def construct(entry: Entry[Any], scope: Scope, giving: Giving) -> Node | None:
    """The node of whichever inside a construct has."""
    match inside_of(entry, scope):
        case "is_":
            return formula(entry.model.is_, scope, entry.at("is"))
        case "rows":
            return rows(entry, scope, giving)
        case "lines":
            return lines(entry, scope)
        case "of":
            return combination(entry, scope)
    return None


def keys_of(entry: Entry[Any], scope: Scope, default: Sequence[str] = ()) -> list[Node] | None:
    """The nodes of a table's keys; None when one of them is wrong."""
    by = entry.model.by
    written = [by] if isinstance(by, str) else list(by) if by is not None else list(default)
    nodes: list[Node] = []
    for number, text in enumerate(written):
        at = entry.at("by") if not isinstance(by, list) else entry.at("by", number)
        node = formula(text, scope, at)
        if node is None:
            return None
        nodes.append(node)
    return nodes


def rows(entry: Entry[Any], scope: Scope, giving: Giving, default_by: Sequence[str] = ()) -> Node | None:
    """A table of rows: a cell for each key (or one condition), then the result or results."""
    keys = keys_of(entry, scope, default_by)
    if keys is None:
        return None
    if len(entry.model.rows) > MOST_ROWS:
        count = len(entry.model.rows)
        scope.problem("too-large", Text(f"a table of {count} rows; at most {MOST_ROWS} are read",
                                        f"表格有 {count} 行，最多读 {MOST_ROWS} 行"), entry.at("rows"),
                      Text("split it by another key, or write ranges and formulas", "按另一个键拆开，或改写为区间和公式"))  # fmt: skip
        return None
    inner = scope.with_({"it": keys[0]}) if len(keys) == 1 else scope
    clauses: list[Clause] = []
    otherwise: Clause | None = None
    for number, row in enumerate(entry.model.rows):
        read = _row(entry, number, row, keys, inner, giving)
        if read is None:
            continue
        if read.when is None and read.quote == "else":
            otherwise = read
            if number != len(entry.model.rows) - 1:
                scope.problem(
                    "unreachable-row",
                    Text("rows after `else` can never be reached", "else 之后的行永远不会用到"),
                    entry.at("rows", number + 1),
                    Text("move `else` to the end", "把 else 移到最后"),
                )
        else:
            clauses.append(read)
    otherwise = _otherwise(entry, inner, giving) or otherwise
    kinds = [clause.then.kind for clause in [*clauses, *([otherwise] if otherwise else [])]]
    kind = giving.kind if giving.kind is not ANY else _common(kinds)
    hit: Hit = entry.model.hit or "first"
    order = giving.kind.options or (giving.outputs[0][1].options if giving.outputs else None) or ()
    if hit in ("priority", "all_by_output") and not order:
        scope.problem(
            "order-missing",
            Text(f"`hit = {hit}` needs the order of results", f"hit = {hit} 需要写明结果的先后"),
            entry.at("hit"),
            Text('declare it: gives = ["best", "next"]', '在 gives 中按次序列出，例如 gives = ["甲", "乙"]'),
        )
    if hit == "count":
        kind = NUMBER
    elif hit in ("all", "all_by_output"):
        kind = Kind("list", fields=(("it", kind),))
    return Choose(kind, tuple(clauses), hit, entry.place, otherwise, entry.name, order=order)


def _otherwise(entry: Entry[Any], scope: Scope, giving: Giving) -> Clause | None:
    """What a table gives where no row matches: a result, one for each of several, or "none"."""
    written = entry.model.otherwise
    if written is None:
        return None
    at = entry.at("otherwise")
    if written == "none" and "none" not in (giving.kind.options or ()):
        return Clause("otherwise", None, NONE, at, quote="otherwise")
    if not giving.outputs:
        then = _result(written, scope, giving, at, ("otherwise",), entry)
        return None if then is None else Clause("otherwise", None, then, at, quote="otherwise")
    if not isinstance(written, list) or len(written) != len(giving.outputs):
        names = ", ".join(name for name, _ in giving.outputs)
        scope.problem("row-width", Text(f"a result belongs here for each of {names}", f"这里应依次写出 {names} 各自的结果"), at,
                      Text("write them as a list, in that order", "按此顺序写成列表"))  # fmt: skip
        return None
    thens = [
        _result(raw, scope, giving, entry.at("otherwise", i), ("otherwise", i), entry, i)
        for i, raw in enumerate(written)
    ]
    outputs = tuple((name, node) for (name, _), node in zip(giving.outputs, thens, strict=True) if node is not None)
    if len(outputs) < len(thens):
        return None
    return Clause("otherwise", None, Several(giving.kind, outputs), at, quote="otherwise")


def _common(kinds: list[Kind]) -> Kind:
    if not kinds:
        return ANY
    if any(kind.is_share for kind in kinds):
        return SHARE
    return next((kind for kind in kinds if kind.name != "any"), ANY)


NAMING = {"row": "a list", "label": "a text, or one for each language", "id": "a text"}


def _named(
    entry: Entry[Any], path: tuple[str | int, ...], row: dict[str, Any], scope: Scope
) -> tuple[Text | None, str | None]:
    """The label and name of a row written as a table; what else stands in it is a problem."""
    label, name = row.get("label"), row.get("id")
    texts = label.values() if isinstance(label, dict) else [label]
    wrong = [key for key in row if key not in NAMING]
    if label is not None and not all(isinstance(text, str) for text in texts):
        wrong.append("label")
    if name is not None and not isinstance(name, str):
        wrong.append("id")
    for key in wrong:
        known = key in NAMING
        scope.problem(
            "wrong-kind" if known else "unknown-key",
            Text(f"{NAMING[key]} belongs here", "这里应为文字") if known
            else Text(f"`{key}` is not a key of a row", f"{key} 不是一行的键"),
            entry.at(*path, key),
            Text('put it in quotes, or delete it', "加引号，或删去") if known
            else Text("a row has row, label and id", "一行可有 row、label、id"),
        )  # fmt: skip
    if "label" in wrong or label is None:
        label = None
    return text_of(label) if label is not None else None, name if isinstance(name, str) else None


def _row(entry: Entry[Any], number: int, row: Any, keys: list[Node], scope: Scope, giving: Giving) -> Clause | None:
    """One row as a clause; `else` alone before the result is the last resort."""
    path: tuple[str | int, ...] = ("rows", number)
    label = None
    name: str | None = None
    if isinstance(row, dict):
        label, name = _named(entry, path, row, scope)
        row, path = row.get("row"), (*path, "row")
    width = len(giving.outputs) or 1
    if not isinstance(row, list):
        scope.problem(
            "wrong-kind",
            Text("a row is a list: cells, then the result", "一行应为列表：先写各格，最后写结果"),
            entry.at(*path),
            Text('such as [">= 95%", "100%"]', '例如 [">= 95%", "100%"]'),
        )
        return None
    cells, results = row[:-width], row[-width:]
    if cells == ["else"]:
        when, quote = None, "else"
    elif len(cells) != max(1, len(keys)):
        scope.problem(
            "row-width",
            Text(
                f"this row has {len(row)} cells; {max(1, len(keys)) + width} belong here",
                f"这一行有 {len(row)} 格，应为 {max(1, len(keys)) + width} 格",
            ),
            entry.at(*path),
            Text("give each key a cell, then the result", "每个键写一格，最后写结果"),
        )
        return None
    else:
        tests = [
            _cell(cell, key, scope, entry, (*path, position))
            for position, (cell, key) in enumerate(zip(cells, keys, strict=False))
        ] if keys else [condition(cells[0], scope, entry.at(*path, 0))]  # fmt: skip
        if keys == [] and tests[0] is None:
            return None
        held = tuple(test for test in tests if test is not None)
        when = held[0] if len(held) == 1 else Logic(YES_NO, "and", held) if held else None
        quote = ", ".join(_quoted(cell) for cell in cells)
    thens = [
        _result(raw, scope, giving, entry.at(*path, len(cells) + i), (*path, len(cells) + i), entry, i)
        for i, raw in enumerate(results)
    ]
    if any(then is None for then in thens):
        return None
    found = [then for then in thens if then is not None]
    then = found[0]
    if giving.outputs:
        then = Several(giving.kind, tuple((out, node) for (out, _), node in zip(giving.outputs, found, strict=True)))
    return Clause(name or quote, when, then, entry.at(*path), label, quote=quote)


def _quoted(cell: Any) -> str:
    if isinstance(cell, list):
        return " | ".join(_quoted(one) for one in cell)
    return str(cell).lower() if isinstance(cell, bool) else str(cell)


def _cell(cell: Any, key: Node, scope: Scope, entry: Entry[Any], path: tuple[str | int, ...]) -> Node | None:
    """A cell's test of its key; None for "-", which anything passes."""
    at = entry.at(*path)
    if isinstance(cell, list):
        tests = [_cell(one, key, scope, entry, (*path, number)) for number, one in enumerate(cell)]
        held = tuple(test for test in tests if test is not None)
        return None if len(held) < len(tests) else held[0] if len(held) == 1 else Logic(YES_NO, "or", held)
    if isinstance(cell, bool):
        if key.kind.name == "yes_no":
            return key if cell else Logic(YES_NO, "not", (key,))
        return Compare(YES_NO, "==", key, Constant(YES_NO, cell, str(cell).lower()))
    if isinstance(cell, datetime.date | int | Decimal):
        cell = str(cell)
    if not isinstance(cell, str):
        scope.problem("wrong-kind", Text(f"{described(cell).en} is no cell", f"{described(cell).zh}不能作为一格"), at,
                      Text('write a test or a value in quotes, such as ">= 95%"', '用引号写条件或值，例如 ">= 95%"'))  # fmt: skip
        return None
    stripped = cell.strip()
    if stripped == "-":
        return None
    if stripped == "missing":
        return Logic(YES_NO, "not", (Known(YES_NO, key),))
    if stripped.startswith(TESTS):
        node, problems = parse_test(cell, key, scope, scope.units, at)
        scope.state.problems.extend(problems)
        return node
    node, problems = parse_literal(cell, key.kind, scope.units, at)
    scope.state.problems.extend(problems)
    return None if node is None else Compare(YES_NO, "==", key, node)


def _result(
    raw: Any,
    scope: Scope,
    giving: Giving,
    at: Place,
    path: tuple[str | int, ...],
    entry: Entry[Any],
    output: int = 0,
) -> Node | None:
    """A result cell: text where the table gives text, otherwise a number, a share or a formula."""
    kind = giving.outputs[output][1] if giving.outputs else giving.kind
    if raw == "none" and kind.name != "text":
        return NONE
    if kind.name == "text":
        if not isinstance(raw, str):
            scope.problem("wrong-kind", Text("text belongs here", "这里应为文字"), at,
                          Text('put it in quotes, such as "中"', '加引号，例如 "中"'))  # fmt: skip
            return None
        if kind.options is not None and raw not in kind.options:
            options = ", ".join(f"`{option}`" for option in kind.options)
            scope.problem("unknown-option", Text(f"`{raw}` is none of {options}", f"{raw} 不在 {options} 之列"), at)
            return None
        return Constant(kind, raw, raw)
    if isinstance(raw, bool):
        return Constant(YES_NO, raw, str(raw).lower())
    literal = share_or_points(raw)
    if literal is not None:
        share = literal[0] == "share"
        return Constant(SHARE if share else NUMBER, literal[1], str(raw).strip())
    return formula(raw, scope, at)


def lines(entry: Entry[Any], scope: Scope, default_by: Sequence[str] = ()) -> Node | None:
    """Straight lines between points; at a shared edge the first line wins."""
    keys = keys_of(entry, scope, default_by)
    if keys is None:
        return None
    if len(keys) != 1:
        scope.problem("row-width", Text("lines need one key in `by`", "lines 需要在 by 中写一个键"), entry.place)
        return None
    key = keys[0]
    inner = scope.with_({"it": key})
    clauses = []
    for number, line in enumerate(entry.model.lines):
        if len(line) != 4:
            scope.problem(
                "row-width",
                Text("a line is [from x, to x, from y, to y]", "一段折线为 [起点 x, 终点 x, 起点 y, 终点 y]"),
                entry.at("lines", number),
            )
            continue
        ends = [_end(raw, key, inner, entry.at("lines", number, i), i < 2) for i, raw in enumerate(line)]
        if any(end is None for end in ends):
            continue
        clauses.append(_line(key, [end for end in ends if end is not None], entry, number, line))
    otherwise = _otherwise(entry, inner, Giving())
    kind = _common([clause.then.kind for clause in clauses])
    return Choose(kind, tuple(clauses), "first", entry.place, otherwise, entry.name)


def _end(raw: Any, key: Node, scope: Scope, at: Place, of_key: bool) -> Node | None:
    if of_key:
        node, problems = parse_literal(str(raw), key.kind, scope.units, at)
        scope.state.problems.extend(problems)
        return node
    return _result(raw, scope, Giving(), at, (), None)  # type: ignore[arg-type]


def _line(key: Node, ends: list[Node], entry: Entry[Any], number: int, line: list[Any]) -> Clause:
    """`y0 + (x - x0) * (y1 - y0) / (x1 - x0)` where x lies between x0 and x1, ends included."""
    low, high, start, end = ends
    at = entry.at("lines", number)
    inside = Logic(YES_NO, "and", (Compare(YES_NO, ">=", key, low), Compare(YES_NO, "<=", key, high)))
    kind = start.kind
    if start is end or _same(start, end):
        then: Node = start
    else:
        run = Arithmetic(key.kind, "-", (high, low))
        rise = Arithmetic(kind, "-", (end, start))
        way = Arithmetic(NUMBER, "/", (Arithmetic(key.kind, "-", (key, low)), run))
        then = Arithmetic(kind, "+", (start, Arithmetic(kind, "*", (way, rise))))
    quote = f"{line[0]} … {line[1]}"
    return Clause(quote, inside, then, at, quote=quote)


def _same(first: Node, second: Node) -> bool:
    return isinstance(first, Constant) and isinstance(second, Constant) and first.value == second.value


def combination(entry: Entry[Any], scope: Scope) -> Node | None:
    """`of`: members with weights, combined."""
    members = []
    for number, written in enumerate(entry.model.of):
        weight: Any = 1
        if isinstance(written, list):
            if len(written) != 2:
                scope.problem(
                    "row-width",
                    Text("a member is [name, weight]", "成员写成 [名称, 权重]"),
                    entry.at("of", number),
                )
                continue
            written, weight = written
        at = entry.at("of", number) if not isinstance(entry.model.of[number], list) else entry.at("of", number, 0)
        node = formula(written, scope, at)
        amount = _weight(weight, scope, entry.at("of", number, 1))
        if node is not None and amount is not None:
            members.append(Member(node, amount, str(written), _applies(str(written), scope)))
    kinds = [member.node.kind for member in members]
    how = entry.model.combine or "mean"
    kind = NUMBER if how in ("count", "product") else _common(kinds)
    missing = entry.model.missing if isinstance(entry.model.missing, str) else "not_scorable"
    return Combine(kind, how, tuple(members), missing)


def _weight(written: Any, scope: Scope, at: Place) -> Fraction | None:
    """A member's weight: a number, or the name of a value that is one, such as the weight of a class of risk."""
    read = share_or_points(written)
    amount = read[1] if read is not None else None
    if read is None and isinstance(written, str) and written in scope.state.sections.values:
        scope.find(written, at)
        definition = scope.state.definitions.get(written)
        constant = definition.node if definition is not None else None
        if isinstance(constant, Constant) and isinstance(constant.value, Fraction):
            amount = constant.value
    if amount is not None and amount >= 0:
        return amount
    scope.problem(
        "wrong-kind",
        Text("a weight is a number, not negative, or the name of a value that is one",
             "权重应为非负的数，或者一个等于该数的值的名称"),
        at,
        Text("such as 2.5, or a value with is = 2.5", "例如 2.5，或写有 is = 2.5 的值"),
    )  # fmt: skip
    return None


def _applies(written: str, scope: Scope) -> Node | None:
    """A member's own `when`, when it is a value that has one."""
    entry = scope.state.sections.values.get(written)
    if entry is None or entry.model.when is None:
        return None
    return condition(entry.model.when, Scope(scope.state), entry.at("when"))
