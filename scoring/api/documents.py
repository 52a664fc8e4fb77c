"""Documents written from scorecards: reports, letters, tables of findings; each whole or not at all."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from scoring.api.card import Card
from scoring.batch.outputs.atomic_output import refused, whole, write_folder
from scoring.documents.files import read_bytes
from scoring.problems import InputRefused, Language, Place, Problem, Text, language_of

if TYPE_CHECKING:
    from scoring.forms.writing.assessed import AssessedProject
    from scoring.forms.writing.letter_words import Heads, NotScored
    from scoring.forms.writing.word_template import WordTemplate

REPORTS = (".docx", ".pdf", ".html", ".md")
TABLES = (".xlsx", ".csv")
MOST_BYTES = 20_000_000
"""Of a template, and of a form that is filled."""
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
    made = _report(assessed(card), ending, said, template, path.name)
    with whole(path) as part:
        part.write_bytes(made)


def write_form(
    card: Card, file: Path_, language: Language = "zh", fill: Path_ | None = None, form: str | None = None
) -> None:
    """The official form of a scored project as `.xlsx`, every point a formula over the cells of the form.

    `fill` is the form as it was handed in, an XLSX workbook: that very file is filled, with the points to the right of its
    table; without one the form is written anew, in the words of the declared `form`, by default the ministry's. What no formula says is a value, and its remark says so. Raises
    `InputRefused` where the file cannot be written, and where `fill` is no form of this project.
    """
    path = Path(file)
    if path.suffix.lower() != ".xlsx":
        raise InputRefused([_no_workbook(path)])
    problems = refused([path], [Path(fill)] if fill is not None else [])
    if problems:
        raise InputRefused(problems)
    made = form_of(card, language, fill, form)
    with whole(path) as part:
        part.write_bytes(made)


def form_of(card: Card, language: Language = "zh", fill: Path_ | None = None, form: str | None = None) -> bytes:
    """The same as the bytes of a workbook."""
    from scoring.forms.writing.form_out import form_filled, form_out

    said = language_of(language)
    if fill is None:
        return form_out(*card.scored_from, said, form)
    return form_filled(_read(Path(fill)), Path(fill).name, *card.scored_from, said)


def form_handed_in(card: Card) -> Path | None:
    """The workbook that a project was read from, where it lies beside the project's file, or was kept there, and is still the same."""
    _, document = card.scored_from
    form = document.data.get("filled_form")
    sources = document.data.get("source")
    named = form.get("source") if isinstance(form, dict) else None
    source = sources.get(named) if isinstance(sources, dict) else None
    if not isinstance(source, dict) or document.home is None:
        return None
    name, digest = source.get("note"), source.get("sha256")
    if (
        not isinstance(name, str)
        or not isinstance(digest, str)
        or Path(name).name != name
        or Path(name).suffix != ".xlsx"
    ):
        return None
    for file in (document.home.parent / name, document.home.parent / ".read" / f"{document.home.stem}.xlsx"):
        raw, _ = read_bytes(file, name, MOST_BYTES) if file.is_file() else (None, [])
        if raw is not None and hashlib.sha256(raw).hexdigest() == digest:
            return file
    return None


def write_letters(
    scored: Iterable[Card | NotScored],
    folder: Path_,
    language: Language = "zh",
    *,
    number: str = "",
    on: str = "",
    due: str = "",
    template: Path_ | None = None,
) -> list[Path]:
    """A letter for each unit with all its projects, as Word documents in a folder; the files, in the order of the units.

    `number`, `on` and `due` are written as they are given; `{12}` in the number is counted on from letter to letter. The folder
    is made, or has letters of an earlier run alone. Raises `InputRefused` as `write_report` does, and `folder-not-empty`.
    """
    from scoring.forms.writing.letter_words import Heads

    return write_folder(Path(folder), _letters(list(scored), Heads(number, on, due), language_of(language), template))


def write_all(
    scored: Iterable[Card | NotScored],
    folder: Path_,
    language: Language = "zh",
    *,
    number: str = "",
    on: str = "",
    due: str = "",
    template: Path_ | None = None,
) -> list[Path]:
    """Of all projects the form of each filled, a letter to each unit and the findings: `forms/`, `letters/` and `findings.xlsx` in
    a folder; the files. All of them or none; `number`, `on`, `due` and `template` are as in `write_letters`.
    """
    from scoring.forms.writing.file_names import file_names
    from scoring.forms.writing.letter_words import Heads

    said, every = language_of(language), list(scored)
    cards = [one for one in every if isinstance(one, Card)]
    names = file_names((Path(card.scored_from[1].file).stem for card in cards), ".xlsx")
    files = {
        f"forms/{name}": form_of(card, said, form_handed_in(card)) for name, card in zip(names, cards, strict=True)
    }
    files |= {f"letters/{name}": made for name, made in _letters(every, Heads(number, on, due), said, template).items()}
    files["findings.xlsx"] = _findings(every, ".xlsx", said)
    return write_folder(Path(folder), files, alone=("forms", "letters"))


