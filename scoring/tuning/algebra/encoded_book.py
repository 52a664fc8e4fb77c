"""A rulebook with its set, all of it for any project: whether it is accepted, what indicators, the total and results come to."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from scoring.assessor.compiled import Compiled
from scoring.nodes.kind import Kind
from scoring.program.constructs import lower_value
from scoring.program.levels import Level, read_levels
from scoring.program.program import Limit, Result
from scoring.program.scope import CompileState, Scope
from scoring.project.presumption import presumption_of, with_presumed
from scoring.project.rows import share_or_points
from scoring.project.targets import QUALITATIVE
from scoring.tuning.algebra.encoding import Encoding
from scoring.tuning.algebra.fact_symbols import REPORTED, Facts, Texts
from scoring.tuning.algebra.likeness import Likeness, Meanings
from scoring.tuning.algebra.outcomes import Earned, Kept, earned
from scoring.tuning.algebra.rounded import rounded
from scoring.tuning.algebra.symbol import Symbol, Symbols
from scoring.tuning.algebra.tally import NoTerms, Tally, Total, grades, names_of_tally, possible_grades
from scoring.tuning.algebra.terms import Term, Terms
from scoring.values.value import Value

OUTSIDE = "?outside"
"""After an indicator's name: that the project declares it not applicable."""


class Workshop:
    """What the encodings of two books share: terms, facts, texts, and which nodes are alike."""

    def __init__(self) -> None:
        self.terms = Terms()
        self.symbols = Symbols(self.terms)
        self.facts = Facts(self.symbols)
        self.texts = Texts()
        self.likeness = Likeness()
        self.tallies: dict[Hashable, tuple[Total | None, dict[str, Symbol]]] = {}


@dataclass(frozen=True, slots=True)
class Came:
    """What a result comes to: its value, and which grades are possible."""

    value: Symbol
    open: Term  # whether the scorecard waits for it, and does not take it for none
    grades: Mapping[str, Term] = field(default_factory=dict)


