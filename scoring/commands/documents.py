"""What `scoring write` writes of scored projects: forms, reports, letters, the table of findings."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from scoring.commands import DONE, ROWS_REJECTED, options
from scoring.documents.files import cannot_write
from scoring.problems import InputRefused, Language, Place, Problem, Text
from scoring.values.day import Day

if TYPE_CHECKING:
    from scoring.api.card import Card
    from scoring.forms.writing.letter_words import NotScored


@dataclass(frozen=True, slots=True)
class Asked:
    """What documents are asked with: `fill` and `form` of forms, `template` of reports and letters, the rest of letters."""

    facts: tuple[str, ...]
    output: Path
    rules: str | None
    indicators: str | None
    language: Language
    fill: str | None = None
    form: str | None = None
    template: str | None = None
    number: str | None = None
    on: str | None = None
    due: str | None = None

    def heads(self) -> dict[str, str]:
        """Number and days of letters, as people read them."""
        return {"number": self.number or "", **_days(self.on, self.due, self.language)}


def write_template(kind: Literal["report", "letter"], asked: Asked) -> int:
    """Our own template of a kind of document."""
    from scoring.api.documents import write_template

    write_template(kind, asked.output, asked.language)
    return DONE


def write_forms(asked: Asked) -> int:
    """The official form of each project, as a workbook; of several one each in a folder. Nothing is written where one is refused."""
    from scoring.api.book import score
    from scoring.api.documents import form_handed_in, form_of, write_form
    from scoring.batch.outputs.atomic_output import write_folder
    from scoring.commands.score import warn

    fill, form, several = asked.fill, asked.form, len(asked.facts) > 1
    if fill is not None and (several or form is not None):
        raise click.UsageError("--fill goes with one project, and without --form")
    if several and not asked.output.is_dir():
        raise InputRefused([_no_folder(asked.output)])
    files = [asked.output / f"{Path(one).stem}.xlsx" if several else asked.output for one in asked.facts]
    if len(set(files)) < len(files):
        raise InputRefused([_same_name(files)])
    _spared(files, [Path(one) for one in (*asked.facts, *([fill] if fill is not None else []))])
    cards = [score(one, asked.rules, asked.indicators) for one in asked.facts]
    filled = []
    for facts, card in zip(asked.facts, cards, strict=True):
        warn(card.problems, "text", asked.language)
        own = facts if Path(facts).suffix.lower() == ".xlsx" else form_handed_in(card)  # a form is scored as it is, too
        filled.append(fill if form is not None else fill or own)
    if several:
        made = [form_of(card, asked.language, own, form) for card, own in zip(cards, filled, strict=True)]
        write_folder(asked.output, {file.name: one for file, one in zip(files, made, strict=True)}, alone=())
    else:
        write_form(cards[0], asked.output, asked.language, filled[0], form)
    return DONE


def write_reports(asked: Asked) -> int:
    """A report of each project: of one a file, of several a folder with one named after each project's file."""
    from scoring.api.documents import REPORTS, write_report, write_reports

    facts, output = asked.facts, asked.output
    if output.suffix.lower() not in REPORTS and (len(facts) > 1 or Path(facts[0]).is_dir()):
        scored = _scored(asked)
        return _ended(scored, write_reports(scored, output, asked.language, asked.template), asked.language)
    if len(facts) > 1:
        raise click.UsageError("reports of several projects go into a folder: -o FOLDER")
    from scoring.api.book import score
    from scoring.commands.score import warn

    card = score(facts[0], asked.rules, asked.indicators)
    warn(card.problems, "text", asked.language)
    write_report(card, output, asked.language, asked.template)
    return DONE


def write_letters(asked: Asked) -> int:
    """A letter to each unit."""
    from scoring.api.documents import write_letters

    heads = asked.heads()
    scored = _scored(asked)
    made = write_letters(scored, asked.output, asked.language, **heads, template=asked.template)
    return _ended(scored, made, asked.language)


