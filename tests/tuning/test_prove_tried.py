"""No proof is wrong: of small rulebooks every project is tried, and what is proved never moved by one of them."""

from __future__ import annotations

from collections import Counter

from scoring.tuning.proof.prove import prove
from tests.tuning.small_pairs import assessor, moved, pair


def tried(seeds: range, budget: int = 400_000) -> tuple[Counter[str], list[str]]:
    """What came of each claim, and claims that were proved though some project moves."""
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    for seed in seeds:
        one, other = (assessor(text) for text in pair(seed))
        if one is None or other is None:
            continue
        shown = moved(one, other)
        for claim in ("change", "loss", "grade"):
            proof = prove(one, other, claim, budget)  # type: ignore[arg-type]
            counts[f"{claim} {proof.verdict}"] += 1
            counts[proof.verdict] += 1
            if proof.verdict == "proved" and shown[claim]:
                wrong.append(f"{seed} {claim}")
            if proof.verdict != "counterexample" and shown[claim]:
                counts["missed"] += 1
    return counts, wrong


def test_what_is_proved_of_small_rulebooks_is_so_of_every_project() -> None:
    counts, wrong = tried(range(6, 10))
    assert not wrong
    assert counts["proved"] and counts["counterexample"], counts
