"""Official forms among the inputs of a batch: each is read into a project's file in the work folder, and scored as one."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from scoring.forms.endings import is_document
from scoring.problems import InputRefused
from scoring.rulebook.rulebook import Rulebook

if TYPE_CHECKING:
    from scoring.forms.intake.form_reader import FormReader

TABLES = (".xlsx", ".xlsm", ".csv")
"""Documents that may be tables of projects as well."""
LARGEST = 3_000_000
"""Bytes of a document that may be a form and no table."""
MOST_IN_TITLE = 2
"""Cells of the first row of a form that are not empty: its title, a number. A table has its heads there."""


@dataclass(frozen=True)
class FormWords:
    """What official forms are read by: shipped forms, those of files and folders, and those of a rulebook."""

    paths: tuple[str, ...] = ()
    rulebook: Rulebook | None = None

    @cached_property
    def reader(self) -> FormReader:
        from scoring.forms.intake.form_reader import FormReader

        return FormReader.of(paths=[Path(one) for one in self.paths], rules=self.rulebook)


SHIPPED = FormWords()


def staged_forms(path: Path, shown: str, folder: Path, words: FormWords = SHIPPED) -> list[tuple[Path, str]]:
    """The files of the projects that a document's forms tell of, with what people are shown; nothing for a table.

    A document that is no table and cannot be read is given back itself, to be rejected where it is scored.
    """
    if not is_document(path) or not path.is_file():
        return []
    table = path.suffix.lower() in TABLES
    if table and not _may_be_a_form(path):
        return []
    from scoring.forms.intake.project_text import project_text

    reader = words.reader
    try:
        found = reader.read(path, shown)
    except InputRefused:
        return [] if table else [(path, shown)]
    if not found.forms:
        return [] if table else [(path, shown)]
    folder.mkdir()
    staged = []
    for number, form in enumerate(found.forms, start=1):
        file = folder / f"{number}.toml"
        file.write_text(project_text(form.project.data), encoding="utf-8")
        staged.append((file, shown if len(found.forms) == 1 else f"{shown}#{form.filled.sheet or number}"))
    return staged


def refusal(path: str, words: FormWords) -> InputRefused:
    """Why a document cannot be read as a form, by the words that it was read by."""
    try:
        return InputRefused(list(words.reader.read(Path(path)).problems))
    except InputRefused as refused:
        return refused


def _may_be_a_form(path: Path) -> bool:
    """Whether the first row that says anything is a title, and not the heads of a table."""
    if path.stat().st_size > LARGEST:
        return False
    if path.suffix.lower() == ".csv":
        return _filled_in_csv(path) <= MOST_IN_TITLE
    from scoring.forms.readers import read_document

    try:
        grids = read_document(path).grids
    except InputRefused:
        return False
    first = next((cells for grid in grids for _, cells in grid.rows() if any(cell.text.strip() for cell in cells)), [])
    return 0 < sum(bool(cell.text.strip()) for cell in first) <= MOST_IN_TITLE


def _filled_in_csv(path: Path) -> int:
    """How many cells of the first row that is not empty say something; of what is no text more than any title has."""
    with path.open("rb") as file:
        raw = file.read(20_000)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding, "strict" if len(raw) < 20_000 else "ignore")
        except UnicodeDecodeError:
            continue
        rows = ([cell for cell in row if cell.strip()] for row in csv.reader(text.splitlines()))
        return len(next((row for row in rows if row), [""] * (MOST_IN_TITLE + 1)))
    return MOST_IN_TITLE + 1
