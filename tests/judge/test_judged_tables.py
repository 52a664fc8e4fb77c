"""A table of many projects is scored as the judge scores each of them, by columns and one by one."""

from __future__ import annotations

import pytest

from tests.judge.compare import program
from tests.judge.generate import drawn
from tests.judge.wide_tables import apart, usable


@pytest.mark.parametrize(("engine", "seeds"), [("columnar", range(0, 6)), ("exact", range(6, 9))])
def test_every_row_of_a_table_is_scored_as_the_judge_scores_its_project(engine: str, seeds: range) -> None:
    assert any(usable(drawn(seed)) for seed in seeds)
    with program() as scored_by:
        for seed in seeds:
            told = apart(seed, engine, scored_by)
            assert told is None, f"seed {seed}: {told}"
