"""Combinations in SQL: members with weights, and what becomes of those that are missing or do not apply."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.engines.columnar import approximate, ratios
from scoring.engines.columnar import sql_values as at
from scoring.engines.columnar.approximate import Near
from scoring.engines.columnar.comparing import in_one_leaf
from scoring.engines.columnar.compiler import Compiler
from scoring.engines.columnar.fragments import NEVER, TRUE, NotInSql, Truth, both, either, opposite, surely, unknown
from scoring.engines.columnar.operations import LARGEST_POWER, MISSING_NUMBER, beyond, if_there, on_numbers, unless
from scoring.engines.columnar.ratios import Ratio
from scoring.engines.columnar.sql_values import INAPPLICABLE, MISSING, Leaf, MissingValue, Pieces, Value
from scoring.nodes.node import Combine, Member


def combined(sql: Compiler, node: Combine) -> Value:
    """Members that apply, with their weights; what is unknown does as the policy says, and of nothing nothing comes."""
    if any(member.weigh is not None or member.weight < 0 for member in node.members):
        raise NotInSql("weights below zero, or such as facts decide")
    values = [sql.value(member.node) for member in node.members]
    if node.how == "geomean" or any(isinstance(value, Near) for value in values):
        return _combined_nearly(sql, node, values)
    members = [_member(sql, member, value, node.missing) for member, value in zip(node.members, values, strict=True)]
    if any(member.number is None for member in members):
        return MISSING
    numbers = [member.number for member in members if member.number is not None]
    weights, present = [member.weight for member in node.members], [member.counts for member in members]
    if all(there.constant is True for there in present):
        return _combined(sql, node, numbers, weights)
    if node.how == "median" or (node.how == "count" and node.missing == "not_scorable"):
        raise NotInSql(f'combine = "{node.how}" of members that are left out')
    present = [sql.layers.short(there) for there in present]
    found = in_one_leaf_of(_of_some(sql, node, numbers, weights, present), sql)
    pieces: list[tuple[Truth | None, Leaf]] = [(either(*present), found)]
    if node.missing == "leave_out":
        pieces.append((either(*(member.may_apply for member in members)), MISSING))
    return Pieces((*pieces, (None, INAPPLICABLE)))


def in_one_leaf_of(value: Value, sql: Compiler) -> Leaf:
    return in_one_leaf(value, sql.layers) if isinstance(value, Pieces) else value


def _combined_nearly(sql: Compiler, node: Combine, values: Sequence[Value]) -> Value:
    """Members of which some, or the whole, are known only nearly."""
    if node.missing != "not_scorable" or any(at.without(value)[1].constant is not False for value in values):
        raise NotInSql(f'combine = "{node.how}" of members that are left out')
    if any(isinstance(value, MissingValue) for value in values):
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


@dataclass(frozen=True, slots=True)
class _Member:
    """A member's number (None: unknown in every row), whether it counts, and whether it may apply at all."""

    number: Ratio | None
    counts: Truth
    may_apply: Truth


def _member(sql: Compiler, member: Member, value: Value, missing: str) -> _Member:
    value, out = at.without(value)
    applies = sql.layers.short(opposite(out))
    number = at.as_ratio(value, sql.layers)
    number = MISSING_NUMBER if number is None else at.named(number, sql.layers)
    may_apply = either(applies, unknown(applies))
    if applies.constant is not True:
        number = at.as_ratio(Pieces(((applies, number), (None, ratios.constant(0)))), sql.layers)
        number = MISSING_NUMBER if number is None else at.named(number, sql.layers)
    if missing == "zero":
        return _Member(_or_zero(number, sql), surely(may_apply), may_apply)
    if missing == "leave_out":
        return _Member(_or_zero(number, sql), both(surely(applies), at.known(number, sql.layers)), surely(may_apply))
    if number is MISSING_NUMBER:
        return _Member(None, TRUE, TRUE)
    return _Member(number, TRUE if applies.constant is True else surely(may_apply), may_apply)


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
    """The members that count, by their weights; where none does it does not matter."""
    if node.how == "count":
        weights, numbers = [Fraction(1)] * len(numbers), [ratios.constant(1)] * len(numbers)
    if node.how in ("min", "max", "product"):
        if node.how == "product":
            numbers = _to_powers(sql, numbers, weights)
        neutral = beyond(node.how, numbers)
        listed = [if_there(sql, there, number, neutral) for there, number in zip(present, numbers, strict=True)]
        return on_numbers(sql, node.how, listed)
    zero = ratios.constant(0)
    weighed, whole = [], []
    for number, weight, there in zip(numbers, weights, present, strict=True):
        mine = Pieces(((there, ratios.product(ratios.constant(weight), number)), (None, zero)))
        weighed.append(at.as_ratio(mine, sql.layers))
        whole.append(at.as_ratio(Pieces(((there, ratios.constant(weight)), (None, zero))), sql.layers))
    total = ratios.addition([one for one in weighed if one is not None])
    if node.how != "mean":
        return total
    quotient = ratios.division(total, ratios.addition([one for one in whole if one is not None]), sql.layers)
    return MISSING if quotient is None else quotient
