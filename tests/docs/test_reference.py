"""The reference for authors is made from the program, complete, and what it shows is what happens."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from docs import build
from docs.making import commands, sections
from scoring.commands import HELP
from scoring.formula.functions import FUNCTIONS
from scoring.lint.analysis import CODES
from scoring.rulebook import model
from scoring.rulebook.authored import Authored
from scoring.values.amount import read_amount
from scoring.values.units import Units
from tests.pages import blocks, loads, parses

ROOT = Path(__file__).resolve().parents[2]
PAGES = {file.name: file.read_text(encoding="utf-8") for file in sorted((ROOT / "docs" / "reference").glob("*.md"))}
PAGE = "\n".join(PAGES.values())
FOLDERS = (
    "rules",
    "indicators",
    "forms",
    "examples",
    "docs/templates",
    "tests/golden/constructs",
    "tests/golden/lints",
)


def test_the_pages_are_what_the_program_says_today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.chdir(ROOT)
    assert build.stale() == [], "run: python docs/build.py"


def models() -> set[type[Authored]]:
    found = {each for each in vars(model).values() if isinstance(each, type) and issubclass(each, Authored)}
    return found - {Authored, model.Construct, model.Declared, model.Shared, model.Submitted, model.Published}


def test_every_kind_of_section_is_on_the_page() -> None:
    assert {shape for _, shape in sections.SECTIONS} == models()


def test_every_command_and_lint_is_on_its_page() -> None:
    headings = re.findall(r"^## `(.+)`$", PAGES["commands.md"] + PAGES["lints.md"], re.M)
    assert sorted(headings) == sorted([*(f"scoring {name}" for name in HELP), *CODES])


@pytest.mark.parametrize("name", HELP)
def test_the_examples_of_a_commands_help_are_commands(name: str) -> None:
    lines = [re.split(r" {3,}", line.rpartition(" | ")[2])[0] for line in commands.examples(name)]
    assert [line for line in lines if not parses(line)] == []


def test_every_key_is_described() -> None:
    bare = [
        f"{shape.__name__}.{name}"
        for shape in models()
        for name, key in shape.model_fields.items()
        if not key.description
    ]
    assert bare == []


def shown_files() -> Iterator[dict[str, Any]]:
    for folder in FOLDERS:
        for file in sorted((ROOT / folder).rglob("*.toml")):
            yield tomllib.loads(file.read_text(encoding="utf-8"))
    for page in sorted((ROOT / "docs" / "en").rglob("*.md")):  # which test_docs.py runs
        for block in blocks(page.read_text(encoding="utf-8")):
            if block.language == "toml":
                yield tomllib.loads(block.text)


def keys_of(data: Any) -> Iterator[str]:
    waiting = [data]
    while waiting:
        at = waiting.pop()
        if isinstance(at, dict):
            yield from at
            waiting.extend(at.values())
        elif isinstance(at, list):
            waiting.extend(at)


def test_every_key_stands_in_an_example_that_is_run() -> None:
    used = {key for data in shown_files() for key in keys_of(data)}
    unused = sorted(
        f"{shape.__name__}.{key.alias or name}"
        for shape in models()
        for name, key in shape.model_fields.items()
        if (key.alias or name) not in used
    )
    assert unused == []


def test_every_function_hit_policy_rounding_mode_and_missing_policy_is_on_the_page() -> None:
    names = [*FUNCTIONS, *get_args(model.HitPolicy), *get_args(model.RoundingMode), *get_args(model.How)]
    names += get_args(get_args(model.MissingPolicy)[0])
    assert [
        name for name in names if f"`{name}`" not in PAGE and f'`"{name}"`' not in PAGE and f" {name} " not in PAGE
    ] == []


def test_every_unit_is_on_the_page_and_can_be_read() -> None:
    units = Units.standard()
    chapter = PAGES["units.md"]
    for name in units.names:
        assert re.search(rf"(?<![^\s|]){re.escape(name)}(?![^\s,|])", chapter), name
        assert hasattr(read_amount(f"12 {name}", units), "value"), name


def test_every_fragment_may_stand_in_one_of_the_three_kinds_of_file() -> None:
    fragments = [block.text for block in blocks(PAGE) if block.language == "toml"]
    assert [fragment for fragment in fragments if not loads(fragment)] == []
