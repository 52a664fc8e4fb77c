"""`scoring read`: what documents that were handed in say: official forms as projects, judgements, a report's facts, and what contradicts what in it."""

from __future__ import annotations

from pathlib import Path

import click

from scoring.commands import options
from scoring.problems import Language


@click.command("read", epilog=options.examples(
    "scoring read form.xlsx -o projects/              a project's file for every form in it",
    "scoring read forms/ -o projects/ --explain page.html",
    "scoring read forms/ -o projects/ --forms our-forms.toml --form our-county",
    "scoring read forms/ -o projects/ --expect projects.csv --on 2025-03-31",
    "scoring read forms/ -o projects/ --against approved/",
    "scoring read --send-back P-001 --why '支出缺凭证' --on 2025-04-10 --due 2025-04-20 -o projects/",
    "scoring read --send-back findings.csv --on 2025-04-10 -o projects/     all that have something to correct",
    "scoring read review.xlsx -o projects/            judgements that were filled in: see scoring review",
    "scoring read report.docx                         every figure with its place, and what contradicts what",
    "scoring read report.txt --format json",
    "scoring read report.docx --for our-set/ -o draft.toml    the facts that the set looks for, as drafts",
    "scoring read --confirm project.toml --by 张三 --on 2025-05-06",
    "scoring read --confirm project.toml planned spending --by 张三 --on 2025-05-06",
))  # fmt: skip
@click.argument("files", metavar="[FILE…]", nargs=-1)
@click.option("-o", "--output", metavar="FOLDER",
              help="official forms become projects there; read again, edits and judgements stay. With --for a file, or a folder")  # fmt: skip
@click.option("--for", "for_", metavar="SET",
              help="reports in prose: a draft of the facts that this set or rulebook looks for, a shipped name or a path")  # fmt: skip
@click.option("--form", "only", metavar="NAME", help="the form that documents are read as, otherwise the one that fits")
@options.forms
@click.option("--rules", metavar="R", help="the rulebook that projects name, otherwise the one of their form")
@click.option("--against", metavar="FOLDER",
              help="the targets that were approved: what the reports changed, added or dropped of them is a finding")  # fmt: skip
@click.option("--expect", metavar="PROJECTS.csv",
              help="the projects that are expected (code, name, unit, due): FOLDER/register.csv says who came, with --on")  # fmt: skip
@click.option("--send-back", "back", metavar="CODE", multiple=True,
              help="the register says that this project goes back on the day of --on; instead of a code a table of findings: all that have something to correct")  # fmt: skip
@click.option("--why", metavar="TEXT", help="with --send-back: the reason, otherwise that of the table")
@click.option("--due", metavar="DAY", help="with --send-back: by when it is to come again")
@click.option("--explain", metavar="PAGE.html", help="a page that shows on each sheet what was taken for what")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
              help="how what was read is printed")  # fmt: skip
@click.option("--confirm", metavar="PROJECT.toml",
              help="confirm drafts of this project: those named instead of FILE…, otherwise all")  # fmt: skip
@click.option("--by", help="who confirms")
@click.option(
    "--on", metavar="DAY", help="when, such as 2025-05-06: of --confirm, and the day of --expect and --send-back"
)
@options.language
def command(
    files: tuple[str, ...],
    output: str | None,
    for_: str | None,
    only: str | None,
    forms: tuple[str, ...],
    rules: str | None,
    against: str | None,
    expect: str | None,
    back: tuple[str, ...],
    why: str | None,
    due: str | None,
    explain: str | None,
    form: str,
    confirm: str | None,
    by: str | None,
    on: str | None,
    lang: Language,
) -> int:
    """Read each FILE.

    With -o official forms (spreadsheets, Word, HTML, CSV, PDF with text, or a folder with such files): each becomes a project's
    file with the cell of every value; workbooks of `scoring review` that were filled in go into the projects there. Without it, or with --for, reports in prose (.txt, .docx, .pdf with text): amounts, counts,
    shares and dates with their places, what contradicts what, and drafts of facts.
    """
    from scoring.commands import reports

    if confirm is not None:
        if by is None or on is None:
            raise click.UsageError("--confirm goes with --by and --on")
        return reports.confirm_drafts(Path(confirm), files, by, on, lang)
    if by is not None or (on is not None) != (expect is not None or bool(back)):
        raise click.UsageError("--by and --on go with --confirm, --on with --expect and --send-back")
    if (why is not None or due is not None) and not back:
        raise click.UsageError("--why and --due go with --send-back")
    if back and output is None:
        raise click.UsageError("name the folder of the projects: -o FOLDER")
    if not files and not back:
        raise click.UsageError("name a FILE")
    from scoring.commands.season import SendBack

    sent = SendBack(back, why, due) if back else None
    if not files and sent is not None and output is not None:
        from scoring.commands.season import Season, send_back

        return send_back(Season.of(output, expect, on), sent, lang)
    if output is not None and for_ is None:
        from scoring.commands.judgements import read_judgements, reviews_among

        reviews = reviews_among(files)
        if reviews:
            if any((only, forms, explain, expect, against, back, form != "text")):
                raise click.UsageError("judgements are read with -o, --rules and --lang alone")
            return read_judgements(reviews, output, rules, lang)
        from scoring.commands.forms import Asked, read_forms

        return read_forms(Asked(files, output, only, forms, rules, explain, against, expect, on, sent, form, lang))
    if (
        only is not None
        or forms
        or rules is not None
        or explain is not None
        or expect is not None
        or back
        or against is not None
    ):
        raise click.UsageError("official forms are read into a folder: -o FOLDER")
    return reports.read_reports(files, for_, output, form, lang)
