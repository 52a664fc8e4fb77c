"""`scoring write` writes documents whole or not at all, and says what it cannot write."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

import scoring
from tests.running import run

FORM = "examples/self-evaluation/form.toml"
OTHER = "examples/grassroots-2024/completed.toml"


def test_a_form_is_a_workbook(tmp_path: Path) -> None:
    done = run("write", FORM, "-o", tmp_path / "form.xlsx")
    assert (done.status, done.said) == (0, "")
    book = openpyxl.load_workbook(BytesIO((tmp_path / "form.xlsx").read_bytes()), data_only=True)
    assert book.sheetnames == ["form", "calculation"]
    assert book["form"]["J12"].value == 15


def test_the_help_says_which_options_are_of_which_document() -> None:
    done = run("write", "--help")
    heads = [
        "Options:",
        "The official form:",
        "Of all projects together:",
        "A report, and templates of one's own:",
        "Examples:",
    ]
    assert [line.strip() for line in done.said.splitlines() if line.strip() in heads] == heads
    assert all(
        done.said.count(f"  {option} ") == 1 for option in ("--fill", "--letters", "--due", "--report", "--template-of")
    )


def test_several_projects_are_written_into_a_folder(tmp_path: Path) -> None:
    done = run("write", FORM, OTHER, "-o", tmp_path)
    assert done.status == 0, done.said
    assert sorted(file.name for file in tmp_path.iterdir()) == ["completed.xlsx", "form.xlsx"]


@pytest.mark.parametrize("output, code", [
    ("form.xls", "unknown-format"), ("form", "unknown-format"), ("nowhere/form.xlsx", "cannot-write"),
])  # fmt: skip
def test_what_cannot_be_written_is_told(tmp_path: Path, output: str, code: str) -> None:
    done = run("write", FORM, "-o", tmp_path / output)
    assert (done.status, done.codes) == (1, [code])
    assert list(tmp_path.iterdir()) == []


def test_several_projects_need_a_folder_that_is_there(tmp_path: Path) -> None:
    done = run("write", FORM, OTHER, "-o", tmp_path / "forms")
    assert (done.status, done.codes) == (1, ["no-folder"])


def test_two_projects_of_one_name_are_not_written_over_each_other(tmp_path: Path) -> None:
    done = run("write", FORM, FORM, "-o", tmp_path)
    assert (done.status, done.codes) == (1, ["output-twice"])


def test_where_one_project_is_refused_none_is_written(tmp_path: Path) -> None:
    done = run("write", FORM, tmp_path / "none.toml", "-o", tmp_path)
    assert done.status == 1
    assert list(tmp_path.iterdir()) == []


def test_the_library_writes_it_too(tmp_path: Path) -> None:
    scoring.write_form(scoring.score(FORM), tmp_path / "form.xlsx", "en")
    done = run("write", FORM, "-o", tmp_path / "same.xlsx")
    assert done.status == 0
    assert (tmp_path / "form.xlsx").read_bytes() == (tmp_path / "same.xlsx").read_bytes()
