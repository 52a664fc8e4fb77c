"""`scoring rank`: the places of the projects of a table, among all of them or within groups."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scoring.commands import DONE, options
from scoring.problems import Language

if TYPE_CHECKING:
    from scoring.tuning.ranks.ranking import Ties


@click.command("rank", epilog=options.examples(
    "scoring rank projects.csv --indicators our-set/",
    "scoring rank projects.csv --indicators our-set/ --within 主管部门 -o places.xlsx",
    "scoring rank projects.parquet --rules ours/ --by B13.points --ties dense --format html > places.html",
))  # fmt: skip
@click.argument("data", metavar="DATA…", nargs=-1, required=True)
@options.rules
@options.indicators
@click.option(
    "--within",
    metavar="HEAD",
    help="rank within what stands in this column of the table, or within a text fact, by its name or label, such as 主管部门",
)
@click.option("--by", default="total", show_default=True, metavar="COLUMN", help="a column of the scores: total, N1.points, a group, a result")  # fmt: skip
@click.option("--ties", type=click.Choice(["shared", "dense", "last"]), default="shared", show_default=True, help="those alike: 1 2 2 4, 1 2 2 3, or 1 3 3 4")  # fmt: skip
@click.option("--smallest", is_flag=True, help="the smallest number is first")
@click.option("--bands", type=click.IntRange(2, 100), default=4, show_default=True, help="into how many equal parts places are cut: quarters")  # fmt: skip
@click.option("--top", type=click.IntRange(0, 10_000), default=20, show_default=True, help="projects of each group that are shown")  # fmt: skip
@click.option(
    "-o", "--output", metavar="FILE", help="the places of all projects as a table: .csv, .xlsx, .parquet or .jsonl"
)
@click.option("--format", "form", type=click.Choice(["text", "json", "html"]), default="text", show_default=True)
@click.option("--columns", metavar="MAP.toml", help="which head means what, where heads say something else")
@options.language
def command(
    data: tuple[str, ...], rules: str | None, indicators: str | None, within: str | None, by: str, ties: Ties, smallest: bool,
    bands: int, top: int, output: str | None, form: str, columns: str | None, lang: Language,
) -> int:  # fmt: skip
    """Score DATA and put its projects in order: place, share of the rank, band, and how each group is spread.

    A project of which something is missing has a range of totals, and a range of places.
    """
    from scoring.api.ranking import rank

    made = rank(
        data, rules=rules, indicators=indicators, within=within, by=by, ties=ties, smallest_first=smallest, bands=bands, top=top,
        columns=columns, output=Path(output) if output is not None else None, processes=0,
    )  # fmt: skip
    if form == "json":
        click.echo(json.dumps(made.to_dict(), ensure_ascii=False, indent=2))
    else:
        click.echo(made.to_html(lang) if form == "html" else made.text(lang, options.in_color(sys.stdout)), nl=False)
    return DONE
