"""An ordinary project: every fact with a usual, plain value, chosen so that it is accepted and earns much.

What a counterexample is measured by: the fewer facts it has away from these, the smaller it is.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from fractions import Fraction

from scoring.nodes.kind import Kind
from scoring.tuning.algebra.edges import edges
from scoring.tuning.algebra.encoded_book import OUTSIDE, EncodedBook
from scoring.tuning.algebra.fact_symbols import AS_BOUND, EVIDENCE, EXACT, FIRST, LAST, LEAST, MOST, REPORTED
from scoring.tuning.algebra.standing import Standing
from scoring.tuning.algebra.terms import Plain, Term, Valuation, variables

NEW_YEARS_EVE = Fraction(datetime.date(2024, 12, 31).toordinal())
MANY = Fraction(100)
NEVER_USUAL = (AS_BOUND, OUTSIDE, f"{LEAST}?", f"{MOST}?")
UNWRITTEN = (".why", ".claimed")


def fact_of(name: str) -> str:
    """The fact or row that a variable is a part of."""
    return name.partition("?")[0]


def is_open(name: str) -> bool:
    """Whether a variable stands for what is not looked into."""
    return name.startswith("open ")


class Ordinary:
    """The usual values of the variables of some terms."""

    def __init__(self, book: EncodedBook) -> None:
        self.book = book
        self.kinds: dict[str, Kind] = dict(book.kinds)
        for row in book.compiled.rows:
            self.kinds[f"{row.id}.actual"] = self.kinds[f"{row.id}.target"] = row.kind
        for id_, levels in book.levels.items():
            names = tuple(level.name for level in levels)
            self.kinds[f"{id_}.judged.level"] = Kind("text", options=names)
            self.kinds[f"{id_}.judged.share"] = Kind("number", unit="%")
            self.kinds[f"{id_}.judged.points"] = Kind("number")

    def values(self, *terms: Term, wanted: Term, better: Sequence[Term] = ()) -> dict[str, Plain]:
        """Usual values of all variables of the terms, changed where `wanted` would not hold, and for more of `better`."""
        found = {name: self.usual(name, term) for name, term in variables(*terms, wanted, *better).items()}
        self._mend(found, wanted)
        self._better(found, better, wanted)
        return found

    def usual(self, name: str, term: Term) -> Plain:
        fact = fact_of(name)
        if is_open(name):
            return name.endswith(" unknown") if term.sort == "truth" else Fraction(0)
        if name.endswith(NEVER_USUAL):
            return False if term.sort == "truth" else Fraction(0)
        if name.endswith(REPORTED):
            return fact in self.book.shared and not fact.endswith(UNWRITTEN) and self._is_written(fact)
        if name.endswith((EVIDENCE, EXACT)) or term.sort == "truth":
            return True
        if name.endswith((FIRST, LAST)):
            return NEW_YEARS_EVE
        id_, _, part = fact.partition(".judged.")
        levels = self.book.levels.get(id_)
        if levels and part in ("share", "points"):
            return levels[0].high
        kind = self.kinds.get(fact)
        if kind is not None and kind.name == "text":
            return self.book.at.texts.of(kind.options[0]) if kind.options else Fraction(0)
        if kind is not None and kind.is_share:
            return Fraction(1)
        return MANY * self.factor(fact)

    def _is_written(self, fact: str) -> bool:
        """Whether an ordinary project says it: no list, and of a judgement the share or the points, as the rule has it."""
        id_, _, part = fact.partition(".judged.")
        if part:
            levels = self.book.levels.get(id_)
            measure = "points" if levels and levels[0].in_points else "share"
            return bool(levels) and part in ("level", measure)
        kind = self.kinds.get(fact)
        return kind is None or kind.name != "list"

    def factor(self, fact: str) -> Fraction:
        """The unit in which a fact is written, in base units."""
        kind = self.kinds.get(fact)
        unit = self.book.program.units.get(kind.unit) if kind is not None and kind.unit is not None else None
        return unit.factor if unit is not None else Fraction(1)

    def others(self, name: str, term: Term, value: Plain) -> Iterator[Plain]:
        """Other plain values of a variable, whatever it is compared with."""
        fact = fact_of(name)
        if name.endswith(NEVER_USUAL) or is_open(name):
            return
        if term.sort == "truth":
            yield not value
            return
        kind = self.kinds.get(fact)
        if kind is not None and kind.name == "text":
            yield from (number for option in kind.options or () if (number := self.book.at.texts.of(option)) != value)
        elif value:
            yield Fraction(0)

    def _mend(self, values: dict[str, Plain], wanted: Term) -> None:
        """Changes one fact after the other until the condition holds, as long as that brings it nearer."""
        parts = wanted.args if wanted.op == "and" else (wanted,)
        for part in parts:
            if not Valuation(values).truth(part):
                self._mend_part(values, part, wanted)

    def _mend_part(self, values: dict[str, Plain], part: Term, wanted: Term) -> None:
        terms = self.book.terms
        for name, term in variables(part).items():
            before = values[name]
            alone = terms.with_values(part, {other: value for other, value in values.items() if other != name})
            near = edges(alone, name) if term.sort != "truth" else ()
            for other in (*self.others(name, term, before), *near):
                if Valuation({name: other}).truth(alone):
                    values[name] = other
                    return

    def _better(self, values: dict[str, Plain], better: Sequence[Term], wanted: Term) -> None:
        """Yes or no, which text, and nothing instead of much: whichever gives more points."""
        terms, now = self.book.terms, Standing(self.book.terms, values)
        parts = wanted.args if wanted.op == "and" else (wanted,)
        kept = terms.and_(*(part for part in parts if now.truth(part)))  # some may never hold
        of_name: dict[str, list[Term]] = {}
        for one in better:
            for name in variables(one):
                of_name.setdefault(name, []).append(one)
        gains = {name: terms.add(*several) for name, several in of_name.items()}
        now.look_at(kept, *gains.values())
        for name, term in (*variables(*better).items(), *variables(*better).items()):  # one may wait for another
            if name.endswith((REPORTED, EVIDENCE, EXACT, FIRST, LAST)):
                continue
            for other in self.others(name, term, values[name]):
                tried = now.changed({name: other})
                if tried.of(gains[name]) > now.of(gains[name]) and tried.truth(kept):
                    values[name] = other
                    now.move({name: other})
