"""What came of examples, scorecards and cases as data: `tests/1` in JSON, and a row for each difference in CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scoring.examples.cases import ComparedCases, Difference, TriedCase
from scoring.examples.example import TriedExample
from scoring.examples.scorecards import TriedScorecard, said
from scoring.problems import Language, Place, Text
from scoring.rulebook.rulebook import text_of
from scoring.views.problems import as_data
from scoring.views.strangers import json_text

COLUMNS = ("kind", "file", "line", "case", "id", "column", "name", "expected", "got", "arithmetic", "where")


@dataclass
class TestData:
    """What failed, gathered while it is tried."""

    language: Language
    examples: list[dict[str, Any]] = field(default_factory=list)
    scorecards: list[dict[str, Any]] = field(default_factory=list)
    cases: list[dict[str, Any]] = field(default_factory=list)

    def add_example(self, one: TriedExample) -> None:
        place = one.example.place
        self.examples.append({
            "file": place.file, "line": place.line, "name": one.subject, "label": one.label.in_language(self.language),
            "expected": one.expected, "got": one.got, "arithmetic": self._text(one.trace),
            "problems": [as_data(problem, self.language) for problem in one.problems],
        })  # fmt: skip

    def add_scorecard(self, one: TriedScorecard) -> None:
        place = one.example.place
        self.scorecards.append({
            "file": place.file, "line": place.line, "label": one.label.in_language(self.language),
            "differing": [
                {"line": one.example.at("expect", *part.keys).line, "name": part.name, "expected": said(part.expected),
                 "got": said(part.got), "arithmetic": self._text(part.trace)}
                for part in one.parts if not part.equal
            ],
            "problems": [as_data(problem, self.language) for problem in one.problems],
        })  # fmt: skip

    def add_case(self, case: TriedCase) -> list[dict[str, Any]]:
        """Every difference of a case."""
        return [self._difference(case, one) for one in case.differences]

    def add_cases(self, compared: ComparedCases, differing: Sequence[Mapping[str, Any]]) -> None:
        written = compared.cases.cases.model
        self.cases.append({
            "file": compared.cases.file,
            "label": text_of(written.label).in_language(self.language) if written.label is not None else None,
            "cases": compared.total, "equal": compared.equal, "values": compared.values, "differing": list(differing),
            "problems": [as_data(problem, self.language) for problem in compared.problems],
        })  # fmt: skip

    def as_json(self, counts: Mapping[str, int], not_reached: Sequence[Text]) -> str:
        data = {
            "schema": "tests/1", **counts, "examples": self.examples, "scorecards": self.scorecards, "cases": self.cases,
            "not_reached": [one.in_language(self.language) for one in not_reached],
        }  # fmt: skip
        return json_text(data)

    def as_csv(self) -> str:
        out = _Lines()
        writer = csv.DictWriter(out, COLUMNS, restval="", extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(self._rows())
        return "".join(out.written)

    def _rows(self) -> Iterator[dict[str, Any]]:
        for one in self.examples:
            yield {**one, "kind": "example"}
        for one in self.scorecards:
            yield from ({**one, **part, "kind": "scorecard"} for part in one["differing"])
        for table in self.cases:
            yield from ({**one, "kind": "case"} for one in table["differing"])
            yield from ({"kind": "problem", "file": problem["file"], "line": problem["line"], "got": problem["message"]}
                        for problem in table["problems"])  # fmt: skip

    def _difference(self, case: TriedCase, one: Difference) -> dict[str, Any]:
        return {
            "file": one.place.file, "line": one.place.line, "case": case.number, "id": case.id, "column": one.column,
            "name": one.name, "expected": one.expected, "got": one.got, "arithmetic": self._text(one.arithmetic),
            "where": _where(one.where),
        }  # fmt: skip

    def _text(self, of: Text | None) -> str | None:
        return of.in_language(self.language) if of is not None else None


class _Lines:
    """What the CSV writer writes to."""

    def __init__(self) -> None:
        self.written: list[str] = []

    def write(self, text: str) -> None:
        self.written.append(text)


def _where(place: Place | None) -> str | None:
    return str(place) if place is not None else None
