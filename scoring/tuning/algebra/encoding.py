"""What a program comes to for any facts: every node as a symbol, by the meaning that the exact engine gives it.

What has no term (lists, irrational functions, significant digits) is left open: some value, the same for two programs where they
compute it alike.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import reduce
from typing import Any

from scoring.formula.function import PRECISION
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
from scoring.tuning.algebra.likeness import Meanings
from scoring.tuning.algebra.rounded import rounded
from scoring.tuning.algebra.symbol import UNDECIDED, Symbol, Symbols
from scoring.tuning.algebra.terms import Term, Terms
from scoring.values.bound import Bound
from scoring.values.day import Day
from scoring.values.irrational import TooLarge, Undefined
from scoring.values.value import Fault, NotApplicable, Unknown, Value

REPORTED, AS_BOUND, EVIDENCE = "?", "?bound", "?evidence"
LEAST, MOST = "?least", "?most"
FIRST, LAST, EXACT = "?first", "?last", "?exact"
DAYS = Fraction(1), Fraction(datetime.date.max.toordinal())
MOST_TERMS = 400_000


class TooMany(Exception):
    """The program comes to more terms than are looked at."""


class Texts:
    """The numbers that texts go by, shared by all programs that are looked at."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def of(self, text: str) -> Fraction:
        return Fraction(self.numbers.setdefault(text, len(self.numbers)))

    def text(self, number: Fraction) -> str:
        """The text of a number; one of its own for a number that no text has."""
        return next((text for text, known in self.numbers.items() if known == number), f"文字{number}")


