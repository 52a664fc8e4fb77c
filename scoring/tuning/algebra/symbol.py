"""A value that facts decide: under which conditions it is a number, a truth, a text, or stands in the place of one."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from scoring.tuning.algebra.terms import Term, Terms

Absence = Literal["unknown", "without", "outside", "fault"]
ABSENCES: tuple[Absence, ...] = ("unknown", "without", "outside", "fault")
"""Missing; no number though nothing is missing; not applicable; what the rulebook does not provide for."""
OF_ALL: tuple[Absence, ...] = ("outside", "unknown", "fault", "without")
"""Which goes before which where all operands are needed, as `values.value.of_all` has it."""
UNDECIDED: tuple[Absence, ...] = ("unknown", "outside", "fault", "without")


@dataclass(frozen=True, slots=True)
class Symbol:
    """At most one of the conditions holds; where none does, the value is `value`, or its several `fields`.

    `value` is a number, a truth, or the number that a text goes by. `bound`: a number of which only `ends` are known; each
    end is a condition and a number.
    """

    unknown: Term
    without: Term
    outside: Term
    fault: Term
    nothing: Term  # no result
    bound: Term
    value: Term
    ends: tuple[tuple[Term, Term], tuple[Term, Term]]
    fields: Mapping[str, Symbol] = field(default_factory=dict)

    def key(self) -> Hashable:
        """The same for what is made of the same terms."""
        ends = tuple(term.number for end in self.ends for term in end)
        inside = tuple((name, symbol.key()) for name, symbol in self.fields.items())
        parts = (self.unknown, self.without, self.outside, self.fault, self.nothing, self.bound, self.value)
        return tuple(term.number for term in parts), ends, inside

    def absence(self, which: Absence) -> Term:
        return {"unknown": self.unknown, "without": self.without, "outside": self.outside, "fault": self.fault}[which]


class Symbols:
    """Makes symbols of terms."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        no, nothing = terms.no, terms.nothing
        self.open_ends = (no, nothing), (no, nothing)
        self.plain = Symbol(no, no, no, no, no, no, nothing, self.open_ends)

    def of(self, value: Term) -> Symbol:
        return replace(self.plain, value=value)

    def several(self, fields: Mapping[str, Symbol]) -> Symbol:
        return replace(self.plain, fields=dict(fields))

    def absent(self, which: Absence) -> Symbol:
        match which:
            case "unknown":
                return replace(self.plain, unknown=self.terms.yes)
            case "without":
                return replace(self.plain, without=self.terms.yes)
            case "outside":
                return replace(self.plain, outside=self.terms.yes)
            case "fault":
                return replace(self.plain, fault=self.terms.yes)

    @property
    def no_result(self) -> Symbol:
        return replace(self.plain, nothing=self.terms.yes)

    def is_absent(self, one: Symbol) -> Term:
        return self.terms.or_(one.unknown, one.without, one.outside, one.fault)

    def is_known(self, one: Symbol) -> Term:
        """Whether it is a value: a number, a truth, a text, several."""
        return self.terms.not_(self.terms.or_(self.is_absent(one), one.nothing, one.bound))

    def first_of(
        self, several: Sequence[Symbol], order: Sequence[Absence] = OF_ALL, given: Sequence[Term] | None = None
    ) -> tuple[dict[Absence, Term], Term]:
        """Which absence comes of several values, some of which may be `given` only under a condition; and whether any does."""
        terms = self.terms
        conditions = given if given is not None else [terms.yes] * len(several)
        before, found = terms.no, dict[Absence, Term]()
        for which in order:
            any_ = terms.or_(
                *(terms.and_(when, one.absence(which)) for one, when in zip(several, conditions, strict=True))
            )
            found[which] = terms.and_(any_, terms.not_(before))
            before = terms.or_(before, any_)
        return found, before

    def without_value(self, one: Symbol) -> Symbol:
        """What is absent in a value, where nothing else of it is asked for."""
        return replace(self.plain, unknown=one.unknown, without=one.without, outside=one.outside, fault=one.fault)

    def where(self, when: Term, one: Symbol, other: Symbol) -> Symbol:
        """One where that holds, else the other."""
        terms = self.terms
        if when is terms.yes or one is other:
            return one
        if when is terms.no:
            return other
        if when.op == "not":
            return self.where(when.args[0], other, one)

        def pick(of: Callable[[Symbol], Term]) -> Term:
            return terms.if_(when, of(one), of(other))

        known, known_other = self.is_known(one), self.is_known(other)
        mixed = (one.value.sort == "truth") != (other.value.sort == "truth")  # of one of the two nobody asks the value
        if known is terms.no or (mixed and one.value is terms.nothing):
            value = other.value
        elif known_other is terms.no or mixed:
            value = one.value
        else:
            value = terms.if_(when, one.value, other.value)
        ends = tuple(
            (
                terms.if_(when, mine[0], theirs[0]),
                theirs[1]
                if mine[0] is terms.no
                else mine[1]
                if theirs[0] is terms.no
                else terms.if_(when, mine[1], theirs[1]),
            )
            for mine, theirs in zip(one.ends, other.ends, strict=True)
        )
        names = [*one.fields, *(name for name in other.fields if name not in one.fields)]
        lacking = self.absent("unknown")
        fields = {
            name: self.where(when, one.fields.get(name, lacking), other.fields.get(name, lacking)) for name in names
        }
        return Symbol(
            pick(lambda at: at.unknown),
            pick(lambda at: at.without),
            pick(lambda at: at.outside),
            pick(lambda at: at.fault),
            pick(lambda at: at.nothing),
            pick(lambda at: at.bound),
            value,
            (ends[0], ends[1]),
            fields,
        )

    def in_order(self, cases: Sequence[tuple[Term, Symbol]], otherwise: Symbol) -> Symbol:
        """The first whose condition holds."""
        for when, one in reversed(cases):
            otherwise = self.where(when, one, otherwise)
        return otherwise

    def instead(self, absences: Mapping[Absence, Term], otherwise: Symbol) -> Symbol:
        """What is absent under these conditions, which exclude each other."""
        for which, when in absences.items():
            otherwise = self.where(when, self.absent(which), otherwise)
        return otherwise

    def lacks(self, when: Term, which: Absence, otherwise: Symbol) -> Symbol:
        return self.where(when, self.absent(which), otherwise)

    def differ(self, one: Symbol, other: Symbol) -> Term:
        """Whether two values are not the same, as a scorecard shows them: why something is open does not count."""
        terms = self.terms
        if one is other:
            return terms.no
        same = [
            terms.same_truth(
                terms.or_(one.unknown, one.without, one.fault), terms.or_(other.unknown, other.without, other.fault)
            )
        ]
        same += [terms.same_truth(mine, theirs) for mine, theirs in
                 ((one.outside, other.outside), (one.nothing, other.nothing), (one.bound, other.bound))]  # fmt: skip
        for mine, theirs in zip(one.ends, other.ends, strict=True):
            same.append(terms.or_(terms.not_(one.bound), terms.same_truth(mine[0], theirs[0])))
            same.append(terms.or_(terms.not_(terms.and_(one.bound, mine[0])), terms.equal(mine[1], theirs[1])))
        known = terms.and_(self.is_known(one), self.is_known(other))
        if one.fields or other.fields:
            names = dict.fromkeys([*one.fields, *other.fields])
            lacking = self.absent("unknown")
            of_fields = [self.differ(one.fields.get(name, lacking), other.fields.get(name, lacking)) for name in names]
            same.append(terms.or_(terms.not_(known), terms.not_(terms.or_(*of_fields))))
        elif known is not terms.no:
            if one.value.sort == "truth" or other.value.sort == "truth":
                equal = terms.same_truth(one.value, other.value) if one.value.sort == other.value.sort else terms.no
            else:
                equal = terms.equal(one.value, other.value)
            same.append(terms.or_(terms.not_(known), equal))
        return terms.not_(terms.and_(*same))
