"""The JSON of tuning has the keys that the reference says, and no others."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from running import run
from tuning.test_whatif import PROJECT
from tuning.trial import RULES, edited, shelf

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "json.md"
WHOLE = (
    "counts",
    "rulebook",
    "indicator_set",
    "projects[].before",
    "projects[].after",
    "alone.differences",
    "regraded",
)
"""What is told within the line of the table that holds it, or with something alike."""
JUDGED = """
format = 1
[[pairwise]]
judgements = [["a", "b", 5], ["b", "c", 5], ["c", "a", 5]]
"""


def keys(data: Any, at: str = "") -> Iterator[str]:
    if isinstance(data, dict):
        for name, each in data.items():
            path = f"{at}.{name}" if at else name
            yield path
            if not path.endswith(WHOLE) and "schema" not in (each if isinstance(each, dict) else {}):
                yield from keys(each, path)
    if isinstance(data, list):
        for each in data:
            yield from keys(each, f"{at}[]")


def documented(schema: str) -> set[str]:
    section = next(
        part for part in PAGE.read_text(encoding="utf-8").split("\n## ") if f"`{schema}`" in part.split("\n")[0]
    )
    cells = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    return {name for cell in cells for name in re.findall(r"`([^`]+)`", cell)}


@pytest.fixture
def words(tmp_path: Path) -> dict[str, list[str | Path]]:
    shelf(tmp_path)
    new = edited(RULES, {'[">= 90%", "100%"]': '[">= 92%", "100%"]', "at_most = 59": "at_most = 50"})
    (tmp_path / "new.toml").write_text(new, encoding="utf-8")
    (tmp_path / "p.toml").write_text(PROJECT, encoding="utf-8")
    (tmp_path / "w.toml").write_text(JUDGED, encoding="utf-8")
    book, other, chosen, table = (str(tmp_path / name) for name in ("ours.toml", "new.toml", "set.toml", "table.csv"))
    return {
        "comparison/1": ["compare", f"{book}+{chosen}", f"{other}+{chosen}", table],
        "whatif/1": [
            "whatif",
            tmp_path / "p.toml",
            "--set",
            "spent=89 万元",
            "--set",
            "rules.execution.rows.0.0=>= 92%",
        ],
        "sensitivity/1": ["sensitivity", table, "--rules", book, "--indicators", chosen],
        "ranking/1": ["rank", table, "--rules", book, "--indicators", chosen],
        "weights/1": ["weights", tmp_path / "w.toml"],
        "seen/1": ["watch", tmp_path / "p.toml", "--once"],
    }


@pytest.mark.parametrize("schema", ["comparison/1", "whatif/1", "sensitivity/1", "ranking/1", "weights/1", "seen/1"])
def test_every_key_is_documented_and_every_documented_key_is_there(
    schema: str, words: dict[str, list[str | Path]]
) -> None:
    ran = run(*words[schema], "--format", "json")
    assert ran.status == 0, ran.err
    data = json.loads(ran.out)
    assert data["schema"] == schema
    said = documented(schema)
    assert {path for path in keys(data) if path != "schema"} == said