def write_reports(
    scored: Iterable[Card | NotScored], folder: Path_, language: Language = "zh", template: Path_ | None = None
) -> list[Path]:
    """A report of each project as a Word document in a folder, named after the project's file; the files."""
    from scoring.forms.writing.file_names import file_names
    from scoring.forms.writing.report import report_docx

    said = language_of(language)
    projects = [assessed(one) for one in scored if isinstance(one, Card)]
    names = file_names((Path(one.file).stem for one in projects), ".docx")
    ready = _opened(template, said)
    made = {name: report_docx(one, said, ready) for name, one in zip(names, projects, strict=True)}
    return write_folder(Path(folder), made)


def write_findings(scored: Iterable[Card | NotScored], file: Path_, language: Language = "zh") -> None:
    """The findings of all projects as one table, `.xlsx` with what could not be scored on a second sheet, or `.csv`.

    What a spreadsheet would run as a formula gets an apostrophe before it.
    """
    path = Path(file)
    ending = path.suffix.lower()
    if ending not in TABLES:
        raise InputRefused([_no_table(path)])
    made = _findings(list(scored), ending, language_of(language))
    with whole(path) as part:
        part.write_bytes(made)


def write_template(kind: Literal["report", "letter"], file: Path_, language: Language = "zh") -> None:
    """Our own template of a report or a letter, a Word document to be edited."""
    from scoring.forms.writing.letters import letter_template
    from scoring.forms.writing.report import report_template

    path = Path(file)
    if path.suffix.lower() != ".docx":
        raise InputRefused([_no_word(path)])
    made = (report_template if kind == "report" else letter_template)(language_of(language))
    with whole(path) as part:
        part.write_bytes(made)


def assessed(card: Card) -> AssessedProject:
    """A scorecard with what its project says beside the points."""
    from scoring.forms.writing.assessed import assessed_project

    return assessed_project(card.scorecard, *card.scored_from)


def _letters(
    scored: Sequence[Card | NotScored], heads: Heads, language: Language, template: Path_ | None
) -> dict[str, bytes]:
    from scoring.forms.writing.letter_words import NotScored
    from scoring.forms.writing.letters import letters

    projects = [assessed(one) for one in scored if isinstance(one, Card)]
    rejected = [one for one in scored if isinstance(one, NotScored)]
    if template is None:
        return letters(projects, rejected, heads, language)
    return letters(projects, rejected, heads, language, _read(Path(template)), Path(template).name)


def _findings(scored: Sequence[Card | NotScored], ending: str, language: Language) -> bytes:
    from scoring.forms.writing import findings_table as table
    from scoring.forms.writing.letter_words import NotScored

    rows = table.findings_rows((assessed(one) for one in scored if isinstance(one, Card)), language)
    if ending == ".csv":
        return table.findings_csv(rows, language)
    rejects = table.rejects_rows((one for one in scored if isinstance(one, NotScored)), language)
    return table.findings_book(rows, rejects, language)


def _report(of: AssessedProject, ending: str, language: Language, template: Path_ | None, shown: str) -> bytes:
    from scoring.forms.writing import report

    if ending == ".html":
        return report.report_page(of, language).encode()
    if ending == ".md":
        return report.report_text(of, language).encode()
    made = report.report_docx(of, language, _opened(template, language))
    if ending == ".docx":
        return made
    from scoring.forms.writing.printed import printed

    return printed(made, shown)


def _opened(template: Path_ | None, language: Language) -> WordTemplate:
    """A template of reports: the one that was named, or ours."""
    from scoring.forms.writing.report import opened_template

    if template is None:
        return opened_template(language)
    return opened_template(language, _read(Path(template)), Path(template).name)


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


def _no_table(file: Path) -> Problem:
    message = Text(f"`{file.name[:100]}` says no format of a table", f"{file.name[:100]} 看不出是哪种表格格式")
    fix = Text(f"let its name end in {', '.join(TABLES)}", f"文件名以 {'、'.join(TABLES)} 结尾")
    return Problem("unknown-format", message, Place(file.name), fix)


def _no_word(file: Path) -> Problem:
    message = Text(f"a template is a Word document, not `{file.suffix or file.name}`", "模板是 Word 文档")
    return Problem(
        "unknown-format", message, Place(file.name), Text("let its name end in .docx", "文件名以 .docx 结尾")
    )


def _no_template(file: Path) -> Problem:
    message = Text("a template is a Word document, and makes .docx and .pdf", "模板是 Word 文档，只用于 .docx 和 .pdf")
    fix = Text("leave --template out, or name a .docx", "去掉 --template，或改用 .docx 文件名")
    return Problem("template-unused", message, Place(file.name), fix)
