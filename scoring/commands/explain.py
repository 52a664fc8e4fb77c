"""`scoring explain`: why an indicator got its points, or where points were lost."""

from __future__ import annotations

import difflib
import sys

import click

from scoring.commands import options
from scoring.opening import Opened, open_project
from scoring.problems import InputRefused, Language, Place, Problem, Text
from scoring.scorecard import IndicatorScore, Scorecard
from scoring.scorer import score


@click.command("explain", epilog=options.examples(
    "scoring explain project.toml          where points were lost, most first",
    "scoring explain project.toml B11      rule, facts, arithmetic and legal basis of one indicator",
))  # fmt: skip
@click.argument("facts", metavar="FACTS")
@click.argument("name", metavar="[INDICATOR]", required=False)
@options.rules
@options.indicators
@options.language
@options.engine
def command(
    facts: str, name: str | None, rules: str | None, indicators: str | None, lang: Language, engine: str
) -> None:
    """Say why points were given: of one INDICATOR or named result, or of all that lost points."""
    from scoring.views import explain

    opened = open_project(facts, rules, indicators)
    scorecard = score(opened.prepared, "exact" if engine == "exact" else "rules")
    color = options.in_color(sys.stdout)
    if name is None:
        click.echo(explain.render_losses(scorecard, lang, color), nl=False)
        return
    for indicator in scorecard.indicators:
        if indicator.id == name:
            quoted = quoted_lines(indicator, opened)
            click.echo(explain.render_indicator(indicator, scorecard, quoted, lang, color), nl=False)
            return
    for result in scorecard.results:
        if result.name == name:
            click.echo(explain.render_result(result, scorecard, lang, color), nl=False)
            return
    raise InputRefused([_unknown(name, scorecard)])


def quoted_lines(indicator: IndicatorScore, opened: Opened) -> list[tuple[int, str]]:
    """The rule's own lines from its file, with their numbers."""
    documents = [*opened.rulebook.documents, *(opened.indicator_set.documents if opened.indicator_set else ()),
                 opened.project.document]  # fmt: skip
    for document in documents:
        if document.file == indicator.where.file and indicator.rule in document.data.get("rule", {}):
            first, last = document.lines_of(("rule", indicator.rule))
            return [(number, document.lines[number - 1]) for number in range(first, last + 1)]
    return []


def _unknown(name: str, scorecard: Scorecard) -> Problem:
    known = [one.id for one in scorecard.indicators] + [one.name for one in scorecard.results]
    near = difflib.get_close_matches(name, known, 1)
    listed = ", ".join(known[:20])
    return Problem(
        "unknown-indicator",
        Text(f"there is no indicator or result `{name}`", f"没有指标或结果 {name}"),
        Place("<command line>"),
        Text(f"did you mean `{near[0]}`?", f"是否指 {near[0]}？")
        if near
        else Text(f"there are {listed}", f"有 {listed}"),
    )
