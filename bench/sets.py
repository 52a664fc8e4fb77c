"""Time against the size of a list: places and columns for each record, and what goes through the list again for each.

python bench/sets.py    processor time, of one process, without what it takes to start
"""

from __future__ import annotations

import gc
import random
import sys
import time
from collections.abc import Callable
from functools import partial
from math import log2
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from writing import RULEBOOK, document, prepared  # noqa: E402

from scoring.assessor.assessor import Prepared, score  # noqa: E402
from scoring.engines.exact.evaluation import Evaluation  # noqa: E402
from scoring.problems import InputRefused  # noqa: E402

FACT = '[fact]\nbids = { key = "name", list = { name = { kind = "text" }, lot = { kind = "text" }, price = { unit = "元" }, quality = { kind = "number" } } }\n'
PLACES = (
    FACT
    + """
[column.bids.rank]
place  = ["-points", "price"]
within = "lot"
[column.bids.points]
is = "quality * 60 + 40 * (min(bids, price) / price)"
round = { decimals = 2 }
[column.bids.excellent]
is = "rank.share <= 20%"
[result.excellent]
is = "count(bids, excellent)"
[result.last]
is = "max(bids, rank.place)"
"""
)
CHOSEN = (
    FACT
    + """
[list.kept]
from      = "bids"
where     = "quality > 10%"
order     = ["price", "name"]
leave_out = { first = 1, last = 1 }
[list.best]
from      = "bids"
ratio     = { of = "quality", to = "price / 1 元" }
leave_out = 100
[result.mean]
is    = "mean(kept, price)"
round = { decimals = 2 }
[result.left]
is = "count(best)"
"""
)
AGAIN = (
    FACT
    + """
[column.bids.cheaper]
is = "count(bids, price < own.price)"
[result.most]
is = "max(bids, cheaper)"
"""
)


PRODUCTS = (
    FACT
    + """
[column.bids.all]
is = "sum(bids, price * own.quality)"
[result.most]
is = "max(bids, all)"
"""
)


def project(records: int) -> str:
    rng = random.Random(records)
    rows = ",\n".join(
        f'{{ name = "b{n}", lot = "l{n % 10}", price = "{rng.randint(900_000, 1_100_000) / 100} 元", quality = {rng.randint(0, 100) / 100} }}'
        for n in range(records)
    )
    return f"[facts]\nbids = [{rows}]\n"


def took(run: Callable[[], object]) -> float:
    """Milliseconds of processor time, the least of three."""
    times = []
    for _ in range(3):
        gc.collect()
        before = time.process_time()
        run()
        times.append(time.process_time() - before)
    return min(times) * 1000


def exact(ready: Prepared) -> str:
    at = Evaluation(ready.program, ready.sheet)
    try:
        at.compute_definitions()
        for result in ready.program.results:
            at.value(result.node)
    except InputRefused as refused:
        return refused.problems[0].code
    return ""


def measured(name: str, rules: str, sizes: tuple[int, ...], whole: bool = True) -> None:
    before: tuple[int, float] | None = None
    for records in sizes:
        text = project(records)
        read = took(partial(prepared, rules, text))
        ready, problems = prepared(rules, text)
        assert ready is not None, problems[:3]
        alone = took(partial(exact, ready))
        scored = f"{took(partial(score, ready)):.0f} ms" if whole else exact(ready) or "—"
        growth = (
            ""
            if before is None
            else f"{alone / before[1] / (records * log2(records) / before[0] / log2(before[0])):.2f}"
        )
        print(f"| {name} | {records} | {read:.0f} ms | {alone:.1f} ms | {scored} | {growth} |", flush=True)
        before = records, alone


if __name__ == "__main__":
    assert RULEBOOK and document
    print("| what | records | read and lowered | `exact` | whole scorecard, both engines | growth ÷ n log n |")
    print("|---|---|---|---|---|---|")
    measured("places, columns", PLACES, (625, 1_250, 2_500, 5_000, 10_000))
    measured("lists, a ratio", CHOSEN, (625, 1_250, 2_500, 5_000, 10_000))
    measured("`count(bids, price < own.price)` for each", AGAIN, (625, 1_250, 2_500, 5_000, 10_000))
    measured("`sum(bids, price * own.quality)` for each", PRODUCTS, (625, 1_250, 10_000), whole=False)
