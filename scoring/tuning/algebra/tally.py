"""From what indicators come to, to the total and the grade, for any facts: as `scorecard.totals` adds up.

Where nobody may know whether an indicator applies, every completion counts; then nothing is said here, and the total is left open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from scoring.program.limits import COUNTED
from scoring.program.program import Grade, Group, Limit, Program
from scoring.scorecard.ranges import Ends
from scoring.tuning.algebra.encoding import Encoding
from scoring.tuning.algebra.outcomes import Earned
from scoring.tuning.algebra.rounded import rounded
from scoring.tuning.algebra.symbol import Symbol
from scoring.tuning.algebra.terms import Term
from scoring.values.rounding import Rounding

Low = tuple[Term, Term]
"""The least and the most."""


class NoTerms(Exception):
    """Something of the sum has no term, such as a geometric mean of groups."""


@dataclass(frozen=True, slots=True)
class Part:
    """What counts for a group: whether, with which weight, between which ends."""

    counts: Term
    weight: Term  # of what applies in it
    whole: Fraction  # as declared
    ends: Low


@dataclass
class Total:
    """The total of one program, its limits, its grades."""

    there: Term  # whether there is a total
    ends: Low
    before: Low  # before any limit
    groups: dict[str, tuple[Term, Low]] = field(default_factory=dict)  # whether it applies; points after limits
    bites: dict[str, tuple[Term, Term]] = field(default_factory=dict)  # yes, unknown
    grades: dict[str, Term] = field(default_factory=dict)  # which are possible
    fault: Term | None = None


def names_of_tally(program: Program) -> list[str]:
    """Everything of the sum that conditions and results may read."""
    groups = (prefix + group.path for group in program.groups for prefix in ("subtotal.", f"{COUNTED}subtotal."))
    points = (f"{one.id}.points" for one in program.indicators)
    return [
        "total.earned",
        "total",
        f"{COUNTED}total",
        *groups,
        *points,
        *(f"limit.{one.name}" for one in program.limits),
    ]


class Tally:
    """Adds up one program's indicators."""

    def __init__(self, at: Encoding, earned: Mapping[str, Earned]) -> None:
        self.at, self.terms, self.program, self.earned = at, at.terms, at.program, earned
        self.faults: list[Term] = []
        self.never_negative = all(one.criterion.lowest >= 0 for one in self.program.indicators) and all(
            end is None or end >= 0 for limit in self.program.limits for ends in limit.groups.values() for end in ends
        )

    def total(self) -> Total:
        terms, program = self.terms, self.program
        members = self._members()
        spread, applies, there = self._shares(members)
        groups, whole = self._add_up(members, spread, there, {})
        no_total = terms.or_(*(one.no_total for one in self.earned.values()))
        is_there = terms.and_(applies[""], terms.not_(no_total))
        before = self._round(program.rounding, whole)
        self._tell(groups, there, applies[""], is_there, before)
        bites = {limit.name: self._bite(limit) for limit in program.limits}
        if any(limit.groups for limit in program.limits):
            groups, whole = self._add_up(members, spread, there, bites)
        for path, (_, ends) in groups.items():
            self.at.given[f"{COUNTED}subtotal.{path}"] = self._amount(ends, there[path])
        total = self._limited(
            self._round(program.rounding, whole), [(one.total, bites[one.name]) for one in program.limits]
        )
        found = Total(is_there, total, before, groups, bites)
        self._tell_total(total, is_there, applies[""])
        if program.grade is not None and self._has_grade(program.grade):
            faults: list[Term] = []
            found.grades = {
                name: terms.and_(is_there, possible)
                for name, possible in grades(program.grade, program.limits, bites, self.at, faults).items()
            }
            self.faults.append(terms.and_(is_there, *faults))
        found.fault = terms.or_(*self.faults)
        return found

    def of_any_rows(self, name: str, within: bool) -> Total:
        """The total of any rows at all: some number between two ends, which this program limits and grades.

        `name`: of the rows; those of one name add up alike. `within`: that no row leaves what lies between nothing and its weight.
        """
        terms, program, facts = self.terms, self.program, self.at.facts
        weighs, there = terms.var("rows weigh", "truth"), terms.var("rows add up", "truth")
        graded = terms.var("rows weigh the whole", "truth")
        before = self._any_amount(f"{name} low"), self._any_amount(f"{name} high")
        facts.holds += [terms.at_most(*before), terms.or_(weighs, terms.not_(there))]
        if within:
            whole = terms.number(program.possible if program.possible is not None else Fraction(0))
            facts.holds.append(terms.at_most(terms.nothing, before[0]))
            if program.rounding is None or program.rounding.apply(Fraction(whole.value or 0)) == whole.value:
                facts.holds.append(terms.or_(terms.not_(graded), terms.at_most(before[1], whole)))
        absent = self.at.symbols.absent
        total = self.at.symbols.where(there, self._amount(before, terms.yes), absent("unknown"))
        self.at.given["total.earned"] = self.at.symbols.where(weighs, total, absent("outside"))
        bites = {limit.name: self._bite(limit) for limit in program.limits}
        ends = self._limited(before, [(one.total, bites[one.name]) for one in program.limits])
        found = Total(there, ends, before, {}, bites)
        self._tell_total(ends, there, weighs)
        if program.grade is not None:
            holds = terms.and_(there, graded if program.grade.by_points else terms.yes)
            possible = grades(program.grade, program.limits, bites, self.at, []).items()
            found.grades = {name: terms.and_(holds, one) for name, one in possible}
        return found

    def _any_amount(self, name: str) -> Term:
        """A number as the program rounds totals."""
        rounding = self.program.rounding
        if rounding is None or rounding.significant is not None:
            return self.terms.var(name, "number")
        return self.terms.times(self.terms.var(name, "whole"), rounding.unit_of(Fraction(0)))

    def _tell_total(self, ends: Low, there: Term, weighs: Term) -> None:
        """What the grade and results read: the total after limits."""
        symbols, counted = self.at.symbols, self._amount(ends, self.terms.yes)
        self.at.given["total"] = self._amount(ends, there)
        lacking = symbols.where(weighs, symbols.absent("unknown"), symbols.absent("outside"))
        self.at.given[f"{COUNTED}total"] = symbols.where(there, counted, lacking)

    def _has_grade(self, grade: Grade) -> bool:
        weight = sum((one.weight for one in self.program.indicators), Fraction(0))
        groups = self.program.groups
        if any(group.how != "sum" for group in groups):
            weight = self._declared("")
        return not grade.by_points or (self.program.possible is not None and weight == self.program.possible)

    def _declared(self, path: str) -> Fraction:
        own = sum((one.weight for one in self.program.indicators if one.group == path), Fraction(0))
        for group in self.program.groups:
            if group.path.rpartition("/")[0] == path:
                own += group.weight if group.how != "sum" else self._declared(group.path)
        return own

    # ------------------------------------------------------------------ members

    def _members(self) -> dict[str, list[Part]]:
        """Each indicator where it counts; full where the rulebook gives full points to what does not apply."""
        terms, full = self.terms, self.program.not_applicable == "full"
        members: dict[str, list[Part]] = {"": [], **{group.path: [] for group in self.program.groups}}
        for one in self.program.indicators:
            got = self.earned[one.id]
            weight = terms.number(one.weight)
            counts, ends = terms.not_(terms.or_(got.outside, got.left_out)), (got.low, got.high)
            if full:
                counts = terms.not_(got.left_out)
                ends = terms.if_(got.outside, weight, got.low), terms.if_(got.outside, weight, got.high)
            members[one.group].append(Part(counts, weight, one.weight, ends))
        return members

    def _shares(
        self, members: Mapping[str, Sequence[Part]]
    ) -> tuple[dict[str, Term], dict[str, Term], dict[str, Term]]:
        """By group (the whole is ""): by what points are multiplied, whether a weight applies, whether anything does."""
        terms, siblings = self.terms, self.program.not_applicable == "siblings"
        inside: dict[str, list[tuple[Fraction, Term, Term]]] = {
            path: [(one.whole, terms.if_(one.counts, one.weight, terms.nothing), one.counts) for one in parts]
            for path, parts in members.items()
        }
        spread, applies, there = dict[str, Term](), dict[str, Term](), dict[str, Term]()
        self.weights: dict[str, Term] = {}
        for group in (*reversed(self.program.groups), None):
            path = group.path if group is not None else ""
            parts = inside[path]
            there[path] = terms.or_(*(counts for _, _, counts in parts))
            spread[path] = terms.number(1)
            some = terms.or_(*(terms.not_(terms.equal(part, terms.nothing)) for _, part, _ in parts))
            if group is not None and group.how != "sum":
                weight, amount = group.weight, terms.if_(some, terms.number(group.weight), terms.nothing)
            else:
                weight = sum((own for own, _, _ in parts), Fraction(0))
                amount = terms.add(*(part for _, part, _ in parts))
                left = amount
                if siblings:
                    left = terms.add(
                        *(
                            terms.if_(terms.equal(part, terms.nothing), terms.nothing, terms.number(own))
                            for own, part, _ in parts
                        )
                    )
                    amount = terms.if_(some, terms.number(weight), terms.nothing)
                if siblings or (not path and self.program.not_applicable != "nothing"):
                    whole = terms.equal(left, terms.number(weight))
                    none = terms.equal(left, terms.nothing)
                    by = terms.divide(terms.number(weight), left)
                    spread[path] = terms.if_(terms.or_(whole, none), terms.number(1), by)
            applies[path], self.weights[path] = some, amount
            if group is not None:
                inside[path.rpartition("/")[0]].append((weight, amount, there[path]))
        return spread, applies, there

    # ------------------------------------------------------------------ adding up

    def _add_up(
        self,
        members: Mapping[str, Sequence[Part]],
        spread: Mapping[str, Term],
        there: Mapping[str, Term],
        bites: Mapping[str, tuple[Term, Term]],
    ) -> tuple[dict[str, tuple[Term, Low]], Low]:
        terms = self.terms
        outer = {"": terms.number(1)}
        for group in self.program.groups:
            above = group.path.rpartition("/")[0]
            outer[group.path] = terms.multiply(outer[above], spread[above])
        parts = {path: list(own) for path, own in members.items()}
        found: dict[str, tuple[Term, Low]] = {}
        for group in reversed(self.program.groups):
            path = group.path
            points = self._within(group, parts[path], spread[path])
            again = self._scaled(points, outer[path])
            limits = [
                (one.groups[path], bites[one.name]) for one in self.program.limits if path in one.groups and bites
            ]
            if limits:
                limited = self._limited(again, limits)
                if limited != again:
                    back = self._unscaled(limited, outer[path])
                    same = terms.and_(terms.equal(limited[0], again[0]), terms.equal(limited[1], again[1]))
                    points = terms.if_(same, points[0], back[0]), terms.if_(same, points[1], back[1])
                    again = limited
            found[path] = there[path], again
            part = Part(there[path], self.weights[path], group.weight, points)
            parts[path.rpartition("/")[0]].insert(0, part)
        whole = self._scaled(self._sum(parts[""]), spread[""])
        return found, whole

    def _within(self, group: Group, parts: Sequence[Part], spread: Term) -> Low:
        if group.how == "sum":
            return self._scaled(self._round(group.rounding, self._sum(parts)), spread)
        ends = tuple(self._combined(group, parts, end) for end in (0, 1))
        return self._round(group.rounding, (ends[0], ends[1]))

    def _combined(self, group: Group, parts: Sequence[Part], end: int) -> Term:
        """The group's weight × the degrees of its members, combined; nothing where none weighs."""
        terms = self.terms
        weighing = [
            (terms.and_(part.counts, terms.not_(terms.equal(part.weight, terms.nothing))), part) for part in parts
        ]
        degrees = [(when, terms.divide(part.ends[end], part.weight), part.weight) for when, part in weighing]
        weight = terms.number(group.weight)
        match group.how:
            case "mean":
                above = terms.add(*(terms.if_(when, part.ends[end], terms.nothing) for when, part in weighing))
                below = terms.add(*(terms.if_(when, part.weight, terms.nothing) for when, part in weighing))
                none = terms.equal(below, terms.nothing)
                return terms.if_(none, terms.nothing, terms.multiply(weight, terms.divide(above, below)))
            case "min" | "max":
                pick = terms.least if group.how == "min" else terms.greatest
                found, some = terms.nothing, terms.no
                for when, degree, _ in reversed(degrees):
                    found = terms.if_(when, terms.if_(some, pick(degree, found), degree), found)
                    some = terms.or_(when, some)
                return terms.multiply(weight, found)
        raise NoTerms

    def _sum(self, parts: Sequence[Part]) -> Low:
        terms = self.terms
        low, high = (
            terms.add(*(terms.if_(one.counts, one.ends[end], terms.nothing) for one in parts)) for end in (0, 1)
        )
        return low, high

    def _scaled(self, ends: Low, factor: Term) -> Low:
        return self.terms.multiply(ends[0], factor), self.terms.multiply(ends[1], factor)

    def _unscaled(self, ends: Low, factor: Term) -> Low:
        return self.terms.divide(ends[0], factor), self.terms.divide(ends[1], factor)

    def _round(self, rounding: Rounding | None, ends: Low) -> Low:
        if rounding is None:
            return ends
        low = rounded(rounding, ends[0], self.terms, self.never_negative)
        high = low if ends[0] is ends[1] else rounded(rounding, ends[1], self.terms, self.never_negative)
        if low is None or high is None:
            raise NoTerms
        return low, high

    # ------------------------------------------------------------------ limits

    def _tell(
        self,
        groups: Mapping[str, tuple[Term, Low]],
        there: Mapping[str, Term],
        weighs: Term,
        is_there: Term,
        whole: Low,
    ) -> None:
        """What conditions read: all of it before any limit."""
        given, terms, symbols = self.at.given, self.terms, self.at.symbols
        total = symbols.where(is_there, self._amount(whole, terms.yes), symbols.absent("unknown"))
        given["total.earned"] = symbols.where(weighs, total, symbols.absent("outside"))
        for path, (_, ends) in groups.items():
            given[f"subtotal.{path}"] = self._amount(ends, there[path])
        for one in self.program.indicators:
            got = self.earned[one.id]
            counts, ends = terms.not_(terms.or_(got.outside, got.left_out)), (got.low, got.high)
            if self.program.not_applicable == "full":
                weight = terms.number(one.weight)
                counts = terms.not_(got.left_out)
                ends = terms.if_(got.outside, weight, got.low), terms.if_(got.outside, weight, got.high)
            given[f"{one.id}.points"] = self._amount(ends, counts)

    def _amount(self, ends: Low, there: Term) -> Symbol:
        """A number, or a bound where its ends differ; where it does not apply, that."""
        terms, symbols = self.terms, self.at.symbols
        one = terms.equal(ends[0], ends[1])
        bound = replace(symbols.plain, bound=terms.yes, ends=((terms.yes, ends[0]), (terms.yes, ends[1])))
        return symbols.where(there, symbols.where(one, symbols.of(ends[0]), bound), symbols.absent("outside"))

    def _bite(self, limit: Limit) -> tuple[Term, Term]:
        value = self.at.of(limit.when)
        terms = self.terms
        self.faults.append(value.fault)
        yes = terms.and_(self.at.symbols.is_known(value), value.value)
        unknown = terms.or_(value.unknown, value.without)
        self.at.given[f"limit.{limit.name}"] = value
        return yes, unknown

    def _limited(self, ends: Low, limits: Sequence[tuple[Ends, tuple[Term, Term]]]) -> Low:
        """All floors first, then all caps; one that is undecided both acts and does not."""
        terms = self.terms
        low, high = ends
        acting = [(one, bites) for one, bites in limits if one != (None, None)]
        for (least, _), (yes, unknown) in acting:
            if least is not None:
                low = terms.if_(yes, terms.greatest(low, terms.number(least)), low)
                either = terms.or_(yes, unknown)
                high = terms.if_(either, terms.greatest(high, terms.number(least)), high)
        for (_, most), (yes, unknown) in acting:
            if most is not None:
                either = terms.or_(yes, unknown)
                low = terms.if_(either, terms.least(low, terms.number(most)), low)
                high = terms.if_(yes, terms.least(high, terms.number(most)), high)
        return low, high


