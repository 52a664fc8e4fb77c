"""Reports in prose, as `scoring read` reads them."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scoring.commands import DONE, options
from scoring.problems import InputRefused, Language, Place, Problem, Text, has_errors

if TYPE_CHECKING:  # read when a report is
    from scoring.forms.prose.draft import Draft
    from scoring.forms.prose.reading import ReadReport
    from scoring.project.wordings import Sought
    from scoring.values.units import Units

ENDINGS = (".txt", ".docx", ".pdf")
"""Of files that may be reports."""


def read_reports(files: Sequence[str], for_: str | None, output: str | None, form: str, language: Language) -> int:
    """Prints what each report says, and writes a draft of each project; raises `InputRefused` where one cannot be read."""
    from scoring.forms.prose.found import as_data, as_text

    looked_for = _looked_for(for_) if for_ is not None else None
    reports, problems = [], []
    for name in files:
        report, found = _read(name, looked_for)
        problems += found
        reports += [(name, *report)] if report is not None else []
    if problems:
        raise InputRefused(problems)
    if output is not None:
        assert looked_for is not None
        _write(reports, looked_for, output, language)
        return DONE
    for _, read, draft in reports:
        if form == "json":
            click.echo(json.dumps(as_data(read, draft), ensure_ascii=False, indent=2))
        else:
            click.echo(as_text(read, language, draft), nl=False)
    return DONE


@dataclass(frozen=True, slots=True)
class LookedFor:
    """What a rulebook or a set looks for, in its units; `chosen` is how a project names it."""

    sought: Sequence[Sought]
    units: Units
    chosen: Mapping[str, str]


def _looked_for(name: str) -> LookedFor:
    """What the rulebook or the set of that name looks for; raises `InputRefused`, also where that is nothing."""
    from scoring.assessor.assessor import Assessor
    from scoring.commands.show import is_set
    from scoring.rulebook.library import command_line, folder_of, open_rulebook, open_rules_of, open_set

    place, lookup = Place("<command line>"), command_line()
    rules, indicators = folder_of("rules", name, lookup), folder_of("indicators", name, lookup)
    if indicators is not None and (rules is None or is_set(indicators)):
        chosen, problems = open_set(name, place, lookup)
        if chosen is None or has_errors(problems):
            raise InputRefused(problems)
        book, problems = open_rules_of(chosen, lookup)
    else:
        chosen = None
        book, problems = open_rulebook(name, place, lookup)
    if book is None or has_errors(problems):
        raise InputRefused(problems)
    assessor = Assessor(book, chosen)
    sought, problems = assessor.sought()
    if has_errors(problems):
        raise InputRefused(problems)
    if not sought:
        raise InputRefused([Problem("nothing-to-look-for",
            Text(f"`{name}` does not say how reports tell its facts", f"{name} 没有写明报告怎样写出各项数据"), place,
            Text('add [read.NAME] with find = ["…{amount}"]', '补上 [read.名称]，写明 find = ["…{amount}"]'))])  # fmt: skip
    return LookedFor(sought, assessor.declared.units, {"rules" if chosen is None else "indicators": name})


def _read(name: str, looked_for: LookedFor | None) -> tuple[tuple[ReadReport, Draft | None] | None, list[Problem]]:
    from scoring.forms.prose.draft import draft_of
    from scoring.forms.prose.reading import read_report

    units = looked_for.units if looked_for is not None else None
    report, problems = read_report(Path(name), Path(name).name, units)
    if report is None:
        return None, problems
    return (report, draft_of(report, looked_for.sought, looked_for.units) if looked_for is not None else None), []


def _write(
    reports: Sequence[tuple[str, ReadReport, Draft | None]], looked_for: LookedFor, output: str, language: Language
) -> None:
    """A draft of each report's project: `output` is its file, or a folder that takes one a report, named after it."""
    from scoring.documents.files import cannot_write, write_text
    from scoring.forms.prose.draft import project_text

    folder = Path(output)
    if len(reports) > 1 and not folder.is_dir():
        raise click.UsageError(f"-o: `{output}` is no folder, and there are {len(reports)} reports")
    for name, report, draft in reports:
        assert draft is not None
        path = folder / f"{Path(name).stem}.toml" if folder.is_dir() else folder
        try:
            write_text(path, project_text(report, draft, Path(name).read_bytes(), _seen_from(path, looked_for.chosen)))
        except OSError as error:
            raise InputRefused([cannot_write(path.name, error)]) from None
        said = Text(
            f"{path}: {len(draft.proposals)} facts, {len(draft.doubts)} without a value, {len(draft.not_told)} not told",
            f"{path}：数据 {len(draft.proposals)} 项，无取值 {len(draft.doubts)} 项，未写明 {len(draft.not_told)} 项",
        )
        options.say(said, language, err=True)


def _seen_from(path: Path, chosen: Mapping[str, str]) -> dict[str, str]:
    """What a project's file names, where that is a path, as it is called from there."""
    return {
        key: Path(os.path.relpath(name, path.parent)).as_posix() if Path(name).exists() else name
        for key, name in chosen.items()
    }


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
