"""`[[cases]]`: a published table of cases beside the rulebook, every row of it scored and compared.

A blank cell is a missing fact, or a result that the table does not give. Numbers must be equal to the last
digit unless `within` allows a distance, for sources that publish unrounded floats.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from scoring.assessor.assessor import Assessor, Engine, Prepared, score
from scoring.examples.coverage import Reached, limits_of, reached_by
from scoring.nodes.kind import Kind
from scoring.problems import InputRefused, Place, Problem, Text
from scoring.program.program import Program
from scoring.program.scope import Scope
from scoring.project.facts import FactReader, FactSheet, Reported, with_presumed
from scoring.rulebook import model
from scoring.rulebook.rulebook import Entry, IndicatorSet, Rulebook
from scoring.scorecard.build_scorecard import Context
from scoring.scorecard.scorecard import Identity, Scorecard
from scoring.values.number import read_number, show_number
from scoring.values.value import Value

RELATIVE = re.compile(r"\s*(\d+(?:\.\d+)?)(?:e(-?\d{1,3}))?\s*(relative|absolute)?\s*")
MOST_CASES = 1_000_000
MOST_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class Miss:
    """A case whose result is not the published one."""

    number: int  # of the row, from 1, without the header
    result: str
    expected: str
    got: str
    scorecard: Scorecard


@dataclass
class ComparedCases:
    """How a table of cases came out."""

    cases: Entry[model.CasesModel]
    total: int = 0
    equal: int = 0
    first_miss: Miss | None = None
    problems: list[Problem] = field(default_factory=list)
    reached: set[Reached] = field(default_factory=set)  # places and names of the clauses that counted


class CaseTable:
    """One table of cases, ready to be compared with a program."""

    def __init__(
        self,
        cases: Entry[model.CasesModel],
        text: str,
        rulebook: Rulebook,
        program: Program,
        scope: Scope,
        inputs: Mapping[str, Reported],
    ) -> None:
        self.cases, self.text = cases, text
        self.rulebook, self.program, self.scope = rulebook, program, scope
        self.inputs = inputs  # of the set's rows: their targets

    def compare(self, engine: Engine) -> ComparedCases:
        """Every row scored and compared; the first miss keeps its scorecard."""
        compared = ComparedCases(self.cases)
        reader = csv.reader(self.text.splitlines(keepends=True))
        header = [column.strip() for column in next(reader, [])]
        facts = self._columns(header, compared.problems)
        expected = dict(self._expected(header, compared.problems))
        if compared.problems:
            return compared
        for number, cells in enumerate(reader, start=1):
            if not cells:
                continue
            compared.total += 1
            row = dict(zip(header, cells, strict=False))
            try:
                miss = self._compare(number, row, facts, expected, engine, compared.reached)
            except InputRefused as refused:
                compared.problems += refused.problems
            else:
                compared.equal += miss is None
                compared.first_miss = compared.first_miss or miss
            if len(compared.problems) > MOST_PROBLEMS or number >= MOST_CASES:
                break
        return compared

    def _columns(self, header: list[str], problems: list[Problem]) -> dict[str, str]:
        """Fact by column: named in `given`, by the fact's own name, or by its name in the data."""
        facts = self.scope.state.sections.facts
        by_name = {entry.model.from_: name for name, entry in facts.items() if entry.model.from_ is not None}
        found = {}
        named = {column: fact for fact, column in self.cases.model.given.items()}
        for column in header:
            fact = named.get(column) or by_name.get(column) or (column if column in facts else None)
            if fact is not None and fact in facts:
                found[column] = fact
        for fact, column in self.cases.model.given.items():
            if column not in header or fact not in facts:
                problems.append(self._unknown(column if fact in facts else fact, ("given", fact)))
        return found

    def _expected(self, header: list[str], problems: list[Problem]) -> Iterator[tuple[str, str]]:
        known = {one.name for one in self.program.results} | {one.id for one in self.program.indicators}
        for result, column in self.cases.model.expect.items():
            if result.split(".")[0] not in known and result not in ("total", "grade"):
                problems.append(self._unknown(result, ("expect", result)))
            elif column not in header:
                problems.append(self._unknown(column, ("expect", result)))
            else:
                yield result, column

    def _unknown(self, name: str, path: tuple[str, ...]) -> Problem:
        message = Text(f"`{name}` is neither a column of the table nor a name of the rulebook",
                       f"{name} 既不是表中的列，也不是规则集中的名称")  # fmt: skip
        fix = Text("write them as they stand there", "按原样书写")
        return Problem("unknown-column", message, self.cases.at(*path), fix)

    def _compare(
        self,
        number: int,
        row: Mapping[str, str],
        facts: Mapping[str, str],
        expected: Mapping[str, str],
        engine: Engine,
        reached: set[Reached],
    ) -> Miss | None:
        """The first result of a row that is not the published one; raises `InputRefused` with the row's problems."""
        sheet = self._sheet(number, row, facts)
        identity = Identity(self.rulebook.name, self.rulebook.fingerprint, self.rulebook.header.model.edition)
        prepared = Prepared(self.program, sheet, Context(f"case {number}", None, identity, None))
        try:
            rules = self.scope.state.sections.rules
            scorecard = score(prepared, engine, lambda at: reached.update(reached_by(at, rules)))
        except InputRefused as refused:
            raise InputRefused([_in_row(problem, self._place(number)) for problem in refused.problems]) from None
        reached.update(limits_of(scorecard, self.program))
        for name, column in expected.items():
            wanted = row.get(column, "").strip()
            if wanted == "":
                continue
            got = _got(name, scorecard)
            if not self._same(wanted, got, self.cases.model.within.get(name)):
                return Miss(number, name, wanted, _told(got), scorecard)
        return None

    def _place(self, number: int) -> Place:
        folder = self.cases.document.file.rpartition("/")[0]
        return Place(f"{folder}/{self.cases.model.file}" if folder else self.cases.model.file, number + 1)

    def _sheet(self, number: int, row: Mapping[str, str], facts: Mapping[str, str]) -> FactSheet:
        place = self._place(number)
        reader = FactReader(self.scope.units, _Row(place), {})  # type: ignore[arg-type]
        reported = dict(self.inputs)
        for column, fact in facts.items():
            cell = row.get(column, "").strip()
            if cell == "":
                continue
            kind = self.scope.state.fact_kinds[fact]
            read = reader.value(_cell(cell, kind), kind, (column,))
            if read is not None:
                value, unit, written, found = read
                reported[fact] = Reported(fact, value, written, place, found, unit)
        if reader.problems:
            raise InputRefused(reader.problems)
        state = self.scope.state
        return FactSheet(with_presumed(reported, state.sections.facts, state.fact_kinds, self.scope.units))

    def _same(self, wanted: str, got: Value, within: str | None) -> bool:
        if got is None:
            return wanted in (self.cases.model.none, "none")
        if isinstance(got, bool):
            return wanted.lower() == str(got).lower()
        if isinstance(got, tuple):
            parts = wanted.split(" | ")
            return len(parts) == len(got) and all(self._same(a, b, within) for a, b in zip(parts, got, strict=True))
        if isinstance(got, Fraction):
            number = read_number(wanted)
            if number is None:
                return False
            return number == got if within is None else _near(number, got, within)
        return wanted == got


