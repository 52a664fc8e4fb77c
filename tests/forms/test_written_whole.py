"""A document is written whole or not at all, whatever its texts are, and nothing half lies about."""

from __future__ import annotations

import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from scoring.forms.writing.file_names import file_names
from tests.forms.hostile import hostile_form
from tests.forms.spreadsheet import Spreadsheet
from tests.forms.units import folder_of
from tests.running import run

FORM = "examples/self-evaluation/form.toml"


def on_a_full_disk(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """A command on a disk that takes no file of more than two thousand bytes."""
    command = [sys.executable, "-m", "scoring", *map(str, arguments), "--lang", "en"]
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))  # noqa: E731
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", preexec_fn=limit, check=False)


def files_in(folder: Path) -> list[str]:
    """Every file of a folder and those below it, hidden ones too."""
    return sorted(one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file())


@pytest.mark.parametrize(
    "arguments", [("form.xlsx",), ("report.docx", "--report"), ("report.html", "--report"), ("letters", "--letters"), ("season", "--all")]
)  # fmt: skip
def test_on_a_full_disk_nothing_half_is_left_and_what_was_there_stays(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    name, *options = arguments
    target = tmp_path / name
    if target.suffix:
        target.write_bytes(b"what was there")
    done = on_a_full_disk("write", FORM, *options, "-o", target)
    assert done.returncode == 1 and "[cannot-write]" in done.stderr and "Traceback" not in done.stderr, done.stderr
    left = [one for one in tmp_path.rglob("*") if one.is_file()]
    assert left == ([target] if target.suffix else [])
    assert not target.suffix or target.read_bytes() == b"what was there"


def test_a_folder_that_is_not_there_and_a_file_that_is_read_are_refused(tmp_path: Path) -> None:
    assert run("write", FORM, "-o", tmp_path / "none" / "form.xlsx").codes == ["cannot-write"]
    form = tmp_path / "form.xlsx"
    assert run("write", FORM, "-o", form).status == 0
    before = form.read_bytes()
    again = run("write", FORM, "--fill", form, "-o", form)
    assert again.status == 1 and form.read_bytes() == before


@pytest.mark.parametrize("there", [False, True])
def test_a_season_is_written_whole_or_not_at_all(tmp_path: Path, there: bool) -> None:
    folder, season = folder_of(tmp_path, ["甲乡", "乙乡"]), tmp_path / "season"
    (tmp_path / "ours.docx").write_bytes(b"no document")
    if there:
        season.mkdir()
        (season / "findings.xlsx").write_bytes(b"of the week before")
    refused = run("write", folder, "--all", "--template", tmp_path / "ours.docx", "-o", season)
    assert refused.codes == ["template-unreadable"]
    assert files_in(season) == (["findings.xlsx"] if there else [])
    assert run("write", folder, "--all", "-o", season).status == 0
    assert files_in(season) == [
        *("findings.xlsx", "forms/01.xlsx", "forms/02.xlsx", "letters/乙乡.docx", "letters/甲乡.docx")
    ]
    assert run("write", folder, "--all", "-o", season).status == 0, "a season is written anew"
    (season / "forms" / "03.xlsx").write_bytes(b"of last year")
    before = (season / "findings.xlsx").read_bytes(), (season / "letters" / "甲乡.docx").stat().st_mtime_ns
    assert run("write", folder / "01.toml", "--all", "-o", season).codes == ["folder-not-empty"]
    assert ((season / "findings.xlsx").read_bytes(), (season / "letters" / "甲乡.docx").stat().st_mtime_ns) == before


def test_harmful_texts_are_texts_of_the_form_and_its_formulas_are_ours(tmp_path: Path) -> None:
    done = run("write", hostile_form(tmp_path), "-o", tmp_path / "form.xlsx")
    assert done.status == 0, done.err
    cells = [cell for sheet in load_workbook(tmp_path / "form.xlsx") for row in sheet.iter_rows() for cell in row]
    ours = re.compile(r"=(IF|INT|MIN|MAX|ROUND|VALUE|\$[A-Z]+\$[0-9]|[0-9(])")
    assert [cell.value for cell in cells if cell.data_type == "f" and not ours.match(cell.value)] == []
    assert max(len(str(cell.value)) for cell in cells) < 32_767


def test_texts_that_points_rest_on_may_have_any_sign(tmp_path: Path) -> None:
    text = '\\u0007\\u0085\\ufffe\\"=1+1\\"&NA()'
    (tmp_path / "rules.toml").write_text(f"""
format = 1
[rulebook]
name = "r"
total = 10
[fact]
what = {{ kind = "text" }}
[rule.r]
rows = [["what == '{text}'", "50%"], ["else", "100%"]]
""", encoding="utf-8")  # fmt: skip
    project = tmp_path / "project.toml"
    project.write_text(f"""
format = 1
project = "甲"
rules = "rules.toml"
[facts]
what = "{text}"
[indicator]
N1 = {{ in = "产出", label = "甲", weight = 10, rule = "r" }}
""", encoding="utf-8")  # fmt: skip
    done = run("write", project, "-o", tmp_path / "form.xlsx")
    assert done.status == 0, done.err
    assert Spreadsheet((tmp_path / "form.xlsx").read_bytes()).value("form", "J8") == 5


def test_a_thousand_units_that_some_disks_take_for_one_have_a_thousand_files() -> None:
    said = ["甲", "甲.", "A", "a", "Ａ", "CON", "../A", "a/b", "a\\b", "x" * 400] * 100
    names = file_names(said, ".docx")
    assert len({name.casefold() for name in names}) == 1000
    assert not [name for name in names if "/" in name or "\\" in name or len(name.encode()) > 255]
