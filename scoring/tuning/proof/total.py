"""The totals of two books over the same facts: where they differ, and a proof that they do not, whatever is added up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.tuning.algebra.encoded_book import EncodedBook
from scoring.tuning.algebra.ordinary import is_open
from scoring.tuning.algebra.tally import Total
from scoring.tuning.algebra.terms import Sort, Term, Terms, variables
from scoring.tuning.proof.proof import Claim


def totals_differ(claim: Claim, one: Total, other: Total, terms: Terms) -> Term:
    """Where the total, a group or the grade is not the same; for the claim of a loss where the other total is less."""
    both = terms.and_(one.there, other.there)
    ends = list(zip(one.ends, other.ends, strict=True))
    if claim == "loss":
        return terms.or_(*(terms.and_(both, terms.less(b, a)) for a, b in ends))
    parts = [
        terms.not_(terms.same_truth(one.grades.get(name, terms.no), other.grades.get(name, terms.no)))
        for name in dict.fromkeys([*one.grades, *other.grades])
    ]
    if claim == "change":
        parts.append(terms.not_(terms.same_truth(one.there, other.there)))
        parts += [terms.and_(both, terms.not_(terms.equal(a, b))) for a, b in ends]
        for path in dict.fromkeys([*one.groups, *other.groups]):
            if path not in one.groups or path not in other.groups:
                return terms.yes
            (there, points), (there_too, points_too) = one.groups[path], other.groups[path]
            parts.append(terms.not_(terms.same_truth(there, there_too)))
            parts += [
                terms.and_(there, there_too, terms.not_(terms.equal(a, b)))
                for a, b in zip(points, points_too, strict=True)
            ]
    return terms.or_(*parts)


@dataclass(frozen=True, slots=True)
class Totals:
    """What two books add up."""

    one: EncodedBook
    other: EncodedBook

    @property
    def are_none(self) -> bool:
        """Whether neither book has anything that would be a total."""
        programs = (self.one.program, self.other.program)
        return not any(one.indicators or any(result.is_total for result in one.results) for one in programs)

    def differ(self, claim: Claim) -> Term | None:
        """Where they differ; None where groups are combined in a way that has no term."""
        if self.one.total is None or self.other.total is None:
            return None
        return totals_differ(claim, self.one.total, self.other.total, self.one.terms)

    def bites(self, name: str) -> Term:
        """Where a limit of that name bites in either book; never where there is none."""
        found = (total.bites.get(name) for total in (self.one.total, self.other.total) if total is not None)
        return self.one.terms.or_(*(yes for yes, _ in (one for one in found if one is not None)))

    def undecided(self) -> Term:
        """Where nobody may know whether an indicator applies, so that every completion counts."""
        return self.one.terms.or_(*(each.open for book in (self.one, self.other) for each in book.indicators.values()))

    def points(self) -> dict[str, list[Term]]:
        """One number for each indicator that moves its points, those of most weight first, with what all indicators earn that it moves."""
        found: dict[str, list[Term]] = {}
        moved: dict[str, list[Term]] = {}
        for one in sorted(self.one.program.indicators, key=lambda one: -one.weight):
            low = self.one.indicators[one.id].low
            names = [
                name
                for name, term in variables(low).items()
                if term.sort != "truth" and not is_open(name) and "?" not in name
            ]
            for name in names:
                moved.setdefault(name, []).append(low)
            own = [name for name in names if name.startswith(f"{one.id}.")] or names
            if own:
                found[own[-1]] = moved[own[-1]]
        return found

    def cut(self, condition: Term) -> list[Term]:
        """The condition, whatever the indicators that are alike come to and whatever they add up to.

        Where it never holds of these, it never holds; that is much less to look at.
        """
        terms, holds = self.one.terms, list[Term]()
        cut = _Cut(terms)
        one, other = self.one.total, self.other.total
        if one is not None and other is not None and one.before == other.before:
            low, high = (cut.of(end) for end in one.before)
            holds.append(terms.at_most(low, high))
        for indicator in self.one.program.indicators:
            mine = self.one.indicators[indicator.id]
            if mine != self.other.indicators.get(indicator.id):
                continue
            for flag in (mine.outside, mine.left_out, mine.scored):
                cut.of(flag)
            low, high = cut.of(mine.low), cut.of(mine.high)
            lowest, highest = (terms.number(end) for end in (indicator.criterion.lowest, indicator.criterion.highest))
            holds += [terms.at_most(low, high), terms.at_most(lowest, low), terms.at_most(high, highest)]
        return [terms.with_values(condition, {}, cut.known), *holds]


class _Cut:
    """Terms replaced by variables of their own."""

    def __init__(self, terms: Terms) -> None:
        self.terms, self.known = terms, dict[int, Term]()

    def of(self, term: Term) -> Term:
        terms = self.terms
        if term.op == "sum":  # which is no part of any other sum: what it is a multiple of is
            alone: Sequence[Term] = term.args if len(term.args) == 1 and not term.value else ()
            return terms.times(self.of(alone[0]), term.factors[0]) if alone else term
        if term.op not in ("truth", "number", "var"):
            sort: Sort = "truth" if term.sort == "truth" else "number"
            self.known.setdefault(term.number, terms.var(f"cut {term.number}", sort))
        return self.known.get(term.number, term)
