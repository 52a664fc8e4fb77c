"""`scoring check --keep`: a counterexample becomes an [[example]] of the file, and nothing else in it changes."""

from __future__ import annotations

import contextlib
import io
import shutil
import stat
import tomllib
from pathlib import Path

import pytest

import cli

ROOT = Path(__file__).resolve().parents[2]
LINTS = ROOT / "tests" / "golden" / "lints"
WITH_COUNTEREXAMPLES = ["row-gap", "rows-overlap", "row-shadowed", "edges-mixed", "limit-always-bites", "points-fall",
                        "weight-out-of-reach", "weight-exceeded"]  # fmt: skip


def scoring(*arguments: str) -> tuple[str, int]:
    said, complained = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(complained):
        status = cli.main([*arguments, "--lang", "en"])
    assert "internal error" not in complained.getvalue(), complained.getvalue()
    return said.getvalue() + complained.getvalue(), status


def laid_out(name: str, folder: Path) -> Path:
    """The rulebook with the mistake, or the set with its rulebook beside it, where it may be written."""
    file = LINTS / name / "mistake.toml"
    if file.is_file():
        return Path(shutil.copy(file, folder / "mine.toml"))
    shutil.copytree(LINTS / name / "mistake", folder / "mine")
    return folder / "mine" / "indicators" / "set"


@pytest.mark.parametrize("name", WITH_COUNTEREXAMPLES)
def test_the_counterexample_is_appended_and_tried(name: str, tmp_path: Path) -> None:
    path = laid_out(name, tmp_path)
    files = {file: file.read_bytes() for file in tmp_path.rglob("*.toml")}
    told, status = scoring("check", str(path), "--keep", name)
    assert status == 0, told
    assert ": kept: " in told
    (changed,) = [file for file, before in files.items() if file.read_bytes() != before]
    after = changed.read_bytes()
    assert after.startswith(files[changed])
    (example,) = tomllib.loads(after.decode())["example"]
    assert example["given"] or name == "limit-always-bites"
    assert not {"earns", "gives", "bites"} & example.keys()


def test_the_test_command_shows_a_kept_example_until_its_result_is_decided(tmp_path: Path) -> None:
    path = laid_out("edges-mixed", tmp_path)
    scoring("check", str(path), "--keep", "edges-mixed")
    told, status = scoring("test", str(path))
    assert status == 1
    assert "no result is written yet; the rules give 6" in told
    path.write_text(path.read_text(encoding="utf-8") + "gives = 8\n", encoding="utf-8")
    assert scoring("test", str(path))[1] == 1
    path.write_text(path.read_text(encoding="utf-8").replace('"> 80"', '">= 80"'), encoding="utf-8")
    assert scoring("test", str(path))[1] == 0


def test_comments_line_ends_and_permissions_survive(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    text = (
        (LINTS / "row-gap" / "mistake.toml").read_bytes().replace(b"[value.points]", "# 说明\n[value.points]".encode())
    )
    before = b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n").rstrip(b"\r\n")
    path.write_bytes(before)
    path.chmod(0o640)
    told, status = scoring("check", str(path), "--keep", "mine.toml:12")
    assert status == 0, told
    after = path.read_bytes()
    assert after.startswith(before)
    assert b"\n" not in after[len(before) :].replace(b"\r\n", b"")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_an_example_is_kept_once(tmp_path: Path) -> None:
    path = laid_out("row-gap", tmp_path)
    scoring("check", str(path), "--keep", "row-gap")
    before = path.read_bytes()
    told, status = scoring("check", str(path), "--keep", "row-gap")
    assert (status, path.read_bytes()) == (0, before)
    assert "kept already: rate = 90%" in told


def test_nothing_to_keep_is_said_and_nothing_written(tmp_path: Path) -> None:
    path = laid_out("row-gap", tmp_path)
    before = path.read_bytes()
    told, status = scoring("check", str(path), "--keep", "points-fall")
    assert status == 1
    assert "no counterexample of `points-fall` to keep" in told
    assert path.read_bytes() == before


def test_a_file_that_another_example_would_break_is_left_alone(tmp_path: Path) -> None:
    path = laid_out("row-gap", tmp_path)
    text = path.read_text(encoding="utf-8")
    before = text.replace("format = 1\n", "format = 1\nexample = []\n", 1).encode()
    path.write_bytes(before)
    told, status = scoring("check", str(path), "--keep", "row-gap")
    assert status == 1
    assert "no example can say this" in told
    assert path.read_bytes() == before


def test_shipped_files_are_not_written() -> None:
    told, status = scoring("check", "--keep", "row-gap")
    assert status == 2
    assert "--keep needs a PATH" in told
