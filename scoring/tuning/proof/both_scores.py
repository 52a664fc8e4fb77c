"""One project scored by two books: whether a claim holds of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from scoring.assessor.assessor import Assessor, score
from scoring.documents.plain_data import document_of_data
from scoring.problems import InputRefused, Text, has_errors
from scoring.project.project import read_project
from scoring.scorecard.scorecard import Scorecard
from scoring.tuning.proof.proof import Claim, Moved
from scoring.values.number import show_number


@dataclass(frozen=True, slots=True)
class BothScores:
    """Both scorecards of one project, None where it is refused, with what is told then."""

    before: Scorecard | None
    after: Scorecard | None
    refused: tuple[Text, ...]
    is_read: bool = True  # by at least one of the books, whether it is scored then or not

    def moved(self, claim: Claim) -> tuple[Moved, ...]:
        """What the claim says is the same and is not."""
        if self.before is None or self.after is None:
            return ()
        return tuple(_moved(self.before, self.after, claim))

    def refutes(self, claim: Claim) -> bool:
        """Whether the project is a counterexample: one that only one book refuses counts as changed, and as nothing else."""
        if self.before is None or self.after is None:
            return claim == "change" and self.before is not self.after
        return bool(self.moved(claim))


def both_scores(one: Assessor, other: Assessor, data: Mapping[str, Any]) -> BothScores:
    """The project that is data, scored by both by the exact engine."""
    cards, refused, read = zip(*(_scored(book, data) for book in (one, other)), strict=True)
    return BothScores(cards[0], cards[1], tuple(told for each in refused for told in each), any(read))


def _scored(book: Assessor, data: Mapping[str, Any]) -> tuple[Scorecard | None, list[Text], bool]:
    document, problems = document_of_data(data, "反例.toml")
    project, found = read_project(document) if document is not None else (None, [])
    problems = [*problems, *found]
    if project is None or has_errors(problems):
        return None, [problem.message for problem in problems], False
    ready, found = book.prepare(project)
    if ready is None:
        return None, [problem.message for problem in found if problem.severity == "error"], False
    try:
        return score(ready, "exact"), [], True
    except InputRefused as refused:
        return None, [problem.message for problem in refused.problems], True


def _moved(before: Scorecard, after: Scorecard, claim: Claim) -> Iterator[Moved]:
    """What is not the same in two scorecards, by the claim."""
    if claim == "change":
        yield from _points_moved(before, after)
    totals = [(card.total.lowest, card.total.highest) for card in (before, after)]
    lost = claim == "loss" and any(
        a is not None and b is not None and b < a for a, b in zip(totals[0], totals[1], strict=True)
    )
    if (claim == "change" and totals[0] != totals[1]) or lost:
        yield Moved("total", _ends(*totals[0]), _ends(*totals[1]))
    if claim != "loss":
        if before.grades_possible != after.grades_possible:
            yield Moved("grade", " / ".join(before.grades_possible) or "—", " / ".join(after.grades_possible) or "—")
        yield from _results_moved(before, after, claim)


def _points_moved(before: Scorecard, after: Scorecard) -> Iterator[Moved]:
    """Indicators and groups."""
    one = {each.id: f"{each.outcome} {_ends(each.lowest, each.highest)}" for each in before.indicators}
    other = {each.id: f"{each.outcome} {_ends(each.lowest, each.highest)}" for each in after.indicators}
    one |= {each.path: _ends(each.lowest, each.highest) for each in before.groups}
    other |= {each.path: _ends(each.lowest, each.highest) for each in after.groups}
    for name in dict.fromkeys([*one, *other]):
        if one.get(name) != other.get(name):
            yield Moved(name, one.get(name, "—"), other.get(name, "—"))


def _results_moved(before: Scorecard, after: Scorecard, claim: Claim) -> Iterator[Moved]:
    results = [{each.name: each for each in card.results} for card in (before, after)]
    for name in dict.fromkeys([*results[0], *results[1]]):
        mine, theirs = results[0].get(name), results[1].get(name)
        shown = [str((each.outcome, each.value)) if each is not None else "—" for each in (mine, theirs)]
        grades = [each.grade if each is not None else None for each in (mine, theirs)]
        if (claim == "change" and shown[0] != shown[1]) or grades[0] != grades[1]:
            yield Moved(name, shown[0], shown[1])


def _ends(low: Fraction | None, high: Fraction | None) -> str:
    if low is None or high is None:
        return "—"
    return show_number(low) if low == high else f"{show_number(low)} – {show_number(high)}"
