"""Killed at any moment, a run leaves nothing half-written under an output's name, and the next one succeeds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.kills import OLD, HalfWritten, kill_often, writer

ROOT = Path(__file__).resolve().parents[2]
HEAD = "项目,年度,C15.target,C15.actual,planned (万元),arrived (万元),spent (万元),diverted_funds"
STEPS = [
    (".csv", "fsync"),
    (".csv", "replace"),
    (".csv", "after replace"),
    (".csv", "unlink"),
    (".parquet", "link"),
    (".parquet", "after replace"),
]
KILLED_AT = """
import os, sys
from pathlib import Path
from tests.kills import write_tables

folder, suffix, step = sys.argv[1:]
die = lambda *_, **__: os.kill(os.getpid(), 9)
if step == "after replace":
    replace = os.replace
    os.replace = lambda *paths: (replace(*paths), die())
elif step == "unlink":
    Path.unlink = die
else:
    setattr(os, step, die)
write_tables(Path(folder), suffix)
"""


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet"])
def test_killed_at_random_moments_it_leaves_the_old_output_or_the_whole_new_one(suffix: str, tmp_path: Path) -> None:
    command, outputs = writer(tmp_path, suffix, rows=4_000 if suffix == ".xlsx" else 20_000)
    came = kill_often(command, outputs, times=5, seed=len(suffix))
    assert came.killed + came.ended == 5 and came.killed > 0


@pytest.mark.parametrize(("suffix", "step"), STEPS)
def test_killed_at_the_very_step_it_leaves_the_old_output_or_the_whole_new_one(
    suffix: str, step: str, tmp_path: Path
) -> None:
    command, (scores, rejects) = writer(tmp_path, suffix, rows=50)
    subprocess.run(command, check=True)
    whole = {file: file.read_bytes() for file in (scores, rejects)}
    for file in whole:
        file.unlink()  # the staged table has the same file under another name
        file.write_bytes(OLD)
    done = subprocess.run([sys.executable, "-c", KILLED_AT, str(tmp_path), suffix, step], cwd=ROOT, check=False)
    assert done.returncode == -9
    assert all(file.read_bytes() in (OLD, new) for file, new in whole.items())
    subprocess.run(command, check=True)
    assert {file: file.read_bytes() for file in whole} == whole
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted([rejects.name, scores.name, "work"])


def test_scoring_batch_killed_at_random_moments_leaves_whole_outputs(tmp_path: Path) -> None:
    table, outputs = tmp_path / "projects.csv", [tmp_path / "out.csv", tmp_path / "rejects.csv"]
    rows = [f"第{n}号,2024,>= 40 人,{n % 50} 人,28,28,{n % 28},否" for n in range(500)]
    table.write_text("\n".join([HEAD, *rows, "甲,2024,>= 40 人,近百,28,28,27,否"]), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "scoring",
        "batch",
        str(table),
        "-o",
        str(outputs[0]),
        "--rejects",
        str(outputs[1]),
    ]
    came = kill_often([*command, "--indicators", "grassroots-2024"], outputs, times=4, seed=4)
    assert came.killed + came.ended == 4 and sorted(tmp_path.iterdir()) == sorted([table, *outputs])


def test_a_command_that_writes_straight_into_its_output_is_found_out(tmp_path: Path) -> None:
    output = tmp_path / "out.csv"
    code = "import sys, time\nwith open(sys.argv[1], 'w') as file:\n    for _ in range(40):\n        print(1, file=file, flush=True); time.sleep(0.005)"
    with pytest.raises(HalfWritten, match=r"of 80 bytes under the name out\.csv"):
        kill_often([sys.executable, "-c", code, str(output)], [output], times=15, seed=1)
