"""A form that was read becomes a project: scored, the points are right; what was not understood is told."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import pytest

from scoring.assessor.assessor import Assessor, score
from scoring.documents.editing import said_by
from scoring.forms.declarations import declarations
from scoring.forms.filled_form import FilledForm
from scoring.forms.intake.form_reader import FormReader
from scoring.forms.intake.project_of_form import ReadProject, project_of
from scoring.forms.intake.project_text import project_text
from scoring.forms.intake.rules import Rules
from scoring.forms.layout.recognition import recognize
from scoring.forms.readers import read_document
from scoring.problems import Place, has_errors
from scoring.project.project import read_project
from scoring.rulebook.library import command_line, open_rulebook
from scoring.rulebook.rulebook import Rulebook
from scoring.scorecard.scorecard import Scorecard
from tests.forms.expected import GIVEN
from tests.writing import document, messages

FORMS = {one.name: one for one in declarations()[0]}


@pytest.fixture(scope="module")
def book() -> Rulebook:
    found, problems = open_rulebook("self-evaluation", Place("here"), command_line())
    assert found is not None and not problems
    return found


def filled(name: str, number: int = 0) -> FilledForm:
    (file,) = (one for one in GIVEN.glob(f"{name}*") if one.suffix != ".json")
    return recognize(read_document(file).grids, file.name, FORMS.values()).forms[number]


def read(book: Rulebook, name: str, number: int = 0) -> ReadProject:
    form = filled(name, number)
    return project_of(form, FORMS[form.form], Rules.of(book))


def scored(book: Rulebook, made: ReadProject, more: str = "") -> Scorecard:
    project, problems = read_project(document(project_text(made.data) + more, "form.toml"))
    assert project is not None and not problems, messages(problems)
    ready, problems = Assessor(book).prepare(project)
    assert ready is not None and not has_errors(problems), messages(problems)
    return score(ready)


def codes(card: Scorecard) -> set[str]:
    return {one.code for one in card.findings}


def test_a_sound_form_gives_the_points_of_its_rules(book: Rulebook) -> None:
    card = scored(book, read(book, "g01"))
    assert (card.total.lowest, card.total.highest) == (Fraction("89.14"), Fraction("99.14"))
    points = {one.id: one.points for one in card.indicators}
    assert points["EXE"] == Fraction("9.46") and points["T1"] == Fraction("9.68") and points["E3"] is None
    assert codes(card) == {"claim-undecided", "claim-unreviewed"}


def test_every_value_has_its_cell(book: Rulebook) -> None:
    card = scored(book, read(book, "g01"))
    row = next(one for one in card.indicators if one.id == "T1")
    assert row.source == "form"
    assert row.at == {"label": "D16", "target": "F16", "actual": "G16", "weight": "H16", "claimed": "I16", "why": "J16"}
    execution = next(one for one in card.indicators if one.id == "EXE")
    assert (execution.facts["spent"].at, execution.facts["budget"].at) == ("G6", "F6")
    assert card.filled_form is not None and card.filled_form.head["department"].value == "甲县水利局"


def test_what_is_not_understood_is_told_and_counts_for_nothing(book: Rulebook) -> None:
    card = scored(book, read(book, "g09-跨页重复表头.xlsx"))
    told = {one.message.zh.partition("“")[0]: one.code for one in card.findings if one.code == "not-understood"}
    assert {"N3 (G15) ", "T1 (G18) ", "K1 (G21) ", "E1 (G22) ", "S1 (G24) "} <= told.keys()
    assert {one.id for one in card.indicators if one.missing == ("actual",)} >= {"N3", "T1", "K1", "E1", "S1"}


def test_points_of_a_group_are_split_exactly_over_rows_that_have_none(book: Rulebook) -> None:
    made = read(book, "g05")
    assert made.data["indicator"]["N1"]["weight"] == "40/7"
    assert sum(one.weight for one in scored(book, made).indicators) == 100


def test_rows_of_a_form_without_points_are_kept_and_there_is_no_total(book: Rulebook) -> None:
    card = scored(book, read(book, "g07"))
    assert len(card.indicators) == 6
    assert {(one.outcome, one.missing, one.weight, one.points) for one in card.indicators} == {
        ("not_scorable", ("weight",), None, None)
    }
    assert (card.total.points, card.total.lowest, card.total.possible, card.grade, card.status) == (
        None,
        None,
        None,
        None,
        "incomplete",
    )
    assert codes(card) == {"not-understood", "weights-missing", "budget-off-total"}


def test_a_bound_stays_a_bound(book: Rulebook) -> None:
    made = read(book, "g05")
    assert made.data["indicator"]["S1"]["actual"] == {"at_least": "95%", "source": "form", "at": "T1R19C6"}


def samples() -> Iterator[tuple[str, int]]:
    yield from (
        (name, 0)
        for name in ("g01", "g02", "g04", "g05", "g07", "g08", "g09-跨页重复表头.xlsx", "g09-跨页重复表头.pdf", "g10")
    )
    yield from (("g03", number) for number in range(2))
    yield from (("g06", number) for number in range(3))


@pytest.mark.parametrize(("name", "number"), list(samples()))
def test_every_sample_is_a_project_that_can_be_scored(book: Rulebook, name: str, number: int) -> None:
    made = read(book, name, number)
    text = project_text(made.data)
    assert said_by(text.encode()) == made.data
    card = scored(book, made)
    assert len(card.indicators) == made.rows
    cells = {one["at"] for key in ("not_understood", "assumed") for one in made.data.get(key, [])}
    assert cells >= {one.cell for one in filled(name, number).not_understood}


FOUND: dict[tuple[str, int], set[str]] = {
    ("g02", 0): {"initial-off-total", "budget-off-total", "spent-off-total", "claim-does-not-add-up", "not-understood"},
    ("g03", 0): {"claimed-points-differ", "not-understood", "points-without-actual"},
    ("g03", 1): {"not-understood", "weights-off-frame"},
    ("g04", 0): {"claimed-points-differ", "points-off-without-reason", "weights-off-frame"},
    ("g05", 0): {"claimed-points-differ", "assumed", "weights-off-frame"},
    ("g06", 0): {"over-fulfilled"},
    ("g06", 1): {"not-understood", "points-without-actual"},
    ("g06", 2): {"execution-rate-differs", "claimed-points-differ", "not-understood"},
    ("g07", 0): {"budget-off-total", "weights-missing"},
    ("g08", 0): {"over-fulfilled"},
    ("g09-跨页重复表头.xlsx", 0): {"claimed-points-differ", "weights-off-total", "weights-off-frame", "not-understood"},
    ("g10", 0): {"claimed-points-differ", "points-without-actual", "claim-does-not-add-up", "weights-off-total"},
}
"""The defects of the samples that a scorecard can know of. Numbers stored as text are told when a form is read (below).

