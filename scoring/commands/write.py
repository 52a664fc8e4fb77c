"""`scoring write`: documents out of scored projects: the official form filled, a report."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from scoring.commands import DONE, options
from scoring.problems import InputRefused, Language, Place, Problem, Text


@click.command("write", epilog=options.examples(
    "scoring write project.toml -o form.xlsx",
    "scoring write a.toml b.toml -o forms/        one form each, named after its project's file",
    "scoring write project.toml --report -o report.docx",
    "scoring write project.toml --report --template our-template.docx -o report.docx",
))  # fmt: skip
@click.argument("facts", metavar="FACTS…", nargs=-1, required=True)
@click.option("-o", "--output", metavar="FILE", required=True,
              help="the document, written whole or not at all; of several projects a folder")  # fmt: skip
@click.option("--report", is_flag=True, help="an evaluation report: -o FILE.docx, .pdf, .html or .md")
@click.option("--template", metavar="FILE.docx", help="a Word document of one's own, with names in double braces")
@options.rules
@options.indicators
@options.language
def command(
    facts: tuple[str, ...],
    output: str,
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
    return write_forms(asked)


@dataclass(frozen=True, slots=True)
class Asked:
    """What every kind of document is asked with."""

    facts: tuple[str, ...]
    output: Path
    rules: str | None
    indicators: str | None
    language: Language


def write_forms(asked: Asked) -> int:
    """The official form of each project, as a workbook; of several one each in a folder. Nothing is written where one is refused."""
    from scoring.api.book import score
    from scoring.api.documents import write_form
    from scoring.commands.score import warn

    several = len(asked.facts) > 1
    if several and not asked.output.is_dir():
        raise InputRefused([_no_folder(asked.output)])
    files = [asked.output / f"{Path(one).stem}.xlsx" if several else asked.output for one in asked.facts]
    if len(set(files)) < len(files):
        raise InputRefused([_same_name(files)])
    cards = [score(one, asked.rules, asked.indicators) for one in asked.facts]
    for card, file in zip(cards, files, strict=True):
        warn(card.problems, "text", asked.language)
        write_form(card, file, asked.language)
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


def _no_folder(folder: Path) -> Problem:
    message = Text(
        f"several forms go into a folder, and `{folder}` is none", f"多个项目写入文件夹，{folder} 不是文件夹"
    )
    return Problem("no-folder", message, Place(folder.name), Text("make it first", "先建文件夹"))


def _same_name(files: list[Path]) -> Problem:
    twice = next(file.name for file in files if files.count(file) > 1)
    message = Text(f"two projects would be written to `{twice}`", f"两个项目会写入同一个文件 {twice}")
    return Problem("output-twice", message, Place(twice), Text("write them one by one", "请分别写出"))