class EncodedBook:
    """One book over the facts of a workshop.

    `open_rows`: rows of which only the rule and the kind are known: what they weigh, and whatever a formula may give as their actual.
    """

    def __init__(
        self,
        compiled: Compiled,
        of_set: Mapping[str, Value],
        shared: frozenset[str],
        at: Workshop,
        open_rows: Mapping[str, Kept] | None = None,
    ) -> None:
        self.compiled, self.program, self.at, self.terms = compiled, compiled.program, at, at.terms
        self.shared = shared
        self.kinds: Mapping[str, Kind] = compiled.declared.scope.state.fact_kinds
        given, named = self._given(of_set)
        for id_, kept in (open_rows or {}).items():
            given[f"{id_}.weight"], named[f"{id_}.weight"] = at.symbols.of(kept.weight), ("weight", id_)
            kind = next(row.kind.name for row in compiled.rows if row.id == id_)
            named[f"{id_}.actual"] = "actual", id_
            given[f"{id_}.actual"] = at.facts.anything(
                at.likeness.number(("actual", id_)), "number" if kind == "any" else kind
            )
        self.meanings = Meanings(self.program, at.likeness, named, [*self.kinds])
        kinds = {name: kind.name for name, kind in self.kinds.items()}
        self.of_facts = frozenset(given)
        self.encoding = Encoding(self.program, at.facts, at.texts, self.meanings, given, kinds)
        self.indicators: dict[str, Earned] = {
            one.id: earned(one, self.encoding, self._declared(one.id), (open_rows or {}).get(one.id))
            for one in self.program.indicators
        }
        self.levels: dict[str, list[Level]] = {}
        self.faults: list[Term] = [one.fault for one in self.indicators.values()]
        self.refusals: list[Term] = [*self._requirements(), *self._checks(), *self._judgements(), *self._options()]
        self.total: Total | None = None
        self.results: dict[str, Came] = {}

    # ------------------------------------------------------------------ what nobody reports

    def _given(self, of_set: Mapping[str, Value]) -> tuple[dict[str, Symbol], dict[str, Hashable]]:
        """What the set says of its rows, and facts that are presumed where nobody reports them."""
        at, encoder = self.at, Encoding.__new__(Encoding)
        encoder.symbols, encoder.terms, encoder.texts = at.symbols, at.terms, at.texts
        given: dict[str, Symbol] = {}
        named: dict[str, Hashable] = {}
        for name, value in of_set.items():
            made = encoder.constant(value)
            if made is not None:
                given[name], named[name] = made, ("of set", str(value), type(value).__name__)
        sections, units = self.compiled.declared.sections, self.compiled.declared.units
        for name, entry in sections.facts.items():
            if entry.model.if_missing is None or presumption_of(entry) is not None:
                continue
            reported = with_presumed({}, {name: entry}, self.kinds, units).get(name)
            made = encoder.constant(reported.value) if reported is not None else None
            if made is not None and reported is not None:
                fact = at.facts.of(name, self.kinds[name].name)
                given[name] = at.symbols.where(fact.unknown, made, fact)
                named[name] = "presumed", name, str(reported.value)
        return given, named

    def _declared(self, id_: str) -> Term:
        return self.terms.var(id_ + OUTSIDE, "truth") if f"{id_}{OUTSIDE}" in self.shared else self.terms.no

    # ------------------------------------------------------------------ what refuses a project

    def _requirements(self) -> Iterator[Term]:
        for one in self.program.requirements:
            self.encoding.of(one.that)
            yield self._false(self.encoding.condition(one.that))

    def _checks(self) -> Iterator[Term]:
        for one in self.program.checks:
            self.encoding.of(one.that)
            that = self.encoding.condition(one.that)
            yield that.fault
            if one.stops:
                yield self._false(that)

    def _false(self, condition: Symbol) -> Term:
        terms = self.terms
        return terms.and_(self.at.symbols.is_known(condition), terms.not_(condition.value))

    def _options(self) -> Iterator[Term]:
        """A text that is none of those that the fact may be."""
        terms = self.terms
        for name, kind in self.kinds.items():
            if kind.name == "text" and kind.options and name in self.shared:
                fact = self.at.facts.of(name, "text")
                one_of = (terms.equal(fact.value, terms.number(self.at.texts.of(option))) for option in kind.options)
                yield terms.and_(terms.not_(fact.unknown), terms.not_(terms.or_(*one_of)))

    def _judgements(self) -> Iterator[Term]:
        """A share or points outside of the level that is named."""
        terms, facts, names = self.terms, self.at.facts, self.compiled.declared
        for one in self.program.indicators:
            entry = names.sections.rules.get(one.criterion.rule)
            if entry is None or f"{one.id}.judged.level" not in self.shared:
                continue
            level = facts.of(f"{one.id}.judged.level", "text")
            if entry.model.kind != "judged":
                yield terms.not_(level.unknown)
                continue
            levels = read_levels(entry, Scope(CompileState(names.sections, names.units, {}, lower_value)))
            self.levels[one.id] = levels
            in_points = bool(levels) and levels[0].in_points
            wrong = facts.of(f"{one.id}.judged.{'share' if in_points else 'points'}", "number")
            yield terms.not_(wrong.unknown)
            measure = facts.of(f"{one.id}.judged.{'points' if in_points else 'share'}", "number")
            yield terms.and_(level.unknown, terms.not_(measure.unknown))
            fits = []
            for each in levels:
                is_it = terms.equal(level.value, terms.number(self.at.texts.of(each.name)))
                high = terms.number(each.high)
                inside = [terms.at_most(terms.number(each.low), measure.value),
                          terms.at_most(measure.value, high) if each.high_included else terms.less(measure.value, high)]  # fmt: skip
                fits.append(terms.and_(is_it, terms.or_(measure.unknown, terms.and_(*inside))))
            yield terms.and_(terms.not_(level.unknown), terms.not_(terms.or_(*fits)))
            step = share_or_points(entry.model.step) if entry.model.step is not None else None
            if in_points and step is not None and step[1] > 0:
                steps = terms.times(measure.value, 1 / step[1])
                yield terms.and_(terms.not_(measure.unknown), terms.not_(terms.equal(steps, terms.floor(steps))))

    # ------------------------------------------------------------------ totals and results

    def add_up(self, structure: Hashable) -> None:
        """The total, the same for books that add up alike what is alike."""
        indicators = self.indicators
        self.encoding.sharing = False
        if self.program.indicators:
            numbers = tuple((id_, *(getattr(one, name).number for name in EARNED)) for id_, one in indicators.items())
            key = structure, numbers
            if key not in self.at.tallies:
                before = set(self.encoding.given)
                try:
                    made: Total | None = Tally(self.encoding, indicators).total()
                except NoTerms:
                    made = None
                told = {name: value for name, value in self.encoding.given.items() if name not in before}
                self.at.tallies[key] = made, told
            self.total, told = self.at.tallies[key]
            self.encoding.given.update(told)

    def add_up_anything(self) -> None:
        """Whatever rows there may be: everything that is added up taken as anything at all, the same for both books."""
        self.encoding.sharing = False
        self.encoding.given |= self._anything(names_of_tally(self.program))

    def total_of_any_rows(self, name: str, within: bool) -> Total | None:
        """The total of any rows, as limits and the grade of this book have it; None of what has no term. See `Tally.of_any_rows`."""
        try:
            return Tally(self.apart(), {}).of_any_rows(name, within)
        except NoTerms:
            return None

    def _anything(self, names: Iterable[str]) -> dict[str, Symbol]:
        """What the tally knows, taken as anything at all."""
        return {
            name: self.at.facts.anything(
                self.at.likeness.number(("tally", name)), "yes_no" if name.startswith("limit.") else "number"
            )
            for name in names
        }

    def come(self) -> None:
        """Results, after the total."""
        faults: list[Term] = []
        for one in sorted(self.program.results, key=lambda one: one.is_total):
            value = self._value(one, faults)
            self.encoding.given[f"result.{one.name}"] = value
            if one.is_total and not self.program.indicators:
                self._alone(one, value)
            found: dict[str, Term] = {}
            if one.grade is not None:
                of_grade: list[Term] = []
                there = self.at.symbols.is_known(value)
                possible = possible_grades(one.grade, self.encoding, of_grade)
                found = {name: self.terms.and_(there, holds) for name, holds in possible.items()}
                faults.append(self.terms.and_(there, *of_grade))
            self.results[one.name] = Came(value, self._open(one, value), found)
        self.faults += faults

    def _value(self, one: Result, faults: list[Term]) -> Symbol:
        value = self.encoding.of(one.node)
        faults.append(value.fault)
        terms, symbols = self.terms, self.at.symbols
        if one.rounding is not None and value.value.sort != "truth" and not value.fields:
            made = rounded(one.rounding, value.value, terms)
            value = self.encoding.function(one.node, one.rounding, [value]) if made is None else symbols.where(
                symbols.is_known(value), symbols.of(made), value
            )  # fmt: skip
        return symbols.where(value.bound, symbols.absent("unknown"), value)

    def _open(self, one: Result, value: Symbol) -> Term:
        terms = self.terms
        if one.optional:
            return terms.no
        return terms.yes if one.members is not None else terms.or_(value.unknown, value.without, value.bound)

    def _alone(self, one: Result, value: Symbol) -> None:
        """The result that is the total, with limits and grade."""
        terms, symbols, at = self.terms, self.at.symbols, self.encoding
        at.given["total.earned"] = symbols.where(value.nothing, symbols.absent("outside"), value)
        tally = Tally(at, {})
        bites = {limit.name: tally._bite(limit) for limit in self.program.limits}
        there = symbols.is_known(value)
        ends = tally._limited(
            (value.value, value.value), [(limit.total, bites[limit.name]) for limit in self.program.limits]
        )
        at.given["total"] = tally._amount(ends, there)
        self.total = Total(there, ends, (value.value, value.value), {}, bites)
        grade = one.grade or self.program.grade
        if grade is not None:
            of_grade: list[Term] = []
            found = grades(grade, self.program.limits, bites, at, of_grade)
            self.total.grades = {name: terms.and_(there, holds) for name, holds in found.items()}
            tally.faults.append(terms.and_(there, *of_grade))
        self.faults += tally.faults

    def refused(self) -> list[Term]:
        """Everything that refuses a project, each under its condition."""
        of_total = [self.total.fault] if self.total is not None and self.total.fault is not None else []
        every = dict.fromkeys([*self.refusals, *self.faults, *of_total])
        return [one for one in every if one is not self.terms.no]

    def accepted(self) -> Term:
        return self.terms.not_(self.terms.or_(*self.refused()))

    def apart(self) -> Encoding:
        """Nodes over any amounts: what the tally knows taken as anything at all."""
        of_facts = {name: value for name, value in self.encoding.given.items() if name in self.of_facts}
        tallied = self._anything(name for name in self.encoding.given if name not in self.of_facts)
        kinds = {name: kind.name for name, kind in self.kinds.items()}
        made = Encoding(self.program, self.at.facts, self.at.texts, self.meanings, {**of_facts, **tallied}, kinds)
        made.sharing = False
        return made


