"""`scoring read`: what documents that were handed in say: a report's facts, and what contradicts what in it."""

from __future__ import annotations

import click

from scoring.commands import options
from scoring.problems import Language


@click.command("read", epilog=options.examples(
    "scoring read report.docx                    every figure with its place, and what contradicts what",
    "scoring read report.txt --format json",
))  # fmt: skip
@click.argument("files", metavar="FILE…", nargs=-1, required=True)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
              help="what is printed of a report")  # fmt: skip
@options.language
def command(files: tuple[str, ...], form: str, lang: Language) -> int:
    """Read each FILE, a report in prose (.txt, .docx, .pdf with text): amounts, counts, shares and dates with their places."""
    from scoring.commands.reports import read_reports

    return read_reports(files, form, lang)
