"""What is wrong in what somebody wrote: where, what, and how to fix it.

Every message exists in Chinese and in English (`Text`). Functions that read input return problems
beside their result and go on, so that an author sees all of them at once; only the rim raises
`InputRefused`, which carries them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

_QUOTED = re.compile(r'"(?:\\.|[^"\\])*"?')
_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)")

Language = Literal["zh", "en"]
Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in both languages. English: lower case, no full stop, author's words in backticks."""

    en: str
    zh: str

    def in_language(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Place:
    """A position in a file: line and column from 1, columns in characters, `length` characters long.

    `file` is what people are shown (`rules/<book>/file.toml`), never an absolute path.
    `source` is the whole line, for quoting it below a message.
    """

    file: str
    line: int = 1
    column: int = 1
    length: int = 1
    source: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    def inside(self, offset: int, length: int = 1) -> Place:
        """The place `offset` characters further in what stands here; an escape such as `\\"` is one of them."""
        if "\\" in self.source:
            start, end = self._written(offset), self._written(offset + length)
        else:
            start, end = self.column + offset, self.column + offset + length
        if self.source:  # a text of several lines goes on below
            start = min(start, len(self.source) + 1)
        return Place(self.file, self.line, start, max(1, end - start), self.source)

    def _written(self, offset: int) -> int:
        """The column of a character, given how many there are before it in the text that is meant."""
        here = self.column - 1
        if not any(quoted.start() < here < quoted.end() for quoted in _QUOTED.finditer(self.source)):
            return self.column + offset
        for _ in range(offset):
            escape = _ESCAPE.match(self.source, here)
            here = escape.end() if escape is not None else here + 1
        return here + 1


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


@dataclass(frozen=True, slots=True)
class NotDecided:
    """A table of which the analyser leaves something open, and why; never an alarm."""

    name: str
    place: Place
    why: Text


class InputRefused(Exception):
    """Raised at the rim when input cannot be used; carries every problem found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(f"{len(self.problems)} problems")


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
