"""What files hold and commands print, as blocks of a page."""

from __future__ import annotations

import contextlib
import io
import re
import tempfile
from pathlib import Path

import cli

ROOT = Path(__file__).resolve().parents[2]


def fenced(text: str, language: str = "toml") -> str:
    return f"```{language}\n{text.strip(chr(10))}\n```"


def file(name: str) -> str:
    return fenced((ROOT / name).read_text(encoding="utf-8"))


def printed(*arguments: str) -> str:
    """What the command line prints."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        cli.main(list(arguments))
    return said.getvalue()


def pilot() -> str:
    folder = "docs/templates/"
    out = printed("score", f"{folder}pilot-project.toml", "--rules", f"{folder}pilot.toml", "--lang", "en")
    out = re.sub(r"\nfindings.*", "\n", out, flags=re.DOTALL)
    return fenced(f"$ scoring score project.toml --rules pilot.toml --lang en\n{out}", "console")


def kept() -> str:
    """A counterexample kept beside the rule whose table has a gap."""
    name = "rulebook.toml"
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / name
        copy.write_bytes((ROOT / "tests/golden/lints/row-gap/mistake.toml").read_bytes())
        out = printed("check", str(copy), "--keep", "row-gap", "--lang", "en")
    return fenced(f"$ scoring check my/{name} --keep row-gap --lang en\n{out}", "console")
