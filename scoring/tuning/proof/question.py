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
PARTS = (10, 3, 1)
"""How many conditions in a row may each cost that part of the budget; with what is then left, what is open is asked again for more."""


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
    parts: int = PARTS[0]
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

    @property
    def part(self) -> int:
        """The work that one condition may cost."""
        return self.budget // self.parts

    def is_cut_short(self) -> bool:
        """Whether something is open that more of the budget might settle."""
        return bool(self.why) and self._solver is not None and self._solver.cut_short and self._solver.left > 0

    def again(self, parts: int) -> None:
        """What is open is to be asked once more, and may cost a greater part; what is settled stays so."""
        self.parts = parts
        self.why.clear()
        self._never = {key: never for key, never in self._never.items() if never}
        self.solver().cut_short = False

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
            answer = self.solver().ask(loose, self.part).answer
            if answer != "never" and loose != conditions:
                answer = self.solver().ask(conditions, self.part).answer
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
