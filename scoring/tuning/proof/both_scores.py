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
from scoring.scorecard.scorecard import ResultScore, Scorecard
from scoring.tuning.proof.proof import Claim, Moved
from scoring.values.number import show_number
from scoring.views.words import NOTHING, OUTCOMES, Words


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
        yield Moved("total", *(_same(_ends(*ends)) for ends in totals))
    if claim != "loss":
        if before.grades_possible != after.grades_possible:
            yield Moved("grade", *(_same(" / ".join(card.grades_possible) or NOTHING) for card in (before, after)))
        yield from _results_moved(before, after, claim)


def _points_moved(before: Scorecard, after: Scorecard) -> Iterator[Moved]:
    """Indicators and groups."""
    one, other = _points(before), _points(after)
    for name in dict.fromkeys([*one, *other]):
        if one.get(name) != other.get(name):
            yield Moved(name, one.get(name, _same(NOTHING)), other.get(name, _same(NOTHING)))


def _points(card: Scorecard) -> dict[str, Text]:
    made: dict[str, Text] = {}
    for each in card.indicators:
        ends, said = _ends(each.lowest, each.highest), OUTCOMES[each.outcome]
        plain = each.outcome == "scored" or each.lowest is None
        shown = (ends, ends) if each.outcome == "scored" else (said.en, said.zh)
        made[each.id] = Text(*shown) if plain else Text(f"{said.en} {ends}", f"{said.zh} {ends}")
    return made | {each.path: _same(_ends(each.lowest, each.highest)) for each in card.groups}


def _results_moved(before: Scorecard, after: Scorecard, claim: Claim) -> Iterator[Moved]:
    cards = before, after
    results = [{each.name: each for each in card.results} for card in cards]
    for name in dict.fromkeys([*results[0], *results[1]]):
        both = [each.get(name) for each in results]
        values = [(one.outcome, one.value) if one is not None else None for one in both]
        grades = [one.grade if one is not None else None for one in both]
        if (claim != "change" or values[0] == values[1]) and grades[0] == grades[1]:
            continue
        shown = [_result(one, card) for one, card in zip(both, cards, strict=True)]
        if shown[0] == shown[1]:  # what people read is rounded
            exact = [show_number(one.value) if one and isinstance(one.value, Fraction) else "" for one in both]
            shown = [Text(f"{s.en} ({e})", f"{s.zh}（{e}）") for s, e in zip(shown, exact, strict=True)]
        yield Moved(name, *shown)


def _result(one: ResultScore | None, card: Scorecard) -> Text:
    """As the scorecard shows it."""
    if one is None:
        return _same(NOTHING)
    en, zh = Words(card, "en").result(one), Words(card, "zh").result(one)
    return Text(en, zh) if one.grade is None else Text(f"{en} ({one.grade})", f"{zh}（{one.grade}）")


def _same(shown: str) -> Text:
    return Text(shown, shown)


def _ends(low: Fraction | None, high: Fraction | None) -> str:
    if low is None or high is None:
        return NOTHING
    return show_number(low) if low == high else f"{show_number(low)} – {show_number(high)}"
