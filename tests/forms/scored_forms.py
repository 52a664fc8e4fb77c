"""Forms written for tests: of a rulebook and a project in TOML, of examples, of made-up projects; and whether all is the same.

`alike` compares every cell of points, the total and the grade with the scorecard, and every formula of the book with what
the book itself says that it comes to.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl

from scoring.assessor.assessor import Assessor, Prepared
from scoring.assessor.loaded_project import open_project
from scoring.documents.document import Document
from scoring.forms.writing.book import book_of
from scoring.forms.writing.cells import SheetOut
from scoring.forms.writing.official_form import OURS_AT, OfficialForm
from scoring.forms.writing.point_cells import Columns
from scoring.forms.writing.scored_project import scored_project
from scoring.problems import InputRefused, has_errors
from scoring.project.project import read_project
from scoring.scorecard.scorecard import Scorecard
from tests.agreement import project_of, rulebook_of, set_of
from tests.forms.spreadsheet import FIRST_DAY, Spreadsheet
from tests.generators import generated, project
from tests.writing import PROJECT, document, rulebook

Cell = Callable[[str, str], Any]


@dataclass(frozen=True)
class Written:
    """A form with what it was written from."""

    form: OfficialForm
    sheets: list[SheetOut]

    @property
    def card(self) -> Scorecard:
        return self.form.card

    @property
    def raw(self) -> bytes:
        return book_of(self.sheets)

    def place(self, indicator: str, column: int = 10) -> str:
        return f"{openpyxl.utils.get_column_letter(column)}{self.form.rows[indicator]}"

    def total_row(self) -> int:
        return next(
            cell.row for cell in self.form.sheet.cells if cell.content in ("总分", "total") and cell.column == 1
        )


def written_of(prepared: Prepared, of: Document, number: str = "", language: Any = "zh") -> Written:
    form = OfficialForm(scored_project(prepared, of), language, number)
    return Written(form, form.sheets())


def written(rules: str, project: str, language: Any = "zh") -> Written:
    """The form of a project under rules, both in TOML."""
    book, problems = rulebook(rules)
    of = document(PROJECT + project, "project.toml")
    made, found = read_project(of)
    assert book is not None and made is not None, [one.message.en for one in (*problems, *found)]
    ready, found = Assessor(book, None).prepare(made)
    assert ready is not None and not has_errors(found), [one.message.en for one in found]
    return written_of(ready, of, language=language)


def written_example(file: str | Path, number: str = "") -> Written:
    loaded = open_project(str(file))
    return written_of(loaded.prepared, loaded.project.document, number)


def made_up(first: int, most: int, each: int = 2, numbered: bool = False) -> Iterator[Written]:
    """Forms of made-up projects with indicators, from this rulebook on."""
    seed, count = first, 0
    while count < most:
        seed += 1
        book = generated(seed)
        if not book.rows:
            continue
        assessor = Assessor(rulebook_of(book), set_of(book))
        for number in range(each):
            of = project_of(project(book, number))
            ready, _ = assessor.prepare(of)
            if ready is None or count >= most:
                continue
            try:
                yield written_of(ready, of.document, str(count + 1) if numbered else "")
            except InputRefused:
                continue
            count += 1


def alike(one: Written, cell: Cell, columns: Columns = OURS_AT) -> Counter[str]:
    """Counts points by whether they are formulas; fails where a cell shows anything else than the scorecard."""
    counts: Counter[str] = Counter()
    name, formulas, card = one.form.sheet.name, one.form.formulas, one.card
    letter = openpyxl.utils.get_column_letter(columns.points)
    for scored in card.indicators:
        shown, found = cell(name, f"{letter}{one.form.rows[scored.id]}"), formulas.indicators.get(scored.id)
        if scored.points is None or found is None:
            assert shown in (None, "", "不适用", "n/a"), (scored.id, shown)
            counts["without points"] += 1
            continue
        counts["formulas" if found.is_formula and not found.frozen else "partly" if found.is_formula else "values"] += 1
        assert _exact(shown) == scored.points, (scored.id, shown, scored.points)
    shown = cell(name, f"{letter}{one.total_row()}")
    counts["totals as formulas" if formulas.total_because is None else "totals as values"] += 1
    if card.total.points is not None:
        assert _exact(shown) == card.total.points, (shown, card.total)
    elif card.total.lowest is not None and card.total.highest is not None:
        assert [Fraction(end) for end in shown.split("–")] == [card.total.lowest, card.total.highest], (
            shown,
            card.total,
        )
    if formulas.grade is not None:
        counts["grades as formulas"] += 1
        note = openpyxl.utils.get_column_letter(columns.note)
        assert cell(name, f"{note}{one.total_row()}") == card.grade
    return counts


def _exact(shown: Any) -> Fraction:
    return Fraction(shown) if isinstance(shown, str) else Fraction(repr(shown))


def unlike_cached(raw: bytes) -> list[str]:
    """Formulas that do not come to what the book says that they come to."""
    sheets, found = Spreadsheet(raw), []
    cached = openpyxl.load_workbook(BytesIO(raw), data_only=True)
    for sheet, place, text in sheets.formulas():
        said, comes = cached[sheet][place].value, sheets.value(sheet, place)
        if isinstance(said, datetime.datetime):
            said = float((said.date() - FIRST_DAY).days)
        if not (said == comes or (said in (None, "") and comes in (None, ""))):
            found.append(f"{sheet}!{place} ={text}: {said!r}, comes to {comes!r}")
    return found
