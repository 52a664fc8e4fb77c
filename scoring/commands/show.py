"""`scoring show`: a rulebook or an indicator set as a sheet to read and print."""

from __future__ import annotations

from pathlib import Path

import click

from scoring.commands import options
from scoring.documents.document import Document
from scoring.problems import InputRefused, Language, Place, Problem, Text, has_errors, nearest
from scoring.rulebook import shipped
from scoring.rulebook.library import command_line, folder_of, open_rulebook, open_rules_of, open_set

COMMAND_LINE = Place("<command line>")


@click.command("show", epilog=options.examples(
    "scoring show                           what is shipped",
    "scoring show performance-evaluation    the rulebook as a sheet",
    "scoring show my/indicators/roads/      an indicator set of one's own",
))  # fmt: skip
@click.argument("name", metavar="[NAME]", required=False)
@options.language
def command(name: str | None, lang: Language) -> None:
    """Print a rulebook or an indicator set, NAME or path, as a sheet; without NAME, list what is shipped."""
    click.echo(listed(lang) if name is None else sheet(name, lang), nl=False)


def listed(language: Language) -> str:
    """The names of all that is shipped."""
    from scoring.views.terminal import columns

    rows = [[what.in_language(language), name]
            for kind, what in (("rules", Text("rulebook", "规则集")), ("indicators", Text("indicator set", "指标集")))
            for name in shipped.names("rules" if kind == "rules" else "indicators")]  # fmt: skip
    return "\n".join(columns(rows)) + "\n"


def sheet(name: str, language: Language) -> str:
    """The sheet of the rulebook or set of that name or path; raises `InputRefused` with all its problems."""
    from scoring.views import sheet

    lookup = command_line()
    rules, indicators = folder_of("rules", name, lookup), folder_of("indicators", name, lookup)
    if rules is None and indicators is None:
        raise InputRefused([_unknown(name)])
    if indicators is not None and (rules is None or is_set(indicators)):
        chosen, problems = open_set(name, COMMAND_LINE, lookup)
        if chosen is None or has_errors(problems):
            raise InputRefused(problems)
        book, _ = open_rules_of(chosen, lookup)
        return sheet.render_set(chosen, book, language)
    rulebook, problems = open_rulebook(name, COMMAND_LINE, lookup)
    if rulebook is None or has_errors(problems):
        raise InputRefused(problems)
    return sheet.render_rulebook(rulebook, language)


def is_set(path: Path) -> bool:
    """Whether the files at a path say [indicator_set]."""
    from scoring.documents.files import read_folder

    documents: list[Document] = read_folder(path, path.name)[0]
    return any("indicator_set" in document.data for document in documents)


def _unknown(name: str) -> Problem:
    known = [*shipped.names("rules"), *shipped.names("indicators")]
    near = nearest(name, known)
    return Problem(
        "unknown-name",
        Text(f"no rulebook or indicator set `{name}`", f"没有规则集或指标集 {name}"),
        COMMAND_LINE,
        Text(f"did you mean `{near}`?", f"是否指 {near}？")
        if near
        else Text(f"there are {', '.join(known)}; or give a path", f"有 {'、'.join(known)}；也可给出路径"),
    )
