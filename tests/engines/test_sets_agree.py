"""Over made-up lists of records both engines give the same, to the last digit, and the order of records changes nothing."""

from __future__ import annotations

import pytest

from scoring.assessor.assessor import Assessor, Prepared
from scoring.problems import has_errors
from scoring.rulebook.rulebook import put_set_together, put_together
from scoring.scorecard.scorecard import ResultScore
from scoring.views import as_json
from tests.agreement import Compared, compared, document, prepared
from tests.equations import check
from tests.generators import toml
from tests.generators.sets import Data, indicator_set, is_by_listing, listed_otherwise, project, rulebook

RULEBOOKS = 30
PROJECTS = 4


def assessor_of(seed: int) -> Assessor:
    """A rulebook over lists; every other one with a set that has lists and columns of its own."""
    text = toml(rulebook(seed))
    book, problems = put_together([document(text, "rules/sets/rulebook.toml")])
    assert book is not None and not has_errors(problems), text
    if seed % 2 == 0:
        return Assessor(book, None)
    of_set = toml(indicator_set(seed))
    found, problems = put_set_together([document(of_set, "indicators/set/set.toml")])
    assert found is not None and not has_errors(problems), of_set
    return Assessor(book, found)


def came(assessor: Assessor, data: Data) -> tuple[Prepared | None, Compared]:
    ready, problems = prepared(assessor, data)
    told = [f"{one.place} {one.code}: {one.message.en}" for one in problems]
    assert ready is not None, (told, toml(data))
    return ready, compared(ready)


def said(found: Compared) -> object:
    if found.scorecard is None:
        return found.refused
    return [(one.name, one.outcome, _by_key(one)) for one in found.scorecard.results]


def _by_key(result: ResultScore) -> object:
    """A result's value; of one for each record what it has by the key, in whatever order."""
    if result.members is None:
        return result.value
    return {
        member.key: {name: (one.outcome, one.plain) for name, one in member.columns.items()}
        for member in result.members
    }


@pytest.mark.parametrize("seed", range(RULEBOOKS))
def test_both_engines_agree_and_the_order_of_records_changes_nothing(seed: int) -> None:
    assessor = assessor_of(seed)
    for number in range(PROJECTS):
        data = project(seed, number)
        _, found = came(assessor, data)
        assert found.difference is None, found.difference
        if found.scorecard is not None:
            as_json.data(found.scorecard, "en")
            for one in found.scorecard.results:
                if one.outcome == "scored" and one.arithmetic is not None and not one.arithmetic.en.endswith("…"):
                    check(one.arithmetic.en)
        if is_by_listing(rulebook(seed)):
            continue
        _, other = came(assessor, listed_otherwise(data, number))
        assert said(other) == said(found), toml(rulebook(seed)) + toml(data)


def test_sets_are_scored_and_refused_and_left_open() -> None:
    """Most are scored; some results lack something that is missing."""
    outcomes: dict[str, int] = {}
    for seed in range(40):
        assessor = assessor_of(seed)
        for number in range(PROJECTS):
            _, found = came(assessor, project(seed, number))
            for one in found.scorecard.results if found.scorecard is not None else ():
                outcomes[one.outcome] = outcomes.get(one.outcome, 0) + 1
    assert outcomes["scored"] > 500 and outcomes["not_scorable"] > 50, outcomes
