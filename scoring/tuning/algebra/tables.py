"""Tables of symbols: which of the clauses hold, and what comes of them by the hit policy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from scoring.nodes.node import Choose, Clause, Constant
from scoring.tuning.algebra.symbol import Symbol, Symbols
from scoring.tuning.algebra.terms import Term

Taken = list[tuple[Term, Clause]]
"""When which clause of a table is taken."""


@dataclass(frozen=True)
class Table:
    """One table: under which conditions its clauses hold, what they give, and what is given where none does."""

    node: Choose
    truths: Sequence[Symbol]
    thens: Sequence[Symbol]
    otherwise: Symbol
    symbols: Symbols

    def decided(self) -> tuple[Symbol, Taken] | None:
        """What the table gives, and which clause is taken when; None of what has no term."""
        node = self.node
        if node.hit in ("all", "all_by_output", "ranked"):
            return None
        if node.hit not in ("first", "unique", "any") and any(then.fields for then in self.thens):
            return None
        if node.hit == "first":
            return self._first()
        made = self._all()
        return None if made is None else (made, [])

    def _first(self) -> tuple[Symbol, Taken]:
        symbols, terms = self.symbols, self.symbols.terms
        cases: list[tuple[Term, Symbol]] = []
        taken: Taken = []
        reached = terms.yes
        for clause, truth, then in zip(self.node.clauses, self.truths, self.thens, strict=True):
            absent = symbols.is_absent(truth)
            holds = terms.and_(terms.not_(absent), truth.value)
            cases += [(absent, symbols.without_value(truth)), (holds, then)]
            taken.append((terms.and_(reached, holds), clause))
            reached = terms.and_(reached, terms.not_(absent), terms.not_(holds))
        if self.node.otherwise is not None:
            taken.append((reached, self.node.otherwise))
        return symbols.in_order(cases, self.otherwise), taken

    def _all(self) -> Symbol | None:
        symbols, terms, node = self.symbols, self.symbols.terms, self.node
        held = [terms.and_(symbols.is_known(truth), truth.value) for truth in self.truths]
        absences, _ = symbols.first_of(self.truths)
        if node.acting:
            kept = [replace(truth, outside=terms.no) for truth in self.truths]
            absences, _ = symbols.first_of(kept)
            held = [terms.and_(one, terms.not_(then.outside)) for one, then in zip(held, self.thens, strict=True)]
        none = terms.not_(terms.or_(*held))
        of_values, _ = symbols.first_of(self.thens, given=held)
        if node.acting:
            of_values["outside"] = terms.no
        resolved = self._resolved(held)
        if resolved is None:
            return None
        made = symbols.where(none, self.otherwise, symbols.instead(of_values, resolved))
        made = symbols.instead(absences, made)
        if node.hit == "unique":
            twice = terms.or_(*(terms.and_(one, other) for n, one in enumerate(held) for other in held[n + 1 :]))
            made = symbols.lacks(twice, "fault", made)
        return made

    def _resolved(self, held: Sequence[Term]) -> Symbol | None:
        """What comes of the clauses that hold, at least one, each with a value."""
        symbols, terms = self.symbols, self.symbols.terms
        cases = list(zip(held, self.thens, strict=True))
        match self.node.hit:
            case "unique":
                return self._in_any_order(cases)
            case "any":
                return self._any(cases)
            case "priority":
                return self._by_priority(cases)
            case "count":
                return symbols.of(terms.add(*(terms.if_(one, terms.number(1), terms.nothing) for one in held)))
        not_numbers = terms.or_(*(terms.and_(one, terms.not_(symbols.is_known(then))) for one, then in cases))
        if any(then.value.sort == "truth" for then in self.thens):
            return None
        values = [(one, then.value) for one, then in cases]
        if self.node.hit == "sum":
            total = terms.add(*(terms.if_(one, value, terms.nothing) for one, value in values))
        else:
            total = terms.best_of(values, least=self.node.hit == "min")
        return symbols.lacks(not_numbers, "unknown", symbols.of(total))

    def _in_any_order(self, cases: Sequence[tuple[Term, Symbol]]) -> Symbol:
        """The one that holds: the same term for the same rows, however they are ordered, and for rows that are one or several."""
        symbols, terms = self.symbols, self.symbols.terms
        if all(then == symbols.of(then.value) for _, then in cases):
            held: dict[int, list[Term]] = {}
            values = {then.value.number: then for _, then in cases}
            for holds, then in cases:
                held.setdefault(then.value.number, []).append(holds)
            ordered = [(terms.or_(*held[number]), values[number]) for number in sorted(held)]
        else:
            ordered = sorted(cases, key=lambda case: case[0].number)
        return symbols.in_order(ordered[:-1], ordered[-1][1])

    def _any(self, cases: Sequence[tuple[Term, Symbol]]) -> Symbol:
        symbols, terms = self.symbols, self.symbols.terms
        first = symbols.in_order(cases[:-1], self.thens[-1])
        differ = terms.or_(
            *(
                terms.and_(one, other, symbols.differ(mine, theirs))
                for n, (one, mine) in enumerate(cases)
                for other, theirs in cases[n + 1 :]
            )
        )
        return symbols.lacks(differ, "fault", first)

    def _by_priority(self, cases: Sequence[tuple[Term, Symbol]]) -> Symbol | None:
        """The result that stands first in the declared order, of those the first written."""
        ranked: list[tuple[int, int, Term, Symbol]] = []
        order = self.node.order
        for number, ((holds, then), clause) in enumerate(zip(cases, self.node.clauses, strict=True)):
            if not isinstance(clause.then, Constant) or not isinstance(clause.then.value, str):
                return None
            rank = order.index(clause.then.value) if clause.then.value in order else len(order)
            ranked.append((rank, number, holds, then))
        ranked.sort(key=lambda one: one[:2])
        return self.symbols.in_order([(holds, then) for _, _, holds, then in ranked[:-1]], ranked[-1][3])
