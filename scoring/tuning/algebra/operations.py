"""Arithmetic of symbols: each operation on known numbers, and what comes of numbers that are not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import reduce

from scoring.nodes.node import Arithmetic, Constant
from scoring.tuning.algebra.rounded import rounded
from scoring.tuning.algebra.symbol import Symbol, Symbols
from scoring.tuning.algebra.terms import Term, Terms
from scoring.values.rounding import Rounding

OF_DATES = ("days", "year", "month")
Numbers = Sequence[Term]
Operation = Callable[[Symbols, Arithmetic, Numbers], Symbol | None]
"""What an operation gives for known numbers; None of what has no term."""


def computed(node: Arithmetic, args: Sequence[Symbol], symbols: Symbols) -> Symbol | None:
    """An operation on values that need not be known; None of what has no term."""
    if node.op in OF_DATES:
        return _of_dates(node.op, args, symbols)
    of = OPERATIONS.get(node.op)
    if of is None or any(arg.fields for arg in args):
        return None
    applied = of(symbols, node, [arg.value for arg in args])
    return None if applied is None else _needing_all(args, applied, symbols, node.op == "clamp")


def _needing_all(args: Sequence[Symbol], applied: Symbol, symbols: Symbols, clamped: bool = False) -> Symbol:
    """What an operation on known numbers gives, where all are such."""
    terms = symbols.terms
    absences, _ = symbols.first_of(args)
    bound = terms.or_(*(arg.bound for arg in args))
    none = terms.or_(*(arg.nothing for arg in args))
    made = symbols.lacks(none, "without", applied)
    made = symbols.lacks(bound, "unknown", made)
    if clamped:
        made = symbols.where(args[0].nothing, symbols.no_result, made)
    return symbols.instead(absences, made)


def _of_dates(op: str, args: Sequence[Symbol], symbols: Symbols) -> Symbol | None:
    terms = symbols.terms
    if not all(arg.fields for arg in args):
        return None
    if op in ("year", "month"):
        if args[0].fields["first"].value.op != "number":
            return None
        return _needing_all(args, args[0].fields[op], symbols)
    start, end = (arg.fields for arg in args)
    exact = terms.and_(start["exact"].value, end["exact"].value)
    days = symbols.of(terms.minus(end["first"].value, start["first"].value))
    return _needing_all(args, symbols.where(exact, days, symbols.absent("unknown")), symbols)


# ---------------------------------------------------------------------- known numbers


def _divided(symbols: Symbols, _: Arithmetic, args: Numbers) -> Symbol:
    terms = symbols.terms
    return symbols.lacks(terms.equal(args[1], terms.nothing), "without", symbols.of(terms.divide(args[0], args[1])))


def _power(symbols: Symbols, node: Arithmetic, args: Numbers) -> Symbol | None:
    exponent = node.args[1].value if isinstance(node.args[1], Constant) else None
    if not isinstance(exponent, Fraction) or exponent.denominator != 1 or not 1 <= exponent <= 6:
        return None
    return symbols.of(reduce(symbols.terms.multiply, [args[0]] * int(exponent)))


def _clamped(symbols: Symbols, _: Arithmetic, args: Numbers) -> Symbol:
    value, low, high = args
    terms = symbols.terms
    kept = terms.least(terms.greatest(value, low), high)
    return symbols.lacks(terms.less(high, low), "without", symbols.of(kept))


def _rounded(symbols: Symbols, node: Arithmetic, args: Numbers) -> Symbol | None:
    decimals = node.args[1].value if len(node.args) > 1 and isinstance(node.args[1], Constant) else Fraction(0)
    if len(node.args) > 1 and not isinstance(node.args[1], Constant):
        return None
    if not isinstance(decimals, Fraction) or decimals.denominator != 1 or abs(decimals) > 20:
        return None
    value = rounded(Rounding("half_up", decimals=int(decimals)), args[0], symbols.terms)
    return symbols.of(value) if value is not None else None


def _median(symbols: Symbols, _: Arithmetic, args: Numbers) -> Symbol | None:
    if len(args) > 5:
        return None
    terms, ordered = symbols.terms, list(args)
    for end in range(len(ordered) - 1, 0, -1):  # as bubbles rise
        for n in range(end):
            one, other = ordered[n], ordered[n + 1]
            ordered[n], ordered[n + 1] = terms.least(one, other), terms.greatest(one, other)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return symbols.of(ordered[middle])
    return symbols.of(terms.times(terms.add(ordered[middle - 1], ordered[middle]), Fraction(1, 2)))


def _plainly(of: Callable[..., Term]) -> Operation:
    return lambda symbols, node, args: symbols.of(of(symbols.terms, *args))


OPERATIONS: dict[str, Operation] = {
    "+": _plainly(Terms.add),
    "-": _plainly(Terms.minus),
    "*": _plainly(Terms.multiply),
    "/": _divided,
    "^": _power,
    "negate": _plainly(lambda terms, one: terms.times(one, Fraction(-1))),
    "abs": _plainly(lambda terms, one: terms.greatest(one, terms.times(one, Fraction(-1)))),
    "floor": _plainly(Terms.floor),
    "ceil": _plainly(lambda terms, one: terms.times(terms.floor(terms.times(one, Fraction(-1))), Fraction(-1))),
    "round": _rounded,
    "min": _plainly(Terms.least),
    "max": _plainly(Terms.greatest),
    "sum": _plainly(Terms.add),
    "product": _plainly(lambda terms, *args: reduce(terms.multiply, args)),
    "mean": _plainly(lambda terms, *args: terms.times(terms.add(*args), Fraction(1, len(args)))),
    "median": _median,
    "clamp": _clamped,
}
