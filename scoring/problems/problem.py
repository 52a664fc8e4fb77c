"""What is wrong in what somebody wrote: where, what, and how to fix it.

Functions that read input return problems beside their result and go on, so that an author sees all of them at once; only
the rim raises `InputRefused`, which carries them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from scoring.problems.place import Place, Position
from scoring.problems.shown import harmless
from scoring.problems.text import Text

Severity = Literal["error", "warning", "note"]
MOST_SAID = 50
"""Problems that an exception says; it carries all."""


@dataclass(frozen=True, slots=True)
class Counterexample:
    """Facts under which a mistake shows, tried on the exact engine; `scoring check --keep` makes it an example.

    `given` are facts, and of a rule actual, target and weight, each with its value as TOML; `comes` is what comes of them.
    """

    of: str  # rule, value, limit, result; of a grade it is not kept
    name: str
    given: tuple[tuple[str, str], ...]
    comes: Text

    @property
    def said(self) -> str:
        """`rate = 90%, scope = city`."""
        return ", ".join(f"{name} = {written.strip(chr(34))}" for name, written in self.given)


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake. `code` names it in kebab case; `underline` is what is said beside the ^^^^ marks."""

    code: str
    message: Text
    place: Place
    fix: Text | None = None
    severity: Severity = "error"
    underline: Text | None = None
    counterexample: Counterexample | None = None

    @property
    def start(self) -> Position:
        """Where what is wrong begins."""
        return self.place.start

    @property
    def end(self) -> Position:
        """Behind its last character."""
        return self.place.end

    def __str__(self) -> str:
        severity = "" if self.severity == "error" else f"{self.severity}: "
        fix = f" (fix: {self.fix.en})" if self.fix is not None else ""
        nowhere = self.place.file.startswith("<") and not self.place.source  # not in what was handed over
        return harmless(f"{'' if nowhere else f'{self.place}: '}{severity}{self.message.en}{fix} [{self.code}]")


@dataclass(frozen=True, slots=True)
class NotDecided:
    """A table of which the analyser leaves something open, and why; never an alarm."""

    name: str
    place: Place
    why: Text


class InputRefused(Exception):
    """Raised at the rim when input cannot be used; carries every problem found, and says them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        said = [str(problem) for problem in in_order(self.problems)]
        more = len(said) - MOST_SAID
        return "\n".join(said[:MOST_SAID] + ([f"and {more} more"] if more > 0 else []))


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Without repetitions, by file, line, column and code: the same input gives the same list.

    That something is of the wrong kind is said only where nothing more particular is.
    """
    once = dict.fromkeys(problems)
    particular = {problem.place for problem in once if problem.code != "wrong-kind"}
    return sorted(
        (problem for problem in once if problem.code != "wrong-kind" or problem.place not in particular),
        key=lambda p: (p.place.file, p.place.line, p.place.column, p.code, p.message.en),
    )


def has_errors(problems: Iterable[Problem]) -> bool:
    return any(problem.severity == "error" for problem in problems)
