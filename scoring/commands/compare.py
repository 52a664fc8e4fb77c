"""`scoring compare`: two rulebooks over the same projects: whose score moves, by how much, and by which edit."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from scoring.api.comparison import compare, compare_users
from scoring.commands import DONE, options
from scoring.problems import Language


@click.command("compare", epilog=options.examples(
    "scoring compare performance-evaluation my-rules/ projects.csv --indicators our-set/",
    "scoring compare HEAD:rules/ours rules/ours projects.parquet -o changed.xlsx",
    "scoring compare national@2020 national@2024 'forms/*.toml' --format html > compare.html",
))  # fmt: skip
@click.argument("before", metavar="BOOK_A")
@click.argument("after", metavar="BOOK_B")
@click.argument("data", metavar="DATA…", nargs=-1, required=True)
@options.indicators
@click.option(
    "--shares/--no-shares", default=True, show_default=True, help="try each edit alone: which moved whom by how much"
)
@click.option(
    "--top",
    type=click.IntRange(0, 10_000),
    default=20,
    show_default=True,
    help="projects that are shown, those that move most first",
)
@click.option("--format", "form", type=click.Choice(["text", "json", "html"]), default="text", show_default=True,
              help="how the comparison is written")  # fmt: skip
@click.option("-o", "--output", metavar="FILE",
              help="all projects that change, before and after, with the share of each edit: .csv, .xlsx, .parquet or .jsonl")  # fmt: skip
@click.option("--columns", metavar="MAP.toml", help="which head means what, where heads say something else")
@click.option(
    "--over",
    metavar="BOOKS",
    help="a rulebook, or a folder of them, that use BOOK_A or BOOK_B: each is compared resting on either",
)
@click.option(
    "--then",
    metavar="DATA",
    help="what BOOK_B scores instead, such as next year's table; projects are matched by their names",
)
@click.option("--same", metavar="A=B", multiple=True, help="an indicator of BOOK_A and what BOOK_B calls it")
@click.option("--set", "settings", metavar="PATH=VALUE", multiple=True,
              help="a value of BOOK_B that is tried otherwise, such as rules.execution.nothing_below=85%")  # fmt: skip
@options.writing
@options.why
@options.by
@options.on
@options.language
def command(
    before: str, after: str, data: tuple[str, ...], indicators: str | None, shares: bool, top: int, form: str, output: str | None,
    columns: str | None, over: str | None, then: str | None, same: tuple[str, ...], settings: tuple[str, ...],
    write: bool, why: str | None, by: str | None, on: str | None, lang: Language,
) -> int:  # fmt: skip
    """Score DATA by BOOK_A and by BOOK_B: edits, grades before and after, who gains, who loses, and by which edit.

    A BOOK is a rulebook or an indicator set, by name or path, both as BOOK+SET, or either as it was: REV:PATH in git.
    DATA is a project, several, a table, or a rulebook whose [[cases]] are scored.
    """
    if write and not settings:
        raise click.UsageError("--write writes what --set says: give at least one")
    if over is not None:
        if settings or then is not None or same:
            raise click.UsageError("--over goes with neither --set, --then nor --same")
        each = compare_users(before, after, over, data, indicators=indicators, shares=shares, top=top, columns=columns,
                             output=Path(output) if output is not None else None, processes=0)  # fmt: skip
        if form == "html":
            click.echo(each.to_html(lang), nl=False)
        elif form == "json":
            click.echo(json.dumps(each.to_list(lang), ensure_ascii=False, indent=2))
        else:
            click.echo(each.text(lang, color=options.in_color(sys.stdout)), nl=False)
        return DONE
    if write:
        options.with_reason(why, by, on)
    made = compare(
        before,
        after,
        data,
        indicators=indicators,
        shares=shares,
        top=top,
        columns=columns,
        settings=settings,
        then=then,
        same=_same(same),
        output=Path(output) if output is not None else None,
        processes=0,
    )
    written = made.write(why=why, by=by, on=on) if write else []
    if form == "json":
        click.echo(made.to_json(lang), nl=False)
    elif form == "html":
        click.echo(made.to_html(lang), nl=False)
    else:
        click.echo(made.text(lang, color=options.in_color(sys.stdout)), nl=False)
    options.tell_written(written, lang)
    return DONE


def _same(written: tuple[str, ...]) -> dict[str, str]:
    """Indicators that are called otherwise, by what they were called."""
    found: dict[str, str] = {}
    for one in written:
        before, equals, after = one.partition("=")
        if not (before and equals and after):
            raise click.BadParameter("write A=B, an indicator of BOOK_A and what BOOK_B calls it", param_hint="--same")
        found[before.strip()] = after.strip()
    return found