def tables_of(
    rulebook: Rulebook, indicator_set: IndicatorSet | None, texts: Sequence[tuple[Entry[model.CasesModel], str]]
) -> list[CaseTable]:
    """Tables of cases, given their texts, over the rulebook's program; raises `InputRefused` with its problems."""
    of_set = Assessor(rulebook, indicator_set).sound()
    return [CaseTable(cases, text, rulebook, of_set.program, of_set.declared.scope, of_set.inputs)
            for cases, text in texts]  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the table, where a document would be: every value is at the row's place."""

    place: Place
    unread: frozenset[tuple[str | int, ...]] = frozenset()

    def value_place(self, _: tuple[str | int, ...]) -> Place:
        return self.place

    key_place = value_place


def _cell(cell: str, kind: Kind) -> Any:
    if kind.name == "yes_no" and cell.lower() in ("true", "false", "yes", "no", "是", "否"):
        return cell.lower() in ("true", "yes", "是")
    return cell


def _in_row(problem: Problem, place: Place) -> Problem:
    """A problem of the rules, said with the row of the table that came upon it."""
    return replace(problem, message=Text(f"{problem.message.en} ({place})", f"{problem.message.zh}（{place}）"))


def _got(name: str, scorecard: Scorecard) -> Value:
    """A result, one of its several parts (`approval.rate`) or its grade; an indicator's points; total or grade."""
    results = {result.name: result for result in scorecard.results}
    first, _, part = name.partition(".")
    if first not in results:
        points = {indicator.id: indicator.points for indicator in scorecard.indicators}
        return points.get(name, scorecard.grade if name == "grade" else scorecard.total.points)
    if part == "grade":
        return results[first].grade
    value = results[first].value
    if not part:
        return value
    if isinstance(value, tuple):
        return tuple(one.get(part) if isinstance(one, dict) else None for one in value)
    return value.get(part) if isinstance(value, dict) else None


def _near(number: Fraction, got: Fraction, within: str) -> bool:
    """Within a distance such as `2e-9 relative`: of at most that × max(1, |published|)."""
    matched = RELATIVE.fullmatch(within)
    if matched is None:
        return False
    distance = Fraction(matched.group(1)) * Fraction(10) ** int(matched.group(2) or 0)
    if matched.group(3) != "absolute":
        distance *= max(Fraction(1), abs(number))
    return abs(number - got) <= distance


def _told(value: Value) -> str:
    if isinstance(value, Fraction):
        return show_number(value)
    if isinstance(value, tuple):
        return " | ".join(_told(one) for one in value)
    return "none" if value is None else str(value)
