"""`scoring explain`: why an indicator got its points, or where points were lost."""

from __future__ import annotations

import sys

import click

from scoring.api.book import score
from scoring.commands import options
from scoring.problems import Language


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
    card = score(facts, rules, indicators, engine="exact" if engine == "exact" else "rules")
    color = options.in_color(sys.stdout)
    click.echo(card.explain(lang, color) if name is None else card[name].explain(lang, color))
