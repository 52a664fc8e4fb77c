"""Documents written from scorecards: reports, letters, tables of findings; each whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from scoring.api.card import Card
from scoring.batch.outputs.atomic_output import refused, whole
from scoring.documents.files import read_bytes
from scoring.problems import InputRefused, Language, Place, Problem, Text, language_of

if TYPE_CHECKING:
    from scoring.forms.writing.assessed import AssessedProject

REPORTS = (".docx", ".pdf", ".html", ".md")
MOST_BYTES = 20_000_000
"""Of a template."""
Path_ = str | os.PathLike[str]


def write_report(card: Card, file: Path_, language: Language = "zh", template: Path_ | None = None) -> None:
    """An evaluation report of a scored project, by the outline of 财预〔2020〕10号: `.docx`, `.pdf`, `.html` or `.md`.

    `template` is a Word document with names in double braces, for `.docx` and `.pdf`; without one our own is taken. What the
    data cannot say is a marked place. A PDF is made by LibreOffice. Raises `InputRefused` with everything that is wrong with
    the template, and where the file cannot be written.
    """
    path, said = Path(file), language_of(language)
    ending = path.suffix.lower()
    if ending not in REPORTS:
        raise InputRefused([_unknown_format(path)])
    if template is not None and ending not in (".docx", ".pdf"):
        raise InputRefused([_no_template(path)])
    problems = refused([path], [Path(template)] if template is not None else [])
    if problems:
        raise InputRefused(problems)
    made = _report(assessed(card), ending, said, Path(template) if template is not None else None, path.name)
    with whole(path) as part:
        part.write_bytes(made)


def write_form(card: Card, file: Path_, language: Language = "zh") -> None:
    """The official form of a scored project as `.xlsx`, every point a formula over the cells of the form.

    What no formula says is a value, and its remark says so. Raises `InputRefused` where the file cannot be written.
    """
    from scoring.forms.writing.form_out import form_out

    path = Path(file)
    if path.suffix.lower() != ".xlsx":
        raise InputRefused([_no_workbook(path)])
    problems = refused([path], [])
    if problems:
        raise InputRefused(problems)
    made = form_out(*card.scored_from, language_of(language))
    with whole(path) as part:
        part.write_bytes(made)


def write_template(kind: str, file: Path_, language: Language = "zh") -> None:
    """Our own template of a `report`, a Word document to be edited."""
    from scoring.forms.writing.report import report_template

    path = Path(file)
    if path.suffix.lower() != ".docx":
        raise InputRefused([_unknown_format(path)])
    made = report_template(language_of(language))
    with whole(path) as part:
        part.write_bytes(made)


def assessed(card: Card) -> AssessedProject:
    """A scorecard with what its project says beside the points."""
    from scoring.forms.writing.assessed import assessed_project

    return assessed_project(card.scorecard, *card.scored_from)


def _report(of: AssessedProject, ending: str, language: Language, template: Path | None, shown: str) -> bytes:
    from scoring.forms.writing import report

    if ending == ".html":
        return report.report_page(of, language).encode()
    if ending == ".md":
        return report.report_text(of, language).encode()
    own = _read(template) if template is not None else None
    made = report.report_docx(of, language, own, template.name if template is not None else "")
    if ending == ".docx":
        return made
    from scoring.forms.writing.printed import printed

    return printed(made, shown)


def _read(template: Path) -> bytes:
    read, problems = read_bytes(template, template.name, MOST_BYTES)
    if read is None:
        raise InputRefused(problems)
    return read


def _no_workbook(file: Path) -> Problem:
    message = Text(f"a form is written as .xlsx, not `{file.suffix or file.name[:100]}`", "自评表只能写成 .xlsx")
    return Problem(
        "unknown-format", message, Place(file.name), Text("let its name end in .xlsx", "文件名以 .xlsx 结尾")
    )


def _unknown_format(file: Path) -> Problem:
    message = Text(
        f"`{file.name[:100]}` says no format that a report is written in", f"{file.name[:100]} 看不出报告的格式"
    )
    fix = Text(f"let its name end in {', '.join(REPORTS)}", f"文件名以 {'、'.join(REPORTS)} 结尾")
    return Problem("unknown-format", message, Place(file.name), fix)


def _no_template(file: Path) -> Problem:
    message = Text("a template is a Word document, and makes .docx and .pdf", "模板是 Word 文档，只用于 .docx 和 .pdf")
    fix = Text("leave --template out, or name a .docx", "去掉 --template，或改用 .docx 文件名")
    return Problem("template-unused", message, Place(file.name), fix)
