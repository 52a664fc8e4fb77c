"""What made-up rulebooks give, written beside them as examples, scorecards and cases by one engine, comes out on the other.

A rulebook that changes another scores as one that says the same by itself.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from scoring.assessor.assessor import Assessor, score
from scoring.documents.files import Overlay
from scoring.documents.spelling import plain
from scoring.examples.cases import cases_of
from scoring.examples.example import try_examples
from scoring.examples.scorecards import as_expected, try_scorecards
from scoring.problems import InputRefused, has_errors
from scoring.rulebook.library import command_line, open_rulebook
from scoring.rulebook.rulebook import IndicatorSet, Rulebook, put_together
from scoring.scorecard.scorecard import ResultScore, Scorecard
from scoring.values.number import show_number
from tests.agreement import document, prepared, set_of
from tests.generators import Data, Generated, generated, project, toml
from tests.generators.examples import cases, changed, examples, scorecard

SEEDS = range(7000, 7010)


def opened(data: Data) -> Rulebook:
    found, problems = put_together([document(toml(data), "rules/generated/rulebook.toml")])
    assert found is not None and not has_errors(problems), said(problems)
    return found


def said(problems: Any) -> list[str]:
    return [f"{one.place} {one.code} {one.message.en}" for one in problems]


def sound(book: Generated) -> tuple[Rulebook, IndicatorSet | None] | None:
    """The rulebook and set; None where they are refused, as some are on purpose."""
    rulebook, indicator_set = opened(book.rulebook), set_of(book) if book.rows else None
    return (rulebook, indicator_set) if not has_errors(Assessor(rulebook, indicator_set).compiled().problems) else None


def by_exact(assessor: Assessor, data: Data) -> Scorecard | None:
    try:
        ready, _ = prepared(assessor, data)
        return score(ready, "exact") if ready is not None else None
    except InputRefused:
        return None


@pytest.mark.parametrize("seed", SEEDS)
def test_scorecards_and_examples_that_one_engine_gave_come_out_on_the_other(seed: int) -> None:
    book = generated(seed)
    found = sound(book)
    if found is None:
        return
    open_ = [scorecard(project(book, number), {"status": "complete"}, number) for number in range(3)]
    bare = opened({**book.rulebook, "scorecard": open_})
    by_one = try_scorecards(bare, found[1], bare.sections.scorecards, "exact")
    cards = [tried.scorecard for tried in by_one]
    written = [{**one, "expect": as_expected(card)} for one, card in zip(open_, cards, strict=True) if card is not None]
    undecided = [one for number in range(2) for one in examples(book, number)]
    first = opened({**book.rulebook, "example": undecided})
    layers = [found[1].sections] if found[1] is not None else []
    decided: list[Data] = []
    for one, tried in zip(undecided, try_examples(first, [first.sections, *layers], "exact"), strict=True):
        came = tried.came or {}
        kept = {key: value for key, value in one.items() if key not in ("gives", "earns", "bites", "broken")}
        decided += [{**kept, **came}] if came and not has_errors(tried.problems) else []
    book_of_all = opened({**book.rulebook, "scorecard": written, "example": decided})
    for tried_card in try_scorecards(book_of_all, found[1], book_of_all.sections.scorecards, "rules"):
        differing = [(part.name, part.expected, part.got) for part in tried_card.parts if not part.equal]
        assert tried_card.passed, (differing, said(tried_card.problems), toml(book.rulebook))
    for again in try_examples(book_of_all, [book_of_all.sections, *layers], "rules"):
        assert again.passed, (again.subject, again.expected, again.got, said(again.problems), toml(book.rulebook))


@pytest.mark.parametrize("seed", SEEDS)
def test_cases_that_one_engine_gave_come_out_on_the_other(seed: int) -> None:
    book = generated(seed)
    found = sound(book)
    if found is None or not book.rulebook["result"]:
        return
    assessor = Assessor(*found)
    forms: list[Data] = []
    for number in range(12):
        data = project(book, number)
        facts = {name: _alone(value) for name, value in data["facts"].items()}
        forms.append(
            {
                "format": 1,
                "project": "项目",
                "period": 2024,
                "indicators": "set",
                "facts": {k: v for k, v in facts.items() if v is not None},
            }
        )
    cards = [(data, by_exact(assessor, data)) for data in forms]
    results = [
        {one.name: in_its_unit(one, assessor) for one in card.results} if card is not None else {} for _, card in cards
    ]
    made = cases(book, results, forms)
    if made is None:
        return
    table, raw = made
    rulebook = opened({**book.rulebook, "cases": [table]})
    try:
        (read,) = cases_of(rulebook, found[1], [(rulebook.sections.cases[0], raw)])
    except InputRefused:
        return
    assert not read.problems, (said(read.problems), raw.decode())
    for case in read.tried("rules"):
        differing = [(one.name, one.expected, one.got) for one in case.differences]
        assert case.equal, (case.id, differing, said(case.problems), raw.decode(), toml(book.rulebook))


def in_its_unit(one: ResultScore, assessor: Assessor) -> Any:
    """A result as a published table has it."""
    if one.outcome == "none":
        return {"none": True}
    unit = assessor.declared.units.get(one.unit) if one.unit else None
    if one.outcome == "scored" and isinstance(one.value, Fraction) and unit is not None:
        return f"{show_number(one.value / unit.factor)} {unit.name}"
    return plain(one.value) if one.outcome == "scored" else one.outcome


def _alone(value: Any) -> Any:
    """What a cell can say of a fact."""
    value = value.get("value") if isinstance(value, dict) else value
    return None if isinstance(value, list) else value


@pytest.mark.parametrize("seed", SEEDS)
def test_a_rulebook_that_changes_another_scores_as_one_that_says_so_itself(seed: int) -> None:
    book = generated(seed)
    for number in range(3):
        made = changed(book, number)
        if made is None:
            continue
        uses, itself = made
        texts = {
            "/nowhere/rules/generated/rulebook.toml": toml(book.rulebook),
            "/nowhere/rules/province/rulebook.toml": toml(uses),
        }
        lookup = command_line(Overlay(texts))
        changing, problems = open_rulebook("/nowhere/rules/province", document("", "x.toml").header_place(()), lookup)
        assert changing is not None and not has_errors(problems), said(problems)
        indicator_set = set_of(book) if book.rows else None
        one, other = Assessor(changing, indicator_set), Assessor(opened(itself), indicator_set)
        for at in range(3):
            data = project(book, at)
            assert refusals(one, data) == refusals(other, data)
            a, b = by_exact(one, data), by_exact(other, data)
            assert (a is None) == (b is None)
            if a is not None and b is not None:
                assert outcome(a) == outcome(b), (toml(uses), toml(book.rulebook), toml(data))


def refusals(assessor: Assessor, data: Data) -> set[str]:
    _, problems = prepared(assessor, data)
    return {one.code for one in problems if one.severity == "error"}


def outcome(card: Scorecard) -> Data:
    """What a scorecard says, but for what it says of the rulebook."""
    found = as_expected(card)
    return {**found, "findings": [code for code in found.get("findings", ()) if code != "rulebook-changed"]}
