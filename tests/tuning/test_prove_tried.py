"""No proof is wrong: of small rulebooks every project is tried, and what is proved never moved by one of them. `make soak` tries thousands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from tests.tuning import made_up_edits, small_pairs, small_rows
from tests.tuning.tried import Pairs, tried


def all_tried(pairs: Pairs, seeds: Iterable[int]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for seed in seeds:
        found, wrong = tried(pairs, seed)
        assert not wrong
        counts += found
    return counts


def test_what_is_proved_of_small_rulebooks_with_a_set_is_so_of_every_project() -> None:
    counts = all_tried(small_pairs, (6, 7, 8))
    assert counts["proved"] and counts["counterexample"], counts


def test_what_is_proved_of_any_rows_is_so_of_every_small_project() -> None:
    counts = all_tried(small_rows, (0, 4))
    assert counts["proved"] and counts["counterexample"], counts


def test_what_is_proved_of_one_edit_of_a_made_up_rulebook_is_so_of_projects_that_both_score() -> None:
    """Of the whole language: keys of every kind are changed, and files are read as they are written."""
    counts: Counter[str] = Counter()
    for seed in (*range(30, 60), 3119):  # 3119: numbers move only what moves no total
        found, wrong = made_up_edits.tried(seed, 6)
        assert not wrong
        counts += found
    assert counts["proved"] > 5 and counts["counterexample"] > 3 and counts["projects of what is proved"] > 15, counts
