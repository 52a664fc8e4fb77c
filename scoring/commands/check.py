"""`scoring check`: everything that loading finds wrong, all at once."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from scoring import shipped
from scoring.checking import check_rulebook
from scoring.commands import DONE, PROBLEMS, options
from scoring.files import is_file, read_document
from scoring.library import editions_of, folder_of, open_rulebook, open_set
from scoring.opening import open_project
from scoring.problems import InputRefused, Language, Place, Problem, Text, has_errors, in_order

COMMAND_LINE = Place("<command line>")


@click.command("check", epilog=options.examples(
    "scoring check                         all shipped rulebooks and sets",
    "scoring check my-rules/ project.toml --format sarif",
))  # fmt: skip
@click.argument("paths", metavar="[PATH…]", nargs=-1)
@click.option("--format", "form", type=click.Choice(["text", "json", "sarif"]), default="text", show_default=True,
              help="how problems are written")  # fmt: skip
@options.language
def command(paths: tuple[str, ...], form: str, lang: Language) -> int:
    """Check rulebooks, indicator sets and projects: each PATH a file, a folder or a shipped name."""
    problems: list[Problem] = []
    checked = paths or (*shipped.names("rules"), *shipped.names("indicators"))
    for path in checked:
        problems += check_path(path)
    problems = in_order(problems)
    from scoring.views import problems as view

    if form == "json":
        click.echo(view.as_json(problems, lang).rstrip("\n"))
    elif form == "sarif":
        click.echo(view.as_sarif(problems, lang).rstrip("\n"))
    elif problems:
        click.echo(view.as_text(problems, lang, color=options.in_color(sys.stdout)).rstrip("\n"))
    else:
        found = Text(f"{len(checked)} checked, no problems", f"检查了 {len(checked)} 项，没有问题")
        click.echo(found.in_language(lang))
    return PROBLEMS if has_errors(problems) else DONE


def check_path(name: str) -> list[Problem]:
    """Problems of one rulebook, set or project, whichever lies there."""
    path = Path(name)
    if is_file(path):
        document, problems = read_document(path, path.name)
        if document is not None and "project" in document.data:
            try:
                return list(open_project(name).problems)
            except InputRefused as refused:
                return list(refused.problems)
        if document is None:
            return problems
    folder = folder_of("indicators", name)
    if folder is not None and _holds(folder, "indicator_set"):
        return _check_set(name, folder)
    rules = folder_of("rules", name)
    if rules is not None and (editions := editions_of(rules)):
        return [problem for edition in editions for problem in check_path(str(edition))]
    rulebook, problems = open_rulebook(name, COMMAND_LINE)
    return problems + (check_rulebook(rulebook) if rulebook is not None else [])


def _check_set(name: str, folder: Path) -> list[Problem]:
    indicator_set, problems = open_set(name, COMMAND_LINE)
    if indicator_set is None:
        return problems
    beside = folder.resolve().parent.parent / "rules"
    header = indicator_set.header
    rulebook, found = open_rulebook(header.model.rules, header.at("rules"), beside)
    problems += found
    return problems + (check_rulebook(rulebook, indicator_set) if rulebook is not None else [])


def _holds(folder: Path, section: str) -> bool:
    files = [folder] if folder.is_file() else sorted(folder.glob("*.toml"))
    for file in files:
        document, _ = read_document(file, file.name)
        if document is not None and section in document.data:
            return True
    return False
