"""`scoring weights`: weights from pairwise judgements, from an order of importance, from a table."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import click
from click.core import ParameterSource

from scoring.commands import DONE, INCOMPLETE, options
from scoring.problems import Language, Text
from scoring.values.number import read_number


@click.command("weights", epilog=options.examples(
    "scoring weights judgements.toml                   pairs compared, or an order of importance",
    "scoring weights judgements.toml --format toml     as sections of a rulebook's frame",
    'scoring weights judgements.toml --write my-set/ --data projects.csv --why "…" --by "…" --on 2025-03-14',
    "scoring weights projects.xlsx --entropy --name 项目 --smaller 投诉件数",
))  # fmt: skip
@click.argument("file", metavar="FILE")
@click.option("--entropy", is_flag=True, help="FILE is a table: its columns weigh by what tells its rows apart")
@click.option("--name", metavar="HEAD", help="with --entropy: the column of names, which is not weighed")
@click.option(
    "--smaller", metavar="HEAD", multiple=True, help="with --entropy: a column of which less is better; may be repeated"
)
@click.option("--total", metavar="N", default="100", show_default=True, help="with --entropy: what the weights sum to")
@click.option(
    "--decimals", type=click.IntRange(0, 6), default=2, show_default=True, help="with --entropy: of every weight"
)
@click.option(
    "--write",
    metavar="SET",
    help="write the weights into the indicators of that folder or file whose ids they name, with --why, --by and --on",
)
@click.option("--data", metavar="DATA", multiple=True,
              help="with --write: projects or a table scored before and after; whose scores move stands in the changelog")  # fmt: skip
@options.why
@options.by
@options.on
@click.option("--strict", is_flag=True, help="exit 3 where judgements contradict each other too much")
@click.option(
    "--format", "form", type=click.Choice(["text", "toml", "json", "html"]), default="text", show_default=True
)
@options.language
def command(
    file: str, entropy: bool, name: str | None, smaller: tuple[str, ...], total: str, decimals: int, write: str | None, data: tuple[str, ...],
    why: str | None, by: str | None, on: str | None, strict: bool, form: str, lang: Language,
) -> int:  # fmt: skip
    """Weights from judgements of importance, or from a table; they sum exactly to the total.

    FILE is TOML with [[pairwise]] (every two of a group compared, 1/9 to 9; several people are combined) or [[order]] (most
    important first). The consistency ratio and the judgements that contradict the others most are shown.
    """
    from scoring.api.weighing import weights

    if data and write is None:
        raise click.UsageError("--data goes with --write")
    own = [one for one in ("name", "smaller", "total", "decimals") if _was_given(one)]
    if not entropy and own:
        listed = " and ".join(f"--{one}" for one in own)
        told = "; a file of judgements says its total and decimals itself" if {"total", "decimals"} & set(own) else ""
        raise click.UsageError(f"{listed} {'go' if len(own) > 1 else 'goes'} with --entropy{told}")
    found = weights(
        Path(file), entropy=entropy, name=name, smaller=smaller, total=_total(total, decimals) if entropy else 100, decimals=decimals
    )  # fmt: skip
    if write is not None:
        if data:
            options.with_reason(why, by, on)
        written = found.write(write, why=why, by=by, on=on, data=data)
        options.tell_written(written, lang)
        if written and not data:
            options.say(Text("no project was scored; --data projects.csv has whose scores move written as well",
                             "未对项目评分；用 --data 项目.csv 可一并写明谁的得分变化"), lang, err=True)  # fmt: skip
        if not written:
            options.say(Text(f"{write} has these weights already", f"{write} 已是这些权重"), lang, err=True)
    if form == "json":
        click.echo(json.dumps(found.to_dict(lang), ensure_ascii=False, indent=2))
    elif form == "toml":
        click.echo(found.to_toml(), nl=False)
    else:
        click.echo(found.to_html(lang) if form == "html" else found.text(lang), nl=False)
    return INCOMPLETE if strict and not found.consistent else DONE


def _was_given(name: str) -> bool:
    return click.get_current_context().get_parameter_source(name) is ParameterSource.COMMANDLINE


def _total(written: str, decimals: int) -> Fraction:
    whole = read_number(written)
    if whole is None or whole <= 0 or (whole * 10**decimals).denominator != 1:
        raise click.BadParameter("a positive number with no more decimals than the weights", param_hint="--total")
    return whole
