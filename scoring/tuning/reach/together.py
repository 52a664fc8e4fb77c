"""Of two facts at once whether a condition can hold at all: from what each of them brings by itself, before any pair of values is looked at.

Parts that rest on one of the two facts alone lie between the ends that this fact brings them to, whatever the other is. The few
that rest on both, such as the total, are enclosed from these. Never too narrow: what cannot hold so holds for no values of the two.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from scoring.tuning.algebra.terms import Term, below
from scoring.tuning.reach.as_reported import AsReported
from scoring.tuning.reach.ends import FLOATS, NO, YES, Ends
from scoring.tuning.reach.moved import AnyMove
from scoring.tuning.reach.steps import Step, step_of, sum_of

NO_ONE: frozenset[int] = frozenset()


@dataclass
class _Joined:
    """A sum, or conditions that all must hold: which of its parts rest on which fact."""

    at: Term
    by_fact: dict[str, frozenset[int]]
    fails: frozenset[int]  # conditions that do not hold as reported
    parts: dict[frozenset[int], Term] = field(default_factory=dict)


class Together:
    """A condition, asked of one pair of facts after the other."""

    def __init__(self, of: Term, at: AsReported) -> None:
        self.at, self.terms = at, at.terms
        at.facts(of)
        self.order = list(below(of))
        self.place = {term.number: n for n, term in enumerate(self.order)}
        self.resting: dict[str, set[int]] = {}
        for n, term in enumerate(self.order):
            for fact in at.rests[term.number]:
                self.resting.setdefault(fact, set()).add(n)
        demands = of.args if of.op == "and" else (of,)
        below_each = [{self.place[one.number] for one in below(demand)} for demand in demands]
        self.demands = sorted(zip(demands, below_each, strict=True), key=lambda one: len(one[1]))
        self.steps: dict[int, Step] = {}
        self.joined: dict[int, _Joined] = {}
        self.as_is: dict[int, Ends] = {}

    def may_hold(self, one: AnyMove, other: AnyMove) -> bool:
        """Whether it can hold for any values of two facts."""
        both = self.resting[one.lever.fact] & self.resting[other.lever.fact]
        found: dict[int, Ends] = {}
        for demand, places in self.demands:
            for n in sorted(both & places):
                if n not in found:
                    found[n] = self._of_both(n, found, one, other)
            top = self.place[demand.number]
            if (found[top] if top in found else self._ends(demand, one, other))[1] <= 0:
                return False
        return True

    def _of_both(self, n: int, found: dict[int, Ends], one: AnyMove, other: AnyMove) -> Ends:
        at = self.order[n]
        if at.op in ("sum", "and"):
            return self._of_joined(n, found, one, other)
        for arg in at.args:
            if self.place[arg.number] not in found:
                found[self.place[arg.number]] = self._ends(arg, one, other)
        if n not in self.steps:
            self.steps[n] = step_of(at, [self.place[arg.number] for arg in at.args], self.terms, FLOATS)
        return self.steps[n](found, (), ())

    def _ends(self, term: Term, one: AnyMove, other: AnyMove) -> Ends:
        """Of what does not rest on both."""
        rests = self.at.rests[term.number]
        for moved in (one, other):
            if moved.lever.fact in rests:
                return moved.ends(term)
        if term.number not in self.as_is:
            value = self.at.as_is.of(term)
            self.as_is[term.number] = FLOATS.ends_of(value) if isinstance(value, Fraction) else YES if value else NO
        return self.as_is[term.number]

    # ------------------------------------------------------------------ sums, and conditions that all must hold

    def _of_joined(self, n: int, found: dict[int, Ends], one: AnyMove, other: AnyMove) -> Ends:
        """What rests on one fact alone is taken as one part, so that it is not enclosed piece by piece."""
        if n not in self.joined:
            self.joined[n] = self._looked_at(self.order[n])
        joined = self.joined[n]
        at, first, second = joined.at, *(joined.by_fact.get(moved.lever.fact, NO_ONE) for moved in (one, other))
        of_both = first & second
        own = ((one, first - second), (other, second - first))
        parts = [moved.ends(self._part(joined, some)) for moved, some in own if some]
        mixed = [found[self.place[at.args[number].number]] for number in of_both]
        if at.op == "and":
            if joined.fails - first - second:
                return NO
            every = [*parts, *mixed]
            return min(low for low, _ in every), min(high for _, high in every)
        moving = sum((self.at.as_is.number(at.args[n]) * at.factors[n] for n in first | second), Fraction(0))
        start = FLOATS.ends_of(self.at.as_is.number(at) - moving)
        factors = [FLOATS.ends_of(at.factors[number]) for number in of_both]
        return sum_of(start, [*((ends, YES) for ends in parts), *zip(mixed, factors, strict=True)], FLOATS)

    def _looked_at(self, at: Term) -> _Joined:
        by_fact: dict[str, set[int]] = {}
        for n, arg in enumerate(at.args):
            for fact in self.at.rests[arg.number]:
                by_fact.setdefault(fact, set()).add(n)
        fails = (n for n, arg in enumerate(at.args) if at.op == "and" and not self.at.as_is.of(arg))
        return _Joined(at, {fact: frozenset(own) for fact, own in by_fact.items()}, frozenset(fails))

    def _part(self, joined: _Joined, own: frozenset[int]) -> Term:
        """Some of what is added, or of what must hold, as a term of its own."""
        if own not in joined.parts:
            at, terms, ordered = joined.at, self.terms, sorted(own)
            if at.op == "and":
                joined.parts[own] = terms.and_(*(at.args[n] for n in ordered))
            else:
                joined.parts[own] = terms.add(*(terms.times(at.args[n], at.factors[n]) for n in ordered))
        return joined.parts[own]
