"""What a value gives where something that it needs is missing, and where it does not apply."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

from scoring.nodes.kind import YES_NO
from scoring.nodes.node import (
    Arithmetic,
    Choose,
    Clause,
    Constant,
    Known,
    Node,
    Round,
)
from scoring.nodes.walk import main_choice
from scoring.problems import Place, Text
from scoring.program.cells import result_cell
from scoring.program.formulas import condition
from scoring.program.giving import giving_of
from scoring.program.right_kind import is_of
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


ONE_ROW = ("first", "unique", "any")
"""Hits by which one row alone gives the result."""


def as_it_is(node: Node) -> Node:
    return node


def with_policy(node: Node, entry: Entry[Any], scope: Scope, given: Callable[[Node], Node] = as_it_is) -> Node:
    """The node, or what its construct's missing policy gives where something needed is missing.

    `given`: what becomes of a value that the policy itself writes.
    """
    written = entry.model.missing
    if written in (None, "not_scorable") or (entry.model.of is not None and isinstance(written, str)):
        return node
    instead: Node | None = None
    if written == "zero":
        instead = Constant(node.kind, Fraction(0), "0")
    elif isinstance(written, dict) and set(written) == {"value"}:
        at = entry.at("missing", "value")
        instead = result_cell(written["value"], scope, giving_of(entry, scope), at)
        instead = given(instead) if instead is not None else None
        if instead is not None and not is_of(instead, node.kind, scope, at):
            return node
    elif isinstance(written, dict) and set(written) == {"row"}:
        choose = main_choice(node)
        clause = row_named(written["row"], choose, scope, entry.at("missing", "row"))
        instead = of_row(clause, choose, node) if clause is not None and choose is not None else None
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


def of_row(clause: Clause, choose: Choose, node: Node) -> Node:
    """What a row gives in the place of the table that a node comes from."""
    return clause.then if choose.hit in ONE_ROW else _in_place_of(choose, clause.then, node)


def _in_place_of(choose: Choose, then: Node, node: Node) -> Node:
    """What a table of which several rows count gives where one of them is all: a share of the weight is taken outside of it."""
    if node is choose:
        return then
    if isinstance(node, Arithmetic):
        return replace(node, args=tuple(_in_place_of(choose, then, arg) for arg in node.args))
    return replace(node, arg=_in_place_of(choose, then, node.arg)) if isinstance(node, Round) else node


def beyond(written: str, ends: tuple[str, str], at: Place, scope: Scope, of: Text | None = None) -> None:
    """Tells a policy's own value that is written beyond the ends that are written for what it stands in for."""
    en, zh = (f" of {of.en}", f"（{of.zh}）") if of is not None else ("", "")
    scope.problem(
        "beyond-bounds",
        Text(f"missing gives {written}, outside {ends[0]} to {ends[1]}{en}",
             f"缺失时给 {written}，超出 {ends[0]} 至 {ends[1]} 的范围{zh}"),
        at,
        Text("write a value between these ends, or let `between` take it in", "写两端之间的数，或放宽 between"),
    )  # fmt: skip


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
