"""Tenders, an appraisal and a gradebook, written by hand as rulebooks, give what plain Python gives: 200 cases of each.

Every case is scored by the rules engine and compared with the exact one; where their columns differ from what is expected
the first ones are told.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

import pytest

from scoring.assessor.assessor import Assessor, score
from scoring.problems import Place, has_errors
from scoring.project.project import read_project
from scoring.rulebook.library import open_rulebook
from scoring.scorecard.scorecard import ColumnScore, ResultScore, Scorecard
from scoring.values.bound import Bound
from tests.sets import appraisal, gradebook, tenders
from tests.sets.plain import CASES, NOT_APPLICABLE, UNKNOWN, Case, facts
from tests.writing import PROJECT, document, messages

ROOT = Path(__file__).resolve().parents[2]
SETS: Mapping[str, tuple[ModuleType, Path]] = {
    "tender-scoring": (tenders, ROOT / "rules/tender-scoring"),
    "annual-appraisal": (appraisal, ROOT / "rules/annual-appraisal"),
    "gradebook": (gradebook, ROOT / "examples/gradebook/rulebook.toml"),
}


@cache
def assessor(name: str) -> Assessor:
    found, problems = open_rulebook(str(SETS[name][1]), Place("tests"))
    assert found is not None and not has_errors(problems), messages(problems)
    return Assessor(found)


def scorecard(name: str, case: Case) -> Scorecard:
    project, problems = read_project(document(PROJECT + facts(case), "project.toml"))
    assert project is not None and not has_errors(problems), messages(problems)
    ready, problems = assessor(name).prepare(project)
    assert ready is not None and not has_errors(problems), messages(problems)
    return score(ready)


def came(one: ResultScore | ColumnScore) -> Any:
    """A number, text or truth; between which numbers it is; or why there is none."""
    if one.outcome == "not_applicable":
        return NOT_APPLICABLE
    if isinstance(one.value, Bound):
        return one.value.at_least, one.value.at_most
    return UNKNOWN if one.outcome == "not_scorable" else one.value


def differences(card: Scorecard, case: Case) -> list[str]:
    results = {result.name: result for result in card.results}
    told = []
    for name, expected in case.expected.items():
        if isinstance(expected, Mapping):
            members = {member.key: member.columns for member in results[name].members or ()}
            assert members.keys() == expected.keys(), case.name
            pairs = {f"{name}.{key}.{column}": (came(members[key][column]), value)
                     for key, row in expected.items() for column, value in row.items()}  # fmt: skip
        elif name.endswith(".grade"):
            pairs = {name: (results[name.removesuffix(".grade")].grade, expected)}
        else:
            pairs = {name: (came(results[name]), expected)}
        told += [
            f"{case.name} {what}: {got} for {value}"
            for what, (got, value) in pairs.items()
            if got != value and not (case.completed and got is UNKNOWN)
        ]
    return told


@pytest.mark.parametrize("name", SETS)
def test_all_cases_are_what_plain_python_gives(name: str) -> None:
    cases = SETS[name][0].cases()
    assert len(cases) == CASES
    told = [line for case in cases for line in differences(scorecard(name, case), case)]
    assert not told, "\n".join([f"{len(told)} differ", *told[:20]])


@pytest.mark.parametrize("name", SETS)
def test_the_order_of_rows_changes_nothing(name: str) -> None:
    for case in SETS[name][0].cases()[::10]:
        rng = Random(case.name)
        mixed = {key: rng.sample(value, len(value)) if isinstance(value, list) else value
                 for key, value in case.facts.items()}  # fmt: skip
        shuffled = Case(case.name, mixed, case.expected)
        assert not differences(scorecard(name, shuffled), shuffled), case.name
