"""Letters and findings of a table of scores: of its rows, in their order, and only where the facts still give them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.forms.filling import run
from tests.forms.units import folder_of


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder_of(tmp_path, ["上湾镇", "下湾镇", "东村乡"])
    return tmp_path


def scores(home: Path, ending: str = "csv") -> Path:
    table = home / f"scores.{ending}"
    assert run("batch", home / "projects", "-o", table)[2] == 0
    return table


def without_row(table: Path, number: int) -> None:
    """The table as somebody saves it who deleted a row."""
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    with table.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(row for at, row in enumerate(rows) if at != number)


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_letters_are_written_of_the_rows_of_a_table_of_scores(home: Path, ending: str) -> None:
    _, said, status = run("write", scores(home, ending), home / "projects", "--letters", "-o", home / "letters")
    assert status == 0, said
    assert sorted(one.stem for one in (home / "letters").glob("*.docx")) == ["上湾镇", "下湾镇", "东村乡"]


def test_who_is_taken_out_of_the_table_gets_no_letter(home: Path) -> None:
    table = scores(home)
    without_row(table, 2)
    run("write", table, home / "projects", "--letters", "-o", home / "letters")
    assert sorted(one.stem for one in (home / "letters").glob("*.docx")) == ["上湾镇", "东村乡"]
    run("write", table, home / "projects", "--findings", "-o", home / "findings.csv")
    assert "下湾镇" not in (home / "findings.csv").read_text(encoding="utf-8-sig")


def test_a_table_of_scores_alone_says_what_it_lacks(home: Path) -> None:
    _, said, status = run("write", scores(home), "--letters", "-o", home / "letters", "--lang", "en")
    assert status == 1
    assert "`scores.csv` has totals, and neither units nor what findings say" in said
    assert "scoring write scores.csv projects/" in said and not (home / "letters").exists()


def test_a_total_that_its_facts_give_no_longer_is_no_letter(home: Path) -> None:
    table = scores(home)
    file = home / "projects" / "02.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('"90 万元"', '"50 万元"'), encoding="utf-8")
    _, said, status = run("write", table, home / "projects", "--letters", "-o", home / "letters", "--lang", "en")
    assert status == 1
    assert "scores.csv:3:1: `项目02`: the table has 96, its facts give 92" in said and "[results-differ]" in said
    assert not (home / "letters").exists()


def test_every_row_without_a_project_is_told(home: Path) -> None:
    table = scores(home)
    for one in ("01", "03"):
        (home / "projects" / f"{one}.toml").unlink()
    _, said, status = run("write", table, home / "projects", "--findings", "-o", home / "f.csv", "--lang", "en")
    assert status == 1
    assert (
        "scores.csv:2:1: there is no project `项目01`" in said
        and "scores.csv:4:1: there is no project `项目03`" in said
    )


def test_a_workbook_that_is_a_form_is_still_a_form(home: Path) -> None:
    from tests.forms.expected import GIVEN

    assert run("write", GIVEN / "g01-国家式样.xlsx", "--findings", "-o", home / "f.csv")[2] == 0
