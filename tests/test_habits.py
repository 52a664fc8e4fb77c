"""What makes work on the program quick: a lint is begun by one command, and a change runs the tests that concern it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests import changed, new_lint

ROOT = Path(__file__).resolve().parents[1]


def test_a_lint_is_begun_with_its_module_and_the_rulebooks_of_its_test(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new_lint.main("points-jump", tmp_path) == 0
    assert "tests/golden/lints/points-jump/mistake.toml" in capsys.readouterr().out
    module = tmp_path / "scoring/lint/lints/points_jump.py"
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "format", "--check", "--line-length", "120", "--isolated", str(module)],
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert 'CODE = "points-jump"' in module.read_text(encoding="utf-8")
    assert new_lint.main("points-jump", tmp_path) == 1


@pytest.mark.parametrize("code", ["Row-Gap", "row_gap", "../x", "row-gap-"])
def test_a_lint_is_named_in_small_letters_and_hyphens(code: str, tmp_path: Path) -> None:
    assert new_lint.main(code, tmp_path) == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("file", "test"),
    [
        ("scoring/lint/lints/row_gap.py", "tests/lint/test_lints.py"),
        ("tests/golden/lints/row-gap/near.toml", "tests/lint/test_lints.py"),
        ("tests/writing.py", "tests/program/test_groups.py"),
        ("docs/en/laws.md", "tests/docs/test_docs.py"),
        ("tests/test_habits.py", "tests/test_habits.py"),
    ],
)
def test_a_change_runs_the_tests_that_concern_it(file: str, test: str) -> None:
    named = [str(path.relative_to(ROOT)) for path in changed.tests_of([file])]
    assert test in named
    assert "tests/test_layers.py" in named
    assert len(named) < 80  # of some two hundred


@pytest.mark.parametrize("page", ["docs/architecture.md", "CONTRIBUTING.md", "docs/planted-mistakes.md"])
def test_every_path_that_a_page_for_developers_names_is_there(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    named = re.findall(r"`((?:scoring|tests|docs|rules|indicators|examples|bench)/[\w./-]+)`", text)
    linked = [str((ROOT / page).parent / link) for link in re.findall(r"\]\(([\w./-]+)\)", text)]
    assert [path for path in (*named, *linked) if not (ROOT / path).exists()] == []


def test_every_room_has_its_line() -> None:
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    rooms = [path.parent.name for path in sorted((ROOT / "scoring").glob("*/__init__.py"))]
    assert [room for room in rooms if f"| `scoring/{room}/` |" not in text] == []
