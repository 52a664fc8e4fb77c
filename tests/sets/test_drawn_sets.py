"""Small rulebooks over one list, drawn, give what plain Python gives, in whatever order the records are listed."""

from __future__ import annotations

from random import Random

import pytest

from tests.sets.drawn import drawn
from tests.sets.plain import Case, facts
from tests.sets.test_published_sets import differences
from tests.writing import scored

SHELVES = 8
EACH = 25


@pytest.mark.parametrize("shelf", range(SHELVES))
def test_what_is_drawn_is_what_plain_python_gives(shelf: int) -> None:
    told: list[str] = []
    for number in range(shelf * EACH, (shelf + 1) * EACH):
        made = drawn(number)
        rows = list(made.case.facts["xs"])
        for listed in (rows, Random(number).sample(rows, len(rows))):
            case = Case(made.case.name, {"xs": listed}, made.case.expected)
            told += differences(scored(made.rules, facts(case)), case)
    assert not told, "\n".join([f"{len(told)} differ", *told[:20]])
