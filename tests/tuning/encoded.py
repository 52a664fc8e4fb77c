"""What one project comes to by the terms of its program, and by the exact engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from scoring.assessor.assessor import Assessor, Prepared
from scoring.engines.exact.evaluation import Evaluation
from scoring.problems import InputRefused
from scoring.project.project import Project
from scoring.scorecard.assessment import Assessment, assess
from scoring.tuning.algebra.encoded_book import EncodedBook, Workshop, shared_names, structure_of
from scoring.tuning.algebra.ordinary import is_open
from scoring.tuning.algebra.terms import Plain, Term, Valuation
from scoring.tuning.algebra.valued import values_of


def encoded(assessor: Assessor, project: Project) -> EncodedBook:
    """A book over the facts of one project's shape."""
    compiled = assessor.compiled(project)
    of_set = {name: one.value for name, one in assessor.compiled().inputs.items()}
    book = EncodedBook(compiled, of_set, shared_names(compiled, compiled), Workshop())
    book.add_up(structure_of(book))
    book.come()
    return book


@dataclass
class Told:
    """What terms say of one project; parts that rest on what is not looked into say nothing."""

    book: EncodedBook
    at: Valuation

    def of(self, *terms: Term) -> list[Plain] | None:
        try:
            return [self.at.of(term) for term in terms]
        except LeftOpen:
            return None


class LeftOpen(Exception):
    """A term rests on what is not looked into."""


def told(book: EncodedBook, ready: Prepared) -> Told:
    values = values_of(ready.sheet, ready.context.declared, book.at.texts)

    def default(term: Term) -> Plain:
        if is_open(term.name) or term.name.endswith(("?year", "?month")):
            raise LeftOpen
        return False if term.sort == "truth" else Fraction(0)

    return Told(book, Valuation(values, default))


def differences(book: EncodedBook, ready: Prepared, counts: dict[str, int]) -> Iterator[str]:
    """Where the terms and the exact engine do not say the same of a project."""
    says = told(book, ready)
    try:
        exact: Assessment | None = assess(Evaluation(ready.program, ready.sheet), ready.context)
    except InputRefused:
        exact = None
    accepted = says.of(book.accepted())
    counts["accepted" if accepted is not None else "open"] += 1
    if accepted is not None and accepted[0] is not (exact is not None):
        yield f"accepted: {accepted[0]}, {exact is not None}"
    if exact is None:
        return
    for one in exact.scored:
        mine = book.indicators[one.indicator.id]
        flags = says.of(mine.outside, mine.left_out, mine.scored, mine.low, mine.high)
        if flags is None:
            counts["open"] += 1
            continue
        counts["indicators"] += 1
        outside, left_out = one.outcome == "not_applicable", one.outcome != "not_applicable" and one.range is None
        wanted: list[Any] = [outside, left_out, one.outcome == "scored"]
        if one.range is not None:
            wanted += [one.range.low, one.range.high]
        if flags[: len(wanted)] != wanted:
            yield f"{one.indicator.id}: {flags}, {wanted}"
    yield from _of_total(book, exact, says, counts)


def _of_total(book: EncodedBook, exact: Assessment, says: Told, counts: dict[str, int]) -> Iterator[str]:
    if any((opened := says.of(one.open)) is None or opened[0] for one in book.indicators.values()):
        counts["open"] += 1
        return
    total = book.total
    if total is None:
        counts["open"] += 1
        return
    there = says.of(total.there)
    if there is None:
        counts["open"] += 1
        return
    if there[0] is not (exact.totals.total is not None):
        yield f"total: {there[0]}, {exact.totals.total}"
        return
    if exact.totals.total is not None:
        ends = says.of(*total.ends)
        if ends is None:
            counts["open"] += 1
            return
        counts["totals"] += 1
        if ends != [exact.totals.total.low, exact.totals.total.high]:
            yield f"total: {ends}, {exact.totals.total}"
    grades = says.of(*total.grades.values())
    if grades is None:
        counts["open"] += 1
        return
    counts["grades"] += 1
    possible = {name for name, holds in zip(total.grades, grades, strict=True) if holds}
    if possible != set(exact.totals.grades):
        yield f"grades: {possible}, {exact.totals.grades}"
