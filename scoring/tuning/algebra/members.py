"""Several symbols combined: members with their weights, some of them not applicable, missing or left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from scoring.nodes.node import Combine
from scoring.tuning.algebra.symbol import UNDECIDED, Symbol, Symbols
from scoring.tuning.algebra.terms import Term

HOWS = ("sum", "mean", "min", "max", "count", "product")


@dataclass(frozen=True, slots=True)
class WeighedMember:
    """A member under the condition that it counts; `out` where it is left out."""

    counts: Term
    out: Term
    value: Symbol
    weight: Symbol


def combined(node: Combine, values: Sequence[Symbol], weights: Sequence[Symbol], symbols: Symbols) -> Symbol | None:
    """What the members come to; None of what has no term."""
    if node.how not in HOWS or any(_is_no_number(node, *one) for one in zip(values, weights, strict=True)):
        return None
    terms = symbols.terms
    members = [_member(node, *one, symbols) for one in zip(values, weights, strict=True)]
    stops = [(one.counts, part) for one in members for part in (one.value, one.weight)]
    absences, _ = symbols.first_of([one for _, one in stops], given=[when for when, _ in stops])
    none = terms.not_(terms.or_(*(one.counts for one in members)))
    of_nothing, _ = symbols.first_of([one.value for one in members], UNDECIDED, [one.out for one in members])
    lacking = terms.or_(*(terms.and_(when, one.nothing) for when, one in stops))
    bound = terms.or_(*(terms.and_(when, one.bound) for when, one in stops))
    applied = _applied(node.how, members, symbols)
    made = symbols.lacks(lacking, "without", applied)
    made = symbols.lacks(bound, "unknown", made)
    made = symbols.where(none, symbols.instead(of_nothing, applied), made)
    return symbols.instead(absences, made)


def _is_no_number(node: Combine, value: Symbol, weight: Symbol) -> bool:
    weighed = node.how == "product" and weight.value.value != 1
    return bool(value.fields) or value.value.sort == "truth" or weighed


def _member(node: Combine, value: Symbol, weight: Symbol, symbols: Symbols) -> WeighedMember:
    terms = symbols.terms
    if node.missing == "zero":
        value = symbols.where(terms.or_(value.unknown, value.without), symbols.of(terms.nothing), value)
    out = value.outside
    if node.missing == "leave_out":
        out = terms.or_(out, value.unknown, value.without)
    return WeighedMember(terms.not_(out), out, value, weight)


def _applied(how: str, members: Sequence[WeighedMember], symbols: Symbols) -> Symbol:
    """The members that count, each with a number."""
    terms = symbols.terms
    values = [(one.counts, one.value.value) for one in members]
    if how == "count":
        return symbols.of(terms.add(*(terms.if_(when, terms.number(1), terms.nothing) for when, _ in values)))
    if how == "product":
        return symbols.of(reduce(terms.multiply, (terms.if_(when, one, terms.number(1)) for when, one in values)))
    if how in ("min", "max"):
        return symbols.of(terms.best_of(values, least=how == "min"))
    weighed = (terms.multiply(one.value.value, one.weight.value) for one in members)
    total = terms.add(*(terms.if_(one.counts, part, terms.nothing) for one, part in zip(members, weighed, strict=True)))
    if how == "sum":
        return symbols.of(total)
    whole = terms.add(*(terms.if_(one.counts, one.weight.value, terms.nothing) for one in members))
    zero = terms.equal(whole, terms.nothing)
    return symbols.lacks(zero, "without", symbols.of(terms.divide(total, whole)))
