"""What the README shows is what the program prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import cli

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONSOLE = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
PROJECT = next(block for block in re.findall(r"```toml\n(.*?)```", README, re.DOTALL) if "project =" in block)


def shown(command: str) -> list[str]:
    """What the README shows of a command, each time that it does."""
    return [block.split(f"$ {command}\n", 1)[1] for block in CONSOLE if f"$ {command}\n" in block]


def printed(command: str, capsys: pytest.CaptureFixture[str]) -> str:
    cli.main(command.split()[1:])
    said = capsys.readouterr()
    return said.out + said.err


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    file = tmp_path / "roads.toml"
    file.write_text(PROJECT, encoding="utf-8")
    return file


def test_the_first_screen_shows_what_make_demo_prints(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "100")
    command = "scoring score examples/self-evaluation/form.toml"
    assert [printed(command, capsys)] == shown(command)


def test_the_project_of_the_readme_has_the_scorecard_of_the_readme(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = shown("scoring score roads.toml --lang en")
    assert printed("scoring score roads.toml --lang en", capsys) == good
    explained = "scoring explain roads.toml N1 --lang en"
    assert [printed(explained, capsys)] == shown(explained)
    project.write_text(PROJECT.replace('"11.4 公里"', '"约11.4公里"'), encoding="utf-8")
    assert printed("scoring score roads.toml --lang en", capsys) == bad


def test_the_rule_of_the_readme_is_the_shipped_one_without_its_labels() -> None:
    shipped = (ROOT / "rules/self-evaluation/criteria.toml").read_text(encoding="utf-8")
    for row in ('">= 90%", "100%"', '">= 60%", "actual / 90%"', '"else", "0%"'):
        assert f"[{row}]" in README and f"[{row}]" in shipped
