"""Each lint: a rulebook that has the mistake, one near it that has not; what is said, in both languages."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scoring.lint.analysis import CODES

ROOT = Path(__file__).resolve().parents[1]
LINTS = ROOT / "tests" / "golden" / "lints"
NAMES = sorted(folder.name for folder in LINTS.iterdir() if folder.is_dir())
SHIPPED = [
    *sorted(path.relative_to(ROOT) for kind in ("rules", "indicators") for path in (ROOT / kind).iterdir()),
    *sorted(path.parent.relative_to(ROOT) for path in (ROOT / "examples").rglob("rulebook.toml")),
]


def checked(path: Path, language: str) -> tuple[str, int]:
    command = [sys.executable, "-m", "scoring", "check", str(path), "--lang", language]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert "internal error" not in done.stderr, done.stderr
    return done.stdout + done.stderr, done.returncode


def lies(name: str, which: str) -> Path:
    """The rulebook, or the indicator set with its rulebook beside it."""
    file = LINTS / name / f"{which}.toml"
    return file if file.is_file() else LINTS / name / which / "indicators" / "set"


def test_every_lint_has_a_rulebook_with_the_mistake_and_one_without() -> None:
    assert set(NAMES) == {*CODES, "silenced"}


@pytest.mark.parametrize("name", [name for name in NAMES if name != "silenced"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_mistake_is_told_and_nothing_else(name: str, language: str, golden: Callable[[str, str], None]) -> None:
    told, status = checked(lies(name, "mistake"), language)
    assert told.count(f"[{name}]") == 1, told
    assert status == 0
    golden(told, f"tests/golden/lints/{name}/{language}.txt")


@pytest.mark.parametrize("name", NAMES)
def test_the_rulebook_near_it_gives_no_alarm(name: str) -> None:
    told, status = checked(lies(name, "near"), "en")
    assert (told, status) == ("1 checked, no problems\n", 0)


def test_a_lint_may_be_made_an_error() -> None:
    told, status = checked(lies("silenced", "mistake"), "en")
    assert status == 1
    assert "1 error" in told


@pytest.mark.parametrize("path", SHIPPED, ids=str)
def test_nothing_that_is_shipped_gives_an_alarm(path: Path) -> None:
    assert checked(ROOT / path, "en") == ("1 checked, no problems\n", 0)


def test_a_lint_that_there_is_not_is_a_problem(tmp_path: Path) -> None:
    text = (LINTS / "silenced" / "near.toml").read_text(encoding="utf-8")
    (tmp_path / "x.toml").write_text(text.replace('{ "row-gap" =', '{ "row-gab" ='), encoding="utf-8")
    told, status = checked(tmp_path / "x.toml", "en")
    assert status == 1
    assert "there is no lint `row-gab`" in told
    assert "[row-gap]" in told
