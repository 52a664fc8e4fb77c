"""What made-up rulebooks give, written beside them as examples, scorecards and cases by one engine, comes out on the other.

A rulebook that changes another scores as one that says the same by itself.
"""

from __future__ import annotations

import pytest

from scoring.assessor.assessor import Assessor
from scoring.documents.files import Overlay
from scoring.examples.cases import cases_of
from scoring.examples.example import try_examples
from scoring.examples.scorecards import as_expected, try_scorecards
from scoring.problems import has_errors
from scoring.rulebook.library import command_line, open_rulebook
from scoring.scorecard.scorecard import Scorecard
from tests.agreement import document, prepared, set_of
from tests.generators import Data, generated, project, toml
from tests.generators.examples import changed
from tests.stated import SEEDS, SETS, Files, by_exact, layers_of, of_book, of_cases, of_lists, opened, said


def comes_out(files: Files) -> None:
    """Everything that is stated in a rulebook and its set comes out on the other engine."""
    rulebook, indicator_set = files.opened()
    layers = layers_of(rulebook, indicator_set)
    for layer in layers:
        for tried in try_scorecards(rulebook, indicator_set, layer.scorecards, "rules"):
            differing = [(part.name, part.expected, part.got) for part in tried.parts if not part.equal]
            assert tried.passed, (differing, said(tried.problems), toml(files.rulebook))
    for again in try_examples(rulebook, layers, "rules"):
        assert again.passed, (again.subject, again.expected, again.got, said(again.problems), toml(files.rulebook))


@pytest.mark.parametrize("seed", SEEDS)
def test_scorecards_and_examples_that_one_engine_gave_come_out_on_the_other(seed: int) -> None:
    files = of_book(seed)
    if files is not None:
        comes_out(files)


@pytest.mark.parametrize("seed", SETS)
def test_scorecards_and_examples_of_lists_that_one_engine_gave_come_out_on_the_other(seed: int) -> None:
    comes_out(of_lists(seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_cases_that_one_engine_gave_come_out_on_the_other(seed: int) -> None:
    made = of_cases(seed)
    if made is None:
        return
    files, raw = made
    rulebook, indicator_set = files.opened()
    (table,) = [one for layer in layers_of(rulebook, indicator_set) for one in layer.cases]
    (read,) = cases_of(rulebook, indicator_set, [(table, raw)])
    assert not read.problems, (said(read.problems), raw.decode())
    for case in read.tried("rules"):
        differing = [(one.name, one.expected, one.got) for one in case.differences]
        assert case.equal, (case.id, differing, said(case.problems), raw.decode(), toml(files.rulebook))


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
