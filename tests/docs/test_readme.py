"""What the README says of the project beyond what it shows; tests/docs/test_docs.py runs all that it shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring.commands import HELP

ROOT = Path(__file__).resolve().parents[2]
READMES = [(ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh.md")]


@pytest.mark.parametrize("text", READMES, ids=["en", "zh"])
def test_the_rule_of_the_readme_is_the_shipped_one_without_its_labels(text: str) -> None:
    shipped = (ROOT / "rules/self-evaluation/criteria.toml").read_text(encoding="utf-8")
    for row in ('">= target", "100%"', '">= 60%", "actual / target"', '"else", "0%"'):
        assert f"[{row}]" in text and f"[{row}]" in shipped


@pytest.mark.parametrize("text", READMES, ids=["en", "zh"])
def test_every_command_is_in_the_readmes_table(text: str) -> None:
    assert [name for name in HELP if f"| `scoring {name}" not in text] == []


@pytest.mark.parametrize("text", READMES, ids=["en", "zh"])
def test_the_links_of_the_readme_lead_to_files(text: str) -> None:
    links = [part.split(")")[0] for part in text.split("](")[1:]]
    assert links and [link for link in links if not (ROOT / link).is_file()] == []
