"""What is broken, too large or meant to do harm is refused with what to do about it, in both languages, or read; never a traceback."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from scoring.forms.readers import document_of, read_document
from scoring.problems import InputRefused
from tests.forms.harmful import GIVEN, READ, REFUSED
from tests.forms.mutated import SAMPLES, mutated

HUNGRY = (
    "a sheet that unpacks to 210 MB",
    "merged ranges over all of a sheet",
    "an ODS of one cell repeated over all of a sheet",
)
ROOT = Path(__file__).resolve().parents[2]


def refused(data: bytes, name: str) -> InputRefused:
    with pytest.raises(InputRefused) as caught:
        document_of(data, name)
    return caught.value


@pytest.mark.parametrize("what", REFUSED)
def test_what_does_harm_is_refused_with_what_to_do_about_it(what: str) -> None:
    name, make, code = REFUSED[what]
    (problem,) = refused(make(), name).problems
    assert problem.code == code
    assert problem.place.file == name
    assert problem.fix is not None
    for said in (problem.message.en, problem.fix.en):
        assert "Traceback" not in said and len(said) < 300
    assert any(letter > "\u4e00" for letter in problem.message.zh)
    assert any(letter > "\u4e00" for letter in problem.fix.zh)


@pytest.mark.parametrize("what", READ)
def test_what_only_looks_harmful_is_read(what: str) -> None:
    name, make, count = READ[what]
    document = document_of(make(), name)
    assert sum(len(grid.cells) + len(grid.before) for grid in document.grids) == count
    for grid in document.grids:
        assert sum(cell.rows * cell.columns for cell in grid.cells) <= 400_000
        for cell in grid.cells:
            cell.text.encode()


def test_a_file_of_500_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.xlsx"
    with path.open("wb") as file:
        os.truncate(file.fileno(), 500 << 20)
    with pytest.raises(InputRefused) as caught:
        read_document(path)
    assert "50 MB" in str(caught.value)


def test_folders_and_files_that_are_not_there_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.xlsx"):
        with pytest.raises(InputRefused):
            read_document(path)


@pytest.mark.skipif(sys.platform == "win32", reason="memory is counted with the means of POSIX")
def test_what_is_refused_for_its_size_is_refused_before_it_fills_the_memory() -> None:
    command = [sys.executable, "-m", "tests.forms.harmful", *HUNGRY]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert [int(line.split()[0]) < 500 for line in ran.stdout.splitlines() if "MB at most, this" in line] == [True]


@pytest.mark.parametrize("name", SAMPLES)
def test_bytes_changed_at_random_are_read_or_refused_and_nothing_else(name: str) -> None:
    data = (GIVEN / name).read_bytes()
    dice = random.Random(20240918)
    for _ in range(2 if name.endswith(".pdf") else 12):
        try:
            document_of(mutated(data, dice), name)
        except InputRefused as refusal:
            assert refusal.problems
