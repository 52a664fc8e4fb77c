"""The terms of a program say of every project what the exact engine says: they are what proofs are about."""

from __future__ import annotations

from collections import Counter

from tests.agreement import assessor_of, project_of
from tests.generators import generated, project
from tests.tuning.encoded import differences, encoded


def compared(seeds: range, projects: int) -> tuple[Counter[str], list[str]]:
    """How much was compared over made-up rulebooks and projects, and what was not the same."""
    counts: Counter[str] = Counter()
    found: list[str] = []
    for seed in seeds:
        book = generated(seed)
        assessor = assessor_of(book)
        for number in range(projects):
            form = project_of(project(book, number))
            ready, _ = assessor.prepare(form)
            if ready is None:
                continue
            found += [f"{seed}/{number} {one}" for one in differences(encoded(assessor, form), ready, counts)]
    return counts, found


def test_terms_say_of_made_up_projects_what_the_exact_engine_says() -> None:
    counts, found = compared(range(20), 1)
    assert not found, found[:5]
    assert counts["indicators"] > 20 and counts["totals"] > 4, counts
