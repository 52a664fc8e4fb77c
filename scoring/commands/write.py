"""`scoring write`: documents out of scored projects: the official form filled, a report."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from scoring.commands import DONE, options
from scoring.problems import InputRefused, Language, Place, Problem, Text


@click.command("write", epilog=options.examples(
    "scoring write project.toml -o form.xlsx",
    "scoring write project.toml --form ministry-2020 -o form.xlsx",
    "scoring write project.toml --fill handed-in.xlsx -o reviewed.xlsx",
    "scoring write a.toml b.toml -o forms/        one form each, named after its project's file",
    "scoring write project.toml --report -o report.docx",
    "scoring write project.toml --report --template our-template.docx -o report.docx",
))  # fmt: skip
@click.argument("facts", metavar="FACTS…", nargs=-1, required=True)
@click.option("-o", "--output", metavar="FILE", required=True,
              help="the document, written whole or not at all; of several projects a folder")  # fmt: skip
@click.option("--form", "form", metavar="NAME", help="the official form, filled, every point a live formula")
@click.option("--fill", metavar="FORM.xlsx", help="the form as it was handed in: that very file is filled")
@click.option("--report", is_flag=True, help="an evaluation report: -o FILE.docx, .pdf, .html or .md")
@click.option("--template", metavar="FILE.docx", help="a Word document of one's own, with names in double braces")
@options.rules
@options.indicators
@options.language
def command(
    facts: tuple[str, ...],
    output: str,
    form: str | None,
    fill: str | None,
    report: bool,
    template: str | None,
    rules: str | None,
    indicators: str | None,
    lang: Language,
) -> int:
    """Write what is to be filed of scored projects: each of FACTS is a project's file."""
    asked = Asked(facts, Path(output), rules, indicators, lang)
    if report:
        return write_reports(asked, template)
    return write_forms(asked, form, fill)


@dataclass(frozen=True, slots=True)
class Asked:
    """What every kind of document is asked with."""

    facts: tuple[str, ...]
    output: Path
    rules: str | None
    indicators: str | None
    language: Language


def write_forms(asked: Asked, form: str | None, fill: str | None) -> int:
    """The official form of each project, as a workbook. Reports `unknown-output`, and what scoring reports."""
    from scoring.assessor.loaded_project import open_project
    from scoring.documents.files import cannot_write, write_bytes
    from scoring.forms.writing.form_out import form_out

    several = len(asked.facts) > 1
    if several and fill is not None:
        raise click.UsageError("--fill goes with one project")
    if not several and asked.output.suffix.lower() != ".xlsx":
        raise InputRefused([_not_a_workbook(asked.output)])
    if several and not asked.output.is_dir():
        raise InputRefused([_no_folder(asked.output)])
    for facts in asked.facts:
        file = asked.output / f"{Path(facts).stem}.xlsx" if several else asked.output
        made = form_out(open_project(facts, asked.rules, asked.indicators), form, asked.language)
        try:
            write_bytes(file, made)
        except OSError as error:
            raise InputRefused([cannot_write(file.name, error)]) from None
    return DONE


def write_reports(asked: Asked, template: str | None) -> int:
    """A report of one project."""
    from scoring.api.book import score
    from scoring.api.documents import write_report
    from scoring.commands.score import warn

    if len(asked.facts) > 1:
        raise click.UsageError("--report goes with one project")
    card = score(asked.facts[0], asked.rules, asked.indicators)
    warn(card.problems, "text", asked.language)
    write_report(card, asked.output, asked.language, template)
    return DONE


def _not_a_workbook(file: Path) -> Problem:
    message = Text(f"a form is written as .xlsx, not `{file.suffix or file.name}`", "自评表只能写成 .xlsx")
    return Problem("unknown-output", message, Place(file.name), Text("name the output so", "改输出文件名"))


def _no_folder(folder: Path) -> Problem:
    message = Text(
        f"several forms go into a folder, and `{folder}` is none", f"多个项目写入文件夹，{folder} 不是文件夹"
    )
    return Problem("no-folder", message, Place(folder.name), Text("make it first", "先建文件夹"))
