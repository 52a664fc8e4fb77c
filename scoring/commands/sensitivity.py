"""`scoring sensitivity`: how grades and ranks react when weights and thresholds move a little."""

from __future__ import annotations

import json
import sys
from fractions import Fraction

import click

from scoring.commands import DONE, options
from scoring.commands.progress import WHOLE, progress
from scoring.problems import Language, Text
from scoring.values.number import read_number


@click.command("sensitivity", epilog=options.examples(
    "scoring sensitivity projects.csv --indicators our-set/",
    "scoring sensitivity projects.csv --indicators our-set/ --weights 1 --thresholds 0",
    "scoring sensitivity projects.parquet --rules ours/ --format html > hangs.html",
))  # fmt: skip
@click.argument("data", metavar="DATA…", nargs=-1, required=True)
@options.rules
@options.indicators
@click.option("--weights", metavar="±N", default="±2", show_default=True, help="points that each weight is moved by, the others in proportion; 0: none")  # fmt: skip
@click.option("--thresholds", metavar="±N%", default="±5%", show_default=True, help="share of itself that each threshold is moved by; 0: none")  # fmt: skip
@click.option("--correlation/--no-correlation", default=True, show_default=True, help="Kendall's rank correlation of the totals")  # fmt: skip
@click.option("--near", type=click.IntRange(0, 1_000), default=50, show_default=True, help="projects nearest to the edge of a grade whose numbers are tried one unit off")  # fmt: skip
@click.option("--format", "form", type=click.Choice(["text", "json", "html"]), default="text", show_default=True)
@click.option("--columns", metavar="MAP.toml", help="which head means what, where heads say something else")
@options.language
def command(
    data: tuple[str, ...], rules: str | None, indicators: str | None, weights: str, thresholds: str, correlation: bool, near: int,
    form: str, columns: str | None, lang: Language,
) -> int:  # fmt: skip
    """Move every weight and threshold a little, one at a time, and see whose grade flips.

    Also: projects that stand exactly at the edge of a grade or one rounding step before it, and those whose grade is another
    when one reported number is one unit of its last digit off, or one date a day.
    """
    from scoring.api.reactions import sensitivity

    label = Text("changes tried", "试过的改动").in_language(lang)
    with progress(WHOLE, label) as advance:
        done = 0

        def look(tried: int, of: int) -> None:
            nonlocal done
            percent = WHOLE * tried // of
            advance(percent - done)
            done = percent

        made = sensitivity(
            data, rules=rules, indicators=indicators, weights=_number(weights, "--weights"), thresholds=_number(thresholds, "--thresholds"),
            correlation=correlation, near=near, columns=columns, processes=0, progress=look,
        )  # fmt: skip
    if form == "json":
        click.echo(json.dumps(made.to_dict(lang), ensure_ascii=False, indent=2))
    else:
        click.echo(made.to_html(lang) if form == "html" else made.text(lang, options.in_color(sys.stdout)), nl=False)
    return DONE


def _number(written: str, option: str) -> Fraction | None:
    """`±2`, `5%`; None of zero."""
    text = written.strip().removeprefix("±").removeprefix("+-").removeprefix("+/-")
    value = read_number(text.removesuffix("%"))
    if value is None or value < 0 or (value and text.endswith("%") != (option == "--thresholds")):
        kind = "a share such as ±5%" if option == "--thresholds" else "points such as ±2"
        raise click.BadParameter(f"{written!r} is none of {kind}", param_hint=option)
    if text.endswith("%") and value >= WHOLE:
        raise click.BadParameter(f"{written!r} is more than a threshold is: a share below 100%", param_hint=option)
    return value / (100 if text.endswith("%") else 1) or None
