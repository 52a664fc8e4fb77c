"""What no terms tell: projects scored by both books, one fact after the other at plain numbers and where the grade changes.

Only ever a counterexample, never a proof; so many projects and no more, the same each time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import Any

from scoring.nodes.node import Constant, Node
from scoring.nodes.walk import children
from scoring.scorecard.scorecard import Scorecard
from scoring.tuning.algebra.encoded_book import EncodedBook
from scoring.tuning.algebra.fact_symbols import REPORTED
from scoring.tuning.algebra.ordinary import Ordinary, is_open
from scoring.tuning.algebra.symbol import Symbol
from scoring.tuning.algebra.terms import Plain, Term, variables
from scoring.tuning.algebra.written_project import NotWritten, project_data
from scoring.tuning.proof.both_scores import BothScores, both_scores
from scoring.tuning.proof.proof import Counterexample
from scoring.tuning.proof.question import Question
from scoring.tuning.proof.row_forms import Rows

TIMES = tuple(map(Fraction, ("0", "1/10", "1/2", "9/10", "2", "100", "1000")))
MOST_CONSTANTS = 10
HALVINGS = 10


@dataclass
class ByScoring:
    """Projects that write these rows."""

    question: Question
    one: EncodedBook
    head: Mapping[str, Any]
    rows: Rows
    _known: dict[tuple[tuple[str, Plain], ...], BothScores | None] = field(default_factory=dict)

    def counterexample(self, usual: Mapping[str, Plain]) -> Counterexample | None:
        """The first that is found, the facts of the best project so far changed one by one, twice over."""
        ordinary = Ordinary(self.one)
        values = {name: ordinary.usual(name, term) for name, term in self._variables().items()}
        base = {**values, **{name: value for name, value in usual.items() if not is_open(name)}}
        first = dict(base)
        for values_of in (self._few, self._many):
            for name, value in list(base.items()):
                if not isinstance(value, Fraction) or "?" in name or base.get(name + REPORTED) is not True:
                    continue
                if ordinary.kinds.get(name) is None or ordinary.kinds[name].name != "number":
                    continue
                for tried, scores in self._along(base, name, values_of(base[name], ordinary.factor(name))):
                    if scores.refutes(self.question.claim):
                        return self._told(tried, first, scores)
                    if self._merit(scores) > self._merit(self._scored(base)):
                        base = tried
                if self.question.to_score <= 0:
                    return None
        return None

    def _few(self, usual: Plain, _: Fraction) -> list[Fraction]:
        assert isinstance(usual, Fraction)
        return sorted({usual, *(usual * by for by in TIMES)})

    def _many(self, usual: Plain, factor: Fraction) -> list[Fraction]:
        constants = [one * factor for one in self._constants()]
        between = [(one + other) / 2 for one, other in pairwise(sorted(constants))]
        return sorted({*self._few(usual, factor), *constants, *between})

    def _along(self, base: dict[str, Plain], name: str, numbers: list[Fraction]) -> Iterator[tuple[dict[str, Plain], BothScores]]:  # fmt: skip
        """One number at plain values, then between two of them that are graded otherwise, nearer and nearer."""
        seen: dict[Fraction, BothScores] = {}
        for value in numbers:
            scores = self._scored({**base, name: value})
            if scores is not None:
                seen[value] = scores
                yield {**base, name: value}, scores
        for _ in range(HALVINGS):
            apart = [ends for ends in pairwise(sorted(seen)) if _graded(seen[ends[0]]) != _graded(seen[ends[1]])]
            for low, high in apart:
                middle = (low + high) / 2
                scores = self._scored({**base, name: middle})
                if scores is not None:
                    seen[middle] = scores
                    yield {**base, name: middle}, scores

    def _scored(self, values: Mapping[str, Plain]) -> BothScores | None:
        key = tuple(sorted(values.items()))
        if key not in self._known:
            if self.question.to_score <= 0:
                return None
            self.question.to_score -= 1
            self._known[key] = self._of(values)
        return self._known[key]

    def _of(self, values: Mapping[str, Plain]) -> BothScores | None:
        try:
            return both_scores(*self.question.books, project_data(values, self.one, self.head, self.rows))
        except NotWritten:
            return None

    def _told(self, values: Mapping[str, Plain], first: Mapping[str, Plain], scores: BothScores) -> Counterexample:
        away = tuple(name for name, value in values.items() if first[name] != value)
        data = project_data(values, self.one, self.head, self.rows)
        moved = scores.moved(self.question.claim)
        return Counterexample(data, scores.before, scores.after, scores.refused, away, moved)

    def _merit(self, scores: BothScores | None) -> tuple[int, Fraction]:
        """How much of a project is scored, and its points or what its results come to."""
        card = scores.before if scores is not None else None
        if card is None:
            return -1, Fraction(0)
        results = [one.value for one in card.results if isinstance(one.value, Fraction)]
        points = card.total.lowest if card.total.lowest is not None else sum(results, Fraction(0))
        return len(results) + len(card.grades_possible), points

    def _variables(self) -> dict[str, Term]:
        """Of all facts that the program reads, whether any term has them or not."""
        return {
            name: term
            for symbol in self.one.at.facts.known.values()
            for name, term in variables(*_terms(symbol)).items()
            if not is_open(name)
        }

    def _constants(self) -> list[Fraction]:
        """Numbers that the program mentions."""
        found = {
            abs(node.value)
            for definition in self.one.program.definitions
            for node in _nodes(definition.node)
            if isinstance(node, Constant) and isinstance(node.value, Fraction) and not isinstance(node.value, bool)
        }
        return sorted(found, key=lambda one: (one.denominator, one))[:MOST_CONSTANTS]


def _graded(scores: BothScores) -> object:
    def of(card: Scorecard | None) -> object:
        return None if card is None else (card.grades_possible, tuple(one.grade for one in card.results))

    return of(scores.before), of(scores.after)


def _terms(symbol: Symbol) -> Iterator[Term]:
    yield from (symbol.unknown, symbol.bound, symbol.value)
    for inside in symbol.fields.values():
        yield from _terms(inside)


def _nodes(node: Node) -> Iterator[Node]:
    waiting, seen = [node], set[int]()
    while waiting:
        at = waiting.pop()
        if at.number not in seen:
            seen.add(at.number)
            yield at
            waiting += children(at)
