"""Reports in prose, as `scoring read` reads them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from scoring.commands import DONE
from scoring.problems import InputRefused, Language, Problem

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
