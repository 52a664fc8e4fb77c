"""Many projects, each in a file of its own: scored one after the other, or why one cannot be."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from scoring.api.book import card_of
from scoring.api.card import Card
from scoring.assessor.loaded_project import Openings, open_project
from scoring.batch.inputs.sources import PROJECTS, files_named
from scoring.documents.document import Document
from scoring.documents.files import read_document
from scoring.forms.endings import is_document
from scoring.forms.writing.letter_words import NotScored
from scoring.problems import InputRefused, Place, Problem, Text

if TYPE_CHECKING:
    from scoring.forms.intake.form_reader import FormReader

Paths = Sequence[str | os.PathLike[str]]


def score_all(named: Paths, rules: str | None = None, indicators: str | None = None) -> Iterator[Card | NotScored]:
    """The scorecard of each project of files, folders and patterns, by `exact`, in the order named; or why there is none.

    Official forms (`.xlsx`, `.docx`, …) are read for the rulebook that is named here, as `score` reads one, and scored.

    Raises `InputRefused` for a name that nothing stands for.
    """
    openings, reader = Openings(), _Reader(rules)
    for path in project_files(named):
        try:
            documents = reader.documents(path)
        except InputRefused as refused:
            yield not_scored(path, refused, None)
            continue
        for document in documents:
            try:
                opened = open_project(os.fspath(path), rules, indicators, document=document, openings=openings)
                yield card_of(opened, "exact")
            except InputRefused as refused:
                yield not_scored(path, refused, document)


class _Reader:
    """Reads the documents among projects; made ready when the first of them comes."""

    def __init__(self, rules: str | None) -> None:
        self._rules = rules
        self._reader: FormReader | None = None

    def documents(self, path: Path) -> Sequence[Document | None]:
        """The projects of a document's official forms; None for a project's file, which is opened as it is."""
        if not is_document(path):
            return [None]
        from scoring.api.forms import forms_by
        from scoring.forms.intake.form_reader import FormReader

        if self._reader is None:
            self._reader = FormReader.of(rules=self._rules)
        return [one.project.document for one in forms_by(self._reader, path)]


def project_files(named: Paths) -> list[Path]:
    """Every file that the names stand for, once each, those of a folder in the order of their names."""
    problems: list[Problem] = []
    files = files_named([os.fspath(one) for one in named], problems)
    for file in files:
        if file.suffix.lower() not in PROJECTS and not is_document(file):
            message = Text(
                f"`{file.name}` is no project's file and no form", f"{file.name} 既不是项目文件，也不是自评表"
            )
            fix = Text(
                "projects end in .toml or .json, forms in .xlsx, .docx, …",
                "项目文件为 .toml 或 .json，自评表为 .xlsx、.docx 等",
            )
            problems.append(Problem("not-a-project", message, Place(file.name), fix))
    if problems:
        raise InputRefused(problems)
    return files


def not_scored(path: Path, refused: InputRefused, document: Document | None) -> NotScored:
    """Why a project has no scorecard, with its name and unit as far as they can be read."""
    if document is None and path.suffix.lower() in PROJECTS:
        document, _ = read_document(path, path.name)
    data = document.data if document is not None else {}
    form = data.get("filled_form")
    head = form.get("head") if isinstance(form, dict) else None
    unit = head.get("unit") if isinstance(head, dict) else None
    said = unit.get("value") if isinstance(unit, dict) else unit
    project = data.get("project")
    errors = tuple(one for one in refused.problems if one.severity == "error")
    return NotScored(
        path.name, project if isinstance(project, str) else "", said if isinstance(said, str) else "", errors
    )
