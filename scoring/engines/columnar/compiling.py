"""What each node of the core means in SQL: the same as in `exact`, which it must equal row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from scoring.core import (
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
    Member,
    Name,
    Node,
    Pick,
    Round,
    Several,
    children,
)
from scoring.core import Value as Exact
from scoring.day import Day
from scoring.engines.columnar import approximate, ratios
from scoring.engines.columnar import pieces as at
from scoring.engines.columnar.approximate import Near
from scoring.engines.columnar.fragments import (
    FALSE,
    NEVER,
    TRUE,
    Fragment,
    Layers,
    Moment,
    NotInSql,
    Truth,
    Word,
    both,
    either,
    is_known,
    layer_of,
    opposite,
    strict,
    surely,
    unknown,
)
from scoring.engines.columnar.pieces import (
    MISSING,
    NOTHING,
    UNKNOWN,
    Leaf,
    Missing,
    Named,
    Nothing,
    Pieces,
    Span,
    Value,
)
from scoring.engines.columnar.ratios import Ratio, comparison
from scoring.program import Program
from scoring.quantity import Rounding

LARGEST_POWER = 8
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
        key = id(node)
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
        counted[id(node)] += 1
        if counted[id(node)] == 1:
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
    if isinstance(sql.value(node.records), Missing):
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
    return _settle(sql, approximate.rounded(number, Rounding("half_up", int(places)), sql.layers))


def _settle(sql: Compiler, decided: approximate.Decided) -> Leaf:
    """What was decided; rows in which it is open are for `exact`."""
    sql.faults.append(decided.open)
    return decided.value


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
        from scoring import arithmetic
        from scoring.arithmetic import TooLarge, Undefined

        try:
            return of_exact(arithmetic.apply(op, [arg.constant for arg in args]))
        except (Undefined, TooLarge):
            return MISSING
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
    return Ratio(found.factor, ratios.Whole(above.sql, above.layer, above.nulls, max(above.low, -(-low.numerator // low.denominator)),
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
            return _settle(sql, approximate.rounded(leaf, rounding, sql.layers))
        return ratios.rounded(leaf, rounding, sql.layers) if isinstance(leaf, Ratio) else leaf

    return at.mapped(value, of_leaf)


# ---------------------------------------------------------------- conditions


def _compare(sql: Compiler, node: Compare) -> Value:
    return compared(sql, node.op, sql.value(node.left), sql.value(node.right))


def compared(sql: Compiler, op: str, left: Value, right: Value) -> Value:
    """A comparison; of a table with a plain value, row by row."""
    if isinstance(left, Pieces) and not isinstance(right, Pieces):
        right = at.settled(right, sql.layers)
        return at.mapped(left, lambda leaf: _compared(sql, op, leaf, right))  # type: ignore[arg-type]
    if isinstance(right, Pieces) and not isinstance(left, Pieces):
        left = at.settled(left, sql.layers)
        return at.mapped(right, lambda leaf: _compared(sql, op, left, leaf))  # type: ignore[arg-type]
    if isinstance(left, Pieces):
        left = at.settled(_in_one(left, sql.layers), sql.layers)
        return compared(sql, op, left, right)
    return _compared(sql, op, left, right)  # type: ignore[arg-type]


def _in_one(table: Pieces, layers: Layers) -> Value:
    """A table in one column, of whatever it gives."""
    leaves = [leaf for _, leaf in table.pieces if not isinstance(leaf, Missing)]
    for kind, column in ((Ratio, at.as_ratio), (Word, at.as_word), (Moment, at.as_moment), (Truth, at.as_truth)):
        if leaves and all(isinstance(leaf, kind) for leaf in leaves):
            found: Value | None = column(table, layers)
            return MISSING if found is None else found
    if not leaves:
        return MISSING
    raise NotInSql("a table that sometimes gives nothing, compared with another")


def _compared(sql: Compiler, op: str, left: Leaf, right: Leaf) -> Truth:
    if isinstance(left, Missing) or isinstance(right, Missing):
        return UNKNOWN
    if isinstance(left, Nothing) or isinstance(right, Nothing):
        if op not in ("==", "!="):
            return UNKNOWN
        equal = isinstance(left, Nothing) and isinstance(right, Nothing)
        known = [at.known(one, sql.layers) for one in (left, right) if not isinstance(one, Nothing)]
        answer = TRUE if equal == (op == "==") else FALSE
        return both(answer, either(known[0], UNKNOWN)) if known and known[0].constant is not True else answer
    match left, right:
        case (Near() as a, (Ratio() | Near()) as b) | (Ratio() as a, Near() as b):
            decided = _settle(sql, approximate.compared(op, a, b, sql.layers))
            assert isinstance(decided, Truth)
            return decided
        case (Span() | Ratio(), Span() | Ratio()):
            if isinstance(left, Ratio) and isinstance(right, Ratio):
                return comparison(op, left, right)
            return _of_spans(op, left, right)
        case Moment(), Moment():
            return _of_moments(op, left, right)
        case Word(), Word():
            return _equal(op, left, right)
        case Truth(), Truth():
            return _equal(op, left, right)
    return UNKNOWN


def _equal(op: str, left: Word | Truth, right: Word | Truth) -> Truth:
    """Texts and yes/no are equal or not, and have no order."""
    if op not in ("==", "!="):
        return UNKNOWN
    if left.constant is not None and right.constant is not None:
        return TRUE if (left.constant == right.constant) == (op == "==") else FALSE
    return Truth(
        f"({left.sql} {'=' if op == '==' else '<>'} {right.sql})", layer_of((left, right)), strict((left, right))
    )


def _of_spans(op: str, left: Span | Ratio, right: Span | Ratio) -> Truth:
    """Yes or no only where it is so for the whole range."""
    (a_low, a_high), (b_low, b_high) = _ends(left), _ends(right)
    match op:
        case "<":
            return _less(a_low, a_high, b_low, b_high)
        case ">":
            return _less(b_low, b_high, a_low, a_high)
        case "<=":
            return _not_less(b_low, b_high, a_low, a_high)
        case ">=":
            return _not_less(a_low, a_high, b_low, b_high)
    one, other = _less(a_low, a_high, b_low, b_high), _less(b_low, b_high, a_low, a_high)
    same = both(comparison("==", a_low, a_high), comparison("==", b_low, b_high), comparison("==", a_low, b_low))
    text = f"CASE WHEN {one.sql} OR {other.sql} THEN FALSE WHEN {same.sql} THEN TRUE END"
    equal = Truth(f"({text})", layer_of((one, other, same)), None)
    return equal if op == "==" else opposite(equal)


def _ends(value: Span | Ratio) -> tuple[Ratio, Ratio]:
    return (value.low, value.high) if isinstance(value, Span) else (value, value)


def _less(a_low: Ratio, a_high: Ratio, b_low: Ratio, b_high: Ratio) -> Truth:
    sure, never = comparison("<", a_high, b_low), comparison(">=", a_low, b_high)
    if a_low == a_high and b_low == b_high:
        return sure
    return Truth(f"(CASE WHEN {sure.sql} THEN TRUE WHEN {never.sql} THEN FALSE END)", layer_of((sure, never)), None)


def _not_less(a_low: Ratio, a_high: Ratio, b_low: Ratio, b_high: Ratio) -> Truth:
    sure, never = comparison(">=", a_low, b_high), comparison("<", a_high, b_low)
    if a_low == a_high and b_low == b_high:
        return sure
    return Truth(f"(CASE WHEN {sure.sql} THEN TRUE WHEN {never.sql} THEN FALSE END)", layer_of((sure, never)), None)


def _of_moments(op: str, left: Moment, right: Moment) -> Truth:
    match op:
        case "<":
            return _earlier(left, right)
        case ">":
            return _earlier(right, left)
        case "<=":
            return opposite(_earlier(right, left))
        case ">=":
            return opposite(_earlier(left, right))
        case "within":
            inside = f"{right.first.sql} <= {left.first.sql} AND {left.last.sql} <= {right.last.sql}"
            outside = f"{left.last.sql} < {right.first.sql} OR {right.last.sql} < {left.first.sql}"
            return Truth(f"(CASE WHEN {inside} THEN TRUE WHEN {outside} THEN FALSE END)", _layer(left, right), None)
    exact = f"{left.first.sql} = {left.last.sql} AND {right.first.sql} = {right.last.sql}"
    apart = f"{left.last.sql} < {right.first.sql} OR {right.last.sql} < {left.first.sql}"
    text = f"(CASE WHEN {exact} THEN {left.first.sql} = {right.first.sql} WHEN {apart} THEN FALSE END)"
    same = Truth(text, _layer(left, right), None)
    return same if op == "==" else opposite(same)


def _earlier(a: Moment, b: Moment) -> Truth:
    if a.first == a.last and b.first == b.last:
        return Truth(f"({a.first.sql} < {b.first.sql})", _layer(a, b), strict((a.first, b.first)))
    text = f"(CASE WHEN {a.last.sql} < {b.first.sql} THEN TRUE WHEN {a.first.sql} >= {b.last.sql} THEN FALSE END)"
    return Truth(text, _layer(a, b), None)


def _layer(*moments: Moment) -> int:
    return layer_of([part for moment in moments for part in (moment.first, moment.last)])


def _logic(sql: Compiler, node: Logic) -> Value:
    truths = [sql.truth(arg) for arg in node.args]
    if node.op == "not":
        return opposite(truths[0])
    return both(*truths) if node.op == "and" else either(*truths)


def _known(sql: Compiler, node: Known) -> Value:
    return at.known(sql.value(node.arg), sql.layers)


# ---------------------------------------------------------------- what tables and combinations share


def _choose(sql: Compiler, node: Choose) -> Value:
    from scoring.engines.columnar.tables import chosen  # which rests on this module

    return chosen(sql, node)


def unless(sql: Compiler, undecided: Truth, value: Value) -> Value:
    """Unknown where something is undecided."""
    if isinstance(value, Pieces):
        return Pieces(((undecided, MISSING), *value.pieces))
    return Pieces(((undecided, MISSING), (None, value)))


def in_one_leaf(table: Pieces, layers: Layers) -> Leaf:
    value = _in_one(table, layers)
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
    return Named(tuple((name, sql.value(output)) for name, output in node.outputs))


def _pick(sql: Compiler, node: Pick) -> Value:
    value = sql.value(node.arg)

    def picked(leaf: Leaf) -> Leaf:
        if not isinstance(leaf, Named):
            return MISSING
        output = leaf.get(node.output)
        return in_one_leaf(output, sql.layers) if isinstance(output, Pieces) else output

    return at.mapped(value, picked)


def _combine(sql: Compiler, node: Combine) -> Value:
    values = [sql.value(member.node) for member in node.members]
    if node.how == "geomean" or any(isinstance(value, Near) for value in values):
        return _combined_nearly(sql, node, values)
    numbers, weights, present = [], [], []
    for member in node.members:
        amount, there = _member(sql, member, node.missing)
        if amount is None:
            return MISSING
        numbers.append(amount)
        weights.append(member.weight)
        present.append(there)
    if all(there.constant is True for there in present):
        return _combined(sql, node, numbers, weights)
    if node.how == "median" or (node.how == "count" and node.missing == "not_scorable"):
        raise NotInSql(f'combine = "{node.how}" of members that are left out')
    return _of_some(sql, node, numbers, weights, present)


def _combined_nearly(sql: Compiler, node: Combine, values: Sequence[Value]) -> Value:
    """Members of which some, or the whole, are known only nearly."""
    if node.missing != "not_scorable" or any(member.when is not None for member in node.members):
        raise NotInSql(f'combine = "{node.how}" of members that are left out')
    if any(isinstance(value, Missing) for value in values):
        return MISSING
    numbers = [value if isinstance(value, Near) else at.as_ratio(value, sql.layers) for value in values]
    found = [number for number in numbers if number is not None]
    weights = [member.weight for member in node.members]
    if node.how == "geomean":
        made = approximate.geomean(found, weights, sql.layers)
    elif node.how in ("sum", "mean"):
        weighed = [approximate.applied("*", [number, ratios.constant(weight)], sql.layers)
                   for number, weight in zip(found, weights, strict=True)]  # fmt: skip
        made = approximate.applied("sum", weighed, sql.layers)
        whole = sum(weights, Fraction(0))
        made = made if node.how == "sum" else approximate.applied("/", [made, ratios.constant(whole)], sql.layers)
    elif all(weight == 1 for weight in weights) and node.how in ("min", "max", "product"):
        made = approximate.applied(node.how, found, sql.layers)
    else:
        raise NotInSql(f'combine = "{node.how}" of roots or logarithms')
    sql.faults.append(approximate.undefined(found, made, sql.layers))
    return made


def _member(sql: Compiler, member: Member, missing: str) -> tuple[Ratio | None, Truth]:
    """A member's number and whether it counts at all."""
    applies = TRUE if member.when is None else sql.layers.short(sql.truth(member.when))
    number = sql.number(member.node)
    number = MISSING_NUMBER if number is None else at.named(number, sql.layers)
    if applies.constant is not True:
        number = at.as_ratio(Pieces(((applies, number), (None, ratios.constant(0)))), sql.layers)
        number = MISSING_NUMBER if number is None else at.named(number, sql.layers)
    if missing == "zero":
        return _or_zero(number, sql), surely(either(applies, unknown(applies)))
    if missing == "leave_out":
        there = both(surely(applies), at.known(number, sql.layers))
        return _or_zero(number, sql), there
    if number is MISSING_NUMBER:
        return None, TRUE
    return number, TRUE if applies.constant is True else either(applies, unknown(applies))


