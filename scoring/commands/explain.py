"""`scoring explain`: why an indicator got its points, or where points were lost."""

from __future__ import annotations

import difflib
import sys

import click

from scoring.assessor.assessor import explain_value, score
from scoring.assessor.loaded_project import LoadedProject, open_project
from scoring.commands import options
from scoring.problems import InputRefused, Language, Place, Problem, Text
from scoring.scorecard.scorecard import Scorecard


@click.command("explain", epilog=options.examples(
    "scoring explain project.toml          where points were lost, most first",
    "scoring explain project.toml B11      rule, facts, arithmetic and legal basis of one indicator",
    "scoring explain project.toml index    the same of a named result, or of a value of the rulebook",
))  # fmt: skip
@click.argument("facts", metavar="FACTS")
@click.argument("name", metavar="[NAME]", required=False)
@options.rules
@options.indicators
@options.language
@options.engine
def command(
    facts: str, name: str | None, rules: str | None, indicators: str | None, lang: Language, engine: str
) -> None:
    """Say why points were given: of the indicator, result or value NAME, or of all that lost points."""
    from scoring.views import explain

    opened = open_project(facts, rules, indicators)
    scorecard = score(opened.prepared, "exact" if engine == "exact" else "rules")
    color = options.in_color(sys.stdout)
    if name is None:
        click.echo(explain.render_losses(scorecard, lang, color), nl=False)
        return
    for indicator in scorecard.indicators:
        if indicator.id == name:
            quoted = quoted_lines(("rule", indicator.rule), indicator.where, opened)
            click.echo(explain.render_indicator(indicator, scorecard, quoted, lang, color), nl=False)
            return
    result = next((one for one in scorecard.results if one.name == name), None)
    section = "result" if result is not None else "value"
    if result is None:
        result = explain_value(opened.prepared, name, "exact" if engine == "exact" else "rules")
    if result is None:
        raise InputRefused([_unknown(name, scorecard, opened)])
    quoted = quoted_lines((section, name), result.defined or result.where, opened)
    click.echo(explain.render_result(result, scorecard, lang, color, quoted), nl=False)


def quoted_lines(path: tuple[str, str], where: Place, opened: LoadedProject) -> list[tuple[int, str]]:
    """The lines of a rule, result or value from its file, with their numbers."""
    documents = [*opened.rulebook.documents, *(opened.indicator_set.documents if opened.indicator_set else ()),
                 opened.project.document]  # fmt: skip
    for document in documents:
        if document.file == where.file and path[1] in document.data.get(path[0], {}):
            first, last = document.lines_of(path)
            return [(number, document.lines[number - 1]) for number in range(first, last + 1)]
    return []


def _unknown(name: str, scorecard: Scorecard, opened: LoadedProject) -> Problem:
    known = [one.id for one in scorecard.indicators] + [one.name for one in scorecard.results]
    known += [one.name for one in opened.prepared.program.definitions]
    near = difflib.get_close_matches(name, known, 1)
    listed = ", ".join(known[:20])
    return Problem(
        "unknown-indicator",
        Text(f"there is no indicator, result or value `{name}`", f"没有指标、结果或值 {name}"),
        Place("<command line>"),
        Text(f"did you mean `{near[0]}`?", f"是否指 {near[0]}？")
        if near
        else Text(f"there are {listed}", f"有 {listed}"),
    )
