"""Whatever the pages show is what happens: every file is written, every command is run, every fragment loads."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from pages import Reader, blocks, inline_commands, parses

ROOT = Path(__file__).resolve().parents[1]
PAGES = [*(f"docs/{language}" for language in ("zh", "en"))]
SHOWN = ["README.md", "README.zh.md", *sorted(str(file.relative_to(ROOT)) for folder in PAGES for file in (ROOT / folder).rglob("*.md"))]  # fmt: skip
PAIRS = {
    "README.md": "README.zh.md",
    **{name: name.replace("/en/", "/zh/") for name in SHOWN if name.startswith("docs/en/")},
}


def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", SHOWN)
def test_what_a_page_shows_is_what_happens(
    page: str, golden: Callable[[str, str], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    if "examples/" in "".join(command for block in blocks(text_of(page)) for command in block.commands):
        (tmp_path / "examples").symlink_to(ROOT / "examples")  # a reader in the checkout
    golden(Reader(tmp_path).read(text_of(page)), page)


@pytest.mark.parametrize("page", SHOWN)
def test_a_command_named_in_the_text_is_one_that_the_command_line_takes(page: str) -> None:
    assert [command for command in inline_commands(text_of(page)) if not parses(command)] == []


def shape(page: str) -> list[tuple[str, object]]:
    """What is written and run, without the words: files by name, commands but for the language."""
    made: list[tuple[str, object]] = []
    for block in blocks(text_of(page)):
        commands = [command.replace(" --lang en", "") for command in block.commands]
        made.append((block.language, commands or block.attributes))
    return made


@pytest.mark.parametrize("english", PAIRS)
def test_both_languages_show_the_same(english: str) -> None:
    assert shape(english) == shape(PAIRS[english])


def test_every_page_is_there_in_both_languages() -> None:
    assert {page.removeprefix("docs/zh/") for page in SHOWN if page.startswith("docs/zh/")} == {
        page.removeprefix("docs/en/") for page in SHOWN if page.startswith("docs/en/")
    }


@pytest.mark.parametrize("page", [page for page in SHOWN if "/en/" in page or page == "README.md"])
def test_english_pages_speak_english(page: str) -> None:
    commands = [command for block in blocks(text_of(page)) for command in block.commands]
    prints = [command for command in commands if re.match(r"scoring \w", command)]
    assert [command for command in prints if "--lang en" not in command] == []