class Facts:
    """The symbols of what projects report: the same for every program that is looked at."""

    def __init__(self, symbols: Symbols) -> None:
        self.symbols, self.terms = symbols, symbols.terms
        self.known: dict[tuple[str, str], Symbol] = {}
        self.kinds: dict[str, str] = {}
        self.opened: dict[int, Symbol] = {}
        self.holds: list[Term] = []  # what is true of every project
        self.left_open: dict[int, Node] = {}  # nodes that have no term, by meaning
        self.encoded: dict[int, tuple[Symbol, list[tuple[Term, Clause]] | None]] = {}  # by meaning

    def of(self, name: str, kind: str) -> Symbol:
        """A fact that may be missing; of a number also known by its ends alone, of a date by its month or year."""
        kind = "number" if kind == "any" else kind
        if (name, kind) not in self.known:
            first = self.kinds.setdefault(name, kind) == kind
            self.known[name, kind] = self._fact(name if first else f"{name}'", kind)
        return self.known[name, kind]

    def _fact(self, name: str, kind: str) -> Symbol:
        terms = self.terms
        reported = terms.var(name + REPORTED, "truth")
        plain = replace(self.symbols.plain, unknown=terms.not_(reported))
        match kind:
            case "yes_no":
                return replace(plain, value=terms.var(name, "truth"))
            case "text":
                value = terms.var(name, "whole")
                self.holds.append(terms.at_most(terms.nothing, value))
                return replace(plain, value=value)
            case "date":
                return replace(plain, fields=self._date(name))
            case "number":
                if name.endswith((PRECISION, ".judged.share", ".judged.points", ".claimed")):
                    return replace(plain, value=terms.var(name, "number"))
                bound = terms.var(name + AS_BOUND, "truth")
                ends = tuple(
                    (terms.var(f"{name}{end}?", "truth"), terms.var(name + end, "number")) for end in (LEAST, MOST)
                )
                self.holds.append(terms.or_(terms.not_(bound), *(there for there, _ in ends)))
                both = terms.and_(*(there for there, _ in ends))
                self.holds.append(terms.or_(terms.not_(both), terms.less(ends[0][1], ends[1][1])))
                bounded = terms.and_(reported, bound)
                return replace(plain, bound=bounded, value=terms.var(name, "number"), ends=(ends[0], ends[1]))
        return plain

    def _date(self, name: str) -> dict[str, Symbol]:
        terms, of = self.terms, self.symbols.of
        first, last = terms.var(name + FIRST, "whole"), terms.var(name + LAST, "whole")
        exact = terms.var(name + EXACT, "truth")
        self.holds += [terms.at_most(terms.number(DAYS[0]), first), terms.at_most(last, terms.number(DAYS[1])),
                       terms.at_most(first, last)]  # fmt: skip
        year, month = terms.var(f"{name}?year", "whole"), terms.var(f"{name}?month", "whole")
        return {"first": of(first), "last": of(terms.if_(exact, first, last)), "exact": of(exact),
                "year": of(year), "month": of(month)}  # fmt: skip

    def anything(self, number: int, kind: str) -> Symbol:
        """Any value at all, the same for all nodes of that meaning."""
        if number not in self.opened:
            terms, name = self.terms, f"open {number}"
            is_known, before = terms.var(f"{name} known", "truth"), terms.no
            before = is_known
            parts = []
            for part in ("unknown", "without", "outside", "fault", "nothing", "bound"):
                chosen = terms.var(f"{name} {part}", "truth") if part != "bound" or kind != "number" else terms.yes
                parts.append(terms.and_(terms.not_(before), chosen))
                before = terms.or_(before, chosen)
            if kind != "number":  # what is none of these is a value
                parts[5] = terms.no
            ends = tuple(
                (terms.var(f"{name} {end}?", "truth"), terms.var(f"{name} {end}", "number")) for end in (LEAST, MOST)
            )
            both = terms.and_(ends[0][0], ends[1][0])
            self.holds.append(terms.or_(terms.not_(both), terms.less(ends[0][1], ends[1][1])))
            value = terms.var(name, {"yes_no": "truth", "text": "whole"}.get(kind, "number"))  # type: ignore[arg-type]
            fields = self._date(name) if kind == "date" else {}
            self.opened[number] = Symbol(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], value,
                                         (ends[0], ends[1]), fields)  # fmt: skip
        return self.opened[number]


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
        self.taken: dict[int, list[tuple[Term, Clause]]] = {}  # of tables: which clause is taken when
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

    def _take(self, node: Node, known: tuple[Symbol, list[tuple[Term, Clause]] | None]) -> None:
        """What a node that means the same came to."""
        self._of[node.number], taken = known
        if taken is not None:
            self.taken[node.number] = taken

    def _encoded(self, node: Node) -> Symbol:
        made = _MEANING[type(node)](self, node) if type(node) in _MEANING else None
        return made if made is not None else self.anything(node)

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
        if node.number in self.program.constants:
            return self.constant(self.program.constants[node.number])
        args = [self._of[arg.number] for arg in node.args]
        if node.args and all(isinstance(arg, Constant) for arg in node.args):
            return self._computed(node)
        if node.op in ("days", "year", "month"):
            return self._of_dates(node, args)
        of = _OPERATIONS.get(node.op)
        if of is None or any(arg.fields for arg in args):
            return None
        applied = of(self, node, [arg.value for arg in args])
        if applied is None:
            return None
        return self._needing_all(args, applied, node.op == "clamp")

    def _needing_all(self, args: Sequence[Symbol], applied: Symbol, clamped: bool = False) -> Symbol:
        """What an operation on known numbers gives, where all are such."""
        symbols, terms = self.symbols, self.terms
        absences, _ = symbols.first_of(args)
        bound = terms.or_(*(arg.bound for arg in args))
        none = terms.or_(*(arg.nothing for arg in args))
        made = symbols.lacks(none, "without", applied)
        made = symbols.lacks(bound, "unknown", made)
        if clamped:
            made = symbols.where(args[0].nothing, symbols.no_result, made)
        return symbols.instead(absences, made)

    def _computed(self, node: Arithmetic) -> Symbol | None:
        try:
            return self.constant(apply(node.op, [arg.value for arg in node.args if isinstance(arg, Constant)]))
        except (Undefined, TooLarge):
            return self.symbols.absent("without")

    def _of_dates(self, node: Arithmetic, args: Sequence[Symbol]) -> Symbol | None:
        terms, symbols = self.terms, self.symbols
        if not all(arg.fields for arg in args):
            return None
        if node.op in ("year", "month"):
            if args[0].fields["first"].value.op != "number":
                return None
            return self._needing_all(args, args[0].fields[node.op])
        start, end = (arg.fields for arg in args)
        exact = terms.and_(start["exact"].value, end["exact"].value)
        days = symbols.of(terms.minus(end["first"].value, start["first"].value))
        return self._needing_all(args, symbols.where(exact, days, symbols.absent("unknown")))

    def compare(self, node: Compare) -> Symbol | None:
        symbols, terms = self.symbols, self.terms
        left, right = self._of[node.left.number], self._of[node.right.number]
        if left.fields and right.fields:
            made = self._of_days(node.op, left, right)
        elif left.fields or right.fields:
            return None
        elif left.value.sort == "truth" or right.value.sort == "truth":
            if left.value.sort != right.value.sort:
                return None
            same = terms.same_truth(left.value, right.value)
            made = symbols.of(same if node.op == "==" else terms.not_(same))
        else:
            made = self._of_numbers(node, left, right)
        if made is None:
            return None
        none, both = terms.or_(left.nothing, right.nothing), terms.and_(left.nothing, right.nothing)
        if node.op in ("==", "!="):
            made = symbols.where(none, symbols.of(both if node.op == "==" else terms.not_(both)), made)
        else:
            made = symbols.lacks(none, "without", made)
        absences, _ = symbols.first_of([left, right])
        return symbols.instead(absences, made)

    def _of_numbers(self, node: Compare, left: Symbol, right: Symbol) -> Symbol:
        terms, symbols = self.terms, self.symbols
        plain = symbols.of(_COMPARISONS[node.op](terms, left.value, right.value))
        if left.bound is terms.no and right.bound is terms.no:
            return plain
        a, b = self._ends(left), self._ends(right)
        match node.op:
            case "<":
                yes, no = self._less(a, b)
            case ">":
                yes, no = self._less(b, a)
            case "<=":
                no, yes = self._less(b, a)
            case ">=":
                no, yes = self._less(a, b)
            case _:
                yes, no = self._equal(a, b)
                yes, no = (yes, no) if node.op == "==" else (no, yes)
        open_ = symbols.where(
            yes, symbols.of(terms.yes), symbols.where(no, symbols.of(terms.no), symbols.absent("unknown"))
        )
        return symbols.where(terms.or_(left.bound, right.bound), open_, plain)

    def _ends(self, one: Symbol) -> tuple[tuple[Term, Term], tuple[Term, Term]]:
        """Between which numbers it lies; of a number that it is itself."""
        terms = self.terms
        low, high = (
            (
                terms.if_(one.bound, there, terms.yes),
                one.value if one.bound is terms.no else terms.if_(one.bound, end, one.value),
            )
            for there, end in one.ends
        )
        return low, high

    def _less(self, a: Any, b: Any) -> tuple[Term, Term]:
        terms = self.terms
        (a_low, a_high), (b_low, b_high) = a, b
        yes = terms.and_(a_high[0], b_low[0], terms.less(a_high[1], b_low[1]))
        no = terms.and_(a_low[0], b_high[0], terms.at_most(b_high[1], a_low[1]), terms.not_(yes))
        return yes, no

    def _equal(self, a: Any, b: Any) -> tuple[Term, Term]:
        terms = self.terms
        no = terms.or_(self._less(a, b)[0], self._less(b, a)[0])
        (low, high), (b_low, b_high) = a, b
        same = [terms.equal(low[1], high[1]), terms.equal(low[1], b_low[1]), terms.equal(low[1], b_high[1])]
        return terms.and_(low[0], high[0], b_low[0], b_high[0], *same, terms.not_(no)), no

    def _of_days(self, op: str, left: Symbol, right: Symbol) -> Symbol | None:
        terms, symbols = self.terms, self.symbols
        if "first" not in left.fields or "first" not in right.fields:
            return None
        a = left.fields["first"].value, left.fields["last"].value
        b = right.fields["first"].value, right.fields["last"].value

        def earlier(one: tuple[Term, Term], other: tuple[Term, Term]) -> tuple[Term, Term]:
            yes = terms.less(one[1], other[0])
            return yes, terms.and_(terms.at_most(other[1], one[0]), terms.not_(yes))

        apart = terms.or_(terms.less(a[1], b[0]), terms.less(b[1], a[0]))
        match op:
            case "<":
                yes, no = earlier(a, b)
            case ">":
                yes, no = earlier(b, a)
            case "<=":
                no, yes = earlier(b, a)
            case ">=":
                no, yes = earlier(a, b)
            case "within":
                yes = terms.and_(terms.at_most(b[0], a[0]), terms.at_most(a[1], b[1]))
                no = terms.and_(apart, terms.not_(yes))
            case _:
                exact = terms.and_(left.fields["exact"].value, right.fields["exact"].value)
                same = terms.equal(a[0], b[0])
                yes, no = terms.and_(exact, same), terms.or_(terms.and_(exact, terms.not_(same)), apart)
                yes, no = (yes, no) if op == "==" else (no, yes)
        sure = symbols.where(yes, symbols.of(terms.yes), symbols.absent("unknown"))
        return symbols.where(no, symbols.of(terms.no), sure)

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

    def round(self, node: Round) -> Symbol | None:
        arg = self._of[node.arg.number]
        if arg.value.sort == "truth" or arg.fields:
            return arg
        value = rounded(node.rounding, arg.value, self.terms)
        return None if value is None else replace(arg, value=value)

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
        if node.hit in ("all", "all_by_output", "ranked"):
            return None
        thens = [self._of[clause.then.number] for clause in node.clauses]
        if node.hit not in ("first", "unique", "any") and any(then.fields for then in thens):
            return None
        truths = [self.terms_of(clause) for clause in node.clauses]
        return self._first(node, truths, thens) if node.hit == "first" else self._all(node, truths, thens)

    def terms_of(self, clause: Clause) -> Symbol:
        return self.symbols.of(self.terms.yes) if clause.when is None else self.condition(clause.when)

    def otherwise(self, node: Choose) -> Symbol:
        if node.otherwise is not None:
            return self._of[node.otherwise.then.number]
        return self.symbols.of(self.terms.nothing) if node.hit == "count" else self.symbols.absent("fault")

    def _first(self, node: Choose, truths: Sequence[Symbol], thens: Sequence[Symbol]) -> Symbol:
        symbols, terms = self.symbols, self.terms
        cases: list[tuple[Term, Symbol]] = []
        taken: list[tuple[Term, Clause]] = []
        reached = terms.yes
        for clause, truth, then in zip(node.clauses, truths, thens, strict=True):
            absent = symbols.is_absent(truth)
            holds = terms.and_(terms.not_(absent), truth.value)
            cases += [(absent, symbols.without_value(truth)), (holds, then)]
            taken.append((terms.and_(reached, holds), clause))
            reached = terms.and_(reached, terms.not_(absent), terms.not_(holds))
        if node.otherwise is not None:
            taken.append((reached, node.otherwise))
        self.taken[node.number] = taken
        return symbols.in_order(cases, self.otherwise(node))

    def _all(self, node: Choose, truths: Sequence[Symbol], thens: Sequence[Symbol]) -> Symbol | None:
        symbols, terms = self.symbols, self.terms
        held = [terms.and_(symbols.is_known(truth), truth.value) for truth in truths]
        absences, _ = symbols.first_of(truths)
        if node.acting:
            kept = [replace(truth, outside=terms.no) for truth in truths]
            absences, _ = symbols.first_of(kept)
            held = [terms.and_(one, terms.not_(then.outside)) for one, then in zip(held, thens, strict=True)]
        none = terms.not_(terms.or_(*held))
        of_values, _ = symbols.first_of(thens, given=held)
        if node.acting:
            of_values["outside"] = terms.no
        resolved = self._resolved(node, held, thens)
        if resolved is None:
            return None
        made = symbols.where(none, self.otherwise(node), symbols.instead(of_values, resolved))
        made = symbols.instead(absences, made)
        if node.hit == "unique":
            twice = terms.or_(*(terms.and_(one, other) for n, one in enumerate(held) for other in held[n + 1 :]))
            made = symbols.lacks(twice, "fault", made)
        self.taken[node.number] = []
        return made

    def _resolved(self, node: Choose, held: Sequence[Term], thens: Sequence[Symbol]) -> Symbol | None:
        """What comes of the clauses that hold, at least one, each with a value."""
        symbols, terms = self.symbols, self.terms
        cases = list(zip(held, thens, strict=True))
        match node.hit:
            case "unique":
                return symbols.in_order(cases[:-1], thens[-1])
            case "any":
                first = symbols.in_order(cases[:-1], thens[-1])
                differ = terms.or_(
                    *(
                        terms.and_(one, other, symbols.differ(mine, theirs))
                        for n, (one, mine) in enumerate(cases)
                        for other, theirs in cases[n + 1 :]
                    )
                )
                return symbols.lacks(differ, "fault", first)
            case "priority":
                return self._by_priority(node, cases)
            case "count":
                counted = (terms.if_(one, terms.number(1), terms.nothing) for one in held)
                return symbols.of(terms.add(*counted))
        not_numbers = terms.or_(*(terms.and_(one, terms.not_(symbols.is_known(then))) for one, then in cases))
        if any(then.value.sort == "truth" for then in thens):
            return None
        if node.hit == "sum":
            total = terms.add(*(terms.if_(one, then.value, terms.nothing) for one, then in cases))
        else:
            pick = terms.greatest if node.hit == "max" else terms.least
            total, there = thens[-1].value, held[-1]
            for one, then in reversed(cases[:-1]):
                both = terms.if_(there, pick(then.value, total), then.value)
                total, there = terms.if_(one, both, total), terms.or_(one, there)
        return symbols.lacks(not_numbers, "unknown", symbols.of(total))

    def _by_priority(self, node: Choose, cases: Sequence[tuple[Term, Symbol]]) -> Symbol | None:
        """The result that stands first in the declared order, of those the first written."""
        ranked: list[tuple[int, int, Term, Symbol]] = []
        for number, ((holds, then), clause) in enumerate(zip(cases, node.clauses, strict=True)):
            if not isinstance(clause.then, Constant) or not isinstance(clause.then.value, str):
                return None
            order = node.order
            rank = order.index(clause.then.value) if clause.then.value in order else len(order)
            ranked.append((rank, number, holds, then))
        ranked.sort(key=lambda one: one[:2])
        return self.symbols.in_order([(holds, then) for _, _, holds, then in ranked[:-1]], ranked[-1][3])

    # ------------------------------------------------------------------ members

    def combine(self, node: Combine) -> Symbol | None:
        symbols, terms = self.symbols, self.terms
        if node.how not in ("sum", "mean", "min", "max", "count", "product"):
            return None
        values, weights, left_out, stops = [], [], [], []
        for member in node.members:
            value = self._of[member.node.number]
            weight = symbols.of(terms.number(member.weight)) if member.weigh is None else self._of[member.weigh.number]
            if value.fields or value.value.sort == "truth" or (node.how == "product" and weight.value.value != 1):
                return None
            if node.missing == "zero":
                unknown = terms.or_(value.unknown, value.without)
                value = symbols.where(unknown, symbols.of(terms.nothing), value)
            out = value.outside
            if node.missing == "leave_out":
                out = terms.or_(out, value.unknown, value.without)
            left_out.append((out, value))
            stops += [(terms.not_(out), value), (terms.not_(out), weight)]
            values.append((terms.not_(out), value))
            weights.append(weight.value)
        absences, _ = symbols.first_of([one for _, one in stops], given=[when for when, _ in stops])
        none = terms.not_(terms.or_(*(when for when, _ in values)))
        of_nothing, _ = symbols.first_of([one for _, one in left_out], UNDECIDED, [when for when, _ in left_out])
        lacking = terms.or_(*(terms.and_(when, terms.or_(one.nothing)) for when, one in stops))
        bound = terms.or_(*(terms.and_(when, one.bound) for when, one in stops))
        applied = self._applied(node.how, values, weights)
        made = symbols.lacks(lacking, "without", applied)
        made = symbols.lacks(bound, "unknown", made)
        made = symbols.where(none, symbols.instead(of_nothing, applied), made)
        return symbols.instead(absences, made)

    def _applied(self, how: str, values: Sequence[tuple[Term, Symbol]], weights: Sequence[Term]) -> Symbol:
        terms, symbols = self.terms, self.symbols
        count = terms.add(*(terms.if_(when, terms.number(1), terms.nothing) for when, _ in values))
        if how == "count":
            return symbols.of(count)
        if how == "product":
            return symbols.of(
                reduce(terms.multiply, (terms.if_(when, one.value, terms.number(1)) for when, one in values))
            )
        if how in ("min", "max"):
            pick = terms.greatest if how == "max" else terms.least
            total, there = values[-1][1].value, values[-1][0]
            for when, one in reversed(values[:-1]):
                both = terms.if_(there, pick(one.value, total), one.value)
                total, there = terms.if_(when, both, total), terms.or_(when, there)
            return symbols.of(total)
        weighed = [
            terms.if_(when, terms.multiply(one.value, weight), terms.nothing)
            for (when, one), weight in zip(values, weights, strict=True)
        ]
        total = terms.add(*weighed)
        if how == "sum":
            return symbols.of(total)
        whole = terms.add(
            *(terms.if_(when, weight, terms.nothing) for (when, _), weight in zip(values, weights, strict=True))
        )
        zero = terms.equal(whole, terms.nothing)
        return symbols.lacks(zero, "without", symbols.of(terms.divide(total, whole)))


