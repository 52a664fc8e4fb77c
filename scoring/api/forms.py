"""Official forms as the library gives them: what was read, and the project that can be scored."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scoring.documents.document import parse_toml
from scoring.forms.filled_form import Became, FilledForm
from scoring.forms.intake.form_document import form_document
from scoring.forms.intake.form_reader import FormReader, OneForm
from scoring.forms.intake.project_text import project_text
from scoring.problems import InputRefused, Place, Problem, Text
from scoring.project.project import Project, read_project

Path_ = str | os.PathLike[str]


@dataclass(frozen=True, slots=True)
class Form:
    """One official form of a document: `text` is its project's TOML, `project` what `Book.score` and `Book.check` take."""

    filled: FilledForm
    project: Project
    text: str

    @property
    def name(self) -> str:
        return self.project.name

    @property
    def form(self) -> str:
        """The declared form that it was read by."""
        return self.filled.form

    @property
    def sheet(self) -> str | None:
        return self.filled.sheet

    @property
    def cells(self) -> Mapping[str, Became]:
        """What became of every cell that is not empty: taken, label or listed."""
        return self.filled.account

    @property
    def questions(self) -> list[tuple[str, str, Text, Text]]:
        """What is listed: cell, text, why, and what to do."""
        return [(one.cell, one.text, one.reason, one.fix) for one in self.filled.not_understood]

    def __repr__(self) -> str:
        return f"<Form {self.form}: {self.name}>"


def read_forms(
    path: Path_, *, form: str | None = None, forms: Sequence[Path_] = (), rules: str | None = None
) -> list[Form]:
    """Every official form of a document (XLSX, XLS, ODS, DOCX, HTML, CSV, PDF with text), in order.

    `form` names the form that it is read as, otherwise the one that fits; `forms` are files or folders with forms of one's own;
    `rules` the rulebook, otherwise the one that the form names. Raises `InputRefused` where it cannot be read, or is no form.
    """
    return forms_by(FormReader.of(form, [Path(one) for one in forms], rules), Path(path))


def forms_by(reader: FormReader, file: Path) -> list[Form]:
    """The same by a reader that is made already, for many documents in a row."""
    found = reader.read(file, file.name)
    if not found.forms:
        raise InputRefused(list(found.problems))
    return [_form(one, found.document.file) for one in found.forms]


def only_form(path: Path_, rules: str | None = None) -> Form:
    """The one form of a document; raises `InputRefused` where there are several."""
    found = read_forms(path, rules=rules)
    if len(found) > 1:
        raise InputRefused([_several(Path(path).name, len(found))])
    return found[0]


def _form(one: OneForm, file: str) -> Form:
    text = project_text(one.project.data)
    shown = f"{file}#{one.filled.sheet}" if one.filled.sheet is not None else file
    document, problems = parse_toml(text.encode(), shown)
    project, found = read_project(form_document(document)) if document is not None else (None, [])
    if project is None:
        raise InputRefused([*problems, *found])
    return Form(one.filled, project, text)


def _several(file: str, count: int) -> Problem:
    return Problem(
        "several-forms",
        Text(f"`{file}` has {count} forms", f"{file} 中有 {count} 张表"),
        Place(file),
        Text(
            f"read them into files first: scoring read {file} -o FOLDER",
            f"先读成项目文件：scoring read {file} -o 文件夹",
        ),
    )
