"""`scoring explain`: why an indicator got its points, or where points were lost; of a project, or of an archived scorecard."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from scoring.api.book import score
from scoring.commands import options
from scoring.documents.files import read_document
from scoring.problems import Language, has_errors
from scoring.scorecard.scorecard import Scorecard


@click.command("explain", epilog=options.examples(
    "scoring explain project.toml          where points were lost, most first",
    "scoring explain project.toml B11      rule, facts, arithmetic and legal basis of one indicator",
    "scoring explain project.toml index    the same of a named result, or of a value of the rulebook",
    "scoring explain bids.toml bidders.C   one record of a result for each: its columns, its place, who is beside it",
    "scoring explain project.toml --all    everything, one below the other",
    "scoring explain card.json B11         the same of a scorecard that was kept as JSON, without its rulebook",
))  # fmt: skip
@click.argument("facts", metavar="FACTS")
@click.argument("name", metavar="[NAME]", required=False)
@click.option("--all", "all_", is_flag=True, help="explain every indicator, result and limit")
@options.rules
@options.indicators
@options.among
@options.language
@options.engine
def command(
    facts: str,
    name: str | None,
    all_: bool,
    rules: str | None,
    indicators: str | None,
    among: str | None,
    lang: Language,
    engine: str,
) -> None:
    """Say why points were given: of the indicator, result or value NAME, or of all that lost points."""
    if all_ and name is not None:
        raise click.UsageError("--all explains everything; name nothing beside it")
    color = options.in_color(sys.stdout)
    archived = _archived(facts)
    if archived is not None:
        from scoring.views import archived as view

        click.echo(view.explain(archived, name, all_, lang, color), nl=False)
        return
    card = score(facts, rules, indicators, engine="exact" if engine == "exact" else "rules", among=among)
    if all_:
        click.echo(card.explain_all(lang, color))
        return
    click.echo(card.explain(lang, color) if name is None else card[name].explain(lang, color))


def _archived(facts: str) -> Scorecard | None:
    """The scorecard that a JSON file holds; None where it is none."""
    from scoring.views.archived import is_scorecard, read_scorecard

    file = Path(facts)
    if file.suffix != ".json" or not file.is_file():
        return None
    document, problems = read_document(file, file.name)
    if document is None or has_errors(problems) or not is_scorecard(document.data):
        return None
    return read_scorecard(document.data, file.name)
