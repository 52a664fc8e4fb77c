"""The laws of meaning, on rulebooks and projects made up at random and on the shipped ones."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.agreement import assessor_of, prepared, scorecard
from tests.generators import generated, project
from tests.writing import indicator

ROOT = Path(__file__).resolve().parents[2]
SEEDS = st.integers(min_value=0, max_value=10**6)
REACH = '[rule.r]\nkind = "proportional"\n'


@given(SEEDS, st.integers(min_value=0, max_value=50))
def test_points_lie_between_lowest_and_highest_and_earned_points_stay_visible(seed: int, number: int) -> None:
    book = generated(seed)
    ready, _ = prepared(assessor_of(book), project(book, number))
    card = scorecard(ready) if ready is not None else None
    for one in card.indicators if card is not None else ():
        if one.outcome == "scored":
            assert one.points == one.lowest == one.highest
        else:
            assert one.points is None
        if one.lowest is not None and one.highest is not None:
            assert one.lowest <= one.highest
    if card is not None and card.total.lowest is not None and card.total.highest is not None:
        assert card.total.lowest <= card.total.highest
        assert card.status == "incomplete" or card.total.points is not None


@given(st.integers(min_value=1, max_value=300), st.integers(min_value=0, max_value=600))
def test_more_of_what_is_wanted_never_earns_less_and_never_more_than_the_weight(target: int, actual: int) -> None:
    scored = [
        indicator(REACH, f'target = ">= {target} 件", actual = "{reached} 件"').points
        for reached in (actual, actual + 1)
    ]
    assert scored[0] is not None and scored[1] is not None
    assert 0 <= scored[0] <= scored[1] <= 10


@given(st.integers(min_value=0, max_value=600))
def test_what_is_missing_is_neither_zero_nor_full(actual: int) -> None:
    for row in (f'actual = "{actual} 件"', f'target = ">= {actual} 件"', ""):
        one = indicator(REACH, row)
        assert (one.outcome, one.points, one.lowest, one.highest) == ("not_scorable", None, 0, 10)
        assert one.missing


def test_the_same_input_gives_the_same_bytes_whatever_the_hash_seed_locale_and_time_zone() -> None:
    def printed(**settings: str) -> bytes:
        command = [
            sys.executable,
            "-m",
            "scoring",
            "score",
            "examples/grassroots-2024/as-reported.toml",
            "--format",
            "json",
        ]
        return subprocess.run(command, cwd=ROOT, env={**os.environ, **settings}, capture_output=True, check=True).stdout

    first = printed(PYTHONHASHSEED="0", LC_ALL="C", TZ="UTC")
    assert first and first == printed(PYTHONHASHSEED="1", LC_ALL="C.UTF-8", TZ="Asia/Shanghai")
