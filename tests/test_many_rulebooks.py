"""Many rulebooks scored by many threads at once give what they give one after another."""

from __future__ import annotations

import random
import sys
from concurrent.futures import ThreadPoolExecutor

from scoring.assessor.assessor import Prepared, score
from scoring.engines.durable.evaluation import evaluate
from scoring.scorecard.build_scorecard import build_scorecard
from tests.writing import prepared

RULEBOOKS, THREADS, SCORES = 24, 8, 1_000


def ready(number: int) -> Prepared:
    rules = f"""
[fact]
a = {{ kind = "number" }}
[value.band]
by = "a"
rows = [["< {number}", 1], ["< {number + 5}", "2 * {number}"], ["else", {number}]]
[result.r]
is = "band + a"
"""
    made, problems = prepared(rules, "[facts]\na = 12")
    assert made is not None, problems
    return made


def test_more_rulebooks_than_are_kept_compiled_score_alike_on_eight_threads() -> None:
    books = [ready(number) for number in range(RULEBOOKS)]
    alone = [score(book) for book in books]
    order = [random.Random(7).randrange(RULEBOOKS) for _ in range(SCORES)]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)  # threads take turns in the middle of a score
    try:
        with ThreadPoolExecutor(THREADS) as threads:
            together = list(threads.map(lambda number: score(books[number]), order))
    finally:
        sys.setswitchinterval(interval)
    assert together == [alone[number] for number in order]


def test_a_rulebook_in_the_middle_of_a_score_outlasts_all_others_that_are_compiled_meanwhile() -> None:
    first, *others = [ready(number) for number in range(RULEBOOKS)]
    with evaluate(first.program, first.sheet) as at:
        for other in others:
            score(other)
        assert build_scorecard(at, first.context) == score(first)