def _constant(at: Encoding, node: Constant) -> Symbol | None:
    return at.constant(node.value)


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

_COMPARISONS: dict[str, Callable[[Terms, Term, Term], Term]] = {
    "<": Terms.less,
    "<=": Terms.at_most,
    ">": lambda terms, one, other: terms.less(other, one),
    ">=": lambda terms, one, other: terms.at_most(other, one),
    "==": Terms.equal,
    "!=": lambda terms, one, other: terms.not_(terms.equal(one, other)),
}


# ---------------------------------------------------------------------- operations on known numbers

Numbers = Sequence[Term]


def _divided(at: Encoding, _: Arithmetic, args: Numbers) -> Symbol:
    zero = at.terms.equal(args[1], at.terms.nothing)
    return at.symbols.lacks(zero, "without", at.symbols.of(at.terms.divide(args[0], args[1])))


def _power(at: Encoding, node: Arithmetic, args: Numbers) -> Symbol | None:
    exponent = node.args[1].value if isinstance(node.args[1], Constant) else None
    if not isinstance(exponent, Fraction) or exponent.denominator != 1 or not 1 <= exponent <= 6:
        return None
    return at.symbols.of(reduce(at.terms.multiply, [args[0]] * int(exponent)))


def _clamped(at: Encoding, _: Arithmetic, args: Numbers) -> Symbol:
    value, low, high = args
    terms = at.terms
    kept = terms.least(terms.greatest(value, low), high)
    return at.symbols.lacks(terms.less(high, low), "without", at.symbols.of(kept))


