"""Each row of a table scored: what goes out for it, or why it was rejected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from scoring.batch.table import Column, Reject, project_of
from scoring.problems import InputRefused, Problem, Text, has_errors
from scoring.project import read_project
from scoring.quantity import show_number
from scoring.rulebook import IndicatorSet, Rulebook
from scoring.scorecard import Scorecard
from scoring.scorer import Assessor, Engine, score

FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass
class Came:
    """What came of a table: rows in are rows out and rows rejected."""

    rows: int = 0
    scored: int = 0
    incomplete: int = 0
    rejected: int = 0
    grades: dict[str, int] = field(default_factory=dict)
    totals: list[Fraction] = field(default_factory=list)
    lost: dict[str, Fraction] = field(default_factory=dict)

    def add(self, card: Scorecard) -> None:
        self.scored += 1
        self.incomplete += card.status == "incomplete"
        if card.grade is not None:
            self.grades[card.grade] = self.grades.get(card.grade, 0) + 1
        if card.total.points is not None:
            self.totals.append(card.total.points)
        for one in card.indicators:
            if one.lost:
                self.lost[one.id] = self.lost.get(one.id, Fraction(0)) + one.lost


class Scorer:
    """Rows of one table under one rulebook and set."""

    def __init__(
        self,
        rulebook: Rulebook,
        indicator_set: IndicatorSet | None,
        listed: Sequence[Column],
        file: str,
        engine: Engine,
    ) -> None:
        self.assessor = Assessor(rulebook, indicator_set)
        self.listed, self.file, self.engine = listed, file, engine
        self.head = {"indicators": indicator_set.name} if indicator_set is not None else {"rules": rulebook.name}

    def scored(self, number: int, cells: Sequence[str]) -> Scorecard | list[Reject]:
        """The row's scorecard, or everything that keeps it from having one."""
        if len(cells) > len(self.listed):
            more = Text(f"{len(cells)} cells in a table of {len(self.listed)} columns",
                        f"表有 {len(self.listed)} 列，这一行有 {len(cells)} 格")  # fmt: skip
            return [Reject(number, "", "", more)]
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
            return score(prepared, self.engine)
        except InputRefused as refused:
            return list(_rejects(number, refused.problems, by_line))


def _rejects(number: int, problems: Sequence[Problem], by_line: Mapping[int, tuple[Column, str]]) -> Iterator[Reject]:
    for problem in problems:
        if problem.severity == "error":
            column, value = by_line.get(problem.place.line, (None, ""))
            yield Reject(number, column.head if column is not None else "", value, problem.message)


# ---------------------------------------------------------------- what goes out


def heads(card_indicators: Sequence[str], groups: Sequence[str], results: Sequence[str]) -> list[str]:
    """The columns of the table that goes out."""
    made = ["row", "project", "status", "total", "lowest", "highest", "grade"]
    for id_ in card_indicators:
        made += [f"{id_}.points", f"{id_}.outcome"]
    return [*made, *groups, *results, "limits", "findings", "rulebook"]


def line(number: int, card: Scorecard) -> list[str]:
    """A scorecard as one row; points exact as they were rounded."""

    def points(value: Fraction | None) -> str:
        return "" if value is None else show_number(value, card.decimals)

    cells = [str(number), harmless(card.project), card.status, points(card.total.points), points(card.total.lowest),
             points(card.total.highest), card.grade or ""]  # fmt: skip
    for one in card.indicators:
        cells += [points(one.points), one.outcome]
    cells += [points(group.points) for group in card.groups]
    cells += [
        show_number(one.value) if isinstance(one.value, Fraction) else harmless(one.shown or "") for one in card.results
    ]
    cells.append(" ".join(limit.name for limit in card.limits if limit.bites == "yes"))
    cells.append(" ".join(dict.fromkeys(finding.code for finding in card.findings)))
    cells.append(card.rulebook.fingerprint)
    return cells


def harmless(text: Any) -> str:
    """A text that no spreadsheet takes for a formula."""
    text = str(text)
    return f"'{text}" if text.startswith(FORMULA) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    from scoring.number import read_number

    return read_number(text) is not None
