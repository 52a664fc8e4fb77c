"""Each construct of the language: one rulebook, one project, and the trace as an auditor reads it.

`tests/golden/constructs/NAME/` holds the two files and `trace.txt`: the scorecard, then `explain` of every indicator,
result and value.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from scoring.assessor.loaded_project import open_project
from tests.running import run

ROOT = Path(__file__).resolve().parents[2]
CONSTRUCTS = ROOT / "tests" / "golden" / "constructs"
NAMES = sorted(folder.name for folder in CONSTRUCTS.iterdir() if folder.is_dir())


def trace(folder: str) -> str:
    """The scorecard, then every indicator, result and value explained, as they are asked for in the checkout."""
    given, rules = f"{folder}/project.toml", ("--rules", f"{folder}/rulebook.toml")
    program = open_project(given, rules[1]).prepared.program
    names = [one.id for one in program.indicators] + [one.name for one in program.results]
    names += [one.name for one in program.definitions if not one.name.endswith(".actual")]
    told = []
    for asked in (["score", given], *(["explain", given, name] for name in names)):
        ran = run(*asked, *rules)
        assert (ran.status, ran.err) == (0, ""), ran.err
        shown = " ".join([*asked, *rules, "--lang en"]).replace(f"{folder}/", "")
        told.append(f"$ scoring {shown}\n{ran.out}\n")
    return "".join(told)


@pytest.mark.parametrize("name", NAMES)
def test_an_auditor_reads_how_it_came_about(
    name: str, golden: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = f"tests/golden/constructs/{name}"
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "100")
    golden(trace(folder), f"{folder}/trace.txt")
