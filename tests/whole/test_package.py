"""What people install: a wheel made from the source archive, in a clean environment away from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from scoring import __version__
from scoring.rulebook import shipped

ROOT = Path(__file__).resolve().parents[2]


def run(*command: str | Path, cwd: Path) -> str:
    """What a command prints, run elsewhere: nothing of this checkout is on its path."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=clean,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel in it; what the program needs it borrows from the one that runs the tests."""
    away = tmp_path_factory.mktemp("away")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", away / "dist", ROOT, cwd=away)
    (wheel,) = (away / "dist").glob("*.whl")
    run(sys.executable, "-m", "venv", "--without-pip", away / "venv", cwd=away)
    python = away / "venv" / "bin" / "python"
    quiet = ("--quiet", "--disable-pip-version-check", "--no-deps", "--no-index", "--no-compile")
    run(sys.executable, "-m", "pip", "--python", python, "install", *quiet, wheel, cwd=away)
    return away / "venv"


@pytest.fixture(scope="module")
def gained(installed: Path) -> set[str]:
    (packages,) = installed.glob("lib/python*/site-packages")
    names = {path.name for path in packages.iterdir()}
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return names


def test_an_installation_adds_only_the_program_and_its_metadata(gained: set[str]) -> None:
    assert gained == {"scoring", f"scoring-{__version__}.dist-info"}


def test_the_installed_command_runs_from_any_folder(installed: Path, gained: set[str], tmp_path: Path) -> None:
    assert __version__ in run(installed / "bin" / "scoring", "--version", cwd=tmp_path)
    assert __version__ in run(installed / "bin" / "python", "-m", "scoring", "--version", cwd=tmp_path)


def test_the_installed_program_finds_what_is_shipped(installed: Path, gained: set[str], tmp_path: Path) -> None:
    ask = (
        "import scoring; from scoring.rulebook import shipped\n"
        "print(scoring.__file__); print(*shipped.names('rules')); print(*shipped.names('indicators'))"
    )
    where, rules, indicators = run(installed / "bin" / "python", "-c", ask, cwd=tmp_path).split("\n")[:3]
    assert Path(where).is_relative_to(installed)
    assert rules.split() == list(shipped.names("rules"))
    assert indicators.split() == list(shipped.names("indicators"))


def test_the_installed_command_shows_every_rulebook_and_set_that_is_shipped(
    installed: Path, gained: set[str], tmp_path: Path
) -> None:
    for name in (*shipped.names("rules"), *shipped.names("indicators")):
        assert name in run(installed / "bin" / "scoring", "show", name, cwd=tmp_path)


def test_make_demo_prints_what_the_readme_shows() -> None:
    environment = {**os.environ, "COLUMNS": "100"}
    environment.pop("MAKEFLAGS", None)
    done = subprocess.run(
        ["make", "--no-print-directory", "-o", ".venv/installed", "demo", f"BIN={Path(sys.executable).parent}"],
        cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    shown = (ROOT / "README.zh.md").read_text(encoding="utf-8").split("```console\n", 1)[1].split("```", 1)[0]
    assert shown.split("\n", 1)[1] in done.stdout
