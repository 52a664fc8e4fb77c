"""One question, whether a claim holds of two books: its budget, what is settled so far, and what is left open and why."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from scoring.assessor.assessor import Assessor
from scoring.problems import Text
from scoring.tuning.algebra.encoded_book import Workshop
from scoring.tuning.algebra.loose import loosened
from scoring.tuning.algebra.solver import Solver
from scoring.tuning.algebra.terms import Term, shape_of
from scoring.tuning.proof.proof import Claim, Counterexample, Proof, Verdict
from scoring.tuning.proof.reading import Reading

MOST_SCORED = 400
"""Projects that are scored for what nothing else decides."""
PART = 10
"""How many conditions in a row may each cost that part of the budget."""


@dataclass
class Question:
    """What is asked of two books."""

    one: Assessor
    other: Assessor
    claim: Claim
    budget: int
    why: dict[str, Text] = field(default_factory=dict)
    changed: dict[str, None] = field(default_factory=dict)
    alike: dict[str, None] = field(default_factory=dict)
    at: Workshop = field(default_factory=Workshop)
    asked: int = 0
    to_score: int = MOST_SCORED
    _never: dict[Hashable, bool] = field(default_factory=dict)  # by the conditions that were asked together
    _solver: Solver | None = None

    @property
    def books(self) -> tuple[Assessor, Assessor]:
        return self.one, self.other

    @cached_property
    def reading(self) -> Reading:
        return Reading(self.one, self.other)

    def solver(self) -> Solver:
        """One for the whole claim, made when it is first needed."""
        if self._solver is None:
            self._solver = Solver(self.budget)
        return self._solver

    def leave_open(self, key: str, why: Text) -> None:
        """Something is not decided."""
        self.why.setdefault(key, why)

    def note(self, name: str, alike: bool) -> None:
        (self.alike if alike else self.changed)[name] = None

    def never(self, conditions: Sequence[Term]) -> bool:
        """Whether it is proved that the conditions never hold at once; asked without whole numbers first, which is quicker."""
        terms = self.at.terms
        if any(condition is terms.no for condition in conditions):
            return True
        conditions = [condition for condition in conditions if condition is not terms.yes]
        if not conditions:
            return False
        key = shape_of(conditions)
        if key not in self._never:
            loose = loosened(conditions, terms)
            answer = self.solver().ask(loose, self.budget // PART).answer
            if answer != "never" and loose != conditions:
                answer = self.solver().ask(conditions, self.budget // PART).answer
            self._never[key] = answer == "never"
            self.asked += answer == "never"
        return self._never[key]

    def settled(self, found: Counterexample | None) -> Proof:
        """The proof: a counterexample, or what is left open, or that there is none."""
        verdict: Verdict = "counterexample" if found is not None else "not decided" if self.why else "proved"
        why = () if verdict != "not decided" else tuple(self.why.values())
        work = self.budget - self._solver.left if self._solver is not None else 0
        alike = sum(name not in self.changed for name in self.alike)
        return Proof(self.claim, verdict, why, found, work, self.budget, tuple(self.changed), alike, self.asked)
