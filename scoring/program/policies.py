"""What a value gives where something that it needs is missing, and where it does not apply."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from scoring.nodes.kind import YES_NO
from scoring.nodes.node import (
    Choose,
    Clause,
    Constant,
    Known,
    Node,
)
from scoring.nodes.walk import main_choice
from scoring.problems import Place, Text
from scoring.program.cells import result_cell
from scoring.program.formulas import condition
from scoring.program.giving import giving_of
from scoring.program.scope import Scope
from scoring.rulebook.rulebook import Entry
from scoring.values.value import NotApplicable


def where_it_applies(node: Node, entry: Entry[Any], scope: Scope) -> Node:
    """The node where its `when` holds; elsewhere it does not apply, with that reason."""
    written = entry.model.when
    when = condition(written, scope, entry.at("when")) if written is not None else None
    if when is None:
        return node
    outside = NotApplicable(Text(f"`{written}` does not hold", f"{written} 不成立"))
    inside = Clause("when", when, node, entry.at("when"), quote=written)
    otherwise = Clause("else", None, Constant(node.kind, outside, "—"), entry.at("when"))
    return Choose(node.kind, (inside,), "first", entry.place, otherwise, entry.name, quiet=True)


def with_policy(node: Node, entry: Entry[Any], scope: Scope) -> Node:
    """The node, or what the value's missing policy gives where something needed is missing."""
    written = entry.model.missing
    if written in (None, "not_scorable") or (entry.model.of is not None and isinstance(written, str)):
        return node
    instead: Node | None = None
    if written == "zero":
        instead = Constant(node.kind, Fraction(0), "0")
    elif isinstance(written, dict) and set(written) == {"value"}:
        instead = result_cell(written["value"], scope, giving_of(entry, scope), entry.at("missing", "value"))
    elif isinstance(written, dict) and set(written) == {"row"}:
        clause = row_named(written["row"], main_choice(node), scope, entry.at("missing", "row"))
        instead = clause.then if clause is not None else None
    else:
        scope.problem(
            "unknown-option",
            Text(f"missing policy `{written}` is for members of `of` alone", f"缺失处理 {written} 只用于 of 的成员"),
            entry.at("missing"),
            Text('write "zero", { value = … } or { row = … }', '写 "zero"、{ value = … } 或 { row = … }'),
        )  # fmt: skip
    if instead is None:
        return node
    known = Clause("known", Known(YES_NO, node), node, entry.place)
    otherwise = Clause("missing", None, instead, entry.at("missing"), policy=policy_text(written))
    return Choose(node.kind, (known,), "first", entry.place, otherwise, entry.name, quiet=True)


def policy_text(written: Any) -> str:
    """A missing policy as the author wrote it: `zero`, `value = 50%`."""
    return ", ".join(f"{key} = {raw}" for key, raw in written.items()) if isinstance(written, dict) else str(written)


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