What is not found, and why no shipped check says it: what is right for one form would be told wrongly of others.
- An initial budget left blank (g04): a project that begins within the year has none.
- A cost of 90 万元 where the total of funds reads 0 (g02): what the funds read is told by three checks; the cost agrees with their parts.
- A rate below 90 % without its reason (g03): the 90 % are of that form's own instructions; the ministry's form has no cell for the reason.
- Points for an indicator that says there is no benefit (g05): only reading what it says tells that; it is judged, and its claim unreviewed.
- Outputs in full on a fifth of the money (g06): from which rate on is a bureau's own to say. Such a check needs all rows at once.
- A share rounded to whole percents (g07): it agrees to the digits that are written. What the text beside it says of deviations is prose.
- Points multiplied by their weight again (g08): the column is kept as it stands, and no point is taken from it.
- A note that contradicts the weights (g09): the same is told against the rulebook's frame, `weights-off-frame`.
- A target set too low (g06, g08): `over-fulfilled` tells those that were exceeded by far; others nobody sees in the numbers.
"""


@pytest.mark.parametrize(("name", "cells"), [
    ("g02", "3 numbers are stored as text, left out of the sheet's own sums: E7, F7, G7"),
    ("g04", "31 numbers are stored as text, left out of the sheet's own sums: F7, H7"),
    ("g01", None),
    ("g06", "1 number is stored as text, left out of the sheet's own sums: J45"),
    ("g10", None),
])  # fmt: skip
def test_numbers_that_are_stored_as_text_are_told_of_the_form(name: str, cells: str | None) -> None:
    (file,) = (one for one in GIVEN.glob(f"{name}*") if one.suffix != ".json")
    told = [one.message.en for one in FormReader.of().read(file).problems if one.code == "numbers-as-text"]
    assert len(told) == (cells is not None) and (cells is None or told[0].startswith(cells)), told


@pytest.mark.parametrize(("name", "number"), list(FOUND))
def test_the_defects_of_a_sample_are_found(book: Rulebook, name: str, number: int) -> None:
    assert FOUND[name, number] <= codes(scored(book, read(book, name, number)))
