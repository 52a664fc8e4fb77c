"""What is wrong in what somebody wrote: where, what, and how to fix it.

Every message exists in Chinese and in English (`Text`). Functions that read input return problems
beside their result and go on, so that an author sees all of them at once; only the rim raises
`InputRefused`, which carries them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

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
        """The place `offset` characters further on the same line."""
        return Place(self.file, self.line, self.column + offset, length, self.source)


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake. `code` names it in kebab case; `underline` is what is said beside the ^^^^ marks."""

    code: str
    message: Text
    place: Place
    fix: Text | None = None
    severity: Severity = "error"
    underline: Text | None = None


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
