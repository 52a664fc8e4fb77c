"""What each node of the core means in SQL: the same as in `exact`, which it must equal row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from scoring.engines.columnar import approximate, ratios
from scoring.engines.columnar import sql_values as at
from scoring.engines.columnar.approximate import Near
from scoring.engines.columnar.comparing import compared, in_one
from scoring.engines.columnar.fragments import (
    FALSE,
    NEVER,
    TRUE,
    Fragment,
    Layers,
    Moment,
    NotInSql,
    Truth,
    both,
    either,
    is_known,
    opposite,
    strict,
)
from scoring.engines.columnar.ratios import Ratio, comparison
from scoring.engines.columnar.sql_values import (
    MISSING,
    NOTHING,
    UNKNOWN,
    Leaf,
    MissingValue,
    NamedValue,
    Pieces,
    Span,
    Value,
)
from scoring.formula.functions import FUNCTIONS, apply
from scoring.nodes.node import (
    Arithmetic,
    Choose,
    Combine,
    Compare,
    Constant,
    Each,
    Evidenced,
    Item,
    Known,
    Logic,
    Name,
    Node,
    Pick,
    Round,
    Several,
)
from scoring.nodes.walk import children
from scoring.program.program import Program
from scoring.values.day import Day
from scoring.values.rounding import Rounding
from scoring.values.value import Value as Exact

LARGEST_POWER = 8
MISSING_NUMBER = Ratio(Fraction(1), ratios.WholeNumber("CAST(NULL AS BIGINT)", 0, None, 0, 0))
MOST_SORTED = 9


class Compiler:
    """The nodes of one program over given columns: `given` has what every name that is reported stands for."""

    def __init__(self, program: Program, given: Mapping[str, Value], layers: Layers) -> None:
        self.program, self.layers = program, layers
        self.definitions = {one.name: one.node for one in program.definitions}
        self.names: dict[str, Value] = dict(given)
        self.faults: list[Truth] = []  # where one holds, the row is for `exact`
        self.computed: dict[int, Value] = {}
        self.uses = _uses(program)

    def value(self, node: Node) -> Value:
        key = node.number
        if key not in self.computed:
            value = _MEANING[type(node)](self, node)
            if self.uses[key] > 1 and not isinstance(node, Constant | Name):
                value = at.settled(value, self.layers)
            self.computed[key] = value
        return self.computed[key]

    def name(self, name: str) -> Value:
        """A reported column, a value of the rulebook, or what the tally gave; missing where nobody reports it."""
        if name not in self.names:
            known = self.definitions.get(name)
            self.names[name] = MISSING if known is None else at.settled(self.value(known), self.layers)
        return self.names[name]

    def number(self, node: Node) -> Ratio | None:
        return at.as_ratio(self.value(node), self.layers)

    def truth(self, node: Node) -> Truth:
        return at.as_truth(self.value(node), self.layers)

    def settle(self, decided: approximate.Decided) -> Truth | Ratio:
        """What was decided of numbers that are known only nearly; rows in which it is open are for `exact`."""
        self.faults.append(decided.open)
        return decided.value


def _uses(program: Program) -> Counter[int]:
    """How often each node is read."""
    roots: list[Node] = [one.node for one in program.definitions]
    for indicator in program.indicators:
        criterion = indicator.criterion
        roots += [
            criterion.points,
            *(node for node in (criterion.applies, criterion.missing.value) if node is not None),
        ]
    roots += [one.that for one in program.checks] + [one.that for one in program.requirements]
    roots += [limit.when for limit in program.limits]
    roots += [result.node for result in program.results]
    counted: Counter[int] = Counter()
    waiting = roots
    while waiting:
        node = waiting.pop()
        counted[node.number] += 1
        if counted[node.number] == 1:
            waiting.extend(children(node))
    return counted


# ---------------------------------------------------------------- constants and names


def of_exact(value: Exact) -> Value:
    """A value that is known beforehand."""
    match value:
        case None:
            return NOTHING
        case bool():
            return TRUE if value else FALSE
        case Fraction():
            return ratios.constant(value)
        case str():
            return at.text_of(value)
        case Day():
            first, last = (Fragment(f"DATE '{day.isoformat()}'") for day in (value.first(), value.last()))
            return Moment(first, last)
    raise NotInSql(f"a constant such as {str(value)[:40]}")


def _constant(_: Compiler, node: Constant) -> Value:
    return of_exact(node.value)


def _name(sql: Compiler, node: Name) -> Value:
    return sql.name(node.name)


def _item(_: Compiler, node: Item) -> Value:
    raise NotInSql("records of a list")


def _each(sql: Compiler, node: Each) -> Value:
    if isinstance(sql.value(node.records), MissingValue):
        return MISSING
    raise NotInSql("records of a list")


def _evidenced(sql: Compiler, node: Evidenced) -> Value:
    """A yes needs its evidence, which a table gives in a column of its own."""
    holds = at.as_truth(sql.name(node.name), sql.layers)
    evidence = sql.names.get(f"{node.name}.evidence")
    shown = at.known(evidence, sql.layers) if evidence is not None else FALSE
    return both(holds, TRUE if shown.constant is True else either(shown, UNKNOWN))


# ---------------------------------------------------------------- arithmetic


def _arithmetic(sql: Compiler, node: Arithmetic) -> Value:
    if node.op in ("days", "year", "month"):
        return _of_dates(sql, node.op, [sql.value(arg) for arg in node.args])
    return _applied(sql, node.op, [sql.value(arg) for arg in node.args])


def _applied(sql: Compiler, op: str, args: Sequence[Value]) -> Value:
    """An operation on numbers; on a table beside constants, on each of its rows."""
    if (
        op in FUNCTIONS
        and FUNCTIONS[op].sql is None
        and not all(isinstance(arg, Ratio) and arg.constant is not None for arg in args)
    ):
        raise NotInSql(f"the function `{op}`")
    tables = [number for number, arg in enumerate(args) if isinstance(arg, Pieces)]
    plain = all(
        isinstance(arg, Ratio) and arg.constant is not None for number, arg in enumerate(args) if number not in tables
    )
    if not tables and any(isinstance(arg, Near) for arg in args):
        return _nearly(sql, op, args)
    if len(tables) == 1 and plain and isinstance(table := args[tables[0]], Pieces):
        place = tables[0]

        def on_row(leaf: Leaf) -> Leaf:
            if isinstance(leaf, Near):
                return _nearly(sql, op, [leaf if number == place else arg for number, arg in enumerate(args)])
            if not isinstance(leaf, Ratio):
                return MISSING
            done = on_numbers(sql, op, [leaf if number == place else arg for number, arg in enumerate(args)])  # type: ignore[misc]
            if isinstance(done, Near):
                return done
            found = at.as_ratio(done, sql.layers)
            return MISSING if found is None else found

        return at.mapped(table, on_row)
    numbers = [at.as_ratio(arg, sql.layers) for arg in args]
    if any(number is None for number in numbers):
        return MISSING
    return on_numbers(sql, op, [number for number in numbers if number is not None])


def _nearly(sql: Compiler, op: str, args: Sequence[Value]) -> Leaf:
    """An operation of which some arguments, or the result, are known only nearly; where nothing comes out is for `exact`."""
    numbers = [arg if isinstance(arg, Near) else at.as_ratio(arg, sql.layers) for arg in args]
    found = [number for number in numbers if number is not None]
    if len(found) < len(numbers):
        return MISSING
    if op == "round":
        return _rounded_nearly(sql, found)
    value = approximate.applied(op, found, sql.layers)
    sql.faults.append(approximate.undefined(found, value, sql.layers))
    return value


def _rounded_nearly(sql: Compiler, args: Sequence[Ratio | Near]) -> Leaf:
    number, decimals = args[0], args[1] if len(args) > 1 else ratios.constant(0)
    places = decimals.constant if isinstance(decimals, Ratio) else None
    if not isinstance(number, Near) or places is None or places.denominator != 1 or abs(places) > 18:
        raise NotInSql("the function `round`")
    return sql.settle(approximate.rounded(number, Rounding("half_up", int(places)), sql.layers))


def on_numbers(sql: Compiler, op: str, args: Sequence[Ratio]) -> Value:
    layers = sql.layers
    match op:
        case "+" | "sum":
            return ratios.addition(args)
        case "-":
            return ratios.addition([args[0], ratios.negative(args[1])])
        case "negate":
            return ratios.negative(args[0])
        case "*" | "product":
            made = args[0]
            for arg in args[1:]:
                made = ratios.product(made, arg)
            return made
        case "/":
            quotient = ratios.division(args[0], args[1], layers)
            if quotient is None and args[0].constant is not None:
                raise NotInSql("a number that is undefined whatever is reported")  # nothing is missing there
            return MISSING if quotient is None else quotient
        case "mean":
            return ratios.product(ratios.addition(args), ratios.constant(Fraction(1, len(args))))
        case "count":
            if all(arg.nulls == NEVER for arg in args):
                return ratios.constant(len(args))
        case "median" if len(args) < 4:
            if len(args) < 3:
                return on_numbers(sql, "mean", args)
            a, b, c = (at.named(arg, layers) for arg in args)
            low, high = lesser(sql, a, b, False), lesser(sql, a, b, True)
            return lesser(sql, low, lesser(sql, high, c, False), True)
        case "median" if len(args) <= MOST_SORTED:
            return _middle(sql, args)
        case "min" | "max":
            made = args[0]
            for arg in args[1:]:
                made = lesser(sql, made, arg, op == "max")
            return made
        case "clamp":
            value, low, high = args
            if low.constant is not None and high.constant is not None and low.constant <= high.constant:
                return lesser(sql, lesser(sql, value, low, True), high, False)
        case "abs":
            return value if (value := args[0]).never_negative else lesser(sql, value, ratios.negative(value), True)
        case "floor" | "ceil":
            return ratios.rounded(args[0], Rounding("floor" if op == "floor" else "ceiling", 0), layers)
        case "round":
            decimals = args[1].constant if len(args) > 1 else Fraction(0)
            if decimals is not None and decimals.denominator == 1 and abs(decimals) <= 18:
                return ratios.rounded(args[0], Rounding("half_up", int(decimals)), layers)
        case "^":
            power = args[1].constant
            if power is not None and power.denominator == 1 and 1 <= power <= LARGEST_POWER:
                made = base = at.named(args[0], layers)
                for _ in range(int(power) - 1):
                    made = ratios.product(made, base)
                return made
    if all(arg.constant is not None for arg in args):
        from scoring.values.irrational import TooLarge, Undefined

        try:
            return of_exact(apply(op, [arg.constant for arg in args]))
        except (Undefined, TooLarge):
            raise NotInSql("a number that is undefined whatever is reported") from None
    if op in approximate.FUNCTIONS:
        return _nearly(sql, op, args)
    raise NotInSql(f"the function `{op}`")


def _middle(sql: Compiler, args: Sequence[Ratio]) -> Value:
    """The median: numbers are put in order two by two."""
    ordered = [at.named(arg, sql.layers) for arg in args]
    for one in range(len(ordered)):
        for other in range(one + 1, len(ordered)):
            a, b = ordered[one], ordered[other]
            ordered[one] = at.named(lesser(sql, a, b, False), sql.layers)
            ordered[other] = at.named(lesser(sql, a, b, True), sql.layers)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else on_numbers(sql, "mean", ordered[half - 1 : half + 1])


def lesser(sql: Compiler, a: Ratio, b: Ratio, greater: bool) -> Ratio:
    """The smaller of two numbers, or the greater; NULL where either is."""
    if a.constant is not None and b.constant is None:
        a, b = b, a
    if a.constant is not None and b.constant is not None:
        return ratios.constant((max if greater else min)(a.constant, b.constant))
    (a_low, a_high), (b_low, b_high) = a.limits, b.limits
    if (a_low >= b_high) if greater else (a_high <= b_low):
        if b.nulls == NEVER:
            return a
    elif ((b_low >= a_high) if greater else (b_high <= a_low)) and a.nulls == NEVER:
        return b
    if a.below is None and b.below is None and a.nulls == b.nulls == NEVER:
        unit = ratios.common_unit((a.factor, b.factor))
        left, right = (ratios.scaled(int(one.factor / unit), one.above) for one in (a, b))
        choose = max if greater else min
        text = f"{'GREATEST' if greater else 'LEAST'}({left.sql}, {right.sql})"
        return Ratio(unit, ratios.whole(text, choose(left.low, right.low), choose(left.high, right.high), (left, right),
                                        NEVER, left.wide or right.wide))  # fmt: skip
    a, b = (at.settled(one, sql.layers) if one.constant is None else one for one in (a, b))  # type: ignore[assignment]
    beyond = comparison("<" if greater else ">", a, b)
    found = at.as_ratio(Pieces(((beyond, b), (None, a))), sql.layers)
    assert found is not None
    return _narrowed(found, a, b, greater)


def _narrowed(found: Ratio, a: Ratio, b: Ratio, greater: bool) -> Ratio:
    """Limits of the smaller or greater of two numbers, which a CASE does not know."""
    if found.below is not None or found.above is None or found.factor <= 0:
        return found
    (a_low, a_high), (b_low, b_high) = a.limits, b.limits
    choose = max if greater else min
    low, high = choose(a_low, b_low) / found.factor, choose(a_high, b_high) / found.factor
    above = found.above
    return Ratio(found.factor, ratios.WholeNumber(above.sql, above.layer, above.nulls, max(above.low, -(-low.numerator // low.denominator)),
                                            min(above.high, high.numerator // high.denominator), above.wide))  # fmt: skip


def _of_dates(sql: Compiler, op: str, args: Sequence[Value]) -> Value:
    moments = [at.as_moment(arg, sql.layers) for arg in args]
    dates = [moment for moment in moments if moment is not None]
    if len(dates) < len(moments):
        return MISSING
    if op == "days":
        return _days(*dates)
    part = op.upper()
    (one,) = dates
    text = f"CAST({part}({one.first.sql}) AS BIGINT)"
    nulls = one.first.nulls
    if op == "month" and one.first != one.last:  # of a year, no month is known
        text = f"CASE WHEN {one.first.sql} + INTERVAL 31 DAY > {one.last.sql} THEN {text} END"
        nulls = None
    low, high = (1, 12) if op == "month" else (0, 9999)
    return Ratio(Fraction(1), ratios.whole(text, low, high, (one.first, one.last), nulls))


def _days(a: Moment, b: Moment) -> Ratio:
    """Days between two full dates; unknown where only the month is known."""
    text, nulls = f"CAST(DATE_DIFF('day', {a.first.sql}, {b.first.sql}) AS BIGINT)", strict((a.first, b.first))
    exact = [f"{one.first.sql} = {one.last.sql}" for one in (a, b) if one.first != one.last]
    if exact:
        text, nulls = f"CASE WHEN {' AND '.join(exact)} THEN {text} END", None
    return Ratio(Fraction(1), ratios.whole(text, -3_700_000, 3_700_000, (a.first, a.last, b.first, b.last), nulls))


def _round(sql: Compiler, node: Round) -> Value:
    value = sql.value(node.arg)
    if isinstance(value, Span):
        value = at.point(value, sql.layers)
    return rounded(sql, value, node.rounding)


def rounded(sql: Compiler, value: Value, rounding: Rounding) -> Value:
    """Rounded piece by piece; what is no number stays as it is."""

    def of_leaf(leaf: Leaf) -> Leaf:
        if isinstance(leaf, Near):
            return sql.settle(approximate.rounded(leaf, rounding, sql.layers))
        return ratios.rounded(leaf, rounding, sql.layers) if isinstance(leaf, Ratio) else leaf

    return at.mapped(value, of_leaf)


# ---------------------------------------------------------------- conditions


def _compare(sql: Compiler, node: Compare) -> Value:
    return compared(sql, node.op, sql.value(node.left), sql.value(node.right))


def _logic(sql: Compiler, node: Logic) -> Value:
    truths = [sql.truth(arg) for arg in node.args]
    if node.op == "not":
        return opposite(truths[0])
    return both(*truths) if node.op == "and" else either(*truths)


def _known(sql: Compiler, node: Known) -> Value:
    return at.known(sql.value(node.arg), sql.layers)


# ---------------------------------------------------------------- what tables and combinations share


def _choose(sql: Compiler, node: Choose) -> Value:
    from scoring.engines.columnar.tables import chosen

    return chosen(sql, node)


def unless(sql: Compiler, undecided: Truth, value: Value) -> Value:
    """Unknown where something is undecided."""
    if isinstance(value, Pieces):
        return Pieces(((undecided, MISSING), *value.pieces))
    return Pieces(((undecided, MISSING), (None, value)))


def in_one_leaf(table: Pieces, layers: Layers) -> Leaf:
    value = in_one(table, layers)
    assert not isinstance(value, Pieces)
    return value


def beyond(how: str, numbers: Sequence[Ratio]) -> Ratio:
    """What leaves the smallest, the greatest or the product of numbers as it is."""
    ends = [number.limits for number in numbers]
    return ratios.constant(
        {"min": max(end[1] for end in ends), "max": min(end[0] for end in ends)}.get(how, Fraction(1))
    )


def if_there(sql: Compiler, there: Truth, number: Ratio, otherwise: Ratio) -> Ratio:
    found = at.as_ratio(Pieces(((there, number), (None, otherwise))), sql.layers)
    assert found is not None
    return at.named(found, sql.layers)


# ---------------------------------------------------------------- several at once


def _several(sql: Compiler, node: Several) -> Value:
    return NamedValue(tuple((name, sql.value(output)) for name, output in node.outputs))


def _pick(sql: Compiler, node: Pick) -> Value:
    value = sql.value(node.arg)

    def picked(leaf: Leaf) -> Leaf:
        if not isinstance(leaf, NamedValue):
            return MISSING
        output = leaf.get(node.output)
        return in_one_leaf(output, sql.layers) if isinstance(output, Pieces) else output

    return at.mapped(value, picked)


def _combine(sql: Compiler, node: Combine) -> Value:
    from scoring.engines.columnar.combining import combined

    return combined(sql, node)


_MEANING: dict[type[Any], Callable[[Compiler, Any], Value]] = {
    Constant: _constant,
    Name: _name,
    Item: _item,
    Arithmetic: _arithmetic,
    Compare: _compare,
    Logic: _logic,
    Known: _known,
    Evidenced: _evidenced,
    Choose: _choose,
    Combine: _combine,
    Each: _each,
    Pick: _pick,
    Several: _several,
    Round: _round,
}

__all__ = ["Compiler", "compared", "is_known", "of_exact", "rounded"]
