"""The two engines on very many made-up projects: `make soak`.

    python tests/soak.py --projects 1000000 --seed 0 --processes 2

Every project is made from its numbers alone, so that the same seed tries the same projects whatever the number of
processes. The first difference ends the run: both files are printed and the exit status is 1.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from multiprocessing import Pool
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.agreement import Compared, assessor_of, compared, prepared
from tests.generators import generated, project, toml

PER_RULEBOOK = 100  # projects of each made-up rulebook


def of_rulebook(seed: int) -> tuple[Counter[str], str | None]:
    """What came of a made-up rulebook's projects, and the first difference with its files."""
    book = generated(seed)
    assessor = assessor_of(book)
    came: Counter[str] = Counter()
    for number in range(PER_RULEBOOK):
        data = project(book, number)
        ready, _ = prepared(assessor, data)
        found = Compared() if ready is None else compared(ready)
        if found.difference is not None:
            files = (toml(book.rulebook), toml(book.indicator_set) if book.indicator_set else "", toml(data))
            return came, "\n".join([f"seed {seed}, project {number}", found.difference, *files])
        came += outcomes(found, refused=ready is None or found.refused)
    return came, None


def outcomes(found: Compared, refused: bool) -> Counter[str]:
    """What one project exercised: its status, the outcomes of its indicators, limits that bit, clauses that fired."""
    came = Counter({"projects": 1, "clauses": found.clauses})
    card = found.scorecard
    if refused or card is None:
        return came + Counter({"refused": 1})
    came[card.status] += 1
    came.update(f"indicator {one.outcome}" for one in card.indicators)
    came.update(f"limit {one.bites}" for one in card.limits)
    return came


def results(seeds: range, processes: int) -> Iterator[tuple[Counter[str], str | None]]:
    if processes == 1:
        yield from map(of_rulebook, seeds)
        return
    with Pool(processes, maxtasksperchild=200) as pool:
        yield from pool.imap(of_rulebook, seeds, chunksize=4)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--projects", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--processes", type=int, default=2)
    asked = parser.parse_args()
    seeds = range(asked.seed, asked.seed + -(-asked.projects // PER_RULEBOOK))
    came: Counter[str] = Counter()
    started = shown = time.monotonic()
    for counted, difference in results(seeds, asked.processes):
        came += counted
        if difference is not None:
            print(difference)
            return 1
        if time.monotonic() - shown > 10:
            shown = time.monotonic()
            print(f"{came['projects']} of {asked.projects}, no difference", file=sys.stderr, flush=True)
    print(f"{len(seeds)} rulebooks, {came['projects']} projects, no difference, {time.monotonic() - started:.0f} s")
    for name, count in sorted(came.items()):
        print(f"  {name:<28}{count:>12}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
