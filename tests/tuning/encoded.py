"""What one project comes to by the terms of its program, and by the exact engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from scoring.assessor.assessor import Assessor, Prepared
from scoring.engines.exact.evaluation import Evaluation
from scoring.problems import InputRefused
from scoring.project.fact_sheet import FactSheet
from scoring.project.project import Project
from scoring.scorecard.assessment import Assessment, assess
from scoring.tuning.encoded_book import OUTSIDE, EncodedBook, Workshop, shared_names, structure_of
from scoring.tuning.encoding import AS_BOUND, EVIDENCE, EXACT, FIRST, LAST, LEAST, MOST, REPORTED, Texts
from scoring.tuning.ordinary import is_open
from scoring.tuning.terms import Plain, Term, Valuation, variables
from scoring.values.bound import Bound
from scoring.values.day import Day


def encoded(assessor: Assessor, project: Project) -> EncodedBook:
    """A book over the facts of one project's shape."""
    compiled = assessor.compiled(project)
    of_set = {name: one.value for name, one in assessor.compiled().inputs.items()}
    book = EncodedBook(compiled, of_set, shared_names(compiled, compiled), Workshop())
    book.add_up(structure_of(book))
    book.come()
    return book


def values_of(sheet: FactSheet, declared: Any, texts: Texts) -> dict[str, Plain]:
    """What the variables of terms are for one project."""
    found: dict[str, Plain] = {id_ + OUTSIDE: True for id_ in declared}
    for name, one in sheet.reported.items():
        if one.presumed:
            continue
        found[name + REPORTED] = True
        found[name + EVIDENCE] = bool(one.about.evidence)
        found.update(_of_value(name, one.value, texts))
        if one.precision is not None:
            found[f"{name}.precision{REPORTED}"] = True
            found.update(_of_value(f"{name}.precision", one.precision.value, texts))
    return found


def _of_value(name: str, value: Any, texts: Texts) -> dict[str, Plain]:
    match value:
        case bool() | Fraction():
            return {name: value}
        case str():
            return {name: texts.of(value)}
        case Day():
            return {name + FIRST: Fraction(value.first().toordinal()), name + LAST: Fraction(value.last().toordinal()),
                    name + EXACT: value.is_exact}  # fmt: skip
        case Bound():
            made: dict[str, Plain] = {name + AS_BOUND: True}
            for end, at in ((LEAST, value.at_least), (MOST, value.at_most)):
                made[f"{name}{end}?"] = at is not None
                made[name + end] = at if at is not None else Fraction(0)
            return made
    return {}


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


__all__ = ["differences", "encoded", "told", "values_of", "variables"]
