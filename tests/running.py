"""A command run in this process, with what it printed: standard output, standard error and the exit status."""

from __future__ import annotations

import contextlib
import io
from dataclasses import dataclass
from pathlib import Path

import cli


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of a command."""

    out: str
    err: str
    status: int

    @property
    def said(self) -> str:
        return self.out + self.err

    @property
    def codes(self) -> list[str]:
        """The codes of the problems that were told, in their order."""
        return [line.strip()[1:-1] for line in self.said.splitlines() if line.startswith("  [") and line.endswith("]")]


def run(*arguments: str | Path) -> Ran:
    """The command as it would be typed, in English unless it says otherwise; an internal error fails the test."""
    words = [str(one) for one in arguments]
    said, complained = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(complained):
        status = cli.main([*words, *(() if "--lang" in words else ("--lang", "en"))])
    if status > 128:  # whoever ends the tests with a signal ends this command first; that is no result
        raise KeyboardInterrupt
    ran = Ran(said.getvalue(), complained.getvalue(), status)
    assert "internal error" not in ran.said, ran.said
    return ran


def run_in(folder: Path, *arguments: str | Path) -> Ran:
    """The command as it would be typed in a folder."""
    with contextlib.chdir(folder):
        return run(*arguments)
