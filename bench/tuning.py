"""Comparing two rulebooks over a million projects against one run of the batch: python -m bench.tuning [--rows 1000000]

The rulebook is that of the province; commands are taken in turns, each beside a `scoring batch` of the same table. Time is told as seconds
passed, and as seconds of processors, which others on the machine disturb less; the ratio is the median of the pairs.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from bench.sets_of_projects import shelf, table

ROOT = Path(__file__).resolve().parents[1]
WEIGHT = ("indicators/province", 'P1", weight = 8,', 'P1", weight = 8.08,')
OTHER = ("indicators/province", 'P2", weight = 7.5,', 'P2", weight = 7.42,')
THRESHOLD = ("rules/province", 'rows = [[">= 95%", 6]', 'rows = [[">= 96%", 6]')
PENALTY = ("rules/province", 'rows = [[">= 98%", 6]', 'rows = [[">= 97%", 6]')


def edited(work: Path, name: str, *edits: tuple[str, str, str]) -> Path:
    """The province's rules and set with some lines written otherwise; the path of the set."""
    chosen = shelf(work, name, "")
    for folder, before, after in edits:
        texts = {file: file.read_text(encoding="utf-8") for file in (work / name / folder).glob("*.toml")}
        (file,) = (file for file, text in texts.items() if before in text)
        file.write_text(texts[file].replace(before, after, 1), encoding="utf-8")
    return chosen


def ran(*arguments: str, ends: tuple[int, ...] = (0,)) -> tuple[float, float, float]:
    """Seconds passed, seconds of processors, and the most memory in MiB, of a command; `ends`: the exit statuses that are answers."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "scoring", *arguments, "--lang", "en"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in ends:
        sys.exit(said.decode()[-3000:])
    return time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        before = str(edited(work, "before"))
        weight = str(edited(work, "weight", WEIGHT, OTHER))
        one, two = str(edited(work, "one", THRESHOLD)), str(edited(work, "two", THRESHOLD, PENALTY))
        projects = str(table(work, asked.rows, 1_000))
        batch = ["batch", projects, "-o", str(work / "scores.parquet"), "--indicators", before]
        tried = {
            "two weights moved by 1 %, grades before and after": ["compare", before, weight, projects, "--no-shares"],
            "one threshold, without shares": ["compare", before, one, projects, "--no-shares"],
            "two thresholds, without shares": ["compare", before, two, projects, "--no-shares"],
            "two thresholds, with the share of each": ["compare", before, two, projects],
            "places of all projects": ["rank", projects, "--indicators", before],
        }
        print(f"{asked.rows:,} projects; load {os.getloadavg()[0]:.1f}")
        for what, arguments in tried.items():
            pairs = [(ran(*arguments), ran(*batch)) for _ in range(asked.rounds)]
            mine, other = (median(pair[side][0] for pair in pairs) for side in (0, 1))
            ratios = [median(pair[0][at] / pair[1][at] for pair in pairs) for at in (0, 1)]
            most = max(pair[0][2] for pair in pairs)
            print(f"{what}: {mine:.2f} s passed, batch {other:.2f} s, ratio {ratios[0]:.2f}; "
                  f"of processors {ratios[1]:.2f} × ({median(pair[0][1] for pair in pairs):.1f} s); {most:.0f} MiB")  # fmt: skip
        sensitive(before, projects, batch)


def sensitive(chosen: str, projects: str, batch: list[str]) -> None:
    """One change of a weight or threshold tried by `sensitivity`: what another one costs, as a multiple of a batch."""
    asked = ["sensitivity", projects, "--indicators", chosen, "--near", "0", "--weights", "0"]
    for what, more in (("", []), (", without rank correlation", ["--no-correlation"])):
        none, some, other = (
            ran(*asked, "--thresholds", "0", *more),
            ran(*asked, "--thresholds", "±1%", *more),
            ran(*batch),
        )
        tried = changes(chosen)
        print(f"each threshold moved{what}: {(some[0] - none[0]) / tried / other[0]:.2f} × a batch; "
              f"of processors {(some[1] - none[1]) / tried / other[1]:.2f} × ({tried} changes)")  # fmt: skip


def changes(chosen: str) -> int:
    """How many changes of thresholds there are."""
    from fractions import Fraction

    from scoring.tuning.editions.opening import open_side
    from scoring.tuning.reactions.variation import of_thresholds

    return len(list(of_thresholds(open_side(chosen), Fraction(1, 100))))


if __name__ == "__main__":
    main()
