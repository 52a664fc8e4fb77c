"""Facts under which a condition holds, as few of them away from the usual as it takes, and with plain numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import combinations
from typing import Generic, TypeVar

from scoring.tuning.algebra.edges import edges
from scoring.tuning.algebra.fact_symbols import AS_BOUND, LEAST, MOST, REPORTED
from scoring.tuning.algebra.ordinary import NEVER_USUAL, Ordinary, fact_of, is_open
from scoring.tuning.algebra.solver import Answer, Solver
from scoring.tuning.algebra.standing import Standing
from scoring.tuning.algebra.terms import Plain, Term, Terms, Valuation, variables

MOST_AWAY = 3
"""Facts away from the usual that are counted one by one; beyond that any number of them."""
MOST_IN_PAIRS = 10
FEW, MANY_EDGES = 14, 60
Values = dict[str, Plain]
Made = TypeVar("Made")


@dataclass
class Search(Generic[Made]):
    """Looks for facts; `settle` makes of them what is looked for, or says that it is none."""

    ordinary: Ordinary
    usual: Values  # of all that any condition asks for
    always: Sequence[Term]  # what is true of every project
    accepted: Term
    settle: Callable[[Values, Term, tuple[str, ...]], Made | None]
    solver: Callable[[], Solver]
    holds: Callable[[Term], Sequence[Term]]  # what is true of the variables of a term
    answer: Answer = "sometimes"
    _by_fact: dict[int, dict[str, dict[str, Term]]] = field(default_factory=dict)

    @property
    def terms(self) -> Terms:
        return self.ordinary.book.terms

    @cached_property
    def standing(self) -> Standing:
        """What terms come to for the usual project."""
        return Standing(self.terms, self.usual)

    # ------------------------------------------------------------------ by trying

    def tried_out(
        self, condition: Term, base: Standing, facts: Sequence[str], most: int = MANY_EDGES
    ) -> Iterator[Values]:
        """The base with one of the facts changed so that the condition holds and the project is accepted."""
        names = self.by_fact(condition, self.accepted)
        for fact in facts:
            own = names.get(fact, {})
            if not own:
                continue
            alone = self.terms.and_(base.left(condition, own), base.left(self.accepted, own))
            if alone is self.terms.no:
                continue
            before = {name: base.values[name] for name in own}
            for change in self._changes(fact, own, alone, base.values, most):
                if Valuation({**before, **change}).truth(alone):
                    yield {**base.values, **change}
                    break

    def by_fact(self, *terms: Term) -> dict[str, dict[str, Term]]:
        """The variables of terms by the fact that they are of."""
        found: dict[str, dict[str, Term]] = {}
        for term in terms:
            if term.number not in self._by_fact:
                of_term: dict[str, dict[str, Term]] = {}
                for name, one in variables(term).items():
                    if not is_open(name):
                        of_term.setdefault(fact_of(name), {})[name] = one
                self._by_fact[term.number] = of_term
            for fact, names in self._by_fact[term.number].items():
                found[fact] = {**found.get(fact, {}), **names}
        return found

    def _changes(
        self, fact: str, own: Mapping[str, Term], alone: Term, base: Mapping[str, Plain], most: int
    ) -> Iterator[Values]:
        """Other things that a project may say of one fact: another value, nothing, no evidence, that it does not apply."""
        for name, term in own.items():
            if term.sort == "truth" and not name.endswith(NEVER_USUAL):
                yield {name: not base[name]}
        for name, term in own.items():
            if term.sort == "truth":
                continue
            yield from ({name: other} for other in self.ordinary.others(name, term, base[name]))
            kind = self.ordinary.kinds.get(fact)
            if kind is not None and kind.name == "text":
                continue
            rest = {other: base[other] for other in own if other != name}
            near = edges(self.terms.with_values(alone, rest), name)[:most]
            values = list(near) if term.sort != "whole" else []
            unit = Fraction(1) if term.sort == "whole" else self.ordinary.factor(fact)
            values += [Fraction(part) * unit for edge in near for part in (edge // unit, -(-edge // unit))]
            for value in dict.fromkeys(values):
                yield {name: value}
        yield from self._bounds(fact, own, base)
        for name in own:
            if name.endswith("?outside"):
                yield {name: True}

    def _bounds(self, fact: str, own: Mapping[str, Term], base: Mapping[str, Plain]) -> Iterator[Values]:
        """That no more, or no less, than some number is known of a fact."""
        usual = base.get(fact)
        if fact + AS_BOUND not in own or not isinstance(usual, Fraction):
            return
        known = {name: value for name, value in ((fact + REPORTED, True), (fact + AS_BOUND, True)) if name in own}
        for end, other in ((MOST, LEAST), (LEAST, MOST)):
            for value in dict.fromkeys((usual, usual / 2, Fraction(0))):
                yield {**known, f"{fact}{end}?": True, f"{fact}{other}?": False, fact + end: value}

    def near(self, condition: Term, in_pairs: bool = True) -> Made | None:
        """The usual project itself, or with one fact changed that the condition asks about, or two of them."""
        made = self.settled(self.usual, condition)
        if made is not None:
            return made
        facts = list(self.by_fact(condition))
        for values in self.tried_out(condition, self.standing, facts):
            if (made := self.settled(values, condition)) is not None:
                return made
        if not in_pairs or len(facts) > MOST_IN_PAIRS:
            return None
        for one, other in combinations(facts, 2):
            for base in self._bases(condition, one):
                for values in self.tried_out(condition, base, [other], FEW):
                    if (made := self.settled(values, condition)) is not None:
                        return made
        return None

    def _bases(self, condition: Term, fact: str) -> Iterator[Standing]:
        """The usual project with one fact at each of the values at which something changes."""
        own = self.by_fact(condition, self.accepted).get(fact, {})
        alone = self.terms.and_(self.standing.left(condition, own), self.standing.left(self.accepted, own))
        for change in self._changes(fact, own, alone, self.usual, FEW):
            yield self.standing.changed(change)

    # ------------------------------------------------------------------ by asking

    def asked(self, condition: Term, budget: int) -> Made | None:
        """The facts that a solver finds, the fewest away from the usual first: those that the condition asks about, then any."""
        names = set(variables(condition))
        rest = {name: value for name, value in self.usual.items() if name not in names and not is_open(name)}
        narrow = self.terms.with_values(self.accepted, rest)
        for accepted in dict.fromkeys((narrow, self.accepted)):
            made = self._asked(condition, accepted, budget // 2)
            if made is not None:
                return made
            if narrow is self.accepted:
                break
        return None

    def _asked(self, condition: Term, accepted: Term, budget: int) -> Made | None:
        goal = self.terms.and_(condition, accepted)
        holds = [*self.always, *self.holds(goal)]
        flags = self._flags(goal)
        for most in (*range(1, min(MOST_AWAY, len(flags)) + 1), None):
            limited = [] if most is None else [self._at_most(flags, most)]
            answer = self.solver().ask([*holds, goal, *limited], budget // 4)
            self.answer = answer.answer
            if answer.answer == "sometimes":
                made = self.settled({**self.usual, **answer.values}, condition)
                if made is not None:
                    return made
        return None

    def _flags(self, goal: Term) -> list[Term]:
        """For each fact whether it is away from the usual."""
        terms = self.terms
        flags = []
        for own in self.by_fact(goal).values():
            parts = []
            for name, term in own.items():
                value = self.usual.get(name, False if term.sort == "truth" else Fraction(0))
                if isinstance(value, bool):
                    parts.append(terms.not_(term) if value else term)
                else:
                    parts.append(terms.not_(terms.equal(term, terms.number(value))))
            flags.append(terms.or_(*parts))
        return flags

    def _at_most(self, flags: Sequence[Term], most: int) -> Term:
        terms = self.terms
        counted = terms.add(*(terms.if_(flag, terms.number(1), terms.nothing) for flag in flags))
        return terms.at_most(counted, terms.number(most))

    # ------------------------------------------------------------------ made plain

    def settled(self, values: Values, condition: Term) -> Made | None:
        """What is looked for, of these facts if they are such: as few as it takes away from the usual, then with plain numbers."""
        goal = self.terms.and_(condition, self.accepted, *self.always, *self.holds(condition))
        if not self._holds(goal, values):
            return None
        for fact in dict.fromkeys(fact_of(name) for name, value in values.items() if self.usual.get(name) != value):
            own = {name: self.usual[name] for name in values if fact_of(name) == fact and name in self.usual}
            if self._holds(goal, without := {**values, **own}):
                values = without
        for name, value in sorted(values.items()):
            if isinstance(value, bool) or is_open(name) or value == self.usual.get(name):
                continue
            for simple in self._simpler(name, value):
                if simple != value and self._holds(goal, plain := {**values, name: simple}):
                    values = plain
                    break
        away = dict.fromkeys(
            fact_of(name)
            for name, value in values.items()
            if not is_open(name) and self.usual.get(name) != value and self._is_seen(name, values)
        )
        return self.settle(values, condition, tuple(away))

    def _holds(self, goal: Term, values: Values) -> bool:
        return self.standing.to(values).truth(goal)

    def _is_seen(self, name: str, values: Values) -> bool:
        """Whether a project's file says it: of what is not reported only that."""
        return name.endswith((REPORTED, "?outside")) or values.get(fact_of(name) + REPORTED) is True

    def _simpler(self, name: str, value: Fraction) -> Iterator[Fraction]:
        """Numbers with fewer digits, the plainest first, up to the number itself."""
        kind = self.ordinary.kinds.get(fact_of(name))
        if kind is not None and kind.name in ("text", "date"):
            return
        factor = self.ordinary.factor(fact_of(name))
        yield from (Fraction(number) * factor for number in (0, 1))
        for digits in (-2, -1, 0, 1, 2, 3, 4, 6):
            step = factor / Fraction(10) ** digits
            down = (value / step).__floor__() * step
            yield from (down, down + step)
            if down == value:
                return