def _rounded(at: Encoding, node: Arithmetic, args: Numbers) -> Symbol | None:
    from scoring.values.rounding import Rounding

    decimals = node.args[1].value if len(node.args) > 1 and isinstance(node.args[1], Constant) else Fraction(0)
    if len(node.args) > 1 and not isinstance(node.args[1], Constant):
        return None
    if not isinstance(decimals, Fraction) or decimals.denominator != 1 or abs(decimals) > 20:
        return None
    value = rounded(Rounding("half_up", decimals=int(decimals)), args[0], at.terms)
    return at.symbols.of(value) if value is not None else None


def _median(at: Encoding, _: Arithmetic, args: Numbers) -> Symbol | None:
    if len(args) > 5:
        return None
    terms, ordered = at.terms, list(args)
    for end in range(len(ordered) - 1, 0, -1):  # as bubbles rise
        for n in range(end):
            one, other = ordered[n], ordered[n + 1]
            ordered[n], ordered[n + 1] = terms.least(one, other), terms.greatest(one, other)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return at.symbols.of(ordered[middle])
    return at.symbols.of(terms.times(terms.add(ordered[middle - 1], ordered[middle]), Fraction(1, 2)))


def _plainly(of: Callable[..., Term]) -> Callable[[Encoding, Arithmetic, Numbers], Symbol | None]:
    return lambda at, node, args: at.symbols.of(of(at.terms, *args))


_OPERATIONS: dict[str, Callable[[Encoding, Arithmetic, Numbers], Symbol | None]] = {
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
