"""Each row of a table scored by `exact`: what comes out for it, or why it was rejected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scoring.appraisal import reckon
from scoring.batch.heads import Column
from scoring.batch.records import Record, record
from scoring.batch.table import Reject, project_of
from scoring.engines.exact import Evaluation
from scoring.problems import InputRefused, Problem, Text, has_errors
from scoring.project import read_project
from scoring.rulebook import IndicatorSet, Rulebook
from scoring.scorer import Assessor


class Scorer:
    """Rows of one table under one rulebook and set."""

    def __init__(
        self, rulebook: Rulebook, indicator_set: IndicatorSet | None, listed: Sequence[Column], file: str, period: Any = None
    ) -> None:
        self.assessor = Assessor(rulebook, indicator_set)
        self.listed, self.file = listed, file
        self.head: dict[str, Any] = {"indicators": indicator_set.name} if indicator_set is not None else {"rules": rulebook.name}
        if period is not None:
            self.head["period"] = period

    def scored(self, number: int, cells: Sequence[str | None]) -> Record | list[Reject]:
        """What comes out for the row, or everything that keeps it from being scored."""
        document, by_line, problems = project_of(cells, self.listed, number, self.head, self.file)
        project = None
        if document is not None:
            project, found = read_project(document)
            problems = [*problems, *found]
        if project is None or has_errors(problems):
            return list(_rejects(number, problems, by_line))
        prepared, found = self.assessor.prepare(project)
        if prepared is None or has_errors(found):
            return list(_rejects(number, found, by_line))
        try:
            reckoned = reckon(Evaluation(prepared.program, prepared.sheet), prepared.occasion)
        except InputRefused as refused:
            return list(_rejects(number, refused.problems, by_line))
        return record(reckoned, prepared.occasion, prepared.program)


def _rejects(number: int, problems: Sequence[Problem], by_line: Mapping[int, tuple[Column, str]]) -> Iterator[Reject]:
    for problem in problems:
        if problem.severity == "error":
            column, value = by_line.get(problem.place.line, (None, ""))
            yield Reject(number, column.head if column is not None else "", value, problem.message)


__all__ = ["Scorer", "Text"]
