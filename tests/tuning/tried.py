"""Each claim about a small pair of rulebooks: what is said of it, and what trying every project says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Protocol

from scoring.assessor.assessor import Assessor
from scoring.tuning.proof.proof import NotConfirmed
from scoring.tuning.proof.prove import prove

BUDGET = 400_000
CLAIMS = ("change", "loss", "grade")


class Pairs(Protocol):
    """A way of making small pairs up, with every project that there is for them."""

    pair: Callable[[int], tuple[str, str]]
    assessor: Callable[[str], Assessor | None]
    moved: Callable[[Assessor, Assessor], Mapping[str, bool]]


def tried(pairs: Pairs, seed: int, budget: int = BUDGET) -> tuple[Counter[str], list[str]]:
    """What came of each claim about a pair, and what is wrong: proved though a project moves, or shown by one that does not."""
    counts: Counter[str] = Counter()
    one, other = (pairs.assessor(text) for text in pairs.pair(seed))
    if one is None or other is None:
        return counts, []
    wrong: list[str] = []
    shown = pairs.moved(one, other)
    for claim in CLAIMS:
        counts["claims"] += 1
        try:
            proof = prove(one, other, claim, budget)  # type: ignore[arg-type]
        except NotConfirmed as fault:
            wrong.append(f"{seed} {claim}: {fault}: {fault.project}")
            continue
        counts[f"{claim}: {proof.verdict}"] += 1
        counts[proof.verdict] += 1
        if proof.verdict == "proved" and shown[claim]:
            wrong.append(f"{seed} {claim}: proved, and some project moves")
        if proof.verdict == "not decided" and shown[claim]:
            counts["not decided though a small project moves"] += 1
    return counts, wrong
