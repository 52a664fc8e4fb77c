"""`scoring write` writes documents whole or not at all, and says what it cannot write."""

from __future__ import annotations

from pathlib import Path

from tests.running import run

FORM = "examples/self-evaluation/form.toml"


def test_a_form_is_a_workbook(tmp_path: Path) -> None:
    done = run("write", FORM, "-o", str(tmp_path / "form.xlsx"))
    assert done.status == 0, done.err
    assert (tmp_path / "form.xlsx").read_bytes()[:2] == b"PK"
