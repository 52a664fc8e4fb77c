"""Official forms are scored as they were handed in: one, several of a document, many of a folder; tables stay tables."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

import scoring
from scoring.problems import InputRefused
from tests.forms.expected import GIVEN
from tests.forms.filling import run

ONE = GIVEN / "g01-国家式样.xlsx"
TWO = GIVEN / "g03-四川式样-两张.xlsx"


def test_a_form_is_scored_as_it_was_handed_in() -> None:
    printed, _, status = run("score", str(ONE), "--format", "json")
    assert (json.loads(printed)["total"]["highest"], status) == ("99.14", 0)
    assert scoring.score(ONE).total.highest is not None
    assert "9.68" in run("explain", str(ONE), "T1")[0]


def test_each_form_of_a_document_has_a_scorecard() -> None:
    printed, _, _ = run("score", str(TWO), "--lang", "en")
    assert [line for line in printed.splitlines() if line.startswith("total")] == [
        "total   82.87 – 97.87 of 100",
        "total   10.00 – 100.00 of 100",
    ]
    with pytest.raises(InputRefused, match="2 forms"):
        scoring.score(TWO)


def test_a_folder_of_forms_is_scored_like_a_table_and_what_cannot_be_read_is_rejected(tmp_path: Path) -> None:
    forms = tmp_path / "forms"
    forms.mkdir()
    for file in GIVEN.glob("g*"):
        if file.suffix != ".json":
            shutil.copy(file, forms)
    (forms / "g99-broken.docx").write_bytes(b"PK nothing")
    _, said, status = run(
        "batch", str(forms), "-o", str(tmp_path / "scores.csv"), "--rejects", str(tmp_path / "rejects.csv")
    )
    assert status == 4, said
    with (tmp_path / "scores.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 14
    assert {row["project"]: row["highest"] for row in rows}["小型水库维修养护项目"] == "99.14"
    with (tmp_path / "rejects.csv").open(encoding="utf-8-sig") as file:
        assert {row["column"] for row in csv.DictReader(file)} == {"forms/g99-broken.docx"}


def test_forms_come_in_by_a_pattern_beside_tables_and_projects(tmp_path: Path) -> None:
    shutil.copy(ONE, tmp_path / "a.xlsx")
    shutil.copy("examples/self-evaluation/form.toml", tmp_path / "b.toml")
    _, said, status = run("batch", str(tmp_path / "*"), "-o", str(tmp_path.parent / "scores.csv"))
    assert status == 0, said
    with (tmp_path.parent / "scores.csv").open(encoding="utf-8-sig") as file:
        assert [row["highest"] for row in csv.DictReader(file)] == ["99.14", "95.00"]
