"""Whatever the pages show is what happens: every file is written, every command is run, every fragment loads."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from scoring.rulebook import model
from scoring.rulebook.authored import Authored
from tests.pages import Reader, blocks, inline_commands, inline_keys, parses

ROOT = Path(__file__).resolve().parents[2]
KEYS = {
    key.alias or name
    for shape in vars(model).values()
    if isinstance(shape, type) and issubclass(shape, Authored)
    for name, key in shape.model_fields.items()
}
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


@pytest.mark.parametrize("page", SHOWN)
def test_a_key_written_in_the_text_is_toml_and_one_that_there_is(page: str) -> None:
    for written in inline_keys(text_of(page)):
        (key,) = tomllib.loads(written.replace("…", "..."))
        assert key in KEYS or f"\n{key} " in text_of(page), written


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


def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str) -> str:
    monkeypatch.chdir(tmp_path)
    return Reader(tmp_path).read(page)


def test_an_output_that_is_not_what_is_printed_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = "```console\n$ echo two > two.txt\n$ cat two.txt\n{}\n$ scoring --version | wc -l\n1\n```\n"
    assert read(tmp_path, monkeypatch, shown.format("one")) == shown.format("two")


@pytest.mark.parametrize(
    "block",
    [
        "```toml\n[rule.x]\nkindd = 'proportional'\n```\n",
        "```toml\n[rule.x\n```\n",
        "```console\n$ make demo\n```\n",
        "```text\n$ scoring check\n```\n",
        "```python\nprint(1)\n```\n",
        "```sh by=tests/test_of_nothing.py\n$ make demo\n```\n",
        "```toml file=a.toml\nx = 1\n```\n```diff file=a.toml\n-y = 1\n+y = 2\n```\n",
        "```toml file=a.toml\nx = 1\nx = 1\n```\n```diff file=a.toml\n-x = 1\n+x = 2\n```\n",
    ],
    ids=["unknown key", "no toml", "not run", "a command as text", "another language", "no such test", "not in the file",
         "twice in the file"],
)  # fmt: skip
def test_what_is_neither_run_nor_loads_fails(block: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises((AssertionError, KeyError)):
        read(tmp_path, monkeypatch, block)


def test_a_change_replaces_whole_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = "```toml file=a.toml\nx = 1\nxx = 1\n```\n```diff file=a.toml\n-x = 1\n+x = 2\n+y = 3\n```\n"
    read(tmp_path, monkeypatch, page)
    assert (tmp_path / "a.toml").read_text() == "x = 2\ny = 3\nxx = 1\n"


def test_commands_within_sentences_are_tried_as_well() -> None:
    assert inline_commands("say `scoring tset` or\n```sh\n`scoring`\n```\n") == ["scoring tset"]
    assert parses("scoring check my-rules/ --format sarif") and parses("scoring --help")
    assert not parses("scoring tset") and not parses("scoring check --colour") and not parses("scoring batch --lang fr")
