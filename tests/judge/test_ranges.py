"""Ranges are sound: whatever comes of what is missing, the score lies within what was said before it came."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from tests.judge.compare import Program, program
from tests.judge.fill import filled, gaps
from tests.judge.generate import Drawn, drawn
from tests.judge.written import toml

SEEDS = range(5000, 5060)


def outside(before: Any, after: Any) -> list[str]:
    """What of a scorecard with everything filled in lies outside the one with gaps."""
    found = []
    if before["total"]["lowest"] is not None and not within(before["total"], after["total"]):
        found.append("total")
    if after["grade"] is not None and before["grades_possible"] and after["grade"] not in before["grades_possible"]:
        found.append("grade")
    for name in ("indicators", "groups"):
        for one, other in zip(before[name], after[name], strict=True):
            if one["lowest"] is not None and not within(one, other):
                found.append(one.get("id", one["path"]))
    for one, other in zip(before["limits"], after["limits"], strict=True):
        if one["bites"] not in ("unknown", other["bites"]):
            found.append(one["name"])
    return found


def within(before: Any, after: Any) -> bool:
    if after["lowest"] is None:
        return True
    low, high = Fraction(before["lowest"]), Fraction(before["highest"])
    return low <= Fraction(after["lowest"]) and Fraction(after["highest"]) <= high


def unsound(pair: Drawn, seed: int, scored_by: Program) -> str | None:
    """A filled project whose score lies outside the range, told; None where there is none."""
    before = scored_by.card(toml(pair.book), toml(pair.project))
    if "refused" in before:
        return None
    for full in filled(pair, seed):
        after = scored_by.card(toml(full.book), toml(full.project))
        if "refused" not in after and (found := outside(before, after)):
            return f"{found} outside\n{toml(full.book)}\n{toml(pair.project)}\nfilled:\n{toml(full.project)}"
    return None


def test_whatever_is_filled_in_the_score_lies_within_its_range() -> None:
    tried = 0
    with program() as scored_by:
        for seed in SEEDS:
            pair = drawn(seed, presumes=False)
            if not gaps(pair):
                continue
            tried += 1
            told = unsound(pair, seed, scored_by)
            assert told is None, f"seed {seed}: {told}"
    assert tried > len(SEEDS) / 2
