"""Grades in SQL: the one that a total has, or all that its range leaves possible, as bits; and what limits make of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from scoring.engines.columnar import ratios
from scoring.engines.columnar import sql_values as at
from scoring.engines.columnar.compiler import Compiler
from scoring.engines.columnar.fragments import (
    TRUE,
    NotInSql,
    Truth,
    Word,
    both,
    layer_of,
    opposite,
    surely_not,
    unknown,
)
from scoring.engines.columnar.ratios import Ratio
from scoring.engines.columnar.sql_values import MISSING, Pieces
from scoring.nodes.node import Choose, Constant
from scoring.program.program import Grade, Limit

ZERO = ratios.constant(0)
MOST_GRADES = 62


def only_grade(choose: Choose, sql: Compiler) -> Word | None:
    """The grade where it is one, NULL where it is not; None where several rows may give the same, or nothing is left over.

    A row that is unknown leaves its own grade possible and one of a later row: where all differ there is no one grade.
    """
    if choose.hit != "first" or choose.otherwise is None:
        return None
    results = [
        then.value for clause in (*choose.clauses, choose.otherwise) if isinstance(then := clause.then, Constant)
    ]
    if len(results) < len(choose.clauses) + 1 or len(set(map(str, results))) < len(results):
        return None
    return at.as_word(sql.value(choose), sql.layers)


def possible_grades(choose: Choose, names: Sequence[str], sql: Compiler) -> Ratio:
    """The grades that a table may give, as bits; one bit where the grade is known."""
    if len(names) > MOST_GRADES:
        raise NotInSql(f"more than {MOST_GRADES} grades")
    bits = {name: 1 << number for number, name in enumerate(names)}
    truths = [TRUE if clause.when is None else sql.layers.short(sql.truth(clause.when)) for clause in choose.clauses]
    results = [clause.then for clause in choose.clauses]
    if choose.otherwise is not None:
        truths.append(TRUE)
        results.append(choose.otherwise.then)
    found = [at.of_exact(then.value) if hasattr(then, "value") else MISSING for then in results]
    ends = [bits.get(str(getattr(one, "constant", None))) for one in found]
    if choose.hit != "first" or any(end is None for end in ends):
        raise NotInSql("grades that are computed")
    if all(truth.never_unknown for truth in truths):
        rows = [(truth if truth.constant is not True else None, ratios.constant(end or 0))
                for truth, end in zip(truths, ends, strict=True) if truth.constant is not False]  # fmt: skip
        if choose.otherwise is None:
            sql.faults.append(both(*(opposite(truth) for truth in truths)))
            rows.append((None, ZERO))
        mask = at.as_ratio(Pieces(tuple(rows)), sql.layers)
        assert mask is not None
        return mask
    return _mask(truths, [end or 0 for end in ends], choose.otherwise is not None, sql)


def _mask(truths: Sequence[Truth], ends: Sequence[int], complete: bool, sql: Compiler) -> Ratio:
    """Each grade of a row that may be the first to hold: no row before it surely holds, and it does not surely fail."""
    terms, layer = [], layer_of(truths)
    sure = ""
    for truth, end in zip(truths, ends, strict=True):
        may = f"{truth.sql} IS NOT FALSE" if truth.constant is None else truth.sql
        terms.append(f"CASE WHEN {f'({sure}) IS NOT TRUE AND ' if sure else ''}{may} THEN {end} ELSE 0 END")
        sure = f"{sure} OR {truth.sql}" if sure else truth.sql
    if not complete:
        none = both(*(surely_not(truth) for truth in truths))
        sql.faults.append(none)
    text = f"CAST({' | '.join(f'({term})' for term in terms)} AS BIGINT)"
    return Ratio(Fraction(1), ratios.whole(text, 0, 2**MOST_GRADES, [Truth("", layer)]))


def limited_grades(grade: Grade, limits: Sequence[Limit], bites: Mapping[str, Truth], sql: Compiler) -> Ratio:
    """The possible grades as limits leave them: floors first, then caps, whatever their order."""
    mask = at.named(possible_grades(grade.choose, grade.names, sql), sql.layers)
    if mask.above is None:
        mask = Ratio(Fraction(1), ratios.number(int(mask.factor)))
    for limit in limits:
        if limit.grade and limit.least_grade:  # undecided, it acts as a floor and a cap or as neither
            sql.faults.append(unknown(bites[limit.name]))
        if limit.least_grade is not None:
            mask = _limited(
                mask, bites[limit.name], _raised(mask, grade.names.index(limit.least_grade), len(grade.names)), sql
            )
    for limit in limits:
        if limit.grade is not None:
            mask = _limited(mask, bites[limit.name], _lowered(mask, grade.names.index(limit.grade)), sql)
    return mask


def _limited(mask: Ratio, bite: Truth, moved: str, sql: Compiler) -> Ratio:
    """Moved where the limit bites; both where that is undecided."""
    above = mask.above
    assert above is not None
    text = (
        f"CASE WHEN {bite.sql} THEN {moved} WHEN {bite.sql} IS NULL THEN ({above.sql} | {moved}) ELSE {above.sql} END"
    )
    whole = ratios.whole(f"CAST({text} AS BIGINT)", 0, 2**MOST_GRADES, (above, bite))
    return at.named(Ratio(Fraction(1), whole), sql.layers)


def _lowered(mask: Ratio, place: int) -> str:
    """Grades above the best that is left become that."""
    assert mask.above is not None
    text, best = mask.above.sql, 1 << place
    return f"(({text} & {best - 1}) | CASE WHEN {text} >= {best} THEN {best} ELSE 0 END)"


def _raised(mask: Ratio, place: int, names: int) -> str:
    """Grades below the least that is left become that."""
    assert mask.above is not None
    text, least = mask.above.sql, 1 << place
    above = ((1 << names) - 1) & ~(least - 1)
    return f"(({text} & {above}) | CASE WHEN ({text} & {least - 1}) <> 0 THEN {least} ELSE 0 END)"
