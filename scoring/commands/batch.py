"""`scoring batch`: tables and folders of projects scored at once, every row of them or its rejection."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scoring.commands import DONE, ROWS_REJECTED, options
from scoring.problems import InputRefused, Language, Place, Problem, Text, has_errors
from scoring.rulebook.library import command_line, open_rulebook, open_set
from scoring.rulebook.rulebook import IndicatorSet, Rulebook

if TYPE_CHECKING:
    from scoring.batch.cohorts import Choice
    from scoring.batch.columns.column_map import ColumnMap
    from scoring.batch.columns.column_meanings import Sets
    from scoring.batch.request import RunRequest
    from scoring.batch.run import RunOutcome
    from scoring.engines.columnar.duck import Connection

COMMAND_LINE = Place("<command line>")
TO_BEGIN_WITH = "600MB"


@click.command("batch", epilog=options.examples(
    "scoring batch projects.csv -o scores.xlsx --indicators our-set/",
    "scoring batch projects.parquet -o scores.parquet --indicators our-set/ --rejects rejects.csv --summary summary.html",
    "scoring batch 'forms/*.toml' -o scores.csv",
    "scoring batch cards/ -o scores.csv --forms our-forms.toml",
    "scoring batch bids.csv -o scores.csv --rules tender/ --set bids --by tender",
    "scoring batch --template our-set/ -o fill-in.xlsx",
))  # fmt: skip
@click.argument("inputs", metavar="[INPUT]…", nargs=-1)
@click.option("-o", "--output", metavar="FILE", required=True,
              help="the table of scores: .parquet, .csv (UTF-8 with a byte order mark), .xlsx or .jsonl; written whole or not at all")  # fmt: skip
@options.rules
@options.indicators
@options.forms
@click.option("--engine", type=click.Choice(["columnar", "exact"]), default="columnar", show_default=True,
              help="columnar: SQL over whole columns, and what SQL cannot say row by row; exact: every row by the reference")  # fmt: skip
@click.option("--columns", metavar="MAP.toml", help="which head means what, where heads say something else")
@click.option("--set", "list_", metavar="LIST",
              help="rows that share the column of --by are one project, each a record of its fact LIST; a row out for each")  # fmt: skip
@click.option("--by", metavar="COLUMN", help="with --set: the column that names the project of a row")
@click.option(
    "--memory",
    metavar="SIZE",
    help="the most that DuckDB takes, such as 512MB; otherwise as much as tables of this width need",
)
@click.option("--rejects", metavar="FILE", help="rows that were not scored: row, project, column, value, reason, fix")
@click.option("--summary", metavar="FILE", help="the summary as a text file, or with plots as one .html file")
@click.option(
    "--template", metavar="SET", help="write the empty table to fill in for an indicator set (-o FILE.csv or .xlsx)"
)
@click.option("--layout", type=click.Choice(["wide", "long"]), default="wide", show_default=True,
              help="of a template: a row a project, or a row an indicator")  # fmt: skip
@options.language
def command(
    inputs: tuple[str, ...], output: str, rules: str | None, indicators: str | None, forms: tuple[str, ...], engine: str, columns: str | None,
    list_: str | None, by: str | None, memory: str | None, rejects: str | None, summary: str | None, template: str | None, layout: str, lang: Language,
) -> int:  # fmt: skip
    """Score every project of INPUT: tables (.csv, .parquet, .xlsx), folders or patterns of project files.

    A table has a row a project and a column a fact, such as `budget (万元)`, and `N1.target`, `N1.actual`, `N1.level`,
    `N1.share`, `N1.not_applicable`, `N1.claim` for indicators; or a row an indicator with the columns of the form.
    """
    if template is not None:
        return _write_template(template, rules, Path(output), layout, lang)
    if (list_ is None) != (by is None):
        raise click.UsageError("--set LIST and --by COLUMN belong together")
    if not inputs:
        raise click.UsageError("name at least one INPUT, or --template SET")
    from scoring.batch.faults import told
    from scoring.batch.inputs.sources import files_named
    from scoring.batch.outputs.atomic_output import workfolder
    from scoring.batch.outputs.files import unwritable, write_output, write_rejects
    from scoring.batch.run import NothingScored
    from scoring.engines.columnar.duck import connect

    files = files_named(inputs)
    problems = unwritable(
        [Path(name) for name in (output, rejects) if name],
        [Path(summary)] if summary else [],
        [*files, *(Path(name) for name in (columns, rules, indicators) if name)],
    )
    if problems:
        raise InputRefused(problems)
    asked = replace(
        _asked(inputs, _opened(rules, indicators), rules, indicators, engine, columns),
        by_width=memory is None,
        sets=_sets(list_, by),
        forms=forms,
    )
    with workfolder(Path(output)) as work:
        connection = connect(_memory(memory) if memory is not None else TO_BEGIN_WITH, None, work)
        with told(Path(output), work, files), closing(connection):
            try:
                ran = _run(asked, connection, work, lang)
            except NothingScored as nothing:
                if rejects is not None:
                    write_rejects(connection, nothing.rejects, Path(rejects), lang)
                raise
            if rejects is not None:
                write_rejects(connection, ran.rejects, Path(rejects), lang)
            write_output(connection, ran.result, Path(output))
    _tell(ran, asked, summary, lang)
    return ROWS_REJECTED if ran.rejected else DONE


def _run(asked: RunRequest, connection: Connection, work: Path, lang: Language) -> RunOutcome:
    from scoring.batch.run import Run

    def tell(said: Text) -> None:
        options.say(said, lang, err=True)

    return Run(asked, connection, work, tell, _Bars(lang)).run()


class _Bars:
    """Bars on standard error."""

    def __init__(self, lang: Language) -> None:
        self.lang = lang

    def query(self, connection: Connection, label: Text) -> AbstractContextManager[object]:
        from scoring.commands.progress import watching

        return watching(connection, label.in_language(self.lang))

    def rows(self, total: int, label: Text) -> AbstractContextManager[Callable[[int], None]]:
        from scoring.commands.progress import progress

        return progress(total, label.in_language(self.lang))


def _asked(
    inputs: Sequence[str], choice: Choice, rules: str | None, indicators: str | None, engine: str, columns: str | None
) -> RunRequest:
    from scoring.batch.request import RunRequest

    column_map = _column_map(columns) if columns is not None else None
    return RunRequest(inputs, choice, rules, indicators, "exact" if engine == "exact" else "columnar", column_map)


def _sets(list_: str | None, by: str | None) -> Sets | None:
    from scoring.batch.columns.column_meanings import Sets

    return Sets(list_, by) if list_ is not None and by is not None else None


def _column_map(columns: str) -> ColumnMap:
    from scoring.batch.columns.column_map import read_column_map

    found, problems = read_column_map(Path(columns))
    if found is None or has_errors(problems):
        raise InputRefused(problems)
    return found


def _memory(written: str) -> str:
    """A size as DuckDB takes it."""
    if re.fullmatch(r"\d{1,7}(\.\d{1,3})? ?([KMGT]i?B)", written) is None:
        raise click.BadParameter("such as 512MB or 2GB", param_hint="--memory")
    return written


def _opened(rules: str | None, indicators: str | None) -> Choice:
    """What the command line names; files of projects may name their own, and rows their period's edition."""
    from scoring.batch.cohorts import Choice

    lookup = command_line()
    chosen, problems = open_set(indicators, COMMAND_LINE, lookup) if indicators is not None else (None, [])
    name = rules or (chosen.header.model.rules if chosen is not None else None)
    if name is None:
        if problems:
            raise InputRefused(problems)
        return Choice()
    if chosen is not None and rules is None:
        lookup = lookup.of(chosen.header.document.home)
    rulebook, found = open_rulebook(name, COMMAND_LINE, lookup)
    if not has_errors(problems) and [problem.code for problem in found] == ["several-editions"]:
        return Choice(None, chosen, (name, lookup), rules is not None)
    if rulebook is None or has_errors(problems + found):
        raise InputRefused(problems + found)
    return Choice(rulebook, chosen, by_name=rules is not None)


