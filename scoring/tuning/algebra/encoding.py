"""What a program comes to for any facts: every node as a symbol, by the meaning that the exact engine gives it.

What has no term (lists, irrational functions, significant digits) is left open: some value, the same for two programs where they
compute it alike.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from scoring.formula.functions import apply
from scoring.nodes.node import (
    Arithmetic,
    Choose,
    Clause,
    Combine,
    Compare,
    Constant,
    Evidenced,
    Known,
    Logic,
    Name,
    Node,
    Pick,
    Round,
    Several,
)
from scoring.nodes.walk import children
from scoring.program.program import Program
from scoring.tuning.algebra.comparisons import compared
from scoring.tuning.algebra.fact_symbols import EVIDENCE, Facts, Texts
from scoring.tuning.algebra.likeness import Meanings
from scoring.tuning.algebra.members import combined
from scoring.tuning.algebra.operations import computed
from scoring.tuning.algebra.rounded import rounded
from scoring.tuning.algebra.symbol import UNDECIDED, Symbol
from scoring.tuning.algebra.tables import Table, Taken
from scoring.values.bound import Bound
from scoring.values.day import Day
from scoring.values.irrational import TooLarge, Undefined
from scoring.values.value import Fault, NotApplicable, Unknown, Value

MOST_TERMS = 400_000


class TooMany(Exception):
    """The program comes to more terms than are looked at."""


class Encoding:
    """One program's nodes as symbols over the facts."""

    def __init__(
        self,
        program: Program,
        facts: Facts,
        texts: Texts,
        meanings: Meanings,
        given: Mapping[str, Symbol],
        kinds: Mapping[str, str],
    ) -> None:
        self.program, self.facts, self.texts, self.meanings = program, facts, texts, meanings
        self.symbols, self.terms = facts.symbols, facts.terms
        self.given = dict(
            given
        )  # what a set says of its rows, what facts are presumed to be; later what the tally knows
        self.kinds = kinds  # of declared facts
        self.definitions = {definition.name: definition.node for definition in program.definitions}
        self._of: dict[int, Symbol] = {}
        self.sharing = True  # until what only this program's tally knows is read
        self.taken: dict[int, Taken] = {}  # of tables: which clause is taken when
        for definition in program.definitions:
            self.of(definition.node)

    def of(self, node: Node) -> Symbol:
        waiting = [node]
        while waiting:  # parts first, without recursion
            at = waiting[-1]
            if at.number in self._of:
                waiting.pop()
                continue
            meaning = self.meanings.of(at) if self.sharing else None
            if meaning is not None and (known := self.facts.encoded.get(meaning)) is not None:
                self._take(at, known)
                waiting.pop()
                continue
            below = [] if type(at) not in _MEANING else [one for one in children(at) if one.number not in self._of]
            if isinstance(at, Name) and at.name in self.definitions and at.name not in self.given:
                made = self.definitions[at.name]
                below += [made] if made.number not in self._of else []
            if below:
                waiting.extend(below)
                continue
            waiting.pop()
            made_ = self._encoded(at)
            if meaning is not None:
                self.facts.encoded[meaning] = made_, self.taken.get(at.number)
            self._of[at.number] = made_
            if self.terms.size > MOST_TERMS:
                raise TooMany
        return self._of[node.number]

    def _take(self, node: Node, known: tuple[Symbol, Taken | None]) -> None:
        """What a node that means the same came to."""
        self._of[node.number], taken = known
        if taken is not None:
            self.taken[node.number] = taken

    def _encoded(self, node: Node) -> Symbol:
        made = _MEANING[type(node)](self, node) if type(node) in _MEANING else None
        if made is None and isinstance(node, Arithmetic):
            return self.function(node, node.op, [self._of[arg.number] for arg in node.args])
        return made if made is not None else self.anything(node)

    def function(self, node: Node, named: Hashable, args: Sequence[Symbol]) -> Symbol:
        """A function that has no term: some value, the same for whatever is written otherwise and comes to the same terms."""
        meaning = self.meanings.likeness.number(("function", named, node.kind.name, tuple(arg.key() for arg in args)))
        self.facts.left_open.setdefault(meaning, node)
        return self.facts.anything(meaning, node.kind.name)

    def anything(self, node: Node) -> Symbol:
        meaning = self.meanings.of(node)
        self.facts.left_open[meaning] = node
        return self.facts.anything(meaning, node.kind.name)

    # ------------------------------------------------------------------ leaves

    def constant(self, value: Value) -> Symbol | None:
        symbols = self.symbols
        match value:
            case bool():
                return symbols.of(self.terms.truth(value))
            case Fraction():
                return symbols.of(self.terms.number(value))
            case str():
                return symbols.of(self.terms.number(self.texts.of(value)))
            case Day():
                return self._day(value)
            case None:
                return symbols.no_result
            case NotApplicable():
                return symbols.absent("outside")
            case Unknown():
                return symbols.absent("unknown" if value.missing or value.because is None else "without")
            case Fault():
                return symbols.absent("fault")
            case Bound():
                ends = tuple(
                    (self.terms.truth(end is not None), self.terms.number(end or 0))
                    for end in (value.at_least, value.at_most)
                )
                return replace(symbols.plain, bound=self.terms.yes, ends=(ends[0], ends[1]))
        return None

    def _day(self, day: Day) -> Symbol:
        of, number = self.symbols.of, self.terms.number
        month = of(number(day.month)) if day.month is not None else self.symbols.absent("unknown")
        return self.symbols.several({
            "first": of(number(day.first().toordinal())), "last": of(number(day.last().toordinal())),
            "exact": of(self.terms.truth(day.is_exact)), "year": of(number(day.year)), "month": month,
        })  # fmt: skip

    def name(self, node: Name) -> Symbol:
        name = node.name
        if name in self.given:
            return self.given[name]
        if name not in self.definitions:
            kind = self.kinds.get(name, node.kind.name)
            return self.facts.of(name, kind)
        made = self._of[self.definitions[name].number]
        if name not in self.kinds:
            return made
        reported = self.facts.of(name, self.kinds[name])  # presumed by a formula where nobody reports it
        return self.symbols.where(reported.unknown, made, reported)

    def evidenced(self, node: Evidenced) -> Symbol:
        terms, fact = self.terms, self.name(Name(node.kind, node.name))
        yes = terms.and_(self.symbols.is_known(fact), fact.value)
        without = terms.and_(yes, terms.not_(terms.var(node.name + EVIDENCE, "truth")))
        return self.symbols.lacks(without, "unknown", fact)

    # ------------------------------------------------------------------ operations

    def known(self, node: Known) -> Symbol:
        arg = self._of[node.arg.number]
        terms = self.terms
        value = terms.not_(terms.or_(self.symbols.is_absent(arg), arg.nothing))
        return self.symbols.lacks(arg.fault, "fault", self.symbols.of(value))

    def arithmetic(self, node: Arithmetic) -> Symbol | None:
        if all(isinstance(arg, Constant) and arg.stands_for not in self.given for arg in node.args):
            if node.number in self.program.constants:
                return self.constant(self.program.constants[node.number])
            if node.args:
                return self._computed(node)
        return computed(node, [self._of[arg.number] for arg in node.args], self.symbols)

    def _computed(self, node: Arithmetic) -> Symbol | None:
        try:
            return self.constant(apply(node.op, [arg.value for arg in node.args if isinstance(arg, Constant)]))
        except (Undefined, TooLarge):
            return self.symbols.absent("without")

    def compare(self, node: Compare) -> Symbol | None:
        return compared(node.op, self._of[node.left.number], self._of[node.right.number], self.symbols)

    def condition(self, node: Node) -> Symbol:
        """As a condition: what is neither yes nor no is unknown."""
        value = self._of[node.number] if node.number in self._of else self.of(node)
        terms = self.terms
        neither = terms.or_(value.nothing, value.bound)
        if value.value.sort != "truth":
            neither = terms.or_(neither, self.symbols.is_known(value))
            value = replace(value, value=terms.no)
        return self.symbols.lacks(neither, "unknown", value)

    def logic(self, node: Logic) -> Symbol:
        symbols, terms = self.symbols, self.terms
        args = [self.condition(arg) for arg in node.args]
        if node.op == "not":
            return replace(args[0], value=terms.not_(args[0].value))
        decisive = node.op == "or"
        decided = terms.or_(
            *(terms.and_(symbols.is_known(arg), arg.value if decisive else terms.not_(arg.value)) for arg in args)
        )
        absences, _ = symbols.first_of(args, UNDECIDED)
        left = symbols.instead(absences, symbols.of(terms.truth(not decisive)))
        return symbols.where(decided, symbols.of(terms.truth(decisive)), left)

    def round(self, node: Round) -> Symbol:
        arg = self._of[node.arg.number]
        if arg.value.sort == "truth" or arg.fields:
            return arg
        value = rounded(node.rounding, arg.value, self.terms)
        return self.function(node, node.rounding, [arg]) if value is None else replace(arg, value=value)

    def pick(self, node: Pick) -> Symbol | None:
        arg = self._of[node.arg.number]
        return self._picked(arg, node.output) if arg.fields else None

    def _picked(self, arg: Symbol, output: str) -> Symbol:
        symbols = self.symbols
        inside = arg.fields.get(output, symbols.absent("unknown"))
        absences = {which: arg.absence(which) for which in UNDECIDED}
        return symbols.instead(absences, symbols.where(arg.nothing, symbols.no_result, inside))

    def several(self, node: Several) -> Symbol:
        return self.symbols.several({name: self._of[output.number] for name, output in node.outputs})

    # ------------------------------------------------------------------ tables

    def choose(self, node: Choose) -> Symbol | None:
        thens = [self._of[clause.then.number] for clause in node.clauses]
        truths = [self.terms_of(clause) for clause in node.clauses]
        decided = Table(node, truths, thens, self.otherwise(node), self.symbols).decided()
        if decided is None:
            return None
        made, self.taken[node.number] = decided
        return made

    def terms_of(self, clause: Clause) -> Symbol:
        return self.symbols.of(self.terms.yes) if clause.when is None else self.condition(clause.when)

    def otherwise(self, node: Choose) -> Symbol:
        if node.otherwise is not None:
            return self._of[node.otherwise.then.number]
        return self.symbols.of(self.terms.nothing) if node.hit == "count" else self.symbols.absent("fault")

    # ------------------------------------------------------------------ members

    def combine(self, node: Combine) -> Symbol:
        weights = [self.symbols.of(self.terms.number(member.weight)) if member.weigh is None else self._of[member.weigh.number]
                    for member in node.members]  # fmt: skip
        members = [self._of[member.node.number] for member in node.members]
        made = combined(node, members, weights, self.symbols)
        return made or self.function(node, ("combine", node.how, node.missing), [*members, *weights])


def _constant(at: Encoding, node: Constant) -> Symbol | None:
    return at.given[node.stands_for] if node.stands_for in at.given else at.constant(node.value)


_MEANING: dict[type[Any], Callable[[Encoding, Any], Symbol | None]] = {
    Constant: _constant,
    Name: Encoding.name,
    Evidenced: Encoding.evidenced,
    Known: Encoding.known,
    Arithmetic: Encoding.arithmetic,
    Compare: Encoding.compare,
    Logic: Encoding.logic,
    Choose: Encoding.choose,
    Combine: Encoding.combine,
    Pick: Encoding.pick,
    Several: Encoding.several,
    Round: Encoding.round,
}
