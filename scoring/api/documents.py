"""Documents written from scorecards: reports, letters, tables of findings; each whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from scoring.api.card import Card
from scoring.batch.outputs.atomic_output import whole
from scoring.documents.files import read_bytes
from scoring.problems import InputRefused, Language, Place, Problem, Text, language_of

if TYPE_CHECKING:
    from scoring.forms.writing.assessed import AssessedProject

REPORTS = (".docx",)
MOST_BYTES = 20_000_000
"""Of a template."""


def write_report(
    card: Card,
    file: str | os.PathLike[str],
    language: Language = "zh",
    template: str | os.PathLike[str] | None = None,
) -> None:
    """An evaluation report of a scored project, by the outline of 财预〔2020〕10号, as a `.docx` file.

    `template` is a Word document with names in double braces; without one our own is taken. What the data cannot say is a
    marked place. Raises `InputRefused` with everything that is wrong with the template, and where the file cannot be written.
    """
    from scoring.forms.writing.report import report_docx

    path, said = Path(file), language_of(language)
    if path.suffix.lower() not in REPORTS:
        raise InputRefused([_unknown_format(path)])
    own = _read(Path(template)) if template is not None else None
    made = report_docx(assessed(card), said, own, Path(template).name if template is not None else "")
    with whole(path) as part:
        part.write_bytes(made)


def assessed(card: Card) -> AssessedProject:
    """A scorecard with what its project says beside the points."""
    from scoring.forms.writing.assessed import assessed_project

    return assessed_project(card.scorecard, *card.scored_from)


def _read(template: Path) -> bytes:
    read, problems = read_bytes(template, template.name, MOST_BYTES)
    if read is None:
        raise InputRefused(problems)
    return read


def _unknown_format(file: Path) -> Problem:
    message = Text(
        f"`{file.name[:100]}` says no format that a report is written in", f"{file.name[:100]} 看不出报告的格式"
    )
    fix = Text(f"let its name end in {', '.join(REPORTS)}", f"文件名以 {'、'.join(REPORTS)} 结尾")
    return Problem("unknown-format", message, Place(file.name), fix)
