"""Mistakes planted in what is shipped are caught by `check` or `test`; the page of those that slip is not stale."""

from __future__ import annotations

import re
from collections import Counter

from tests.mutations import PAGE, Planted, caught, planted, reason, slip_line

SLIP_THROUGH = 0.05
TEXT = PAGE.read_text(encoding="utf-8")
SLIPPED = [line for line in TEXT.splitlines() if line.startswith("- `")]
MISTAKES = list(planted())


def test_the_page_counts_what_is_planted_today() -> None:
    rows = re.findall(r"^\| ([a-z][^|]*) \| (\d+) \|", TEXT, re.MULTILINE)
    assert dict(rows) == {kind: str(count) for kind, count in Counter(one.kind for one in MISTAKES).items()}, (
        "run: python tests/mutations.py"
    )
    assert len(MISTAKES) >= 500


def test_nineteen_of_twenty_are_caught_and_the_rest_has_reasons() -> None:
    assert len(SLIPPED) <= SLIP_THROUGH * len(MISTAKES)
    assert [line for line in SLIPPED if "no reason" in line] == []
    assert len(SLIPPED) == int(re.findall(r"\*\*all\*\* \|.* (\d+) \|$", TEXT, re.MULTILINE)[0])


def test_of_a_sample_what_the_page_says_slips_does_and_nothing_else() -> None:
    by_line: dict[str, Planted] = {slip_line(mistake): mistake for mistake in MISTAKES}
    assert [line for line in SLIPPED[::4] if caught(by_line[line]) is not None] == []
    sample = [mistake for mistake in MISTAKES[::53] if slip_line(mistake) not in SLIPPED]
    slipped = [mistake for mistake in sample if caught(mistake) is None]
    assert slipped == []
    assert all(reason(by_line[line]) for line in SLIPPED)
