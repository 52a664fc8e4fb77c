"""Forms as people fill them in, given to the program as they would give them: TOML or tables in, cards and messages out."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import tempfile
from pathlib import Path
from typing import Any

import cli

HEAD = """
format  = 1
project = "某项目（示例）"
period  = 2024
rules   = "self-evaluation"
"""


def run(*arguments: object) -> tuple[str, str, int]:
    """What a command prints, what it tells, and its exit status."""
    printed, told = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(told):
        status = cli.main([str(argument) for argument in arguments])
    return printed.getvalue(), told.getvalue(), status


def card(form: str, head: str = HEAD) -> dict[str, Any]:
    """The scorecard of a form, which must be accepted."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "form.toml")
        file.write_text(head + form, encoding="utf-8")
        printed, told, status = run("score", file, "--format", "json")
    assert status == 0, told
    found: dict[str, Any] = json.loads(printed)
    return found


def told(form: str, head: str = HEAD) -> list[dict[str, Any]]:
    """Every problem of a form, as `check` tells it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "form.toml")
        file.write_text(head + form, encoding="utf-8")
        printed, _, _ = run("check", file, "--format", "json")
    found: list[dict[str, Any]] = json.loads(printed)["problems"]
    return found


def findings(card: dict[str, Any]) -> list[str]:
    """The codes of a card's findings, sorted."""
    return sorted(one["code"] for one in card["findings"])


def one(card: dict[str, Any], id_: str) -> dict[str, Any]:
    """An indicator of a card."""
    found: dict[str, Any] = next(each for each in card["indicators"] if each["id"] == id_)
    return found


def batch(table: str, *options: str) -> tuple[list[dict[str, str]], list[dict[str, str]], str]:
    """The scores of a table, the rows that were rejected, and what was told."""
    with tempfile.TemporaryDirectory() as folder:
        source, scores, rejects = (Path(folder, name) for name in ("forms.csv", "scores.csv", "rejects.csv"))
        source.write_text(table, encoding="utf-8")
        _, said, _ = run("batch", source, "-o", scores, "--rejects", rejects, "--rules", "self-evaluation", *options)
        return _rows(scores), _rows(rejects), said


def _rows(file: Path) -> list[dict[str, str]]:
    if not file.exists():
        return []
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))
