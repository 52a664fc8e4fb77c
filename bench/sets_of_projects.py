"""Projects ranked within groups against the same table without places: python -m bench.sets_of_projects [--rows 1000000] [--groups 1000]

The rulebook is that of the province, with a department beside; with places a limit and two results rest on them. Pairs are
taken in turns; time is told as seconds passed, and as seconds of processors, which others on the machine disturb less.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
PROVINCE = ROOT / "bench" / "province"
DEPARTMENT = '\n[fact.department]\nkind = "text"\n'
PLACES = """
[peers]
within = "department"
[value.rank]
place = ["-total", "P1_t"]
of = "peers"
[limit.best_fifth]
when = "rank.share > 20%"
grade = { at_most = "BEST" }
[result.place]
is = "rank.place"
[result.of]
is = "rank.of"
"""


def shelf(work: Path, name: str, places: str) -> Path:
    """The province's rules and set in a folder of their own; the path of the set."""
    folder = work / name
    shutil.copytree(PROVINCE / "rules", folder / "rules")
    shutil.copytree(PROVINCE / "indicators", folder / "indicators")
    with (folder / "rules/province/rulebook.toml").open("a", encoding="utf-8") as book:
        book.write(DEPARTMENT + places)
    return folder / "indicators/province"


def second_best(book: str) -> str:
    """The grade below the best."""
    import tomllib

    return str(tomllib.loads(book)["grade"]["rows"][1][-1])


def table(work: Path, rows: int, groups: int) -> Path:
    """Projects by chance, alike in every run."""
    import duckdb

    from bench.province.figures import JUDGED, LEVELS, PENALTIES, RATES, RATIOS

    cells, salt = [], iter(range(1, 1_000))

    def drawn(most: int) -> str:
        return f"CAST(hash(n, {next(salt)}) % {most} AS BIGINT)"

    for name in RATIOS:
        cells += [f"{drawn(20_000_000)} AS {name}_a", f"{drawn(20_000_000)} + 100000 AS {name}_t"]
    for name in RATES:
        cells += [f"{drawn(200_000_000)} AS {name}_n", f"{drawn(200_000_000)} + 100 AS {name}_d"]
    cells += [f"{drawn(4)} AS {name}_v" for name in PENALTIES]
    levels = ", ".join(f"'{level}'" for level in LEVELS)
    cells += [f"[{levels}][{drawn(len(LEVELS))} + 1] AS {name}_l" for name in JUDGED]
    cells += [f"{drawn(25)} = 0 AS V1", f"'department ' || CAST({drawn(groups)} AS VARCHAR) AS department"]
    made = work / "projects.parquet"
    with duckdb.connect() as connection:
        query = f"SELECT {', '.join(cells)} FROM range({rows}) AS numbers(n)"
        connection.execute(f"COPY ({query}) TO '{made}' (FORMAT parquet, COMPRESSION zstd)")
    return made


def ran(projects: Path, chosen: Path, out: Path) -> tuple[float, float, float]:
    """Seconds passed, seconds of processors, and the most memory in MiB."""
    command = [
        sys.executable,
        "-m",
        "scoring",
        "batch",
        str(projects),
        "-o",
        str(out),
        "--indicators",
        str(chosen),
        "--lang",
        "en",
    ]
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(said.decode()[-3000:])
    return time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--groups", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        book = (PROVINCE / "rules/province/rulebook.toml").read_text(encoding="utf-8")
        without, ranked = shelf(work, "without", ""), shelf(work, "ranked", PLACES.replace("BEST", second_best(book)))
        projects = table(work, asked.rows, asked.groups)
        pairs = [
            (ran(projects, ranked, work / "ranked.parquet"), ran(projects, without, work / "without.parquet"))
            for _ in range(asked.rounds + 1)
        ][1:]
        print(f"{asked.rows:,} projects within {asked.groups:,} groups; load {os.getloadavg()[0]:.1f}")
        for what, at in (("seconds passed", 0), ("seconds of processors", 1), ("MiB", 2)):
            mine, other = (median(pair[side][at] for pair in pairs) for side in (0, 1))
            ratio = median(pair[0][at] / pair[1][at] for pair in pairs)
            print(f"{what}: with places {mine:.2f}, without {other:.2f}, ratio {ratio:.2f}")


if __name__ == "__main__":
    main()
