"""What `scoring write` writes of scored projects beside forms: reports, letters, the table of findings."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scoring.commands import DONE, ROWS_REJECTED, options
from scoring.documents.files import cannot_write
from scoring.problems import InputRefused, Language, Problem, Text
from scoring.values.day import Day

if TYPE_CHECKING:
    from scoring.api.card import Card
    from scoring.forms.writing.letter_words import NotScored


def write_reports(
    facts: Sequence[str],
    output: Path,
    rules: str | None,
    indicators: str | None,
    language: Language,
    template: str | None,
) -> int:
    """A report of each project: of one a file, of several a folder with one named after each project's file."""
    from scoring.api.documents import REPORTS, write_report, write_reports

    if output.suffix.lower() not in REPORTS and (len(facts) > 1 or Path(facts[0]).is_dir()):
        scored = _scored(facts, rules, indicators)
        return _ended(scored, write_reports(scored, output, language, template), language)
    if len(facts) > 1:
        raise click.UsageError("reports of several projects go into a folder: -o FOLDER")
    from scoring.api.book import score
    from scoring.commands.score import warn

    card = score(facts[0], rules, indicators)
    warn(card.problems, "text", language)
    write_report(card, output, language, template)
    return DONE


def write_letters(
    facts: Sequence[str], output: Path, rules: str | None, indicators: str | None, language: Language,
    template: str | None, number: str | None, on: str | None, due: str | None,
) -> int:  # fmt: skip
    """A letter to each unit."""
    from scoring.api.documents import write_letters

    shown = _days(on, due, language)
    scored = _scored(facts, rules, indicators)
    made = write_letters(scored, output, language, number=number or "", on=shown[0], due=shown[1], template=template)
    return _ended(scored, made, language)


def write_findings(
    facts: Sequence[str], output: Path, rules: str | None, indicators: str | None, language: Language
) -> int:
    """The findings of all projects as one table."""
    from scoring.api.documents import write_findings

    scored = _scored(facts, rules, indicators)
    write_findings(scored, output, language)
    return _ended(scored, [output], language)


def write_all(
    facts: Sequence[str], output: Path, rules: str | None, indicators: str | None, language: Language,
    template: str | None, number: str | None, on: str | None, due: str | None,
) -> int:  # fmt: skip
    """Of all projects, scored once: the form of each filled, a letter to each unit, the findings."""
    from scoring.api.card import Card
    from scoring.api.documents import form_handed_in, write_findings, write_form, write_letters
    from scoring.forms.writing.file_names import file_names

    shown = _days(on, due, language)
    scored = _scored(facts, rules, indicators)
    forms = output / "forms"
    try:
        forms.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputRefused([cannot_write(str(output), error)]) from None
    cards = [one for one in scored if isinstance(one, Card)]
    made = [forms / name for name in file_names((Path(card.scored_from[1].file).stem for card in cards), ".xlsx")]
    for card, file in zip(cards, made, strict=True):
        write_form(card, file, language, form_handed_in(card))
    made += write_letters(
        scored, output / "letters", language, number=number or "", on=shown[0], due=shown[1], template=template
    )
    write_findings(scored, output / "findings.xlsx", language)
    return _ended(scored, [*made, output / "findings.xlsx"], language)


def _scored(facts: Sequence[str], rules: str | None, indicators: str | None) -> list[Card | NotScored]:
    """Every project named, scored; where a table of scores is named as well, those of its rows."""
    from scoring.api.batch_results import chosen, facts_missing, is_results, read_results
    from scoring.api.projects import score_all

    tables = [one for one in facts if is_results(one)]
    projects = [one for one in facts if one not in tables]
    if tables and not projects:
        raise InputRefused([facts_missing(tables)])
    scored = list(score_all(projects, rules, indicators))
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


def _days(on: str | None, due: str | None, language: Language) -> list[str]:
    """The day of letters, and that of answers, as people read them."""
    days = [_day(said, option) for said, option in ((on, "--on"), (due, "--due"))]
    if days[0] is not None and days[1] is not None and days[1] < days[0]:
        raise click.BadParameter("the answer is due before the letter is written", param_hint="--due")
    return ["" if day is None else _shown(day, language) for day in days]


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
