"""Tables in SQL: which rows hold, and what they give by each hit policy. Mirrors `choose` in `exact`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from scoring.engines.columnar import ratios
from scoring.engines.columnar import sql_values as at
from scoring.engines.columnar.comparing import in_one_leaf
from scoring.engines.columnar.compiler import Compiler
from scoring.engines.columnar.fragments import (
    NEVER,
    TRUE,
    Fragment,
    NotInSql,
    Truth,
    Word,
    both,
    either,
    layer_of,
    opposite,
    surely,
    surely_not,
    unknown,
)
from scoring.engines.columnar.operations import MISSING_NUMBER, beyond, if_there, on_numbers, unless
from scoring.engines.columnar.ratios import Ratio, comparison
from scoring.engines.columnar.sql_values import MISSING, UNKNOWN, Leaf, NamedValue, Pieces, Value
from scoring.nodes.node import Choose, Clause, Compare, Constant, Name, Node

MOST_PIECES = 400
MOST_RANKED = 12
SHOWN = 5  # of a list, as people are shown it


def chosen(sql: Compiler, node: Choose) -> Value:
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
    return unless(sql, undecided, value)


def _seen_to(truth: Truth, value: Value) -> bool:
    """Whether the value is unknown anyway wherever the condition is."""
    return (
        isinstance(value, Ratio)
        and None not in (truth.nulls, value.nulls)
        and (truth.nulls or NEVER) <= (value.nulls or NEVER)
    )


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
    return in_one_leaf(value, sql.layers) if isinstance(value, Pieces) else value


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
    listed = [sql.number(clause.then) for clause in node.clauses]
    amounts = [MISSING_NUMBER if amount is None else at.named(amount, sql.layers) for amount in listed]
    if any(amount.below is not None for amount in amounts):
        return _extreme_quotient(sql, node, truths, amounts)
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
    return _known_where_held(sql, node, truths, amounts, at.named(Ratio(unit, found), sql.layers))


def _extreme_quotient(sql: Compiler, node: Choose, truths: Sequence[Truth], amounts: Sequence[Ratio]) -> Value:
    """The same of quotients: one of a row that does not hold stands beyond all others."""
    held = [if_there(sql, truth, amount, beyond(node.hit, amounts)) for truth, amount in zip(truths, amounts, strict=True)]  # fmt: skip
    found = at.as_ratio(on_numbers(sql, node.hit, held), sql.layers)
    assert found is not None
    return _known_where_held(sql, node, truths, amounts, at.named(found, sql.layers))


def _known_where_held(
    sql: Compiler, node: Choose, truths: Sequence[Truth], amounts: Sequence[Ratio], value: Leaf
) -> Value:
    """Unknown where a row holds whose amount is unknown; what the table says where no row holds."""
    missing = either(
        *(both(truth, opposite(at.known(amount, sql.layers))) for truth, amount in zip(truths, amounts, strict=True))
    )
    found = _with_none(sql, node, both(*(opposite(truth) for truth in truths)), value)
    return found if missing.constant is False else unless(sql, surely(missing), found)


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
        assert isinstance(reason, NamedValue)
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
    return value if lacking.constant is False else unless(sql, lacking, value)


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
