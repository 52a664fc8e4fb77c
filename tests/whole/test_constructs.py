"""Each construct of the language: one rulebook, one project, and the trace as an auditor reads it.

`tests/golden/constructs/NAME/` holds the two files and `trace.txt`: the scorecard, then `explain` of every indicator,
result and value.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONSTRUCTS = ROOT / "tests" / "golden" / "constructs"
NAMES = sorted(folder.name for folder in CONSTRUCTS.iterdir() if folder.is_dir())

TRACE = """
import sys
from cli import main
folder, = sys.argv[1:]
given = [folder + "/project.toml"]
rules = ["--rules", folder + "/rulebook.toml", "--lang", "en"]
def run(*arguments):
    print("$ scoring", " ".join(arguments).replace(folder + "/", ""), flush=True)
    status = main([*arguments])
    print(flush=True)
    assert status == 0, status
run("score", *given, *rules)
from scoring.assessor.loaded_project import open_project
program = open_project(given[0], rules[1]).prepared.program
for one in [*program.indicators, *program.results]:
    run("explain", *given, one.id if hasattr(one, "id") else one.name, *rules)
for one in program.definitions:
    if not one.name.endswith(".actual"):
        run("explain", *given, one.name, *rules)
"""


@pytest.mark.parametrize("name", NAMES)
def test_an_auditor_reads_how_it_came_about(name: str, golden: Callable[[str, str], None]) -> None:
    folder = f"tests/golden/constructs/{name}"
    environment = {**os.environ, "COLUMNS": "100"}
    done = subprocess.run(
        [sys.executable, "-c", TRACE, folder], cwd=ROOT, env=environment, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    golden(done.stdout, f"{folder}/trace.txt")
