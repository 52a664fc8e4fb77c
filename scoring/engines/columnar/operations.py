"""Operations on numbers in SQL: of the nodes' arithmetic, of combinations and of tables; row by row of a table."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from scoring.engines.columnar import approximate, ratios
from scoring.engines.columnar import sql_values as at
from scoring.engines.columnar.approximate import Near
from scoring.engines.columnar.compiler import Compiler
from scoring.engines.columnar.dates import of_dates
from scoring.engines.columnar.fragments import NEVER, NotInSql, Truth
from scoring.engines.columnar.ratios import Ratio, comparison
from scoring.engines.columnar.sql_values import MISSING, NOTHING, Inapplicable, Leaf, Pieces, Value
from scoring.formula.functions import FUNCTIONS, apply
from scoring.nodes.node import Arithmetic
from scoring.values.irrational import TooLarge, Undefined
from scoring.values.rounding import Rounding

LARGEST_POWER = 8
MISSING_NUMBER = Ratio(Fraction(1), ratios.WholeNumber("CAST(NULL AS BIGINT)", 0, None, 0, 0))
MOST_SORTED = 9


def calculated(sql: Compiler, node: Arithmetic) -> Value:
    if node.op in ("days", "year", "month"):
        return of_dates(sql, node.op, [sql.value(arg) for arg in node.args])
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
        others = [arg for arg in args if isinstance(arg, Ratio)]

        def on_row(leaf: Leaf) -> Leaf:
            if isinstance(leaf, Near):
                return _nearly(sql, op, [leaf if number == place else arg for number, arg in enumerate(args)])
            if isinstance(leaf, Inapplicable) or (op == "clamp" and leaf is NOTHING):
                return leaf
            leaf = at.pointed(leaf, sql.layers)
            if not isinstance(leaf, Ratio):
                return MISSING
            done = on_numbers(sql, op, [*others[:place], leaf, *others[place:]])
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
        try:
            return at.of_exact(apply(op, [arg.constant for arg in args]))
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
    a, b = (at.named(one, sql.layers) if one.constant is None else one for one in (a, b))
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


def rounded(sql: Compiler, value: Value, rounding: Rounding) -> Value:
    """Rounded piece by piece; what is no number stays as it is."""

    def of_leaf(leaf: Leaf) -> Leaf:
        leaf = at.pointed(leaf, sql.layers)
        if isinstance(leaf, Near):
            return sql.settle(approximate.rounded(leaf, rounding, sql.layers))
        return ratios.rounded(leaf, rounding, sql.layers) if isinstance(leaf, Ratio) else leaf

    return at.mapped(value, of_leaf)


def unless(sql: Compiler, undecided: Truth, value: Value) -> Value:
    """Unknown where something is undecided."""
    if isinstance(value, Pieces):
        return Pieces(((undecided, MISSING), *value.pieces))
    return Pieces(((undecided, MISSING), (None, value)))


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
