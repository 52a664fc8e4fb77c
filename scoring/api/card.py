"""A scorecard with everything that explains it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

from scoring.assessor.assessor import Engine, Prepared, explain_value
from scoring.assessor.assessor import score as run
from scoring.documents.document import Document
from scoring.problems import InputRefused, Language, Place, Problem, Text, language_of, nearest
from scoring.scorecard.scorecard import (
    Claim,
    Finding,
    GroupScore,
    IndicatorScore,
    LimitScore,
    MemberScore,
    ResultScore,
    Scorecard,
    Total,
)

if TYPE_CHECKING:
    from scoring.views.explain import Quote


class UnknownName(InputRefused, KeyError):
    """Nothing in the rulebook, the set or the project has that name."""

    __str__ = InputRefused.__str__


class Card:
    """What a project earned and why: a scorecard. `card["N1"]` is one line of it, and `print(card)` its table.

    Numbers are exact `Fraction`s, already rounded where the rulebook says so; None where something is missing, `total.lowest` and
    `total.highest` then are what is still possible.
    """

    def __init__(
        self, prepared: Prepared, documents: Sequence[Document], engine: Engine, problems: Sequence[Problem]
    ) -> None:
        self._prepared, self._documents, self._engine = prepared, tuple(documents), engine
        self._scorecard = run(prepared, engine)
        self.problems = tuple(problems)
        """Warnings and notes about the files; none of them kept the project from being scored."""

    @property
    def scorecard(self) -> Scorecard:
        """All of it as plain values."""
        return self._scorecard

    @property
    def project(self) -> str:
        return self._scorecard.project

    @property
    def period(self) -> str | None:
        return self._scorecard.period

    @property
    def status(self) -> Literal["complete", "incomplete"]:
        return self._scorecard.status

    @property
    def total(self) -> Total:
        """Points in all: `points` after limits, `earned` before, `lowest` and `highest` possible, `possible` at most."""
        return self._scorecard.total

    @property
    def grade(self) -> str | None:
        return self._scorecard.grade

    @property
    def grades_possible(self) -> tuple[str, ...]:
        """While something is missing, every grade that may come out, the lowest first."""
        return self._scorecard.grades_possible

    @property
    def indicators(self) -> tuple[IndicatorScore, ...]:
        return self._scorecard.indicators

    @property
    def groups(self) -> tuple[GroupScore, ...]:
        return self._scorecard.groups

    @property
    def results(self) -> tuple[ResultScore, ...]:
        return self._scorecard.results

    @property
    def limits(self) -> tuple[LimitScore, ...]:
        return self._scorecard.limits

    @property
    def claims(self) -> tuple[Claim, ...]:
        return self._scorecard.claims

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self._scorecard.findings

    def __getitem__(self, name: str) -> Line:
        """An indicator, a result, one record of a result for each (`bidders.C`), or a value; raises `UnknownName`."""
        found = next((one for one in self.indicators if one.id == name), None)
        if found is not None:
            return Line(self, name, found, ("rule", found.rule), found.where)
        for one in self.results:
            if (member := one.member(name)) is not None:
                return Line(self, name, member, ("result", one.name), one.defined or one.where, one)
        result = next((one for one in self.results if one.name == name), None)
        if result is not None:
            return Line(self, name, result, ("result", name), result.defined or result.where)
        result = explain_value(self._prepared, name, self._engine)
        if result is None:
            raise UnknownName([self._unknown(name)])
        return Line(self, name, result, self._written(name), result.defined or result.where)

    def _written(self, name: str) -> tuple[str, ...]:
        """Where a definition of that name is written: a column, a list that is made from another, or a value."""
        if any(isinstance(one.data.get("list"), dict) and name in one.data["list"] for one in self._documents):
            return "list", name
        return ("column", *name.split(".", 1)) if "." in name else ("value", name)

    def __iter__(self) -> Iterator[str]:
        """The names of indicators, of results, and of the records of results for each (`bidders.C`)."""
        yield from (one.id for one in self.indicators)
        for one in self.results:
            yield one.name
            yield from (f"{one.name}.{member.key}" for member in one.members or ())

    def __contains__(self, name: object) -> bool:
        program = self._prepared.program
        return name in [*self, *(one.name for one in program.definitions), *(one.name for one in program.calls)]

    def __str__(self) -> str:
        return self.text().rstrip("\n")

    def __repr__(self) -> str:
        grade = f", {self.grade}" if self.grade is not None else ""
        return f"<Card {self.project}: {self.status}{grade}>"

    @property
    def scored_from(self) -> tuple[Prepared, Document]:
        """What it was computed from, and the project's own document."""
        return self._prepared, self._documents[-1]

    def text(self, language: Language = "en") -> str:
        """The table that `scoring score` prints, 100 columns wide."""
        from scoring.views import table

        return table.render(self._scorecard, language_of(language))

    def explain(self, language: Language = "en", color: bool = False) -> str:
        """Where points were lost, the most first, and what is still open."""
        from scoring.views.losses import render_losses

        return render_losses(self._scorecard, language_of(language), color).rstrip("\n")

    def explain_all(self, language: Language = "en", color: bool = False) -> str:
        """Everything: each indicator, result and limit with its whole trace, then how the total was added up."""
        from scoring.views import explain

        def quotes(one: IndicatorScore | ResultScore) -> list[Quote]:
            if isinstance(one, IndicatorScore):
                return self.quotes(("rule", one.rule), one.where)
            return self.quotes(("result", one.name), one.defined or one.where)

        return explain.render_all(self._scorecard, language_of(language), color, quotes).rstrip("\n")

    def to_dict(self, language: Language = "en") -> dict[str, Any]:
        """The JSON that `scoring score --format json` prints."""
        made: dict[str, Any] = json.loads(self.to_json(language))
        return made

    def to_json(self, language: Language = "en") -> str:
        """The same as text: the same bytes for the same input."""
        from scoring.views import as_json

        return as_json.render(self._scorecard, language_of(language))

    def quotes(self, path: tuple[str, ...], where: Place) -> list[Quote]:
        """The lines of a rule, result or value from its file, and those that change it, with their numbers."""
        from scoring.views.explain import Quote

        change = ("change", path[0], ".".join(path[1:]))
        changing = [one for one in self._documents if _has(one, change)]
        standing = [one for one in self._documents if _has(one, path)]
        if not changing:
            standing = [one for one in standing if one.file == where.file]
        return [
            *(Quote(one.file, tuple(_lines(one, path))) for one in standing[:1]),
            *(Quote(one.file, tuple(_lines(one, change)), changes=True) for one in changing),
        ]

    def columns_behind(self, result: ResultScore) -> list[str]:
        """The columns of a list that a result for each record shows, by their full names."""
        from scoring.scorecard.members import column_of

        found = next(one for one in self._prepared.program.results if one.name == result.name)
        columns = [column_of(one.node) for one in found.members.columns] if found.members is not None else []
        return list(dict.fromkeys(column.definition for column in columns if column is not None))

    def _unknown(self, name: str) -> Problem:
        program = self._prepared.program
        known = [
            *dict.fromkeys((*self, *(one.name for one in program.definitions), *(one.name for one in program.calls)))
        ]
        near = nearest(name, known)
        listed = ", ".join(known[:20])
        return Problem(
            "unknown-indicator",
            self._scorecard.without(name)
            or Text(f"there is no indicator, result or value `{name}`", f"没有指标、结果或值 {name}"),
            Place("<command line>"),
            Text(f"did you mean `{near}`?", f"是否指 {near}？")
            if near
            else Text(f"there are {listed}", f"有 {listed}"),
        )