MISSING_NUMBER = Ratio(Fraction(1), ratios.Whole("CAST(NULL AS BIGINT)", 0, None, 0, 0))


def _or_zero(number: Ratio, sql: Compiler) -> Ratio:
    if number.nulls == NEVER:
        return number
    there = at.known(number, sql.layers)
    found = at.as_ratio(Pieces(((there, number), (None, ratios.constant(0)))), sql.layers)
    assert found is not None
    return found


def _combined(sql: Compiler, node: Combine, numbers: Sequence[Ratio], weights: Sequence[Fraction]) -> Value:
    if node.how == "product":
        return on_numbers(sql, "product", _to_powers(sql, numbers, weights))
    if node.how == "count":
        known = both(*(at.known(one, sql.layers) for one in numbers))
        return (
            unless(sql, opposite(known), ratios.constant(len(numbers)))
            if known.constant is not True
            else ratios.constant(len(numbers))
        )
    if node.how in ("min", "max", "median"):
        return on_numbers(sql, node.how, numbers)
    total = ratios.addition(
        [ratios.product(ratios.constant(weight), one) for weight, one in zip(weights, numbers, strict=True)]
    )
    if node.how == "sum":
        return total
    whole = sum(weights, Fraction(0))
    return MISSING if whole == 0 else ratios.product(total, ratios.constant(1 / whole))


