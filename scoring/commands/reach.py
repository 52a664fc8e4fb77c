"""`scoring reach`: what it would take to reach a grade, and what could be won back."""

from __future__ import annotations

import sys

import click

from scoring.api.reaching import reach
from scoring.commands import DONE, INCOMPLETE, PROBLEMS, options
from scoring.problems import InputRefused, Language
from scoring.problems.shown import harmless


@click.command("reach", epilog=options.examples(
    "scoring reach project.toml --grade 良",
    "scoring reach project.toml --points 85 --lang en",
    "scoring reach project.toml --grade 优 --keep budget --keep N1",
    "scoring reach project.toml --grade 优 --format html > reach.html",
))  # fmt: skip
@click.argument("facts", metavar="FACTS")
@click.option("--grade", metavar="GRADE", help="the grade to reach, or a better one")
@click.option("--points", metavar="POINTS", help="the points to reach")
@click.option(
    "--keep",
    multiple=True,
    metavar="NAME",
    help="a fact, or an indicator with its facts, that stays as it is; may be repeated",
)
@options.rules
@options.indicators
@click.option("--format", "form", type=click.Choice(["text", "json", "html"]), default="text", show_default=True,
              help="how it is written")  # fmt: skip
@options.language
def command(
    facts: str,
    grade: str | None,
    points: str | None,
    keep: tuple[str, ...],
    rules: str | None,
    indicators: str | None,
    form: str,
    lang: Language,
) -> int:
    """Say which smallest change of one fact, or of two, would bring a project to a grade or to points, and where points can be won back.

    Every answer is scored before it is told, and the smallest unless it is marked. Exit status 1 where no one or two facts reach it;
    3 where none was found among those that were looked at, which were not all.
    """
    from scoring.tuning.reach.goal import goal_of

    try:
        goal_of(grade, points)
    except InputRefused as refused:
        (problem,) = refused.problems
        fix = f"; {problem.fix.in_language(lang)}" if problem.fix is not None else ""
        raise click.UsageError(harmless(problem.message.in_language(lang) + fix)) from None
    made = reach(facts, rules, indicators, grade=grade, points=points, keep=keep)
    if form == "json":
        click.echo(made.to_json(lang), nl=False)
    elif form == "html":
        click.echo(made.to_html(lang), nl=False)
    else:
        click.echo(made.text(lang, color=options.in_color(sys.stdout)), nl=False)
    return {"impossible": PROBLEMS, "not_found": INCOMPLETE}.get(made.answer, DONE)
