"""`scoring show`: sheets to read and print, golden files reviewed like documents."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import cli

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "name", ["performance-evaluation", "self-evaluation", "grassroots-2024", "tender-scoring", "annual-appraisal"]
)
def test_what_is_shipped_is_shown_as_reviewed(
    name: str, language: str, golden: Callable[[str, str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["show", name, "--lang", language]) == 0
    golden(capsys.readouterr().out, f"tests/golden/show/{name}.{language}.txt")


def test_a_misspelt_name_is_refused_with_the_near_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["show", "self-evalution", "--lang", "en"]) == 1
    said = capsys.readouterr()
    assert said.out == "" and "did you mean `self-evaluation`?" in said.err


def test_a_set_is_shown_by_its_path_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["show", str(ROOT / "indicators/grassroots-2024")]) == 0
    assert "D21" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["'show', 'grassroots-2024'", "'check'", "'test', '--engine', 'exact'"])
def test_what_needs_no_rules_engine_works_without_it(command: str) -> None:
    code = f"import sys; sys.modules['durable_rules_engine'] = None; import cli; sys.exit(cli.main([{command}]))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
