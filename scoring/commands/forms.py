"""Official forms, as `scoring read` takes them in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scoring.commands import DONE, PROBLEMS, ROWS_REJECTED, options
from scoring.problems import InputRefused, Language, Place, Problem, Text

if TYPE_CHECKING:
    from scoring.commands.season import SendBack
    from scoring.forms.intake.approved import Approved
    from scoring.forms.intake.form_reader import FormReader
    from scoring.forms.intake.intake import TakenFile

MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class Asked:
    """What `scoring read -o` is asked for."""

    named: tuple[str, ...]
    output: str
    form: str | None = None
    forms: tuple[str, ...] = ()
    rules: str | None = None
    explain: str | None = None
    against: str | None = None
    expect: str | None = None
    on: str | None = None
    back: SendBack | None = None
    shown: str = "text"
    language: Language = "zh"


def read_forms(asked: Asked) -> int:
    """A project's file for every form of the documents, and what came of each; those that cannot be read are rejected."""
    from scoring.commands.progress import progress
    from scoring.commands.season import Season, tell
    from scoring.forms.intake import intake_text
    from scoring.forms.intake.documents_named import documents_in
    from scoring.forms.intake.form_reader import FormReader
    from scoring.forms.intake.intake import take_in
    from scoring.forms.intake.project_folder import ProjectFolder

    reader = FormReader.of(asked.form, [Path(one) for one in asked.forms], asked.rules)
    paths, problems = documents_in(asked.named, pictures=True)
    if problems:
        raise InputRefused(problems)
    if asked.explain is not None:
        _spared(Path(asked.explain), [*paths, *([Path(asked.against)] if asked.against is not None else [])])
    passed = passed_over(asked.named, Path(asked.output))
    season = Season.of(asked.output, asked.expect, asked.on) if asked.on is not None else None
    scans = season.scans() if season is not None else {}
    approved = _approved(asked.against, reader, asked.language) if asked.against is not None else None
    folder = ProjectFolder(Path(asked.output))
    folder.prepare()
    within = folder.path.resolve()
    named = {Path(one).resolve() for one in asked.named}
    paths = [
        one for one in paths if one.resolve() in named or within not in one.resolve().parents
    ]  # none that a run wrote
    roots = frozenset(one if one.is_dir() else one.parent for one in named)
    with progress(len(paths), "读取" if asked.language == "zh" else "reading") as advance:
        taken = take_in(paths, reader, folder, approved, advance, scans, roots)
    if asked.explain is not None:
        _explain(taken, Path(asked.explain), asked.language)
    for one in approved.without_report if approved is not None else ():
        said = Text(f"approved, and not reported: {one.filled.file} {one.project.data['project']}",
                    f"有批复而没有自评表：{one.filled.file} {one.project.data['project']}")  # fmt: skip
        options.say(said, asked.language, err=True)
    register = season.brought_up(taken, asked.back, asked.language) if season is not None else None
    shown = intake_text.as_json if asked.shown == "json" else intake_text.as_text
    click.echo(shown(taken, asked.language), nl=False)
    if passed and asked.shown == "text":
        listed = ", ".join(passed[:MOST_NAMED]) + (", …" if len(passed) > MOST_NAMED else "")
        said = Text(
            f"no documents, passed over: {len(passed)} ({listed})", f"不是可读的文件，略过 {len(passed)} 个（{listed}）"
        )
        options.say(said, asked.language)
    if register is not None:
        tell(register, asked.language, err=asked.shown == "json")
    rejected = [one for one in taken if one.rejected]
    if not rejected:
        return DONE
    return PROBLEMS if len(rejected) == len(taken) else ROWS_REJECTED


def _spared(page: Path, inputs: Sequence[Path]) -> None:
    """Refuses a page that would be written over a file that is read, or over one that is no page."""
    from scoring.batch.outputs.atomic_output import refused

    problems = refused([page], inputs)
    if not problems and page.suffix.lower() not in (".html", ".htm"):
        message = Text(f"a page is written as .html, not `{page.suffix or page.name[:100]}`", "页面只能写成 .html")
        fix = Text("let its name end in .html", "文件名以 .html 结尾")
        problems = [Problem("unknown-format", message, Place(page.name), fix)]
    if problems:
        raise InputRefused(problems)


def _explain(taken: Sequence[TakenFile], page: Path, language: Language) -> None:
    """The page that shows on each sheet what was taken for what."""
    from scoring.documents.files import cannot_write, write_text
    from scoring.forms.intake import explain_page

    shown = explain_page.render([one.file for one in taken if one.file is not None], language)
    try:
        write_text(page, shown)
    except OSError as error:
        raise InputRefused([cannot_write(page.name, error)]) from None


def passed_over(named: Sequence[str], output: Path) -> list[str]:
    """Files in the folders named that are neither documents nor pictures, such as archives; none that a run wrote."""
    from scoring.forms.intake.documents_named import files_below, is_wanted

    folders = [Path(one) for one in named if Path(one).is_dir()]
    return [
        file.relative_to(folder).as_posix()
        for folder in folders
        for file in files_below(folder, [])
        if not is_wanted(file, pictures=True) and not file.resolve().is_relative_to(output.resolve())
    ]


def _approved(named: str, reader: FormReader, language: Language) -> Approved:
    """What was approved, out of a folder of documents; raises `InputRefused` where one of them cannot be read."""
    from scoring.forms.intake.approved import Approved
    from scoring.forms.intake.documents_named import documents_in

    paths, problems = documents_in([named])
    files = []
    reader = replace(reader, only=None)  # what was approved is another form
    for path in paths:
        try:
            files.append(reader.read(path, path.name))
        except InputRefused as refused:
            problems += refused.problems
    if problems:
        raise InputRefused(problems)
    approved = Approved.of(files)
    for name in approved.twice:
        said = Text(f"approved twice, so that neither counts: {name}", f"批复有两份，均不采用：{name}")
        options.say(said, language, err=True)
    return approved
