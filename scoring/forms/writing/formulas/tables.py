"""Tables in formulas: which rows hold, and what they give by each hit policy. Mirrors `choose` in `exact`."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial

from scoring.forms.writing.formulas import cases, ratios, truths
from scoring.forms.writing.formulas.compiler import Compiler, lacking_of
from scoring.forms.writing.formulas.quantities import (
    TRUE,
    Lacking,
    Quantity,
    Ratio,
    Truth,
    constant,
)
from scoring.forms.writing.formulas.wholes import NotSayable, Whole, extreme, plus, whole
from scoring.nodes.node import (
    Choose,
    Clause,
    Constant,
)
from scoring.problems import Text
from scoring.values.value import ABSENT, Fault, NotApplicable, Unknown


def chosen(at: Compiler, node: Choose) -> Quantity:
    if len(node.clauses) > cases.MOST_PIECES:
        raise NotSayable("a table of many rows")
    decide = _HITS.get(node.hit)
    if decide is None:
        raise NotSayable(f"hit = {node.hit}")
    return decide(at, node)


def _holds(at: Compiler, clause: Clause) -> Truth | Lacking:
    return TRUE if clause.when is None else at.truth(clause.when)


def _first(at: Compiler, node: Choose) -> Quantity:
    made: list[tuple[Truth | None, Quantity]] = []
    for clause in node.clauses:
        truth = _holds(at, clause)
        if isinstance(truth, Lacking):
            made.append((None, truth))
            return cases.joined(made)
        if truth.constant is False:
            continue
        made.append((truth, at.value(clause.then)))
        if truth.constant is True:
            return cases.joined(made)
    made.append((None, _otherwise(at, node)))
    return cases.joined(made)


def _otherwise(at: Compiler, node: Choose) -> Quantity:
    if node.otherwise is not None:
        return at.value(node.otherwise.then)
    if node.hit == "count":
        return constant(Fraction(0))
    found = at.at.value(node)
    return Lacking(found if isinstance(found, ABSENT) else Unknown(()))


def _acting(at: Compiler, node: Choose) -> list[tuple[Truth, Quantity]] | Lacking:
    """Conditions and what they give, without what does not act; or what the table lacks."""
    found = _clauses_acting(at, node)
    return found if isinstance(found, Lacking) else [(truth, then) for _, truth, then in found]


def _clauses_acting(at: Compiler, node: Choose) -> list[tuple[Clause, Truth, Quantity]] | Lacking:
    found: list[tuple[Clause, Truth, Quantity]] = []
    lacking: list[Lacking] = []
    for clause in node.clauses:
        truth = _holds(at, clause)
        if isinstance(truth, Lacking):
            if not (node.acting and isinstance(truth.why, NotApplicable)):
                lacking.append(truth)
            continue
        if truth.constant is False:
            continue
        then = at.value(clause.then)
        if isinstance(then, Lacking):
            if node.acting and isinstance(then.why, NotApplicable):
                continue
            if truth.constant is True:
                lacking.append(then)
                continue
        found.append((clause, truth, then))
    return lacking_of(lacking) if lacking else found


def _sum(at: Compiler, node: Choose) -> Quantity:
    found = _clauses_acting(at, node)
    if isinstance(found, Lacking):
        return found
    terms = []
    for clause, truth, then in found:
        said = clause.label or Text(clause.id, clause.id)
        either = cases.joined([(truth, then), (None, constant(Fraction(0)))])
        term = cases.as_ratio(either, partial(_of_clause, at, said))
        if term is None:
            raise NotSayable("a row without a number")
        terms.append(term)
    summed = ratios.total(terms) if terms else constant(Fraction(0))
    nothing = _otherwise(at, node)
    if isinstance(nothing, Ratio) and nothing.constant == 0:
        return summed
    none = truths.both([truths.opposite(truth) for _, truth, _ in found]) if found else TRUE
    return cases.joined([(none, nothing), (None, summed)])


def _of_clause(at: Compiler, said: Text, number: Whole, _: str) -> Whole:
    """A number that a clause gives, in a cell that is called by it."""
    return at.sheet.step(number, said)


def _extreme(at: Compiler, node: Choose) -> Quantity:
    """The smallest or greatest of what the rows that hold give, one row after the other."""
    found = _acting(at, node)
    if isinstance(found, Lacking):
        return found
    if not found:
        return _otherwise(at, node)
    numbers = []
    for truth, then in found:
        number = cases.as_ratio(then, at.settle)
        if number is None or number.below:
            raise NotSayable("a quotient among which one is chosen")
        numbers.append((truth, number))
    plain = ratios.over_one([number for _, number in numbers])
    assert plain is not None
    unit, wholes = plain
    greatest = node.hit == "max"

    beyond = min(one.low for one in wholes) - 1 if greatest else max(one.high for one in wholes) + 1
    listed = [cases.if_whole(truth, one, whole(beyond)) for (truth, _), one in zip(numbers, wholes, strict=True)]
    best = extreme(listed, greatest)
    made = constant(unit * best.constant) if best.constant is not None else Ratio(unit, (best,))
    none = truths.both([truths.opposite(truth) for truth, _ in numbers])
    return cases.joined([(none, _otherwise(at, node)), (None, made)])


def _count(at: Compiler, node: Choose) -> Quantity:
    found = _acting(at, node)
    if isinstance(found, Lacking):
        return found

    ones = [cases.if_whole(truth, whole(1), whole(0)) for truth, _ in found]
    made = plus(*ones) if ones else whole(0)
    counted: Quantity = constant(Fraction(made.constant)) if made.constant is not None else Ratio(Fraction(1), (made,))
    if node.otherwise is None:
        return counted
    none = truths.both([truths.opposite(truth) for truth, _ in found]) if found else TRUE
    return cases.joined([(none, _otherwise(at, node)), (None, counted)])


def _unique(at: Compiler, node: Choose) -> Quantity:
    """One row alone may hold: of several there is no number."""
    found = _acting(at, node)
    if isinstance(found, Lacking):
        return found

    ones = plus(*[cases.if_whole(truth, whole(1), whole(0)) for truth, _ in found]) if found else whole(0)
    several = truths.wholes_compared(">", ones, whole(1))
    return cases.joined([(several, Lacking(Fault(()))), *found, (None, _otherwise(at, node))])


def _any(at: Compiler, node: Choose) -> Quantity:
    """Rows that hold give the same: where two of them do not, there is no number."""
    found = _acting(at, node)
    if isinstance(found, Lacking):
        return found

    clashes = []
    for number, (truth, then) in enumerate(found):
        for other, before in found[:number]:
            if then != before:
                if any(getattr(one, "constant", None) is None for one in (then, before)):
                    raise NotSayable("rows whose results may be the same")
                clashes.append(truths.both([truth, other]))
    return cases.joined([(truths.either(clashes), Lacking(Fault(()))), *found, (None, _otherwise(at, node))])


def _priority(at: Compiler, node: Choose) -> Quantity:
    found = []
    for clause in node.clauses:
        truth = _holds(at, clause)
        if isinstance(truth, Lacking):
            return truth
        then = clause.then
        if not isinstance(then, Constant):
            raise NotSayable("an order of what is computed")
        rank = (
            node.order.index(then.value)
            if isinstance(then.value, str) and then.value in node.order
            else len(node.order)
        )
        found.append((rank, truth, at.value(then)))
    found.sort(key=lambda one: one[0])
    return cases.joined([*((truth, then) for _, truth, then in found), (None, _otherwise(at, node))])


_HITS: dict[str, Callable[[Compiler, Choose], Quantity]] = {
    "first": _first,
    "sum": _sum,
    "min": _extreme,
    "max": _extreme,
    "count": _count,
    "unique": _unique,
    "any": _any,
    "priority": _priority,
}