EARNED = ("outside", "left_out", "scored", "low", "high", "open", "no_total")


def structure_of(book: EncodedBook) -> Hashable:
    """All of a program that adds up, but for what indicators come to: programs alike in it add up alike."""
    program, of = book.program, book.meanings.of
    limits = tuple(
        (one.name, of(one.when), one.grade, one.least_grade, one.total, tuple(sorted(one.groups.items())))
        for one in program.limits
    )
    grade = (of(program.grade.choose), program.grade.names, program.grade.by_points) if program.grade else None
    groups = tuple((one.path, one.weight, one.how, one.rounding) for one in program.groups)
    rows = tuple((one.id, one.group, one.weight) for one in program.indicators)
    return rows, groups, limits, grade, program.possible, program.rounding, program.not_applicable


def effect_of(limit: Limit) -> Hashable:
    """What a limit does where it bites."""
    return limit.grade, limit.least_grade, limit.total, tuple(sorted(limit.groups.items()))


def rest_of_structure(book: EncodedBook) -> Hashable:
    """What adds up, but for limits and grades."""
    structure = structure_of(book)
    assert isinstance(structure, tuple)
    rows, groups, _, _, *rest = structure
    return rows, groups, *rest


def shared_names(one: Compiled, other: Compiled) -> frozenset[str]:
    """What a project can report that both books read: facts of one kind, inputs of rows that both have, and what does not apply."""
    kinds = [compiled.declared.scope.state.fact_kinds for compiled in (one, other)]
    found = {
        name
        for name, kind in kinds[0].items()
        if (theirs := kinds[1].get(name)) is not None and (kind.name, kind.dimension) == (theirs.name, theirs.dimension)
    }
    both = {row.id for row in one.rows} & {row.id for row in other.rows}
    for row in one.rows:
        if row.id not in both:
            continue
        found |= {f"{row.id}.{name}" for name in ("actual", "why", "claimed", "judged.level", "judged.share",
                                                  "judged.points", "judged.by", "judged.on", "judged.why")}  # fmt: skip
        if row.target_written is not None and row.sign != QUALITATIVE:  # what is not written has no number
            found.add(f"{row.id}.target")
        found.add(row.id + OUTSIDE)
    found.add("period")
    return frozenset(found)


def not_shared(book: EncodedBook) -> list[Term]:
    """That nothing is reported which only one of the books reads."""
    terms = book.terms
    return [
        terms.not_(terms.var(name + REPORTED, "truth"))
        for name in book.at.facts.kinds
        if name not in book.shared and name.partition(".precision")[0] not in book.shared
    ]
