"""The least and the most that a formula can give, whatever is reported: proven, not tried."""

from __future__ import annotations

from fractions import Fraction

from scoring.formula.functions import ends_of as of_operation
from scoring.nodes.node import Arithmetic, Choose, Clause, Combine, Constant, Member, Name, Node, Round
from scoring.values import ends
from scoring.values.ends import OPEN, ZERO, Ends

Known = dict[int, Ends]
"""Of nodes by number, so that a shared one is looked at once."""


def ends_of(node: Node, known: Known | None = None) -> Ends:
    """Between which two numbers a node's value lies."""
    known = {} if known is None else known
    if node.number not in known:
        known[node.number] = _ends(node, known)
    return known[node.number]


def _ends(node: Node, known: Known) -> Ends:
    match node:
        case Constant(value=Fraction() as value):
            return value, value
        case Name(name=name) if name.endswith(".judged.share"):
            return ZERO, Fraction(1)
        case Round():
            return ends.each(node.rounding.apply, ends_of(node.arg, known))
        case Choose():
            return _of_table(node, known)
        case Combine(how="sum"):
            return ends.added(_of_member(member, known) for member in node.members)
        case Combine(how="mean" | "min" | "max" | "median") if node.members:
            return ends.widest([ends_of(member.node, known) for member in node.members])
        case Arithmetic():
            return _of_arithmetic(node, known)
    return OPEN


def _of_member(member: Member, known: Known) -> Ends:
    """Of a member of a sum, with its weight; of one that may not apply also nothing."""
    weight = (member.weight, member.weight) if member.weigh is None else ends_of(member.weigh, known)
    counted = ends.multiplied([ends_of(member.node, known), weight])
    return ends.or_nothing(counted)


def of_clause(clause: Clause, known: Known | None = None) -> Ends:
    """Between which points a clause gives; of a judged level as its bounds say."""
    return clause.bounds if clause.bounds is not None else ends_of(clause.then, known)


def _of_table(choose: Choose, known: Known) -> Ends:
    last = [choose.otherwise] if choose.otherwise is not None else []
    if choose.hit in ("first", "unique", "any", "priority", "min", "max"):
        return ends.widest([of_clause(clause, known) for clause in (*choose.clauses, *last)])
    if choose.hit == "sum":
        return ends.added(ends.or_nothing(of_clause(clause, known)) for clause in choose.clauses)
    return OPEN


def _of_arithmetic(node: Arithmetic, known: Known) -> Ends:
    if _is_part_of_line(node):
        return ZERO, Fraction(1)
    return of_operation(node.op, [ends_of(arg, known) for arg in node.args])


def _is_part_of_line(node: Arithmetic) -> bool:
    """Whether it is how far a value lies between the two ends of a line, which lowering writes with one node for the low end."""
    if node.op != "/" or not all(isinstance(arg, Arithmetic) and arg.op == "-" for arg in node.args):
        return False
    above, below = node.args
    assert isinstance(above, Arithmetic) and isinstance(below, Arithmetic)
    return above.args[1] is below.args[1]
