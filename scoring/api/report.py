"""What a check found."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from scoring.problems import Language, NotDecided, Problem, in_order, language_of


@dataclass(frozen=True, slots=True)
class Report:
    """Every problem, in the order of files and lines; `not_decided` are tables of which the lints leave something open."""

    problems: tuple[Problem, ...]
    not_decided: tuple[NotDecided, ...] = ()

    @classmethod
    def of(cls, problems: Iterable[Problem], not_decided: Iterable[NotDecided] = ()) -> Report:
        return cls(tuple(in_order(problems)), tuple(not_decided))

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What keeps a project from being scored."""
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def ok(self) -> bool:
        """Whether nothing is an error; there may be warnings and notes."""
        return not self.errors

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.problems)

    def __len__(self) -> int:
        return len(self.problems)

    def __str__(self) -> str:
        return self.text()

    def text(self, language: Language = "en") -> str:
        """Every problem with its line, as `scoring check` prints it."""
        from scoring.views import problems as view

        if not self.problems:
            return "no problems" if language_of(language) == "en" else "没有问题"
        return view.as_text(self.problems, language_of(language)).rstrip("\n")

    def to_dict(self, language: Language = "en") -> dict[str, Any]:
        """The JSON of problems, `problems/1`."""
        from scoring.views import problems as view

        made: dict[str, Any] = json.loads(view.as_json(self.problems, language_of(language), self.not_decided))
        return made
