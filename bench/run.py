"""All that bench/README.md reports, measured in one run: `make bench`. Ratios against a named peer, never a time alone."""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench import matching, work  # noqa: E402
from scoring.assessor.assessor import score  # noqa: E402

COMPLETED = "examples/grassroots-2024/completed.toml"
IMPORTS = "import click, tabulate, durable_rules_engine; from pydantic import BaseModel"


def process_time(rounds: int) -> tuple[float, float, float]:
    """Milliseconds of CPU that `scoring score` takes, those of the imports alone, and the median ratio of pairs."""
    ours = [sys.executable, "-m", "scoring", "score", COMPLETED]
    peer = [sys.executable, "-c", IMPORTS]
    pairs = [(_cpu(ours), _cpu(peer)) for _ in range(rounds + 1)][1:]  # the first pair warms the disk
    ours_took, peer_took = (median(pair[n] for pair in pairs) * 1e3 for n in (0, 1))
    return ours_took, peer_took, median(a / b for a, b in pairs)


def _cpu(command: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(command, cwd=ROOT, env=kept, stdout=subprocess.DEVNULL, check=True)  # compiled once, as for users
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def everything(seeds: range) -> tuple[int, float]:
    """Projects scored with everything included but reading TOML (facts, both engines, scorecard), and the seconds."""
    _, _, assessor = work.opened()
    projects = [work.project(seed) for seed in seeds]
    start = time.perf_counter()
    for project in projects:
        prepared, _ = assessor.prepare(project)
        assert prepared is not None
        score(prepared)
    return len(projects), time.perf_counter() - start


def on_all_cores(projects: int) -> float:
    """Projects a second, each core with a share of them."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    share = projects // cores
    with ProcessPoolExecutor(cores) as pool:
        done = list(pool.map(everything, [range(n * share, (n + 1) * share) for n in range(cores)]))
    return sum(count for count, _ in done) / max(seconds for _, seconds in done)


def memory(projects: int) -> list[tuple[int, float]]:
    """Resident MiB after so many projects, in one process."""
    _, _, assessor = work.opened()
    kept = [work.project(seed) for seed in range(200)]
    seen = []
    for number in range(1, projects + 1):
        prepared, _ = assessor.prepare(kept[number % len(kept)])
        assert prepared is not None
        score(prepared)
        if number in (1000, projects // 4, projects // 2, projects):
            seen.append((number, _resident()))
            print(f"  {number} projects: {seen[-1][1]:.1f} MiB", flush=True)
    return seen


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--memory", type=int, default=100_000, help="projects scored while memory is watched")
    asked = parser.parse_args()
    ours, peer, ratio = process_time(asked.rounds)
    print(f"scoring score completed.toml {ours:.0f} ms, its imports alone {peer:.0f} ms: {ratio:.2f} x")
    found = matching.measure()
    print(
        f"matching and points with trace: {found['ours']:.0f} µs, zen-engine {found['zen']:.0f} µs: {found['ratio']:.2f} x"
    )
    count, seconds = everything(range(1000))
    print(f"everything included: {count / seconds:.0f} projects a second on one core", flush=True)
    print(f"everything included: {on_all_cores(2000):.0f} projects a second on all cores", flush=True)
    print("memory")
    memory(asked.memory)
    return 0


if __name__ == "__main__":
    sys.exit(main())
