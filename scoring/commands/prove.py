"""`scoring prove`: whether no project at all can be moved by a change, or the smallest project that is."""

from __future__ import annotations

import sys

import click

from scoring.api.proving import Claimed, prove
from scoring.commands import DONE, INCOMPLETE, PROBLEMS, options
from scoring.problems import Language


@click.command("prove", epilog=options.examples(
    "scoring prove HEAD:rules/ours rules/ours                 that nothing moves, whatever a project reports",
    "scoring prove performance-evaluation my-rules/ --no loss --indicators our-set/",
    "scoring prove old/ new/ --no grade -o counterexample.toml",
))  # fmt: skip
@click.argument("before", metavar="BOOK_A")
@click.argument("after", metavar="BOOK_B")
@click.option("--no", "claim", type=click.Choice(["change", "loss", "grade"]), default="change", show_default=True,
              help="what is to be proved: that no score changes, that nobody loses, that no grade changes")  # fmt: skip
@options.indicators
@click.option(
    "-o", "--output", metavar="FILE.toml", type=click.Path(dir_okay=False), help="where the counterexample is written"
)
@click.option("--budget", type=click.IntRange(1_000, 10_000_000_000), help="work that the solver may do, not time")
@click.option("--format", "form", type=click.Choice(["text", "json", "html"]), default="text", show_default=True,
              help="how the proof is written")  # fmt: skip
@options.language
def command(
    before: str,
    after: str,
    claim: Claimed,
    indicators: str | None,
    output: str | None,
    budget: int | None,
    form: str,
    lang: Language,
) -> int:
    """Prove that BOOK_B moves nothing that BOOK_A gives, over all facts that projects may report; or show who is moved.

    A BOOK is a rulebook or an indicator set, by name or path, both as BOOK+SET, or as it was: REV:PATH in git. Exit status 0: proved; 1: there
    is a counterexample; 3: not decided within the budget, or for a reason that is told.
    """
    made = prove(before, after, no=claim, indicators=indicators, budget=budget, output=output)
    if form == "json":
        click.echo(made.to_json(lang), nl=False)
    elif form == "html":
        click.echo(made.to_html(lang), nl=False)
    else:
        click.echo(made.text(lang, color=options.in_color(sys.stdout)), nl=False)
    return {"proved": DONE, "counterexample": PROBLEMS}.get(made.verdict, INCOMPLETE)
