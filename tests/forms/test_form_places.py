"""What is said of a form that is scored as it was handed in has the places of the form: sheet, row and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring.api.forms import only_form
from tests.forms.expected import GIVEN
from tests.running import run

MINISTRY = GIVEN / "g01-国家式样.xlsx"


def test_findings_stand_in_the_cells_of_the_sheet() -> None:
    said = run("score", MINISTRY).said
    assert (
        "still open\n        g01-国家式样.xlsx#自评表:22:9  [claim-undecided]" in said
    )  # I22, the total that is claimed
    assert "reviewed\n        g01-国家式样.xlsx#自评表:20:4  [claim-unreviewed]" in said  # D20, the name of the row


def test_a_fact_of_an_explanation_stands_in_its_own_cell() -> None:
    said = run("explain", MINISTRY, "N2").said
    assert "form G14  g01-国家式样.xlsx#自评表:14:7" in said
    assert "form F14  g01-国家式样.xlsx#自评表:14:6" in said


def test_a_table_of_a_word_document_is_counted_as_its_cells_are() -> None:
    assert "g05-湖北式样.docx#T1:17:4  [claim-unreviewed]" in run("score", GIVEN / "g05-湖北式样.docx").said


@pytest.mark.parametrize(
    "name", ["g01-国家式样.xlsx", "g04-云南式样.xls", "g05-湖北式样.docx", "g08-河北式样-GB18030.csv"]
)
def test_every_value_of_a_form_has_the_place_of_a_cell_that_was_taken(name: str) -> None:
    form = only_form(Path(GIVEN / name))
    document = form.project.document
    taken = {
        (place.line, place.column)
        for path in document.paths()
        if path[:1] == ("indicator",) and len(path) > 1
        for place in (document.value_place(path),)
    }
    rows = {place for place in taken if place != (1, 1)}
    assert len(rows) >= len(form.filled.rows)
    assert (1, 1) not in taken
