"""Reports as they were read, compared with what a careful person reads in them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from scoring.forms.prose.found import as_data
from scoring.forms.prose.lines import Line
from scoring.forms.prose.reading import ReadReport, read_report, report_of
from scoring.values.units import Units

GIVEN = Path(__file__).parent / "given"


def report_at(path: Path) -> ReadReport:
    """The report of a file that can be read."""
    report, problems = read_report(path, path.name)
    assert report is not None, problems
    return report


def report_saying(text: str) -> ReadReport:
    """A report of these lines."""
    lines = [Line(line, number) for number, line in enumerate(text.split("\n"), 1)]
    return report_of("report.txt", lines, Units.standard())


def expected_of(path: Path) -> Mapping[str, Any]:
    read: Mapping[str, Any] = json.loads(path.with_name(path.name + ".expected.json").read_text(encoding="utf-8"))
    return read


@dataclass
class Compared:
    """Facts that were found, missed, and found though they are none: value, unit, bound and place must be the same."""

    found: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found / (self.found + len(self.missed))

    @property
    def precision(self) -> float:
        return self.found / (self.found + len(self.wrong))


def compared(report: ReadReport, expected: Sequence[Mapping[str, Any]], also_right: Sequence[str] = ()) -> Compared:
    """A report against its facts; `also_right` are quotes of figures that are right, though the list does not ask for them."""
    data = as_data(report)
    got = [*data["facts"], *({**one, "value": "", "unit": None, "bound": "exact"} for one in data["not_understood"])]
    if data["grade"] is not None:
        got.append({**data["grade"], "unit": None, "bound": "exact"})
    result = Compared()
    for fact in expected:
        same = [one for one in got if _is(one, fact)]
        if same:
            got.remove(min(same, key=lambda one: abs(one["offset"] - fact.get("offset", one["offset"]))))
            result.found += 1
        else:
            result.missed.append(
                f"{fact.get('line', fact.get('page'))}: {fact['value']} {fact['unit']} {fact['bound']}"
            )
    result.wrong = [f"{one['quote']}" for one in got if one["value"] != "" and one["quote"] not in also_right]
    return result


def _is(one: Mapping[str, Any], fact: Mapping[str, Any]) -> bool:
    if (one["unit"], one["bound"]) != (fact["unit"], fact["bound"]) or number_of(one["value"]) != number_of(
        fact["value"]
    ):
        return False
    if "page" in fact:
        return one.get("page") == fact["page"]
    if one.get("line") != fact["line"]:
        return False
    offset, quote = fact.get("offset"), fact.get("quote", "")
    return offset is None or -len(one["quote"]) <= one["offset"] - offset <= len(quote)


def number_of(value: str) -> Decimal | str:
    try:
        return Decimal(value)
    except InvalidOperation:
        return value
