"""What each node of the core means in SQL: the same as in `exact`, which it must equal row by row."""

from __future__ import annotations

from scoring.engines.columnar import sql_values as at
from scoring.engines.columnar.combining import combined
from scoring.engines.columnar.comparing import compared, in_one_leaf
from scoring.engines.columnar.compiler import Compiler, Meaning
from scoring.engines.columnar.fragments import FALSE, TRUE, NotInSql, both, either, opposite
from scoring.engines.columnar.operations import calculated, rounded
from scoring.engines.columnar.sql_values import (
    MISSING,
    NOTHING,
    UNKNOWN,
    Inapplicable,
    Leaf,
    MissingValue,
    NamedValue,
    Pieces,
    Value,
)
from scoring.engines.columnar.tables import chosen
from scoring.nodes.node import (
    Arithmetic,
    Choose,
    Column,
    Combine,
    Compare,
    Constant,
    Each,
    Evidenced,
    Item,
    Known,
    Logic,
    Name,
    Pick,
    Places,
    Round,
    Selection,
    Several,
)


def _constant(_: Compiler, node: Constant) -> Value:
    return at.of_exact(node.value)


def _name(sql: Compiler, node: Name) -> Value:
    return sql.name(node.name)


def _item(_: Compiler, node: Item | Column) -> Value:
    raise NotInSql("records of a list")


def _of_records(sql: Compiler, node: Each | Selection | Places) -> Value:
    if isinstance(sql.value(node.records), MissingValue):
        return MISSING
    raise NotInSql("records of a list")


def _evidenced(sql: Compiler, node: Evidenced) -> Value:
    """A yes needs its evidence, which a table gives in a column of its own."""
    holds = at.as_truth(sql.name(node.name), sql.layers)
    evidence = sql.names.get(f"{node.name}.evidence")
    shown = at.known(evidence, sql.layers) if evidence is not None else FALSE
    return both(holds, TRUE if shown.constant is True else either(shown, UNKNOWN))


def _compare(sql: Compiler, node: Compare) -> Value:
    return compared(sql, node.op, sql.value(node.left), sql.value(node.right))


def _logic(sql: Compiler, node: Logic) -> Value:
    truths = [sql.truth(arg) for arg in node.args]
    if node.op == "not":
        return opposite(truths[0])
    return both(*truths) if node.op == "and" else either(*truths)


def _known(sql: Compiler, node: Known) -> Value:
    return at.known(sql.value(node.arg), sql.layers)


def _round(sql: Compiler, node: Round) -> Value:
    value = sql.value(node.arg)
    return rounded(sql, value, node.rounding)


def _several(sql: Compiler, node: Several) -> Value:
    return NamedValue(tuple((name, sql.value(output)) for name, output in node.outputs))


def _pick(sql: Compiler, node: Pick) -> Value:
    value = sql.value(node.arg)

    def picked(leaf: Leaf) -> Leaf:
        if isinstance(leaf, Inapplicable):
            return leaf
        if not isinstance(leaf, NamedValue):
            return leaf if leaf is NOTHING else MISSING
        output = leaf.get(node.output)
        return in_one_leaf(output, sql.layers) if isinstance(output, Pieces) else output

    return at.mapped(value, picked)


MEANING: Meaning = {
    Constant: _constant,
    Name: _name,
    Item: _item,
    Arithmetic: calculated,
    Compare: _compare,
    Logic: _logic,
    Known: _known,
    Evidenced: _evidenced,
    Choose: chosen,
    Combine: combined,
    Each: _of_records,
    Column: _item,
    Selection: _of_records,
    Places: _of_records,
    Pick: _pick,
    Several: _several,
    Round: _round,
}
