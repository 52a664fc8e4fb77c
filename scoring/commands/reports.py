"""Reports in prose, as `scoring read` reads them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from scoring.commands import DONE, options
from scoring.problems import InputRefused, Language, Problem, Text

ENDINGS = (".txt", ".docx", ".pdf")
"""Of files that may be reports."""


def read_reports(files: Sequence[str], form: str, language: Language) -> int:
    """Prints what each report says, as text or as JSON; raises `InputRefused` for those that cannot be read."""
    from scoring.forms.prose.found import as_data, as_text
    from scoring.forms.prose.reading import ReadReport, read_report

    reports: list[ReadReport] = []
    problems: list[Problem] = []
    for name in files:
        report, found = read_report(Path(name), Path(name).name)
        problems += found
        reports += [report] if report is not None else []
    if problems:
        raise InputRefused(problems)
    for report in reports:
        if form == "json":
            click.echo(json.dumps(as_data(report), ensure_ascii=False, indent=2))
        else:
            click.echo(as_text(report, language), nl=False)
    return DONE


def confirm_drafts(path: Path, names: Sequence[str], by: str, on: str, language: Language) -> int:
    """Takes `draft` from facts of a project's file, and adds who confirmed them and when; the rest stays, byte for byte."""
    from scoring.documents.document import LARGEST, parse_toml
    from scoring.documents.files import cannot_write, read_bytes, write_bytes
    from scoring.project.confirming import confirmed
    from scoring.project.drafts import drafts_of
    from scoring.values.day import Day

    day = Day.parse(on)
    if day is None or not day.is_exact:
        raise click.UsageError(f"--on: `{on}` is no day, such as 2025-05-06")
    raw, problems = read_bytes(path, path.name, LARGEST)
    document, found = parse_toml(raw, path.name) if raw is not None else (None, problems)
    if raw is None or document is None:
        raise InputRefused(found)
    after = confirmed(raw, document, names, by, on)
    if not isinstance(after, bytes):
        raise InputRefused(after)
    try:
        write_bytes(path, after, before=raw)
    except OSError as error:
        raise InputRefused([cannot_write(path.name, error)]) from None
    left, _ = parse_toml(after, path.name)
    before, now = len(drafts_of(document)), len(drafts_of(left)) if left is not None else 0
    options.say(
        Text(f"{before - now} confirmed, {now} left", f"已确认 {before - now} 项，尚余 {now} 项"), language, err=True
    )
    return DONE
