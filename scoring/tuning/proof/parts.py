"""What two books may not have alike, part by part: indicators, what adds up, limits, the grade, results, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scoring.nodes.walk import names_in
from scoring.program.program import Grade
from scoring.tuning.algebra.encoded_book import EncodedBook, effect_of, rest_of_structure
from scoring.tuning.algebra.outcomes import differ, worse
from scoring.tuning.algebra.tally import NoTerms, possible_grades
from scoring.tuning.algebra.terms import Term, variables
from scoring.tuning.proof.proof import Claim


@dataclass(frozen=True, slots=True)
class Part:
    """Something that two books may not have alike, with the condition under which it differs, whatever becomes of the project."""

    name: str
    differs: Term
    lower: Term  # where the other has less of it


@dataclass(frozen=True, slots=True)
class Parts:
    """Two books over the same facts."""

    one: EncodedBook
    other: EncodedBook

    @property
    def _books(self) -> tuple[EncodedBook, EncodedBook]:
        return self.one, self.other

    def indicators(self) -> Iterator[Part]:
        terms, one, other = self.one.terms, self.one.indicators, self.other.indicators
        for id_ in dict.fromkeys([*one, *other]):
            mine, theirs = one.get(id_), other.get(id_)
            if mine is None or theirs is None:
                yield Part(id_, terms.yes, terms.yes)
            else:
                yield Part(id_, differ(mine, theirs, terms), worse(mine, theirs, terms))

    def tally(self) -> Iterator[Part]:
        """Limits and the grade by themselves, given any amounts; and all else that adds up, which is alike or not."""
        terms = self.one.terms
        rest = [rest_of_structure(book) for book in self._books]
        yield _either("total", terms.truth(rest[0] != rest[1]))
        limits = [{limit.name: limit for limit in book.program.limits} for book in self._books]
        for name in dict.fromkeys([*limits[0], *limits[1]]):
            mine, theirs = limits[0].get(name), limits[1].get(name)
            differs = terms.yes
            if mine is not None and theirs is not None and effect_of(mine) == effect_of(theirs):
                apart = [book.apart() for book in self._books]
                made = [at.of(limit.when) for at, limit in zip(apart, (mine, theirs), strict=True)]
                differs = self.one.at.symbols.differ(*made)
            yield _either(name, differs)
        mine_, theirs_ = self.one.program.grade, self.other.program.grade
        if mine_ is not None or theirs_ is not None:
            yield _either("grade", self._grades_differ(mine_, theirs_))

    def _grades_differ(self, mine: Grade | None, theirs: Grade | None) -> Term:
        terms = self.one.terms
        if mine is None or theirs is None or mine.names != theirs.names or mine.by_points != theirs.by_points:
            return terms.yes
        try:
            possible = [
                possible_grades(grade, book.apart(), [])
                for grade, book in zip((mine, theirs), self._books, strict=True)
            ]
        except NoTerms:
            return terms.yes
        return terms.or_(*(terms.not_(terms.same_truth(possible[0][name], possible[1][name])) for name in mine.names))

    def results(self, claim: Claim) -> Iterator[Part]:
        terms = self.one.terms
        for name in dict.fromkeys([*self.one.results, *self.other.results]):
            mine, theirs = self.one.results.get(name), self.other.results.get(name)
            if mine is None or theirs is None:
                yield Part(name, terms.yes if claim == "change" else terms.no, terms.no)
                continue
            graded = [
                terms.not_(terms.same_truth(mine.grades.get(grade, terms.no), theirs.grades.get(grade, terms.no)))
                for grade in dict.fromkeys([*mine.grades, *theirs.grades])
            ]
            value = []
            if claim == "change":
                opened = terms.not_(terms.same_truth(mine.open, theirs.open))
                value = [self.one.at.symbols.differ(mine.value, theirs.value), opened]
            yield Part(name, terms.or_(*value, *graded), terms.no)

    def refused_apart(self) -> Term:
        """Where one book refuses a project and the other does not, by what they do not have alike."""
        terms = self.one.terms
        one, other = self.one.refused(), self.other.refused()
        mine = terms.or_(*(term for term in one if term not in other))
        theirs = terms.or_(*(term for term in other if term not in one))
        both = terms.or_(*(term for term in one if term in other))
        return terms.and_(
            terms.not_(terms.same_truth(terms.or_(mine, both), terms.or_(theirs, both))), terms.or_(mine, theirs)
        )

    def refused_alone(self) -> Iterator[Term]:
        """Each thing for which one book refuses, where the other refuses for nothing that is about the same facts.

        Where none of these ever holds, both refuse the same projects.
        """
        terms = self.one.terms
        refused = [self.one.refused(), self.other.refused()]
        about = {one.number: set(variables(one)) for one in (*refused[0], *refused[1])}
        for mine, theirs in (refused, reversed(refused)):
            for one in mine:
                if one not in theirs:
                    near = (other for other in theirs if about[other.number] <= about[one.number])
                    yield terms.and_(one, terms.not_(terms.or_(*near)))

    def reads_amounts(self) -> bool:
        """Whether a limit looks at points, which may make a total fall when points rise."""
        names = {name for book in self._books for limit in book.program.limits for name in names_in(limit.when)}
        return any(name.startswith(("total", "subtotal.")) or name.endswith(".points") for name in names)


def _either(name: str, differs: Term) -> Part:
    return Part(name, differs, differs)
