"""Options that several commands share."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

import click

from scoring.problems import InputRefused, Language, Text
from scoring.problems.shown import harmless

rules = click.option("--rules", metavar="R", help="a rulebook: a shipped name or a path; goes before the file's own")
indicators = click.option("--indicators", metavar="I", help="an indicator set: a shipped name or a path")
forms = click.option("--forms", metavar="PATH", multiple=True, help="a file or folder with forms of one's own")
among = click.option("--among", metavar="TABLE",
                     help="the projects that it is compared with, where the rulebook says so: a table, a folder or a pattern")  # fmt: skip
language = click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True,
                        help="language of what is printed")  # fmt: skip
engine = click.option("--engine", type=click.Choice(["rules", "exact"]), default="rules", show_default=True,
                      help="rules: durable-rules, compared with exact; exact: the reference alone")  # fmt: skip


writing = click.option("--write", is_flag=True, help="write what --set says into its files, rules with their reason")
why = click.option("--why", metavar="TEXT", help="with --write of rules: the reason, for their changelog")
by = click.option("--by", metavar="WHO", help="with --write of rules: who changes them")
on = click.option("--on", metavar="DAY", help="with --write of rules: the day of the change, such as 2025-03-14")


class UnderHeads(click.Command):
    """A command whose options stand under heads in its help, by their names; first those that stand under none."""

    def __init__(self, *args: Any, heads: Mapping[str, Sequence[str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.heads = heads

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        told = {one.name: one.get_help_record(ctx) for one in self.get_params(ctx) if isinstance(one, click.Option)}
        beside = {name for names in self.heads.values() for name in names}
        for head, names in {"Options": [name for name in told if name not in beside], **self.heads}.items():
            with formatter.section(head):
                formatter.write_dl([record for name in names if (record := told[name]) is not None])


def examples(*lines: str) -> str:
    """Example command lines for the end of a help text."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def say(said: Text, language: Language, err: bool = False) -> None:
    """Prints a sentence; whatever others wrote in it stays on its line."""
    click.echo(harmless(said.in_language(language)), err=err)


def with_reason(why: str | None, by: str | None, on: str | None) -> None:
    """Raises `InputRefused` before the work begins where rules are to be written and their reason is not said."""
    from scoring.tuning.trials.revision import Reason, lacking

    problems = list(lacking(Reason(why, by, on)))
    if problems:
        raise InputRefused(problems)


def tell_written(files: Sequence[Path], language: Language) -> None:
    """Which files were written, on standard error."""
    for file in files:
        say(Text(f"written: {file.name}", f"已写入：{file.name}"), language, err=True)


def in_color(stream: IO[Any]) -> bool:
    """Colour only on a terminal, and never where NO_COLOR is set."""
    return stream.isatty() and "NO_COLOR" not in os.environ


def width() -> int:
    """Columns of the terminal, within reason; 100 where there is none."""
    return max(60, min(shutil.get_terminal_size((100, 24)).columns, 160))
