"""What `scoring write` writes of scored projects beside forms: reports, letters, the table of findings."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

import click

from scoring.commands import DONE, ROWS_REJECTED, options
from scoring.problems import Language, Problem, Text
from scoring.values.day import Day


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
    from scoring.api.projects import score_all

    if output.suffix.lower() not in REPORTS and (len(facts) > 1 or Path(facts[0]).is_dir()):
        scored = list(score_all(facts, rules, indicators))
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
    from scoring.api.projects import score_all

    days = [_day(said, option) for said, option in ((on, "--on"), (due, "--due"))]
    if days[0] is not None and days[1] is not None and days[1] < days[0]:
        raise click.BadParameter("the answer is due before the letter is written", param_hint="--due")
    shown = ["" if day is None else _shown(day, language) for day in days]
    scored = list(score_all(facts, rules, indicators))
    made = write_letters(scored, output, language, number=number or "", on=shown[0], due=shown[1], template=template)
    return _ended(scored, made, language)


def write_findings(
    facts: Sequence[str], output: Path, rules: str | None, indicators: str | None, language: Language
) -> int:
    """The findings of all projects as one table."""
    from scoring.api.documents import write_findings
    from scoring.api.projects import score_all

    scored = list(score_all(facts, rules, indicators))
    write_findings(scored, output, language)
    return _ended(scored, [output], language)


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
