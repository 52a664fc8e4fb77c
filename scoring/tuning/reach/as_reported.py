"""A condition over facts, of some facts alone: all else as it is reported."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from scoring.tuning.algebra.terms import Plain, Term, Terms, Valuation, below
from scoring.tuning.reach.lever import fact_of

NO_FACTS: frozenset[str] = frozenset()


def nothing(term: Term) -> Plain:
    """What a variable is that a project says nothing of."""
    return False if term.sort == "truth" else Fraction(0)


@dataclass
class AsReported:
    """Terms where facts are as one project reports them."""

    terms: Terms
    values: Mapping[str, Plain]
    rests: dict[int, frozenset[str]] = field(default_factory=dict)  # which facts a term rests on

    def __post_init__(self) -> None:
        self.as_is = Valuation(self.values, nothing)

    def facts(self, term: Term) -> frozenset[str]:
        """The facts that a term rests on."""
        if term.number not in self.rests:
            for at in below(term, known=self.rests):
                own = frozenset({fact_of(at.name)}) if at.op == "var" else NO_FACTS
                self.rests[at.number] = own.union(*(self.rests[arg.number] for arg in at.args))
        return self.rests[term.number]

    def alone(
        self,
        term: Term,
        facts: Collection[str],
        values: Mapping[str, Plain],
        free: Collection[str],
        known: dict[int, Term] | None = None,
    ) -> Term:
        """The term of the variables `free`, which belong to these facts; `values`: what is said of them besides.

        `known`: what that comes to for its parts, kept for the next.
        """
        self.facts(term)
        terms, own = self.terms, frozenset(facts)
        known = {} if known is None else known
        waiting = [term]
        while waiting:
            at = waiting[-1]
            if at.number in known:
                waiting.pop()
            elif self.rests[at.number].isdisjoint(own):
                known[at.number] = self._constant(self.as_is.of(at))
            elif at.op == "var":
                known[at.number] = at if at.name in free else self._constant(self._value(at, values))
            elif at.op == "if" and at.args[0].number in known and known[at.args[0].number].op == "truth":
                branch = at.args[1 if known[at.args[0].number].value else 2]
                if branch.number in known:
                    known[at.number] = known[branch.number]
                else:
                    waiting.append(branch)
            elif at.op == "if" and at.args[0].number not in known:
                waiting.append(at.args[0])
            elif open_ := [arg for arg in at.args if arg.number not in known]:
                waiting.extend(open_)
            else:
                known[at.number] = terms.remade(at, [known[arg.number] for arg in at.args])
        return known[term.number]

    def _value(self, at: Term, values: Mapping[str, Plain]) -> Plain:
        if at.name in values:
            return values[at.name]
        return self.values[at.name] if at.name in self.values else nothing(at)

    def _constant(self, value: Plain) -> Term:
        return self.terms.truth(value) if isinstance(value, bool) else self.terms.number(value)