def _to_powers(sql: Compiler, numbers: Sequence[Ratio], weights: Sequence[Fraction]) -> list[Ratio]:
    """Each member of a product as often as it weighs."""
    made = []
    for number, weight in zip(numbers, weights, strict=True):
        if weight.denominator != 1 or not 1 <= weight <= LARGEST_POWER:
            raise NotInSql("a product with weights")
        power = at.as_ratio(on_numbers(sql, "^", [number, ratios.constant(weight)]), sql.layers)
        assert power is not None
        made.append(power)
    return made


def _of_some(
    sql: Compiler, node: Combine, numbers: Sequence[Ratio], weights: Sequence[Fraction], present: Sequence[Truth]
) -> Value:
    """The sum or mean of the members that count, by their weights; unknown where none does."""
    settled = [sql.layers.short(there) for there in present]
    if node.how == "count":
        weights, numbers = [Fraction(1)] * len(numbers), [ratios.constant(1)] * len(numbers)
    if node.how in ("min", "max", "product"):
        if node.how == "product":
            numbers = _to_powers(sql, numbers, weights)
        neutral = beyond(node.how, numbers)
        listed = [if_there(sql, there, number, neutral) for there, number in zip(settled, numbers, strict=True)]
        found = at.as_ratio(on_numbers(sql, node.how, listed), sql.layers)
        assert found is not None
        if node.how == "product" and node.missing != "leave_out":
            return found
        return Pieces(((either(*settled), found), (None, MISSING)))
    weighed, whole = [], []
    for number, weight, there in zip(numbers, weights, settled, strict=True):
        zero = ratios.constant(0)
        weighed.append(
            at.as_ratio(Pieces(((there, ratios.product(ratios.constant(weight), number)), (None, zero))), sql.layers)
        )
        whole.append(at.as_ratio(Pieces(((there, ratios.constant(weight)), (None, zero))), sql.layers))
    total = ratios.addition([one for one in weighed if one is not None])
    if node.how == "mean":
        quotient = ratios.division(total, ratios.addition([one for one in whole if one is not None]), sql.layers)
        return MISSING if quotient is None else quotient
    if node.missing != "leave_out":
        return total
    return Pieces(((either(*settled), total), (None, MISSING)))


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
