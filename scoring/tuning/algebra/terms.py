"""What a program comes to for any facts, as terms: numbers and truths over variables, put in one form as they are made.

Terms that are the same after plain arithmetic are one object, so that much is equal before anybody has to prove it. `Terms.value`
is what a term is for given values of its variables: exact, and without a solver.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from math import gcd, lcm
from typing import Literal

Op = Literal["number", "truth", "var", "sum", "product", "quotient", "floor", "if", "below", "zero", "and", "not"]
Sort = Literal["truth", "number", "whole"]
Plain = Fraction | bool
ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """`sum`: a constant, then numbers each with its factor; `below`: less than nothing; `zero`: equal to nothing."""

    number: int
    op: Op
    sort: Sort
    args: tuple[Term, ...] = ()
    value: Plain | None = None  # of a constant; of a sum what is added
    factors: tuple[Fraction, ...] = ()  # of a sum
    name: str = ""  # of a variable

    def __repr__(self) -> str:
        return f"<{self.op} {self.name or self.value} {len(self.args)}>"


class Terms:
    """Makes terms, each once."""

    def __init__(self) -> None:
        self._known: dict[object, Term] = {}
        self.yes, self.no = self._new("truth", "truth", (), True), self._new("truth", "truth", (), False)
        self.nothing = self.number(ZERO)

    @property
    def size(self) -> int:
        return len(self._known)

    # ------------------------------------------------------------------ leaves

    def number(self, value: Fraction | int) -> Term:
        return self._new("number", "number", (), Fraction(value))

    def truth(self, value: bool) -> Term:
        return self.yes if value else self.no

    def var(self, name: str, sort: Sort) -> Term:
        return self._new("var", sort, (), None, (), name)

    # ------------------------------------------------------------------ truths

    def not_(self, term: Term) -> Term:
        if term.op == "truth":
            return self.truth(not term.value)
        return term.args[0] if term.op == "not" else self._new("not", "truth", (term,))

    def and_(self, *terms: Term) -> Term:
        found: dict[int, Term] = {}
        for term in terms:
            for one in term.args if term.op == "and" else (term,):
                if one is self.no:
                    return self.no
                if one is not self.yes:
                    assert one.sort == "truth", one
                    found[one.number] = one
        for one in found.values():
            if one.op == "not" and one.args[0].number in found:
                return self.no
        ordered = tuple(found[number] for number in sorted(found))
        if len(ordered) < 2:
            return ordered[0] if ordered else self.yes
        return self._new("and", "truth", ordered)

    def or_(self, *terms: Term) -> Term:
        return self.not_(self.and_(*(self.not_(term) for term in terms)))

    def same_truth(self, one: Term, other: Term) -> Term:
        return (
            self.or_(self.and_(one, other), self.and_(self.not_(one), self.not_(other)))
            if one is not other
            else self.yes
        )

    # ------------------------------------------------------------------ numbers

    def add(self, *terms: Term) -> Term:
        return self._sum((term, ONE) for term in terms)

    def minus(self, one: Term, other: Term) -> Term:
        return self._sum(((one, ONE), (other, -ONE)))

    def times(self, term: Term, factor: Fraction) -> Term:
        return self._sum(((term, factor),))

    def _sum(self, parts: Iterable[tuple[Term, Fraction]]) -> Term:
        constant, of = ZERO, dict[int, tuple[Term, Fraction]]()
        for term, factor in parts:
            assert term.sort != "truth", term
            if term.op == "number":
                constant += _fraction(term.value) * factor
                continue
            inside: Iterable[tuple[Term, Fraction]] = ((term, ONE),)
            if term.op == "sum":
                constant += _fraction(term.value) * factor
                inside = zip(term.args, term.factors, strict=True)
            for one, by in inside:
                before = of[one.number][1] if one.number in of else ZERO
                of[one.number] = one, before + by * factor
        left = [of[number] for number in sorted(of) if of[number][1]]
        if not left:
            return self.number(constant)
        if len(left) == 1 and left[0][1] == 1 and not constant:
            return left[0][0]
        return self._new("sum", "number", tuple(one for one, _ in left), constant, tuple(by for _, by in left))

    def multiply(self, one: Term, other: Term) -> Term:
        """A product of a constant and what is multiplied; sums are not multiplied out."""
        factor, parts = ONE, list[Term]()
        for term in (one, other):
            by, inside = self._split(term)
            factor *= by
            parts += inside
        if not factor:
            return self.nothing
        if not parts:
            return self.number(factor)
        ordered = tuple(sorted(parts, key=lambda part: part.number))
        product = ordered[0] if len(ordered) == 1 else self._new("product", "number", ordered)
        return self.times(product, factor)

    def _split(self, term: Term) -> tuple[Fraction, tuple[Term, ...]]:
        """A constant factor, and what is multiplied with it."""
        if term.op == "number":
            return _fraction(term.value), ()
        if term.op == "sum":
            by = term.factors[0]
            inner = self.times(term, 1 / by)
            return by, inner.args if inner.op == "product" else (inner,)
        return ONE, term.args if term.op == "product" else (term,)

    def divide(self, one: Term, other: Term) -> Term:
        """A quotient whose divisor is not zero where anybody asks for it."""
        if other.op == "number":
            return self.times(one, 1 / _fraction(other.value)) if other.value else self.nothing
        (above, upper), (below, lower) = self._split(one), self._split(other)
        if not above:
            return self.nothing
        top = reduce(self.multiply, upper, self.number(ONE))
        bottom = reduce(self.multiply, lower, self.number(ONE))
        if top is bottom:
            return self.number(above / below)
        return self.times(self._new("quotient", "number", (top, bottom)), above / below)

    def floor(self, term: Term) -> Term:
        if term.op == "number":
            return self.number(_fraction(term.value).__floor__())
        return term if term.sort == "whole" else self._new("floor", "whole", (term,))

    def least(self, *terms: Term) -> Term:
        return reduce(lambda one, other: self.if_(self.at_most(one, other), one, other), terms)

    def greatest(self, *terms: Term) -> Term:
        return reduce(lambda one, other: self.if_(self.at_most(other, one), one, other), terms)

    def best_of(self, several: Sequence[tuple[Term, Term]], least: bool) -> Term:
        """The least or the greatest of those numbers whose conditions hold, at least one of which does."""
        pick = self.least if least else self.greatest
        there, best = several[-1]
        for when, one in reversed(several[:-1]):
            both = self.if_(there, pick(one, best), one)
            best, there = self.if_(when, both, best), self.or_(when, there)
        return best

    # ------------------------------------------------------------------ comparisons

    def less(self, one: Term, other: Term) -> Term:
        return self._to_nothing("below", self.minus(one, other))

    def at_most(self, one: Term, other: Term) -> Term:
        return self.not_(self.less(other, one))

    def equal(self, one: Term, other: Term) -> Term:
        return self._to_nothing("zero", self.minus(one, other))

    def _to_nothing(self, op: Literal["below", "zero"], term: Term) -> Term:
        """The term against nothing, scaled so that its first factor is one."""
        if term.op == "number":
            value = _fraction(term.value)
            return self.truth(value < 0 if op == "below" else value == 0)
        one, by, added = (
            (term, ONE, ZERO) if term.op != "sum" else (term.args[0], term.factors[0], _fraction(term.value))
        )
        if one.op == "if" and (term.op == "if" or len(term.args) == 1) and self._has_few_ends(one):
            when, *branches = one.args
            then, otherwise = (
                self._to_nothing(op, self._sum(((branch, by), (self.number(added), ONE)))) for branch in branches
            )
            return self.if_(when, then, otherwise)
        factor = term.factors[0] if term.op == "sum" else ONE
        scaled = self.times(term, 1 / (abs(factor) if op == "below" else factor))
        if scaled.op == "sum" and all(arg.sort == "whole" for arg in scaled.args):
            return self._whole_to_nothing(op, scaled)
        return self._new(op, "truth", (scaled,))

    def _has_few_ends(self, term: Term, most: int = 32) -> bool:
        """Whether an `if` comes to few numbers, so that each may be asked for itself."""
        waiting, count = [term], 0
        while waiting and count <= most:
            at = waiting.pop()
            if at.op == "if":
                waiting += at.args[1:]
            else:
                count += 1
        return count <= most

    def _whole_to_nothing(self, op: Literal["below", "zero"], term: Term) -> Term:
        """The same of a sum of whole numbers: between two of them nothing lies."""
        by = reduce(lcm, (factor.denominator for factor in term.factors))
        whole = self.times(term, Fraction(by, reduce(gcd, (int(factor * by) for factor in term.factors), 0)))
        constant = _fraction(whole.value) if whole.op == "sum" else ZERO
        if op == "zero" and constant.denominator != 1:
            return self.no
        return self._new(op, "truth", (self.add(whole, self.number(constant.__floor__() - constant)),))

    def if_(self, when: Term, then: Term, otherwise: Term) -> Term:
        if when is self.yes or then is otherwise:
            return then
        if when is self.no:
            return otherwise
        if when.op == "not":
            return self.if_(when.args[0], otherwise, then)
        if then.sort == "truth":
            return self.and_(self.or_(self.not_(when), then), self.or_(when, otherwise))
        sort: Sort = "whole" if then.sort == otherwise.sort == "whole" else "number"
        return self._new("if", sort, (when, then, otherwise))

    def with_values(self, term: Term, values: Mapping[str, Plain], known: dict[int, Term] | None = None) -> Term:
        """The term where some of its variables have values; `known`: what that comes to for parts, kept for the next."""
        known = {} if known is None else known
        for at in below(term, known=known):
            known[at.number] = self._with(at, values, [known[arg.number] for arg in at.args])
        return known[term.number]

    def _with(self, at: Term, values: Mapping[str, Plain], args: Sequence[Term]) -> Term:
        if at.op != "var":
            return self.remade(at, args)
        value = values.get(at.name)
        return at if value is None else self.truth(value) if isinstance(value, bool) else self.number(value)

    def remade(self, at: Term, args: Sequence[Term]) -> Term:
        """The same of other parts."""
        match at.op:
            case "sum":
                return self._sum(((self.number(_fraction(at.value)), ONE), *zip(args, at.factors, strict=True)))
            case "product":
                return reduce(self.multiply, args)
            case "quotient":
                return self.divide(args[0], args[1])
            case "floor":
                return self.floor(args[0])
            case "if":
                return self.if_(*args)
            case "below" | "zero":
                return self._to_nothing(at.op, args[0])
            case "and":
                return self.and_(*args)
            case "not":
                return self.not_(args[0])
        return at

    # ------------------------------------------------------------------ looking at terms

    def _new(
        self,
        op: Op,
        sort: Sort,
        args: tuple[Term, ...],
        value: Plain | None = None,
        factors: tuple[Fraction, ...] = (),
        name: str = "",
    ) -> Term:
        key = op, sort, tuple(arg.number for arg in args), value, factors, name
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = Term(len(self._known), op, sort, args, value, factors, name)
        return found


def _fraction(value: object) -> Fraction:
    assert isinstance(value, Fraction)
    return value


def below(*terms: Term, known: Collection[int] = ()) -> Iterator[Term]:
    """The terms and all that they are made of, each once, parts before wholes; without those whose numbers are `known`."""
    seen: set[int] = set(known)
    waiting: list[tuple[Term, bool]] = [(term, False) for term in reversed(terms)]
    while waiting:
        term, done = waiting.pop()
        if done:
            yield term
            continue
        if term.number in seen:
            continue
        seen.add(term.number)
        waiting.append((term, True))
        waiting.extend((arg, False) for arg in term.args if arg.number not in seen)


def variables(*terms: Term) -> dict[str, Term]:
    """The variables of terms by name."""
    return {term.name: term for term in below(*terms) if term.op == "var"}


def shape_of(terms: Sequence[Term]) -> Hashable:
    """What terms are but for the names of their variables: of the same shape, the same can be proved."""
    places: dict[int, int] = {}
    made: list[Hashable] = []
    for term in below(*terms):
        places[term.number] = len(places)
        made.append((term.op, term.sort, tuple(places[arg.number] for arg in term.args), term.value, term.factors))
    return tuple(made), tuple(places[term.number] for term in terms)


class Valuation:
    """What terms are where their variables have these values; asked for only where they are needed, each once."""

    def __init__(self, values: Mapping[str, Plain], default: Callable[[Term], Plain] | None = None) -> None:
        self.values, self.default = values, default
        self.known: dict[int, Plain] = {}
        self.reached: dict[int, int] = {}  # of conditions that all must hold, how many do

    def truth(self, term: Term) -> bool:
        value = self.of(term)
        assert isinstance(value, bool)
        return value

    def number(self, term: Term) -> Fraction:
        return _fraction(self.of(term))

    def of(self, term: Term) -> Plain:
        waiting = [term]
        while waiting:
            at = waiting[-1]
            if at.number in self.known:
                waiting.pop()
                continue
            needed = self._needed(at)
            if needed is not None:
                waiting.append(needed)
                continue
            waiting.pop()
            self.known[at.number] = self._value(at)
        return self.known[term.number]

    def _needed(self, term: Term) -> Term | None:
        """The next part without which it cannot be told."""
        known = self.known
        if term.op == "if":
            when, then, otherwise = term.args
            if when.number not in known:
                return when
            branch = then if known[when.number] else otherwise
            return None if branch.number in known else branch
        if term.op == "and":  # goes on where it was left
            for number in range(self.reached.get(term.number, 0), len(term.args)):
                arg = term.args[number]
                if arg.number not in known:
                    self.reached[term.number] = number
                    return arg
                if known[arg.number] is False:
                    return None
            return None
        for arg in term.args:
            if arg.number not in known:
                return arg
        return None

    def _value(self, term: Term) -> Plain:
        known = self.known
        match term.op:
            case "number" | "truth":
                assert term.value is not None
                return term.value
            case "var":
                if term.name in self.values:
                    return self.values[term.name]
                if self.default is None:
                    raise KeyError(term.name)
                return self.default(term)
            case "sum":
                start = _fraction(term.value)
                return sum(
                    (_fraction(known[arg.number]) * by for arg, by in zip(term.args, term.factors, strict=True)), start
                )
            case "product":
                return reduce(lambda one, other: one * other, (_fraction(known[arg.number]) for arg in term.args))
            case "quotient":
                above, under = (_fraction(known[arg.number]) for arg in term.args)
                return above / under if under else ZERO
            case "floor":
                return Fraction(_fraction(known[term.args[0].number]).__floor__())
            case "if":
                return known[(term.args[1] if known[term.args[0].number] else term.args[2]).number]
            case "below":
                return _fraction(known[term.args[0].number]) < 0
            case "zero":
                return _fraction(known[term.args[0].number]) == 0
            case "and":
                return all(arg.number not in known or known[arg.number] for arg in term.args)
            case "not":
                return not known[term.args[0].number]
