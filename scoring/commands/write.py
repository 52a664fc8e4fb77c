"""`scoring write`: documents out of scored projects: the official form filled, reports, letters, findings."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from scoring.commands import options
from scoring.problems import Language

HEADS = {
    "The official form": ("fill", "form"),
    "Of all projects together": ("letters", "findings", "all_", "number", "on", "due"),
    "A report, and templates of one's own": ("report", "template", "template_of"),
}


@click.command("write", cls=options.UnderHeads, heads=HEADS, epilog=options.examples(
    "scoring write project.toml -o form.xlsx",
    "scoring write project.toml --form ministry-2020 -o form.xlsx",
    "scoring write handed-in.xlsx -o reviewed.xlsx        the form itself, scored and filled",
    "scoring write project.toml --fill handed-in.xlsx -o reviewed.xlsx",
    "scoring write a.toml b.toml -o forms/        one form each, named after its project's file",
    "scoring write project.toml --report -o report.docx",
    "scoring write --template-of letter -o our-letter.docx       our own template, to be edited in Word",
    "scoring write projects/ --letters --number '财绩函〔2025〕{12}号' --on 2025-03-20 --due 2025-04-10 -o letters/",
    "scoring write projects/ --all --on 2025-04-10 --due 2025-04-20 -o season/",
    "scoring write projects/ --findings -o findings.xlsx",
    "scoring write scores.csv projects/ --letters -o letters/    of the projects of this table of scores alone",
))  # fmt: skip
@click.argument("facts", metavar="[FACTS]…", nargs=-1)
@click.option("-o", "--output", metavar="FILE", required=True,
              help="the document, written whole or not at all; of several projects a folder")  # fmt: skip
@click.option("--fill", metavar="FORM.xlsx",
              help="the form as it was handed in: that very file is filled; by default the one that the project was read from, if it lies beside it")  # fmt: skip
@click.option(
    "--form",
    metavar="NAME",
    help="written anew as the form of that name, whatever was handed in, such as ministry-2020",
)
@click.option(
    "--report", is_flag=True, help="an evaluation report: -o FILE.docx, .pdf, .html or .md; of several a folder"
)
@click.option("--letters", is_flag=True, help="a letter for each unit with all its projects: -o FOLDER")
@click.option(
    "--findings", is_flag=True, help="a table of all findings, and of what was not scored: -o FILE.xlsx or .csv"
)
@click.option("--all", "all_", is_flag=True, help="forms/, letters/ and findings.xlsx of all projects: -o FOLDER")
@click.option("--template", metavar="FILE.docx", help="a Word document of one's own, with names in double braces")
@click.option(
    "--template-of", type=click.Choice(["report", "letter"]), help="write our own template, to be edited in Word"
)
@click.option("--number", metavar="TEXT", help="of letters: their number; `{12}` in it is counted on, 12, 13, …")
@click.option("--on", metavar="DATE", help="of letters: their date")
@click.option("--due", metavar="DATE", help="of letters: by when they are to be answered")
@options.rules
@options.indicators
@options.language
def command(
    facts: tuple[str, ...],
    output: str,
    fill: str | None,
    form: str | None,
    report: bool,
    letters: bool,
    findings: bool,
    all_: bool,
    template: str | None,
    template_of: Literal["report", "letter"] | None,
    number: str | None,
    on: str | None,
    due: str | None,
    rules: str | None,
    indicators: str | None,
    lang: Language,
) -> int:
    """Write what is to be filed of scored projects: each of FACTS is a project's file.

    For reports, letters and findings FACTS may be folders and patterns of projects as well, and before them the table of scores
    that a batch wrote: then of its rows alone, each scored again and refused where it comes out otherwise.
    """
    from scoring.commands.documents import (
        Asked,
        write_all,
        write_findings,
        write_forms,
        write_letters,
        write_reports,
        write_template,
    )  # fmt: skip

    asked = Asked(facts, Path(output), rules, indicators, lang, fill, form, template, number, on, due)
    chosen = [one for one in (report, letters, findings, all_, template_of) if one]
    if len(chosen) > 1:
        raise click.UsageError("name one of --report, --letters, --findings, --all, --template-of")
    if template_of is not None:
        return write_template(template_of, asked)
    if not facts:
        raise click.UsageError("name at least one project: FACTS")
    if (number or on or due) and not (letters or all_):
        raise click.UsageError("--number, --on and --due go with --letters and --all")
    if template is not None and not (report or letters or all_):
        raise click.UsageError("--template goes with --report, --letters or --all")
    if (fill or form) and chosen:
        raise click.UsageError("--fill and --form are of the official form alone")
    ways = ((report, write_reports), (letters, write_letters), (all_, write_all), (findings, write_findings))
    return next((write for asked_for, write in ways if asked_for), write_forms)(asked)
