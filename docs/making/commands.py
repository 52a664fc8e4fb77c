"""Every command: its help, arguments, options and examples, from the command line itself."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

import click

import cli
from scoring import commands

STATUSES = {
    "DONE": "done; an incomplete scorecard is one too",
    "PROBLEMS": "problems in the input, a check or a test that fails, a file that is missing",
    "WRONG_USAGE": "wrong usage of the command line",
    "INCOMPLETE": "the scorecard is incomplete, under `--strict`; what was asked is not decided (`prove`, `reach`)",
    "ROWS_REJECTED": "rows of a table were rejected",
    "INTERNAL_ERROR": "an error of the program: please report it",
}


def statuses() -> str:
    known = {name: value for name, value in vars(commands).items() if name.isupper() and isinstance(value, int)}
    assert set(known) == set(STATUSES), "describe every exit status in STATUSES"
    lines = ["| status | means |", "|---|---|"]
    return "\n".join([*lines, *(f"| {value} | {STATUSES[name]} |" for name, value in known.items())])


def commands_page() -> str:
    return "\n\n".join("\n\n".join(_command(name)) for name in commands.HELP)


def loaded(name: str) -> click.Command:
    found = cli.scoring.get_command(click.Context(cli.scoring), name)
    assert found is not None, name
    return found


def examples(name: str) -> list[str]:
    """The example lines at the end of a command's help."""
    return [line[2:] for line in (loaded(name).epilog or "").splitlines() if line.startswith("  ")]


def _command(name: str) -> Iterator[str]:
    command = loaded(name)
    yield f"## `scoring {name}`"
    yield _with_code(command)
    with click.Context(command, info_name=f"scoring {name}") as context:
        usage = command.get_usage(context).removeprefix("Usage: ")
    yield f"```text\n{usage}\n```"
    yield "\n".join(_options(command))
    if examples(name):
        yield "Examples:"
        yield "```text\n" + "\n".join(examples(name)) + "\n```"


def _with_code(command: click.Command) -> str:
    """The help, with arguments and sections of files as code."""
    parts = inspect.cleandoc(command.help or "").replace("\b", "").split("\n\n")
    text = "\n\n".join(" ".join(part.split()) for part in parts)
    arguments = [
        re.sub(r"\W", "", param.metavar or "") for param in command.params if isinstance(param, click.Argument)
    ]
    code = rf"\[\[\w+\]\]|\b[A-Z]\d+\.\w+|\b(?:{'|'.join(filter(None, arguments)) or '$'})\b"
    return re.sub(code, lambda found: f"`{found.group(0)}`", text)


def _options(command: click.Command) -> Iterator[str]:
    yield "| option | values | default | what it does |"
    yield "|---|---|---|---|"
    for option in command.params:
        if not isinstance(option, click.Option) or option.hidden:
            continue
        names = " ".join(f"`{name}`" for name in option.opts)
        values = (
            " ".join(f"`{value}`" for value in option.type.choices) if isinstance(option.type, click.Choice) else ""
        )
        values = values or ("" if option.is_flag else f"{option.metavar or option.type.name}")
        default = f"`{option.default}`" if option.show_default else ""
        yield f"| {names} | {values} | {default} | {option.help or ''}{' (required)' if option.required else ''} |"
    yield "| `-h` `--help` | | | the help |"