def _write_template(name: str, rules: str | None, output: Path, layout: str, lang: Language) -> int:
    from scoring.batch.outputs.template_file import write_template

    choice = _opened(rules, name)
    if choice.rulebook is None or choice.indicator_set is None:
        message = Text("a template is for one edition of the rules", "模板只能对应规则的一个版本")
        fix = Text("name it: --rules national@2024", "写明版本：--rules national@2024")
        raise InputRefused([Problem("several-editions", message, COMMAND_LINE, fix)])
    write_template(choice.rulebook, choice.indicator_set, output, lang, "long" if layout == "long" else "wide")
    return DONE


def _tell(ran: RunOutcome, asked: RunRequest, summary: str | None, lang: Language) -> None:
    """The summary on standard error, and as the file that was asked for."""
    from scoring.batch.outputs.atomic_output import whole
    from scoring.views import batch_page, batch_text

    about = [(Text("input", "输入"), Path(name).name) for name in asked.inputs[:5]]
    for what, one in (
        (Text("rulebook", "规则集"), asked.choice.rulebook),
        (Text("indicator set", "指标集"), asked.choice.indicator_set),
    ):
        about += [(what, _named(one))] if one is not None else []
    if asked.choice.editions is not None:
        about.append((Text("rulebook", "规则集"), Path(asked.choice.editions[0]).name))
    if summary is not None:
        path = Path(summary)
        page = path.suffix.lower() in (".html", ".htm")
        text = batch_page.render(ran.figures, about, lang) if page else batch_text.render(ran.figures, about, lang)
        with whole(path) as part:
            part.write_text(text, encoding="utf-8")
    for said in ran.refused:
        options.say(said, lang, err=True)
    click.echo(batch_text.render(ran.figures, about, lang, options.in_color(sys.stderr)).rstrip("\n"), err=True)


def _named(one: Rulebook | IndicatorSet) -> str:
    return f"{one.name} ({one.fingerprint.removeprefix('sha256:')[:12]})"
