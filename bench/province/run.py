"""All of bench/README.md's part on tables, in one run: python -m bench.province.run [--rows 1000000] [--quick]

This process stays small, so that the memory of what it starts is told as it is.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SET = ROOT / "bench/province/indicators/province"
SCORING = [sys.executable, "-m", "scoring", "batch"]


def ran(command: list[str]) -> tuple[float, float]:
    """Seconds, and the most memory in MiB, of a process of its own."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(said.decode()[-2000:])
    return time.perf_counter() - start, used.ru_maxrss / 1024


def told(*command: str) -> list[dict[str, Any]]:
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, check=True, capture_output=True, text=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def made(work: Path, rows: int, missing: float = 0) -> Path:
    table = work / f"projects{rows}{'-missing' if missing else ''}.parquet"
    code = f"from pathlib import Path; from bench.province.projects import write; write(Path({str(table)!r}), {rows}, {missing})"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
    return table


def batch(table: Path, out: Path, *more: str, chosen: Path = SET) -> list[str]:
    return [*SCORING, str(table), "-o", str(out), "--indicators", str(chosen), *more]


def end_to_end(table: Path, work: Path, rounds: int) -> None:
    code = "from bench.province.compute import *; print(open_rulebook('province', PLACE, SET.parent.parent / 'rules')[0].fingerprint)"
    fingerprint = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.strip()
    mine = batch(table, work / "out.parquet")
    other = [sys.executable, "-m", "bench.province.by_hand", str(table), str(work / "hand.parquet"), fingerprint]
    pairs = [(ran(mine), ran(other)) for _ in range(rounds + 1)][1:]
    ratio = median(a[0] / b[0] for a, b in pairs)
    print(f"Parquet to Parquet, the whole command: ours {median(a[0] for a, _ in pairs):.2f} s, {max(a[1] for a, _ in pairs):.0f} MiB; "
          f"by hand {median(b[0] for _, b in pairs):.2f} s, {max(b[1] for _, b in pairs):.0f} MiB; ratio {ratio:.2f}", flush=True)  # fmt: skip
    small = made(work, 10)
    fixed = median(ran(batch(small, work / "small.parquet"))[0] for _ in range(3))
    print(f"of that, what ten rows take as well: {fixed:.2f} s", flush=True)


def against_size(work: Path, quick: bool) -> None:
    print("| what grows | size | seconds | MiB | ratio to the row above, by growth |\n|---|--:|--:|--:|--:|")
    before: tuple[int, float] | None = None
    for rows in (10_000, 100_000, 1_000_000) if quick else (10_000, 100_000, 1_000_000, 10_000_000):
        table = made(work, rows)
        seconds, most = ran(batch(table, work / "out.parquet", "--memory", "512MB"))
        before = _row("rows", rows, seconds, most, before)
        table.unlink()
    before = None
    for indicators in (10, 30, 100, 200):
        told("bench.province.wide", str(work / "wide"), str(indicators), "200000")
        seconds, most = ran(
            batch(
                work / "wide/wide.parquet",
                work / "out.parquet",
                "--memory",
                "512MB",
                chosen=work / "wide/indicators/wide",
            )
        )
        before = _row("indicators, 200,000 rows", indicators, seconds, most, before)


def _row(what: str, size: int, seconds: float, most: float, before: tuple[int, float] | None) -> tuple[int, float]:
    ratio = f"{seconds / before[1] / (size / before[0]):.2f}" if before is not None else ""
    print(f"| {what} | {size:,} | {seconds:.2f} | {most:.0f} | {ratio} |", flush=True)
    return size, seconds


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        table, missing = made(work, asked.rows), made(work, asked.rows, 0.03)
        for each in (table, missing):
            for one in told("bench.province.compute", str(each), "--rounds", str(asked.rounds)):
                print(json.dumps(one), flush=True)
        for one in told("bench.province.rates", str(table)):
            print(json.dumps(one), flush=True)
        end_to_end(table, work, asked.rounds)
        against_size(work, asked.quick)


if __name__ == "__main__":
    main()
