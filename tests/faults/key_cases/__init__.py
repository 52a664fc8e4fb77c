"""The texts in which keys act.

To add a key: write a text with it into the dictionary of its area, as `"FactModel.range"`. The key stands between ⟦ and ⟧, or two values of
it between ⟦, | and ⟧. A text is the rulebook's (its usual facts, `texts.FACTS`, stand above it), then the project's where it is not the usual
one, then the set's where there is one. A key that only files beside show is a line in `elsewhere`, with the tests that hold it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from tests.faults.key_cases import constructs, criteria, examples, facts, lists, projects, sections
from tests.faults.key_cases.constructs import CONSTRUCT, OF_POINTS, OF_SECTION
from tests.faults.key_cases.examples import EXPECTED
from tests.faults.key_cases.projects import OF_PROJECTS
from tests.faults.key_cases.sections import OF_EVERY_FILE
from tests.faults.key_cases.texts import GRADE, POINTS, REPORTED, ROW, SET

AREAS = (constructs, criteria, examples, facts, lists, projects, sections)
CASES: Mapping[str, tuple[str, ...]] = {key: texts for area in AREAS for key, texts in area.CASES.items()}


def texts_of(key: str) -> tuple[str, str | None, str | None]:
    """The texts of rulebook, project and set in which a key acts."""
    name, _, written = key.partition(".")
    if key in CASES:
        return (*CASES[key], None, None)[:3]
    if name in OF_SECTION and written in CONSTRUCT:
        inside = CONSTRUCT[written]
        if name in OF_POINTS and written != "gives":
            inside = f'gives = "points"\n{inside}'
        project = REPORTED + "c = [{ x = 1 }, { x = 2 }]\n" if name == "ColumnModel" else None
        return OF_SECTION[name].format(inside), project, None
    if name == "ExpectedModel" and written in EXPECTED:
        expected = _in_scorecard(REPORTED + ROW) + f"[scorecard.expect]\n{written} = {EXPECTED[written]}\n"
        return POINTS + GRADE + '[result.y]\nis = "a"\n[[scorecard]]\n' + expected, None, None
    if name == "ScorecardModel":
        end = "[scorecard.expect]\ntotal = 10\n"
        if written == "label":
            return POINTS + '[[scorecard]]\n⟦label = "said"⟧\n' + _in_scorecard(REPORTED + ROW) + end, None, None
        if written == "expect":
            return POINTS + "[[scorecard]]\n" + _in_scorecard(REPORTED + ROW) + end.replace("10", "⟦10|11⟧"), None, None
        return POINTS + GRADE + "[[scorecard]]\n" + _in_scorecard(_of_project(written)) + end, None, None
    if written in OF_EVERY_FILE and name == "RulebookFile":
        return POINTS + OF_EVERY_FILE[written], None, None
    if written in OF_EVERY_FILE and name == "SetFile":
        return POINTS, REPORTED, SET + ROW + OF_EVERY_FILE[written]
    if name == "ProjectFile":
        return POINTS + GRADE, _of_project(written), None
    pytest.fail(f"no text says how {key} acts: give one in `key_cases`, or refuse the key")


def _of_project(written: str) -> str:
    if written in OF_EVERY_FILE:
        return REPORTED + ROW + OF_EVERY_FILE[written]
    own = OF_PROJECTS[written]
    rest = REPORTED + ROW
    if written == "facts":
        rest = ROW
    elif written == "indicator":
        rest = REPORTED
    return own + rest if not own.startswith(("[", "⟦[")) else rest + own


def _in_scorecard(text: str) -> str:
    return re.sub(r"(?m)^([⟦⟧]*)\[([^\[])", r"\1[scorecard.\2", re.sub(r"(?m)^([⟦⟧]*)\[\[", r"\1[[scorecard.", text))
