"""The least and the most that a formula can give, whatever is reported: proven, not tried."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from scoring.nodes.node import Arithmetic, Choose, Clause, Combine, Constant, Name, Node, Round

Ends = tuple[Fraction | None, Fraction | None]
"""None where nothing is known."""
OPEN: Ends = (None, None)
ZERO = Fraction(0)


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
            low, high = ends_of(node.arg, known)
            return _each(low, node.rounding.apply), _each(high, node.rounding.apply)
        case Choose():
            return _of_table(node, known)
        case Combine(how="sum"):
            return _sum(_or_nothing(ends_of(member.node, known), member.when is not None) for member in node.members)
        case Combine(how="mean" | "min" | "max" | "median") if node.members:
            return _widest([ends_of(member.node, known) for member in node.members])
        case Arithmetic():
            return _of_arithmetic(node, known)
    return OPEN


def of_clause(clause: Clause, known: Known | None = None) -> Ends:
    """Between which points a clause gives; of a judged level as its bounds say."""
    return clause.bounds if clause.bounds is not None else ends_of(clause.then, known)


def _of_table(choose: Choose, known: Known) -> Ends:
    last = [choose.otherwise] if choose.otherwise is not None else []
    if choose.hit in ("first", "unique", "any", "priority", "min", "max"):
        return _widest([of_clause(clause, known) for clause in (*choose.clauses, *last)])
    if choose.hit == "sum":
        return _sum(_or_nothing(of_clause(clause, known), True) for clause in choose.clauses)
    return OPEN


def _of_arithmetic(node: Arithmetic, known: Known) -> Ends:
    if _is_part_of_line(node):
        return ZERO, Fraction(1)
    below = [ends_of(arg, known) for arg in node.args]
    match node.op:
        case "+":
            return _sum(below)
        case "-":
            return _sum([below[0], _negated(below[1])])
        case "negate":
            return _negated(below[0])
        case "*":
            return _product(below)
        case "/" if below[1][0] is not None and below[1][0] == below[1][1] != 0:
            inverse = 1 / below[1][0]
            return _product([below[0], (inverse, inverse)])
        case "min":
            return _least([low for low, _ in below], all), _least([high for _, high in below], any)
        case "max":
            return _negated(
                (_least([_minus(high) for _, high in below], all), _least([_minus(low) for low, _ in below], any))
            )
        case "clamp" if len(below) == 3:
            (low, high), bottom, top = below
            return max_of(low, bottom[0]), min_of(high, top[1])
    return OPEN


def _is_part_of_line(node: Arithmetic) -> bool:
    """Whether it is how far a value lies between the two ends of a line, which lowering writes with one node for the low end."""
    if node.op != "/" or not all(isinstance(arg, Arithmetic) and arg.op == "-" for arg in node.args):
        return False
    above, below = node.args
    assert isinstance(above, Arithmetic) and isinstance(below, Arithmetic)
    return above.args[1] is below.args[1]


def _each(end: Fraction | None, change: Callable[[Fraction], Fraction]) -> Fraction | None:
    return None if end is None else change(end)


def _minus(end: Fraction | None) -> Fraction | None:
    return None if end is None else -end


def _negated(ends: Ends) -> Ends:
    return _minus(ends[1]), _minus(ends[0])


def _or_nothing(ends: Ends, perhaps: bool) -> Ends:
    return (
        ends
        if not perhaps
        else (None if ends[0] is None else min(ends[0], ZERO), None if ends[1] is None else max(ends[1], ZERO))
    )


def _sum(several: Iterable[Ends]) -> Ends:
    low: Fraction | None = ZERO
    high: Fraction | None = ZERO
    for below, above in several:
        low = None if low is None or below is None else low + below
        high = None if high is None or above is None else high + above
    return low, high


def _widest(several: Sequence[Ends]) -> Ends:
    lows, highs = [low for low, _ in several], [high for _, high in several]
    return _least(lows, all), _minus(_least([_minus(high) for high in highs], all))


def _product(several: Sequence[Ends]) -> Ends:
    low, high = several[0]
    for other in several[1:]:
        ends = [low, high, *other]
        known = [end for end in ends if end is not None]
        if len(known) == 4:
            corners = [a * b for a in (low, high) for b in other if a is not None and b is not None]
            low, high = min(corners), max(corners)
        elif known and all(one[0] is not None and one[0] >= 0 for one in ((low, high), other)):
            low, high = low * other[0], None  # type: ignore[operator]
        else:
            return OPEN
    return low, high


def _least(ends: Sequence[Fraction | None], needed: Callable[[Iterable[bool]], bool]) -> Fraction | None:
    """The least of them; None where not all (or not any) of them are known."""
    known = [end for end in ends if end is not None]
    return min(known) if known and needed(end is not None for end in ends) else None


def max_of(first: Fraction | None, second: Fraction | None) -> Fraction | None:
    return second if first is None else first if second is None else max(first, second)


def min_of(first: Fraction | None, second: Fraction | None) -> Fraction | None:
    return second if first is None else first if second is None else min(first, second)
