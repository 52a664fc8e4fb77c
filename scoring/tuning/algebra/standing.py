"""One project's values of the variables of terms, and of projects that differ from it in few: only what rests on these is looked at anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from scoring.tuning.algebra.terms import Plain, Term, Terms, Valuation, below


@dataclass
class Above:
    """What every term is a part of."""

    terms: dict[int, Term] = field(default_factory=dict)
    directly: dict[int, list[int]] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)
    _known: dict[str, frozenset[int]] = field(default_factory=dict)

    def add(self, *terms: Term) -> None:
        for at in below(*terms, known=self.terms):
            self._known.clear()
            self.terms[at.number] = at
            for arg in at.args:
                self.directly.setdefault(arg.number, []).append(at.number)
            if at.op == "var":
                self.names[at.name] = at.number

    def resting_on(self, names: Iterable[str]) -> frozenset[int]:
        """The numbers of all terms that have one of the variables in them."""
        found = [self._resting_on(name) for name in names]
        return found[0] if len(found) == 1 else frozenset().union(*found)

    def _resting_on(self, name: str) -> frozenset[int]:
        if name not in self._known:
            seen, waiting = set[int](), [self.names[name]] if name in self.names else []
            while waiting:
                number = waiting.pop()
                if number not in seen:
                    seen.add(number)
                    waiting += self.directly.get(number, ())
            self._known[name] = frozenset(seen)
        return self._known[name]


class _Layer(dict[int, Plain]):
    """What terms are, over what they were before some variables changed."""

    def __init__(self, under: dict[int, Plain]) -> None:
        super().__init__()
        self.under, self.stale = under, frozenset[int]()

    def __contains__(self, number: object) -> bool:
        return super().__contains__(number) or (number not in self.stale and number in self.under)

    def __missing__(self, number: int) -> Plain:
        if number in self.stale:
            raise KeyError(number)
        return self.under[number]


class _Over(Valuation):
    """What does not rest on what was changed is reckoned once for all that stands over it."""

    def __init__(self, values: Mapping[str, Plain], under: Valuation) -> None:
        super().__init__(values)
        self.under, self.layer = under, _Layer(under.known)
        self.known = self.layer

    def _needed(self, term: Term) -> Term | None:
        return super()._needed(term) if term.number in self.layer.stale else None

    def _value(self, term: Term) -> Plain:
        return super()._value(term) if term.number in self.layer.stale else self.under.of(term)


class Standing:
    """What terms come to for a project."""

    def __init__(self, terms: Terms, values: Mapping[str, Plain]) -> None:
        self.terms, self.values, self.above = terms, values, Above()
        self.at: Valuation = Valuation(values)
        self.under: Standing | None = None
        self.others: tuple[str, ...] = ()  # variables that have other values than in what is under it
        self._size = 0

    def truth(self, term: Term) -> bool:
        self.look_at(term)
        return self.at.truth(term)

    def of(self, term: Term) -> Plain:
        self.look_at(term)
        return self.at.of(term)

    def changed(self, changes: Mapping[str, Plain]) -> Standing:
        """Of the same project with some other values; what does not rest on them is not reckoned again."""
        made = Standing(self.terms, {**self.values, **changes})
        made.above, made.under, made.others = self.above, self, tuple(changes)
        made.at, made._size = _Over(made.values, self.at), -1
        return made

    def move(self, changes: Mapping[str, Plain]) -> None:
        """To other values, for good."""
        self.values = {**self.values, **changes}
        known = {
            number: value for number, value in self.at.known.items() if number not in self.above.resting_on(changes)
        }
        self.at = Valuation(self.values)
        self.at.known = known

    def to(self, values: Mapping[str, Plain]) -> Standing:
        """Of a project with these values, few of which are others."""
        return self.changed({name: value for name, value in values.items() if self.values.get(name) != value})

    def left(self, term: Term, names: Iterable[str]) -> Term:
        """The term over these variables alone, all others having their values."""
        self.look_at(term)
        stale = self.above.resting_on(names)
        if term.number not in stale:
            return self._plain(term)
        made: dict[int, Term] = {}
        for at in sorted(self._within(term, stale), key=lambda one: one.number):  # parts have lower numbers than wholes
            args = [made[arg.number] if arg.number in stale else self._plain(arg) for arg in at.args]
            made[at.number] = self.terms.remade(at, args) if args else at
        return made[term.number]

    def look_at(self, *terms: Term) -> None:
        """What rests on changed variables is known of all terms before any of them is reckoned."""
        self.above.add(*terms)
        at: Standing | None = self
        while at is not None and at._size != len(self.above.terms):
            if isinstance(at.at, _Over):
                at.at.layer.stale = self.above.resting_on(at.others)
            at._size, at = len(self.above.terms), at.under

    def _within(self, term: Term, stale: frozenset[int]) -> Iterable[Term]:
        found, waiting = {term.number: term}, [term]
        while waiting:
            for arg in waiting.pop().args:
                if arg.number in stale and arg.number not in found:
                    found[arg.number] = arg
                    waiting.append(arg)
        return found.values()

    def _plain(self, term: Term) -> Term:
        value = self.at.of(term)
        return self.terms.truth(value) if isinstance(value, bool) else self.terms.number(value)