# ---------------------------------------------------------------------- grades


def grades(
    grade: Grade, limits: Sequence[Limit], bites: Mapping[str, tuple[Term, Term]], at: Encoding, faults: list[Term]
) -> dict[str, Term]:
    """Which grades are possible, with what limits leave of them."""
    terms, names = at.terms, grade.names
    possible = possible_grades(grade, at, faults)
    ends = {(0, len(names) - 1): terms.yes}
    for limit in limits:
        if (limit.grade, limit.least_grade) == (None, None):
            continue
        yes, unknown = bites[limit.name]
        acting: dict[tuple[int, int], Term] = {}
        for (least, best), holds in ends.items():
            tight = (
                max(least, names.index(limit.least_grade)) if limit.least_grade is not None else least,
                min(best, names.index(limit.grade)) if limit.grade is not None else best,
            )
            acting[tight] = terms.or_(acting.get(tight, terms.no), holds)
        keys = dict.fromkeys([*ends, *acting])
        ends = {
            key: terms.or_(
                terms.and_(terms.or_(yes, unknown), acting.get(key, terms.no)),
                terms.and_(terms.not_(yes), ends.get(key, terms.no)),
            )
            for key in keys
        }
    found = dict.fromkeys(names, terms.no)
    for number, name in enumerate(names):
        for (least, best), holds in ends.items():
            kept = names[min(max(number, least), best)]
            found[kept] = terms.or_(found[kept], terms.and_(possible[name], holds))
    return found


def possible_grades(grade: Grade, at: Encoding, faults: list[Term]) -> dict[str, Term]:
    """The grades of the rows that may be the first to hold, as `totals.grades_of` has it."""
    terms, symbols = at.terms, at.symbols
    value = at.of(grade.choose)
    faults.append(value.fault)
    reached = terms.yes
    found = dict.fromkeys(grade.names, terms.no)
    cases = [(clause, at.terms_of(clause)) for clause in grade.choose.clauses]
    for clause, truth in cases:
        true = terms.and_(symbols.is_known(truth), truth.value)
        false = terms.and_(symbols.is_known(truth), terms.not_(truth.value))
        name = str(getattr(clause.then, "value", None))
        if name not in found:
            raise NoTerms
        found[name] = terms.or_(found[name], terms.and_(reached, terms.not_(false)))
        reached = terms.and_(reached, terms.not_(true))
    if grade.choose.otherwise is not None:
        name = str(getattr(grade.choose.otherwise.then, "value", None))
        if name not in found:
            raise NoTerms
        found[name] = terms.or_(found[name], reached)
    return found
