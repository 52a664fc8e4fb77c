"""Whether a change of a rulebook can move a score, of whatever project: a proof, the smallest counterexample, or why neither.

Cut first by what is alike, then asked of a solver; a counterexample is always scored by both books before it is one.
"""

from __future__ import annotations

from scoring.assessor.assessor import Assessor
from scoring.problems import Text
from scoring.tuning.algebra.encoding import TooMany
from scoring.tuning.proof.form import form_of
from scoring.tuning.proof.own_rows import OwnRows
from scoring.tuning.proof.proof import BUDGET, Claim, Counterexample, Proof
from scoring.tuning.proof.question import PARTS, Question
from scoring.tuning.proof.row_forms import row_forms

TOO_LARGE = Text("the rulebook comes to more terms than are looked at", "规则集展开后过大")


def prove(one: Assessor, other: Assessor, claim: Claim = "change", budget: int = BUDGET) -> Proof:
    """That no project can be given another score (`change`), fewer points (`loss`) or another grade (`grade`) by the other book.

    Raises `NotConfirmed` where the terms and the scores of a project disagree.
    """
    question = Question(one, other, claim, budget)
    found = _looked_for(question)
    for parts in PARTS[1:]:
        if found is None and question.is_cut_short():
            question.again(parts)
            found = _looked_for(question)
    for key, why in question.reading.left_open(claim):
        question.leave_open(key, why)
    return question.settled(found)


def _looked_for(question: Question) -> Counterexample | None:
    return _of_any_rows(question) if _rows_are_projects_own(question) else _of_set(question)


def _of_any_rows(question: Question) -> Counterexample | None:
    """A counterexample among projects that write rows of their own."""
    try:
        return OwnRows(question).counterexample()
    except TooMany:
        question.leave_open("large", TOO_LARGE)
        return None


def _of_set(question: Question) -> Counterexample | None:
    """A counterexample among projects that write the rows of the set, and no others."""
    for rows in row_forms(*question.books):
        try:
            form = form_of(question, rows)
            form.note()
            found = form.counterexample()
        except TooMany:
            question.leave_open("large", TOO_LARGE)
            continue
        if found is not None:
            return found
    return None


def _rows_are_projects_own(question: Question) -> bool:
    """Whether there are rules that only the rows of projects name."""
    return all(book.indicator_set is None for book in question.books) and any(
        book.rulebook.sections.rules for book in question.books
    )
