"""Official forms, as `scoring read` takes them in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from scoring.commands import DONE, PROBLEMS, ROWS_REJECTED
from scoring.problems import InputRefused, Language


@dataclass(frozen=True, slots=True)
class Asked:
    """What `scoring read -o` is asked for."""

    named: tuple[str, ...]
    output: str
    form: str | None = None
    forms: tuple[str, ...] = ()
    rules: str | None = None
    explain: str | None = None
    shown: str = "text"
    language: Language = "zh"


def read_forms(asked: Asked) -> int:
    """A project's file for every form of the documents, and what came of each; those that cannot be read are rejected."""
    from scoring.commands.progress import progress
    from scoring.forms.intake import intake_text
    from scoring.forms.intake.form_reader import FormReader, documents_in
    from scoring.forms.intake.intake import take_in
    from scoring.forms.intake.project_folder import ProjectFolder

    reader = FormReader.of(asked.form, [Path(one) for one in asked.forms], asked.rules)
    paths, problems = documents_in(asked.named)
    if problems:
        raise InputRefused(problems)
    folder = ProjectFolder(Path(asked.output))
    folder.prepare()
    with progress(len(paths), "读取" if asked.language == "zh" else "reading") as advance:
        taken = take_in(paths, reader, folder, advance)
    if asked.explain is not None:
        from scoring.documents.files import cannot_write, write_text
        from scoring.forms.intake import explain_page

        page = explain_page.render([one.file for one in taken if one.file is not None], asked.language)
        try:
            write_text(Path(asked.explain), page)
        except OSError as error:
            raise InputRefused([cannot_write(Path(asked.explain).name, error)]) from None
    shown = intake_text.as_json if asked.shown == "json" else intake_text.as_text
    click.echo(shown(taken, asked.language), nl=False)
    rejected = [one for one in taken if one.rejected]
    if not rejected:
        return DONE
    return PROBLEMS if len(rejected) == len(taken) else ROWS_REJECTED