def write_findings(asked: Asked) -> int:
    """The findings of all projects as one table."""
    from scoring.api.documents import write_findings
    from scoring.api.projects import project_files

    tables, projects = _told_apart(asked)
    _spared([asked.output], [*map(Path, tables), *project_files(projects)])
    scored = _scored(asked)
    write_findings(scored, asked.output, asked.language)
    return _ended(scored, [asked.output], asked.language)


def write_all(asked: Asked) -> int:
    """Of all projects, scored once: the form of each filled, a letter to each unit, the findings."""
    from scoring.api.documents import write_all

    heads, output = asked.heads(), asked.output
    scored = _scored(asked)
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputRefused([cannot_write(str(output), error)]) from None
    made = write_all(scored, output, asked.language, **heads, template=asked.template)
    return _ended(scored, made, asked.language)


def _spared(files: Sequence[Path], inputs: Sequence[Path]) -> None:
    """Refuses to write over what is read, before anything is written."""
    from scoring.batch.outputs.atomic_output import refused

    problems = refused(files, inputs)
    if problems:
        raise InputRefused(problems)


def _told_apart(asked: Asked) -> tuple[list[str], list[str]]:
    """The tables of scores among what was named, and the rest."""
    from scoring.api.batch_results import is_results

    tables = [one for one in asked.facts if is_results(one)]
    return tables, [one for one in asked.facts if one not in tables]


def _scored(asked: Asked) -> list[Card | NotScored]:
    """Every project named, scored; where a table of scores is named as well, those of its rows."""
    from scoring.api.batch_results import chosen, facts_missing, read_results
    from scoring.api.projects import score_all

    tables, projects = _told_apart(asked)
    if tables and not projects:
        raise InputRefused([facts_missing(tables)])
    scored = list(score_all(projects, asked.rules, asked.indicators))
    return chosen([row for one in tables for row in read_results(one)], scored) if tables else scored


def _ended(scored: Sequence[object], made: Sequence[Path], language: Language) -> int:
    """Says what was written, and what could not be scored."""
    from scoring.forms.writing.letter_words import NotScored
    from scoring.views import problems as view

    rejected = [one for one in scored if isinstance(one, NotScored)]
    problems: list[Problem] = [problem for one in rejected for problem in one.problems]
    if problems:
        click.echo(view.as_text(problems, language).rstrip("\n"), err=True)
    count, total = len(made), len(scored)
    options.say(Text(f"{count} file{'s' if count != 1 else ''} written of {total} project{'s' if total != 1 else ''}, {len(rejected)} not scored",
                     f"共 {total} 个项目，写出 {count} 个文件，{len(rejected)} 个未能评分"), language, err=True)  # fmt: skip
    return ROWS_REJECTED if rejected else DONE


def _no_folder(folder: Path) -> Problem:
    message = Text(
        f"several forms go into a folder, and `{folder}` is none", f"多个项目写入文件夹，{folder} 不是文件夹"
    )
    return Problem("no-folder", message, Place(folder.name), Text("make it first", "先建文件夹"))


def _same_name(files: list[Path]) -> Problem:
    twice = next(file.name for file in files if files.count(file) > 1)
    message = Text(f"two projects would be written to `{twice}`", f"两个项目会写入同一个文件 {twice}")
    return Problem("output-twice", message, Place(twice), Text("write them one by one", "请分别写出"))


def _days(on: str | None, due: str | None, language: Language) -> dict[str, str]:
    """The day of letters, and that of answers, as people read them."""
    begun, end = _day(on, "--on"), _day(due, "--due")
    if begun is not None and end is not None and end < begun:
        raise click.BadParameter("the answer is due before the letter is written", param_hint="--due")
    return {key: "" if day is None else _shown(day, language) for key, day in (("on", begun), ("due", end))}


def _day(said: str | None, option: str) -> datetime.date | None:
    if said is None:
        return None
    day = Day.parse(said)
    try:
        return datetime.date.fromisoformat(str(day)) if day is not None else _no_day(option)
    except ValueError:
        return _no_day(option)


def _no_day(option: str) -> datetime.date:
    raise click.BadParameter("a day, such as 2025-03-20", param_hint=option)


def _shown(day: datetime.date, language: Language) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if language == "zh" else day.isoformat()
