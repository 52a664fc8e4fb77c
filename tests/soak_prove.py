"""Very many small pairs of rulebooks, each claim proved and every project tried: `python tests/soak_prove.py --pairs 700`.

Half of the pairs have a set, half leave rows to the projects. A claim that is proved though a project moves is wrong; a counterexample
is scored by both books before it is one, and terms and scores that disagree are told as such. The last line counts claims, proved,
refuted, not decided, and those wrong: there must be none.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.tuning import small_pairs, small_rows
from tests.tuning.tried import tried


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--pairs", type=int, default=700)
    asked.add_argument("--seed", type=int, default=0)
    given = asked.parse_args()
    wrong = 0
    for named, pairs in (("with a set", small_pairs), ("rows of their own", small_rows)):
        begun, counts = time.process_time(), Counter[str]()
        for seed in range(given.seed, given.seed + given.pairs // 2):
            found, told = tried(pairs, seed)
            counts += found
            wrong += len(told)
            for line in told:
                print(named, line, flush=True)
        print(f"{named}: {dict(sorted(counts.items()))}, {time.process_time() - begun:.0f} s of processor", flush=True)
    print(f"wrong: {wrong}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
