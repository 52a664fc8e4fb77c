"""`scoring whatif`: one project as it is, and with some values otherwise."""

from __future__ import annotations

import sys

import click

from scoring.api.trial import whatif
from scoring.commands import DONE, options
from scoring.problems import Language


@click.command("whatif", epilog=options.examples(
    'scoring whatif project.toml --set spent="26.5 万元"',
    'scoring whatif project.toml --set N1.actual="85 个" --set weights.N1=12 --set weights.N2=8',
    'scoring whatif project.toml --set rules.execution.rows.0.0=">= 92%" --format html > whatif.html',
))  # fmt: skip
@click.argument("facts", metavar="FACTS")
@click.option("--set", "settings", metavar="PATH=VALUE", multiple=True, required=True,
              help="a fact, a key of an indicator, a weight, or a value of the rules; rows are counted from 0")  # fmt: skip
@options.rules
@options.indicators
@click.option("--all", "all_", is_flag=True, help="indicators that do not move as well")
@click.option("--format", "form", type=click.Choice(["text", "json", "html"]), default="text", show_default=True,
              help="how it is written")  # fmt: skip
@options.writing
@options.why
@options.by
@options.on
@options.language
@options.engine
def command(
    facts: str, settings: tuple[str, ...], rules: str | None, indicators: str | None, all_: bool, form: str,
    write: bool, why: str | None, by: str | None, on: str | None, lang: Language, engine: str,
) -> int:  # fmt: skip
    """Score a project twice, as it is and with these values: both scorecards side by side, what moved and why.

    Nothing is written, unless --write is given.
    """
    tried = whatif(
        facts, settings, rules=rules, indicators=indicators, engine="exact" if engine == "exact" else "rules"
    )
    written = tried.write(why=why, by=by, on=on) if write else []
    if form == "json":
        click.echo(tried.to_json(lang), nl=False)
    elif form == "html":
        click.echo(tried.to_html(lang), nl=False)
    else:
        click.echo(tried.text(lang, options.in_color(sys.stdout), options.width(), all_), nl=False)
    options.tell_written(written, lang)
    return DONE
