"""A rulebook in one file that rests on another file beside it is found by every command that tunes, as `score` finds it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.running import run

BASE = """format = 1
[rulebook]
name = "base"
total = 100
[rule.first]
gives = "points"
is = "actual"
[grade]
rows = [[">= 90", "优"], ["else", "差"]]
"""
OWN = 'format = 1\nuse = ["base"]\n[rulebook]\nname = "{name}"\ntotal = 100\n'
CHANGED = '[change.grade.total]\nset = { rows = [[">= 80", "优"], ["else", "差"]] }\nwhy = "x"\n'
PROJECT = """format = 1
project = "P"
period = 2024
[indicator]
A = { in = "甲", weight = 100, rule = "first", actual = 85 }
"""


def written(folder: Path) -> Path:
    (folder / "books").mkdir()
    (folder / "books" / "base.toml").write_text(BASE, encoding="utf-8")
    (folder / "books" / "one.toml").write_text(OWN.format(name="one"), encoding="utf-8")
    (folder / "books" / "two.toml").write_text(OWN.format(name="two") + CHANGED, encoding="utf-8")
    (folder / "p.toml").write_text(PROJECT, encoding="utf-8")
    return folder


@pytest.mark.parametrize(("command", "status", "said"), [
    ("score p.toml --rules books/one.toml", 0, "total   85.00 of 100"),
    ("reach p.toml --grade 优 --rules books/one.toml", 0, "what would reach 优"),
    ("reach p.toml --grade 优 --rules books/two.toml", 0, "优 is reached already"),
    ("whatif p.toml --rules books/one.toml --set rules.first.is=actual/2", 0, "42.50 of 100"),
    ("compare books/one.toml books/two.toml p.toml", 0, "1 change grade"),
    ("prove books/one.toml books/two.toml", 1, "there is a counterexample"),
    ("rank p.toml --rules books/one.toml", 0, "85.00"),
    ("sensitivity p.toml --rules books/two.toml", 0, "with a grade     1"),
    ("watch p.toml --rules books/two.toml --once", 0, "85.00 of 100  优"),
])  # fmt: skip
def test_it_is_found_by_each_command(
    command: str, status: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(written(tmp_path))
    done = run(*command.split(), "--lang", "en")
    assert done.status == status and said in done.out, done.said


@pytest.mark.parametrize("name", ["base", "base.toml"])
def test_a_name_that_is_no_list_is_told_as_that_and_its_letters_are_no_rulebooks(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(written(tmp_path))
    (tmp_path / "books" / "one.toml").write_text(OWN.format(name="one").replace('["base"]', f'"{name}"'), encoding="utf-8")  # fmt: skip
    done = run("reach", "p.toml", "--points", "90", "--rules", "books/one.toml", "--lang", "en")
    assert done.status == 1 and f"a list: [ … ] belongs here, not `{name}`" in done.said
    assert "there is no rulebook" not in done.said
