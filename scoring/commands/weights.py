"""`scoring weights`: weights from pairwise judgements, from an order of importance, from a table."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scoring.commands import DONE, INCOMPLETE, options
from scoring.documents.files import read_document
from scoring.problems import InputRefused, Language, Text, has_errors

if TYPE_CHECKING:
    from scoring.tuning.weights.weights import Weights


@click.command("weights", epilog=options.examples(
    "scoring weights judgements.toml                   pairs compared, or an order of importance",
    "scoring weights judgements.toml --format toml     as sections of a rulebook's frame",
    "scoring weights judgements.toml --write my-set/   into the indicators of these ids",
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
    "--write", metavar="SET", help="write the weights into the indicators of that folder or file whose ids they name"
)
@click.option("--strict", is_flag=True, help="exit 3 where judgements contradict each other too much")
@click.option("--format", "form", type=click.Choice(["text", "toml", "json"]), default="text", show_default=True)
@options.language
def command(file: str, entropy: bool, name: str | None, smaller: tuple[str, ...], total: str, decimals: int, write: str | None,
            strict: bool, form: str, lang: Language) -> int:  # fmt: skip
    """Weights from judgements of importance, or from a table; they sum exactly to the total.

    FILE is TOML with [[pairwise]] (every two of a group compared, 1/9 to 9; several people are combined) or [[order]] (most
    important first). The consistency ratio and the judgements that contradict the others most are shown.
    """
    if not entropy and (name is not None or smaller):
        raise click.UsageError("--name and --smaller go with --entropy")
    found = _of_table(file, name, smaller, total, decimals) if entropy else _of_judgements(file)
    if write is not None:
        from scoring.tuning.weights.written import write_weights

        changed = write_weights(found, Path(write))
        options.say(
            Text(f"{changed} weights written into {write}", f"已将 {changed} 个权重写入 {write}"), lang, err=True
        )
    click.echo(_shown(found, form, lang), nl=False)
    return INCOMPLETE if strict and not found.consistent else DONE


def _of_judgements(file: str) -> Weights:
    from scoring.tuning.weights.weights import weights_of_judgements

    document, problems = read_document(Path(file), file)
    if document is None:
        raise InputRefused(problems)
    found, faults = weights_of_judgements(document)
    if found is None or has_errors([*problems, *faults]):
        raise InputRefused([*problems, *faults])
    return found


def _of_table(file: str, name: str | None, smaller: tuple[str, ...], total: str, decimals: int) -> Weights:
    from scoring.tuning.weights.table import weights_of_table
    from scoring.values.number import read_number

    whole = read_number(total)
    if whole is None or whole <= 0 or (whole * 10**decimals).denominator != 1:
        raise click.BadParameter("a positive number with no more decimals than the weights", param_hint="--total")
    return weights_of_table(Path(file), name, smaller, whole, decimals)


def _shown(found: Weights, form: str, language: Language) -> str:
    from scoring.tuning.weights.text import as_data, as_toml, render

    if form == "toml":
        return as_toml(found)
    if form == "json":
        return json.dumps(as_data(found, language), ensure_ascii=False, indent=2) + "\n"
    return render(found, language)
