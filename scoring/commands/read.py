"""`scoring read`: what documents that were handed in say: a report's facts, and what contradicts what in it."""

from __future__ import annotations

from pathlib import Path

import click

from scoring.commands import options
from scoring.problems import Language


@click.command("read", epilog=options.examples(
    "scoring read report.docx                    every figure with its place, and what contradicts what",
    "scoring read report.txt --format json",
    "scoring read --confirm project.toml --by 张三 --on 2025-05-06",
    "scoring read --confirm project.toml planned spending --by 张三 --on 2025-05-06",
))  # fmt: skip
@click.argument("files", metavar="[FILE…]", nargs=-1)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
              help="what is printed of a report")  # fmt: skip
@click.option("--confirm", metavar="PROJECT.toml",
              help="confirm drafts of this project: those named instead of FILE…, otherwise all")  # fmt: skip
@click.option("--by", help="who confirms")
@click.option("--on", metavar="DAY", help="when, such as 2025-05-06")
@options.language
def command(
    files: tuple[str, ...], form: str, confirm: str | None, by: str | None, on: str | None, lang: Language
) -> int:
    """Read each FILE, a report in prose (.txt, .docx, .pdf with text): amounts, counts, shares and dates with their places."""
    from scoring.commands import reports

    if confirm is not None:
        if by is None or on is None:
            raise click.UsageError("--confirm goes with --by and --on")
        return reports.confirm_drafts(Path(confirm), files, by, on, lang)
    if by is not None or on is not None:
        raise click.UsageError("--by and --on go with --confirm")
    if not files:
        raise click.UsageError("name a FILE")
    return reports.read_reports(files, form, lang)
