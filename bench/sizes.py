"""Rulebooks of any size, and the time that a project takes against it.

    python bench/sizes.py

Times are of one run, medians; the ratio is to the row above, divided by the growth in size: 1.0 is a straight line.
"""

from __future__ import annotations

import itertools
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from scoring.assessor.assessor import score
from scoring.assessor.loaded_project import open_project

KEYS = 7


@dataclass(frozen=True)
class Size:
    """How much there is of everything; each indicator has a criterion of its own."""

    indicators: int = 10
    clauses: int = 5
    rows: int = 10  # of one table by seven keys
    values: int = 10  # of one key


def rulebook_text(size: Size) -> str:
    lines = ["format = 1", "[rulebook]", 'name = "large"', 'weights_off_total = "finding"', "[fact]"]
    lines += [f'f{n} = {{ kind = "number" }}' for n in range(size.indicators)]
    lines += [f'k{n} = ["a", "b", "c"]' for n in range(KEYS)]
    lines += ['region = { kind = "text" }', "[value.wide]", f"by = {[f'k{n}' for n in range(KEYS)]}", "rows = ["]
    for result, cells in zip(range(size.rows), itertools.product("abc", repeat=KEYS), strict=False):
        lines.append("  [" + ", ".join(f'"{cell}"' for cell in cells) + f", {result}],")
    lines += ["]", "otherwise = -1", "[value.long]", 'by = "region"', "rows = ["]
    lines += [f'  ["region {n}", {n}],' for n in range(size.values)]
    lines += ["]", "otherwise = -1"]
    for n in range(size.indicators):
        bands = [f'[">= {95 - 10 * step - n % 7}", "{100 - 15 * step}%"]' for step in range(size.clauses - 1)]
        lines += [f"[rule.r{n}]", f'by = "f{n}"', "rows = [" + ", ".join([*bands, '["else", "0%"]']) + "]"]
    lines += ["[result.wide]", 'is = "wide"', "[result.long]", 'is = "long"', ""]
    return "\n".join(lines)


def project_text(size: Size, number: int) -> str:
    """A project whose facts lie at edges, beside them, or are missing; the last of the long table's values."""
    lines = ["format = 1", f'project = "p{number}"', "period = 2024", 'rules = "large"', "[facts]"]
    lines += [f"f{n} = {(n * 37 + number * 11) % 101}" for n in range(size.indicators) if (n + number) % 50]
    lines += [f'k{n} = "{"abc"[(number + n // 3) % 2]}"' for n in range(KEYS)]
    lines += [f'region = "region {size.values - 1}"', "[indicator]"]
    lines += [
        f'I{n} = {{ in = "g{n % 20}", label = "{n}", weight = 1, rule = "r{n}" }}' for n in range(size.indicators)
    ]
    return "\n".join(lines) + "\n"


@dataclass(frozen=True)
class Times:
    opened: float
    rules: float
    exact: float


def timed(size: Size, folder: Path) -> Times:
    (folder / "large.toml").write_text(rulebook_text(size), encoding="utf-8")
    (folder / "project.toml").write_text(project_text(size, 1), encoding="utf-8")
    opened = open_project(str(folder / "project.toml"), str(folder / "large.toml"))
    prepared = opened.prepared
    score(prepared)  # compiled once for all projects
    return Times(
        _median(lambda: open_project(str(folder / "project.toml"), str(folder / "large.toml")), 3),
        _median(lambda: score(prepared), 5),
        _median(lambda: score(prepared, "exact"), 5),
    )


def _median(work: Callable[[], object], times: int) -> float:
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


GROWTH = (
    ("indicators", (10, 30, 100, 300, 1000)),
    ("rows", (10, 50, 200, 800)),
    ("values", (10, 100, 500, 2000, 10_000)),
    ("clauses", (5, 10, 20)),
)


def main() -> None:
    print("| what grows | size | read and lowered | scored on `rules` (with `exact`) | `exact` alone | ratio |")
    print("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        for what, sizes in GROWTH:
            before: tuple[int, float] | None = None
            for size in sizes:
                times = timed(replace(Size(indicators=30) if what == "clauses" else Size(), **{what: size}), Path(name))
                ratio = "" if before is None else f"{times.rules / before[1] / (size / before[0]):.2f}"
                print(f"| {what} | {size} | {times.opened * 1000:.0f} ms | {times.rules * 1000:.2f} ms | "
                      f"{times.exact * 1000:.2f} ms | {ratio} |", flush=True)  # fmt: skip
                before = size, times.rules


if __name__ == "__main__":
    main()
