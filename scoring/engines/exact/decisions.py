"""What comes of a table whose clauses are decided: by its hit policy, and once for all records that it says the same of."""

from __future__ import annotations

from fractions import Fraction

from scoring.engines.exact.frames import Decision, Looking, Truth
from scoring.engines.exact.open_values import left_open
from scoring.engines.exact.records import exact
from scoring.engines.exact.refusals import several_match
from scoring.nodes.node import Choose, Clause, Column, Item, Node
from scoring.nodes.walk import children, free_scopes, names_in
from scoring.problems import Text
from scoring.values import arithmetic
from scoring.values.day import Day
from scoring.values.value import ABSENT, Fault, Unknown, Value, of_all

FEWEST = 6
"""A table of fewer rows is as quickly decided again."""


def resolved(
    choose: Choose, held: tuple[Clause, ...], values: list[Value], truths: tuple[Truth, ...], at: Looking
) -> Decision:
    """The value of all clauses that hold, by the hit policy."""
    match choose.hit:
        case "unique":
            return Decision(held, values[0], truths)
        case "any":
            if any(value != values[0] for value in values):
                return Decision((), Fault((several_match(choose, held, at),)), truths)
            return Decision(held[:1], values[0], truths)
        case "priority":
            best = min(range(len(held)), key=lambda i: _rank(choose, values[i]))
            return Decision((held[best],), values[best], truths)
        case "all":
            return Decision(held, tuple(values), truths)
        case "all_by_output":
            order = sorted(range(len(held)), key=lambda i: _rank(choose, values[i]))
            return Decision(tuple(held[i] for i in order), tuple(values[i] for i in order), truths)
        case "ranked":
            return _ranked(choose, held, values, truths)
        case "count":
            return Decision(held, Fraction(len(held)), truths)
    numbers = [value for value in values if isinstance(value, Fraction)]
    if len(numbers) < len(values):
        open_ = left_open(at, *(clause.then for clause in held)).missing
        unknown = Unknown(open_ or names_in(choose), Text("not every row gives a number", "并非每一行都给出数值"))
        return Decision(held, unknown, truths)
    return Decision(held, arithmetic.aggregate(choose.hit, numbers), truths)


def _ranked(choose: Choose, held: tuple[Clause, ...], values: list[Value], truths: tuple[Truth, ...]) -> Decision:
    """The codes of the reasons that hold, what cost most first; ties stay as written."""
    reasons = [value for value in values if isinstance(value, dict)]
    open_ = of_all(lost for one in reasons if isinstance(lost := one["lost"], ABSENT))
    if open_ is not None or not all(isinstance(one["lost"], Fraction) for one in reasons):
        return Decision(held, open_ or Unknown(names_in(choose)), truths)
    order = sorted(range(len(held)), key=lambda i: -exact(reasons[i]["lost"]))[: choose.most]
    return Decision(tuple(held[i] for i in order), tuple(reasons[i]["code"] for i in order), truths)


def _rank(choose: Choose, value: Value) -> tuple[int, ...]:
    """The place of a result in the declared order; of several results, one after the other."""
    if isinstance(value, dict):
        first = next(iter(value.values()))
        return _rank(choose, first)
    return (choose.order.index(value) if isinstance(value, str) and value in choose.order else len(choose.order),)


# ---------------------------------------------------------------------- called for records


def arguments(choose: Choose, at: Looking) -> tuple[Value, ...] | None:
    """The table and all that it looks at in the record at hand: for the same it is decided once. None where that is no use."""
    if choose.quiet or at.frame.record is None or len(choose.clauses) < FEWEST:
        return None
    leaves = at.program.memory.get(("leaves", choose.number))
    if leaves is None:
        leaves = at.program.memory["leaves", choose.number] = _leaves(choose, free_scopes(choose, at.scopes))
    values = tuple(at.value(leaf) for leaf in leaves)
    return (Fraction(choose.number), *values) if all(is_plain(value) for value in values) else None


def _leaves(choose: Choose, free: frozenset[int]) -> tuple[Item | Column, ...]:
    """The fields and columns that a table's value depends on."""
    found: dict[tuple[object, ...], Item | Column] = {}
    seen: set[int] = set()
    waiting: list[Node] = [choose]
    while waiting:
        node = waiting.pop()
        if node.number in seen:
            continue
        seen.add(node.number)
        if isinstance(node, Item | Column) and node.scope in free:
            found[type(node), node.scope, node.name, getattr(node, "list", "")] = node
        waiting.extend(children(node))
    return tuple(found.values())


def is_plain(value: Value) -> bool:
    """Whether a value is one by itself, the same for whichever record: no list, and no fault, which says of whom it is."""
    if isinstance(value, Day):
        return value.is_exact  # of one that is open it is told whose it is
    return value is None or isinstance(value, Fraction | bool | str | Unknown)


def says_the_same(decision: Decision) -> bool:
    """Whether a table says the same of every record that it looks at the same values of."""
    of = decision.value.values() if isinstance(decision.value, dict) else (decision.value,)
    return all(is_plain(value) for value in of)
