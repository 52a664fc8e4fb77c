"""What each node of the core means in SQL: the same as in `exact`, which it must equal row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from scoring.core import (
    Arithmetic,
    Choose,
    Clause,
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
from scoring.engines.columnar import pieces as at
from scoring.engines.columnar import ratios
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
    surely_not,
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

MOST_PIECES = 400
LARGEST_POWER = 8
MOST_RANKED = 12
SHOWN = 5  # of a list, as people are shown it


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
    if len(tables) == 1 and plain and isinstance(table := args[tables[0]], Pieces):
        place = tables[0]

        def on_row(leaf: Leaf) -> Leaf:
            if not isinstance(leaf, Ratio):
                return MISSING
            done = on_numbers(sql, op, [leaf if number == place else arg for number, arg in enumerate(args)])  # type: ignore[misc]
            found = at.as_ratio(done, sql.layers)
            return MISSING if found is None else found

        return at.mapped(table, on_row)
    numbers = [at.as_ratio(arg, sql.layers) for arg in args]
    if any(number is None for number in numbers):
        return MISSING
    return on_numbers(sql, op, [number for number in numbers if number is not None])


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
    raise NotInSql(f"the function `{op}`")


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
    return rounded(value, node.rounding, sql.layers)


def rounded(value: Value, rounding: Rounding, layers: Layers) -> Value:
    """Rounded piece by piece; what is no number stays as it is."""
    return at.mapped(value, lambda leaf: ratios.rounded(leaf, rounding, layers) if isinstance(leaf, Ratio) else leaf)


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


# ---------------------------------------------------------------- tables


def _choose(sql: Compiler, node: Choose) -> Value:
    if len(node.clauses) > MOST_PIECES:
        raise NotInSql(f"a table of more than {MOST_PIECES} rows")
    truths = [TRUE if clause.when is None else sql.truth(clause.when) for clause in node.clauses]
    if node.hit == "first":
        return _capped(sql, node, _first(sql, node, truths))
    decide = _HITS.get(node.hit)
    if decide is None:
        raise NotInSql(f'hit = "{node.hit}"')
    if node.hit in ("sum", "min", "max", "count") and any(truth is UNKNOWN for truth in truths):
        return MISSING
    truths = [sql.layers.short(truth) for truth in truths]
    value = decide(sql, node, truths)
    undecided = either(*(unknown(truth) for truth in truths if not _seen_to(truth, value)))
    if undecided.constant is False:
        return value
    return _unless(sql, undecided, value)


def _seen_to(truth: Truth, value: Value) -> bool:
    """Whether the value is unknown anyway wherever the condition is."""
    return (
        isinstance(value, Ratio)
        and None not in (truth.nulls, value.nulls)
        and (truth.nulls or NEVER) <= (value.nulls or NEVER)
    )


def _unless(sql: Compiler, undecided: Truth, value: Value) -> Value:
    """Unknown where something is undecided."""
    if isinstance(value, Pieces):
        return Pieces(((undecided, MISSING), *value.pieces))
    return Pieces(((undecided, MISSING), (None, value)))


def _first(sql: Compiler, node: Choose, truths: Sequence[Truth]) -> Value:
    made: list[tuple[Truth | None, Leaf]] = []
    for clause, truth in zip(node.clauses, truths, strict=True):
        if truth.constant is False:
            continue
        leaf = _leaf(sql, clause.then)
        if truth.constant is True:
            return Pieces((*made, (None, leaf))) if made else leaf
        made.append((truth, leaf))
    if node.otherwise is None and len(made) == len(node.clauses) and _every_option(sql, node):
        return Pieces((*made[:-1], (None, made[-1][1])))
    return _left_over(sql, node, made)


def _every_option(sql: Compiler, node: Choose) -> bool:
    """Whether the rows name every option that a text may be: then the last is what is left, and nothing else is."""
    tested: Name | None = None
    named = set()
    for clause in node.clauses:
        when = clause.when
        if not isinstance(when, Compare) or when.op != "==" or not isinstance(when.right, Constant):
            return False
        if not isinstance(when.left, Name) or (tested is not None and when.left.name != tested.name):
            return False
        tested = when.left
        named.add(when.right.value)
    return (
        tested is not None
        and tested.kind.options is not None
        and named >= set(tested.kind.options)
        and isinstance(sql.value(tested), Word)
    )


def _left_over(sql: Compiler, node: Choose, made: list[tuple[Truth | None, Leaf]]) -> Value:
    """What no row takes: what the table says of it, or a fault that `exact` tells."""
    if node.otherwise is not None:
        leaf = _leaf(sql, node.otherwise.then)
        return Pieces((*made, (None, leaf))) if made else leaf
    none = both(*(surely_not(when) for when, _ in made if when is not None))
    sql.faults.append(none)
    return Pieces((*made, (None, MISSING))) if made else MISSING


def _leaf(sql: Compiler, node: Node) -> Leaf:
    value = sql.value(node)
    return _in_one_leaf(value, sql.layers) if isinstance(value, Pieces) else value


def _in_one_leaf(table: Pieces, layers: Layers) -> Leaf:
    value = _in_one(table, layers)
    assert not isinstance(value, Pieces)
    return value


def _capped(sql: Compiler, node: Choose, value: Value) -> Value:
    """Full points when met, else by completion: the smaller of completion and 1, without a case."""
    if not isinstance(value, Pieces) or len(value.pieces) != 2 or len(node.clauses) < 1:
        return value
    (met, full), (rest, partly) = value.pieces
    when = node.clauses[0].when
    if rest is not None or met is None or not isinstance(when, Compare) or when.op not in (">=", "<="):
        return value
    a, b = sql.value(when.left), sql.value(when.right)
    if when.op == "<=":
        a, b = b, a
    if not all(isinstance(one, Ratio) for one in (a, b, full, partly)) or sql.truth(when) != met:
        return value
    assert isinstance(a, Ratio) and isinstance(b, Ratio) and isinstance(full, Ratio) and isinstance(partly, Ratio)
    if full.constant is None or not (a.never_negative and b.never_negative) or b.factor == 0:
        return value
    completion = ratios.division(a, b, sql.layers)
    if completion is None or ratios.product(ratios.constant(full.constant), completion) != partly:
        return value
    share = ratios.capped(a, b)
    return value if share is None else ratios.product(ratios.constant(full.constant), share)


def _sum(sql: Compiler, node: Choose, truths: Sequence[Truth]) -> Value:
    """What all rows that hold give together."""
    terms = []
    for clause, truth in zip(node.clauses, truths, strict=True):
        amount = sql.number(clause.then)
        if amount is None:  # unknown where the row holds
            amount = MISSING_NUMBER
        terms.append(_if_any(sql, clause, truth, amount))
    total = ratios.addition(terms)
    nothing = node.otherwise and sql.value(node.otherwise.then)
    if isinstance(nothing, Ratio) and nothing.constant == 0:
        return total
    none = both(*(opposite(truth) for truth in truths))
    return _with_none(sql, node, none, total)


def _with_none(sql: Compiler, node: Choose, none: Truth, value: Leaf) -> Value:
    if node.otherwise is not None:
        return Pieces(((none, _leaf(sql, node.otherwise.then)), (None, value)))
    sql.faults.append(surely(none))
    return value


def _if_any(sql: Compiler, clause: Clause, truth: Truth, amount: Ratio) -> Ratio:
    """The amount where the row holds, otherwise 0; the amount itself where it is 0 whenever the row does not hold."""
    when = clause.when
    if isinstance(when, Compare) and when.op == ">" and isinstance(when.right, Constant) and when.right.value == 0:
        counted = sql.value(when.left)
        per_one = isinstance(counted, Ratio) and counted.above is not None and counted.above == amount.above
        if per_one and isinstance(counted, Ratio) and amount.below is None and counted.never_negative:
            return amount
    found = at.as_ratio(Pieces(((truth, amount), (None, ratios.constant(0)))), sql.layers)
    assert found is not None
    return found


def _extreme(sql: Compiler, node: Choose, truths: Sequence[Truth]) -> Value:
    """The smallest or greatest of what the rows that hold give."""
    amounts = [
        at.named(amount, sql.layers) for clause in node.clauses if (amount := sql.number(clause.then)) is not None
    ]
    if len(amounts) < len(node.clauses) or any(amount.below is not None for amount in amounts):
        raise NotInSql(f'hit = "{node.hit}" over quotients')
    unit = ratios.common_unit(amount.factor for amount in amounts)
    wholes = [ratios.scaled(int(amount.factor / unit), amount.above) for amount in amounts]
    low, high = min(one.low for one in wholes), max(one.high for one in wholes)
    beyond = low - 1 if node.hit == "max" else high + 1  # of a row that does not hold
    texts = [
        f"CASE WHEN {truth.sql} THEN {one.sql} ELSE {beyond} END" for truth, one in zip(truths, wholes, strict=True)
    ]
    name = "GREATEST" if node.hit == "max" else "LEAST"
    wide = any(one.wide for one in wholes) or abs(beyond) > ratios.LARGEST
    text = f"{name}({', '.join(texts)})" if len(texts) > 1 else texts[0]
    text = f"CAST({text} AS {'HUGEINT' if wide else 'BIGINT'})"
    found = ratios.whole(text, min(low, beyond), max(high, beyond), [*truths, *wholes], NEVER, wide)
    missing = either(
        *(both(truth, opposite(at.known(amount, sql.layers))) for truth, amount in zip(truths, amounts, strict=True))
    )
    value = _with_none(
        sql, node, both(*(opposite(truth) for truth in truths)), at.named(Ratio(unit, found), sql.layers)
    )
    return value if missing.constant is False else _unless(sql, surely(missing), value)


def _count(sql: Compiler, node: Choose, truths: Sequence[Truth]) -> Value:
    _same_outputs(sql, node)
    ones = [
        at.as_ratio(Pieces(((truth, ratios.constant(1)), (None, ratios.constant(0)))), sql.layers) for truth in truths
    ]
    total = ratios.addition([one for one in ones if one is not None])
    if node.otherwise is None:
        return total
    return _with_none(sql, node, both(*(opposite(truth) for truth in truths)), total)


def _ranked(sql: Compiler, node: Choose, truths: Sequence[Truth]) -> Value:
    """The codes of what was lost, most first, in one text; ties stand as written."""
    if len(node.clauses) > MOST_RANKED:
        raise NotInSql(f"a ranking of more than {MOST_RANKED} reasons")
    codes, losses = [], []
    for clause in node.clauses:
        reason = sql.value(clause.then)
        assert isinstance(reason, Named)
        code, lost = reason.get("code"), at.as_ratio(reason.get("lost"), sql.layers)
        if not isinstance(code, Word) or code.constant is None:
            raise NotInSql("a code that is computed")
        codes.append(code)
        losses.append(at.named(lost, sql.layers) if lost is not None else MISSING_NUMBER)
    held = [sql.layers.let(surely(truth)) if truth.constant is None else truth for truth in truths]
    places = [_place(row, losses, held, sql) for row in range(len(codes))]
    most = min(node.most or len(codes), len(codes))
    positions = []
    for place in range(most):
        cases = " ".join(
            f"WHEN {held[row].sql} AND {places[row].sql} = {place} THEN {codes[row].sql}" for row in range(len(codes))
        )
        positions.append(f"CASE {cases} END")
    more = (
        f" || CASE WHEN {' + '.join(f'CAST({one.sql} AS INTEGER)' for one in held)} > {SHOWN} THEN ', …]' ELSE ']' END"
        if most > SHOWN
        else " || ']'"
    )
    text = f"('[' || CONCAT_WS(', ', {', '.join(positions[:SHOWN])}){more})"
    lacking = either(
        *(both(truth, opposite(at.known(lost, sql.layers))) for truth, lost in zip(held, losses, strict=True))
    )
    value = Word(text, layer_of([*held, *places]))
    return value if lacking.constant is False else _unless(sql, lacking, value)


def _place(row: int, losses: Sequence[Ratio], held: Sequence[Truth], sql: Compiler) -> Fragment:
    """How many of the others come before a reason."""
    before = []
    for other, lost in enumerate(losses):
        if other != row:
            more = surely(comparison(">=" if other < row else ">", lost, losses[row]))
            before.append(f"CASE WHEN {both(held[other], more).sql} THEN 1 ELSE 0 END")
    text = " + ".join(before) if before else "0"
    return sql.layers.let(
        Fragment(f"({text})", layer_of([*held, *(part for lost in losses for part in lost.parts)])), "place"
    )


def _same_outputs(sql: Compiler, node: Choose) -> None:
    """A row that holds but whose result is unknown makes the count unknown: only results that are always there."""
    for clause in node.clauses:
        if not isinstance(clause.then, Constant):
            raise NotInSql(f'hit = "{node.hit}" over formulas')


def _one_of(sql: Compiler, node: Choose, truths: Sequence[Truth]) -> Value:
    """`unique`: more than one row that holds is a fault. `any`: rows that hold must give the same."""
    leaves = [_leaf(sql, clause.then) for clause in node.clauses]
    for later, truth in enumerate(truths):
        clashing = [other for number, other in enumerate(truths[:later])
                    if node.hit == "unique" or not _surely_same(leaves[number], leaves[later])]  # fmt: skip
        if clashing and truth.constant is not False:
            sql.faults.append(surely(both(truth, either(*clashing))))
    return _left_over(sql, node, list(zip(truths, leaves, strict=True)))


def _surely_same(a: Leaf, b: Leaf) -> bool:
    constants = [getattr(one, "constant", None) for one in (a, b)]
    return None not in constants and constants[0] == constants[1]


def _priority(sql: Compiler, node: Choose, truths: Sequence[Truth]) -> Value:
    """The result that comes first in the declared order."""
    if not all(isinstance(clause.then, Constant) for clause in node.clauses):
        raise NotInSql('hit = "priority" over formulas')
    ranks = [_rank(node, clause.then) for clause in node.clauses]
    order = sorted(range(len(ranks)), key=lambda row: ranks[row])
    made: list[tuple[Truth | None, Leaf]] = [(truths[row], _leaf(sql, node.clauses[row].then)) for row in order]
    return _left_over(sql, node, made)


def _rank(node: Choose, then: Node) -> int:
    value = then.value if isinstance(then, Constant) else None
    return node.order.index(value) if isinstance(value, str) and value in node.order else len(node.order)


_HITS: dict[str, Callable[[Compiler, Choose, Sequence[Truth]], Value]] = {
    "sum": _sum,
    "min": _extreme,
    "max": _extreme,
    "count": _count,
    "unique": _one_of,
    "any": _one_of,
    "priority": _priority,
    "ranked": _ranked,
}


# ---------------------------------------------------------------- several at once


def _several(sql: Compiler, node: Several) -> Value:
    return Named(tuple((name, sql.value(output)) for name, output in node.outputs))


def _pick(sql: Compiler, node: Pick) -> Value:
    value = sql.value(node.arg)

    def picked(leaf: Leaf) -> Leaf:
        if not isinstance(leaf, Named):
            return MISSING
        output = leaf.get(node.output)
        return _in_one_leaf(output, sql.layers) if isinstance(output, Pieces) else output

    return at.mapped(value, picked)


def _combine(sql: Compiler, node: Combine) -> Value:
    if node.how not in ("sum", "mean", "min", "max", "product", "median", "count"):
        raise NotInSql(f'combine = "{node.how}"')
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
    if node.how not in ("sum", "mean"):
        raise NotInSql(f'combine = "{node.how}" of members that are left out')
    return _of_some(sql, node, numbers, weights, present)


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
        if any(weight != 1 for weight in weights):
            raise NotInSql("a product with weights")
        return on_numbers(sql, "product", numbers)
    if node.how == "count":
        known = both(*(at.known(one, sql.layers) for one in numbers))
        return (
            _unless(sql, opposite(known), ratios.constant(len(numbers)))
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


def _of_some(
    sql: Compiler, node: Combine, numbers: Sequence[Ratio], weights: Sequence[Fraction], present: Sequence[Truth]
) -> Value:
    """The sum or mean of the members that count, by their weights; unknown where none does."""
    settled = [sql.layers.short(there) for there in present]
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