def _has(document: Document, path: tuple[str, ...]) -> bool:
    """Whether something is written at that path."""
    at: Any = document.data
    for step in path:
        if not isinstance(at, dict) or step not in at:
            return False
        at = at[step]
    return True


def _lines(document: Document, path: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    first, last = document.lines_of(path)
    yield from ((number, document.lines[number - 1]) for number in range(first, last + 1))


@dataclass(frozen=True, slots=True, repr=False)
class Line:
    """An indicator, a result or a value of a scorecard; `score` has everything that is known of it."""

    card: Card
    name: str
    score: IndicatorScore | ResultScore | MemberScore
    written: tuple[str, ...]  # the section and the name in it: ("rule", "reach")
    where: Place
    result: ResultScore | None = None  # that a record belongs to

    @property
    def points(self) -> Fraction | None:
        """Points of an indicator, the number of a result; None where there is none."""
        if isinstance(self.score, IndicatorScore):
            return self.score.points
        if isinstance(self.score, MemberScore):
            return None
        return self.score.value if isinstance(self.score.value, Fraction) else None

    @property
    def outcome(self) -> str:
        """scored, not_applicable or not_scorable; of results none as well."""
        return self.score.outcome

    @property
    def missing(self) -> tuple[str, ...]:
        """The facts that it lacks."""
        if isinstance(self.score, MemberScore):
            columns = self.score.columns.values()
            return tuple(dict.fromkeys(name for one in columns for name in one.missing))
        return self.score.missing

    def __repr__(self) -> str:
        return f"<{self.name}: {self.outcome}>"

    def explain(self, language: Language = "en", color: bool = False) -> str:
        """Rule, facts, arithmetic, legal basis, and the clauses that did not apply."""
        from scoring.views import explain

        lines = self.card.quotes(self.written, self.where)
        if isinstance(self.score, MemberScore):
            from scoring.views.explain_member import render_member

            assert self.result is not None
            card = self.card.scorecard
            for name in self.card.columns_behind(self.result):
                lines += self.card.quotes(("column", *name.split(".", 1)), self.where)
            return render_member(self.score, self.result, card, language_of(language), color, lines).rstrip("\n")
        if isinstance(self.score, IndicatorScore):
            said = explain.render_indicator(self.score, self.card.scorecard, lines, language_of(language), color)
        else:
            said = explain.render_result(self.score, self.card.scorecard, language_of(language), color, lines)
        return said.rstrip("\n")
