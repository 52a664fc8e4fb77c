"""The `scoring` command line, thin over the library: finds the command, runs it, and ends as was promised.

Scorecards go to standard output, everything else to standard error. No traceback reaches a user.
"""

from __future__ import annotations

import contextlib
import functools
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from scoring import __version__
from scoring.commands import DONE, HELP, INTERNAL_ERROR, PROBLEMS
from scoring.commands.ending import Ending, told_to_end
from scoring.problems import InputRefused, Language
from scoring.problems.shown import harmless

INTERRUPTED = 130
NOBODY_READS = 141  # as a shell says of a program that SIGPIPE ended
LONGEST_TOLD = 4000


class Commands(click.Group):
    """Lists the commands without importing any; imports the one that is run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(HELP)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return _load(cmd_name) if cmd_name in HELP else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in HELP and not name.startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(name, HELP, n=1)
            ctx.fail(f"no command `{name}`" + (f", did you mean `{near[0]}`?" if near else ""))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(HELP.items()))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="scoring")
def scoring() -> None:
    """Points from indicators and rules written in TOML, and the reason for every point.

    \b
    exit status  0 done   1 problems in the input, or a check or test that fails
                 2 wrong usage   3 incomplete under --strict   4 rows rejected
    """


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status of running these arguments, by default the program's own."""
    _speak_utf8()
    status = INTERRUPTED
    with told_to_end() as ending:
        status = _status(sys.argv[1:] if arguments is None else arguments, ending)
    return status if ending.status is None else ending.status


def _status(arguments: Sequence[str], ending: Ending) -> int:
    try:
        status = _run(arguments)
        sys.stdout.flush()
        return status
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except Exception as error:
        return INTERRUPTED if ending.signal is not None else _failed(error)


def _failed(error: Exception) -> int:
    match error:
        case click.ClickException():
            error.show()
            return error.exit_code
        case BrokenPipeError():
            return _nobody_reads()
        case InputRefused():
            return _refused(error, None)
        case OSError():
            # A full disk, say; files that cannot be read are refused by name long before.
            print(harmless(f"scoring: {error.strerror or error} {error.filename or ''}".rstrip()), file=sys.stderr)
            return PROBLEMS
    return _internal_error(error)


def _run(arguments: Sequence[str]) -> int:
    """As `click.Command.main` would, which leaves by itself when nobody reads on."""
    try:
        with scoring.make_context("scoring", list(arguments)) as context:
            status = scoring.invoke(context)
    except click.exceptions.Exit as left:
        status = left.exit_code
    return status if isinstance(status, int) else DONE


@functools.cache
def _load(name: str) -> click.Command:
    """The command of that module. What it refuses is told in the format and language that it was asked for."""
    command: click.Command = import_module(f"scoring.commands.{name}").command
    run = command.callback
    assert run is not None, name

    @functools.wraps(run)
    def told(*values: Any, **named: Any) -> Any:
        try:
            return run(*values, **named)
        except InputRefused as refused:
            return _refused(refused, click.get_current_context())

    command.callback = told
    return command


def _refused(refused: InputRefused, context: click.Context | None) -> int:
    from scoring.commands.options import in_color
    from scoring.views import problems

    language: Language = "en" if _asked(context, "--lang") == "en" else "zh"
    if _asked(context, "--format") == "json":
        text = problems.as_json(refused.problems, language)
    else:
        text = problems.as_text(refused.problems, language, color=in_color(sys.stderr))
    print(text.rstrip("\n"), file=sys.stderr)
    return PROBLEMS


def _asked(context: click.Context | None, option: str) -> object:
    """What a command was given for an option, or that option's default."""
    if context is None:
        return None
    names = [parameter.name for parameter in context.command.params if option in parameter.opts]
    return context.params.get(names[0] or "") if names else None


def _internal_error(error: Exception) -> int:
    """Ours, not the author's. Scores that differ though they must not are told in full; the traceback is for us."""
    if os.environ.get("SCORING_DEBUG") == "1":
        import traceback

        traceback.print_exception(error)
    from scoring.assessor.assessor import EnginesDiffer
    from scoring.tuning.proof.proof import NotConfirmed

    if isinstance(error, EnginesDiffer):
        from scoring.views import as_json

        for engine, scorecard in (("rules", error.rules), ("exact", error.exact)):
            print(f"by the engine {engine}:\n{as_json.render(scorecard, 'en')}", file=sys.stderr)
    if isinstance(error, NotConfirmed):
        from scoring.tuning.proof.text import report_of

        print(report_of(error), file=sys.stderr)
    what = str(error)[:LONGEST_TOLD]
    print(harmless(f"scoring: internal error, please report it: {type(error).__name__}: {what}"), file=sys.stderr)
    return INTERNAL_ERROR


def _nobody_reads() -> int:
    """Ends in silence. What is still buffered goes nowhere, or Python would complain on its way out."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            os.dup2(nowhere, stream.fileno())
    return NOBODY_READS


def _speak_utf8() -> None:
    """Whatever the locale says; half a character of somebody's JSON comes out as it was escaped there."""
    if sys.stdout is None:  # closed by whoever started the program
        sys.stdout = io.TextIOWrapper(io.BytesIO())
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


if __name__ == "__main__":
    sys.exit(main())
