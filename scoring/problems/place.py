"""A position in what somebody wrote."""

from __future__ import annotations

import re
from dataclasses import dataclass

_QUOTED = re.compile(r'"(?:\\.|[^"\\])*"?')


_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)")
_OPTION = re.compile(r"--[a-z-]+")
LONGEST = 120
"""Characters of what was typed behind an option that are said of it."""


@dataclass(frozen=True, slots=True)
class Position:
    """A point in a file: line and column from 1; the column in characters, and in UTF-16 units as editors count them."""

    line: int
    column: int
    utf16: int

    def __str__(self) -> str:
        return f"{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Place:
    """A position in a file: line and column from 1, columns in characters, `length` characters long.

    `file` is what people are shown (`rules/<book>/file.toml`), never an absolute path.
    `source` is the whole line, for quoting it below a message. An option of a command (`--set`) stands in place of a file where
    what is wrong was typed there; `source` is then what was typed behind it.
    """

    file: str
    line: int = 1
    column: int = 1
    length: int = 1
    source: str = ""

    def __str__(self) -> str:
        if self.is_typed:
            return f"{self.file} {self.source[:LONGEST]}{'…' if len(self.source) > LONGEST else ''}".rstrip()
        return f"{self.file}:{self.line}:{self.column}"

    @property
    def is_typed(self) -> bool:
        """Whether it is an option of a command, and no file."""
        return _OPTION.fullmatch(self.file) is not None

    @property
    def start(self) -> Position:
        """Where it begins."""
        return self._position(self.column)

    @property
    def end(self) -> Position:
        """Behind its last character."""
        return self._position(self.column + self.length)

    def _position(self, column: int) -> Position:
        wide = sum(character > "\uffff" for character in self.source[: column - 1])
        return Position(self.line, column, column + wide)

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
