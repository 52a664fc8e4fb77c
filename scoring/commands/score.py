"""`scoring score`: one project's scorecard."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from scoring.api.book import score, score_document
from scoring.api.card import Card
from scoring.assessor.assessor import Engine
from scoring.commands import DONE, INCOMPLETE, options
from scoring.forms.endings import is_document
from scoring.problems import Language, Problem
from scoring.scorecard.scorecard import Scorecard


@click.command("score", epilog=options.examples(
    "scoring score project.toml",
    "scoring score form.xlsx                      an official form, as it was handed in",
    "scoring score project.toml --rules my-rules/ --format json",
    "scoring score card.xlsx --forms our-forms.toml",
    "cat project.json | scoring score - --strict",
))  # fmt: skip
@click.argument("facts", metavar="FACTS")
@options.rules
@options.indicators
@options.among
@options.forms
@click.option("--format", "form", type=click.Choice(["table", "json", "markdown", "toml"]), default="table",
              show_default=True, help="how the scorecard is written")  # fmt: skip
@options.language
@options.engine
@click.option("--strict", is_flag=True, help="exit 3 when the scorecard is incomplete")
def command(
    facts: str,
    rules: str | None,
    indicators: str | None,
    among: str | None,
    forms: tuple[str, ...],
    form: str,
    lang: Language,
    engine: str,
    strict: bool,
) -> int:
    """Score one project: FACTS is its file, - for standard input (TOML or JSON), or a document with official forms, each scored."""
    if forms and not is_document(facts):
        raise click.UsageError("--forms goes with a document")
    by: Engine = "exact" if engine == "exact" else "rules"
    cards = (
        _of_forms(facts, rules, indicators, by, among, forms)
        if is_document(facts)
        else [score(facts, rules, indicators, engine=by, among=among)]
    )
    for number, card in enumerate(cards):
        warn(card.problems, form, lang)
        click.echo("\n" * bool(number) + written(card.scorecard, form, lang), nl=False)
    return INCOMPLETE if strict and any(card.status == "incomplete" for card in cards) else DONE


def _of_forms(
    facts: str, rules: str | None, indicators: str | None, engine: Engine, among: str | None, forms: Sequence[str]
) -> list[Card]:
    """The scorecard of each form of a document."""
    from scoring.api.forms import read_forms

    documents = [one.project.document for one in read_forms(facts, forms=forms, rules=rules)]
    return [score_document(one, facts, rules, indicators, engine=engine, among=among) for one in documents]


def written(scorecard: Scorecard, form: str, language: Language) -> str:
    """A scorecard in the form asked for, ending in a newline."""
    if form == "json":
        from scoring.views import as_json

        return as_json.render(scorecard, language)
    if form == "markdown":
        from scoring.views import markdown

        return markdown.render(scorecard, language)
    if form == "toml":
        from scoring.views import as_toml

        return as_toml.render(scorecard, language)
    from scoring.views import table

    return table.render(scorecard, language, color=options.in_color(sys.stdout), width=options.width())


def warn(problems: Sequence[Problem], form: str, language: Language) -> None:
    """Warnings and notes to standard error; a score was given all the same."""
    found = list(problems)
    if not found:
        return
    from scoring.views import problems as view

    text = view.as_json(found, language) if form == "json" else view.as_text(found, language)
    click.echo(text, err=True)
